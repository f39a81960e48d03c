"""Which language a request wants, and the words of the service in it.

The words of findings and reports have their own places (`checks.messages`, `service.reports`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml
from werkzeug.datastructures import LanguageAccept

from checks.law import Language as Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "nb"

# What browsers call them: "no" is Norwegian without saying which.
_NAMES: Mapping[str, Language] = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


def language(*wishes: str | None, accept: LanguageAccept | None = None) -> Language:
    """The first wish that we have, else the best of ``Accept-Language``, else bokmål."""
    for wish in wishes:
        if wish and (found := _NAMES.get(wish.lower())):
            return found
    for tag, quality in accept or ():
        if quality > 0 and (found := _NAMES.get(tag.lower().partition("-")[0])):
            return found
    return DEFAULT


@cache
def words(lang: Language) -> Mapping[str, Any]:
    """The words of the service in a language."""
    text = (Path(__file__).parent / "words" / f"{lang}.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
