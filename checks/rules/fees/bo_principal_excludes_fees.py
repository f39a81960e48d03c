"""Fees are not folded into the principal.

What it checks: that the principal is the claim as billed, without notice fees or later interest put into it.

Legal basis: inkassoloven (1988) § 10 second paragraph letter c (principal and additions stated separately);
inkassoforskriften § 2-2 second paragraph (the fee follows the claim without costs and later interest). The part that
is no principal falls away as principal.

How it is decided: the principal is held against that of the oldest earlier letter surely about the same claim. No more
passes. More by exactly the fees or the interest that letters before this one charged probably fails. More by what one
or two notice fees may be, in the earlier letters or against the invoices this letter lists, is unsure: an invoice fee
agreed before the due date may be the same sum, so that is asked. Nothing to compare with is unsure without a question.

Known limits: with credit and loans interest may lawfully be added to the principal, so they are unsure. Cases of
several claims are compared only with the letter's own list.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import product

from checks.case import Case
from checks.costs import TOLERANCE, ZERO, notice_fee_span
from checks.errors import UnknownFigure
from checks.history import Earlier, History, history_of
from checks.interest_claim import contract_doubt
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.registry import basis, rule
from checks.same_claim import Link, principal_of
from parsers.model import LineType, Reading

_EXACT = Decimal("0.01")


@rule(
    "bo-principal-excludes-fees",
    group="fees",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 10", "second", "c"),
        basis("forskrift/1989-07-14-562", "§ 2-2", "second"),
    ),
    severity="likely_breach",
    consequence="amount",
    kinds=("inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("previous_letters",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Hold the principal against what was billed; see the module."""
    principal = case.amount("principal").need() + case.charged(LineType.PAID)
    listed = _listed(case)
    if listed is not None and abs(principal - listed) > _EXACT:
        return _against_list(case, law, principal, listed)
    history = history_of(case)
    billed = _billed(case, history)
    if billed is None:
        if listed is not None:
            return Finding(Status.PASS, variant="listed", params={"principal": principal}, rests_on=("principal",))
        return Finding(Status.UNSURE, variant="nothing-to-compare", params={"principal": principal})
    earlier, before = billed
    params: dict[str, Param] = {"principal": principal, "before": before, "day": earlier.day}
    if principal <= before + _EXACT:
        if earlier.link is not Link.SAME:
            return Finding(Status.UNSURE, variant="nothing-to-compare", params=params)
        return Finding(Status.PASS, params=params, rests_on=("principal",))
    return _grown(case, law, history, billed, params)


def _listed(case: Case) -> Decimal | None:
    """The sum of the invoices the letter lists, in kroner, when each has its amount; ``None`` otherwise."""
    amounts = [item.amount for item in case.letter.claims]
    found = [one.value for one in amounts if isinstance(one, Reading)]
    return sum(found, ZERO) if found and len(found) == len(amounts) else None


def _billed(case: Case, history: History) -> tuple[Earlier, Decimal] | None:
    """The oldest earlier letter of one claim with a principal, and that principal with what had been paid."""
    if max(len(case.letter.claims), len(case.lines(LineType.PRINCIPAL))) > 1:
        return None
    for letter in history.before:
        amount, _ = principal_of(letter.letter)
        if amount is not None and max(len(letter.letter.claims), len(letter.letter.lines_of(LineType.PRINCIPAL))) < 2:
            return letter, amount + letter.charged(LineType.PAID)
    return None


def _grown(
    case: Case, law: Law, history: History, billed: tuple[Earlier, Decimal], params: dict[str, Param]
) -> Finding:
    """The principal has grown since the earlier letter: by its fees or interest, by what fees may be, or otherwise."""
    earlier, before = billed
    principal = case.amount("principal").need() + case.charged(LineType.PAID)
    grown = principal - before
    params["grown"] = grown
    if contract_doubt(case, rate_is_statutory=True) is not None:
        return Finding(Status.UNSURE, variant="credit", params=params, rests_on=("principal",), question="claim_type")
    if any(abs(grown - addition) <= _EXACT for addition in _additions(history)):
        sure = earlier.link is Link.SAME and earlier.is_dated_surely and principal_of(earlier.letter)[1]
        if not sure or history.is_doubtful:
            return Finding(Status.UNSURE, variant="perhaps-other-claim", params=params, rests_on=("principal",))
        return _failed("", params, principal, grown)
    if _may_be_fees(case, law, grown):
        return _may_be_agreed(case, "", params, principal, grown)
    return Finding(Status.UNSURE, variant="other-difference", params=params, rests_on=("principal",))


def _additions(history: History) -> set[Decimal]:
    """Kroner that earlier letters charged besides the principal: their fees, their interest, and both together."""
    found: set[Decimal] = set()
    for letter in history.before:
        fees = {ZERO, letter.charged(LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE)}
        fees.add(letter.charged(LineType.REMINDER_FEE))
        interest = {ZERO, letter.charged(LineType.INTEREST)}
        found |= {fee + part for fee, part in product(fees, interest)}
    return {kroner for kroner in found if kroner > TOLERANCE}


def _against_list(case: Case, law: Law, principal: Decimal, listed: Decimal) -> Finding:
    """The principal is not the sum of the invoices listed."""
    params: dict[str, Param] = {"principal": principal, "before": listed, "grown": abs(principal - listed)}
    if principal > listed and _may_be_fees(case, law, principal - listed):
        return _may_be_agreed(case, "listed", params, principal, principal - listed)
    return Finding(Status.UNSURE, variant="other-list", params=params, rests_on=("principal",))


def _may_be_agreed(case: Case, variant: str, params: dict[str, Param], principal: Decimal, grown: Decimal) -> Finding:
    """What is exactly one or two notice fees: the user may know of a fee agreed before the due date."""
    agreed = case.known.answer("contract_terms")
    if agreed == "yes":
        return Finding(Status.PASS, variant="agreed", params=params, rests_on=("principal",))
    if agreed == "no" and variant == "listed":
        return _failed(variant, params, principal, grown)
    return Finding(
        Status.UNSURE,
        variant="may-be-fees",
        params=params,
        rests_on=("principal",),
        amounts=Amounts(charged=principal, limit=principal - grown, excess=grown),
        question="contract_terms" if agreed is None else None,
        leaning=Status.FAIL,
        stake=grown,
    )


def _may_be_fees(case: Case, law: Law, kroner: Decimal) -> bool:
    """Whether it is what one or two notice fees may be, for each claim the letter holds."""
    claims = max(len(case.letter.claims), 1)
    try:
        low, high, _ = notice_fee_span(case, law)
    except UnknownFigure:
        return False
    return any(abs(kroner - number * fee) <= _EXACT for fee in (low, high) for number in range(1, 2 * claims + 1))


def _failed(variant: str, params: dict[str, Param], principal: Decimal, grown: Decimal) -> Finding:
    return Finding(
        Status.FAIL,
        variant=variant,
        params=params,
        rests_on=("principal",),
        amounts=Amounts(charged=principal, limit=principal - grown, excess=grown),
        contests={"principal": grown},
    )
