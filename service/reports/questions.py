"""The questions of the report: words, choices, how the fact usually stands, and what each answer would change.

What the checks found is `checks.whatif`; here it gets its shape and its language. Keys are only ever added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field

from checks import messages
from checks.law import Language
from checks.model import Effect, Leaning, Question
from checks.user_facts import USER_FACTS
from parsers.dates import format_date
from parsers.model import RATE_FIELDS
from parsers.money import format_kroner_prose, format_percent
from service.reports.parts import BasisReport, Kroner, Part, basis_report, plain


class ChangeReport(Part):
    """What a check would come to, and how many kroner more (or fewer, then negative) it would take away."""

    status: Literal["pass", "fail", "unsure", "not_applicable"]
    change: Kroner


class AnswerReport(Part):
    """What an answer would make of the report's sums, and how much more (or less) than now that is."""

    label: str
    contested: Kroner
    change: Kroner
    possibly_contested: Kroner
    possibly_change: Kroner


class LeaningReport(Part):
    """The usual answer, its label, and why. It decides nothing."""

    answer: str
    label: str
    reason: str
    legal_basis: list[BasisReport]


class QuestionReport(Part):
    """Something a person could settle.

    ``effects``: answer -> check -> what it would come to; checks that would stay as they are, are left out.
    ``answers``: answer -> the sums. Of dates and sums only plausible ones are tried. ``rare``: few people have the
    fact to tell, and nothing in a letter speaks of it.
    """

    id: str
    text: str
    kind: Literal["choice", "date", "amount", "text"]
    choices: list[str]
    labels: dict[str, str] = Field(default_factory=dict)
    why: str = ""
    settles: list[str]
    kroner: Kroner
    effects: dict[str, dict[str, ChangeReport]] = Field(default_factory=dict)
    answers: dict[str, AnswerReport] = Field(default_factory=dict)
    leaning: LeaningReport | None = None
    rare: bool = False


def question_report(question: Question, *, lang: Language) -> QuestionReport:
    """The question in the reader's language."""
    try:
        words = messages.question(question.id, lang=lang)
        text, labels, why = words.text, dict(words.choices), words.why
    except KeyError:
        text = messages.phrase("ask_field", lang=lang, field=messages.field_name(question.id, lang=lang))
        labels, why = {}, messages.phrase("why_field", lang=lang)
    return QuestionReport(
        id=question.id,
        text=text,
        kind=question.kind,
        choices=list(question.choices),
        labels={choice: labels[choice] for choice in question.choices if choice in labels},
        why=why,
        settles=list(question.settles),
        kroner=f"{question.kroner:.2f}",
        effects={plain(effect.answer): _changes(effect) for effect in question.effects},
        answers={plain(effect.answer): _answer(question.id, effect, labels, lang) for effect in question.effects},
        rare=question.id in USER_FACTS and USER_FACTS[question.id].rare,
        leaning=None if question.leaning is None else _leaning(question.leaning, labels, lang),
    )


def _changes(effect: Effect) -> dict[str, ChangeReport]:
    return {c.id: ChangeReport(status=c.status.value, change=f"{c.change:.2f}") for c in effect.checks}


def _answer(id_: str, effect: Effect, labels: Mapping[str, str], lang: Language) -> AnswerReport:
    return AnswerReport(
        label=_label(id_, effect.answer, labels, lang),
        contested=f"{effect.contested:.2f}",
        change=f"{effect.change:.2f}",
        possibly_contested=f"{effect.possibly_contested:.2f}",
        possibly_change=f"{effect.possibly_change:.2f}",
    )


def _label(id_: str, answer: object, labels: Mapping[str, str], lang: Language) -> str:
    """The answer as people write it: the choice's words, the day, the sum, the rate."""
    if isinstance(answer, Decimal):
        return format_percent(answer, lang=lang) if id_ in RATE_FIELDS else format_kroner_prose(answer, lang=lang)
    if isinstance(answer, dt.date):
        return format_date(answer, lang=lang)
    return labels.get(str(answer), str(answer))


def _leaning(leaning: Leaning, labels: Mapping[str, str], lang: Language) -> LeaningReport:
    return LeaningReport(
        answer=leaning.answer,
        label=labels.get(leaning.answer, leaning.answer),
        reason=leaning.why.of(lang),
        legal_basis=[basis_report(place, lang=lang) for place in leaning.legal_basis],
    )
