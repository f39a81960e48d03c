"""A file in memory that another program can open by name, and that never lies on a disk.

Tesseract reads what comes through a pipe letter by letter, which for the picture of a page takes it a tenth of the
time of reading it; from a file with a name it reads whole lines. Linux gives memory the descriptor of a file
(memfd_create(2)), and every descriptor has a name. Elsewhere there is none, and the caller has its pipe.

A process that may write no files (`parsers.sandbox`) may let none grow, not even in memory: it calls :func:`reserve`
before it takes that limit upon itself. What is reserved takes no memory until it is used.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
import threading
from collections.abc import Iterator

_ROOM = 128_000_000
"""Bytes that are reserved: more than the largest picture that is read."""

_lock = threading.Lock()
_reserved: int | None = None


def reserve() -> None:
    """Room for one file at a time, for a process that soon may let none grow. Nothing where there is no such thing."""
    global _reserved
    with contextlib.suppress(OSError):
        _reserved = _new(_ROOM)


@contextlib.contextmanager
def named(data: bytes) -> Iterator[tuple[int, str] | None]:
    """The descriptor and the name of a file with this content, for as long as the block runs: a program that inherits
    the descriptor can open the name. ``None`` where that cannot be had. At most one at a time where it was reserved.
    """
    with contextlib.ExitStack() as stack:
        try:
            descriptor = _new(len(data))
        except OSError:
            descriptor = None
        if descriptor is not None:
            stack.callback(os.close, descriptor)
        elif _reserved is not None and len(data) <= _ROOM:
            stack.enter_context(_lock)
            descriptor = _reserved
        if descriptor is None or not os.access(name := f"/proc/self/fd/{descriptor}", os.R_OK):
            yield None
            return
        # What stands behind the content of a reserved file is zeros, which nobody reads.
        with mmap.mmap(descriptor, len(data)) as room:
            room[:] = data
            yield descriptor, name
            with contextlib.suppress(OSError):
                room.madvise(mmap.MADV_REMOVE)


def _new(size: int) -> int | None:
    """The descriptor of an empty file in memory, so large. Raises OSError where the process may not have one."""
    if sys.platform != "linux":
        return None
    descriptor = os.memfd_create("picture")
    try:
        os.ftruncate(descriptor, size)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
