"""A quick look at a picture just taken: can it be read, and what should be done better? No OCR.

For the moment of taking pictures, when another try costs nothing. The same measures as after reading
(`parsers.quality`), on a picture opened no larger than they need.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers import intake, quality
from parsers.errors import UnsupportedFileType
from parsers.image import decode
from parsers.image.glance import glance
from parsers.intake import FileKind, InputFile
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import PageQuality

_NO_LINES = 0.3
"""The highest score of a picture in which no line of print is found."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a quick look tells: how well the picture can be read, and its size in pixels as a viewer shows it."""

    quality: PageQuality
    width: int
    height: int


def look(file: InputFile, *, limits: Limits = DEFAULT_LIMITS) -> Look:
    """The look of one picture (of several frames, the first). Raises what `parsers.intake.load` and decoding raise, and
    UnsupportedFileType for a PDF, which nobody took with a camera.
    """
    (upload,) = intake.load([file], limits=limits)
    if upload.kind is FileKind.PDF:
        raise UnsupportedFileType("a PDF is no picture")
    if upload.kind is FileKind.JPEG:
        raster = decode.decode_jpeg(upload.data)
    elif upload.kind is FileKind.HEIC:
        raster = decode.decode_heic(upload.data)
    else:
        raster = decode.decode_other(upload.data, frame=0)
    height, width = raster.grey.shape
    upright = glance(raster)
    found = quality.assess(upright)
    if not upright.lines and not found.issues and quality.steepness(upright.page) is not None:
        # There is something dark on it, and nothing of it stands in lines: print that has run together.
        found = PageQuality(min(found.score, _NO_LINES), ("blurry",))
    return Look(found, width, height)
