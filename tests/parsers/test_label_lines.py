"""Labels in a row with their values, numbered boxes of forms, and KIDs that are named for their use."""

from __future__ import annotations

import pytest

from parsers.fields.stems import field_of
from parsers.model import Reading
from parsers.pipeline import understand
from parsers.views import fold
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
    [
        "Betalingen merkes",
        "Innbetalingen skal merkes med",
        "KID ved betaling:",
        "KID for innbetaling:",
        "KID som må oppgis:",
        "KID til bruk i nettbanken:",
        "KID-nummer:",
    ],
)
def test_a_kid_may_be_named_for_its_use(label: str) -> None:
    assert fields_of("Saksnr. 12-88", label)["kid"] == "29479056888"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Straumrekning", "invoice_number"),
        ("Husleiefaktura nr.", "invoice_number"),
        ("Sluttfaktura dato", "invoice_date"),
        ("Tannlegeregning forfalt", "original_due_date"),
        ("Renteberegning", None),
        ("Avregning for året", None),
        ("Utregning", None),
    ],
)
def test_bills_are_called_by_what_they_are_for(label: str, field: str | None) -> None:
    told = field_of(fold(label))
    assert (told[0] if told is not None else None) == field


NOTICE = """
Fjellbygg Elektro AS                                  VARSEL OM INKASSO

Varseldato           Kundenr           Ny betalingsfrist
28.03.2026           183042            14.04.2026

Kari Prøvesen
Fjordgata 4
5003 BERGEN

Faktura             Fakturadato        Forfall
352359              25.02.2026         07.03.2026

Restbeløp                                     5 128,30
Gebyr for varselet                               38,00
Å betale                                      5 166,30

Betaler du ikke innen fristen, sendes kravet til inkasso.
"""


def test_a_notices_own_day_is_the_letters() -> None:
    letter = understand(pages_of(NOTICE))
    read = {name: str(r.value) for name, r in letter.fields.items() if isinstance(r, Reading)}
    assert (read["letter_date"], read["invoice_date"], read["original_due_date"], read["payment_deadline"]) == (
        "2026-03-28",
        "2026-02-25",
        "2026-03-07",
        "2026-04-14",
    )
    assert "notice_date" not in read


@pytest.mark.parametrize(
    ("label", "frist"), [("Varsel sendt", "Ny betalingsfrist"), ("Varseldato", "Varselfrist"), ("Varslet", "Frist")]
)
def test_an_earlier_notices_day_is_not_the_letters(label: str, frist: str) -> None:
    heads = f"{label:21}{'Kundenr':18}{frist}"
    letter = understand(pages_of(NOTICE.replace(NOTICE.splitlines()[3], heads)))
    assert not isinstance(letter.fields["letter_date"], Reading)


@pytest.mark.parametrize(
    ("beside", "is_thing"),
    [
        ("Varer levert på konto", True),
        ("Telefon til kundeservice", False),
        ("Kontorrekvisita og rekvisita for konto", True),
        ("KID brukes ved betaling", False),
    ],
)
def test_what_a_claim_is_for_may_hold_a_word_of_a_label(beside: str, *, is_thing: bool) -> None:
    lines = ("Fjellbygg Elektro AS", "", "Inkassovarsel", "", f"Gjelder:        {beside}", "Å betale:       kr 510,00")
    told = understand(pages_of("\n".join(lines))).fields.get("claim_description")
    assert (isinstance(told, Reading) and told.value == beside) is is_thing


def test_a_law_firms_line_of_parties_tells_no_thing() -> None:
    found = fields_of("Solvik Bilpleie AS ./. Kari Prøvesen")
    assert found.get("claim_description") is None
