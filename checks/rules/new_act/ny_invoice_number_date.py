"""Invoice number and invoice date are stated.

What it checks: that an agency's notice and payment demand give the number and the date of each invoice.

Legal basis: inkassoloven (2026) § 20 second paragraph letter f and § 21 second paragraph letter f; a breach takes the
out-of-court costs away unless it can have had no effect (§ 18 second paragraph).

How it is decided: number and date pass. Loans, rent, parking, toll, public claims and judgments have no invoice: not
applicable. It fails when the claim is one for an invoice by the letter's own words or the user's, and a letter that
was read whole lacks the number or the date, and holds no number or date that may be it. Several invoices of which not
all are told of, an enclosure or a picture are unsure.

Known limits: dates of further invoices in a list are not told apart from their due dates.
"""

from __future__ import annotations

import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_from_picture, is_lost, mentions
from checks.registry import basis, rule
from parsers.dates import find_dates
from parsers.model import DATE_FIELDS, Missing, Reading, StatementId

_WITHOUT_INVOICE = frozenset({"credit", "loan", "rent", "parking", "toll", "public", "judgment"})
_NO_INVOICE = re.compile(
    r"\b(?:lån|forbrukslån|husleie|husleige|leie|leige|kassekreditt|kredittkort|konto\w*|dom|forlik|gjeldsbrev|parkering|"
    r"kontrollsanksjon|bom\w*|erstatning|erstatting|loan|rent|judgment|overdraft)\b",
    re.IGNORECASE,
)
_INVOICE = re.compile(r"faktura|re[gk]ning|invoice|\bbill\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:faktura|re[gk]ning|invoice|bilag|nota|krav|ref\w*|nr|nummer|no)[^\n]{0,30}?\d{3,}", re.IGNORECASE
)


@rule(
    "ny-invoice-number-date",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 20", "second", "f"), basis("lov/2026-05-22-19", "§ 21", "second", "f")),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("claim_type",),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on number and date, fail where one of a known invoice is not there; see the module."""
    number, date = case.text("invoice_number"), case.date("invoice_date")
    type_ = case.known.answer("claim_type")
    if type_ in _WITHOUT_INVOICE:
        return Finding(Status.NOT_APPLICABLE, variant="no-invoice")
    if len(case.letter.claims) > 1:
        all_numbered = all(isinstance(item.number, Reading) for item in case.letter.claims)
        if not all_numbered or isinstance(date, Missing):
            return Finding(Status.UNSURE, variant="several", question="invoice_date")
        return Finding(Status.PASS, rests_on=("invoice_date",))
    if isinstance(number, Reading) and isinstance(date, Reading):
        return Finding(Status.PASS, rests_on=("invoice_number", "invoice_date"))
    if mentions(case, _NO_INVOICE) or not (type_ in {"goods", "service"} or mentions(case, _INVOICE)):
        return Finding(Status.UNSURE, variant="invoice", question="claim_type")
    lost = is_lost(case, "invoice_number", "invoice_date") or is_from_picture(case)
    if lost or case.says(StatementId.ENCLOSURE) or _may_stand_there(case, number, date):
        return Finding(Status.UNSURE, variant="elsewhere", question=_first_missing(number))
    if isinstance(date, Reading):
        return Finding(Status.FAIL, variant="number", rests_on=("invoice_date",), absence=True)
    if isinstance(number, Reading):
        return Finding(Status.FAIL, variant="date", rests_on=("invoice_number",), absence=True)
    return Finding(Status.FAIL, absence=True)


def _first_missing(number: Reading[str] | Missing) -> str:
    return "invoice_date" if isinstance(number, Reading) else "invoice_number"


def _may_stand_there(case: Case, number: Reading[str] | Missing, date: object) -> bool:
    """Whether the text holds a number, or a day besides those we know, that may be what is missing."""
    text = case.letter.transcript.text
    if isinstance(number, Missing) and _NUMBER.search(text):
        return True
    known = {reading.value for name in DATE_FIELDS if isinstance(reading := case.date(name), Reading)}
    known |= {item.due.value for item in case.letter.claims if isinstance(item.due, Reading)}
    return isinstance(date, Missing) and any(found.date not in known for found in find_dates(text, tolerant=True))
