"""What the print itself says about the page: size of the glyphs, which way lines run, which way is up, how they lean
and bend.

Works on connected components of an evened copy; no dictionary, no OCR. The glyph height is the median height of
letter-like components, about the x-height of the commonest type (10 pt at 300 dpi: 24 pixels).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image.crease import beside, find_crease
from parsers.image.decode import Grey

Floats = npt.NDArray[np.float64]

_SHORTEST_LINE = 8
_MOST_GLYPHS = 12_000


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Letter-like components: one row (x0, y0, x1, y1) each, in pixels, and their median height (0 for none)."""

    boxes: Floats
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: the boxes of its glyphs from left to right."""

    boxes: Floats

    @property
    def centres(self) -> Floats:
        return (self.boxes[:, :2] + self.boxes[:, 2:]) / 2

    @property
    def length(self) -> float:
        return float(self.boxes[-1, 2] - self.boxes[0, 0])


def find_glyphs(evened: Grey) -> Glyphs:
    """The letter-like components of an evened picture (paper 255)."""
    threshold, _ = cv2.threshold(evened, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    level = float(np.clip(threshold, 110, 215))
    ink = (evened < level).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    stats = stats[1:].astype(np.float64)
    x, y, w, h, area = stats.T if len(stats) else np.empty((5, 0))
    side = max(evened.shape)
    plausible = (h >= 4) & (w >= 1) & (h <= side / 25) & (w <= side / 12) & (area >= 0.12 * w * h) & (area >= 8)
    shaped = plausible & (w <= 3.2 * h) & (h <= 6 * w)
    if shaped.sum() < 5:
        return Glyphs(np.empty((0, 4)), 0.0)
    # Wide enough to be a letter and no speck: the median of these is about the x-height.
    letters = shaped & (w >= 0.3 * h)
    usual = float(np.median(h[letters])) if letters.any() else float(np.median(h[shaped]))
    grown = letters & (h >= 0.6 * usual) & (h <= 2.2 * usual)
    usual = float(np.median(h[grown])) if grown.any() else usual
    kept = shaped & (h >= 0.55 * usual) & (h <= 3.0 * usual)
    boxes = np.column_stack([x, y, x + w, y + h])[kept]
    if len(boxes) > _MOST_GLYPHS:
        return Glyphs(np.empty((0, 4)), 0.0)  # noise, not print
    return Glyphs(boxes, usual)


def turned(boxes: Floats, width: float, height: float, turn: int) -> Floats:
    """Boxes of a page ``width`` x ``height`` after it is turned clockwise by ``turn`` (0, 90, 180, 270) degrees."""
    x0, y0, x1, y1 = boxes.T
    if turn == 90:
        return np.column_stack([height - y1, x0, height - y0, x1])
    if turn == 180:
        return np.column_stack([width - x1, height - y1, width - x0, height - y0])
    if turn == 270:
        return np.column_stack([y0, width - x1, y1, width - x0])
    return boxes


def find_lines(boxes: Floats, glyph: float) -> list[Line]:
    """Text lines of at least eight glyphs: each glyph is joined to its nearest right neighbour on the same level."""
    if len(boxes) < _SHORTEST_LINE or glyph <= 0:
        return []
    order = np.argsort(boxes[:, 0])
    boxes = boxes[order]
    x0, y0, x1, y1 = boxes.T
    middle = (y0 + y1) / 2
    tall = y1 - y0
    reach = 1.6 * glyph
    # Every pair of a glyph and one that begins a little to the right of its end.
    low = np.searchsorted(x0, x1 - 0.5 * glyph)
    counts = np.maximum(0, np.searchsorted(x0, x1 + reach) - low)
    this = np.repeat(np.arange(len(boxes)), counts)
    near = np.arange(len(this)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    # On one level: the baselines or the middles agree.
    drop = np.minimum(np.abs(y1[near] - y1[this]), np.abs(middle[near] - middle[this]))
    alike = np.maximum(tall[near], tall[this]) <= 2.2 * np.minimum(tall[near], tall[this])
    fits = (drop < 0.4 * glyph) & alike & (x0[near] > x0[this])
    this, near, drop = this[fits], near[fits], drop[fits]
    cost = np.maximum(0.0, x0[near] - x1[this]) + 1.5 * drop
    cheapest = np.lexsort((cost, this))
    cheapest = cheapest[np.flatnonzero(np.diff(this[cheapest], prepend=-1))]
    follower, leader = [-1] * len(boxes), [-1] * len(boxes)
    taken = [math.inf] * len(boxes)
    for i, j, price in zip(this[cheapest].tolist(), near[cheapest].tolist(), cost[cheapest].tolist(), strict=True):
        if price < taken[j]:
            if leader[j] >= 0:
                follower[leader[j]] = -1
            taken[j], leader[j], follower[i] = price, i, j
    lines = []
    for first in (i for i, before in enumerate(leader) if before < 0):
        chain, j = [first], follower[first]
        while j >= 0:
            chain.append(j)
            j = follower[j]
        if len(chain) >= _SHORTEST_LINE:
            lines.append(Line(boxes[chain]))
    return lines


def glyphs_in(lines: list[Line]) -> int:
    """How many glyphs stand in text lines."""
    return sum(len(line.boxes) for line in lines)


def upness(lines: list[Line], glyph: float) -> tuple[float, int]:
    """Whether the lines stand upright: above 0 if glyph bottoms keep a level more than tops do (letters stand on a
    baseline; some rise, few descend), below 0 if they hang upside-down. With how many lines could be asked.
    """
    votes, weights = [], []
    for line in lines:
        centre = line.centres
        degree = 1 if len(centre) < 15 else 2
        x = centre[:, 0] - centre[:, 0].mean()
        if np.ptp(x) < 6 * glyph:
            continue
        x = x / np.ptp(x)
        curve = np.polyval(_fitted(x, centre[:, 1], degree), x)
        bottoms = line.boxes[:, 3] - curve
        tops = line.boxes[:, 1] - curve
        votes.append((_most_on_one_level(bottoms, glyph) - _most_on_one_level(tops, glyph)) / len(centre))
        weights.append(len(centre))
    if not votes:
        return 0.0, 0
    return float(np.average(votes, weights=weights)), len(votes)


def _most_on_one_level(values: Floats, glyph: float) -> int:
    values = np.sort(values)
    ends = np.searchsorted(values, values + 2 * 0.09 * glyph + 0.51, side="right")
    return int((ends - np.arange(len(values))).max())


def skew(lines: list[Line]) -> float:
    """Slope of the text (down per right), the length-weighted median over the lines; 0.0 for none."""
    slopes, lengths = [], []
    for line in lines:
        centre = line.centres
        if np.ptp(centre[:, 0]) < 1:
            continue
        x = centre[:, 0] - centre[:, 0].mean()
        slopes.append(float(x @ line.boxes[:, 3] / (x @ x)))
        lengths.append(line.length)
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    heaped = np.cumsum(np.array(lengths)[order])
    return float(np.array(slopes)[order][int(np.searchsorted(heaped, heaped[-1] / 2))])


# ------------------------------------------------------------------ bent pages


@dataclass(frozen=True, slots=True)
class Bend:
    """How far rows must be shifted so that text lines run straight.

    ``shift`` holds, on a coarse grid over the page (rows from top to bottom, columns from left to right), how many
    pixels lower than in a flat page a point lies. ``worst`` is its largest amount in glyph heights.
    """

    shift: Floats
    worst: float


_GRID_ROWS, _GRID_COLUMNS = 49, 65
_LINES_FOR_CREASE = 10


def find_bend(lines: list[Line], width: float, height: float, glyph: float) -> Bend | None:
    """The bend of a page from the slopes of its text lines, or ``None`` when there are too few lines to tell."""
    samples = _slope_samples(lines, width, height)
    if samples is None or len(lines) < 3:
        return None
    x, y, slope, weight = samples.T
    terms = _terms(x, y, len(lines))
    coefficients = np.zeros(terms.shape[1])
    trust = weight.copy()
    for _ in range(6):
        scaled = terms * trust[:, None]
        penalty = 1e-3 * trust.sum() * np.eye(terms.shape[1])
        penalty[0, 0] = 0
        coefficients = np.linalg.solve(scaled.T @ terms + penalty, scaled.T @ slope)
        residual = np.abs(slope - terms @ coefficients)
        spread = max(0.002, float(np.median(residual)) * 1.5)
        trust = weight * np.minimum(1.0, spread / np.maximum(residual, 1e-9))
    crease = (
        find_crease([line.boxes for line in lines], width, height, glyph) if len(lines) >= _LINES_FOR_CREASE else None
    )
    if crease is not None:
        return _followed(crease.slope, width, height, glyph)
    return _followed(lambda x, y: np.asarray(_terms(x, y, len(lines)) @ coefficients), width, height, glyph)


def _followed(slope: Callable[[Floats, Floats], Floats], width: float, height: float, glyph: float) -> Bend:
    """The bend of a page whose lines have that slope at (x, y), both -1 to 1.

    Follows it from the middle column outwards: the row that stands at y there lies at y + shift elsewhere.
    """
    columns = np.linspace(-1, 1, _GRID_COLUMNS)
    rows = np.linspace(-1, 1, _GRID_ROWS)
    shift = np.zeros((_GRID_ROWS, _GRID_COLUMNS))
    middle = _GRID_COLUMNS // 2
    step = (columns[1] - columns[0]) * width / 2
    for direction in (1, -1):
        here = rows.copy()
        for k in range(middle + direction, _GRID_COLUMNS if direction > 0 else -1, direction):
            first = slope(np.full(_GRID_ROWS, columns[k - direction]), here)
            there = here + direction * first * step / (height / 2)
            second = slope(np.full(_GRID_ROWS, columns[k]), np.clip(there, -1.1, 1.1))
            here = here + direction * (first + second) / 2 * step / (height / 2)
            shift[:, k] = (here - rows) * height / 2
    return Bend(shift, float(np.abs(shift).max()) / max(1.0, glyph))


def _slope_samples(lines: list[Line], width: float, height: float) -> Floats | None:
    rows = []
    for line in lines:
        centre = line.centres
        x = centre[:, 0]
        span = float(np.ptp(x))
        if span < 0.06 * width:
            continue
        degree = 1 if len(x) < 16 else 2 if len(x) < 40 else 3
        origin = float(x.mean())
        curve = _fitted((x - origin) / span, line.boxes[:, 3], degree)
        for _ in range(2):  # descenders and specks pull; fit again without them
            off = np.abs(np.polyval(curve, (x - origin) / span) - line.boxes[:, 3])
            near = off <= max(1.5, 2 * float(np.median(off)))
            if near.sum() < _SHORTEST_LINE:
                break
            curve = _fitted((x[near] - origin) / span, line.boxes[near, 3], degree)
        slope = np.polyder(curve)
        places = np.linspace(0.1, 0.9, max(2, min(9, int(span / (0.08 * width)))))
        at = (x.min() + places * span - origin) / span
        level = np.polyval(curve, at)
        share = np.full(len(places), span / width / len(places))
        across = (at * span + origin) / width * 2 - 1
        rows.append(np.column_stack([across, level / height * 2 - 1, np.polyval(slope, at) / span, share]))
    return np.concatenate(rows) if rows else None


def _fitted(x: Floats, y: Floats, degree: int) -> Floats:
    """The coefficients, highest power first, of the polynomial nearest to the points. ``x`` lies within -1 and 1, where
    the plain equations are good enough and take a tenth of the time of a general solver.
    """
    powers = np.vander(x, degree + 1)
    squares = powers.T @ powers
    # Where many points stand above one another, the highest powers are left at nothing.
    squares.flat[:: degree + 2] += 1e-9 * len(x)  # the diagonal
    return np.asarray(np.linalg.solve(squares, powers.T @ y))


def _terms(x: Floats, y: Floats, lines: int) -> Floats:
    one = np.ones_like(x)
    if lines < 10:
        return beside(one)
    if lines < 22:
        return beside(one, x, y, x * y)
    return beside(one, x, y, x * y, x * x, x * x * y, y * y, x**3)
