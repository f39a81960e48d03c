"""The inkassolov of 2026: set by whoever runs the program, off otherwise, and what a letter's day decides."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checks.engine import Audit, audit
from checks.law import Language, begin_new_act, default_law
from checks.model import Status
from checks.registry import load_future_rules, load_rules
from samples.facts import letter_from_facts
from service.cli import main
from service.config import WrongSetting, commence, load_settings
from service.reports.report import Report, build_report
from tests.service.houses import make_app

SETTING = "KRAVVAKT_NEW_ACT_IN_FORCE"
FIRST = dt.date(2027, 1, 1)
"""A pretended commencement."""

LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """No test leaves the act of 2026 on."""
    yield
    begin_new_act(None)


@pytest.fixture
def commenced() -> None:
    begin_new_act(FIRST)


def demand(day: dt.date) -> dict[str, Any]:
    """A payment demand of that day which lacks most of what the act of 2026 asks for, and threatens with prison."""
    days = {"letter_date": 0, "payment_deadline": 14, "original_due_date": -60, "notice_date": -40}
    return {
        "kind": "betalingsoppfordring",
        "heading": "Betalingsoppfordring",
        "text": "Du skylder penger. Betaler du ikke, havner du i fengsel.",
        "fields": {
            **{name: day + dt.timedelta(days=count) for name, count in days.items()},
            "notice_deadline": day - dt.timedelta(days=26),
            "creditor": "Lynspretten Trening AS",
            "collector": "Rypefjell Inkasso AS",
            "claim_description": "Medlemskap",
            "total": "1300.00",
        },
        "lines": [
            {"type": "principal", "label": "Hovedstol", "amount": "1000.00"},
            {"type": "collection_fee", "label": "Inkassosalær", "amount": "300.00"},
        ],
        "statements": {"objection_invited": True, "untrue_consequence": "clear prison"},
    }


def report_of(day: dt.date, lang: Language = "nb") -> tuple[Report, Audit]:
    result = audit(letter_from_facts(demand(day)))
    when = dt.datetime(2027, 2, 1, tzinfo=dt.UTC)
    return build_report(result, data=[b"brev"], filename="brev.pdf", created_at=when, lang=lang), result


def statuses(day: dt.date) -> dict[str, str]:
    return {check.id: check.status for check in report_of(day)[0].checks}


# --- the setting ----------------------------------------------------------------------------


def test_a_day_in_the_environment_begins_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "2027-01-01")
    commence(load_settings().new_act_in_force)
    assert default_law().new_act_in_force == FIRST


@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_setting_leaves_the_act_off(monkeypatch: pytest.MonkeyPatch, nothing: str) -> None:
    monkeypatch.setenv(SETTING, nothing)
    assert load_settings().new_act_in_force is None


@pytest.mark.parametrize("wrong", ["soon", "01.01.2027", "2027-13-01", "1798761600", "2027-01-01T00:00"])
def test_what_is_no_day_is_refused_with_the_name_of_the_setting(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv(SETTING, wrong)
    with pytest.raises(WrongSetting, match=SETTING):
        load_settings()


def test_a_day_before_the_act_was_adopted_is_refused_with_the_name_of_the_setting() -> None:
    with pytest.raises(WrongSetting, match=f"{SETTING}.*adopted"):
        commence(dt.date(2026, 5, 22))
    assert default_law().new_act_in_force is None


@pytest.mark.parametrize("wrong", ["soon", "2026-05-22"])
def test_the_command_line_refuses_a_wrong_day_in_a_sentence(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv(SETTING, wrong)
    result = CliRunner().invoke(main, ["checks"])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"kravvakt: {SETTING}: ")
    assert "Traceback" not in result.stderr


def test_the_command_line_takes_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "2027-01-01")
    said = json.loads(CliRunner().invoke(main, ["checks", "ny-bo-label", "--json"]).stdout)
    assert said["valid_from"] == "2027-01-01"


def test_the_web_app_takes_the_day(tmp_path: Path) -> None:
    app = make_app(tmp_path / "data", new_act_in_force=FIRST)
    said = app.test_client().get("/api/v1/checks/ny-bo-label").get_json()
    assert said["valid_from"] == "2027-01-01"
    make_app(tmp_path / "other")
    assert default_law().new_act_in_force is None


# --- the list of checks ---------------------------------------------------------------------


def test_checks_of_the_act_to_come_stand_last_and_are_said_to_be_off() -> None:
    text = CliRunner().invoke(main, ["checks"]).stdout
    now, coming = text.split("Ikke i kraft ennå")
    assert all(f"\n{id_} (" in coming and f"\n{id_} (" not in now for id_ in load_future_rules())
    assert all(f"\n{id_} (" in now for id_ in load_rules())
    assert "ikke fastsatt" in coming


def test_once_the_act_is_in_force_its_checks_stand_among_the_others(commenced: None) -> None:
    text = CliRunner().invoke(main, ["checks"]).stdout
    assert "Ikke i kraft" not in text
    assert all(f"\n{id_} (" in text for id_ in load_future_rules())


# --- letters --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [dt.date(2026, 8, 12), dt.date(2026, 12, 31), FIRST, dt.date(2030, 1, 1)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_day_no_report_knows_of_the_act(day: dt.date, lang: Language) -> None:
    report, _ = report_of(day, lang)
    assert [check.id for check in report.checks] == list(load_rules())
    assert '"ny-' not in report.to_json()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_last_letter_of_the_old_act_is_judged_by_it(commenced: None, lang: Language) -> None:
    report, _ = report_of(FIRST - dt.timedelta(days=1), lang)
    status = {check.id: check.status for check in report.checks}
    assert {status[id_] for id_ in load_future_rules()} == {"not_applicable"}
    assert status["bo-f-board-information"] == "fail"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_letter_of_the_new_act_is_judged_by_it(commenced: None, lang: Language) -> None:
    report, _ = report_of(FIRST, lang)
    status = {check.id: check.status for check in report.checks}
    assert {
        id_: status[id_] for id_ in ("ny-bo-label", "ny-general-information", "ny-estimated-costs", "ny-good-practice")
    } == {
        "ny-bo-label": "pass",
        "ny-general-information": "fail",
        "ny-estimated-costs": "fail",
        "ny-good-practice": "fail",
    }
    assert status["ny-standard-amounts"] == "unsure"
    assert status["ny-varsel-label"] == "not_applicable"
    shown = [check for check in report.checks if check.id.startswith("ny-")]
    assert len(shown) == 30
    assert all(check.title and check.headline and check.explanation for check in shown)


def test_checks_of_the_old_act_end_and_those_of_no_act_go_on(commenced: None) -> None:
    _, result = report_of(FIRST)
    for check in result.results:
        if check.info.regime == "inkl-1988":
            assert check.status is Status.NOT_APPLICABLE, check.id
    running = [r.id for r in result.results if r.info.regime == "always" and r.status is not Status.NOT_APPLICABLE]
    assert {"sum-of-lines", "gis-wrong-consequence"} <= set(running)


def test_old_checks_say_nothing_of_any_letter_of_the_new_act(commenced: None) -> None:
    for kind in ("purring", "inkassovarsel", "oppfolging", "rettslig-varsel", "avdragsavtale", "saksoversikt"):
        for sender in ("creditor", "collector", "purchaser", "lawyer"):
            facts = {**demand(FIRST), "kind": kind, "sender_role": sender}
            found = {r.id for r in audit(letter_from_facts(facts)).results if r.status is not Status.NOT_APPLICABLE}
            old = {id_ for id_, rule in load_rules().items() if rule.info.regime == "inkl-1988"}
            assert found & old == set(), (kind, sender)


def test_checks_that_go_on_cite_what_succeeds_the_old_act(commenced: None) -> None:
    def cited(day: dt.date) -> set[tuple[str, str]]:
        check = next(c for c in report_of(day)[0].checks if c.id == "gis-undue-pressure")
        return {(place.act, place.section) for place in check.legal_basis}

    assert {section for _, section in cited(FIRST - dt.timedelta(days=1))} == {"§ 8"}
    assert {section for _, section in cited(FIRST)} == {"§ 14"}
    assert cited(FIRST).isdisjoint(cited(FIRST - dt.timedelta(days=1)))


def test_what_falls_away_under_the_new_act_is_every_cost(commenced: None) -> None:
    report, _ = report_of(FIRST)
    check = next(c for c in report.checks if c.id == "ny-estimated-costs")
    assert check.consequence == "C-ALL"
    assert check.contests == {"collection_fee": "300.00"}


def test_a_letter_without_a_date_is_judged_by_neither_act(commenced: None) -> None:
    facts = demand(FIRST)
    del facts["fields"]["letter_date"]
    results = audit(letter_from_facts(facts)).results
    wrong = [r.id for r in results if r.info.regime != "always" and r.status in (Status.PASS, Status.FAIL)]
    assert wrong == []
