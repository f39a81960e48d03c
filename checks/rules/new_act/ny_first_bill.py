"""The fee on a first bill is lawful.

What it checks: that a consumer who was not billed before the due date gets no fee for late payment on the first bill.

Legal basis: inkassoloven (2026) § 18 sixth paragraph. The fee falls away.

How it is decided: no such fee passes, and so do a bill before the due date (told by the user, or an earlier reminder
the letter tells of) and a fee the user says was agreed. No earlier bill by the user's answer fails. Without an answer
it is unsure, most likely a pass, since most claims are billed.

Known limits: an agreed invoice fee that was lawful before the due date is told from a fee for late payment only by
its row.
"""

from __future__ import annotations

from checks.case import Case
from checks.history import history_of
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule
from parsers.model import LetterKind, LineType, StatementId


@rule(
    "ny-first-bill",
    group="fees",
    legal_basis=(basis("lov/2026-05-22-19", "§ 18", "sixth"),),
    severity="breach",
    consequence="C-FEE",
    kinds=("purring",),
    senders=("creditor",),
    debtors=("consumer",),
    valid_from=None,
    regime="inkl-2026",
    ask=("billed_before_due", "contract_terms"),
)
def check(case: Case, _law: Law) -> Finding:
    """Decide by what is known of an earlier bill; see the module."""
    fee = case.charged(LineType.REMINDER_FEE)
    if fee <= 0:
        return Finding(Status.PASS)
    params = {"fee": fee}
    rests_on = ("reminder_fee",)
    billed = case.known.answer("billed_before_due")
    earlier = bool(history_of(case).of(LetterKind.PURRING, LetterKind.INKASSOVARSEL))
    if billed == "yes" or (billed is None and (earlier or case.says_clearly(StatementId.EARLIER_NOTICE))):
        return Finding(Status.PASS, variant="billed", params=params, rests_on=rests_on)
    if case.known.answer("contract_terms") == "yes":
        return Finding(Status.PASS, variant="agreed", params=params, rests_on=rests_on)
    if billed == "no":
        return Finding(
            Status.FAIL,
            params=params,
            rests_on=rests_on,
            amounts=Amounts(charged=fee, limit=fee - fee, excess=fee),
            contests={"reminder_fee": fee},
        )
    return Finding(
        Status.UNSURE,
        variant="untold",
        params=params,
        rests_on=rests_on,
        question="billed_before_due",
        leaning=Status.PASS,
        stake=fee,
    )
