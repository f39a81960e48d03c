"""The words of the law and the trade that our texts use, each explained in plain ones.

A text cannot stop to explain every term; the report lists those it used with what they mean. Which words count as
terms stands in ``terms.yaml`` of each language; this module only finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checks.law import Language
from checks.messages.files import load_texts

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is headed ("salær") and what it means, in a sentence or two."""

    id: str
    term: str
    means: str


@cache
def glossary(lang: Language = "nb") -> tuple[Term, ...]:
    """Every term of a language, in the order of the file."""
    return tuple(Term(id_, said["term"], said["means"]) for id_, said in _said(lang).items())


def terms_in(texts: Iterable[str], *, lang: Language = "nb") -> tuple[Term, ...]:
    """The terms that occur in the texts, in the order of the glossary."""
    found: set[str] = set()
    for text in texts:
        found |= {id_ for id_, pattern in _patterns(lang).items() if id_ not in found and pattern.search(text)}
    return tuple(term for term in glossary(lang) if term.id in found)


@cache
def _said(lang: Language) -> dict[str, dict[str, str]]:
    return dict(load_texts(_FOLDER / lang / "terms.yaml"))


@cache
def _patterns(lang: Language) -> dict[str, re.Pattern[str]]:
    """Term -> the beginnings of its words, or the whole word where ``$`` ends it."""
    return {
        id_: re.compile(
            r"\b(?:"
            + "|".join(re.escape(word.rstrip("$")) + (r"\b" if word[-1] == "$" else "") for word in said["words"])
            + ")",
            re.IGNORECASE,
        )
        for id_, said in _said(lang).items()
    }
