"""The payment demand names the creditor.

What it checks: that a collector's betalingsoppfordring names the one who owns the claim now.

Legal basis: inkassoloven (1988) § 10 second paragraph letter a. Without it the collector's fee falls away (§ 17 fourth
paragraph second sentence).

How it is decided: a creditor that was read passes; for a bought claim the purchaser who writes is itself the creditor.
It fails when a letter that was read whole has no creditor's name and no label of one ("På vegne av ...",
"Oppdragsgiver: ..."). Only an original creditor is unsure: some firms print that label for the present owner.

Known limits: whether the one named really owns the claim is not tested.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_from_picture, is_lost, mentions, names_other_firm
from checks.registry import basis, rule
from parsers.model import Reading, SenderRole

_NAMED = re.compile(
    r"(?i:\b(?:på vegn(?:e|er|a) av|(?:på )?oppdrag (?:fra|frå|for|av)|krav (?:fra|frå)|tilhører|tilhøyrer)"
    r"(?:\s+(?:vår|kunde|klient|oppdragsgiver|oppdragsgivar))*|\b(?:kreditor|fordringshave?r|fordringshavar|kravshave?r|"
    r"kravshavar|oppdragsgiver|oppdragsgivar|klient|creditor)\b)[\s:.]+[A-ZÆØÅ0-9]"
)

_BEHALF = re.compile(
    r"\b(?:for|av|fra|frå|hos|hjå|vegne av|vegner av|oppdrag av|kunde|klient|from|behalf of)[ \n]+"
    r"(?P<name>[A-ZÆØÅ][\w&.-]{2,})"
)
_NO_CREDITOR = re.compile(
    r"finans|forlik|namsmann|inkasso|norge|noreg|min side|januar|februar|mars|april|mai|juni|juli|august|september|"
    r"oktober|november|desember|nav\b|digipost|vipps|loven|lova\b|forskrift",
    re.IGNORECASE,
)


@rule(
    "bo-a-creditor-name",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "second", "a"),),
    severity="breach",
    consequence="C-COLL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on a named creditor, fail on none; see the module."""
    creditor, original = case.text("creditor"), case.text("original_creditor")
    if isinstance(creditor, Reading):
        return Finding(Status.PASS, params={"creditor": creditor.value}, rests_on=("creditor",))
    if case.sender_role is SenderRole.PURCHASER:
        sender = case.text("collector")
        if isinstance(sender, Reading):
            return Finding(Status.PASS, params={"creditor": sender.value}, rests_on=("collector",))
        return Finding(Status.UNSURE, variant="purchaser", question="creditor")
    if isinstance(original, Reading):
        params = {"creditor": original.value}
        return Finding(
            Status.UNSURE, variant="only-original", params=params, rests_on=("original_creditor",), question="creditor"
        )
    if is_lost(case, "creditor", "original_creditor") or is_from_picture(case) or _may_be_named(case):
        return Finding(Status.UNSURE, variant="unreadable", question="creditor")
    return Finding(Status.FAIL, rests_on=("sender_role",), absence=True)  # a purchaser names itself


def _may_be_named(case: Case) -> bool:
    """Whether any words may name the creditor: a label, another firm, or a name after "for", "av" and the like."""
    if mentions(case, _NAMED) or names_other_firm(case):
        return True
    writer = case.text("collector")
    own = writer.value.casefold() if isinstance(writer, Reading) else ""
    return any(
        match["name"].casefold() not in own and not _NO_CREDITOR.search(match["name"])
        for match in _BEHALF.finditer(case.letter.transcript.text)
    )
