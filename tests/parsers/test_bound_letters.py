"""Several letters in one file, each read as if it came alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.intake import InputFile
from parsers.pipeline import read_letter, read_letters
from samples.bundles import bound

LETTERS = Path(__file__).resolve().parents[2] / "samples" / "letters"
NAMES = ("lovlig-betalingsoppfordring.pdf", "oppfolging-for-hoyt.pdf", "lovlig-inkassovarsel.pdf")


def _file(*names: str) -> InputFile:
    return InputFile("brev.pdf", bound([(LETTERS / name).read_bytes() for name in names]))


@pytest.mark.parametrize("names", [NAMES, NAMES[:2], NAMES[::-1]])
def test_each_letter_of_a_file_says_what_it_says_alone(names: tuple[str, ...]) -> None:
    found = read_letters([_file(*names)])
    assert len(found) == len(names)
    for (letter, _), name in zip(found, names, strict=True):
        alone = read_letter([_file(name)])
        assert letter.kind.value == alone.kind.value
        assert [line.amount for line in letter.lines] == [line.amount for line in alone.lines]
        assert [page.number for page in letter.pages] == list(range(1, len(alone.pages) + 1))
        assert letter.other_pages == ()
        assert letter.transcript.text == alone.transcript.text
    assert [number for _, numbers in found for number in numbers] == list(
        range(1, sum(len(letter.pages) for letter, _ in found) + 1)
    )


def test_a_file_with_one_letter_gives_what_reading_it_gives() -> None:
    file = InputFile("brev.pdf", (LETTERS / NAMES[0]).read_bytes())
    assert read_letters([file], pictures=False) == ((read_letter([file], pictures=False), (1,)),)
