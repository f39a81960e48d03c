"""The reminder fee is within the limit.

What it checks: that each fee for a reminder or an inkassovarsel, and all of them together, are within what one and two
notices may cost.

Legal basis: inkassoforskriften § 1-2 first, second and fourth paragraph: a share of the inkassosats, by the claim's due
date and the day the notice was sent; § 1-3: two such fees before the creditor's own payment demand. What exceeds the
limit falls away.

How it is decided: the limit is the highest fee for any sending day from fourteen days after the due date to the
letter's day. A row that names several notices may hold two fees. A row above its limit, or a sum above two fees, by
more than one krone fails. With no sure due date the share of old claims counts, and between the two shares the due
date is asked for. A row of neutral name whose amount is exactly two lawful fees, with time for two notices, is unsure.
So are rows that may hold the creditor's own demand fee, letters on several claims, a fee for a letter that may have
been posted in a new year, and sums that a second round six months later explains.

Known limits: whether a second fee was earned is for other checks. Claims due before 2002-03-01 are not judged.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step
from checks.costs import NOTICE_KINDS, TOLERANCE, ZERO, notice_fee_span, sure_due_date
from checks.deadlines import FEE_FREE_DAYS, first_fee_day, six_months_after
from checks.errors import UnknownFigure
from checks.fees import highest_notice_fee, notice_fee
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.registry import basis, rule
from parsers.model import ClaimLine, LineType

_SEVERAL = re.compile(
    r"gebyrer|gebyrene|gebyra\b|\bog\b|[+&]|[a-zæøå]\s*/\s*[a-zæøå]|\b[2-9]\s*(?:x\b|×|stk|purr|påminn|gebyr|varse?l)|"
    r"\b(?:to|tre)\s|purringer|purringar|påminnelser|påminningar|varsler|omkostning(?:er|ar|en)|kostnad(?:er|ar|en)|\bfees\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"purr|varse?l|påminn|minning|remind", re.IGNORECASE)

_TWO_NOTICES = dt.timedelta(days=2 * FEE_FREE_DAYS)
_A_YEAR = dt.timedelta(days=365)
_EXACT = Decimal("0.01")


@rule(
    "pur-fee-over-limit",
    group="fees",
    legal_basis=(
        basis("forskrift/1989-07-14-562", "§ 1-2", "first"),
        basis("forskrift/1989-07-14-562", "§ 1-2", "second"),
        basis("forskrift/1989-07-14-562", "§ 1-2", "fourth"),
    ),
    severity="breach",
    consequence="amount",
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
    valid_from=dt.date(2002, 3, 1),
    valid_to=None,
    date_key="claim_due_date",
    regime="inkl-1988",
    ask=("previous_letters",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Compare each fee, and their sum, with the highest lawful ones; see the module."""
    rows = [line for line in case.lines(LineType.REMINDER_FEE) if line.amount > 0]
    if not rows:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    low, high, computation = _span(case, law)
    charged = sum((row.amount for row in rows), ZERO)
    least, most = _Excess(rows, low), _Excess(rows, high)
    due = sure_due_date(case)
    rests_on = ("reminder_fee", "letter_date") if due is None else ("reminder_fee", "letter_date", "original_due_date")
    params: dict[str, Param] = {"charged": charged, "fee": high, "low": low}
    if not least.is_over:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=computation)
    excess = most.kroner if most.is_over else least.kroner
    amounts = Amounts(charged=charged, limit=charged - excess, excess=excess)
    params |= {"limit": amounts.limit, "excess": excess}
    explained = _explained(case, law, rows, most) if most.is_over else ("due", "original_due_date")
    if explained is not None:
        variant, question = explained
        leaning = Status.FAIL if variant == "due" else None
        return Finding(
            Status.UNSURE,
            variant=variant,
            params=params,
            rests_on=rests_on,
            amounts=amounts if leaning else None,
            computation=computation,
            question=question,
            leaning=leaning,
            stake=excess,
        )
    steps = (*computation.steps, Step("Brevet krever", charged, "lest i brevet", "krav − grense", excess))
    return Finding(
        Status.FAIL,
        variant="" if most.single_kroner else "sum",
        params=params,
        rests_on=rests_on,
        amounts=amounts,
        contests={"reminder_fee": excess},
        computation=Computation(steps, excess),
    )


@dataclass(frozen=True, slots=True)
class _Excess:
    """The rows against one limit (kroner for one notice); ``rounds`` of two notices each for rows of several."""

    rows: list[ClaimLine]
    fee: Decimal
    rounds: int = 1

    def cap(self, row: ClaimLine) -> Decimal:
        return 2 * self.fee * self.rounds if _holds_several(row) else self.fee

    @property
    def over(self) -> list[ClaimLine]:
        return [row for row in self.rows if row.amount > self.cap(row) + TOLERANCE]

    @property
    def single_kroner(self) -> Decimal:
        return sum((row.amount - self.cap(row) for row in self.over), ZERO)

    @property
    def sum_kroner(self) -> Decimal:
        return sum((row.amount for row in self.rows), ZERO) - 2 * self.fee * self.rounds

    @property
    def kroner(self) -> Decimal:
        return max(self.single_kroner, self.sum_kroner if self.sum_kroner > TOLERANCE else ZERO)

    @property
    def is_over(self) -> bool:
        return bool(self.over) or self.sum_kroner > TOLERANCE


def _holds_several(row: ClaimLine) -> bool:
    return row.count > 1 or _SEVERAL.search(row.label) is not None


def _span(case: Case, law: Law) -> tuple[Decimal, Decimal, Computation]:
    """The lowest and highest figure for one notice, up to the day the user says the letter was sent."""
    low, high, computation = notice_fee_span(case, law)
    letter_date, sent = case.date("letter_date").need(), case.sent_date
    if sent is None or sent <= letter_date or case.kind not in NOTICE_KINDS:
        return low, high, computation
    later = highest_notice_fee(law, stage="reminder", due=sure_due_date(case), first_day=sent, last_day=sent)
    return (later.in_ore if low == high else low, later.in_ore, later) if later.in_ore > high else (
        low, high, computation
    )  # fmt: skip


def _explained(case: Case, law: Law, rows: list[ClaimLine], most: _Excess) -> tuple[str, str] | None:
    """Why fees above the limit may be lawful, and the fact that would tell; ``None`` when nothing explains them."""
    claims = max(len(case.letter.claims), len(case.lines(LineType.PRINCIPAL)))
    charged = sum((row.amount for row in rows), ZERO)
    if claims > 1 and charged <= claims * 2 * most.fee + TOLERANCE:
        return "several-claims", "previous_letters"
    if _posted_later(case, law, rows):
        return "posted-later", "sent_date"
    if _may_be_two_fees(case, law, most):
        return "two-fees", "previous_letters"
    if _may_hold_own_demand(case, law, rows, most):
        return "own-demand", "previous_letters"
    rounds = _rounds(case)
    if rounds > 1 and not _Excess(rows, most.fee, rounds).is_over:
        return "rounds", "previous_letters"
    return None


def _posted_later(case: Case, law: Law, rows: list[ClaimLine]) -> bool:
    """Whether the letter may have been posted on a day with a higher, or not yet known, figure."""
    if case.sent_date is not None or case.kind not in NOTICE_KINDS:
        return False
    day = case.date("letter_date").need() + dt.timedelta(days=law.posting_slack_days)
    try:
        later = highest_notice_fee(law, stage="reminder", due=sure_due_date(case), first_day=day, last_day=day)
    except UnknownFigure:
        return True
    return not _Excess(rows, later.in_ore).is_over


def _may_be_two_fees(case: Case, law: Law, most: _Excess) -> bool:
    """Whether each row above one fee is exactly two lawful ones, and there was time for two notices."""
    due, last = sure_due_date(case), case.date("letter_date").need()
    if most.sum_kroner > TOLERANCE or (due is not None and last < due + _TWO_NOTICES):
        return False
    fees = _lawful_fees(law, due, last)
    sums = {one + other for one in fees for other in fees}
    return all(any(abs(row.amount - two) <= _EXACT for two in sums) for row in most.over)


def _lawful_fees(law: Law, due: dt.date | None, last: dt.date) -> set[Decimal]:
    """The highest lawful fee of each day from the first fee day to the last, as far as known."""
    first = last - _A_YEAR if due is None else min(first_fee_day(due), last)
    days = {first, last} | {dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1)}
    fees = set()
    for day in days:
        try:
            fees.add(notice_fee(law, stage="reminder", due=due, sent=day).in_ore)
        except UnknownFigure:
            continue
    return fees


def _may_hold_own_demand(case: Case, law: Law, rows: list[ClaimLine], most: _Excess) -> bool:
    """Whether a row named only as fees or costs may hold the creditor's own demand fee as well."""
    general = [row for row in rows if _holds_several(row) and not _NOTICE.search(row.label)]
    if not general or case.lines(LineType.OWN_DEMAND_FEE) or any(row not in general for row in most.over):
        return False
    own = notice_fee_span(case, law, stage="own-demand")[1]
    return sum((row.amount for row in rows), ZERO) <= 2 * most.fee + own + TOLERANCE


def _rounds(case: Case) -> int:
    """How many rounds of notices the time allows: a new one may start six months after the last fee (§ 1-3)."""
    due, last = sure_due_date(case), case.date("letter_date").need()
    if due is None:
        return 1
    rounds, start = 1, six_months_after(first_fee_day(due))
    while start < last:
        rounds, start = rounds + 1, six_months_after(start)
    return rounds
