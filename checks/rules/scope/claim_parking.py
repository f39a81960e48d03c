"""Parking claims follow their own rules.

What it checks: that a private control sanction (kontrollsanksjon) carries no charge of the operator's own, and a
public parking fine (parkeringsgebyr) no collection costs.

Legal basis: parkeringsforskriften § 37: no special charge for collecting a control sanction, and no inkasso before a
timely complaint is decided; FOR-2016-03-18-261 § 6: from 2026-01-01 the debtor owes no out-of-court costs of
collecting a public parking fine. Such a charge or cost falls away.

How it is decided: by what the letter calls the claim. A sanction with a row named as administration, handling or the
like fails; one whose name we do not know is unsure; towing and parking beyond the sanction are claims of their own. A
user's objection before a collector's letter is unsure: whether it was in time and undecided does not show. A public
fine with out-of-court costs fails when a municipality claims it and it was surely imposed from 2026-01-01; imposed
earlier, other rules held; where either is open it is unsure.

Known limits: private operators sometimes call a sanction a fine, so a fine of no known municipality is asked about.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from checks.case import COST_LINES, Case
from checks.costs import ZERO
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure
from checks.registry import basis, rule
from parsers.model import ClaimLine, LetterKind, LineType, Reading, SenderRole, StatementId

_SANCTION = "statement:parking_sanction"
_FINE = "statement:parking_fine"
_PARKING = re.compile(r"parker|\bp-avgift|p-plass", re.IGNORECASE)
_OWN_CLAIM = re.compile(
    r"parker|kontroll|sanksjon|tauing|taue|borttau|inntau|fjern|døgn|dag|time|tid\b|leie|removal|towing", re.IGNORECASE
)
_CHARGE = re.compile(
    r"admin|behandl|handsam|saks?gebyr|ekspedisjon|opprett|etabler|porto|varsl|oppfølg|register|oppslag|innkrev|krevj|"
    r"service|handling",
    re.IGNORECASE,
)
_MUNICIPAL = re.compile(r"kommun|bymilj|kemner", re.IGNORECASE)

_NO_COSTS_FROM = dt.date(2026, 1, 1)
"""Fines imposed from this day carry no out-of-court collection costs (FOR-2025-12-18-2727)."""
_LONGEST_TO_PAY = dt.timedelta(days=60)
"""A fine is due three weeks after it was imposed; a due date this long after the change leaves no doubt."""
_SHORTEST_TO_PAY = dt.timedelta(days=21)


@rule(
    "claim-parking",
    group="scope",
    legal_basis=(basis("forskrift/2016-03-18-260", "§ 37"), basis("forskrift/2016-03-18-261", "§ 6")),
    severity="breach",
    consequence="amount",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel"),
    senders=("creditor", "collector", "purchaser", "lawyer", "public"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2017, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("claim_type", "objection_date"),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Tell a sanction from a fine, then judge what was added; see the module."""
    sanction, fine = case.says_clearly(StatementId.PARKING_SANCTION), case.says_clearly(StatementId.PARKING_FINE)
    if sanction and not fine:
        return _sanction(case)
    if fine and not sanction:
        return _fine(case)
    told = case.known.answer("claim_type")
    if not sanction and told != "parking" and not (told == "public" and _speaks_of_parking(case)):
        return Finding(Status.NOT_APPLICABLE, variant="not-parking")
    added = _added_charges(case)
    if not added and not case.charged(*COST_LINES):
        return Finding(Status.PASS, variant="no-costs", rests_on=("principal",))
    return Finding(Status.UNSURE, variant="which", stake=sum((row.amount for row in added), ZERO))


def _speaks_of_parking(case: Case) -> bool:
    subject = case.text("claim_description")
    return isinstance(subject, Reading) and _PARKING.search(subject.value) is not None


def _added_charges(case: Case) -> list[ClaimLine]:
    """Rows that are neither the claim itself nor a cost every creditor may have."""
    return [row for row in case.lines(LineType.OTHER_FEE) if row.amount > 0 and not _OWN_CLAIM.search(row.label)]


def _sanction(case: Case) -> Finding:
    added = _added_charges(case)
    named = [row for row in added if _CHARGE.search(row.label)]
    if named:
        excess = sum((row.amount for row in named), ZERO)
        params: dict[str, Param] = {"excess": excess, "label": named[0].label}
        return _failed(
            case.charged(LineType.OTHER_FEE), excess, {"other_fee": excess}, (_SANCTION, "other_fee"), params
        )
    objected = case.told_day("objection_date")
    collects = case.sender_role in {SenderRole.COLLECTOR, SenderRole.LAWYER, SenderRole.PURCHASER}
    if objected is not None and objected < case.sent.need() and collects and case.kind is not LetterKind.PURRING:
        return Finding(
            Status.UNSURE, variant="complaint", params={"objected": objected}, rests_on=(_SANCTION, "sent_date")
        )
    if added:
        stake = sum((row.amount for row in added), ZERO)
        params = {"fee": stake, "label": added[0].label}
        return Finding(
            Status.UNSURE, variant="unknown-charge", params=params, rests_on=(_SANCTION, "other_fee"), stake=stake
        )
    return Finding(Status.PASS, rests_on=(_SANCTION,))


def _fine(case: Case) -> Finding:
    costs = case.charged(*COST_LINES) - sum(
        (row.amount for row in case.lines(LineType.OTHER_FEE) if _OWN_CLAIM.search(row.label)), ZERO
    )
    if costs <= 0:
        return Finding(Status.PASS, variant="fine", rests_on=(_FINE,))
    params: dict[str, Param] = {"costs": costs}
    imposed = _imposed_under_new_rule(case)
    if imposed is False:
        return Finding(Status.NOT_APPLICABLE, variant="old-fine")
    if not _is_municipal(case):
        return Finding(
            Status.UNSURE, variant="whose", params=params, rests_on=(_FINE,), question="claim_type", stake=costs
        )
    if imposed is None:
        return Finding(
            Status.UNSURE, variant="imposed", params=params, rests_on=(_FINE,), question="invoice_date", stake=costs
        )
    contests = {row.value: case.charged(row) for row in COST_LINES if case.charged(row)}
    if LineType.OTHER_FEE.value in contests:
        contests[LineType.OTHER_FEE.value] -= case.charged(*COST_LINES) - costs
    taken = {row: kroner for row, kroner in contests.items() if kroner > 0}
    dated = "invoice_date" if is_sure(case.date("invoice_date")) else "original_due_date"
    return _failed(costs, costs, taken, (_FINE, *taken, dated), {**params, "excess": costs}, variant="fine")


def _failed(
    charged: Decimal,
    excess: Decimal,
    contests: dict[str, Decimal],
    rests_on: tuple[str, ...],
    params: dict[str, Param],
    variant: str = "",
) -> Finding:
    return Finding(
        Status.FAIL,
        variant=variant,
        params=params,
        rests_on=rests_on,
        amounts=Amounts(charged=charged, limit=charged - excess, excess=excess),
        contests=contests,
    )


def _is_municipal(case: Case) -> bool:
    """Whether a municipality claims the fine: by the creditor's name, a public sender, or the user's word."""
    creditor = case.text("creditor")
    named = isinstance(creditor, Reading) and _MUNICIPAL.search(creditor.value) is not None
    return named or case.sender_role is SenderRole.PUBLIC or case.known.answer("claim_type") == "public"


def _imposed_under_new_rule(case: Case) -> bool | None:
    """Whether the fine was imposed from 2026-01-01; ``None`` when the dates do not tell."""
    imposed, due, sent = case.date("invoice_date"), case.date("original_due_date"), case.sent
    if is_sure(imposed):
        return imposed.value >= _NO_COSTS_FROM
    if isinstance(sent, Reading) and sent.value < _NO_COSTS_FROM:
        return False
    if not is_sure(due):
        return None
    if due.value < _NO_COSTS_FROM + _SHORTEST_TO_PAY:
        return False
    return True if due.value >= _NO_COSTS_FROM + _LONGEST_TO_PAY else None
