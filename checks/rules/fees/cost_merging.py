"""Several claims are merged in one case.

What it checks: that claims the same creditor handed to the same collector on one day carry one collector's fee, on
their sum.

Legal basis: inkassoloven (1988) § 17 first paragraph (necessary costs only) and § 8 (good practice). The rule is
unwritten; Finanstilsynet and the complaints board hold collectors to it. What exceeds the cap on the sum falls away.

How it is decided: payment demands of one day, from one collector for one creditor, stand for claims handed over
together: this letter and others among those the user gave that are surely about other claims. Their fees together
above the highest cap on the summed principal, by more than one krone, probably fail, and this letter's share is at
most its own fee. Within the lowest cap they pass. Demands a few weeks apart, a renewed one or a claim the user has
objected to leave it unsure. Several fees in one letter are unsure: it does not tell when the claims were handed over.

Known limits: claims with other debtors besides, or at different stages, may be kept apart, which a letter seldom shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from checks.case import Case
from checks.computation import Computation, Step
from checks.costs import TOLERANCE, ZERO, CostCap, cap_on_sum, is_renewed, stage_of
from checks.history import Earlier, History, history_of
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure
from checks.registry import basis, rule
from checks.same_claim import principal_of, same_parties
from parsers.model import Letter, LetterKind, LineType, Reading

_NEAR = dt.timedelta(days=31)
"""Demands this close may have been handed over on one day."""

_FEES = (LineType.COLLECTION_FEE, LineType.VAT)


@rule(
    "cost-merging",
    group="fees",
    legal_basis=(basis("lov/1988-05-13-26", "§ 17", "first"), basis("lov/1988-05-13-26", "§ 8")),
    severity="likely_breach",
    consequence="amount",
    kinds=("betalingsoppfordring", "oppfolging", "saksoversikt"),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("previous_letters",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Compare the fees of all claims of the day with the cap on their sum; see the module."""
    rows = case.lines(LineType.COLLECTION_FEE)
    if not rows:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    history = history_of(case)
    day = _day_of_demand(case, history)
    siblings = [one for one in history.others if _is_sibling(case, one)]
    same_day = [one for one in siblings if day is not None and one.day == day]
    if same_day:
        return _across(case, law, same_day)
    if siblings and (day is None or any(abs(one.day - day) <= _NEAR for one in siblings)):
        return Finding(Status.UNSURE, variant="other-day", params={"count": len(siblings) + 1})
    claims = max(len(case.letter.claims), len(case.lines(LineType.PRINCIPAL)))
    if claims < 2:
        return Finding(Status.NOT_APPLICABLE, variant="one-claim")
    return _within(case, law, claims, several=len(rows) > 1)


def _day_of_demand(case: Case, history: History) -> dt.date | None:
    """The day of the payment demand of this case: this letter's own, or that of the first one before it."""
    if case.kind is LetterKind.BETALINGSOPPFORDRING:
        return case.date("letter_date").need()
    demands = history.demands(sure=True)
    return demands[0].day if demands else None


def _is_sibling(case: Case, other: Earlier) -> bool:
    """Whether it is a payment demand of the same collector for the same creditor and debtor, with a fee of its own."""
    return (
        other.kind is LetterKind.BETALINGSOPPFORDRING
        and other.is_collectors
        and same_parties(case.letter, other.letter)
        and other.letter.debtor.value is case.letter.debtor.value
        and other.charged(LineType.COLLECTION_FEE) > 0
    )


def _across(case: Case, law: Law, others: list[Earlier]) -> Finding:
    own = case.charged(*_FEES)
    charged = own + sum((one.charged(*_FEES) for one in others), ZERO)
    principals = [(principal_of(one.letter), _due(one.letter)) for one in others]
    params: dict[str, Param] = {"charged": charged, "count": len(others) + 1}
    rests_on = ("collection_fee", "vat", "principal", "letter_date")
    if any(amount is None for (amount, _), _ in principals):
        return Finding(Status.UNSURE, variant="unclear-letter", params=params, rests_on=rests_on)
    cap = cap_on_sum(case, law, others=[(amount, due) for (amount, _), due in principals if amount is not None])
    params |= {"limit": cap.high, "low": cap.low}
    if charged <= cap.low + TOLERANCE:
        return Finding(Status.PASS, variant="day", params=params, rests_on=rests_on, computation=cap.computation)
    excess = charged - cap.high
    if excess <= TOLERANCE:
        return Finding(
            Status.UNSURE,
            variant="open",
            params=params,
            rests_on=rests_on,
            question=cap.deciding_fact(charged),
            stake=min(own, charged - cap.low),
        )
    params["excess"] = min(excess, own)
    if case.known.answer("objection_date") is not None or _at_other_stages(case, others):
        return Finding(Status.UNSURE, variant="kept-apart", params=params, rests_on=rests_on, stake=min(excess, own))
    if not all(_is_read_surely(one) for one in others) or not all(sure for (_, sure), _ in principals):
        return Finding(Status.UNSURE, variant="unclear-letter", params=params, rests_on=rests_on)
    return _failed(case, cap, charged, excess, params, rests_on)


def _failed(
    case: Case, cap: CostCap, charged: Decimal, excess: Decimal, params: Mapping[str, Param], rests_on: tuple[str, ...]
) -> Finding:
    taken = min(excess, case.charged(*_FEES))
    fee = min(taken, case.charged(LineType.COLLECTION_FEE))
    contests = {"collection_fee": fee, "vat": taken - fee}
    step = Step("Sum for alle kravene", charged, "lest i brevet", "krav − grense", excess)
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=rests_on,
        amounts=Amounts(charged=charged, limit=cap.high, excess=excess),
        contests={row: kroner for row, kroner in contests.items() if kroner},
        computation=Computation((*cap.computation.steps, step), excess),
    )


def _due(letter: Letter) -> dt.date | None:
    due = letter.field("original_due_date")
    return cast("dt.date", due.value) if isinstance(due, Reading) and is_sure(due) else None


def _at_other_stages(case: Case, others: list[Earlier]) -> bool:
    first = stage_of(case) == "light" or case.kind is not LetterKind.BETALINGSOPPFORDRING
    return not first or any(is_renewed(one.letter) for one in others)


def _is_read_surely(one: Earlier) -> bool:
    return one.kind_is_sure and one.is_dated_surely and one.charges_surely(*_FEES)


def _within(case: Case, law: Law, claims: int, *, several: bool) -> Finding:
    """Several claims in one letter: one fee is what the rule asks for, several are only looked at together."""
    charged = case.charged(*_FEES)
    params: dict[str, Param] = {"charged": charged, "count": claims}
    if not several:
        return Finding(Status.PASS, params=params, rests_on=("collection_fee",))
    cap = cap_on_sum(case, law)
    params |= {"limit": cap.high, "low": cap.low}
    if charged <= cap.low + TOLERANCE:
        return Finding(Status.PASS, params=params, rests_on=("collection_fee", "vat", "principal", "letter_date"))
    is_over = charged > cap.high + TOLERANCE
    excess = charged - cap.high
    return Finding(
        Status.UNSURE,
        variant="several-fees",
        params=params,
        rests_on=("collection_fee", "principal"),
        leaning=Status.FAIL if is_over else None,
        amounts=Amounts(charged=charged, limit=cap.high, excess=excess) if is_over else None,
        stake=excess if is_over else ZERO,
    )
