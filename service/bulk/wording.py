"""The words of batches: columns of the sheet, the summary page, and what the command says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from checks.law import Language
from checks.messages.files import load_texts

_WORDS = Path(__file__).parent / "words"


@cache
def words(lang: Language) -> Mapping[str, Any]:
    """The words in a language."""
    found: Mapping[str, Any] = load_texts(_WORDS / f"{lang}.yaml")
    return found
