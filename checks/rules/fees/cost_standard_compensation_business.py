"""Standard compensation against a business is correct.

What it checks: that the fixed compensation between businesses is no higher than its amount, and is set off against
the other costs of collection.

Legal basis: forsinkelsesrenteloven § 3 a (40 euro, set in kroner each half-year); inkassoforskriften §§ 1-5 and 2-6:
the debtor owes the larger of the compensation and the out-of-court costs, not the sum. What exceeds that falls away.

How it is decided: the compensation is compared with the highest amount of any half-year from the due date to the
letter, one for each claim listed. Above it by more than one krone fails. Together with other out-of-court costs it
fails above the larger of itself and the highest cap of those costs; it passes where the sum is no larger than the
larger of the two; between them the letter does not show whether the costs are already reduced, and it is unsure.

Known limits: whether one compensation is owed for each invoice is practice and not law, so several are unsure.
Amounts before 2014 were not set in kroner in any source read. Businesses may have agreed otherwise in writing.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import COST_LINES, Case
from checks.computation import Computation, Step
from checks.costs import TOLERANCE, cost_cap, due_dates_read, sure_due_date
from checks.fees import highest_standard_compensation, standard_compensation
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.registry import basis, rule
from parsers.model import LineType

_FIRST_IN_KRONER = dt.date(2014, 1, 1)
_YEARS_BACK = 10


@rule(
    "cost-standard-compensation-business",
    group="fees",
    legal_basis=(
        basis("lov/1976-12-17-100", "§ 3 a"),
        basis("forskrift/1989-07-14-562", "§ 1-5"),
        basis("forskrift/1989-07-14-562", "§ 2-6"),
    ),
    severity="breach",
    consequence="amount",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("business",),
    valid_from=dt.date(2013, 3, 16),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("debtor",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Judge the amount first, then the set-off; see the module."""
    charged = case.charged(LineType.COMPENSATION)
    if charged <= 0:
        return Finding(Status.NOT_APPLICABLE, variant="none")
    low, high = _amounts(case, law)
    due = sure_due_date(case)
    rests_on = ("compensation", "letter_date") if due is None else ("compensation", "letter_date", "original_due_date")
    params: dict[str, Param] = {"charged": charged, "limit": high.in_ore, "low": low.in_ore}
    claims = max(len(case.letter.claims), len(case.lines(LineType.PRINCIPAL)), _rows(case))
    if charged > claims * high.in_ore + TOLERANCE:
        return _too_high(charged, claims * high.in_ore, high, params, rests_on)
    if charged > high.in_ore + TOLERANCE:
        return Finding(
            Status.UNSURE,
            variant="each-invoice",
            params={**params, "claims": claims},
            rests_on=rests_on,
            computation=high,
            stake=charged - high.in_ore,
        )
    if charged > low.in_ore + TOLERANCE:
        return Finding(
            Status.UNSURE,
            variant="due",
            params=params,
            rests_on=rests_on,
            question="original_due_date",
            computation=high,
            stake=charged - low.in_ore,
        )
    return _set_off(case, law, charged, params, rests_on, high)


def _rows(case: Case) -> int:
    return sum(line.count for line in case.lines(LineType.COMPENSATION))


def _amounts(case: Case, law: Law) -> tuple[Computation, Computation]:
    """The lowest and highest compensation that the half-years from the due date to the letter allow.

    With a sure due date any half-year of the delay will do, so both are the highest; with none the lowest is that of
    the letter's day. Raises ``NeedsValue`` without a letter date, ``UnknownFigure`` where an amount is not known.
    """
    day = case.date("letter_date").need()
    due = sure_due_date(case)
    if due is not None:
        high = highest_standard_compensation(law, first_day=due, last_day=day)
        return high, high
    first = min([max(_FIRST_IN_KRONER, day - dt.timedelta(days=365 * _YEARS_BACK)), *due_dates_read(case)])
    return standard_compensation(law, on=day), highest_standard_compensation(
        law, first_day=min(first, day), last_day=day
    )


def _too_high(
    charged: Decimal, limit: Decimal, computation: Computation, params: dict[str, Param], rests_on: tuple[str, ...]
) -> Finding:
    excess = charged - limit
    steps = (*computation.steps, Step("Brevet krever", charged, "lest i brevet", "krav − grense", excess))
    return Finding(
        Status.FAIL,
        params={**params, "limit": limit, "excess": excess},
        rests_on=rests_on,
        amounts=Amounts(charged=charged, limit=limit, excess=excess),
        contests={"compensation": excess},
        computation=Computation(steps, excess),
    )


def _set_off(
    case: Case, law: Law, charged: Decimal, params: dict[str, Param], rests_on: tuple[str, ...], high: Computation
) -> Finding:
    """Whether the compensation stands beside other costs, and how much the two may come to."""
    costs = case.charged(*COST_LINES)
    total, larger = charged + costs, max(charged, costs)
    params |= {"costs": costs, "sum": total, "larger": larger}
    rests_on = (*rests_on, *(row for row in COST_LINES if case.charged(row)))
    if total <= larger + TOLERANCE:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=high)
    most = max(charged, cost_cap(case, law).high)
    excess = min(total - most, charged)  # what lies above the cap by itself is told by the check of that cap
    if excess > TOLERANCE:
        steps = (
            Step("Alle kostnader i brevet", total, "lest i brevet"),
            Step("Det største av kompensasjon og tak for kostnadene", most, "inkassoforskriften § 2-6", "", most),
            Step("Brevet krever", total, "lest i brevet", "krav − grense", excess),
        )
        return Finding(
            Status.FAIL,
            variant="sum",
            params={**params, "limit": most, "excess": excess},
            rests_on=(*rests_on, "principal"),
            amounts=Amounts(charged=total, limit=total - excess, excess=excess),
            contests={"compensation": excess},
            computation=Computation(steps, excess),
        )
    over = total - larger
    return Finding(
        Status.UNSURE,
        variant="set-off",
        params={**params, "excess": over},
        rests_on=rests_on,
        amounts=Amounts(charged=total, limit=larger, excess=over),
        leaning=Status.FAIL,
        stake=over,
    )
