"""One letter's run: what is the file's fault, the machine's, and a death; each ends in its own way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers.errors import DamagedFile, OcrFailed, ParserError, TesseractLanguageMissing, TesseractMissing
from parsers.intake import InputFile
from parsers.ocr import OcrKilled, OcrTimeout
from parsers.sandbox import ReaderDied
from service.jobs import tasks
from service.jobs.tasks import Ending, run_audit
from service.security import ANYBODY
from service.store.audits import NewAudit
from service.store.errors import StorageUnavailable
from service.store.whole import Store
from tests.service.houses import TEXT_LETTER


@pytest.fixture
def letter(store: Store) -> str:
    return store.audits.create(NewAudit(files=[InputFile("brev.pdf", TEXT_LETTER)]), ANYBODY)[0].id


def run(store: Store) -> Ending:
    lease = store.queue.take()
    assert lease is not None
    return run_audit(store, lease, sandbox=False)


def raising(error: Exception) -> Callable[..., None]:
    def read(*_: object, **__: object) -> None:
        raise error

    return read


def test_a_letter_is_read_apart_and_done(store: Store, letter: str) -> None:
    lease = store.queue.take()
    assert lease is not None
    assert run_audit(store, lease, sandbox=True) is Ending.DONE
    assert b'"status": "done"' in (store.audits.report(letter) or b"")
    assert store.audits.page(letter, 1)
    read = store.audits.letter(letter, pictures=True)
    assert read is not None
    assert read[0].pages[0].picture == store.audits.page(letter, 1)


@pytest.mark.parametrize("error", [DamagedFile("x"), OcrFailed("x"), OcrTimeout("x")])
def test_what_is_wrong_with_the_file_fails_it_at_once(
    store: Store, letter: str, error: ParserError, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "read", raising(error))
    assert run(store) is Ending.FAILED
    row = store.audits.row(letter)
    assert (row.status, row.problem) == ("failed", error.code)


@pytest.mark.parametrize("error", [ReaderDied("x"), OcrKilled("x"), RuntimeError("x")])
def test_a_death_is_tried_again_but_not_for_ever(
    store: Store, letter: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "read", raising(error))
    assert [run(store) for _ in range(3)] == [Ending.DIED, Ending.DIED, Ending.FAILED]
    row = store.audits.row(letter)
    assert row.status == "failed"
    assert row.problem == (error.code if isinstance(error, ParserError) else "processing_failed")


@pytest.mark.parametrize("error", [TesseractMissing("x"), TesseractLanguageMissing("x")])
def test_what_is_wrong_with_the_machine_keeps_the_letter(
    store: Store, letter: str, error: ParserError, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PATIENCE", 0.0)
    with monkeypatch.context() as broken:
        broken.setattr(tasks, "read", raising(error))
        for _ in range(8):
            assert run(store) is Ending.WAITS
        assert (store.audits.row(letter).status, store.audits.row(letter).problem) == ("queued", error.code)
    assert run(store) is Ending.DONE
    assert store.audits.row(letter).problem is None


def test_a_disk_that_is_full_when_the_result_is_kept_loses_nothing(
    store: Store, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageUnavailable("OSError")

    lease = store.queue.take()
    assert lease is not None
    with monkeypatch.context() as broken:
        broken.setattr(store.files, "write", full)
        with pytest.raises(StorageUnavailable):
            run_audit(store, lease, sandbox=False)
    assert store.queue.recover(all_of_them=True) == 1
    assert run(store) is Ending.DONE
    assert len(list(store.files.all())) == 2
