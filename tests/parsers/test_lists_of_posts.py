"""Lists of posts with heads that no dictionary holds: what their columns hold is told from the company they keep."""

from __future__ import annotations

import pytest

from parsers.model import Reading
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of, sheet_of

HEAD = """
    Lyngrabben Hagesenter AS

    Kari Prøvesen                                                          Dato           14.08.2026
    Fjordgata 4
    5003 BERGEN

#Betalingspåminnelse
    Postene under er ikke gjort opp.
"""
FOOT = """
    Purregebyr                                                                                 38,00
    Å betale                                                                                  688,00

    Betalingsfrist: 28.08.2026. Konto 1503.40.12345, KID 000020417.
"""
LISTS = {
    "the column of words is what the claim is for": (
        """
    Art       Fakturanr      Forfall        Betegnelse                    Rest
    FA        20418          10.06.2026     Hekkplanter og gjødsel        650,00
        """,
        {"claim_description": "Hekkplanter og gjødsel", "invoice_number": "20418", "original_due_date": "2026-06-10"},
    ),
    "a number without a known head is the bill's": (
        """
    Dokument       Forfall        Hva                           Rest
    20418          10.06.2026     Hekkplanter og gjødsel        650,00
        """,
        {"claim_description": "Hekkplanter og gjødsel", "invoice_number": "20418"},
    ),
    "the number of each claim in a list of claims is its bill's": (
        """
    Andel        Krav nr.       Forfall        Spesifikasjon                 Rest
    881204       20418          10.06.2026     Hekkplanter og gjødsel        650,00
        """,
        {"customer_number": "881204", "invoice_number": "20418", "claim_description": "Hekkplanter og gjødsel"},
    ),
    "the earlier of two days is the bill's own": (
        """
    Fakturanr      Bokført        Forfall        Hva                           Rest
    20418          21.05.2026     10.06.2026     Hekkplanter og gjødsel        650,00
        """,
        {"invoice_date": "2026-05-21", "original_due_date": "2026-06-10"},
    ),
    "words may stand in small letters": (
        """
    Fakturanr      Forfall        Beskrivelse                   Rest
    20418          10.06.2026     hekkplanter og gjødsel        650,00
        """,
        {"claim_description": "hekkplanter og gjødsel"},
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_heads_nobody_knows(name: str) -> None:
    table, wanted = LISTS[name]
    letter = understand(pages_of(HEAD + table + FOOT))
    readings = {field: letter.field(field) for field in wanted}
    assert {f: str(r.value) for f, r in readings.items() if isinstance(r, Reading)} == wanted


def test_a_clerk_in_a_strip_of_references_is_not_what_the_claim_is_for() -> None:
    strip = """
    Fakturanr      Saksbehandler          Forfall        Rest
    20418          Lise Eksempelmo        10.06.2026     650,00
    """
    assert not isinstance(understand(pages_of(HEAD + strip + FOOT)).field("claim_description"), Reading)


def test_the_first_head_of_a_list_is_no_end_of_the_sentence_over_it() -> None:
    sheet = sheet_of(
        """
    Postene under er registrert som forfalte og ikke gjort opp per i dag:
    Type      Bilag      Forfall        Tekst                     Rest NOK
    FA        20418      10.06.2026     Hekkplanter               650,00
        """
    )
    heads = next(c for c in sheet.cells if c.text == "Type")
    assert [c.text for c in sheet.line_cells(heads.line)] == ["Type", "Bilag", "Forfall", "Tekst", "Rest NOK"]


def test_what_the_bills_of_a_list_make_together_is_no_further_bill() -> None:
    letter = understand(
        pages_of("""
    Lyngrabben Hagesenter AS                                               Dato           14.08.2026

#Inkassovarsel

    Fakturanr    Gjelder                Fakturadato    Forfallsdato         Beløp
    522601       Hageplanter juli       01.07.2026     15.07.2026        1 250,00
    522940       Hageplanter august     15.07.2026     29.07.2026          750,00
    Hovedstol, sum fakturaer per 29.07.2026                              2 000,00
    Gebyr for inkassovarsel                                                 38,00
    Å betale                                                             2 038,00
""")
    )
    assert [item.number.value for item in letter.claims if isinstance(item.number, Reading)] == ["522601", "522940"]
    assert len(letter.claims) == 2
