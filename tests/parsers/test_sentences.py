"""Statements and fields in sentences of many senders: those that may be tuned on, and those that may not.

Near misses stand beside them: sentences close to a statement that do not make it, and dates and firms that must not
be taken for a field's. The lists never tuned on are scored in aggregate only and never shown, so that they stay a
measure.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parsers.fields.statements import statements_in
from parsers.model import IMPLIED, Reading, StatementId
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of
from tests.parsers.test_phrasings import AFTER, DATED, LETTER, PAY_BY, ROWS

PAID_BY = "2026-08-28"
FLOORS_OF_STATEMENTS = [
    ("tuned", 0.97),
    ("tuned_more", 0.96),
    pytest.param("held_out", 0.88, id="held_out"),
    pytest.param("fresh", 0.75, id="fresh"),
    ("pen_tuned", 0.98),
    pytest.param("pen_held_out", 0.84, id="pen_held_out"),
    ("third_tuned", 0.98),
    pytest.param("third_held_out", 0.83, id="third_held_out"),
]
CEILINGS_OF_STATEMENTS = [
    ("tuned", 0.0),
    ("tuned_more", 0.01),
    pytest.param("held_out", 0.06, id="held_out"),
    pytest.param("fresh", 0.16, id="fresh"),
    ("pen_tuned", 0.02),
    pytest.param("pen_held_out", 0.09, id="pen_held_out"),
    ("third_tuned", 0.0),
    pytest.param("third_held_out", 0.18, id="third_held_out"),
]
FLOORS_OF_FIELDS = [
    ("tuned", 0.98),
    ("tuned_more", 0.96),
    pytest.param("held_out", 0.96, id="held_out"),
    pytest.param("fresh", 0.8, id="fresh"),
    ("pen_tuned", 0.96),
    pytest.param("pen_held_out", 0.95, id="pen_held_out"),
]


@cache
def sentences(name: str) -> dict[str, Any]:
    text = (Path(__file__).parent / f"sentences_{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def text_of(row: str | dict[str, Any]) -> str:
    return row if isinstance(row, str) else str(row["text"])


def says(row: str | dict[str, Any], id_: StatementId) -> bool:
    """Whether a sentence is taken for a clear statement, with the right number of days where it has one."""
    hit = statements_in(text_of(row), misread=False).get(id_)
    days = None if isinstance(row, str) else row["days"]
    return hit is not None and hit.strength == "clear" and days in (None, hit.value)


def statements_missed(name: str) -> tuple[list[str], int]:
    rows = [(StatementId(key), row) for key, lists in sentences(name)["statements"].items() for row in lists["clear"]]
    return [text_of(row) for id_, row in rows if not says(row, id_)], len(rows)


def statements_imagined(name: str) -> tuple[list[str], int]:
    rows = [(StatementId(key), text) for key, lists in sentences(name)["statements"].items() for text in lists["none"]]
    return [text for id_, text in rows if says(text, id_)], len(rows)


def letter_with(fields: list[str], said: str) -> str:
    """A letter that says this, short lines in its head and sentences in its text, and nothing else of the fields."""
    dates = "\n".join([DATED] if "payment_deadline" in fields else [DATED, PAY_BY])
    if len(said) < 32 or "   " in said or fields == ["creditor"]:
        return LETTER.format(head=f"{dates}\n\n{said}", said=AFTER, after="", rows=ROWS)
    return LETTER.format(head=dates, said=said, after=AFTER, rows=ROWS)


def fields_read(name: str) -> list[tuple[str, str, str | None, str | None]]:
    """What the letter says, the field, what it must be read as (``None``: not as this) and what it was read as."""
    read = []
    for rows in sentences(name)["fields"].values():
        for row in rows:
            letter = understand(pages_of(letter_with(list(row["is"]), row["say"])))
            for field, wanted in row["is"].items():
                reading = letter.debtor if field == "debtor" else letter.field(field)
                value = str(reading.value) if isinstance(reading, Reading) else None
                read.append((row["say"], field, wanted, value))
    return read


@pytest.mark.parametrize("name", ["tuned", "held_out", "pen_tuned", "pen_held_out", "third_tuned", "third_held_out"])
def test_half_of_the_sentences_was_drawn_by_rule(name: str) -> None:
    listed = sentences(name)
    texts = [text_of(row) for lists in listed["statements"].values() for part in lists.values() for row in part]
    texts += [row["say"] for rows in listed["fields"].values() for row in rows]
    assert {int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 for text in texts} == {
        int(name.endswith("held_out"))
    }


@pytest.mark.parametrize(("name", "floor"), FLOORS_OF_STATEMENTS)
def test_sentences_that_make_a_statement_are_found(name: str, floor: float) -> None:
    missed, total = statements_missed(name)
    assert 1 - len(missed) / total >= floor


@pytest.mark.parametrize(("name", "ceiling"), CEILINGS_OF_STATEMENTS)
def test_sentences_close_to_a_statement_are_not_taken_for_it(name: str, ceiling: float) -> None:
    imagined, total = statements_imagined(name)
    assert len(imagined) / total <= ceiling


@pytest.mark.parametrize(("name", "floor"), FLOORS_OF_FIELDS)
def test_fields_are_read_from_what_is_said_of_them_and_from_nothing_else(name: str, floor: float) -> None:
    read = fields_read(name)
    right = sum(
        (value or "").casefold() == wanted.casefold() if wanted else value in (None, PAID_BY)
        for _, _, wanted, value in read
    )
    assert right / len(read) >= floor


@pytest.mark.parametrize(("id_", "text"), [(k, t) for k, texts in sentences("lawful").items() for t in texts])
def test_lawful_sentences_are_no_ground_to_blame(id_: str, text: str) -> None:
    hit = statements_in(text, misread=False).get(StatementId(id_))
    assert hit is None or hit.strength == "weak" or hit.detail == IMPLIED
