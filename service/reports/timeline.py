"""The dates of the case (Datoene i saken) in the report: its shape, its words, and where today stands in it.

The moments are those of :mod:`checks.timeline`; here they get labels and notes in the reader's language. What is shown
in text and on the page is made from the report's list and nothing else. Today is given by the caller and is no part
of the report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from checks.case import Case
from checks.history import AsideReason, history_of
from checks.law import Language, Law
from checks.messages import show
from checks.messages.files import load_texts
from checks.timeline import Moment, MomentKind, timeline_of
from parsers.dates import format_date
from service.reports.parts import Part

_WORDS = Path(__file__).parent / "words" / "timeline"


class TimelineEntry(Part):
    """One day of the case. ``date`` is null for a day that belongs here and is not known; ``note`` then says what to
    add. ``letter`` is the place, from 0, among the earlier letters given. ``possible`` marks what may happen.
    """

    date: dt.date | None
    kind: MomentKind
    label: str
    origin: Literal["read", "derived", "user", "previous"]
    letter: int | None = None
    possible: bool = False
    note: str = ""


class AsideReport(Part):
    """An earlier letter that was given and has no part in the case: its place from 0, and why."""

    letter: int
    reason: AsideReason
    note: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line as shown: the day written out, the label, the note and where the day comes from.

    ``state``: ``past`` and ``ahead`` of today, ``today`` itself, ``gap``, or ``day`` where today is not known.
    """

    day: str
    label: str
    note: str
    origin: str
    state: Literal["past", "ahead", "today", "gap", "day"]


@cache
def timeline_words(lang: str) -> Mapping[str, Any]:
    """The words of the timeline in a language."""
    return dict(load_texts(_WORDS / f"{lang}.yaml"))


def timeline_report(case: Case, law: Law, *, lang: Language) -> list[TimelineEntry]:
    """The days of the case, oldest first, in the reader's language."""
    return [_entry(moment, lang) for moment in timeline_of(case, law)]


def aside_report(case: Case, *, lang: Language) -> list[AsideReport]:
    """The earlier letters that were given but not used, each with the reason in a sentence."""
    say = timeline_words(lang)
    return [
        AsideReport(
            letter=index, reason=reason, note=f"{say['not_used'].format(number=index + 1)} {say['reasons'][reason]}"
        )
        for index, reason in history_of(case).aside
    ]


def _entry(moment: Moment, lang: Language) -> TimelineEntry:
    say = timeline_words(lang)
    shown = {name: show(value, lang=lang) for name, value in moment.params.items()}
    return TimelineEntry(
        date=moment.day,
        kind=moment.kind,
        label=say["labels"][moment.kind],
        origin=moment.origin,
        letter=moment.letter,
        possible=moment.possible,
        note=say["notes"][moment.note].format_map(shown) if moment.note else "",
    )


def timeline_rows(
    entries: Sequence[TimelineEntry], *, lang: Language, today: dt.date | None = None
) -> tuple[TimelineRow, ...]:
    """The lines to show, with today in its place when it is given. None when there are no entries."""
    say = timeline_words(lang)
    rows: list[TimelineRow] = []
    is_told = today is None or not entries
    for entry in entries:
        if not is_told and today is not None and entry.date is not None and entry.date > today:
            rows.append(_today(today, say, lang))
            is_told = True
        rows.append(_row(entry, say, lang, today))
    if not is_told and today is not None:
        rows.append(_today(today, say, lang))
    return tuple(rows)


def _today(today: dt.date, say: Mapping[str, Any], lang: Language) -> TimelineRow:
    return TimelineRow(format_date(today, lang=lang), say["today"], "", "", "today")


def _row(entry: TimelineEntry, say: Mapping[str, Any], lang: Language, today: dt.date | None) -> TimelineRow:
    origin = say["origins"][entry.origin]
    if entry.origin == "previous" and entry.letter is not None:
        origin = f"{origin}\u00a0({entry.letter + 1})"
    if entry.date is None:
        return TimelineRow(say["unknown"], entry.label, entry.note, "", "gap")
    label = f"{entry.label} ({say['possible']})" if entry.possible else entry.label
    state: Literal["past", "ahead", "day"] = "day" if today is None else "ahead" if entry.date > today else "past"
    return TimelineRow(format_date(entry.date, lang=lang), label, entry.note, origin, state)
