"""National identity numbers are black in pictures and masked in words; everything else stays as it was."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from parsers.intake import InputFile
from parsers.model import Box, Page, PageQuality, Transcript, Word, WordSource
from parsers.ocr import OcrWord
from parsers.pipeline import read_letter
from parsers.redaction import blackened, redacted
from tests.parsers.fakes import drawn
from tests.parsers.fakes.engines import FakeEngine
from tests.parsers.fakes.pdf_files import PdfSheet, lines, pdf

SYNTHETIC = "15879245076"
"""A number of the official synthetic series: month + 80."""

PROSE = ["Vi har fått i oppdrag å kreve inn kravet på vegne av Eksempel AS.", "Hovedstol 2 345,00"]


def pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"))


def inside(picture: bytes, box: Box) -> np.ndarray:
    shown = pixels(picture)
    height, width = shown.shape
    return shown[round(box.y0 * height) : round(box.y1 * height), round(box.x0 * width) : round(box.x1 * width)]


def test_a_number_in_a_pdf_is_black_in_the_picture_and_masked_in_the_words() -> None:
    data = pdf([PdfSheet(lines([*PROSE, f"Fødselsnr. {SYNTHETIC}"]))])
    letter = read_letter([InputFile("a.pdf", data)])
    (page,) = letter.pages
    (word,) = [w for w in page.words if set(w.text) == {"•"}]
    assert inside(page.picture, word.box).max() < 40
    assert (inside(page.picture, page.words[0].box) > 200).any()
    assert SYNTHETIC not in letter.transcript.text


def test_a_number_read_from_a_photo_is_black_whatever_pieces_it_came_in() -> None:
    label, first, last = (
        OcrWord("Fødselsnummer:", (200, 300, 420, 330), 0.95),
        OcrWord(SYNTHETIC[:6], (440, 300, 540, 330), 0.95),
        OcrWord(SYNTHETIC[6:], (552, 300, 640, 330), 0.95),
    )
    data = drawn.encoded(drawn.letter(width=1240), "PNG")
    letter = read_letter([InputFile("a.png", data)], ocr=FakeEngine([label, first, last]))
    (page,) = letter.pages
    assert [w.text for w in page.words] == ["Fødselsnummer:", "••••••", "•••••"]
    for word in page.words[1:]:
        assert inside(page.picture, word.box).max() < 40


def test_a_picture_with_nothing_to_hide_is_not_encoded_anew() -> None:
    words = (Word("•", Box(0.1, 0.1, 0.12, 0.12), 1.0, WordSource.TEXT_LAYER),)
    page = Page(1, "text", 100, 140, 0, words, PageQuality(1.0), picture=b"not even a picture")
    transcript = Transcript(text="•\n", words=words, word_spans=((0, 1),), word_pages=(1,), lines=())
    assert redacted([page], transcript) == (page,)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "L")])
def test_format_and_colour_stay(kind: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (200, 100), "white").save(out, kind)
    covered = blackened(out.getvalue(), [Box(0.25, 0.2, 0.5, 0.6)])
    image = Image.open(io.BytesIO(covered))
    assert (image.format, image.mode, image.size) == (kind, mode, (200, 100))
    assert pixels(covered)[20:60, 50:100].max() < 10
    assert pixels(covered)[:, 130:].min() > 245
