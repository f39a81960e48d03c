"""What is deleted by itself: letters whose time is up, and files of processes that died before a row named them."""

from __future__ import annotations

from service import logs
from service.store.audits import Audits, now
from service.store.files import FileStore

_log = logs.logger(__name__)


def purge(audits: Audits) -> int:
    """Deletes every audit whose time is up, completely: how many."""
    gone = sum(audits.delete(id_) for id_ in audits.expired(now()))
    if gone:
        _log.info("purged", audits=gone)
    return gone


def sweep(audits: Audits, files: FileStore, *, older_than: float) -> int:
    """Removes files that no row names and that are so many seconds old: how many.

    A file is written before its row; the age keeps those that are just being taken in.
    """
    # The files first: one that gets its row in between is then found in the rows.
    found = set(files.all(older_than=older_than))
    orphans = found - audits.owned_files() if found else found
    files.delete(orphans)
    if orphans:
        _log.info("swept", files=len(orphans))
    return len(orphans)
