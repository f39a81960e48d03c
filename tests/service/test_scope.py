"""A paper that is no ordinary collection letter: the report says what it is, who handles it and what to do."""

from __future__ import annotations

import datetime as dt
import json
from html import unescape
from typing import Any

import pytest

from checks.engine import audit
from checks.law import Language
from samples.facts import letter_from_facts
from service.reports.html import render_html
from service.reports.report import Report, build_report
from service.reports.text import render_text

LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
INVOICE = {"kind": "ikke-kravbrev", "sender_role": "creditor", "document": "invoice"}
PLAN = {"kind": "avdragsavtale", "sender_role": "collector", "fields": {"letter_date": "2026-03-02"}}
IN_DOUBT = {
    "kind": "ikke-kravbrev",
    "sender_role": "creditor",
    "confidence": {"kind": 0.5},
    "rivals": {"kind": {"purring": 0.4}},
}


def report_of(facts: dict[str, Any], lang: Language = "nb") -> Report:
    return build_report(
        audit(letter_from_facts(facts)),
        data=[b"letter"],
        filename="brev.pdf",
        created_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
        lang=lang,
    )


@EVERY_LANGUAGE
@pytest.mark.parametrize("facts", [INVOICE, PLAN], ids=["outside", "checked in part"])
def test_text_and_page_say_what_the_paper_is_who_handles_it_and_what_to_do(
    lang: Language, facts: dict[str, Any]
) -> None:
    report = report_of(facts, lang)
    assert report.scope is not None
    text = " ".join(render_text(report).split())
    page = " ".join(html_of(report, facts).split())
    for told in (report.scope.headline, report.scope.handled_by, report.scope.advice):
        assert told
        assert " ".join(told.split()) in text
        assert " ".join(told.split()) in page


def html_of(report: Report, facts: dict[str, Any]) -> str:
    return unescape(render_html(report, letter_from_facts(facts)))


def test_scope_is_a_key_of_the_report_with_a_stable_name_for_the_paper() -> None:
    scope = json.loads(report_of(INVOICE).to_json())["scope"]
    assert scope["document"] == "invoice"
    assert set(scope) == {"document", "headline", "handled_by", "advice"}


def test_collection_letter_has_no_scope_to_tell() -> None:
    assert report_of({"kind": "purring", "sender_role": "creditor"}).scope is None


@EVERY_LANGUAGE
def test_paper_in_doubt_is_asked_about(lang: Language) -> None:
    report = report_of(IN_DOUBT, lang)
    assert report.outcome == "questions"
    assert report.scope is not None
    assert report.scope.document == "unknown"
    assert report.scope.headline in " ".join(render_text(report).split())
