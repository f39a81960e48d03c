"""What an organisation sees of its letters side by side: its batches, the letters of one as lines of a list, what
people who went through them made of each, and the log of changes.

The line of a letter (its digest) is made above this floor, mostly when the letter is finished, and kept sealed with the
letter's own key, so that a list of a thousand letters is shown without opening a thousand reports. It goes with the
letter.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, defer

from service.security import Caller
from service.store.audits import Audit, _audit, _name, new_id, now
from service.store.batches import BatchAudits
from service.store.sealing import Seal, sealed_digest
from service.store.tables import AuditRow, ChangeRow, FileRow

Reviewed = Literal["saved", "undecided"]
"""What somebody who went through a letter made of it: told what there was to tell, or could not."""

_LATEST = 50


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """A batch in the list of an organisation's batches."""

    id: str
    created_at: dt.datetime
    expires_at: dt.datetime
    letters: int
    finished: int


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """A letter in the list of its batch. ``digest`` is its line, ``None`` when there is none of this version.

    ``part`` of ``parts`` and ``pages`` tell which letter of a file with several it is; 1, 1 and nothing of any other.
    """

    audit: Audit
    names: tuple[str, ...]
    grouping: str
    digest: bytes | None
    reviewed: Reviewed | None
    part: int
    parts: int
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody told of a letter at once: for each key what was known of it before and after, ``None`` for
    nothing. ``version`` is that of the report which came of it; ``reviewed`` is what was made of the letter, if that.
    """

    version: int
    made_at: dt.datetime
    key_id: str | None
    told: tuple[tuple[str, str | None, str | None], ...]
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Which letter of its file an audit is (from 1, ``None`` for the only one or one that was not read yet), and
    whether the file is to be taken apart.
    """

    number: int | None
    is_apart: bool


class ListedAudits(BatchAudits):
    """The audits of one store, with lists of them."""

    def batches(self, caller: Caller, *, limit: int, after: dt.datetime | None = None) -> list[BatchEntry]:
        """An organisation's batches, the newest first; ``after`` is when the last one seen was taken in."""
        began = func.min(AuditRow.created_at)
        query = (
            select(
                AuditRow.batch_id,
                began,
                func.min(AuditRow.expires_at),
                func.count(),
                func.sum(case((AuditRow.status.in_(("done", "failed")), 1), else_=0)),
            )
            .where(AuditRow.organisation_id == caller.organisation_id, AuditRow.batch_id.is_not(None))
            .group_by(AuditRow.batch_id)
            .order_by(began.desc(), AuditRow.batch_id)
            .limit(limit)
        )
        if after is not None:
            query = query.having(began < after)
        with self._database.reading() as session:
            return [BatchEntry(id_ or "", *rest) for id_, *rest in session.execute(query)]

    def first_of_batch(self, batch_id: str) -> str | None:
        """The id of the letter of a batch that is read first, ``None`` when none waits."""
        with self._database.reading() as session:
            query = select(AuditRow.id).where(AuditRow.batch_id == batch_id, AuditRow.status != "failed")
            return session.scalars(query.order_by(AuditRow.batch_number).limit(1)).first()

    def letter_entries(self, batch_id: str) -> Iterator[LetterEntry]:
        """The letters of a batch as lines of a list, in its order."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(AuditRow)
                .options(defer(AuditRow.report), defer(AuditRow.letter), defer(AuditRow.previous))
                .where(AuditRow.batch_id == batch_id)
                .order_by(AuditRow.batch_number, AuditRow.part)
            ).all()
            found = session.scalars(
                select(FileRow)
                .join(AuditRow)
                .where(AuditRow.batch_id == batch_id, FileRow.role == "upload")
                .order_by(FileRow.number)
            ).all()
        files: dict[str, list[FileRow]] = {}
        for file in found:
            files.setdefault(file.audit_id, []).append(file)
        for row in rows:
            seal = self._seal(row)
            names = tuple(_name(seal, file) for file in files.get(row.id, ()))
            yield _entry(row, seal, names)

    def part(self, id_: str) -> Place:
        """The place of an audit in its file. Files of a batch that are a letter each are taken apart when they are
        read for the first time, and stay so. Raises ``not_found``.
        """
        with self._database.reading() as session:
            row = self._row(session, id_)
            is_new = row.batch_id is not None and row.grouping == "alone" and not row.version
            return Place(row.part, row.part is not None or is_new)

    def keep_digests(self, digests: Iterable[tuple[str, int, bytes]]) -> None:
        """Keeps lines of letters: for each the audit's id and version, and the line. One that has changed meanwhile or
        is gone is left out.
        """
        with self._database.writing() as session:
            for id_, version, digest in digests:
                row = session.get(AuditRow, id_, options=[defer(AuditRow.report), defer(AuditRow.letter)])
                if row is not None and row.version == version:
                    row.digest, row.digest_version = sealed_digest(self._seal(row), digest, version), version

    # -------------------------------------------------------------- going through letters

    def review(self, id_: str, reviewed: Reviewed, *, by: str | None) -> None:
        """Keeps what somebody who went through a letter made of it. Raises ``not_found``."""
        with self._database.writing() as session:
            row = self._row(session, id_)
            row.reviewed = reviewed
            self._log(session, row, [], by=by, reviewed=reviewed)

    def changes(self, id_: str, *, since: int = -1) -> tuple[Change, ...]:
        """The log of a letter's changes, the newest first; only those after the version ``since``."""
        with self._database.reading() as session:
            seal = self._seal(self._row(session, id_))
            rows = session.scalars(
                select(ChangeRow)
                .where(ChangeRow.audit_id == id_, ChangeRow.version > since)
                .order_by(ChangeRow.made_at.desc(), ChangeRow.id)
                .limit(_LATEST)
            ).all()
        return tuple(_change(row, seal) for row in rows)

    def _note(
        self, session: Session, row: AuditRow, before: Mapping[str, str], after: Mapping[str, str], by: str | None
    ) -> None:
        if row.organisation_id is None:
            return
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        if keys:
            self._log(session, row, [(key, before.get(key), after.get(key)) for key in keys], by=by)

    def _log(
        self,
        session: Session,
        row: AuditRow,
        told: Sequence[tuple[str, str | None, str | None]],
        *,
        by: str | None,
        reviewed: Reviewed | None = None,
    ) -> None:
        id_ = new_id()
        written = json.dumps({"told": list(told), "reviewed": reviewed}, ensure_ascii=False).encode()
        sealed = self._seal(row).close(written, f"change-{id_}")
        session.add(ChangeRow(id=id_, audit_id=row.id, version=row.version, made_at=now(), key_id=by, told=sealed))


def _entry(row: AuditRow, seal: Seal, names: tuple[str, ...]) -> LetterEntry:
    digest = None
    if row.digest is not None and row.digest_version == row.version:
        digest = seal.open(row.digest, f"digest-{row.version}")
    return LetterEntry(
        audit=_audit(row),
        names=names,
        grouping=row.grouping or "alone",
        digest=digest,
        reviewed="saved" if row.reviewed == "saved" else "undecided" if row.reviewed else None,
        part=row.part or 1,
        parts=row.parts or 1,
        pages=tuple(int(number) for number in (row.part_pages or "").split(",") if number),
    )


def _change(row: ChangeRow, seal: Seal) -> Change:
    found = json.loads(seal.open(row.told, f"change-{row.id}"))
    return Change(
        version=row.version,
        made_at=row.made_at,
        key_id=row.key_id,
        told=tuple((key, before, after) for key, before, after in found["told"]),
        reviewed=found["reviewed"],
    )
