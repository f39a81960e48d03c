"""Creditor and original creditor are named.

What it checks: that an agency's notice and payment demand name the creditor and, for an assigned claim, the one it
came from.

Legal basis: inkassoloven (2026) § 20 second paragraph letter d and § 21 second paragraph letter d; a breach takes the
out-of-court costs away unless it can have had no effect (§ 18 second paragraph).

How it is decided: a creditor that was read passes; for a bought claim the purchaser who writes is itself the
creditor, and an original creditor must stand beside it. It fails when a letter that was read whole has no such name
and no words that may lead to one. A letter read from a picture, names without a label, and a claim that is only
mentioned as transferred are unsure.

Known limits: whether a claim was ever assigned a letter need not show; a firm that changed its name is no new
creditor.
"""

from __future__ import annotations

import re

from checks.case import Case
from checks.demand_content import may_name_creditor
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_from_picture, is_lost, mentions, names_other_firm
from checks.registry import basis, rule
from parsers.model import Reading, SenderRole

_ASSIGNED = re.compile(
    r"overdra(?:tt|dd|ge|r|s)|overdrege|overdregen|\bkjøpt\s+(?:opp\s+)?(?:krav|fordring|portefølje|gjeld|av|fra|frå)|"
    r"krav\w*\s+(?:er|ble|vart|blei)\s+(?:solgt|selt|kjøpt|overført)|transport(?:ert|erklæring)|cession|cedert|"
    r"assigned|(?:claim|debt)\s+(?:was|has been)\s+(?:sold|bought|transferred)",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"opprinnelig|opphavl?e?g|original|tidligere (?:kreditor|fordringsh|eier)|tidlegare (?:kreditor|fordringsh|eig)|"
    r"overdra(?:tt|dd|ge)?\w* (?:fra|frå|av)|kjøpt (?:av|fra|frå)|stammer|stammar|from\b|for kjøp|kjøp (?:hos|hjå)|"
    r"utstedt av|utferda av|bought from",
    re.IGNORECASE,
)


@rule(
    "ny-creditor-and-original",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 20", "second", "d"), basis("lov/2026-05-22-19", "§ 21", "second", "d")),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on the names the law asks for, fail where one is not there; see the module."""
    creditor = case.text("creditor")
    if case.sender_role is SenderRole.PURCHASER:
        return _of_bought_claim(case)
    if isinstance(creditor, Reading):
        original = case.text("original_creditor")
        if isinstance(original, Reading):
            params = {"creditor": creditor.value, "original": original.value}
            return Finding(Status.PASS, variant="original", params=params, rests_on=("creditor", "original_creditor"))
        if mentions(case, _ASSIGNED):
            return Finding(Status.UNSURE, variant="assigned", rests_on=("creditor",), question="original_creditor")
        return Finding(Status.PASS, params={"creditor": creditor.value}, rests_on=("creditor",))
    original = case.text("original_creditor")
    found = isinstance(original, Reading) or is_lost(case, "creditor", "original_creditor")
    if found or is_from_picture(case) or may_name_creditor(case):
        return Finding(Status.UNSURE, variant="creditor", question="creditor")
    return Finding(Status.FAIL, rests_on=("sender_role",), absence=True)


def _of_bought_claim(case: Case) -> Finding:
    """The purchaser is the creditor; the one it bought the claim from must be named beside it."""
    sender, creditor, original = (case.text(name) for name in ("collector", "creditor", "original_creditor"))
    owner = sender if isinstance(sender, Reading) else creditor
    if not isinstance(owner, Reading):
        return Finding(Status.UNSURE, variant="creditor", question="creditor")
    named = "collector" if owner is sender else "creditor"
    if isinstance(original, Reading):
        params = {"creditor": owner.value, "original": original.value}
        return Finding(Status.PASS, variant="original", params=params, rests_on=(named, "original_creditor"))
    other = owner is sender and isinstance(creditor, Reading) and creditor.value.casefold() != owner.value.casefold()
    doubtful = other or is_lost(case, "original_creditor") or is_from_picture(case)
    if doubtful or mentions(case, _ORIGIN) or names_other_firm(case):
        return Finding(Status.UNSURE, variant="original", question="original_creditor")
    return Finding(Status.FAIL, variant="original", rests_on=("sender_role",), absence=True)
