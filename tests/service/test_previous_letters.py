"""A case in three letters from the command line: read, put in order, told of, and what can go wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from samples.case import generate_case
from service.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def case_files(name: str, folder: Path) -> list[Path]:
    files = []
    for number, letter in enumerate(generate_case(name), start=1):
        path = folder / f"{name}-{number}.pdf"
        path.write_bytes(letter.pdf)
        files.append(path)
    return files


@pytest.fixture(scope="module")
def too_early(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return case_files("tungt-for-tidlig", tmp_path_factory.mktemp("sak"))


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return case_files("lovlig", tmp_path_factory.mktemp("sak"))


def report_of(letter: Path, *earlier: Path) -> dict[str, Any]:
    result = run("audit", letter, "--json", *(part for path in earlier for part in ("--previous", path)))
    assert result.exit_code == 0, result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def status(report: dict[str, Any], id_: str) -> str:
    return str(next(check["status"] for check in report["checks"] if check["id"] == id_))


def failed(report: dict[str, Any]) -> set[str]:
    return {check["id"] for check in report["checks"] if check["status"] == "fail"} - {"collector-not-recognised"}


def test_the_earlier_letters_make_it_certain_in_whatever_order_they_come(too_early: list[Path]) -> None:
    notice, demand, follow_up = too_early
    for earlier in ((notice, demand), (demand, notice)):
        report = report_of(follow_up, *earlier)
        assert failed(report) == {"salaer-heavy-too-early"}
        assert report["amounts"]["contested"] == "225.00"
        assert report["previous_not_used"] == []


def test_the_timeline_says_which_letter_each_day_comes_from(too_early: list[Path]) -> None:
    notice, demand, follow_up = too_early
    told = {entry["kind"]: entry for entry in report_of(follow_up, demand, notice)["timeline"]}
    assert (told["inkassovarsel"]["date"], told["inkassovarsel"]["letter"]) == ("2026-03-02", 1)
    assert (told["betalingsoppfordring"]["date"], told["betalingsoppfordring"]["letter"]) == ("2026-03-18", 0)
    assert told["heavy"]["date"] == "2026-04-30"
    text = run("audit", follow_up, "--previous", notice, "--previous", demand).stdout
    assert "Datoene i saken" in text
    assert "fra et tidligere brev (2)" in " ".join(text.split())


def test_a_lawful_case_is_accused_of_nothing_with_all_its_letters(lawful: list[Path]) -> None:
    notice, demand, follow_up = lawful
    assert failed(report_of(notice)) == set()
    assert failed(report_of(demand, notice)) == set()
    report = report_of(follow_up, notice, demand)
    assert failed(report) == set()
    assert status(report, "salaer-heavy-too-early") == "pass"
    assert status(report_of(demand, notice), "bo-after-varsel-deadline") == "pass"


def test_a_letter_of_another_case_is_told_of_and_not_used(too_early: list[Path]) -> None:
    other = Path(__file__).resolve().parents[2] / "samples" / "letters" / "lovlig-inkassovarsel.pdf"
    report = report_of(too_early[2], other)
    assert [(one["letter"], one["reason"]) for one in report["previous_not_used"]] == [(0, "other_claim")]
    assert "gjelder et annet krav" in run("audit", too_early[2], "--previous", other).stdout


def test_an_earlier_letter_that_cannot_be_opened_is_told_by_its_name(too_early: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "gammelt-brev.pdf"
    broken.write_bytes(b"%PDF-1.7\nikke noe mer")
    result = run("audit", too_early[2], "--previous", broken)
    assert result.exit_code == 3
    assert "gammelt-brev.pdf" in result.stderr
    assert result.stdout == ""


def test_an_earlier_letter_that_is_not_there_is_wrong_use(too_early: list[Path]) -> None:
    assert run("audit", too_early[2], "--previous", "finnes-ikke.pdf").exit_code == 2
