"""How well a straightened page can be read, and what a person should do better next time.

The measures that foretell reading best are steepness, the contrast of the text over the width of its edges, and
acuteness, how much of the way from paper to ink lies within one pixel. Sharp but dark pages read well, bright but
blurred ones do not, and neither does a picture that was made small and large again, whose contrast is good. Darkness,
glare and what lies over the print are told because a person can mend them.

After the OCR run the confidence of its words tells more than any measure of pixels, and lowers the score
(:func:`lowered`). Not here: whether one word was read right.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from parsers.image.cover import is_covered
from parsers.image.decode import Grey, halved
from parsers.image.illumination import GRAIN, filter_spread
from parsers.model import PageQuality, QualityIssue

if TYPE_CHECKING:
    from parsers.image.straighten import Straightened

_STEEP_BAD, _STEEP_FAIR, _STEEP_GOOD = 35.0, 45.0, 60.0
_ACUTE = (0.15, 0.22, 0.26, 0.30, 0.34)
_ACUTE_SCORES = (0.05, 0.35, 0.55, 0.80, 1.0)
_ACUTE_BAD = 0.30
_MELTED = 0.25
_CRISP = 0.45
_EDGE, _BLURRED_SPREAD = 0.4, 0.8
_RATHER_SMALL_GLYPH = 13.0
_SMALL_GLYPH, _TINY_GLYPH = 11.0, 8.5
_DARK_LEVEL = 70
_GLARE_LEVEL, _GLARE_SHARE = 252, 0.01
_LEAST_INK = 0.0005
_LEAST_SIDE = 16
_WINDOW, _BAND, _LEAST_EDGES = 9, 90, 30
_LEAST_RANGE = 70

_BEYOND, _BEYOND_GUESSED = 0.01, 0.08  # where all sides are in the picture, and where one's place is a guess
_LINES_CUT, _SHARE_CUT = 3, 0.12
_FEW_LINES = 3
_NOTHING = 0.2
"""The score of a picture with dark things on it, none of which is a line of print."""


_FORETELLING: frozenset[QualityIssue] = frozenset({"low_resolution", "blurry", "dark"})
"""What foretells that a page reads badly, and hides nothing of it."""

_SURELY_READ = 0.93
"""Mean word confidence (0-1) of pages that read well: of those above it two fields in a hundred were lost, be their
print fine, soft or neither.
"""

# Mean word confidence of a page, and the share of its words that are then right.
_CONFIDENCES = (0.40, 0.55, 0.70, 0.80, 0.88, 0.94)
_WORDS_RIGHT = (0.05, 0.30, 0.57, 0.78, 0.90, 1.00)


def assess(straightened: Straightened, *, acute: float | None = None) -> PageQuality:
    """Quality of one straightened page: score 0-1, and issues, the most harmful first. ``acute`` is the
    :func:`acuteness` of its plain picture, if that is known already.
    """
    found: list[tuple[float, QualityIssue]] = []
    score = 1.0
    steep = steepness(straightened.plain)
    acute = acuteness(straightened.plain) if acute is None else acute
    glyph = straightened.glyph
    if steep is not None:
        score = float(np.interp(steep, (10, _STEEP_BAD, _STEEP_FAIR, _STEEP_GOOD, 90), (0.05, 0.4, 0.7, 0.9, 1.0)))
    if acute is not None:
        score = min(score, float(np.interp(acute, _ACUTE, _ACUTE_SCORES)))
    if glyph and glyph < _SMALL_GLYPH:
        small = float(np.interp(glyph, (5, _TINY_GLYPH, _SMALL_GLYPH), (0.1, 0.5, 0.8)))
        found.append((small, "low_resolution"))
        score = min(score, small)
    noisy = float(np.interp(straightened.grain, (4, 7, 14), (1.0, 0.7, 0.2)))
    if noisy < 0.7:
        # Grain is what a camera makes of too little light.
        found.append((noisy, "dark"))
    elif (steep is not None and steep < _STEEP_BAD) or (acute is not None and acute < _ACUTE_BAD):
        found.append((score - 0.01, "blurry"))
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
    if is_covered(straightened.small, straightened.outline, straightened.print_hull):
        found.append((0.45, "covered"))
        score = min(score, 0.5)
    if is_cut_off(straightened):
        found.append((0.5, "cut_off"))
        score = min(score, 0.6)
    if steep is not None and has_no_lines(straightened):
        score = min(score, _NOTHING)
        sharpest = acuteness(straightened.plain, percentile=80, every=1)
        if not any(issue in ("dark", "low_resolution") for _, issue in found):
            # Print that has run together is blurred everywhere; anything else has sharp edges somewhere.
            is_melted = sharpest is not None and sharpest < _MELTED
            found = [(_NOTHING, "blurry" if is_melted else "no_document")]
    return PageQuality(round(max(0.0, score), 3), tuple(issue for _, issue in sorted(found)))


def lowered(quality: PageQuality, mean_confidence: float) -> PageQuality:
    """The quality of a page that was read: its score is at most the share of words that are right on pages of this
    mean word confidence (0-1). Where words were read there is a document.
    """
    most = round(float(np.interp(mean_confidence, _CONFIDENCES, _WORDS_RIGHT)), 3)
    if "no_document" in quality.issues and most > _NOTHING:
        return PageQuality(most, tuple(issue for issue in quality.issues if issue != "no_document"))
    return quality if quality.score <= most else PageQuality(most, quality.issues)


def read_well(quality: PageQuality, mean_confidence: float) -> PageQuality:
    """The quality of a page of which many words were read, nearly all of them surely: small, soft or dark as its print
    is, nobody need be told to take the picture again for it. What is hidden or cut off remains.
    """
    issues = tuple(issue for issue in quality.issues if issue not in _FORETELLING)
    if issues == quality.issues or mean_confidence < _SURELY_READ:
        return quality
    share = round(float(np.interp(mean_confidence, _CONFIDENCES, _WORDS_RIGHT)), 3)
    return PageQuality(quality.score if issues else share, issues)


def likeliest(straightened: Straightened, *, is_poor: bool = True) -> tuple[QualityIssue, ...]:
    """What a photo that does not read well most likely suffers from, though no measure may say so by itself: none for a
    scan. In too little light a camera makes grain, and blur too, since it must look for longer. ``is_poor``: it reads
    so badly that something must ail it, and edges that are only a little soft are told too.
    """
    if straightened.source != "photo":
        return ()
    if 0 < straightened.glyph < _RATHER_SMALL_GLYPH:
        return ("low_resolution",)
    found: list[QualityIssue] = ["dark"] if straightened.grain >= GRAIN else []
    acute = acuteness(straightened.plain)
    if acute is not None and acute < _CRISP:
        # An edge that is spread so far (pixels) goes so steeply; what the filter against grain spread is no blur.
        spread = math.sqrt(max(0.0, (_EDGE / max(acute, 0.01)) ** 2 - filter_spread(straightened.grain) ** 2))
        if is_poor or spread >= _BLURRED_SPREAD:
            found.append("blurry")
    return tuple(found)


def steepness(page: Grey) -> float | None:
    """Contrast of the text over the width of its edges, on the evened page scaled to glyphs of 18 pixels; ``None`` for
    a page without print. Below 35 reading suffers, above 60 it does not.
    """
    if min(page.shape) < _LEAST_SIDE:
        return None
    small = halved(page)
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


def acuteness(page: Grey, *, percentile: float = 50, every: int = 3) -> float | None:
    """How much of the way from paper to ink lies within one pixel, the median (or another percentile) over the places
    with print: 0.5 for print of hard edges, below 0.3 reading suffers. The page is evened and its glyphs are 18 to 20
    pixels high; ``None`` for a page with hardly any print. One band of rows in ``every`` is looked at.
    """
    height = page.shape[0] // _WINDOW * _WINDOW
    if height < _WINDOW or page.shape[1] < _WINDOW:
        return None
    starts = range(0, height, _BAND if height <= 6 * _BAND else every * _BAND)
    part = np.concatenate([page[top : min(top + _BAND, height)] for top in starts])
    window = np.ones((_WINDOW, _WINDOW), np.uint8)
    across, down = (np.abs(cv2.Sobel(part, cv2.CV_16S, x, 1 - x, ksize=1)) for x in (0, 1))
    steepest = cv2.dilate(np.maximum(across, down), window)
    middle = (slice(_WINDOW // 2, None, _WINDOW),) * 2
    span = cv2.subtract(cv2.dilate(part, window), cv2.erode(part, window))[middle]
    is_edge = span > _LEAST_RANGE
    if int(is_edge.sum()) < _LEAST_EDGES:
        return None
    return float(np.percentile(steepest[middle][is_edge] / 2 / span[is_edge], percentile))


def has_glare(level: Grey) -> bool:
    """Whether part of the paper is burnt out while the rest is clearly darker."""
    burnt = level >= _GLARE_LEVEL
    share = float(burnt.mean())
    rest = level[~burnt]
    return _GLARE_SHARE < share < 0.5 and rest.size > 0 and float(np.median(rest)) < _GLARE_LEVEL - 40


def is_cut_off(straightened: Straightened) -> bool:
    """Whether more of the sheet than its margin lies outside the picture, or its lines of print end at the border."""
    outline = straightened.outline
    if outline is not None and outline.beyond > (_BEYOND_GUESSED if min(outline.supports) == 0 else _BEYOND):
        return True
    return straightened.cut_lines >= max(_LINES_CUT, _SHARE_CUT * straightened.lines)


def has_no_lines(straightened: Straightened) -> bool:
    """Whether neither a sheet nor lines of print were found."""
    return straightened.outline is None and straightened.lines < _FEW_LINES and not straightened.is_oriented
