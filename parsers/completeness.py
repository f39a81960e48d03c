"""Whether words are missing in the middle of running text that was read from a picture.

Optical reading drops a word now and then without a trace but the blank it leaves. Where such a blank is found, nothing
can be said to be absent from the letter: the word may have been the one. Not here: pages that are missing, and pages
that are read badly throughout (`parsers.pipeline`).
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from parsers.model import Box, TextLine, Transcript, WordSource

LEAST_WORDS, LEAST_BEFORE, LEAST_BEHIND = 6, 3, 2
"""Lines with fewer words, in all and on either side of the gap, are no running text."""

LEAST_LETTERS = 0.8
"""Running text has at least this share (0-1) of small letters."""

USUAL, WIDE, WIDEST = 2.5, 4.0, 25.0
"""Gaps in characters: up to which a line is unbroken; from and up to which a word may be missing."""


def misses_words(transcript: Transcript) -> bool:
    """Whether a line of running text has a gap that is none between columns. Never for a text layer."""
    if not any(word.source in (WordSource.OCR, WordSource.FOREIGN_OCR) for word in transcript.words):
        return False
    widths = [w.box.width / len(w.text) for w in transcript.words if len(w.text) >= 3]
    usual = statistics.median(widths) if widths else 0.0
    if not usual:
        return False
    lines = [line for line in transcript.lines if len(line.words) >= LEAST_WORDS]
    return any(
        _is_hole(transcript, line, gap, usual) for line in lines for gap in _gaps(transcript, line, WIDE * usual)
    )


def _boxes(transcript: Transcript, line: TextLine) -> list[Box]:
    return sorted((transcript.words[i].box for i in line.words), key=lambda box: box.x0)


def _gaps(transcript: Transcript, line: TextLine, least: float) -> list[tuple[float, float]]:
    pairs = itertools.pairwise(_boxes(transcript, line))
    return [(left.x1, right.x0) for left, right in pairs if right.x0 - left.x1 > least]


def _is_hole(transcript: Transcript, line: TextLine, gap: tuple[float, float], usual: float) -> bool:
    """Whether the gap is the only one of its line, a sentence goes on over it, and it is none between columns of text:
    no other line of running text on the page has one at the same place.
    """
    if len(_gaps(transcript, line, USUAL * usual)) > 1 or gap[1] - gap[0] > WIDEST * usual:
        return False
    words = sorted((transcript.words[i] for i in line.words), key=lambda word: word.box.x0)
    before = [word.text for word in words if word.box.x1 <= gap[0] + 1e-9]
    behind = [word.text for word in words if word.box.x0 >= gap[1] - 1e-9]
    if len(before) < LEAST_BEFORE or len(behind) < LEAST_BEHIND:
        return False
    goes_on = (behind[0][0].islower() or behind[0][0].isdigit()) and before[-1][-1] not in ".:;!?"
    if not goes_on or _letters(before + behind) < LEAST_LETTERS:
        return False
    middle = (gap[0] + gap[1]) / 2
    others = [other for other in transcript.lines if other.page == line.page and other is not line]
    others = [other for other in others if _letters([transcript.words[i].text for i in other.words]) >= LEAST_LETTERS]
    return not any(low < middle < high for other in others for low, high in _gaps(transcript, other, USUAL * usual))


def _letters(texts: Sequence[str]) -> float:
    """The share of small letters in the texts."""
    joined = "".join(texts)
    return sum(c.islower() for c in joined) / max(1, len(joined))
