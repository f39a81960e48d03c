"""The letter's pages as they are drawn: frames around the evidence, numbered badges in a rail, and cut-outs.

Boxes come as fractions of the page; marks are drawn in an SVG whose user units are the page's pixels. Also the claim
row by row, and what was read. For the file of one letter (`service.reports.html`) and the pages of the service alike;
where a picture is found, they know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from checks.messages import field_name
from parsers.dates import format_date
from parsers.money import format_amount, format_percent
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
from service.reports.figures import kroner
from service.reports.report import CheckReport, EvidenceReport, FieldReport, LineReport, PageReport, Report
from service.reports.timeline import timeline_rows, timeline_words
from service.reports.working import told

RAIL = 0.1
"""Width of the rail right of the page for the numbered badges, as a share of the page's width."""

BADGE = 0.032
"""Radius of a badge, as a share of the page's width."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A frame on the page picture, in pixels, and the badge in the rail that leads to its finding."""

    number: int
    status: str
    x: float
    y: float
    width: float
    height: float
    badge_y: float | None
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as drawn."""

    number: int
    width: int
    height: int
    rail: float
    radius: float
    picture: str
    marks: tuple[Mark, ...]


def page_values(report: Report, *, picture: Callable[[int], str], today: dt.date | None = None) -> dict[str, Any]:
    """What the templates of a result need. ``picture`` gives the address of a page's picture by its number, empty for
    a page without one.
    """
    lang = report.language
    cards = cards_of(report)
    sheets = tuple(_sheet(page, cards, picture(page.number)) for page in report.document.pages)
    return {
        "report": report,
        "say": words(lang),
        "verdict": verdict_of(report, today=today),
        "ruleset": ruleset_line(report),
        "scope": scope_note(report),
        "cards": cards,
        "timeline": timeline_rows(report.timeline, lang=lang, today=today),
        "timeline_heading": timeline_words(lang)["heading"],
        "asides": asides_of(report, cards),
        "questions": {card.number: question_of(report, card) for card in cards},
        "sheets": sheets,
        "marked": {mark.number for sheet in sheets for mark in sheet.marks if mark.anchor},
        "cutouts": {card.number: _cutout(card, sheets) for card in cards},
        "rows": _rows(report),
        "day": partial(format_date, lang=lang),
        "fields": _fields(report),
        "complain": words(lang)["now"][complain_key(report)],
        "kr": lambda amount: format_amount(Decimal(amount), lang=lang),
        "kroner": partial(kroner, lang=lang),
        "told": lambda steps: [(said, step.origin) for said, step in zip(told(steps, lang=lang), steps, strict=True)],
        "status_of": status_of,
        "answer_lines": partial(answer_lines, report),
        "leaning_line": partial(leaning_line, report),
        "usual_line": partial(usual_line, report),
    }


def _marks(card: Card) -> list[EvidenceReport]:
    """The boxes of a card: of its main check, else of the first ground that has any; at most six."""
    for check in card.checks:
        boxes = [e for e in check.evidence if e.box is not None and e.field in _pointed(check)]
        if boxes:
            return boxes[:6]
    return []


def _pointed(check: CheckReport) -> frozenset[str]:
    """Which readings of a check to frame: the rows it contests, else all but the letter's kind and sender."""
    struck = frozenset(check.contests)
    if check.status == "fail" and struck & {e.field for e in check.evidence}:
        return struck
    return frozenset(e.field for e in check.evidence) - {"kind", "sender_role", "debtor", "heading"}


def _sheet(page: PageReport, cards: Sequence[Card], picture: str) -> Sheet:
    radius = page.width * BADGE
    marks: list[Mark] = []
    lowest = radius
    waiting: list[tuple[float, Card, EvidenceReport, bool]] = []
    for card in cards:
        first = True
        for evidence in _marks(card):
            if evidence.page == page.number and evidence.box is not None:
                waiting.append((evidence.box[1], card, evidence, first))
                first = False
    for _top, card, evidence, first in sorted(waiting, key=lambda item: item[0]):
        box = evidence.box or (0, 0, 0, 0)
        mark = _mark(page.width, page.height, box, status=card.status, number=card.number)
        if first:
            badge_y = max(lowest, (box[1] + box[3]) / 2 * page.height)
            lowest = badge_y + 2.3 * radius
            mark = replace(mark, badge_y=round(badge_y, 1), anchor=f"merke-{card.number}")
        marks.append(mark)
    return Sheet(
        number=page.number,
        width=page.width,
        height=page.height,
        rail=round(page.width * RAIL, 1),
        radius=round(radius, 1),
        picture=picture,
        marks=tuple(marks),
    )


def _cutout(card: Card, sheets: Sequence[Sheet]) -> Mapping[str, Any] | None:
    """The piece of the page a finding rests on: around its first frame."""
    for sheet in sheets:
        for mark in sheet.marks:
            if mark.number == card.number and sheet.picture:
                # Frames are drawn from the top of the page, and so the first is that of the highest place.
                shown = min(
                    (e for e in _marks(card) if e.page == sheet.number and e.box), key=lambda e: (e.box or [0, 0])[1]
                )
                return {**_clipped(sheet, mark), "quote": shown.text or ""}
    return None


def clipping(reading: FieldReport | LineReport, sheets: Sequence[Sheet]) -> Mapping[str, Any] | None:
    """The piece of the page where something was read; ``None`` when no picture shows it."""
    sheet = next((sheet for sheet in sheets if sheet.number == reading.page), None)
    if sheet is None or reading.box is None or not sheet.picture:
        return None
    return _clipped(sheet, _mark(sheet.width, sheet.height, reading.box, status="read"))


def _clipped(sheet: Sheet, mark: Mark) -> Mapping[str, Any]:
    """What to show around a frame, legible on a phone: for a long row its two ends."""
    air = max(mark.height * 0.5, sheet.height * 0.005)
    top = max(0.0, mark.y - air)
    height = min(mark.height + 2 * air, sheet.height - top, sheet.height * 0.09)
    return {
        "sheet": sheet,
        "mark": mark,
        "top": round(top, 1),
        "height": round(height, 1),
        "pieces": _pieces(mark, sheet.width),
    }


def _mark(width: int, height: int, box: Sequence[float], *, status: str, number: int = 0) -> Mark:
    """A frame around a box of fractions, without a badge."""
    x0, y0, x1, y1 = box
    pad = width * 0.007
    return Mark(
        number=number,
        status=status,
        x=round(x0 * width - pad, 1),
        y=round(y0 * height - pad, 1),
        width=round((x1 - x0) * width + 2 * pad, 1),
        height=round((y1 - y0) * height + 2 * pad, 1),
        badge_y=None,
        anchor=None,
    )


def _pieces(mark: Mark, page_width: int) -> tuple[tuple[float, float], ...]:
    """Left edge and width in pixels of each piece to show: one for a short frame, else its beginning and its end."""
    air = page_width * 0.02
    left, right = max(0.0, mark.x - air), min(float(page_width), mark.x + mark.width + air)
    piece = page_width * 0.18
    if right - left <= 2 * piece:
        return ((round(left, 1), round(max(right - left, piece), 1)),)
    return ((round(left, 1), round(piece, 1)), (round(right - piece, 1), round(piece, 1)))


def _rows(report: Report) -> list[dict[str, Any]]:
    """The claim, row by row: charged, what is left when the failed breaches hold, and the word for its state."""
    say = words(report.language)
    sure = _taken(report, "breach")
    likely = _taken(report, "likely_breach")
    rows = []
    for line in report.letter.lines:
        if not line.included:
            continue
        charged = Decimal(line.amount)
        gone = min(charged, sure.get(line.type, Decimal(0)))
        if gone:
            sure[line.type] -= gone
        maybe = min(charged - gone, likely.get(line.type, Decimal(0)))
        if maybe:
            likely[line.type] -= maybe
        state = "breach" if gone else "likely_breach" if maybe else "pass"
        word = say["line_status"]["principal"] if line.type in {"principal", "paid"} else say["status"][state]
        rows.append(
            {
                "type": line.type,
                "label": line.label or say["lines"].get(line.type, line.type),
                "charged": -charged if line.type == "paid" else charged,
                "ours": -charged if line.type == "paid" else charged - gone,
                "at_most": bool(gone),
                "likely": (charged - gone - maybe) if maybe else None,
                "word": "" if line.type == "paid" else word,
                "state": state,
            }
        )
    return rows


def _taken(report: Report, severity: str) -> dict[str, Decimal]:
    taken: dict[str, Decimal] = {}
    for check in report.checks:
        if check.status == "fail" and check.severity == severity:
            for row, kroner in check.contests.items():
                taken[row] = max(taken.get(row, Decimal(0)), Decimal(kroner))
    return taken


def _fields(report: Report) -> Sequence[tuple[str, str, str]]:
    """What was read: name, value as people write it, origin."""
    shown = []
    for name, reading in report.letter.fields.items():
        value = str(reading.value)
        if name.endswith(("_date", "_deadline", "_from")):
            value = format_date(dt.date.fromisoformat(value), lang=report.language)
        elif name in {line.type for line in report.letter.lines} or name in {"total", "instalment_amount"}:
            value = kroner(value, lang=report.language)
        elif name == "interest_rate":
            value = format_percent(Decimal(value), lang=report.language)
        shown.append((field_name(name, lang=report.language), value, reading.origin))
    return shown
