"""A quick look at a picture just taken: can it be read, and what should be done better? No OCR.

For the moment of taking pictures, when another try costs nothing. The same measures as after reading
(`parsers.quality`), on a picture opened no larger than they need.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers import intake, quality
from parsers.errors import UnsupportedFileType
from parsers.image import decode
from parsers.image.straighten import straighten
from parsers.intake import FileKind, InputFile
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import PageQuality


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
    return Look(quality.assess(straighten(raster)), width, height)
