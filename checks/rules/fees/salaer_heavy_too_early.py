"""The heavy fee is not charged too early.

What it checks: that a collector's fee above the light cap is not demanded until the debtor has gone twenty-eight days
beyond the deadline of the payment demand.

Legal basis: inkassoforskriften § 2-3 first and second paragraph. For claims due to 2009-12-31 the wait is fourteen
days. The part above the light cap falls away.

How it is decided: a fee within the lowest light cap passes. A fee above the highest, with VAT and the business factor
counted wherever they are open, can only be a heavy one. In a first payment demand it fails. In a later letter the
demand tells, from among the earlier letters or as the letter itself dates it with its deadline: on the deadline plus
twenty-nine days, or later, it passes; sent before that, posting slack counted, it fails. Of several demands the one
that ran out first counts. A demand that is not surely of this claim, or told of in words that were not read surely, may
excuse but not accuse. Without the demand it is unsure, and earlier letters are asked for.

Known limits: a deadline that ends on a weekend is not moved, which is the milder reading here. Whether the demand met
the law, and came after a missed deadline, is for other checks. A letter may announce the heavy fee at any time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step
from checks.costs import TOLERANCE, CostCap, fee_rows, is_renewed, light_cap, principal_is_rest, stage_of, sure_due_date
from checks.deadlines import first_heavy_day
from checks.fees import instalment_supplement
from checks.history import Earlier, ask_for_letters, history_of, told_demand
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import are_printed_firmly, is_sure
from checks.registry import basis, rule
from checks.same_claim import Link
from parsers.model import LetterKind, LineType, Missing, Reading, StatementId

_LONGEST_WAIT = 28
"""Days of the longest wait of any fee table (§ 2-3)."""


@rule(
    "salaer-heavy-too-early",
    group="fees",
    legal_basis=(
        basis("forskrift/1989-07-14-562", "§ 2-3", "first"),
        basis("forskrift/1989-07-14-562", "§ 2-3", "second"),
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
    ask=("creditor_vat_registered", "debtor", "previous_letters"),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass within the light cap or after the wait, fail before it; see the module."""
    if not case.lines("collection_fee"):
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    charged = case.charged(LineType.COLLECTION_FEE, LineType.VAT)
    light = light_cap(case, law)
    rests_on = ("collection_fee", "vat", "principal", "letter_date")
    params: dict[str, Param] = {"charged": charged, "limit": light.high, "low": light.low}
    if charged <= light.low + TOLERANCE:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=light.computation)
    excess = charged - light.high
    timing = _timing(case, law)
    params |= timing.params
    if timing.status is Status.PASS:
        return Finding(Status.PASS, variant="time", params=params, rests_on=(*rests_on, "sent_date"))
    if excess <= TOLERANCE:
        return _may_be_light(case, light, charged, params, rests_on)
    params["excess"] = excess
    if _has_other_ground(case, law, excess):
        return Finding(Status.UNSURE, variant="other-ground", params=params, rests_on=rests_on, stake=excess)
    if timing.status is Status.UNSURE:
        question = "sent_date" if timing.variant == "close" else ask_for_letters(case)
        return Finding(
            Status.UNSURE, variant=timing.variant, params=params, rests_on=rests_on, question=question, stake=excess
        )
    due = () if sure_due_date(case) is None else ("original_due_date",)
    steps = (*light.computation.steps, Step("Brevet krever", charged, "lest i brevet", "krav − grense", excess))
    return Finding(
        Status.FAIL,
        variant=timing.variant,
        params=params,
        rests_on=(*rests_on, "sent_date", *due),
        amounts=Amounts(charged=charged, limit=light.high, excess=excess),
        contests=fee_rows(case, excess),
        computation=Computation(steps, excess),
    )


def _may_be_light(
    case: Case, light: CostCap, charged: Decimal, params: Mapping[str, Param], rests_on: tuple[str, ...]
) -> Finding:
    return Finding(
        Status.UNSURE,
        variant="open",
        params=params,
        rests_on=rests_on,
        question=light.deciding_fact(charged) or ask_for_letters(case),
        computation=light.computation,
        stake=charged - light.low,
    )


def _has_other_ground(case: Case, law: Law, excess: Decimal) -> bool:
    """Whether something else than the heavy stage may explain what is above the light cap."""
    if case.says(StatementId.REASONED_HIGHER_COSTS) or principal_is_rest(case):
        return True
    planned = not isinstance(case.count("instalment_count"), Missing) or case.kind is LetterKind.AVDRAGSAVTALE
    if not planned or case.lines(LineType.INSTALMENT_FEE):
        return False
    supplement = instalment_supplement(law, on=case.date("letter_date").need(), vat_supplement=True).in_ore
    return excess <= supplement + TOLERANCE


@dataclass(frozen=True, slots=True)
class _Timing:
    status: Status
    variant: str
    params: Mapping[str, Param]


@dataclass(frozen=True, slots=True)
class _Demand:
    """A payment demand: its deadline, and the first day of the heavy fee under the shortest and the longest wait."""

    deadline: dt.date
    first: dt.date
    last: dt.date
    may_accuse: bool


def _timing(case: Case, law: Law) -> _Timing:
    """Whether the heavy stage had come when the letter was sent."""
    if stage_of(case) == "light":
        return _Timing(Status.FAIL, "in-demand", {})
    history, told = history_of(case), told_demand(case)
    found = history.demands()
    if not found and told is None:
        return _Timing(Status.UNSURE, "no-demand", {})
    sent = case.sent.need()
    demands = [demand for letter in found if (demand := _demand(case, law, letter)) is not None]
    is_whole = len(demands) == len(found) and not history.undated
    if told is not None:
        sure = are_printed_firmly(case, (told.sent, told.deadline))
        demands.append(_of_deadline(case, law, told.deadline, sure=sure))
    if not demands:
        return _Timing(Status.UNSURE, "unclear-demand", {"sent": sent})
    earliest = min(demands, key=lambda demand: demand.first)
    params: dict[str, Param] = {"sent": sent, "deadline": earliest.deadline, "first": earliest.first}
    certain = [demand for demand in demands if demand.may_accuse]
    if any(sent >= demand.last for demand in certain):
        return _Timing(Status.PASS, "", params)
    slack = dt.timedelta(days=0 if case.sent_date else law.posting_slack_days)
    if sent + slack < earliest.first:
        wrong = certain and is_whole and not any(is_renewed(letter.letter) for letter in found[:1])
        return _Timing(Status.FAIL, "", params) if wrong else _Timing(Status.UNSURE, "unclear-demand", params)
    if sent < earliest.first:
        return _Timing(Status.UNSURE, "close", params)
    return _Timing(Status.UNSURE, "unclear-demand", params)


def _demand(case: Case, law: Law, letter: Earlier) -> _Demand | None:
    deadline = letter.deadline
    if not isinstance(deadline, Reading):
        return None
    sure = letter.link is Link.SAME and letter.kind_is_sure and is_sure(deadline)
    return _of_deadline(case, law, deadline.value, sure=sure)


def _of_deadline(case: Case, law: Law, deadline: dt.date, *, sure: bool) -> _Demand:
    due = sure_due_date(case)
    first = first_heavy_day(law, due=due, demand_deadline=deadline)
    last = first if due is not None else deadline + dt.timedelta(days=_LONGEST_WAIT + 1)
    return _Demand(deadline, first, last, sure)
