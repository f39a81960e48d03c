"""The scoring tools: what is kept between runs, the reliability table, and the comparison with another commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from parsers.ocr import SPARSE, OcrWord
from samples.against import Outcome, comparison, outcomes_at, without_against
from samples.compare import Score, band
from samples.kept import Made, RememberingEngine, made
from samples.scenario import load_scenarios
from samples.score import reliability

PICTURE = np.full((20, 30), 255, np.uint8)


@dataclass
class CountingEngine:
    """Reads one word, and counts how often it was asked."""

    asked: list[int] = field(default_factory=list)

    def read(self, picture: npt.NDArray[np.uint8], *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:
        self.asked.append(mode)
        return (OcrWord("Forfall", (1, 2, 9, 8), 0.93, 4),)


def test_the_same_pixels_are_read_once(tmp_path: Path) -> None:
    inner = CountingEngine()
    engine = RememberingEngine(inner, tmp_path)
    assert engine.read(PICTURE) == engine.read(PICTURE) == inner.read(PICTURE)
    assert len(inner.asked) == 2  # once for the pair, once asked here


@pytest.mark.parametrize("other", [PICTURE[:, :29], np.where(PICTURE > 0, 254, 0).astype(np.uint8)])
def test_other_pixels_are_read_anew(tmp_path: Path, other: npt.NDArray[np.uint8]) -> None:
    inner = CountingEngine()
    engine = RememberingEngine(inner, tmp_path)
    engine.read(PICTURE)
    engine.read(other)
    engine.read(PICTURE, mode=7)
    assert inner.asked == [SPARSE, SPARSE, 7]


def test_a_letter_is_made_once_for_the_same_arguments(tmp_path: Path) -> None:
    times: list[int] = []
    scenario = load_scenarios()[0]

    def make() -> Made:
        times.append(1)
        return {"id": "a"}, [("-2.jpg", b"two"), ("-1.jpg", b"one")]

    first = made(tmp_path, scenario=scenario, layout="epost", seed=1, quality="text", make=make)
    assert made(tmp_path, scenario=scenario, layout="epost", seed=1, quality="text", make=make) == first == make()
    made(tmp_path, scenario=scenario, layout="epost", seed=2, quality="text", make=make)
    made(tmp_path, scenario=scenario, layout="epost", seed=1, quality="scan", make=make)
    made(None, scenario=scenario, layout="epost", seed=1, quality="text", make=make)
    assert len(times) == 5


@pytest.mark.parametrize(("confidence", "row"), [(1.0, "0.99"), (0.99, "0.99"), (0.949, "0.90"), (0.1, "0.00")])
def test_a_confidence_falls_in_the_band_it_reaches(confidence: float, row: str) -> None:
    assert band(confidence) == row


def test_the_reliability_table_tells_the_share_that_was_right() -> None:
    score = Score()
    score.trusted["0.90"], score.trusted_right["0.90"] = 8, 6
    assert reliability(score) == "0.90+ 75.0% of 8"


def outcome(name: str, *, wrong_fields: tuple[str, ...] = (), wrong_checks: tuple[str, ...] = ()) -> Outcome:
    return Outcome(name, "text", False, 10, wrong_fields, wrong_checks, 3, 0, 0)


def test_the_comparison_counts_what_was_won_and_lost_letter_by_letter() -> None:
    before = [outcome("a", wrong_fields=("total", "kid")), outcome("b", wrong_checks=("sum-of-lines",))]
    after = [outcome("a", wrong_fields=("kid",), wrong_checks=("kid-check-digit",)), outcome("b"), outcome("c")]
    table = comparison(before, after, revision="HEAD")
    row = next(line for line in table.splitlines() if line.startswith("text, tuned")).split()[2:]
    assert row == ["2", "1", "0", "+0", "1", "1", "1", "1", "+0", "+0"]
    assert "won: total 1, sum-of-lines 1" in table
    assert "lost: kid-check-digit 1" in table


def test_an_outcome_comes_back_from_its_file() -> None:
    one = outcome("a", wrong_fields=("kid",))
    assert Outcome.from_json({**one.as_json(), "wrong_fields": ["kid"]}) == one


def test_the_other_commit_is_asked_the_same_questions(tmp_path: Path) -> None:
    given = ["--quality", "text", "--against", "HEAD", "--json=out.json", "--count", "3", "--cache", str(tmp_path)]
    assert without_against(given) == ["--quality", "text", "--count", "3", "--cache", str(tmp_path)]


def test_the_code_of_a_commit_reads_todays_samples() -> None:
    (found,) = outcomes_at("HEAD", ["--quality", "text", "--layout", "klassisk-giro", "--count", "1", "--workers", "1"])
    assert found.name.endswith(".text")
    assert found.fields > 5
