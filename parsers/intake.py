"""From uploaded bytes to files we know how to read: kind by content, limits before decoding, one clear error each.

For: the first step of reading a letter. A file's name is only ever shown, never trusted and never used as a path;
nothing is written to disk. Kinds: PDF, JPEG, PNG, TIFF (each frame a page), HEIC/HEIF, WebP (ISO 32000, ITU T.81,
PNG 3, TIFF 6, ISO 23008-12, RFC 9649).

Not for: decoding pixels (`parsers.image`) and reading PDFs (`parsers.pdf`).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from parsers.errors import (
    DamagedFile,
    EmptyFile,
    FileTooLarge,
    ImageTooLarge,
    NoFiles,
    TooManyPages,
    UnsupportedFileType,
)
from parsers.limits import DEFAULT_LIMITS, Limits


class FileKind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    HEIC = "heic"
    WEBP = "webp"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One uploaded file. ``name`` is for messages only."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that passed intake: its kind and how many pages it holds (1 or more)."""

    name: str
    data: bytes
    kind: FileKind
    pages: int


# Brands of the ISO base media format that hold a HEVC still image. AVIF files name mif1 too, but first their own.
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif", b"mif2"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})

# What the header readers raise on broken files.
_HEADER_FAULTS = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, RuntimeError, struct.error)

# A PDF header may stand a little way into the file (ISO 32000-1, appendix H, note 13).
_PDF_HEADER_WITHIN = 1024


def load(files: Sequence[InputFile], *, limits: Limits = DEFAULT_LIMITS) -> tuple[Upload, ...]:
    """The files with their kinds and page counts, in the order given.

    Raises NoFiles, EmptyFile, FileTooLarge, UnsupportedFileType, TooManyPages, ImageTooLarge, EncryptedPdf or
    DamagedFile. Reads headers only: no image is decoded.
    """
    if not files:
        raise NoFiles
    total = sum(len(file.data) for file in files)
    if total > limits.total_bytes:
        raise FileTooLarge(f"{total} bytes in all, at most {limits.total_bytes}")
    if len(files) > limits.files:
        raise TooManyPages(f"{len(files)} files, at most {limits.files}")
    uploads: list[Upload] = []
    pages = 0
    for file in files:
        kind = sniff(file)
        count = _page_count(file, kind, limits)
        pages += count
        if pages > limits.pages:
            raise TooManyPages(f"{pages} pages or more, at most {limits.pages}")
        uploads.append(Upload(name=file.name, data=file.data, kind=kind, pages=count))
    return tuple(uploads)


def sniff(file: InputFile) -> FileKind:
    """The kind of a file by its first bytes. Raises EmptyFile or UnsupportedFileType."""
    data = file.data
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFile(f"{file.name!r} holds {len(data)} bytes and no content")
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return FileKind.TIFF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] not in _AVIF_BRANDS and _brands(data) & _HEIF_BRANDS:
        return FileKind.HEIC
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return FileKind.PDF
    if file.name.lower().endswith(".pdf"):
        raise UnsupportedFileType(
            f"{file.name!r} is named PDF and is none: it begins {data[:8]!r}",
            message="Filen heter PDF, men er ikke en PDF. Last den ned på nytt, eller ta bilde av brevet",
        )
    raise UnsupportedFileType(f"{file.name!r} begins {data[:8]!r}")


def _brands(data: bytes) -> set[bytes]:
    size = min(struct.unpack(">I", data[:4])[0], 256)
    return {data[8:12], *(data[i : i + 4] for i in range(16, size, 4))}


def _page_count(file: InputFile, kind: FileKind, limits: Limits) -> int:
    if kind is FileKind.PDF:
        from parsers import pdf  # only a PDF needs the PDF libraries

        return pdf.page_count(file.data, limits=limits)
    sizes = frame_sizes(file.data, kind, most=limits.pages + 1)
    for width, height in sizes:
        if width < 1 or height < 1:
            raise DamagedFile(f"an image of {width} x {height} pixels")
        if width * height > limits.pixels or max(width, height) > limits.side:
            raise ImageTooLarge(f"{width} x {height} pixels, at most {limits.pixels} in all")
    return len(sizes)


def frame_sizes(data: bytes, kind: FileKind, *, most: int) -> list[tuple[int, int]]:
    """Width and height in pixels of each frame, from the headers alone; of a TIFF at most ``most`` frames.

    Raises DamagedFile when the header cannot be understood.
    """
    # The format classes are opened directly: no other decoder of Pillow is ever tried, and its global pixel limit,
    # which warns instead of refusing, stays out of it.
    try:
        if kind is FileKind.WEBP:
            return [_webp_size(data)]
        if kind is FileKind.HEIC:
            import pillow_heif

            return [pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True).size]
        if kind is FileKind.JPEG:
            from PIL.JpegImagePlugin import JpegImageFile

            return [JpegImageFile(io.BytesIO(data)).size]
        if kind is FileKind.PNG:
            return [_png_size(data)]
        from PIL.TiffImagePlugin import TiffImageFile

        image = TiffImageFile(io.BytesIO(data))
        sizes = []
        for number in range(most):
            try:
                image.seek(number)
            except EOFError:
                break
            sizes.append(image.size)
        return sizes
    except _HEADER_FAULTS as fault:
        raise DamagedFile(f"{kind.value} header: {fault}") from fault


def _png_size(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ValueError("no IHDR")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _webp_size(data: bytes) -> tuple[int, int]:
    """Canvas size from the first chunk (RFC 9649): Pillow would allocate the canvas to tell."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        if data[20] & 0x02:
            raise UnsupportedFileType("an animated WebP")
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no image chunk")
