"""The bench of damaged words: as much damage as asked for, the same each time, and words that stay on their page."""

from __future__ import annotations

import statistics

import pytest

from parsers.model import Page, WordSource
from samples.noise import noisy, rate_of
from tests.parsers.paper import typed

PAGE = typed("\n".join(f"Hovedstol for faktura {n:04d} av 12.03.2026 er    kr {n},50" for n in range(1000, 1060)))


def text(pages: tuple[Page, ...]) -> str:
    return " ".join(word.text for page in pages for word in page.words)


@pytest.mark.parametrize(("quality", "rate"), [("noise-2", 0.02), ("noise-0.5", 0.005), ("text", None), ("scan", None)])
def test_the_quality_names_the_share_of_damaged_characters(quality: str, rate: float | None) -> None:
    assert rate_of(quality) == rate


def test_the_same_seed_gives_the_same_words() -> None:
    assert noisy([PAGE], rate=0.02, seed="a") == noisy([PAGE], rate=0.02, seed="a")
    assert noisy([PAGE], rate=0.02, seed="a") != noisy([PAGE], rate=0.02, seed="b")


def test_without_noise_the_words_are_as_printed_and_only_seem_less_sure() -> None:
    (page,) = noisy([PAGE], rate=0.0, seed=1)
    assert [w.text for w in page.words] == [w.text for w in PAGE.words]
    assert {w.source for w in page.words} == {WordSource.OCR}
    assert page.source == "photo"
    assert page.mean_confidence < 0.97


def test_about_as_many_characters_are_damaged_as_asked_for() -> None:
    printed = text((PAGE,)).replace(" ", "")
    lost = statistics.mean(
        abs(len(printed) - len(read)) + sum(a != b for a, b in zip(printed, read, strict=False)) > 0
        for read in (text(noisy([PAGE], rate=0.0005, seed=n)).replace(" ", "") for n in range(120))
    )
    # Some 2 200 characters: at one in 2 000 about two of three pages are touched.
    assert 0.4 < lost < 0.9


def test_damaged_words_mostly_seem_unsure_but_not_always() -> None:
    printed = {w.text for w in PAGE.words}
    damaged = [w for n in range(30) for w in noisy([PAGE], rate=0.02, seed=n)[0].words if w.text not in printed]
    sure = sum(w.confidence >= 0.85 for w in damaged) / len(damaged)
    assert 0.05 < sure < 0.5


def test_words_keep_near_their_places() -> None:
    boxes = [w.box for w in PAGE.words]
    read = [w for n in range(10) for w in noisy([PAGE], rate=0.02, seed=n)[0].words]
    beside = [w for w in read if not any(box.overlaps(w.box) for box in boxes)]
    assert len(beside) < 0.02 * len(read)  # marks that are no print
