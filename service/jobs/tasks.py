"""What is done with one letter of the queue: reading and checking it (`service.jobs.reading`), keeping the result.

`run_audit` may be run any number of times, at once or after each other, by whoever holds the letter: it finishes once
(`service.store.queue`). What goes wrong is sorted here into three kinds: the file's fault (the audit fails and says
why), the machine's (the letter waits and is read later) and a death (it is tried again, not for ever).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from enum import StrEnum

from parsers.errors import EngineError, OcrFailed, ParserError
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import Letter
from parsers.ocr import OcrKilled
from parsers.sandbox import ReaderDied
from service import logs
from service.jobs.reading import Reading, judge, read
from service.reports.rows import row_of_report, row_to_json
from service.store.audits import Step, new_id
from service.store.errors import StorageUnavailable
from service.store.letters import pack, unpack
from service.store.queue import Lease, Result
from service.store.whole import Store

_log = logs.logger(__name__)

PATIENCE = 20.0
"""Seconds until a letter is tried again that waits for the machine to be mended."""


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


def _failed(store: Store, lease: Lease, code: str) -> Ending:
    return Ending.FAILED if store.queue.fail(lease, code) else Ending.LOST
