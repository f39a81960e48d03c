"""Organisations and their API keys: a key is shown once when it is made, and only its digest is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from parsers.errors import InvalidValue
from service.security import SCOPES, Caller, key_digest, new_key
from service.store.audits import new_id, now
from service.store.session import Database
from service.store.tables import ApiKey, Organisation


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """A key without what opens the door. ``revoked_at`` is ``None`` for one that works."""

    id: str
    organisation: str
    scopes: tuple[str, ...]
    retention_hours: int
    created_at: dt.datetime
    revoked_at: dt.datetime | None


class Organisations:
    """The organisations of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create_key(
        self, organisation: str, *, scopes: Iterable[str], retention_hours: int | None = None
    ) -> tuple[KeyInfo, str]:
        """A new key, and the key itself, which nobody can show again. The organisation is made when it is new.

        ``retention_hours`` sets how long its letters are kept (a new one: 720). Raises ``InvalidValue``.
        """
        wanted = tuple(sorted(set(scopes)))
        unknown = [scope for scope in wanted if scope not in SCOPES]
        if unknown or not wanted:
            raise InvalidValue(message=f"Velg blant {', '.join(SCOPES)}. Du skrev: {', '.join(unknown) or 'ingenting'}")
        name = " ".join(organisation.split())
        if not 1 <= len(name) <= 200:
            raise InvalidValue(message="Navnet på organisasjonen må ha 1 til 200 tegn.")
        key = new_key()
        with self._database.writing() as session:
            owner = session.scalars(select(Organisation).where(Organisation.name == name)).first()
            if owner is None:
                owner = Organisation(id=new_id(), name=name, retention_hours=retention_hours or 720, created_at=now())
                session.add(owner)
                session.flush()
            elif retention_hours is not None:
                owner.retention_hours = retention_hours
            row = ApiKey(
                id=new_id()[:10],
                organisation_id=owner.id,
                digest=key_digest(key),
                scopes=" ".join(wanted),
                created_at=now(),
                revoked_at=None,
            )
            session.add(row)
            return _info(row, owner), key

    def revoke(self, key_id: str) -> bool:
        """The key opens nothing any more, from the next request on; ``False`` when there is no such working key."""
        with self._database.writing() as session:
            row = session.get(ApiKey, key_id)
            if row is None or row.revoked_at is not None:
                return False
            row.revoked_at = now()
            return True

    def all_keys(self) -> list[KeyInfo]:
        """All keys, the oldest first."""
        with self._database.reading() as session:
            query = select(ApiKey, Organisation).join(Organisation).order_by(ApiKey.created_at, ApiKey.id)
            return [_info(key, owner) for key, owner in session.execute(query)]

    def find_key(self, digest: str) -> Caller | None:
        """Whose key this is, ``None`` when it is unknown or revoked."""
        with self._database.reading() as session:
            return _find(session, ApiKey.digest == digest)

    def key_by_id(self, key_id: str) -> Caller | None:
        """Whose the key with this id is, ``None`` when it is unknown or revoked. For whoever showed the key before."""
        with self._database.reading() as session:
            return _find(session, ApiKey.id == key_id)


def _find(session: Session, which: ColumnElement[bool]) -> Caller | None:
    query = select(ApiKey, Organisation).join(Organisation).where(which, ApiKey.revoked_at.is_(None))
    found = session.execute(query).first()
    if found is None:
        return None
    key, owner = found
    return Caller(
        organisation_id=owner.id,
        key_id=key.id,
        scopes=frozenset(key.scopes.split()),
        retention_hours=owner.retention_hours,
        name=owner.name,
    )


def _info(key: ApiKey, owner: Organisation) -> KeyInfo:
    return KeyInfo(
        id=key.id,
        organisation=owner.name,
        scopes=tuple(key.scopes.split()),
        retention_hours=owner.retention_hours,
        created_at=key.created_at,
        revoked_at=key.revoked_at,
    )
