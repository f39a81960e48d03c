"""Running text that a line's end breaks: numbers in groups, amounts, sums told in sentences beside key words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers.fields.payment import PaymentReading, read_payment
from parsers.identifiers import account_check_digit, is_valid_kid, kid_check_digit
from parsers.layout import build_sheet
from parsers.model import Box, Page, PageQuality, Reading, Word, WordSource
from tests.parsers.claims import claim_of, rows_of, value
from tests.parsers.paper import scanned, typed

KID = "29479056888" + kid_check_digit("29479056888", "MOD10")
A, B, C, D = (KID[i : i + 3] for i in (0, 3, 6, 9))
ACCOUNT = "1503456789" + str(account_check_digit("1503456789"))
READ = pytest.mark.parametrize("read", [typed, scanned])
Reader = Callable[[str], Page]


def payment_of(page: Page) -> PaymentReading:
    return read_payment(build_sheet([page]))


@pytest.mark.parametrize(
    "text",
    [
        f"Vi ber deg betale til vår konto og merke betalingen med KID {A} {B}\n{C} {D}. Da vet vi hvem den er fra.",
        f"Du kan betale i nettbanken, og da merker du den med KID-nummeret {A}\n{B} {C} {D}, ellers blir den borte.",
        f"Pay to our account before the day is out, and quote the KID {A} {B} {C}\n{D} so that we can see whose it is.",
        f"Beløpet må være hos oss innen fristen, og betalingen merkes med KID\n{A} {B} {C} {D}. Skriv gjerne til oss.",
        f"KID            {A} {B}\n               {C} {D}\nBeløp          4 000,00",
        f"Til konto      KID\n{ACCOUNT}    {A} {B} {C}\n               {D}",
    ],
)
@READ
def test_a_number_that_a_lines_end_breaks_between_its_groups_is_read_whole(text: str, read: Reader) -> None:
    reading = payment_of(read(text)).fields["kid"]
    assert isinstance(reading, Reading)
    assert (reading.value, reading.confidence >= 0.9) == (KID, True)


@READ
def test_an_account_that_a_lines_end_breaks_is_read_whole(read: Reader) -> None:
    text = f"Pengene kan du sette inn på konto {ACCOUNT[:4]} {ACCOUNT[4:6]}\n{ACCOUNT[6:]}, eller du kan ringe oss."
    reading = payment_of(read(text)).fields["account_number"]
    assert isinstance(reading, Reading)
    assert reading.value == ACCOUNT


def test_a_number_whose_end_cannot_be_told_is_in_doubt() -> None:
    broken, days = f"{A} {B} {C} 998", "14"
    assert not any(is_valid_kid(digits) for digits in (broken.replace(" ", ""), broken.replace(" ", "") + days))
    text = f"Ved betaling bruker du vårt kontonummer og KID {broken}\n{days} dager har du på deg, så blir det dyrere."
    reading = payment_of(typed(text)).fields["kid"]
    assert isinstance(reading, Reading)
    assert reading.confidence <= 0.6


def test_figures_that_follow_a_whole_number_on_the_next_line_are_none_of_it() -> None:
    text = (
        f"Ved betaling i nettbank bruker du kontonummeret vårt og KID {KID}\n4500 kroner må være hos oss innen fristen."
    )
    reading = payment_of(typed(text)).fields["kid"]
    assert isinstance(reading, Reading)
    assert reading.value == KID


@pytest.mark.parametrize(
    ("text", "rows", "total"),
    [
        (
            """
            Vi savner betaling for regningen du fikk fra oss i mai. Regningen var på 4
            851,50 kroner, og for dette brevet tar vi et purregebyr på 38 kroner. Det du må
            betale nå, er derfor 4 889,50 kroner.
            """,
            [("principal", "4851.50"), ("reminder_fee", "38.00")],
            "4889.50",
        ),
        (
            """
            Du skylder oss til sammen 2 463,50 kroner. Av dette er 2 425,50 kroner for fakturaen og 38,00
            kroner et gebyr for denne påminnelsen. Vi ber deg betale alt på en gang.
            """,
            [("principal", "2425.50"), ("reminder_fee", "38.00")],
            "2463.50",
        ),
        (
            """
            Rekninga du har fått frå oss er på 3 120 kroner. I tillegg kjem eit gebyr for purring på 38
            kroner. Alt du skal betale blir då 3 158 kroner, og det må vere hos oss innan fristen.
            """,
            [("principal", "3120.00"), ("reminder_fee", "38.00")],
            "3158.00",
        ),
        (
            """
            The invoice is for NOK 2,450.00. A reminder fee of NOK 38.00 has been added to it. What you have
            to pay is therefore NOK 2,488.00, and we must have the money before the deadline is out.
            """,
            [("principal", "2450.00"), ("reminder_fee", "38.00")],
            "2488.00",
        ),
        (
            """
            Det opprinnelige kravet er kr 8 200,00. Inkassosalæret er på kr 900,00 og rentene så langt er på
            kr 121,40. Ved full betaling i dag gjøres saken opp med kr 9 221,40, og da er du ferdig med oss.
            """,
            [("principal", "8200.00"), ("collection_fee", "900.00"), ("interest", "121.40")],
            "9221.40",
        ),
        (
            """
            Hvor mye      Beløpet på regningen er 12 521,65 kroner. Gebyret for varselet er 38
                          kroner. Det blir 12 559,65 kroner i alt.
            """,
            [("principal", "12521.65"), ("reminder_fee", "38.00")],
            "12559.65",
        ),
    ],
)
@READ
def test_sums_told_in_sentences(text: str, rows: list[tuple[str, str]], total: str, read: Reader) -> None:
    claim = claim_of(read(text))
    assert (rows_of(claim), str(value(claim, "total"))) == (rows, total)


def test_a_numbered_thing_at_a_lines_end_is_no_part_of_the_next_lines_amount() -> None:
    claim = claim_of(
        typed(
            """
            Vi viser til avtalen din med oss. Etter det som står i avtalens vilkår, i punkt 3
            851,50 kroner er det du skulle ha betalt for fakturaen som du fikk av oss i mai.
            """
        )
    )
    assert "3851.50" not in [amount for _, amount in rows_of(claim)]


def test_a_stretched_line_of_a_narrow_column_is_one_line_of_text() -> None:
    def line(words: str, row: int, width: float | None) -> list[Word]:
        found, x = [], 0.52
        parts = words.split()
        letters = sum(len(w) for w in parts) * 0.008
        gap = 0.005 if width is None else (width - letters) / (len(parts) - 1)
        for word in parts:
            right = x + len(word) * 0.008
            found.append(Word(word, Box(x, 0.3 + row * 0.018, right, 0.313 + row * 0.018), 1.0, WordSource.TEXT_LAYER))
            x = right + gap
        return found

    words = [
        *line("Oppgjøret med kr 7.060,29 må skje før 21. juni 2026", 0, 0.4),
        *line(f"til klientkontoen {ACCOUNT} og med KID", 1, 0.4),
        *line(f"{KID}.", 2, None),
    ]
    payment = payment_of(Page(1, "text", 1240, 1754, 0, tuple(words), PageQuality(1.0)))
    for name, digits in (("kid", KID), ("account_number", ACCOUNT)):
        reading = payment.fields[name]
        assert isinstance(reading, Reading)
        assert reading.value == digits
