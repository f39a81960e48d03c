"""What a picture leaves of a letter: a letterhead that was not read, signs misread, headings that go over two lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from parsers.dates import find_dates
from parsers.fields.addressee import find_addressee
from parsers.identifiers import account_check_digit, find_org_numbers
from parsers.layout import build_sheet
from parsers.model import Box, LetterKind, Page, Reading
from parsers.pipeline import understand
from tests.parsers.paper import scanned, typed


def _value(page: Page, field: str) -> object:
    reading = understand([page]).fields.get(field)
    return reading.value if isinstance(reading, Reading) else None


BODY = """



Samira Lindemo                       Saksnr.                  685798/26
Kneippgata 29                        Brevdato                 14.04.2026
3715 SKIEN                           Kravet kommer fra        Knott og Kaffe AS

Betalingsoppfordring

Knott og Kaffe AS har ikke fått betalt og har satt saken til inkasso hos oss.

Fakturabeløp                         6 115,00
Salær                                  600,00
Du skal betale                       6 715,00
"""


@pytest.mark.parametrize(
    "end",
    [
        "Vennlig hilsen\nJonas Vinter, Solvik Inkasso AS",
        "\n" * 30 + "Solvik Inkasso AS * Ekorntunet 20 * 3044 DRAMMEN * Org.nr. 974 760 673",
    ],
)
def test_whom_the_claim_is_from_is_no_sender_though_the_letterhead_is_lost(end: str) -> None:
    page = scanned(f"{BODY}\n{end}")
    assert _value(page, "collector") == "Solvik Inkasso AS"
    assert _value(page, "creditor") == "Knott og Kaffe AS"


def test_a_label_of_a_number_is_no_sender() -> None:
    head = "\n\n\nSolfrid Tindvik          Sendt deg       Sak\nGråsteinstien 17         21.10.2026      2026-52289"
    page = scanned(f"{head}\n4017 STAVANGER\n{BODY.split('Betalingsoppfordring')[1]}")
    assert _value(page, "collector") != "Sak"


def test_an_address_is_the_debtors_though_its_last_letter_is_read_as_a_sign() -> None:
    letter = """
        Solvik Trening AS
        Lillemyrveien 77
        4017 STAVANGER                                Dato 04.04.2026

        Håkon Orrhei
        Kneippgata 41
        4632 KRISTIANSAND $

        Inkassovarsel
        Fakturaen er ikke betalt. Betal 406,00 kroner senest 18.04.2026.
        """
    assert _value(scanned(letter), "creditor") == "Solvik Trening AS"


def test_a_heading_of_two_lines_is_read_as_one() -> None:
    page = typed(
        """
        Solvik Inkasso AS





        Your bill is now a debt collection case: demand for
        payment

        Dear Sanjay Lind, you have had goods from Solvik Bygg AS that have not been paid for, and they have
        asked us to collect the money. Please pay NOK 1,849.23 on or before 27 June 2026. If you object to the claim,
        write to us before then and give us your reasons. The claim may otherwise be taken to the courts.
        """
    )
    first = next(word.box.y0 for word in page.words if word.text == "Your")
    words = [
        replace(w, box=Box(1.4 * w.box.x0, w.box.y0, 1.4 * w.box.x1, w.box.y0 + 0.0125))
        if 0 <= w.box.y0 - first < 0.02
        else w
        for w in page.words
    ]
    letter = understand([replace(page, words=tuple(words))])
    assert letter.kind.value is LetterKind.BETALINGSOPPFORDRING
    assert isinstance(letter.heading, Reading)
    assert letter.heading.value == "Your bill is now a debt collection case: demand for payment"


def test_a_speck_behind_a_day_makes_no_period_of_two_columns() -> None:
    page = scanned(
        """
        Betalingsoppfordring

        Fakturadato          Forfallsdato         Rentesats
        24.05.2026-          03.06.2026           12,25%
        Renter regnes fra
        03.06.2026

        Opprinnelig krav     2 107,00
        Forsinkelsesrente       44,25
        Å betale             2 151,25
        """
    )
    assert _value(page, "interest_from") == dt.date(2026, 6, 3)


def test_a_mark_read_as_a_letter_is_no_part_of_the_senders_name() -> None:
    letter = f"""
        Å  Solvik Inkasso AS
        {BODY}

        Solvik Inkasso AS, Postboks 550, 9011 TROMSØ | Organisasjonsnummer 974 760 673
        """
    assert _value(scanned(letter.replace("\n        ", "\n").replace("Å  ", "Å ")), "collector") == "Solvik Inkasso AS"


def test_an_account_number_that_lost_a_dot_is_read_if_its_check_digit_fits() -> None:
    letter = "Inkassovarsel\n\n\nNy frist       Mottakerkonto    KID\n07.08.2026     {}     38890560358159307184"
    right = "150345 6789" + str(account_check_digit("1503456789"))
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert _value(scanned(letter.format(right)), "account_number") == right.replace(" ", "")
    assert _value(scanned(letter.format(wrong)), "account_number") is None


def test_a_photo_is_told_to_be_read_badly_sooner_than_a_scan() -> None:
    page = scanned(BODY * 2, confidence=0.89)
    assert not understand([page]).fully_read
    assert understand([replace(page, source="scan")]).fully_read


@pytest.mark.parametrize("printed", ["974 760673", "974760 673", "974 760   673", "974.760 673"])
def test_an_organisation_number_that_lost_a_blank_is_read_behind_its_label(printed: str) -> None:
    found = find_org_numbers(f"Solvik Inkasso AS, Org.nr. {printed} MVA", tolerant=True)
    assert [(number.digits, number.marked) for number in found] == [("974760673", True)]
    assert not find_org_numbers(f"Org.nr. {printed[:-1]}4", tolerant=True)
    assert not find_org_numbers(f"Ref. {printed}", tolerant=True)


def test_a_speck_before_a_months_name_is_no_part_of_it() -> None:
    (found,) = find_dates("med frist 27. .juni 2026", tolerant=True)
    assert found.date == dt.date(2026, 6, 27)
    assert not find_dates("med frist 27. .juni 2026")


def test_an_empty_line_before_a_postcode_read_low_parts_no_address() -> None:
    page = scanned("Solvik Inkasso AS\n\n\n\nHenrik Lyng\nMåltrostlia 19\n\n8008 BODØ\n\n\n\nBetalingsoppfordring")
    words = [
        replace(w, box=Box(w.box.x0, w.box.y0 + 0.001, w.box.x1, w.box.y1 - 0.001)) if w.text in "8008 BODØ" else w
        for w in page.words
    ]
    found = find_addressee(build_sheet([replace(page, words=tuple(words))]))
    assert found is not None
    assert found.name == "Henrik Lyng"
