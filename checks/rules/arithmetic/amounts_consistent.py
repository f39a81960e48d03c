"""The amount is the same throughout the letter.

What it checks: that the amount to pay is the same in the table, the running text, the payment box and the slip.

Legal basis: inkassoloven (1988) § 8 (good practice): two amounts leave the debtor guessing. It moves no money.

How it is decided: printed amounts to pay within one krone of each other pass. Further apart, all surely read, they
fail as advice. Unsure when the difference has an ordinary reason: interest up to the day of payment, a first
instalment or a choice between parts of the claim, or a digit that optical reading typically confuses.

Known limits: amounts that were not taken for the amount to pay are not compared.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import combinations

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_from_picture, is_sure, typical_misreadings
from checks.registry import basis, rule
from parsers.model import LetterKind, LineType, Reading, StatementId

_MOST_ROWS = 8
_DAYS_ON_SLIP = 62
"""Days of further interest that a payment slip may hold: until a deadline of a month and a little more."""


@rule(
    "amounts-consistent",
    group="arithmetic",
    legal_basis=(basis("lov/1988-05-13-26", "§ 8"),),
    severity="advice",
    consequence="C-NONE",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass when all printed amounts agree, fail as advice when they do not; see the module."""
    total = case.amount("total").need()
    printed = [m for m in case.letter.mentions.get("total", ()) if isinstance(m.value, Decimal)]
    amounts = {total, *(m.value for m in printed if isinstance(m.value, Decimal))}
    lowest, highest = min(amounts), max(amounts)
    params = {"lowest": lowest, "highest": highest}
    if highest - lowest <= law.tolerance:
        return Finding(Status.PASS, params={"total": total}, rests_on=("total",))
    variant = _explanation(case, law, amounts)
    if variant is None and (not all(is_sure(m) for m in printed) or _may_be_misread(case, amounts)):
        return Finding(Status.UNSURE, variant="misread", params=params, rests_on=("total",), question="total")
    if variant is not None:
        return Finding(Status.UNSURE, variant=variant, params=params, rests_on=("total",))
    return Finding(Status.FAIL, params=params, rests_on=("total",))


def _explanation(case: Case, law: Law, amounts: set[Decimal]) -> str | None:
    """An ordinary reason for two amounts, as a message variant."""
    planned = case.letter.field("instalment_amount"), case.letter.field("instalment_count")
    if case.kind is LetterKind.AVDRAGSAVTALE or any(isinstance(r, Reading) for r in planned):
        return "instalments"
    if _charges_interest(case) and max(amounts) - min(amounts) <= _interest_on_slip(case, law):
        return "interest"
    rows = [row.amount for row in case.letter.lines_of(*LineType) if row.type is not LineType.PAID][:_MOST_ROWS]
    parts = {sum(chosen, Decimal("0.00")) for size in range(1, len(rows)) for chosen in combinations(rows, size)}
    return "choice" if any(amount in parts for amount in amounts) else None


def _charges_interest(case: Case) -> bool:
    said = case.says(StatementId.STATUTORY_INTEREST) or case.says(StatementId.INTEREST_FROM_DUE_DATE)
    return bool(said or case.lines("interest") or isinstance(case.rate("interest_rate"), Reading))


def _interest_on_slip(case: Case, law: Law) -> Decimal:
    """Kroner of interest that may run on the demand until it is paid."""
    day = case.last_day
    rate = case.rate("interest_rate")
    if day is None:
        return Decimal("Infinity")
    percent = max(law.late_interest(day).value, rate.value if isinstance(rate, Reading) else Decimal(0))
    return case.amount("total").need() * percent * _DAYS_ON_SLIP / 36500 + law.tolerance


def _may_be_misread(case: Case, amounts: set[Decimal]) -> bool:
    return is_from_picture(case) and any(typical_misreadings(amount) & amounts for amount in amounts)
