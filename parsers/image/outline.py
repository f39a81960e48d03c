"""The sheet of paper in a photo: its four corners, or nothing when they cannot be trusted.

Straight line segments (LSD) are merged into lines; every quadrilateral of the seven best lying and the seven best
standing lines is scored by how well its sides part two colours; the best one is refined to parts of a pixel. A wrong
outline cuts text away, so it is used only if at least three sides are well supported. Without one the page is
straightened by its text lines alone (`parsers.image.textlines`).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image.decode import Colour

Points = npt.NDArray[np.float64]

SIDE = 700
"""Long side in pixels of the copy that is searched; all distances below are pixels of it."""

A4 = 297 / 210

_LINES_EACH = 7
_SHORTEST = 0.06
_TILT = 30.0
_SAMPLES = 48
_CONTRAST = 9.0
_OFFSETS = (3.0, 4.0, 5.0)
_BORDER = 4.0

_TRUST_MEAN, _TRUST_THIRD, _TRUST_WORST = 0.75, 0.60, 0.35
_LEAST_AREA = 0.15
_OUT_OF_FRAME = 0.08  # how far a corner may lie outside the picture; what lies there supports no side


@dataclass(frozen=True, slots=True)
class Outline:
    """Corners of the sheet as fractions of the picture's width and height: top-left, top-right, bottom-right,
    bottom-left as they lie in the picture. ``supports``: how well each side (top, right, bottom, left) parts paper from
    background, 0-1. ``ratio``: height / width of the flat sheet. ``area``: its share of the picture, 0-1.
    ``brighter``: the share of its sides with the brighter colour inside.
    """

    corners: Points
    supports: tuple[float, float, float, float]
    ratio: float
    area: float
    brighter: float
    on_border: int = 0


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
    best = _best_quad(lab, lying, standing)
    if best is None:
        return None
    corners = _refined(lab, best)
    if corners is None or not _has_sheet_shape(corners, width, height):
        return None
    supports, brighter = _supports(lab, corners[None])
    border = _border_sides(corners, width, height)
    ordered = np.sort(supports[0])
    is_trusted = (
        ordered.mean() >= _TRUST_MEAN and ordered[1] >= _TRUST_THIRD and ordered[0] >= _TRUST_WORST and border <= 1
    )
    if not is_trusted:
        return None
    top, right, bottom, left = (float(s) for s in supports[0])
    return Outline(
        corners=corners / np.array([width, height]),
        supports=(top, right, bottom, left),
        ratio=_ratio(corners),
        brighter=float(brighter.mean()),
        area=float(cv2.contourArea(corners.astype(np.float32))) / (width * height),
        on_border=border,
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
    """Collinear segments as one line, ranked by summed length; the first seven."""
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


def _best_quad(lab: npt.NDArray[np.float32], lying: Points, standing: Points) -> Points | None:
    height, width = lab.shape[:2]
    quads = []
    # Every lying line crosses every standing one once; the corners of all quadrilaterals are among these points.
    at = [[_crossing(one, other) for other in standing] for one in lying]
    down = np.argsort(lying[:, 1] + lying[:, 3]) if len(lying) else ()
    across = np.argsort(standing[:, 0] + standing[:, 2]) if len(standing) else ()
    for a, b in itertools.combinations(down, 2):
        for c, d in itertools.combinations(across, 2):
            corners = [at[a][c], at[a][d], at[b][d], at[b][c]]
            if any(corner is None for corner in corners):
                continue
            quad = np.array(corners)
            if _has_sheet_shape(quad, width, height):
                quads.append(quad)
    if not quads:
        return None
    candidates = np.array(quads)
    supports, brighter = _supports(lab, candidates)
    area = np.array([cv2.contourArea(q.astype(np.float32)) for q in candidates]) / (width * height)
    border = np.array([_border_sides(q, width, height) for q in candidates])
    score = (
        supports.mean(axis=1)
        + 0.5 * supports.min(axis=1)
        + 0.35 * np.minimum(area, 0.9)
        + 0.15 * brighter.mean(axis=1)
        - 0.4 * border
    )
    return np.asarray(candidates[int(np.argmax(score))])


def _has_sheet_shape(quad: Points, width: int, height: int) -> bool:
    """Convex, angles 60-120 degrees, opposite sides alike to a factor of 1.6, big enough, inside the picture."""
    margin = _OUT_OF_FRAME * max(width, height)
    if (quad < -margin).any() or (quad[:, 0] > width + margin).any() or (quad[:, 1] > height + margin).any():
        return False
    sides = np.roll(quad, -1, axis=0) - quad
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    if lengths.min() < 0.15 * max(width, height):
        return False
    for i in range(4):
        before, after = -sides[i - 1], sides[i]
        cosine = float(before @ after) / float(lengths[i - 1] * lengths[i])
        if abs(cosine) > 0.5:
            return False
    if max(lengths[0] / lengths[2], lengths[2] / lengths[0], lengths[1] / lengths[3], lengths[3] / lengths[1]) > 1.6:
        return False
    return cv2.contourArea(quad.astype(np.float32)) >= _LEAST_AREA * width * height


def _border_sides(quad: Points, width: int, height: int) -> int:
    """How many sides lie on the border of the picture."""
    count = 0
    for i in range(4):
        a, b = quad[i], quad[(i + 1) % 4]
        for axis, far in ((0, width - 1), (1, height - 1)):
            if (a[axis] < _BORDER and b[axis] < _BORDER) or (a[axis] > far - _BORDER and b[axis] > far - _BORDER):
                count += 1
                break
    return count


def _supports(lab: npt.NDArray[np.float32], quads: Points) -> tuple[Points, Points]:
    """For each quad (n x 4 x 2) and side: the share of points where the colours inside and outside differ, and
    whether the inside is the brighter.
    """
    height, width = lab.shape[:2]
    steps = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    start, end = quads, np.roll(quads, -1, axis=1)
    along = end - start
    length = np.maximum(np.hypot(along[..., 0], along[..., 1]), 1e-6)
    inward = np.stack([-along[..., 1], along[..., 0]], axis=-1) / length[..., None]
    points = start[:, :, None, :] + steps[None, None, :, None] * along[:, :, None, :]

    def colours(sign: float) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        layers, known = [], np.ones(points.shape[:3], bool)
        for offset in _OFFSETS:
            at = np.rint(points + sign * offset * inward[:, :, None, :]).astype(int)
            x, y = at[..., 0], at[..., 1]
            known &= (x >= 0) & (x < width) & (y >= 0) & (y < height)
            layers.append(lab[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)])
        return np.median(np.stack(layers), axis=0), known

    inside, inside_known = colours(1.0)
    outside, outside_known = colours(-1.0)
    differs = np.linalg.norm(inside - outside, axis=-1) > _CONTRAST
    good = differs & inside_known & outside_known
    lightness = np.where(inside_known & outside_known, inside[..., 0] - outside[..., 0], 0.0)
    return good.mean(axis=2), (np.median(lightness, axis=2) > 0).astype(np.float64)


def _refined(lab: npt.NDArray[np.float32], quad: Points) -> Points | None:
    """The corners after each side was fitted anew to the steepest colour change within 10 pixels across it."""
    height, width = lab.shape[:2]
    reach = np.arange(-10.0, 10.5, 0.5)
    lines = []
    for i in range(4):
        start, end = quad[i], quad[(i + 1) % 4]
        for _ in range(2):
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
            strong = change[np.arange(len(at)), at] > _CONTRAST
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
