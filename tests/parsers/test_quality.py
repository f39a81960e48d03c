"""Quality of a straightened page: what spoils reading lowers the score, and names what a person can mend."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers import quality
from parsers.image.decode import Raster, from_grey, shrink
from parsers.image.straighten import straighten
from parsers.model import PageQuality
from parsers.ocr import OcrWord
from parsers.scanned import read_image
from tests.parsers.fakes import drawn
from tests.parsers.fakes.engines import FakeEngine


def graded(picture: np.ndarray) -> PageQuality:
    colour = picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return quality.assess(straighten(Raster(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), shrink(colour, 800))))


PAGE = drawn.letter(width=2000)
PHOTO, _ = drawn.photographed(PAGE)


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
