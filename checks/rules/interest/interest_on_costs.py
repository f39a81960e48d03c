"""Interest on costs is not counted too early.

What it checks: that interest on collection costs is no more than what can have run since the costs were first demanded.

Legal basis: forsinkelsesrenteloven § 2 first paragraph: costs are a claim of their own, which bears interest from a due
date fixed for them, else from thirty days after a written demand; § 4 first paragraph letter b. What exceeds it falls
away. Interest on costs is not wrong in itself.

How it is decided: no such interest passes. In a first payment demand only the notice fees can have been demanded
before, the collector's fee cannot. Each cost counts from the earlier letter that demanded it, where the user gave one,
else from the first day a notice fee can be charged. Counted from that very day (a due date may have been fixed) the
amount is an upper bound: above it by more than one krone fails. Counted from thirty days later, with every cost found
in earlier letters, it passes. Anything else is unsure, and earlier letters are asked for.

Known limits: the law leaves much open, so the finding is a likely breach. Costs fixed in a judgment are unsure.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from checks.case import COST_LINES, Case
from checks.computation import Computation, Step
from checks.costs import stage_of
from checks.deadlines import first_fee_day
from checks.history import history_of
from checks.interest_claim import TOLERANCE, ZERO, Basis, bound, last_interest_day, original_due
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.registry import basis, rule
from checks.same_claim import Link
from parsers.model import LetterKind, LineType, StatementId

_DAYS_AFTER_DEMAND = dt.timedelta(days=30)

_COSTS = (*COST_LINES, LineType.LEGAL_COSTS)
_BEFORE_THE_COLLECTOR = (LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE)


@rule(
    "interest-on-costs",
    group="interest",
    legal_basis=(
        basis("lov/1976-12-17-100", "§ 2", "first"),
        basis("lov/1976-12-17-100", "§ 4", "first", "b"),
    ),
    severity="likely_breach",
    consequence="amount",
    kinds=("inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2004, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("previous_letters",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Compare interest on costs with the most that can have run; see the module."""
    charged = case.charged(LineType.INTEREST_ON_COSTS)
    if charged <= 0:
        return Finding(Status.PASS)
    params: dict[str, Param] = {"charged": charged}
    rests_on: tuple[str, ...] = ("interest_on_costs",)
    if _court_has_decided(case):
        return Finding(Status.UNSURE, variant="judgment", params=params, rests_on=rests_on, stake=charged)
    demanded = _demands(case)
    if demanded is None:
        return Finding(
            Status.UNSURE, variant="unknown-start", params=params, rests_on=rests_on, question="previous_letters",
            stake=charged,
        )  # fmt: skip
    rests_on = (*rests_on, *demanded.rests_on, "letter_date")
    last_day = last_interest_day(case)
    low, high = demanded.bound(law, last_day, _DAYS_AFTER_DEMAND), demanded.bound(law, last_day, dt.timedelta(0))
    params["limit"] = high.in_ore
    if demanded.all_known and charged <= low.in_ore + TOLERANCE:
        return Finding(Status.PASS, variant="within", params=params, rests_on=rests_on, computation=low)
    if charged <= high.in_ore + TOLERANCE:
        return Finding(
            Status.UNSURE,
            variant="open",
            params=params,
            rests_on=rests_on,
            question=None if demanded.all_known else "previous_letters",
            computation=high,
            stake=charged,
        )
    excess = charged - high.in_ore
    steps = (*high.steps, Step("Brevet krever", charged, "lest i brevet", "krav − grense", excess))
    return Finding(
        Status.FAIL,
        variant="" if high.result else "first-demand",
        params={**params, "excess": excess},
        rests_on=rests_on,
        amounts=Amounts(charged=charged, limit=high.in_ore, excess=excess),
        contests={"interest_on_costs": excess},
        computation=Computation(steps, excess),
    )


def _court_has_decided(case: Case) -> bool:
    return (
        bool(case.charged(LineType.LEGAL_COSTS))
        or case.says(StatementId.LEGAL_STEP_TAKEN) is not None
        or case.known.answer("claim_type") == "judgment"
        or case.known.answer("case_in_court") == "yes"
    )


@dataclass(frozen=True, slots=True)
class _Demands:
    """Costs (kroner) with the earliest day each can have been demanded, and whether earlier letters show them all."""

    costs: tuple[tuple[Decimal, dt.date], ...]
    all_known: bool
    rests_on: tuple[str, ...]

    def bound(self, law: Law, last_day: dt.date, wait: dt.timedelta) -> Computation:
        """The interest that can have run, when each cost bears it from ``wait`` after its demand."""
        parts = tuple((kroner, day + wait) for kroner, day in self.costs)
        return bound(law, Basis(parts, ()), last_day=last_day) if parts else Computation((), ZERO)


def _demands(case: Case) -> _Demands | None:
    """When the letter's costs can have been demanded; ``None`` when nothing says how long ago that may be."""
    case.date("letter_date").need()
    due = original_due(case)
    history = history_of(case).before
    costs: list[tuple[Decimal, dt.date]] = []
    rests_on: list[str] = []
    all_known = True
    for type_ in _COSTS:
        kroner = case.charged(type_)
        if not kroner or (_is_first_demand(case) and type_ not in _BEFORE_THE_COLLECTOR):
            continue
        rests_on.append(type_.value)
        demands = [letter for letter in history if letter.charged(type_)]
        seen = [letter.day for letter in demands if letter.link is Link.SAME and letter.is_dated_surely]
        perhaps = [letter.day for letter in demands if letter.day not in seen]
        if not seen and due is None:
            return None
        since = seen or ([first_fee_day(due)] if due is not None else [])
        costs.append((kroner, min([*since, *perhaps])))
        all_known = all_known and bool(seen) and not perhaps
    if due is not None and not all_known:
        rests_on.append("original_due_date")
    return _Demands(tuple(costs), all_known, tuple(rests_on))


def _is_first_demand(case: Case) -> bool:
    """Whether this letter is the first that can demand a collector's costs."""
    return case.kind is LetterKind.INKASSOVARSEL or stage_of(case) == "light" or _only_notices_before(case)


def _only_notices_before(case: Case) -> bool:
    """Whether this is a payment demand after which the user gave nothing but notices."""
    history = history_of(case)
    earlier = {letter.kind for letter in history.sure}
    return (
        case.kind is LetterKind.BETALINGSOPPFORDRING
        and bool(earlier)
        and not history.is_doubtful
        and earlier
        <= {
            LetterKind.PURRING,
            LetterKind.INKASSOVARSEL,
        }
    )
