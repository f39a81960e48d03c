"""Files as scanners and phones write them: JPEG pages in a PDF, with or without an invisible text layer; fax TIFF.

For: the last step of a capture. The PDF writer is small because it must place invisible words (text rendering mode 3,
ISO 32000-1 section 9.3.6) exactly over their pictures, as the OCR of a scanner or of a scanning service does. Not for:
what the pictures look like. The same arguments give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[Any]
_COURIER_ADVANCE = 0.6
"""Width of every glyph of Courier in ems: a word's width follows from its length alone."""


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of a text layer: its box in PDF points from the top left corner of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page that is one JPEG: its size in points, and the words of its text layer."""

    jpeg: bytes
    width: float
    height: float
    words: tuple[LayerWord, ...] = ()


def jpeg(picture: Picture, *, quality: int, subsampling: int = 2, **options: object) -> bytes:
    """A uint8 picture, grey or RGB, as JPEG; `subsampling` 0 is 4:4:4, 2 is 4:2:0."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality, subsampling=subsampling, **options)
    return out.getvalue()


def png(picture: Picture) -> bytes:
    """A uint8 RGB picture as PNG."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()


def fax_tiff(pages: Sequence[Picture], *, dpi: tuple[int, int]) -> bytes:
    """Two-level pages (True is white) as one TIFF with CCITT group 4; `dpi` is across and down."""
    images = [Image.fromarray(page.astype(np.uint8) * 255).convert("1", dither=Image.Dither.NONE) for page in pages]
    out = io.BytesIO()
    images[0].save(out, "TIFF", compression="group4", dpi=dpi, save_all=True, append_images=images[1:])
    return out.getvalue()


def picture_pdf(pages: Sequence[PicturePage]) -> bytes:
    """The pages as a PDF; words of text layers are there and cannot be seen."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        first = len(objects) + 1
        kids.append(f"{first} 0 R")
        content = _content(page)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width:.2f} {page.height:.2f}] "
            f"/Contents {first + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << /Im0 {first + 2} 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            _image_object(page.jpeg),
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>".encode()
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()


def _image_object(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
        space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /{space} "
        f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(content)} >>"
    )
    return head.encode() + b"\nstream\n" + content + b"\nendstream"


def _content(page: PicturePage) -> bytes:
    parts = [f"q {page.width:.2f} 0 0 {page.height:.2f} 0 0 cm /Im0 Do Q".encode()]
    if page.words:
        parts.append(b"BT 3 Tr")
        parts += [_shown(word, page.height) for word in page.words]
        parts.append(b"ET")
    return b"\n".join(parts)


def _shown(word: LayerWord, page_height: float) -> bytes:
    """The word and, as OCR programs write it, a blank after it."""
    size = max(word.bottom - word.top, 1.0)
    stretch = 100 * (word.x1 - word.x0) / max(len(word.text) * _COURIER_ADVANCE * size, 0.01)
    escaped = word.text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    base = page_height - word.bottom + 0.22 * size  # the box reaches below the line by Courier's descent
    return f"/F1 {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {word.x0:.2f} {base:.2f} Tm (".encode() + escaped + b" ) Tj"
