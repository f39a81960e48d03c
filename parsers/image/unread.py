"""Print on a straightened page that no word accounts for.

The OCR engine now and then drops the rest of a word, a label or a whole line without a sign of it. The ink is still
there: components of the size of letters, level with one another, outside the boxes of all words. Rules, frames, dots,
logos and codes are no such components.

Also here: strips of a page stacked into one picture, for reading them again. Not here: the reading itself
(`parsers.second_look`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image.decode import Grey, halved

PixelBox = tuple[int, int, int, int]

_INK = 140
_LEAST_GLYPHS = 3
_SMALLEST, _TALLEST = 0.42, 2.0  # of the usual height of letters
_WIDEST = 14.0  # width over height of one component: the letters of a bold word touch
_LETTER = 0.75  # width over height of a letter in it
_SOLID = 0.85  # area over box: bars and blots
_COVERED = 0.4
_REACH = 0.9  # gap between letters of one piece, in heights
_MOST_PIECES = 40
_PANEL = 150  # grey of paper that is darker than light print on it
_PANEL_WIDE, _PANEL_HIGH, _PANEL_FULL = 4.0, 1.5, 0.6  # least size in heights of letters, and share of its box
_SMALL_PANEL = 0.03  # the same, of one that is read whole
_WHITENED = 0.85  # how light, of what a panel becomes when inverted, is white
_LARGEST_PANEL = 0.3  # share of the page: beyond it the picture is dark


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of the page in a stacked picture: its box on the page in pixels, where it begins in the picture, and how
    much larger it is there.
    """

    box: PixelBox
    left: int
    top: int
    factor: float

    @property
    def foot(self) -> float:
        """Where it ends in the picture."""
        return self.top + self.factor * (self.box[3] - self.box[1])

    def on_page(self, box: PixelBox) -> PixelBox:
        """A box of the picture as a box of the page, within the strip."""
        x0, y0, x1, y1 = self.box
        a0, a1 = (x0 + round((x - self.left) / self.factor) for x in (box[0], box[2]))
        b0, b1 = (y0 + round((y - self.top) / self.factor) for y in (box[1], box[3]))
        return max(x0, a0), max(y0, b0), min(x1, a1), min(y1, b1)


def stacked(page: Grey, boxes: Sequence[PixelBox], *, gap: int, factor: float = 1.0) -> tuple[Grey, tuple[Strip, ...]]:
    """The pieces of the page under one another on white paper, ``factor`` times as large and ``gap`` pixels apart, and
    where each lies. There must be at least one.
    """
    pieces = [_enlarged(_dark_on_light(page[y0:y1, x0:x1]), factor) for x0, y0, x1, y1 in boxes]
    width = max(piece.shape[1] for piece in pieces) + 2 * gap
    height = sum(piece.shape[0] + gap for piece in pieces) + gap
    picture = np.full((height, width), 255, np.uint8)
    strips = []
    top = gap
    for box, piece in zip(boxes, pieces, strict=True):
        picture[top : top + piece.shape[0], gap : gap + piece.shape[1]] = piece
        strips.append(Strip(box, gap, top, factor))
        top += piece.shape[0] + gap
    return picture, tuple(strips)


def _dark_on_light(piece: Grey) -> Grey:
    """The piece as dark print on white paper."""
    paper = float(np.median(piece))
    if paper >= _PANEL:
        return piece
    return np.asarray(cv2.convertScaleAbs(255 - piece, alpha=255 / (_WHITENED * (255 - paper))), np.uint8)


def _enlarged(piece: Grey, factor: float) -> Grey:
    if factor == 1.0:
        return piece
    return np.asarray(cv2.resize(piece, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8)


def unread_print(page: Grey, words: Sequence[PixelBox], *, glyph: float) -> tuple[PixelBox, ...]:
    """Boxes (x0, y0, x1, y1 in pixels) round pieces of print of at least three letters that lie outside the boxes of
    ``words``, from the top. ``glyph`` is the usual height of a letter with ascender, in pixels. Empty where the page
    has more such pieces than print could: it is noise then.
    """
    letters, free = _letters(page, words, glyph)
    return _pieces(letters[free], page.shape[0] // 2, page.shape[1] // 2, glyph / 2)


def unread_light_print(page: Grey, words: Sequence[PixelBox], *, glyph: float) -> tuple[PixelBox, ...]:
    """The same for light print on dark panels, which the engine often drops; a small panel is given whole, since its
    print is often larger than the page's.
    """
    found: list[PixelBox] = []
    for x0, y0, x1, y1 in _panels(page, glyph):
        inside = [(a0 - x0, b0 - y0, a1 - x0, b1 - y0) for a0, b0, a1, b1 in words if a0 < x1 and b0 < y1]
        panel = np.asarray(255 - page[y0:y1, x0:x1], np.uint8)
        pieces = unread_print(panel, [box for box in inside if box[2] > 0 and box[3] > 0], glyph=glyph)
        if pieces and panel.size <= _SMALL_PANEL * page.size:
            found.append((x0, y0, x1, y1))
        else:
            found += [(x0 + a0, y0 + b0, x0 + a1, y0 + b1) for a0, b0, a1, b1 in pieces]
    return tuple(found)


def _panels(page: Grey, glyph: float) -> list[PixelBox]:
    """The dark areas of the page that are large enough for print."""
    cell = max(2.0, glyph / 2)
    height, width = page.shape
    small = cv2.resize(page, (max(1, round(width / cell)), max(1, round(height / cell))), interpolation=cv2.INTER_AREA)
    dark = cv2.morphologyEx((small < _PANEL).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    found: list[PixelBox] = []
    for x, y, w, h, area in stats[1:].tolist():
        is_large = w >= 2 * _PANEL_WIDE and h >= 2 * _PANEL_HIGH and area >= _PANEL_FULL * w * h
        if is_large and area <= _LARGEST_PANEL * dark.size:
            found.append(
                (
                    round(x * cell),
                    round(y * cell),
                    min(width, round((x + w) * cell)),
                    min(height, round((y + h) * cell)),
                )
            )
    return found


def unread_share(page: Grey, words: Sequence[PixelBox], *, glyph: float) -> float:
    """Share (0-1) of the letters on the page that lie outside the boxes of ``words``; arguments as above."""
    letters, free = _letters(page, words, glyph)
    return float(free.mean()) if len(letters) else 0.0


def _letters(
    page: Grey, words: Sequence[PixelBox], glyph: float
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """The boxes of what has the size of letters, at half size, and which of them lie outside the boxes of words."""
    small = halved(page)
    ink = (small < _INK).astype(np.uint8)
    covered = np.zeros_like(ink)
    for x0, y0, x1, y1 in words:
        covered[max(0, y0 // 2) : y1 // 2 + 1, max(0, x0 // 2) : x1 // 2 + 1] = 1
    tall = glyph / 2
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, w, h, area = stats[1:].T
    lettered = (
        (h >= _SMALLEST * tall)
        & (h <= _TALLEST * tall)
        & (w >= 2)
        & (w <= _WIDEST * h)
        & (area < _SOLID * w * h)
        & (area >= 0.15 * w * h)
    )
    total = cv2.integral(covered)
    under = total[y + h, x + w] - total[y, x + w] - total[y + h, x] + total[y, x]
    free = under < _COVERED * w * h
    return np.column_stack([x, y, x + w, y + h])[lettered], free[lettered]


def _pieces(boxes: npt.NDArray[np.int32], height: int, width: int, tall: float) -> tuple[PixelBox, ...]:
    """Letters joined to pieces of print; at full size."""
    joined = np.zeros((height, width), np.uint8)
    reach = max(1, round(_REACH * tall / 2))
    for x0, y0, x1, y1 in boxes:
        joined[y0:y1, max(0, x0 - reach) : x1 + reach] = 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    owners = labels[(boxes[:, 1] + boxes[:, 3]) // 2, (boxes[:, 0] + boxes[:, 2]) // 2]
    letters = np.maximum(1, np.rint((boxes[:, 2] - boxes[:, 0]) / (_LETTER * (boxes[:, 3] - boxes[:, 1]))))
    counts = np.bincount(owners, weights=letters, minlength=len(stats))
    found: list[PixelBox] = []
    for label in np.flatnonzero(counts >= _LEAST_GLYPHS):
        x, y, w, h, _ = (int(v) for v in stats[label])
        if label == 0 or h > 3 * tall or w < 1.2 * h:
            continue
        found.append((2 * (x + reach), 2 * y, 2 * (x + w - reach), 2 * (y + h)))
    return tuple(sorted(found, key=lambda b: (b[1], b[0]))) if len(found) <= _MOST_PIECES else ()
