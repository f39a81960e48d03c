"""Audits: taking one in, showing it, changing what is known, deleting it.

A letter is taken in whole: its files are on the disk first, then one transaction writes the audit, its files, its place
in the queue and the key that a repeated request is known by. Who may see an audit is decided here, by one rule
(:func:`Audits.find`). How audits are taken up and finished is `service.store.queue`.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, func, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from checks.law import Language
from parsers.intake import InputFile
from parsers.model import Letter
from service.problems import Problem
from service.security import Caller
from service.store.files import FileStore, NewFiles, Role
from service.store.letters import unpack
from service.store.sealing import Keyring, Seal
from service.store.session import Database
from service.store.tables import AuditRow, FileRow, IdempotencyRow, Status

RequestKey = tuple[str, str]
"""Whose request it was, and the digest of the key it came with."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WAITING = ("queued", "running")


def new_id() -> str:
    """An id that nobody can guess: 26 characters of Crockford's base 32, 130 random bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(26))


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done: ``text`` or ``ocr`` of a page (from 1), or ``checks``."""

    name: str
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit as its row tells it, without what is sealed."""

    id: str
    status: Status
    #: To the second, as reports tell it; ``listed_at`` is exact.
    created_at: dt.datetime
    listed_at: dt.datetime
    expires_at: dt.datetime
    lang: Language
    version: int
    sha256: str
    organisation_id: str | None
    batch_id: str | None
    step: Step | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class NewAudit:
    """What a letter is taken in with. ``sender`` tells senders apart for a fair order and names nobody.

    ``known`` are keys and values as text, checked before. ``session_digest`` binds it to a browser session. ``looks``
    of a draft: for each file its small copy, named for what is wrong with it ("blurry,dark"), ``None`` for no picture.
    """

    files: Sequence[InputFile]
    looks: Sequence[InputFile | None] = ()
    lang: Language = "nb"
    previous: Sequence[InputFile] = ()
    known: Mapping[str, str] | None = None
    sender: str = ""
    idempotency_key: str | None = None
    session_digest: str | None = None
    batch_id: str | None = None
    retention_hours: int = 24

    def fingerprint(self) -> str:
        """The same for requests that ask for the same."""
        digest = sha256()
        for part in (*self.files, InputFile("", b""), *self.previous):
            digest.update(len(part.data).to_bytes(8, "big") + part.data)
        digest.update(json.dumps([self.lang, sorted((self.known or {}).items())], ensure_ascii=False).encode())
        return digest.hexdigest()


def request_key(key: str | None, caller: Caller) -> RequestKey | None:
    """What a repeated request is known by; ``None`` without a key."""
    owner = f"organisation:{caller.organisation_id}" if caller.organisation_id else "anybody"
    return None if key is None else (owner, sha256(key.encode()).hexdigest())


def remember(session: Session, key: RequestKey | None, fingerprint: str, row: AuditRow) -> None:
    """So that the request is known when it is repeated."""
    if key is not None:
        owner, digest = key
        session.add(IdempotencyRow(owner=owner, key_digest=digest, fingerprint=fingerprint, audit_id=row.id))


def kept_files(kept: NewFiles, seal: Seal, role: Role, files: Sequence[InputFile | None]) -> list[FileRow]:
    """The files in that role, numbered from 1; those that are ``None`` are left out."""
    return [kept.add(seal, role, number, file) for number, file in enumerate(files, start=1) if file is not None]


class Audits:
    """The audits of one store."""

    def __init__(self, database: Database, files: FileStore, keyring: Keyring, *, queue_limit: int) -> None:
        self._database = database
        self._files = files
        self._keyring = keyring
        self._queue_limit = queue_limit

    # -------------------------------------------------------------- taking in

    def create(self, new: NewAudit, caller: Caller, *, draft: bool = False) -> tuple[Audit, bool]:
        """Takes a letter in: the audit, and whether it is new (``False``: the request was a repeated one).

        A ``draft`` is not read before it is submitted.

        Raises ``queue_full``, ``idempotency_key_reused`` or ``StorageUnavailable``; then nothing is left of it.
        """
        key = request_key(new.idempotency_key, caller)
        repeated = self._repeated(key, new.fingerprint())
        if repeated is not None:
            return repeated, False
        if not draft:
            with self._database.reading() as session:
                self._require_room(session)
        id_ = new_id()
        seal, wrapped = self._keyring.new(id_)
        row = self._new_row(new, caller, id_, seal, wrapped)
        try:
            with self._files.together() as kept:
                files = [
                    *kept_files(kept, seal, "upload", new.files),
                    *kept_files(kept, seal, "previous", new.previous),
                    *kept_files(kept, seal, "page", new.looks),
                ]
                with self._database.writing() as session:
                    if draft:
                        row.status = "draft"
                    else:
                        self._require_room(session)
                        row.turn = self._turn(session, row)
                    session.add(row)
                    session.flush()
                    session.add_all(files)
                    remember(session, key, new.fingerprint(), row)
        except IntegrityError:
            # The same request came twice at once, and the other one was first.
            repeated = self._repeated(key, new.fingerprint())
            if repeated is None:
                raise
            return repeated, False
        return _audit(row), True

    def _new_row(self, new: NewAudit, caller: Caller, id_: str, seal: Seal, wrapped: bytes) -> AuditRow:
        at = now()
        digest = sha256()
        for file in new.files:
            digest.update(file.data)
        return AuditRow(
            id=id_,
            created_at=at,
            expires_at=at + dt.timedelta(hours=new.retention_hours),
            organisation_id=caller.organisation_id,
            session_digest=new.session_digest,
            batch_id=new.batch_id,
            lang=new.lang,
            sha256=digest.hexdigest(),
            version=0,
            status="queued",
            priority=0 if new.batch_id is None else 1,
            sender=new.sender,
            not_before=at,
            takes=0,
            deaths=0,
            step_page=0,
            step_pages=0,
            wrapped_key=wrapped,
            known=_sealed_known(seal, new.known or {}),
        )

    def _require_room(self, session: Session) -> None:
        # Letters of batches wait behind everybody, and take nobody's room.
        waiting = select(func.count()).where(AuditRow.status == "queued", AuditRow.priority == 0)
        if (session.scalar(waiting) or 0) >= self._queue_limit:
            raise Problem("queue_full", headers={"Retry-After": "30"})

    def _turn(self, session: Session, row: AuditRow) -> int:
        """The place in the fair order: after the sender's own letters, before the later ones of senders with many."""
        waiting = AuditRow.status.in_(_WAITING) & (AuditRow.priority == row.priority)
        first = session.scalar(select(func.min(AuditRow.turn)).where(waiting))
        if first is None:
            return 0
        own = session.scalar(select(func.max(AuditRow.turn)).where(waiting, AuditRow.sender == row.sender))
        return first if own is None else max(first, own + 1)

    def _repeated(self, key: RequestKey | None, fingerprint: str) -> Audit | None:
        """What a request with that key was answered with before. Raises ``idempotency_key_reused``."""
        if key is None:
            return None
        with self._database.reading() as session:
            earlier = session.get(IdempotencyRow, key)
            if earlier is None:
                return None
            if earlier.fingerprint != fingerprint:
                raise Problem("idempotency_key_reused")
            row = session.get(AuditRow, earlier.audit_id)
            return None if row is None else _audit(row)

    # -------------------------------------------------------------- drafts

    def add_files(self, id_: str, files: Sequence[InputFile], looks: Sequence[InputFile | None] = ()) -> None:
        """More pages behind those of a draft. Raises ``conflict`` when it was submitted, or ``StorageUnavailable``."""
        with self._database.reading() as session:
            seal = self._seal(self._draft(session, id_))
        with self._files.together() as kept:
            rows = [*kept_files(kept, seal, "upload", files), *kept_files(kept, seal, "page", looks)]
            with self._database.writing() as session:
                self._draft(session, id_)
                last = session.scalar(select(func.max(FileRow.number)).where(_uploads_of(id_))) or 0
                for row in rows:
                    row.number += last
                session.add_all(rows)

    def arrange(self, id_: str, numbers: Sequence[int]) -> None:
        """Puts the pages of a draft in this order, by the numbers they have now; those not named are removed."""
        with self._database.writing() as session:
            self._draft(session, id_)
            rows = session.scalars(select(FileRow).where(FileRow.audit_id == id_, FileRow.role != "previous")).all()
            if len(set(numbers)) != len(numbers) or not set(numbers) <= {row.number for row in rows}:
                raise Problem("invalid_value")
            places = {number: place for place, number in enumerate(numbers, start=1)}
            gone = [row for row in rows if row.number not in places]
            for row in gone:
                session.delete(row)
            for row in rows:
                row.number = places.get(row.number, row.number)
        self._files.delete([row.id for row in gone])

    def looks(self, id_: str) -> tuple[tuple[str, str | None], ...]:
        """The files of a draft in order: the name, and what is wrong with the picture ("blurry,dark", nothing: "")."""
        with self._database.reading() as session:
            seal = self._seal(self._row(session, id_))
            rows = session.scalars(
                select(FileRow).where(FileRow.audit_id == id_, FileRow.role != "previous").order_by(FileRow.number)
            ).all()
            found = {row.number: _name(seal, row) for row in rows if row.role == "page"}
            return tuple((_name(seal, row), found.get(row.number)) for row in rows if row.role == "upload")

    def submit(self, id_: str) -> Audit:
        """Puts a draft in the queue. Raises ``conflict`` when it was before, and ``queue_full``."""
        digest = sha256()
        for file in self.inputs(id_, "upload"):
            digest.update(file.data)
        with self._database.writing() as session:
            row = self._draft(session, id_)
            self._require_room(session)
            row.sha256 = digest.hexdigest()
            row.status, row.not_before = "queued", now()
            row.turn = self._turn(session, row)
            return _audit(row)

    def _draft(self, session: Session, id_: str) -> AuditRow:
        row = self._row(session, id_)
        if row.status != "draft":
            raise Problem("conflict")
        return row

    # -------------------------------------------------------------- seeing

    def find(self, id_: str, caller: Caller, *, session_digest: str | None = None) -> Audit:
        """The audit. Raises ``not_found``, also for one that this caller may not see.

        A letter of an organisation is seen by that organisation alone. Any other is seen by whoever has its id; one
        that was made in a browser, only from the session that made it.
        """
        with self._database.reading() as session:
            row = session.get(AuditRow, id_)
            if row is None or not _may_see(row, caller, session_digest):
                raise Problem("not_found")
            return _audit(row)

    def row(self, id_: str) -> Audit:
        """The audit, whoever asks. Raises ``not_found``."""
        with self._database.reading() as session:
            return _audit(self._row(session, id_))

    def listed(
        self, caller: Caller, *, limit: int, after: tuple[dt.datetime, str] | None = None, status: Status | None = None
    ) -> list[Audit]:
        """An organisation's audits, the newest first; ``after`` is the time and id of the last one seen."""
        query = select(AuditRow).where(AuditRow.organisation_id == caller.organisation_id)
        if status is not None:
            query = query.where(AuditRow.status == status)
        if after is not None:
            query = query.where(tuple_(AuditRow.created_at, AuditRow.id) < tuple_(*after))
        query = query.order_by(AuditRow.created_at.desc(), AuditRow.id.desc()).limit(limit)
        with self._database.reading() as session:
            return [_audit(row) for row in session.scalars(query)]

    def report(self, id_: str) -> bytes | None:
        """The report as the contract's JSON, ``None`` as long as there is none. Raises ``not_found``."""
        with self._database.reading() as session:
            row = self._row(session, id_)
            return None if row.report is None else self._seal(row).open(row.report, "report")

    def letter(self, id_: str, *, pictures: bool = False) -> tuple[Letter, tuple[Letter, ...]] | None:
        """The letter as read, without what the user knows, and the earlier letters; ``None`` until it was read.

        With ``pictures`` its pages have theirs. Raises ``LetterFormat`` for one that another version kept.
        """
        from dataclasses import replace

        with self._database.reading() as session:
            row = self._row(session, id_)
            if row.letter is None:
                return None
            seal = self._seal(row)
            (letter,) = unpack(seal.open(row.letter, "letter"))
            previous = unpack(seal.open(row.previous, "previous")) if row.previous is not None else ()
        if pictures:
            pages = tuple(replace(page, picture=self.page(id_, page.number) or b"") for page in letter.pages)
            letter = replace(letter, pages=pages)
        return letter, previous

    def known(self, id_: str) -> dict[str, str]:
        """What the user told, keys and values as text."""
        with self._database.reading() as session:
            row = self._row(session, id_)
            return _opened_known(self._seal(row), row.known)

    def filename(self, id_: str) -> str:
        """The name of the first file that was sent."""
        with self._database.reading() as session:
            row = self._row(session, id_)
            query = select(FileRow).where(FileRow.audit_id == id_, FileRow.role == "upload").order_by(FileRow.number)
            file = session.scalars(query).first()
            return "" if file is None else _name(self._seal(row), file)

    def inputs(self, id_: str, role: Role) -> tuple[InputFile, ...]:
        """The files that were sent, in order, with their names."""
        with self._database.reading() as session:
            row = self._row(session, id_)
            seal = self._seal(row)
            found = session.scalars(
                select(FileRow).where(FileRow.audit_id == id_, FileRow.role == role).order_by(FileRow.number)
            ).all()
        return tuple(
            InputFile(name=_name(seal, file), data=seal.open(self._files.read(file.id), file.id)) for file in found
        )

    def page(self, id_: str, number: int) -> bytes | None:
        """The picture of a straightened page (JPEG or PNG), ``None`` when there is none."""
        with self._database.reading() as session:
            row = self._row(session, id_)
            file = session.scalars(
                select(FileRow).where(FileRow.audit_id == id_, FileRow.role == "page", FileRow.number == number)
            ).first()
            if file is None:
                return None
            seal = self._seal(row)
        return seal.open(self._files.read(file.id), file.id)

    # -------------------------------------------------------------- changing

    def rejudge(
        self, id_: str, *, known: Mapping[str, str], lang: Language, report: bytes, version: int, by: str | None = None
    ) -> bool:
        """Puts another report in place, made from what is known now; ``False`` when somebody was faster.

        ``version`` is the one that was read before, ``by`` the id of the key that was shown.
        """
        with self._database.writing() as session:
            row = self._row(session, id_)
            if row.version != version or row.status != "done":
                return False
            seal = self._seal(row)
            before = _opened_known(seal, row.known)
            row.known = _sealed_known(seal, known)
            row.report = seal.close(report, "report", deflate=True)
            row.lang = lang
            row.version += 1
            self._note(session, row, before, known, by)
            return True

    def _note(
        self, session: Session, row: AuditRow, before: Mapping[str, str], after: Mapping[str, str], by: str | None
    ) -> None:
        """What is to be kept of a change besides the change. Nothing here; see `service.store.listing`."""

    def read_again(self, id_: str, *, known: Mapping[str, str]) -> None:
        """Puts a finished audit back in the queue, with what is known now."""
        with self._database.writing() as session:
            row = self._row(session, id_)
            if row.status != "done":
                raise Problem("conflict")
            row.known = _sealed_known(self._seal(row), known)
            row.status, row.not_before, row.takes, row.deaths = "queued", now(), 0, 0

    def delete(self, id_: str) -> bool:
        """Removes the audit, its files, pictures, report and what repeated requests are known by, now."""
        with self._database.writing() as session:
            files = session.scalars(select(FileRow.id).where(FileRow.audit_id == id_)).all()
            gone = session.execute(delete(AuditRow).where(AuditRow.id == id_).returning(AuditRow.id)).first()
        self._files.delete(files)
        self._database.forget()
        return gone is not None

    def expired(self, at: dt.datetime) -> list[str]:
        """Ids of audits whose time is up."""
        with self._database.reading() as session:
            return list(session.scalars(select(AuditRow.id).where(AuditRow.expires_at <= at)))

    def owned_files(self) -> set[str]:
        """Ids of all files that a row names."""
        with self._database.reading() as session:
            return set(session.scalars(select(FileRow.id)))

    # --------------------------------------------------------------

    def _row(self, session: Session, id_: str) -> AuditRow:
        row = session.get(AuditRow, id_)
        if row is None:
            raise Problem("not_found")
        return row

    def _seal(self, row: AuditRow) -> Seal:
        return self._keyring.seal(row.id, row.wrapped_key)


def _may_see(row: AuditRow, caller: Caller, session_digest: str | None) -> bool:
    if row.organisation_id is not None:
        return row.organisation_id == caller.organisation_id
    return row.session_digest is None or row.session_digest == session_digest


def _audit(row: AuditRow) -> Audit:
    return Audit(
        id=row.id,
        status=row.status,
        created_at=row.created_at.replace(microsecond=0),
        listed_at=row.created_at,
        expires_at=row.expires_at,
        lang=row.lang,
        version=row.version,
        sha256=row.sha256,
        organisation_id=row.organisation_id,
        batch_id=row.batch_id,
        step=Step(row.step, row.step_page, row.step_pages) if row.step else None,
        problem=row.problem,
    )


def _name(seal: Seal, file: FileRow) -> str:
    return seal.open(file.name, f"{file.id}-name").decode()


def _uploads_of(id_: str) -> ColumnElement[bool]:
    return (FileRow.audit_id == id_) & (FileRow.role == "upload")


def _sealed_known(seal: Seal, known: Mapping[str, str]) -> bytes:
    return seal.close(json.dumps(dict(known), ensure_ascii=False).encode(), "known")


def _opened_known(seal: Seal, sealed: bytes) -> dict[str, str]:
    found: dict[str, str] = json.loads(seal.open(sealed, "known"))
    return found
