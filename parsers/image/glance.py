"""A page straightened just well enough to judge its picture: coarsely, with one part of its print in full detail.

What tells whether a page can be read (`parsers.quality`) needs the sheet's outline, the light and the size of the
print, which a small copy has too, and how sharp the print is, which only the full picture has. Taking that from the
part with most print costs a fraction of straightening the whole page.

Not for reading: the result's ``page`` is a part of the page, and its ``transform`` is that of the coarse page.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image.decode import Grey, Raster, halved_to, shrink
from parsers.image.illumination import GRAIN, quietened, smoothed
from parsers.image.straighten import GLYPH_HEIGHT, SCAN_GLYPH_HEIGHT, Straightened, resampled, straighten

_COARSE_SIDE = 1700
_NEAR_ENOUGH = 1.25
"""How much larger the coarse copy may be when halving gives it: other sizes take as long as all the rest."""

_COARSE_GLYPH = 7.0
_PART = (1300, 900)
_INK = 170


def glance(raster: Raster) -> Straightened:
    """The page as :func:`parsers.image.straighten.straighten` makes it, but for what the module says."""
    grey = raster.grey
    if max(grey.shape) <= _COARSE_SIDE:
        return straighten(raster)
    coarse = halved_to(grey, _COARSE_SIDE)
    if max(coarse.shape) > _COARSE_SIDE * _NEAR_ENOUGH:
        coarse = shrink(coarse, _COARSE_SIDE)
    factor = max(grey.shape) / max(coarse.shape)
    rough = straighten(replace(raster, grey=coarse), glyph_height=_COARSE_GLYPH, flatten=False)
    if not rough.glyph:
        return rough
    grown = np.array([[factor, 0, (factor - 1) / 2], [0, factor, (factor - 1) / 2], [0, 0, 1]], np.float64)
    to_source = grown @ rough.transform
    wanted = SCAN_GLYPH_HEIGHT if rough.source == "scan" else GLYPH_HEIGHT
    glyph = rough.glyph * factor
    # How many pixels of the part one pixel of the coarse page makes.
    enlarged = wanted / (glyph * _shrunk(to_source, rough.page))
    left, top = _densest(rough.page, (_PART[0] / enlarged, _PART[1] / enlarged))
    back = to_source @ np.array([[1 / enlarged, 0, left], [0, 1 / enlarged, top], [0, 0, 1]], np.float64)
    height, width = rough.page.shape
    part = (min(_PART[0], round(width * enlarged)), min(_PART[1], round(height * enlarged)))
    raw = resampled(grey, back, part, wanted / glyph)
    page, grain = quietened(raw, fineness=wanted / GLYPH_HEIGHT)
    plain = page if grain < GRAIN else smoothed(raw, grain)
    return replace(rough, page=page, plain=plain, grain=grain, glyph=glyph)


def _shrunk(to_source: npt.NDArray[np.float64], page: Grey) -> float:
    """How many pixels of the page one pixel of the source makes, around the middle of the page."""
    x, y = page.shape[1] / 2, page.shape[0] / 2
    moved = to_source @ np.array([[x, y, 1], [x + 1, y, 1], [x, y + 1, 1]]).T
    flat = moved[:2] / moved[2]
    across, down = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    return float(1 / np.sqrt(abs(across[0] * down[1] - across[1] * down[0])))


def _densest(page: Grey, size: tuple[float, float]) -> tuple[float, float]:
    """Upper left corner of the part of that size (width, height) that holds most ink."""
    step = 16
    ink = (page < _INK).astype(np.float32)
    grid = cv2.resize(ink, (max(1, page.shape[1] // step), max(1, page.shape[0] // step)), interpolation=cv2.INTER_AREA)
    wide = min(grid.shape[1], max(1, round(size[0] / step)))
    high = min(grid.shape[0], max(1, round(size[1] / step)))
    sums = cv2.integral(grid)
    found = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    row, column = np.unravel_index(int(np.argmax(found)), found.shape)
    return float(column * step), float(row * step)
