"""What a page draws is what pdfminer and pdfplumber say it draws, however its content is written."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF

from parsers import pdf_content
from parsers.pdf_content import drawn_on, objects_in
from tests.parsers.fakes.pdf_files import PdfSheet, lines, pdf, text

LETTERS = sorted((Path(__file__).resolve().parents[2] / "samples" / "letters").glob("*.pdf"))

EVERY_DAY = [
    b"BT", b"/F1 9.5 Tf", b"1 0 0 1 70 -.5 Tm", b"(Krav)Tj", b"[<0012>-3<00a4 00>4.]TJ", b"(\\(kr\\) \\370\\r\\\n)'",
    b"/Span<</MCID 3/ActualText<FEFF>>>BDC", b"T*", b"% note\r", b"\0\t\f", b"true false null", b"/", b"[[1]<<>>[]]",
    b"+1-2.5.25 00", b"0 0 1 1 re f*", b"-0 +.0 1 2 ( ) \"",
]  # fmt: skip
ODD = [
    b"(a(b)c)", b"/A#20B", b"<123>", b"<12 3>", b"<1g>", b"{1 2}", b"]", b">>", b"]>>", b"--5", b".", b"\x80",
    b"(\\777)", b"BI/W 1/H 1/BPC 8/CS/G ID x EI", b"[ 1", b"<</A", b"(abc", b"<< 1 >>", b"1e5", b"#", b"9" * 5000,
    b"(\\8\\x)",
]  # fmt: skip


def of_pdfminer(content: bytes) -> list[Any]:
    found: list[Any] = []
    try:
        parser = PDFContentParser([PDFStream({}, content)])
        while True:
            found.append(parser.nextobject()[1])
    except PSEOF:
        return found


def outcome(read: Any, content: bytes) -> tuple[list[str], str]:
    """The objects, and the error that ended the reading."""
    try:
        return [_told(one) for one in read(content)], ""
    except Exception as error:  # noqa: BLE001 - pdfminer raises many kinds, and ours are to be the same
        return [], type(error).__name__


def _told(one: Any) -> str:
    return f"picture {one.attrs} {one.get_data()!r}" if isinstance(one, PDFStream) else f"{type(one).__name__} {one!r}"


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(EVERY_DAY + ODD), max_size=9), st.sampled_from([b" ", b"\n", b""]))
def test_objects_are_those_of_pdfminer_whatever_is_written(pieces: list[bytes], between: bytes) -> None:
    content = between.join(pieces)
    assert outcome(objects_in, content) == outcome(of_pdfminer, content)


def test_what_programs_write_every_day_is_not_left_to_pdfminer(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [_told(one) for one in of_pdfminer(b"\n".join(EVERY_DAY))]
    monkeypatch.setattr(pdf_content, "PDFContentParser", None)
    assert [_told(one) for one in objects_in(b"\n".join(EVERY_DAY))] == expected


def _rounded(char: dict[str, Any]) -> list[Any]:
    """Without what the order of adding up makes of the last digit."""
    places = [round(char[key], 9) for key in ("x0", "x1", "top", "bottom", "size")]
    return [char["text"], *places, *(round(one, 9) for one in char["matrix"])]


def same_as_pdfplumber(data: bytes) -> int:
    """Holds every page against pdfplumber's objects; how many characters there were."""
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            drawn = drawn_on(page)
            count += len(drawn.chars)
            assert [_rounded(char) for char in drawn.chars] == [_rounded(char) for char in page.chars]
            places = ("x0", "top", "x1", "bottom", "srcsize")
            assert [[page.process_object(image)[key] for key in places] for image in drawn.images] == [
                [image[key] for key in places] for image in page.images
            ]
            assert drawn.shapes == len(page.lines) + len(page.rects) + len(page.curves)
    return count


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_a_letter_is_drawn_as_pdfplumber_says(path: Path) -> None:
    same_as_pdfplumber(path.read_bytes())


@pytest.mark.parametrize("matrix", ["1 0 0 1", "-1 0 0 1", "1 0 0 -1", "2 0 0 .5", "0 1 -1 0", ".9 .1 -.1 .9"])
@pytest.mark.parametrize("more", ["", "3 Tc 5 Tw", "80 Tz 2 Ts", "-2 Tc -90 Tz"])
@pytest.mark.parametrize("box", ["", "/Rotate 90", "/CropBox [100 200 400 700]", "/MediaBox [-20 30 595 842]"])
def test_characters_stand_where_pdfplumber_puts_them(matrix: str, more: str, box: str) -> None:
    content = text("Å betale: 2 848,57", 120, 300, matrix=matrix, more=more) + b"q .7 0 0 1.3 9 9 cm\n"
    content += lines(["Krav (1)", "Frist"]) + b"BT /F 9 Tf [(a b) -250 (c) 30.5 (d)] TJ T* (e) ' 1 2 (f g) \" ET Q\n"
    assert same_as_pdfplumber(pdf([PdfSheet(content, more=box)])) == 40


def test_shapes_are_counted_as_pdfplumber_counts_them() -> None:
    content = lines(["Krav"]) + b"1 2 m 3 4 l S 1 1 9 9 re 4 4 2 2 re f 5 5 m 6 6 7 7 8 8 c 9 9 l h B 1 1 l S 3 3 m S\n"
    same_as_pdfplumber(pdf([PdfSheet(content)]))


def test_pictures_lie_where_pdfplumber_puts_them() -> None:
    content = lines(["Krav"]) + b"q 200 0 0 100 50 60 cm /Im Do Q q 0 90 -90 0 400 400 cm /Im Do Q\n"
    same_as_pdfplumber(pdf([PdfSheet(content, image=(2, 2, b"\0\x40\x80\xff"))]))
