"""The coloured band that many letterheads print over the full width of the sheet, light print on dark.

Seen on a table it looks like a piece of the table: the sides of the sheet are then found below the band, and who wrote
the letter is cut away. Such a rest of a sheet is shorter than A4, seen in perspective; and beyond its short side,
between the lengthened long ones, there stands a line of light print.

Not here: finding the outline (`parsers.image.outline`).
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image.decode import Grey, shrink
from parsers.image.illumination import evened
from parsers.image.outline import A4, Outline, flat_ratio
from parsers.image.sides import Points
from parsers.image.textlines import find_glyphs

_LEAST_SHORT, _MOST_SHORT = 0.025, 0.20
"""Shares of a sheet's length between which what is missing may be a band."""

_SLACK = 1.1
_STRIP_WIDE = 1100
_LEAST_GLYPHS = 5
_LEVEL, _UNLIKE, _REACH = 0.25, 1.9, 12.0
"""How far glyphs of one line differ: in level, in height (times), and how far they stand apart, in heights."""

_SMALLEST, _LARGEST = 0.12, 0.8
"""Heights of glyphs in the band, as shares of its height."""


def with_band(grey: Grey, outline: Outline) -> Outline:
    """The outline with the band, if the sheet has one beyond it; otherwise as it is."""
    if min(outline.supports) == 0:
        return outline  # how long the sheet is was not seen
    height, width = grey.shape
    sheet = float(flat_ratio(outline.corners[None] * np.array([width, height]), width, height)[0])
    lying = sheet < 1
    short = 1 - (1 / sheet if lying else sheet) / A4
    if not _LEAST_SHORT <= short <= _MOST_SHORT:
        return outline
    missing = short / (1 - short)
    sides = (1, 3) if lying else (0, 2)
    found = [side for side in sides if _has_light_print(grey, _beyond(outline.corners, side, _SLACK * missing))]
    if len(found) != 1:
        return outline
    supports = tuple(0.0 if side == found[0] else support for side, support in enumerate(outline.supports))
    return replace(
        outline,
        corners=_lengthened(outline.corners, found[0], missing),
        supports=(supports[0], supports[1], supports[2], supports[3]),
        ratio=1 / A4 if lying else A4,
        area=min(1.0, outline.area * (1 + missing)),
    )


def _lengthened(corners: Points, side: int, by: float) -> Points:
    """The corners of the sheet that goes on beyond a side (top, right, bottom, left) by so much of its own length."""
    move = cv2.getPerspectiveTransform(
        np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32), corners.astype(np.float32)
    )
    x0, y0, x1, y1 = 0.0, 0.0, 1.0, 1.0
    if side == 0:
        y0 = -by
    elif side == 1:
        x1 = 1 + by
    elif side == 2:
        y1 = 1 + by
    else:
        x0 = -by
    grown = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]])
    return np.asarray(cv2.perspectiveTransform(grown, move)[0], np.float64)


def _beyond(corners: Points, side: int, by: float) -> Points:
    """The corners of the strip beyond a side, so high as the sheet's length times ``by``: first those far from it."""
    far = _lengthened(corners, side, by)
    a, b = side, (side + 1) % 4
    return np.array([far[a], far[b], corners[b], corners[a]])


def _has_light_print(grey: Grey, strip: Points) -> bool:
    """Whether a line of print lighter than its ground stands in a strip of the picture, whichever way up."""
    copy = shrink(grey, 2 * _STRIP_WIDE)
    corners = (strip * np.array([copy.shape[1], copy.shape[0]]) - 0.5).astype(np.float32)
    across = float(np.hypot(*(corners[1] - corners[0])))
    down = float(np.hypot(*(corners[3] - corners[0])))
    high = round(_STRIP_WIDE * down / max(across, 1.0))
    if high < 16:
        return False
    flat = np.array([[0, 0], [_STRIP_WIDE, 0], [_STRIP_WIDE, high], [0, high]], np.float32)
    piece = cv2.warpPerspective(
        copy,
        cv2.getPerspectiveTransform(corners, flat),
        (_STRIP_WIDE, high),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    inverse = np.asarray(255 - piece, np.uint8)
    glyphs = find_glyphs(evened(inverse))
    tall = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    boxes = glyphs.boxes[(tall >= _SMALLEST * high) & (tall <= _LARGEST * high)]
    return any(_line_through(box, boxes) >= _LEAST_GLYPHS for box in boxes)


def _line_through(box: npt.NDArray[np.float64], boxes: npt.NDArray[np.float64]) -> int:
    """How many of the boxes stand on one level with this one and are as high, but for ascenders."""
    tall = boxes[:, 3] - boxes[:, 1]
    own = box[3] - box[1]
    level = np.abs(boxes[:, 3] - box[3]) < _LEVEL * own
    alike = (tall < _UNLIKE * own) & (own < _UNLIKE * tall)
    near = np.abs(boxes[:, 0] - box[0]) < _REACH * own
    return int((level & alike & near).sum())
