"""The batch command: every letter once, bad files as rows, and going on after any end."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result

from parsers.errors import TesseractMissing
from parsers.intake import InputFile
from service.bulk.journal import Journal
from service.cli import main
from service.cli.batch import duration, seconds_left
from service.jobs import processes
from service.jobs.processes import WorkerDied
from service.jobs.reading import audit_files
from service.reports.schema import SCHEMA_FILE
from tests.parsers.fakes.pdf_files import PdfSheet, lines, pdf
from tests.service.bulk.batches import COMMAND, folder_of, letter, names, results, run, zip_of

_ONE_AT_A_TIME = threading.Lock()
"""Reading is made for a process of its own, not for threads that share one."""


class Here:
    """A worker that is no process. ``asked`` counts letters; ``dies_of`` are contents that kill it."""

    asked: list[str]
    dies_of: set[bytes]
    raises: Exception | None

    def __init__(self) -> None:
        self.alive = True

    def ask(self, duty: str, files: list[InputFile], lang: Any, apart: bool, *, seconds: float) -> object:
        assert duty == "audit_files"
        Here.asked.append(files[0].name)
        if Here.raises is not None:
            raise Here.raises
        if files[0].data in Here.dies_of:
            self.alive = False
            raise WorkerDied("it died")
        with _ONE_AT_A_TIME:
            return audit_files(files, lang=lang, sandbox=False, apart=apart)

    def is_alive(self) -> bool:
        return self.alive

    def kill(self) -> None:
        self.alive = False


class Nursery:
    """Where such workers come from."""

    def __init__(self, settings: object, *, keeps: bool) -> None:
        assert not keeps

    def begin(self) -> None: ...

    def worker(self) -> Here:
        return Here()

    def close(self) -> None: ...


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> type[Here]:
    Here.asked, Here.dies_of, Here.raises = [], set(), None
    monkeypatch.setattr(processes, "Nursery", Nursery)
    return Here


def batch(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["batch", *map(str, arguments)])


# ------------------------------------------------------------------ what comes out


def test_every_letter_is_a_full_report_in_the_order_of_the_source(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {f"sak {n}.pdf": letter(n) for n in (10, 9, 2, 1)})
    result = batch(source, "--out", tmp_path / "svar", "--workers", "2")
    assert result.exit_code == 0, result.stderr
    found = results(tmp_path / "svar")
    assert names(found) == ["sak 1.pdf", "sak 2.pdf", "sak 9.pdf", "sak 10.pdf"]
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for line in found:
        jsonschema.validate(line, schema)
    assert len({line["id"] for line in found}) == 4
    assert "4 brev lest" in result.stderr
    assert {path.name for path in (tmp_path / "svar").iterdir()} == {
        "journal.jsonl", "results.jsonl", "results.csv", "results.xlsx", "summary.html",
    }  # fmt: skip


def test_a_bad_file_is_a_row_with_its_code_and_remedy(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(
        tmp_path / "brev",
        {
            "a.pdf": letter(1),
            "hemmelig.pdf": pdf([PdfSheet(lines(["x"]))], user_password="hemmelig", is_locked=True),
            "notat.docx": b"PK\3\4 et dokument",
            "tom.pdf": b"",
            "torn.pdf": letter(2)[:200],
        },
    )
    assert batch(source, "--out", tmp_path / "svar").exit_code == 0
    found = {line["batch"]["name"]: line for line in results(tmp_path / "svar")}
    assert found["a.pdf"]["status"] == "done"
    codes = {name: line["problem"]["code"] for name, line in found.items() if line["status"] == "failed"}
    assert codes == {
        "hemmelig.pdf": "encrypted_pdf",
        "notat.docx": "unsupported_file_type",
        "tom.pdf": "empty_file",
        "torn.pdf": "damaged_file",
    }
    with (tmp_path / "svar/results.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert rows["hemmelig.pdf"]["outcome"] == "failed"
    assert rows["hemmelig.pdf"]["remedy"] == "PDF-en har passord. Ta bilde av brevet"
    page = (tmp_path / "svar/summary.html").read_text(encoding="utf-8")
    assert page.index("PDF-en har passord") < page.index("<table")


def test_the_same_bytes_are_read_once_and_told_apart(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1), "b.pdf": letter(1), "c.pdf": letter(2)})
    batch(source, "--out", tmp_path / "svar")
    found = results(tmp_path / "svar")
    assert [line["batch"]["same_as"] for line in found] == [None, "a.pdf", None]
    assert sorted(here.asked) == ["a.pdf", "c.pdf"]
    assert found[1]["checks"] == found[0]["checks"]
    assert found[1]["document"]["filename"] == "b.pdf"
    assert found[1]["id"] != found[0]["id"]


def test_pages_named_for_it_are_one_letter_and_a_column_says_so(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {"b-side1.pdf": letter(1), "b-side2.pdf": letter(2), "c.pdf": letter(3)})
    result = batch(source, "--out", tmp_path / "svar")
    first, second = results(tmp_path / "svar")
    assert first["batch"] == {
        "name": "b-side1.pdf", "files": ["b-side1.pdf", "b-side2.pdf"], "grouping": "pages", "same_as": None,
        "letter": 1, "letters": 1, "pages": None,
    }  # fmt: skip
    assert len(first["document"]["pages"]) == 2
    assert second["batch"]["grouping"] == "alone"
    assert "2 filer ble satt sammen til 1 brev" in result.stderr
    batch(source, "--out", tmp_path / "hver for seg", "--one-file-one-letter")
    assert len(results(tmp_path / "hver for seg")) == 3


def test_amounts_are_numbers_and_days_are_days_in_the_workbook(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1, fee="750,00", total="1 750,00")})
    batch(source, "--out", tmp_path / "svar")
    book = openpyxl.load_workbook(tmp_path / "svar/results.xlsx")
    header, row = book.active.iter_rows(values_only=True)
    cells = dict(zip(header, row, strict=True))
    assert cells["Krever"] == 1750.0
    assert cells["Frist"].date().isoformat() == "2026-03-26"
    assert cells["Avsender"] == "Rypefjell Inkasso AS"
    assert cells["Resultat"] == "Feil"
    assert cells["For mye"] > 0


def test_a_zip_file_is_a_source(tmp_path: Path, here: type[Here]) -> None:
    (tmp_path / "brev.zip").write_bytes(zip_of({"x/a.pdf": letter(1), "b.pdf": letter(2)}))
    assert batch(tmp_path / "brev.zip", "--out", tmp_path / "svar").exit_code == 0
    assert names(results(tmp_path / "svar")) == ["b.pdf", "x/a.pdf"]


@pytest.mark.parametrize(("lang", "words"), [("nn", "Kva du kan gjere"), ("en", "What you can do")])
def test_the_results_come_in_the_language_asked_for(tmp_path: Path, here: type[Here], lang: str, words: str) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1)})
    batch(source, "--out", tmp_path / "svar", "--lang", lang)
    book = openpyxl.load_workbook(tmp_path / "svar/results.xlsx")
    assert words in [cell.value for cell in book.active[1]]
    assert results(tmp_path / "svar")[0]["language"] == lang
    assert f'<html lang="{lang}">' in (tmp_path / "svar/summary.html").read_text(encoding="utf-8")


# ------------------------------------------------------------------ exit statuses


def test_exit_statuses_tell_wrong_use_from_a_source_that_is_none(tmp_path: Path, here: type[Here]) -> None:
    empty = tmp_path / "tom"
    empty.mkdir()
    assert batch(tmp_path / "finnes ikke", "--out", tmp_path / "svar").exit_code == 2
    assert batch(empty).exit_code == 2
    assert batch(empty, "--out", tmp_path / "svar").exit_code == 3
    (tmp_path / "brev.zip").write_bytes(b"PK\3\4 og ikke mer")
    assert batch(tmp_path / "brev.zip", "--out", tmp_path / "svar").exit_code == 3
    assert not (tmp_path / "svar").exists()


def test_results_are_never_written_over_unasked(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1)})
    assert batch(source, "--out", tmp_path / "svar").exit_code == 0
    again = batch(source, "--out", tmp_path / "svar")
    assert again.exit_code == 2
    assert "--resume" in again.stderr


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1)})
    (tmp_path / "svar").mkdir()
    with Journal(tmp_path / "svar/journal.jsonl"):
        assert batch(source, "--out", tmp_path / "svar", "--resume").exit_code == 2


def test_what_keeps_every_letter_from_being_read_ends_the_batch_and_loses_nothing(
    tmp_path: Path, here: type[Here]
) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1), "b.pdf": letter(2)})
    here.raises = TesseractMissing()
    result = batch(source, "--out", tmp_path / "svar")
    assert result.exit_code == 1
    assert "Tesseract" in result.stderr
    here.raises = None
    assert batch(source, "--out", tmp_path / "svar", "--resume").exit_code == 0
    assert len(results(tmp_path / "svar")) == 2


# ------------------------------------------------------------------ going on


def test_going_on_reads_only_what_is_new_or_changed(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1), "b.pdf": letter(2), "c.pdf": letter(1)})
    batch(source, "--out", tmp_path / "svar")
    before = {line["batch"]["name"]: line for line in results(tmp_path / "svar")}
    here.asked.clear()
    folder_of(source, {"d.pdf": letter(4), "b.pdf": letter(22)})
    assert batch(source, "--out", tmp_path / "svar", "--resume").exit_code == 0
    after = {line["batch"]["name"]: line for line in results(tmp_path / "svar")}
    assert sorted(here.asked) == ["b.pdf", "d.pdf"]
    assert after["a.pdf"] == before["a.pdf"]
    assert after["c.pdf"] == before["c.pdf"]
    assert after["b.pdf"]["document"]["sha256"] != before["b.pdf"]["document"]["sha256"]


def test_a_copy_is_read_itself_when_the_letter_it_is_a_copy_of_changes_or_goes(
    tmp_path: Path, here: type[Here]
) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1), "b.pdf": letter(1)})
    batch(source, "--out", tmp_path / "svar")
    folder_of(source, {"a.pdf": letter(2)})
    batch(source, "--out", tmp_path / "svar", "--resume")
    assert [line["batch"]["same_as"] for line in results(tmp_path / "svar")] == [None, None]
    (source / "a.pdf").unlink()
    batch(source, "--out", tmp_path / "svar", "--resume")
    assert names(results(tmp_path / "svar")) == ["b.pdf"]


def test_another_language_is_another_reading(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1)})
    batch(source, "--out", tmp_path / "svar")
    batch(source, "--out", tmp_path / "svar", "--resume", "--lang", "en")
    assert [line["language"] for line in results(tmp_path / "svar")] == ["en"]


def test_a_letter_that_kills_its_worker_is_tried_twice_and_then_a_row(tmp_path: Path, here: type[Here]) -> None:
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1), "b.pdf": letter(2)})
    here.dies_of = {letter(1)}
    assert batch(source, "--out", tmp_path / "svar", "--workers", "1").exit_code == 0
    assert here.asked == ["a.pdf", "a.pdf", "b.pdf"]
    assert results(tmp_path / "svar")[0]["problem"]["code"] == "processing_failed"
    here.dies_of = set()
    here.asked.clear()
    batch(source, "--out", tmp_path / "svar", "--resume")
    assert here.asked == ["a.pdf"]
    assert [line["status"] for line in results(tmp_path / "svar")] == ["done", "done"]


@pytest.mark.live
def test_killed_at_any_moment_it_goes_on_and_each_letter_is_there_once(tmp_path: Path) -> None:
    """The command in its own process, killed again and again, each time a little later than it got to work."""
    files = {f"brev {n}.pdf": letter(n) for n in range(30)} | {"kopi.pdf": letter(3), "rart.txt": b"hei"}
    source, out = folder_of(tmp_path / "brev", files), tmp_path / "svar"
    dice = random.Random(11)  # noqa: S311
    seen: dict[str, str] = {}
    kills = 0
    for _ in range(6):
        process = subprocess.Popen(
            [*COMMAND, str(source), "--out", str(out), "--workers", "2", "--resume"], stderr=subprocess.PIPE
        )
        deadline = time.monotonic() + 90
        size = _size(out)
        while process.poll() is None and _size(out) == size and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(dice.random() * 0.25)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.communicate()
        done = _ids(out)
        assert seen.items() <= done.items(), "a letter that was done was done again"
        seen = done
        if process.returncode == 0:
            break
    assert kills >= 3
    last = run(source, "--out", out, "--workers", "2", "--resume")
    assert last.returncode == 0, last.stderr
    found = results(out)
    assert sorted(names(found)) == sorted(files)
    assert seen.items() <= {line["batch"]["name"]: line["id"] for line in found}.items()
    assert {line["batch"]["name"] for line in found if line["status"] != "done"} == {"rart.txt"}
    assert len({line["id"] for line in found}) == len(files)


def _size(out: Path) -> int:
    journal = out / "journal.jsonl"
    return journal.stat().st_size if journal.exists() else 0


def _ids(out: Path) -> dict[str, str]:
    with Journal(out / "journal.jsonl") as journal:
        return {entry.key: journal.lines(entry)[0]["id"] for entry in journal.entries.values()}


# ------------------------------------------------------------------ progress


def test_time_left_is_told_only_when_there_is_something_to_tell_it_from() -> None:
    assert seconds_left(2, 100, 10.0) is None
    assert seconds_left(4, 8, 10.0) == 20.0


def test_a_span_of_time_is_said_as_people_say_it() -> None:
    say = {"seconds": "{count} s", "minutes": "{count} min", "hours": "{hours} t {minutes} min"}
    assert [duration(s, say) for s in (0.2, 45, 100, 5400, 9000)] == [
        "1 s",
        "45 s",
        "2 min",
        "1 t 30 min",
        "2 t 30 min",
    ]


def test_more_workers_than_cores_are_not_used(
    tmp_path: Path, here: type[Here], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 1)
    source = folder_of(tmp_path / "brev", {"a.pdf": letter(1)})
    result = batch(source, "--out", tmp_path / "svar", "--workers", "9")
    assert result.exit_code == 0
    assert "bruker 1" in result.stderr
