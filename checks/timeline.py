"""The days of a case in order: what was sent, which deadlines ran, and what the law makes possible and from when.

What it is for: one list that a person can follow, from the due date to limitation, each day with where it comes from.
What it is not for: judging any letter, or saying what will happen. Implements the day counts of inkassoloven (1988)
§§ 9-11, inkassoforskriften § 2-3 and foreldelsesloven §§ 2 and 3 through :mod:`checks.deadlines`; legal steps, the
heavy fee and limitation are possibilities. No clock is read: today's place in the list is found by who shows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from checks.case import Case
from checks.deadlines import first_heavy_day, limitation_date, six_months_after
from checks.errors import UnknownFigure
from checks.history import (
    NOTICE_KINDS,
    Earlier,
    History,
    deadline_of,
    history_of,
    legal_step_days,
    told_demand,
)
from checks.law import Law
from checks.model import Param
from checks.same_claim import Link
from parsers.model import LetterKind, Missing, Origin, Reading, SenderRole, StatementId

MomentKind = Literal[
    "due",
    "purring",
    "inkassovarsel",
    "own_demand",
    "betalingsoppfordring",
    "oppfolging",
    "rettslig-varsel",
    "avdragsavtale",
    "saksoversikt",
    "other_letter",
    "this_letter",
    "deadline",
    "heavy",
    "legal_possible",
    "legal_latest",
    "legal_step",
    "limitation",
]
"""What a day is."""

MomentOrigin = Literal["read", "derived", "user", "previous"]
"""Where a day comes from: read in this letter, counted from another day, told by the user, or an earlier letter."""

_AFTER_DEMAND = frozenset({LetterKind.OPPFOLGING, LetterKind.RETTSLIG_VARSEL, LetterKind.AVDRAGSAVTALE})
_AFTER_NOTICE = _AFTER_DEMAND | {LetterKind.BETALINGSOPPFORDRING, LetterKind.SAKSOVERSIKT}
_COLLECTORS = frozenset({SenderRole.COLLECTOR, SenderRole.PURCHASER, SenderRole.LAWYER})

_LETTERS: Mapping[LetterKind, MomentKind] = MappingProxyType(
    {
        LetterKind.PURRING: "purring",
        LetterKind.INKASSOVARSEL: "inkassovarsel",
        LetterKind.BETALINGSOPPFORDRING: "betalingsoppfordring",
        LetterKind.OPPFOLGING: "oppfolging",
        LetterKind.RETTSLIG_VARSEL: "rettslig-varsel",
        LetterKind.AVDRAGSAVTALE: "avdragsavtale",
        LetterKind.SAKSOVERSIKT: "saksoversikt",
    }
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline.

    ``day`` is ``None`` for a gap: a day that belongs here and is not known. ``letter`` is the place in
    ``Case.previous``, from 0, for what an earlier letter tells. ``possible`` marks what may happen, not what did.
    ``note`` is a message key and ``params`` fill it; empty for none.
    """

    kind: MomentKind
    day: dt.date | None
    origin: MomentOrigin
    letter: int | None = None
    possible: bool = False
    note: str = ""
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))


def timeline_of(case: Case, law: Law) -> tuple[Moment, ...]:
    """The moments of the case, oldest first, gaps where they belong. Never raises; empty when no day is known."""
    history = history_of(case)
    due = _due(case, history)
    before = [_earlier(one) for one in history.before]
    moments = [due, *before, *_told_notice(case, history), *_gaps(case, history), *_this_letter(case)]
    moments += _steps(case)
    moments += _possibilities(case, law, history, due.day)
    return _ordered(moments) if any(moment.day for moment in moments) else ()


def _ordered(moments: list[Moment]) -> tuple[Moment, ...]:
    """By day; a gap stands right before the first later kind of the case's course, else first."""
    dated = sorted((m for m in moments if m.day is not None), key=lambda m: (m.day or dt.date.min, _rank(m.kind)))
    for gap in (m for m in moments if m.day is None):
        place = next((n for n, m in enumerate(dated) if _rank(m.kind) > _rank(gap.kind)), len(dated))
        dated.insert(place, gap)
    return tuple(dated)


_COURSE: tuple[MomentKind, ...] = (
    "due",
    "purring",
    "inkassovarsel",
    "own_demand",
    "betalingsoppfordring",
    "saksoversikt",
    "other_letter",
    "oppfolging",
    "avdragsavtale",
    "rettslig-varsel",
    "this_letter",
    "legal_step",
    "deadline",
    "legal_possible",
    "heavy",
    "legal_latest",
    "limitation",
)


_ORIGINS: Mapping[Origin, MomentOrigin] = {Origin.READ: "read", Origin.DERIVED: "derived", Origin.USER: "user"}


def _rank(kind: MomentKind) -> int:
    return _COURSE.index(kind)


def _origin(reading: Reading[dt.date]) -> MomentOrigin:
    return _ORIGINS[reading.origin]


def _due(case: Case, history: History) -> Moment:
    """The original due date: the letter's own, else an earlier letter's about the same claim, else a gap."""
    own, printed = case.date("original_due_date"), case.date("letter_date")
    if isinstance(own, Reading) and not (isinstance(printed, Reading) and own.value >= printed.value):
        return Moment("due", own.value, _origin(own))
    for one in history.sure:
        due = one.letter.field("original_due_date")
        if isinstance(due, Reading) and isinstance(due.value, dt.date) and due.value < one.day:
            return Moment("due", due.value, "previous", letter=one.index)
    return Moment("due", None, "read", note="gap_due")


def _earlier(one: Earlier) -> Moment:
    kind = _LETTERS.get(one.kind, "other_letter")
    if kind == "betalingsoppfordring" and not one.is_collectors:
        kind = "own_demand"
    note, params = "", {}
    if isinstance(one.deadline, Reading):
        note, params = "deadline_was", {"deadline": one.deadline.value}
    if one.link is Link.PERHAPS:
        note = "perhaps_other" if not params else "perhaps_other_deadline"
    return Moment(kind, one.day, "previous", letter=one.index, note=note, params=params)


def _told_notice(case: Case, history: History) -> Iterator[Moment]:
    """The inkassovarsel this letter tells of, unless it is among the earlier letters."""
    date, deadline = case.date("notice_date"), case.date("notice_deadline")
    if history.of(LetterKind.INKASSOVARSEL) or case.kind in NOTICE_KINDS:
        return
    if isinstance(date, Reading):
        told = Moment("inkassovarsel", date.value, _origin(date))
        if isinstance(deadline, Reading):
            told = replace(told, note="deadline_was", params={"deadline": deadline.value})
        yield told
    elif isinstance(deadline, Reading):
        yield Moment("inkassovarsel", None, "read", note="gap_notice_deadline", params={"deadline": deadline.value})


def _gaps(case: Case, history: History) -> Iterator[Moment]:
    """Letters that must have come before this one and are not at hand: as this one tells of them, else as gaps."""
    told = any(isinstance(case.date(name), Reading) for name in ("notice_date", "notice_deadline"))
    if case.kind in _AFTER_NOTICE and not told and not history.of(LetterKind.INKASSOVARSEL):
        yield Moment("inkassovarsel", None, "read", note="gap_notice")
    if case.kind not in _AFTER_DEMAND or case.sender_role not in _COLLECTORS or history.demands():
        return
    demand = told_demand(case)
    if demand is None:
        yield Moment("betalingsoppfordring", None, "read", note="gap_demand")
    else:
        params: Mapping[str, Param] = {"deadline": demand.deadline}
        yield Moment("betalingsoppfordring", demand.sent, "read", note="deadline_was", params=params)


def _this_letter(case: Case) -> Iterator[Moment]:
    """The letter under audit and its deadline; the day the user says it was sent goes before the printed one."""
    printed = case.date("letter_date")
    if case.sent_date is not None:
        yield Moment("this_letter", case.sent_date, "user")
    elif isinstance(printed, Reading):
        yield Moment("this_letter", printed.value, _origin(printed))
    else:
        yield Moment("this_letter", None, "read", note="gap_letter")
    deadline = deadline_of(case.letter)
    if isinstance(deadline, Reading):
        yield Moment("deadline", deadline.value, _origin(deadline))


def _steps(case: Case) -> Iterator[Moment]:
    """The legal steps the letter says were taken."""
    if case.says_clearly(StatementId.LEGAL_STEP_TAKEN):
        yield from (Moment("legal_step", day, "read") for day in legal_step_days(case))


def _possibilities(case: Case, law: Law, history: History, due: dt.date | None) -> Iterator[Moment]:
    """What may come: the heavy fee and legal steps after a collector's demand, and limitation."""
    demand = _demand(case, history)
    if demand is not None:
        sent, deadline, letter = demand
        heavy = _heavy(law, due or sent, deadline)
        if heavy is not None:
            yield Moment("heavy", heavy, "derived", letter=letter, possible=True, note="heavy")
        if not case.says_clearly(StatementId.LEGAL_STEP_TAKEN):
            last = max([deadline, *_own_deadline(case)])
            first = last + dt.timedelta(days=1)
            yield Moment("legal_possible", first, "derived", letter=letter, possible=True, note="legal_possible")
            latest = six_months_after(sent)
            yield Moment("legal_latest", latest, "derived", letter=letter, possible=True, note="legal_latest")
    if due is not None and case.known.answer("claim_type") != "judgment":
        yield Moment("limitation", limitation_date(due), "derived", possible=True, note="limitation")


def _own_deadline(case: Case) -> list[dt.date]:
    deadline = deadline_of(case.letter)
    return [deadline.value] if isinstance(deadline, Reading) else []


def _demand(case: Case, history: History) -> tuple[dt.date, dt.date, int | None] | None:
    """The newest payment demand of a collector, if its deadline is known: day sent, deadline, earlier letter."""
    if case.kind is LetterKind.BETALINGSOPPFORDRING and case.sender_role in _COLLECTORS:
        sent, deadline = case.sent, deadline_of(case.letter)
        if isinstance(sent, Missing) or isinstance(deadline, Missing):
            return None
        return sent.value, deadline.value, None
    for one in reversed(history.demands(sure=True)):
        if isinstance(one.deadline, Reading):
            return one.day, one.deadline.value, one.index
    told = told_demand(case)
    return None if told is None else (told.sent, told.deadline, None)


def _heavy(law: Law, due: dt.date, deadline: dt.date) -> dt.date | None:
    try:
        return first_heavy_day(law, due=due, demand_deadline=deadline)
    except UnknownFigure:
        return None
