"""What lies over the sheet and hides print: a finger, a glove, a pen, the corner of something else.

A thing that covers part of a sheet reaches over its edge: inside and outside of the edge it has one colour, where the
sheet and its ground have two. Print stops at the edge, and a shadow keeps the two colours apart. Where no edge is known
because the sheet fills the picture, the border of the picture is its edge, and what interrupts the paper there covers
it.

Not for: what hides print from within (glare, folds, stains), see `parsers.quality`.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image.decode import Colour
from parsers.image.outline import Outline
from parsers.image.sides import Points

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_TALL, _WIDE = 420, 297  # the flat sheet, in pixels: millimetres of A3, half millimetres across A4
_AROUND = 24
_CELL = 14

# Colour differences are distances in Lab as OpenCV scales it to eight bits.
_OTHER_HUE = 11.0
_MUCH_DARKER = 0.42
_ONE_COLOUR = 20.0

_SOLID = 11  # print is thinner than this, a finger thicker
_LEAST_AREA, _MOST_AREA = 0.003, 0.2
_LEAST_HIDDEN = 0.0015
_LEAST_DEPTH, _FAR_IN = 0.04, 0.09
_EDGE = 4
_LEAST_RUN, _MOST_RUN = 0.025, 0.35
_CROSSES = 0.6
_PAPER_BORDER = 0.7
_BOX = 0.955  # how much of the rectangle around it a printed box fills at least
_MOST_BLOBS = 2


def is_covered(small: Colour, outline: Outline | None, print_hull: Points) -> bool:
    """Whether something lies over the edge of the sheet and the area of its print, in a small colour copy (BGR) of the
    picture. ``print_hull``: the corners of that area as fractions of the picture's width and height.
    """
    if len(print_hull) < 3:
        return False
    flat, around, to_flat = _flat(small, outline)
    lab = np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2LAB), np.float32)
    height, width = lab.shape[0] - 2 * around, lab.shape[1] - 2 * around
    sheet = lab[around : around + height, around : around + width]
    foreign = _foreign(sheet) & _pictured(small, to_flat, around, (height, width))
    if outline is None and 1 - float(_ring(foreign).mean()) < _PAPER_BORDER:
        return False
    corners = cv2.perspectiveTransform((print_hull * np.array([small.shape[1], small.shape[0]]))[None], to_flat)[0]
    printed = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(printed, np.rint(corners - around).astype(np.int32), 1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(foreign.astype(np.uint8), connectivity=4)
    covers = 0
    for label in range(1, count):
        area = stats[label, cv2.CC_STAT_AREA] / (height * width)
        if not _LEAST_AREA <= area <= _MOST_AREA:
            continue
        blob = labels == label
        if _is_band(blob):
            continue
        hides_print = printed[blob].sum() >= _LEAST_HIDDEN * height * width
        if outline is None and not hides_print:
            continue  # it may as well lie beside the sheet
        # What hides letters cannot be seen; far in on the sheet it is likely to, even where no line is left.
        least = _LEAST_DEPTH if hides_print else _FAR_IN
        covers += any(
            _reaches_over(blob, lab, around, side, least=least, known=outline is not None) for side in range(4)
        )
    return 0 < covers <= _MOST_BLOBS


def _flat(small: Colour, outline: Outline | None) -> tuple[Colour, int, npt.NDArray[np.float64]]:
    """The sheet seen from above with some ground around it, how many pixels of it, and the matrix from pixels of
    ``small``; without an outline the whole picture, and none.
    """
    height, width = small.shape[:2]
    if outline is None:
        factor = _TALL / max(height, width)
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        shrunk = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)
        return shrunk, 0, np.diag([size[0] / width, size[1] / height, 1.0])
    size = (_WIDE, _TALL) if outline.ratio >= 1 else (_TALL, _WIDE)
    corners = (outline.corners * np.array([width, height])).astype(np.float32)
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32) + _AROUND
    move = cv2.getPerspectiveTransform(corners, target)
    soft = cv2.blur(small, (2, 2))
    full = (size[0] + 2 * _AROUND, size[1] + 2 * _AROUND)
    flat = cv2.warpPerspective(soft, move, full, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8), _AROUND, np.asarray(move, np.float64)


def _pictured(small: Colour, to_flat: npt.NDArray[np.float64], around: int, shape: tuple[int, int]) -> Mask:
    """Which pixels of the flat sheet (height, width) the picture shows; beyond its border there is nothing to see."""
    height, width = small.shape[:2]
    frame = np.array([[[0.0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]]])
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, np.rint(cv2.perspectiveTransform(frame, to_flat)[0] - around).astype(np.int32), 1)
    return np.asarray(mask > 0)


def _foreign(sheet: Floats) -> Mask:
    """What is neither paper nor print: solid parts of another hue than the paper's or far darker than it."""
    height, width = sheet.shape[:2]
    light = sheet[..., 0]
    level = _paper_light(light)
    paper = light > 0.85 * level
    if paper.mean() < 0.2:
        return np.zeros((height, width), bool)
    hue = sheet[..., 1:] - np.median(sheet[paper][:, 1:], axis=0)
    odd = (np.hypot(hue[..., 0], hue[..., 1]) > _OTHER_HUE) | (light < _MUCH_DARKER * level)
    solid = cv2.morphologyEx(
        cv2.copyMakeBorder(odd.astype(np.uint8), _SOLID, _SOLID, _SOLID, _SOLID, cv2.BORDER_REPLICATE),
        cv2.MORPH_OPEN,
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_SOLID, _SOLID)),
    )
    return np.asarray(solid[_SOLID:-_SOLID, _SOLID:-_SOLID] > 0)


def _paper_light(light: Floats) -> Floats:
    """The lightness blank paper would have at every pixel: a quadratic surface through the brightest of each cell."""
    height, width = light.shape
    rows, columns = max(2, height // _CELL), max(2, width // _CELL)
    y = (np.arange(rows) + 0.5) / rows * 2 - 1
    x = (np.arange(columns) + 0.5) / columns * 2 - 1
    cells = cv2.blur(light, (3, 3))[: height // rows * rows, : width // columns * columns]
    bright = cells.reshape(rows, height // rows, columns, width // columns).max(axis=(1, 3)).ravel()
    terms = _surface(*np.meshgrid(x, y)).reshape(-1, 6)
    kept = bright >= np.median(bright) * 0.8
    fitted = bright
    for _ in range(4):
        # Below the surface lies what is not blank paper.
        factors = np.linalg.lstsq(terms[kept], bright[kept], rcond=None)[0]
        fitted = terms @ factors
        again = bright > fitted - 12
        if again.sum() < 12 or (again == kept).all():
            break
        kept = again
    surface = cv2.resize(fitted.reshape(rows, columns).astype(np.float32), (width, height))
    return np.maximum(np.asarray(surface, np.float32), 1)


def _surface(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)


def _ring(mask: Mask) -> npt.NDArray[np.bool_]:
    return np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])


def _is_band(blob: Mask) -> bool:
    """Whether the blob runs over the whole sheet, from one side to the opposite one, as a printed band does."""
    return bool((blob[:, :_EDGE].any() and blob[:, -_EDGE:].any()) or (blob[:_EDGE].any() and blob[-_EDGE:].any()))


def _reaches_over(blob: Mask, lab: Floats, around: int, side: int, *, least: float, known: bool) -> bool:
    """Whether the blob comes over that side (top, right, bottom, left) of the sheet and at least so far in."""
    blob = np.rot90(blob, side)  # that side on top
    turned = np.rot90(lab, side)
    height, width = blob.shape
    scale = max(height, width)
    if not blob[:3].any():
        return False
    # A little inside: at the very edge a strip of the ground may be left.
    edge = blob[_EDGE : _EDGE + 3].any(axis=0)
    run = int(edge.sum())
    deep = int(np.flatnonzero(blob.any(axis=1))[-1]) + 1
    if not _LEAST_RUN * scale <= run <= _MOST_RUN * width or deep < least * scale:
        return False
    if not known:
        # Paper on either side of it, and no printed box.
        at = np.flatnonzero(edge)
        margin = round(_LEAST_RUN * scale)
        wide = int(blob.any(axis=0).sum())
        is_round = float(blob.sum()) < _BOX * wide * deep
        return bool(at[0] >= margin and at[-1] < width - margin) and is_round
    inside = np.median(turned[around + 2 : around + 7, around : around + width][:, edge], axis=0)
    outside = np.median(turned[around - 10 : around - 3, around : around + width][:, edge], axis=0)
    alike = np.linalg.norm(inside - outside, axis=-1) < _ONE_COLOUR
    return bool(alike.mean() >= _CROSSES)
