"""The instalment surcharge is lawful.

What it checks: that a fee for an instalment plan is charged only for a plan of more than four instalments, before any
court or enforcement officer had the case, and within its limit.

Legal basis: inkassoforskriften § 2-4 first paragraph: the cap on collection costs rises by 1.5 inkassosats when a
plan of more than four instalments is agreed; not when the creditor brings the case to forliksråd, court or namsmann,
nor for a plan made after one of them dealt with it. What has no ground, or exceeds the limit, falls away.

How it is decided: where the user tells that a court or namsmann had the case, or the plan has four instalments or
fewer, the whole fee fails. Above the limit with VAT on top by more than one krone the excess fails. Between the limit
and the limit with VAT it is unsure, because it is unsettled whether VAT may be added. The inkassosats of the letter's
day, of its deadline and of the plan's months counts, whichever is highest. Four or five instalments beside a down
payment, or instalments that leave a rest, leave the count unsure, and so does a legal step that only the letter tells
of.

Known limits: a fee folded into the collector's fee is looked at by the check of that fee. Written reasons for higher
costs (§ 2-5) leave the check unsure. The factor for businesses does not reach the supplement (our reading of § 2-1).
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step
from checks.costs import TOLERANCE, ZERO, last_payment_day
from checks.deadlines import months_after
from checks.errors import UnknownFigure
from checks.fees import instalment_supplement
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import mentions
from checks.registry import basis, rule
from parsers.model import LineType, Missing, Reading, StatementId

_DOWN_PAYMENT = re.compile(
    r"forskudd|forskot|engangsbeløp|eingongsbeløp|startbeløp|oppstartsbeløp|kontantbeløp|kontantandel|down payment|"
    r"(?:første|fyrste) innbetaling|innbetaling ved (?:inngåelse|inngåing|oppstart)",
    re.IGNORECASE,
)


@rule(
    "instalment-fee",
    group="fees",
    legal_basis=(basis("forskrift/1989-07-14-562", "§ 2-4", "first"),),
    severity="breach",
    consequence="amount",
    kinds=("avdragsavtale", "oppfolging", "saksoversikt"),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2006, 1, 27),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("case_in_court",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Judge the ground of the fee first, then its size; see the module."""
    fee = case.charged(LineType.INSTALMENT_FEE)
    if fee <= 0:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    if case.known.answer("case_in_court") == "yes":
        return _failed(fee, fee, "court", ("instalment_fee",))
    more_than = law.instalment_supplement(case.date("letter_date").need()).value.more_than_instalments
    count = case.count("instalment_count")
    too_few = isinstance(count, Reading) and count.value <= more_than
    if too_few and not _count_is_open(case, count.need(), more_than):
        params: dict[str, Param] = {"count": count.need(), "limit_count": more_than}
        return _failed(fee, fee, "few", ("instalment_fee", "instalment_count"), params)
    bare, highest = _limits(case, law)
    rests_on: tuple[str, ...] = ("instalment_fee", "letter_date")
    params = {"charged": fee, "limit": bare.in_ore, "high": highest.in_ore}
    if fee > highest.in_ore + TOLERANCE:
        return _over(case, fee, highest, params, rests_on)
    if isinstance(count, Missing):
        count.need()
    rests_on = (*rests_on, "instalment_count")
    unsure = Finding(Status.UNSURE, params=params, rests_on=rests_on, computation=highest, stake=fee)
    if _count_is_open(case, count.need(), more_than):
        return _because(unsure, "count")
    if case.known.answer("case_in_court") is None and _tells_of_court(case):
        return _because(unsure, "court", question="case_in_court")
    if fee > bare.in_ore + TOLERANCE:
        return _because(unsure, "vat", stake=fee - bare.in_ore)
    return Finding(
        Status.PASS,
        params={**params, "count": count.need()},
        rests_on=rests_on,
        computation=bare,
        assumptions=() if case.known.answer("case_in_court") else ("case_in_court=no",),
    )


def _because(unsure: Finding, variant: str, *, question: str | None = None, stake: Decimal | None = None) -> Finding:
    return Finding(
        Status.UNSURE,
        variant=variant,
        params=unsure.params,
        rests_on=unsure.rests_on,
        computation=unsure.computation,
        question=question,
        stake=unsure.stake if stake is None else stake,
    )


def _failed(
    fee: Decimal, excess: Decimal, variant: str, rests_on: tuple[str, ...], params: dict[str, Param] | None = None
) -> Finding:
    return Finding(
        Status.FAIL,
        variant=variant,
        params={"charged": fee, "excess": excess, **(params or {})},
        rests_on=rests_on,
        amounts=Amounts(charged=fee, limit=fee - excess, excess=excess),
        contests={"instalment_fee": excess},
    )


def _over(
    case: Case, fee: Decimal, highest: Computation, params: dict[str, Param], rests_on: tuple[str, ...]
) -> Finding:
    excess = fee - highest.in_ore
    if case.says(StatementId.REASONED_HIGHER_COSTS):
        return Finding(Status.UNSURE, variant="reasoned", params=params, rests_on=rests_on, stake=excess)
    steps = (*highest.steps, Step("Brevet krever", fee, "lest i brevet", "krav − grense", excess))
    return Finding(
        Status.FAIL,
        params={**params, "excess": excess},
        rests_on=rests_on,
        amounts=Amounts(charged=fee, limit=highest.in_ore, excess=excess),
        contests={"instalment_fee": excess},
        computation=Computation(steps, excess),
    )


def _limits(case: Case, law: Law) -> tuple[Computation, Computation]:
    """The highest supplement without and with VAT on it, over the days the inkassosats may be that of."""
    day = case.date("letter_date").need()
    law.highest_inkassosats(day, last_payment_day(case))
    days = {day, last_payment_day(case)}
    count = case.count("instalment_count")
    if isinstance(count, Reading):
        days.add(months_after(day, min(count.value, 120)))
    known = [one for one in sorted(days) if _is_known(law, one)]
    bare = max((instalment_supplement(law, on=one) for one in known), key=lambda found: found.result)
    high = max((instalment_supplement(law, on=one, vat_supplement=True) for one in known), key=lambda one: one.result)
    return bare, high


def _is_known(law: Law, day: dt.date) -> bool:
    """Whether the figures of the day are known; the months a plan still has to run may not be."""
    try:
        instalment_supplement(law, on=day, vat_supplement=True)
    except UnknownFigure:
        return False
    return True


def _count_is_open(case: Case, count: int, more_than: int) -> bool:
    """Whether one instalment more or less than was read decides, and the letter leaves that open."""
    if count in (more_than, more_than + 1) and mentions(case, _DOWN_PAYMENT):
        return True
    each, total = case.letter.field("instalment_amount"), case.amount("total")
    if count > more_than or not isinstance(each, Reading) or not isinstance(total, Reading):
        return False
    return isinstance(each.value, Decimal) and each.value * count + TOLERANCE < total.value


def _tells_of_court(case: Case) -> bool:
    return case.says_clearly(StatementId.LEGAL_STEP_TAKEN) or case.charged(LineType.LEGAL_COSTS) > ZERO
