"""Rows whose names are abbreviated, numbered, broken over lines, or may be the claim's as well as the total's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.fields.number_phrases import numbers_in
from parsers.model import Page, Reading
from parsers.pipeline import understand
from tests.parsers.claims import claim_of, rows_of, value
from tests.parsers.paper import typed


def _told(page: Page, name: str) -> object:
    found = understand([page]).field(name)
    return found.value if isinstance(found, Reading) else None


def test_a_fee_is_named_by_both_lines_of_its_label() -> None:
    claim = claim_of(
        typed(
            """
            Regningen                     1 220,00
            Gebyr vår                        95,00
            betalingsoppfordring
            Sum                           1 315,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "1220.00"), ("own_demand_fee", "95.00")]


def test_what_stands_under_a_fee_and_names_no_kind_of_it_leaves_it_as_it_is() -> None:
    claim = claim_of(
        typed(
            """
            Regningen                     1 220,00
            Gebyr                            38,00
            for utsendelsen
            Sum                           1 258,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "1220.00"), ("reminder_fee", "38.00")]


def test_compensation_may_be_abbreviated() -> None:
    claim = claim_of(
        typed(
            """
            Faktura 5120                  8 310,00
            Std.komp. for innkreving        470,00
            Å betale                      8 780,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "8310.00"), ("compensation", "470.00")]


@pytest.mark.parametrize("name", ["ORDRETOTAL", "Regningstotal", "Fakturatotal NOK"])
def test_what_a_bill_comes_to_is_the_total_of_its_rows(name: str) -> None:
    claim = claim_of(
        typed(
            f"""
            Pos  Tekst                             Antall        Beløp
            1    Ubetalt fra tidl. regning              1      1890.00
            2    Gebyr v/varsel                         1        35.00
            {name:<38}                                         1925.00
            """
        )
    )
    assert rows_of(claim) == [("principal", "1890.00"), ("reminder_fee", "35.00")]
    assert value(claim, "total") == Decimal("1925.00")


def test_what_a_bill_came_to_is_the_claim_where_a_fee_follows_it() -> None:
    claim = claim_of(
        typed(
            """
            Fakturatotal                           1890.00
            Purregebyr                               35.00
            Å betale                               1925.00
            """
        )
    )
    assert rows_of(claim) == [("principal", "1890.00"), ("reminder_fee", "35.00")]
    assert value(claim, "total") == Decimal("1925.00")


@pytest.mark.parametrize("name", ["Saldo tidligere regning", "Saldo fra forrige faktura", "Saldo oppr. faktura"])
def test_what_is_left_of_an_earlier_bill_is_the_claim(name: str) -> None:
    claim = claim_of(
        typed(
            f"""
            {name:<38} 1890.00
            Varselgebyr                               35.00
            Sum                                     1925.00
            """
        )
    )
    assert rows_of(claim) == [("principal", "1890.00"), ("reminder_fee", "35.00")]


def test_the_numbers_in_a_column_beside_a_table_leave_its_head_a_head() -> None:
    claim = claim_of(
        typed(
            """
            Løpenr
            6610287        Linje  Vare                             Antall      Sum NOK
            Ref            1      Rest av faktura                       1      2210.00
            771520         2      Purregebyr                            1        35.00
                           I ALT                                               2245.00
            """
        )
    )
    assert rows_of(claim) == [("principal", "2210.00"), ("reminder_fee", "35.00")]


def test_what_is_left_beside_the_same_total_is_the_claim() -> None:
    claim = claim_of(
        typed(
            """
            Beløpet som står igjen      Til sammen
            kr 3 118,-                  kr 3 118,-
            """
        )
    )
    assert rows_of(claim) == [("principal", "3118.00")]
    assert value(claim, "total") == Decimal("3118.00")


def test_the_total_in_a_numbered_box_is_no_interest() -> None:
    claim = claim_of(
        typed(
            """
            Samlet beløp med renter og gebyrer                 1 990,40

            9 Samlet beløp med renter og gebyrer      10 Betales innen
            kr 1 990,40                               02.05.2026
            """
        )
    )
    assert rows_of(claim) == []
    assert value(claim, "total") == Decimal("1990.40")


def test_what_a_bill_comes_to_is_not_its_number() -> None:
    page = typed(
        """
        Dokument-ID
        661204

        Utestående faktura                  1892.50
        Purregebyr                            35.00
        Å betale                            1927.50
        """
    )
    assert _told(page, "invoice_number") not in {"1892.50", "1892", "189"}
    assert _told(page, "principal") == Decimal("1892.50")


@pytest.mark.parametrize("text", ["Ubetalt faktura 1892.50 og gebyr", "Faktura 18920,00 er ubetalt"])
def test_part_of_an_amount_is_no_number(text: str) -> None:
    assert list(numbers_in(text)) == []
