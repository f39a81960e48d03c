"""The collector offers no loan.

What it checks: that a firm which collects for others neither offers nor markets a loan to the debtor.

Legal basis: inkassoloven (2026) § 32. No money falls away by itself.

How it is decided: a sentence that offers a loan, from the firm or a partner, fails. One that only hints, or that was
read with doubt, is unsure. What a claim is about ("lån"), instalment plans and denials are no offer.

Known limits: advertisements on enclosed leaflets or web pages are not seen.
"""

from __future__ import annotations

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import StatementId

_OFFER = f"statement:{StatementId.LOAN_OFFERED.value}"


@rule(
    "ny-loan-offer",
    group="conduct",
    legal_basis=(basis("lov/2026-05-22-19", "§ 32"),),
    severity="breach",
    consequence="C-NONE",
    kinds=("inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("collector",),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Fail on an outright offer, unsure on a hint."""
    offer = case.says(StatementId.LOAN_OFFERED)
    if offer is None:
        return Finding(Status.PASS)
    if offer.strength == "weak":
        return Finding(Status.UNSURE, variant="weak", rests_on=(_OFFER,))
    return Finding(Status.FAIL, rests_on=(_OFFER,))
