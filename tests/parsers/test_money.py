from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.errors import ParserError, ValueFormatError
from parsers.money import (
    column_rivals,
    find_amounts,
    find_percentages,
    format_amount,
    format_kroner_prose,
    parse_amount,
)


def amounts(text: str, *, tolerant: bool = False, bare_integers: bool = False) -> list[str]:
    found = find_amounts(text, tolerant=tolerant, bare_integers=bare_integers)
    assert all(text[match.start : match.end] == match.text for match in found)
    return [str(match.amount) for match in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kr 1 234,56", ["1234.56"]),
        ("kr. 1.234,56", ["1234.56"]),
        ("1 234,56", ["1234.56"]),
        ("1234,-", ["1234.00"]),
        ("1 234,–", ["1234.00"]),
        ("1234,--", ["1234.00"]),
        ("300.-", ["300.00"]),
        ("NOK 1 234,56", ["1234.56"]),
        ("1 234,56 kr", ["1234.56"]),
        ("300,00kr", ["300.00"]),
        ("kr300,00", ["300.00"]),
        ("1 234 kroner", ["1234.00"]),
        ("1.234 kr", ["1234.00"]),
        ("kr 1.234", ["1234.00"]),
        ("1234.56", ["1234.56"]),
        ("2,345.67", ["2345.67"]),
        ("NOK 12,345.00", ["12345.00"]),
        ("1'234,50", ["1234.50"]),
        ("kr 1\u00a0234,56", ["1234.56"]),
        ("1\u2009234,56", ["1234.56"]),
        ("1\u202f234,56", ["1234.56"]),
        ("1\u2007234,56", ["1234.56"]),
        ("kr 1 234 567,00", ["1234567.00"]),
        ("kr 0", ["0.00"]),
        ("12 kroner og 50 øre", ["12.50"]),
        ("Å betale kr 2 886,57 innen 26.08.2026.", ["2886.57"]),
        ("Salæret er 300,00, gebyret 35,00.", ["300.00", "35.00"]),
        ("Gebyr kr 300 salær kr 400", ["300.00", "400.00"]),
        ("Faktura 12345 kr 1 248,00", ["1248.00"]),
        ("300 kr 400 kr", ["300.00", "400.00"]),
        ("300,00 kr 500,00", ["300.00", "500.00"]),
        ("mellom 500-1000 kr", ["1000.00"]),
        ("100,00 – 200,00", ["100.00", "200.00"]),
        ("300,12 des. 2025", ["300.12"]),
        ("375,00 x 2 = 750,00", ["375.00", "750.00"]),
    ],
)
def test_every_printed_form_is_read(text: str, expected: list[str]) -> None:
    assert expected == amounts(text)


@pytest.mark.parametrize(
    "text",
    [
        "12.03.2026",
        "12.03.26",
        "2026-07-15",
        "15. juli 2026",
        "12,25 %",
        "12,25%",
        "12,25 prosent",
        "1234.56.78901",
        "1234 56 78901",
        "12345678901",
        "KID 000047112807319",
        "Org.nr. 999 999 999",
        "999 999 999",
        "22 33 44 55",
        "tlf. 815 00 000",
        "§ 2-2",
        "§ 10",
        "punkt 2.10",
        "0150 Oslo",
        "kl. 12.30",
        "kl. 09.00 til 15.30",
        "08.00-15.30",
        "1,15 rettsgebyr",
        "0,4 ganger inkassosatsen",
        "450,00 kWh",
        "EUR 12,50",
        "12,50 €",
        "1,5 millioner kroner",
        "14 dager",
        "1234",
        "1 234",
        "A4",
        "",
    ],
)
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "-62,50",
        "–62,50",
        "−62,50",
        "- 62,50",
        "− 62,50",
        "62,50-",
        "62,50 −",
        "kr -62,50",
        "-kr 62,50",
        "(62,50)",
    ],
)
def test_a_minus_before_or_after_makes_a_credit(text: str) -> None:
    assert amounts(text) == ["-62.50"]


@pytest.mark.parametrize("text", ["Gebyr - 62,50", "(kr 62,50)", "Renter–62,50", "35,00-62,50"])
def test_a_dash_that_only_separates_is_no_minus(text: str) -> None:
    assert all(not amount.startswith("-") for amount in amounts(text))
    assert amounts(text, tolerant=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 248,00 300,00", ["1248.00", "300.00"]),
        ("15 dager 51,37 kr", ["51.37"]),
        ("12.03.2026 500,00", ["500.00"]),
        ("1 248,00 15.06.2026", ["1248.00"]),
        ("2345 678,00", ["678.00"]),
        ("1 2 345,00", ["2345.00"]),
        ("Renter 12,25 % av 2 345,00 i 15 dager = 11,81", ["2345.00", "11.81"]),
    ],
)
def test_neighbouring_columns_are_kept_apart(text: str, expected: list[str]) -> None:
    assert expected == amounts(text)


def test_a_blank_that_may_be_a_column_gap_has_rivals() -> None:
    (match,) = find_amounts("Antall 12 345,00")
    assert Decimal("12345.00") == match.amount
    (rival,) = column_rivals(match)
    assert Decimal("345.00") == rival.amount
    assert "345,00" == "Antall 12 345,00"[rival.start : rival.end] == rival.text
    (two, one) = column_rivals(find_amounts("1 234 567,00 kr")[0])
    assert (Decimal("234567.00"), Decimal("567.00")) == (two.amount, one.amount)


def test_a_no_break_space_is_no_column_gap() -> None:
    assert column_rivals(find_amounts("12\u00a0345,00")[0]) == []


def test_bare_integers_are_amounts_only_on_request() -> None:
    assert amounts("Hovedstol 2345") == []
    assert amounts("Hovedstol 2345", bare_integers=True) == ["2345.00"]
    assert amounts("12.03.2026 § 17", bare_integers=True) == []


def test_currency_and_decimals_are_told() -> None:
    (plain,) = find_amounts("1 234,56")
    (with_kr,) = find_amounts("kr 1 234")
    assert (plain.has_currency, plain.has_decimals) == (False, True)
    assert (with_kr.has_currency, with_kr.has_decimals) == (True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234 ,56", "1234.56"),
        ("1 234, 56", "1234.56"),
        ("kr300,OO", "300.00"),
        ("l 234,56", "1234.56"),
        ("1.234.56", "1234.56"),
        ("1,234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("3O0 kr", "300.00"),
        ("S0,00", "50.00"),
        ("Salær375.00", "375.00"),
    ],
)
def test_damage_of_optical_reading_is_repaired_and_told(text: str, expected: str) -> None:
    (match,) = find_amounts(text, tolerant=True)
    assert expected == str(match.amount)
    assert match.repaired


@pytest.mark.parametrize("text", ["1 234,56", "kr 300", "2,345.67", "kr. 1.234,00", "1234,-"])
def test_sound_amounts_are_not_called_repaired(text: str) -> None:
    assert amounts(text) == amounts(text, tolerant=True)
    assert not find_amounts(text, tolerant=True)[0].repaired


def test_a_lost_comma_is_not_guessed() -> None:
    assert amounts("kr 160346", tolerant=True) == ["160346.00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1234", "1234.00"),
        ("1234.5", "1234.50"),
        ("1.234", "1234.00"),
        (" kr 300,- ", "300.00"),
        ("-5", "-5.00"),
        ("500,00 kr", "500.00"),
        ("12.03", "12.03"),
    ],
)
def test_people_may_type_amounts_as_they_like(text: str, expected: str) -> None:
    assert Decimal(expected) == parse_amount(text)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1234,567", "12.03.2026", "300,00 400,00", "5 %", "kr"])
def test_what_is_no_amount_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(ValueFormatError) as caught:
        parse_amount(text)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, ParserError)
    assert caught.value.code == "invalid_value"
    assert "1\u00a0234,50" in caught.value.message


@pytest.mark.parametrize(
    ("amount", "row", "prose"),
    [
        ("2345", "2\u00a0345,00", "2\u00a0345\u00a0kroner"),
        ("-62.5", "\u221262,50", "\u221262,50\u00a0kroner"),
        ("1", "1,00", "1\u00a0krone"),
        ("375.00", "375,00", "375\u00a0kroner"),
        ("1234567.005", "1\u00a0234\u00a0567,01", "1\u00a0234\u00a0567,01\u00a0kroner"),
        ("0", "0,00", "0\u00a0kroner"),
    ],
)
def test_amounts_are_written_as_norwegians_do(amount: str, row: str, prose: str) -> None:
    assert row == format_amount(Decimal(amount))
    assert prose == format_kroner_prose(Decimal(amount))


def test_english_prose_has_english_figures() -> None:
    assert format_kroner_prose(Decimal("2375.5"), lang="en") == "NOK\u00a02,375.50"


@pytest.mark.parametrize(
    ("text", "rate", "printed", "per_month"),
    [
        ("rente 12,25 % p.a.", "12.25", "12,25 %", False),
        ("12,25%", "12.25", "12,25%", False),
        ("12.25 % p.a.", "12.25", "12.25 %", False),
        ("8%", "8", "8%", False),
        ("12,25 prosent", "12.25", "12,25 prosent", False),
        ("1,5 % pr. mnd", "1.5", "1,5 %", True),
        ("1,5 % per måned", "1.5", "1,5 %", True),
        ("2 % pr. påbegynt mnd.", "2", "2 %", True),
        ("1,5 % månedlig", "1.5", "1,5 %", True),
        ("25 % mva", "25", "25 %", False),
    ],
)
def test_percentages_are_read_with_their_period(text: str, rate: str, printed: str, per_month: bool) -> None:
    (match,) = find_percentages(text)
    assert (Decimal(rate), printed, per_month) == (match.rate, match.text, match.per_month)
    assert printed == text[match.start : match.end]


@pytest.mark.parametrize("text", ["12,25 °/o", "l2,25 %", "12 ,25 %", "12,25 0/0"])
def test_a_damaged_percentage_is_read_when_tolerant(text: str) -> None:
    (match,) = find_percentages(text, tolerant=True)
    assert Decimal("12.25") == match.rate


@pytest.mark.parametrize("text", ["1234 %", "% 12", "12,25", "12 kr"])
def test_other_numbers_are_no_percentages(text: str) -> None:
    assert find_percentages(text) == []
