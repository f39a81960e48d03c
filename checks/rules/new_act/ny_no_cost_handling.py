"""No charge for handling objections and complaints.

What it checks: that no row charges the debtor for handling an objection or a complaint.

Legal basis: inkassoloven (2026) § 18 fourth paragraph. The row falls away.

How it is decided: a cost row named after an objection or a complaint fails, unless it is the fee of a board, a court
or the namsmann ("forliksklage"). A row named only as handling of a case, and a sentence that says such costs will
come, are unsure.

Known limits: a charge hidden in another row is not seen.
"""

from __future__ import annotations

import re
from decimal import Decimal

from checks.case import Case
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule
from parsers.model import LineType, StatementId

_ROWS = (
    LineType.OTHER_FEE,
    LineType.REMINDER_FEE,
    LineType.COLLECTION_FEE,
    LineType.OWN_DEMAND_FEE,
    LineType.INSTALMENT_FEE,
)
_HANDLING = re.compile(
    r"innsigels|innvending|motsegn|motseiing|\bklag|klagebehandl|klagehandsam|objection|complaint|dispute|tvistebehandl|"
    r"bestrid",
    re.IGNORECASE,
)
_COURT = re.compile(r"forlik|rettsgebyr|domstol|tingrett|namsmann|namsfog|court", re.IGNORECASE)
_CASE_HANDLING = re.compile(r"saks?behandl|sakshandsam|behandlingsgebyr|handsamingsgebyr|handling fee", re.IGNORECASE)
_SAYS = "statement:objection_denied"


@rule(
    "ny-no-cost-handling",
    group="fees",
    legal_basis=(basis("lov/2026-05-22-19", "§ 18", "fourth"),),
    severity="breach",
    consequence="amount",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Judge the cost rows by their names; see the module."""
    rows = [row for row in case.lines(*_ROWS) if row.amount > 0 and not _COURT.search(row.label)]
    named = [row for row in rows if _HANDLING.search(row.label)]
    if named:
        fee = sum((row.amount for row in named), Decimal("0.00"))
        contests = {type_: Decimal("0.00") for type_ in dict.fromkeys(row.type.value for row in named)}
        for row in named:
            contests[row.type.value] += row.amount
        return Finding(
            Status.FAIL,
            params={"fee": fee, "label": named[0].label},
            rests_on=tuple(contests),
            amounts=Amounts(charged=fee, limit=fee - fee, excess=fee),
            contests=contests,
        )
    unclear = [row for row in rows if _CASE_HANDLING.search(row.label)]
    if unclear:
        rests_on = (unclear[0].type.value,)
        params = {"label": unclear[0].label}
        return Finding(Status.UNSURE, variant="unclear", params=params, rests_on=rests_on, stake=unclear[0].amount)
    said = case.says(StatementId.OBJECTION_DENIED)
    if said is not None and said.detail == "costly":
        return Finding(Status.UNSURE, variant="said", rests_on=(_SAYS,))
    return Finding(Status.PASS)
