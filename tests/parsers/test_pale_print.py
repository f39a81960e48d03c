"""Pale print and tinted rows, which the engine drops beside black print on white paper."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.image.illumination import clearer
from parsers.image.straighten import straighten
from parsers.ocr import SPARSE, Grey, OcrWord
from parsers.scanned import read_image
from tests.parsers.fakes import drawn
from tests.parsers.fakes.drawn import raster
from tests.parsers.fakes.engines import FakeEngine

PAGE = drawn.letter(width=1700)
PRINT = PAGE < 60


def test_pale_print_becomes_darker_and_paper_stays_white() -> None:
    pale = np.where(PRINT, np.uint8(165), np.uint8(255))
    clear = clearer(pale, power=1.7)
    assert clear[PRINT].max() < 130
    assert clear[~PRINT].min() == 255


def test_nothing_is_darkened_by_a_power_of_one() -> None:
    pale = np.where(PRINT, np.uint8(165), np.uint8(255))
    assert np.abs(clearer(pale, power=1.0).astype(int) - pale).max() <= 1


def test_a_tinted_row_becomes_white_and_its_print_stays_dark() -> None:
    tinted = PAGE.copy()
    row = slice(700, 780)
    tinted[row, 100:1600] = (tinted[row, 100:1600] * 0.8).astype(np.uint8)
    clear = clearer(tinted, power=1.0)
    inside = clear[705:775, 105:1595]
    assert np.percentile(inside, 50) == 255
    assert inside[PRINT[705:775, 105:1595]].max(initial=0) < 110


def test_light_print_on_a_dark_panel_is_left_to_be_read() -> None:
    panel = PAGE.copy()
    panel[700:900, 100:1600] = 110
    panel[760:830, 200:900][PRINT[1000:1070, 200:900]] = 250
    clear = clearer(panel, power=1.7)
    assert np.percentile(clear[705:895, 1000:1590], 95) < 110
    assert clear[700:900, 100:1600].max() >= 240


class Watching(FakeEngine):
    """Reads nothing, and keeps what it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Grey] = []

    def read(self, picture: Grey, *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:
        self.shown.append(picture)
        return super().read(picture, key=key, mode=mode)


@pytest.mark.parametrize(("size", "is_darkened"), [(1.0, True), (0.3, False)])
def test_the_engine_is_shown_pale_print_darker_unless_it_is_very_fine(size: float, *, is_darkened: bool) -> None:
    page = PAGE.copy()
    page[:1200][PRINT[:1200]] = 160  # the rest is black
    taken = np.asarray(cv2.resize(page, None, fx=size, fy=size, interpolation=cv2.INTER_AREA), np.uint8)
    engine = Watching()
    read_image(raster(taken), key="pale", number=1, ocr=engine)
    straight = straighten(raster(taken)).page
    pale = (straight > 120) & (straight < 190)
    darker = straight[pale].astype(int) - engine.shown[0][pale]
    assert (np.median(darker) > 20) == is_darkened
