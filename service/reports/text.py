"""The report as text for a terminal: what was found, what to do, and what was in order. Says nothing the report
does not hold.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal

from parsers.money import format_amount
from service.reports.answers import answer_lines, leaning_line, usual_line
from service.reports.cards import (
    Card,
    asides_of,
    cards_of,
    complain_key,
    question_of,
    ruleset_line,
    scope_note,
    status_of,
    verdict_of,
    words,
)
from service.reports.figures import figure, kroner
from service.reports.lateness import advised, timely
from service.reports.questions import QuestionReport
from service.reports.report import CheckReport, Report, StepReport
from service.reports.timeline import timeline_rows, timeline_words

WIDTH = 88
"""Columns of the text."""


def render_text(report: Report, *, today: dt.date | None = None) -> str:
    """The whole report, lines of at most :data:`WIDTH` columns, ended by a newline."""
    return "\n".join(_report(timely(report, today=today), today)) + "\n"


def wrap(text: str, indent: str = "", later: str | None = None) -> Iterator[str]:
    """Lines of at most :data:`WIDTH` columns; sums and days are not torn apart. ``later`` indents all but the first."""
    # textwrap would break at no-break spaces inside "375 kroner"; they are hidden from it
    hidden = text.replace("§ ", "§\u00a0").replace("\u00a0", "\u2060")
    rest = indent if later is None else later
    filled = textwrap.wrap(hidden, WIDTH, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)
    yield from (line.replace("\u2060", "\u00a0") for line in filled)


def heading(text: str) -> Iterator[str]:
    """An empty line, the heading and a rule under it."""
    yield ""
    yield text
    yield "─" * len(text)


def _report(report: Report, today: dt.date | None) -> Iterator[str]:
    say = words(report.language)
    verdict = verdict_of(report, today=today)
    yield verdict.letter
    yield ""
    yield from wrap(verdict.headline)
    yield from wrap(verdict.lead)
    if verdict.deadline:
        yield from wrap(verdict.deadline)
    for page in report.document.pages:
        for issue in page.quality.issues:
            yield from wrap(say["page_problem"].format(page=page.number, problem=say["quality"][issue]))
    if not report.letter.fully_read:
        yield from wrap(say["incomplete"])
    note = scope_note(report)
    if note is not None:
        yield from wrap(f"{note.headline}. {note.handled_by} {note.advice}")
    for notice in report.notices:
        yield from wrap(notice)
    if report.outcome in {"outside_scope", "unreadable"}:
        yield from _foot(report)
        return
    yield from _amounts(report)
    cards = cards_of(report)
    yield from heading(say["headings"]["found"])
    if not cards:
        yield say["nothing"]
    for card in cards:
        yield from _card(report, card)
    yield from _asides(report, cards)
    yield from heading(say["headings"]["now"])
    for number, key in enumerate(("owe_some", "owe_nothing", "cannot_pay"), start=1):
        yield from wrap(f"{number}. {advised(say['now'][key], report, today=today)}")
    yield from wrap(say["now"][complain_key(report)])
    yield from _timeline(report, today)
    yield from _checks(report)
    yield from _terms(report)
    yield from _foot(report)


def _amounts(report: Report) -> Iterator[str]:
    say = words(report.language)["amounts"]
    if report.amounts.claimed is None or report.amounts.supported is None:
        return
    yield from heading(words(report.language)["headings"]["amounts"])
    rows = [
        (say["claimed"], Decimal(report.amounts.claimed)),
        (say["contested"], -Decimal(report.amounts.contested)),
        (say["rest"], Decimal(report.amounts.supported)),
    ]
    if rows[1][1] == 0:
        rows = rows[:1]
    for label, amount in rows:
        yield f"{label:<30}{kroner(amount, lang=report.language):>17}"
    if len(rows) > 1:
        yield from wrap(say["rest_note"])


def _card(report: Report, card: Card) -> Iterator[str]:
    say = words(report.language)
    yield ""
    yield from wrap(f"{card.number}. {say['status'][card.status]}: {card.main.headline}")
    yield from _body(report, card.main)
    for check in card.others:
        yield from wrap(f"{say['also']}: {check.headline}", "   ")
        told = check.leaning_reason == card.main.leaning_reason and check.leaning == card.main.leaning
        yield from _body(report, check, reason=not told, beside=card.main)
    asked = question_of(report, card)
    if asked is not None:
        if card.main.status == "fail":
            for line in usual_line(report, asked):
                yield from wrap(line, "   ")
        yield from _question(report, asked)


def _asides(report: Report, cards: Sequence[Card]) -> Iterator[str]:
    asides = asides_of(report, cards)
    if not asides:
        return
    yield from heading(words(report.language)["headings"]["asides"])
    for question in asides:
        yield ""
        yield from _question(report, question)


def _question(report: Report, asked: QuestionReport) -> Iterator[str]:
    """The question, why it is asked, what answers would do, and how to answer."""
    say = words(report.language)
    yield from wrap(asked.text, "   ")
    yield from wrap(asked.why, "   ")
    for line in answer_lines(report, asked):
        yield from wrap(line, "   ")
    choices = ", ".join([*(["2026-03-14"] if asked.kind == "date" and asked.choices else []), *asked.choices])
    hint = say["question_hint"].format(id=asked.id)
    yield from wrap(f"{hint} ({choices})" if choices else hint, "   ")


def _body(
    report: Report, check: CheckReport, *, reason: bool = True, beside: CheckReport | None = None
) -> Iterator[str]:
    """A finding told; what the finding ``beside`` it has shown already is left out."""
    say = words(report.language)
    shown = {evidence.text for evidence in beside.evidence} if beside else set()
    yield from wrap(check.explanation, "   ")
    for line in leaning_line(report, check) if reason else ():
        yield from wrap(line, "   ")
    for evidence in check.evidence[:3]:
        if evidence.text and evidence.text not in shown:
            yield from wrap(say["quote"].format(page=evidence.page, text=evidence.text), "   ")
    if check.computation and check.status == "fail" and not (beside and beside.computation == check.computation):
        yield f"   {say['headings']['working']}:"
        for step in check.computation:
            yield from wrap(step_text(step, lang=report.language), "     ")
    if check.status == "fail":
        yield from wrap(check.what_to_do, "   ")
    if check.legal_basis:
        references = "; ".join(dict.fromkeys(b.reference for b in check.legal_basis))
        yield from wrap(f"{say['ground']}: {references}. {check.legal_basis[0].url}", "   ")


def step_text(step: StepReport, *, lang: str = "nb") -> str:
    """One line of arithmetic with where the figure comes from."""
    text = arithmetic(step, lang=lang)
    return f"{text}  [{step.origin}]" if step.origin else text


def arithmetic(step: StepReport, *, lang: str = "nb") -> str:
    """One line of arithmetic: label, figure, formula and result."""
    parts = [step.label]
    if step.value is not None:
        parts.append(figure(step.value, step.unit, lang=lang))
    if step.formula:
        parts.append(f"({step.formula})")
    if step.result is not None:
        parts.append(f"= {format_amount(Decimal(step.result), lang=lang)}")
    return " ".join(parts)


def _timeline(report: Report, today: dt.date | None) -> Iterator[str]:
    rows = timeline_rows(report.timeline, lang=report.language, today=today)
    if not rows:
        return
    yield from heading(timeline_words(report.language)["heading"])
    width = max(len(row.day) for row in rows)
    for row in rows:
        if row.state == "today":
            yield f"→ {row.day:<{width}}  {row.label}"
            continue
        origin = f" [{row.origin}]" if row.origin else ""
        yield from wrap(f"{row.label}{origin}", f"  {row.day:<{width}}  ", " " * (width + 4))
        if row.note:
            yield from wrap(row.note, " " * (width + 4))
    for letter in report.previous_not_used:
        yield from wrap(letter.note)


def _checks(report: Report) -> Iterator[str]:
    say = words(report.language)
    yield from heading(say["headings"]["checks"])
    tested = [c for c in report.checks if c.status != "not_applicable"]
    yield from wrap(say["counts"].format(count=len(tested)))
    marks = {"pass": "✓", "fail": "✗", "unsure": "?"}
    for check in tested:
        status = say["status"][status_of(check)]
        yield from wrap(f"{marks[check.status]} {status}: {check.headline}", " ")


def _terms(report: Report) -> Iterator[str]:
    if report.terms:
        yield from heading(words(report.language)["headings"]["terms"])
    for term in report.terms:
        yield from wrap(f"{term.term}: {term.means}")


def _foot(report: Report) -> Iterator[str]:
    say = words(report.language)
    yield ""
    yield from wrap(ruleset_line(report))
    yield from wrap(say["limits"])
