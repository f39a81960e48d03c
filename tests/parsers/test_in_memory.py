"""A file in memory: what another program finds under its name, and where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from parsers import in_memory
from parsers.errors import ParserError
from parsers.in_memory import named
from parsers.sandbox import run_limited

CONTENT = bytes(range(256)) * 5000


def _taken(content: bytes) -> bytes:
    """What another program reads under the name, as far as the content goes."""
    with named(content) as file:
        assert file is not None
        descriptor, name = file
        told = subprocess.run(["cat", name], pass_fds=[descriptor], check=True, capture_output=True).stdout
    assert not Path(name).exists() or descriptor == in_memory._reserved
    return told


def _taken_twice() -> tuple[bytes, bytes]:
    return _taken(CONTENT)[: len(CONTENT)], _taken(b"another")[: len(CONTENT)]


def test_another_program_reads_the_content_under_the_name() -> None:
    assert _taken(CONTENT) == CONTENT


def test_a_process_that_may_write_no_file_hands_over_what_it_likes_and_nothing_of_it_stays() -> None:
    first, second = run_limited(_taken_twice, seconds=30, memory_mb=2_000)
    assert first == CONTENT
    assert second.rstrip(b"\0") == b"another"


def test_without_room_reserved_such_a_process_is_told_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.sandbox.reserve", lambda: None)

    def file() -> bool:
        with named(CONTENT) as found:
            return found is None

    assert run_limited(file, seconds=30, memory_mb=2_000)


def test_a_system_without_such_files_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with named(CONTENT) as found:
        assert found is None


def test_a_fault_of_the_caller_stays_its_own() -> None:
    with pytest.raises(ParserError), named(CONTENT):
        raise ParserError("a fault")
