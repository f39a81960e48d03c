"""The instalments add up to the agreed amount.

What it checks: that the instalments of a plan do not come to more than the amount agreed and the interest that runs
while it lasts.

Legal basis: inkassoloven (1988) § 13 (the collector's plan binds the creditor) and § 8 (good practice).

How it is decided: count times amount is compared with the total, plus interest at the stated or the statutory rate
(the higher) on the whole balance over the whole plan, counted generously, plus an instalment fee shown beside it. Above
that by a whole instalment or more it fails. Above it by less it fails only on a letter read whole that tells nothing of
a last, smaller instalment; otherwise the last one may make up for it, and it is unsure.

Known limits: instalments are taken to be monthly unless the letter tells of quarters; a plan without an end is unsure.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step, to_ore
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import mentions
from checks.registry import basis, rule
from parsers.model import LineType, Reading

_LAST_ONE = re.compile(r"\b(?:siste|slutt\w*|avslutt\w*|rest\w*|final|last|ca|cirka)\b", re.IGNORECASE)
_QUARTERS = re.compile(r"kvartal|(?:hver|kvar)\s+tredje\s+m[åa]n|hver(?:t)?\s+halv|annenhver", re.IGNORECASE)
_MONTH, _QUARTER = 31, 92


@rule(
    "instalments-sum",
    group="arithmetic",
    legal_basis=(basis("lov/1988-05-13-26", "§ 13"), basis("lov/1988-05-13-26", "§ 8")),
    severity="likely_breach",
    consequence="amount",
    kinds=("avdragsavtale",),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass when the plan stays within amount and interest, fail above; see the module."""
    count = case.count("instalment_count").need()
    each = case.letter.field("instalment_amount").need()
    total = case.amount("total").need()
    if not isinstance(each, Decimal) or count < 1:
        return Finding(Status.UNSURE, variant="odd-plan", question="instalment_count")
    computation = _limit(case, law, total=total, count=count)
    planned, limit = each * count, to_ore(computation.result)
    rests_on = ("instalment_count", "instalment_amount", "total")
    excess = planned - limit
    params: dict[str, Param] = {
        "count": count,
        "each": each,
        "planned": planned,
        "limit": limit,
        "excess": max(excess, Decimal("0.00")),
    }
    if excess <= law.tolerance:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=computation)
    whole_one_more = excess >= each
    if not whole_one_more and mentions(case, _LAST_ONE):
        return Finding(Status.UNSURE, variant="last", params=params, rests_on=rests_on, computation=computation)
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=rests_on,
        absence=not whole_one_more,
        amounts=Amounts(charged=planned, limit=limit, excess=excess),
        contests={"unexplained": excess},
        computation=computation,
    )


def _limit(case: Case, law: Law, *, total: Decimal, count: int) -> Computation:
    """The most the plan may come to: amount, fee shown beside it, interest on the whole balance all the way."""
    stated = case.rate("interest_rate")
    statutory = law.late_interest(case.date("letter_date").need())
    percent = max(statutory.value, stated.value if isinstance(stated, Reading) else Decimal(0))
    days = (count + 1) * (_QUARTER if mentions(case, _QUARTERS) else _MONTH)
    interest = total * percent * days / 36500
    beside = [line for line in case.letter.lines if line.type is LineType.INSTALMENT_FEE and not line.included]
    fee = sum((line.amount for line in beside), Decimal("0.00"))
    most = total + fee + interest
    origin = "lest i brevet" if percent != statutory.value else statutory.origin
    steps = (
        Step("beløpet avtalen gjelder", total, "lest i brevet", result=total),
        Step("avdragssalær ved siden av", fee, "lest i brevet", "legges til", total + fee),
        Step("rentesats", percent, origin, unit="percent"),
        Step("dager, romslig regnet", Decimal(days), "antall avdrag", unit="days"),
        Step("renter på hele beløpet", to_ore(interest), "regnet ut", "beløp × sats × dager / 365", most),
    )
    return Computation(steps, most)
