"""The interest is no higher than the statutory rates give.

What it checks: that the late-payment interest charged is within what the statutory rates give on the principal from
the due date to the letter's day or its deadline.

Legal basis: forsinkelsesrenteloven § 2 first paragraph (from when) and § 3 first paragraph (a yearly rate, set anew
each half-year, also for debts already late). What exceeds it falls away.

How it is decided: the bound is generous: the principal before payments, both the due day and the last day counted, up
to the later of letter date and payment deadline, actual days over 365, the rate of each day. Several claims count from
their own due dates where the letter lists them with amounts, else all from the earliest. Above the bound by more than
half a per cent and one krone fails. With a due date missing the earliest day that is known is the start, also the one
the letter says it counts from: the amount can pass on it, and fails on it only where no due date was read at all and
the letter prints the whole calculation in dated pieces.

Known limits: credit and loans, bought claims and judgments may carry agreed interest, and a business may have agreed
another rate: above the bound these are unsure. So is a principal that is the rest of a larger one, and in later
letters an amount that would fit if interest on costs were in the same row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from checks.case import COST_LINES, Case
from checks.computation import Computation, Step
from checks.costs import principal_is_rest
from checks.interest_claim import (
    ZERO,
    Basis,
    bound,
    contract_doubt,
    due_basis,
    earliest_known,
    has_due_reading,
    is_statutory,
    is_within,
    last_interest_day,
    pieces_make_up,
    printed_steps,
    whole_principal,
)
from checks.law import Law
from checks.model import Amounts, Finding, Param, Severity, Status
from checks.readings import is_lost
from checks.registry import basis, rule
from parsers.model import DebtorType, LetterKind, LineType

_MAY_HOLD_COSTS = frozenset({LetterKind.OPPFOLGING, LetterKind.RETTSLIG_VARSEL, LetterKind.SAKSOVERSIKT})
"""Letters in which costs may have been due long enough to bear interest of their own, in the same row."""


@rule(
    "interest-amount-over-maximum",
    group="interest",
    legal_basis=(
        basis("lov/1976-12-17-100", "§ 2", "first"),
        basis("lov/1976-12-17-100", "§ 3", "first"),
    ),
    severity="breach",
    consequence="amount",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1994, 1, 1),
    valid_to=None,
    date_key="each_day",
    regime="always",
    ask=("claim_type", "running_interest_agreed"),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Compare the interest with the highest lawful amount; see the module."""
    charged = case.charged(LineType.INTEREST)
    if charged <= 0:
        if is_lost(case, "interest"):
            case.letter.field("interest").need()
        return Finding(Status.NOT_APPLICABLE, variant="no-interest")
    from_due = due_basis(case)
    if from_due is not None:
        return _judge(case, law, charged, _Start(from_due, "", open_question=None))
    start = earliest_known(case)
    if start is None:
        if not has_due_reading(case):
            case.date("original_due_date").need()
        return Finding(Status.UNSURE, variant="doubtful-due", rests_on=("interest",), question="original_due_date")
    known = Basis(((whole_principal(case), start),), ("principal", "interest_from"))
    decides = not has_due_reading(case) and pieces_make_up(case, charged)
    return _judge(case, law, charged, _Start(known, "stated", None if decides else "original_due_date"))


@dataclass(frozen=True, slots=True)
class _Start:
    """What interest runs on and from when, the variant to tell it with, and the question that keeps it open."""

    basis: Basis
    variant: str
    open_question: str | None


def _judge(case: Case, law: Law, charged: Decimal, start: _Start) -> Finding:
    rests_on = ("interest", *start.basis.rests_on, "letter_date")
    last_day = last_interest_day(case)
    limit = bound(law, start.basis, last_day=case.date("letter_date").need())
    if not is_within(charged, limit):
        limit = bound(law, start.basis, last_day=last_day)
    params: dict[str, Param] = {
        "charged": charged,
        "limit": limit.in_ore,
        "first": start.basis.first_day,
        "last": last_day,
    }
    if is_within(charged, limit):
        return Finding(
            Status.PASS, variant=start.variant, params=params, rests_on=rests_on, computation=_shown(case, limit)
        )
    excess = charged - limit.in_ore
    doubt = _doubt(case, law, charged, start)
    over = Finding(
        Status.FAIL,
        variant=start.variant,
        params={**params, "excess": excess},
        rests_on=rests_on,
        amounts=Amounts(charged=charged, limit=limit.in_ore, excess=excess),
        contests={"interest": excess},
        computation=_against(_shown(case, limit), charged, excess),
        severity=None if case.debtor is DebtorType.CONSUMER else Severity.LIKELY_BREACH,
    )
    if doubt is not None and doubt.variant == "agreed":
        return Finding(Status.NOT_APPLICABLE, variant="agreed")
    return over if doubt is None else doubt.told_of(over)


@dataclass(frozen=True, slots=True)
class _Doubt:
    variant: str
    question: str | None
    leaning: Status | None = None

    def told_of(self, over: Finding) -> Finding:
        """The finding as unsure, with its kroner at stake."""
        params: dict[str, Param] = dict(over.params)
        return Finding(
            Status.UNSURE,
            variant=self.variant,
            params=params,
            rests_on=over.rests_on,
            amounts=over.amounts if self.leaning is not None else None,
            computation=over.computation,
            question=self.question,
            leaning=self.leaning,
            stake=over.amounts.excess if over.amounts is not None else ZERO,
        )


def _doubt(case: Case, law: Law, charged: Decimal, start: _Start) -> _Doubt | None:
    """Why an amount above the bound may still be lawful; ``None`` when nothing leaves that open."""
    if principal_is_rest(case) or whole_principal(case) <= 0:
        return _Doubt("rest", "principal")
    last_day = last_interest_day(case)
    statutory = is_statutory(case, law, first_day=start.basis.first_day, last_day=last_day)
    contract = contract_doubt(case, rate_is_statutory=statutory)
    if contract is not None:
        leaning = Status.FAIL if contract.variant == "unnamed" else None
        return _Doubt(contract.variant, contract.question, leaning)
    if case.debtor is not DebtorType.CONSUMER and not statutory:
        return _Doubt("business", "debtor" if case.debtor is None else None)
    if start.open_question is not None:
        return _Doubt("due-unknown", start.open_question, Status.FAIL)
    if case.kind in _MAY_HOLD_COSTS and not case.charged(LineType.INTEREST_ON_COSTS):
        costs = case.charged(*COST_LINES, LineType.LEGAL_COSTS)
        widened = Basis((*start.basis.parts, (costs, start.basis.first_day)), ())
        if costs and is_within(charged, bound(law, widened, last_day=last_day)):
            return _Doubt("may-hold-costs", None)
    return None


def _shown(case: Case, limit: Computation) -> Computation:
    return Computation((*printed_steps(case), *limit.steps), limit.result)


def _against(limit: Computation, charged: Decimal, excess: Decimal) -> Computation:
    return Computation((*limit.steps, Step("Brevet krever", charged, "lest i brevet", "krav − grense", excess)), excess)
