"""What a reader is shown first: the verdict in one line, and findings gathered by the kroner they concern.

Two checks that strike the same kroner are one card with two grounds. Works on the report alone, so that the text,
the page and the API tell the same story.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from checks.messages.files import load_texts
from parsers.dates import format_date
from parsers.money import format_kroner_prose
from service.reports.questions import QuestionReport
from service.reports.report import CheckReport, Report
from service.reports.scope import UNKNOWN, ScopeReport

CardStatus = Literal["breach", "likely_breach", "question", "advice"]

_WORDS = Path(__file__).parent / "words"
PLAINEST = frozenset({"salaer-over-limit", "pur-fee-over-limit"})
"""Of checks that take the same kroner, these are told first: a sum above its limit needs no more explanation."""

_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Card:
    """One finding. ``number`` from 1 is its mark in the letter; ``checks`` the grounds, the weightiest first."""

    number: int
    status: CardStatus
    checks: tuple[CheckReport, ...]

    @property
    def main(self) -> CheckReport:
        return self.checks[0]

    @property
    def others(self) -> tuple[CheckReport, ...]:
        return self.checks[1:]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The first thing the reader sees: headline, lead sentence, deadline line."""

    headline: str
    lead: str
    deadline: str
    letter: str


@cache
def words(lang: str) -> Mapping[str, Any]:
    """The reports' own words; bokmål where a language has none."""
    path = _WORDS / f"{lang}.yaml"
    if not path.exists():
        path = _WORDS / "nb.yaml"
    return dict(load_texts(path))


def status_of(check: CheckReport) -> str:
    """The key of the word for a check's status: fails by severity, unsure by whether a question settles it."""
    if check.status == "fail":
        return check.severity
    if check.status == "unsure":
        return "question" if check.question else "unsure"
    return check.status


def kroner_of(check: CheckReport) -> Decimal:
    """Kroner the check takes away."""
    return sum((Decimal(k) for k in check.contests.values()), _ZERO)


def cards_of(report: Report) -> tuple[Card, ...]:
    """The findings to show, numbered: errors, likely errors, questions, advice; most kroner first within each.

    What nothing in the letter raises, and few people have to tell, is no finding about this letter (`asides_of`).
    """
    failed = [c for c in report.checks if c.status == "fail" and c.severity != "advice"]
    asked = {q.id: n for n, q in enumerate(report.questions)}
    aside = {q.id for q in report.questions if q.rare}
    open_ = sorted(
        (
            c
            for c in report.checks
            if c.status == "unsure" and c.question in asked and not (c.question in aside and c.leaning == "pass")
        ),
        key=lambda c: asked[str(c.question)],
    )
    advice = [c for c in report.checks if c.status == "fail" and c.severity == "advice"]
    groups: list[tuple[CardStatus, tuple[CheckReport, ...]]] = [
        ("breach" if any(c.severity == "breach" for c in group) else "likely_breach", group)
        for group in _by_kroner(failed)
    ]
    groups.sort(key=lambda g: (g[0] != "breach", -kroner_of(g[1][0])))
    groups += [("question", group) for group in _by_question(open_)]
    groups += [("advice", (check,)) for check in advice]
    return tuple(Card(number, status, group) for number, (status, group) in enumerate(groups, start=1))


def _by_kroner(failed: Iterable[CheckReport]) -> list[tuple[CheckReport, ...]]:
    groups: list[list[CheckReport]] = []
    for check in failed:
        touching = [g for g in groups if any(set(c.contests) & set(check.contests) for c in g)]
        merged = [c for g in touching for c in g] + [check]
        groups = [g for g in groups if g not in touching] + [merged]
    return [
        tuple(sorted(g, key=lambda c: (c.severity != "breach", -kroner_of(c), c.id not in PLAINEST))) for g in groups
    ]


def _by_question(open_: Sequence[CheckReport]) -> list[tuple[CheckReport, ...]]:
    groups: dict[str, list[CheckReport]] = {}
    for check in open_:
        groups.setdefault(str(check.question), []).append(check)
    return [tuple(group) for group in groups.values()]


def question_of(report: Report, card: Card) -> QuestionReport | None:
    """The question that settles a card, or that would raise what it found; ``None`` when no answer matters."""
    return next((q for check in card.checks for q in report.questions if check.id in q.settles), None)


def asides_of(report: Report, cards: Sequence[Card]) -> tuple[QuestionReport, ...]:
    """The questions that stand with no card: for those few whom they concern."""
    with_card = {check.id for card in cards for check in card.checks}
    return tuple(question for question in report.questions if not with_card & set(question.settles))


def verdict_of(report: Report, *, today: dt.date | None = None) -> Verdict:
    """The verdict in words. ``today`` leaves this year's number out of dates."""
    say = words(report.language)
    key = _verdict_key(report)
    contested = Decimal(report.amounts.contested)
    possibly = Decimal(report.amounts.possibly_contested)
    headline = say["verdict"][key].format(
        contested=format_kroner_prose(contested, lang=report.language),
        possibly=format_kroner_prose(possibly, lang=report.language),
    )
    lead = _lead(report, key)
    if report.outcome == "outside_scope" and report.scope is not None:
        headline, lead = report.scope.headline, f"{report.scope.handled_by} {report.scope.advice}".strip()
    return Verdict(
        headline=headline,
        lead=lead,
        deadline=_deadline(report, today),
        letter=_letter_line(report, today),
    )


def scope_note(report: Report) -> ScopeReport | None:
    """What to tell besides the verdict of a paper that is checked in part only; ``None`` where the verdict or a
    question tells it.
    """
    scope = report.scope
    if scope is None or scope.document == UNKNOWN or report.outcome in {"outside_scope", "unreadable"}:
        return None
    return scope


def _verdict_key(report: Report) -> str:
    if report.outcome == "outside_scope":
        return "not_a_claim"
    if report.outcome == "clean" and not report.letter.fully_read:
        return "clean_in_part"
    if report.outcome != "breaches":
        return report.outcome
    if Decimal(report.amounts.contested) == 0:
        return "likely" if Decimal(report.amounts.possibly_contested) else "no_money"
    return _breach_key(report)


def _breach_key(report: Report) -> str:
    breaches = [c for c in report.checks if c.status == "fail" and c.severity == "breach" and c.contests]
    taken = {row for c in breaches for row in c.contests}
    whole = {row for c in breaches if c.consequence != "amount" for row in c.contests}
    if taken <= {"collection_fee", "vat"} and taken <= whole:
        return "fee_may_fall"
    if taken <= {"reminder_fee", "own_demand_fee"} and taken <= whole:
        return "notice_fee_may_fall"
    if taken <= whole:
        return "costs_may_fall"
    more = any(Decimal(q.kroner) for q in report.questions)
    return "more_than_allowed_at_least" if more else "more_than_allowed"


def _lead(report: Report, key: str) -> str:
    say = words(report.language)["lead"]
    if report.outcome != "breaches":
        return str(say[key if key in say else report.outcome])
    if key in {"likely", "no_money"}:
        return str(say[key])
    more = Decimal(report.amounts.possibly_contested) - Decimal(report.amounts.contested)
    tail = say["possibly_more"].format(more=format_kroner_prose(more, lang=report.language)) if more > 0 else ""
    return f"{say['breaches']} {tail}".strip()


def _deadline(report: Report, today: dt.date | None) -> str:
    say = words(report.language)["deadline"]
    if report.outcome in {"outside_scope", "unreadable"}:
        return ""
    deadline = report.letter.fields.get("payment_deadline")
    if deadline is None:
        return str(say["none"])
    day = dt.date.fromisoformat(str(deadline.value))
    written = f"{format_weekday(day, report.language)} {format_date(day, lang=report.language, today=today)}"
    if today is not None and day < today:
        return str(say["passed"].format(day=written))
    return f"{say['ahead'].format(day=written)}. {say['note']}"


def format_weekday(day: dt.date, lang: str) -> str:
    """The weekday's name ("onsdag")."""
    from babel.dates import format_date as babel_format

    return str(babel_format(day, "EEEE", locale={"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}[lang]))


def _letter_line(report: Report, today: dt.date | None) -> str:
    say = words(report.language)
    date = report.letter.fields.get("letter_date")
    day = (
        say["undated"]
        if date is None
        else format_date(dt.date.fromisoformat(str(date.value)), lang=report.language, today=today)
    )
    kind = say["kind"][report.letter.kind.value]
    role = report.letter.sender_role.value
    names = ("collector", "creditor") if role in {"collector", "purchaser", "lawyer"} else ("creditor", "collector")
    sender = next((report.letter.fields[n].value for n in names if n in report.letter.fields), None)
    key = "from_nobody" if sender is None else "from"
    return str(say[key].format(kind=kind, sender=sender, day=day))


def ruleset_line(report: Report) -> str:
    """By which rules the letter was judged, and for which day."""
    say, rules = words(report.language), report.ruleset
    law_as_of = format_date(rules.law_as_of, lang=report.language)
    if rules.evaluated_for is None:
        return str(say["ruleset_undated"].format(version=rules.version, law_as_of=law_as_of))
    day = format_date(rules.evaluated_for, lang=report.language)
    return str(say["ruleset"].format(version=rules.version, law_as_of=law_as_of, day=day))


def complain_key(report: Report) -> str:
    """The key of the sentence on where to complain next, which depends on who writes."""
    role = report.letter.sender_role.value
    return {"creditor": "complain_creditor", "lawyer": "complain_lawyer"}.get(role, "complain")
