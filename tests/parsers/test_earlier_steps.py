"""What a letter tells of the steps before it: rows, stories and sentences of bills, notices and days that went by."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from parsers.fields.date_places import FIELDS
from parsers.model import Reading
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

TOLD = """
Solvik Inkasso AS
Havnegata 2, 5003 BERGEN

Kari Prøvesen
Fjordgata 4
5003 BERGEN
                                                                                Dato    18.07.2026

#Betalingsoppfordring

{said}

Hovedstol                                     720,00
Inkassosalær                                  187,50
Å betale                                      907,50

Beløpet må betales senest 01.08.2026.
"""


def told(said: str) -> dict[str, str]:
    return read(TOLD.format(said=said))


def read(drawing: str) -> dict[str, str]:
    letter = understand(pages_of(drawing))
    return {name: str(r.value) for name, r in letter.fields.items() if name in FIELDS and isinstance(r, Reading)}


@pytest.mark.parametrize(
    ("said", "field", "date"),
    [
        ("Faktura 34011        23.04.2026      Forf.dato faktura 07.05.2026", "invoice_date", None),
        ("Inkassovarsel sendt  06.06.2026      frist 20.06.2026", "notice_deadline", "2026-06-20"),
        ("Varsel sendt:        06.06.2026      Betalingsfrist: 20.06.2026", "notice_deadline", "2026-06-20"),
        ("Vi sendte inkassovarsel 6. juni 2026. Fristen ble satt til 20. juni 2026.", "notice_deadline", "2026-06-20"),
        ("I inkassovarselet du fekk 6. juni 2026, var fristen\n20. juni 2026.", "notice_date", "2026-06-06"),
        ("I inkassovarselet du fekk 6. juni 2026, var fristen\n20. juni 2026.", "notice_deadline", "2026-06-20"),
        ("Inkassovarsel vart sendt 6. juni 2026. Ny frist vart 20. juni 2026.", "notice_deadline", "2026-06-20"),
        (
            "Kravet er overtatt. Du ble sendt\ninkassovarsel 06.06.2026 med frist 20.06.2026. 01.08.2026 er siste dag.",
            "notice_deadline",
            "2026-06-20",
        ),
        ("Vi sendte inkassovarsel\n6. juni 2026 med frist til 20. juni\n2026.", "notice_deadline", "2026-06-20"),
    ],
)
def test_what_a_row_or_a_broken_line_tells_of_the_earlier_steps(said: str, field: str, date: str | None) -> None:
    found = told(said)
    assert found.get(field) == date
    assert (found["letter_date"], found["payment_deadline"]) == ("2026-07-18", "2026-08-01")


def test_the_row_of_the_bills_number_has_the_bills_day() -> None:
    rows = "Dette har skjedd       Dato\nFaktura nr 34011       23.04.2026\nInkassovarsel          06.06.2026"
    assert told(rows)["invoice_date"] == "2026-04-23"


@pytest.mark.parametrize("paid", ["slik at det er betalt", "så at beløpet er betalt"])
def test_what_is_to_be_paid_by_a_day_was_not_paid_then(paid: str) -> None:
    said = TOLD.replace("Beløpet må betales senest", f"Betal kr 907,50 {paid}").format(said="")
    assert read(said)["payment_deadline"] == "2026-08-01"


@pytest.mark.parametrize("own", ["I dag: 18. juli 2026", "Dette brevet er sendt: 18. juli 2026", "Today: 18 July 2026"])
def test_a_story_tells_the_letters_own_day(own: str) -> None:
    said = TOLD.replace("Dato    18.07.2026", "").format(said=f"Her er vi nå. {own}.")
    assert read(said)["letter_date"] == "2026-07-18"


@pytest.mark.parametrize("between", ["", "Gjelder:            Nettleie mars 2026\n"])
def test_a_due_date_among_the_bills_details_is_the_bills_whatever_comes_later(between: str) -> None:
    said = f"Fakturadato:        27.06.2026\n{between}Forfallsdato:       25.07.2026\n\nNy betalingsfrist:  01.08.2026"
    assert told(said)["original_due_date"] == "2026-07-25"


@pytest.mark.parametrize(
    "said",
    [
        "Faktura 33481 er ubetalt. Fristen var egentlig mandag 31. mai 2026.",
        "Egentlig skulle pengene vært her mandag 31. mai 2026.",
        "Betalinga skulle pengane vore hos oss innan 31. mai 2026.",
        "Beløpet skulle vært på konto senest 31. mai 2026.",
    ],
)
def test_a_day_that_the_money_should_have_come_is_the_old_due_date(said: str) -> None:
    assert told(said)["original_due_date"] == "2026-05-31"


@pytest.mark.parametrize("words", range(8, 30))
def test_interest_never_begins_in_half_a_year(words: int) -> None:
    filler = " ".join(["på kravet"] * (words // 2) + ["så"] * (words % 2))
    said = f"Rentene er forsinkelsesrente, regnet {filler} fra 11. mai 2026 og til betaling skjer."
    lines = re.sub(r"(.{60,75}) ", r"\1\n", said)
    first = understand(pages_of(TOLD.format(said=lines))).fields.get("interest_from")
    assert not isinstance(first, Reading) or first.value == dt.date(2026, 5, 11)


@pytest.mark.parametrize(
    ("heading", "said", "kind"),
    [
        (
            "Ubetalt krav – vår betalingsoppfordring",
            "Vi viser til betalingsoppfordring sendt 16.06.2026.",
            "oppfolging",
        ),
        ("Betalingsoppfordring", "Inkassovarsel ble sendt 06.06.2026 med frist 20.06.2026.", "betalingsoppfordring"),
    ],
)
def test_a_heading_may_name_the_demand_before_it(heading: str, said: str, kind: str) -> None:
    letter = understand(pages_of(TOLD.format(said=said).replace("#Betalingsoppfordring", f"#{heading}")))
    assert letter.kind.value == kind
    assert letter.kind.confidence >= 0.85
