"""Strips of a page that are read again: round which places they lie, the reading itself, and its words on the page.

Lines are stacked into one small picture and read in one run. Boxes of several lines, as of a card or a coloured panel,
are read one by one: in one block with lines they spoil both. Not here: which places are in doubt, and what becomes of
the words (`parsers.second_look`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.errors import OcrFailed
from parsers.image.unread import PixelBox, Strip, stacked
from parsers.ocr import OcrEngine, OcrWord
from parsers.scanned import Seen
from parsers.two_readings import ONE_BLOCK

ENLARGED = 1.4
"""How much larger the strips are in the second reading: the same pixels would be misread in the same way."""

REDUCED = 0.75
"""How large they are in the third."""

_LINE = 3.6
"""How high, in heights of a letter, a strip with one line of print is at most."""

_GROUP = 3.0
"""How wide, in heights, a group of two digits is with the blanks around it."""

_MARGIN = 0.5  # of a strip over and under the print, in heights of a letter

_REACH = 0.9  # what stands as close to a place belongs to its word, in heights

_MOST_BLOCKS = 4
"""How many boxes of several lines are read by themselves, from the top; each costs a start of the engine."""


def strips_around(
    places: Iterable[PixelBox], words: Sequence[OcrWord], glyph: float, width: int, height: int
) -> list[PixelBox]:
    """The places with the words they touch and room around, joined where they overlap."""
    margin, reach = round(_MARGIN * glyph), round(_REACH * glyph)
    boxes: list[PixelBox] = []
    for x0, y0, x1, y1 in places:
        left, right, grows = x0, x1, True
        while grows:
            grows = False
            for word in words:
                a0, b0, a1, b1 = word.box
                is_level = min(y1, b1) - max(y0, b0) > 0.5 * min(y1 - y0, b1 - b0) and b1 - b0 <= 2 * glyph
                if is_level and a0 - reach < right and a1 + reach > left and (a0 < left or a1 > right):
                    left, right, grows = min(left, a0), max(right, a1), True
        boxes.append((max(0, left - margin), max(0, y0 - margin), min(width, right + margin), min(height, y1 + margin)))
    joined: list[PixelBox] = []
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        near = [n for n, other in enumerate(joined) if _belong_together(box, other, margin, glyph)]
        if near:
            last = joined[near[-1]]
            around = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
            joined[near[-1]] = around
        else:
            joined.append(box)
    return joined


def _belong_together(box: PixelBox, other: PixelBox, margin: int, glyph: float) -> bool:
    """Whether two places are read as one: they overlap, or a group of two digits may have been lost between them."""
    is_level = min(box[3], other[3]) - max(box[1], other[1]) > 0.7 * max(box[3] - box[1], other[3] - other[1])
    gap = _GROUP * glyph if is_level else 0.0
    return box[1] < other[3] - margin and box[0] < other[2] + gap and other[0] < box[2] + gap


def read_strips(
    seen: Seen, boxes: Sequence[PixelBox], engine: OcrEngine, glyph: float, factor: float
) -> list[OcrWord] | None:
    """The words in these strips of the page, at their places on it; ``None`` when the engine fails. Boxes of several
    lines are read by themselves: in one block with lines they spoil both.
    """
    name = "again" if factor == ENLARGED else "reduced"
    apart = [box for box in boxes if box[3] - box[1] > _LINE * glyph][:_MOST_BLOCKS]
    lines = [box for box in boxes if box not in apart]
    found: list[OcrWord] = []
    for number, some in enumerate([lines, *([box] for box in apart)]):
        if not some:
            continue
        picture, strips = stacked(seen.picture, some, gap=round(glyph), factor=factor)
        key = f"{seen.key}-{name}" + (f"-block-{number}" if number else "")
        try:
            read = engine.read(picture, key=key, mode=ONE_BLOCK)
        except OcrFailed:
            return None
        found += _placed(read, strips, first=1 + number * len(boxes))
    return found


def _placed(read: Iterable[OcrWord], strips: Sequence[Strip], *, first: int) -> Iterable[OcrWord]:
    """The words of the stacked picture at their places on the page; what lies between the strips is dropped. Their
    lines tell the strip, from minus ``first`` on.
    """
    for word in read:
        middle = (word.box[1] + word.box[3]) / 2
        for number, strip in enumerate(strips, start=first):
            if strip.top <= middle < strip.foot:
                x0, y0, x1, y1 = strip.on_page(word.box)
                yield replace(word, box=(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)), line=-number)
