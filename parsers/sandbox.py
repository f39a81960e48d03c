"""A child process with limits, for files nobody vouches for.

The child leads its own process group: when time is up, it and the Tesseract it started are killed together. It may use
so much address space, processor time and open files, and may write no file at all. What it returns comes back pickled
over a pipe; the errors of `parsers.errors` come back as themselves.

What this is not: a wall against someone who takes over the child. It runs as the same user and sees the same files;
whoever serves strangers adds the walls of the system (a container, seccomp). It needs POSIX; a fork from a process with
running threads is safe only if none of them holds a lock the reading needs, so workers fork from their main thread.

`read_pages_limited` costs some 30 milliseconds more than reading in the same process once the libraries are loaded. A
fresh process that leaves reading to the child never loads OpenCV and the PDF libraries itself, and loses less than a
tenth of a second by it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pickle
import resource
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeVar

from parsers.errors import DamagedFile, OcrFailed, ParserError
from parsers.in_memory import reserve
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import Page
from parsers.orphans import die_with_parent, forked

T = TypeVar("T")


class ReaderDied(DamagedFile):
    """The child died without an answer: killed from outside, or by what it read."""


OPEN_FILES = 128
_CHUNK = 1 << 20
_LENGTH = struct.Struct(">Q")
_NEWS, _RESULT, _ERROR, _SPENT = "news", "result", "error", "spent"  # the last: an error for want of memory


def run_limited(
    function: Callable[..., T],
    *arguments: object,
    seconds: float,
    memory_mb: int,
    told: Callable[..., None] | None = None,
) -> T:
    """``function(*arguments)`` in a child process. With ``told`` the function gets one argument more, a callable: what
    it is called with in the child, ``told`` is called with here, meanwhile.

    ``seconds`` of wall-clock time; ``memory_mb`` of address space beyond what this process has, in 10**6 bytes. Raises
    OcrFailed when time is up, ReaderDied (a DamagedFile) when the child died, DamagedFile when memory ran out, and
    whatever ParserError the function raised. Any other exception of the function comes as a RuntimeError that names it.
    """
    reader, writer = os.pipe()
    child = _forked()
    if child == 0:
        os.close(reader)
        if told is not None:
            arguments = (*arguments, lambda *news: _send(writer, (_NEWS, news)))
        _work(function, arguments, writer, seconds, memory_mb)
    os.close(writer)
    # Both sides say it, whoever comes first: the group must exist before it may have to be killed.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(child, child)
    try:
        answer = _answer(reader, seconds, told)
    finally:
        os.close(reader)
        # Also after a proper answer: nothing the child started may live on.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None:
        raise ReaderDied(f"the reading process died (wait status {status})")
    result: T = _value(*answer)
    return result


class Resident:
    """A child process with limits that stays, for work so short that a fork for each piece would be a good part of it.

    The limits are those of :func:`run_limited`, but each piece has its own time, by the clock. A child that died, was
    late, ran out of memory or has done ``uses`` pieces is replaced at the next one. Used by one thread at a time.
    """

    def __init__(self, *, seconds: float, memory_mb: int, uses: int = 100) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._uses = uses
        self._done = 0
        self._child = 0
        self._line: Connection | None = None

    def run(self, function: Callable[..., T], *arguments: object) -> T:
        """``function(*arguments)``; the function is one of a module. Raises what :func:`run_limited` raises."""
        line = self._line or self._started()
        try:
            line.send((function, arguments))
            if not line.poll(self._seconds):
                self.close()
                raise OcrFailed(f"reading took more than {self._seconds:g} s")
            kind, value = line.recv()
        except (OSError, EOFError) as death:
            self.close()
            raise ReaderDied("the reading process died") from death
        self._done += 1
        if self._done >= self._uses or kind == _SPENT:
            self.close()
        result: T = _value(kind, value)
        return result

    def close(self) -> None:
        """Ends the child, if there is one."""
        if self._line is None:
            return
        self._line.close()
        self._line = None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)

    def _started(self) -> Connection:
        ours, theirs = Pipe()
        self._child = _forked()
        if self._child == 0:
            ours.close()
            self._serve(theirs)
        theirs.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpgid(self._child, self._child)
        self._line, self._done = ours, 0
        return ours

    def _serve(self, line: Connection) -> NoReturn:
        """The child's whole life."""
        try:
            os.setpgid(0, 0)
            die_with_parent()
            _limit(None, self._memory_mb)
            with contextlib.suppress(EOFError):
                while True:
                    function, arguments = line.recv()
                    line.send(_outcome(function, arguments, self._memory_mb))
        finally:
            os._exit(0)


def _forked() -> int:
    """0 in the child."""
    sys.stdout.flush()
    sys.stderr.flush()
    return forked()


def _value(kind: str, value: Any) -> Any:
    """What the child's answer comes to. Raises what the child raised."""
    if kind == _RESULT:
        return value
    if isinstance(value, ParserError):
        raise value
    raise RuntimeError(str(value))


def _answer(reader: int, seconds: float, told: Callable[..., None] | None) -> tuple[str, Any] | None:
    """The child's last message, its result or its error; ``None`` if it died without one. Raises OcrFailed when time is
    up.
    """
    deadline = time.monotonic() + seconds
    heard = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            raise OcrFailed(f"reading took more than {seconds:g} s")
        part = os.read(reader, _CHUNK)
        if not part:
            return None
        heard += part
        while len(heard) >= _LENGTH.size and len(heard) >= (end := _LENGTH.size + _LENGTH.unpack_from(heard)[0]):
            kind, value = pickle.loads(heard[_LENGTH.size : end])  # noqa: S301 - written by our own child a moment ago
            if kind != _NEWS:
                return kind, value
            if told is not None:
                told(*value)
            del heard[:end]


def _send(writer: int, message: tuple[str, object]) -> None:
    body = pickle.dumps(message)
    view = memoryview(_LENGTH.pack(len(body)) + body)
    while view:
        view = view[os.write(writer, view) :]


def _work(
    function: Callable[..., object], arguments: Sequence[object], writer: int, seconds: float, memory_mb: int
) -> NoReturn:
    """The child's whole life: limits, the work, the answer. Never returns into the parent's code."""
    try:
        os.setpgid(0, 0)
        die_with_parent()
        reserve()  # no file may grow afterwards
        _limit(seconds, memory_mb)
        _send(writer, _outcome(function, arguments, memory_mb))
    finally:
        os._exit(0)


def _outcome(function: Callable[..., object], arguments: Sequence[object], memory_mb: int) -> tuple[str, object]:
    """The child's last message: what became of ``function(*arguments)``."""
    try:
        return _RESULT, function(*arguments)
    except ParserError as error:
        return _ERROR, error
    except MemoryError:
        return _SPENT, DamagedFile(f"needs more than {memory_mb} MB to read")
    except OSError as error:
        if error.errno == errno.ENOMEM:
            return _SPENT, DamagedFile(f"needs more than {memory_mb} MB to read")
        return _ERROR, f"{type(error).__name__}: {error}"
    except BaseException as error:  # noqa: BLE001 - whatever it was, the parent must hear of it
        return _ERROR, f"{type(error).__name__}: {error}"


def _limit(seconds: float | None, memory_mb: int) -> None:
    """Takes the limits upon this process, for good; without ``seconds`` its time is watched by who asks it."""
    limits = {
        resource.RLIMIT_AS: _address_space() + memory_mb * 1_000_000,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    if seconds is not None:
        limits[resource.RLIMIT_CPU] = int(seconds) + 2
    for which, most in limits.items():
        _, hard = resource.getrlimit(which)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # a system without this limit (macOS has no RLIMIT_AS)
            resource.setrlimit(which, (ceiling, ceiling))


def _address_space() -> int:
    """Bytes of address space in use: what the child has from its parent is not the file's doing. 0 but on Linux."""
    try:
        with open("/proc/self/statm", encoding="ascii") as figures:  # noqa: PTH123 - a child loads nothing new
            return int(figures.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def read_pages_limited(
    files: Sequence[InputFile],
    *,
    limits: Limits = DEFAULT_LIMITS,
    pictures: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Page, ...]:
    """`parsers.pipeline.read_closely` in a child process, with the limits of ``limits``. How many pages there are is
    known only there, so the time allowed is that of as many as are read at all.
    """
    seconds = limits.page_seconds * limits.pages
    return run_limited(
        _read_pages,
        tuple(files),
        limits,
        pictures,
        seconds=seconds,
        memory_mb=limits.memory_mb,
        told=progress or _silent,
    )


def _silent(*_news: object) -> None:
    """For readers who want no progress."""


def _read_pages(
    files: Sequence[InputFile], limits: Limits, pictures: bool, progress: Callable[[str, int, int], None]
) -> tuple[Page, ...]:
    from parsers.pipeline import read_closely

    return read_closely(files, limits=limits, pictures=pictures, progress=progress)
