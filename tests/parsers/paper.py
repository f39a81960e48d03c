"""Typewriter pages for tests: a text block becomes words with boxes, one grid cell per character."""

from __future__ import annotations

import textwrap

import regex

from parsers.model import Box, Page, PageQuality, Word, WordSource

COLUMNS, ROWS = 100, 70


def typed(
    text: str,
    *,
    number: int = 1,
    source: WordSource = WordSource.TEXT_LAYER,
    confidence: float = 1.0,
    lean: float = 0.0,
    unsure: dict[str, float] | None = None,
    height: float = 0.7,
) -> Page:
    """A page on which `text` is typed on a grid of 100 x 70, letters `height` rows high. `lean` is how far, as a
    fraction of the page height, the right margin hangs lower than the left; `unsure` gives single words another
    confidence.
    """
    words = []
    for row, line in enumerate(textwrap.dedent(text).strip("\n").split("\n")):
        for match in regex.finditer(r"\S+", line):
            x0, x1 = match.start() / COLUMNS, match.end() / COLUMNS
            y0 = 0.03 + row / ROWS + lean * (x0 + x1) / 2
            box = Box(x0, y0, x1, y0 + height / ROWS)
            words.append(Word(match.group(), box, (unsure or {}).get(match.group(), confidence), source))
    is_text = source is WordSource.TEXT_LAYER
    return Page(number, "text" if is_text else "photo", 1240, 1754, 0, tuple(words), PageQuality(1.0))


def scanned(text: str, *, confidence: float = 0.93, unsure: dict[str, float] | None = None, lean: float = 0.0) -> Page:
    """As `typed`, read optically."""
    return typed(text, source=WordSource.OCR, confidence=confidence, unsure=unsure, lean=lean)
