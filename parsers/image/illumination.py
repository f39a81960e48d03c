"""Even light: every pixel divided by the level of the paper around it, so that shadows, vignettes and yellow strips
turn white and ink stays dark.

Measured against local equalisation (CLAHE) and every way of binarising: dividing keeps most characters, and the OCR
engine wants its grey edges.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]

_REDUCED = 8
_FLOOR = 8
_PALE = 90
_MOST_GAIN = 3.0


def paper_level(grey: Grey) -> Grey:
    """The brightness of blank paper at every eighth pixel: ink removed by dilation, glints by a median."""
    height, width = grey.shape
    size = (max(8, width // _REDUCED), max(8, height // _REDUCED))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    side = max(size)
    reach = max(3, side // 80) | 1
    level = cv2.dilate(small, np.ones((reach, reach), np.uint8))
    level = cv2.medianBlur(level, min(255, max(3, side // 40) | 1))
    level = cv2.GaussianBlur(level, (0, 0), max(1.0, side / 120))
    return np.maximum(np.asarray(level, np.uint8), _FLOOR)


def evened(grey: Grey) -> Grey:
    """The picture with its paper at 255."""
    height, width = grey.shape
    level = cv2.resize(paper_level(grey), (width, height), interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(grey, level, scale=255), np.uint8)
    darkest = float(np.percentile(even[::4, ::4], 0.5))
    if darkest <= _PALE:
        return even
    # Pale print (a photocopy, a faded receipt): the ink is drawn down to black, blank paper is not torn up to noise.
    gain = min(_MOST_GAIN, 255 / max(1.0, 255 - darkest))
    table = np.clip(255 - (255 - np.arange(256)) * gain, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(even, table), np.uint8)


def unevenness(level: Grey) -> float:
    """How much the paper level varies over the page: 0 for a flat scan, .3 and more for a photo in a shadow."""
    low, high = np.percentile(level, (5, 95))
    return float(1 - low / max(1.0, high))
