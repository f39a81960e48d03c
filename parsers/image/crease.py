"""A sheet that was folded along: two planes that meet at a crease, where every line of print has a kink.

The smooth bend of `parsers.image.textlines` rounds such a kink off, which costs words on both sides of it as soon as
the planes lean much. Here the bottoms of all glyphs are fitted by the same smooth bend and, for each place a crease may
have, by one whose slope jumps there by an amount that may change down the page. The best place is taken if it explains
the lines clearly better and the jump is large.

Creases across need none of this: lines stay straight on every plane and all run one way, as the crease does. Not here:
which lines there are, and what is done about the bend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.intp]

_PLACES = np.arange(-0.6, 0.61, 0.1)
_FINER = (-0.06, -0.04, -0.02, 0.02, 0.04, 0.06)
_CLEARLY_BETTER = 0.85
_LEAST_KINK = 0.18
_LEAST_SPAN = 0.06
_OFF_LINE = 0.05  # of a glyph's height: unevenness of the bottoms of letters
_ROUNDS = 5
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Crease:
    """A crease down the page. Places are -1 to 1 from left to right and from top to bottom."""

    place: float
    terms: Floats

    def slope(self, x: Floats, y: Floats) -> Floats:
        """How much the lines fall per length at these places."""
        beyond = (x > self.place).astype(np.float64)
        return np.asarray(np.column_stack([_smooth(x, y), beyond, beyond * y]) @ self.terms)


def find_crease(lines: Sequence[Floats], width: float, height: float, glyph: float) -> Crease | None:
    """The crease of a page from its text lines (each the boxes x0, y0, x1, y1 of its glyphs, in pixels), or ``None``
    when the page has none that matters. ``glyph``: the height of the print.
    """
    middles = [(boxes[:, 0] + boxes[:, 2]) / 2 for boxes in lines]
    long = [number for number, middle in enumerate(middles) if np.ptp(middle) >= _LEAST_SPAN * width]
    if not long or glyph <= 0:
        return None
    owner = np.repeat(np.arange(len(long)), [len(lines[number]) for number in long])
    x = np.concatenate([middles[number] for number in long]) / width * 2 - 1
    levels = np.array([(lines[number][:, 1] + lines[number][:, 3]).mean() / 2 for number in long])
    y = (levels / height * 2 - 1)[owner]
    # Heights in half widths of the page, as `x` is: a slope is then one in pixels too.
    bottoms = np.concatenate([lines[number][:, 3] for number in long]) / (width / 2)
    even = _OFF_LINE * glyph / (width / 2)
    smooth = _risen(x, y)
    trust, spread = _trusted(smooth, bottoms, owner, even)
    before = _cost(smooth, bottoms, owner, trust, spread)
    costs = {float(place): _cost_with(place, smooth, x, y, bottoms, owner, trust, spread) for place in _PLACES}
    best = min(costs, key=lambda place: costs[place])
    if costs[best] >= _CLEARLY_BETTER * before:
        return None
    for place in (best + step for step in _FINER):
        costs[place] = _cost_with(place, smooth, x, y, bottoms, owner, trust, spread)
    best = min(costs, key=lambda place: costs[place])
    kinked = np.column_stack([smooth, _kinks(x, y, best)])
    for _ in range(2):
        found = _fitted(_levelled(kinked, owner, trust), _levelled(bottoms[:, None], owner, trust)[:, 0], trust)
        trust = _trust(kinked, bottoms, owner, trust, found, spread)
    if abs(found[-2]) + abs(found[-1]) < _LEAST_KINK:
        return None
    return Crease(best, found)


def beside(*columns: Floats) -> Floats:
    """The columns as one table, as `numpy.column_stack` makes it. That takes ten times as long for as little as this,
    and is asked for some hundred times a page.
    """
    table = np.empty((len(columns[0]), len(columns)))
    for number, column in enumerate(columns):
        table[:, number] = column
    return table


def _smooth(x: Floats, y: Floats) -> Floats:
    """The slopes that a bend without creases is made of."""
    return beside(np.ones_like(x), x, y, x * y, x * x, x * x * y, y * y, x**3)


def _risen(x: Floats, y: Floats) -> Floats:
    """What a line along ``x`` has fallen by those slopes."""
    return beside(x, x * x / 2, x * y, x * x * y / 2, x**3 / 3, x**3 * y / 3, x * y * y, x**4 / 4)


def _kinks(x: Floats, y: Floats, place: float) -> Floats:
    beyond = np.maximum(0.0, x - place)
    return beside(beyond, beyond * y)


def _levelled(columns: Floats, owner: Counts, trust: Floats) -> Floats:
    """The columns less their mean over each line: how high a line stands is its own affair."""
    total = np.maximum(np.bincount(owner, trust), 1e-9)
    means = beside(*(np.bincount(owner, trust * column) / total for column in columns.T))
    return np.asarray(columns - means[owner])


def _fitted(columns: Floats, wanted: Floats, trust: Floats) -> Floats:
    weighed = (columns * trust[:, None]).T
    squares = weighed @ columns
    diagonal = slice(None, None, len(squares) + 1)
    squares.flat[diagonal] *= 1 + _RIDGE
    squares.flat[diagonal] += 1e-9 * len(wanted)
    return np.asarray(np.linalg.solve(squares, weighed @ wanted))


def _off(columns: Floats, bottoms: Floats, owner: Counts, trust: Floats, found: Floats) -> Floats:
    return np.asarray(_levelled((bottoms - columns @ found)[:, None], owner, trust)[:, 0])


def _trust(columns: Floats, bottoms: Floats, owner: Counts, trust: Floats, found: Floats, spread: float) -> Floats:
    return np.asarray(1 / (1 + (_off(columns, bottoms, owner, trust, found) / spread) ** 2))


def _trusted(columns: Floats, bottoms: Floats, owner: Counts, even: float) -> tuple[Floats, float]:
    """How far each glyph is to be believed (letters with descenders are not), and the usual distance from the fit."""
    trust, spread = np.ones(len(bottoms)), even
    for _ in range(_ROUNDS):
        found = _fitted(_levelled(columns, owner, trust), _levelled(bottoms[:, None], owner, trust)[:, 0], trust)
        off = np.abs(_off(columns, bottoms, owner, trust, found))
        spread = max(even, 1.5 * float(np.median(off)))
        trust = 1 / (1 + (off / spread) ** 2)
    return trust, spread


def _cost(columns: Floats, bottoms: Floats, owner: Counts, trust: Floats, spread: float) -> float:
    found = _fitted(_levelled(columns, owner, trust), _levelled(bottoms[:, None], owner, trust)[:, 0], trust)
    return float(np.mean(np.log1p((_off(columns, bottoms, owner, trust, found) / spread) ** 2)))


def _cost_with(
    place: float, smooth: Floats, x: Floats, y: Floats, bottoms: Floats, owner: Counts, trust: Floats, spread: float
) -> float:
    return _cost(np.column_stack([smooth, _kinks(x, y, place)]), bottoms, owner, trust, spread)
