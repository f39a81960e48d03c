"""Batches over the API: taken in whole, read behind people's letters, and seen by their organisation alone."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import jsonschema
import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from parsers.intake import InputFile
from service.context import Services
from service.reports.schema import SCHEMA_FILE
from service.security import ANYBODY, SCOPES
from service.store.audits import NewAudit, now
from tests.service.bulk.batches import letter, zip_of
from tests.service.houses import DoneAtOnce, form, make_app, told

Headers = dict[str, str]


@pytest.fixture
def key(house: Services) -> Headers:
    return headers(house, "Rådgivningskontoret")


def headers(house: Services, organisation: str, *scopes: str) -> Headers:
    _, key = house.store.organisations.create_key(organisation, scopes=scopes or tuple(SCOPES))
    return {"Authorization": f"Bearer {key}"}


def send(client: FlaskClient, key: Headers, files: dict[str, bytes], **fields: Any) -> TestResponse:
    stored = [FileStorage(io.BytesIO(data), name) for name, data in files.items()]
    extra = fields.pop("headers", {})
    return client.post("/api/v1/batches", **form(files=stored, **fields), headers={**key, **extra})


def lines(answer: TestResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.data.split(b"\n")[:-1]]


def test_a_zip_file_becomes_a_batch_with_a_report_for_each_letter(client: FlaskClient, key: Headers) -> None:
    archive = zip_of({"b.pdf": letter(2), "a.pdf": letter(1), "c.txt": b"hei", "kopi.pdf": letter(1)})
    taken = send(client, key, {"brev.zip": archive})
    assert taken.status_code == 202
    state = client.get(taken.headers["Location"], headers=key).json
    assert state is not None
    assert (state["status"], state["letters"], state["done"], state["failed"]) == ("done", 4, 3, 1)
    assert state["seconds_left"] == 0
    answer = client.get(f"{taken.headers['Location']}/results", headers=key)
    assert answer.mimetype == "application/x-ndjson"
    found = lines(answer)
    assert [line["batch"]["name"] for line in found] == ["a.pdf", "b.pdf", "c.txt", "kopi.pdf"]
    assert [line["batch"]["same_as"] for line in found] == [None, None, None, "a.pdf"]
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for line in found:
        if line["status"] == "done":
            jsonschema.validate(line, schema)
    assert found[2]["problem"]["code"] == "unsupported_file_type"
    assert client.get(f"/api/v1/audits/{found[0]['id']}", headers=key).status_code == 200


def test_many_files_are_a_batch_and_named_pages_one_letter(client: FlaskClient, key: Headers) -> None:
    taken = send(client, key, {"x-side1.pdf": letter(1), "x-side2.pdf": letter(2), "y.pdf": letter(3)})
    found = lines(client.get(f"{taken.headers['Location']}/results", headers=key))
    assert [line["batch"]["files"] for line in found] == [["x-side1.pdf", "x-side2.pdf"], ["y.pdf"]]
    assert [line["batch"]["grouping"] for line in found] == ["pages", "alone"]
    assert len(found[0]["document"]["pages"]) == 2


def test_results_come_as_a_table_and_a_workbook_too(client: FlaskClient, key: Headers) -> None:
    taken = send(client, key, {"a.pdf": letter(1, fee="750,00", total="1 750,00")}, lang="en")
    place = f"{taken.headers['Location']}/results"
    table = client.get(place, headers={**key, "Accept": "text/csv"})
    (row,) = csv.DictReader(io.StringIO(table.text))
    assert (row["file"], row["outcome"], row["claimed"]) == ("a.pdf", "breaches", "1750.00")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = client.get(place, headers={**key, "Accept": kind})
    assert book.mimetype == kind
    sheet = openpyxl.load_workbook(io.BytesIO(book.data)).active
    assert [cell.value for cell in sheet[1]][:2] == ["Letter", "Result"]
    assert client.get(place, headers={**key, "Accept": "image/png"}).status_code == 406


def test_results_come_as_a_page_to_read_also_before_all_are_read(
    client: FlaskClient, key: Headers, jobs: DoneAtOnce
) -> None:
    taken = send(client, key, {"a.pdf": letter(1, fee="750,00", total="1 750,00"), "<b>.txt": b"hei"})
    page = client.get(f"{taken.headers['Location']}/results", headers={**key, "Accept": "text/html"})
    assert page.mimetype == "text/html"
    assert page.headers["Content-Disposition"] == 'attachment; filename="summary.html"'
    assert "Brevene i bunken fra" in page.text
    assert "a.pdf" in page.text
    assert "&lt;b&gt;.txt" in page.text
    assert "http" not in page.text.replace("http://www.w3.org/2000/svg", "")
    jobs.is_held = True
    waiting = send(client, key, {"c.pdf": letter(2), "d.pdf": letter(3)}, lang="en")
    page = client.get(f"{waiting.headers['Location']}/results", headers={**key, "Accept": "text/html"})
    assert "The letters in the batch of" in page.text
    assert "2 letters have not been read yet. Fetch the page again in a while." in page.text
    assert "--resume" not in page.text
    other = client.get(f"{taken.headers['Location']}/results", headers={"Accept": "text/html"})
    assert other.status_code == 401


def test_letters_of_a_batch_wait_behind_those_of_people(
    client: FlaskClient, key: Headers, jobs: DoneAtOnce, house: Services
) -> None:
    jobs.is_held = True
    taken = send(client, key, {"a.pdf": letter(1), "b.pdf": letter(2)})
    person, _ = house.store.audits.create(NewAudit(files=[InputFile("p.pdf", letter(3))]), ANYBODY)
    first = house.store.queue.take()
    assert first is not None
    assert first.audit_id == person.id
    state = client.get(taken.headers["Location"], headers=key).json
    assert state is not None
    assert (state["status"], state["queued"], state["seconds_left"]) == ("queued", 2, None)
    found = lines(client.get(f"{taken.headers['Location']}/results", headers=key))
    assert [line["status"] for line in found] == ["queued", "queued"]
    second, third = house.store.queue.take(), house.store.queue.take()
    assert second is not None
    assert third is not None
    assert [second.audit_id, third.audit_id] == [line["id"] for line in found]


def test_batches_do_not_take_the_room_of_people(client: FlaskClient, tmp_path: Any) -> None:
    app = make_app(tmp_path / "full", queue_limit=1, batch_queue_limit=2)
    house: Services = app.extensions["kravvakt"]
    assert isinstance(house.jobs, DoneAtOnce)
    house.jobs.is_held = True
    own, key = app.test_client(), headers(house, "Kontoret")
    assert send(own, key, {"a.pdf": letter(1), "b.pdf": letter(2)}).status_code == 202
    full = send(own, key, {"c.pdf": letter(3)})
    assert (full.status_code, told(full)["code"]) == (503, "queue_full")
    assert "Retry-After" in full.headers
    house.store.audits.create(NewAudit(files=[InputFile("p.pdf", letter(3))]), ANYBODY)
    house.store.close()


def test_a_repeated_request_makes_no_second_batch(client: FlaskClient, key: Headers) -> None:
    once = {"Idempotency-Key": "uke 33"}
    first = send(client, key, {"a.pdf": letter(1)}, headers=once)
    again = send(client, key, {"a.pdf": letter(1)}, headers=once)
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.headers["Location"] == again.headers["Location"]
    other = send(client, key, {"a.pdf": letter(2)}, headers=once)
    assert (other.status_code, told(other)["code"]) == (422, "idempotency_key_reused")


def test_a_batch_is_seen_by_its_organisation_alone(client: FlaskClient, key: Headers, house: Services) -> None:
    place = send(client, key, {"a.pdf": letter(1)}).headers["Location"]
    other = headers(house, "En annen")
    for path in (place, f"{place}/results"):
        assert client.get(path, headers=other).status_code == 404
        assert client.get(path).status_code == 401
    assert client.delete(place, headers=other).status_code == 404
    assert client.get(place, headers=headers(house, "Rådgivningskontoret", "audits:read")).status_code == 403
    reader = headers(house, "Rådgivningskontoret", "batches:read")
    assert client.get(place, headers=reader).status_code == 200
    assert client.delete(place, headers=reader).status_code == 403
    assert send(client, reader, {"a.pdf": letter(1)}).status_code == 403


def test_a_deleted_batch_leaves_nothing(client: FlaskClient, key: Headers, house: Services) -> None:
    place = send(client, key, {"a.pdf": letter(1), "b.pdf": letter(2)}).headers["Location"]
    assert list(house.store.files.all(older_than=0))
    assert client.delete(place, headers=key).status_code == 204
    assert list(house.store.files.all(older_than=0)) == []
    assert client.get(place, headers=key).status_code == 404
    assert client.get(f"{place}/results", headers=key).status_code == 404


def test_a_batch_goes_when_its_letters_are_due(client: FlaskClient, key: Headers, house: Services) -> None:
    place = send(client, key, {"a.pdf": letter(1)}).headers["Location"]
    for id_ in house.store.audits.expired(now().replace(year=now().year + 3)):
        house.store.audits.delete(id_)
    assert client.get(place, headers=key).status_code == 404


def test_what_cannot_be_unpacked_is_a_letter_that_failed(client: FlaskClient, key: Headers) -> None:
    data = bytearray(zip_of({"a.pdf": letter(1), "hemmelig.pdf": b"b", "stor.pdf": b"\0" * 20_000_001}))
    data[data.index(b"PK\1\2", data.index(b"PK\1\2") + 4) + 8] |= 1
    place = send(client, key, {"brev.zip": bytes(data)}).headers["Location"]
    found = lines(client.get(f"{place}/results", headers=key))
    assert [(line["status"], (line.get("problem") or {}).get("code")) for line in found] == [
        ("done", None),
        ("failed", "encrypted_archive"),
        ("failed", "file_too_large"),
    ]


@pytest.mark.parametrize(
    ("files", "status", "code"),
    [
        ({}, 422, "no_files"),
        ({"brev.zip": zip_of({})}, 422, "no_files"),
        ({"brev.zip": b"PK\3\4 og ikke mer"}, 422, "damaged_file"),
        ({f"{n}.pdf": b"x" for n in range(3)}, 413, "too_many_letters"),
        ({"brev.zip": zip_of({f"{n}.pdf": b"\0" * 15_000_000 for n in range(2)})}, None, None),
    ],
)
def test_what_is_wrong_with_the_whole_is_told_at_once_and_nothing_is_kept(
    tmp_path: Any, files: dict[str, bytes], status: int | None, code: str | None
) -> None:
    app = make_app(tmp_path / "small", batch_letters=2)
    house: Services = app.extensions["kravvakt"]
    answer = send(app.test_client(), headers(house, "Kontoret"), files)
    if status is None:
        assert answer.status_code == 202
    else:
        assert (answer.status_code, told(answer)["code"]) == (status, code)
        assert house.store.queue.depths() == {}
        assert list(house.store.files.all(older_than=0)) == []
    house.store.close()


def test_an_archive_that_swells_as_a_whole_is_refused_and_leaves_nothing(tmp_path: Any) -> None:
    app = make_app(tmp_path / "small", batch_megabytes=20)
    house: Services = app.extensions["kravvakt"]
    archive = zip_of({f"{n}.pdf": b"\0" * 19_000_000 for n in range(5)})
    answer = send(app.test_client(), headers(house, "Kontoret"), {"brev.zip": archive})
    assert (answer.status_code, told(answer)["code"]) == (413, "file_too_large")
    assert house.store.queue.depths() == {}
    assert list(house.store.files.all(older_than=0)) == []
    house.store.close()


def test_a_batch_may_be_larger_than_a_letter_and_not_without_end(tmp_path: Any) -> None:
    app = make_app(tmp_path / "small", batch_megabytes=25)
    house: Services = app.extensions["kravvakt"]
    client, key = app.test_client(), headers(house, "Kontoret")
    large = (b"en linje med noe\n" * 1_000_000)[:12_000_000]
    assert send(client, key, {"a.pdf": large, "b.pdf": large}).status_code == 202
    assert send(client, key, {"a.pdf": large, "b.pdf": large, "c.pdf": large}).status_code == 413
    house.store.close()
