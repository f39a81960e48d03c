"""Text layers: words with boxes from whatever producers do, and the layers that must not be trusted."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from parsers import pdf as reader
from parsers.errors import DamagedFile, EncryptedPdf
from parsers.image.decode import decode_bare_jpeg
from parsers.intake import InputFile
from parsers.model import Word, WordSource
from parsers.pages import read_pages
from tests.parsers.fakes import drawn
from tests.parsers.fakes.engines import FakeEngine
from tests.parsers.fakes.pdf_files import PdfSheet, lines, pdf, text

PROSE = [
    "Vi har fått i oppdrag å kreve inn kravet på vegne av Eksempel AS.",
    "Kravet er tidligere varslet og er ikke betalt innen fristen som ble gitt.",
    "Dersom kravet ikke blir betalt kan det bli krevd inn ved rettslige skritt.",
    "Hovedstol 2 345,00",
    "Å betale 2 848,57",
]


def words_of(sheet: PdfSheet) -> tuple[Word, ...]:
    (page,) = reader.read_text(pdf([sheet]))
    assert not page.is_image
    return page.words


def texts(sheet: PdfSheet) -> list[str]:
    return [word.text for word in words_of(sheet)]


def find(words: tuple[Word, ...], wanted: str) -> Word:
    return next(word for word in words if word.text == wanted)


def test_words_come_line_by_line_with_full_confidence() -> None:
    words = words_of(PdfSheet(lines(PROSE)))
    assert " ".join(w.text for w in words) == " ".join(PROSE)
    assert {(w.confidence, w.source) for w in words} == {(1.0, WordSource.TEXT_LAYER)}


def test_boxes_are_fractions_of_the_page_from_its_upper_left() -> None:
    (word,) = words_of(PdfSheet(text("2345,00", 297.5, 421, size=10) + text("i", 0, 0, size=1)))[:1]
    assert word.box.x0 == pytest.approx(0.5, abs=0.001)
    assert word.box.centre[1] == pytest.approx(0.5, abs=0.01)
    assert 0.008 < word.box.height < 0.016
    assert 0.05 < word.box.width < 0.08


def test_positions_count_from_the_crop_box() -> None:
    content = lines(PROSE) + text("Hjørne", 100, 800 - 10)
    words = words_of(PdfSheet(content, more="/CropBox [100 400 595 800]"))
    assert find(words, "Hjørne").box.x0 == pytest.approx(0.0, abs=0.01)
    assert find(words, "Hjørne").box.y0 == pytest.approx(0.0, abs=0.02)


def test_text_outside_the_crop_box_is_not_on_the_page() -> None:
    content = lines(PROSE) + text("utenfor", 20, 100)
    assert "utenfor" not in texts(PdfSheet(content, more="/CropBox [50 200 595 842]"))


def drawn_sideways(angle: int) -> bytes:
    """Prose that stands upright once the page is turned clockwise by ``angle`` degrees."""
    matrix, x, y, step_x, step_y = {
        90: ("0 1 -1 0", 100, 70, 16, 0),
        180: ("-1 0 0 -1", 500, 100, 0, 16),
        270: ("0 -1 1 0", 500, 770, -16, 0),
    }[angle]
    return b"".join(text(row, x + step_x * i, y + step_y * i, matrix=matrix) for i, row in enumerate(PROSE))


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_set_sideways_is_turned_upright(angle: int) -> None:
    (page,) = reader.read_text(pdf([PdfSheet(drawn_sideways(angle))]))
    assert page.turn == angle
    assert " ".join(w.text for w in page.words) == " ".join(PROSE)
    assert (page.width > page.height) == (angle != 180)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_rotate_entry_is_followed(angle: int) -> None:
    (page,) = reader.read_text(pdf([PdfSheet(drawn_sideways(angle), more=f"/Rotate {angle}")]))
    assert page.turn == 0
    assert " ".join(w.text for w in page.words) == " ".join(PROSE)


def test_a_code_up_the_margin_keeps_its_letters_in_order() -> None:
    sheet = PdfSheet(lines(PROSE) + text("ABC123456", 20, 300, matrix="0 1 -1 0"))
    words = words_of(sheet)
    margin = find(words, "ABC123456")
    assert margin.box.height > 2 * margin.box.width
    assert "Hovedstol" in [w.text for w in words]


def test_letter_spaced_headings_are_words() -> None:
    assert "INKASSOVARSEL" in texts(PdfSheet(lines(PROSE) + text("INKASSOVARSEL", 70, 800, size=16, more="4 Tc")))


def test_letters_with_blanks_between_them_are_a_word() -> None:
    assert "PURRING" in texts(PdfSheet(lines(PROSE) + text("P U R R I N G", 70, 800, size=16)))


def test_short_words_in_a_row_stay_apart() -> None:
    row = "i 3 av 4"
    assert " ".join(texts(PdfSheet(lines([*PROSE, row])))).endswith("2 848,57 i 3 av 4")


def test_digits_in_the_boxes_of_a_slip_are_one_number() -> None:
    boxes = b"".join(text(digit, 100 + 12 * i, 200) for i, digit in enumerate("15034567899"))
    assert "15034567899" in texts(PdfSheet(lines(PROSE) + boxes))


def test_bold_by_printing_twice_is_read_once() -> None:
    content = lines(PROSE) + text("Purregebyr", 70, 500) + text("Purregebyr", 70.3, 500)
    assert texts(PdfSheet(content)).count("Purregebyr") == 1


@pytest.mark.parametrize("mark", [". ", ".", "_", "· "])
def test_an_amount_printed_on_leaders_is_read_without_them(mark: str) -> None:
    row = text("Renter " + mark * 90, 70, 500) + text("1.039,60", 180, 500)
    words = texts(PdfSheet(lines(PROSE) + row))
    assert words[-2:] == ["Renter", "1.039,60"]


def test_leaders_with_nothing_on_them_stay() -> None:
    words = texts(PdfSheet(lines(PROSE) + text("Renter . . . . . . . .", 70, 500) + text("39,60", 400, 500)))
    assert words.count(".") == 8
    assert words[-1] == "39,60"


def test_a_gap_between_columns_parts_words_printed_without_blanks() -> None:
    words = texts(PdfSheet(lines(PROSE) + text("Salær", 70, 500) + text("375,00", 99, 500)))
    assert {"Salær", "375,00"} <= set(words)


# ------------------------------------------------------------------ layers that must not be trusted


def scan_sheet(content: bytes) -> PdfSheet:
    picture = drawn.letter(width=620)
    height, width = picture.shape
    return PdfSheet(b"q 595 0 0 842 0 0 cm /Im Do Q\n" + content, image=(width, height, picture.tobytes()))


def shifted(row: str, by: int) -> str:
    """The row as a font with a wrong map gives it: every character ``by`` places further on."""
    return (
        "".join(c if c == " " else chr(max(33, ord(c) + by) % 256) for c in row)
        .encode("cp1252", "replace")
        .decode("cp1252")
    )


LOSES_NORWEGIAN = str.maketrans("æøåÆØÅ", "êþãÊÞÃ")


@pytest.mark.parametrize(
    "sheet",
    [
        scan_sheet(b""),
        scan_sheet(lines([*PROSE] * 3).replace(b"BT ", b"BT 3 Tr ")),
        scan_sheet(text("Skannet 12.03.2026", 400, 20)),
        PdfSheet(lines([*PROSE] * 3) + scan_sheet(b"").content, image=scan_sheet(b"").image),
        PdfSheet(lines(["xq jz wvk pzr tql"] * 12)),
        PdfSheet(lines(["\x01\x02\x03\x04 \x05\x06\x07 abc"] * 6)),
        PdfSheet(lines(PROSE * 5) + text("\x13\x14\x15 \x16\x17\x18,\x19\x1a", 70, 300)),
        PdfSheet(lines([*PROSE, *(shifted(row, 3) for row in PROSE * 3)])),
        PdfSheet(lines([shifted(row, -29) for row in PROSE * 3])),
        PdfSheet(lines([row.translate(LOSES_NORWEGIAN) for row in PROSE * 3])),
    ],
    ids=[
        "no text",
        "invisible text",
        "a stamp alone",
        "text under the picture",
        "gibberish",
        "unmapped glyphs",
        "unmapped figures",
        "a shifted map",
        "a far shifted map",
        "no Norwegian letters",
    ],
)
def test_a_page_without_a_trustworthy_text_layer_is_read_as_a_picture(sheet: PdfSheet) -> None:
    (page,) = reader.read_text(pdf([sheet]))
    assert page.is_image
    assert page.words == ()


def test_a_scan_tells_its_resolution() -> None:
    (page,) = reader.read_text(pdf([scan_sheet(b"")]))
    assert page.image_dpi == pytest.approx(75, abs=2)


def jpeg_sheet(
    placed: str = "595 0 0 842 0 0", *, before: bytes = b"", more: str = "", image_more: str = ""
) -> PdfSheet:
    """A page that is a grey JPEG of 200 dpi, dark in its upper left corner."""
    pixels = np.full((2339, 1653), 250, np.uint8)
    pixels[100:400, 100:300] = 10
    image = (1653, 2339, drawn.encoded(pixels, quality=90))
    content = before + f"q {placed} cm /Im Do Q\n".encode()
    return PdfSheet(content, more=more, image=image, image_more=image_more)


def test_a_page_that_is_one_jpeg_gives_the_scanners_own_pixels() -> None:
    data = pdf([jpeg_sheet()])
    (page,) = reader.read_text(data)
    own = decode_bare_jpeg(page.jpeg, most=10_000_000)
    shown = reader.draw_grey(data, 0, dpi=200)
    assert own is not None
    assert (own[250, 200], own[2000, 1000]) == pytest.approx((shown[250, 200], shown[2000, 1000]), abs=3)
    assert own.shape == pytest.approx(shown.shape, abs=2)


@pytest.mark.parametrize(
    "sheet",
    [
        jpeg_sheet("-595 0 0 842 595 0"),
        jpeg_sheet("595 0 0 -842 0 842"),
        jpeg_sheet("0 842 -595 0 595 0"),
        jpeg_sheet("300 0 0 842 0 0"),
        jpeg_sheet(more="/Rotate 90"),
        jpeg_sheet(image_more="/Decode [1 0]"),
        jpeg_sheet(before=b"0 0 100 100 re f\n"),
        jpeg_sheet(before=text("12.03.2026", 400, 20)),
        scan_sheet(b""),
    ],
    ids=["mirrored", "upside down", "lying", "half the page", "turned page", "negative", "drawing", "stamp", "no JPEG"],
)
def test_any_other_picture_page_is_drawn(sheet: PdfSheet) -> None:
    (page,) = reader.read_text(pdf([sheet]))
    assert page.is_image
    assert page.jpeg == b""


@pytest.mark.parametrize("broken", [b"", b"\xff\xd8\xff", b"GIF89a"])
def test_a_broken_jpeg_is_left_to_the_pdf_library(broken: bytes) -> None:
    assert decode_bare_jpeg(broken, most=10_000_000) is None


def test_a_jpeg_of_too_many_pixels_is_not_decoded() -> None:
    assert decode_bare_jpeg(drawn.encoded(np.zeros((100, 100), np.uint8)), most=9_999) is None


def test_text_printed_on_a_letterhead_picture_is_trusted() -> None:
    sheet = scan_sheet(lines([*PROSE] * 3))
    assert "2" in texts(sheet)


@pytest.mark.parametrize(
    "rows",
    [
        ["• Å betale innen fristen er det enkleste. "] * 12,
        [row.replace("å", "aa").replace("Å", "AA") for row in PROSE * 3],
        ["Hovedstol 2 345,00", "KID 000047112807319", "15034567899"] * 20,
        ["We act for Example Ltd and ask you to pay the amount due within 14 days of this letter."] * 12,
    ],
    ids=["bullets", "transliterated", "figures", "English"],
)
def test_odd_but_honest_text_is_kept(rows: list[str]) -> None:
    (page,) = reader.read_text(pdf([PdfSheet(lines(rows))]))
    assert not page.is_image


def test_a_nearly_empty_last_page_is_text() -> None:
    assert texts(PdfSheet(text("Side 2 av 2", 70, 30))) == ["Side", "2", "av", "2"]


# ------------------------------------------------------------------ files and pictures


def test_each_page_is_judged_by_itself() -> None:
    pages = reader.read_text(pdf([PdfSheet(lines(PROSE)), scan_sheet(b""), PdfSheet(lines(PROSE))]))
    assert [page.is_image for page in pages] == [False, True, False]
    assert [page.number for page in pages] == [1, 2, 3]


def test_an_owner_password_alone_does_not_hinder_reading() -> None:
    (page,) = reader.read_text(pdf([PdfSheet(lines(PROSE))], is_locked=True))
    assert "Hovedstol" in [w.text for w in page.words]


def test_a_user_password_does() -> None:
    with pytest.raises(EncryptedPdf):
        reader.page_count(pdf([PdfSheet(lines(PROSE))], is_locked=True, user_password="x"))


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_broken_off_file_is_damaged_even_if_it_could_be_repaired(cut: float) -> None:
    whole = pdf([PdfSheet(lines(PROSE))] * 3)
    with pytest.raises(DamagedFile):
        reader.page_count(whole[: int(cut * len(whole))])


def test_pages_are_drawn_upright_in_colour_and_grey() -> None:
    data = pdf([PdfSheet(lines(PROSE), width=842, height=595)])
    assert reader.draw_grey(data, 0, dpi=72).shape == (595, 842)
    picture = Image.open(io.BytesIO(reader.draw_jpeg(data, 0, turn=90, dpi=72)))
    assert (picture.mode, picture.size) == ("RGB", (595, 842))


def test_a_huge_page_is_drawn_within_the_pixel_limit() -> None:
    data = pdf([PdfSheet(lines(PROSE), width=14_000, height=14_000)])
    assert reader.draw_grey(data, 0, dpi=300).size <= 25_100_000


def test_text_pages_need_no_picture_and_no_ocr() -> None:
    engine = FakeEngine(error=AssertionError("OCR was asked for a text page"))
    data = pdf([PdfSheet(lines(PROSE))] * 2)
    told: list[tuple[str, int, int]] = []
    pages = read_pages([InputFile("a", data)], pictures=False, ocr=engine, progress=lambda *step: told.append(step))
    assert [(p.number, p.source, p.picture, p.quality.score) for p in pages] == [
        (1, "text", b"", 1.0),
        (2, "text", b"", 1.0),
    ]
    assert (pages[0].width, pages[0].height) == (1240, 1754)
    assert told == [("text", 1, 2), ("text", 2, 2)]


def test_pictures_of_text_pages_are_jpeg() -> None:
    (page,) = read_pages([InputFile("a", pdf([PdfSheet(lines(PROSE))]))])
    assert page.picture.startswith(b"\xff\xd8")
