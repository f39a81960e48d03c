"""Costs that fall away for what the user tells: an objection in time, a debtor under eighteen.

The same tests for both inkassolover (1988 § 17, 2026 § 18). A letter never shows either, so without an answer the
finding is unsure and leans to a pass. Whether a ground was reasonable is for people to weigh.
"""

from __future__ import annotations

import datetime as dt

from checks.case import COST_LINES, Case
from checks.history import history_of
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure, surest
from parsers.model import LetterKind, Reading, StatementId

_STARTS = frozenset({LetterKind.PURRING, LetterKind.INKASSOVARSEL, LetterKind.BETALINGSOPPFORDRING})


def judge_costs_of_minor(case: Case) -> Finding:
    """Decide by what the user tells of the debtor's age."""
    costs = case.charged(*COST_LINES)
    if costs <= 0:
        return Finding(Status.PASS, variant="no-costs")
    params = {"costs": costs}
    told = case.known.answer("debtor_minor")
    if told == "no":
        return Finding(Status.PASS, params=params, rests_on=surest(case, *COST_LINES))
    if told == "yes":
        return Finding(
            Status.FAIL,
            params=params,
            rests_on=tuple(row for row in COST_LINES if case.charged(row)),
            amounts=Amounts(charged=costs, limit=costs - costs, excess=costs),
        )
    return Finding(
        Status.UNSURE, variant="age", params=params, question="debtor_minor", leaning=Status.PASS, stake=costs
    )


def judge_costs_after_objection(case: Case) -> Finding:
    """Compare the day of the objection with the day collection began. Raises ``NeedsValue`` without the day sent."""
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
