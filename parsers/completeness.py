"""Whether words of the running text could not be read, on a page that is readable otherwise.

Optical reading drops a word now and then without a trace but the blank it leaves, and reads others so unsurely that
they are hardly ever right. With such a word in the text no sentence can be said to be absent from the letter: the word
may have been its own. Not here: pages that are missing or read badly throughout (`parsers.pipeline`).
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence

from parsers.model import Page, Word
from parsers.spelling import WORDS, mend_word
from parsers.transcript import rows_of
from parsers.views import fold

LEAST_WORDS, LEAST_BEFORE, LEAST_BEHIND = 6, 2, 2
"""Rows with fewer words, in all and on either side of the gap, are no running text."""

LEAST_LETTERS = 0.8
"""Running text has at least this share (0-1) of small letters."""

UNREAD, LONG = 0.6, 5
"""A word of so many letters is hardly ever right when it was read with less confidence (0-1): one in ten."""

SURE = 0.8
"""Confidence of a word that stands in running text beside another."""

USUAL, WIDE, WIDEST = 2.5, 4.0, 25.0
"""Gaps in characters: up to which a row is unbroken; from and up to which a word may be missing."""

STEP, APART, TALL = 1.6, 3.0, 1.3
"""How far apart two rows may stand of which one goes on in the other, in usual steps from row to row; how far apart
rows of one text ever stand, and what is no taller than it, in heights of the usual word.
"""

GOES_ON, ENDS_OPEN = 4, 8
"""Words of a row from which a small first letter shows that it goes on from another, and from which an end without a
stop shows that another follows.
"""

EDGE = 0.15
"""How much of a page's height its head and its foot are, where text may go on from page to page."""

THIN, SHORTEST, TALLEST = 2.5, 5.0, 3.0
"""A doubtful word is print that was not made out when it has so few letters for its width (times the usual letter), is
as wide as so many letters, and no taller than so many usual words.
"""

_ADDRESS = re.compile(r"@|www\.|[^\W\d_]{3,}\.[a-zæøå]{2,}[.,;:)]?$")
"""An address on the net, which the engine seldom makes out and no sentence that is asked for holds."""

Row = Sequence[Word]
_KNOWN = frozenset(WORDS)


def misses_words(page: Page) -> bool:
    """Whether a row of running text has a gap that is none between columns, or a word that was not read. Never for a
    text layer.
    """
    widths = [word.box.width / len(word.text) for word in page.words if len(word.text) >= 3]
    usual = statistics.median(widths) if widths else 0.0
    if page.source == "text" or not usual:
        return False
    tall = TALLEST * statistics.median(word.box.height for word in page.words)
    rows = [sorted((page.words[i] for i in row), key=lambda word: word.box.x0) for row in rows_of(page.words)]
    text = [row for row in rows if len(row) >= 3 and _letters(row) >= LEAST_LETTERS]
    if any(
        (_is_stretched(one, usual, tall) and _is_text(other)) or (_is_stretched(other, usual, tall) and _is_text(one))
        for row in rows
        for one, other in itertools.pairwise(row)
        if other.box.x0 - one.box.x1 <= USUAL * usual
    ):
        return True
    if _misses_rows(rows, usual, is_first=page.number == 1):
        return True
    return any(
        _has_unread(row) or any(_is_hole(row, gap, text, usual) for gap in _gaps(row, WIDE * usual)) for row in text
    )


def _misses_rows(rows: Sequence[Row], usual: float, *, is_first: bool) -> bool:
    """Whether a row was not seen: one of running text begins in the middle of a sentence with no row right over it, or
    ends in the middle of one with none right under it.

    Text may go on from the foot of a column to the head of one further right, and from page to page.
    """
    split = [_runs(row, WIDE * usual) for row in rows]
    runs = [run for parts in split for run in parts]
    height = statistics.median(word.box.height for row in rows for word in row)
    long = [run for run in runs if len(run) >= GOES_ON and _tallest(run) <= TALL * height]
    steps = [step for run in long if (step := min(_below(run, long), default=0.0)) and step <= APART * height]
    if not steps:
        return False
    reach = STEP * statistics.median_low(steps)
    for parts in split:
        left, right = parts[0], parts[-1]
        begins = _is_sentence(left, long, GOES_ON) and _is_open(left[0], left[0].text[:2], left[0].text[0])
        continued = not is_first and left[0].box.y0 < EDGE
        if begins and not continued and not any(-step <= reach for step in _above(left, runs)):
            return True
        ends = _is_sentence(right, long, ENDS_OPEN) and _is_open(right[-1], right[-1].text[-2:], right[-1].text[-1])
        if ends and right[-1].box.y1 < 1 - EDGE and not any(step <= reach for step in _below(right, runs)):
            return True
    return False


def _is_sentence(run: Row, long: Sequence[Row], least: int) -> bool:
    return len(run) >= least and _letters(run) >= LEAST_LETTERS and run in long


def _is_open(word: Word, edge: str, outermost: str) -> bool:
    """Whether the word at a row's end, surely read, shows no end or beginning of a sentence."""
    return word.confidence >= SURE and edge.isalpha() and outermost.islower()


def _runs(row: Row, gap: float) -> list[Row]:
    """The row's parts with no gap inside."""
    seams = [n for n in range(1, len(row)) if row[n].box.x0 - row[n - 1].box.x1 > gap]
    return [row[low:high] for low, high in itertools.pairwise([0, *seams, len(row)])]


def _tallest(run: Row) -> float:
    return statistics.median(word.box.height for word in run)


def _below(run: Row, others: Sequence[Row]) -> list[float]:
    """How far under the run those stand that share some of its width."""
    return [step for step in _steps(run, others) if step > 0]


def _above(run: Row, others: Sequence[Row]) -> list[float]:
    return [step for step in _steps(run, others) if step < 0]


def _steps(run: Row, others: Sequence[Row]) -> list[float]:
    level = statistics.median(word.box.centre[1] for word in run)
    half = _tallest(run) / 2
    shared = [o for o in others if o is not run and o[0].box.x0 < run[-1].box.x1 and run[0].box.x0 < o[-1].box.x1]
    found = [statistics.median(word.box.centre[1] for word in other) - level for other in shared]
    return [step for step in found if abs(step) > half]


def _has_unread(row: Row) -> bool:
    """Whether a long word was read without certainty and is near none of the words that letters use."""
    return len(row) >= LEAST_WORDS and any(
        word.confidence < UNREAD
        and sum(c.isalpha() for c in word.text) >= LONG
        and not _ADDRESS.search(word.text)
        and mend_word(fold(word.text).strip(".,:;()")) not in _KNOWN
        for word in row
    )


def _is_stretched(word: Word, usual: float, tall: float) -> bool:
    """Whether a few letters, read without certainty, take the room of a long word: what stands there is more."""
    least = max(SHORTEST, THIN * len(word.text)) * usual
    has_letters = any(c.isalpha() for c in word.text)
    return has_letters and word.confidence < UNREAD and word.box.width >= least and word.box.height <= tall


def _is_text(word: Word) -> bool:
    return word.confidence >= SURE and sum(c.islower() for c in word.text) >= 2


def _gaps(row: Row, least: float) -> list[tuple[float, float]]:
    pairs = itertools.pairwise(row)
    return [(left.box.x1, right.box.x0) for left, right in pairs if right.box.x0 - left.box.x1 > least]


def _is_hole(row: Row, gap: tuple[float, float], text: Sequence[Row], usual: float) -> bool:
    """Whether the gap is the only one of its row, a sentence goes on over it, and it is none between columns of text:
    no other row of running text on the page has one at the same place.
    """
    if len(_gaps(row, USUAL * usual)) > 1 or gap[1] - gap[0] > WIDEST * usual:
        return False
    before = [word.text for word in row if word.box.x1 <= gap[0] + 1e-9]
    behind = [word.text for word in row if word.box.x0 >= gap[1] - 1e-9]
    if len(before) < LEAST_BEFORE or len(behind) < LEAST_BEHIND or len(row) < LEAST_WORDS:
        return False
    goes_on = (behind[0][0].islower() or behind[0][0].isdigit()) and before[-1][-1] not in ".:;!?"
    if not goes_on:
        return False
    middle = (gap[0] + gap[1]) / 2
    return not any(
        low < middle < high for other in text if other is not row for low, high in _gaps(other, USUAL * usual)
    )


def _letters(row: Row) -> float:
    """The share of small letters in the row."""
    joined = "".join(word.text for word in row)
    return sum(c.islower() for c in joined) / max(1, len(joined))
