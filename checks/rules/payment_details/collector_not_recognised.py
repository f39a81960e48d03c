"""The sender is on the list of licensed collectors.

What it checks: whether we know the firm that writes as a collection company, by name or organisation number, and
whether anything else in the letter is a reason to look the sender up before paying. All such reasons are one finding.

Legal basis: inkassoloven (1988) §§ 4 and 5: collecting for others needs a licence from Finanstilsynet. Lawyers, and
banks for claims they bought, need none of their own.

How it is decided: a name or number on our list passes, former names on older letters too; so does a lawyer or a bank by
its name, and a sender the user has found in the register. A name that is not listed is unsure, because the list is
partial; it would be advice only under a full list that covers the day of the letter. Signs are: a name that only looks
like a listed one, a listed name with another number, a number whose check digit cannot be right, an account abroad or
two accounts, a small sum to be paid at once, a free mail address and a link to pay by. One of them is unsure and asks
the user to look the sender up; two in a letter of a sender we do not know, or three, are advice, and so is a sender the
user did not find, or the name of a body that collects nothing. No finding says that a firm lacks a licence.

Known limits: the register itself is not looked up. New firms, trade names, a creditor's own collection and temporary
foreign providers are not on the list. A false letter may copy everything right.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from checks.authenticity import Sign, signs_of
from checks.case import Case
from checks.collectors import Recognition, default_register
from checks.law import Law
from checks.model import Finding, Phrases, Status
from checks.registry import basis, rule
from parsers.model import Missing, Reading, SenderRole

_EXEMPT = re.compile(r"advokat|bank(?:en)?\b", re.IGNORECASE)
_OTHER_FIRM = re.compile(r"[A-ZÆØÅ][\w&-]*\s(?:[\w&-]+\s){0,2}(?:Inkasso|Collect|Kreditt|Innfordring)\w*")


@rule(
    "collector-not-recognised",
    group="payment-details",
    legal_basis=(basis("lov/1988-05-13-26", "§ 4"), basis("lov/1988-05-13-26", "§ 5")),
    severity="advice",
    consequence="C-NONE",
    kinds=("inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale", "saksoversikt"),
    senders=("collector", "purchaser"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2002, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("sender_verified",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on a sender we know and a letter with nothing odd about it, else a reason to look it up; see the module."""
    field = "collector"
    if isinstance(case.text(field), Missing) and case.sender_role is SenderRole.PURCHASER:
        field = "creditor"
    name = case.text(field).need()
    number = case.text("collector_org_number")
    told = case.known.answer("sender_verified")
    if told == "yes":
        return Finding(Status.PASS, variant="told", rests_on=(field,))
    known = default_register().recognise(name, number.value if isinstance(number, Reading) else "")
    rests_on = (field, "collector_org_number") if isinstance(number, Reading) else (field,)
    signs = [*_of_the_name(known, rests_on), *signs_of(case)]
    exempt = known is None and _EXEMPT.search(name) is not None
    if known is None and not exempt:
        signs.insert(0, Sign("unknown", rests_on, alone=False))
    if told == "no" and not exempt:
        return _told_of(Finding(Status.FAIL, variant="not-found"), signs)
    counted = [sign for sign in signs if sign.id != "unknown"]
    if len(counted) > (2 if known is not None and known.match in ("current", "former") else 1):
        return _told_of(Finding(Status.FAIL, variant="signs"), signs)
    if any(sign.alone for sign in signs_of(case)):
        return _told_of(Finding(Status.UNSURE, variant="signs", question="sender_verified"), signs)
    return _by_name(case, name, known, rests_on)


def _of_the_name(known: Recognition | None, rests_on: tuple[str, ...]) -> Iterator[Sign]:
    if known is not None and known.match in ("similar", "other_number"):
        yield Sign(known.match, rests_on)


def _told_of(finding: Finding, signs: Sequence[Sign]) -> Finding:
    """The finding with its signs in words, resting on what they rest on."""
    rests_on = tuple(dict.fromkeys(name for sign in signs for name in sign.rests_on))
    phrases = Phrases(tuple(f"sign_{sign.id}" for sign in signs))
    return replace(finding, params={"signs": phrases}, rests_on=rests_on)


def _by_name(case: Case, name: str, known: Recognition | None, rests_on: tuple[str, ...]) -> Finding:
    """What the name alone tells, when nothing else is odd about the letter."""
    if known is not None:
        return _known(case, known, rests_on)
    params = {"name": name}
    if _EXEMPT.search(name):
        return Finding(Status.PASS, variant="exempt", params=params, rests_on=rests_on)
    register, sent = default_register(), case.sent
    if register.is_no_collector(name) and not _OTHER_FIRM.search(case.letter.transcript.text.replace(name, " ")):
        return Finding(Status.FAIL, variant="no-collector", params=params, rests_on=rests_on)
    covered = isinstance(sent, Reading) and register.covers(sent.value)
    return Finding(Status.FAIL if covered else Status.UNSURE, variant="not-listed", params=params, rests_on=rests_on)


def _known(case: Case, known: Recognition, rests_on: tuple[str, ...]) -> Finding:
    params = {"name": known.name}
    if known.match == "other_number":
        return Finding(
            Status.UNSURE, variant="other-number", params=params, rests_on=rests_on, question="sender_verified"
        )
    if known.match == "similar":
        return Finding(Status.UNSURE, variant="similar", params=params, rests_on=rests_on, question="sender_verified")
    sent = case.sent
    recent = not isinstance(sent, Reading) or sent.value >= default_register().current_since
    if known.match == "former" and recent:
        return Finding(Status.UNSURE, variant="former", params=params, rests_on=rests_on)
    return Finding(Status.PASS, params=params, rests_on=rests_on)
