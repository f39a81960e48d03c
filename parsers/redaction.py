"""National identity numbers blackened in the pictures of pages, and masked in their words.

The transcript masks them before any field is read (`parsers.transcript`); here the same words are covered where they
stand on the page, so that no picture in a report shows them. What was not read as an identity number cannot be
covered: a number misread, written by hand, or standing where no word was found.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.identifiers import MASK
from parsers.model import Box, Page, Transcript

_MARGIN = 0.15
"""How far the black reaches beyond a word's box, as a share of its height: boxes cut into the outermost strokes."""


def redacted(pages: Sequence[Page], transcript: Transcript) -> tuple[Page, ...]:
    """The pages with every masked word of ``transcript`` masked in their words and black in their pictures.

    A page without such words comes back as it is, its picture not encoded anew.
    """
    masked: dict[int, dict[Box, str]] = {}
    for word, number in zip(transcript.words, transcript.word_pages, strict=True):
        if MASK in word.text:
            masked.setdefault(number, {})[word.box] = word.text
    return tuple(_redacted(page, masked[page.number]) if page.number in masked else page for page in pages)


def _redacted(page: Page, masked: dict[Box, str]) -> Page:
    # A bullet printed on the page looks like a masked character; then the word was the same before.
    hidden = {w.box for w in page.words if w.box in masked and " ".join(w.text.split()) != masked[w.box]}
    if not hidden:
        return page
    words = tuple(replace(w, text=masked[w.box]) if w.box in hidden else w for w in page.words)
    return replace(page, words=words, picture=blackened(page.picture, hidden) if page.picture else b"")


def blackened(picture: bytes, boxes: Iterable[Box]) -> bytes:
    """The picture (JPEG or PNG) with black rectangles over the boxes (fractions of the page), in the same format."""
    from PIL import Image, ImageDraw  # only a page that has something to hide needs it

    with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as image:
        kind = image.format
        shown = image.convert("L" if image.mode in ("1", "L") else "RGB")
    draw = ImageDraw.Draw(shown)
    width, height = shown.size
    for box in boxes:
        margin = _MARGIN * box.height * height
        draw.rectangle(
            (box.x0 * width - margin, box.y0 * height - margin, box.x1 * width + margin, box.y1 * height + margin),
            fill=0,
        )
    out = io.BytesIO()
    if kind == "PNG":
        shown.save(out, "PNG")
    else:
        shown.save(out, "JPEG", quality=80)
    return out.getvalue()
