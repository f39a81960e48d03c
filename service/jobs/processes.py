"""The server's side of the processes that read letters: the nursery and its workers (`service.jobs.worker`)."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.config import Settings

START_SECONDS = 90.0
"""How long the nursery may take to load everything; seconds on a machine that has nothing else to do."""

_FORK_SECONDS = 10.0


class WorkerDied(Exception):  # noqa: N818 - says what is the case
    """The process ended, or had to be ended, before it answered."""


class Worker:
    """One worker process and the way to talk to it. Used by one thread at a time."""

    def __init__(self, pid: int, connection: Connection) -> None:
        self.pid = pid
        self._connection = connection

    def ask(self, duty: str, *values: object, seconds: float) -> Any:
        """What the worker answers. Raises ``WorkerDied``, and then it is dead; or what the duty raised."""
        try:
            self._connection.send((duty, values))
            if not self._connection.poll(seconds):
                raise WorkerDied("it took too long")
            kind, value = self._connection.recv()
        except (OSError, EOFError, WorkerDied) as error:
            self.kill()
            raise WorkerDied(str(error) or "it died") from error
        if kind == "error":
            raise value
        return value

    def kill(self) -> None:
        """Ends the process; what it started ends with it."""
        if not self._connection.closed:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            self._connection.close()

    def is_alive(self) -> bool:
        """Whether the process lives: its end of the line is closed when it does not."""
        if self._connection.closed:
            return False
        try:
            # Nobody answers unasked, so whatever can be read here is the end.
            return not self._connection.poll(0)
        except OSError:
            return False


def cores() -> int:
    """Processors that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Nursery:
    """The process that workers are forked from. Started when the first worker is wanted, or before that with `begin`,
    and again when it died. ``keeps``: its workers keep what they read in the database.
    """

    def __init__(self, settings: Settings, *, keeps: bool = True) -> None:
        self._settings = settings
        self._keeps = keeps
        self._lock = threading.Lock()
        self._is_closed = self._is_ready = False
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        # It dies with the thread that started it (Linux), so one that lives long enough does.
        self._starter = ThreadPoolExecutor(1, "nursery")

    def begin(self) -> None:
        """Starts it and waits for nothing: it loads while this process does. Raises ``WorkerDied``."""
        with self._lock:
            if not self._is_closed and self._process is None:
                self._start()

    def worker(self) -> Worker:
        """A new worker. Raises ``WorkerDied`` when there is none to be had."""
        with self._lock:
            if self._is_closed:
                raise WorkerDied("closed")
            if self._process is None or self._process.poll() is not None:
                self._end()
                self._start()
            if not self._is_ready:
                self._await()
            try:
                return self._fork()
            except (OSError, EOFError) as error:
                self._end()
                raise WorkerDied("the nursery died") from error

    def close(self) -> None:
        """Ends it; the workers that are left end with it."""
        with self._lock:
            self._is_closed = True
            self._end()
        self._starter.shutdown(wait=False)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        connection = Connection(ours.detach())
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
        with theirs:
            starting = self._starter.submit(
                subprocess.Popen,
                [sys.executable, "-m", "service.jobs.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=environment,
            )
            self._process = starting.result(_FORK_SECONDS)
        self._connection = connection
        try:
            connection.send((self._settings, self._keeps))
        except OSError as error:
            self._end()
            raise WorkerDied("the nursery did not start") from error

    def _await(self) -> None:
        """Waits until it has loaded everything."""
        assert self._connection is not None  # noqa: S101 - for the type checker: it was started above
        try:
            if not self._connection.poll(START_SECONDS):
                raise WorkerDied("the nursery took too long")
            self._connection.recv()
        except (OSError, EOFError) as error:
            self._end()
            raise WorkerDied("the nursery did not start") from error
        self._is_ready = True

    def _fork(self) -> Worker:
        assert self._connection is not None  # noqa: S101 - for the type checker: it was started above
        ours, theirs = socket.socketpair()
        with theirs:
            self._connection.send("worker")
            send_handle(self._connection, theirs.fileno(), self._process.pid if self._process else 0)
            if not self._connection.poll(_FORK_SECONDS):
                ours.close()
                raise OSError("no worker came")
            pid: int = self._connection.recv()
        return Worker(pid, Connection(ours.detach()))

    def _end(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None
        self._is_ready = False
