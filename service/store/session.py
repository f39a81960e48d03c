"""The database: opening it, bringing its tables up to date, and transactions that read or write.

SQLite (WAL, full synchronisation, deleted content overwritten) or PostgreSQL, by the settings' address. A transaction
that cannot be carried out leaves nothing behind and raises ``StorageUnavailable``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from service.store.errors import StorageUnavailable

_BUSY_MS = 15_000
_WRITES = "kravvakt_writes"


class Database:
    """One engine and its transactions."""

    def __init__(self, address: str, *, connections: int = 24) -> None:
        url = make_url(address)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        if self.is_sqlite and url.database and not url.database.startswith("file:"):
            Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.engine: Engine = create_engine(
            url, pool_size=connections, max_overflow=connections, pool_timeout=15, pool_pre_ping=not self.is_sqlite
        )
        self._writer = self.engine.execution_options(**{_WRITES: True})
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads."""
        with _told(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes: carried out whole at the end, or not at all."""
        with _told(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def upgrade(self) -> None:
        """Brings the tables to the newest form, from empty or from any released one."""
        from service.store.migrations import upgrade

        with _told():
            upgrade(self.engine)

    def ping(self) -> None:
        """Raises ``StorageUnavailable`` when the database does not take writes."""
        with self.writing() as session:
            # A transaction that is opened for writing and changes nothing.
            session.execute(text("SELECT 1"))

    def forget(self) -> None:
        """After a deletion: SQLite's log of changes is emptied, so that no old page of it lingers."""
        if not self.is_sqlite:
            return
        with contextlib.suppress(OperationalError), self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """A database that does not answer or takes nothing, as ``StorageUnavailable``."""
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise StorageUnavailable(type(error).__name__) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StorageUnavailable(type(error).__name__) from error
        raise


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Transactions are begun by _begin_sqlite, not by the driver, which would begin them too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write takes the lock at once: one that began by reading could be refused it later.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
