"""The catalogue of labels: each is understood beside, before and over its value, with a colon or with dots."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parsers.fields.label_words import field_told
from parsers.model import Missing, Reading
from parsers.patterns import read_row_label
from parsers.pipeline import understand
from parsers.views import fold
from tests.parsers.ascii_letters import pages_of


@cache
def catalogue() -> dict[str, Any]:
    text = Path(__file__).with_name("label_catalogue.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


LETTER = """
#Nordhav Inkasso AS
Postboks 77 Sentrum, 5803 Bergen

Kari Prøvesen
Fjordgata 4
5003 BERGEN

{before}

{labelled}

#Betalingsoppfordring

Du har ikke betalt det du skylder. Vi er derfor bedt om å kreve inn pengene. Merk betalingen med KID.
Er du uenig, må du si fra skriftlig så snart som råd er.

Hovedstol                        2 400,00
Inkassosalær                       300,00
Sum å betale                     2 700,00

Vennlig hilsen
Nordhav Inkasso AS
"""
SETTINGS = {
    "beside": "{label:<40}{value}",
    "behind a colon": "{label}: {value}",
    "under": "{label}\n{value}",
    "behind dots": "{label} ............... {value}",
    "in another column": "Ved spørsmål, ring oss                    {label:<40}{value}",
    "over, in a strip": "{label:<40}Telefon\n{value:<40}55 12 33 27",
    "with nothing between": "{label} {value}",
}
PLAIN = {"letter_date", "payment_deadline", "invoice_date", "notice_date", "invoice_number", "customer_number"}
"""Fields whose value is told from its label though nothing stands between them."""


def before(field: str) -> str:
    """What the letter prints besides, so that dates have their natural order."""
    lines = [] if field == "letter_date" else ["Dato: 14.08.2026"]
    if field in {"original_due_date", "invoice_date", "notice_date", "notice_deadline"}:
        lines.append("Betalingsfrist: 28.08.2026")
    if field == "original_creditor":
        lines.append("Kreditor: Fjellrev Kapital AS")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("field", "setting"),
    [(f, s) for f in catalogue()["fields"] for s in SETTINGS if f in PLAIN or s != "with nothing between"],
)
def test_every_label_of_the_catalogue_names_its_field(field: str, setting: str) -> None:
    row = catalogue()["fields"][field]
    wrong = {}
    every = len(SETTINGS) - 3
    labels = row["labels"] if setting == "beside" else row["labels"][list(SETTINGS).index(setting) % every :: every]
    for label in labels:
        labelled = SETTINGS[setting].format(label=label, value=row["printed"])
        reading = understand(pages_of(LETTER.format(before=before(field), labelled=labelled))).field(field)
        read = str(reading.value) if isinstance(reading, Reading) else None
        if read != row["value"]:
            wrong[label] = read
    assert wrong == {}


@pytest.mark.parametrize("type_", catalogue()["amounts"])
def test_every_label_of_an_amount_names_its_type(type_: str) -> None:
    read = {label: read_row_label(label) for label in catalogue()["amounts"][type_]}
    wrong = {label: r and r.type.value for label, r in read.items() if r is None or r.type.value != type_}
    assert wrong == {}


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Kreditors navn", "creditor"),
        ("Leverandør av varen", "creditor"),
        ("Hvem var kreditor før?", "original_creditor"),
        ("Fristen i inkassovarselet", "notice_deadline"),
        ("Dato på regningen", "invoice_date"),
        ("Kundenr. hos kreditor", "customer_number"),
        ("Kreditors fakturanr.", "invoice_number"),
        ("Misligholdsdato", "original_due_date"),
        ("Siste innbetalingsdag", "payment_deadline"),
        ("Kravbeskrivelse", "claim_description"),
    ],
)
def test_a_label_is_told_by_what_its_words_say_together(label: str, field: str) -> None:
    told = field_told(fold(label))
    assert told is not None
    assert told[0] == field


@pytest.mark.parametrize("text", ["Kommunale avgifter", "Trappevask i mai", "Vennlig hilsen", "Til konto", "Olsen"])
def test_a_text_with_another_word_is_no_label(text: str) -> None:
    assert field_told(fold(text)) is None


def read(drawing: str, field: str) -> str | None:
    reading = understand(pages_of(drawing)).field(field)
    assert isinstance(reading, Reading | Missing)
    return str(reading.value) if isinstance(reading, Reading) else None


def test_a_label_of_two_lines_is_one_label() -> None:
    drawing = LETTER.format(
        before="Dato                  14.08.2026",
        labelled="Opprinnelig           20418\nfaktura\nSkulle vært           10.06.2026\nbetalt",
    )
    assert read(drawing, "invoice_number") == "20418"
    assert read(drawing, "original_due_date") == "2026-06-10"


def test_two_labels_under_each_other_stay_two() -> None:
    drawing = LETTER.format(
        before="Dato: 14.08.2026",
        labelled="Kravdetaljer\nFakturadato           27.05.2026\nFakturanr             20418\n"
        "Kundenr               881204",
    )
    assert read(drawing, "invoice_date") == "2026-05-27"
    assert read(drawing, "invoice_number") == "20418"
    assert read(drawing, "customer_number") == "881204"
    assert read(drawing, "letter_date") == "2026-08-14"


def test_a_firm_named_capital_is_a_name_and_no_amount() -> None:
    drawing = LETTER.format(before="Dato: 14.08.2026", labelled="Kreditor: Fjellrev Kapital AS")
    assert read(drawing, "creditor") == "Fjellrev Kapital AS"
