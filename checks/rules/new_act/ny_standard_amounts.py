"""Costs follow the new regulation.

What it checks: that out-of-court costs stay within the standard amounts of the regulation under the act of 2026.

Legal basis: inkassoloven (2026) § 19: standard amounts are set by regulation, apart for own collection and collection
for others. The regulation had not been issued, and the figures of the act of 1988 end when that act does.

How it is decided: a letter without such costs passes. Any cost is unsure, because there is no figure to measure it
with. It never fails.

Known limits: transition rules are not known.
"""

from __future__ import annotations

from checks.case import COST_LINES, Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule


@rule(
    "ny-standard-amounts",
    group="fees",
    legal_basis=(basis("lov/2026-05-22-19", "§ 19"),),
    severity="breach",
    consequence="amount",
    kinds=(
        "purring",
        "inkassovarsel",
        "betalingsoppfordring",
        "oppfolging",
        "rettslig-varsel",
        "avdragsavtale",
        "saksoversikt",
    ),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass without costs, unsure with any; see the module."""
    costs = case.charged(*COST_LINES)
    if costs <= 0:
        return Finding(Status.PASS)
    return Finding(Status.UNSURE, variant="not-issued", params={"costs": costs})
