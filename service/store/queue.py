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

from parsers.intake import InputFile
from service.store.audits import Step, kept_files, now
from service.store.files import FileStore, NewFiles
from service.store.sealing import Keyring, Seal, sealed_digest
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
    """What reading and checking a letter gave. ``pictures`` by page number; ``pages`` are those of the files that it
    stands on; ``digest`` is its line in a list, if it will stand in one.
    """

    report: bytes
    letter: bytes
    previous: bytes
    pictures: Mapping[int, bytes]
    pages: tuple[int, ...] = ()
    digest: bytes | None = None


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

    def finish(
        self,
        lease: Lease,
        result: Result,
        others: Sequence[tuple[str, Result]] = (),
        files: Sequence[InputFile] = (),
    ) -> bool:
        """Keeps the result; ``False`` when the audit is not held any more, and then nothing is kept.

        ``others`` are further letters that stood in the same ``files``, each with the id it gets: they become audits of
        the same batch, finished as well, in the same transaction.
        """
        with self._database.reading() as session:
            row = self._held(session, lease)
            if row is None:
                return False
            seal = self._keyring.seal(row.id, row.wrapped_key)
        with self._files.together() as kept:
            new_files = _pictures(kept, seal, result)
            apart = [(id_, *self._keyring.new(id_), found) for id_, found in others]
            for _, own, _, found in apart:
                new_files += _pictures(kept, own, found)
                new_files += kept_files(kept, own, "upload", files)
            with self._database.writing() as session:
                row = self._held(session, lease)
                if row is None:
                    kept.withdraw()
                    return False
                old = session.scalars(select(FileRow).where(FileRow.audit_id == row.id, FileRow.role == "page")).all()
                for file in old:
                    session.delete(file)
                _put(row, seal, result)
                self._end(row, "done")
                if apart:
                    row.part, row.parts, row.part_pages = 1, len(apart) + 1, _listed(result.pages)
                for place, (id_, own, wrapped, found) in enumerate(apart, start=2):
                    other = _beside(row, id_, wrapped)
                    other.part, other.part_pages = place, _listed(found.pages)
                    other.known = own.close(b"{}", "known")
                    _put(other, own, found)
                    session.add(other)
                session.flush()
                session.add_all(new_files)
        self._files.delete([file.id for file in old])
        return True

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


def _put(row: AuditRow, seal: Seal, result: Result) -> None:
    row.report = seal.close(result.report, "report", deflate=True)
    row.letter = seal.close(result.letter, "letter", deflate=True)
    row.previous = seal.close(result.previous, "previous", deflate=True)
    row.version += 1
    if result.digest is not None:
        row.digest, row.digest_version = sealed_digest(seal, result.digest, row.version), row.version


def _beside(row: AuditRow, id_: str, wrapped: bytes) -> AuditRow:
    """An audit of another letter in the same file: whose it is, when it came and when it goes are the same."""
    same = (
        "created_at", "expires_at", "organisation_id", "session_digest", "batch_id", "batch_number", "grouping",
        "lang", "sha256", "status", "priority", "turn", "not_before", "started_at", "finished_at", "parts",
    )  # fmt: skip
    return AuditRow(
        id=id_,
        wrapped_key=wrapped,
        version=0,
        takes=0,
        deaths=0,
        sender="",
        step_page=0,
        step_pages=0,
        **{name: getattr(row, name) for name in same},
    )


def _listed(pages: Sequence[int]) -> str:
    return ",".join(map(str, pages))


def _pictures(kept: NewFiles, seal: Seal, result: Result) -> list[FileRow]:
    return [kept.add(seal, "page", number, InputFile("", picture)) for number, picture in result.pictures.items()]
