"""Interest rate and from-date are stated.

What it checks: that an agency's payment demand which claims interest after the due date gives the rate and the day
from which it was counted.

Legal basis: inkassoloven (2026) § 21 second paragraph letter h and third paragraph (a complete statement may be
offered for a particularly extensive calculation). A breach takes the out-of-court costs away unless it can have had
no effect (§ 18 second paragraph).

How it is decided: no interest claimed passes, and so do a rate and a day, in one row or in several pieces, or an
offer of a complete statement. "From the due date" is a day when the letter gives the due date. It fails when a letter
that was read whole claims interest and lacks the rate, the day or both. The statutory rate without a figure, an
enclosed specification, and a sentence on rate or day that was not understood are unsure.

Known limits: whether rate and day are right is for other checks. A specification on a back side is not seen.
"""

from __future__ import annotations

from checks.case import Case
from checks.demand_content import judge_interest_told
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule


@rule(
    "ny-bo-interest",
    group="interest",
    legal_basis=(basis("lov/2026-05-22-19", "§ 21", "second", "h"), basis("lov/2026-05-22-19", "§ 21", "third")),
    severity="breach",
    consequence="C-ALL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail; see the module."""
    return judge_interest_told(case)
