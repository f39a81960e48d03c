"""Columns of a page that are read for themselves: a letter's summary at its right, a story or a sender's panel at its
left.

Told from the print alone. A table is never parted: its rows stand level, and an amount in it has its label at the left.
Not here: paragraphs beside one another (`parsers.transcript`), and what the words mean.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from parsers.model import Word
from parsers.wrapping import LETTERS, RowPiece, is_amount

_LEAST_ROWS = 6
"""Rows a column at the left has at least, beside as many of the letter."""

_MARGINS = (0.15, 0.5)
"""Where a column at the left may end, in page widths."""

_LONE_AMOUNTS = 1
"""Amounts without a word before them that may stand beside it: more are a table's, whose labels this column is."""

_LEVEL = 0.12
"""How far two centres on one row are from each other at most, in heights of their print, when they were set as one."""

_MOST_LEVEL, _LONGEST_LEVEL = 0.34, 2
"""Share of a column's rows, and rows in succession, that may stand level with what is beside them by chance."""


_MOST_LABELLED = 0.5
"""Share of the rows at the right of a column that may stand level with one of its own: of a label on two lines, one
line is level with nothing, but what it labels is with the other.
"""


def at_the_left(words: Sequence[Word], pieces: Sequence[RowPiece]) -> list[RowPiece]:
    """The pieces of a column at the left whose rows do not stand level with the letter's at its right, so that none is
    a label of what is printed beside it. Row by row; empty where the page has none.
    """
    best: list[RowPiece] = []
    for edge in sorted({round(p.box.x0, 2) for p in pieces if _MARGINS[0] <= p.box.x0 <= _MARGINS[1]}):
        left_edge = edge - 0.01
        crossing = sorted(p.box.centre[1] for p in pieces if p.box.x0 < left_edge and p.box.x1 > left_edge)
        for top, foot in itertools.pairwise([0.0, *crossing, 1.0]):
            within = [p for p in pieces if top < p.box.centre[1] < foot]
            column = [p for p in within if p.box.x1 <= left_edge]
            if len(column) > len(best) and _is_apart(words, column, [p for p in within if p.box.x0 >= left_edge]):
                best = column
    return best


def _is_apart(words: Sequence[Word], column: Sequence[RowPiece], letter: Sequence[RowPiece]) -> bool:
    """Whether the rows of a column keep to lines of their own, not to those of the letter at its right."""
    ends = [list(run)[-1] for _, run in itertools.groupby(column, key=lambda p: p.row)]
    heads = [next(run) for _, run in itertools.groupby(letter, key=lambda p: p.row)]
    if len(heads) < _LEAST_ROWS:
        return False
    top, foot = min(p.box.y0 for p in heads), max(p.box.y1 for p in heads)
    beside = [p for p in ends if top <= p.box.centre[1] <= foot]
    worded = sum(any(LETTERS.search(words[i].text) for i in p.words) for p in beside)
    if len(beside) < _LEAST_ROWS or worded < 0.7 * len(beside):
        return False
    ceiling, floor = min(p.box.y0 for p in ends), max(p.box.y1 for p in ends)
    at_its_right = [p for p in heads if ceiling <= p.box.centre[1] <= floor]
    if sum(is_amount(words, p) for p in at_its_right) > _LONE_AMOUNTS:
        return False
    level = _level(beside, heads)
    longest = max((len(list(run)) for is_level, run in itertools.groupby(level) if is_level), default=0)
    by_chance = sum(level) <= _MOST_LEVEL * len(level) and longest <= _LONGEST_LEVEL
    return by_chance and sum(_level(at_its_right, ends)) <= _MOST_LABELLED * len(at_its_right)


def _level(rows: Sequence[RowPiece], others: Sequence[RowPiece]) -> list[bool]:
    """Whether each row stands level with one of the others, as the page leans there."""
    offsets = [_offset(p, others) for p in rows]
    lean = _lean([p.box.centre[1] for p in rows], offsets)
    return [abs(offset - by) <= _LEVEL for offset, by in zip(offsets, lean, strict=True)]


def _offset(piece: RowPiece, others: Sequence[RowPiece]) -> float:
    """How much lower the nearest row of the others stands, in heights of this one."""
    middle = piece.box.centre[1]
    nearest = min(others, key=lambda other: abs(other.box.centre[1] - middle))
    return (nearest.box.centre[1] - middle) / max(piece.box.height, 1e-6)


def _lean(places: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """What a leaning page alone makes of the offset of each row: the middle of those of the rows around it."""
    rows = list(zip(places, offsets, strict=True))
    around = [sorted((row for row in rows if row is not one), key=lambda row: abs(row[0] - one[0])) for one in rows]
    return [statistics.median(offset for _, offset in near[:4]) for near in around]


def at_the_right(
    words: Sequence[Word], pieces: Sequence[RowPiece], blocks: Sequence[Sequence[RowPiece]]
) -> list[RowPiece]:
    """The pieces of a column at the right that sums up while the letter runs on at its left, row by row.

    It has a left edge of its own where most of its rows begin with words, a blank strip parts it from at least two
    blocks of prose, and no amount in it lacks a label of its own: an amount whose label stands at the left belongs
    to a table, which is never parted. Empty where the page has none.
    """
    best: list[RowPiece] = []
    for edge in sorted({round(p.box.x0, 2) for p in pieces if 0.4 <= p.box.x0 <= 0.8}):
        left_edge = edge - 0.01
        crossing = sorted(p.box.centre[1] for p in pieces if p.box.x0 < left_edge - 0.005 and p.box.x1 > left_edge)
        for top, foot in itertools.pairwise([0.0, *crossing, 1.0]):
            column = [p for p in pieces if p.box.x0 >= left_edge - 0.005 and top < p.box.centre[1] < foot]
            if len(column) > len(best) and _stands_alone(words, column, blocks, left_edge):
                best = _without_foot(column, pieces, left_edge)
    return best


def _without_foot(column: list[RowPiece], pieces: Sequence[RowPiece], edge: float) -> list[RowPiece]:
    """The column without rows at its foot that begin left of it and go on anywhere but at its edge: those of a strip
    over the page's full width.
    """
    beside = {p.row for p in pieces if p.box.x1 <= edge}
    rows = [list(run) for _, run in itertools.groupby(column, key=lambda p: p.row)]
    while rows and rows[-1][0].row in beside and rows[-1][0].box.x0 > edge + 0.03:
        rows.pop()
    return [p for row in rows for p in row]


def _stands_alone(
    words: Sequence[Word], column: Sequence[RowPiece], blocks: Sequence[Sequence[RowPiece]], edge: float
) -> bool:
    """Whether these pieces, right of an edge, are a column with labels of its own beside prose."""
    firsts = [next(run) for _, run in itertools.groupby(column, key=lambda p: p.row)]
    top, foot = min(p.box.y0 for p in column), max(p.box.y1 for p in column)
    prose = [b for b in blocks if b[-1].box.x1 <= edge and b[0].box.y0 >= top - 0.05 and b[-1].box.y1 <= foot + 0.05]
    beside = [b for b in prose if max(p.box.x1 for p in b) <= edge]
    if len(firsts) < 6 or len(beside) < 2 or sum(len(b) for b in beside) < 4:
        return False
    aligned = [p for p in firsts if p.box.x0 <= edge + 0.03]
    worded = sum(any(LETTERS.search(words[i].text) for i in p.words) for p in aligned)
    lone = sum(is_amount(words, p) for p in firsts if p.box.x0 > edge + 0.03)
    return len(aligned) >= 0.7 * len(firsts) and worded >= 0.5 * len(firsts) and lone <= 0.1 * len(firsts)
