"""The amount owed is stated.

What it checks: that an agency's notice and its payment demand say how much is owed.

Legal basis: inkassoloven (2026) § 20 second paragraph letter b and § 21 second paragraph letter b; a breach takes the
out-of-court costs away unless it can have had no effect (§ 18 second paragraph).

How it is decided: a total that was read passes, wherever it is printed, also on the payment slip. A letter with
amounts of which none is surely the total is unsure. It fails when a letter that was read whole has no amount at all.

Known limits: whether the amount is right is for other checks.
"""

from __future__ import annotations

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_lost, printed_amounts
from checks.registry import basis, rule
from parsers.model import Reading


@rule(
    "ny-amount-owed",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 20", "second", "b"), basis("lov/2026-05-22-19", "§ 21", "second", "b")),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on a total, fail on a letter without amounts; see the module."""
    total = case.amount("total")
    if isinstance(total, Reading):
        return Finding(Status.PASS, params={"total": total.value}, rests_on=("total",))
    if is_lost(case, "total") or case.letter.lines or case.letter.claims or printed_amounts(case):
        return Finding(Status.UNSURE, variant="elsewhere", question="total")
    return Finding(Status.FAIL, absence=True)
