"""A visit is announced in writing with a right to refuse.

What it checks: that only a collection agency announces a visit, and tells that the debtor may refuse it.

Legal basis: inkassoloven (2026) § 15 fifth paragraph: visits are for inkassoforetak alone, after written notice in
reasonable time with the right to refuse. A breach takes the out-of-court costs away unless it can have had no effect
(§ 18 second paragraph).

How it is decided: a letter that announces no visit passes, and so does an agency's that tells of the right to refuse.
It fails when an agency's letter, read whole, announces one and tells of no such right, and when a creditor announces
one. A lawyer's visit and sentences that only hint at one are unsure. Visits of the namsmann, of technicians and to
the sender's own office are none.

Known limits: a notice sent apart from this letter is not seen. Whether the time was reasonable is not weighed.
"""

from __future__ import annotations

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import SenderRole, StatementId

_VISIT = f"statement:{StatementId.VISIT_ANNOUNCED.value}"
_REFUSAL = f"statement:{StatementId.VISIT_REFUSABLE.value}"


@rule(
    "ny-visit-notice",
    group="conduct",
    legal_basis=(basis("lov/2026-05-22-19", "§ 15", "fifth"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("oppfolging", "rettslig-varsel"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass without a visit or with the right to refuse it, fail otherwise; see the module."""
    visit, refusal = case.says(StatementId.VISIT_ANNOUNCED), case.says(StatementId.VISIT_REFUSABLE)
    if visit is None:
        return Finding(Status.PASS)
    if visit.strength == "weak":
        return Finding(Status.UNSURE, variant="weak", rests_on=(_VISIT,))
    if case.sender_role is SenderRole.LAWYER:
        return Finding(Status.UNSURE, variant="lawyer", rests_on=(_VISIT,))
    if case.sender_role is SenderRole.CREDITOR:
        return Finding(Status.FAIL, variant="not-agency", rests_on=(_VISIT, "sender_role"))
    if refusal is None:
        return Finding(Status.FAIL, rests_on=(_VISIT,), absence=True)
    if refusal.strength == "weak":
        return Finding(Status.UNSURE, variant="weak", rests_on=(_VISIT, _REFUSAL))
    return Finding(Status.PASS, variant="refusable", rests_on=(_VISIT, _REFUSAL))
