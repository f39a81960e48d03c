"""The notice clearly says that collection will follow.

What it checks: that the running text of an inkassovarsel tells the debtor what comes next: if the claim is not paid in
time, it goes to inkasso.

Legal basis: inkassoloven (1988) § 9 first paragraph letter a. Without such a notice the collector's fee falls away
(§ 17 fourth paragraph) and the notice carries no fee (inkassoforskriften § 1-2 second paragraph).

How it is decided: a sentence that says so outright passes. A sentence that only hints ("kan medføre ytterligere
tiltak"), or one that names inkasso in words we do not understand, is unsure. Only when a letter that was read whole
names neither inkasso nor any next step does the check fail. The heading, the name of the act, web addresses and names
of firms are no such sentence.

Known limits: a sentence on a back side that was not handed in is not seen; how clear a vague sentence is, is left to
people.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.demand_content import may_warn_of_collection
from checks.law import Law
from checks.model import Finding
from checks.readings import required_statement
from checks.registry import basis, rule
from parsers.model import StatementId


@rule(
    "inv-says-collection-follows",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 9", "first", "a"),),
    severity="breach",
    consequence="C-COLL",
    kinds=("inkassovarsel",),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=("C-FEE",),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail on the sentence; see the module."""
    return required_statement(case, StatementId.COLLECTION_FOLLOWS, mentioned=may_warn_of_collection(case))
