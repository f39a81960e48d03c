"""Words that optical reading dropped from running text leave a gap, and then nothing is absent for sure."""

from __future__ import annotations

import statistics
from dataclasses import replace

import pytest

from checks.engine import audit
from checks.model import Status
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
    return misses_words(page)


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


def test_a_long_word_that_was_hardly_read_is_missed_and_one_that_can_be_mended_is_not() -> None:
    assert not missing(scanned(TEXT.replace("flere", "xqstv"), unsure={"xqstv": 0.3}))  # a short row
    assert missing(scanned(TEXT.replace("uenig", "vwxqk"), unsure={"vwxqk": 0.3}))
    assert not missing(scanned(TEXT.replace("uenig", "vwxqk"), unsure={"vwxqk": 0.9}))
    address = "kontorØlageretbinders.example"
    assert not missing(scanned(TEXT.replace("uenig", address), unsure={address: 0.2}))
    mendable = TEXT.replace("Finansklagenemnda", "Finansktagenemnda")
    assert not missing(scanned(mendable, unsure={"Finansktagenemnda": 0.3}))


@pytest.mark.parametrize(
    ("letters", "confidence", "width", "seen"),
    [("vr", 0.55, 17, True), ("vr", 0.9, 17, False)],
)
def test_a_few_letters_in_the_room_of_a_long_word_are_not_all_that_stands_there(
    letters: str, confidence: float, width: int, *, seen: bool
) -> None:
    page = scanned(TEXT)
    usual = statistics.median(word.box.width / len(word.text) for word in page.words)
    words = [
        replace(word, text=letters, confidence=confidence, box=replace(word.box, x1=word.box.x0 + width * usual))
        if word.text == "Finansklagenemnda"
        else word
        for word in page.words
    ]
    assert missing(replace(page, words=tuple(words))) is seen


@pytest.mark.parametrize(("lost", "status"), [("", Status.FAIL), ("arbeidet", Status.UNSURE)])
def test_no_sentence_is_absent_from_a_letter_with_a_word_missing(lost: str, status: Status) -> None:
    demand = """
    Rypefjell Inkasso AS                            Dato: 12.08.2026

    Kari Nordvik
    Furuveien 3
    0575 OSLO

    Betalingsoppfordring

    Vi krever inn medlemskap for Lynspretten Trening AS. Forfalt 15.06.2026.
    Inkassovarsel ble sendt 01.07.2026 med frist 15.07.2026.
    Ring oss hvis du lurer på hvordan vi har arbeidet med kravet.
    Blir kravet ikke betalt, kan saken havne i forliksrådet, og det kan koste mer.

    Hovedstol                                          2 180,00
    Salær                                                300,00
    Å betale                                           2 480,00
    Betalingsfrist: 26.08.2026
    """
    letter = understand([scanned(demand.replace(lost or "\0", " " * len(lost)), confidence=0.95)])
    assert letter.fully_read
    assert next(r.status for r in audit(letter).results if r.id == "bo-f-board-information") is status


PARAGRAPHS = """
Vi har fått i oppdrag å kreve inn det du skylder for medlemskap i fjor.
Send oss noen ord hvis du er uenig i kravet eller mener at noe i det er galt, så vil
vi se på saken og svare deg så snart vi kan.

Hovedstol                                          2 180,00
Salær                                                300,00

Blir kravet ikke betalt innen fristen, kan det bli sendt til forliksrådet som kan
avgjøre saken og gi oss grunnlag for å ta utlegg i det du eier.
"""


@pytest.mark.parametrize(
    ("row", "seen"),
    [
        ("Send oss noen ord", True),  # then the next begins in the middle of a sentence
        ("vi se på saken", True),  # then the one over it ends in the middle of one
        ("avgjøre saken", True),
        ("Blir kravet ikke", True),
        ("Vi har fått i oppdrag", False),  # a sentence of its own leaves nothing behind
        ("Salær", False),
    ],
)
def test_a_row_that_was_not_seen_is_missed_by_the_sentence_it_belongs_to(row: str, *, seen: bool) -> None:
    assert not missing(scanned(PARAGRAPHS))
    lines = ["" if line.startswith(row) else line for line in PARAGRAPHS.split("\n")]
    assert missing(scanned("\n".join(lines))) is seen
