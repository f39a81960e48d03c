"""Damage to words, rows and pages: what is lost, what is added, and where things seem to stand."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence

from parsers.model import Word
from samples.noise import READ_AS, noisy
from samples.tears import habit, torn
from tests.parsers.paper import typed

PAGE = typed("\n".join(f"Hovedstol for faktura {n:04d} av 12.03.2026 er    kr {n},50" for n in range(1000, 1060)))


def read(rate: float, *, letters: int = 60) -> list[Sequence[Word]]:
    return [list(torn(PAGE.words, rate=rate, rng=random.Random(n))) for n in range(letters)]  # noqa: S311 - damage, no secrets


def test_without_noise_nothing_is_torn() -> None:
    assert read(0.0, letters=3) == [list(PAGE.words)] * 3


def test_rows_are_lost_whole_and_so_are_cells() -> None:
    texts = [{word.text for word in words} for words in read(0.02)]
    rows = [{word.text for word in PAGE.words if abs(word.box.y0 - start.box.y0) < 1e-6} for start in PAGE.words[::7]]
    gone = sum(not any(c in text for c in row if c[0] == "1" and "." not in c) for row in rows for text in texts)
    alone = sum("Hovedstol" in text and f"{n},50" not in text for text in texts for n in range(1000, 1060))
    assert 0 < gone < 0.05 * len(rows) * len(texts)
    assert alone > 0


def test_marks_are_added_and_mostly_seem_unsure() -> None:
    printed = {word.text for word in PAGE.words}
    marks = [w for words in read(0.02) for w in words if w.text not in printed and len(w.text) < 3]
    assert marks
    assert sum(mark.confidence < 0.85 for mark in marks) > len(marks) / 2


def test_the_rows_of_a_page_lean_alike_and_those_of_pages_otherwise() -> None:
    means = []
    for words in read(0.02, letters=20):
        places = {word.text: word.box.y0 for word in words}
        pairs = [(f"{n:04d}", f"{n},50") for n in range(1000, 1060)]
        drops = [places[right] - places[left] for left, right in pairs if left in places and right in places]
        assert statistics.stdev(drops) < 0.002
        means.append(statistics.mean(drops))
    assert max(means) - min(means) > 0.002


def test_a_habit_takes_one_figure_for_another_throughout_some_letters() -> None:
    habits = [habit(READ_AS, rate=0.02, rng=random.Random(n)) for n in range(300)]  # noqa: S311 - damage, no secrets
    some = [one for one in habits if one]
    assert 0.05 < len(some) / len(habits) < 0.25
    assert all(len(one) == 1 and other.isdigit() and figure != other for one in some for figure, other in one.items())


def test_figures_are_joined_over_the_thousands_blank_without_a_doubt() -> None:
    page = typed("\n".join("Hovedstol                 kr 2 145,50" for _ in range(60)), height=1.1)
    words = [w for n in range(20) for w in noisy([page], rate=0.01, seed=n)[0].words]
    joined = [w for w in words if w.text == "2145,50"]
    assert len(joined) > 20
    assert sum(w.confidence >= 0.85 for w in joined) > 0.7 * len(joined)
