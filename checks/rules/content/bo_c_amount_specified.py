"""Principal and additions are stated separately.

What it checks: that a betalingsoppfordring shows the principal on its own and each addition (interest, fees, the
collector's fee) on its own.

Legal basis: inkassoloven (1988) § 10 second paragraph letter c; third paragraph allows a bare total where the
calculation is particularly extensive and a complete statement is offered. Otherwise the collector's fee falls away
(§ 17 fourth paragraph second sentence).

How it is decided: a principal row and further rows that make up the total pass, and so does an offer of a complete
statement. It fails when a letter that was read whole shows one sum and no rows, although the letter itself shows that
interest or costs are in it: by its words ("inkludert renter og omkostninger"), by the invoices it lists, or by an
earlier letter. Rows that do not reach the total, interest and costs joined in one row, an enclosed specification, or a
bare sum that may be the principal alone are unsure.

Known limits: whether each row is right is for other checks. A specification on a back side is not seen.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.demand_content import judge_amount_split
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule


@rule(
    "bo-c-amount-specified",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "second", "c"), basis("lov/1988-05-13-26", "§ 10", "third")),
    severity="breach",
    consequence="C-COLL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass on separate rows, fail on a lump sum known to hold additions; see the module."""
    return judge_amount_split(case, law)
