"""Legal costs are not claimed before legal steps.

What it checks: that no court or enforcement cost is part of the demand before a legal step was taken.

Legal basis: inkassoloven § 21 and inkassoforskriften § 2-1 first paragraph: legal costs follow the case,
out-of-court work is bounded by the caps. The cost falls away.

How it is decided: no legal cost in the total passes. A cost in the total of a letter that speaks of legal steps as
still to come, and of none taken, fails. Where the letter tells of a step taken, or the user does, it passes; else
the user is asked, as where the total is not the sum of the rows with the legal costs: they may only be told of.

Known limits: an earlier round in court, and the public fee for serving a bankruptcy notice, may be owed without any
sign in the letter; the latter is left unsure.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from checks.case import Case
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule
from parsers.model import LineType, Reading, StatementId

_BANKRUPTCY = re.compile(r"konkurs|forkynn", re.IGNORECASE)


@rule(
    "cost-legal-fees-too-early",
    group="fees",
    legal_basis=(basis("lov/1988-05-13-26", "§ 21"), basis("forskrift/1989-07-14-562", "§ 2-1", "first")),
    severity="breach",
    consequence="amount",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("case_in_court",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Judge legal costs by whether a legal step was taken; see the module."""
    lines = [line for line in case.lines("legal_costs") if line.amount > 0]
    if not lines:
        return Finding(Status.PASS)
    charged = sum((line.amount for line in lines), Decimal("0.00"))
    params = {"charged": charged}
    in_court = case.known.answer("case_in_court")
    if in_court == "yes" or (in_court is None and case.says_clearly(StatementId.LEGAL_STEP_TAKEN)):
        return Finding(Status.PASS, variant="step-taken", params=params, rests_on=("legal_costs",))
    failed = Finding(
        Status.FAIL,
        params=params,
        rests_on=("legal_costs",),
        amounts=Amounts(charged=charged, limit=Decimal("0.00"), excess=charged),
        contests={"legal_costs": charged},
    )
    if in_court == "no":
        return failed
    still_to_come = case.says_clearly(StatementId.LEGAL_COLLECTION) and case.says(StatementId.LEGAL_STEP_TAKEN) is None
    if (
        still_to_come
        and case.fully_read
        and not _is_outside_total(case)
        and not any(_BANKRUPTCY.search(line.label) for line in lines)
    ):
        return failed
    return Finding(
        Status.UNSURE,
        variant="step-unknown",
        params=params,
        rests_on=("legal_costs",),
        question="case_in_court",
        stake=charged,
    )


def _is_outside_total(case: Case) -> bool:
    """Whether the rows with the legal costs do not make up the total: they may be told of as what can still come."""
    total = case.amount("total")
    if not isinstance(total, Reading):
        return False
    rows = (line for line in case.letter.lines if line.included)
    whole = sum((-row.amount if row.type is LineType.PAID else row.amount for row in rows), Decimal("0.00"))
    return abs(whole - total.value) > Decimal("1.00")
