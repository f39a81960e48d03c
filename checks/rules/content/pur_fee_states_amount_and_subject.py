"""A reminder with a fee states the amount and what it concerns.

What it checks: that a purring that charges a fee gives the size of the claim and what the claim concerns.

Legal basis: inkassoforskriften § 1-2 first paragraph: the fee may be charged only for a written reminder that gives
both. Otherwise that one fee falls away.

How it is decided: without a reminder fee the check does not apply. An amount of the claim and a description or invoice
number pass. A letter that was read whole and lacks one of them fails. Only a KID, customer or case number to tell the
claim by is unsure, and so are an enclosed invoice copy, a row that names what was sold, and an amount in the text that
may be the claim's. Of several fees in one letter only this letter's own, the
smallest single one, is contested: the others may belong to earlier reminders that were in order.

Known limits: an enclosure that is not mentioned in the text is not known.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import Case
from checks.computation import to_ore
from checks.demand_content import may_tell_subject
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.readings import is_lost, printed_amounts, surest
from checks.registry import basis, rule
from parsers.model import Reading, StatementId

_SUBJECTS = ("claim_description", "invoice_number")
_AMOUNTS = ("principal", "total")
_REFERENCES = ("kid", "customer_number", "case_number")


@rule(
    "pur-fee-states-amount-and-subject",
    group="content",
    legal_basis=(basis("forskrift/1989-07-14-562", "§ 1-2", "first"),),
    severity="breach",
    consequence="C-FEE",
    kinds=("purring",),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on amount and subject, fail on a missing one; see the module."""
    fees = [line for line in case.lines("reminder_fee") if line.amount > 0]
    if not fees:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    amounts = {name: case.amount(name) for name in _AMOUNTS}
    subjects = {name: case.text(name) for name in _SUBJECTS}
    found = tuple(name for name, r in (*amounts.items(), *subjects.items()) if isinstance(r, Reading))
    has_amount = any(isinstance(r, Reading) for r in amounts.values()) or any(
        isinstance(item.amount, Reading) for item in case.letter.claims
    )
    has_subject = any(isinstance(r, Reading) for r in subjects.values()) or any(
        isinstance(item.number, Reading) for item in case.letter.claims
    )
    if has_amount and has_subject:
        return Finding(Status.PASS, rests_on=(*surest(case, *_AMOUNTS), *surest(case, *_SUBJECTS)))
    if case.says(StatementId.ENCLOSURE):
        return Finding(Status.UNSURE, variant="enclosure", rests_on=("statement:enclosure",))
    if is_lost(case, *(() if has_amount else _AMOUNTS), *(() if has_subject else _SUBJECTS)):
        return Finding(Status.UNSURE, variant="unreadable", rests_on=found)
    references = tuple(name for name in _REFERENCES if isinstance(case.text(name), Reading))
    if has_amount and references:
        return Finding(Status.UNSURE, variant="only-reference", rests_on=references)
    charged = case.charged("reminder_fee")
    if (not has_subject and may_tell_subject(case)) or (not has_amount and _prints_other_amounts(case, charged)):
        return Finding(Status.UNSURE, variant="unreadable", rests_on=found)
    own = to_ore(min(line.amount / max(line.count, 1) for line in fees))
    return Finding(
        Status.FAIL,
        variant="no-subject" if has_amount else "no-amount" if has_subject else "",
        params={"fee": own},
        rests_on=("reminder_fee",),
        absence=True,
        amounts=Amounts(charged=charged, limit=max(charged - own, Decimal("0.00")), excess=own),
        contests={"reminder_fee": own},
    )


def _prints_other_amounts(case: Case, charged: Decimal) -> bool:
    """Whether an amount that is no fee stands in the text, which may be the claim's."""
    fees = {charged, *(line.amount for line in case.lines("reminder_fee"))}
    return bool(printed_amounts(case) - fees)
