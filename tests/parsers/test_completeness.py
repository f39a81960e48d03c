"""Words that optical reading dropped from running text leave a gap, and then nothing is absent for sure."""

from __future__ import annotations

import pytest

from parsers.completeness import misses_words
from parsers.model import Page
from parsers.pipeline import understand
from tests.parsers.paper import scanned, typed

TEXT = """
Blir kravet ikke betalt, kan saken havne i forliksrådet.
Er du uenig med oss, kan du få Finansklagenemnda til å se på den.
Inkasso kan gi flere kostnader.

Hovedstol                                          2 180,00
Salær                                                300,00
"""


def missing(page: Page) -> bool:
    return misses_words([page])


@pytest.mark.parametrize(
    ("word", "seen"), [("Finansklagenemnda", True), ("uenig", True), ("saken", True), ("forliksrådet.", False)]
)
def test_a_word_that_was_dropped_from_the_middle_of_a_line_is_missed(word: str, *, seen: bool) -> None:
    assert missing(scanned(TEXT.replace(word, " " * len(word)))) is seen


def test_nothing_is_missed_on_a_page_as_it_was_printed() -> None:
    assert not missing(scanned(TEXT))


def test_columns_are_no_gap() -> None:
    columns = """
    Vi har fått i oppdrag å kreve inn             og du kan skrive til oss når som
    det du skylder for medlemskap i fjor          helst hvis du mener at noe er feil
    og ber deg betale innen fristen her           eller ringe oss på vanlige hverdager
    """
    assert not missing(scanned(columns))


def test_a_text_layer_misses_nothing() -> None:
    assert not missing(typed(TEXT.replace("Finansklagenemnda", " " * 17)))


def test_a_letter_with_a_word_missing_is_not_fully_read() -> None:
    assert understand([scanned(TEXT, confidence=0.95)]).fully_read
    assert not understand([scanned(TEXT.replace("Finansklagenemnda", " " * 17), confidence=0.95)]).fully_read
