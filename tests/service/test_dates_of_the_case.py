"""The dates of the case as people see them: in three languages, with today in its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from checks import timeline
from checks.engine import audit
from checks.law import Language
from checks.messages import LANGUAGES
from samples.facts import letter_from_facts
from service.reports.html import render_html
from service.reports.report import Report, build_report
from service.reports.text import WIDTH, render_text
from service.reports.timeline import timeline_rows, timeline_words

Audited = Callable[..., tuple[Report, Any]]
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


def test_the_report_lists_the_days_of_the_case(audited: Audited) -> None:
    report, _ = audited()
    told = {entry.kind: entry for entry in report.timeline}
    assert told["due"].date == dt.date(2026, 6, 15)
    assert told["due"].origin == "read"
    assert told["heavy"].date == dt.date(2026, 9, 24)
    assert told["heavy"].possible
    assert told["heavy"].origin == "derived"
    assert told["inkassovarsel"].note == "Frist: 15.\u00a0juli 2026."


def test_a_paper_outside_the_law_has_no_timeline(audited: Audited) -> None:
    assert audited(kind="ikke-kravbrev")[0].timeline == []


def test_today_stands_where_it_belongs_and_only_when_told(audited: Audited) -> None:
    entries = audited()[0].timeline
    rows = timeline_rows(entries, lang="nb", today=dt.date(2026, 8, 20))
    states = [row.state for row in rows]
    assert states.count("today") == 1
    place = states.index("today")
    assert set(states[:place]) == {"past"}
    assert set(states[place + 1 :]) == {"ahead"}
    assert {row.state for row in timeline_rows(entries, lang="nb")} == {"day"}


def test_today_after_every_day_stands_last(audited: Audited) -> None:
    rows = timeline_rows(audited()[0].timeline, lang="nb", today=dt.date(2040, 1, 1))
    assert rows[-1].state == "today"


def test_no_days_are_no_rows_whatever_the_day() -> None:
    assert timeline_rows([], lang="nb", today=dt.date(2026, 8, 20)) == ()


@EVERY_LANGUAGE
def test_every_day_gap_and_origin_has_words(lang: Language) -> None:
    say = timeline_words(lang)
    assert set(say["labels"]) == set(get_args(timeline.MomentKind))
    assert set(say["origins"]) == set(get_args(timeline.MomentOrigin))
    assert set(say["notes"]) == set(timeline_words("nb")["notes"])
    for key, note in say["notes"].items():
        assert set(re.findall(r"{(\w+)}", note)) == set(re.findall(r"{(\w+)}", timeline_words("nb")["notes"][key]))
        assert note.endswith(".")


def test_notes_are_those_that_the_timeline_makes() -> None:
    code = Path(timeline.__file__).read_text(encoding="utf-8")
    made = set(re.findall(r'"((?:gap|perhaps|deadline_was|heavy|legal|limitation)\w*)"', code))
    assert set(timeline_words("nb")["notes"]) <= made


@EVERY_LANGUAGE
def test_text_and_page_show_it_in_the_language(audited: Audited, lang: Language) -> None:
    report, result = audited(lang=lang)
    heading = timeline_words(lang)["heading"]
    text = render_text(report, today=dt.date(2026, 8, 20))
    page = render_html(report, result.letter, today=dt.date(2026, 8, 20))
    assert heading in text
    assert heading in page
    assert timeline_words(lang)["today"] in text
    assert 'aria-current="date"' in page
    assert all(len(line) <= WIDTH for line in text.splitlines())


def test_a_day_from_an_earlier_letter_says_from_which() -> None:
    notice = {
        "kind": "inkassovarsel",
        "sender_role": "creditor",
        "fields": {"letter_date": "2026-02-02", "payment_deadline": "2026-02-16", "invoice_number": "5512"},
    }
    demand = {
        "kind": "betalingsoppfordring",
        "fields": {"letter_date": "2026-03-02", "payment_deadline": "2026-03-16", "invoice_number": "5512"},
    }
    result = audit(letter_from_facts(demand), previous=[letter_from_facts(notice)])
    when = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
    report = build_report(result, data=[b"brev"], filename="brev.pdf", created_at=when)
    assert "fra et tidligere brev (1)" in " ".join(render_text(report).split())
