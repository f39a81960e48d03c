"""The commands that show the law and reckon: the contract's answers, the engine's figures, and clear refusals."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checks.catalogue import entries
from checks.fees import collection_fee_cap, notice_fee
from checks.interest import late_interest
from checks.law import default_law
from checks.law.lookup import STALE_AFTER_DAYS
from service.cli import main
from service.reports.law import groups, rates_as_dict, render_rates
from service.reports.text import WIDTH

ROOT = Path(__file__).resolve().parents[2]
LAW = default_law()
FEE = ("fee", "--due", "2026-06-15", "--on", "2026-07-27")
INTEREST = ("interest", "--principal", "1000", "--from", "2025-01-10", "--to", "2026-03-01")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def answer(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# --- fee ------------------------------------------------------------------------------------


def test_the_fee_of_the_contract() -> None:
    said = answer(*FEE, "--principal", "1248", "--stage", "light", "--debtor", "consumer", "--creditor-vat", "yes")
    assert {key: said[key] for key in ("limit", "multiple", "inkassosats")} == {
        "limit": "300.00",
        "multiple": "0.4",
        "inkassosats": "750",
    }
    assert set(said) == {"limit", "multiple", "inkassosats", "steps"}
    assert Decimal(said["steps"][-1]["result"]) == 300


@pytest.mark.parametrize("stage", ["light", "heavy"])
@pytest.mark.parametrize("debtor", ["consumer", "business"])
@pytest.mark.parametrize("vat", ["yes", "no"])
@pytest.mark.parametrize(
    ("due", "on"), [("2019-03-01", "2026-02-01"), ("2020-09-30", "2020-12-01"), ("2023-01-02",) * 2]
)
def test_a_limit_is_the_engines(stage: Any, debtor: Any, vat: str, due: str, on: str) -> None:
    said = answer(
        "fee", "--principal", "2500,01", "--due", due, "--on", on,
        "--stage", stage, "--debtor", debtor, "--creditor-vat", vat,
    )  # fmt: skip
    cap = collection_fee_cap(
        LAW,
        basis=Decimal("2500.01"),
        due=dt.date.fromisoformat(due),
        on=dt.date.fromisoformat(on),
        stage=stage,
        debtor=debtor,
        vat_supplement=vat == "no",
    )
    assert said["limit"] == str(cap.in_ore)
    assert Decimal(said["multiple"]) == cap.multiple
    assert Decimal(said["inkassosats"]) == cap.inkassosats


@pytest.mark.parametrize(
    ("principal", "limit"),
    [("500", "187.50"), ("500.01", "262.50"), ("250 000,00", "2700.00"), ("250.000,01", "5400.00")],
)
def test_a_row_reaches_to_its_last_krone(principal: str, limit: str) -> None:
    assert answer(*FEE, "--principal", principal, "--stage", "light", "--creditor-vat", "yes")["limit"] == limit


def test_an_open_vat_question_gives_both_limits() -> None:
    said = answer(*FEE, "--principal", "kr 1.248,00", "--stage", "heavy")
    assert (said["limit"], said["limit_with_vat"]) == ("600.00", "750.00")
    assert Decimal(said["steps"][-1]["result"]) == 600
    assert Decimal(said["steps_with_vat"][-1]["result"]) == 750
    text = plain(run(*FEE, "--principal", "1248", "--stage", "heavy").stdout)
    assert "Høyeste tunge inkassosalær: 600,00 kr" in text
    assert "Var regningen uten mva, er grensen 750,00 kr." in text


@pytest.mark.parametrize(
    ("stage", "limit", "multiple"),
    [("reminder", "38", "0.05"), ("notice", "38", "0.05"), ("own-demand", "113", "0.15")],
)
def test_notice_fees_need_no_principal_and_have_one_limit(stage: Any, limit: str, multiple: str) -> None:
    said = answer(*FEE, "--stage", stage)
    assert Decimal(said["limit"]) == Decimal(limit)
    assert said["limit"].endswith(".00")
    assert (said["multiple"], said["inkassosats"]) == (multiple, "750")
    assert "limit_with_vat" not in said
    fee = notice_fee(LAW, stage=stage, due=dt.date(2026, 6, 15), sent=dt.date(2026, 7, 27))
    assert said["limit"] == str(fee.in_ore)


def test_the_working_says_that_facts_were_given_not_read() -> None:
    text = plain(run(*FEE, "--principal", "1248", "--stage", "light", "--creditor-vat", "yes").stdout)
    assert "Kravets størrelse 1 248,00  [oppgitt]" in text
    assert "Lett salær × 0,4 (inkassosats × multiplum) = 300,00" in text
    assert "lest i brevet" not in text


# --- interest -------------------------------------------------------------------------------


def test_the_interest_of_the_contract() -> None:
    said = answer(*INTEREST)
    result = late_interest(LAW, principal=Decimal(1000), first_day=dt.date(2025, 1, 10), last_day=dt.date(2026, 3, 1))
    assert said == result.as_dict()
    assert said["interest"] == "140.38"
    assert [(p["from"], p["to"], p["days"], p["rate"]) for p in said["periods"]] == [
        ("2025-01-10", "2025-06-30", 172, "12.50"),
        ("2025-07-01", "2025-12-31", 184, "12.25"),
        ("2026-01-01", "2026-03-01", 60, "12.00"),
    ]
    assert sum(Decimal(p["interest"]) for p in said["periods"]) == Decimal(said["interest"])


def test_payments_lower_what_interest_runs_on() -> None:
    said = answer(*INTEREST, "--paid", "1. mai 2025=300", "--paid", "2026-01-01=kr 700,-")
    assert [(p["from"], p["interest"]) for p in said["periods"]] == [
        ("2025-01-10", "38.01"),
        ("2025-05-01", "14.62"),
        ("2025-07-01", "43.23"),
        ("2026-01-01", "0.00"),
    ]


@pytest.mark.parametrize("rate", ["9,125", "9.125 %", "9.125%"])
def test_an_agreed_rate_replaces_the_laws_also_where_that_is_unknown(rate: str) -> None:
    said = answer("interest", "--principal", "36500", "--from", "2027-01-01", "--to", "2027-01-10", "--rate", rate)
    assert said["interest"] == "91.25"
    assert {p["rate"] for p in said["periods"]} == {"9.125"}


def test_the_text_shows_each_period_and_the_sum() -> None:
    text = plain(run(*INTEREST).stdout)
    assert text.startswith("Forsinkelsesrente: 140,38 kr\n")
    for part in ("10.01.2025–30.06.2025 12,5 %", "184 dager / 365) = 61,75", "01.01.2026–01.03.2026 12 %"):
        assert part in text


def test_one_day_is_a_day() -> None:
    said = answer("interest", "--principal", "36500", "--from", "1.3.2026", "--to", "1. mars 2026")
    assert said["interest"] == "12.00"


# --- rates ----------------------------------------------------------------------------------


def test_every_figure_of_a_day_is_there_with_source_and_validity() -> None:
    said = answer("rates", "--date", "12.03.2026")
    assert said["date"] == "2026-03-12"
    figures = {figure["key"]: figure for figure in said["figures"]}
    assert set(figures) == set(LAW.series)
    assert all(figure["known"] for figure in figures.values())
    for figure in figures.values():
        assert figure["sources"]
        assert figure["legal_basis"]
        assert figure["verified"] in ("confirmed", "one_source", "derived")
        assert figure["valid_from"] <= "2026-03-12" <= (figure["valid_to"] or "9999")
    assert figures["inkassosats"]["value"] == "750"
    assert figures["late_interest"]["value"] == "12.00"
    assert figures["notice_fee_shares"]["value"]["own_demand"] == "3/20"
    assert figures["notice_fee_shares"]["kroner"] == {
        "reminder": "38.00",
        "inkassovarsel": "38.00",
        "own_demand": "113.00",
    }
    assert figures["salaer_table"]["value"]["bands"][0] == {"up_to": "500", "light": "0.25", "heavy": "0.5"}
    assert figures["forliksraad_fee"]["kroner"] == {"amount": "2071.00"}


def test_every_figure_has_its_place_in_the_table() -> None:
    placed = [key for group in groups() for key in group.keys]
    assert sorted(placed) == sorted(LAW.series)


def test_the_table_explains_each_subject() -> None:
    text = plain(run("rates", "--date", "2026-03-12").stdout)
    assert "Satser 12. mars 2026" in text
    assert "Krav til og med 2 500,00         lett 0,4 = 300,00 kr, tungt 0,8 = 600,00 kr" in text
    assert "Hjemmel: inkassoforskriften § 1-1, § 2-1." in text
    assert "bekreftet i to uavhengige kilder" in text
    for group in groups():
        assert group.title in text


@pytest.mark.parametrize(
    "day", ["1995-01-01", "2003-06-01", "2014-06-01", "2020-09-30", "2026-11-22", "2027-03-01", "2099-01-01"]
)
def test_every_day_can_be_shown(day: str) -> None:
    said = answer("rates", "--date", day)
    for figure in said["figures"]:
        assert figure["known"] is (figure["value"] is not None)
        assert figure["known"] is not bool(figure["reason"])
    text = run("rates", "--date", day).stdout
    assert max(len(line) for line in text.splitlines()) <= WIDTH
    unknown = [line for line in text.splitlines() if line.endswith("Ikke kjent")]
    assert len(unknown) == sum(not figure["known"] for figure in said["figures"])


def test_an_unknown_figure_says_why_and_nothing_is_reckoned_with_it() -> None:
    figures = {figure["key"]: figure for figure in answer("rates", "--date", "2014-06-01")["figures"]}
    assert figures["inkassosats"]["known"] is False
    assert figures["inkassosats"]["reason"].endswith("er ikke kjent fra og med 01.01.2014 til og med 31.12.2014")
    assert figures["notice_fee_shares"]["kroner"] == {}
    assert "kr, tungt" not in run("rates", "--date", "2014-06-01").stdout


def test_a_day_after_the_last_checked_figures_is_pointed_out() -> None:
    assert answer("rates", "--date", "2026-12-31")["warnings"] == []
    said = answer("rates", "--date", "2027-01-01")
    assert any("1. januar 2027 ligger etter 31. desember 2026" in plain(w) for w in said["warnings"])
    figures = {figure["key"]: figure for figure in said["figures"]}
    assert figures["late_interest"]["known"] is False
    assert figures["salaer_table"]["past_check"] is True


def test_old_data_are_warned_about() -> None:
    day = dt.date(2026, 3, 12)
    last = min(LAW.law_as_of, LAW.cut_off) + dt.timedelta(days=STALE_AFTER_DAYS)
    assert rates_as_dict(LAW, on=day, today=last)["warnings"] == []
    late = last + dt.timedelta(days=1)
    assert len(rates_as_dict(LAW, on=day, today=late)["warnings"]) == 1
    assert "over 200 dager gammelt" in render_rates(LAW, on=day, today=late).replace("\n", " ")


def test_today_is_the_default() -> None:
    before, said, after = (dt.datetime.now(dt.UTC).date(), answer("rates")["date"], dt.datetime.now(dt.UTC).date())
    assert said in {before.isoformat(), after.isoformat()}


# --- checks ---------------------------------------------------------------------------------


def test_the_catalogue_lists_every_check() -> None:
    said = answer("checks")["checks"]
    assert [check["id"] for check in said] == [entry.id for entry in entries()]
    text = run("checks").stdout
    for check in said:
        assert check["title"]
        assert f"\n{check['id']} (" in text


@pytest.mark.parametrize("id_", [entry.id for entry in entries()])
def test_each_check_tells_its_law_how_it_is_decided_and_its_limits(id_: str) -> None:
    said = answer("checks", id_)
    assert all(said[key] for key in ("id", "title", "group", "severity", "what", "how", "limits", "kinds", "senders"))
    assert all(place["url"].startswith("https://") for place in said["legal_basis"])
    text = " ".join(run("checks", id_).stdout.split())
    for part in (*(place["url"] for place in said["legal_basis"]), *said["questions"], "Hva loven sier", "Brev fra "):
        assert part in text


@pytest.mark.parametrize(("written", "meant"), [("salaer-over-limt", "salaer-over-limit"), ("kid", "kid-check-digit")])
def test_an_unknown_check_is_refused_with_the_ids_that_are_near(written: str, meant: str) -> None:
    result = run("checks", written)
    assert (result.exit_code, result.stdout) == (2, "")
    assert meant in result.stderr


# --- refusals, and what holds for all ---------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("rates", "--date", "i går"), "--date"),
        (("rates", "--date", "31.02.2026"), "--date"),
        (("checks", "finnes-ikke-i-det-hele-tatt"), "kravvakt checks"),
        (("interest", "--principal", "tusen", "--from", "2025-01-10", "--to", "2026-03-01"), "--principal"),
        (("interest", "--principal", "-5", "--from", "2025-01-10", "--to", "2026-03-01"), "--principal"),
        (("interest", "--principal", "1000", "--from", "2026-03-01", "--to", "2025-01-10"), "kommer før"),
        (("interest", "--principal", "1000", "--from", "2025-01-10"), "--to"),
        (("interest", "--principal", "1000", "--from", "1990-01-10", "--to", "2026-03-01"), "1994"),
        (("interest", "--principal", "1000", "--from", "2026-01-10", "--to", "2027-01-01"), "31.12.2026"),
        ((*INTEREST, "--rate", "mye"), "--rate"),
        ((*INTEREST, "--rate", "-1"), "--rate"),
        ((*INTEREST, "--paid", "300"), "--paid"),
        ((*INTEREST, "--paid", "2025-05-01=-300"), "--paid"),
        ((*INTEREST, "--paid", "2026-03-02=300"), "etter den siste dagen"),
        ((*FEE, "--stage", "light"), "--principal"),
        ((*FEE, "--stage", "light", "--principal", "12,3,4"), "--principal"),
        ((*FEE, "--stage", "middels", "--principal", "1248"), "--stage"),
        ((*FEE, "--stage", "light", "--principal", "1248", "--debtor", "unknown"), "--debtor"),
        (("fee", "--principal", "1", "--due", "2026-07-27", "--on", "2026-06-15", "--stage", "light"), "kommer før"),
        (("fee", "--principal", "1", "--due", "2013-06-15", "--on", "2014-06-15", "--stage", "light"), "2014"),
        (("fee", "--principal", "1", "--due", "2026-06-15", "--on", "2027-01-01", "--stage", "heavy"), "31.12.2026"),
        (("fee", "--due", "2013-06-15", "--on", "2014-06-15", "--stage", "reminder"), "2014"),
        (("fee", "--due", "2026-06-15", "--on", "2027-01-01", "--stage", "notice"), "31.12.2026"),
        (("fee", "--principal", "1", "--due", "2001-06-15", "--on", "2026-06-15", "--stage", "light"), "2002"),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_wrong_use_and_unknown_figures_exit_2_and_say_why(
    arguments: tuple[str, ...], reason: str, form: tuple[str, ...]
) -> None:
    result = run(*arguments, *form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in plain(result.stderr)
    assert "Traceback" not in result.stderr


def test_a_fault_of_ours_exits_1_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checks.interest.late_interest", broken)
    result = run(*INTEREST)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if f"\nkravvakt {name} " not in readme] == []
