"""The child process that stays: one for many pieces of work, with limits, and replaced whenever it is not itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.errors import DamagedFile, OcrFailed, TooManyPages
from parsers.sandbox import ReaderDied, Resident


@pytest.fixture
def resident() -> Iterator[Resident]:
    staying = Resident(seconds=10, memory_mb=300, uses=4)
    yield staying
    staying.close()


def refuse() -> None:
    raise TooManyPages("far too many")


def stumble() -> None:
    raise KeyError("a name that is nobody's business")


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def take(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def write_a_file(path: Path) -> None:
    path.write_text("x" * 100_000)


def test_pieces_are_done_by_one_child_until_its_time_has_come(resident: Resident) -> None:
    first = [resident.run(os.getpid) for _ in range(4)]
    assert len(set(first)) == 1
    assert os.getpid() not in first
    assert resident.run(os.getpid) not in first
    with pytest.raises(ProcessLookupError):
        os.kill(first[0], 0)


def test_errors_come_back_and_the_child_goes_on(resident: Resident) -> None:
    child = resident.run(os.getpid)
    with pytest.raises(TooManyPages):
        resident.run(refuse)
    with pytest.raises(RuntimeError, match="KeyError"):
        resident.run(stumble)
    assert resident.run(os.getpid) == child


def test_a_child_that_dies_is_told_and_replaced(resident: Resident) -> None:
    child = resident.run(os.getpid)
    with pytest.raises(ReaderDied):
        resident.run(kill_myself)
    assert resident.run(os.getpid) != child


def test_a_child_that_is_killed_while_nothing_is_asked_is_told_and_replaced(resident: Resident) -> None:
    child = resident.run(os.getpid)
    os.kill(child, signal.SIGKILL)
    with pytest.raises(ReaderDied):
        resident.run(os.getpid)
    assert resident.run(os.getpid) != child


def test_every_piece_has_its_own_time() -> None:
    resident = Resident(seconds=1.0, memory_mb=300)
    try:
        child = resident.run(os.getpid)
        for _ in range(3):
            resident.run(time.sleep, 0.5)
        assert resident.run(os.getpid) == child
        start = time.monotonic()
        with pytest.raises(OcrFailed):
            resident.run(time.sleep, 30)
        assert time.monotonic() - start < 10
        assert resident.run(os.getpid) != child
    finally:
        resident.close()


def test_memory_is_limited_and_a_child_that_had_none_left_is_replaced(resident: Resident) -> None:
    child = resident.run(os.getpid)
    assert resident.run(take, 100) == 100_000_000
    with pytest.raises(DamagedFile, match="300 MB"):
        resident.run(take, 900)
    assert resident.run(os.getpid) != child


def test_no_file_can_be_written(resident: Resident, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="OSError"):
        resident.run(write_a_file, tmp_path / "written")


def test_closing_twice_or_unused_is_nothing() -> None:
    resident = Resident(seconds=1, memory_mb=300)
    resident.close()
    resident.run(os.getpid)
    resident.close()
    resident.close()
