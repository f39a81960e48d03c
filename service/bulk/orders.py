"""Batches that are sent to the service: taking one in, how it stands, its results, deleting it.

The letters are read by the service's workers (`service.jobs`), behind those of people who wait. Not here: batches that
a command reads itself (`runner`).
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from checks.law import Language
from parsers.dates import format_date
from parsers.errors import FileTooLarge, InputError, NoFiles
from parsers.intake import InputFile
from service import desk, logs
from service.bulk.source import SourceLetter, letters_of, letters_of_zip, named_apart
from service.bulk.summary import render_summary
from service.bulk.wording import words
from service.clock import ZONE, today
from service.context import Services
from service.problems import Problem
from service.reports.rows import row_of
from service.security import Caller
from service.store.batches import BatchLetter, BatchState, NewBatch
from service.store.listing import LetterEntry

_log = logs.logger(__name__)

_SWELLING = 4
"""How much larger than the most that may be sent its unpacked content may be. Pictures and PDF files hardly shrink."""


def submit(
    services: Services,
    files: Sequence[InputFile],
    caller: Caller,
    *,
    lang: Language,
    sender: str,
    idempotency_key: str | None,
) -> tuple[BatchState, bool]:
    """Takes a batch in, one ZIP file or many files: how it stands, and whether it is new.

    Raises an ``InputError`` or a ``Problem`` for what is wrong with the whole; then nothing is kept.
    """
    settings = services.settings
    letters = _letters(files)
    if not letters:
        raise NoFiles
    if len(letters) > settings.batch_letters:
        raise Problem("too_many_letters")
    new = NewBatch(
        fingerprint=_fingerprint(files, lang),
        lang=lang,
        sender=sender,
        idempotency_key=idempotency_key,
        retention_hours=caller.retention_hours or settings.retention_hours,
    )
    audits = services.store.audits
    most = _SWELLING * settings.batch_megabytes * 1_000_000
    batch_id, is_new = audits.create_batch(new, _loaded(letters, most), caller, limit=settings.batch_queue_limit)
    if is_new:
        _log.info("batch accepted", batch=logs.short(batch_id), letters=len(letters))
        services.jobs.notify()
    return audits.batch(batch_id, caller), is_new


def _letters(files: Sequence[InputFile]) -> tuple[SourceLetter, ...]:
    if len(files) == 1 and files[0].data[:4] in (b"PK\3\4", b"PK\5\6"):
        return letters_of_zip(io.BytesIO(files[0].data), size=len(files[0].data))
    return letters_of(named_apart(files))


def _loaded(letters: Sequence[SourceLetter], most: int) -> Iterator[BatchLetter]:
    """The letters with their files, one at a time; the names stand for the files of one that cannot be unpacked."""
    total = 0
    for letter in letters:
        try:
            files = tuple(
                InputFile(source.name, file.data) for source, file in zip(letter.files, letter.load(), strict=True)
            )
        except (InputError, Problem) as error:
            names = tuple(InputFile(file.name, b"") for file in letter.files)
            yield BatchLetter(names, letter.by.value, problem=error.code)
            continue
        total += sum(len(file.data) for file in files)
        if total > most:
            raise FileTooLarge(f"more than {most} bytes unpacked", message="ZIP-filen blir for stor når den pakkes ut")
        yield BatchLetter(files, letter.by.value)


def _fingerprint(files: Sequence[InputFile], lang: Language) -> str:
    digest = sha256(f"batch {lang}".encode())
    for file in files:
        digest.update(f"{len(file.name.encode())} {file.name} {len(file.data)} ".encode() + file.data)
    return digest.hexdigest()


def progress(services: Services, state: BatchState) -> dict[str, Any]:
    """How a batch stands, for programs: counts, and about how many seconds are left (``None`` if nobody can tell)."""
    left = state.waiting + state.running
    seconds = None
    if not left:
        seconds = 0
    elif state.seconds_each is not None:
        seconds = math.ceil(state.seconds_each * left / services.settings.workers)
    return {
        "id": state.id,
        "status": "done" if not left else "running" if state.running or state.done else "queued",
        "created_at": desk.iso(state.created_at),
        "expires_at": desk.iso(state.expires_at),
        "letters": state.letters,
        "queued": state.waiting,
        "running": state.running,
        "done": state.done,
        "failed": state.failed,
        "seconds_left": seconds,
    }


def lines(
    services: Services, batch_id: str, *, lang: Language, ids: Sequence[str] | None = None
) -> Iterator[dict[str, Any]]:
    """A line for each letter, in the batch's order: its report, or how it stands. With ``ids`` of letters only theirs,
    in that order. One report at a time is in memory.
    """
    entries = list(services.store.audits.letter_entries(batch_id))
    first_of: dict[tuple[str, int], str] = {}
    places: dict[str, dict[str, Any]] = {}
    for part in entries:
        name = part.names[0] if part.names else ""
        first = name
        if part.audit.problem is None or part.audit.status == "done":
            first = first_of.setdefault((part.audit.sha256, part.part), name)
        places[part.audit.id] = {
            "name": name,
            "files": list(part.names),
            "grouping": part.grouping,
            "same_as": None if first == name else first,
            "letter": part.part,
            "letters": part.parts,
            "pages": list(part.pages) or None,
        }
    by_id = {part.audit.id: part for part in entries}
    for id_ in by_id if ids is None else ids:
        if id_ in by_id:
            yield _line(services, by_id[id_], lang) | {"batch": places[id_]}


def summary(services: Services, state: BatchState, *, lang: Language) -> str:
    """The batch on one page to read, as `service.bulk.summary` has it for a folder; its name is the day it was sent."""
    rows = [row_of(line) for line in lines(services, state.id, lang=lang)]
    name = words(lang)["summary"]["sent"].format(day=format_date(state.created_at.astimezone(ZONE).date(), lang=lang))
    left = state.waiting + state.running
    return render_summary(rows, name=name, lang=lang, today=today(), waiting=left, is_sent=True)


def _line(services: Services, part: LetterEntry, lang: Language) -> dict[str, Any]:
    if part.audit.status == "done":
        try:
            report = services.store.audits.report(part.audit.id)
        except Problem:
            report = None  # deleted a moment ago
        if report is not None:
            found: dict[str, Any] = json.loads(report)
            return found
    document = {"sha256": part.audit.sha256, "filename": part.names[0] if part.names else "", "pages": []}
    return desk.state(part.audit, lang=lang) | {"document": document}


def remove(services: Services, batch_id: str, caller: Caller) -> None:
    """Deletes all letters of the batch and everything that was made of them, now."""
    services.store.audits.batch(batch_id, caller)
    gone = services.store.audits.delete_batch(batch_id)
    _log.info("batch deleted", batch=logs.short(batch_id), letters=gone)
