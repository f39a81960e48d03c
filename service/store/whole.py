"""Everything that is kept, opened together. Who keeps nothing does without it, and starts sooner."""

from __future__ import annotations

from service.config import Settings
from service.store.files import FileStore
from service.store.listing import ListedAudits
from service.store.organisations import Organisations
from service.store.queue import Queue
from service.store.sealing import Keyring
from service.store.session import Database


class Store:
    """Everything that is kept, opened with the settings."""

    def __init__(self, settings: Settings) -> None:
        self.database = Database(settings.database, connections=settings.threads + 8)
        self.files = FileStore(settings.files_dir)
        keyring = Keyring(settings.secret)
        self.audits = ListedAudits(self.database, self.files, keyring, queue_limit=settings.queue_limit)
        self.queue = Queue(
            self.database,
            self.files,
            keyring,
            lease_seconds=settings.lease_seconds,
            max_deaths=settings.max_attempts,
        )
        self.organisations = Organisations(self.database)

    def upgrade(self) -> None:
        """Brings the tables to the newest form."""
        self.database.upgrade()

    def close(self) -> None:
        """Closes all connections."""
        self.database.close()
