"""A scanned page with the text layer of somebody else's OCR, kept where it says what the picture shows.

An office scanner's software has often read a page well already. Such a layer is kept if its words stand on print and
hardly any print is without a word. Its figures are then seen with our own eyes (`parsers.second_look`), and the letter
they make up must hold together; else the page is read anew like any other picture.

Not here: whether a layer's text makes sense (`parsers.text_layer`).
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from parsers.image.decode import Grey, Raster, shrink
from parsers.image.illumination import quietened
from parsers.image.unread import PixelBox, unread_share
from parsers.model import Page, PageQuality, Word
from parsers.ocr import OcrWord
from parsers.scanned import Seen

_SIDE = 2700
"""Long side in pixels of the picture for the second look: print of an A4 page is then as large as it reads best."""

_INK = 140
_STANDING = 0.97
"""Least share (0-1) of the words that stand on print."""

_WITHOUT_WORD = 0.06
"""Most share (0-1) of the letters in the picture that may be under no word: logos, signatures and stamps have some."""


def borrowed_page(
    raster: Raster, words: Sequence[Word], *, key: str, number: int, picture: bytes, seen: list[Seen] | None
) -> Page | None:
    """The page with the layer's words, or ``None`` where the picture shows something else.

    ``picture`` is shown to people. What the words stand on is added to ``seen``, for the second look.
    """
    small = shrink(raster.grey, _SIDE)
    page, _ = quietened(small)
    height, width = page.shape
    boxes: list[PixelBox] = [
        (round(w.box.x0 * width), round(w.box.y0 * height), round(w.box.x1 * width), round(w.box.y1 * height))
        for w in words
    ]
    if not _says_what_is_there(page, boxes):
        return None
    if seen is not None:
        read = (OcrWord(word.text, box, word.confidence, -1) for word, box in zip(words, boxes, strict=True))
        seen.append(Seen(number, key, page, tuple(read)))
    return Page(
        number=number,
        source="scan",
        width=width,
        height=height,
        rotation=0,
        words=tuple(words),
        quality=PageQuality(1.0),
        picture=picture,
    )


def _says_what_is_there(page: Grey, boxes: Sequence[PixelBox]) -> bool:
    standing = sum(bool((page[y0 : y1 + 1, x0 : x1 + 1] < _INK).any()) for x0, y0, x1, y1 in boxes)
    if standing < _STANDING * len(boxes):
        return False
    glyph = float(statistics.median(y1 - y0 for _, y0, _, y1 in boxes))
    return unread_share(page, boxes, glyph=glyph) <= _WITHOUT_WORD
