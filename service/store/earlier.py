"""Earlier letters of a case, added to a finished audit or taken away again: then it is read and judged anew.

The transaction that names the new files puts the audit back in the queue, so that whatever dies in between leaves
either the audit as it was or one that waits to be read. What was known before stays known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from parsers.errors import TooManyPages
from parsers.intake import InputFile
from service.problems import Problem
from service.store.audits import Audits, kept_files, now
from service.store.tables import AuditRow, FileRow

MOST_EARLIER = 5
"""Earlier letters of a case that are read with one."""


@dataclass(frozen=True, slots=True)
class EarlierLetter:
    """An earlier letter that was added: its number from 1, and the name it was sent under."""

    number: int
    name: str


class CaseAudits(Audits):
    """The audits of one store, with the earlier letters of their cases."""

    def earlier(self, id_: str) -> tuple[EarlierLetter, ...]:
        """The earlier letters of an audit, in order. Raises ``not_found``."""
        with self._database.reading() as session:
            seal = self._seal(self._row(session, id_))
            rows = session.scalars(select(FileRow).where(_earlier_of(id_)).order_by(FileRow.number)).all()
            return tuple(EarlierLetter(row.number, seal.open(row.name, f"{row.id}-name").decode()) for row in rows)

    def size(self, id_: str) -> int:
        """Bytes of all files that were sent with an audit."""
        with self._database.reading() as session:
            query = select(func.sum(FileRow.size)).where(FileRow.audit_id == id_, FileRow.role != "page")
            return session.scalar(query) or 0

    def add_earlier(self, id_: str, files: Sequence[InputFile], *, sender: str = "") -> None:
        """Adds earlier letters, one in each file, behind those it has, and puts the audit back in the queue.

        Raises ``conflict`` for an audit that is not finished, ``TooManyPages`` beyond :data:`MOST_EARLIER`,
        ``queue_full`` or ``StorageUnavailable``; then nothing has changed.
        """
        with self._database.reading() as session:
            seal = self._seal(self._finished(session, id_))
        with self._files.together() as kept:
            rows = kept_files(kept, seal, "previous", files)
            with self._database.writing() as session:
                audit = self._finished(session, id_)
                last = session.scalar(select(func.max(FileRow.number)).where(_earlier_of(id_))) or 0
                if last + len(rows) > MOST_EARLIER:
                    raise TooManyPages(
                        f"{last + len(rows)} earlier letters", message=f"Høyst {MOST_EARLIER} tidligere brev"
                    )
                for row in rows:
                    row.number += last
                session.add_all(rows)
                self._put_back(session, audit, sender)

    def remove_earlier(self, id_: str, number: int, *, sender: str = "") -> None:
        """Takes an earlier letter away, moves the later ones up and puts the audit back in the queue.

        Raises ``conflict`` for an audit that is not finished, ``not_found`` for a number that it does not have.
        """
        with self._database.writing() as session:
            audit = self._finished(session, id_)
            rows = session.scalars(select(FileRow).where(_earlier_of(id_)).order_by(FileRow.number)).all()
            gone = next((row for row in rows if row.number == number), None)
            if gone is None:
                raise Problem("not_found")
            session.delete(gone)
            for row in rows:
                row.number -= row.number > number
            self._put_back(session, audit, sender)
        self._files.delete([gone.id])
        self._database.forget()

    def _finished(self, session: Session, id_: str) -> AuditRow:
        row = self._row(session, id_)
        if row.status != "done":
            raise Problem("conflict", headers={"Retry-After": "2"})
        return row

    def _put_back(self, session: Session, row: AuditRow, sender: str) -> None:
        self._require_room(session)
        row.sender = sender
        row.turn = self._turn(session, row)
        row.status, row.not_before, row.takes, row.deaths = "queued", now(), 0, 0


def _earlier_of(id_: str) -> ColumnElement[bool]:
    return (FileRow.audit_id == id_) & (FileRow.role == "previous")
