"""All out-of-court costs together are within the cap.

What it checks: that notice fees, the creditor's own demand fee, the collector's fee, its VAT and an instalment
supplement share one cap.

Legal basis: inkassoforskriften § 2-1 first paragraph: the caps of §§ 2-2 and 2-3 bound the sum of the collector's
fee and every other out-of-court cost. The part above falls away.

How it is decided: only where a collector's fee stands together with a notice fee or an own demand fee. The sum
above the highest cap that any open fact allows (with the instalment supplement and VAT on it, where one is charged)
by more than one krone fails; within the lowest cap passes; between is unsure. Only the part that no other fee check
reports is shown as the excess.

Known limits: legal costs stand outside the cap. Notice fees alone are never judged here (their rounding can reach
189 against 187,50).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step
from checks.costs import TOLERANCE, ZERO, cost_cap, notice_fee_span, principal_is_rest
from checks.fees import instalment_supplement
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule
from parsers.model import LineType, StatementId

_ROWS = ("reminder_fee", "own_demand_fee", "collection_fee", "vat", "instalment_fee")


@rule(
    "costs-total-over-cap",
    group="fees",
    legal_basis=(basis("forskrift/1989-07-14-562", "§ 2-1", "first"),),
    severity="breach",
    consequence="amount",
    kinds=(
        "purring",
        "inkassovarsel",
        "betalingsoppfordring",
        "oppfolging",
        "rettslig-varsel",
        "avdragsavtale",
        "saksoversikt",
    ),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2002, 3, 1),
    valid_to=None,
    date_key="claim_due_date",
    regime="inkl-1988",
    ask=("creditor_vat_registered", "debtor"),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Compare the sum of all out-of-court costs with the one cap they share; see the module."""
    notice = case.charged(LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE)
    fee = case.charged(LineType.COLLECTION_FEE, LineType.VAT)
    if not fee:
        return Finding(Status.PASS, variant="notice-fees") if notice else Finding(Status.NOT_APPLICABLE, variant="none")
    charged = sum((case.charged(row) for row in _ROWS), ZERO)
    cap = cost_cap(case, law)
    low, high = cap.low, cap.high
    if case.charged(LineType.INSTALMENT_FEE):
        on = case.date("letter_date").need()
        low += instalment_supplement(law, on=on).in_ore
        high += instalment_supplement(law, on=on, vat_supplement=True).in_ore
    rests_on = (*(row for row in _ROWS if case.lines(row)), "principal", "letter_date")
    params = {"charged": charged, "limit": high, "low": low, "notice": notice, "fee": fee}
    if charged <= low + TOLERANCE:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=cap.computation)
    if not notice:
        return Finding(Status.NOT_APPLICABLE, variant="fee-alone")
    over = charged - high
    if over <= TOLERANCE:
        return Finding(
            Status.UNSURE,
            variant="open",
            params=params,
            rests_on=rests_on,
            question=cap.deciding_fact(charged - (high - cap.high)),
            computation=cap.computation,
            stake=min(charged - low, notice),
        )
    fresh = over - _reported_elsewhere(case, law, fee, cap.high)
    if fresh <= TOLERANCE:
        return Finding(Status.NOT_APPLICABLE, variant="told-elsewhere")
    params["excess"] = fresh
    if case.says(StatementId.REASONED_HIGHER_COSTS) or principal_is_rest(case):
        return Finding(Status.UNSURE, variant="rest", params=params, rests_on=rests_on, stake=fresh)
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=(*rests_on, "original_due_date") if "original_due_date" not in cap.by_fact else rests_on,
        amounts=Amounts(charged=charged, limit=charged - fresh, excess=fresh),
        contests=_contests(case, over),
        computation=Computation(
            (
                *cap.computation.steps,
                Step("Alle kostnader i brevet", charged, "lest i brevet", "kostnader − tak", over),
            ),
            over,
        ),
    )


def _reported_elsewhere(case: Case, law: Law, fee: Decimal, cap: Decimal) -> Decimal:
    """Kroner above the cap on the collector's fee alone, and above the limit on the notice fees alone."""
    fee_over = max(ZERO, fee - cap)
    single = notice_fee_span(case, law)[1]
    notice_over = max(ZERO, case.charged(LineType.REMINDER_FEE) - 2 * single)
    return (fee_over if fee_over > TOLERANCE else ZERO) + (notice_over if notice_over > TOLERANCE else ZERO)


def _contests(case: Case, over: Decimal) -> dict[str, Decimal]:
    """Kroner by row, the smaller fees first: they are what came on top."""
    taken: dict[str, Decimal] = {}
    fee = ("vat", "collection_fee") if case.vat_supplement is False else ("collection_fee", "vat")
    for row in ("reminder_fee", "own_demand_fee", *fee, "instalment_fee"):
        part = min(over, case.charged(row))
        if part:
            taken[row] = part
            over -= part
    return taken
