"""Letters as people send them: photos, faxes, scans, screenshots and scanned PDFs, one function a quality.

For: measuring a reader on what it was not tuned on. The author of these effects works from how paper, lamps, lenses,
scanners and phones behave, and not from how the reader straightens or reads. Not for: the older effects of
`samples.degrade`, whose pictures stay as they are. Each quality imitates the real thing named beside it in
`_CAPTURES`; the same seed gives the same files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from samples.capture import apps, layers, photos, scanners
from samples.capture.writing import PicturePage, jpeg, picture_pdf

Picture = NDArray[Any]
Files = list[tuple[str, bytes]]
"""The files of a letter as (suffix, content); several photos have -1, -2 ... before the dot."""


@dataclass(frozen=True, slots=True)
class Original:
    """What is captured: the letter's PDF and its clean A4 pages (300 dpi, or fewer for small pictures)."""

    pdf: bytes
    pages: Sequence[Picture]
    photo_size: tuple[int, int] | None = None  # width and height of upright photos; None: what phones have


Capture = Callable[[Original, np.random.Generator], Files]


def captured(
    quality: str,
    *,
    pdf: bytes,
    pages: Sequence[Image.Image],
    seed: int,
    photo_size: tuple[int, int] | None = None,
) -> Files:
    """The letter in one of QUALITIES, each file as (suffix, content). Raises KeyError for another quality."""
    original = Original(pdf, [np.asarray(page.convert("RGB")) for page in pages], photo_size)
    return _CAPTURES[quality](original, np.random.default_rng(seed))


def _one_file(make: Callable[[Sequence[Picture], np.random.Generator], bytes], suffix: str) -> Capture:
    return lambda original, rng: [(suffix, make(original.pages, rng))]


def _photos(scene: photos.Scene) -> Capture:
    """One photo a page, in one scene."""

    def make(original: Original, rng: np.random.Generator) -> Files:
        place = photos.settled(scene, rng)
        shots = [photos.photo(page, place, rng, size=original.photo_size) for page in original.pages]
        return _numbered(shots, ".jpg")

    return make


def _chats(original: Original, rng: np.random.Generator) -> Files:
    kinds = (photos.EVERYDAY, photos.EVERYDAY, photos.EVERYDAY, photos.CLUTTER, photos.GLARE)
    place = photos.settled(kinds[int(rng.integers(len(kinds)))], rng)
    return _numbered([photos.chat(page, place, rng, size=original.photo_size) for page in original.pages], ".jpg")


def _heics(original: Original, rng: np.random.Generator) -> Files:
    orientations = rng.permutation(np.arange(1, 9))
    place = photos.settled(photos.EVERYDAY, rng)
    shots = [
        photos.heic(page, place, rng, orientation=int(orientations[number % 8]), size=original.photo_size)
        for number, page in enumerate(original.pages)
    ]
    return _numbered(shots, ".heic")


def _screens(*, parts: bool) -> Capture:
    return lambda original, rng: _numbered(apps.screenshots(original.pages, rng, parts=parts), ".png")


def _scan_app(original: Original, rng: np.random.Generator) -> Files:
    return apps.scan_app(original.pages, rng, size=original.photo_size)


def _numbered(contents: Sequence[bytes], suffix: str) -> Files:
    if len(contents) == 1:
        return [(suffix, contents[0])]
    return [(f"-{number}{suffix}", content) for number, content in enumerate(contents, start=1)]


def _with_layer(share: float) -> Capture:
    """A scanned PDF with a text layer in which `share` (0-1) of the easily mistaken characters are wrong."""

    def make(original: Original, rng: np.random.Generator) -> Files:
        dpi, pages = int(rng.choice([200, 300])), []
        for page, words in zip(original.pages, layers.printed_words(original.pdf), strict=True):
            picture = scanners.office_scan(page, rng, dpi=dpi)
            seen = layers.misread(words, rng, share=share * rng.uniform(0.6, 1.4)) if share else words
            size = (picture.shape[1] * 72 / dpi, picture.shape[0] * 72 / dpi)
            pages.append(PicturePage(jpeg(picture, quality=int(rng.integers(60, 86))), *size, seen))
        return [(".pdf", picture_pdf(pages))]

    return make


_CAPTURES: Mapping[str, Capture] = {
    "photo-clutter": _photos(photos.CLUTTER),  # a table full of things, hardly an edge to see, corners outside
    "photo-fold": _photos(photos.FOLD),  # out of an envelope or a pocket: folds, curl, dents, held in the hand
    "photo-glare": _photos(photos.GLARE),  # in the evening under a lamp: glare, the phone's shadow, noise
    "photo-chat": _chats,  # sent through a messaging app: small, compressed again, no EXIF, at times sideways
    "photo-heic": _heics,  # as a phone's own HEIC, in every EXIF orientation
    "scan-app": _scan_app,  # a scanner app's file: cropped, cleaned, hard
    "screenshot": _screens(parts=False),  # the letter in a PDF viewer or mail on a phone, a page a picture
    "screenshot-parts": _screens(parts=True),  # the same, zoomed in: overlapping parts of each page
    "fax": _one_file(scanners.fax, ".tiff"),  # a letter faxed to an adviser: 204x98 or 204x196, two levels, G4
    "scan-grey150": _one_file(scanners.grey150, ".pdf"),  # an archive scan: grey, yellowed, show-through, holes
    "scan-skew": _one_file(scanners.skewed, ".pdf"),  # an office sheet feeder: up to 5 degrees askew on black
    "scan-spread": _one_file(scanners.spread, ".pdf"),  # two sheets side by side on an A3 glass
    "pdf-good-ocr": _with_layer(0.0),  # a scanned PDF with a right, invisible text layer
    "pdf-poor-ocr": _with_layer(0.09),  # a scanned PDF with the text layer of a poor OCR run
}
QUALITIES = tuple(_CAPTURES)
