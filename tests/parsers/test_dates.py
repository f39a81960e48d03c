from __future__ import annotations

import datetime as dt

import pytest

from parsers.dates import find_date_ranges, find_dates, find_day_counts, format_date, parse_date
from parsers.errors import ValueFormatError


@pytest.mark.parametrize(
    ("text", "expected", "printed"),
    [
        ("12.03.2026", "2026-03-12", "12.03.2026"),
        ("Dato: 12.03.2026.", "2026-03-12", "12.03.2026"),
        ("1.7.26", "2026-07-01", "1.7.26"),
        ("15.07.26", "2026-07-15", "15.07.26"),
        ("12-08-26", "2026-08-12", "12-08-26"),
        ("12-08-2026", "2026-08-12", "12-08-2026"),
        ("12/08/2026", "2026-08-12", "12/08/2026"),
        ("12/8-26", "2026-08-12", "12/8-26"),
        ("12/8 2026", "2026-08-12", "12/8 2026"),
        ("12.03. 2026", "2026-03-12", "12.03. 2026"),
        ("12. 03. 2026", "2026-03-12", "12. 03. 2026"),
        ("2026-07-15", "2026-07-15", "2026-07-15"),
        ("2026-07-15T10:00", "2026-07-15", "2026-07-15"),
        ("15. juli 2026", "2026-07-15", "15. juli 2026"),
        ("15.juli 2026", "2026-07-15", "15.juli 2026"),
        ("15\u00a0.".replace("\u00a0", "") + "\u00a0juli 2026", "2026-07-15", "15.\u00a0juli 2026"),
        ("15. AUG. 2026", "2026-08-15", "15. AUG. 2026"),
        ("15. jul. 26", "2026-07-15", "15. jul. 26"),
        ("15. des 2025", "2025-12-15", "15. des 2025"),
        ("måndag 15. juni 2026", "2026-06-15", "15. juni 2026"),
        ("laurdag den 3. mai 2025", "2025-05-03", "3. mai 2025"),
        ("15 July 2026", "2026-07-15", "15 July 2026"),
        ("July 15, 2026", "2026-07-15", "July 15, 2026"),
        ("1st of July, 2026", "2026-07-01", "1st of July, 2026"),
        ("15. juli\n2026", "2026-07-15", "15. juli\n2026"),
        ("29.02.2024", "2024-02-29", "29.02.2024"),
    ],
)
def test_every_printed_form_is_read(text: str, expected: str, printed: str) -> None:
    (match,) = find_dates(text)
    assert dt.date.fromisoformat(expected) == match.date
    assert printed == match.text == text[match.start : match.end]
    assert not match.repaired


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2026",
        "29.02.2025",
        "32. mai 2026",
        "12.13.2026",
        "1234.56.78901",
        "22-33-44",
        "Sak 12-08-26-1",
        "10.12.14.1",
        "15. juli",
        "innen 15. juli 14 dager",
        "15. juli 12,50 kr",
        "14 dager",
        "1203.2026",
        "",
    ],
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert find_dates(text) == []


def test_two_digit_years_are_told() -> None:
    assert [match.two_digit_year for match in find_dates("12.03.26 og 12.03.2026")] == [True, False]


def test_a_date_without_year_needs_the_callers_year() -> None:
    (match,) = find_dates("senest 15. juli, ellers", default_year=2026)
    assert (dt.date(2026, 7, 15), "15. juli") == (match.date, match.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12,03.2026", "2026-03-12"),
        ("12 .03.2026", "2026-03-12"),
        ("l2.O3.2026", "2026-03-12"),
        ("12.03.2O26", "2026-03-12"),
        ("12.03 2026", "2026-03-12"),
        ("12:03:2026", "2026-03-12"),
        ("15. jull 2026", "2026-07-15"),
        ("15. iuni 2026", "2026-06-15"),
        ("15 rnars 2026", "2026-03-15"),
        ("15. augusf 2026", "2026-08-15"),
    ],
)
def test_damage_of_optical_reading_is_repaired_and_told(text: str, expected: str) -> None:
    assert [match for match in find_dates(text) if match.text == text] == []
    (match,) = find_dates(text, tolerant=True)
    assert dt.date.fromisoformat(expected) == match.date
    assert match.repaired
    assert text == match.text


def test_a_month_that_may_be_two_is_not_guessed() -> None:
    assert find_dates("15. jufi 2026", tolerant=True) == []


def test_an_amount_before_a_year_is_no_damaged_date() -> None:
    assert find_dates("kr 12,10 2026", tolerant=True) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("fra 16.06.2026 til og med 27.07.2026", "2026-06-16", "2026-07-27"),
        ("16.06.2026 - 27.07.2026", "2026-06-16", "2026-07-27"),
        ("16.06.2026–27.07.2026", "2026-06-16", "2026-07-27"),
        ("16.06.2026-27.07.2026", "2026-06-16", "2026-07-27"),
        ("f.o.m. 01.01.26 t.o.m. 31.01.26", "2026-01-01", "2026-01-31"),
        ("mellom 1. mai 2026 og 3. juni 2026", "2026-05-01", "2026-06-03"),
        ("16.06. til 27.07.2026", "2026-06-16", "2026-07-27"),
        ("16.12. til 15.01.2026", "2025-12-16", "2026-01-15"),
        ("16.–27. juli 2026", "2026-07-16", "2026-07-27"),
        ("1. juni til 3. juli 2026", "2026-06-01", "2026-07-03"),
    ],
)
def test_spans_of_dates_are_read(text: str, first: str, last: str) -> None:
    (match,) = find_date_ranges(text)
    assert (first, last) == (match.start_date.isoformat(), match.end_date.isoformat())
    assert match.text == text[match.start : match.end]


@pytest.mark.parametrize("text", ["27.07.2026 til 16.06.2026", "1. mai 2026 og 3. juni 2026", "12.03.2026", ""])
def test_two_dates_are_not_always_a_span(text: str) -> None:
    assert find_date_ranges(text) == []


@pytest.mark.parametrize(
    ("text", "days", "printed"),
    [
        ("innen 14 dager", 14, "14 dager"),
        ("14 (fjorten) dager", 14, "14 (fjorten) dager"),
        ("fjorten (14) dager", 14, "fjorten (14) dager"),
        ("fjorten dager", 14, "fjorten dager"),
        ("innan fjorten dagar", 14, "fjorten dagar"),
        ("to uker", 14, "to uker"),
        ("to veker", 14, "to veker"),
        ("14-dagers frist", 14, "14-dagers"),
        ("within 14 days", 14, "14 days"),
        ("tjueen dager", 21, "tjueen dager"),
        ("én uke", 7, "én uke"),
        ("14\ndager", 14, "14\ndager"),
    ],
)
def test_numbers_of_days_are_read(text: str, days: int, printed: str) -> None:
    (match,) = find_day_counts(text)
    assert (days, printed) == (match.days, match.text)
    assert not match.working_days


@pytest.mark.parametrize("text", ["en dag", "100 dager", "0 dager", "1,14 dager", "dag 14", "12.03.2026", "14 kr"])
def test_other_numbers_are_no_days(text: str) -> None:
    assert find_day_counts(text) == []


def test_working_days_are_told() -> None:
    assert find_day_counts("10 virkedager")[0].working_days


def test_a_misread_number_of_days_is_repaired_and_told() -> None:
    (match,) = find_day_counts("I4 dager", tolerant=True)
    assert (match.days, match.repaired) == (14, True)


@pytest.mark.parametrize("text", ["2026-08-12", "12.08.2026", "12.8.26", "12. august 2026", " 12/08/2026 "])
def test_people_may_type_dates_as_they_like(text: str) -> None:
    assert dt.date(2026, 8, 12) == parse_date(text)


@pytest.mark.parametrize("text", ["", "x", "31.02.2026", "12.08.2026 og", "12. august", "08/2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueFormatError):
        parse_date(text)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("nb", "12.\u00a0mars 2026"),
        ("nn", "12.\u00a0mars 2026"),
        ("en", "12\u00a0March 2026"),
        ("xx", "12.\u00a0mars 2026"),
    ],
)
def test_dates_are_written_in_the_asked_language(lang: str, expected: str) -> None:
    assert expected == format_date(dt.date(2026, 3, 12), lang=lang)


def test_the_year_is_left_out_when_it_is_this_year() -> None:
    assert format_date(dt.date(2026, 8, 26), today=dt.date(2026, 11, 22)) == "26.\u00a0august"
    assert format_date(dt.date(2025, 8, 26), today=dt.date(2026, 11, 22)) == "26.\u00a0august 2025"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fristen var 16.\njuli 2026, men", "2026-07-16"),
        ("dated 27\nMay 2026", "2026-05-27"),
        ("innen den 3\nmars 2027.", "2027-03-03"),
    ],
)
def test_a_date_may_break_over_a_lines_end_after_its_day(text: str, expected: str) -> None:
    assert [m.date.isoformat() for m in find_dates(text)] == [expected]


@pytest.mark.parametrize("text", ["Antall: 4\nMai 2026", "Side 2\nJuni 2026"])
def test_a_number_over_a_month_is_no_day_of_it(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Forfall 15.06.2026, dato 09.07.7026", "2026-07-09"),
        ("Forfall 15.06.2026, frist 22.09.20426.", "2026-09-22"),
        ("Forfall 15.06.2026, frist 17.06.206", "2026-06-17"),
        ("Forfall 15.06.2026. Drammen, den 29. september 226", "2026-09-29"),
        ("Forfall 15.06.2026, varsel 9. juli 20526", "2026-07-09"),
        ("Forfall 15.06.2026, frist 26.07.2076", "2026-07-26"),
        ("Forfall 15.06.26, frist 26.07.76 og 12.07.26", "2026-07-26"),
        ("Forfall 15.06.2026, frist 1507.2026", "2026-07-15"),
        ("Forfall 15.06.2026, frist 15.072026", "2026-07-15"),
    ],
)
def test_a_damaged_date_is_put_into_the_year_of_the_others(text: str, expected: str) -> None:
    found = {match.date.isoformat(): match for match in find_dates(text, tolerant=True)}
    assert found[expected].repaired
    assert text[found[expected].start : found[expected].end] == found[expected].text
    assert expected not in {match.date.isoformat() for match in find_dates(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Dato 09.07.7026",
        "Forfall 15.06.2026 og 15.06.2025, frist 17.07.202",
        "Forfall 15.06.2026, frist 17.13.7026",
        "Forfall 15.06.2026, frist 17.07.7137",
        "Forfall 15.06.2026, konto 1234.07.72026",
    ],
)
def test_a_damaged_date_is_left_alone_when_no_year_or_more_than_one_fits(text: str) -> None:
    assert all(match.date.month == 6 for match in find_dates(text, tolerant=True))


def test_days_of_old_claims_keep_their_years() -> None:
    text = "Dom av 03.02.1998, forfall 15.06.2016, brev 12.08.2026, frist 26.08.2026 og 20.08.2026"
    assert [match.date.year for match in find_dates(text, tolerant=True)] == [1998, 2016, 2026, 2026, 2026]
