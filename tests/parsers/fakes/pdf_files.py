"""PDF files written by hand (ISO 32000-1), as small as they can be: for tests of what real programs do wrong."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_EVERYTHING_ALLOWED = -4


@dataclass(frozen=True)
class PdfSheet:
    """One page: its content stream, size in points, and what else stands in its dictionary."""

    content: bytes
    width: int = 595
    height: int = 842
    more: str = ""
    image: tuple[int, int, bytes] | None = None
    """Width, height and grey samples (or a grey JPEG) of an image the content draws as /Im."""
    image_more: str = ""
    """What else stands in the image's dictionary."""


@dataclass
class _Writer:
    objects: list[bytes] = field(default_factory=list)

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)


def text(words: str, x: float, y: float, size: float = 10, matrix: str = "1 0 0 1", more: str = "") -> bytes:
    """One piece of text in Helvetica at x, y (points from the lower left)."""
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F {size} Tf {more} {matrix} {x} {y} Tm ({escaped}) Tj ET\n".encode("cp1252")


def lines(rows: Sequence[str], *, x: float = 70, top: float = 770, size: float = 10) -> bytes:
    """Rows of text from the top."""
    return b"".join(text(row, x, top - 16 * i, size) for i, row in enumerate(rows))


def pdf(sheets: Sequence[PdfSheet], *, user_password: str | None = None, is_locked: bool = False) -> bytes:
    """The file. ``is_locked``: encrypted (RC4, 40 bits) under ``user_password``, or under an owner's alone if that is
    None.
    """
    writer = _Writer()
    font = writer.add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    pages_number = len(sheets) * 3 + 2
    kids = []
    streams: list[int] = []
    for sheet in sheets:
        content = writer.add(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(sheet.content), sheet.content))
        streams.append(content)
        if sheet.image:
            width, height, samples = sheet.image
            is_jpeg = samples.startswith(b"\xff\xd8\xff")
            packed = samples if is_jpeg else zlib.compress(samples)
            more = b"/DCTDecode " if is_jpeg else b"/FlateDecode "
            picture = writer.add(
                b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
                b"/Filter %b%b /Length %d >>\nstream\n%b\nendstream"
                % (width, height, more, sheet.image_more.encode(), len(packed), packed)
            )
        else:
            picture = writer.add(b"null")
        kids.append(
            writer.add(
                f"<< /Type /Page /Parent {pages_number} 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] {sheet.more} "
                f"/Resources << /Font << /F {font} 0 R >> /XObject << /Im {picture} 0 R >> >> "
                f"/Contents {content} 0 R >>".encode()
            )
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    pages = writer.add(f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode())
    assert pages == pages_number
    root = writer.add(f"<< /Type /Catalog /Pages {pages} 0 R >>".encode())
    trailer = b"/Root %d 0 R" % root
    if is_locked:
        trailer += _lock(writer, streams, user_password or "")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(writer.objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, start)
    return bytes(out)


def _lock(writer: _Writer, streams: Sequence[int], password: str) -> bytes:
    """Standard security handler, revision 2 (ISO 32000-1, 7.6.3): encrypts the streams, gives the trailer's entries."""
    identifier = b"0123456789abcdef"
    owner = _rc4(hashlib.md5((b"owner" + _PAD)[:32]).digest()[:5], (password.encode() + _PAD)[:32])
    key = hashlib.md5(
        (password.encode() + _PAD)[:32] + owner + (_EVERYTHING_ALLOWED & 0xFFFFFFFF).to_bytes(4, "little") + identifier
    ).digest()[:5]
    user = _rc4(key, _PAD)
    for number in streams:
        head, body = writer.objects[number - 1].split(b"\nstream\n")
        own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        writer.objects[number - 1] = head + b"\nstream\n" + _rc4(own, body[: -len(b"\nendstream")]) + b"\nendstream"
    lock = writer.add(
        b"<< /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P %d >>"
        % (owner.hex().encode(), user.hex().encode(), _EVERYTHING_ALLOWED)
    )
    return b" /Encrypt %d 0 R /ID [<%b> <%b>]" % (lock, identifier.hex().encode(), identifier.hex().encode())


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
