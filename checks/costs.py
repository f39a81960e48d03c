"""The caps for the costs of one letter: the law's figures applied to what was read, with every open fact left open.

Inkassoforskriften §§ 1-2 and 2-1 to 2-4. Where the letter leaves a fact open (VAT, who the debtor is, due date,
stage, an original claim larger than the rest), the span from the lowest to the highest cap is given, so that a rule
can say what holds under every reading. No rule is decided here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from checks.case import GATE, Case
from checks.computation import Computation, Step, to_ore
from checks.deadlines import FEE_FREE_DAYS, min_deadline
from checks.errors import UnknownFigure
from checks.fees import CapRange, CapSpan, NoticeStage, Stage, collection_fee_caps, highest_notice_fee
from checks.history import Earlier, FeeNotice, fee_notices, history_of
from checks.law import Law
from checks.readings import is_from_picture
from parsers.model import DebtorType, Letter, LetterKind, LineType, Missing, Reading, StatementId

TOLERANCE = Decimal("1.00")
"""Kroner a charge may lie above a limit before it is called too high (rounding to whole kroner)."""

ZERO = Decimal("0.00")

_USUAL_AGE = dt.timedelta(days=3650)
"""How old a claim of unknown due date is taken to be at most."""

NOTICE_KINDS = frozenset({LetterKind.PURRING, LetterKind.INKASSOVARSEL})

_RENEWED = re.compile(r"\b(ny|nytt|fornyet|fornya|gjentatt|andre|2\.)\b.*(oppfordring|oppmoding|krav)", re.IGNORECASE)
_EARLIER_DEMAND = re.compile(
    r"\b(?:tidligere|tidlegare|forrige|førre|vår|vårt|sendte|sendt|mottok|motteke|previous|earlier|our)\b[^.\n]{0,40}"
    r"(?:betalingsopp(?:fordring|moding)|payment demand)|"
    r"betalingsopp(?:fordring|moding)(?:en|a)?\W+(?:av|fra|frå|datert|sendt|ble|blei|vart|hadde|gikk|gjekk|"
    r"med frist)\b|"
    r"(?<!denne )(?<!dette )betalingsopp(?:fordring|moding)(?:en|a)?[^\w\n]+(?:(?:er|vår|har(?: vi| du)?|allerede|"
    r"allereie|alt|tidligere|tidlegare)[^\w\n]+){1,4}(?:sendt|sende|mottatt|motteke|fått|kom)\b|"
    r"(?:frist\w*)\W+(?:i|for)\W+(?:\w+\W+)?betalingsopp(?:fordring|moding)",
    re.IGNORECASE,
)
"""A letter that speaks of a payment demand already sent is no first demand, whatever its heading says."""

_REST = re.compile(r"\brest|gjenst|uteståande|utestående|\boutstanding|\bremain", re.IGNORECASE)
_REST_WORDS = (
    "utestående",
    "gjenstående",
    "restkrav",
    "restbeløp",
    "resterende",
    "restanse",
    "outstanding",
    "remaining",
)
_ALIKE = 0.75
"""Share of letters in common from which a word of a label may be another one misread."""


@dataclass(frozen=True, slots=True)
class CostCap:
    """The cap on the collector's fee, and with it on all out-of-court costs, of one letter.

    ``low``/``high`` in kroner, two decimals; ``by_fact`` what each open fact's answers would leave. ``computation``
    is the arithmetic of ``high``.
    """

    low: Decimal
    high: Decimal
    by_fact: Mapping[str, Mapping[str, CapSpan]]
    computation: Computation

    def deciding_fact(self, charged: Decimal) -> str | None:
        """The open fact whose answer would tell whether ``charged`` is too much; ``None`` when no single one would."""
        for fact in ("creditor_vat_registered", "debtor", "original_due_date"):
            for span in self.by_fact.get(fact, {}).values():
                if charged > to_ore(span.high.result) + TOLERANCE or charged <= to_ore(span.low.result) + TOLERANCE:
                    return fact
        return None


def sure_due_date(case: Case) -> dt.date | None:
    """The original due date when it is read surely and lies before the letter; ``None`` leaves it open."""
    due, letter = case.date("original_due_date"), case.date("letter_date")
    if isinstance(due, Missing) or due.confidence < GATE:
        return None
    if isinstance(letter, Reading) and due.value >= letter.value:
        return None
    dues = {item.due.value for item in case.letter.claims if isinstance(item.due, Reading)}
    return None if len(dues) > 1 and crosses_tables(dues) else due.value


def crosses_tables(dues: set[dt.date]) -> bool:
    """Whether the days lie on both sides of a change of the fee tables (2010-01-01 or 2020-10-01)."""
    changes = (dt.date(2010, 1, 1), dt.date(2020, 10, 1))
    return any(min(dues) < change <= max(dues) for change in changes)


_AFTER_NOTICE = frozenset(LetterKind) - NOTICE_KINDS - {LetterKind.IKKE_KRAVBREV, LetterKind.GJENPARTSBREV}


def stage_of(case: Case) -> Stage | None:
    """``light`` for a first payment demand; ``None`` for later letters and renewed demands, where heavy may be reached.

    An earlier letter that came after the notices, or may have, makes the demand a later one. A letter that does not
    call itself a demand is only known for the first one when no word of it was lost that may speak of another.
    """
    if case.kind is not LetterKind.BETALINGSOPPFORDRING or case.letter.kind.confidence < GATE:
        return None
    if not case.letter.kind.evidence and not (case.fully_read and case.every_word_read):
        return None
    history = history_of(case)
    earlier = (*(earlier.letter for earlier in history.before), *history.undated)
    has_earlier = any(one.kind.value in _AFTER_NOTICE or one.kind.confidence < GATE for one in earlier)
    return None if has_earlier or is_renewed(case.letter) else "light"


def is_renewed(letter: Letter) -> bool:
    """Whether the letter calls itself a renewed demand, or speaks of a payment demand sent before it."""
    heading = letter.heading
    renewed = isinstance(heading, Reading) and _RENEWED.search(heading.value) is not None
    texts = (letter.transcript.text, letter.transcript.respelt)
    return renewed or any(_EARLIER_DEMAND.search(text) is not None for text in texts)


def cost_cap(case: Case, law: Law) -> CostCap:
    """The cap for this letter. Raises ``NeedsValue`` without a letter date or a principal, ``UnknownFigure``
    without figures.
    """
    return _cap_at(case, law, stage=stage_of(case), bases=_bases(case), due=sure_due_date(case))


def light_cap(case: Case, law: Law) -> CostCap:
    """The cap at the light stage, whatever the letter; raises as :func:`cost_cap`."""
    return _cap_at(case, law, stage="light", bases=_bases(case), due=sure_due_date(case))


def cap_on_sum(case: Case, law: Law, *, others: Iterable[tuple[Decimal, dt.date | None]] = ()) -> CostCap:
    """The cap when all the letter's claims, and ``others`` (principal in kroner, due date), were one case.

    Claims on both sides of a change of the fee tables leave the table open, as does any without a due date. Raises as
    :func:`cost_cap`.
    """
    due, more = sure_due_date(case), list(others)
    dues = {day for day in (due, *(day for _, day in more)) if day is not None}
    is_one_table = len(dues) == len({due, *(day for _, day in more)}) and not crosses_tables(dues)
    whole = _bases(case)[0] + sum((principal for principal, _ in more), ZERO)
    return _cap_at(case, law, stage=stage_of(case), bases=[whole], due=due if is_one_table else None)


def _earliest_due(case: Case) -> dt.date | None:
    """A due date longer ago than claims usually are, though read with doubt: its fee table is possible too."""
    usual = case.date("letter_date").need() - _USUAL_AGE
    return min((day for day in due_dates_read(case) if day < usual), default=None)


def due_dates_read(case: Case) -> tuple[dt.date, ...]:
    """Every due date that was read, surely or not, of the letter and of its claims."""
    readings = (case.date("original_due_date"), *(item.due for item in case.letter.claims))
    return tuple(reading.value for reading in readings if isinstance(reading, Reading))


def _cap_at(case: Case, law: Law, *, stage: Stage | None, bases: list[Decimal], due: dt.date | None) -> CostCap:
    letter_date = case.date("letter_date").need()
    ranges = [
        collection_fee_caps(
            law,
            basis=basis,
            letter_date=letter_date,
            payment_deadline=last_payment_day(case),
            due=due,
            earliest_due=_earliest_due(case),
            stage=stage,
            debtor=None if case.debtor is None else case.debtor.value,
            vat_supplement=case.vat_supplement,
        )
        for basis in bases
    ]
    whole, parts = ranges[0], ranges[1:]
    low, high = to_ore(whole.low.result), to_ore(whole.high.result)
    by_itself = sum((to_ore(part.high.result) for part in parts), ZERO)
    if by_itself > high:
        return CostCap(low, by_itself, whole.by_fact, _summed(parts))
    return CostCap(low, high, whole.by_fact, whole.high)


def last_payment_day(case: Case) -> dt.date:
    """The last day on which the principal may be paid when the letter is followed; its inkassosats may be used too.

    The latest deadline, printed as a day or as a number of days; where none was read surely, the shortest a payment
    demand may give. Raises ``NeedsValue`` without a letter date.
    """
    letter_date = case.date("letter_date").need()
    printed = (case.date("payment_deadline"), *case.letter.mentions.get("payment_deadline", ()))
    deadlines = [(r.value, r.confidence) for r in printed if isinstance(r, Reading) and isinstance(r.value, dt.date)]
    days = [letter_date, *(day for day, _ in deadlines)]
    counted = case.says(StatementId.DEADLINE_DAYS)
    if counted is not None and counted.value is not None:
        days.append(letter_date + dt.timedelta(days=counted.value))
    if all(sure < GATE for _, sure in deadlines):
        days.append(min_deadline(letter_date))
    return max(days)


def _summed(parts: list[CapRange]) -> Computation:
    steps = tuple(step for part in parts for step in part.high.steps)
    total = sum((part.high.result for part in parts), ZERO)
    return Computation(
        (*steps, Step("Sum for kravene hver for seg", None, "inkassoforskriften § 2-1", "", total)), total
    )


def _bases(case: Case) -> list[Decimal]:
    """The claim the cap follows: first all of it (with what was paid on it), then each claim by itself when there
    are several.

    Inkassoforskriften § 2-2 second paragraph; the band follows the claim as it stood at the due date, also after
    part payment.
    """
    principal = case.amount("principal").need()
    rows = [line.amount for line in case.lines("principal")]
    whole = principal + case.charged(LineType.PAID)
    if len(rows) > 1:
        return [whole, *rows]
    items = [item.amount.value for item in case.letter.claims if isinstance(item.amount, Reading)]
    return [whole, *items] if len(items) > 1 else [whole]


def principal_is_rest(case: Case) -> bool:
    """Whether the principal is what is left of a larger claim whose size the letter does not give, or its label may
    say so, misread.
    """
    labels = [line.label for line in case.lines("principal")]
    misread = is_from_picture(case)
    return not case.charged(LineType.PAID) and any(
        _REST.search(label) or (misread and _resembles_rest(label)) for label in labels
    )


def _resembles_rest(label: str) -> bool:
    words = [word for word in label.casefold().split() if len(word) > 5]
    return any(SequenceMatcher(None, word, rest).ratio() >= _ALIKE for word in words for rest in _REST_WORDS)


def notice_fee_span(case: Case, law: Law, *, stage: NoticeStage = "reminder") -> tuple[Decimal, Decimal, Computation]:
    """The lowest and highest lawful figure for one notice fee in this letter, and the arithmetic of the highest.

    The fee may have been charged on any day from 14 days after the due date, as far as one was read, to the letter's
    day. With no sure due date the lowest is that of a claim due on the letter's day, the highest that of the highest
    share. Raises ``NeedsValue`` without a letter date.
    """
    letter_date = case.date("letter_date").need()
    due = sure_due_date(case)
    dues = due_dates_read(case) if due is None else (due,)
    first = min([letter_date, *(day + dt.timedelta(days=FEE_FREE_DAYS) for day in dues)])
    high = highest_notice_fee(law, stage=stage, due=due, first_day=first, last_day=letter_date)
    if due is not None:
        return high.in_ore, high.in_ore, high
    try:
        low = highest_notice_fee(law, stage=stage, due=letter_date, first_day=letter_date, last_day=letter_date)
    except UnknownFigure:
        return ZERO, high.in_ore, high
    return low.in_ore, high.in_ore, high


def fee_readings(case: Case, law: Law, letters: Iterable[Earlier]) -> list[tuple[bool, tuple[FeeNotice, ...]]]:
    """How the notice fees of ``letters`` and of the letter itself can be read: with the earlier fees carried forward in
    each letter's sum (True), and with each letter's own alone (False).

    A reading in which one letter would charge more than one notice may cost is left out. Raises as
    :func:`notice_fee_span`.
    """
    kept, single = tuple(letters), notice_fee_span(case, law)[1] + TOLERANCE
    readings = ((carried, fee_notices(case, kept, carried=carried)) for carried in (True, False))
    return [(carried, notices) for carried, notices in readings if all(notice.new <= single for notice in notices)]


def is_consumer(case: Case) -> bool:
    """Whether the debtor is surely a consumer."""
    return case.debtor is DebtorType.CONSUMER


def fee_rows(case: Case, excess: Decimal) -> dict[str, Decimal]:
    """Which rows ``excess`` kroner of the collector's fee with its VAT fall on: the VAT first where it may not be
    charged at all, else the fee first. Checks that strike the same kroner so name the same rows.
    """
    order = ("vat", "collection_fee") if case.vat_supplement is False else ("collection_fee", "vat")
    first = min(excess, case.charged(order[0]))
    return {row: kroner for row, kroner in zip(order, (first, excess - first), strict=True) if kroner}
