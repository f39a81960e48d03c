"""Which questions a reader is asked, and which were answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checks import messages
from checks.user_facts import LETTER_FACTS, USER_FACTS
from parsers.dates import format_date, parse_date
from service.context import services
from service.reports.cards import asides_of, cards_of
from service.reports.questions import QuestionReport
from service.reports.report import Report
from service.store.audits import Audit

MOST = 5
"""More questions than these nobody answers; those that move most kroner come first."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was given: the question's key and words, and the answer in words."""

    id: str
    text: str
    answer: str


def open_questions(audit: Audit, report: Report) -> tuple[QuestionReport, ...]:
    """The questions to answer one after the other: about this letter, most kroner first, not those answered with
    "unknown", and not those that only few people have anything to tell about.
    """
    aside = {question.id for question in asides_of(report, cards_of(report))}
    told = services().store.audits.known(audit.id)
    return tuple(q for q in report.questions if q.id not in aside and q.id not in told)[:MOST]


def answered(known: Mapping[str, str], *, lang: str) -> list[Answered]:
    """What was answered, in the order it was told. Corrections of what was read are no answers."""
    return [
        Answered(key, found.text, written(key, value, found.choices, lang=lang))
        for key, value in known.items()
        if key in USER_FACTS or key in LETTER_FACTS
        for found in (messages.question(key, lang=lang),)
    ]


def written(key: str, value: str, choices: Mapping[str, str], *, lang: str) -> str:
    """An answer as people write it."""
    if value in choices:
        return choices[value]
    facts = {**USER_FACTS, **LETTER_FACTS}
    if key in facts and facts[key].kind == "date":
        return format_date(parse_date(value), lang=lang)
    return value
