"""The interest a letter claims: on what, from which day, and whether the statutory rate is its ceiling.

Forsinkelsesrenteloven (LOV-1976-12-17-100) §§ 2 and 3. What it is for: the open facts that several interest checks
share. Interest that already ran before the due date may go on instead of the statutory rate (§ 3 second paragraph), so
a claim that may stem from credit, a bought claim and a judgment leave the ceiling open until someone says what the
claim is. What it is not for: the arithmetic (:mod:`checks.interest`) and the verdicts.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from checks.case import Case
from checks.computation import Computation, Step, to_ore
from checks.errors import UnknownFigure
from checks.interest import late_interest
from checks.law import Law
from checks.readings import is_from_picture, is_lost, is_sure, mentions
from parsers.model import InterestSegment, LineType, Reading, SenderRole, StatementId

TOLERANCE = Decimal("1.00")
"""Kroner interest may lie above a bound before it is called too high."""

FACTOR = Decimal("1.005")
"""Beside the tolerance: ways of counting days and of rounding each period differ by far less than half a per cent."""

ZERO = Decimal("0.00")

_ONE_DAY = dt.timedelta(days=1)

_CREDIT = re.compile(
    r"kreditt|credit|lån|gjeldsbrev|rente|bank|finans|delbetal|avbetal|nedbetal|avdrag|konto\b|betalingskort|"
    r"\bkort(?:nr|nummer|konto)|mastercard|\bvisa\b|leasing|mislighold",
    re.IGNORECASE,
)
_CREDIT_IN_TEXT = re.compile(
    r"kredittkort|kredittavtale|kontokreditt|kredittramme|kredittgrense|låneavtale|lånenummer|lånenr|lånesaldo|"
    r"\blån nr|gjeldsbrev|avtalt\w* rente|avtalerente|kontraktsrente|nominell\w* rente|effektiv\w* rente|kredittrente|"
    r"lånerente|rente\w* (?:frem til|fram til|inntil|før) forfall",
    re.IGNORECASE,
)
_JUDGMENT = re.compile(r"\bdom(?:men)?\b|fraværsdom|forliksrådet|rettsforlik|tvangsgrunnlag|kjennelse", re.IGNORECASE)

_RATE = re.compile(
    r"(?:rente|interest).*\d\s*(?:%|prosent|pst\b|per ?cent)|"
    r"\d\s*(?:%|prosent|pst\b|per ?cent).*(?:rente|interest)|rentesats",
    re.IGNORECASE,
)
_START = re.compile(
    r"(?:rente|interest).*\b(?:fra|frå|from|since|as of|siden|sidan|etter|f\.?o\.?m)\b.*(?:\d|forfall|due)|"
    r"\b(?:fra|frå|from|since)\b.*(?:forfall|due).*(?:rente|interest)",
    re.IGNORECASE,
)
_DAY = r"\d{1,2}(?:[./-]\s?\d{1,2}\b|\.?\s?(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[sc]))"
_FROM_A_DAY = re.compile(
    rf"\b(?:regn\w+|rekn\w+|beregn\w+|løp\w*|fra|frå|from|since|siden|sidan|f\.?o\.?m\.?)\W+(?:\w+\W+){{0,3}}?(?:{_DAY}|forfall)|"
    rf"{_DAY}[.\d]*\s?(?:-|–|til|t\.?o\.?m\.?|to)\s?{_DAY}",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\d\s*(?:%|prosent|pst\b|per ?cent)", re.IGNORECASE)
_ANY_PERCENT = re.compile(r"\b(?!25\b)\d{1,2}(?:[.,]\d{1,2})?\s*(?:%|pros|pst\b|per ?cent)", re.IGNORECASE)
"""A percentage other than that of VAT."""
_INTEREST = re.compile(r"rente|interest", re.IGNORECASE)
_NEAR = 220
"""Characters: parts of one table cell or one printed line seldom lie further apart, however columns interleave."""


def _near_interest(case: Case, pattern: re.Pattern[str]) -> bool:
    """Whether the pattern stands near a word of interest, in whatever sentence or cell."""
    text = case.letter.transcript.text
    around = (text[max(0, m.start() - _NEAR) : m.end() + _NEAR] for m in _INTEREST.finditer(text))
    return any(pattern.search(piece) for piece in around)


_ORDINARY = frozenset({"goods", "service", "rent", "parking", "toll", "public", "other"})
"""Answers on what the claim is that rule out interest running from before the due date."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the statutory rate may be no ceiling: the message variant, and the fact that would settle it (if any)."""

    variant: str
    question: str | None


def contract_doubt(case: Case, *, rate_is_statutory: bool) -> Doubt | None:
    """Why agreed interest may go before the statutory rate; ``None`` when nothing points to it.

    ``rate_is_statutory``: whether the letter itself computes with a rate no higher than the statutory one.
    """
    running, claim_type = case.known.answer("running_interest_agreed"), case.known.answer("claim_type")
    if running == "yes":
        return Doubt("agreed", None)
    if running == "no" or claim_type in _ORDINARY:
        return None
    if claim_type == "judgment":
        return Doubt("judgment", None)
    if claim_type in ("credit", "loan"):
        return Doubt("credit", "running_interest_agreed")
    if _may_be_credit(case):
        return Doubt("credit", "claim_type")
    if _is_bought(case):
        return Doubt("bought", "claim_type")
    if any(_JUDGMENT.search(text) for text in _subjects(case)):
        return Doubt("judgment", "claim_type")
    if not rate_is_statutory and not is_described(case):
        return Doubt("unnamed", "claim_type")
    return None


def is_ordinary(case: Case) -> bool:
    """Whether the user says that the claim is neither loan, credit nor judgment."""
    return case.known.answer("claim_type") in _ORDINARY


def _subjects(case: Case) -> list[str]:
    readings = (case.text(name) for name in ("claim_description", "creditor", "original_creditor"))
    return [reading.value for reading in readings if isinstance(reading, Reading)]


def _may_be_credit(case: Case) -> bool:
    labels = [line.label for line in case.letter.lines]
    return any(_CREDIT.search(text) for text in _subjects(case)) or any(
        _CREDIT_IN_TEXT.search(text) for text in (case.letter.transcript.text, *labels)
    )


def _is_bought(case: Case) -> bool:
    creditor, original = case.text("creditor"), case.text("original_creditor")
    if case.sender_role is SenderRole.PURCHASER:
        return True
    return isinstance(original, Reading) and not (isinstance(creditor, Reading) and creditor.value == original.value)


def is_described(case: Case) -> bool:
    """Whether the letter says what the claim is, or that it is an invoice."""
    readings = (case.text("claim_description"), case.text("invoice_number"), *(c.number for c in case.letter.claims))
    return any(isinstance(reading, Reading) for reading in readings)


def is_statutory(case: Case, law: Law, *, first_day: dt.date, last_day: dt.date) -> bool:
    """Whether every rate the letter prints is within the highest statutory rate of the span, and it prints one or names
    the statutory rate outright. Raises ``UnknownFigure``.
    """
    rate = case.rate("interest_rate")
    if not isinstance(rate, Reading):
        return case.says_clearly(StatementId.STATUTORY_INTEREST)
    printed = [rate.value, *(s.rate for s in case.letter.interest_segments if s.rate is not None)]
    return is_sure(rate) and max(printed) <= law.highest_late_interest(min(first_day, last_day), last_day).value


# ------------------------------------------------------------------ on what, and from when


@dataclass(frozen=True, slots=True)
class Basis:
    """Parts of the principal (kroner, before payments), each with the first day it can bear interest."""

    parts: tuple[tuple[Decimal, dt.date], ...]
    rests_on: tuple[str, ...]

    @property
    def first_day(self) -> dt.date:
        """The earliest of the parts' days."""
        return min(day for _, day in self.parts)


def whole_principal(case: Case) -> Decimal:
    """The principal before the payments the letter shows. Raises ``NeedsValue`` without one."""
    return case.amount("principal").need() + case.charged(LineType.PAID)


def original_due(case: Case) -> dt.date | None:
    """The due date, when it was read surely and can be the claim's own: before the letter and the notice, after the
    invoice, and no deadline of a later letter.
    """
    due = case.date("original_due_date")
    if not is_sure(due):
        return None
    later = [case.date(name) for name in ("letter_date", "notice_date")]
    deadlines = [case.date(name) for name in ("payment_deadline", "notice_deadline")]
    invoiced = case.date("invoice_date")
    if any(isinstance(r, Reading) and due.value >= r.value for r in later):
        return None
    if any(isinstance(r, Reading) and due.value == r.value for r in deadlines):
        return None
    return None if isinstance(invoiced, Reading) and invoiced.value > due.value else due.value


def due_basis(case: Case) -> Basis | None:
    """The principal from its due date, each claim from its own where the letter lists them; ``None`` when a due date is
    missing or unsure. Raises ``NeedsValue`` without a letter date or a principal.
    """
    whole, letter_date = whole_principal(case), case.date("letter_date").need()
    items = case.letter.claims
    if len(items) < 2:
        if len(case.lines(LineType.PRINCIPAL)) > 1:
            return None
        due = original_due(case)
        return None if due is None else Basis(((whole, due),), ("principal", "original_due_date"))
    dues = [item.due.value for item in items if is_sure(item.due) and item.due.value < letter_date]
    amounts = [item.amount.value for item in items if is_sure(item.amount)]
    if len(dues) < len(items):
        return None
    if len(amounts) == len(items) and abs(sum(amounts, ZERO) - whole) <= TOLERANCE:
        return Basis(tuple(zip(amounts, dues, strict=True)), ("principal",))
    own = original_due(case)
    return Basis(((whole, min(dues if own is None else [own, *dues])),), ("principal",))


def has_due_reading(case: Case) -> bool:
    """Whether any due date was read, sure or not."""
    return any(isinstance(r, Reading) for r in (case.date("original_due_date"), *(i.due for i in case.letter.claims)))


def earliest_known(case: Case) -> dt.date | None:
    """The earliest day that is surely read among the due dates and the days the letter says interest runs from.

    With a due date missing it bounds what surely is lawful, not what may be.
    """
    letter_date = case.date("letter_date").need()
    dues = [item.due.value for item in case.letter.claims if is_sure(item.due) and item.due.value < letter_date]
    days = (original_due(case), _stated_start(case), *dues)
    return min((day for day in days if day is not None), default=None)


def _stated_start(case: Case) -> dt.date | None:
    """The earliest day from which the letter says that interest runs, as far as it was read surely."""
    stated = case.date("interest_from")
    days = [stated.value] if is_sure(stated) else []
    days += [s.first_day for s in case.letter.interest_segments if s.first_day is not None and _was_read_surely(s)]
    return min(days, default=None)


def pieces_make_up(case: Case, charged: Decimal) -> bool:
    """Whether the letter prints its calculation in dated pieces, surely read, that add up to the interest charged."""
    pieces = case.letter.interest_segments
    if not pieces or not all(_was_read_surely(piece) for piece in pieces):
        return False
    amounts = [piece.amount for piece in pieces if piece.amount is not None and piece.first_day is not None]
    return len(amounts) == len(pieces) and abs(sum(amounts, ZERO) - charged) <= TOLERANCE


def _was_read_surely(piece: InterestSegment) -> bool:
    return all(is_sure(Reading(e.quote, e.confidence)) for e in piece.evidence)


# ------------------------------------------------------------------ what the letter tells of it

Stated = Literal["given", "unclear", "missing"]
"""Whether the letter tells something: outright, in words that do not settle it, or not at all."""


def rate_stated(case: Case) -> Stated:
    """Whether the letter tells the rate: a figure is given, the statutory rate by name alone is unclear."""
    if isinstance(case.rate("interest_rate"), Reading) or any(s.rate for s in case.letter.interest_segments):
        return "given"
    named = case.says(StatementId.STATUTORY_INTEREST) is not None
    return "unclear" if named or is_lost(case, "interest_rate") or _may_print_rate(case) else "missing"


def _may_print_rate(case: Case) -> bool:
    """Whether a rate is printed of which we did not see that it is the interest's. In a picture any will do: the word
    that ties it to the interest may be misread.
    """
    in_picture = is_from_picture(case) and mentions(case, _ANY_PERCENT)
    return mentions(case, _RATE) or _near_interest(case, _PERCENT) or in_picture


def _may_print_start(case: Case) -> bool:
    return mentions(case, _START) or _near_interest(case, _FROM_A_DAY)


def start_stated(case: Case) -> Stated:
    """Whether the letter tells from which day interest runs: a day, or the due date the letter gives."""
    if isinstance(case.date("interest_from"), Reading) or any(s.first_day for s in case.letter.interest_segments):
        return "given"
    from_due = case.says(StatementId.INTEREST_FROM_DUE_DATE)
    if from_due is not None and from_due.strength == "clear" and has_due_reading(case):
        return "given"
    unclear = from_due is not None or is_lost(case, "interest_from") or _may_print_start(case)
    return "unclear" if unclear else "missing"


# ------------------------------------------------------------------ how much


def bound(law: Law, basis: Basis, *, last_day: dt.date) -> Computation:
    """The most statutory interest on the basis up to ``last_day``, both days counted. Raises ``UnknownFigure``."""
    parts = [late_interest(law, principal=p, first_day=day, last_day=last_day) for p, day in basis.parts]
    steps = tuple(step for part in parts for step in part.computation.steps)
    total = sum((part.total for part in parts), Decimal(0))
    if len(parts) > 1:
        steps = (*steps, Step("Sum for alle kravene", None, "forsinkelsesrenteloven § 2", "", to_ore(total)))
    return Computation(steps, total)


def is_within(charged: Decimal, limit: Computation) -> bool:
    """Whether the interest charged is within the bound, its tolerance included."""
    return charged <= limit.result * FACTOR + TOLERANCE


def lowest(law: Law, basis: Basis, *, last_day: dt.date) -> Decimal:
    """The lower lawful count: the due day itself not counted. Kroner, exact."""
    parts = (late_interest(law, principal=p, first_day=day + _ONE_DAY, last_day=last_day) for p, day in basis.parts)
    return sum((part.total for part in parts), Decimal(0))


def fits(law: Law, charged: Decimal, basis: Basis, *, letter_date: dt.date, last_day: dt.date) -> bool:
    """Whether the amount is what the statutory rates give on this basis, by any count of days, up to the letter's day
    or its deadline.
    """
    least = lowest(law, basis, last_day=letter_date) / FACTOR - TOLERANCE
    try:
        most = bound(law, basis, last_day=last_day)
    except UnknownFigure:
        most = bound(law, basis, last_day=letter_date)
    return least <= charged and is_within(charged, most)


def last_interest_day(case: Case) -> dt.date:
    """The last day the letter's interest can run to: the latest of its date, its deadlines and the day it was sent.

    A deadline may be given as a number of days. Raises ``NeedsValue`` without a letter date.
    """
    letter_date = case.date("letter_date").need()
    days = [letter_date, *(day for day in (case.last_day, case.sent_date) if day is not None)]
    days += [r.value for r in case.letter.mentions.get("payment_deadline", ()) if isinstance(r.value, dt.date)]
    counted = case.says(StatementId.DEADLINE_DAYS)
    if counted is not None and counted.value is not None:
        days.append((case.sent_date or letter_date) + dt.timedelta(days=counted.value))
    return max(days)


def printed_steps(case: Case) -> tuple[Step, ...]:
    """The pieces of interest the letter prints, to be set beside ours."""
    return tuple(
        Step(
            f"I brevet: {_day(piece.first_day)}–{_day(piece.last_day)}",
            piece.rate,
            "lest i brevet",
            "",
            piece.amount,
            "percent" if piece.rate is not None else "",
        )
        for piece in case.letter.interest_segments
        if piece.amount is not None
    )


def _day(day: dt.date | None) -> str:
    return "" if day is None else f"{day.day:02d}.{day.month:02d}.{day.year}"
