"""Principal and additions are stated separately.

What it checks: that a betalingsoppfordring shows the principal on its own and each addition (interest, fees, the
collector's fee) on its own.

Legal basis: inkassoloven (1988) § 10 second paragraph letter c; third paragraph allows a bare total where the
calculation is particularly extensive and a complete statement is offered. Otherwise the collector's fee falls away
(§ 17 fourth paragraph second sentence).

How it is decided: a principal row and further rows that make up the total pass, and so does an offer of a complete
statement. It fails when a letter that was read whole shows one sum and no rows, although the letter itself shows that
interest or costs are in it: by its words ("inkludert renter og omkostninger"), by the invoices it lists, or by an
earlier letter. Rows that do not reach the total, interest and costs joined in one row, an enclosed specification, or a
bare sum that may be the principal alone are unsure.

Known limits: whether each row is right is for other checks. A specification on a back side is not seen.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from checks.case import Case
from checks.history import history_of
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import charges_costs, is_lost, mentions
from checks.registry import basis, rule
from parsers.model import ClaimLine, LineType, Reading, StatementId

_INTEREST = re.compile(r"rente", re.IGNORECASE)
_COSTS = re.compile(r"omkostn|kostnad|gebyr|salær|utgift", re.IGNORECASE)
_INCLUDING = re.compile(
    r"\b(?:inkl(?:\.|udert|usive?)?|medregnet|medrekna|iberegnet|innberegnet|innrekna)\s[^.]{0,40}"
    r"(?:rente|omkostn|kostnad|gebyr|salær)",
    re.IGNORECASE,
)


@rule(
    "bo-c-amount-specified",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "second", "c"), basis("lov/1988-05-13-26", "§ 10", "third")),
    severity="breach",
    consequence="C-COLL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass on separate rows, fail on a lump sum known to hold additions; see the module."""
    offered = case.says(StatementId.FULL_STATEMENT_OFFERED)
    joined = [line for line in case.letter.lines if _joins_interest_and_costs(line)]
    principal = case.amount("principal")
    if charges_costs(case) and isinstance(principal, Reading) and not joined:
        total = case.amount("total")
        missing = total.value - _sum_of_rows(case) if isinstance(total, Reading) else Decimal("0.00")
        if missing <= law.tolerance or (offered and offered.strength == "clear"):
            return Finding(Status.PASS, rests_on=("principal",))
        return Finding(Status.UNSURE, variant="gap", params={"gap": missing}, rests_on=("principal", "total"))
    if offered and offered.strength == "clear":
        return Finding(Status.PASS, variant="offered", rests_on=("statement:full_statement_offered",))
    if case.says(StatementId.ENCLOSURE) or offered:
        return Finding(Status.UNSURE, variant="enclosure")
    total_demanded = case.amount("total").need()
    if joined and charges_costs(case) and isinstance(principal, Reading):
        return Finding(Status.UNSURE, variant="joined", params={"label": joined[0].label})
    if charges_costs(case):
        return Finding(Status.UNSURE, variant="no-principal", question="principal")
    if isinstance(principal, Reading) and not joined:
        missing = total_demanded - _sum_of_rows(case)
        if missing <= law.tolerance:
            return Finding(Status.PASS, variant="principal-only", rests_on=("principal", "total"))
        return Finding(Status.UNSURE, variant="gap", params={"gap": missing}, rests_on=("principal", "total"))
    if joined or _holds_additions(case, total_demanded - law.tolerance):
        return Finding(Status.FAIL, params={"total": total_demanded}, rests_on=("total",), absence=True)
    if is_lost(case, "principal"):
        return Finding(Status.UNSURE, variant="no-principal", question="principal")
    return Finding(Status.UNSURE, variant="lump", params={"total": total_demanded}, rests_on=("total",))


def _joins_interest_and_costs(line: ClaimLine) -> bool:
    """Whether one row holds both; interest on costs is a row of its own kind."""
    if line.type is LineType.INTEREST_ON_COSTS:
        return False
    return _INTEREST.search(line.label) is not None and _COSTS.search(line.label) is not None


def _sum_of_rows(case: Case) -> Decimal:
    rows = (line for line in case.letter.lines if line.included)
    return sum((-row.amount if row.type is LineType.PAID else row.amount for row in rows), Decimal("0.00"))


def _holds_additions(case: Case, lowest: Decimal) -> bool:
    """Whether the letter itself, or an earlier one, shows that a sum of at least ``lowest`` is no bare principal."""
    if mentions(case, _INCLUDING):
        return True
    listed = [item.amount.value for item in case.letter.claims if isinstance(item.amount, Reading)]
    if listed and len(listed) == len(case.letter.claims) and sum(listed) < lowest:
        return True
    earlier = [line for letter in history_of(case).sure for line in letter.letter.lines_of(LineType.PRINCIPAL)]
    return len(earlier) == 1 and earlier[0].amount < lowest
