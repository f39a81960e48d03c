"""Earlier letters added to a finished audit: all or nothing, in order, and read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.errors import TooManyPages
from parsers.intake import InputFile
from service.problems import Problem
from service.security import ANYBODY
from service.store.audits import NewAudit
from service.store.earlier import MOST_EARLIER, EarlierLetter
from service.store.errors import StorageUnavailable
from service.store.queue import Result
from service.store.whole import Store

RESULT = Result(report=b'{"status": "done"}', letter=b"letter", previous=b"[]", pictures={})


def finished(store: Store) -> str:
    id_ = store.audits.create(NewAudit(files=[InputFile("brev.pdf", b"%PDF-")], known={"debtor": "consumer"}), ANYBODY)[
        0
    ].id
    finish(store)
    return id_


def finish(store: Store) -> None:
    lease = store.queue.take()
    assert lease is not None
    assert store.queue.finish(lease, RESULT)


def files_on_disk(store: Store) -> set[str]:
    return set(store.files.all())


def named(*names: str) -> list[InputFile]:
    return [InputFile(name, name.encode()) for name in names]


def test_added_letters_stand_in_order_and_the_audit_waits_to_be_read(store: Store) -> None:
    id_ = finished(store)
    store.audits.add_earlier(id_, named("a.pdf"), sender="me")
    assert store.audits.row(id_).status == "queued"
    finish(store)
    store.audits.add_earlier(id_, named("b.pdf", "c.pdf"))
    assert store.audits.earlier(id_) == tuple(
        EarlierLetter(number, name) for number, name in enumerate(("a.pdf", "b.pdf", "c.pdf"), start=1)
    )
    assert [file.data for file in store.audits.inputs(id_, "previous")] == [b"a.pdf", b"b.pdf", b"c.pdf"]
    assert store.audits.known(id_) == {"debtor": "consumer"}
    assert store.audits.size(id_) == len(b"%PDF-") + 15


def test_a_removed_letter_is_gone_from_the_disk_and_the_others_move_up(store: Store) -> None:
    id_ = finished(store)
    before = files_on_disk(store)
    store.audits.add_earlier(id_, named("a.pdf", "b.pdf"))
    finish(store)
    store.audits.remove_earlier(id_, 1)
    assert store.audits.row(id_).status == "queued"
    assert store.audits.earlier(id_) == (EarlierLetter(1, "b.pdf"),)
    assert len(files_on_disk(store)) == len(before) + 1
    assert files_on_disk(store) == store.audits.owned_files()


def test_an_audit_that_is_being_read_takes_no_more(store: Store) -> None:
    id_ = finished(store)
    store.audits.add_earlier(id_, named("a.pdf"))
    with pytest.raises(Problem, match="conflict"):
        store.audits.add_earlier(id_, named("b.pdf"))
    with pytest.raises(Problem, match="conflict"):
        store.audits.remove_earlier(id_, 1)
    assert store.audits.earlier(id_) == (EarlierLetter(1, "a.pdf"),)
    assert files_on_disk(store) == store.audits.owned_files()


def test_more_than_the_most_leaves_everything_as_it_was(store: Store) -> None:
    id_ = finished(store)
    with pytest.raises(TooManyPages):
        store.audits.add_earlier(id_, named(*(f"{n}.pdf" for n in range(MOST_EARLIER + 1))))
    assert store.audits.row(id_).status == "done"
    assert store.audits.earlier(id_) == ()
    assert files_on_disk(store) == store.audits.owned_files()


def test_a_disk_that_takes_nothing_leaves_everything_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = finished(store)
    written: list[str] = []
    write = store.files.write

    def full(id_: str, data: bytes) -> None:
        if written:
            raise StorageUnavailable("OSError")
        written.append(id_)
        write(id_, data)

    monkeypatch.setattr(store.files, "write", full)
    with pytest.raises(StorageUnavailable):
        store.audits.add_earlier(id_, named("a.pdf", "b.pdf"))
    assert store.audits.row(id_).status == "done"
    assert files_on_disk(store) == store.audits.owned_files()


def test_a_number_that_is_not_there_is_not_found(store: Store) -> None:
    id_ = finished(store)
    with pytest.raises(Problem, match="not_found"):
        store.audits.remove_earlier(id_, 1)
    assert store.audits.row(id_).status == "done"


def test_names_and_contents_are_not_readable_on_the_disk(store: Store, tmp_path: Path) -> None:
    id_ = finished(store)
    store.audits.add_earlier(id_, named("kari-sin-purring.pdf"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"kari-sin" in path.read_bytes()]
