"""Totals: which amount the rows add up to, and which sums are only parts of it or stand beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.model import Reading
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of
from tests.parsers.claims import claim_of, rows_of, value
from tests.parsers.paper import scanned, typed


def test_a_subtotal_is_not_counted_twice() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                        2 000,00
            Forsinkelsesrenter                  20,00
            Sum hovedstol og renter          2 020,00
            Purregebyr                          38,00
            Salær                              300,00
            Sum kostnader                      338,00
            Totalt å betale                  2 358,00
            """
        )
    )
    assert [amount for _, amount in rows_of(claim)] == ["2000.00", "20.00", "38.00", "300.00"]


def test_the_sum_before_payments_is_not_the_total() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                        2 000,00
            Inkassosalær                       300,00
            Sum                              2 300,00
            Innbetalt 03.04.2026               500,00
            Å betale                         1 800,00
            """
        )
    )
    assert value(claim, "total") == Decimal("1800.00")
    assert value(claim, "paid") == Decimal("500.00")
    assert [m.value for m in claim.mentions["total"]] == [Decimal("1800.00")]


def test_a_price_for_paying_late_is_not_the_total() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                            4 000,00
            Inkassosalær                           300,00
            Å betale innen fristen               4 300,00
            Å betale etter fristen               4 600,00
            """
        )
    )
    assert value(claim, "total") == Decimal("4300.00")
    assert [m.value for m in claim.mentions["total"]] == [Decimal("4300.00")]


def test_what_is_owed_may_be_the_sum_of_the_rows_above() -> None:
    claim = claim_of(
        typed(
            """
            Opprinnelig krav                       990,00
            Purregebyr                              38,00
            Forsinkelsesrenter                      10,00
            Utestående                           1 038,00
            """
        )
    )
    assert value(claim, "total") == Decimal("1038.00")
    assert value(claim, "principal") == Decimal("990.00")


def test_one_unnamed_amount_that_equals_the_total_is_no_row() -> None:
    claim = claim_of(scanned("ae eee se       500,00\nÅ betale        500,00"))
    total = claim.fields["total"]
    assert isinstance(total, Reading)
    assert "sum" not in total.corroborated
    assert "principal" not in claim.fields


def test_an_amount_over_the_rows_that_is_their_sum_is_the_total_when_its_label_was_not_read() -> None:
    rows = """
        1 710,83 kr

        Opprinnelig krav                   1 388 kr
        Forsinkelsesrente                  22,83 kr
        Varslingsgebyr                        38 kr
        Inkassosalær                         262 kr
    """
    assert value(claim_of(scanned(rows)), "total") == Decimal("1710.83")
    other = claim_of(scanned(rows.replace("1 710,83", "1 720,83")))
    assert "total" not in other.fields


def test_a_rest_that_makes_up_the_total_with_the_fee_is_the_claim() -> None:
    claim = claim_of(
        typed(
            """
            Restkrav                        kr 1 812,-
            Purregebyr                         kr 38,-
            Sum å betale                    kr 1 850,-
            """
        )
    )
    assert rows_of(claim) == [("principal", "1812.00"), ("reminder_fee", "38.00")]
    assert value(claim, "total") == Decimal("1850.00")


def test_a_rest_under_the_rows_is_their_total() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                        1 812,00
            Purregebyr                          38,00
            Restkrav                         1 850,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "1812.00"), ("reminder_fee", "38.00")]
    assert value(claim, "total") == Decimal("1850.00")


@pytest.mark.parametrize(
    "heading", ["Inkassovarsel", "PURRING", "Betalingspåminnelse", "Varsel om inkasso", "Notice of debt collection"]
)
@pytest.mark.parametrize("beside", ["", "Kontonr 1503 40 01070"])
def test_what_a_letter_calls_itself_names_no_amount_under_it(heading: str, beside: str) -> None:
    letter = understand(
        pages_of(f"""
Havdal Strøm AS

Kari Prøvesen
Fjordgata 4
5003 BERGEN

#{heading}

kr 1 265,50                                               {beside}
Frist: 31.12.2025                                         Sendt 17.12.2025

Faktura                                       1 200,00
Renter                                           30,50
Inkassovarsel                                    35,00

Ubetalt krav går til inkasso når fristen er ute.
""")
    )
    total, fee = letter.field("total"), letter.field("reminder_fee")
    assert isinstance(total, Reading)
    assert isinstance(fee, Reading)
    assert (total.value, fee.value) == (Decimal("1265.50"), Decimal("35.00"))


@pytest.mark.parametrize(
    ("asked", "more"),
    [
        ("Regner vi alt sammen, må du betale 1 265,50 kroner innen 3. oktober 2026.", ""),
        ("Legger vi dette sammen, skal du betale kr 1 265,50.", ""),
        ("Det blir 1 265,50 kroner i alt, og det beløpet må du betale innen 3. oktober 2026.", ""),
        ("Summen blir da 1 265,50 kroner totalt.", ""),
        ("It comes to NOK 1 265.50 in all, and this amount must be paid by 3 October 2026.", ""),
        ("Betaler du ikke, må du betale kr 900,00 mer.", "Å betale nå: kr 1 265,50."),
    ],
)
@pytest.mark.parametrize("owed", ["Du er skyldig kr 1 200,00 for sykkelservice.", "Fakturaen er på kr 1 200,00."])
def test_sentences_say_what_all_comes_to(owed: str, asked: str, more: str) -> None:
    text = f"""
    {owed} I tillegg kommer renter med kr 30,50, regnet med
    12 % i året fra 1. august 2026, og purregebyr med kr 35,00. {asked} {more}
    Vi ber deg gjøre opp i tide.
    """
    claim = claim_of(typed(text))
    assert value(claim, "total") == Decimal("1265.50")
    assert value(claim, "principal") == Decimal("1200.00")
    assert str(value(claim, "interest_from")) == "2026-08-01"


@pytest.mark.parametrize(
    ("named", "rows"),
    [
        ("Samlet krav inkludert renter og salær", []),
        ("Å betale, inkl. omkostninger", []),
        ("Totalt", ["1434.86"]),
    ],
)
def test_a_sum_that_holds_costs_is_no_claim_of_its_own(named: str, rows: list[str]) -> None:
    said = "For å bli ferdig med saken betaler du 1 434,86 kroner senest 19. oktober 2026."
    claim = claim_of(typed(f"{said}\n\n{named:44}1 434,86 kr"))
    assert value(claim, "total") == Decimal("1434.86")
    assert [amount for _, amount in rows_of(claim)] == rows
