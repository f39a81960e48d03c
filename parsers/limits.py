"""How much we are willing to read: one frozen set of limits, checked before anything is decoded.

For: `intake`, `pdf`, `image`, `ocr` and `sandbox`, which all take the same object. Not for: limits of the service
(requests a minute, size of the queue); those are settings of the service.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one letter. Every number is inclusive: a letter of exactly ten pages is read."""

    files: int = 10
    total_bytes: int = 20_000_000
    pages: int = 10
    #: Pixels of one image or one rendered page. The largest phone cameras give 50 million, a 600-dpi A4 scan 35.
    pixels: int = 60_000_000
    #: Longest side of an image in pixels: decoders keep whole rows.
    side: int = 30_000
    #: Seconds for one run of the OCR engine. Speckle can keep Tesseract busy for minutes.
    ocr_seconds: float = 15.0
    #: Seconds for one page altogether, where the reading runs in a child process.
    page_seconds: float = 30.0
    #: Characters on one PDF page; a dense A4 page holds some 6 000.
    characters: int = 60_000
    #: Address space of a child process that reads hostile files, in megabytes (10**6 bytes).
    memory_mb: int = 2_000


DEFAULT_LIMITS = Limits()
