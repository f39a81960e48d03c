"""The queue, which is a column of the audits' table: taking up, signs of life, finishing, giving back.

Whoever takes an audit up holds it by a token for a while. What is finished with another token, or after the audit was
deleted, changes nothing: so a letter finishes exactly once, however many processes died over it. People in front of a
screen come before batches; within both, senders take turns.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from service.store.audits import Step, now
from service.store.files import FileStore, new_file_id
from service.store.sealing import Keyring
from service.store.session import Database
from service.store.tables import AuditRow, FileRow, Status

MOST_TAKES = 50
"""How often a letter is taken up at most, whatever became of the processes that did."""


@dataclass(frozen=True, slots=True)
class Lease:
    """An audit that somebody holds."""

    audit_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Result:
    """What reading and checking a letter gave. ``pictures`` by page number."""

    report: bytes
    letter: bytes
    previous: bytes
    pictures: Mapping[int, bytes]


class Queue:
    """Waiting and running audits."""

    def __init__(
        self, database: Database, files: FileStore, keyring: Keyring, *, lease_seconds: int, max_deaths: int
    ) -> None:
        self._database = database
        self._files = files
        self._keyring = keyring
        self._lease = dt.timedelta(seconds=lease_seconds)
        self._max_deaths = max_deaths

    def take(self) -> Lease | None:
        """Takes up the audit whose turn it is, if any waits."""
        at = now()
        query = (
            select(AuditRow)
            .where(AuditRow.status == "queued", AuditRow.not_before <= at)
            .order_by(AuditRow.priority, AuditRow.turn, AuditRow.created_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with self._database.writing() as session:
            row = session.scalars(query).first()
            if row is None:
                return None
            row.status, row.lease_token, row.lease_until = "running", secrets.token_hex(16), at + self._lease
            row.takes += 1
            row.started_at = at
            row.problem = None
            return Lease(row.id, row.lease_token)

    def has_work(self) -> bool:
        """Whether an audit could be taken up now."""
        with self._database.reading() as session:
            query = select(AuditRow.id).where(AuditRow.status == "queued", AuditRow.not_before <= now()).limit(1)
            return session.scalars(query).first() is not None

    def beat(self, leases: Sequence[Lease]) -> None:
        """A sign of life for the audits that are held."""
        if leases:
            with self._database.writing() as session:
                session.execute(
                    update(AuditRow)
                    .where(AuditRow.lease_token.in_([lease.token for lease in leases]), AuditRow.status == "running")
                    .values(lease_until=now() + self._lease)
                )

    def tell(self, lease: Lease, step: Step) -> None:
        """What is being done with an audit."""
        with self._database.writing() as session:
            row = self._held(session, lease)
            if row is not None:
                row.step, row.step_page, row.step_pages = step.name, step.page, step.pages

    def finish(self, lease: Lease, result: Result) -> bool:
        """Keeps the result; ``False`` when the audit is not held any more, and then nothing is kept."""
        with self._database.reading() as session:
            row = self._held(session, lease)
            if row is None:
                return False
            seal = self._keyring.seal(row.id, row.wrapped_key)
        kept: list[str] = []
        done = False
        try:
            files = []
            for number, picture in result.pictures.items():
                id_ = new_file_id()
                kept.append(id_)
                self._files.write(id_, seal.close(picture, id_))
                name = seal.close(b"", f"{id_}-name")
                files.append(FileRow(id=id_, audit_id=row.id, role="page", number=number, name=name, size=len(picture)))
            with self._database.writing() as session:
                row = self._held(session, lease)
                if row is None:
                    return False
                old = session.scalars(select(FileRow).where(FileRow.audit_id == row.id, FileRow.role == "page")).all()
                for file in old:
                    session.delete(file)
                row.report = seal.close(result.report, "report", deflate=True)
                row.letter = seal.close(result.letter, "letter", deflate=True)
                row.previous = seal.close(result.previous, "previous", deflate=True)
                row.version += 1
                self._end(row, "done")
                session.flush()
                session.add_all(files)
            done = True
            self._files.delete([file.id for file in old])
            return True
        finally:
            if not done:
                self._files.delete(kept)

    def fail(self, lease: Lease, code: str) -> bool:
        """The letter cannot be audited; ``code`` says why. ``False`` when it is not held any more."""
        with self._database.writing() as session:
            row = self._held(session, lease)
            if row is None:
                return False
            row.problem = code
            row.version += 1
            self._end(row, "failed")
            return True

    def give_back(self, lease: Lease, *, died: bool = False, problem: str | None = None, wait: float = 0) -> bool:
        """Back into the queue, to be taken up after ``wait`` seconds at the earliest.

        ``died``: a process died over it; after too many of those it fails, with ``problem`` or ``processing_failed``.
        Otherwise ``problem`` is the code of what keeps it waiting. ``False`` when it fails or is not held any more.
        """
        with self._database.writing() as session:
            row = self._held(session, lease)
            if row is None:
                return False
            row.deaths += died
            return self._requeue(row, problem=problem, wait=wait)

    def recover(self, *, all_of_them: bool = False) -> int:
        """Takes back audits whose holder shows no sign of life, or all that run: how many."""
        at = now()
        query = select(AuditRow).where(AuditRow.status == "running")
        if not all_of_them:
            query = query.where(or_(AuditRow.lease_until.is_(None), AuditRow.lease_until < at))
        with self._database.writing() as session:
            rows = session.scalars(query).all()
            for row in rows:
                self._requeue(row, problem=None, wait=0)
            return len(rows)

    def depths(self) -> dict[str, int]:
        """How many audits are in each state."""
        with self._database.reading() as session:
            found = session.execute(select(AuditRow.status, func.count()).group_by(AuditRow.status))
            return {status: count for status, count in found}  # noqa: C416 - rows, not pairs

    # --------------------------------------------------------------

    def _held(self, session: Session, lease: Lease) -> AuditRow | None:
        return session.scalars(
            select(AuditRow).where(
                AuditRow.id == lease.audit_id, AuditRow.lease_token == lease.token, AuditRow.status == "running"
            )
        ).first()

    def _requeue(self, row: AuditRow, *, problem: str | None, wait: float) -> bool:
        if row.deaths >= self._max_deaths or row.takes >= MOST_TAKES:
            row.problem = problem or "processing_failed"
            row.version += 1
            self._end(row, "failed")
            return False
        row.status, row.lease_token, row.lease_until = "queued", None, None
        row.step, row.problem = None, problem
        row.not_before = now() + dt.timedelta(seconds=wait)
        return True

    def _end(self, row: AuditRow, status: Status) -> None:
        row.status, row.lease_token, row.lease_until = status, None, None
        row.step, row.sender = None, ""
        row.finished_at = now()
        if status == "done":
            row.problem = None
