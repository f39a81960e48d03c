"""What is done with one letter: reading it apart from everything else, checking it, keeping the result.

`run_audit` may be run any number of times, at once or after each other, by whoever holds the letter: it finishes once
(`service.store.queue`). What goes wrong is sorted here into three kinds: the file's fault (the audit fails and says
why), the machine's (the letter waits and is read later) and a death (it is tried again, not for ever).
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from checks.engine import audit as run_checks
from checks.law import Language
from parsers.errors import EngineError, OcrFailed, ParserError, TooManyPages
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import Letter
from parsers.ocr import OcrKilled
from parsers.sandbox import ReaderDied, run_limited
from service import logs
from service.known import known_from_mapping
from service.reports.lateness import timely
from service.reports.report import Report, build_report
from service.reports.rows import row_of_report, row_to_json
from service.store import Store
from service.store.audits import Step, new_id
from service.store.errors import StorageUnavailable
from service.store.letters import pack, unpack
from service.store.queue import Lease, Result

_log = logs.logger(__name__)

PATIENCE = 20.0
"""Seconds until a letter is tried again that waits for the machine to be mended."""

_UNDERSTANDING_SECONDS = 30.0

LETTERS_APART = 4
"""How many times as many pages as a letter a file with several may have."""

LONGEST_SECONDS = DEFAULT_LIMITS.page_seconds * DEFAULT_LIMITS.pages * LETTERS_APART + _UNDERSTANDING_SECONDS + 30
"""How long reading and judging the letters of one file may take at most."""

Progress = Callable[[str, int, int], None]


class Ending(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAILED = "failed"
    WAITS = "waits"
    DIED = "died"
    LOST = "lost"
    """The letter was deleted meanwhile, or somebody else holds it."""


def run_audit(store: Store, lease: Lease, *, sandbox: bool = True, limits: Limits = DEFAULT_LIMITS) -> Ending:
    """Reads and checks the letter that is held, and keeps what comes of it. Raises ``StorageUnavailable``."""
    began = time.monotonic()
    id_ = lease.audit_id
    log = _log.bind(audit=logs.short(id_))
    try:
        ending = _run(store, lease, sandbox, limits)
    except (ReaderDied, OcrKilled) as error:
        log.warning("reader died", code=error.code)
        ending = Ending.DIED if store.queue.give_back(lease, died=True, problem=error.code) else Ending.FAILED
    except OcrFailed as error:
        ending = _failed(store, lease, error.code)
    except EngineError as error:
        log.error("cannot read now", code=error.code)
        store.queue.give_back(lease, problem=error.code, wait=PATIENCE)
        ending = Ending.WAITS
    except ParserError as error:
        ending = _failed(store, lease, error.code)
    except StorageUnavailable:
        raise
    except Exception as error:
        # The sandbox names the class of what went wrong in the child before a colon.
        log.error("could not be audited", exc_info=error, inner=str(error).partition(":")[0][:40])
        ending = Ending.DIED if store.queue.give_back(lease, died=True) else Ending.FAILED
    log.info("audited", ending=ending.value, seconds=round(time.monotonic() - began, 3))
    return ending


def _run(store: Store, lease: Lease, sandbox: bool, limits: Limits) -> Ending:
    id_ = lease.audit_id
    audit = store.audits.row(id_)
    files = store.audits.inputs(id_, "upload")
    known = store.audits.known(id_)
    place = store.audits.part(id_)

    def told(step: str, page: int, pages: int) -> None:
        store.queue.tell(lease, Step(step, page, pages))

    readings = read(files, sandbox=sandbox, limits=limits, progress=told, apart=place.is_apart)
    first, *others = _in_place(readings, place.number)
    earlier = [
        read([file], sandbox=sandbox, limits=limits, pictures=False)[0] for file in store.audits.inputs(id_, "previous")
    ]
    previous = [letter for one in earlier for letter in unpack(one.letter)]
    told("checks", len(first.pages), len(first.pages))

    def result(reading: Reading, own_id: str, known: Mapping[str, str], previous: Sequence[Letter]) -> Result:
        (letter,) = unpack(reading.letter)
        report = judge(
            letter,
            previous,
            known=known,
            lang=audit.lang,
            audit_id=own_id,
            sha256=audit.sha256,
            filename=files[0].name,
            created_at=audit.created_at,
        )
        return Result(
            report=report.to_json().encode(),
            letter=reading.letter,
            previous=pack(previous),
            pictures=reading.pictures,
            pages=reading.pages,
            digest=None if audit.batch_id is None else row_to_json(row_of_report(report, name="")),
        )

    own = result(first, id_, known, previous)
    apart = [(new_id(), reading) for reading in others]
    done = store.queue.finish(
        lease, own, [(own_id, result(reading, own_id, {}, ())) for own_id, reading in apart], files
    )
    return Ending.DONE if done else Ending.LOST


def _in_place(readings: Sequence[Reading], number: int | None) -> Sequence[Reading]:
    """The readings to keep: all of a file that was not taken apart before, else the one letter it has become."""
    if number is None:
        return readings
    return [readings[min(number, len(readings)) - 1]]


def audit_files(
    files: Sequence[InputFile], *, lang: Language, sandbox: bool, apart: bool = False, limits: Limits = DEFAULT_LIMITS
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The report of each letter in the files, as the contract's JSON in one line, and the pages it stands on. One
    report alone unless the letters are to be told ``apart``. Keeps nothing.

    Raises what `read` raises.
    """
    found: list[tuple[str, tuple[int, ...]]] = []
    for reading in read(files, sandbox=sandbox, limits=limits, pictures=False, apart=apart):
        (letter,) = unpack(reading.letter)
        report = build_report(
            run_checks(letter),
            data=[file.data for file in files],
            filename=files[0].name,
            created_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            lang=lang,
        )
        found.append((report.model_dump_json(by_alias=True), reading.pages))
    return tuple(found)


def _failed(store: Store, lease: Lease, code: str) -> Ending:
    return Ending.FAILED if store.queue.fail(lease, code) else Ending.LOST


def judge(
    letter: Letter,
    previous: Sequence[Letter],
    *,
    known: Mapping[str, str],
    lang: Language,
    audit_id: str,
    sha256: str,
    filename: str,
    created_at: dt.datetime,
) -> Report:
    """The report of a letter that was read, by what is known now. Takes milliseconds and touches no picture."""
    result = run_checks(letter, known=known_from_mapping(known), previous=previous)
    report = build_report(result, data=(), filename=filename, created_at=created_at, lang=lang, id_=audit_id)
    # The files are not at hand any more when an answer comes; their hash is.
    report.document.sha256 = sha256
    return timely(report, today=created_at.date())


# ------------------------------------------------------------------ reading, in a child with limits


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter as it comes back from the child: packed (`service.store.letters`), its pages' pictures by number, and
    the pages of the files that it stands on.
    """

    letter: bytes
    pictures: Mapping[int, bytes]
    pages: tuple[int, ...]


def read(
    files: Sequence[InputFile],
    *,
    sandbox: bool,
    limits: Limits = DEFAULT_LIMITS,
    pictures: bool = True,
    progress: Progress | None = None,
    apart: bool = False,
) -> tuple[Reading, ...]:
    """The letter in the files, read in a child process with limits, or here without ``sandbox``. With ``apart`` every
    letter of files that hold several, in all :data:`LETTERS_APART` times as many pages; without, the first alone, which
    names the pages of the others.
    """
    told = progress or _silent
    most = limits.pages
    if apart:
        limits = replace(limits, pages=most * LETTERS_APART)
    if not sandbox:
        return _read(tuple(files), limits, pictures, most if apart else None, told)
    return run_limited(
        _read,
        tuple(files),
        limits,
        pictures,
        most if apart else None,
        seconds=limits.page_seconds * limits.pages + _UNDERSTANDING_SECONDS,
        memory_mb=limits.memory_mb,
        told=told,
    )


def _read(
    files: Sequence[InputFile], limits: Limits, pictures: bool, most_apart: int | None, progress: Progress
) -> tuple[Reading, ...]:
    """``most_apart``: how many pages each letter may have when they are told apart."""
    from parsers.pipeline import read_letter, read_letters

    if most_apart is not None:
        found = read_letters(files, limits=limits, pictures=pictures, progress=progress)
        if any(len(numbers) > most_apart for _, numbers in found):
            raise TooManyPages(f"a letter of more than {most_apart} pages")
    else:
        letter = read_letter(files, limits=limits, pictures=pictures, progress=progress)
        found = ((letter, tuple(page.number for page in letter.pages)),)
    return tuple(
        Reading(pack([letter]), {page.number: page.picture for page in letter.pages if page.picture}, numbers)
        for letter, numbers in found
    )


def _silent(*_news: object) -> None:
    """For readers who want no progress."""
