"""The audit command: outputs, exit statuses, and clear words for bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from samples.generate import generate
from samples.printing import load_layouts
from samples.scenario import load_scenarios
from service.cli import main
from service.reports.schema import SCHEMA_FILE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenario = next(s for s in load_scenarios() if s.id == "bo-demo")
    layout = next(x for x in load_layouts() if x.id == "storbyraa")
    path = tmp_path_factory.mktemp("brev") / "brev.pdf"
    path.write_bytes(generate(scenario, layout, seed=3).pdf)
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_text_is_the_default_and_tells_the_finding(letter: Path) -> None:
    result = run("audit", letter)
    assert result.exit_code == 0
    assert "Inkassosalæret er minst 375 kroner for høyt" in result.stdout.replace("\u00a0", " ")


def test_json_is_the_contracts_report_and_nothing_else_on_stdout(letter: Path) -> None:
    result = run("audit", letter, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    jsonschema.validate(report, json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    assert report["outcome"] == "breaches"
    assert report["document"]["filename"] == "brev.pdf"
    assert report["letter"]["fields"]["total"]["value"] == "3060.50"


def test_html_is_one_page_with_the_letter_in_it(letter: Path, tmp_path: Path) -> None:
    page = tmp_path / "rapport.html"
    result = run("audit", letter, "--html", page)
    assert result.exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert "data:image/" in html
    assert 'id="funn-1"' in html
    assert 'href="#merke-1"' in html
    assert str(page) in result.stdout


def test_what_the_user_knows_changes_the_verdict(letter: Path) -> None:
    plain = json.loads(run("audit", letter, "--json").stdout)
    told = json.loads(run("audit", letter, "--json", "--set", "creditor_vat_registered=yes").stdout)
    assert (plain["amounts"]["contested"], told["amounts"]["contested"]) == ("375.00", "450.00")


def test_a_correction_replaces_the_reading(letter: Path) -> None:
    report = json.loads(run("audit", letter, "--json", "--set", "collection_fee=300,00").stdout)
    assert report["letter"]["fields"]["collection_fee"]["origin"] == "user"
    assert next(c for c in report["checks"] if c["id"] == "salaer-over-limit")["status"] == "pass"


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit"],
        ["audit", "finnes-ikke.pdf"],
        ["audit", "{letter}", "--set", "farge=blå"],
        ["audit", "{letter}", "--set", "sent_date=i går"],
        ["audit", "{letter}", "--lang", "de"],
        ["bestill"],
    ],
)
def test_wrong_use_exits_2(arguments: list[str], letter: Path) -> None:
    result = run(*(a.format(letter=letter) for a in arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("tom.pdf", b"", "empty_file"),
        ("notat.pdf", b"Dette er en tekstfil og ikke noe brev.\n" * 20, "unsupported_file_type"),
        ("film.gif", b"GIF89a" + bytes(200), "unsupported_file_type"),
        ("klippet.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64), "damaged_file"),
    ],
)
def test_a_file_that_cannot_be_audited_exits_3_and_says_why(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    result = run("audit", path)
    assert result.exit_code == 3
    assert code in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_truncated_pdf_exits_3(letter: Path, tmp_path: Path) -> None:
    data = letter.read_bytes()
    path = tmp_path / "halv.pdf"
    path.write_bytes(data[: len(data) // 2])
    result = run("audit", path)
    assert result.exit_code == 3
    assert "damaged_file" in result.stderr


def test_a_missing_tesseract_exits_1_with_the_remedy(tmp_path: Path) -> None:
    photo = ROOT / "samples" / "letters" / "foto-betalingsoppfordring.jpg"
    bare = tmp_path / "bin"
    bare.mkdir()
    environment = {**os.environ, "PATH": str(bare), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", "audit", str(photo)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "tesseract_missing" in done.stderr
    assert "install" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_left_behind(letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert run("audit", letter).exit_code == 0
    halv = tmp_path / "halv.pdf"
    halv.write_bytes(letter.read_bytes()[:3000])
    assert run("audit", halv).exit_code == 3
    assert list(scratch.iterdir()) == []


@pytest.mark.live
def test_the_sample_photo_is_read_and_found_too_dear() -> None:
    photo = ROOT / "samples" / "letters" / "foto-betalingsoppfordring.jpg"
    report = json.loads(run("audit", photo, "--json").stdout)
    check = next(c for c in report["checks"] if c["id"] == "salaer-over-limit")
    assert check["status"] == "fail"
    assert check["amounts"] == {"charged": "750.00", "limit": "375.00", "excess": "375.00"}
    assert report["letter"]["fields"]["total"]["value"] == "3060.50"


@pytest.mark.parametrize(("setting", "is_apart"), [("on", True), (None, True), ("off", False)])
def test_files_are_opened_in_a_child_process_unless_that_is_switched_off(
    setting: str | None, is_apart: bool, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KRAVVAKT_SANDBOX", raising=False)
    if setting is not None:
        monkeypatch.setenv("KRAVVAKT_SANDBOX", setting)
    forked: list[int] = []
    fork = os.fork

    def counted() -> int:
        child = fork()
        forked.append(child)
        return child

    monkeypatch.setattr(os, "fork", counted)
    assert run("audit", letter, "--json").exit_code == 0
    assert bool(forked) is is_apart
