"""The queue: whose turn it is, holding by a token, and finishing once whatever happens to those who hold."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from parsers.intake import InputFile
from service.security import ANYBODY
from service.store import queue as queues
from service.store.audits import NewAudit, Step, now
from service.store.queue import Lease, Result
from service.store.retention import purge, sweep
from service.store.whole import Store

RESULT = Result(report=b'{"status": "done"}', letter=b"letter", previous=b"[]", pictures={1: b"\xff\xd8page"})


def waiting(store: Store, sender: str = "", *, batch: str | None = None) -> str:
    new = NewAudit(files=[InputFile("brev.pdf", b"%PDF-")], sender=sender, batch_id=batch)
    return store.audits.create(new, ANYBODY)[0].id


def order(store: Store) -> list[str]:
    found = []
    while (lease := store.queue.take()) is not None:
        found.append(lease.audit_id)
        assert store.queue.finish(lease, RESULT)
    return found


def test_who_comes_first_is_read_first(store: Store) -> None:
    ids = [waiting(store, "a") for _ in range(4)]
    assert order(store) == ids


def test_one_sender_with_many_letters_does_not_hold_up_the_others(store: Store) -> None:
    many = [waiting(store, "many") for _ in range(10)]
    few = [waiting(store, "few") for _ in range(2)]
    found = order(store)
    assert found.index(few[0]) <= 2
    assert found.index(few[1]) <= 4
    assert [id_ for id_ in found if id_ in many] == many


def test_a_sender_who_starts_again_does_not_jump_the_queue(store: Store) -> None:
    early = [waiting(store, "a") for _ in range(3)]
    assert store.queue.take() == Lease(early[0], store_token(store, early[0]))
    late = [waiting(store, "b"), waiting(store, "b")]
    assert order(store) in ([early[1], late[0], early[2], late[1]], [late[0], early[1], late[1], early[2]])


def store_token(store: Store, id_: str) -> str:
    from service.store.tables import AuditRow

    with store.database.reading() as session:
        row = session.get(AuditRow, id_)
        assert row is not None
        return row.lease_token or ""


def test_people_come_before_batches(store: Store) -> None:
    batch = [waiting(store, "firm", batch="B1") for _ in range(3)]
    person = waiting(store, "person")
    assert order(store) == [person, *batch]


def test_a_letter_is_held_by_one(store: Store) -> None:
    ids = {waiting(store, str(number)) for number in range(12)}
    with ThreadPoolExecutor(6) as threads:
        taken = [lease for lease in threads.map(lambda _: store.queue.take(), range(20)) if lease is not None]
    assert len(taken) == 12
    assert {lease.audit_id for lease in taken} == ids


def test_only_the_holder_finishes_and_only_once(store: Store) -> None:
    id_ = waiting(store)
    first = store.queue.take()
    assert first is not None
    assert store.queue.recover(all_of_them=True) == 1
    second = store.queue.take()
    assert second is not None
    assert not store.queue.finish(first, RESULT)
    assert not store.queue.fail(first, "damaged_file")
    assert not store.queue.give_back(first)
    assert store.queue.finish(second, RESULT)
    assert not store.queue.finish(second, RESULT)
    row = store.audits.row(id_)
    assert (row.status, row.version) == ("done", 1)
    # One upload and one page: the pictures of those who came too late are gone.
    assert len(list(store.files.all())) == 2


def test_a_letter_that_was_deleted_meanwhile_leaves_nothing(store: Store) -> None:
    id_ = waiting(store)
    lease = store.queue.take()
    assert lease is not None
    assert store.audits.delete(id_)
    assert not store.queue.finish(lease, RESULT)
    assert list(store.files.all()) == []


def test_who_shows_no_sign_of_life_loses_the_letter(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(store)
    lease = store.queue.take()
    assert lease is not None
    assert store.queue.recover() == 0
    later = now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(queues, "now", lambda: later)
    store.queue.beat([lease])
    assert store.queue.recover() == 0
    monkeypatch.setattr(queues, "now", lambda: later + dt.timedelta(minutes=5))
    assert store.queue.recover() == 1
    assert store.queue.take() is not None


def test_a_letter_over_which_processes_die_fails_after_the_third(store: Store) -> None:
    id_ = waiting(store)
    for is_back in (True, True, False):
        lease = store.queue.take()
        assert lease is not None
        assert store.queue.give_back(lease, died=True) is is_back
    row = store.audits.row(id_)
    assert (row.status, row.problem) == ("failed", "processing_failed")
    assert store.queue.take() is None


def test_restarts_are_no_fault_of_the_letter(store: Store) -> None:
    id_ = waiting(store)
    for _ in range(20):
        assert store.queue.take() is not None
        store.queue.recover(all_of_them=True)
    assert store.audits.row(id_).status == "queued"


def test_a_letter_waits_for_the_machine_to_be_mended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = waiting(store)
    lease = store.queue.take()
    assert lease is not None
    assert store.queue.give_back(lease, problem="tesseract_missing", wait=20)
    assert not store.queue.has_work()
    assert store.audits.row(id_).problem == "tesseract_missing"
    later = now() + dt.timedelta(seconds=21)
    monkeypatch.setattr(queues, "now", lambda: later)
    assert order(store) == [id_]
    assert store.audits.row(id_).problem is None


def test_the_step_at_hand_is_told_while_it_is_held(store: Store) -> None:
    id_ = waiting(store)
    lease = store.queue.take()
    assert lease is not None
    store.queue.tell(lease, Step("ocr", 2, 3))
    assert store.audits.row(id_).step == Step("ocr", 2, 3)
    store.queue.tell(replace(lease, token="other"), Step("checks", 3, 3))
    assert store.audits.row(id_).step == Step("ocr", 2, 3)


# ------------------------------------------------------------------ drafts


def test_a_draft_waits_for_its_sender(store: Store) -> None:
    draft, _ = store.audits.create(NewAudit(files=[InputFile("1.jpg", b"one")]), ANYBODY, draft=True)
    assert not store.queue.has_work()
    store.audits.add_files(draft.id, [InputFile("2.jpg", b"two"), InputFile("3.jpg", b"three")])
    store.audits.arrange(draft.id, [3, 1])
    assert [(file.name, file.data) for file in store.audits.inputs(draft.id, "upload")] == [
        ("3.jpg", b"three"),
        ("1.jpg", b"one"),
    ]
    assert len(list(store.files.all())) == 2
    sent = store.audits.submit(draft.id)
    assert sent.status == "queued"
    assert sent.sha256 != draft.sha256
    assert order(store) == [draft.id]


# ------------------------------------------------------------------ what is deleted by itself


def test_letters_are_deleted_when_their_time_is_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from service.store import retention

    short, _ = store.audits.create(NewAudit(files=[InputFile("b", b"x")], retention_hours=1), ANYBODY)
    long, _ = store.audits.create(NewAudit(files=[InputFile("b", b"x")], retention_hours=48), ANYBODY)
    assert purge(store.audits) == 0
    monkeypatch.setattr(retention, "now", lambda: now() + dt.timedelta(hours=2))
    assert purge(store.audits) == 1
    assert store.queue.depths() == {"queued": 1}
    assert store.audits.row(long.id).id != short.id
    assert len(list(store.files.all())) == 1


def test_files_that_no_row_names_are_swept_when_they_are_old(store: Store) -> None:
    waiting(store)
    store.files.write("0" * 32, b"left by a process that died")
    assert sweep(store.audits, store.files, older_than=60) == 0
    assert sweep(store.audits, store.files, older_than=0) == 1
    assert len(list(store.files.all())) == 1
