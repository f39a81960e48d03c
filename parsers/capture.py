"""A quick look at a picture just taken: can it be read, and what should be done better? No OCR.

For the moment of taking pictures, when another try costs nothing. The same measures as after reading
(`parsers.quality`), on a picture opened no larger than they need. A page that shows the pictures before they are read
gets a small copy from the same opening (:func:`sight`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from parsers import intake, quality
from parsers.errors import UnsupportedFileType
from parsers.image import decode
from parsers.image.decode import Raster
from parsers.image.glance import glance
from parsers.intake import FileKind, InputFile
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import PageQuality, QuarterTurn

_LEAST_SIDE = 600
"""Pixels of the long side under which no page of a letter can be read: print would be four pixels high."""

_TOO_SMALL, _NOTHING = 0.1, 0.2


@dataclass(frozen=True, slots=True)
class Look:
    """What a quick look tells: how well the picture can be read, and its size in pixels as a viewer shows it.
    ``rotation``: how far the page will be turned to stand upright.
    """

    quality: PageQuality
    width: int
    height: int
    rotation: QuarterTurn = 0


THUMBNAIL_SIDE = 480
"""Long side in pixels of the small copy: legible enough to tell pages apart on a phone of double density."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The look of a picture, and a small copy of it (JPEG, turned as a viewer shows it, without any other data)."""

    look: Look
    thumbnail: bytes


def look(file: InputFile, *, limits: Limits = DEFAULT_LIMITS) -> Look:
    """The look of one picture (of several frames, the first). Raises what `parsers.intake.load` and decoding raise, and
    UnsupportedFileType for a PDF, which nobody took with a camera.
    """
    return _look(_raster(file, limits))


def sight(file: InputFile, *, limits: Limits = DEFAULT_LIMITS) -> Sight:
    """The look and a small copy of one picture. Raises what :func:`look` raises."""
    raster = _raster(file, limits)
    small = Image.fromarray(raster.small[:, :, ::-1])
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    made = io.BytesIO()
    small.save(made, "JPEG", quality=70)
    return Sight(_look(raster), made.getvalue())


def _raster(file: InputFile, limits: Limits) -> Raster:
    (upload,) = intake.load([file], limits=limits)
    if upload.kind is FileKind.PDF:
        raise UnsupportedFileType("a PDF is no picture")
    if upload.kind is FileKind.JPEG:
        return decode.decode_jpeg(upload.data)
    if upload.kind is FileKind.HEIC:
        return decode.decode_heic(upload.data)
    return decode.decode_other(upload.data, frame=0)


def _look(raster: Raster) -> Look:
    height, width = raster.grey.shape
    upright = glance(raster)
    found = quality.assess(upright)
    if upright.outline is None and quality.steepness(upright.plain) is None and not found.issues:
        # A page may be blank; a picture that somebody has just taken shows something.
        found = PageQuality(min(found.score, _NOTHING), ("no_document",))
    if max(width, height) < _LEAST_SIDE and "low_resolution" not in found.issues:
        found = PageQuality(min(found.score, _TOO_SMALL), ("low_resolution", *found.issues))
    return Look(found, width, height, upright.rotation if upright.is_oriented else 0)
