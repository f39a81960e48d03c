"""Two readings of a page joined into one, and when a page is read twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from parsers.errors import OcrFailed
from parsers.image.decode import Raster, from_grey
from parsers.ocr import SPARSE, Grey, OcrWord
from parsers.scanned import read_image
from parsers.two_readings import ONE_BLOCK, joined


def word(text: str, x: int, confidence: float, *, width: int = 60, y: int = 10) -> OcrWord:
    return OcrWord(text, (x, y, x + width, y + 20), confidence)


def test_where_readings_differ_the_surer_one_stands_and_is_not_said_to_be_sure() -> None:
    (kept,) = joined([word("1.000,80", 0, 0.6)], [word("1.000,00", 2, 0.95)])
    assert (kept.text, kept.confidence) == ("1.000,00", 0.8)
    (kept,) = joined([word("Salcr", 0, 0.4)], [word("Salær", 2, 0.75)])
    assert (kept.text, kept.confidence) == ("Salær", 0.5)


def test_what_reads_the_same_is_as_sure_as_the_surer_reading() -> None:
    assert [w.confidence for w in joined([word("Salær", 0, 0.7)], [word("Salær", 1, 0.9)])] == [0.9]


def test_what_one_reading_alone_saw_is_kept_unless_it_is_a_guess() -> None:
    more = [word("600,00", 200, 0.8), word("é|", 400, 0.3), word("|", 500, 0.9)]
    found = joined([word("Salær", 0, 0.9)], [word("Salær", 0, 0.9), *more])
    assert [w.text for w in found] == ["Salær", "600,00"]


def test_words_cut_otherwise_are_one_place() -> None:
    halves = [word("Inkasso", 0, 0.5, width=70), word("salær", 72, 0.5, width=48)]
    assert [w.text for w in joined(halves, [word("Inkassosalær", 0, 0.93, width=120)])] == ["Inkassosalær"]
    assert [w.text for w in joined([word("Inkassosalær", 0, 0.93, width=120)], halves)] == ["Inkassosalær"]


@dataclass
class _Engine:
    """Says what it is told for each way of reading, and keeps the ways it was asked."""

    says: Mapping[int, tuple[OcrWord, ...]]
    asked: list[int] = field(default_factory=list)

    def read(self, picture: Grey, *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:
        self.asked.append(mode)
        if mode not in self.says:
            raise OcrFailed("nothing said")
        return self.says[mode]


def _raster() -> Raster:
    grey = np.full((1754, 1240), 250, np.uint8)
    for row in range(20):
        cv2.putText(grey, "Vi krever inn dette kravet for dem", (80, 150 + 60 * row), 0, 1.2, 20, 3)
    return from_grey(grey)


@pytest.mark.parametrize(("confidence", "again"), [(0.96, False), (0.8, True), (0.3, False)])
def test_only_a_page_that_reads_poorly_but_reads_is_read_again_whole(confidence: float, again: bool) -> None:
    first = tuple(word("krevende", 80 + 120 * n, confidence, y=150 + 60 * row) for row in range(4) for n in range(6))
    engine = _Engine({SPARSE: first, ONE_BLOCK: ()})
    page = read_image(_raster(), key="page", number=1, pictures=False, ocr=engine)
    assert (ONE_BLOCK in engine.asked) is again
    assert [w.text for w in page.words] == ["krevende"] * 24


def test_a_rule_taken_for_one_long_word_is_no_reason_to_read_a_page_again() -> None:
    first = tuple(word("krevende", 80 + 120 * n, 0.96, y=150 + 60 * row) for row in range(4) for n in range(6))
    engine = _Engine({SPARSE: (*first, word("e" * 40, 80, 0.3, width=700, y=500)), ONE_BLOCK: ()})
    read_image(_raster(), key="page", number=1, pictures=False, ocr=engine)
    assert engine.asked == [SPARSE]


def test_a_page_keeps_its_words_when_the_second_run_fails() -> None:
    first = tuple(word("krevende", 80 + 120 * n, 0.8, y=150 + 60 * row) for row in range(4) for n in range(6))
    page = read_image(_raster(), key="page", number=1, pictures=False, ocr=_Engine({SPARSE: first}))
    assert len(page.words) == 24
