"""Letters in other words than any sample layout's: fields told in sentences, questions, lists and boxes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parsers.model import Reading
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of


@cache
def letters() -> dict[str, dict[str, Any]]:
    rows = yaml.safe_load(Path(__file__).with_name("other_letters.yaml").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


@pytest.mark.parametrize("name", letters())
def test_the_fields_of_a_letter_in_other_words_are_read(name: str) -> None:
    row = letters()[name]
    letter = understand(pages_of(row["drawing"]))
    readings = {field: letter.field(field) for field in row["fields"]}
    assert {f: str(r.value) for f, r in readings.items() if isinstance(r, Reading)} == row["fields"]
