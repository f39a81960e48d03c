"""Processes that are killed while they read: told apart from files that are wrong, and nothing lives on."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from parsers.errors import TesseractMissing
from parsers.ocr import OcrKilled, TesseractEngine, find_tesseract
from parsers.sandbox import ReaderDied, run_limited

PICTURE = np.full((40, 40), 255, np.uint8)


def fake(folder: Path, work: str) -> Path:
    program = folder / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n--version) echo "tesseract 5.3.0";;\n--list-langs) printf "List (1):\\nnor\\n";;\n'
        f"*) {work};;\nesac\n"
    )
    program.chmod(0o755)
    return program


def test_a_child_that_is_killed_is_told_as_a_death() -> None:
    with pytest.raises(ReaderDied):
        run_limited(lambda: os.kill(os.getpid(), signal.SIGKILL), seconds=10, memory_mb=2000)


def test_an_engine_that_is_killed_is_told_as_a_death(tmp_path: Path) -> None:
    engine = TesseractEngine(command=str(fake(tmp_path, "kill -9 $$")))
    with pytest.raises(OcrKilled):
        engine.read(PICTURE)


def test_an_engine_that_was_removed_is_missing_and_found_again_when_it_is_back(tmp_path: Path) -> None:
    program = fake(tmp_path, "cat >/dev/null; printf 'level\\tx\\n'")
    engine = TesseractEngine(command=str(program))
    assert engine.read(PICTURE) == ()
    kept = program.read_bytes()
    program.unlink()
    for _ in range(2):
        with pytest.raises(TesseractMissing):
            engine.read(PICTURE)
    program.write_bytes(kept)
    program.chmod(0o755)
    assert engine.read(PICTURE) == ()
    find_tesseract.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part is Linux's")
def test_the_engine_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = fake(tmp_path, f"echo $$ >{note}; exec sleep 60")

    def read() -> None:
        TesseractEngine(command=str(program)).read(PICTURE)

    child = os.fork()
    if child == 0:
        try:
            read()
        finally:
            os._exit(0)
    while not note.exists() or not note.read_text().strip():
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    engine = Path(f"/proc/{note.read_text().strip()}/stat")
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and engine.exists() and " Z " not in engine.read_text():
        time.sleep(0.02)
    assert not engine.exists() or " Z " in engine.read_text()
