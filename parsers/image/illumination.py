"""Even light: every pixel divided by the level of the paper around it, so that shadows, vignettes and yellow strips
turn white and ink stays dark.

Measured against local equalisation (CLAHE) and every way of binarising: dividing keeps most characters, and the OCR
engine wants its grey edges.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from parsers.image.decode import Grey, halved, reduced

_REDUCED = 8
_LEAST_SIDE = 8
_FLOOR = 8
_PALE = 90
_MOST_GAIN = 3.0
GRAIN = 4.0
"""Noise of evened paper (:func:`grain`) that shows."""

_FAINT_GRAIN = 2.5  # shows where pale print is made black: paper and pale print are not as smooth as white paper

# It at print of 20 pixels, and the spread (pixels) of the filter that read best against it; and of a mere blur.
_GRAINS, _SPREADS = (GRAIN, 6.0, 8.0, 16.0), (1.7, 1.9, 2.2, 2.8)
_BLURS = (0.7, 0.95, 1.2, 2.0)
_PAPER, _INK = 0.1, 0.9  # shares of the darkest ink's depth below and above which all is paper, all is ink

_SHARPENING, _SHARPENING_SPREAD = 1.5, 2.0
_SHARPENED_GRAINS = (1.5, GRAIN)

_TINT_REACH = 31  # pixels of the page: wider than strokes of print and narrower than tinted rows
_PANEL, _TINT = 150, 175  # grey up to which a coloured area may hold light print, and from which it holds none

_LEAST_BAND = 8  # pixels: noise cannot be told from fewer


def paper_level(grey: Grey) -> Grey:
    """The brightness of blank paper at every eighth pixel: ink removed by dilation, glints by a median."""
    height, width = grey.shape
    if min(height, width) >= _REDUCED * _LEAST_SIDE:
        small = reduced(grey, _REDUCED)
    else:
        size = (max(_LEAST_SIDE, width // _REDUCED), max(_LEAST_SIDE, height // _REDUCED))
        small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    side = max(small.shape)
    reach = max(3, side // 80) | 1
    level = cv2.dilate(small, np.ones((reach, reach), np.uint8))
    level = cv2.medianBlur(level, min(255, max(3, side // 40) | 1))
    level = cv2.GaussianBlur(level, (0, 0), max(1.0, side / 120))
    return np.maximum(np.asarray(level, np.uint8), _FLOOR)


def evened(grey: Grey, level: Grey | None = None) -> Grey:
    """The picture with its paper at 255. ``level`` is its :func:`paper_level`, if that is known already."""
    height, width = grey.shape
    if level is None:
        level = paper_level(grey)
    level = np.asarray(cv2.resize(level, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.divide(grey, level, scale=255), np.uint8)


def quietened(grey: Grey, *, fineness: float = 1.0, level: Grey | None = None) -> tuple[Grey, float]:
    """The picture evened, and the :func:`grain` it had, or `GRAIN` if less would show where pale print is made black.

    If grain would show (a dark photo whose noise the evening brings out), it is filtered; else pale print (a
    photocopy, a faded receipt) is drawn down to black. ``fineness`` is the size of the print, as a share of that which
    the OCR engine is shown; ``level`` the picture's :func:`paper_level`, if that is known already.
    """
    even = evened(grey, level)
    noise = grain(even)
    darkest = float(np.percentile(even[::4, ::4], 0.5))
    gain = 1.0 if darkest <= _PALE else min(_MOST_GAIN, 255 / max(1.0, 255 - darkest))
    if noise >= _FAINT_GRAIN and noise * gain >= GRAIN:
        noise = max(noise, GRAIN)
        return _filtered(grey, fineness * float(np.interp(noise, _GRAINS, _SPREADS))), noise
    if gain == 1.0:
        return even, noise
    table = np.clip(255 - (255 - np.arange(256)) * gain, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(even, table), np.uint8), noise


def smoothed(grey: Grey, grain_: float) -> Grey:
    """The picture evened, its grain blurred and its print no sharper than it was: to judge how sharp it is."""
    return evened(np.asarray(cv2.GaussianBlur(grey, (0, 0), filter_spread(grain_)), np.uint8))


def filter_spread(grain_: float) -> float:
    """How far (pixels, standard deviation) :func:`smoothed` spreads a page of so much grain; 0 if it would not show."""
    return float(np.interp(grain_, _GRAINS, _BLURS)) if grain_ >= GRAIN else 0.0


def sharpened(page: Grey, grain_: float) -> Grey:
    """A blurred page with its edges drawn steeper, the less the more ``grain_`` there is to be drawn out with them."""
    amount = float(np.interp(grain_, _SHARPENED_GRAINS, (_SHARPENING, 0.0)))
    if amount <= 0:
        return page
    soft = cv2.GaussianBlur(page, (0, 0), _SHARPENING_SPREAD)
    return np.asarray(cv2.addWeighted(page, 1 + amount, soft, -amount, 0), np.uint8)


def clearer(page: Grey, *, power: float) -> Grey:
    """An evened page with its tinted rows and boxes white, and its pale print darkened by a ``power`` of its lightness
    (1: not at all).

    The engine parts print from paper by one level for all of a region: it drops small grey labels beside black values,
    and a value on a tinted row. Darker areas are left, since they may hold light print.
    """
    reach = np.ones((_TINT_REACH // 2, _TINT_REACH // 2), np.uint8)
    closed = cv2.morphologyEx(halved(page), cv2.MORPH_CLOSE, reach)
    grey = np.arange(256, dtype=np.float64)
    tint = np.interp(grey, (_PANEL, _TINT, 255), (255, _TINT, 255))
    ground = cv2.resize(cv2.LUT(closed, tint.astype(np.uint8)), page.shape[::-1], interpolation=cv2.INTER_LINEAR)
    white = cv2.divide(page, ground, scale=255)
    return np.asarray(cv2.LUT(white, (255 * (grey / 255) ** power).astype(np.uint8)), np.uint8)


def _filtered(grey: Grey, spread: float) -> Grey:
    """The picture evened without what is finer than the strokes of print, noise, and with these a little sharper.

    A Gaussian of that spread less its curvature: unlike the Gaussian alone it leaves what is as coarse as strokes as it
    is, and makes up for some of the blur that dark photos have too. What is left of the noise of paper is cut off.
    """
    soft = np.asarray(cv2.GaussianBlur(grey.astype(np.float32), (0, 0), spread), np.float32)
    level = paper_level(soft.astype(np.uint8))
    soft -= np.asarray(cv2.Laplacian(soft, cv2.CV_32F, scale=spread**2), np.float32)
    height, width = grey.shape
    soft /= np.asarray(cv2.resize(level, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    depth = max(1 / _MOST_GAIN, 1 - float(np.percentile(soft[::4, ::4], 0.5)))
    black, white = 1 - _INK * depth, 1 - _PAPER * depth
    soft -= np.float32(black)
    soft *= np.float32(255 / (white - black))
    return np.clip(soft, 0, 255, out=soft).astype(np.uint8)


def grain(even: Grey) -> float:
    """Standard deviation of the noise of blank paper in an evened picture, in grey levels of 255."""
    height = even.shape[0]
    found = []
    for start in (0.15, 0.45, 0.75):
        band = even[int(start * height) : int(start * height) + max(8, height // 12)]
        blank = band > 190
        if min(band.shape) >= _LEAST_BAND and blank.mean() > 0.3:
            edges = np.abs(cv2.Laplacian(band, cv2.CV_16S)[1:-1, 1:-1][blank[1:-1, 1:-1]])
            # Median absolute deviation to standard deviation; the Laplacian sums noise of variance 20.
            found.append(_median_of_small(edges) / 0.6745 / 20**0.5)
    return max(found, default=0.0)


def _median_of_small(numbers: npt.NDArray[np.int16]) -> float:
    """The lower median of whole numbers from 0, counted: sorting so many like ones takes twenty times as long."""
    counted = np.cumsum(np.bincount(numbers))
    return float(np.searchsorted(counted, (int(counted[-1]) + 1) // 2))


def unevenness(level: Grey) -> float:
    """How much the paper level varies over the page: 0 for a flat scan, .3 and more for a photo in a shadow."""
    low, high = np.percentile(level, (5, 95))
    return float(1 - low / max(1.0, high))
