"""The payment demand names the creditor.

What it checks: that a collector's betalingsoppfordring names the one who owns the claim now.

Legal basis: inkassoloven (1988) § 10 second paragraph letter a. Without it the collector's fee falls away (§ 17 fourth
paragraph second sentence).

How it is decided: a creditor that was read passes; for a bought claim the purchaser who writes is itself the creditor.
It fails when a letter that was read whole has no creditor's name and no label of one ("På vegne av ...",
"Oppdragsgiver: ...") and no words that may be one: "Isfjorden Grendelag har overlatt oss kravet" is unsure. So is an
original creditor alone: some firms print that label for the present owner.

Known limits: whether the one named really owns the claim is not tested.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.demand_content import may_name_creditor
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_from_picture, is_lost
from checks.registry import basis, rule
from parsers.model import Reading, SenderRole


@rule(
    "bo-a-creditor-name",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "second", "a"),),
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
    """Pass on a named creditor, fail on none; see the module."""
    creditor, original = case.text("creditor"), case.text("original_creditor")
    if isinstance(creditor, Reading):
        return Finding(Status.PASS, params={"creditor": creditor.value}, rests_on=("creditor",))
    if case.sender_role is SenderRole.PURCHASER:
        sender = case.text("collector")
        if isinstance(sender, Reading):
            return Finding(Status.PASS, params={"creditor": sender.value}, rests_on=("collector",))
        return Finding(Status.UNSURE, variant="purchaser", question="creditor")
    if isinstance(original, Reading):
        params = {"creditor": original.value}
        return Finding(
            Status.UNSURE, variant="only-original", params=params, rests_on=("original_creditor",), question="creditor"
        )
    if is_lost(case, "creditor", "original_creditor") or is_from_picture(case) or may_name_creditor(case):
        return Finding(Status.UNSURE, variant="unreadable", question="creditor")
    return Finding(Status.FAIL, rests_on=("sender_role",), absence=True)  # a purchaser names itself
