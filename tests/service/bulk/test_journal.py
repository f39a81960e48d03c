"""The journal: whole lines, nothing lost, one writer."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from service.bulk.journal import Entry, Journal, JournalBusy, whole_file


def entry(key: str, **changes: Any) -> Entry:
    values = {"stamp": "1", "made_with": "r1", "sha256": "aa", "line": {"id": key}, **changes}
    return Entry(key=key, **values)


def done(journal: Journal, **stamps: str) -> list[str]:
    return sorted(journal.done(stamps, made_with="r1"))


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.append(entry("a", line={"id": "linje\nmed æøå"}))
    with Journal(tmp_path / "j") as journal:
        assert list(journal.entries) == ["a"]
        assert journal.lines(journal.entries["a"]) == ({"id": "linje\nmed æøå"},)


def test_what_is_kept_stays_on_the_disk_and_is_found_there(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        for number in range(40):
            journal.append(entry(str(number), line={"id": str(number), "text": "æ" * number}, more=[{"id": "til"}]))
        assert journal.lines(journal.entries["7"]) == ({"id": "7", "text": "æ" * 7}, {"id": "til"})
        assert not hasattr(journal.entries["7"], "line")
    with Journal(tmp_path / "j") as journal:
        assert journal.lines(journal.entries["39"])[0]["text"] == "æ" * 39


def test_a_torn_line_is_cut_off_wherever_it_was_torn(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path) as journal:
        journal.append(entry("a"))
        whole = path.stat().st_size
        journal.append(entry("b"))
    data = path.read_bytes()
    for length in range(whole, len(data)):
        path.write_bytes(data[:length])
        with Journal(path) as journal:
            assert list(journal.entries) == ["a"]
            journal.append(entry("c"))
        with Journal(path) as journal:
            assert list(journal.entries) == ["a", "c"]


def test_a_line_that_is_no_entry_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path) as journal:
        journal.append(entry("a"))
    path.write_bytes(b'{"key": 1}\n' + path.read_bytes() + b"rubbish\n")
    with Journal(path) as journal:
        assert list(journal.entries) == ["a"]


def test_a_write_that_fails_half_way_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.pwrite

    def full_disk(descriptor: int, data: memoryview, at: int) -> int:
        real(descriptor, data[:5], at)
        raise OSError(errno.ENOSPC, "no room")

    with Journal(tmp_path / "j") as journal:
        journal.append(entry("a"))
        with monkeypatch.context() as context:
            context.setattr(os, "pwrite", full_disk)
            with pytest.raises(OSError, match="no room"):
                journal.append(entry("b"))
        journal.append(entry("c"))
        assert list(journal.entries) == ["a", "c"]
    with Journal(tmp_path / "j") as journal:
        assert list(journal.entries) == ["a", "c"]


def test_two_programs_do_not_write_one_journal(tmp_path: Path) -> None:
    with Journal(tmp_path / "j"), pytest.raises(JournalBusy), Journal(tmp_path / "j"):
        pass


def test_only_what_is_as_it_was_counts_as_done(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.append(entry("same"))
        journal.append(entry("changed"))
        journal.append(entry("older rules", made_with="r0"))
        assert done(journal, **{"same": "1", "changed": "2", "older rules": "1", "new": "1"}) == ["same"]


def test_a_copy_counts_only_beside_the_letter_it_is_a_copy_of(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.append(entry("first"))
        journal.append(entry("copy", same_as="first"))
        assert done(journal, first="1", copy="1") == ["copy", "first"]
        assert done(journal, copy="1") == []
        journal.append(entry("first", sha256="bb"))
        assert done(journal, first="1", copy="1") == ["first"]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text("før")

    def die_half_way() -> None:
        with whole_file(path) as draft:
            draft.write_text("halv")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        die_half_way()
    assert path.read_text() == "før"
    with whole_file(path) as draft:
        draft.write_text("etter")
    assert path.read_text() == "etter"
    assert list(tmp_path.iterdir()) == [path]
