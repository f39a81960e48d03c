"""The sheet of paper in a photo: its four corners, or nothing when they cannot be trusted.

Straight line segments (LSD) are merged into lines; every quadrilateral of the ten best lying and the ten best standing
lines is scored by how well its sides part two colours and how near an A4 sheet in perspective it comes; the best one is
refined to parts of a pixel. A wrong outline cuts text away, so it is used only if at least three sides are well
supported. Without one the page is straightened by its text lines alone (`parsers.image.textlines`).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image.decode import Colour
from parsers.image.sides import CONTRAST, Points, goes_on, parted, reaches_border

SIDE = 700
"""Long side in pixels of the copy that is searched; all distances below are pixels of it."""

A4 = 297 / 210

_LINES_EACH = 10
_SHORTEST = 0.06
_TILT = 30.0
_BORDER = 4.0

# Least mean, second-lowest and lowest support of the sides: of four in the picture; of four of which a part lies
# outside; of three, with the fourth outside.
_TRUST = (0.75, 0.60, 0.35)
_TRUST_PART = (0.85, 0.80, 0.70)
_TRUST_OPEN = (0.92, 0.92, 0.90)
_ALL_SEEN, _LEAST_SEEN = 0.95, 0.6
_LEAST_AREA, _USUAL_AREA = 0.15, 0.30  # between them the sheet has to be brighter than all around it
_FORESHORTENED = 1.15  # how much longer than it looks a leaning sheet may be
_OUT_OF_FRAME = 0.25  # how far a corner may lie outside the picture

FOCAL = 0.77
"""Usual focal length of a phone's main camera, as a share of the long side of its picture. A page that leans by no more
than 15 degrees looks less than 3 % longer or shorter to a camera of .6 or 1.2.
"""

_SHAPE_WEIGHT = 3.0
_ALMOST_A4, _OTHER_SHAPE = 0.03, 0.25  # differences of logarithms of height / width between which the score falls

_MARGIN = 0.055  # of the sheet's width and height: print begins farther in

_TRIED, _TRIED_FIRST = 12, 3


@dataclass(frozen=True, slots=True)
class Outline:
    """Corners of the sheet as fractions of the picture's width and height: top-left, top-right, bottom-right,
    bottom-left as they lie in the picture. ``supports``: how well each side (top, right, bottom, left) parts paper from
    background, 0-1; 0 for a side outside the picture, whose place is guessed. ``ratio``: height / width of the flat
    sheet. ``area``: its share of the picture, 0-1. ``brighter``: the share of its sides whose inside is the brighter.
    ``beyond``: how much of the sheet, but for its margins, lies outside the picture, as a share of it.
    """

    corners: Points
    supports: tuple[float, float, float, float]
    ratio: float
    area: float
    brighter: float
    beyond: float = 0.0


def find_outline(small: Colour) -> Outline | None:
    """The trusted outline of the sheet in a colour picture (BGR, any size), or ``None``."""
    height, width = small.shape[:2]
    factor = SIDE / max(height, width)
    if factor < 1:
        small = np.asarray(cv2.resize(small, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
        height, width = small.shape[:2]
    if min(height, width) < 100:
        return None
    lab = cv2.medianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2LAB), 3).astype(np.float32)
    lying, standing = _lines(small, lab)
    crossings = _crossings(lying, standing)
    whole = _trusted(lab, _whole_quads(lying, standing, crossings), hidden=None)
    if whole is not None:
        return whole
    open_ = [
        _trusted(lab, _open_quads(lying, standing, crossings, side, width, height), hidden=side) for side in range(4)
    ]
    return max((found for found in open_ if found is not None), key=lambda found: sum(found.supports), default=None)


def _trusted(lab: npt.NDArray[np.float32], quads: Points, *, hidden: int | None) -> Outline | None:
    """The best of the quadrilaterals (n x 4 x 2) as an outline, refined, if it can be trusted. ``hidden`` is a side
    that lies outside the picture, whose place follows from the others.
    """
    height, width = lab.shape[:2]
    best = _best_quad(lab, quads, hidden)
    if best is None:
        return None
    corners = _refined(lab, best, hidden)
    if corners is None or not _have_sheet_shape(corners[None], width, height)[0]:
        return None
    if goes_on(lab, corners[None], hidden)[0]:
        return None  # told only now that the sides lie where they should
    supports, seen, brighter = parted(lab, corners[None])
    shown = [side for side in range(4) if side != hidden]
    ordered = np.sort(supports[0, shown])
    is_whole = bool((seen[0, shown] >= _ALL_SEEN).all())
    least = _TRUST_OPEN if hidden is not None else _TRUST if is_whole else _TRUST_PART
    is_trusted = (
        ordered.mean() >= least[0]
        and ordered[1] >= least[1]
        and ordered[0] >= least[2]
        and float(seen[0, shown].mean()) >= _LEAST_SEEN
        and (float(_areas(corners[None])[0]) >= _USUAL_AREA * width * height or brighter[0, shown].all())
    )
    if not is_trusted:
        return None
    top, right, bottom, left = (float(s) for s in supports[0])
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inside, _ = cv2.intersectConvexConvex(corners.astype(np.float32), frame)
    inner = _without_margins(corners)
    shown_inner, _ = cv2.intersectConvexConvex(inner.astype(np.float32), frame)
    return Outline(
        corners=corners / np.array([width, height]),
        supports=(top, right, bottom, left),
        ratio=_ratio(corners),
        brighter=float(brighter[0, shown].mean()),
        area=float(inside) / (width * height),
        beyond=max(0.0, 1 - float(shown_inner) / max(1.0, float(_areas(inner[None])[0]))),
    )


# ------------------------------------------------------------------ lines


def _lines(small: Colour, lab: npt.NDArray[np.float32]) -> tuple[Points, Points]:
    """The best nearly lying and nearly standing lines, each row (x0, y0, x1, y1), left to right or top to bottom."""
    grey = cv2.GaussianBlur(lab[:, :, 0].astype(np.uint8), (0, 0), 0.8)
    side = max(small.shape[:2])
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    if found is None:
        return np.empty((0, 4)), np.empty((0, 4))
    segments = found.reshape(-1, 4).astype(np.float64)
    delta = segments[:, 2:] - segments[:, :2]
    length = np.hypot(delta[:, 0], delta[:, 1])
    keep = length > _SHORTEST * side
    segments, delta, length = segments[keep], delta[keep], length[keep]
    angle = np.degrees(np.arctan2(delta[:, 1], delta[:, 0])) % 180
    is_lying = (angle < _TILT) | (angle > 180 - _TILT)
    is_standing = np.abs(angle - 90) < _TILT
    return _merged(segments[is_lying], length[is_lying], 0), _merged(segments[is_standing], length[is_standing], 1)


def _merged(segments: Points, length: npt.NDArray[np.float64], axis: int) -> Points:
    """Collinear segments as one line, ranked by summed length; the first ten."""
    order = np.argsort(-length)
    segments, length = segments[order], length[order]
    flip = segments[:, axis] > segments[:, 2 + axis]
    segments[flip] = segments[flip][:, [2, 3, 0, 1]]
    used = np.zeros(len(segments), bool)
    lines: list[tuple[float, Points]] = []
    for i in range(len(segments)):
        if used[i]:
            continue
        direction = segments[i, 2:] - segments[i, :2]
        normal = np.array([-direction[1], direction[0]]) / max(1e-9, float(np.hypot(*direction)))
        near_first = np.abs((segments[:, :2] - segments[i, :2]) @ normal) < 5
        near_last = np.abs((segments[:, 2:] - segments[i, :2]) @ normal) < 5
        group = near_first & near_last & ~used
        used |= group
        points = segments[group].reshape(-1, 2)
        first, last = points[np.argmin(points[:, axis])], points[np.argmax(points[:, axis])]
        lines.append((float(length[group].sum()), np.concatenate([first, last])))
    lines.sort(key=lambda line: -line[0])
    return np.array([line for _, line in lines[:_LINES_EACH]]).reshape(-1, 4)


def _crossing(a: Points, b: Points) -> Points | None:
    """Where two lines (x0, y0, x1, y1) cross, or ``None`` for parallels."""
    da, db = a[2:] - a[:2], b[2:] - b[:2]
    cross = da[0] * db[1] - da[1] * db[0]
    if abs(cross) < 1e-6:
        return None
    delta = b[:2] - a[:2]
    t = (delta[0] * db[1] - delta[1] * db[0]) / cross
    return np.asarray(a[:2] + t * da)


# ------------------------------------------------------------------ quadrilaterals


def _crossings(lying: Points, standing: Points) -> Points:
    """Where every lying line crosses every standing one: the corners of all quadrilaterals are among these points.
    Parallels cross nowhere (NaN).
    """
    at = np.full((len(lying), len(standing), 2), np.nan)
    for i, one in enumerate(lying):
        for j, other in enumerate(standing):
            crossing = _crossing(one, other)
            if crossing is not None:
                at[i, j] = crossing
    return at


def _orders(lying: Points, standing: Points) -> tuple[list[int], list[int]]:
    """The lying lines from top to bottom, the standing ones from left to right."""
    down = np.argsort(lying[:, 1] + lying[:, 3]).tolist() if len(lying) else []
    across = np.argsort(standing[:, 0] + standing[:, 2]).tolist() if len(standing) else []
    return down, across


def _whole_quads(lying: Points, standing: Points, at: Points) -> Points:
    """Every quadrilateral of two lying and two standing lines."""
    down, across = _orders(lying, standing)
    quads = [
        (at[a, c], at[a, d], at[b, d], at[b, c])
        for a, b in itertools.combinations(down, 2)
        for c, d in itertools.combinations(across, 2)
    ]
    return np.array(quads).reshape(-1, 4, 2)


def _open_quads(lying: Points, standing: Points, at: Points, hidden: int, width: int, height: int) -> Points:
    """Every A4 sheet that two lines and one across them can be three sides of, with the side ``hidden`` (top, right,
    bottom, left) outside the picture. Where a leaning sheet looks a little shorter than that, the side lies just
    outside: nothing is lost there.
    """
    down, across = _orders(lying, standing)
    axis = 1 if hidden in (0, 2) else 0
    bound = -_BORDER - 1 if hidden in (0, 3) else (width, height)[axis] + _BORDER + 1
    sign = 1.0 if hidden in (1, 2) else -1.0
    quads: list[list[tuple[float, float]]] = []
    pairs, ends = (across, down) if hidden in (0, 2) else (down, across)
    sides = (standing if hidden in (0, 2) else lying).tolist()
    corners = (at.swapaxes(0, 1) if hidden in (0, 2) else at).tolist()  # plain numbers: there are thousands of sheets
    ways = [_direction(side, sign) for side in sides]
    for first, last in itertools.combinations(pairs, 2):
        (ax, ay), (bx, by) = ways[first], ways[last]
        for end in ends:
            a, b = corners[first][end], corners[last][end]
            least = max((bound - a[axis]) / (ax, ay)[axis], (bound - b[axis]) / (bx, by)[axis])
            for ratio in (A4, 1 / A4):
                reach = ratio * math.hypot(b[0] - a[0], b[1] - a[1])
                if not least <= _FORESHORTENED * reach:
                    continue
                reach = max(reach, least)
                far_a, far_b = (a[0] + ax * reach, a[1] + ay * reach), (b[0] + bx * reach, b[1] + by * reach)
                # In the order of corners, from the upper left.
                quads.append(
                    [[far_a, far_b, b, a], [a, far_a, far_b, b], [a, b, far_b, far_a], [far_a, a, b, far_b]][hidden]
                )
    return np.array(quads, np.float64).reshape(-1, 4, 2)


def _direction(line: list[float], sign: float) -> tuple[float, float]:
    """The unit vector along a line (x0, y0, x1, y1), or against it."""
    across, down = line[2] - line[0], line[3] - line[1]
    size = sign / max(1e-9, math.hypot(across, down))
    return across * size, down * size


def _best_quad(lab: npt.NDArray[np.float32], quads: Points, hidden: int | None) -> Points | None:
    height, width = lab.shape[:2]
    candidates = quads[_have_sheet_shape(quads, width, height)]
    if not len(candidates):
        return None
    supports, _, brighter = parted(lab, candidates)
    shown = [side for side in range(4) if side != hidden]
    area = _areas(candidates) / (width * height)
    score = (
        supports[:, shown].mean(axis=1)
        + 0.5 * supports[:, shown].min(axis=1)
        + 0.35 * np.minimum(area, 0.9)
        + 0.15 * brighter[:, shown].mean(axis=1)
        - 0.4 * _border_sides(candidates, width, height)
        - _SHAPE_WEIGHT * _otherness(candidates, width, height)
    )
    best = np.argsort(-score)[:_TRIED]
    for some in (best[:_TRIED_FIRST], best[_TRIED_FIRST:]):
        going_on = goes_on(lab, candidates[some], hidden)
        if hidden is not None:
            going_on = np.maximum(going_on, ~reaches_border(lab, candidates[some], hidden))
        if not going_on.all():
            return np.asarray(candidates[some[int(np.argmin(going_on))]])
    return None


def _otherness(quads: Points, width: int, height: int) -> npt.NDArray[np.float64]:
    """For each quad how far the flat sheet is from A4, standing or lying: 0 to .22, in logarithms of its ratio. Joints
    of a table, folds and other sheets make quads too, and these seldom have the shape of a letter.
    """
    ratio = flat_ratio(quads, width, height)
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.abs(np.abs(np.log(ratio)) - math.log(A4))
    return np.clip(np.nan_to_num(off, nan=_OTHER_SHAPE) - _ALMOST_A4, 0, _OTHER_SHAPE - _ALMOST_A4)


def flat_ratio(quads: Points, width: int, height: int) -> npt.NDArray[np.float64]:
    """For each quad (n x 4 x 2) height over width of the flat rectangle that a usual camera (:data:`FOCAL`) sees so."""
    x, y = np.moveaxis((quads - np.array([width, height]) / 2) / (FOCAL * max(width, height)), -1, 0)
    (x0, x1, x2, x3), (y0, y1, y2, y3) = x.T, y.T
    # The projective map from the unit square to the quad; its columns are what the camera makes of the two directions.
    gap_x, gap_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = (x1 - x2) * (y3 - y2) - (x3 - x2) * (y1 - y2)
        g = (gap_x * (y3 - y2) - (x3 - x2) * gap_y) / whole
        h = ((x1 - x2) * gap_y - gap_x * (y1 - y2)) / whole
        across = np.sqrt((x1 - x0 + g * x1) ** 2 + (y1 - y0 + g * y1) ** 2 + g**2)
        down = np.sqrt((x3 - x0 + h * x3) ** 2 + (y3 - y0 + h * y3) ** 2 + h**2)
        return np.asarray(down / across)


def _areas(quads: Points) -> npt.NDArray[np.float64]:
    x, y = quads[..., 0], quads[..., 1]
    return np.asarray(np.abs((x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y).sum(axis=1)) / 2)


def _without_margins(corners: Points) -> Points:
    """The corners of the part of the sheet that print may take."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    inner = _MARGIN + (1 - 2 * _MARGIN) * unit
    move = cv2.getPerspectiveTransform(unit, corners.astype(np.float32))
    return np.asarray(cv2.perspectiveTransform(inner[None], move)[0], np.float64)


def _have_sheet_shape(quads: Points, width: int, height: int) -> npt.NDArray[np.bool_]:
    """For each quad (n x 4 x 2): angles 60-120 degrees, opposite sides alike to a factor of 1.6, big enough, not far
    outside the picture.
    """
    margin = _OUT_OF_FRAME * max(width, height)
    frame = np.array([width, height])
    with np.errstate(invalid="ignore", divide="ignore"):
        is_near = ((quads >= -margin) & (quads <= frame + margin)).all(axis=(1, 2))
        sides = np.roll(quads, -1, axis=1) - quads
        lengths = np.hypot(sides[..., 0], sides[..., 1])
        is_long = lengths.min(axis=1, initial=np.inf) >= 0.15 * max(width, height)
        before = -np.roll(sides, 1, axis=1)
        cosine = (before * sides).sum(axis=2) / (np.roll(lengths, 1, axis=1) * lengths)
        is_square = (np.abs(cosine) <= 0.5).all(axis=1)
        opposite = lengths[:, :2] / lengths[:, 2:]
        is_even = (np.maximum(opposite, 1 / opposite) <= 1.6).all(axis=1)
        is_big = _areas(quads) >= _LEAST_AREA * width * height
    return np.asarray(is_near & is_long & is_square & is_even & is_big)


def _border_sides(quads: Points, width: int, height: int) -> npt.NDArray[np.int_]:
    """For each quad how many sides lie on the border of the picture."""
    far = np.array([width - 1, height - 1])
    low, high = quads < _BORDER, quads > far - _BORDER
    on = (low & np.roll(low, -1, axis=1)) | (high & np.roll(high, -1, axis=1))
    return np.asarray(on.any(axis=2).sum(axis=1))


def _refined(lab: npt.NDArray[np.float32], quad: Points, hidden: int | None) -> Points | None:
    """The corners after each shown side was fitted anew to the steepest colour change within 10 pixels across it."""
    height, width = lab.shape[:2]
    reach = np.arange(-10.0, 10.5, 0.5)
    lines = []
    for i in range(4):
        start, end = quad[i], quad[(i + 1) % 4]
        for _ in range(0 if i == hidden else 2):
            along = end - start
            length = max(1e-6, float(np.hypot(*along)))
            normal = np.array([-along[1], along[0]]) / length
            steps = np.linspace(0.04, 0.96, 96)
            points = start + steps[:, None] * along
            grid = points[:, None, :] + reach[None, :, None] * normal
            colour = cv2.remap(
                lab,
                grid[..., 0].astype(np.float32),
                grid[..., 1].astype(np.float32),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            )
            change = np.linalg.norm(colour[:, 4:] - colour[:, :-4], axis=-1)
            at = change.argmax(axis=1)
            strong = change[np.arange(len(at)), at] > CONTRAST
            middle = points + (reach[2:-2][at])[:, None] * normal
            strong &= (middle[:, 0] > 1) & (middle[:, 0] < width - 2) & (middle[:, 1] > 1) & (middle[:, 1] < height - 2)
            if strong.sum() < 12:
                break
            vx, vy, x, y = (
                float(v) for v in cv2.fitLine(middle[strong].astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
            )
            direction, anchor = np.array([vx, vy]), np.array([x, y])
            if direction @ along < 0:
                direction = -direction
            start, end = (
                anchor + direction * float((start - anchor) @ direction),
                anchor + direction * float((end - anchor) @ direction),
            )
        lines.append(np.concatenate([start, end]))
    corners = [_crossing(lines[i - 1], lines[i]) for i in range(4)]
    if any(c is None for c in corners):
        return None
    return np.array(corners)


def _ratio(quad: Points) -> float:
    """Height / width of the flat sheet; A4, standing or lying, when it comes near."""
    sides = np.roll(quad, -1, axis=0) - quad
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    ratio = float((lengths[1] + lengths[3]) / (lengths[0] + lengths[2]))
    if 0.62 <= 1 / ratio <= 0.80:
        return A4
    if 0.62 <= ratio <= 0.80:
        return 1 / A4
    return ratio
