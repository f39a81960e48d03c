"""The collector's fee is within the maximum.

What it checks: that the collector's fee, with its VAT, is no higher than the cap for the claim's size, stage,
debtor and VAT status.

Legal basis: inkassoforskriften §§ 2-1 to 2-3; § 2-5 third paragraph on higher real costs with written reasons. What
exceeds the cap falls away.

How it is decided: the cap is computed over everything the letter leaves open (VAT, consumer or business, due date,
and for later letters the light or the heavy stage). Above the highest cap by more than one krone fails; at or below
the lowest passes; between them is unsure, and the fact that would decide is asked. A payment demand is judged at
the light stage. With several claims the higher of the cap on the sum and the sum of the caps counts.

Known limits: a principal that is only the rest of a larger claim, an instalment supplement hidden in the same row
and written reasons for higher real costs leave the check unsure. Claims due before 2002-03-01 are not judged.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step, to_ore
from checks.costs import TOLERANCE, CostCap, cost_cap, fee_rows, principal_is_rest
from checks.fees import instalment_supplement
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule
from parsers.model import LineType, Missing, StatementId


@rule(
    "salaer-over-limit",
    group="fees",
    legal_basis=(
        basis("forskrift/1989-07-14-562", "§ 2-1"),
        basis("forskrift/1989-07-14-562", "§ 2-2"),
        basis("forskrift/1989-07-14-562", "§ 2-3"),
        basis("forskrift/1989-07-14-562", "§ 2-5", "third"),
    ),
    severity="breach",
    consequence="amount",
    kinds=("betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale", "saksoversikt"),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2002, 3, 1),
    valid_to=None,
    date_key="claim_due_date",
    regime="inkl-1988",
    ask=("creditor_vat_registered", "debtor"),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass within the lowest cap, fail above the highest, unsure between; see the module."""
    fee, vat = case.charged(LineType.COLLECTION_FEE), case.charged(LineType.VAT)
    if not case.lines("collection_fee"):
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    charged = fee + vat
    cap = cost_cap(case, law)
    rests_on = ("collection_fee", "vat", "principal", "letter_date")
    params = {"charged": charged, "limit": cap.high, "low": cap.low, "principal": case.amount("principal").need()}
    if charged <= cap.low + TOLERANCE:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=cap.computation)
    if charged <= cap.high + TOLERANCE:
        return Finding(
            Status.UNSURE,
            variant="open",
            params={**params, "stake": charged - cap.low},
            rests_on=rests_on,
            question=cap.deciding_fact(charged),
            computation=cap.computation,
            stake=charged - cap.low,
        )
    excess = charged - cap.high
    params["excess"] = excess
    if case.says(StatementId.REASONED_HIGHER_COSTS):
        return Finding(Status.UNSURE, variant="reasoned", params=params, rests_on=rests_on, stake=excess)
    if principal_is_rest(case):
        return Finding(
            Status.UNSURE, variant="rest", params=params, rests_on=rests_on, question="principal", stake=excess
        )
    if _may_hold_instalment_fee(case) and charged <= cap.high + _supplement(case, law) + TOLERANCE:
        return Finding(Status.UNSURE, variant="instalments", params=params, rests_on=rests_on, stake=excess)
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=(*rests_on, "original_due_date") if "original_due_date" not in cap.by_fact else rests_on,
        amounts=Amounts(charged=charged, limit=cap.high, excess=excess),
        contests=fee_rows(case, excess),
        question="creditor_vat_registered" if case.vat_supplement is None else None,
        stake=_more_without_vat(cap),
        computation=Computation(
            (
                *cap.computation.steps,
                Step("Brevet krever", charged, "lest i brevet", "krav − grense", excess),
            ),
            excess,
        ),
        assumptions=_assumptions(case),
    )


def _more_without_vat(cap: CostCap) -> Decimal:
    """Kroner by which the excess grows if the claim carried VAT, so that the cap has no VAT supplement."""
    span = cap.by_fact.get("creditor_vat_registered", {}).get("yes")
    return Decimal("0.00") if span is None else cap.high - to_ore(span.high.result)


def _may_hold_instalment_fee(case: Case) -> bool:
    planned = not isinstance(case.count("instalment_count"), Missing) or case.kind.value == "avdragsavtale"
    return planned and not case.lines("instalment_fee")


def _supplement(case: Case, law: Law) -> Decimal:
    return instalment_supplement(law, on=case.date("letter_date").need(), vat_supplement=True).in_ore


def _assumptions(case: Case) -> tuple[str, ...]:
    """The answers most favourable to the collector that were used for what is open."""
    assumed = []
    if case.vat_supplement is None:
        assumed.append("creditor_vat_registered=no")
    if case.debtor is None:
        assumed.append("debtor=business")
    return tuple(assumed)
