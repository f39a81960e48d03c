"""What is done of a batch, kept so that nothing is lost and nothing done twice, whenever the program dies.

A file of lines (JSON, UTF-8), each written whole, forced to the disk, and only then reckoned as done. A line that was
torn by a sudden end is cut off at the next start. One program at a time writes a journal.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter that is done, as it is written.

    ``stamp`` is that of its files when they were read, ``made_with`` names the rules and the language. ``line`` is the
    report, or what failed the letter; only an id when its bytes are those of the letter ``same_as``. ``more`` are the
    reports of further letters in the same file.
    """

    key: str
    stamp: str
    made_with: str
    sha256: str
    line: Mapping[str, Any]
    same_as: str | None = None
    more: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """One letter that is done, as it is remembered: everything but its lines, which stay on the disk (`Journal.lines`).
    ``code`` is that of what failed it, nothing for a report.
    """

    key: str
    stamp: str
    made_with: str
    sha256: str
    same_as: str | None
    code: str
    at: int
    length: int


class JournalBusy(RuntimeError):  # noqa: N818 - says what is the case
    """Another program writes this journal."""


class Journal:
    """The journal at a path. A context; raises ``JournalBusy`` on entering when somebody else is at it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._descriptor = -1
        self._end = 0
        self.entries: dict[str, Done] = {}

    def __enter__(self) -> Self:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._descriptor)
            raise JournalBusy(str(self._path)) from error
        self._read()
        _sync_folder(self._path.parent)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def lines(self, done: Done) -> tuple[dict[str, Any], ...]:
        """The lines of a letter, one for each letter in its file."""
        found = json.loads(os.pread(self._descriptor, done.length, done.at))
        return (found["line"], *found.get("more", ()))

    def done(self, stamps: Mapping[str, str], *, made_with: str) -> dict[str, Done]:
        """What was done of letters, given by key and stamp, as they are now and with these rules.

        A copy counts only while the letter it is a copy of does.
        """
        found = {
            key: entry
            for key, stamp in stamps.items()
            if (entry := self.entries.get(key)) is not None and (entry.stamp, entry.made_with) == (stamp, made_with)
        }
        return {
            key: entry
            for key, entry in found.items()
            if entry.same_as is None
            or ((first := found.get(entry.same_as)) is not None and first.sha256 == entry.sha256)
        }

    def append(self, entry: Entry) -> None:
        """Keeps an entry. When it returns, the entry survives everything but the loss of the disk."""
        written = json.dumps(asdict(entry), ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            try:
                self._write(written)
            except OSError:
                # Half a line must not stand before the next one.
                with contextlib.suppress(OSError):
                    os.ftruncate(self._descriptor, self._end)
                raise
            self.entries[entry.key] = _remembered(entry, self._end, len(written))
            self._end += len(written)

    def _write(self, data: bytes) -> None:
        at = self._end
        view = memoryview(data)
        while view:
            count = os.pwrite(self._descriptor, view, at)
            at, view = at + count, view[count:]
        os.fsync(self._descriptor)

    def _read(self) -> None:
        with os.fdopen(os.dup(self._descriptor), "rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                # A line that is no entry was damaged by something else; its letter is done again.
                with contextlib.suppress(ValueError, TypeError, AttributeError):
                    entry = Entry(**json.loads(line))
                    self.entries[entry.key] = _remembered(entry, self._end, len(line))
                self._end += len(line)
        os.ftruncate(self._descriptor, self._end)


def _remembered(entry: Entry, at: int, length: int) -> Done:
    code = (entry.line.get("problem") or {}).get("code") or ""
    return Done(entry.key, entry.stamp, entry.made_with, entry.sha256, entry.same_as, code, at, length)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well, what was written is at ``path``, whole and on the disk."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
        _sync_folder(path.parent)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
