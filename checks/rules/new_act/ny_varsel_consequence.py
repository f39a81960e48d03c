"""The notice says that collection measures follow.

What it checks: that the running text of an agency's inkassovarsel tells the debtor that collection measures follow if
the claim is not paid in time.

Legal basis: inkassoloven (2026) § 20 second paragraph letter h; a breach takes the out-of-court costs away unless it
can have had no effect (§ 18 second paragraph).

How it is decided: a sentence that says so outright passes. A sentence that only hints, or one that names inkasso in
words we do not understand, is unsure. It fails only when a letter that was read whole names neither inkasso nor any
next step. The heading, the name of the act, web addresses and names of firms are no such sentence.

Known limits: a sentence on a back side that was not handed in is not seen.
"""

from __future__ import annotations

from checks.case import Case
from checks.demand_content import may_warn_of_collection
from checks.law import Law
from checks.model import Finding
from checks.readings import required_statement
from checks.registry import basis, rule
from parsers.model import StatementId


@rule(
    "ny-varsel-consequence",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 20", "second", "h"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel",),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail on the sentence; see the module."""
    return required_statement(case, StatementId.COLLECTION_FOLLOWS, mentioned=may_warn_of_collection(case))
