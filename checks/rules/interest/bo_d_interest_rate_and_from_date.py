"""The payment demand states the interest rate and the day it runs from.

What it checks: that a betalingsoppfordring which claims late-payment interest gives the rate and the day from which the
interest was counted.

Legal basis: inkassoloven (1988) § 10 second paragraph letter d; third paragraph allows a bare total where the
calculation is particularly extensive and a complete statement is offered. Without them the collector's fee falls away
(§ 17 fourth paragraph second sentence).

How it is decided: no interest claimed passes, and so do a rate and a day, in one row or in several pieces, or an offer
of a complete statement. "From the due date" is a day when the letter gives the due date. It fails when a letter that
was read whole claims interest and lacks the rate, the day or both. The statutory rate without a figure, an enclosed
specification, and a sentence on rate or day that was not understood are unsure.

Known limits: whether rate and day are right is for other checks. A specification on a back side is not seen.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.demand_content import judge_interest_told
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule


@rule(
    "bo-d-interest-rate-and-from-date",
    group="interest",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 10", "second", "d"),
        basis("lov/1988-05-13-26", "§ 10", "third"),
    ),
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
def check(case: Case, _law: Law) -> Finding:
    """Pass on rate and day, fail when one is not there; see the module."""
    return judge_interest_told(case)
