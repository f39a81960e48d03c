"""The history of a case: earlier letters in their order, what each charged and which deadline it set.

What it is for: the checks that look across letters (inkassoforskriften §§ 1-2, 1-3 and 2-3, inkassoloven 1988 §§ 9-11)
and the timeline of the report. What it is not for: deciding any of them.

``Case.previous`` comes as the user gave it: in any order, with duplicates, with letters of other claims and letters
newer than the one under audit. :func:`history_of` puts that right, and keeps every doubt as doubt: whether a letter
belongs here (:class:`~checks.same_claim.Link`), and whether a date or a sum in it was read surely. Only letters that
are surely about the same claim may accuse; those that perhaps are may excuse.

The printed date stands for the day of sending; the day the user told is that of the letter under audit alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from checks.case import GATE, Case
from checks.readings import is_sure, sentences
from checks.same_claim import Link, link_between, principal_of
from parsers.dates import find_dates
from parsers.model import (
    ClaimLine,
    Letter,
    LetterKind,
    LineType,
    Missing,
    Origin,
    Reading,
    SenderRole,
    Statement,
    StatementId,
)

NOTICE_KINDS = frozenset({LetterKind.PURRING, LetterKind.INKASSOVARSEL})
"""Letters that a notice fee may be charged for (inkassoforskriften § 1-2)."""

_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier letter of the case. ``index`` is its place in ``Case.previous`` from 0; ``sent`` its printed date."""

    index: int
    letter: Letter
    link: Link
    sent: Reading[dt.date]

    @property
    def day(self) -> dt.date:
        return self.sent.value

    @property
    def kind(self) -> LetterKind:
        return self.letter.kind.value

    @property
    def kind_is_sure(self) -> bool:
        return is_sure(self.letter.kind)

    @property
    def is_dated_surely(self) -> bool:
        return is_sure(self.sent)

    @property
    def deadline(self) -> Reading[dt.date] | Missing:
        return deadline_of(self.letter)

    @property
    def is_collectors(self) -> bool:
        """Whether a collection firm, a purchaser or a lawyer wrote it."""
        return self.letter.sender_role.value in {SenderRole.COLLECTOR, SenderRole.PURCHASER, SenderRole.LAWYER}

    def charged(self, *types: LineType) -> Decimal:
        """Kroner the letter demands in rows of these types."""
        return _sum(self.letter.lines_of(*types))

    def charges_surely(self, *types: LineType) -> bool:
        """Whether every row of these types was read surely; True for none."""
        return all(row.confidence >= GATE for row in self.letter.lines_of(*types))

    def says(self, id_: StatementId) -> Statement | None:
        """The statement when its running text makes it, clear or weak."""
        return self.letter.statement(id_)


AsideReason = Literal["duplicate", "other_claim", "later", "undated", "unreadable"]
"""Why a letter that was given has no place in the history."""


@dataclass(frozen=True, slots=True)
class History:
    """The earlier letters, put in order.

    ``before``: about the same claim or perhaps so, dated before this letter, oldest first, each letter once.
    ``undated``: such letters without a date. ``others``: letters about other claims, of any day, by date. ``later``:
    letters as new as this one or newer. ``aside``: which of the letters given have no part in it, and why.
    """

    before: tuple[Earlier, ...]
    undated: tuple[Letter, ...]
    others: tuple[Earlier, ...]
    later: tuple[Earlier, ...]
    aside: tuple[tuple[int, AsideReason], ...] = ()

    @property
    def sure(self) -> tuple[Earlier, ...]:
        """The letters that are surely about the same claim, oldest first."""
        return tuple(letter for letter in self.before if letter.link is Link.SAME)

    @property
    def is_doubtful(self) -> bool:
        """Whether any letter may or may not belong to the case, or cannot be placed in it."""
        return bool(self.undated) or any(letter.link is Link.PERHAPS for letter in self.before)

    def of(self, *kinds: LetterKind, sure: bool = False) -> tuple[Earlier, ...]:
        """Letters of these kinds before this one, oldest first; with ``sure`` only those surely of the same claim."""
        return tuple(letter for letter in (self.sure if sure else self.before) if letter.kind in kinds)

    def demands(self, *, sure: bool = False) -> tuple[Earlier, ...]:
        """The payment demands (betalingsoppfordring) of a collector, oldest first."""
        found = self.of(LetterKind.BETALINGSOPPFORDRING, sure=sure)
        return tuple(letter for letter in found if letter.is_collectors)

    def own_demands(self, *, sure: bool = False) -> tuple[Earlier, ...]:
        """The creditor's own payment demands, oldest first."""
        found = self.of(LetterKind.BETALINGSOPPFORDRING, sure=sure)
        return tuple(letter for letter in found if letter.letter.sender_role.value is SenderRole.CREDITOR)


def history_of(case: Case) -> History:
    """The history of the case under audit. A letter given twice counts once, and so does the letter under audit."""
    own = case.date("letter_date")
    kept: list[Letter] = []
    before, later, others, undated = [], [], [], []
    aside: list[tuple[int, AsideReason]] = []
    for index, letter in enumerate(case.previous):
        if any(_is_duplicate(letter, known) for known in (case.letter, *kept)):
            aside.append((index, "duplicate"))
            continue
        kept.append(letter)
        link = link_between(case.letter, letter)
        printed = cast("Reading[dt.date] | Missing", letter.field("letter_date"))
        if not isinstance(printed, Reading):
            aside.append((index, "undated" if _tells_anything(letter) else "unreadable"))
            if link is not Link.OTHER:
                undated.append(letter)
            continue
        earlier = Earlier(index, letter, link, printed)
        if link is Link.OTHER:
            others.append(earlier)
            aside.append((index, "other_claim"))
        elif isinstance(own, Reading) and earlier.day >= own.value:
            later.append(earlier)
            aside.append((index, "later"))
        else:
            before.append(earlier)
    return History(_by_day(before), tuple(undated), _by_day(others), _by_day(later), tuple(aside))


def _tells_anything(letter: Letter) -> bool:
    """Whether enough of the letter was read to know that it is one: a sum or a number of the claim."""
    names = ("total", "kid", "invoice_number", "case_number", "payment_deadline")
    return bool(letter.lines) or any(isinstance(letter.field(name), Reading) for name in names)


def deadline_of(letter: Letter) -> Reading[dt.date] | Missing:
    """The deadline a letter sets: the latest date it prints, else the days it gives counted from its date."""
    readings = [letter.field("payment_deadline"), *letter.mentions.get("payment_deadline", ())]
    printed = [cast("Reading[dt.date]", r) for r in readings if isinstance(r, Reading) and isinstance(r.value, dt.date)]
    if printed:
        last = max(printed, key=lambda reading: reading.value)
        least = min(reading.confidence for reading in printed)
        return Reading(last.value, min(last.confidence, least), last.evidence, last.origin)
    days, date = letter.statement(StatementId.DEADLINE_DAYS), letter.field("letter_date")
    if days is None or days.value is None or days.strength != "clear" or not isinstance(date, Reading):
        return Missing("payment_deadline")
    counted = cast("dt.date", date.value) + dt.timedelta(days=days.value)
    return Reading(counted, min(days.confidence, date.confidence), days.evidence, Origin.DERIVED)


@dataclass(frozen=True, slots=True)
class FeeNotice:
    """A reminder or notice that charged a fee of its own.

    ``new`` kroner came with it. ``letter`` is ``None`` for the letter under audit. ``is_sure`` when its kind, its date
    and its rows were read surely.
    """

    day: dt.date
    kind: LetterKind
    new: Decimal
    deadline: Reading[dt.date] | Missing
    letter: Earlier | None
    is_sure: bool


def fee_notices(case: Case, letters: Iterable[Earlier], *, carried: bool) -> tuple[FeeNotice, ...]:
    """The fee-bearing notices among ``letters`` and the letter under audit itself, oldest first.

    A letter may print the fees of those before it together with its own, or its own alone, and seldom says which. With
    ``carried`` each letter's sum holds the earlier ones, so that only what was added is new; otherwise each sum is new.
    Raises ``NeedsValue`` when the letter under audit is such a notice without a date.
    """
    found: list[FeeNotice] = []
    highest = _ZERO
    for earlier in letters:
        if earlier.kind not in NOTICE_KINDS:
            continue
        sum_ = earlier.charged(LineType.REMINDER_FEE)
        new = sum_ - highest if carried else sum_
        highest = max(highest, sum_)
        if new > 0:
            sure = earlier.kind_is_sure and earlier.is_dated_surely and earlier.charges_surely(LineType.REMINDER_FEE)
            found.append(FeeNotice(earlier.day, earlier.kind, new, earlier.deadline, earlier, sure))
    if case.kind in NOTICE_KINDS:
        sum_ = case.charged(LineType.REMINDER_FEE)
        new = sum_ - highest if carried else sum_
        if new > 0:
            sent = case.sent.need()
            found.append(FeeNotice(sent, case.kind, new, deadline_of(case.letter), None, True))
    return tuple(found)


def ask_for_letters(case: Case) -> str | None:
    """The question for earlier letters, unless the user has answered that there are none."""
    return None if case.known.answer("previous_letters") == "no" else "previous_letters"


_STEP = re.compile(
    r"forliksklag\w*|stevning\w*|utleggsbegjæring\w*|utleggskrav\w*|\butlegg(?:et)?\b|tvangsfull\w*|søksmål\w*|"
    r"forliksråd\w*|namsmann\w*|namsfogd\w*|tingrett\w*|conciliation|summons|enforcement",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:inn|over|ut)?send(?:t|te|e)?\b|\binngi(?:tt|kk)\b|\binngjeve\b|\b(?:inn)?levert\b|"
    r"\b(?:tatt|teke) ut\b|\btok ut\b|"
    r"\bfrem(?:met|ja)\b|\bbegjært\b|\bkrav[dt] utlegg\b|\b(?:filed|sent|submitted|petitioned)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:vil|kan|skal|bli|blir|vert|verte|dersom|hvis|viss|ikke|ikkje|før|innen|innan|senest|seinast|will|may|can|if|not|unless)\b",
    re.IGNORECASE,
)


def legal_step_days(case: Case) -> tuple[dt.date, ...]:
    """The days on which the letter says that a legal step was taken (a paper sent to conciliation board, court or
    enforcement office), earliest first. A step that is only announced has no day.
    """
    days: set[dt.date] = set()
    for sentence in sentences(case):
        if _STEP.search(sentence) and _DONE.search(sentence) and not _NOT_YET.search(sentence):
            days |= {found.date for found in find_dates(sentence)}
    return tuple(sorted(days))


@dataclass(frozen=True, slots=True)
class ToldDemand:
    """A collector's payment demand that the letter under audit tells of: its day and its deadline."""

    sent: dt.date
    deadline: dt.date


_DEMAND = re.compile(r"betalingsopp(?:fordring|moding)|(?:payment|collection) demand|demand for payment", re.IGNORECASE)
_GOES_ON = re.compile(r"^\W*(?:frist|den\b|ho\b|han\b|der\b|the (?:deadline|time)|it\b)", re.IGNORECASE)
_NOTICE_WORD = re.compile(r"varse?l|purring|påminn|\bnotice\b|reminder", re.IGNORECASE)
_SHORTEST, _LONGEST = dt.timedelta(days=7), dt.timedelta(days=62)
"""The least and the most time a demand's deadline is likely to give; other pairs of days mean something else."""


def told_demand(case: Case) -> ToldDemand | None:
    """The earlier payment demand the letter tells of with both its day and a deadline that has run out
    ("Betalingsoppfordring av 02.03.2026 med frist 16.03.2026"); ``None`` when the words give another number of days.
    """
    own = case.date("letter_date")
    heading = case.letter.heading
    title = heading.value if isinstance(heading, Reading) else ""  # it stands before the first sentence, and is none
    pieces = [sentence.removeprefix(title) for sentence in sentences(case)]
    found: set[ToldDemand] = set()
    for place, sentence in enumerate(pieces):
        if not _DEMAND.search(sentence):
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) and _GOES_ON.match(pieces[place + 1]) else ""
        days = sorted({match.date for match in find_dates(f"{sentence} {after}")})
        if len(days) != 2 or _NOTICE_WORD.search(f"{sentence} {after}"):
            continue
        sent, deadline = days
        # A deadline that is not over may be this letter's own; only one that has run out is surely the demand's.
        if isinstance(own, Reading) and deadline < own.value and _SHORTEST <= deadline - sent <= _LONGEST:
            found.add(ToldDemand(sent, deadline))
    return found.pop() if len(found) == 1 else None


def _is_duplicate(one: Letter, other: Letter) -> bool:
    """The same letter given twice, perhaps once as a photo: same day, kind and sender, and no sum or number differs."""
    names = ("letter_date", "payment_deadline", "total", "invoice_number", "case_number", "kid")
    if one.kind.value is not other.kind.value or one.sender_role.value is not other.sender_role.value:
        return False
    pairs = [(one.field(name), other.field(name)) for name in names]
    both = [(a.value, b.value) for a, b in pairs if isinstance(a, Reading) and isinstance(b, Reading)]
    dated = isinstance(one.field("letter_date"), Reading) and isinstance(other.field("letter_date"), Reading)
    return dated and all(a == b for a, b in both) and _same_principal(one, other)


def _same_principal(one: Letter, other: Letter) -> bool:
    ours, theirs = principal_of(one)[0], principal_of(other)[0]
    return ours is None or theirs is None or ours == theirs


def _by_day(letters: list[Earlier]) -> tuple[Earlier, ...]:
    return tuple(sorted(letters, key=lambda letter: (letter.day, letter.index)))


def _sum(rows: Iterable[ClaimLine]) -> Decimal:
    return sum((row.amount for row in rows), _ZERO)
