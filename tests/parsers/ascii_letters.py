"""Letters drawn in characters, for tests of layout: a line is a seventieth of the page's height, a column a
125th of its width; several blanks are a column gap; what stands behind a "#" up to the next gap is printed half
as large again; "=== page ===" parts pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.layout import Sheet, build_sheet
from parsers.model import Box, Page, PageQuality, Word, WordSource

COLUMNS = 125
ROWS = 70


def sheet_of(drawing: str, *, confidence: float = 1.0, source: WordSource = WordSource.TEXT_LAYER) -> Sheet:
    """The sheet of a drawn letter, each word read with this confidence from this source."""
    return build_sheet(pages_of(drawing, confidence=confidence, source=source))


def pages_of(drawing: str, *, confidence: float = 1.0, source: WordSource = WordSource.TEXT_LAYER) -> list[Page]:
    """The pages of a drawn letter."""
    return [
        Page(number, "text", 1240, 1754, 0, tuple(_words(drawn, confidence, source)), PageQuality(1.0))
        for number, drawn in enumerate(drawing.strip("\n").split("=== page ===\n"), start=1)
    ]


def _words(drawn: str, confidence: float, source: WordSource) -> Iterator[Word]:
    for row, line in enumerate(drawn.splitlines()):
        large = line.startswith("#")
        text = line.removeprefix("#")
        gap = re.search(r"\S {2,}\S", text)
        heading_end = gap.start() + 1 if gap else len(text)
        for match in re.finditer(r"\S+", text):
            size = 1.5 if large and match.start() < heading_end else 1.0
            x0 = 0.04 + match.start() * size / COLUMNS
            x1 = x0 + len(match.group()) * size / COLUMNS * 0.98
            assert x1 <= 1.0, f"too long to be drawn: {line}"
            y0 = 0.02 + row / ROWS
            yield Word(match.group(), Box(x0, y0, x1, y0 + 0.010 * size), confidence, source)
