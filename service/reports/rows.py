"""A letter of a batch as one row: what the sheet, the CSV file and the summary show of a line of the results.

Made from the line (a report, or the state of a letter that has none) and nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, Literal

from service.reports.cards import cards_of, verdict_of
from service.reports.cards import words as report_words
from service.reports.report import Report

Outcome = Literal[
    "breaches", "likely_breaches", "questions", "clean", "outside_scope", "unreadable", "failed", "waiting"
]

OUTCOMES: tuple[Outcome, ...] = (
    "breaches",
    "likely_breaches",
    "questions",
    "clean",
    "outside_scope",
    "unreadable",
    "failed",
    "waiting",
)
"""In the order they are shown: those of the contract, ``breaches`` told apart by whether one is certain, and two for
letters without a report."""


@dataclass(frozen=True, slots=True)
class Row:
    """One letter. Amounts in kroner, ``None`` where the letter gives none or was not read."""

    file: str
    files: int
    grouping: str
    outcome: Outcome
    kind: str = ""
    sender: str = ""
    letter_date: dt.date | None = None
    payment_deadline: dt.date | None = None
    claimed: Decimal | None = None
    contested: Decimal | None = None
    possibly_contested: Decimal | None = None
    findings: int | None = None
    first_finding: str = ""
    questions: str = ""
    warnings: str = ""
    problem: str = ""
    remedy: str = ""
    same_as: str = ""
    sha256: str = ""
    id: str = ""
    #: Of a file with several letters: which this is from 1, how many there are, and the file's pages it stands on.
    letter: int = 1
    letters: int = 1
    pages: str = ""
    #: What explains the outcome in a sentence; not a column.
    reason: str = ""
    #: Ids of the checks that failed, without advice, and their titles; not a column.
    failed: tuple[tuple[str, str], ...] = ()


def row_of(line: Mapping[str, Any]) -> Row:
    """The row of a line of the results."""
    place = line.get("batch") or {}
    document = line.get("document") or {}
    name = place.get("name") or document.get("filename") or ""
    if line["status"] != "done":
        problem = line.get("problem") or {}
        failed = line["status"] == "failed"
        return Row(
            file=name,
            files=len(place.get("files") or [name]),
            grouping=place.get("grouping") or "alone",
            outcome="failed" if failed else "waiting",
            problem=problem.get("code", "") if failed else "",
            remedy=problem.get("title", "") if failed else "",
            same_as=place.get("same_as") or "",
            sha256=document.get("sha256") or "",
            id=line["id"],
            letter=place.get("letter") or 1,
            letters=place.get("letters") or 1,
            pages=pages_of(place.get("pages") or ()),
            reason=problem.get("title", "") if failed else "",
        )
    return row_of_report(Report.model_validate(line), name=name)


def pages_of(numbers: Sequence[int]) -> str:
    """Numbers of pages as people write them, in order: "3", "3–4", "3, 5"; nothing for none."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    return ", ".join("–".join(map(str, span)) for span in spans)


def row_to_json(row: Row) -> bytes:
    """The row as bytes, all its texts, days and amounts in it."""
    return json.dumps(asdict(row), ensure_ascii=False, separators=(",", ":"), default=str).encode()


def row_from_json(data: bytes) -> Row | None:
    """The row, ``None`` for bytes that another version of the program made."""
    found = json.loads(data)
    if found.keys() != {field.name for field in fields(Row)}:
        return None
    for name in ("letter_date", "payment_deadline"):
        found[name] = found[name] and dt.date.fromisoformat(found[name])
    for name in ("claimed", "contested", "possibly_contested"):
        found[name] = None if found[name] is None else Decimal(found[name])
    return Row(**{**found, "failed": tuple((id_, title) for id_, title in found["failed"])})


def row_of_report(report: Report, *, name: str) -> Row:
    """The row of a report. ``name`` is what the letter is called."""
    cards = cards_of(report)
    struck = [card for card in cards if card.status in ("breach", "likely_breach")]
    outcome: Outcome = report.outcome
    if outcome == "breaches" and not any(card.status == "breach" for card in struck):
        outcome = "likely_breaches"
    place = report.batch
    failed = [check for check in report.checks if check.status == "fail" and check.severity != "advice"]
    return Row(
        file=name,
        files=len(place.files) if place else 1,
        grouping=place.grouping if place else "alone",
        outcome=outcome,
        kind=report.letter.kind.value,
        sender=sender_of(report),
        letter_date=_day(report, "letter_date"),
        payment_deadline=_day(report, "payment_deadline"),
        claimed=None if report.amounts.claimed is None else Decimal(report.amounts.claimed),
        contested=Decimal(report.amounts.contested),
        possibly_contested=Decimal(report.amounts.possibly_contested),
        findings=len(struck),
        first_finding=struck[0].main.headline if struck else "",
        questions=" | ".join(question.text for question in report.questions if not question.rare),
        warnings=" | ".join([*_picture_problems(report), *report.warnings]),
        remedy=_remedy(report),
        same_as=(place.same_as if place else None) or "",
        sha256=report.document.sha256,
        id=report.id,
        letter=place.letter if place else 1,
        letters=place.letters if place else 1,
        pages=pages_of((place and place.pages) or ()),
        reason=_reason(report, outcome, cards[0].main.headline if cards else ""),
        failed=tuple((check.id, check.title) for check in failed),
    )


def sender_of(report: Report) -> str:
    """Who writes, as far as it was read."""
    role = report.letter.sender_role.value
    names = ("collector", "creditor") if role in {"collector", "purchaser", "lawyer"} else ("creditor", "collector")
    return next((str(report.letter.fields[name].value) for name in names if name in report.letter.fields), "")


def _day(report: Report, field: str) -> dt.date | None:
    found = report.letter.fields.get(field)
    return None if found is None else dt.date.fromisoformat(str(found.value))


def _picture_problems(report: Report) -> list[str]:
    say = report_words(report.language)
    return [
        say["page_problem"].format(page=page.number, problem=say["quality"][issue])
        for page in report.document.pages
        for issue in page.quality.issues
    ]


def _remedy(report: Report) -> str:
    if report.outcome != "unreadable":
        return ""
    return " ".join(_picture_problems(report)) or str(report_words(report.language)["lead"]["unreadable"])


def _reason(report: Report, outcome: Outcome, headline: str) -> str:
    if outcome == "unreadable":
        return _remedy(report)
    if outcome == "outside_scope":
        return verdict_of(report).headline
    if outcome == "questions" and report.questions:
        return report.questions[0].text
    return headline if outcome in ("breaches", "likely_breaches") else ""
