"""What the block of references leaves over is told by elimination, and never surely."""

from __future__ import annotations

import pytest

from parsers.fields.leftover import LEFT_OVER
from parsers.model import Reading
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

LETTER = """
    Nordhav Inkasso AS

    Kari Prøvesen                                                          Dato           14.08.2026
    Fjordgata 4                                                            {label:<18}{value}
    5003 BERGEN                                                            Kreditor       Polar Gym AS
                                                                           Fakturanr.     20418

#Betalingsoppfordring
    Inkassovarsel ble sendt 02.07.2026 med frist 16.07.2026.

    Hovedstol                                                                                  650,00
    Inkassosalær                                                                               187,50
    Å betale                                                                                  837,50

    Betalingsfrist: 28.08.2026. Konto 1503.40.12345, KID 000020417.
"""


@pytest.mark.parametrize(
    ("label", "value", "field"),
    [
        ("Rotnavn", "Medlemskap for august", "claim_description"),
        ("Opprinnelse", "Medlemskap for august", "claim_description"),
        ("Mappekode", "7743-26", "case_number"),
        ("Kontoreferanse", "774326", "case_number"),
    ],
)
def test_the_one_label_that_nothing_knows(label: str, value: str, field: str) -> None:
    reading = understand(pages_of(LETTER.format(label=label, value=value))).field(field)
    assert isinstance(reading, Reading)
    assert reading.value == value


def test_elimination_is_never_sure() -> None:
    reading = understand(pages_of(LETTER.format(label="Rotnavn", value="Medlemskap for august"))).field(
        "claim_description"
    )
    assert isinstance(reading, Reading)
    assert reading.confidence <= LEFT_OVER


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Behandles av", "Lise Eksempelmo"),
        ("Avdeling", "Kundesenteret i nord"),
        ("Utskriftsform", "Sendt på papir"),
        ("Eier", "Solsikke Drift AS"),
    ],
)
def test_people_places_and_firms_are_not_what_the_claim_is_for(label: str, value: str) -> None:
    letter = understand(pages_of(LETTER.format(label=label, value=value)))
    assert not isinstance(letter.field("claim_description"), Reading)


def test_a_number_that_may_be_the_bills_is_the_customers_where_the_bills_is_another() -> None:
    letter = understand(pages_of(LETTER.format(label="Avtalenr.", value="5512398")))
    invoice, customer = letter.field("invoice_number"), letter.field("customer_number")
    assert isinstance(invoice, Reading)
    assert isinstance(customer, Reading)
    assert (invoice.value, customer.value) == ("20418", "5512398")
