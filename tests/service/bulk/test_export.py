"""Rows, tables and the summary: typed cells, no formulas, what needs a person first, counts and no shares."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from checks.messages import LANGUAGES
from service.bulk import wording as rows_module
from service.bulk.export import COLUMNS, csv_bytes, json_line, workbook_bytes
from service.bulk.grouping import Grouping
from service.bulk.summary import by_deadline, commonest, days_left, pieces, render_summary
from service.reports.report import Report
from service.reports.rows import OUTCOMES, Row, row_of
from tests.words import leaves, placeholders

Audited = Callable[..., tuple[Report, Any]]
TODAY = dt.date(2026, 8, 17)
WORDS = {
    lang: yaml.safe_load(Path(rows_module.__file__).with_name("words").joinpath(f"{lang}.yaml").read_text("utf-8"))
    for lang in LANGUAGES
}


def row(file: str = "a.pdf", **changes: Any) -> Row:
    values: dict[str, Any] = {"files": 1, "grouping": "alone", "outcome": "clean", "kind": "purring", **changes}
    return Row(file, **values)


def sheet(*rows: Row) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(rows, lang="nb")))
    return list(book.active.iter_rows(values_only=True))


# ------------------------------------------------------------------ rows


def test_a_report_becomes_a_row(audited: Audited) -> None:
    report, _ = audited()
    found = row_of(json.loads(report.to_json()))
    assert (found.file, found.outcome, found.kind) == ("brev.pdf", "breaches", "betalingsoppfordring")
    assert found.sender == "Rypefjell Inkasso AS"
    assert (found.letter_date, found.payment_deadline) == (dt.date(2026, 8, 12), dt.date(2026, 8, 26))
    assert (found.claimed, found.contested) == (Decimal("3025.00"), Decimal(report.amounts.contested))
    assert found.findings == 2
    assert found.first_finding == "Inkassosalæret er minst 375\u00a0kroner for høyt"
    assert "salaer-over-limit" in dict(found.failed)


def test_a_letter_with_nothing_certain_is_told_apart_from_one_with(audited: Audited) -> None:
    lines = [
        {"type": "principal", "label": "Hovedstol", "amount": "2180.00"},
        {"type": "other_fee", "label": "Administrasjonsgebyr", "amount": "95.00"},
    ]
    report, _ = audited(lines=lines)
    failed = {check.severity for check in report.checks if check.status == "fail"} - {"advice"}
    assert failed == {"likely_breach"}
    assert row_of(json.loads(report.to_json())).outcome == "likely_breaches"


# ------------------------------------------------------------------ tables


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "|x", "%0A"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
    found = next(csv.DictReader(io.StringIO(csv_bytes([row(text, sender=text)]).decode(), newline="")))
    assert found["file"] == f"'{text}"
    assert found["sender"] == f"'{text}"
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([row(text)], lang="nb")))
    assert book.active["A2"].data_type == "s"


def test_amounts_and_days_are_typed_and_what_is_not_known_is_empty() -> None:
    header, first, second = sheet(
        row(claimed=Decimal("1234.50"), contested=Decimal("0.00"), payment_deadline=dt.date(2026, 8, 26), findings=0),
        row("b.pdf"),
    )
    cells = dict(zip(header, first, strict=True))
    assert (cells["Krever"], cells["For mye"], cells["Antall funn"]) == (1234.5, 0, 0)
    assert cells["Frist"] == dt.datetime(2026, 8, 26)  # noqa: DTZ001 - a day of a sheet has no zone
    empty = dict(zip(header, second, strict=True))
    assert empty["Krever"] is None
    assert empty["Frist"] is None


def test_a_day_before_all_spreadsheets_is_text() -> None:
    header, first = sheet(row(letter_date=dt.date(1890, 1, 2)))
    assert dict(zip(header, first, strict=True))["Brevdato"] == "1890-01-02"


def test_figures_in_the_csv_file_are_those_of_programs() -> None:
    text = csv_bytes([row("æ,ø.pdf", claimed=Decimal("1234.5"), letter_date=dt.date(2026, 1, 2))]).decode()
    found = next(csv.DictReader(io.StringIO(text, newline="")))
    assert list(found) == list(COLUMNS)
    assert (found["file"], found["claimed"], found["letter_date"]) == ("æ,ø.pdf", "1234.50", "2026-01-02")


def test_a_line_of_json_is_one_line_whatever_it_holds() -> None:
    text = "a\nb\u2028c\u2029d\u0085e"
    line = json_line({"x": text})
    assert line.decode().splitlines() == [line.decode().rstrip("\n")]
    assert json.loads(line) == {"x": text}


# ------------------------------------------------------------------ summary


def test_the_nearest_deadline_comes_first_and_what_has_passed_after_it() -> None:
    days = {"passed long ago": -30, "today": 0, "passed": -1, "soon": 3}
    rows = [row("none"), *(row(name, payment_deadline=TODAY + dt.timedelta(days=n)) for name, n in days.items())]
    assert [found.file for found in by_deadline(rows, today=TODAY)] == [
        "today", "soon", "passed", "passed long ago", "none",
    ]  # fmt: skip


def test_requirements_are_counted_by_letters() -> None:
    rows = [row(failed=(("a", "A"), ("b", "B"))), row(failed=(("b", "B"),)), row()]
    assert commonest(rows) == [("B", 2), ("A", 1)]


def test_the_bar_has_a_piece_for_each_outcome_there_is_and_fills_its_width() -> None:
    found = pieces([row(), row(outcome="failed"), row(outcome="breaches"), row(outcome="breaches")])
    assert [(piece.outcome, piece.count) for piece in found] == [("breaches", 2), ("clean", 1), ("failed", 1)]
    assert found[-1].x + found[-1].width == pytest.approx(1000, abs=0.3)


def test_how_far_off_a_deadline_is_is_said_in_words() -> None:
    days = [TODAY + dt.timedelta(days=n) for n in (-1, 0, 1, 9)]
    assert [days_left(day, lang="nb", today=TODAY) for day in days] == ["passert", "i dag", "i morgen", "om 9 dager"]


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [str(values["id"])] if values.get("id") else []
        self.targets += [str(values["href"])[1:]] if str(values.get("href", "")).startswith("#") else []
        self.loaded += [tag] if tag in {"script", "link", "img", "iframe"} or "src" in values else []


EVERY = [
    row(
        f"{outcome}.pdf",
        outcome=outcome,
        reason=f"derfor {outcome}",
        payment_deadline=TODAY,
        contested=Decimal("10.00"),
    )
    for outcome in OUTCOMES
] + [row("kopi.pdf", outcome="breaches", same_as="breaches.pdf", contested=Decimal("10.00"), files=2)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_stands_alone_and_shows_what_needs_a_person_first(lang: Any) -> None:
    text = render_summary(EVERY, name="<brev>", lang=lang, today=TODAY, waiting=2)
    page = Page(text)
    assert page.loaded == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids)
    assert "&lt;brev&gt;" in text
    say = WORDS[lang]["summary"]
    order = [text.index(f">{say[key]}<") for key in ("person", "result", "letters")]
    assert order == sorted(order)
    assert text.index("failed.pdf") < text.index("unreadable.pdf") < text.index("questions.pdf") < order[1]
    assert "kopi.pdf" in text
    assert "%" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


def test_copies_are_counted_once_in_the_sums() -> None:
    text = render_summary(EVERY[:1] + EVERY[-1:], name="x", lang="nb", today=TODAY).replace("\u00a0", " ")
    assert "<dd>10,00 kr</dd>" in text
    assert WORDS["nb"]["summary"]["copies"].format(count=1) in text


# ------------------------------------------------------------------ words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_words_filled_from_the_same_values(lang: str) -> None:
    ours, theirs = dict(leaves(WORDS["nb"])), dict(leaves(WORDS[lang]))
    assert theirs.keys() == ours.keys()
    assert [path for path in ours if placeholders(ours[path]) != placeholders(theirs[path])] == []


def test_every_column_outcome_and_rule_has_its_word_and_no_word_is_left_over() -> None:
    assert set(WORDS["nb"]["columns"]) == set(COLUMNS)
    assert set(COLUMNS) <= {field.name for field in fields(Row)}
    assert set(WORDS["nb"]["outcome"]) == set(OUTCOMES)
    assert set(WORDS["nb"]["grouping"]) == {rule.value for rule in Grouping}
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in (Path(rows_module.__file__).parent, Path(rows_module.__file__).parents[1] / "cli")
        for path in folder.rglob("*")
        if path.suffix in {".py", ".j2"}
    )
    dead = {
        f"{part}/{key}"
        for part in ("summary", "command")
        for key in WORDS["nb"][part]
        if key not in OUTCOMES and not re.search(rf"say\.{key}\b|[\"']{key}[\"']", code)
    }
    assert dead == set()
