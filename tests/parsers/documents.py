"""The drawn papers of ``documents_tuned.yaml`` and ``documents_heldout.yaml``, read once for all tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from parsers.model import Letter
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

OF_THEIR_OWN = {"instalment-plan": "avdragsavtale", "case-overview": "saksoversikt"}
"""Papers told by their kind, for which a few checks are made."""


@dataclass(frozen=True)
class Paper:
    """A drawn paper: what it is (``None``: a collection letter) and what was read."""

    id: str
    document: str | None
    letter: Letter


@cache
def papers(part: Literal["tuned", "heldout"]) -> tuple[Paper, ...]:
    rows = yaml.safe_load(Path(__file__).with_name(f"documents_{part}.yaml").read_text(encoding="utf-8"))
    return tuple(Paper(row["id"], row["document"], understand(pages_of(row["drawing"]))) for row in rows)
