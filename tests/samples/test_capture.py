"""Letters as people send them: each quality is what it says it is, and the same for the same seed."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pdfplumber
import pillow_heif
import pypdfium2
import pytest
from PIL import Image, ImageOps, ImageSequence

from samples import capture, kept
from samples.capture import layers, photos, sheet
from samples.capture.writing import LayerWord, PicturePage, jpeg, picture_pdf
from samples.generate import GeneratedLetter, generate, rasterise
from samples.printing import load_layouts
from samples.scenario import load_scenarios

SMALL = (600, 800)
pillow_heif.register_heif_opener()


@cache
def letter() -> GeneratedLetter:
    scenario = next(row for row in load_scenarios() if row.id == "bo-lett-uten-mva")
    return generate(scenario, next(row for row in load_layouts() if row.id == "tosider"))


@cache
def captured(quality: str, seed: int = 4) -> tuple[tuple[str, bytes], ...]:
    return tuple(capture.captured(quality, pdf=letter().pdf, pages=pages(), seed=seed, photo_size=SMALL))


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
def test_the_same_seed_gives_the_same_files(quality: str) -> None:
    again = capture.captured(quality, pdf=letter().pdf, pages=pages(), seed=4, photo_size=SMALL)
    assert tuple(again) == captured(quality)


@pytest.mark.parametrize("quality", ["fax", "photo-fold", "screenshot", "pdf-poor-ocr"])
def test_another_seed_gives_other_files(quality: str) -> None:
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


@pytest.mark.parametrize("quality", ["photo-clutter", "photo-fold", "photo-glare"])
def test_a_photo_is_one_jpeg_a_page_with_the_camera_in_its_exif(quality: str) -> None:
    assert [suffix for suffix, _ in captured(quality)] == ["-1.jpg", "-2.jpg"]
    for _, content in captured(quality):
        with Image.open(io.BytesIO(content)) as photo:
            assert photo.format == "JPEG"
            assert sorted(photo.size) == sorted(SMALL)
            assert photo.getexif()[0x0112] in {1, 3, 6, 8}


def test_a_photo_from_a_messaging_app_is_small_and_has_lost_its_exif() -> None:
    page = np.asarray(pages()[0])
    sizes = set()
    for seed in range(3):
        with Image.open(
            io.BytesIO(photos.chat(page, photos.EVERYDAY, np.random.default_rng(seed), size=(1230, 1640)))
        ) as photo:
            assert not photo.getexif()
            sizes.add(max(photo.size))
    assert sizes <= {1280, 1440, 1600}


def marked() -> np.ndarray:
    """A sheet with a red square in its upper left quarter."""
    page = np.full((594, 420, 3), 255, np.uint8)
    page[20:280, 20:190] = (210, 20, 30)
    return page


def redness(picture: np.ndarray) -> np.ndarray:
    """How red each quarter of a picture is: upper left, upper right, lower left, lower right."""
    red = picture[..., 0].astype(float) - picture[..., 1:].mean(axis=2)
    rows, columns = picture.shape[0] // 2, picture.shape[1] // 2
    return np.array([red[y : y + rows, x : x + columns].mean() for y in (0, rows) for x in (0, columns)])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_photo_is_upright_to_its_viewer_in_every_orientation(orientation: int) -> None:
    content = photos.heic(marked(), photos.EVERYDAY, np.random.default_rng(3), orientation=orientation, size=SMALL)
    with Image.open(io.BytesIO(content)) as photo:
        assert photo.format == "HEIF"
        upright = np.asarray(ImageOps.exif_transpose(photo).convert("RGB"))
    assert upright.shape[:2] == SMALL[::-1]
    assert int(redness(upright).argmax()) == 0


@pytest.mark.parametrize("scene", [photos.EVERYDAY, photos.CLUTTER, photos.FOLD, photos.GLARE])
def test_a_shot_knows_where_the_sheet_is(scene: photos.Scene) -> None:
    for seed in range(3):
        shot = photos.shoot(marked(), scene, np.random.default_rng(seed), size=SMALL)
        inner = (shot.corners - shot.corners.mean(axis=0)) * 0.25
        middle = shot.corners.mean(axis=0) + inner
        values = [shot.picture[int(y), int(x)].astype(float) for x, y in middle]
        red = [value[0] - value[1:].mean() for value in values]
        assert int(np.argmax(red)) == 0


def test_the_photos_of_a_letter_share_a_table() -> None:
    place = photos.settled(photos.CLUTTER, np.random.default_rng(5))
    assert len(place.surfaces) == 1
    assert place.surfaces[0] in photos.CLUTTER.surfaces
    assert {photos.settled(photos.FOLD, np.random.default_rng(seed)).held for seed in range(12)} == {0.0, 1.0}


def test_a_flat_sheet_under_a_level_phone_is_a_rectangle_and_a_bent_one_is_not() -> None:
    rng = np.random.default_rng(1)
    view = sheet.look(rng, size=SMALL, fill=0.9, tilt=0, roll=0, off=0)
    flat = sheet.seen(sheet.bent(rng, sheet.Bends()), view)
    assert flat.corners[:, 1] == pytest.approx([40, 40, 760, 760], abs=1)
    assert float(flat.mask.sum()) == pytest.approx(720 * 720 * 210 / 297, rel=0.01)
    assert flat.across[400, 300] == pytest.approx(105, abs=0.5)
    bent = sheet.seen(sheet.bent(rng, sheet.Bends(folds="quarter", slope=14, curl=15)), view)
    assert np.abs(bent.across - flat.across)[flat.mask > 0.99].max() > 3
    assert np.ptp(bent.shade) > 0.05 > np.ptp(flat.shade)


def test_print_comes_off_in_worn_creases_and_nowhere_else() -> None:
    black = np.zeros((594, 420, 3), np.uint8)
    worn = sheet.worn(black, np.random.default_rng(2), sheet.Bends(folds="half", wear=0.8))
    rows = np.flatnonzero(worn.max(axis=(1, 2)))
    assert rows.size > 0
    assert np.abs(rows - 297).max() < 12


@pytest.mark.parametrize("quality", ["screenshot", "screenshot-parts"])
def test_a_screenshot_is_a_tall_png_and_parts_of_a_page_are_several(quality: str) -> None:
    files = captured(quality)
    assert len(files) == 2 if quality == "screenshot" else len(files) > 2
    for _, content in files:
        with Image.open(io.BytesIO(content)) as screen:
            assert screen.format == "PNG"
            assert screen.height > 1.7 * screen.width


def test_a_scanner_app_gives_a_pdf_or_pictures_of_upright_pages() -> None:
    seen = set()
    for seed in (0, 1, 2):
        files = capture.captured("scan-app", pdf=b"", pages=pages(), seed=seed, photo_size=SMALL)
        suffixes = tuple(suffix for suffix, _ in files)
        seen.add(suffixes)
        for suffix, content in files:
            if suffix.endswith(".jpg"):
                with Image.open(io.BytesIO(content)) as page:
                    assert page.height / page.width == pytest.approx(297 / 210, abs=0.01)
    assert seen == {(".pdf",), ("-1.jpg", "-2.jpg")}


def test_a_kept_letter_is_made_anew_only_when_the_code_of_its_pictures_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    scenario = load_scenarios()[0]
    for version in ("first", "second"):
        monkeypatch.setattr(kept, "_content", lambda path, now=version: now if path == "capture/*.py" else "same")
        for quality in ("text", "scan", "fax"):

            def make(quality: str = quality) -> kept.Made:
                made.append(quality)
                return {}, [(".bin", b"")]

            kept.made(tmp_path, scenario=scenario, layout="tosider", seed=1, quality=quality, make=make)
    assert made == ["text", "scan", "fax", "fax"]
