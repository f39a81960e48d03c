"""``/audits``: sending, waiting, seeing, correcting, deleting, and what is refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from service.context import Services
from tests.service.houses import PHOTO, TEXT_LETTER, WRONG_LETTER, DoneAtOnce, audited, make_app, send, told


def fields_of(report: dict[str, Any]) -> dict[str, Any]:
    return {name: found["value"] for name, found in report["letter"]["fields"].items()}


# ------------------------------------------------------------------ sending


def test_a_letter_is_taken_in_at_once_and_its_report_is_where_the_answer_says(
    client: FlaskClient, jobs: DoneAtOnce
) -> None:
    jobs.is_held = True
    answer = send(client, TEXT_LETTER)
    assert answer.status_code == 202
    assert answer.headers["Retry-After"]
    assert answer.json is not None
    assert answer.json["status"] == "queued"
    assert client.get(answer.headers["Location"]).json == answer.json
    jobs.is_held = False
    jobs.notify()
    report = client.get(answer.headers["Location"]).json
    assert report is not None
    assert (report["status"], report["id"]) == ("done", answer.json["id"])
    assert report["schema"] == "kravvakt/report/1"


def test_prefer_wait_gives_the_report_in_the_answer(client: FlaskClient) -> None:
    answer = send(client, TEXT_LETTER, headers={"Prefer": "respond-async, wait=10"})
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=10"
    assert answer.json is not None
    assert answer.json["status"] == "done"


def test_a_wait_that_is_too_short_gives_the_place_of_the_report(client: FlaskClient, jobs: DoneAtOnce) -> None:
    jobs.is_held = True
    assert send(client, TEXT_LETTER, headers={"Prefer": "wait=1"}).status_code == 202


def test_the_wait_is_no_longer_than_the_service_allows(client: FlaskClient, house: Services) -> None:
    answer = send(client, TEXT_LETTER, headers={"Prefer": "wait=999999"})
    assert answer.headers["Preference-Applied"] == f"wait={house.settings.max_wait_seconds}"


def test_the_report_tells_the_hash_of_the_files_and_the_first_name(client: FlaskClient) -> None:
    import hashlib

    report = audited(client, TEXT_LETTER)
    assert report["document"]["sha256"] == hashlib.sha256(TEXT_LETTER).hexdigest()
    assert report["document"]["filename"] == "side1.pdf"


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_report_comes_in_the_language_asked_for(client: FlaskClient, lang: str) -> None:
    report = audited(client, WRONG_LETTER, lang=lang)
    assert report["language"] == lang
    other = client.get(f"/api/v1/audits/{report['id']}?lang=en")
    assert other.json is not None
    assert other.json["language"] == "en"
    assert other.headers["Content-Language"] == "en"
    assert [check["status"] for check in other.json["checks"]] == [check["status"] for check in report["checks"]]


def test_what_is_known_from_the_start_counts(client: FlaskClient) -> None:
    report = audited(client, TEXT_LETTER, known=json.dumps({"collection_fee": "1234,50", "debtor": "consumer"}))
    assert fields_of(report)["collection_fee"] == "1234.50"
    assert report["letter"]["fields"]["collection_fee"]["origin"] == "user"


def test_earlier_letters_are_read_with_the_letter(client: FlaskClient, house: Services) -> None:
    report = audited(client, TEXT_LETTER, previous=[FileStorage(io.BytesIO(WRONG_LETTER), "før.pdf")])
    found = house.store.audits.letter(report["id"])
    assert found is not None
    assert len(found[1]) == 1


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty_file"),
        (b"GIF89a" + bytes(200), 415, "unsupported_file_type"),
        (TEXT_LETTER[: len(TEXT_LETTER) // 2], 422, "damaged_file"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64), 422, "damaged_file"),
    ],
)
def test_a_file_that_cannot_be_audited_is_refused_and_nothing_is_kept(
    client: FlaskClient, house: Services, data: bytes, status: int, code: str
) -> None:
    answer = send(client, data)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json is not None
    assert answer.json["code"] == code
    assert house.store.queue.depths() == {}
    assert list(house.store.files.all()) == []


def test_too_much_is_refused(client: FlaskClient) -> None:
    no_files = client.post("/api/v1/audits", data={"lang": "nb"})
    assert (no_files.status_code, told(no_files)["code"]) == (422, "no_files")
    many = send(client, *[TEXT_LETTER] * 11)
    assert (many.status_code, told(many)["code"]) == (422, "too_many_pages")
    large = send(client, TEXT_LETTER + bytes(20_000_000))
    assert (large.status_code, told(large)["code"]) == (413, "file_too_large")
    larger = send(client, TEXT_LETTER + bytes(30_000_000))
    assert (larger.status_code, told(larger)["code"]) == (413, "file_too_large")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"known": "[1]"}, "invalid_value"),
        ({"known": "{"}, "invalid_value"),
        ({"known": '{"farge": "blå"}'}, "unknown_field"),
        ({"known": '{"sent_date": "i går"}'}, "invalid_value"),
        ({"lang": "de"}, "invalid_value"),
    ],
)
def test_wrong_facts_are_refused_before_anything_is_kept(
    client: FlaskClient, house: Services, fields: dict[str, Any], code: str
) -> None:
    answer = send(client, TEXT_LETTER, **fields)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == code
    assert house.store.queue.depths() == {}


def test_a_letter_that_turns_out_unreadable_while_its_sender_waits_leaves_nothing(
    client: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parsers.errors import DamagedFile
    from service.jobs import tasks

    def broken(*_: object, **__: object) -> None:
        raise DamagedFile("broken inside")

    monkeypatch.setattr(tasks, "read", broken)
    answer = send(client, TEXT_LETTER, headers={"Prefer": "wait=5"})
    assert (answer.status_code, told(answer)["code"]) == (422, "damaged_file")
    assert house.store.queue.depths() == {}
    later = send(client, TEXT_LETTER)
    state = client.get(later.headers["Location"]).json
    assert state is not None
    assert (state["status"], state["problem"]["code"]) == ("failed", "damaged_file")


def test_a_full_queue_is_told_and_says_when_to_try_again(tmp_path: Any) -> None:
    app = make_app(tmp_path, queue_limit=2)
    client = app.test_client()
    app.extensions["kravvakt"].jobs.is_held = True
    assert [send(client, TEXT_LETTER).status_code for _ in range(2)] == [202, 202]
    full = send(client, TEXT_LETTER)
    assert (full.status_code, told(full)["code"]) == (503, "queue_full")
    assert full.headers["Retry-After"]


# ------------------------------------------------------------------ the same request twice


def test_the_same_key_and_content_is_the_same_audit(client: FlaskClient) -> None:
    headers = {"Idempotency-Key": "b6a1c1de-8a63-4a4c-9d5c-0d4f6a2a8f11"}
    first, again = (send(client, TEXT_LETTER, headers=headers) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert send(client, TEXT_LETTER).headers["Location"] != first.headers["Location"]


def test_the_same_key_with_other_content_is_refused(client: FlaskClient) -> None:
    headers = {"Idempotency-Key": "b6a1c1de"}
    send(client, TEXT_LETTER, headers=headers)
    for answer in (
        send(client, WRONG_LETTER, headers=headers),
        send(client, TEXT_LETTER, headers=headers, lang="en"),
        send(client, TEXT_LETTER, headers=headers, known='{"debtor": "business"}'),
    ):
        assert (answer.status_code, told(answer)["code"]) == (422, "idempotency_key_reused")


def test_a_deleted_letter_frees_its_key(client: FlaskClient) -> None:
    headers = {"Idempotency-Key": "b6a1c1de"}
    first = send(client, TEXT_LETTER, headers=headers)
    client.delete(first.headers["Location"])
    assert send(client, WRONG_LETTER, headers=headers).headers["Location"] != first.headers["Location"]


# ------------------------------------------------------------------ seeing


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    place = f"/api/v1/audits/{audited(client, TEXT_LETTER)['id']}"
    first = client.get(place)
    assert client.get(place, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    client.patch(place, json={"known": {"debtor": "business"}})
    changed = client.get(place, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_pages_are_seen_straightened(client: FlaskClient) -> None:
    report = audited(client, TEXT_LETTER)
    place = f"/api/v1/audits/{report['id']}/pages"
    page = client.get(f"{place}/1")
    assert page.mimetype in ("image/jpeg", "image/png")
    assert page.data[:2] in (b"\xff\xd8", b"\x89P")
    assert client.get(f"{place}/1", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    assert client.get(f"{place}/9").status_code == 404


@pytest.mark.parametrize("id_", ["0" * 26, "x", "..%2F..%2Fsecret", "' OR 1=1 --"])
def test_an_id_that_is_none_is_not_found(client: FlaskClient, id_: str) -> None:
    answer = client.get(f"/api/v1/audits/{id_}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_ids_cannot_be_guessed(client: FlaskClient) -> None:
    ids = {told(send(client, TEXT_LETTER))["id"] for _ in range(5)}
    assert len(ids) == 5
    assert all(len(id_) == 26 for id_ in ids)
    # 26 characters of 32 kinds are 130 bits, none of them a time: the first ones differ too.
    assert len({id_[:6] for id_ in ids}) == 5


def test_the_draft_of_an_objection_comes_in_each_format(client: FlaskClient) -> None:
    place = f"/api/v1/audits/{audited(client, WRONG_LETTER)['id']}/objection"
    plain = client.get(place)
    assert plain.mimetype == "text/plain"
    assert len(plain.text) > 200
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert client.get(place, headers={"Accept": word}).data[:2] == b"PK"
    assert client.get(place, headers={"Accept": "application/pdf"}).data[:5] == b"%PDF-"
    assert client.get(place, headers={"Accept": "image/png"}).status_code == 406


# ------------------------------------------------------------------ correcting


@pytest.fixture
def place(client: FlaskClient) -> str:
    return f"/api/v1/audits/{audited(client, TEXT_LETTER)['id']}"


def test_a_correction_counts_at_once_and_without_reading_again(
    client: FlaskClient, jobs: DoneAtOnce, place: str
) -> None:
    runs = len(jobs.endings)
    answer = client.patch(place, json={"known": {"collection_fee": "9000"}})
    assert answer.status_code == 200
    assert answer.json is not None
    assert fields_of(answer.json)["collection_fee"] == "9000.00"
    assert answer.json["outcome"] == "breaches"
    assert len(jobs.endings) == runs
    assert client.get(place).json == answer.json


def test_what_was_told_stays_told_and_can_be_taken_back(client: FlaskClient, place: str) -> None:
    before = client.get(place).json
    client.patch(place, json={"known": {"collection_fee": 9000}})
    both = client.patch(place, json={"known": {"debtor": "business"}}).json
    assert both is not None
    assert fields_of(both)["collection_fee"] == "9000.00"
    assert both["letter"]["debtor"]["value"] == "business"
    undone = client.patch(place, json={"known": {"collection_fee": None, "debtor": None}}).json
    assert undone == before


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"known": {"farge": "blå"}}, 422, "unknown_field"),
        ({"known": {"letter_date": "i går"}}, 422, "invalid_value"),
        ({"known": {"letter_date": [1]}}, 422, "invalid_value"),
        ({"kjent": {}}, 422, "invalid_value"),
        ([], 422, "invalid_value"),
    ],
)
def test_wrong_corrections_change_nothing(
    client: FlaskClient, place: str, body: object, status: int, code: str
) -> None:
    before = client.get(place).data
    answer = client.patch(place, json=body)
    assert (answer.status_code, told(answer)["code"]) == (status, code)
    assert client.get(place).data == before


def test_json_that_is_none_is_a_bad_request(client: FlaskClient, place: str) -> None:
    answer = client.patch(place, data="{", content_type="application/json")
    assert (answer.status_code, told(answer)["code"]) == (400, "bad_request")


def test_a_letter_that_is_still_being_read_cannot_be_corrected(client: FlaskClient, jobs: DoneAtOnce) -> None:
    jobs.is_held = True
    answer = client.patch(send(client, TEXT_LETTER).headers["Location"], json={"known": {"debtor": "business"}})
    assert (answer.status_code, told(answer)["code"]) == (409, "conflict")


def test_a_letter_that_another_version_read_is_read_again_with_what_is_known(
    client: FlaskClient, jobs: DoneAtOnce, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.store import letters

    monkeypatch.setattr(letters, "model_version", lambda: "another")
    jobs.is_held = True
    answer = client.patch(place, json={"known": {"collection_fee": "9000"}})
    assert answer.status_code == 202
    jobs.is_held = False
    jobs.notify()
    report = client.get(place).json
    assert report is not None
    assert fields_of(report)["collection_fee"] == "9000.00"


# ------------------------------------------------------------------ deleting


def test_delete_removes_everything(client: FlaskClient, house: Services, place: str) -> None:
    assert client.delete(place).status_code == 204
    for path in (place, f"{place}/pages/1", f"{place}/objection"):
        assert client.get(path).status_code == 404
    assert client.delete(place).status_code == 404
    assert list(house.store.files.all()) == []
    assert house.store.queue.depths() == {}


def test_nothing_of_the_letter_can_be_read_on_the_disk_while_it_is_kept(
    client: FlaskClient, house: Services, place: str
) -> None:
    report = client.get(place).json
    assert report is not None
    words = [b"%PDF", b"side1.pdf", b"Inkasso", report["letter"]["fields"]["creditor"]["value"].encode()]
    for path in house.settings.data_dir.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert [word for word in words if word in content] == [], path.name


# ------------------------------------------------------------------ who may


def test_an_organisation_sees_its_own_letters_and_nobody_elses(client: FlaskClient, house: Services) -> None:
    keys = [
        house.store.organisations.create_key(name, scopes=["audits:read", "audits:write"])[1] for name in ("A", "B")
    ]
    first, second = ({"Authorization": f"Bearer {key}"} for key in keys)
    own = send(client, TEXT_LETTER, headers=first).headers["Location"]
    anonymous = send(client, TEXT_LETTER).headers["Location"]
    assert client.get(own, headers=first).status_code == 200
    assert client.get(own, headers=second).status_code == 404
    assert client.get(own).status_code == 404
    assert client.delete(own, headers=second).status_code == 404
    assert client.get(anonymous, headers=first).status_code == 200
    listed = [told(client.get("/api/v1/audits", headers=who)) for who in (first, second)]
    assert [[item["id"] for item in found["items"]] for found in listed] == [[own.rpartition("/")[2]], []]


def test_a_list_comes_in_parts_that_join_without_gap_or_overlap(client: FlaskClient, house: Services) -> None:
    _, key = house.store.organisations.create_key("A", scopes=["audits:read", "audits:write"])
    who = {"Authorization": f"Bearer {key}"}
    sent = [told(send(client, TEXT_LETTER, headers=who))["id"] for _ in range(5)]
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        part = client.get(
            "/api/v1/audits", query_string={"limit": 2, **({"cursor": cursor} if cursor else {})}, headers=who
        )
        assert part.json is not None
        seen += [item["id"] for item in part.json["items"]]
        cursor = part.json["next"]
    assert seen == sent[::-1]
    assert client.get("/api/v1/audits?cursor=%20%20x", headers=who).status_code == 422
    assert client.get("/api/v1/audits?status=failed", headers=who).json["items"] == []


def test_keys_open_what_their_scopes_say_until_they_are_revoked(client: FlaskClient, house: Services) -> None:
    info, key = house.store.organisations.create_key("A", scopes=["audits:read"])
    who = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/audits", headers=who).status_code == 200
    assert client.get("/api/v1/audits", headers={"X-API-Key": key}).status_code == 200
    refused = send(client, TEXT_LETTER, headers=who)
    assert (refused.status_code, told(refused)["code"]) == (403, "forbidden")
    assert house.store.organisations.revoke(info.id)
    assert client.get("/api/v1/audits", headers=who).status_code == 401


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer kv_wrong"}, {"Authorization": "Basic YTpi"}, {"X-API-Key": "kv_wrong"}]
)
def test_without_a_working_key_the_list_is_closed(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.get("/api/v1/audits", headers=headers)
    assert (answer.status_code, told(answer)["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_service_for_organisations_alone_takes_nothing_without_a_key(tmp_path: Any) -> None:
    client = make_app(tmp_path, anonymous=False).test_client()
    assert send(client, TEXT_LETTER).status_code == 401
    assert client.get("/api/v1/checks").status_code == 200


# ------------------------------------------------------------------ trouble


def test_a_disk_that_takes_nothing_is_told_and_leaves_nothing(
    client: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import os

    real: Callable[[int], None] = os.fsync

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = send(client, TEXT_LETTER)
    assert (answer.status_code, told(answer)["code"]) == (503, "storage_unavailable")
    monkeypatch.setattr(os, "fsync", real)
    assert list(house.store.files.all()) == []
    assert house.store.queue.depths() == {}
    assert send(client, TEXT_LETTER).status_code == 202


def test_a_database_that_cannot_be_written_is_told_and_reports_are_still_shown(
    app: APIFlask, client: FlaskClient, house: Services, place: str
) -> None:
    from sqlalchemy import event

    @event.listens_for(house.store.database.engine, "checkout")
    def only_read(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    house.store.database.engine.dispose()
    answer = send(client, TEXT_LETTER)
    assert (answer.status_code, told(answer)["code"]) == (503, "storage_unavailable")
    assert client.get(place).status_code == 200
    assert client.delete(place).status_code == 503
    assert len(list(house.store.files.all())) == 2


def test_a_missing_tesseract_keeps_the_letter_waiting_and_says_so(
    client: FlaskClient, jobs: DoneAtOnce, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parsers.errors import TesseractMissing
    from service.jobs import reading, tasks

    real = reading.read

    def missing(*_: object, **__: object) -> None:
        raise TesseractMissing("gone")

    monkeypatch.setattr(tasks, "read", missing)
    monkeypatch.setattr(tasks, "PATIENCE", 0.0)
    jobs.is_held = True
    place = send(client, PHOTO).headers["Location"]
    lease = house.store.queue.take()
    assert lease is not None
    assert tasks.run_audit(house.store, lease, sandbox=False) is tasks.Ending.WAITS
    state = client.get(place).json
    assert state is not None
    assert (state["status"], state["problem"]["code"]) == ("queued", "tesseract_missing")
    monkeypatch.setattr(tasks, "read", real)
    assert house.store.queue.has_work()
