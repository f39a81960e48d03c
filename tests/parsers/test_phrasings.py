"""Fields, amounts and statements in words by other hands: those that may be tuned on, and those that may not.

Each is put into a letter that says nothing else of it. The second list is scored in aggregate only and what went
wrong in it is never shown, so that it stays a measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parsers.fields.statements import statements_in
from parsers.model import Reading, StatementId
from parsers.patterns import read_row_label
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

LETTER = """
#Nordhav Inkasso AS
Postboks 77 Sentrum, 5803 Bergen

Kari Prøvesen
Fjordgata 4
5003 BERGEN

{head}

#Betalingsoppfordring

{said}

{after}
Er du uenig, må du si fra skriftlig så snart som råd er.

{rows}

Vennlig hilsen
Nordhav Inkasso AS
"""
ROWS = """Hovedstol                        2 400,00
Inkassosalær                       300,00
Sum å betale                     2 700,00"""
DATED = "Dato: 14.08.2026"
PAY_BY = "Betalingsfrist: 28.08.2026"
AFTER = "Du har ikke betalt det du skylder. Vi er derfor bedt om å kreve inn pengene. Merk betalingen med KID."


@cache
def phrasings(name: str) -> dict[str, Any]:
    text = (Path(__file__).parent / f"phrasings_{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def letter_with(field: str, said: str) -> str:
    """The letter that says this of the field, and its dates besides."""
    early = field in ("letter_date", "creditor")
    head = "\n".join([*([] if field == "letter_date" else [DATED]), *([] if field == "payment_deadline" else [PAY_BY])])
    if early or len(said) < 32:
        return LETTER.format(head=f"{head}\n\n{said}", said=AFTER, after="", rows=ROWS)
    return LETTER.format(head=head, said=said, after=AFTER, rows=ROWS)


def misread(name: str, field: str) -> Iterator[tuple[str, str, object]]:
    """What is not read as it should be: what the letter says, the field, what was read."""
    for row in phrasings(name)["fields"][field]:
        letter = understand(pages_of(letter_with(field, row["say"])))
        for wanted, value in {field: row["is"], **row.get("also", {})}.items():
            reading = letter.field(wanted)
            read = reading.value if isinstance(reading, Reading) else None
            if str(read) != str(value):
                yield row["say"], wanted, read


def mistakes(name: str) -> list[tuple[str, str, object]]:
    """All that is misread or misunderstood."""
    listed = phrasings(name)
    wrong = [found for field in listed["fields"] for found in misread(name, field)]
    for type_, labels in listed["amounts"].items():
        for label in labels:
            told = read_row_label(label)
            if told is None or type_ not in {t.value for t in (told.type, *told.pattern.may_be)}:
                wrong.append((label, type_, told and told.type.value))
    for statement, sentences in listed["statements"].items():
        for sentence in sentences:
            hit = statements_in(sentence, misread=False).get(StatementId(statement))
            if hit is None or hit.strength != "clear":
                wrong.append((sentence, statement, hit and hit.strength))
    return wrong


def told_in(name: str) -> int:
    """How many things the list tells."""
    listed = phrasings(name)
    rows = [row for part in listed["fields"].values() for row in part]
    return (
        sum(1 + len(row.get("also", {})) for row in rows)
        + sum(len(part) for part in listed["amounts"].values())
        + sum(len(part) for part in listed["statements"].values())
    )


@pytest.mark.parametrize(("name", "floor"), [("tuned", 0.97), pytest.param("held_out", 0.88, id="held_out")])
def test_what_is_told_in_words_by_other_hands_is_understood(name: str, floor: float) -> None:
    assert 1 - len(mistakes(name)) / told_in(name) >= floor
