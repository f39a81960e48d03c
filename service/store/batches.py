"""Batches of letters: each letter an ordinary audit, in the queue behind those that people wait for.

A batch is its letters: it has no row of its own, and is gone when they are. It is taken in whole, in one transaction,
or not at all. A letter that could not even be unpacked is an audit that has failed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, defer

from checks.law import Language
from parsers.intake import InputFile
from service.problems import Problem
from service.security import Caller
from service.store.audits import NewAudit, kept_files, new_id, now, remember, request_key
from service.store.earlier import CaseAudits
from service.store.files import NewFiles
from service.store.tables import AuditRow, FileRow

_TELLING = 3
_LATEST = 100


@dataclass(frozen=True, slots=True)
class BatchLetter:
    """One letter that is sent in: its files, by which rule they are one letter, and what is wrong with it already."""

    files: tuple[InputFile, ...]
    grouping: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What a batch is taken in with. ``fingerprint`` is the same for requests that ask for the same."""

    fingerprint: str
    lang: Language = "nb"
    sender: str = ""
    idempotency_key: str | None = None
    retention_hours: int = 24


@dataclass(frozen=True, slots=True)
class BatchState:
    """How a batch stands: how many letters are in each state, and the mean seconds a letter took, if that is known."""

    id: str
    created_at: dt.datetime
    expires_at: dt.datetime
    lang: Language
    waiting: int
    running: int
    done: int
    failed: int
    seconds_each: float | None

    @property
    def letters(self) -> int:
        """How many there are."""
        return self.waiting + self.running + self.done + self.failed


class BatchAudits(CaseAudits):
    """The audits of one store, with batches of them."""

    def create_batch(
        self, new: NewBatch, letters: Iterable[BatchLetter], caller: Caller, *, limit: int
    ) -> tuple[str, bool]:
        """Takes letters in: the batch's id, and whether it is new (``False``: the request was a repeated one).

        ``limit`` is how many letters of batches may wait. Raises ``queue_full``, ``idempotency_key_reused``,
        ``StorageUnavailable`` or what going through ``letters`` raises; then nothing is left of it.
        """
        key = request_key(new.idempotency_key, caller)
        repeated = self._repeated(key, new.fingerprint)
        if repeated is not None and repeated.batch_id is not None:
            return repeated.batch_id, False
        batch_id = new_id()
        try:
            with self._files.together() as kept:
                audits, files = self._rows_of_batch(batch_id, new, letters, caller, kept)
                with self._database.writing() as session:
                    self._take_places(session, audits, limit)
                    session.add_all(audits)
                    session.flush()
                    session.add_all(files)
                    remember(session, key, new.fingerprint, audits[0])
        except IntegrityError:
            # The same request came twice at once, and the other one was first.
            repeated = self._repeated(key, new.fingerprint)
            if repeated is None or repeated.batch_id is None:
                raise
            return repeated.batch_id, False
        return batch_id, True

    def _rows_of_batch(
        self, batch_id: str, new: NewBatch, letters: Iterable[BatchLetter], caller: Caller, kept: NewFiles
    ) -> tuple[list[AuditRow], list[FileRow]]:
        audits: list[AuditRow] = []
        files: list[FileRow] = []
        base = NewAudit(
            files=(), lang=new.lang, sender=new.sender, batch_id=batch_id, retention_hours=new.retention_hours
        )
        for number, letter in enumerate(letters, start=1):
            id_ = new_id()
            seal, wrapped = self._keyring.new(id_)
            row = self._new_row(replace(base, files=letter.files), caller, id_, seal, wrapped)
            row.batch_number, row.grouping = number, letter.grouping
            if letter.problem is not None:
                row.status, row.problem, row.finished_at, row.sender = "failed", letter.problem, now(), ""
            audits.append(row)
            files += kept_files(kept, seal, "upload", letter.files)
        return audits, files

    def _take_places(self, session: Session, audits: list[AuditRow], limit: int) -> None:
        queued = [row for row in audits if row.status == "queued"]
        waiting = select(func.count()).where(AuditRow.status == "queued", AuditRow.priority > 0)
        if (session.scalar(waiting) or 0) + len(queued) > limit:
            raise Problem("queue_full", headers={"Retry-After": "60"})
        for row in audits:
            row.turn = 0
        if queued:
            first = self._turn(session, queued[0])
            for place, row in enumerate(queued):
                row.turn = first + place

    # -------------------------------------------------------------- seeing

    def batch(self, batch_id: str, caller: Caller) -> BatchState:
        """How a batch stands. Raises ``not_found``, also for a batch of somebody else."""
        mine = (AuditRow.batch_id == batch_id) & (AuditRow.organisation_id == caller.organisation_id)
        with self._database.reading() as session:
            query = select(AuditRow).where(mine).order_by(AuditRow.batch_number).limit(1)
            first = session.scalars(query.options(defer(AuditRow.report), defer(AuditRow.letter))).first()
            if first is None:
                raise Problem("not_found")
            states = select(AuditRow.status, func.count()).where(mine).group_by(AuditRow.status)
            counts = {status: count for status, count in session.execute(states)}  # noqa: C416 - rows, not pairs
            took = session.execute(
                select(AuditRow.started_at, AuditRow.finished_at)
                .where(mine, AuditRow.started_at.is_not(None), AuditRow.finished_at.is_not(None))
                .order_by(AuditRow.finished_at.desc())
                .limit(_LATEST)
            ).all()
        seconds = [(end - start).total_seconds() for start, end in took if start is not None and end is not None]
        return BatchState(
            id=batch_id,
            created_at=first.created_at.replace(microsecond=0),
            expires_at=first.expires_at,
            lang=first.lang,
            waiting=counts.get("queued", 0),
            running=counts.get("running", 0),
            done=counts.get("done", 0),
            failed=counts.get("failed", 0),
            seconds_each=sum(seconds) / len(seconds) if len(seconds) >= _TELLING else None,
        )

    def delete_batch(self, batch_id: str) -> int:
        """Removes all letters of a batch and everything that was made of them, now: how many letters."""
        with self._database.writing() as session:
            letters = select(AuditRow.id).where(AuditRow.batch_id == batch_id)
            files = session.scalars(select(FileRow.id).where(FileRow.audit_id.in_(letters))).all()
            gone = session.scalars(delete(AuditRow).where(AuditRow.batch_id == batch_id).returning(AuditRow.id)).all()
        self._files.delete(files)
        self._database.forget()
        return len(gone)
