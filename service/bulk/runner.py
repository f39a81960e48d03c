"""Reading the letters of a batch on this machine: warm worker processes, at most one a core, and a journal.

The workers are those of the service (`service.jobs.worker`), without its database. Each has a thread here that gives
it the next letter. A bad file is an outcome like any other. Only what keeps every letter from being read (no
Tesseract, no room on the disk) ends the batch; what was done by then stays done.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from checks.law import Language, default_law
from parsers.errors import DamagedFile, ParserError, TesseractLanguageMissing, TesseractMissing
from parsers.intake import InputFile
from parsers.ocr import OcrKilled
from parsers.sandbox import ReaderDied
from service import logs
from service.bulk.grouping import Grouping
from service.bulk.journal import Done, Entry, Journal
from service.bulk.source import SourceLetter
from service.jobs.processes import Nursery, Worker, WorkerDied
from service.jobs.reading import LONGEST_SECONDS
from service.problems import Problem, title
from service.reports.report import derived_id, new_id

_log = logs.logger(__name__)

# What failed a letter, and may be another way the next time.
_PASSING = frozenset({"file_unavailable", "processing_failed"})

_LAST_EACH = 4
"""How many of the smallest letters are kept for the end, for each worker."""

Told = Callable[[int, int], None]
"""Called with how many letters are done and how many there are."""


def small_last(letters: Sequence[SourceLetter], workers: int) -> list[SourceLetter]:
    """The letters in their order, but for some of the smallest, which are kept for the end: there no worker should be
    left alone with a large one. Of files of the same size the first stays the first.
    """
    if workers < 2:
        return list(letters)
    places = sorted(range(len(letters)), key=lambda place: (letters[place].size, -place))
    last = places[: _LAST_EACH * workers]
    kept = set(last)
    return [letter for n, letter in enumerate(letters) if n not in kept] + [letters[n] for n in reversed(last)]


def made_with(lang: Language) -> str:
    """Names the rules and the language that reports of now are made with."""
    law = default_law()
    return f"{law.version} {law.new_act_in_force or '-'} {lang}"


@dataclass(frozen=True, slots=True)
class Task:
    """A letter to be read, with its bytes."""

    letter: SourceLetter
    files: list[InputFile]
    sha256: str


class Runner:
    """Reads letters and writes what comes of each into a journal, with workers of the ``nursery``."""

    def __init__(self, journal: Journal, *, nursery: Nursery, lang: Language, workers: int, told: Told) -> None:
        self._journal = journal
        self._nursery = nursery
        self._lang = lang
        self._count = workers
        self._told = told
        self._made_with = made_with(lang)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._workers: set[Worker] = set()
        self._fault: BaseException | None = None
        self._done = 0
        self._total = 0

    def run(self, letters: Sequence[SourceLetter]) -> None:
        """Reads what is not done yet. Raises what ended the batch before its end, when something did."""
        before = done_of(self._journal, letters, lang=self._lang)
        waiting = [letter for letter in letters if letter.key not in before or not _is_final(before[letter.key])]
        self._total, self._done = len(letters), len(letters) - len(waiting)
        self._told(self._done, self._total)
        if not waiting:
            return
        tasks = self._tasks(
            small_last(waiting, self._count),
            {entry.sha256: entry.key for entry in before.values() if entry.same_as is None and entry.sha256},
        )
        threads = [
            threading.Thread(target=self._serve, args=(tasks,), name=f"worker-{number}", daemon=True)
            for number in range(min(self._count, len(waiting)))
        ]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                while thread.is_alive():  # so that an interruption is heard
                    thread.join(0.5)
        finally:
            self._stopping.set()
            for worker in list(self._workers):
                worker.kill()
            self._nursery.close()
        if self._fault is not None:
            raise self._fault

    # -------------------------------------------------------------- letters in order

    def _tasks(self, waiting: Sequence[SourceLetter], seen: dict[str, str]) -> Iterator[Task]:
        """The letters that must be read; those that cannot, or are copies of others, are done on the way."""
        for letter in waiting:
            if self._stopping.is_set():
                return
            try:
                files = letter.load()
            except (ParserError, Problem) as error:
                self._keep(letter, "", self._failed(letter, error.code, ""))
                continue
            digest = digest_of(files)
            first = seen.setdefault(digest, letter.key)
            if first != letter.key:
                self._keep(letter, digest, {"id": new_id()}, same_as=first)
                continue
            yield Task(letter, files, digest)

    def _next(self, tasks: Iterator[Task]) -> Task | None:
        with self._lock:
            return None if self._stopping.is_set() else next(tasks, None)

    # -------------------------------------------------------------- workers

    def _serve(self, tasks: Iterator[Task]) -> None:
        worker: Worker | None = None
        try:
            while (task := self._next(tasks)) is not None:
                worker = self._read(worker, task)
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits for this one
            self._fault = self._fault or error
            self._stopping.set()
        finally:
            if worker is not None:
                worker.kill()
                self._workers.discard(worker)

    def _read(self, worker: Worker | None, task: Task) -> Worker | None:
        """Has a letter read, twice if a process died over it, and keeps what comes of it: the worker that is left."""
        code = ""
        for _attempt in range(2):
            if worker is None or not worker.is_alive():
                worker = self._nursery.worker()
                self._workers.add(worker)
            try:
                apart = task.letter.by is Grouping.ALONE
                found = worker.ask("audit_files", task.files, self._lang, apart, seconds=LONGEST_SECONDS)
            except (TesseractMissing, TesseractLanguageMissing):
                raise
            except (ReaderDied, OcrKilled, WorkerDied) as error:
                if self._stopping.is_set():
                    return None
                _log.warning("a process died over a letter", error=type(error).__name__)
                code = DamagedFile.code if isinstance(error, ReaderDied) else "processing_failed"
                continue
            except ParserError as error:
                code = error.code
            except RuntimeError:
                code = "processing_failed"
            else:
                self._keep(task.letter, task.sha256, *_placed(found))
                return worker
            break
        self._keep(task.letter, task.sha256, self._failed(task.letter, code, task.sha256))
        return worker

    # -------------------------------------------------------------- keeping

    def _keep(
        self,
        letter: SourceLetter,
        digest: str,
        line: Mapping[str, Any],
        *more: Mapping[str, Any],
        same_as: str | None = None,
    ) -> None:
        self._journal.append(Entry(letter.key, letter.stamp, self._made_with, digest, line, same_as, more))
        with self._counting:
            self._done += 1
            self._told(self._done, self._total)

    def _failed(self, letter: SourceLetter, code: str, digest: str) -> dict[str, Any]:
        return failed_line(
            code, lang=self._lang, id_=new_id(), at=dt.datetime.now(dt.UTC), filename=letter.name, sha256=digest
        )


def _placed(found: Sequence[tuple[str, Sequence[int]]]) -> list[dict[str, Any]]:
    """The reports of the letters of a file; of several, each with its place in the file."""
    lines: list[dict[str, Any]] = [json.loads(report) for report, _ in found]
    if len(lines) > 1:
        for number, (line, (_, pages)) in enumerate(zip(lines, found, strict=True), start=1):
            line["batch"] = {"letter": number, "letters": len(lines), "pages": list(pages)}
    return lines


def done_of(journal: Journal, letters: Sequence[SourceLetter], *, lang: Language) -> dict[str, Done]:
    """What is done of these letters as they are now, by key."""
    return journal.done({letter.key: letter.stamp for letter in letters}, made_with=made_with(lang))


def _is_final(done: Done) -> bool:
    """Whether trying again could change nothing."""
    return done.code not in _PASSING


def digest_of(files: Sequence[InputFile]) -> str:
    """The hash of a letter: over all bytes in order, as the report gives it."""
    digest = sha256()
    for file in files:
        digest.update(file.data)
    return digest.hexdigest()


def failed_line(code: str, *, lang: Language, id_: str, at: dt.datetime, filename: str, sha256: str) -> dict[str, Any]:
    """What stands in the place of a report for a letter that could not be audited: the contract's state, ``failed``."""
    return {
        "schema": "kravvakt/report/1",
        "id": id_,
        "status": "failed",
        "created_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "progress": None,
        "problem": {"code": code, "title": title(code, lang)},
        "document": {"sha256": sha256, "filename": filename, "pages": []},
    }


def lines_of(letters: Sequence[SourceLetter], done: Mapping[str, Done], journal: Journal) -> Iterator[dict[str, Any]]:
    """The lines of the results, in the order of the source; a copy's line is that of its letter, under its own name.

    A file with several letters has a line for each. One line at a time is in memory.
    """
    names = {letter.key: letter.name for letter in letters}
    for letter in letters:
        entry = done.get(letter.key)
        if entry is None:
            continue
        for number, line in enumerate(_own_lines(entry, done, journal), start=1):
            place = {
                "name": letter.name,
                "files": [file.name for file in letter.files],
                "grouping": letter.by.value,
                "same_as": None if entry.same_as is None else names[entry.same_as],
                "letter": number,
                "letters": 1,
                "pages": None,
                **(line.get("batch") or {}),
            }
            yield {**line, "document": {**line["document"], "filename": letter.name}, "batch": place}


def _own_lines(entry: Done, done: Mapping[str, Done], journal: Journal) -> Iterator[dict[str, Any]]:
    if entry.same_as is None:
        yield from journal.lines(entry)
        return
    (own,) = journal.lines(entry)
    for number, line in enumerate(journal.lines(done[entry.same_as])):
        yield {**line, "id": own["id"] if not number else derived_id(own["id"], number)}
