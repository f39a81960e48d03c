"""Photos in too little light or out of focus: grain is filtered away and not the print, and blurred print sharpened."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers import quality
from parsers.image import textlines
from parsers.image.decode import Grey
from parsers.image.illumination import GRAIN, evened, quietened, sharpened
from parsers.image.straighten import GLYPH_HEIGHT, straighten
from parsers.model import Page
from parsers.ocr import OcrWord
from parsers.scanned import read_image
from tests.parsers.fakes import drawn
from tests.parsers.fakes.drawn import raster
from tests.parsers.fakes.engines import FakeEngine


def dark_and_blurred(page: np.ndarray, *, blur: float, noise: float) -> np.ndarray:
    """As a hand takes it in the evening: half the light, out of focus, grainy."""
    dim = cv2.GaussianBlur(page.astype(np.float32), (0, 0), blur) * 0.5
    coarse = cv2.GaussianBlur(np.random.default_rng(3).normal(0, 1, page.shape), (0, 0), 0.8)
    return np.asarray(np.clip(dim + coarse * noise / coarse.std(), 0, 255), np.uint8)


def test_blurred_print_in_the_dark_is_black_on_white_again() -> None:
    page = drawn.letter(width=1800)
    taken = dark_and_blurred(page, blur=2.0, noise=9)
    even, (filtered, told) = evened(taken), quietened(taken)
    paper = cv2.erode(page, np.ones((15, 15), np.uint8)) == 255
    assert told > GRAIN
    assert (filtered[paper] > 230).mean() > (even[paper] > 230).mean() + 0.05
    strokes = page < 60
    assert np.median(filtered[strokes]) < np.median(even[strokes]) - 40


@pytest.mark.parametrize(("ink", "noise", "shows"), [(20, 3.2, False), (120, 3.2, True), (190, 2.0, False)])
def test_faint_grain_shows_where_pale_print_is_made_black(ink: int, noise: float, shows: bool) -> None:
    page = drawn.letter(width=1240, ink=ink)
    grainy = np.clip(page * 0.85 + np.random.default_rng(7).normal(0, noise, page.shape), 0, 255)
    assert (quietened(grainy.astype(np.uint8))[1] >= GRAIN) is shows


def test_more_lines_are_found_where_print_is_filtered_than_where_it_is_only_smoothed() -> None:
    taken = dark_and_blurred(drawn.letter(width=1200), blur=1.6, noise=9)
    smoothed = evened(np.asarray(cv2.GaussianBlur(taken, (0, 0), 1.2), np.uint8))
    filtered, _ = quietened(taken, fineness=0.5)

    def in_lines(picture: np.ndarray) -> int:
        glyphs = textlines.find_glyphs(picture)
        return textlines.glyphs_in(textlines.find_lines(glyphs.boxes, glyphs.height))

    assert in_lines(filtered) > 1.2 * in_lines(smoothed)


def test_a_grainy_sheet_is_shown_no_larger_than_its_print_needs() -> None:
    photo, _ = drawn.photographed(drawn.letter(width=1800), size=(1500, 2000))
    rng = np.random.default_rng(5)
    grainy = np.clip(photo * 0.4 + rng.normal(0, 14, (*photo.shape[:2], 1)), 0, 255).astype(np.uint8)
    upright = straighten(raster(grainy))
    assert upright.outline is not None
    assert upright.page.shape[0] <= 842 * GLYPH_HEIGHT / 6.0 * 1.03


# ------------------------------------------------------------------ blur without grain


def shown(picture: np.ndarray, *, confidence: float = 0.9) -> tuple[np.ndarray, Page]:
    """What the engine is shown of a picture, and the page when it is that sure of every word."""
    taken: list[np.ndarray] = []

    class Engine(FakeEngine):
        def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
            taken.append(picture)
            return super().read(picture, key=key, mode=mode)

    engine = Engine([OcrWord("betales", (400, 400 + 40 * n, 500, 430 + 40 * n), confidence) for n in range(5)])
    page = read_image(raster(picture, is_camera=True), key="k", number=1, pictures=False, ocr=engine)
    return taken[0], page


def test_blurred_print_is_shown_sharper_and_sharp_print_as_it_is() -> None:
    sharp = drawn.letter(width=1800)
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 4.0), np.uint8)
    for picture, is_sharpened in ((blurred, True), (sharp, False)):
        plain = quality.acuteness(straighten(raster(picture, is_camera=True)).page) or 0.0
        seen = quality.acuteness(shown(picture)[0]) or 0.0
        assert (seen > 1.1 * plain) is is_sharpened
        assert seen >= plain


def test_grain_is_not_sharpened() -> None:
    page = drawn.letter(width=1200)
    assert np.array_equal(sharpened(page, GRAIN), page)
    assert not np.array_equal(sharpened(page, 1.0), page)


def test_a_photo_that_reads_badly_is_told_what_it_most_likely_suffers_from() -> None:
    soft = cv2.GaussianBlur(drawn.letter(width=1800), (0, 0), 1.6)
    small = drawn.letter(width=1150)
    for picture, issue in ((np.asarray(soft, np.uint8), "blurry"), (small, "low_resolution")):
        assert issue not in shown(picture)[1].quality.issues
        assert shown(picture, confidence=0.7)[1].quality.issues[0] == issue


def test_a_photo_that_reads_badly_is_told_of_its_grain_beside_its_blur() -> None:
    noise = np.random.default_rng(1).normal(0, 9, (2546, 1800))
    soft = cv2.GaussianBlur(drawn.letter(width=1800), (0, 0), 1.6)
    grainy = np.clip(soft + noise[: soft.shape[0], : soft.shape[1]], 0, 255).astype(np.uint8)
    assert {"dark", "blurry"} <= set(shown(grainy, confidence=0.7)[1].quality.issues)


def test_crisp_print_that_reads_badly_is_not_called_blurred() -> None:
    assert shown(drawn.letter(width=1800), confidence=0.7)[1].quality.issues == ()
