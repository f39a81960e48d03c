"""Processes forked from ours. None outlives the one that started it: the kernel ends it (Linux; elsewhere it ends by
its limits).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import warnings

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h

_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """From now on this process is killed when the thread that started it ends. Called in the new process."""
    if _LIBC is not None:
        with contextlib.suppress(AttributeError):
            _LIBC.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)


def forked() -> int:
    """0 in the child, its number here. Beside threads it is safe where none of them holds a lock the child needs."""
    with warnings.catch_warnings():
        # Python 3.12 warns of every fork beside a thread, also those of a library that sleep.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
