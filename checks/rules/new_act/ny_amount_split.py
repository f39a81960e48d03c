"""Principal and additions are stated.

What it checks: that an agency's notice and payment demand show the principal on its own and each addition (interest,
fees, the collector's fee) on its own.

Legal basis: inkassoloven (2026) § 20 second paragraph letter g, § 21 second paragraph letter g and third paragraph; a
bare total is allowed where the calculation is particularly extensive and a complete statement is offered. A breach
takes the out-of-court costs away unless it can have had no effect (§ 18 second paragraph).

How it is decided: a principal row and further rows that make up the total pass, and so does an offer of a complete
statement. It fails when a letter that was read whole shows one sum and no rows, although the letter itself, or an
earlier one, shows that interest or costs are in it. Rows that do not reach the total, interest and costs joined in
one row, an enclosed specification, or a bare sum that may be the principal alone are unsure.

Known limits: whether each row is right is for other checks. A specification on a back side is not seen.
"""

from __future__ import annotations

from checks.case import Case
from checks.demand_content import judge_amount_split
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule


@rule(
    "ny-amount-split",
    group="content",
    legal_basis=(
        basis("lov/2026-05-22-19", "§ 20", "second", "g"),
        basis("lov/2026-05-22-19", "§ 21", "second", "g"),
        basis("lov/2026-05-22-19", "§ 21", "third"),
    ),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, law: Law) -> Finding:
    """Pass, unsure or fail; see the module."""
    return judge_amount_split(case, law)
