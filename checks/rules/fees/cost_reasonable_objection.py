"""No costs after a reasonable objection.

What it checks: that no collection costs are claimed where the debtor had reasonable ground to object to the claim
before collection began.

Legal basis: inkassoloven (1988) § 17 second paragraph: no compensation for costs where the debtor had objections that
there was reasonable ground to have looked into first; also for costs before the objection was raised, unless it
should have been raised earlier. Every out-of-court cost falls away.

How it is decided: by what the user tells. An objection raised before collection began fails: before this letter, when
it is a reminder, a notice or the first payment demand, else before the notice, or the first demand, that the letter
or an earlier one dates. A letter that says it has assessed the objection is unsure, because the ground is then in
dispute. An objection that came later is unsure: costs up to the time it should have come may stand. Without an answer
it is unsure too, most likely a pass, since few debtors object.

Known limits: whether the ground was reasonable, and was raised as soon as could be expected, a person must weigh;
inability to pay is no objection.
"""

from __future__ import annotations

import datetime as dt

from checks.case import COST_LINES, Case
from checks.history import history_of
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure, surest
from checks.registry import basis, rule
from parsers.model import LetterKind, Reading, StatementId

_STARTS = frozenset({LetterKind.PURRING, LetterKind.INKASSOVARSEL, LetterKind.BETALINGSOPPFORDRING})


@rule(
    "cost-reasonable-objection",
    group="fees",
    legal_basis=(basis("lov/1988-05-13-26", "§ 17", "second"),),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("objection_date",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Compare the day of the objection with the day collection began; see the module."""
    costs = case.charged(*COST_LINES)
    if costs <= 0:
        return Finding(Status.NOT_APPLICABLE, variant="no-costs")
    params: dict[str, Param] = {"costs": costs}
    if case.known.answer("objection_date") == "no":
        return Finding(Status.PASS, params=params, rests_on=surest(case, *COST_LINES))
    objected = case.told_day("objection_date")
    if objected is None:
        received = case.says_clearly(StatementId.OBJECTION_RECEIVED)
        return Finding(
            Status.UNSURE,
            variant="received" if received else "untold",
            params=params,
            question="objection_date",
            leaning=None if received else Status.PASS,
            stake=costs,
        )
    params["objected"] = objected
    started, rests_on = _start(case)
    if started is None or objected >= started:
        return Finding(Status.UNSURE, variant="late", params=params, rests_on=rests_on, stake=costs)
    if case.says(StatementId.OBJECTION_ASSESSED):
        assessed = (*rests_on, "statement:objection_assessed")
        return Finding(Status.UNSURE, variant="assessed", params=params, rests_on=assessed, stake=costs)
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=(*(row for row in COST_LINES if case.charged(row)), *rests_on),
        amounts=Amounts(charged=costs, limit=costs - costs, excess=costs),
    )


def _start(case: Case) -> tuple[dt.date | None, tuple[str, ...]]:
    """The earliest day on which collection is known to have begun, and what that rests on; ``None`` when not known."""
    if case.kind in _STARTS:
        return case.sent.need(), ("sent_date",)
    days: list[tuple[dt.date, tuple[str, ...]]] = []
    notice = case.date("notice_date")
    if isinstance(notice, Reading):
        days.append((notice.value, ("notice_date",)))
    days += [
        (earlier.day, ())
        for earlier in history_of(case).of(*_STARTS, sure=True)
        if earlier.kind_is_sure and is_sure(earlier.sent)
    ]
    return min(days, default=(None, ()))
