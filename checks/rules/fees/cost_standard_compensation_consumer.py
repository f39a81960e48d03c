"""Standard compensation is not claimed from a consumer.

What it checks: that a consumer is not charged the compensation that businesses owe each other for late payment.

Legal basis: forsinkelsesrenteloven § 3 a and § 4 first paragraph d (in force 2013-03-16). The amount falls away.

How it is decided: no such row passes; a row fails when the debtor is surely a consumer, and is unsure (by the
engine's gate) while that is open.

Known limits: a sole trader's business debt looks like a consumer's; the debtor is asked when the letter does not
tell.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import Case
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule


@rule(
    "cost-standard-compensation-consumer",
    group="fees",
    legal_basis=(basis("lov/1976-12-17-100", "§ 3 a"), basis("lov/1976-12-17-100", "§ 4", "first", "d")),
    severity="breach",
    consequence="amount",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer",),
    valid_from=dt.date(2013, 3, 16),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("debtor",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass without a compensation row, fail with one; see the module."""
    charged = case.charged("compensation")
    if not charged:
        return Finding(Status.PASS)
    return Finding(
        Status.FAIL,
        params={"charged": charged},
        rests_on=("compensation",),
        amounts=Amounts(charged=charged, limit=Decimal("0.00"), excess=charged),
        contests={"compensation": charged},
    )
