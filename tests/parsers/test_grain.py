"""Photos taken in too little light: grain filtered away without the print, and never enlarged."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.image import textlines
from parsers.image.illumination import GRAIN, evened, quietened
from parsers.image.straighten import GLYPH_HEIGHT, straighten
from tests.parsers.fakes import drawn
from tests.parsers.fakes.drawn import raster


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
