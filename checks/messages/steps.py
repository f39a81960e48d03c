"""The lines of a calculation in other languages.

`checks.fees`, `checks.interest` and the rules write their steps in bokmål. Here label, formula and origin are turned
into the reader's language: labels and origins as whole texts, formulas word by word (``steps.yaml`` of the language),
places in the law by the acts' own names. What is none of these is data (a row's label as the letter prints it, days)
and stays as it is. No figure is changed, only how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from checks.computation import Step
from checks.law import Language, LegalReference, default_law
from checks.messages.files import load_texts
from parsers.money import format_amount

_FOLDER = Path(__file__).parent
_AMOUNT = re.compile(r"\b\d{1,3}(?:[ \u00a0]\d{3})*,\d{2}\b")
_SPAN_IN_THE_LETTER = "I brevet"
_PARAGRAPHS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True, slots=True)
class StepText:
    """What a reader sees of a `Step`: its words; the figures stay with the step."""

    label: str
    formula: str
    origin: str


def step_words(step: Step, *, lang: Language = "nb") -> StepText:
    """The words of a step in the reader's language."""
    if lang == "nb":
        return StepText(step.label, step.formula, step.origin)
    return StepText(_label(step.label, lang), _formula(step.formula, lang), _origin(step.origin, lang))


@cache
def _words(lang: Language) -> Mapping[str, Mapping[str, str]]:
    return dict(load_texts(_FOLDER / lang / "steps.yaml"))


def _label(text: str, lang: Language) -> str:
    labels = _words(lang)["labels"]
    if text in labels:
        return labels[text]
    head, colon, span = text.partition(": ")
    if colon and head == _SPAN_IN_THE_LETTER:
        return f"{labels[head]}: {span}"
    return _figure_names(lang).get(text, text)


@cache
def _figure_names(lang: Language) -> Mapping[str, str]:
    return {series.name.nb: series.name.of(lang) for series in default_law().series.values()}


def _formula(text: str, lang: Language) -> str:
    text = _replaced(text, _words(lang)["formulas"])
    return _AMOUNT.sub(lambda match: format_amount(_amount(match[0]), lang=lang), text)


def _amount(text: str) -> Decimal:
    return Decimal(re.sub(r"[ \u00a0]", "", text).replace(",", "."))


def _origin(text: str, lang: Language) -> str:
    return _words(lang)["origins"].get(text) or _replaced(text, _law_words(lang))


@cache
def _law_words(lang: Language) -> Mapping[str, str]:
    """The acts' names and the words a place in an act is made of, from bokmål."""
    acts = list(default_law().acts.values())
    words = {act.name.nb: act.name.of(lang) for act in acts}
    for paragraph in _PARAGRAPHS:
        place = LegalReference(acts[0], "§", paragraph=paragraph)
        words[_after_section(place, "nb")] = _after_section(place, lang)
    letter = LegalReference(acts[0], "§", letter="a")
    words[_after_section(letter, "nb").removesuffix(" a")] = _after_section(letter, lang).removesuffix(" a")
    return {**words, "nr.": "no." if lang == "en" else "nr.", "og": "and" if lang == "en" else "og"}


def _after_section(place: LegalReference, lang: Language) -> str:
    return place.label(lang).split("§ ", maxsplit=1)[1]


def _replaced(text: str, words: Mapping[str, str]) -> str:
    """The text with every known word replaced, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
    return pattern.sub(lambda match: words[match[0]], text)
