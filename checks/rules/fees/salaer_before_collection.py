"""No collection fee in a reminder or inkassovarsel.

What it checks: that a purring or inkassovarsel demands no collector's fee.

Legal basis: inkassoloven § 17 third paragraph: no compensation when the debtor pays within the deadline of the
notice; § 9 first paragraph: collection starts after it. The whole fee falls away.

How it is decided: no row for a collector's fee passes. A row that is part of the total fails. A row whose amount a
notice fee could have, under a name that could mean one (inkassogebyr), is unsure, and so is a fee that the total
does not hold, and one in a letter that came after a payment demand.

Known limits: a table that shows what the fee would become is told apart by the total, so it needs a total that was
read.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import Case
from checks.costs import TOLERANCE, notice_fee_span
from checks.history import history_of
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule
from parsers.model import ClaimLine, LineType, Reading


@rule(
    "salaer-before-collection",
    group="fees",
    legal_basis=(basis("lov/1988-05-13-26", "§ 17", "third"), basis("lov/1988-05-13-26", "§ 9", "first")),
    severity="breach",
    consequence="C-COLL",
    kinds=("purring", "inkassovarsel"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass without a collector's fee, fail with one in the total; see the module."""
    lines = case.lines("collection_fee")
    if not lines:
        return Finding(Status.PASS)
    fee, vat = case.charged(LineType.COLLECTION_FEE), case.charged(LineType.VAT)
    charged = fee + vat
    params = {"fee": charged}
    if _only_informs(case, charged):
        return Finding(Status.PASS, variant="informs", params=params, rests_on=("collection_fee", "total"))
    if all(_may_be_notice_fee(line) for line in lines) and fee <= notice_fee_span(case, law)[1] + TOLERANCE:
        return Finding(Status.UNSURE, variant="notice-fee", params=params, rests_on=("collection_fee",))
    if _collection_had_begun(case):
        return Finding(
            Status.UNSURE,
            variant="earlier-demand",
            params=params,
            rests_on=("collection_fee", "kind"),
            question="kind",
            stake=charged,
        )
    if not isinstance(case.amount("total"), Reading):
        return Finding(Status.UNSURE, variant="no-total", params=params, rests_on=("collection_fee",), question="total")
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=("collection_fee", "total"),
        amounts=Amounts(charged=charged, limit=Decimal("0.00"), excess=charged),
        contests={"collection_fee": fee, "vat": vat} if vat else {"collection_fee": fee},
    )


def _collection_had_begun(case: Case) -> bool:
    """Whether a payment demand, perhaps of this claim, came before; then the letter may be later than it looks."""
    history = history_of(case)
    return bool(history.demands() or history.undated)


def _may_be_notice_fee(line: ClaimLine) -> bool:
    label = line.label.lower()
    return "gebyr" in label and "salær" not in label


def _only_informs(case: Case, charged: Decimal) -> bool:
    """Whether the total is that of the other rows, so that the fee is told of but not demanded."""
    total = case.amount("total")
    if not isinstance(total, Reading):
        return False
    rows = [line for line in case.letter.lines if line.included]
    whole = sum((-line.amount if line.type is LineType.PAID else line.amount for line in rows), Decimal("0.00"))
    return abs(whole - charged - total.value) <= TOLERANCE < abs(whole - total.value)
