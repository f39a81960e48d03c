"""The drawn letters of ``field_letters.yaml``, read once for all tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from parsers.model import Letter
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of


@dataclass(frozen=True)
class Drawn:
    """A drawn letter: what it says and what was read."""

    id: str
    drawing: str
    expect: dict[str, str]
    fields: dict[str, Any]
    absent: list[str]
    letter: Letter


@cache
def drawn_letters() -> tuple[Drawn, ...]:
    rows = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(Drawn(**row, letter=understand(pages_of(row["drawing"]))) for row in rows)
