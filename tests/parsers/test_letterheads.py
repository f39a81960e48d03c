"""Letterheads with a band of colour over the full width of the sheet: they are part of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers import quality
from parsers.image.band import with_band
from parsers.image.outline import Outline, find_outline
from parsers.image.straighten import straighten
from tests.parsers.fakes import drawn
from tests.parsers.fakes.drawn import raster

HIGH = 170
SHEET = np.array([[0, 0], [1800, 0], [1800, 2546], [0, 2546]], np.float64)


def with_letterhead(*, ink: int, name: str = "Eksempel Treningssenter AS", foot: bool = False) -> np.ndarray:
    """A page whose upper edge, or its foot, is a band with a name in white."""
    page = Image.fromarray(drawn.letter(width=1800))
    pen = ImageDraw.Draw(page)
    top = 2546 - HIGH if foot else 0
    pen.rectangle((0, top, 1800, top + HIGH), fill=ink)
    pen.text((180, top + 50), name, fill=245, font=ImageFont.load_default(size=64))
    return np.asarray(page, np.uint8).copy()


def places(outline: Outline, photo: np.ndarray) -> np.ndarray:
    return np.asarray(outline.corners * np.array([photo.shape[1], photo.shape[0]]))


def expected(matrix: np.ndarray, corners: np.ndarray = SHEET) -> np.ndarray:
    return np.asarray(cv2.perspectiveTransform(corners.reshape(-1, 1, 2), matrix).reshape(-1, 2))


@pytest.mark.parametrize("ink", [20, 80])
@pytest.mark.parametrize("foot", [False, True])
def test_a_dark_band_along_an_edge_belongs_to_the_sheet(ink: int, *, foot: bool) -> None:
    # At 80 the band has the colour of the table, and only its print tells that there is one.
    photo, matrix = drawn.photographed(with_letterhead(ink=ink, foot=foot))
    upright = straighten(raster(photo))
    assert upright.outline is not None
    off = np.hypot(*(places(upright.outline, photo) - expected(matrix)).T)
    assert off.max() < 0.02 * photo.shape[0]


def test_a_sheet_cut_short_without_light_print_beyond_it_is_left_as_it_was_found() -> None:
    photo, matrix = drawn.photographed(with_letterhead(ink=80, name=""))
    rest = np.array([[0, HIGH], [1800, HIGH], [1800, 2546], [0, 2546]], np.float64)
    corners = expected(matrix, rest) / np.array([photo.shape[1], photo.shape[0]])
    found = Outline(corners=corners, supports=(1.0, 1.0, 1.0, 1.0), ratio=297 / 210, area=0.5, brighter=1.0)
    assert with_band(raster(photo).grey, found) is found


def test_a_whole_sheet_is_not_lengthened() -> None:
    photo, _ = drawn.photographed(drawn.letter(width=1800))
    found = find_outline(raster(photo).small)
    assert found is not None
    assert with_band(raster(photo).grey, found) is found


def test_a_band_over_the_whole_width_is_nothing_that_covers_the_sheet() -> None:
    scan = np.full((1900, 1360), 12, np.uint8)  # the dark lid of a scanner around the sheet
    scan[70:-76, 60:-60] = cv2.resize(with_letterhead(ink=20), (1240, 1754), interpolation=cv2.INTER_AREA)
    assert "covered" not in quality.assess(straighten(raster(scan))).issues
