"""A child process with limits, for files nobody vouches for.

The child leads its own process group: when time is up, it and the Tesseract it started are killed together. It may use
so much address space, processor time and open files, and may write no file at all. What it returns comes back pickled
over a pipe; the errors of `parsers.errors` come back as themselves.

What this is not: a wall against someone who takes over the child. It runs as the same user and sees the same files;
whoever serves strangers adds the walls of the system (a container, seccomp). It needs POSIX; a fork from a process with
running threads is safe only if none of them holds a lock the reading needs, so workers fork from their main thread.

`read_pages_limited` costs some 30 milliseconds more than reading in the same process once the libraries are loaded, and
a fresh process loads them anew (half a second with OpenCV); the command line, which reads its owner's own letters,
does without.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

from parsers.errors import DamagedFile, OcrFailed, ParserError
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import Page

T = TypeVar("T")

OPEN_FILES = 128
_CHUNK = 1 << 20


def run_limited(function: Callable[..., T], *arguments: object, seconds: float, memory_mb: int) -> T:
    """``function(*arguments)`` in a child process.

    ``seconds`` of wall-clock time; ``memory_mb`` of address space, in 10**6 bytes. Raises OcrFailed when time is up,
    DamagedFile when the child died or ran out of memory, and whatever ParserError the function raised. Any other
    exception of the function comes as a RuntimeError that names it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(function, arguments, writer, seconds, memory_mb)
    os.close(writer)
    # Both sides say it, whoever comes first: the group must exist before it may have to be killed.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(child, child)
    answer: bytes | None = None
    try:
        answer = _answer(reader, seconds)
    finally:
        os.close(reader)
        # Also after a proper answer: nothing the child started may live on.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None:
        raise OcrFailed(f"reading took more than {seconds:g} s")
    if not answer:
        raise DamagedFile(f"the reading process died (wait status {status})")
    is_result, value = pickle.loads(answer)  # noqa: S301 - written by our own child a moment ago
    if is_result:
        result: T = value
        return result
    if isinstance(value, ParserError):
        raise value
    raise RuntimeError(str(value))


def _answer(reader: int, seconds: float) -> bytes | None:
    """Everything the child wrote until it closed the pipe; ``None`` if time ran out."""
    deadline = time.monotonic() + seconds
    parts: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        ready, _, _ = select.select([reader], [], [], left)
        if not ready:
            return None
        part = os.read(reader, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _work(
    function: Callable[..., object], arguments: Sequence[object], writer: int, seconds: float, memory_mb: int
) -> NoReturn:
    """The child's whole life: limits, the work, the answer. Never returns into the parent's code."""
    try:
        os.setpgid(0, 0)
        _limit(seconds, memory_mb)
        try:
            answer = pickle.dumps((True, function(*arguments)))
        except ParserError as error:
            answer = pickle.dumps((False, error))
        except MemoryError:
            answer = pickle.dumps((False, DamagedFile(f"needs more than {memory_mb} MB to read")))
        except BaseException as error:  # noqa: BLE001 - whatever it was, the parent must hear of it
            answer = pickle.dumps((False, f"{type(error).__name__}: {error}"))
        view = memoryview(answer)
        while view:
            view = view[os.write(writer, view) :]
    finally:
        os._exit(0)


def _limit(seconds: float, memory_mb: int) -> None:
    cpu = int(seconds) + 2
    for which, most in (
        (resource.RLIMIT_AS, memory_mb * 1_000_000),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(which)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # a system without this limit (macOS has no RLIMIT_AS)
            resource.setrlimit(which, (ceiling, ceiling))


def read_pages_limited(
    files: Sequence[InputFile], *, limits: Limits = DEFAULT_LIMITS, pictures: bool = True
) -> tuple[Page, ...]:
    """`parsers.pages.read_pages` in a child process, with the limits of ``limits``."""
    seconds = limits.page_seconds * max(1, min(limits.pages, 3 * len(files)))
    return run_limited(_read_pages, tuple(files), limits, pictures, seconds=seconds, memory_mb=limits.memory_mb)


def _read_pages(files: Sequence[InputFile], limits: Limits, pictures: bool) -> tuple[Page, ...]:
    from parsers.pages import read_pages

    return read_pages(files, limits=limits, pictures=pictures)
