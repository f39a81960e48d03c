"""What the reader is told of answers, of what is usual, and of figures that nobody has checked: in three languages."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from click.testing import CliRunner

from checks.engine import audit
from checks.law import Language, default_law
from checks.law.citations import VERIFIED
from checks.law.lookup import STALE_AFTER_DAYS
from parsers.corrections import Known
from parsers.model import Letter
from samples.facts import letter_from_facts
from service.cli import main
from service.reports.answers import MOST_LINES, answer_lines, leaning_line
from service.reports.cards import asides_of, cards_of
from service.reports.html import render_html
from service.reports.report import Report, build_report
from service.reports.text import render_text

LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
LAW = default_law()
NOW = dt.datetime(2026, 8, 17, 10, 0, tzinfo=dt.UTC)
LETTER: dict[str, Any] = {
    "kind": "betalingsoppfordring",
    "fields": {
        "letter_date": "2026-08-12",
        "payment_deadline": "2026-08-26",
        "original_due_date": "2026-06-15",
        "creditor": "Vinddrag Kraftlag SA",
        "collector": "Rypefjell Inkasso AS",
        "claim_description": "Strømforbruk juni",
        "principal": "2180.00",
        "collection_fee": "375.00",
        "total": "2555.00",
    },
    "statements": {
        "objection_invited": True,
        "further_costs": True,
        "legal_collection": True,
        "board_right": True,
        "earlier_notice": True,
    },
}


def dated(**fields: str) -> dict[str, Any]:
    return {**LETTER, "fields": {**LETTER["fields"], **fields}}


def report_of(
    facts: dict[str, Any] = LETTER, *, lang: Language = "nb", when: dt.datetime = NOW, **answers: str
) -> tuple[Report, Letter]:
    audited = audit(letter_from_facts(facts), known=Known(answers=answers))
    report = build_report(audited, data=[b""], filename="brev.pdf", created_at=when, lang=lang)
    return report, audited.letter


def even(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


# ------------------------------------------------------------------ effects and leanings


@pytest.mark.parametrize(
    ("lang", "answer", "usual"),
    [
        ("nb", "Svarer du ja, faller 75 kroner bort.", "har som regel mva. Da er trolig 75 kroner for mye."),
        ("nn", "Svarer du ja, fell 75 kroner bort.", "har som regel mva. Då er truleg 75 kroner for mykje."),
        ("en", "If you answer yes, NOK 75 falls away.", "usually carry VAT. Then NOK 75 is probably too much."),
    ],
)
def test_text_and_page_tell_what_an_answer_would_do_and_what_is_usual(lang: Language, answer: str, usual: str) -> None:
    report, letter = report_of(lang=lang)
    for shown in (render_text(report), render_html(report, letter)):
        assert answer in even(shown)
        assert usual in even(shown)


def test_the_report_holds_every_answer_with_its_checks_and_kroner() -> None:
    question = next(q for q in report_of()[0].questions if q.id == "creditor_vat_registered")
    assert question.effects["yes"]["salaer-over-limit"].status == "fail"
    assert question.effects["yes"]["salaer-over-limit"].change == "75.00"
    assert question.answers["yes"].change == "75.00"
    assert question.answers["no"].change == "0.00"
    assert question.leaning is not None
    assert (question.leaning.answer, question.leaning.label) == ("yes", "Ja")
    assert question.leaning.legal_basis[0].reference == "merverdiavgiftsloven § 3-1"


def test_an_open_check_carries_leaning_amounts_and_reason() -> None:
    check = next(c for c in report_of()[0].checks if c.id == "salaer-over-limit")
    assert (check.status, check.leaning) == ("unsure", "fail")
    assert check.amounts is not None
    assert check.amounts.excess == "75.00"
    assert check.leaning_reason == "Strøm, nettleie og fjernvarme har som regel mva."
    assert check.assumptions == ["creditor_vat_registered=yes"]


def test_a_settled_check_is_not_leaned_on() -> None:
    report, _ = report_of(creditor_vat_registered="no")
    check = next(c for c in report.checks if c.id == "salaer-over-limit")
    assert (check.status, check.leaning, check.leaning_reason) == ("pass", None, "")
    assert list(leaning_line(report, check)) == []


def test_an_answer_that_raises_what_already_falls_away_says_so() -> None:
    report, _ = report_of(dated(collection_fee="750.00", total="2930.00"))
    question = next(q for q in report.questions if q.id == "creditor_vat_registered")
    assert even(answer_lines(report, question)[0]) == "Svarer du ja, faller 75 kroner mer bort."


def test_answers_that_do_the_same_are_told_together_and_few_lines_are_shown() -> None:
    report, _ = report_of({**LETTER, "confidence": {"kind": 0.7}})
    for question in report.questions:
        lines = answer_lines(report, question)
        assert len(lines) <= MOST_LINES
        assert len(set(lines)) == len(lines)


# ------------------------------------------------------------------ figures that nobody has checked, and old data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_after_the_last_verified_figures_says_so(lang: Language) -> None:
    last = LAW.verified_until
    inside = dated(letter_date=str(last - dt.timedelta(days=14)), payment_deadline=str(last))
    assert report_of(inside, lang=lang)[0].notices == []
    for facts in (
        dated(letter_date=str(last + dt.timedelta(days=1)), payment_deadline=str(last + dt.timedelta(days=15))),
        dated(letter_date=str(last), payment_deadline=str(last + dt.timedelta(days=14))),
    ):
        report, letter = report_of(facts, lang=lang)
        (notice,) = report.notices
        assert str(last.year) in notice
        assert even(notice) in even(render_text(report))
        assert even(notice) in even(render_html(report, letter))
    assert report.ruleset.verified_until == last


@pytest.mark.parametrize("lang", LANGUAGES)
def test_data_older_than_two_hundred_days_are_warned_about(lang: Language) -> None:
    last = dt.datetime.combine(LAW.oldest_state, dt.time(12), tzinfo=dt.UTC) + dt.timedelta(days=STALE_AFTER_DAYS)
    assert report_of(lang=lang, when=last)[0].notices == []
    (notice,) = report_of(lang=lang, when=last + dt.timedelta(days=1))[0].notices
    assert str(STALE_AFTER_DAYS) in notice


@pytest.mark.parametrize(("days", "warned"), [(STALE_AFTER_DAYS, False), (STALE_AFTER_DAYS + 1, True)])
def test_the_clock_of_the_command_line_decides_whether_the_figures_are_old(
    monkeypatch: pytest.MonkeyPatch, days: int, warned: bool
) -> None:
    monkeypatch.setattr("service.cli.law.today", lambda: LAW.oldest_state + dt.timedelta(days=days))
    said = json.loads(CliRunner().invoke(main, ["rates", "--date", "2026-03-12", "--json"]).stdout)
    shown = CliRunner().invoke(main, ["rates", "--date", "2026-03-12"]).stdout
    assert bool(said["warnings"]) is warned
    assert ("over 200 dager gammelt" in even(shown)) is warned


@pytest.mark.parametrize("day", ["2002-06-01", "2012-06-01", "2020-10-01", "2026-03-12", "2027-06-01"])
def test_every_figure_of_a_day_tells_how_it_was_verified_and_where_it_was_read(day: str) -> None:
    said = json.loads(CliRunner().invoke(main, ["rates", "--date", day, "--json"]).stdout)
    known = [figure for figure in said["figures"] if figure["known"]]
    assert known
    for figure in known:
        assert figure["verified"] in VERIFIED
        assert figure["sources"] or figure["verified"] == "derived", figure["key"]
        assert figure["legal_basis"], figure["key"]
        assert figure["checked_until"]
    text = even(CliRunner().invoke(main, ["rates", "--date", day]).stdout)
    assert text.count("Lest hos ") + text.count("Ingen kilde: ") == len(known)


# ------------------------------------------------------------------ questions for a few

HEADINGS = {
    "nb": "Kan noe av dette gjelde deg?",
    "nn": "Kan noko av dette gjelde deg?",
    "en": "Might any of this concern you?",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_few_people_have_to_tell_is_asked_apart_and_is_no_finding(lang: Language) -> None:
    noticed = {"notice_date": "2026-07-01", "notice_deadline": "2026-07-15"}
    report, letter = report_of(dated(collection_fee="300.00", total="2480.00", **noticed), lang=lang)
    rare = [question for question in report.questions if question.rare]
    assert rare
    assert report.outcome == "clean"
    assert cards_of(report) == ()
    assert list(asides_of(report, ())) == report.questions
    for shown in (even(render_text(report)), even(render_html(report, letter))):
        before, found, after = shown.partition(HEADINGS[lang])
        assert found
        assert all(question.text in after and question.text not in before for question in rare)


def test_a_reason_is_told_once_though_several_checks_rest_on_it() -> None:
    report, letter = report_of(dated(collection_fee="300.00", vat="75.00", total="2555.00"))
    reason = "Strøm, nettleie og fjernvarme har som regel mva."
    assert len([check for check in report.checks if check.leaning_reason == reason]) >= 2
    for shown in (even(render_text(report)), even(render_html(report, letter))):
        assert shown.count(reason) == 1


def test_one_example_of_a_day_is_enough() -> None:
    report, _ = report_of(dated(notice_date="2026-07-01", notice_deadline="2026-07-15"))
    for question in report.questions:
        if question.kind == "date":
            for line in answer_lines(report, question):
                assert line.count("for eksempel") <= 1


@pytest.mark.parametrize(
    ("lang", "usual"),
    [
        ("nb", "Strøm, nettleie og fjernvarme har som regel mva. Svaret er da trolig ja."),
        ("nn", "Straum, nettleige og fjernvarme har som regel mva. Svaret er då truleg ja."),
        ("en", "Power, grid rent and district heating usually carry VAT. So the answer is probably yes."),
    ],
)
def test_beside_what_failed_already_the_usual_answer_is_told(lang: Language, usual: str) -> None:
    report, letter = report_of(dated(collection_fee="750.00", total="2930.00"), lang=lang)
    for shown in (even(render_text(report)), even(render_html(report, letter))):
        assert shown.count(usual) == 1
