"""The KID has a valid check digit.

What it checks: that the KID, the number a payment is booked by, satisfies one of the two check digit methods.

Legal basis: none; the system specification of OCR giro (MOD10 or MOD11, 2-25 digits). A payment with a wrong KID may
not reach the claim, which is worth knowing before paying.

How it is decided: a KID that satisfies MOD10 or MOD11 passes. One that satisfies neither fails as advice when it was
printed twice alike, comes from a text and not from a picture, or was told by the user; otherwise one digit was most
likely misread and it is unsure. Two different KIDs, a number of another length, or one that is also the letter's case,
customer or invoice number is unsure.

Known limits: about one random number in five satisfies one of the methods. Which method the receiver uses is unknown.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_lost, is_read_firmly
from checks.registry import rule
from parsers.identifiers import is_valid_kid
from parsers.model import Missing, Reading

_REFERENCES = ("case_number", "customer_number", "invoice_number")
_LENGTHS = range(2, 26)


@rule(
    "kid-check-digit",
    group="payment-details",
    legal_basis=(),
    severity="advice",
    consequence="C-NONE",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer", "public"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on a valid KID, fail on one firmly read that no method accepts; see the module."""
    kid = case.text("kid")
    if isinstance(kid, Missing) and not is_lost(case, "kid"):
        return Finding(Status.NOT_APPLICABLE, variant="none")
    digits = kid.need()
    others = {str(m.value) for m in case.letter.mentions.get("kid", ())} - {digits}
    if is_valid_kid(digits):
        if any(is_valid_kid(other) for other in others):
            return Finding(Status.UNSURE, variant="two", rests_on=("kid",), question="kid")
        return Finding(Status.PASS, rests_on=("kid",))
    references = [r.value for r in map(case.text, _REFERENCES) if isinstance(r, Reading)]
    if len(digits) not in _LENGTHS or digits in references:
        return Finding(Status.UNSURE, variant="reference", rests_on=("kid",), question="kid")
    if others or not is_read_firmly(case, "kid"):
        return Finding(Status.UNSURE, variant="misread", rests_on=("kid",), question="kid")
    return Finding(Status.FAIL, rests_on=("kid",))
