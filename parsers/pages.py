"""From uploaded files to upright pages with words: the one door to everything that reads pixels and PDFs.

Each page takes one of two ways: the text layer of a born-digital PDF (exact, confidence 1), or straightening and one
run of the OCR engine. Somebody else's OCR in a scanned PDF spares that run where it is right (`parsers.borrowed`).
Libraries are loaded when a page needs them: a letter that is text alone loads no OpenCV.

Not here: what the words mean. Lines and reading order are made by `parsers.transcript`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from parsers import intake
from parsers.intake import FileKind, InputFile, Upload
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import Page, PageQuality

if TYPE_CHECKING:
    from parsers.image.decode import Raster
    from parsers.ocr import OcrEngine
    from parsers.pdf import PdfPage
    from parsers.scanned import Seen

Progress = Callable[[str, int, int], None]

TEXT_PAGE_DPI = 150
"""Resolution in which the size of a text page is told."""

_LEAST_DPI, _MOST_DPI = 200.0, 400.0  # of pictures of PDF pages: more than the print needs costs time


def read_pages(
    files: Sequence[InputFile],
    *,
    limits: Limits = DEFAULT_LIMITS,
    pictures: bool = True,
    progress: Progress | None = None,
    ocr: OcrEngine | None = None,
    seen: list[Seen] | None = None,
    borrow: bool = False,
) -> tuple[Page, ...]:
    """The pages of a letter in the order given, numbered from 1.

    ``pictures=False`` leaves out the pages' pictures. ``progress`` is called before each page with what happens
    (``"text"`` or ``"ocr"``), its number and the number of pages. ``ocr`` is Tesseract unless another engine is given.
    What it was shown is added to ``seen``. With ``borrow`` somebody else's OCR in a PDF is taken over where it says
    what the picture shows; its words are of the source ``FOREIGN_OCR``.

    Raises the errors of :func:`parsers.intake.load`, DamagedFile for pixels that cannot be decoded, and
    TesseractMissing, TesseractLanguageMissing or OcrFailed when a page needs OCR and gets none.
    """
    uploads = intake.load(files, limits=limits)
    total = sum(upload.pages for upload in uploads)
    pages: list[Page] = []
    for upload in uploads:
        first = len(pages) + 1
        if upload.kind is FileKind.PDF:
            made = _pdf_pages(upload, first, total, limits, pictures, progress, ocr, seen, borrow)
        else:
            made = _image_pages(upload, first, total, limits, pictures, progress, ocr, seen)
        pages.extend(made)
    return tuple(pages)


def _pdf_pages(
    upload: Upload,
    first: int,
    total: int,
    limits: Limits,
    pictures: bool,
    progress: Progress | None,
    ocr: OcrEngine | None,
    seen: list[Seen] | None,
    borrow: bool,
) -> Iterator[Page]:
    from parsers import pdf

    for found in pdf.read_text(upload.data, limits=limits):
        number = first + found.number - 1
        if progress:
            progress("ocr" if found.is_image else "text", number, total)
        if found.is_image:
            raster = _pdf_raster(upload, found, limits)
            key = f"{upload.name}-{found.number}"
            page = _borrowed(upload, found, raster, key, number, pictures, seen) if borrow and found.layer else None
            yield page or _read_image(raster, key, number, pictures, limits, ocr, seen)
        else:
            yield _text_page(upload, found, number, pictures)


def _borrowed(
    upload: Upload, found: PdfPage, raster: Raster, key: str, number: int, pictures: bool, seen: list[Seen] | None
) -> Page | None:
    from parsers import pdf
    from parsers.borrowed import borrowed_page

    picture = pdf.draw_jpeg(upload.data, found.number - 1) if pictures else b""
    return borrowed_page(raster, found.layer, key=key, number=number, picture=picture, seen=seen)


def _pdf_raster(upload: Upload, found: PdfPage, limits: Limits) -> Raster:
    """The page in grey: the scanner's own JPEG where the page is nothing else, drawn otherwise."""
    from parsers import pdf
    from parsers.image import decode

    if found.jpeg and _MOST_DPI >= found.image_dpi >= _LEAST_DPI:
        own = decode.decode_bare_jpeg(found.jpeg, most=limits.pixels)
        if own is not None:
            return decode.from_grey(own)
    dpi = min(_MOST_DPI, max(_LEAST_DPI, found.image_dpi)) if found.image_dpi else float(pdf.SCAN_DPI)
    return decode.from_grey(pdf.draw_grey(upload.data, found.number - 1, dpi=dpi, limits=limits))


def _text_page(upload: Upload, found: PdfPage, number: int, pictures: bool) -> Page:
    from parsers import pdf

    scale = TEXT_PAGE_DPI / pdf.POINTS_PER_INCH
    return Page(
        number=number,
        source="text",
        width=max(1, round(found.width * scale)),
        height=max(1, round(found.height * scale)),
        rotation=found.turn,
        words=found.words,
        quality=PageQuality(1.0),
        picture=pdf.draw_jpeg(upload.data, found.number - 1, turn=found.turn) if pictures else b"",
    )


def _image_pages(
    upload: Upload,
    first: int,
    total: int,
    limits: Limits,
    pictures: bool,
    progress: Progress | None,
    ocr: OcrEngine | None,
    seen: list[Seen] | None,
) -> Iterator[Page]:
    from parsers.image import decode

    for frame in range(upload.pages):
        if progress:
            progress("ocr", first + frame, total)
        if upload.kind is FileKind.JPEG:
            raster = decode.decode_jpeg(upload.data)
        elif upload.kind is FileKind.HEIC:
            raster = decode.decode_heic(upload.data)
        else:
            raster = decode.decode_other(upload.data, frame=frame)
        yield _read_image(raster, f"{upload.name}-{frame + 1}", first + frame, pictures, limits, ocr, seen)


def _read_image(
    raster: Raster,
    key: str,
    number: int,
    pictures: bool,
    limits: Limits,
    ocr: OcrEngine | None,
    seen: list[Seen] | None,
) -> Page:
    from parsers.scanned import read_image

    return read_image(raster, key=key, number=number, pictures=pictures, limits=limits, ocr=ocr, seen=seen)
