"""Quality of a straightened page: what spoils reading lowers the score, and names what a person can mend."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers import quality
from parsers.image.decode import from_grey
from parsers.image.straighten import straighten
from parsers.model import PageQuality
from parsers.ocr import OcrWord
from parsers.scanned import read_image
from tests.parsers.fakes import drawn
from tests.parsers.fakes.engines import FakeEngine


def graded(picture: np.ndarray) -> PageQuality:
    return quality.assess(straighten(drawn.raster(picture)))


PAGE = drawn.letter(width=2000)
PHOTO, TO_PHOTO = drawn.photographed(PAGE)


def test_a_clean_scan_and_a_sharp_photo_are_good() -> None:
    for picture in (PAGE, PHOTO):
        found = graded(picture)
        assert found.score > 0.85
        assert found.issues == ()


def test_the_more_blur_the_lower_the_score() -> None:
    scores = [graded(cv2.GaussianBlur(PAGE, (0, 0), blur)).score for blur in (1, 3, 6)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0.8
    assert scores[-1] < 0.5


def test_a_blurred_page_is_called_blurry() -> None:
    assert "blurry" in graded(cv2.GaussianBlur(PAGE, (0, 0), 6)).issues


def test_tiny_print_is_called_low_resolution() -> None:
    found = graded(drawn.letter(width=480))
    assert "low_resolution" in found.issues
    assert found.score < 0.6


def test_a_dark_photo_is_called_dark() -> None:
    photo, _ = drawn.photographed(PAGE, light=0.2)
    assert "dark" in graded(photo).issues


def test_a_burnt_out_patch_is_called_glare() -> None:
    lit = (PHOTO * 0.75).astype(np.float64)
    y, x = np.mgrid[0 : lit.shape[0], 0 : lit.shape[1]]
    lit += 600 * np.exp(-(((x - 1500) / 350.0) ** 2 + ((y - 1800) / 350.0) ** 2))[:, :, None]
    assert "glare" in graded(np.clip(lit, 0, 255).astype(np.uint8)).issues


@pytest.mark.parametrize("picture", [PAGE, PHOTO], ids=["scan", "photo"])
def test_a_picture_made_small_and_large_again_is_called_blurry_however_good_its_contrast(picture: np.ndarray) -> None:
    small = cv2.resize(picture, None, fx=0.15, fy=0.15, interpolation=cv2.INTER_AREA)
    size = (picture.shape[1], picture.shape[0])
    found = graded(np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.uint8))
    assert "blurry" in found.issues
    assert found.score < 0.8


def test_acuteness_falls_with_blur_and_not_with_contrast() -> None:
    sharp = [quality.acuteness(page) for page in (PAGE, drawn.letter(width=2000, ink=120))]
    soft = quality.acuteness(np.asarray(cv2.GaussianBlur(PAGE, (0, 0), 3), np.uint8))
    assert sharp[0] is not None
    assert sharp[1] == pytest.approx(sharp[0], abs=0.05)
    assert soft is not None
    assert soft < 0.25 < 0.4 < sharp[0]
    assert quality.acuteness(np.full((2000, 1414), 250, np.uint8)) is None


# ------------------------------------------------------------------ what is not there, or hidden


CORNERS = cv2.perspectiveTransform(np.array([[[0.0, 0], [2000, 0], [2000, 2829], [0, 2829]]]), TO_PHOTO)[0]


def with_finger(picture: np.ndarray, root: np.ndarray, tip: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    shown = picture.copy()
    cv2.line(shown, root.astype(int).tolist(), tip.astype(int).tolist(), colour, 250, cv2.LINE_AA)
    return shown


@pytest.mark.parametrize("colour", [(130, 160, 210), (70, 100, 150), (38, 36, 36)], ids=["light", "dark", "glove"])
def test_a_finger_over_the_edge_that_hides_print_is_told(colour: tuple[int, int, int]) -> None:
    middle = CORNERS.mean(axis=0)
    edge = (CORNERS[1] + CORNERS[2]) / 2 + np.array([0, -900])
    inward = np.array([middle[0], edge[1]])
    held = with_finger(PHOTO, edge + (edge - inward), edge + 0.62 * (inward - edge), colour)
    assert "covered" in graded(held).issues


def test_a_finger_on_the_margin_hides_nothing() -> None:
    edge = (CORNERS[2] + CORNERS[3]) / 2
    held = with_finger(PHOTO, edge + np.array([0, 600]), edge - np.array([0, 30]), (130, 160, 210))
    assert graded(held).issues == ()


def test_a_finger_on_a_sheet_that_fills_the_picture_is_told_and_a_printed_box_is_not() -> None:
    page = drawn.letter(width=2400)
    colour = np.dstack([page] * 3)
    box = colour.copy()
    box[1000:1400, :700] = (130, 160, 210)
    held = with_finger(colour, np.array([-300, 1500]), np.array([700, 1100]), (130, 160, 210))
    assert ("covered" in graded(held).issues, "covered" in graded(box).issues) == (True, False)


def test_what_lies_beside_a_sheet_whose_edge_cannot_be_seen_covers_nothing() -> None:
    page = drawn.letter(width=2000)
    table = np.full((3600, 3000, 3), 255, np.uint8)
    table[700:3529, 900:2900] = page[:, :, None]
    cv2.circle(table, (300, 2000), 320, (130, 60, 20), -1)
    held = with_finger(table, np.array([-300, 2400]), np.array([1700, 1500]), (130, 160, 210))
    assert ("covered" in graded(held).issues, "covered" in graded(table).issues) == (True, False)


def test_a_coloured_slip_and_a_shadow_cover_nothing() -> None:
    slip = drawn.letter(width=2000)
    photo, matrix = drawn.photographed(slip)
    for y0, y1, tint in ((0.0, 0.08, (0.35, 0.3, 0.6)), (0.75, 1.0, (0.5, 0.9, 0.95))):
        part = np.array([[[0.0, 2829 * y0], [2000, 2829 * y0], [2000, 2829 * y1], [0, 2829 * y1]]])
        mask = np.zeros(photo.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, cv2.perspectiveTransform(part, matrix)[0].astype(np.int32), 1)
        photo[mask > 0] = (photo[mask > 0] * np.array(tint)).astype(np.uint8)
    photo[1500:, 1200:] = (photo[1500:, 1200:] * 0.55).astype(np.uint8)
    assert "covered" not in graded(photo).issues


def test_a_sheet_that_runs_out_of_the_picture_is_cut_off() -> None:
    left = round(float(CORNERS[:, 0].min()) + 600)
    assert "cut_off" in graded(PHOTO[:, left:].copy()).issues
    margin = round(float(CORNERS[:, 0].min()) + 40)
    assert graded(PHOTO[:, margin:].copy()).issues == ()


def test_lines_that_end_at_the_border_are_cut_off() -> None:
    assert "cut_off" in graded(PAGE[:, 500:].copy()).issues
    assert "cut_off" in graded(PAGE[:, :900].copy()).issues


def test_a_few_long_lines_among_many_short_ones_are_cut_off() -> None:
    page = drawn.letter(width=2400, rows=("Forsinkelsesrente 66,07",) * 14 + ("Forsinkelsesrente " * 5,) * 4)
    assert graded(page).issues == ()
    assert graded(page[:, :1300].copy()).issues == ("cut_off",)


def test_a_picture_of_something_else_shows_no_document() -> None:
    rng = np.random.default_rng(2)
    table = np.full((3000, 2250, 3), (70, 110, 150), np.uint8)
    for _ in range(40):
        at, size = rng.uniform(0, (2250, 3000)).astype(int), rng.uniform(40, 400, 2).astype(int)
        colour = rng.uniform(0, 255, 3).tolist()
        cv2.ellipse(table, at.tolist(), size.tolist(), float(rng.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
    found = graded(table)
    assert found.issues == ("no_document",)
    assert found.score < 0.3
    assert quality.lowered(found, 0.3).issues == ("no_document",)
    assert quality.lowered(found, 0.93).issues == (), "words were read: it is a document"


@pytest.mark.parametrize("picture", [PAGE, PHOTO])
def test_an_even_page_has_no_glare(picture: np.ndarray) -> None:
    assert "glare" not in graded(picture).issues


def test_a_page_without_print_is_not_blamed() -> None:
    assert graded(np.full((2000, 1414), 250, np.uint8)) == PageQuality(1.0, ())


def test_a_page_that_was_read_badly_scores_badly_however_sharp_it_looked() -> None:
    sharp = PageQuality(0.95, ("cut_off",))
    assert quality.lowered(sharp, 0.95) == sharp
    scores = [quality.lowered(sharp, mean).score for mean in (0.3, 0.55, 0.7, 0.85, 0.92)]
    assert scores == sorted(scores)
    assert scores[0] < 0.1
    assert scores[1] < 0.4
    assert quality.lowered(sharp, 0.55).issues == ("cut_off",)
    assert quality.lowered(PageQuality(0.2), 0.9).score == 0.2


def test_the_score_of_a_page_follows_its_words() -> None:
    unsure = FakeEngine([OcrWord("Hovedstol", (100, 100, 300, 130), 0.5)])
    page = read_image(from_grey(drawn.letter(width=1240)), key="a", number=1, pictures=False, ocr=unsure)
    assert page.quality.score < 0.3


def test_small_print_that_was_read_well_is_nobody_s_fault() -> None:
    small = PageQuality(0.4, ("low_resolution", "blurry"))
    assert quality.read_well(small, 0.945) == PageQuality(1.0, ())
    assert quality.read_well(small, 0.91) == small
    cut = quality.read_well(PageQuality(0.4, ("covered", "low_resolution")), 0.95)
    assert cut == PageQuality(0.4, ("covered",))
    words = [OcrWord("Hovedstol", (100 + 20 * n, 100, 110 + 20 * n, 130), 0.96) for n in range(40)]
    photo = np.asarray(cv2.resize(drawn.letter(width=1240), (560, 792), interpolation=cv2.INTER_AREA), np.uint8)
    small_words = [OcrWord(w.text, (w.box[0] // 2, 50, w.box[2] // 2, 65), w.confidence) for w in words]
    page = read_image(from_grey(photo), key="a", number=1, pictures=False, ocr=FakeEngine(small_words))
    assert graded(photo).issues == ("low_resolution",)
    assert page.quality.issues == ()
