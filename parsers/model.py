"""The vocabulary of a letter: words on pages, readings with their evidence, and the letter they add up to.

Everything here is a frozen value. Positions are fractions (0-1) of the upright, straightened page, origin top-left,
so one unit serves a PDF and a photo. Nothing is ever ``None`` because it was not found: a field is a
:class:`Reading` (value, evidence, rivals) or a :class:`Missing` (why it is missing). Names are those of the outward
contract.

This module reads nothing and judges nothing. It imports no image, OCR or PDF library, so that the law can be
applied and tested without them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, Literal, Never, TypeVar

from parsers.vocabulary import (
    AMOUNT_FIELDS,
    COUNT_FIELDS,
    DATE_FIELDS,
    DIGIT_FIELDS,
    FIELD_NAMES,
    RATE_FIELDS,
    TEXT_FIELDS,
    DebtorType,
    DocumentType,
    LetterKind,
    LineType,
    MissingReason,
    Origin,
    SenderRole,
    StatementId,
)

__all__ = [
    "AMOUNT_FIELDS",
    "COUNT_FIELDS",
    "DATE_FIELDS",
    "DIGIT_FIELDS",
    "FIELD_NAMES",
    "IMPLIED",
    "RATE_FIELDS",
    "TEXT_FIELDS",
    "Box",
    "ClaimItem",
    "ClaimLine",
    "DebtorType",
    "DocumentType",
    "Evidence",
    "InterestSegment",
    "Letter",
    "LetterKind",
    "LineType",
    "Missing",
    "MissingReason",
    "NeedsValue",
    "Origin",
    "Page",
    "PageQuality",
    "QualityIssue",
    "Reading",
    "SenderRole",
    "Statement",
    "StatementId",
    "TextLine",
    "Transcript",
    "Word",
    "WordSource",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


# ------------------------------------------------------------------ places on a page


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page. All four are fractions 0-1 of the upright page; ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any area."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box that holds them all. Raises ``ValueError`` for none."""
        items = list(boxes)
        if not items:
            raise ValueError("no boxes")
        return Box(
            min(b.x0 for b in items),
            min(b.y0 for b in items),
            max(b.x1 for b in items),
            max(b.y1 for b in items),
        )


class WordSource(StrEnum):
    """Where a word came from."""

    TEXT_LAYER = "text"
    FOREIGN_OCR = "foreign_ocr"
    OCR = "ocr"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word: text as read, where it stands, how sure the reader is (0-1; a born-digital text layer is
    1).
    """

    text: str
    box: Box
    confidence: float
    source: WordSource


QuarterTurn = Literal[0, 90, 180, 270]
"""How far a page is turned, in degrees clockwise."""


def quarter_turn(degrees: int) -> QuarterTurn:
    """The quarter turn that ``degrees`` clockwise come to. Raises ``ValueError`` for what is no quarter turn."""
    turns: tuple[QuarterTurn, ...] = (0, 90, 180, 270)
    return turns[turns.index(degrees % 360)]


QualityIssue = Literal["blurry", "cut_off", "glare", "dark", "low_resolution", "covered", "no_document"]


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How well the page can be read: score 0-1 (1 = perfect) and what is wrong, most harmful first."""

    score: float
    issues: tuple[QualityIssue, ...] = ()


LONGEST_WORD = 24
"""Characters; what is longer in a letter is an address on the net rather than a word."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the letter, upright.

    ``number`` counts from 1. ``width``/``height`` are pixels of the upright picture (for a text page: at 150 dpi).
    ``rotation`` is how far the upload was turned to become upright.
    ``transform`` is the 3x3 matrix, row by row, from pixels of the upright picture to pixels of the uploaded image.
    ``picture`` is the upright page as JPEG or PNG bytes (empty when none was asked for).
    """

    number: int
    source: Literal["text", "scan", "photo"]
    width: int
    height: int
    rotation: QuarterTurn
    words: tuple[Word, ...]
    quality: PageQuality
    picture: bytes = b""
    transform: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

    @property
    def mean_confidence(self) -> float:
        """Mean word confidence 0-1, weighted by word length; 0.0 for a page with no words. Addresses on the net, which
        optical reading is never sure of, say nothing of how well a page was read.
        """
        words = [w for w in self.words if len(w.text) <= LONGEST_WORD] or self.words
        letters = sum(len(w.text) for w in words)
        if not letters:
            return 0.0
        return sum(w.confidence * len(w.text) for w in words) / letters


# ------------------------------------------------------------------ the one text that is searched


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of the transcript: its page, its span in ``Transcript.text`` and the indices of its words."""

    page: int
    start: int
    end: int
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """The one text that is searched, and the way back from it to words and boxes.

    ``text`` holds the lines in reading order, words joined by one space (several spaces mark a column gap), lines
    ended by a newline, pages separated by a form feed. ``word_spans[i]`` is the span of ``words[i]`` in ``text``;
    ``word_pages[i]`` its page. National identity numbers are masked in ``text`` and ``words`` alike. ``respelt`` is the
    text of a picture with misread words of the trade put right, for seeing what may be mentioned; empty where nothing
    was put right. No offset leads back from it.
    """

    text: str
    words: tuple[Word, ...]
    word_spans: tuple[tuple[int, int], ...]
    word_pages: tuple[int, ...]
    lines: tuple[TextLine, ...]
    respelt: str = ""

    def words_in(self, start: int, end: int) -> tuple[int, ...]:
        """Indices of the words that touch the span ``[start, end)``, in text order."""
        low, high = 0, len(self.word_spans)
        while low < high:
            middle = (low + high) // 2
            if self.word_spans[middle][1] <= start:
                low = middle + 1
            else:
                high = middle
        found = []
        for index in range(low, len(self.word_spans)):
            if self.word_spans[index][0] >= end:
                break
            found.append(index)
        return tuple(found)

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for the span: the page it starts on, one box per line, the quote and the lowest word
        confidence.
        """
        indices = self.words_in(start, end)
        if not indices:
            return Evidence(page=1, boxes=(), span=(start, end), quote=self.text[start:end].strip(), confidence=0.0)
        page = self.word_pages[indices[0]]
        by_line: list[list[Box]] = []
        last_bottom = None
        for index in indices:
            if self.word_pages[index] != page:
                continue
            box = self.words[index].box
            if last_bottom is None or box.centre[1] > last_bottom or box.x0 < by_line[-1][-1].x0:
                by_line.append([])
            by_line[-1].append(box)
            last_bottom = box.y1
        return Evidence(
            page=page,
            boxes=tuple(Box.around(line) for line in by_line),
            span=(start, end),
            quote=" ".join(self.text[start:end].split()),
            confidence=min(self.words[i].confidence for i in indices),
        )


# ------------------------------------------------------------------ readings


@dataclass(frozen=True, slots=True)
class Evidence:
    """The piece of letter a reading rests on.

    ``page`` from 1; ``boxes`` one per printed line; ``span`` in ``Transcript.text`` (``None`` for what the user
    told); ``quote`` the words as read; ``confidence`` 0-1 of the reading of those words.
    """

    page: int
    boxes: tuple[Box, ...]
    span: tuple[int, int] | None
    quote: str
    confidence: float


class NeedsValue(LookupError):  # noqa: N818 - a signal that the engine turns into "unsure", not an error of ours
    """A rule asked for a value that is missing. ``missing`` says which and why."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(f"{missing.name}: {missing.reason.value}")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """A value with what it rests on.

    ``confidence`` 0-1 that the value is right (all corroboration counted). ``rivals`` are other values the same
    place or label could have, best first. ``corroborated`` names what agreed with it (``sum``, ``check_digit``,
    ``repeated``, ``interest``).
    """

    value: T_co
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    origin: Origin = Origin.READ
    rivals: tuple[Reading[T_co], ...] = ()
    corroborated: frozenset[str] = frozenset()
    repaired: bool = False

    def need(self) -> T_co:
        """The value."""
        return self.value

    @property
    def found(self) -> Literal[True]:
        return True


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that was looked for and not found: which, why, and the labels or places that were searched."""

    name: str
    reason: MissingReason = MissingReason.ABSENT
    searched: tuple[str, ...] = ()
    rivals: tuple[Reading[object], ...] = ()

    def need(self) -> Never:
        """Raises :class:`NeedsValue`, which the engine turns into an ``unsure`` finding with a question."""
        raise NeedsValue(self)

    @property
    def found(self) -> Literal[False]:
        return False


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One amount row of the claim.

    ``amount`` in kroner with two decimals, positive as printed (a ``paid`` row is positive too). ``included`` is
    False for a row printed for information only (a fee that would come later, VAT shown "herav"), which is no part
    of the total. ``count`` is how many fees the row says it holds ("2 purregebyr"). ``relates_to`` is the invoice
    or claim number of the row, when one stands there.
    """

    type: LineType
    label: str
    amount: Decimal
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    included: bool = True
    count: int = 1
    relates_to: str | None = None
    origin: Origin = Origin.READ
    rivals: tuple[Reading[Decimal], ...] = ()
    corroborated: frozenset[str] = frozenset()
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """One invoice or claim listed in the letter. Amount in kroner; any part may be missing."""

    number: Reading[str] | Missing
    due: Reading[dt.date] | Missing
    amount: Reading[Decimal] | Missing


@dataclass(frozen=True, slots=True)
class InterestSegment:
    """One printed piece of an interest calculation: rate in per cent a year over first to last day, and its kroner
    if printed.
    """

    rate: Decimal | None
    first_day: dt.date | None
    last_day: dt.date | None
    amount: Decimal | None
    evidence: tuple[Evidence, ...] = ()


IMPLIED = "implied"
"""The detail of a statement that follows from what a sentence says: likely, and no ground to blame."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the running text that the law asks for or forbids.

    ``strength``: ``clear`` when the sentence says it outright, ``weak`` when it only hints (then no rule may pass
    or fail on it alone). ``value`` is the number in it, where the statement has one (days). ``detail`` is the word
    in it that matters, where there is one (the letter kind that ``earlier_notice`` names).
    """

    id: StatementId
    strength: Literal["clear", "weak"]
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    value: int | None = None
    detail: str | None = None

    @property
    def is_outright(self) -> bool:
        """Whether the sentence says it, so that the letter may be held to it."""
        return self.strength == "clear" and self.detail != IMPLIED


# ------------------------------------------------------------------ the letter

WORDS_UNREAD = "words_unread"
"""The warning, with a page's number behind a colon, that words of its running text could not be read."""

OTHER_LETTER = "other_letter"
"""The warning, with a page's number behind a colon, that the page belongs to another letter of the same file."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as read.

    ``fields`` holds only what was found or what is missing for a reason worth telling; use :meth:`field`.
    ``mentions`` lists every place where a repeated value (total, kid, account_number, payment_deadline) was
    printed, for the checks of consistency. ``document`` is what the paper looks like besides or instead of a
    collection letter, ``None`` when it looks like nothing else. ``fully_read`` is True when every page is there ("side
    1 av 2" has its page 2) and each was read well enough to say that something is not in it.
    """

    kind: Reading[LetterKind]
    sender_role: Reading[SenderRole]
    debtor: Reading[DebtorType]
    language: Reading[str]
    heading: Reading[str] | Missing
    fields: Mapping[str, Reading[object] | Missing]
    lines: tuple[ClaimLine, ...]
    statements: Mapping[StatementId, Statement]
    transcript: Transcript
    pages: tuple[Page, ...] = ()
    claims: tuple[ClaimItem, ...] = ()
    interest_segments: tuple[InterestSegment, ...] = ()
    mentions: Mapping[str, tuple[Reading[object], ...]] = field(default_factory=lambda: MappingProxyType({}))
    fully_read: bool = True
    pages_expected: int | None = None
    warnings: tuple[str, ...] = ()
    document: Reading[DocumentType] | None = None

    @property
    def words_unread(self) -> bool:
        """Whether a word of the running text could not be read, so that no sentence is absent for sure."""
        return any(warning.startswith(WORDS_UNREAD) for warning in self.warnings)

    @property
    def other_pages(self) -> tuple[int, ...]:
        """Numbers of the upload's pages that seem to belong to other letters, and were not read as this one's."""
        named = (warning.partition(":") for warning in self.warnings)
        return tuple(int(number) for name, _, number in named if name == OTHER_LETTER)

    def field(self, name: str) -> Reading[object] | Missing:
        """The field by its contract name; :class:`Missing` (absent) when nothing was found. Raises ``KeyError`` for
        an unknown name.
        """
        if name not in FIELD_NAMES:
            raise KeyError(name)
        return self.fields.get(name, Missing(name))

    def lines_of(self, *types: LineType) -> tuple[ClaimLine, ...]:
        """The rows of these types that are part of the demand, in printed order."""
        return tuple(line for line in self.lines if line.type in types and line.included)

    def statement(self, id_: StatementId) -> Statement | None:
        """The statement if the text makes it."""
        return self.statements.get(id_)
