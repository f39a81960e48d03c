"""Photos and scans: decoding, finding the sheet, evening the light, finding the text lines, straightening.

The only package besides `parsers.quality` that imports OpenCV. Everything runs on one thread; several pages at once
are the business of whoever starts processes.
"""

from __future__ import annotations

import cv2

cv2.setNumThreads(1)
