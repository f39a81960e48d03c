"""Tables of what things would cost: left out of the demand, however they are headed; tables of the demand are not."""

from __future__ import annotations

import pytest

from tests.parsers.claims import claim_of, rows_of
from tests.parsers.paper import typed

DEMAND = """
Hovedstol                        2 000,00
Inkassosalær                       300,00
Å betale                         2 300,00
"""
ROWS = [("principal", "2000.00"), ("collection_fee", "300.00")]


@pytest.mark.parametrize(
    "head",
    [
        "Kostnader som kan komme i tillegg",
        "Mulige videre kostnader",
        "Kostnadar som kan kome til",
        "Dette kan det koste deg",
        "Gebyrer som kan påløpe hvis du ikke betaler",
        "Kostnader ved videre inndriving",
        "Costs that may be added",
        "Possible further costs",
        "Prisliste",
        "Gjeldende satser",
        "Maksimalsatser for gebyr og salær",
    ],
)
def test_what_may_still_come_is_no_part_of_the_demand(head: str) -> None:
    later = """
    Rettsgebyr ved forliksklage      2 508,00
    Skriving av forliksklage           800,00
    Gebyr for utlegg                 1 200,00
    """
    assert rows_of(claim_of(typed(f"{DEMAND}\n\n{head}\n{later}"))) == ROWS


@pytest.mark.parametrize(
    "head",
    ["Rettslige kostnader", "Kostnader som er påløpt", "Kravet består av", "Omkostninger til nå"],
)
def test_costs_that_were_charged_stay_whatever_heads_them(head: str) -> None:
    page = typed(
        f"""
        Hovedstol                        2 000,00
        Inkassosalær                       300,00

        {head}
        Rettsgebyr                       1 345,00
        Å betale                         3 645,00
        """
    )
    assert rows_of(claim_of(page)) == [*ROWS, ("legal_costs", "1345.00")]


def test_a_heading_that_may_be_of_what_comes_takes_nothing_from_what_stands_over_the_total() -> None:
    page = typed(
        """
        Krav i alt                       3 645,00

        Kravet
        Hovedstol                        2 000,00
        Inkassosalær                       300,00

        Kostnader ved rettslig inndriving
        Rettsgebyr                       1 345,00
        Å betale                         3 645,00
        """
    )
    assert rows_of(claim_of(page)) == [*ROWS, ("legal_costs", "1345.00")]


@pytest.mark.parametrize(
    "table",
    [
        """
        Krav til og med         Lett salær      Tungt salær
        kr 1 000                 kr 262,50        kr 525,00
        kr 2 500                 kr 300,00        kr 600,00
        kr 10 000                kr 600,00      kr 1 200,00
        """,
        """
        Salær for krav inntil 500              187,50
        Salær for krav inntil 1 000            262,50
        Salær for krav inntil 2 500            300,00
        """,
        """
        Krav over 2 500 til 10 000             600,00
        Krav over 10 000 til 50 000          1 200,00
        Krav over 50 000                     2 700,00
        """,
        """
        0 – 500                                187,50
        501 – 1 000                            262,50
        1 001 – 2 500                          300,00
        """,
    ],
)
def test_a_table_of_bands_is_no_demand_wherever_it_stands(table: str) -> None:
    page = "\n".join(line.strip() for line in table.strip("\n").split("\n"))
    assert rows_of(claim_of(typed(f"{DEMAND}\n\nSalær\n{page}"))) == ROWS


def test_pieces_of_an_interest_calculation_are_no_bands() -> None:
    page = typed(
        """
        Hovedstol                                        20 000,00
        Renter 01.02.2025 - 30.06.2025  12,50 %           1 020,55
        Renter 01.07.2025 - 31.12.2025  12,25 %           1 235,07
        Renter 01.01.2026 - 31.01.2026  12,00 %             203,84
        Å betale                                         22 459,46
        """
    )
    assert [name for name, _ in rows_of(claim_of(page))] == ["principal", "interest", "interest", "interest"]


def test_a_lone_row_with_a_limit_stays() -> None:
    page = typed(
        """
        Hovedstol                        2 000,00
        Salær, krav inntil 2 500           300,00
        Å betale                         2 300,00
        """
    )
    assert rows_of(claim_of(page)) == ROWS
