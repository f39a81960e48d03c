"""The work done on this machine: a pool of warm worker processes under the server, and what keeps them going.

Each worker has a thread here that takes letters from the queue for it, waits for the answer, and starts another one
when it dies or takes too long. One more thread shows signs of life for what is held, takes back what others let go
of, and deletes what is due. A few workers of their own look at uploads and pictures while a person waits.

What is lost when this process is killed: nothing. What was held is taken up again at the next start, and a worker
that lived on keeps nothing, because it holds the letter no longer.
"""

from __future__ import annotations

import contextlib
import functools
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from parsers.capture import Look, Sight
from parsers.errors import DamagedFile
from parsers.intake import InputFile
from parsers.sandbox import ReaderDied
from service import logs
from service.config import Settings
from service.jobs.processes import START_SECONDS, Nursery, Worker, WorkerDied
from service.jobs.reading import LONGEST_SECONDS
from service.jobs.tasks import Ending
from service.jobs.worker import LOOK_SECONDS, warm_checks
from service.metrics import Metrics
from service.problems import Problem
from service.store.errors import StorageUnavailable
from service.store.queue import Lease
from service.store.retention import purge, sweep
from service.store.whole import Store

_log = logs.logger(__name__)

_STOP_SECONDS = 20.0
_IDLE_SECONDS = 1.0
_TROUBLE_SECONDS = 2.0
# A letter with earlier letters of its case, each of at most as many pages, takes no longer than a file with several.
_AUDIT_SECONDS = LONGEST_SECONDS


class LocalJobs:
    """Workers of this machine for the letters of one store."""

    def __init__(self, settings: Settings, store: Store, metrics: Metrics) -> None:
        self._settings = settings
        self._store = store
        self._metrics = metrics
        self._stopping = threading.Event()
        self._work = threading.Condition()
        self._posted = 0
        self._ended = threading.Condition()
        self._endings = 0
        self._held: dict[str, Lease] = {}
        self._workers: dict[int, Worker] = {}
        self._threads: list[threading.Thread] = []
        self._nursery = Nursery(settings)
        self._quick: queue.SimpleQueue[Worker | None] = queue.SimpleQueue()

    # -------------------------------------------------------------- the doors

    def start(self) -> None:
        """Takes up what waits. What was running belonged to a process that is gone."""
        recovered = self._store.queue.recover(all_of_them=self._settings.is_alone)
        if recovered:
            _log.info("recovered", audits=recovered)
        with contextlib.suppress(StorageUnavailable):
            self._sweep(all_of_them=self._settings.is_alone)
        for _ in range(self._settings.quick_workers):
            self._quick.put(None)
        duties: list[tuple[str, Callable[[], None]]] = [
            (f"worker-{number}", functools.partial(self._serve, number)) for number in range(self._settings.workers)
        ]
        for name, duty in [*duties, ("keeper", self._keep), ("warmer", self._warm_quick)]:
            thread = threading.Thread(target=duty, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Lets workers finish what is at hand for a while, gives the rest back, and ends them all."""
        self._stopping.set()
        self.notify()
        deadline = time.monotonic() + _STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        for worker in list(self._workers.values()):
            worker.kill()
        for thread in self._threads:
            thread.join(5)
        with contextlib.suppress(queue.Empty):
            while True:
                looker = self._quick.get_nowait()
                if looker is not None:
                    looker.kill()
        self._nursery.close()

    def notify(self) -> None:
        """A letter was put in the queue."""
        with self._work:
            self._posted += 1
            self._work.notify_all()

    def wait(self, audit_id: str, seconds: float) -> bool:
        """Waits until the audit is done, failed or gone, at most so long; whether it is."""
        deadline = time.monotonic() + seconds
        while True:
            with self._ended:
                seen = self._endings
            try:
                if self._store.audits.row(audit_id).status in ("done", "failed"):
                    return True
            except Problem as problem:
                return problem.code == "not_found"
            left = deadline - time.monotonic()
            if left <= 0 or self._stopping.is_set():
                return False
            with self._ended:
                self._wait_for_ending(seen, min(left, _IDLE_SECONDS))

    def _wait_for_ending(self, seen: int, seconds: float) -> None:
        self._ended.wait_for(lambda: self._endings != seen, timeout=seconds)

    def inspect(self, files: Sequence[InputFile]) -> int:
        """How many pages the files have."""
        pages: int = self._ask_quick("inspect", list(files))
        return pages

    def look(self, file: InputFile) -> Look:
        """How well one picture can be read."""
        found: Look = self._ask_quick("look", file)
        return found

    def sight(self, file: InputFile) -> Sight:
        """How well one picture can be read, and a small copy of it."""
        found: Sight = self._ask_quick("sight", file)
        return found

    def is_alive(self) -> bool:
        """Whether any worker is there to take letters up."""
        return any(worker.is_alive() for worker in list(self._workers.values()))

    def processes(self) -> list[int]:
        """Ids of the workers' processes that read letters."""
        return [worker.pid for worker in list(self._workers.values())]

    # -------------------------------------------------------------- quick looks

    def _ask_quick(self, duty: str, *values: object) -> Any:
        """Asked twice before the file is blamed for a death: the process may have been killed for another reason."""
        for is_last in (False, True):
            with self._quick_worker() as worker:
                try:
                    return worker.ask(duty, *values, seconds=LOOK_SECONDS + 5)
                except (WorkerDied, ReaderDied) as error:
                    if is_last:
                        raise DamagedFile("a process died of looking at it") from error
        raise AssertionError("unreachable")

    @contextlib.contextmanager
    def _quick_worker(self) -> Iterator[Worker]:
        try:
            worker = self._quick.get(timeout=START_SECONDS)
        except queue.Empty as error:
            raise Problem("queue_full", headers={"Retry-After": "10"}) from error
        try:
            if worker is None or not worker.is_alive():
                worker = self._started()
            yield worker
        finally:
            self._quick.put(worker if worker is not None and worker.is_alive() else None)

    def _warm_quick(self) -> None:
        with contextlib.suppress(Problem), self._quick_worker():
            pass
        warm_checks()

    def _started(self) -> Worker:
        try:
            return self._nursery.worker()
        except WorkerDied as error:
            _log.error("worker did not start", exc_info=error)
            raise Problem("queue_full", headers={"Retry-After": "30"}) from error

    # -------------------------------------------------------------- letters

    def _serve(self, number: int) -> None:
        """The life of one worker's thread."""
        while not self._stopping.is_set():
            try:
                worker = self._ready_worker(number)
                lease = self._next_lease()
                if lease is not None:
                    self._carry_out(worker, lease)
            except Problem as problem:
                _log.warning("cannot work now", code=problem.code, reason=getattr(problem, "reason", ""))
                self._stopping.wait(_TROUBLE_SECONDS)
            except Exception as error:  # noqa: BLE001 - the thread must live on, or its worker is lost
                _log.error("dispatch failed", exc_info=error)
                self._stopping.wait(_TROUBLE_SECONDS)

    def _ready_worker(self, number: int) -> Worker:
        worker = self._workers.get(number)
        if worker is None or not worker.is_alive():
            if worker is not None:
                worker.kill()
                self._metrics.worker_deaths.inc()
            worker = self._workers[number] = self._started()
        return worker

    def _next_lease(self) -> Lease | None:
        with self._work:
            posted = self._posted
        lease = self._store.queue.take() if self._store.queue.has_work() else None
        if lease is None and not self._stopping.is_set():
            with self._work:
                self._work.wait_for(lambda: self._posted != posted, timeout=_IDLE_SECONDS)
        return lease

    def _carry_out(self, worker: Worker, lease: Lease) -> None:
        began = time.monotonic()
        self._held[lease.token] = lease
        try:
            ending = worker.ask("audit", lease, seconds=_AUDIT_SECONDS)
        except WorkerDied:
            _log.warning("worker died", audit=logs.short(lease.audit_id))
            back = self._store.queue.give_back(lease, died=not self._stopping.is_set())
            ending = Ending.DIED if back else Ending.FAILED
        finally:
            # What could not be given back is not shown alive either: it is taken up when its time is up.
            del self._held[lease.token]
        self._metrics.audits.labels(ending.value).inc()
        self._metrics.audit_seconds.observe(time.monotonic() - began)
        with self._ended:
            self._endings += 1
            self._ended.notify_all()
        if ending is Ending.DIED:
            self.notify()

    # -------------------------------------------------------------- keeping

    def _keep(self) -> None:
        """Signs of life, letters that others let go of, and what is due for deletion."""
        pause = min(self._settings.lease_seconds / 3, self._settings.sweep_seconds)
        swept = time.monotonic()
        while not self._stopping.wait(pause):
            try:
                self._store.queue.beat(list(self._held.values()))
                if self._store.queue.recover():
                    self.notify()
                if time.monotonic() - swept >= self._settings.sweep_seconds:
                    swept = time.monotonic()
                    self._sweep()
            except Problem as problem:
                _log.warning("cannot keep house now", code=problem.code, reason=getattr(problem, "reason", ""))
            except Exception as error:  # noqa: BLE001 - without this thread letters would be read twice
                _log.error("keeping house failed", exc_info=error)

    def _sweep(self, *, all_of_them: bool = False) -> None:
        self._metrics.purged.inc(purge(self._store.audits))
        age = 0.0 if all_of_them else self._settings.orphan_minutes * 60.0
        sweep(self._store.audits, self._store.files, older_than=age)
