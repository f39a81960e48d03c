"""Phone number and phone hours are stated.

What it checks: that an agency's notice and payment demand give a telephone number and say when it is answered.

Legal basis: inkassoloven (2026) § 15 third paragraph; a breach takes the out-of-court costs away unless it can have
had no effect (§ 18 second paragraph).

How it is decided: a number behind a word for telephone and hours of the day pass. A number without such a word, times
we do not understand, and any letter read from a picture that lacks one of them are unsure, because letterheads are
small print. It fails when a letter that was read whole lacks one of them.

Known limits: whether the number answers is not tested.
"""

from __future__ import annotations

from checks.case import Case
from checks.contact import phone_hours_told, phone_number_told
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_from_picture
from checks.registry import basis, rule


@rule(
    "ny-phone-information",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 15", "third"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on number and hours, fail where one is not there; see the module."""
    number, hours = phone_number_told(case), phone_hours_told(case)
    if number == hours == "given":
        return Finding(Status.PASS)
    if is_from_picture(case) or "unclear" in (number, hours):
        return Finding(Status.UNSURE, variant="unclear")
    if number == hours:
        return Finding(Status.FAIL, absence=True)
    return Finding(Status.FAIL, variant="number" if number == "missing" else "hours", absence=True)
