"""Statements in more than a thousand sentences by other hands: those that may be tuned on, and those that may not.

The second list is scored in aggregate only and its sentences are never shown, so that it stays a measure.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parsers.fields.statements import statements_in
from parsers.model import StatementId

MAIN = ("collection_follows", "further_costs", "legal_collection", "objection_invited", "board_right", "earlier_notice")


@cache
def wordings(name: str) -> dict[str, dict[str, list[Any]]]:
    text = (Path(__file__).parent / f"wordings_{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def share(name: str, *, strengths: tuple[str, ...], statements: tuple[str, ...] = ()) -> float:
    """The share (0-1) of the sentences that are taken for the statement exactly when they make it."""
    right = total = 0
    for statement, lists in wordings(name).items():
        if statements and statement not in statements:
            continue
        for strength in strengths:
            for row in lists.get(strength) or []:
                hit = statements_in(row["text"] if isinstance(row, dict) else row, misread=False).get(
                    StatementId(statement)
                )
                total += 1
                right += (hit is not None and hit.strength == "clear") == (strength == "clear")
    assert total >= 10
    return right / total


@pytest.mark.parametrize(("name", "floor"), [("tuned", 0.98), pytest.param("heldout", 0.88, id="heldout")])
def test_sentences_that_make_a_statement_are_found(name: str, floor: float) -> None:
    assert share(name, strengths=("clear",)) >= floor


@pytest.mark.parametrize(("name", "floor"), [("tuned", 0.98), pytest.param("heldout", 0.9, id="heldout")])
def test_the_sentences_that_the_law_asks_for_are_found(name: str, floor: float) -> None:
    assert share(name, strengths=("clear",), statements=MAIN) >= floor


@pytest.mark.parametrize(("name", "floor"), [("tuned", 0.97), pytest.param("heldout", 0.87, id="heldout")])
def test_hints_and_other_sentences_are_not_taken_for_statements(name: str, floor: float) -> None:
    assert share(name, strengths=("weak", "none")) >= floor


def test_days_of_a_deadline_are_read_from_its_sentence() -> None:
    for row in wordings("tuned")["deadline_days"]["clear"]:
        hit = statements_in(row["text"], misread=False)[StatementId.DEADLINE_DAYS]
        assert hit.value == row["days"], row["text"]
