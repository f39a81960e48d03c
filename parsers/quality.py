"""How well a straightened page can be read, and what a person should do better next time.

The measure that foretells reading best is steepness: contrast of the text over the width of its edges. Sharp but dark
pages read well, bright but blurred ones do not. Darkness and glare are told because a person can mend them.

After the OCR run the confidence of its words tells more than any measure of pixels, and lowers the score
(:func:`lowered`). Not here: whether one word was read right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from parsers.model import PageQuality, QualityIssue

if TYPE_CHECKING:
    from parsers.image.straighten import Straightened

Grey = npt.NDArray[np.uint8]

_STEEP_BAD, _STEEP_FAIR, _STEEP_GOOD = 35.0, 45.0, 60.0
_STANDARD_GLYPH = 18.0
_SMALL_GLYPH, _TINY_GLYPH = 11.0, 8.5
_DARK_LEVEL = 70
_GLARE_LEVEL, _GLARE_SHARE = 252, 0.01
_LEAST_INK = 0.0005
_LEAST_SIDE = 16
_MARGIN = 0.06


# Mean word confidence of a page, and the share of its words that are then right.
_CONFIDENCES = (0.40, 0.55, 0.70, 0.80, 0.88, 0.94)
_WORDS_RIGHT = (0.05, 0.30, 0.57, 0.78, 0.90, 1.00)


def assess(straightened: Straightened) -> PageQuality:
    """Quality of one straightened page: score 0-1, and issues, the most harmful first."""
    found: list[tuple[float, QualityIssue]] = []
    score = 1.0
    steep = steepness(straightened.page)
    glyph = straightened.glyph
    if steep is not None:
        score = float(np.interp(steep, (10, _STEEP_BAD, _STEEP_FAIR, _STEEP_GOOD, 90), (0.05, 0.4, 0.7, 0.9, 1.0)))
    if glyph and glyph < _SMALL_GLYPH:
        small = float(np.interp(glyph, (5, _TINY_GLYPH, _SMALL_GLYPH), (0.1, 0.5, 0.8)))
        found.append((small, "low_resolution"))
        score = min(score, small)
    if steep is not None and steep < _STEEP_BAD:
        found.append((score - 0.01, "blurry"))
    noisy = float(np.interp(straightened.grain, (4, 7, 14), (1.0, 0.7, 0.2)))
    if noisy < 0.7:
        # Grain is what a camera makes of too little light.
        found.append((noisy, "dark"))
    score = min(score, noisy)
    level = straightened.level
    if straightened.source == "photo":
        bright = float(np.median(level))
        if bright < _DARK_LEVEL and noisy >= 0.7:
            found.append((0.75, "dark"))
            score = min(score, 0.9)
        if has_glare(level):
            found.append((0.6, "glare"))
            score = min(score, 0.8)
    if is_cut_off(straightened):
        found.append((0.5, "cut_off"))
        score = min(score, 0.6)
    return PageQuality(round(max(0.0, score), 3), tuple(issue for _, issue in sorted(found)))


def lowered(quality: PageQuality, mean_confidence: float) -> PageQuality:
    """The quality of a page that was read: its score is at most the share of words that are right on pages of this
    mean word confidence (0-1).
    """
    most = round(float(np.interp(mean_confidence, _CONFIDENCES, _WORDS_RIGHT)), 3)
    return quality if quality.score <= most else PageQuality(most, quality.issues)


def steepness(page: Grey) -> float | None:
    """Contrast of the text over the width of its edges, on the evened page scaled to glyphs of 18 pixels; ``None`` for
    a page without print. Below 35 reading suffers, above 60 it does not.
    """
    if min(page.shape) < _LEAST_SIDE:
        return None
    small = cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = small < 170
    if ink.mean() < _LEAST_INK:
        return None
    contrast = 255.0 - float(np.percentile(small[ink], 20))
    across = cv2.Sobel(small, cv2.CV_16S, 1, 0, ksize=1)
    steepest = float(np.percentile(np.abs(across[cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]), 98))
    if steepest <= 0:
        return 0.0
    width = contrast / (steepest / 2)
    return contrast / width


def has_glare(level: Grey) -> bool:
    """Whether part of the paper is burnt out while the rest is clearly darker."""
    burnt = level >= _GLARE_LEVEL
    share = float(burnt.mean())
    rest = level[~burnt]
    return _GLARE_SHARE < share < 0.5 and rest.size > 0 and float(np.median(rest)) < _GLARE_LEVEL - 40


def is_cut_off(straightened: Straightened) -> bool:
    """Whether a side of the sheet, or print, runs over the border of the picture."""
    return straightened.outline is not None and straightened.outline.beyond > _MARGIN
