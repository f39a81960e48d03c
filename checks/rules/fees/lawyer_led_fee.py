"""The fee in lawyer-led own collection follows the rules.

What it checks: that a creditor who charges a collector's fee for its own collection may do so, and how much.

Legal basis: inkassoforskriften § 1-4 and inkassoloven (1988) § 19 second paragraph: when a lawyer leads the collection,
the light fee of § 2-2 without VAT may be charged instead of notice fees, once the debtor is more than fourteen days
beyond the deadline of the creditor's own payment demand.

How it is decided: a fee above the highest light fee that any open fact allows fails by the difference. A fee in the
creditor's payment demand itself, or less than fifteen days after the deadline of one among the earlier letters, fails
whole, and so does one in a letter read whole that names no lawyer. Together with a notice fee the smaller of the two
fails. Otherwise it passes when the demand is at hand and was missed by more than fourteen days, and is unsure without.

Known limits: real costs within the cap may be charged instead (§ 1-1 second paragraph), and the sender may be a
collector that writes in the creditor's name; wording that points to either leaves it unsure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import product

from checks.case import Case
from checks.computation import Computation, Step
from checks.costs import TOLERANCE, ZERO, stage_of, sure_due_date
from checks.fees import Cap, Debtor, lawyer_led_fee
from checks.history import ask_for_letters, history_of
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure, mentions
from checks.registry import basis, rule
from checks.same_claim import Link
from parsers.model import LineType, Reading, StatementId

_LAWYER = re.compile(r"advokat|\badv\.|jurist|\blawyer|\battorney|\bsolicitor", re.IGNORECASE)
_REAL_COSTS = re.compile(
    r"(?:faktisk\w*|reell\w*|dokumenter\w*|virkelig\w*|verkeleg\w*|actual|real)\W+(?:\w+\W+)?(?:kostnad|utgift|omkostn|cost)",
    re.IGNORECASE,
)
_COLLECTOR = re.compile(
    r"(?:oppdrag\w*|vegne|vegner|behalf)\W+(?:\w+\W+){0,3}(?:av|av:|for|of)\b|inkasso(?:selskap|foretak|føretak|byrå)\w*\W+"
    r"(?:\w+\W+){0,3}(?:krever|krev|innkrever|sender|skriver|har fått)",
    re.IGNORECASE,
)

WAIT = 14
"""Days beyond the deadline of the creditor's own demand (§ 1-4)."""

_TABLE_DAYS = (dt.date(2009, 12, 31), dt.date(2020, 9, 30), dt.date(2020, 10, 1))
"""A due date of each fee table, for claims whose own is not known."""


@rule(
    "lawyer-led-fee",
    group="fees",
    legal_basis=(basis("forskrift/1989-07-14-562", "§ 1-4"), basis("lov/1988-05-13-26", "§ 19", "second")),
    severity="breach",
    consequence="C-FEE",
    kinds=("betalingsoppfordring", "oppfolging", "rettslig-varsel"),
    senders=("creditor",),
    debtors=("consumer", "business"),
    valid_from=dt.date(2002, 3, 1),
    valid_to=None,
    date_key="claim_due_date",
    regime="inkl-1988",
    ask=("previous_letters",),
    also=("amount",),
)
def check(case: Case, law: Law) -> Finding:
    """Judge the conditions of the fee, then its size; see the module."""
    fee = case.charged(LineType.COLLECTION_FEE)
    if fee <= 0:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    params: dict[str, Param] = {"fee": fee}
    rests_on = ("collection_fee", "sender_role")
    if isinstance(case.text("collector"), Reading) or mentions(case, _COLLECTOR):
        return Finding(Status.UNSURE, variant="perhaps-collector", params=params, rests_on=rests_on, stake=fee)
    if case.says(StatementId.REASONED_HIGHER_COSTS) or mentions(case, _REAL_COSTS):
        return Finding(Status.UNSURE, variant="real-costs", params=params, rests_on=rests_on, stake=fee)
    condition = _condition(case, law, params)
    if condition is not None and condition.status is Status.FAIL:
        return condition
    limit = _highest(case, law)
    charged = fee + case.charged(LineType.VAT)
    params |= {"charged": charged, "limit": limit.in_ore}
    if charged > limit.in_ore + TOLERANCE:
        return _over(case, limit, charged, params)
    if condition is not None:
        return condition
    return Finding(Status.PASS, params=params, rests_on=(*rests_on, "principal"), computation=limit)


def _condition(case: Case, law: Law, params: Mapping[str, Param]) -> Finding | None:
    """What the fee lacks (fail), or what is not known (unsure); ``None`` when every condition is seen to hold."""
    if stage_of(case) == "light":
        return _whole(case, "in-demand", params, "kind")
    if not mentions(case, _LAWYER):
        return _whole(case, "no-lawyer", params, absence=True)
    notice = case.charged(LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE)
    if notice > 0:
        return _both(case, notice, params)
    return _wait(case, law, params)


def _wait(case: Case, law: Law, params: Mapping[str, Param]) -> Finding | None:
    """The fourteen days after the deadline of the creditor's own demand."""
    found = history_of(case).own_demands()
    deadlines = [(one, deadline) for one in found if isinstance(deadline := one.deadline, Reading)]
    fee = case.charged(LineType.COLLECTION_FEE)
    if not deadlines:
        return Finding(
            Status.UNSURE,
            variant="no-demand",
            params=params,
            rests_on=("collection_fee",),
            question=ask_for_letters(case),
            stake=fee,
        )
    demand, deadline = min(deadlines, key=lambda pair: pair[1].value)
    first = deadline.value + dt.timedelta(days=WAIT + 1)
    sent = case.sent.need()
    told: dict[str, Param] = {**params, "deadline": deadline.value, "first": first, "sent": sent}
    sure = demand.link is Link.SAME and demand.kind_is_sure and is_sure(deadline) and len(deadlines) == len(found)
    slack = dt.timedelta(days=0 if case.sent_date else law.posting_slack_days)
    if sent + slack < first and sure:
        return _whole(case, "early", told, "sent_date")
    if sent >= first and sure:
        return None
    question = "sent_date" if sure else ask_for_letters(case)
    return Finding(
        Status.UNSURE,
        variant="close" if sure else "unclear-demand",
        params=told,
        rests_on=("collection_fee",),
        question=question,
        stake=fee,
    )


def _whole(case: Case, variant: str, params: Mapping[str, Param], *more: str, absence: bool = False) -> Finding:
    fee, vat = case.charged(LineType.COLLECTION_FEE), case.charged(LineType.VAT)
    contests = {"collection_fee": fee, "vat": vat} if vat else {"collection_fee": fee}
    return Finding(
        Status.FAIL,
        variant=variant,
        params=params,
        rests_on=("collection_fee", "sender_role", *more),
        absence=absence,
        amounts=Amounts(charged=fee + vat, limit=ZERO, excess=fee + vat),
        contests=contests,
    )


def _both(case: Case, notice: Decimal, params: Mapping[str, Param]) -> Finding:
    """A table fee and notice fees together: one of them falls away, and the smaller is the milder reading."""
    fee = case.charged(LineType.COLLECTION_FEE)
    rows = (LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE) if notice <= fee else (LineType.COLLECTION_FEE,)
    taken = min(notice, fee)
    named = tuple(row.value for row in (LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE) if case.charged(row))
    return Finding(
        Status.FAIL,
        variant="both",
        params={**params, "notice": notice, "excess": taken},
        rests_on=("collection_fee", "sender_role", *named),
        amounts=Amounts(charged=fee + notice, limit=fee + notice - taken, excess=taken),
        contests={row.value: case.charged(row) for row in rows if case.charged(row)},
    )


def _over(case: Case, limit: Cap, charged: Decimal, params: Mapping[str, Param]) -> Finding:
    excess = charged - limit.in_ore
    fee = min(excess, case.charged(LineType.COLLECTION_FEE))
    contests = {"collection_fee": fee, "vat": excess - fee}
    due = () if sure_due_date(case) is None else ("original_due_date",)
    return Finding(
        Status.FAIL,
        variant="limit",
        params={**params, "excess": excess},
        rests_on=("collection_fee", "vat", "sender_role", "principal", "letter_date", *due),
        amounts=Amounts(charged=charged, limit=limit.in_ore, excess=excess),
        contests={row: kroner for row, kroner in contests.items() if kroner},
        computation=Computation(
            (*limit.steps, Step("Brevet krever", charged, "lest i brevet", "krav − grense", excess)), excess
        ),
    )


def _highest(case: Case, law: Law) -> Cap:
    """The highest light fee over the open facts: debtor, due date, and the year the principal is paid in. Raises
    ``NeedsValue`` without a letter date or a principal, ``UnknownFigure`` without figures.
    """
    principal = case.amount("principal").need() + case.charged(LineType.PAID)
    letter_date, deadline, due = case.date("letter_date").need(), case.date("payment_deadline"), sure_due_date(case)
    dues = (due,) if due is not None else tuple(day for day in _TABLE_DAYS if day <= letter_date)
    debtors: tuple[Debtor, ...] = ("consumer", "business") if case.debtor is None else (case.debtor.value,)
    days = [letter_date, *([deadline.value] if isinstance(deadline, Reading) else [])]
    return max(
        (
            lawyer_led_fee(law, basis=principal, due=day, on=on, debtor=who, vat_supplement=True)
            for day, who, on in product(dues, debtors, days)
        ),
        key=lambda cap: cap.result,
    )
