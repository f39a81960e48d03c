"""A sheet folded along: its crease is found from the lines of print, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from parsers.image import textlines
from parsers.image.crease import find_crease
from parsers.image.straighten import straighten
from tests.parsers.fakes import drawn
from tests.parsers.fakes.drawn import raster

Floats = npt.NDArray[np.float64]
WIDTH, HEIGHT, GLYPH = 1200.0, 1700.0, 14.0


def printed(fall: Callable[[Floats, Floats], Floats], *, rows: int = 30) -> list[Floats]:
    """The boxes of lines of print that lie lower by `fall` of (x, y), both -1 to 1; every ninth letter descends."""
    dice = np.random.default_rng(3)
    lines = []
    for y in np.linspace(150, HEIGHT - 150, rows):
        first = dice.uniform(80, 200)
        x = np.arange(first, dice.uniform(700, WIDTH - 80), 15.0)
        foot = y + fall(x / WIDTH * 2 - 1, np.full_like(x, y / HEIGHT * 2 - 1)) + dice.normal(0, 0.5, len(x))
        lines.append(np.column_stack([x, foot - GLYPH, x + 11, foot + np.where(np.arange(len(x)) % 9 == 4, 5.0, 0.0)]))
    return lines


@pytest.mark.parametrize("place", [-0.35, 0.0, 0.2])
def test_the_crease_between_two_planes_is_found(place: float) -> None:
    def fall(x: Floats, y: Floats) -> Floats:
        return (0.02 * x + 0.25 * np.maximum(0, x - place) * (y + 0.3)) * WIDTH / 2

    found = find_crease(printed(fall), WIDTH, HEIGHT, GLYPH)
    assert found is not None
    assert found.place == pytest.approx(place, abs=0.06)
    corner = np.array([0.9])
    assert found.slope(corner, corner)[0] - found.slope(-corner, corner)[0] == pytest.approx(0.25 * 1.2, abs=0.04)


@pytest.mark.parametrize(
    "fall",
    [
        lambda x, y: 0 * x * y,
        lambda x, y: 40 * x * y,
        lambda x, y: 25 * np.cos(1.5 * x) * (1 + 0.3 * y),
        lambda x, y: 12 * np.abs(x) * y,
    ],
    ids=["flat", "from the side", "curled", "hardly folded"],
)
def test_a_page_without_a_crease_that_matters_has_none(fall: Callable[[Floats, Floats], Floats]) -> None:
    assert find_crease(printed(fall), WIDTH, HEIGHT, GLYPH) is None


def test_no_lines_have_no_crease() -> None:
    assert find_crease([], WIDTH, HEIGHT, GLYPH) is None


def folded(page: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The page folded down its middle, as a camera above its middle sees it."""
    height, width = page.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    lower = 0.2 * np.abs(x - width / 2) * (y - height / 2) / (height / 2)
    return np.asarray(cv2.remap(page, x, (y + lower).astype(np.float32), cv2.INTER_LINEAR, borderValue=255), np.uint8)


def unevenness(page: npt.NDArray[np.uint8]) -> float:
    """How far the bottoms of letters are from a straight line, in heights of letters."""
    glyphs = textlines.find_glyphs(page)
    lines = [n for n in textlines.find_lines(glyphs.boxes, glyphs.height) if n.length > 0.4 * page.shape[1]]
    offs = [n.boxes[:, 3] - np.polyval(np.polyfit(n.boxes[:, 0], n.boxes[:, 3], 1), n.boxes[:, 0]) for n in lines]
    return float(np.median([np.percentile(np.abs(off), 80) for off in offs])) / glyphs.height


def test_both_planes_of_a_folded_sheet_are_straightened(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple(drawn.ROWS[number] for number in (1, 2, 7, 8, 9, 10, 11) * 2)
    sheet = raster(folded(drawn.letter(width=1700, rows=rows)))
    straight = unevenness(straighten(sheet).page)
    monkeypatch.setattr(textlines, "find_crease", lambda *_: None)
    assert straight < 0.7 * unevenness(straighten(sheet).page)
