"""A hundred letters and ten files that are none, in a folder and in a ZIP file, broken off at chance moments: each is
one row, once, and what is in memory does not grow with what is read.
"""

from __future__ import annotations

import json
import random
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from parsers.errors import TesseractMissing
from parsers.intake import InputFile
from service.bulk.journal import Entry, Journal
from service.cli import main
from service.jobs import processes
from service.jobs.reading import audit_files
from service.reports.rows import row_of
from tests.service.bulk.batches import folder_of, letter, results, zip_of
from tests.service.bulk.test_batch import Here, Nursery

LETTERS = 100
BAD: dict[str, bytes] = {
    "tom.pdf": b"",
    "avkuttet.pdf": letter(1)[:300],
    "tull.pdf": b"hei" * 40,
    "tekst.txt": b"hei",
    "brev.docx": b"PK\3\4" + b"x" * 90,
    "bilde.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 90,
    "bilde.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 90,
    "nett.html": b"<html>",
    "nuller.bin": b"\0" * 500,
    "søppel æøå.pdf": bytes(range(256)),
}


class Recorded(Here):
    """A worker that knows the report of a good letter already, and ends everything after so many letters."""

    left = 0
    known: str = ""

    def ask(self, duty: str, files: list[InputFile], lang: Any, apart: bool, *, seconds: float) -> object:
        if not Recorded.left:
            raise TesseractMissing("gone")
        Recorded.left -= 1
        if not files[0].name.startswith("brev-"):
            return super().ask(duty, files, lang, apart, seconds=seconds)
        Here.asked.append(files[0].name)
        report = json.loads(Recorded.known)
        report["id"] = f"{files[0].name:0>26}"
        return ((json.dumps(report), (1,)),)


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> type[Recorded]:
    Here.asked, Here.dies_of, Here.raises = [], set(), None
    ((Recorded.known, _),) = audit_files([InputFile("brev.pdf", letter(1))], lang="nb", sandbox=False)
    monkeypatch.setattr(Nursery, "worker", lambda _: Recorded())
    monkeypatch.setattr(processes, "Nursery", Nursery)
    return Recorded


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_each_of_a_hundred_letters_is_a_row_once_however_often_it_is_broken_off(
    tmp_path: Path, recorded: type[Recorded], kind: str
) -> None:
    good = {f"avdeling {n % 4}/brev-{n:03}.pdf": letter(n) for n in range(LETTERS)}
    files = good | {f"rart/{name}": data for name, data in BAD.items()}
    source = tmp_path / "brev"
    if kind == "zip":
        source = tmp_path / "brev.zip"
        source.write_bytes(zip_of(files))
    else:
        folder_of(source, files)
    out = tmp_path / "svar"
    dice = random.Random(17)  # noqa: S311 - the same breaks every time
    statuses: list[int] = []
    while not statuses or statuses[-1]:
        recorded.left = dice.randrange(5, 40)
        done = CliRunner().invoke(main, ["batch", str(source), "--out", str(out), "--workers", "2", "--resume"])
        statuses.append(done.exit_code)
        assert len(statuses) < LETTERS
    assert statuses.count(1) >= 3
    found = results(out)
    assert sorted(line["batch"]["name"] for line in found) == sorted(files)
    assert len({line["id"] for line in found}) == len(files)
    assert Counter(line["status"] for line in found) == {"done": LETTERS, "failed": len(BAD)}
    assert {line["batch"]["name"] for line in found if line["status"] == "failed"} == {f"rart/{name}" for name in BAD}
    assert max(Counter(name for name in Here.asked if name.startswith("brev-")).values()) == 1
    assert all(row_of(line).remedy for line in found if line["status"] == "failed")
    assert openpyxl.load_workbook(out / "results.xlsx").active.max_row == len(files) + 1
    page = (out / "summary.html").read_text(encoding="utf-8")
    assert page.count('<tr class="is-') == len(files)


def test_what_a_batch_has_read_is_not_held_in_memory(tmp_path: Path) -> None:
    ((report, _),) = audit_files([InputFile("brev.pdf", letter(1))], lang="nb", sandbox=False)
    line = json.loads(report)
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.append(Entry("første", "1", "r", "aa", line))
        tracemalloc.start()
        try:
            for number in range(LETTERS):
                journal.append(Entry(str(number), "1", "r", "aa", line))
            held, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert held < LETTERS * len(report) / 10
