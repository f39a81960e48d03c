"""The sheet: a transcript with its geometry, for asking what stands where.

A :class:`Sheet` cuts the printed lines into cells (runs of words with no column gap), and answers right of, left of,
above and below, which lines are running prose, which look like headings, where a payment slip starts, and which
pages are small print. It gives the normalised views of the whole text and the way from a match to its cell.

Not here: what a label means (`parsers.patterns`) and what a value is (`parsers.candidates`, `parsers.fields`).
"""

from __future__ import annotations

import itertools
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Literal, TypeVar, cast

import regex

from parsers.identifiers import parse_code_line
from parsers.model import Box, Evidence, Page, Transcript, WordSource
from parsers.transcript import COLUMN_GAP, ROW_TOLERANCE, build_transcript
from parsers.views import View, flowing, fold, folded

PageRole = Literal["front", "continuation", "back"]
T = TypeVar("T")

_OPTICAL = frozenset({WordSource.OCR, WordSource.FOREIGN_OCR})
_TIMEOUT = 0.25
"""Seconds. What looks at each letter no more than once has no limit: asking the clock takes ten times as long."""

_FIGURE = regex.compile(r"(?:kr\.?|nok)?[\s\d.,:%/\-–−=+]*\d[\s\d.,:%/\-–−]*(?:kr\.?|nok)?", regex.IGNORECASE)
_SAYS = regex.compile(r"[^\W_]{2}|\d")
_WORDY = regex.compile(r"[^\W\d_]{2,}")
_SLIP_WORDS = regex.compile(
    r"kvittering|\bgiro\b|betalt (?:av|til)\b|blankettnummer|belast konto|underskrift ved girering|"
    r"innbetalt til konto|betalingsinformasjon|betalerens konto"
)
_MANY_DIGITS = regex.compile(r"(?:\D*\d){13}")
_BACK_WORDS = regex.compile(
    r"ordforklaring|ordliste|ordbok|satser for|satsar for|gjeldende satser|prisliste|salarsatser|salartabell|"
    r"personvern|behandling av personopplysninger|generell informasjon|generelle opplysninger|"
    r"slik beregnes|hva betyr|kva tyder|informasjon om inkasso|explanation of terms|gebyr og satser"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A run of words on one printed line with no column gap inside.

    ``index`` in ``Sheet.cells``; ``line`` in ``Transcript.lines``; ``[start, end)`` in ``Transcript.text``;
    ``folded`` its text as `parsers.views.fold` gives it; ``confidence`` the lowest of its words, 0-1.
    """

    index: int
    page: int
    line: int
    start: int
    end: int
    words: tuple[int, ...]
    box: Box
    text: str
    folded: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text: consecutive prose lines. ``[start, end)`` in ``Transcript.text``; ``lines`` its line indices."""

    page: int
    start: int
    end: int
    box: Box
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell that stands like a heading. ``size`` is its height relative to the page's usual text (1 = the same);
    ``score`` ranks candidates over the whole letter.
    """

    cell: Cell
    size: float
    score: float


class Sheet:
    """A letter's text with its geometry. Immutable; everything beyond the cells is worked out when first asked."""

    def __init__(self, transcript: Transcript, *, pages: Sequence[Page] = ()) -> None:
        self.transcript = transcript
        self.pages = tuple(pages)
        self.cells: tuple[Cell, ...] = tuple(_cells(transcript))
        self._once: dict[object, object] = {}
        self._starts = [c.start for c in self.cells]
        self._by_line: dict[int, list[Cell]] = {}
        self._by_page: dict[int, list[Cell]] = {}
        for cell in self.cells:
            self._by_line.setdefault(cell.line, []).append(cell)
            self._by_page.setdefault(cell.page, []).append(cell)
        self._by_height: dict[int, tuple[list[float], list[Cell]]] = {}
        for page, cells in self._by_page.items():
            ordered = sorted(cells, key=lambda c: c.box.centre[1])
            self._by_height[page] = ([c.box.centre[1] for c in ordered], ordered)

    # ---------------------------------------------------------------- text

    @property
    def text(self) -> str:
        """The transcript's text."""
        return self.transcript.text

    @cached_property
    def flow(self) -> View:
        """The whole text as one run: small letters, blanks collapsed, hyphenated words joined."""
        return flowing(self.transcript.text)

    @cached_property
    def folded(self) -> View:
        """As `flow`, with letters folded (`parsers.views.fold`): å/aa/a, æ/ae/a, ø/oe/o are one."""
        return folded(self.transcript.text)

    @cached_property
    def is_optical(self) -> bool:
        """Whether most words were read optically, so that spelling must be taken with a grain of salt."""
        words = self.transcript.words
        optical = sum(w.source in _OPTICAL for w in words)
        return 2 * optical > len(words)

    def is_misreadable(self, start: int, end: int) -> bool:
        """Whether a word in the span was read optically."""
        words = self.transcript.words
        return any(words[i].source in _OPTICAL for i in self.transcript.words_in(start, end))

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for a span of the transcript's text."""
        return self.transcript.evidence(start, end)

    # ---------------------------------------------------------------- cells and their neighbours

    def cell_at(self, offset: int) -> Cell | None:
        """The cell that holds the offset of the transcript's text, or the last one before it; ``None`` before the
        first.
        """
        found = bisect_right(self._starts, offset) - 1
        return self.cells[found] if found >= 0 else None

    def cells_in(self, start: int, end: int) -> tuple[Cell, ...]:
        """The cells that touch the span, in reading order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        return tuple(c for c in self.cells[first:last] if c.end > start)

    def line_cells(self, line: int) -> tuple[Cell, ...]:
        """The cells of a printed line, from the left."""
        return tuple(self._by_line.get(line, ()))

    def page_cells(self, page: int) -> tuple[Cell, ...]:
        """The cells of a page in reading order."""
        return tuple(self._by_page.get(page, ()))

    def same_row(self, cell: Cell) -> tuple[Cell, ...]:
        """All cells level with this one (itself included), from the left, whatever line they were read on."""
        heights, ordered = self._by_height[cell.page]
        y = cell.box.centre[1]
        reach = 2 * cell.box.height
        near = ordered[bisect_left(heights, y - reach) : bisect_right(heights, y + reach)]
        level = [
            c
            for c in near
            if c is cell
            or (
                abs(c.box.centre[1] - y) <= 1.2 * ROW_TOLERANCE * (c.box.height + cell.box.height) / 2
                and (c.box.x0 >= cell.box.x1 - 0.005 or c.box.x1 <= cell.box.x0 + 0.005)
            )
            or c.line == cell.line
        ]
        return tuple(sorted(level, key=lambda c: c.box.x0))

    def right_of(self, cell: Cell, *, max_gap: float = 1.0) -> Cell | None:
        """The next cell to the right on the same row, at most `max_gap` page widths away."""
        right = [c for c in self.same_row(cell) if c.box.x0 >= cell.box.x1 - 0.005 and c is not cell]
        if not right or right[0].box.x0 - cell.box.x1 > max_gap:
            return None
        return right[0]

    def left_of(self, cell: Cell, *, max_gap: float = 1.0) -> Cell | None:
        """The next cell to the left on the same row, at most `max_gap` page widths away."""
        left = [c for c in self.same_row(cell) if c.box.x1 <= cell.box.x0 + 0.005 and c is not cell]
        if not left or cell.box.x0 - left[-1].box.x1 > max_gap:
            return None
        return left[-1]

    def below(self, cell: Cell, *, max_drop: float = 3.0) -> Cell | None:
        """The nearest cell under this one that shares its left edge, right edge, middle or width, at most `max_drop`
        times its height from centre to centre.
        """
        return self._vertical(cell, max_drop, 1, cell.box)

    def above(self, cell: Cell, *, max_drop: float = 3.0, box: Box | None = None) -> Cell | None:
        """The nearest cell over this one, or over a `box` of some of its words; as `below`."""
        return self._vertical(cell, max_drop, -1, box or cell.box)

    def _vertical(self, cell: Cell, max_drop: float, direction: int, box: Box) -> Cell | None:
        heights, ordered = self._by_height[cell.page]
        y, height = box.centre[1], max(box.height, 0.008)
        if direction > 0:
            near = ordered[bisect_left(heights, y + 0.4 * height) : bisect_right(heights, y + max_drop * height)]
        else:
            near = ordered[bisect_left(heights, y - max_drop * height) : bisect_right(heights, y - 0.4 * height)]
        best: tuple[float, Cell] | None = None
        for other in near:
            if other is cell or not is_aligned(box, other.box) or not _SAYS.search(other.text):
                continue
            if other.line == cell.line:
                continue
            distance = abs(other.box.centre[1] - y) + 0.05 * min(abs(other.box.x0 - box.x0), abs(other.box.x1 - box.x1))
            if best is None or distance < best[0]:
                best = (distance, other)
        return best[1] if best else None

    # ---------------------------------------------------------------- blocks

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The running text, paragraph by paragraph, in reading order."""
        return tuple(_paragraphs(self))

    @cached_property
    def _paragraph_of(self) -> dict[int, Paragraph]:
        return {line: p for p in self.paragraphs for line in p.lines}

    def paragraph_of(self, cell: Cell) -> Paragraph | None:
        """The running text that the cell's line belongs to."""
        return self._paragraph_of.get(cell.line)

    def text_cells(self, paragraph: Paragraph) -> tuple[Cell, ...]:
        """The cells of running text, one for each line, without key words in the margin."""
        return tuple(_text_cell(self.line_cells(line)) for line in paragraph.lines)

    def wrapped_into(self, cell: Cell) -> Cell | None:
        """The cell that running text goes on in when its line ends with this one; ``None`` where it does not go on."""
        paragraph = self.paragraph_of(cell)
        lines = self.text_cells(paragraph) if paragraph is not None else ()
        return next((after for before, after in itertools.pairwise(lines) if before is cell), None)

    def is_prose(self, cell: Cell) -> bool:
        """Whether the cell belongs to running text."""
        return cell.line in self._paragraph_of and len(self._by_line[cell.line]) <= 2

    def heads_text(self, cell: Cell) -> bool:
        """Whether the cell stands right over running text that begins at its left edge."""
        under = self.below(cell, max_drop=2.4)
        if under is None or len(cell.words) > 6 or abs(under.box.x0 - cell.box.x0) > 0.006:
            return False
        return self.is_prose(under) and len(under.words) >= 5

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Cells that stand like headings, likeliest first."""
        return tuple(_headings(self))

    @cached_property
    def slip_top(self) -> dict[int, float]:
        """For each page with a payment slip: where it starts, as a fraction of the page's height."""
        tops: dict[int, float] = {}
        for page, cells in self._by_page.items():
            found: dict[str, Cell] = {}
            for cell in cells:
                if cell.box.centre[1] < 0.4:
                    continue
                match = _SLIP_WORDS.search(cell.folded, timeout=_TIMEOUT)
                if match and len(cell.words) <= 8:
                    found.setdefault(match.group(), cell)
            code = self._code_line(page)
            if code is not None:
                found.setdefault("code line", code)
            if len(found) >= 2:
                tops[page] = min(c.box.y0 for c in found.values())
        return tops

    def _code_line(self, page: int) -> Cell | None:
        """The first cell of the page's code line, if it has one in its lower half."""
        for cell in self._by_page[page]:
            if cell.box.centre[1] < 0.5 or cell is not self._by_line[cell.line][0]:
                continue
            line = self.transcript.lines[cell.line]
            text = self.transcript.text[line.start : line.end]
            if _MANY_DIGITS.match(text, timeout=_TIMEOUT) and parse_code_line(text) is not None:
                return cell
        return None

    def in_slip(self, cell: Cell) -> bool:
        """Whether the cell stands on the payment slip."""
        top = self.slip_top.get(cell.page)
        return top is not None and cell.box.centre[1] >= top - 0.005

    def page_role(self, page: int) -> PageRole:
        """Front (the first page), back (small print: glossary, price table, law text) or continuation."""
        return self._roles.get(page, "continuation")

    @cached_property
    def _roles(self) -> dict[int, PageRole]:
        roles: dict[int, PageRole] = {}
        usual = 0.0
        for number, (page, cells) in enumerate(sorted(self._by_page.items())):
            size = _usual_character(self.transcript, cells)
            if number == 0:
                roles[page], usual = "front", size
                continue
            small = bool(usual) and size < 0.86 * usual
            told = sum(bool(_BACK_WORDS.search(c.folded, timeout=_TIMEOUT)) for c in cells if len(c.words) <= 9)
            roles[page] = (
                "back" if told >= 2 or (small and told >= 1) or (small and size < 0.75 * usual) else ("continuation")
            )
        return roles


def once(function: Callable[[Sheet], T]) -> Callable[[Sheet], T]:
    """The function, worked out once for each sheet, as several fields ask the same. What it gives must never change."""

    @wraps(function)
    def kept(sheet: Sheet) -> T:
        if function not in sheet._once:
            sheet._once[function] = function(sheet)
        return cast("T", sheet._once[function])

    return kept


def build_sheet(pages: Sequence[Page]) -> Sheet:
    """The sheet of the pages: transcript and geometry in one step."""
    return Sheet(build_transcript(pages), pages=pages)


_PADDING = 0.018
"""How far into a box print is set from its edge, in widths of the page."""


def is_aligned(one: Box, other: Box) -> bool:
    """Whether two boxes stand over each other: they share half of the narrower one's width, or an edge. A value in a
    ruled box stands a little further in than its short label ("KID").
    """
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    if shared >= 0.5 * min(one.width, other.width):
        return True
    if shared > 0 and abs(one.x0 - other.x0) < _PADDING:
        return True
    return abs(one.x0 - other.x0) < 0.008 or abs(one.x1 - other.x1) < 0.008


def _cells(transcript: Transcript) -> Iterable[Cell]:
    index = 0
    for number, line in enumerate(transcript.lines):
        current: list[int] = []
        groups: list[list[int]] = []
        for word in line.words:
            if current:
                gap = transcript.text[transcript.word_spans[current[-1]][1] : transcript.word_spans[word][0]]
                if gap == COLUMN_GAP:
                    groups.append(current)
                    current = []
            current.append(word)
        if current:
            groups.append(current)
        for group in groups:
            start, end = transcript.word_spans[group[0]][0], transcript.word_spans[group[-1]][1]
            text = transcript.text[start:end]
            yield Cell(
                index=index,
                page=line.page,
                line=number,
                start=start,
                end=end,
                words=tuple(group),
                box=Box.around(transcript.words[i].box for i in group),
                text=text,
                folded=fold(text),
                confidence=min(transcript.words[i].confidence for i in group),
            )
            index += 1


def _usual_character(transcript: Transcript, cells: Iterable[Cell]) -> float:
    widths = [
        transcript.words[i].box.width / len(transcript.words[i].text)
        for cell in cells
        for i in cell.words
        if len(transcript.words[i].text) >= 4
    ]
    return statistics.median(widths) if widths else 0.0


def _prose_like(sheet: Sheet, line: int) -> bool:
    cells = sheet.line_cells(line)
    if not cells or len(cells) > 2 or (len(cells) == 2 and _FIGURE.fullmatch(cells[1].text, timeout=_TIMEOUT)):
        return False
    longest = max(cells, key=lambda c: len(c.words))
    words = [w for w in longest.text.split() if _WORDY.search(w)]
    return len(words) >= 5 and len(words) >= 0.45 * sum(len(c.words) for c in cells)


def _paragraphs(sheet: Sheet) -> Iterable[Paragraph]:
    lines = sheet.transcript.lines
    current: list[int] = []

    def done() -> Paragraph:
        boxes = [c.box for i in current for c in sheet.line_cells(i)]
        start, end = lines[current[0]].start, lines[current[-1]].end
        return Paragraph(lines[current[0]].page, start, end, Box.around(boxes), tuple(current))

    for number, line in enumerate(lines):
        prose = _prose_like(sheet, number)
        if current:
            last = _text_cell(sheet.line_cells(current[-1])).box
            first = _text_cell(sheet.line_cells(number)).box if sheet.line_cells(number) else last
            drop = first.centre[1] - last.centre[1]
            close = (
                line.page == lines[current[-1]].page
                and 0 < drop <= 2.1 * max(last.height, first.height)
                and abs(first.x0 - last.x0) < 0.02
            )
            goes_on = not _ends_sentence(sheet, current[-1]) or sheet.line_cells(number)[0].text[0].islower()
            tail = not prose and len(sheet.line_cells(number)) == 1 and goes_on
            if close and (prose or tail):
                current.append(number)
                continue
            yield done()
            current = []
        if prose:
            current = [number]
    if current:
        yield done()


def _text_cell(cells: Sequence[Cell]) -> Cell:
    """The cell of a line that holds its running text: the longest one, beside a key word in the margin."""
    return max(cells, key=lambda c: len(c.words))


def _ends_sentence(sheet: Sheet, line: int) -> bool:
    return sheet.line_cells(line)[-1].text.rstrip().endswith((".", ":", "!", "?"))


def _headings(sheet: Sheet) -> list[Heading]:
    found: list[Heading] = []
    for number, page in enumerate(sorted(sheet._by_page)):
        cells = sheet.page_cells(page)
        usual = _usual_character(sheet.transcript, cells) or 0.01
        for cell in cells:
            letters = [c for c in cell.text if c.isalpha()]
            if len(letters) < 4 or len(cell.words) > 12 or len(letters) < 0.6 * len(cell.text.replace(" ", "")):
                continue
            if cell.text.endswith(" :"):
                continue  # a label before a column of colons
            capitals = sum(c.isupper() for c in letters) / len(letters)
            width = cell.box.width / len(cell.text)
            size = width / usual / (1.25 if capitals > 0.8 else 1.0)
            if size < 1.12 and capitals < 0.8:
                continue
            if cell.text.rstrip().endswith((".", ",")) and len(cell.words) > 6:
                continue
            alone = len(sheet.line_cells(cell.line)) == 1
            score = (size - 1) * 2 + (0.5 if capitals > 0.8 else 0) + (0.3 if alone else 0)
            score -= 0.8 * cell.box.centre[1] + 1.0 * number
            if sheet.in_slip(cell):
                score -= 2
            found.append(Heading(cell, size, score))
    return sorted(found, key=lambda h: -h.score)
