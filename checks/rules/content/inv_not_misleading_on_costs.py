"""The notice does not present costs as unavoidable.

What it checks: that a reminder or an inkassovarsel does not say that collection costs must be paid whatever the debtor
does, or even if the debtor objects.

Legal basis: inkassoloven (1988) § 8 (good practice) and § 17 second paragraph: whoever had reasonable objections owes
no costs. Bad practice takes every out-of-court cost (§ 17 fourth paragraph first sentence).

How it is decided: a sentence that says so outright fails, one that only comes near or implies it is unsure. Costs
described as possible, or in plain future tense without denying the right to object, pass. When pages are missing, the
sentence may stand on one of them: unsure.

Known limits: tone and layout are not weighed, only what is said.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import StatementId

_SAYS = "statement:costs_unavoidable"


@rule(
    "inv-not-misleading-on-costs",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 8"), basis("lov/1988-05-13-26", "§ 17", "second")),
    severity="likely_breach",
    consequence="C-ALL",
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
def check(case: Case, _law: Law) -> Finding:
    """Fail on an outright sentence, unsure on a hint or a letter not read whole, else pass."""
    if case.says_outright(StatementId.COSTS_UNAVOIDABLE):
        return Finding(Status.FAIL, rests_on=(_SAYS,))
    if case.says(StatementId.COSTS_UNAVOIDABLE):
        return Finding(Status.UNSURE, variant="weak", rests_on=(_SAYS,))
    if not case.fully_read:
        return Finding(Status.UNSURE, variant="partly-read")
    return Finding(Status.PASS)
