"""The payment demand says what the claim concerns.

What it checks: that a betalingsoppfordring tells what the claim is for, so that the debtor can recognise it.

Legal basis: inkassoloven (1988) § 10 second paragraph letter b. Without it the collector's fee falls away (§ 17 fourth
paragraph second sentence).

How it is decided: a description passes, and so does an invoice number together with a creditor's name. Words that say
nothing ("Diverse", "Utestående"), an invoice number alone, an enclosed specification, or a sentence "kravet gjelder"
that was not understood are unsure. A letter that was read whole and has nothing but a case number or a KID fails.

Known limits: whether the description is right, or plain enough for this debtor, is not tested.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.demand_content import VAGUE_SUBJECT, may_tell_subject
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_lost, surest
from checks.registry import basis, rule
from parsers.model import Reading, StatementId


@rule(
    "bo-b-what-the-claim-concerns",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "second", "b"),),
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
    """Pass on a subject, fail on nothing but references; see the module."""
    description, invoice, creditor = (case.text(n) for n in ("claim_description", "invoice_number", "creditor"))
    numbered = isinstance(invoice, Reading) or any(isinstance(c.number, Reading) for c in case.letter.claims)
    has_creditor = isinstance(creditor, Reading) or isinstance(case.text("original_creditor"), Reading)
    by_invoice = numbered and has_creditor
    better_described = not by_invoice or surest(case, "claim_description", "invoice_number") == ("claim_description",)
    if isinstance(description, Reading) and better_described and not VAGUE_SUBJECT.fullmatch(description.value.strip()):
        return Finding(Status.PASS, params={"subject": description.value}, rests_on=("claim_description",))
    if by_invoice:
        return Finding(Status.PASS, variant="invoice", rests_on=("invoice_number", "creditor"))
    if case.says(StatementId.ENCLOSURE):
        return Finding(Status.UNSURE, variant="enclosure", rests_on=("statement:enclosure",))
    if numbered:
        return Finding(Status.UNSURE, variant="invoice-alone", rests_on=("invoice_number",), question="creditor")
    if isinstance(description, Reading):
        params = {"subject": description.value}
        return Finding(Status.UNSURE, variant="vague", params=params, rests_on=("claim_description",))
    if is_lost(case, "claim_description", "invoice_number") or may_tell_subject(case):
        return Finding(Status.UNSURE, variant="unreadable", question="claim_description")
    return Finding(Status.FAIL, absence=True)
