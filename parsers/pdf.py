"""PDF files (ISO 32000): words with boxes from a born-digital text layer, and pictures of pages.

pdfplumber and pdfminer give the characters (`parsers.pdf_content`), pypdfium2 opens, counts and draws; PDFium is not
safe to use from several threads, so every call of it stands under one lock. A text layer is trusted only if it was born
with the page: text that makes no sense (`parsers.text_layer`) comes of a broken font, and text that is invisible or
lies under a picture of the page is somebody else's OCR. The page is an image then; that OCR is handed on if it may be
right (`parsers.borrowed`).

Not here: what to do with pages that are images (`parsers.image`), the order of reading (`parsers.transcript`).
"""

from __future__ import annotations

import io
import itertools
import logging
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
from pdfminer.pdftypes import resolve1

from parsers import text_layer
from parsers.errors import DamagedFile, EncryptedPdf, TooManyPages
from parsers.glyphs import Glyph, direction_of, without_doubles, without_overlaid_leaders, words_of
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import QuarterTurn, Word, WordSource
from parsers.pdf_content import drawn_on

# pdfminer reports every oddity of a font; a letter that reads well needs no warnings on stderr.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

POINTS_PER_INCH = 72
PICTURE_DPI = 130
SCAN_DPI = 300

_pdfium_lock = threading.Lock()

# Where a finished PDF ends. Some programs append a little after it.
_TAIL = 8192

_IMAGE_PAGE = 0.5  # share of the page that pictures cover before the text layer is doubted
_STAMP_WORDS = 20  # a page of pictures with fewer visible words than this is a scan with a stamp on it
_FIGURES_BORROWED, _WORDS_BORROWED = 0.8, 0.93  # confidence of words out of somebody else's OCR
_EDGE = 1.5  # points by which a picture may miss the edge of the page it fills


@dataclass(frozen=True, slots=True)
class PdfPage:
    """What the text layer of one page says.

    ``number`` from 1. ``width``/``height`` in points, upright. ``turn`` is how far the page as a viewer shows it must
    be turned to stand upright. ``words`` is empty and ``is_image`` True when the page has to be read as a picture:
    ``image_dpi`` then tells its resolution (0: drawn, not scanned), ``jpeg`` the sole picture that it is, if it is one,
    ``layer`` the words that somebody else's OCR found in it, if they may be right.
    """

    number: int
    width: float
    height: float
    turn: QuarterTurn
    words: tuple[Word, ...]
    is_image: bool
    image_dpi: float
    jpeg: bytes = b""
    layer: tuple[Word, ...] = ()


# ------------------------------------------------------------------ opening


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document in PDFium, under the lock. Raises EncryptedPdf or DamagedFile."""
    with _pdfium_lock:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as fault:
            if getattr(fault, "err_code", None) == pdfium_raw.FPDF_ERR_PASSWORD:
                raise EncryptedPdf("needs a password to open") from fault
            raise DamagedFile(f"PDFium: {fault}") from fault
        try:
            yield document
        finally:
            document.close()


def page_count(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> int:
    """How many pages a PDF has (1 or more).

    Raises EncryptedPdf (a password is needed to open it; a mere owner password is not), DamagedFile (broken, broken
    off, or without pages) or TooManyPages.
    """
    with _opened(data) as document:
        count = len(document)
    if count == 0:
        raise DamagedFile("a PDF without pages", message="PDF-en har ingen sider. Last den ned på nytt")
    if b"startxref" not in data[-_TAIL:] and b"startxref" not in data.rstrip(b"\0 \t\r\n")[-_TAIL:]:
        # PDFium repairs a file that breaks off and shows the pages that are left. A letter without its last page would
        # be judged for what stands on it.
        raise DamagedFile("the PDF breaks off", message="PDF-en er ikke hel. Last den ned på nytt")
    if count > limits.pages:
        raise TooManyPages(f"{count} pages, at most {limits.pages}")
    return count


# ------------------------------------------------------------------ words


def read_text(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> tuple[PdfPage, ...]:
    """Every page with the words of its text layer, in page order.

    A page whose text layer cannot be read or trusted comes back as an image page. Raises EncryptedPdf or DamagedFile.
    """
    try:
        document = pdfplumber.open(io.BytesIO(data))
        pages = document.pages
    except Exception:  # noqa: BLE001 - pdfminer raises anything on odd files; PDFium decides whether it can be drawn
        return _all_images(data)
    found = []
    try:
        for page in pages[: limits.pages]:
            try:
                found.append(_read_page(data, page, limits))
            except Exception:  # noqa: BLE001 - as above: the page can still be drawn and read
                found.append(_image_page(page.page_number, 595.0, 842.0, 0.0))
            finally:
                page.close()
    finally:
        document.close()
    return tuple(found)


def _all_images(data: bytes) -> tuple[PdfPage, ...]:
    with _opened(data) as document:
        sizes = [document.get_page_size(i) for i in range(len(document))]
    return tuple(_image_page(i + 1, width, height, 0.0) for i, (width, height) in enumerate(sizes))


def _image_page(number: int, width: float, height: float, dpi: float, *, jpeg: bytes = b"") -> PdfPage:
    return PdfPage(number=number, width=width, height=height, turn=0, words=(), is_image=True, image_dpi=dpi, jpeg=jpeg)


def _read_page(data: bytes, page: Any, limits: Limits) -> PdfPage:
    left, top, right, bottom = (float(v) for v in page.cropbox)
    frame = (max(left, page.bbox[0]), max(top, page.bbox[1]), min(right, page.bbox[2]), min(bottom, page.bbox[3]))
    if frame[2] - frame[0] < 1 or frame[3] - frame[1] < 1:
        left, top, right, bottom = (float(v) for v in page.bbox)
        frame = (left, top, right, bottom)
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    drawn = drawn_on(page)
    chars = [
        c
        for c in drawn.chars
        if frame[0] - 1 <= (c["x0"] + c["x1"]) / 2 <= frame[2] + 1
        and frame[1] - 1 <= (c["top"] + c["bottom"]) / 2 <= frame[3] + 1
    ]
    images = [page.process_object(image) for image in drawn.images]
    cover, dpi = _pictures(images, frame)
    if len(chars) > limits.characters or text_layer.is_unmapped(c["text"] for c in chars):
        return _image_page(page.page_number, width, height, dpi)
    groups: dict[QuarterTurn, list[Glyph]] = {}
    for char in without_doubles(without_overlaid_leaders(chars)):
        groups.setdefault(direction_of(char), []).append(char)
    turn: QuarterTurn = max(groups, key=lambda t: len(groups[t])) if groups else 0
    words: list[Word] = []
    for direction, group in groups.items():
        words.extend(words_of(group, frame, direction=direction, turn=turn))
    if turn in (90, 270):
        width, height = height, width
    if len(words) < 3 and (cover > 0.02 or drawn.shapes > 50):
        jpeg = _sole_jpeg(data, page, images, frame) if not chars and not drawn.shapes else b""
        return _image_page(page.page_number, width, height, dpi, jpeg=jpeg)
    if cover >= _IMAGE_PAGE and len(words) < _STAMP_WORDS:
        return _image_page(page.page_number, width, height, dpi)
    if cover >= _IMAGE_PAGE and hidden_share(data, page.page_number - 1) > 0.5:
        layer = _borrowed(words) if turn == 0 and text_layer.may_be_right(words) else ()
        return replace(_image_page(page.page_number, width, height, dpi), layer=layer)
    if text_layer.is_nonsense(words) or text_layer.lacks_norwegian_letters(words):
        return _image_page(page.page_number, width, height, dpi)
    return PdfPage(
        number=page.page_number,
        width=width,
        height=height,
        turn=turn,
        words=tuple(words),
        is_image=False,
        image_dpi=0.0,
    )


# ------------------------------------------------------------------ can the text layer be trusted?


def _borrowed(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of somebody else's OCR: likely right, but a figure is to be seen with our own eyes first."""
    sure = (_FIGURES_BORROWED if any(c.isdigit() for c in word.text) else _WORDS_BORROWED for word in words)
    return tuple(
        replace(word, confidence=confidence, source=WordSource.FOREIGN_OCR)
        for word, confidence in zip(words, sure, strict=True)
    )


def _pictures(images: Sequence[dict[str, Any]], frame: tuple[float, ...]) -> tuple[float, float]:
    """Share of the page that pictures cover (0-1, overlaps counted twice up to 1), and the dots per inch of the
    largest.
    """
    area = (frame[2] - frame[0]) * (frame[3] - frame[1])
    covered, largest, dpi = 0.0, 0.0, 0.0
    for image in images:
        width = min(image["x1"], frame[2]) - max(image["x0"], frame[0])
        height = min(image["bottom"], frame[3]) - max(image["top"], frame[1])
        if width <= 0 or height <= 0:
            continue
        covered += width * height
        if width * height > largest:
            largest = width * height
            source = image.get("srcsize") or (0, 0)
            longest = max(image["x1"] - image["x0"], image["bottom"] - image["top"])
            dpi = max(float(side or 0) for side in source) / longest * POINTS_PER_INCH
    return min(1.0, covered / area), dpi


def _sole_jpeg(data: bytes, page: Any, images: Sequence[dict[str, Any]], frame: tuple[float, ...]) -> bytes:
    """The JPEG that is all a page holds, as a scanner makes it: upright, as large as the page, in plain grey or RGB.
    Empty for anything else, which has to be drawn. Decoding it takes a sixth of the time of drawing.
    """
    if (
        len(images) != 1
        or page.rotation
        or any(
            abs(images[0][side] - edge) > _EDGE for side, edge in zip(("x0", "top", "x1", "bottom"), frame, strict=True)
        )
    ):
        return b""
    stream = images[0]["stream"]
    plain = {"Type", "Subtype", "Width", "Height", "ColorSpace", "BitsPerComponent", "Filter", "Length", "Interpolate"}
    space = resolve1(images[0]["colorspace"][0]) if len(images[0]["colorspace"]) == 1 else None
    filters = stream.get_filters()
    is_plain = (
        stream.attrs.keys() <= plain
        and stream.decipher is None
        and len(filters) == 1
        and getattr(filters[0][0], "name", "") in ("DCTDecode", "DCT")
        and not filters[0][1]
        and getattr(space, "name", "") in ("DeviceGray", "DeviceRGB")
    )
    with _opened(data) as document:
        leaf = document[page.page_number - 1]
        items = list(itertools.islice(leaf.get_objects(max_depth=4), 2))
        is_upright = len(items) == 1 and items[0].type == pdfium_raw.FPDF_PAGEOBJ_IMAGE
        if is_upright:
            a, b, c, d, *_ = items[0].get_matrix().get()
            is_upright = a > 0 and d > 0 and abs(b) + abs(c) < 1e-3 * a
        leaf.close()
    raw = stream.get_rawdata() if is_plain and is_upright else None
    return raw if isinstance(raw, bytes) else b""


def hidden_share(data: bytes, index: int) -> float:
    """Share (0-1) of the page's text objects that a reader cannot see: drawn in no colour, or before a picture that
    covers most of the page. ``index`` from 0.
    """
    shown = hidden = pending = 0
    with _opened(data) as document:
        page = document[index]
        width, height = page.get_size()
        for item in page.get_objects(max_depth=4):
            if item.type == pdfium_raw.FPDF_PAGEOBJ_TEXT:
                mode = pdfium_raw.FPDFTextObj_GetTextRenderMode(item.raw)
                if mode in (pdfium_raw.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_raw.FPDF_TEXTRENDERMODE_CLIP):
                    hidden += 1
                else:
                    pending += 1
            elif item.type == pdfium_raw.FPDF_PAGEOBJ_IMAGE:
                x0, y0, x1, y1 = item.get_bounds()
                if (x1 - x0) * (y1 - y0) > _IMAGE_PAGE * width * height:
                    hidden += pending
                    pending = 0
        page.close()
    shown += pending
    return hidden / (hidden + shown) if hidden + shown else 0.0


# ------------------------------------------------------------------ pictures


def draw_grey(
    data: bytes, index: int, *, dpi: float = SCAN_DPI, limits: Limits = DEFAULT_LIMITS
) -> npt.NDArray[np.uint8]:
    """The page (``index`` from 0) as a viewer shows it, in grey, at ``dpi`` or what the pixel limit allows."""
    return np.ascontiguousarray(_draw(data, index, dpi=dpi, turn=0, grey=True, limits=limits))


def draw_jpeg(data: bytes, index: int, *, turn: int = 0, dpi: float = PICTURE_DPI) -> bytes:
    """The page (``index`` from 0), turned clockwise by ``turn`` degrees, as a colour JPEG."""
    from PIL import Image

    pixels = _draw(data, index, dpi=dpi, turn=turn, grey=False, limits=DEFAULT_LIMITS)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=78)
    return out.getvalue()


def _draw(data: bytes, index: int, *, dpi: float, turn: int, grey: bool, limits: Limits) -> npt.NDArray[np.uint8]:
    with _opened(data) as document:
        try:
            page = document[index]
            width, height = page.get_size()
            scale = dpi / POINTS_PER_INCH
            most = min(limits.pixels, 25_000_000)
            scale = min(scale, math.sqrt(most / max(1.0, width * height)))
            bitmap = page.render(scale=scale, rotation=turn, grayscale=grey, rev_byteorder=True, prefer_bgrx=False)
            pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
            bitmap.close()
            page.close()
        except (pdfium.PdfiumError, ValueError) as fault:
            raise DamagedFile(f"page {index + 1} cannot be drawn: {fault}") from fault
    if grey:
        return pixels[:, :, 0] if pixels.ndim == 3 else pixels
    return pixels[:, :, :3]
