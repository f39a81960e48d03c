"""What the sides of a quadrilateral part in a picture: paper from ground, or one half of a sheet from the other.

For: `parsers.image.outline`, which decides what to make of it. All quadrilaterals are n x 4 x 2 arrays of pixels,
clockwise from the upper left corner; side 0 is the upper one. Colours are those of Lab in eight bits.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

CONTRAST = 9.0
"""Distance of two colours that differ."""

_SAMPLES = 48
_OFFSETS = (3.0, 4.0, 5.0)
_SIDE_SEEN = 0.35

_STRIP = 0.14
_RUNS_ON = 0.75
_LAST_PART = 0.3
_SURELY_ON = 0.9
_WEAK, _MAY_RUN_ON = 0.75, 0.45  # beyond a side that is weaker than this the others need not run on so clearly
_FAINT = 0.5  # share of what the side parts that its continuation parts
_GROUND_HUE, _LIKE = 4.0, 0.6  # least usual change of hue, and share of it, from paper to ground
_FOLD_OFFSET, _FOLD_LIGHT, _FOLD_HUE = 6.0, 40.0, 6.0
_FOLD_SHADE, _SLIP_SHADE = 0.3, 0.4  # shares of the lighter side's light that the other lacks at most


def parted(lab: npt.NDArray[np.float32], quads: Points) -> tuple[Points, Points, Points]:
    """For each quad (n x 4 x 2) and side: of its points in the picture, the share where the colours inside and outside
    differ (0 if hardly any is in it); what share is in the picture; and whether the inside is the brighter.
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
        first, second, third = layers  # their median, faster than sorting
        return np.maximum(np.minimum(first, second), np.minimum(np.maximum(first, second), third)), known

    inside, inside_known = colours(1.0)
    outside, outside_known = colours(-1.0)
    differs = np.linalg.norm(inside - outside, axis=-1) > CONTRAST
    known = inside_known & outside_known
    seen = known.mean(axis=2)
    good = np.where(seen >= _SIDE_SEEN, (differs & known).sum(axis=2) / np.maximum(1, known.sum(axis=2)), 0.0)
    lightness = np.where(inside_known & outside_known, inside[..., 0] - outside[..., 0], 0.0)
    return good, seen, (np.median(lightness, axis=2) > 0).astype(np.float64)


def goes_on(lab: npt.NDArray[np.float32], quads: Points, hidden: int | None) -> npt.NDArray[np.float64]:
    """For each quad whether the sheet goes on beyond one of its sides (1.0): there is paper on both sides of it, and
    both neighbouring sides, as far as they are in the picture, run on and still part two colours. The side is a fold, a
    printed line or the edge of a payment slip.
    """
    result = np.zeros(len(quads))
    inside, outside = (_beside(lab, quads, sign * _FOLD_OFFSET) for sign in (1.0, -1.0))
    is_weak = parted(lab, quads)[0] < _WEAK
    for side in range(4):
        if side == hidden:
            continue
        # The strip beyond: the neighbours lengthened by a part of themselves.
        a, b = quads[:, side], quads[:, (side + 1) % 4]
        c, d = quads[:, (side + 2) % 4], quads[:, (side + 3) % 4]
        strip = np.stack([a + (a - d) * _STRIP, b + (b - c) * _STRIP, b, a], axis=1)
        supports, seen, _ = parted(lab, strip)
        shown = seen[:, [1, 3]] >= 0.5
        least = np.where(is_weak[:, side], _MAY_RUN_ON, _RUNS_ON)[:, None]
        runs_on = ((supports[:, [1, 3]] >= least) | ~shown).all(axis=1) & shown.any(axis=1)
        surely = shown.all(axis=1) & (supports[:, [1, 3]] >= _SURELY_ON).all(axis=1)
        one_paper, both_paper = _is_one_paper(inside[:, side], outside[:, side])
        surely &= both_paper
        if surely.any():
            # Boards and joints of a table may lie in line with the sides; they part less than paper and table do.
            steps = inside - outside
            beyond = (_beside(lab, strip, _FOLD_OFFSET) - _beside(lab, strip, -_FOLD_OFFSET))[:, [1, 3]]
            usual = steps[:, [(side + 1) % 4, (side - 1) % 4]]
            is_faint = np.linalg.norm(beyond, axis=2) < _FAINT * np.linalg.norm(usual, axis=2)
            surely &= ~(is_faint.any(axis=1) & _is_ground(steps, side, hidden))
        result = np.maximum(result, (runs_on & one_paper) | surely)
    return result


def _is_ground(steps: npt.NDArray[np.float32], side: int, hidden: int | None) -> npt.NDArray[np.bool_]:
    """For each quad whether the hue changes at that side as it does at the others: from paper to ground. ``steps``: how
    the colour inside each side differs from that outside.
    """
    others = [other for other in range(4) if other not in (side, hidden)]
    usual = np.median(steps[:, others, 1:], axis=1)
    size = np.hypot(usual[:, 0], usual[:, 1])
    alike = (steps[:, side, 1:] * usual).sum(axis=1) >= _LIKE * size**2
    return np.asarray(alike & (size >= _GROUND_HUE))


def _is_one_paper(
    inside: npt.NDArray[np.float32], outside: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """For each quad whether the colours on both sides of one side differ by no more than a fold makes them differ; and
    whether they may be two papers or one of two colours, as that of a payment slip: neither is much the darker.
    """
    step = np.abs(inside - outside)
    lighter = np.maximum(inside[:, 0], outside[:, 0])
    is_fold = (step[:, 0] < np.minimum(_FOLD_LIGHT, _FOLD_SHADE * lighter)) & (
        np.hypot(step[:, 1], step[:, 2]) < _FOLD_HUE
    )
    return is_fold, np.asarray(step[:, 0] < _SLIP_SHADE * lighter)


def _beside(lab: npt.NDArray[np.float32], quads: Points, offset: float) -> npt.NDArray[np.float32]:
    """For each quad and side the median colour along it, that many pixels inwards."""
    height, width = lab.shape[:2]
    start, along = quads, np.roll(quads, -1, axis=1) - quads
    length = np.maximum(np.hypot(along[..., 0], along[..., 1]), 1e-6)
    inward = np.stack([-along[..., 1], along[..., 0]], axis=-1) / length[..., None]
    steps = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    points = start[:, :, None] + steps[None, None, :, None] * along[:, :, None] + offset * inward[:, :, None]
    at = np.rint(points).astype(int)
    pixels = lab[np.clip(at[..., 1], 0, height - 1), np.clip(at[..., 0], 0, width - 1)]
    return np.asarray(np.median(pixels, axis=2))


def reaches_border(lab: npt.NDArray[np.float32], quads: Points, hidden: int) -> npt.NDArray[np.bool_]:
    """For each quad whether the sheet reaches the border of the picture beyond which its hidden side lies: its
    neighbours part two colours up to there.
    """
    _, seen, _ = parted(lab, quads)
    after, before = (hidden + 1) % 4, (hidden - 1) % 4
    far_a, far_b = quads[:, hidden], quads[:, after]
    near_a, near_b = quads[:, before], quads[:, (hidden + 2) % 4]
    share_a, share_b = seen[:, before][:, None], seen[:, after][:, None]
    half = 1 - _LAST_PART
    last = np.stack(
        [
            near_a + (far_a - near_a) * share_a,
            near_b + (far_b - near_b) * share_b,
            near_b + (far_b - near_b) * share_b * half,
            near_a + (far_a - near_a) * share_a * half,
        ],
        axis=1,
    )
    supports, _, _ = parted(lab, last)
    return np.asarray((supports[:, [1, 3]] >= _RUNS_ON).all(axis=1))
