"""Uploaded files: told apart by content, refused before decoding, each refusal with its code and exit status."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from parsers import intake
from parsers.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedPdf,
    FileTooLarge,
    ImageTooLarge,
    NoFiles,
    ParserError,
    TooManyPages,
    UnsupportedFileType,
)
from parsers.intake import FileKind, InputFile
from parsers.limits import Limits
from tests.parsers.fakes import drawn
from tests.parsers.fakes.pdf_files import PdfSheet, lines, pdf

PAGE = np.full((60, 40), 200, np.uint8)
SHEET = PdfSheet(lines(["Betalingsoppfordring", "Hovedstol 2345,00"]))


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(PAGE).convert("RGB")).save(out)
    return out.getvalue()


def tiff(frames: int) -> bytes:
    out = io.BytesIO()
    first, *rest = [Image.fromarray(PAGE) for _ in range(frames)]
    first.save(out, "TIFF", save_all=True, append_images=rest)
    return out.getvalue()


def animated(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.fromarray(np.full((20, 20, 3), v, np.uint8)) for v in (0, 120, 250)]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose frame header says otherwise."""
    data = bytearray(drawn.encoded(PAGE))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def tiff_claiming(width: int, height: int) -> bytes:
    """A TIFF of one strip that claims a size (little-endian, one directory)."""
    entries = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, height)]
    entries += [(277, 3, 1), (279, 4, 8)]
    entries.sort()
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<I", 16) + bytes(8) + struct.pack("<H", len(entries)) + body + bytes(4)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf([SHEET]), FileKind.PDF),
        (drawn.encoded(PAGE), FileKind.JPEG),
        (drawn.encoded(PAGE, "PNG"), FileKind.PNG),
        (drawn.encoded(PAGE, "WEBP"), FileKind.WEBP),
        (tiff(1), FileKind.TIFF),
        (heic(), FileKind.HEIC),
    ],
)
def test_kind_is_told_by_content_whatever_the_name(data: bytes, kind: FileKind) -> None:
    (upload,) = intake.load([InputFile("notes.txt", data)])
    assert (upload.kind, upload.pages) == (kind, 1)


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}])
def test_size_of_a_webp_is_read_from_its_header(options: dict[str, object]) -> None:
    data = drawn.encoded(PAGE, "WEBP", **options)
    assert intake.frame_sizes(data, FileKind.WEBP, most=1) == [(40, 60)]


def test_junk_before_the_header_of_a_pdf_is_allowed() -> None:
    data = b"\r\n" * 5 + pdf([SHEET])
    assert intake.sniff(InputFile("a", data)) is FileKind.PDF


def test_frames_of_a_tiff_are_pages() -> None:
    (upload,) = intake.load([InputFile("fax.tif", tiff(3))])
    assert upload.pages == 3


REFUSED = [
    ("nothing", [], NoFiles),
    ("empty", [b""], EmptyFile),
    ("blanks only", [b" \r\n\0" * 50], EmptyFile),
    ("text", [b"Betalingsoppfordring: betal 2345,00 innen 26.03.2026"], UnsupportedFileType),
    ("gif", [animated("GIF")], UnsupportedFileType),
    ("animated webp", [animated("WEBP")], UnsupportedFileType),
    ("zip", [b"PK\x03\x04" + bytes(50)], UnsupportedFileType),
    ("avif", [b"\0\0\0\x1cftypavif\0\0\0\0mif1miaf"], UnsupportedFileType),
    ("pdf header only", [b"%PDF-1.7\n"], DamagedFile),
    ("broken-off pdf", [pdf([SHEET, SHEET])[:-120]], DamagedFile),
    ("pdf without pages", [pdf([])], DamagedFile),
    ("pdf under a password", [pdf([SHEET], is_locked=True, user_password="hemmelig")], EncryptedPdf),
    ("pdf of a hundred pages", [pdf([SHEET] * 100)], TooManyPages),
    ("tiff of eleven frames", [tiff(11)], TooManyPages),
    ("eleven files", [drawn.encoded(PAGE)] * 11, TooManyPages),
    ("six and five pages", [pdf([SHEET] * 6), pdf([SHEET] * 5)], TooManyPages),
    ("png of 300 megapixels", [png_header(20_000, 15_000)], ImageTooLarge),
    ("jpeg of 300 megapixels", [jpeg_claiming(20_000, 15_000)], ImageTooLarge),
    ("tiff of 300 megapixels", [tiff_claiming(20_000, 15_000)], ImageTooLarge),
    ("png of no height", [png_header(100, 0)], DamagedFile),
    ("png of one long row", [png_header(59_000_000, 1)], ImageTooLarge),
    ("jpeg without a frame", [b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(40)], DamagedFile),
    ("heic without content", [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60)], DamagedFile),
    ("webp without content", [b"RIFF\x20\0\0\0WEBPxxxx" + bytes(40)], DamagedFile),
]


@pytest.mark.parametrize(("files", "error"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_audited_is_refused_with_its_own_error(files: list[bytes], error: type[ParserError]) -> None:
    with pytest.raises(error) as caught:
        intake.load([InputFile(f"{i}.pdf", data) for i, data in enumerate(files)])
    assert caught.value.exit_status == 3
    assert caught.value.message


def test_a_text_file_named_pdf_is_told_to_be_none() -> None:
    with pytest.raises(UnsupportedFileType, match="named PDF") as caught:
        intake.load([InputFile("brev.pdf", b"hello, this is text")])
    assert "ikke en PDF" in caught.value.message


def test_bytes_count_over_all_files_together() -> None:
    data = drawn.encoded(PAGE)
    limits = Limits(total_bytes=2 * len(data))
    assert len(intake.load([InputFile("a", data)] * 2, limits=limits)) == 2
    with pytest.raises(FileTooLarge):
        intake.load([InputFile("a", data)] * 3, limits=limits)


def test_ten_pages_are_read_and_eleven_are_not() -> None:
    assert intake.load([InputFile("a", pdf([SHEET] * 10))])[0].pages == 10
    with pytest.raises(TooManyPages):
        intake.load([InputFile("a", pdf([SHEET] * 11))])


def test_a_pdf_with_an_owner_password_alone_is_opened() -> None:
    assert intake.load([InputFile("a", pdf([SHEET], is_locked=True))])[0].pages == 1


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    for data in (pdf([SHEET]), heic(), tiff(2)):
        intake.load([InputFile("../../etc/passwd", data)])
    assert list(tmp_path.iterdir()) == []
