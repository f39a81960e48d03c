"""The organisation number is valid.

What it checks: that the organisation numbers of creditor and collector are possible numbers.

Legal basis: none; MOD11 with weights 3 2 7 6 5 4 3 2 of the Brønnøysund registers. A number that cannot exist is worth
knowing before paying.

How it is decided: every number of nine digits that satisfies MOD11 passes. One that does not fails as advice when it
was read firmly (printed twice alike, a text and not a picture, or the user's word); otherwise a digit was most likely
misread and it is unsure. A number of another length is no organisation number that we could judge: unsure.

Known limits: a possible number may be another firm's, or nobody's; the register is not looked up.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_lost, is_read_firmly
from checks.registry import rule
from parsers.identifiers import is_valid_org_number
from parsers.model import Reading

_FIELDS = ("collector_org_number", "creditor_org_number")
_DIGITS = 9


@rule(
    "org-number-check-digit",
    group="payment-details",
    legal_basis=(),
    severity="advice",
    consequence="C-NONE",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer", "public"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1995, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass when every number is possible, fail on an impossible one firmly read; see the module."""
    read = {name: case.text(name) for name in _FIELDS}
    numbers = {name: reading.value for name, reading in read.items() if isinstance(reading, Reading)}
    if not numbers:
        if is_lost(case, *_FIELDS):
            return Finding(Status.UNSURE, variant="misread", question=next(n for n in _FIELDS if is_lost(case, n)))
        return Finding(Status.NOT_APPLICABLE, variant="none")
    impossible = [name for name, number in numbers.items() if not is_valid_org_number(number)]
    if not impossible:
        return Finding(Status.PASS, rests_on=tuple(numbers))
    firm = [name for name in impossible if len(numbers[name]) == _DIGITS and is_read_firmly(case, name)]
    if not firm:
        return Finding(Status.UNSURE, variant="misread", rests_on=(impossible[0],), question=impossible[0])
    return Finding(Status.FAIL, params={"number": numbers[firm[0]]}, rests_on=(firm[0],))
