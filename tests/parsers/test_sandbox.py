"""The child process: its answers and errors come back, its limits hold, nothing of it is left."""

from __future__ import annotations

import mmap
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from parsers.errors import DamagedFile, OcrFailed, TooManyPages
from parsers.intake import InputFile
from parsers.sandbox import read_pages_limited, run_limited
from tests.parsers.fakes.pdf_files import PdfSheet, lines, pdf


def run(function: Callable[..., object], *arguments: object, seconds: float = 10.0, memory_mb: int = 2_000) -> object:
    return run_limited(function, *arguments, seconds=seconds, memory_mb=memory_mb)


def test_the_result_comes_back_from_another_process() -> None:
    assert run(os.getpid) != os.getpid()
    assert run(sorted, [3, 1, 2]) == [1, 2, 3]


def counting(tell: Callable[[str, int], None]) -> str:
    for number in range(3):
        tell("page", number)
    return "done"


def test_what_the_child_tells_on_the_way_is_heard_here() -> None:
    heard: list[tuple[str, int]] = []
    answer = run_limited(counting, seconds=10, memory_mb=2_000, told=lambda *news: heard.append(news))
    assert (answer, heard) == ("done", [("page", 0), ("page", 1), ("page", 2)])


def test_large_results_come_back_whole() -> None:
    assert run(bytes, 9_000_000) == bytes(9_000_000)


def refuse() -> None:
    raise TooManyPages("12 pages", message="For mange sider")


def test_errors_of_reading_come_back_as_themselves() -> None:
    with pytest.raises(TooManyPages, match="12 pages") as caught:
        run(refuse)
    assert caught.value.message == "For mange sider"


def test_other_errors_are_named() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run(divmod, 1, 0)


def test_time_is_limited() -> None:
    start = time.monotonic()
    with pytest.raises(OcrFailed):
        run(time.sleep, 30, seconds=0.3)
    assert time.monotonic() - start < 5


def spin() -> None:
    while True:
        pass


def test_a_busy_child_is_killed() -> None:
    with pytest.raises(OcrFailed):
        run(spin, seconds=0.3)


def start_and_sleep(mark: str) -> None:
    subprocess.Popen(["/bin/sh", "-c", f"sleep 1; mkdir {mark}"])
    time.sleep(30)


def test_what_the_child_started_dies_with_it(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    with pytest.raises(OcrFailed):
        run(start_and_sleep, str(mark), seconds=0.4)
    time.sleep(1.2)
    assert not mark.exists()


def test_memory_is_limited() -> None:
    with pytest.raises(DamagedFile):
        run(bytes, 3_000_000_000, memory_mb=1_500)


def test_a_child_that_dies_is_told() -> None:
    with pytest.raises(DamagedFile):
        run(os._exit, 11)


def open_many() -> int:
    return len([os.open("/dev/null", os.O_RDONLY) for _ in range(1_000)])


def test_open_files_are_limited() -> None:
    with pytest.raises(RuntimeError, match="OSError"):
        run(open_many)


def test_the_child_can_write_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="OSError"):
        run((tmp_path / "note").write_bytes, b"secret")


def test_pages_are_read_within_the_limits() -> None:
    data = pdf([PdfSheet(lines(["Vi har fått i oppdrag å kreve inn kravet", "Hovedstol 2345,00"]))])
    (page,) = read_pages_limited([InputFile("a", data)], pictures=False)
    assert "2345,00" in [word.text for word in page.words]


def reserve_address_space(megabytes: int) -> int:
    with mmap.mmap(-1, megabytes * 1_000_000) as room:
        return len(room)


def test_what_the_parent_has_in_memory_is_not_counted() -> None:
    with mmap.mmap(-1, 1_900_000_000):
        assert run(reserve_address_space, 1_500) == 1_500_000_000


def test_memory_refused_by_the_system_is_told_like_memory_that_ran_out() -> None:
    with pytest.raises(DamagedFile, match="MB"):
        run(reserve_address_space, 2_500)
