"""What befalls whole words, rows and pages when they are read from a picture: the coarse half of `samples.noise`.

Rows and cells that are not seen, a strip that glare or a fold took from several rows, first letters that a frame or a
shadow hides, marks that are no print, rows that lean, boxes that stand a little off, and a type in which one figure is
taken for another wherever it stands. How often is what was seen on simulated photos and scans: of everyday ones one
word in a hundred is lost, of hard ones one in ten, mostly by the row. Not here: single characters (`samples.noise`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from parsers.model import Box, Word, WordSource
from parsers.transcript import rows_of

LOST_ROW, LOST_CELL, LOST_STRIP, HIDDEN, STRAY = 0.3, 0.3, 2.0, 0.1, 0.2
"""Shares of rows, of cells, of pages with a strip, of words that lose their first letters, and of marks to words: each
times the share of damaged characters."""

LEAN, OFF = 0.6, 0.05
"""How far, in heights of a word, a row may rise over the width of a page, and how far a box stands off its place."""

LIKE_HABIT = 6.0
"""Share of letters, times that of damaged characters, in which a figure is taken for another throughout."""

_MARKS = ("|", "—", "-", ".", "'", "_", "~", ":", "i", "=", "A", "fe", "°", "EE", "1")
_GAP = 2.0
"""Heights of a word between two cells of a row."""
_FIGURES = "0123456789"


def habit(read_as: Mapping[str, Sequence[tuple[str, float]]], *, rate: float, rng: random.Random) -> dict[str, str]:
    """A figure and the one it is taken for throughout the letter; empty for most letters. ``rate`` 0-1."""
    if rng.random() >= LIKE_HABIT * rate:
        return {}
    pairs = [(c, other, share) for c in _FIGURES for other, share in read_as.get(c, ()) if other in _FIGURES and other]
    figure, other, _ = rng.choices(pairs, [share for *_, share in pairs])[0]
    return {figure: other}


def torn(words: Iterable[Word], *, rate: float, rng: random.Random) -> Iterator[Word]:
    """The words of a page that are still seen, where they seem to stand, with marks between them; ``rate`` 0-1."""
    seen = list(words)
    lean = rng.uniform(-LEAN, LEAN) * min(1.0, 100 * rate)
    lost = _lost(seen, rate, rng)
    for number, word in enumerate(seen):
        if number in lost:
            continue
        shown = _hidden(word) if len(word.text) > 5 and rng.random() < HIDDEN * rate else word
        yield replace(shown, box=_off(shown.box, lean, rng)) if rate else shown
        if rng.random() < STRAY * rate:
            yield _mark(word, rng)


def _lost(words: Sequence[Word], rate: float, rng: random.Random) -> set[int]:
    """The numbers of the words that are not seen."""
    lost: set[int] = set()
    rows = rows_of(words)
    for row in rows:
        if rng.random() < LOST_ROW * rate:
            lost.update(row)
        for cell in _cells(words, row):
            if rng.random() < LOST_CELL * rate:
                lost.update(cell)
    if rows and rng.random() < LOST_STRIP * rate:
        cells = _cells(words, rng.choice(rows))
        area = Box.around(words[n].box for n in rng.choice(cells))
        low, high = area.y0 - 4 * area.height * rng.random(), area.y1 + 4 * area.height * rng.random()
        strip = Box(area.x0, max(0.0, low), area.x1, min(1.0, high))
        lost.update(n for n, word in enumerate(words) if word.box.overlaps(strip))
    return lost


def _cells(words: Sequence[Word], row: Sequence[int]) -> list[list[int]]:
    cells: list[list[int]] = []
    right = -1.0
    for number in sorted(row, key=lambda n: words[n].box.x0):
        box = words[number].box
        if not cells or box.x0 - right > _GAP * box.height:
            cells.append([])
        cells[-1].append(number)
        right = box.x1
    return cells


def _hidden(word: Word) -> Word:
    """The word without its first letter."""
    box = word.box
    return replace(word, text=word.text[1:], box=Box(box.x0 + box.width / len(word.text), box.y0, box.x1, box.y1))


def _off(box: Box, lean: float, rng: random.Random) -> Box:
    """Where the box seems to stand: leaning with its row, and a little off; never off the page."""
    down = (lean * (box.centre[0] - 0.5) + rng.gauss(0, OFF)) * box.height
    taller = abs(rng.gauss(0, OFF)) * box.height
    aside = rng.gauss(0, OFF) * box.height
    sides = (box.x0 + aside, box.y0 + down - taller, box.x1 + aside, box.y1 + down)
    x0, y0, x1, y1 = (min(1.0, max(0.0, side)) for side in sides)
    return Box(x0, y0, x1, y1)


def _mark(word: Word, rng: random.Random) -> Word:
    """What is taken for print right behind the word and is none: seldom read surely."""
    box = word.box
    place = Box(min(1.0, box.x1 + 0.3 * box.height), box.y0, min(1.0, box.x1 + 0.9 * box.height), box.y1)
    sure = rng.uniform(0.85, 0.95) if rng.random() < 0.25 else rng.uniform(0.0, 0.8)
    return Word(rng.choice(_MARKS), place, round(sure, 4), WordSource.OCR)
