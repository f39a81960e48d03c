"""Tesseract as a library, read with by forks: the same words as from the program, and as safely."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from parsers.errors import OcrFailed
from parsers.loaded_tesseract import LoadedTesseract, loaded
from parsers.ocr import SPARSE, Grey, OcrKilled, OcrTimeout, TesseractEngine, find_tesseract
from parsers.two_readings import ONE_BLOCK
from tests.parsers.fakes import drawn

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells which library a program is linked with"
)

PAGE = drawn.letter()


@pytest.fixture
def library() -> LoadedTesseract:
    found = loaded(find_tesseract(), "nor")
    assert found is not None
    return found


@pytest.fixture
def by_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[TesseractEngine]:
    """An engine that starts the program."""
    with monkeypatch.context() as patched:
        patched.setattr("parsers.ocr.loaded", lambda *_: None)
        yield TesseractEngine()


def children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


@pytest.mark.parametrize("mode", [SPARSE, ONE_BLOCK])
@pytest.mark.parametrize("picture", [PAGE, PAGE[200:300], np.full((60, 200), 255, np.uint8)])
def test_the_library_reads_what_the_program_reads(by_program: TesseractEngine, picture: Grey, mode: int) -> None:
    told = by_program.read(picture, mode=mode)
    library = loaded(find_tesseract(), "nor")
    assert library is not None
    rows = library.read(picture, mode=mode, seconds=30).decode()
    assert [row.split("\t")[11].strip() for row in rows.split("\n") if row.startswith("5")] == [w.text for w in told]


def test_an_engine_that_has_the_library_starts_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    TesseractEngine().prepare()

    def start(*_: object, **__: object) -> str:
        raise AssertionError("the program was started")

    monkeypatch.setattr("parsers.ocr._run", start)
    words = TesseractEngine().read(PAGE)
    assert len(words) > 20
    assert {word.box[0] >= 0 and 0 <= word.confidence <= 1 for word in words} == {True}


def test_no_run_knows_of_another(library: LoadedTesseract) -> None:
    before = children()
    first = library.read(PAGE, mode=SPARSE, seconds=30)
    library.read(PAGE[:400, ::-1], mode=ONE_BLOCK, seconds=30)
    assert library.read(PAGE, mode=SPARSE, seconds=30) == first
    assert children() == before


def test_a_run_out_of_time_is_killed(library: LoadedTesseract) -> None:
    before = children()
    with pytest.raises(OcrTimeout):
        TesseractEngine(seconds=0.05).read(np.tile(PAGE, (2, 2)))
    assert children() == before
    assert library.read(PAGE[:200], mode=SPARSE, seconds=30)


def test_a_run_that_is_killed_is_told_as_a_death(library: LoadedTesseract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LoadedTesseract, "_rows", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(OcrKilled):
        TesseractEngine().read(PAGE)


def test_a_run_that_fails_is_an_ocr_failure_and_says_nothing(
    library: LoadedTesseract, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def rows(*_: object) -> bytes:
        raise ValueError("nothing was recognised")

    monkeypatch.setattr(LoadedTesseract, "_rows", rows)
    with pytest.raises(OcrFailed, match="exit status 1"):
        TesseractEngine().read(PAGE)
    assert capfd.readouterr() == ("", "")


def test_the_child_ends_with_the_process_that_forked_it(
    library: LoadedTesseract, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "pid"

    def rows(*_: object) -> bytes:
        note.write_text(f"{os.getpid()} ")
        time.sleep(60)
        return b""

    monkeypatch.setattr(LoadedTesseract, "_rows", rows)
    child = os.fork()
    if child == 0:
        try:
            library.read(PAGE, mode=SPARSE, seconds=60)
        finally:
            os._exit(0)
    while not note.exists() or not note.read_text().endswith(" "):
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    reader = Path(f"/proc/{note.read_text().strip()}/stat")
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and reader.exists() and " Z " not in reader.read_text():
        time.sleep(0.02)
    assert not reader.exists() or " Z " in reader.read_text()


@pytest.mark.parametrize("body", ["#!/bin/sh\nexit 0\n", "#!/bin/sh\necho 'libtesseract.so.5 => gone'\n", "no program"])
def test_a_program_that_is_not_linked_with_the_library_is_run(tmp_path: Path, body: str) -> None:
    program = tmp_path / "tesseract"
    program.write_text(body)
    program.chmod(0o755)
    assert loaded(str(program), "nor") is None


def test_a_language_that_is_not_there_cannot_be_loaded() -> None:
    assert loaded(find_tesseract(), "no-such-language") is None


def test_a_process_that_has_read_ends_in_silence() -> None:
    work = (
        "import numpy as np; from parsers.ocr import TesseractEngine;"
        "print(len(TesseractEngine().read(np.full((60, 200), 255, np.uint8))))"
    )
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("0", "")


def test_one_thread_is_asked_for_whatever_the_environment_says() -> None:
    work = (
        "import ctypes, os; from parsers.ocr import TesseractEngine; TesseractEngine().prepare();"
        "from parsers.loaded_tesseract import loaded; from parsers.ocr import find_tesseract;"
        "assert loaded(find_tesseract(), 'nor') is not None;"
        "print(ctypes.CDLL('libgomp.so.1').omp_get_thread_limit())"
    )
    environment = {**os.environ, "OMP_THREAD_LIMIT": "4"}
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "1"
