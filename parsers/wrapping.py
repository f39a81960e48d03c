"""Lines of running text that wrap into one another: which line goes on under which, and where a paragraph ends.

Told from the print alone: a line wraps into the next when the next line's first word would not have fitted. Used where
columns stand side by side (`parsers.transcript`); for paragraphs of the finished text see `parsers.layout`.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from parsers.model import Box, Word

_TIMEOUT = 0.1
LETTERS = regex.compile(r"[^\W\d_]{2,}")
"""A word rather than a figure or a mark."""
_AMOUNT_END = regex.compile(r"\d[.,]\d\d\W*$|\d\s?,?[-–—]\W*$|\d\s?kr\.?$", regex.IGNORECASE)
_UNBROKEN = regex.compile(r"(?:kr|nok)\.?|\d[\d.]*", regex.IGNORECASE)
"""What no line is broken behind, before a figure."""
_NARROWER = 0.06
"""How much less wide, in page widths, a column is than the text that leads to it."""
_FARTHER = 1.25
"""How much farther apart than its lines two paragraphs are."""


@dataclass(frozen=True, slots=True)
class RowPiece:
    """A run of words on one row with no column gap inside: indices into the page's words, and the box around."""

    words: tuple[int, ...]
    box: Box
    row: int


def next_line(piece: RowPiece, starts: Sequence[RowPiece], aspect: float) -> RowPiece | None:
    """The piece that starts under this one at the same left edge, at most 1.9 heights further down."""
    height = piece.box.height
    best: RowPiece | None = None
    for other in starts:
        drop = other.box.centre[1] - piece.box.centre[1]
        if other.box.y0 > piece.box.y1 + 1.5 * height:
            break
        if not 0.5 * height <= drop <= 2.6 * height or not 0.6 < other.box.height / height < 1.7:
            continue
        if abs(other.box.x0 - piece.box.x0) * aspect > 1.2 * height:
            continue
        if best is None or drop < best.box.centre[1] - piece.box.centre[1]:
            best = other
    return best


def wrapped(words: Sequence[Word], chain: list[RowPiece]) -> list[list[RowPiece]]:
    """The chain cut where a line ended although the next word would have fitted; single lines are dropped."""
    lead = _lead(chain)
    if lead:
        return [*wrapped(words, chain[:lead]), *wrapped(words, chain[lead:])]
    edge = max(p.box.x1 for p in chain)
    runs: list[list[RowPiece]] = [[chain[0]]]
    for piece, following in itertools.pairwise(chain):
        if piece.box.x1 + _first_width(words, following) + 0.004 < edge - 0.01:
            runs.append([])
        runs[-1].append(following)
    return [run for run in runs if len(run) >= 2 and sum(len(p.words) for p in run) >= 8]


def _lead(chain: list[RowPiece]) -> int:
    """How many lines at the chain's head are text over the full width that leads to a narrower column; 0 for none."""
    drops = [b.box.centre[1] - a.box.centre[1] for a, b in itertools.pairwise(chain)]
    if len(drops) < 3:
        return 0
    apart = _FARTHER * statistics.median(drops)
    for n, drop in enumerate(drops, start=1):
        wide, narrow = max(p.box.x1 for p in chain[:n]), max(p.box.x1 for p in chain[n:])
        if drop > apart and wide > narrow + _NARROWER:
            return n
    return 0


def _first_width(words: Sequence[Word], piece: RowPiece) -> float:
    """How wide the first word is, with the figures that no line is broken before: "kr. 5.530,-"."""
    last = piece.words[0]
    for following in piece.words[1:]:
        unbroken = _UNBROKEN.fullmatch(words[last].text, timeout=_TIMEOUT) and words[following].text[0].isdigit()
        if not unbroken:
            break
        last = following
    return words[last].box.x1 - words[piece.words[0]].box.x0


def is_amount(words: Sequence[Word], piece: RowPiece) -> bool:
    """Whether a piece is short and ends like an amount of money."""
    text = " ".join(words[i].text for i in piece.words)
    return len(piece.words) <= 4 and bool(_AMOUNT_END.search(text, timeout=_TIMEOUT))
