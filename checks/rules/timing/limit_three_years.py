"""The claim is not time-barred.

What it checks: that the claim was not lapsed by limitation when the letter was sent.

Legal basis: foreldelsesloven §§ 2 and 3 no. 1 (three years from the day payment could first be demanded), § 5 (ten
years for loans and debt instruments), § 24 (interest lapses with the claim). The whole claim, or the claims that
lapsed, falls away.

How it is decided: a letter sent within three years of the due date, the last day included, passes. Later it fails
only when the user confirms that nothing interrupted the time (no acknowledgement, payment or legal step) and the
claim is, by the user's word or the letter's own, neither loan, credit, debt instrument nor judgment. Otherwise it is
unsure. A loan passes within ten years. Of several claims each is judged by its own due date.

Known limits: an agreed extension (§ 28), one extra year for a creditor who could not know of claim or debtor (§ 10),
and what happened in letters we have not seen, do not show. A judgment starts ten new years on a day the letter seldom
tells.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from checks.case import Case
from checks.costs import ZERO
from checks.deadlines import limitation_date
from checks.interest_claim import contract_doubt, is_described, is_ordinary
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure
from checks.registry import basis, rule
from parsers.model import LineType, Missing, NeedsValue, Reading

_LOAN_YEARS = 10


@rule(
    "limit-three-years",
    group="timing",
    legal_basis=(
        basis("lov/1979-05-18-18", "§ 2"),
        basis("lov/1979-05-18-18", "§ 3", "no. 1"),
        basis("lov/1979-05-18-18", "§ 5"),
        basis("lov/1979-05-18-18", "§ 24"),
    ),
    severity="likely_breach",
    consequence="amount",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1980, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("claim_type", "interruption"),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Compare the day sent with three years from each due date; see the module."""
    sent = case.sent.need()
    claims = _claims(case)
    if not claims:
        return _by_invoice_date(case, sent)
    rests_on = ("original_due_date", "sent_date")
    old = [claim for claim in claims if sent > limitation_date(claim.due)]
    oldest = min(claims, key=lambda claim: claim.due)
    params: dict[str, Param] = {"due": oldest.due, "last": limitation_date(oldest.due), "sent": sent}
    if not old:
        return Finding(Status.PASS, params=params, rests_on=rests_on)
    rows = _lost(case, claims, old)
    stake = sum(rows.values(), ZERO)
    open_ = _open(case, oldest.due, sent)
    if open_ is not None:
        status, variant, question = open_
        return Finding(status, variant=variant, params=params, rests_on=rests_on, question=question, stake=stake)
    if not all(claim.sure for claim in old):
        return Finding(Status.UNSURE, variant="doubtful", params=params, question="original_due_date", stake=stake)
    return Finding(
        Status.FAIL,
        variant="" if len(old) == len(claims) else "some",
        params=params,
        rests_on=rests_on,
        amounts=Amounts(charged=stake, limit=ZERO, excess=stake) if stake else None,
        contests=rows,
    )


@dataclass(frozen=True, slots=True)
class _Claim:
    """One claim's due date, its kroner where they are told, and whether the date may be held against the letter."""

    due: dt.date
    amount: Decimal | None
    sure: bool


def _claims(case: Case) -> list[_Claim]:
    """Every claim whose due date was read; a lone due date stands for all of the claim."""
    items = [
        _Claim(item.due.value, item.amount.value if isinstance(item.amount, Reading) else None, is_sure(item.due))
        for item in case.letter.claims
        if isinstance(item.due, Reading)
    ]
    if len(items) > 1 or (items and isinstance(case.date("original_due_date"), Missing)):
        return items
    own = case.date("original_due_date")
    return [_Claim(own.value, None, is_sure(own))] if isinstance(own, Reading) else []


def _by_invoice_date(case: Case, sent: dt.date) -> Finding:
    """Without a due date: an invoice of the last three years cannot have fallen due before it was made.

    Raises ``NeedsValue`` where the invoice's day does not settle it.
    """
    invoiced = case.date("invoice_date")
    if isinstance(invoiced, Reading) and invoiced.value <= sent <= limitation_date(invoiced.value):
        params: dict[str, Param] = {"due": invoiced.value, "last": limitation_date(invoiced.value), "sent": sent}
        return Finding(Status.PASS, variant="invoice", params=params, rests_on=("invoice_date", "sent_date"))
    raise NeedsValue(Missing("original_due_date"))


def _open(case: Case, due: dt.date, sent: dt.date) -> tuple[Status, str, str | None] | None:
    """What keeps an old claim from being held lapsed (status, variant, question); ``None`` for nothing."""
    claim_type = case.known.answer("claim_type")
    if claim_type == "loan" and sent <= limitation_date(due, _LOAN_YEARS):
        return Status.PASS, "loan", None
    if claim_type in ("loan", "credit", "judgment"):
        return Status.UNSURE, "ten-years", None
    interruption = case.known.answer("interruption")
    if interruption == "yes":
        return Status.UNSURE, "interrupted", None
    if interruption is None:
        return Status.UNSURE, "interruption", "interruption"
    if is_ordinary(case):
        return None
    doubt = contract_doubt(case, rate_is_statutory=True)
    if doubt is not None or not is_described(case):
        return Status.UNSURE, "claim-type", "claim_type"
    return None


def _lost(case: Case, claims: list[_Claim], old: list[_Claim]) -> dict[str, Decimal]:
    """Kroner by row that lapse: every row when all of the claim is old, else the old claims' own principal."""
    if len(old) == len(claims):
        kinds = [kind.value for kind in LineType if kind not in (LineType.PAID, LineType.TOTAL)]
        return {kind: case.charged(kind) for kind in kinds if case.charged(kind) > 0}
    lapsed = sum((claim.amount for claim in old if claim.amount is not None), ZERO)
    taken = min(lapsed, case.charged(LineType.PRINCIPAL))
    return {LineType.PRINCIPAL.value: taken} if taken > 0 else {}
