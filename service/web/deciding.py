"""What a person could tell of a letter that would turn what came of it: open questions, and readings in doubt.

A reading is shown only when it matters: each of its rivals is put in its place and the letter judged anew, without
OCR. One that has no rival but is in doubt matters when a check that is not decided rests on it. Not here: how it is
asked (`service.web.review`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.errors import UsageError
from service import desk
from service.context import services
from service.reports.cards import status_of
from service.reports.drawing import Sheet, clipping
from service.reports.report import FieldReport, Report
from service.store.audits import Audit
from service.store.errors import LetterFormat
from service.web.asked import open_questions
from service.web.corrections import DOUBTFUL, name_of, typed, value_of
from service.web.questions import Asked, asked_of
from service.web.shell import page_language

MOST_TRIED = 10
"""Rivals that are put in a reading's place, of all readings together; each takes about as long as showing the page."""

_SURE = 0.95
"""From this confidence on a reading is not doubted for its rivals."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a reading may have: as it is sent, as people write it, and how sure the reader is of it (0–1)."""

    value: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that could turn what came of the letter: what it may be, its rivals before itself, how it is typed,
    and its piece of the letter.
    """

    name: str
    label: str
    choices: tuple[Choice, ...]
    typed: str
    cut: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Openness:
    """Everything about a letter that somebody could settle."""

    doubts: tuple[Doubt, ...]
    questions: tuple[Asked, ...]

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to tell any more."""
        return not self.doubts and not self.questions


def open_of(audit: Audit, report: Report, sheets: Sequence[Sheet]) -> Openness:
    """What is open about a letter."""
    asked = [asked_of(audit, report, question.id) for question in open_questions(audit, report)]
    known = services().store.audits.known(audit.id)
    doubted = {name for name in _turning(audit, report, known) if name not in known}
    doubts = tuple(_doubt(name, reading, sheets) for name, reading in report.letter.fields.items() if name in doubted)
    # A question about a reading that is shown with its rivals is the same question.
    return Openness(doubts, tuple(question for question in asked if question.id not in doubted))


def _turning(audit: Audit, report: Report, known: Mapping[str, str]) -> Iterator[str]:
    left = MOST_TRIED
    for name, reading in report.letter.fields.items():
        if reading.origin == "user":
            continue
        if not reading.rivals:
            if reading.confidence < DOUBTFUL and _rests_on(report, name):
                yield name
        elif reading.confidence < _SURE:
            rivals = [str(rival.value) for rival in reading.rivals][: max(0, left)]
            left -= len(rivals)
            if any(_turns(audit, report, {**known, name: rival}) for rival in rivals):
                yield name


def _rests_on(report: Report, name: str) -> bool:
    """Whether a check that is not decided, or only probably, points to the reading."""
    return any(
        status_of(check) in ("likely_breach", "question") and any(found.field == name for found in check.evidence)
        for check in report.checks
    )


def _turns(audit: Audit, report: Report, known: Mapping[str, str]) -> bool:
    try:
        other = desk.built(services(), audit, lang=page_language(), known=known)
    except (LetterFormat, UsageError):
        return False
    return (other.outcome, other.amounts) != (report.outcome, report.amounts)


def _doubt(name: str, reading: FieldReport, sheets: Sequence[Sheet]) -> Doubt:
    lang = page_language()
    rivals = sorted(reading.rivals, key=lambda rival: -rival.confidence)
    values = [*((str(rival.value), rival.confidence) for rival in rivals), (str(reading.value), reading.confidence)]
    return Doubt(
        name=name,
        label=name_of(name),
        choices=tuple(Choice(value, value_of(name, value, lang=lang), sure) for value, sure in values),
        typed=typed(name, reading.value),
        cut=clipping(reading, sheets),
    )
