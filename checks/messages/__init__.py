"""What people read: titles, headlines, explanations, advice and questions, by language.

The texts are YAML, one folder a language, one file a group; the key is the check's id. Each holds ``title`` (the
requirement), ``rule`` (the rule in one sentence) and one entry per message key (``pass``, ``fail``,
``fail-<variant>``, ``unsure-…``) with ``headline``, ``explanation`` and, where it differs from the default,
``what_to_do``. ``{name}`` is filled from the finding: kroner as "375 kroner", days as "12. mars 2026", rates as
"12,25 %", in the way of the language. The lines of a calculation are `checks.messages.steps`.

A language without a translation yet falls back to bokmål. This module decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from checks.law import Language, default_law
from checks.messages.files import load_texts
from checks.model import Finding, Param, Percent, Phrases
from parsers.dates import format_date
from parsers.money import format_kroner_prose, format_percent

LANGUAGES = ("nb", "nn", "en")
"""Languages a report may be asked for."""

_FOLDER = Path(__file__).parent

_ABOUT_A_FIELD = frozenset({"missing", "doubtful-reading"})
"""Message variants whose ``{field}`` is a reading's key, shown by its name."""


_OTHER_FILES = frozenset({"questions", "steps", "terms"})
"""Files of a language that hold no texts of checks."""


@dataclass(frozen=True, slots=True)
class Message:
    """The words of one finding, ready to show."""

    title: str
    headline: str
    explanation: str
    what_to_do: str
    rule: str


@dataclass(frozen=True, slots=True)
class QuestionText:
    """The words of one question: the text, its kind, the choices' keys and labels, and why it is asked."""

    text: str
    kind: str
    choices: Mapping[str, str]
    why: str


@cache
def _texts(lang: str) -> Mapping[str, Any]:
    merged: dict[str, Any] = {}
    for path in sorted((_FOLDER / lang).glob("*.yaml")):
        if path.stem in _OTHER_FILES:
            continue
        for key, value in (load_texts(path) or {}).items():
            if key in merged:
                raise ValueError(f"{lang}/{path.name}: {key} has texts in two files")
            merged[key] = value
    return merged


@cache
def _questions(lang: str) -> Mapping[str, Any]:
    path = _FOLDER / lang / "questions.yaml"
    return dict(load_texts(path)) if path.exists() else {}


def field_name(name: str, *, lang: str = "nb") -> str:
    """What a field is called inside a sentence ("brevdatoen"). Raises ``KeyError`` for an unknown field."""
    key = "statement" if name.startswith("statement:") else name
    for language in (lang, "nb"):
        own = _texts(language).get("fields", {}).get(key)
        if own is not None:
            return str(own)
    raise KeyError(name)


def lookup(id_: str, key: str, *, lang: str = "nb") -> Mapping[str, str] | None:
    """The raw texts of one message key of a check, or ``None``; falls back to the shared ``engine`` texts, then to
    bokmål.
    """
    for language in (lang, "nb"):
        texts = _texts(language)
        own = texts.get(id_, {}).get(key) or texts.get("engine", {}).get(key)
        if own is not None:
            return dict(own)
    return None


def keys_of(id_: str, *, lang: str = "nb") -> frozenset[str]:
    """The message keys a check has texts for."""
    return frozenset(k for k in _texts(lang).get(id_, {}) if k not in {"title", "rule"})


def message(id_: str, finding: Finding, *, lang: Language = "nb") -> Message:
    """The words of a finding. Raises ``KeyError`` when the check has no text for it or the text names an unknown
    parameter.
    """
    raw = lookup(id_, finding.message, lang=lang)
    if raw is None:
        raise KeyError(f"{id_} has no text for {finding.message}")
    values = {name: show(value, lang=lang) for name, value in finding.params.items()}
    if finding.variant in _ABOUT_A_FIELD:
        values["field"] = field_name(str(finding.params["field"]), lang=lang)
    if finding.variant == "unknown-figure":
        values["figure"] = _figure_name(str(finding.params["figure"]), lang=lang)
    texts = {name: " ".join(filter(None, text.format_map(values).split(" "))) for name, text in raw.items()}
    default = lookup("engine", finding.status.value, lang=lang) or {}
    return Message(
        title=title(id_, lang=lang),
        headline=texts["headline"],
        explanation=texts["explanation"],
        what_to_do=texts.get("what_to_do", default.get("what_to_do", "")),
        rule=rule_sentence(id_, lang=lang),
    )


def _figure_name(key: str, *, lang: Language) -> str:
    """What a figure of the law is called inside a sentence ("inkassosatser")."""
    series = default_law().series.get(key)
    if series is None:
        return phrase(key, lang=lang)
    name = series.name.of(lang)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def title(id_: str, *, lang: str = "nb") -> str:
    """The requirement, as a statement ("Salæret er innenfor maksimalsatsen")."""
    return str(_of(id_, "title", lang))


def rule_sentence(id_: str, *, lang: str = "nb") -> str:
    """The rule in one sentence."""
    return str(_of(id_, "rule", lang))


def _of(id_: str, key: str, lang: str) -> object:
    for language in (lang, "nb"):
        own = _texts(language).get(id_, {}).get(key)
        if own is not None:
            return own
    raise KeyError(f"{id_} has no {key}")


def question(id_: str, *, lang: str = "nb") -> QuestionText:
    """The words of a question. Raises ``KeyError`` for a fact nobody asks about."""
    for language in (lang, "nb"):
        raw = _questions(language).get(id_)
        if raw is not None:
            return QuestionText(raw["text"], raw["kind"], raw.get("choices", {}), raw.get("why", ""))
    raise KeyError(id_)


def phrase(key: str, *, lang: str = "nb", **params: Param) -> str:
    """A shared phrase of the reports (``phrases`` in the engine texts), filled."""
    for language in (lang, "nb"):
        raw = _texts(language).get("phrases", {}).get(key)
        if raw is not None:
            return str(raw).format_map({name: show(value, lang=language) for name, value in params.items()})
    raise KeyError(key)


def show(value: Param, *, lang: str = "nb") -> str:
    """A parameter as people of the language read it: kroner in prose, days written out, rates with two decimals."""
    if isinstance(value, Phrases):
        return " ".join(phrase(key, lang=lang) for key in value.keys)
    if isinstance(value, Percent):
        return format_percent(value.rate.quantize(Decimal("0.01")), lang=lang)
    if isinstance(value, Decimal):
        return format_kroner_prose(value, lang=lang)
    if isinstance(value, dt.date):
        return format_date(value, lang=lang)
    return str(value)
