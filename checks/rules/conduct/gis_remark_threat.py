"""A payment remark is described correctly and not too early.

What it checks: that the letter does not say that a payment remark (betalingsanmerkning) comes for certain or at once,
comes of objecting, or stays when the claim is paid; and that no remark was registered too early.

Legal basis: kredittopplysningsloven § 10 first paragraph (at the earliest a month after a legal step was sent), § 11
(nothing from a disputed claim) and § 24 (not once the claim is settled), in force from 2022-07-01; inkassoloven
(1988) § 8 second paragraph.

How it is decided: an outright sentence fails; before 2022-07-01 it is unsure. A remark named as a possible result of
legal collection or of a broken instalment plan passes. A remark held out as possible without naming legal steps is
unsure in a reminder or inkassovarsel, where legal steps are far off. A remark that the user says was registered less
than a month after this letter, when no legal step can be a month old, fails once the user says that the case was not
in court.

Known limits: only consumers; for firms a remark may come a month after the demand. The rules on broken plans are not
checked.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import LetterKind, Reading, StatementId

_SAYS = "statement:remark_threat"
_ACT_FROM = dt.date(2022, 7, 1)
"""From this day the rules on remarks are law; before, they were terms of the credit bureaus' licences."""

_A_MONTH = dt.timedelta(days=28)
"""The shortest month: sooner after this letter no remark can have had its month."""

_BEFORE_LEGAL_STEPS = frozenset({LetterKind.PURRING, LetterKind.INKASSOVARSEL, LetterKind.BETALINGSOPPFORDRING})
_EARLY = frozenset({LetterKind.PURRING, LetterKind.INKASSOVARSEL})


@rule(
    "gis-remark-threat",
    group="conduct",
    legal_basis=(
        basis("lov/2019-12-20-109", "§ 10", "first"),
        basis("lov/2019-12-20-109", "§ 11"),
        basis("lov/2019-12-20-109", "§ 24"),
        basis("lov/1988-05-13-26", "§ 8", "second"),
    ),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer",),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(
        "remark_date",
        "objection_date",
    ),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Fail on an outright sentence or a remark registered too early, unsure on a hint."""
    early = _registered_early(case)
    if early is not None:
        return early
    statement = case.says(StatementId.REMARK_THREAT)
    if statement is None:
        return Finding(Status.PASS)
    if statement.strength == "weak":
        if statement.detail != "possible":
            return Finding(Status.UNSURE, variant="weak", rests_on=(_SAYS,))
        if case.kind in _EARLY:
            return Finding(Status.UNSURE, variant="early", rests_on=(_SAYS,))
        return Finding(Status.PASS, variant="possible", rests_on=(_SAYS,))
    sent = case.sent.need()
    if sent < _ACT_FROM:
        return Finding(Status.UNSURE, variant="before-act", rests_on=(_SAYS, "sent_date"), leaning=Status.FAIL)
    return Finding(Status.FAIL, variant=statement.detail or "certain", rests_on=(_SAYS, "sent_date"))


def _registered_early(case: Case) -> Finding | None:
    """What the day says that the user's remark was registered; ``None`` when it says nothing against the sender."""
    registered = case.known.answer("remark_date")
    sent = case.sent
    if not isinstance(registered, dt.date) or not isinstance(sent, Reading) or sent.value < _ACT_FROM:
        return None
    if case.kind not in _BEFORE_LEGAL_STEPS or registered >= sent.value + _A_MONTH:
        return None
    params = {"remark": registered, "sent": sent.value}
    if case.known.answer("case_in_court") == "no":
        return Finding(Status.FAIL, variant="registered", params=params, rests_on=("sent_date",))
    return Finding(
        Status.UNSURE,
        variant="registered",
        params=params,
        rests_on=("sent_date",),
        question="case_in_court",
        leaning=Status.FAIL,
    )
