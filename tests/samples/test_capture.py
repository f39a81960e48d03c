"""Letters as people send them: each quality is what it says it is, and the same for the same seed."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageSequence

from samples import capture
from samples.capture import layers
from samples.capture.writing import LayerWord, PicturePage, jpeg, picture_pdf
from samples.generate import GeneratedLetter, generate, rasterise
from samples.printing import load_layouts
from samples.scenario import load_scenarios


@cache
def letter() -> GeneratedLetter:
    scenario = next(row for row in load_scenarios() if row.id == "bo-lett-uten-mva")
    return generate(scenario, next(row for row in load_layouts() if row.id == "tosider"))


@cache
def captured(quality: str, seed: int = 4) -> tuple[tuple[str, bytes], ...]:
    return tuple(capture.captured(quality, pdf=letter().pdf, pages=pages(), seed=seed))


@cache
def pages() -> list[Image.Image]:
    return rasterise(letter().pdf, dpi=100)  # small pages are quick and show the same effects


def scanned(quality: str) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(captured(quality)[0][1])
    try:
        return [np.asarray(page.render(scale=1).to_pil().convert("L")) for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("quality", capture.QUALITIES)
def test_the_same_seed_gives_the_same_files_and_another_seed_others(quality: str) -> None:
    again = capture.captured(quality, pdf=letter().pdf, pages=pages(), seed=4)
    assert tuple(again) == captured(quality)
    assert captured(quality) != captured(quality, 5)


def test_a_fax_has_two_levels_and_its_own_resolution_across_and_down() -> None:
    with Image.open(io.BytesIO(captured("fax")[0][1])) as fax:
        assert fax.mode == "1"
        assert fax.info["compression"] == "group4"
        assert fax.info["dpi"] in {(204, 98), (204, 196)}
        assert len(list(ImageSequence.Iterator(fax))) == letter().truth["pages"] == 2
        assert fax.width == 1728
        assert fax.height == round(297 / 25.4 * fax.info["dpi"][1])


@pytest.mark.parametrize("quality", ["scan-grey150", "scan-skew", "pdf-good-ocr", "pdf-poor-ocr"])
def test_a_scan_holds_a_picture_of_every_page(quality: str) -> None:
    assert [suffix for suffix, _ in captured(quality)] == [".pdf"]
    found = scanned(quality)
    assert len(found) == 2
    for page in found:
        assert np.percentile(page, 0.5) < 150 < np.percentile(page, 60)


def test_grey_paper_is_darker_than_white_and_the_feeder_shows_black_around_the_sheet() -> None:
    assert max(np.percentile(page, 80) for page in scanned("scan-grey150")) < 245
    assert min((page < 40).mean() for page in scanned("scan-skew")) > 0.04


def test_two_pages_side_by_side_are_one_wide_picture() -> None:
    (spread,) = scanned("scan-spread")
    assert spread.shape[1] > 1.3 * spread.shape[0]


def layer_text(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [word["text"] for page in document.pages for word in page.extract_words()]


def test_a_good_layer_says_what_is_printed_and_a_poor_one_not_quite() -> None:
    printed = [word.text for page in layers.printed_words(letter().pdf) for word in page]
    good, poor = layer_text(captured("pdf-good-ocr")[0][1]), layer_text(captured("pdf-poor-ocr")[0][1])
    assert sorted(good) == sorted(printed)
    kept = len(set(poor) & set(printed)) / len(set(printed))
    assert 0.35 < kept < 0.9


def test_words_of_a_layer_stand_where_they_were_put_and_cannot_be_seen() -> None:
    white = jpeg(np.full((200, 300), 255, np.uint8), quality=90)
    word = LayerWord("Beløp(1)", 40.0, 60.0, 110.0, 72.0)
    pdf = picture_pdf([PicturePage(white, 300.0, 200.0, (word,))])
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        (found,) = document.pages[0].extract_words()
    assert found["text"] == word.text
    assert (found["x0"], found["x1"]) == pytest.approx((word.x0, word.x1), abs=0.5)
    assert found["top"] == pytest.approx(word.top, abs=2)
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert np.asarray(document[0].render(scale=2).to_pil()).min() > 250
    finally:
        document.close()
