"""The notice lets the debtor recognise the claim.

What it checks: that an inkassovarsel gives an amount and something that tells which claim it is: an invoice number,
what it concerns, or at least the creditor.

Legal basis: inkassoloven (1988) § 9 first paragraph and § 8. § 9 does not list these items, so a finding is advice and
moves no money.

How it is decided: an amount and one thing naming the claim pass. Neither of them on a letter that was read whole
fails. One without the other, an unreadable one, or an enclosure that may hold them is unsure.

Known limits: whether the debtor in fact recognises the claim is not for a letter to show.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.demand_content import may_name_creditor, may_tell_subject
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_lost, printed_amounts, surest
from checks.registry import basis, rule
from parsers.model import Reading, StatementId

_SUBJECT = ("claim_description", "invoice_number", "creditor")


@rule(
    "inv-states-amount-and-subject",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 9", "first"), basis("lov/1988-05-13-26", "§ 8")),
    severity="advice",
    consequence="C-NONE",
    kinds=("inkassovarsel",),
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
    """Pass on an amount and a subject, fail on neither; see the module."""
    amounts = {name: case.amount(name) for name in ("principal", "total")}
    subjects = {name: case.text(name) for name in _SUBJECT}
    listed = [item for item in case.letter.claims if isinstance(item.amount, Reading)]
    numbered = [item for item in case.letter.claims if isinstance(item.number, Reading)]
    has_amount = bool(listed) or any(isinstance(r, Reading) for r in amounts.values())
    has_subject = bool(numbered) or any(isinstance(r, Reading) for r in subjects.values())
    found = tuple(name for name, r in (*amounts.items(), *subjects.items()) if isinstance(r, Reading))
    if has_amount and has_subject:
        return Finding(Status.PASS, rests_on=(*surest(case, *amounts), *surest(case, *subjects)))
    if case.says(StatementId.ENCLOSURE):
        return Finding(Status.UNSURE, variant="enclosure", rests_on=("statement:enclosure",))
    told_otherwise = may_tell_subject(case) or may_name_creditor(case) or printed_amounts(case)
    if not has_amount and not has_subject and not told_otherwise and not is_lost(case, *amounts, *subjects):
        return Finding(Status.FAIL, absence=True)
    variant = "no-subject" if has_amount else "no-amount"
    return Finding(Status.UNSURE, variant=variant, rests_on=found)
