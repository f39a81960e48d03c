"""The whole way from pages to a letter, and what counts as fully read."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from decimal import Decimal

import pytest

from checks.engine import audit
from parsers.layout import build_sheet
from parsers.model import FIELD_NAMES, LetterKind, Missing, Page, PageQuality, QualityIssue, Reading
from parsers.pipeline import DOUBTED, pages_expected, understand
from tests.parsers.paper import scanned, typed

LETTER = """
Fjordgløtt Inkasso AS                                      Saksnr:  55120/26
Postboks 12, 0101 OSLO                                     Dato:    12.08.2026

Kari Nordvik
Furuveien 3
0575 OSLO

BETALINGSOPPFORDRING

Vi har fått i oppdrag av Bølgen Bad AS å kreve inn et forfalt krav. Fakturaen forfalt til betaling
den 16. juni 2026 og er ikke betalt selv om det er sendt inkassovarsel den 2. juli 2026.

Hovedstol, faktura 20771                                              2 345,00
Forsinkelsesrente 12,25 % fra 16.06.2026 til 12.08.2026                  44,86
Inkassosalær                                                            300,00
Å betale                                                              2 689,86

Betalingsfrist: 26.08.2026     Kontonummer: 1503.45.67899     KID: 004711280738

Dersom du har innsigelser mot kravet, må du gi oss skriftlig beskjed innen fristen. Hvis du ikke
betaler, kan kravet bli inndrevet rettslig, og det kan påløpe flere kostnader.
"""


def test_a_letter_is_understood_from_its_pages() -> None:
    letter = understand([typed(LETTER)])
    assert letter.kind.value is LetterKind.BETALINGSOPPFORDRING
    total = letter.field("total")
    assert isinstance(total, Reading)
    assert total.value == Decimal("2689.86")
    assert [str(line.amount) for line in letter.lines] == ["2345.00", "44.86", "300.00"]
    assert letter.fully_read
    assert set(letter.fields) <= set(FIELD_NAMES)


def test_every_reading_leads_to_its_place_on_the_page() -> None:
    letter = understand([typed(LETTER)])
    for name in ("total", "principal", "kid", "account_number", "interest_rate", "interest_from"):
        reading = letter.field(name)
        assert isinstance(reading, Reading), name
        assert reading.evidence
        for evidence in reading.evidence:
            assert evidence.page == 1
            assert evidence.boxes
            assert evidence.span is not None
            start, end = evidence.span
            assert " ".join(letter.transcript.text[start:end].split()) == evidence.quote


def test_a_missing_second_page_is_noticed() -> None:
    letter = understand([typed("Hovedstol    100,00\nÅ betale     100,00\n\nSide 1 av 2")])
    assert letter.pages_expected == 2
    assert not letter.fully_read
    assert "page_missing:2" in letter.warnings


@pytest.mark.parametrize("footer", ["Side 2 av 2", "side 2/2", "Page 2 of 2", "Side 2 (2)"])
def test_a_letter_with_all_its_pages_misses_none(footer: str) -> None:
    pages = [typed("Tekst\n\nSide 1 av 2"), typed(f"Mer tekst\n\n{footer}", number=2)]
    assert pages_expected(build_sheet(pages)) == (2, ())


def test_a_letter_that_counts_no_pages_misses_none() -> None:
    assert pages_expected(build_sheet([typed("Faktura 1 av 3 er betalt")])) == (None, ())


def test_a_poorly_read_photo_is_not_fully_read() -> None:
    letter = understand([scanned(LETTER, confidence=0.6)])
    assert not letter.fully_read
    assert "page_unreadable:1" in letter.warnings


@pytest.mark.parametrize("issue", ["cut_off", "covered", "no_document"])
def test_a_page_of_which_the_picture_does_not_show_all_is_not_fully_read(issue: QualityIssue) -> None:
    page = replace(scanned(LETTER), quality=PageQuality(0.9, (issue,)))
    assert not understand([page]).fully_read


def test_a_picture_of_something_else_as_second_page_is_no_empty_back() -> None:
    other = replace(scanned("", confidence=0.9), number=2, quality=PageQuality(0.2, ("no_document",)))
    assert not understand([scanned(LETTER), other]).fully_read
    assert understand([scanned(LETTER), replace(other, quality=PageQuality(1.0))]).fully_read


@pytest.mark.parametrize("pages", [[], [typed("")], [scanned("")], [typed("§§§ ||| ,,, --- 1 1 1 1 1 1")]])
def test_nothing_to_read_is_no_error(pages: list[Page]) -> None:
    letter = understand(pages)
    assert isinstance(letter.field("total"), Missing)
    assert letter.lines == ()


def test_understanding_takes_no_more_than_a_moment_even_on_a_hostile_page() -> None:
    noise = "\n".join("1 234,56 gebyr rente 12,5 % fra 01.01.2026 KID konto salær å betale " * 2 for _ in range(60))
    started = time.perf_counter()
    understand([typed(noise)])
    assert time.perf_counter() - started < 10


def test_an_address_on_the_net_that_was_read_badly_does_not_make_a_page_unreadable() -> None:
    text = """
    Vi ber deg betale kr 1 250,00 innen 30. september 2026.
    https://post.eksempel.example/u/0/?ik=3fa&view=pt&search=all&permthid=thread-f:17
    Inkassovarsel ble sendt deg i august.
    """
    address = next(word for word in text.split() if word.startswith("https"))
    page = scanned(text, confidence=0.93, unsure={address: 0.2})
    assert "page_unreadable:1" not in understand([page]).warnings


def test_a_few_words_in_a_poor_picture_are_the_rest_of_an_unreadable_letter() -> None:
    clear, poor = (replace(scanned("Ring oss i dag\n"), quality=PageQuality(score)) for score in (0.9, 0.09))
    assert understand([clear]).fully_read
    assert not understand([poor]).fully_read
    assert audit(understand([poor])).outcome == "unreadable"


def test_what_stands_alone_on_a_page_that_was_read_badly_is_in_doubt() -> None:
    text = """
    Fjellkrav Inkasso AS                              Dato: 02.05.2025

    BETALINGSOPPFORDRING

    Du skylder Havdal Rør AS penger for rørleggerarbeid som ikke er betalt ennå.

    Hovedkrav                                         4 480,00
    Inkassosalær                                        350,00
    Å betale                                          4 830,00
    """
    page = scanned(text)
    poor = replace(page, words=tuple(replace(word, confidence=min(word.confidence, 0.87)) for word in page.words))
    well, badly = understand([page]), understand([poor])
    assert any(warning.startswith("page_unreadable") for warning in badly.warnings)
    sure, doubted = well.field("letter_date"), badly.field("letter_date")
    assert isinstance(sure, Reading)
    assert isinstance(doubted, Reading)
    assert doubted.confidence <= DOUBTED < sure.confidence
    assert all(line.confidence > DOUBTED for line in badly.lines if "sum" in line.corroborated)


def test_what_is_repeated_on_a_badly_read_page_may_be_misread_alike() -> None:
    reckoned_otherwise = LETTER.replace(" 44,86", " 54,86").replace("2 689,86", "2 699,86")
    page = scanned(reckoned_otherwise + "\nRenten går videre med 12,25 % i året av 2 345,00 fra 16.06.2026.\n")
    poor = replace(page, words=tuple(replace(word, confidence=min(word.confidence, 0.87)) for word in page.words))
    sure, doubted = (understand([one]).fields["interest_rate"] for one in (page, poor))
    assert isinstance(sure, Reading)
    assert isinstance(doubted, Reading)
    assert sure.corroborated == doubted.corroborated == {"repeated"}
    assert doubted.confidence <= DOUBTED < sure.confidence


def test_the_kind_of_a_badly_read_letter_is_in_doubt_unless_it_has_a_heading_that_tells() -> None:
    headed = scanned(LETTER)
    bare = scanned(re.sub(r"(?m)^.*BETALINGSOPPFORDRING.*$", "", LETTER))
    for page, sure in ((headed, True), (bare, False)):
        poor = replace(page, words=tuple(replace(word, confidence=min(word.confidence, 0.87)) for word in page.words))
        assert (understand([poor]).kind.confidence > DOUBTED) is sure
    assert understand([bare]).kind.confidence > DOUBTED
