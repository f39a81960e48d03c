"""Labels in a row with their values, numbered boxes of forms, and KIDs that are named for their use."""

from __future__ import annotations

import pytest

from parsers.model import Reading
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

LETTER = """
Nordre Inkasso AS

Kari Prøvesen
Fjordgata 4
5003 BERGEN

Brevdato: 18.10.2026

#Betalingsoppfordring

{line}

Kreditor: Solvik Bilpleie AS

Hovedstol                                     720,00
Inkassosalær                                  187,50
Å betale                                      907,50

{kid}   29479056888
"""


def fields_of(line: str, kid: str = "KID:") -> dict[str, object]:
    letter = understand(pages_of(LETTER.format(line=line, kid=kid)))
    return {name: reading.value for name, reading in letter.fields.items() if isinstance(reading, Reading)}


@pytest.mark.parametrize("seam", ["; ", " · ", " | ", " – "])
def test_details_in_a_row_need_no_colons(seam: str) -> None:
    found = fields_of(seam.join(["Bilag 95454", "Bilagsdato 20/8-2026", "Bilaget forfalt 3/9-2026"]))
    assert (found["invoice_number"], str(found["invoice_date"]), str(found["original_due_date"])) == (
        "95454",
        "2026-08-20",
        "2026-09-03",
    )


@pytest.mark.parametrize(
    "line",
    [
        "10 SAKSNR ...............: 2026-40801",
        "2 Saksnr.                2026-40801",
        "3. Sak nr.: 2026-40801",
        "4) Saksnummer            2026-40801",
    ],
)
def test_the_number_of_a_box_belongs_to_its_label(line: str) -> None:
    assert fields_of(line)["case_number"] == "2026-40801"


@pytest.mark.parametrize("line", ["12 saker er til behandling i dag.", "3 fakturaer er ikke betalt i tide av deg."])
def test_a_number_of_things_is_no_box(line: str) -> None:
    assert "case_number" not in fields_of(line)


@pytest.mark.parametrize(
    "label",
    ["KID ved betaling:", "KID for innbetaling:", "KID som må oppgis:", "KID til bruk i nettbanken:", "KID-nummer:"],
)
def test_a_kid_may_be_named_for_its_use(label: str) -> None:
    assert fields_of("Saksnr. 12-88", label)["kid"] == "29479056888"
