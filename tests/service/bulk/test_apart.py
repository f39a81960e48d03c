"""A file with several letters becomes several rows, by the command and by the API, each judged as if it came alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from parsers.errors import TooManyPages
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS
from samples.bundles import bound
from service.cli import main
from service.context import Services
from service.jobs import processes
from service.jobs.reading import LETTERS_APART, audit_files
from service.reports.schema import SCHEMA_FILE
from service.store.audits import now
from service.store.listing import Place
from service.store.queue import Queue
from service.store.retention import sweep
from tests.service.api.test_batches import headers, lines, send
from tests.service.bulk.batches import folder_of, results
from tests.service.bulk.test_batch import Here, Nursery
from tests.service.houses import LETTERS, DoneAtOnce

NAMES = ("lovlig-betalingsoppfordring.pdf", "oppfolging-for-hoyt.pdf", "lovlig-inkassovarsel.pdf")
ALONE = [(LETTERS / name).read_bytes() for name in NAMES]
BAG = bound(ALONE)


def told(found: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What a row says: the kind of letter, what came of it, and the sums."""
    return [
        (line["letter"]["kind"]["value"], line["outcome"], line["amounts"]["claimed"], line["amounts"]["contested"])
        for line in found
    ]


def places(found: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(line["batch"][key] for key in ("name", "letter", "letters", "pages", "same_as")) for line in found]


def own_pages() -> list[list[int]]:
    """The pages of the bag that each letter stands on."""
    import pypdfium2

    counts = [len(pypdfium2.PdfDocument(data)) for data in ALONE]
    starts = [1 + sum(counts[:place]) for place in range(len(counts))]
    return [list(range(start, start + count)) for start, count in zip(starts, counts, strict=True)]


def test_the_command_gives_each_letter_of_a_file_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Here.asked, Here.dies_of, Here.raises = [], set(), None
    monkeypatch.setattr(processes, "Nursery", Nursery)
    files = {f"for-seg-{n}.pdf": data for n, data in enumerate(ALONE)} | {"bag.pdf": BAG, "kopi.pdf": BAG}
    source = folder_of(tmp_path / "brev", files)
    command = ["batch", str(source), "--out", str(tmp_path / "svar"), "--workers", "1"]
    assert CliRunner().invoke(main, command).exit_code == 0
    found = results(tmp_path / "svar")
    bag, alone, copy = found[:3], found[3:6], found[6:]
    assert told(bag) == told(alone) == told(copy)
    assert places(bag) == [("bag.pdf", n, 3, pages, None) for n, pages in enumerate(own_pages(), start=1)]
    assert places(copy) == [("kopi.pdf", n, 3, pages, "bag.pdf") for n, pages in enumerate(own_pages(), start=1)]
    assert {line["batch"]["letters"] for line in alone} == {1}
    assert len({line["id"] for line in found}) == 9
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for line in found:
        jsonschema.validate(line, schema)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "svar/results.csv").read_text(encoding="utf-8"))))
    assert [(row["file"], row["letter"], row["letters"]) for row in rows[:3]] == [
        ("bag.pdf", f"{n}", "3") for n in (1, 2, 3)
    ]
    assert "Brev 2 av 3 i filen" in (tmp_path / "svar/summary.html").read_text(encoding="utf-8")
    again = CliRunner().invoke(main, [*command, "--resume"])
    assert again.exit_code == 0
    assert [line["id"] for line in results(tmp_path / "svar")] == [line["id"] for line in found]
    assert sorted(Here.asked) == ["bag.pdf", *(f"for-seg-{n}.pdf" for n in range(3))]


def test_the_api_gives_each_letter_of_a_file_a_row_of_its_own(client: FlaskClient, house: Services) -> None:
    key = headers(house, "Kontoret")
    files = {"bag.pdf": BAG, **{f"for-seg-{n}.pdf": data for n, data in enumerate(ALONE)}}
    place = send(client, key, files).headers["Location"]
    state = client.get(place, headers=key).json
    assert state is not None
    assert (state["status"], state["letters"], state["done"]) == ("done", 6, 6)
    found = lines(client.get(f"{place}/results", headers=key))
    assert told(found[:3]) == told(found[3:])
    assert places(found[:3]) == [("bag.pdf", n, 3, pages, None) for n, pages in enumerate(own_pages(), start=1)]
    assert len({line["id"] for line in found}) == 6
    for line in found:
        report = client.get(f"/api/v1/audits/{line['id']}", headers=key)
        assert report.json is not None
        assert report.json["amounts"] == line["amounts"]
        assert client.get(f"/api/v1/audits/{line['id']}/pages/1", headers=key).status_code == 200
    other = client.get(f"/api/v1/audits/{found[1]['id']}", headers=headers(house, "En annen"))
    assert other.status_code == 404


def test_a_letter_of_a_file_with_several_stays_itself_when_it_is_read_again(
    client: FlaskClient, house: Services, jobs: DoneAtOnce
) -> None:
    key = headers(house, "Kontoret")
    place = send(client, key, {"bag.pdf": BAG}).headers["Location"]
    before = lines(client.get(f"{place}/results", headers=key))
    second = before[1]["id"]
    assert house.store.audits.part(second) == Place(2, True)
    house.store.audits.read_again(second, known={})
    jobs.notify()
    after = lines(client.get(f"{place}/results", headers=key))
    assert told(after) == told(before)
    assert [line["id"] for line in after] == [line["id"] for line in before]


def test_letters_of_one_file_are_deleted_one_by_one_and_all_at_once(client: FlaskClient, house: Services) -> None:
    key = headers(house, "Kontoret")
    place = send(client, key, {"bag.pdf": BAG}).headers["Location"]
    first, second, _ = lines(client.get(f"{place}/results", headers=key))
    assert client.delete(f"/api/v1/audits/{first['id']}", headers=key).status_code == 204
    assert len(lines(client.get(f"{place}/results", headers=key))) == 2
    assert client.get(f"/api/v1/audits/{second['id']}/pages/1", headers=key).status_code == 200
    assert client.delete(place, headers=key).status_code == 204
    assert list(house.store.files.all()) == []
    assert house.store.audits.expired(now().replace(year=now().year + 3)) == []


def test_whatever_dies_while_letters_are_told_apart_leaves_all_of_them_once_or_none(
    client: FlaskClient, house: Services, jobs: DoneAtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction that finishes the first letter makes the others: it fails once, and is then done anew."""
    real = Queue._end
    key = headers(house, "Kontoret")
    died: list[str] = []

    def die_once(self: Queue, row: Any, status: Any) -> None:
        real(self, row, status)
        if not died:
            died.append(status)
            raise RuntimeError("the disk is gone")

    monkeypatch.setattr(Queue, "_end", die_once)
    place = send(client, key, {"bag.pdf": BAG}).headers["Location"]
    jobs.notify()
    found = lines(client.get(f"{place}/results", headers=key))
    assert died == ["done"]
    assert [line["batch"]["letter"] for line in found] == [1, 2, 3]
    kept = house.store.audits.owned_files()
    assert set(house.store.files.all()) == kept
    assert sweep(house.store.audits, house.store.files, older_than=0) == 0


def test_a_person_who_sends_such_a_file_gets_the_first_letter_and_is_told_of_the_others(client: FlaskClient) -> None:
    from tests.service.houses import audited

    report = audited(client, BAG)
    assert [warning for warning in report["warnings"] if warning.startswith("other_letter:")]


def test_a_file_with_several_letters_may_have_more_pages_than_a_letter_and_each_letter_as_many_as_ever() -> None:
    small = replace(DEFAULT_LIMITS, pages=max(map(len, own_pages())))
    total = sum(map(len, own_pages()))
    assert small.pages < total <= small.pages * LETTERS_APART
    file = InputFile("bag.pdf", BAG)
    assert len(audit_files([file], lang="nb", sandbox=True, apart=True, limits=small)) == 3
    with pytest.raises(TooManyPages):
        audit_files([file], lang="nb", sandbox=False, limits=small)
    with pytest.raises(TooManyPages):
        audit_files(
            [InputFile("lang.pdf", bound([ALONE[0]] * total))],
            lang="nb",
            sandbox=False,
            apart=True,
            limits=replace(small, pages=total - 1),
        )
