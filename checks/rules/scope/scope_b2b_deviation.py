"""The debtor is a consumer.

What it checks: whether the letter is to a consumer or to a business. Other rules and higher caps hold for a business.

Legal basis: inkassoloven (1988) § 3: businesses may agree to other rules than §§ 9 to 11 and the notice fees;
inkassoforskriften § 2-1 second paragraph: their caps for collection costs are one and a half times as high.

How it is decided: never a fail. A consumer passes. For a business it is told what that changes, as unsure: what the
parties agreed does not show. Where the letter leaves the debtor open, and money depends on it, the user is asked.

Known limits: a sole trader's private debt, and a company name in a c/o address, may be taken for a business debt.
"""

from __future__ import annotations

import datetime as dt

from checks.case import COST_LINES, Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import DebtorType, LineType


@rule(
    "scope-b2b-deviation",
    group="scope",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 3"),
        basis("forskrift/1989-07-14-562", "§ 2-1", "second"),
    ),
    severity="advice",
    consequence="C-NONE",
    kinds=(
        "purring",
        "inkassovarsel",
        "betalingsoppfordring",
        "oppfolging",
        "rettslig-varsel",
        "avdragsavtale",
        "saksoversikt",
    ),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("debtor", "contract_terms"),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass for a consumer, unsure with what it changes for a business; see the module."""
    if case.debtor is DebtorType.CONSUMER:
        return Finding(Status.PASS, rests_on=("debtor",))
    if case.debtor is DebtorType.BUSINESS:
        agreed = case.known.answer("contract_terms") == "yes"
        return Finding(Status.UNSURE, variant="agreed" if agreed else "business", rests_on=("debtor",))
    if case.charged(*COST_LINES, LineType.COMPENSATION) > 0:
        return Finding(Status.UNSURE, variant="open", rests_on=("debtor",), question="debtor")
    return Finding(Status.UNSURE, variant="open-free", rests_on=("debtor",))
