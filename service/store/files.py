"""The letters' files on disk: sealed, under random names, never where the web server finds files.

A file is written whole and brought to the disk (fsync) before the transaction that names it is carried out; a file
that no row names is an orphan of a process that died, and is swept. Names that people gave are never part of a path.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from parsers.intake import InputFile
from service.store.errors import StorageUnavailable, StoreError
from service.store.sealing import Seal
from service.store.tables import FileRow

Role = Literal["upload", "previous", "page"]

_NAME = re.compile(r"[0-9a-f]{32}")


def new_file_id() -> str:
    """A new id: 128 random bits."""
    return secrets.token_hex(16)


class NewFiles:
    """Files that are kept together, sealed, or not at all; see :meth:`FileStore.together`."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self._ids: list[str] = []

    def add(self, seal: Seal, role: Role, number: int, file: InputFile) -> FileRow:
        """Keeps a file of the letter of that seal; the row is for the caller's transaction."""
        id_ = new_file_id()
        self._ids.append(id_)
        self._store.write(id_, seal.close(file.data, id_))
        name = seal.close(file.name.encode(), f"{id_}-name")
        return FileRow(id=id_, audit_id=seal.audit_id, role=role, number=number, name=name, size=len(file.data))

    def withdraw(self) -> None:
        """Removes them again."""
        self._store.delete(self._ids)


class FileStore:
    """A folder of files with random ids."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, id_: str, data: bytes) -> None:
        """Keeps the bytes under an id of :func:`new_file_id`. Raises ``StorageUnavailable``; then nothing is left."""
        path = self._path(id_)
        try:
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                _sync_folder(self.folder)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                path.unlink()
            raise StorageUnavailable(error.__class__.__name__) from error

    def read(self, id_: str) -> bytes:
        """The bytes. Raises ``StoreError`` when the file is not there."""
        try:
            return self._path(id_).read_bytes()
        except FileNotFoundError as error:
            raise StoreError("a file is gone") from error
        except OSError as error:
            raise StorageUnavailable(error.__class__.__name__) from error

    def delete(self, ids: Iterable[str]) -> None:
        """Removes files; those that are gone already are no error."""
        for id_ in ids:
            with contextlib.suppress(FileNotFoundError):
                self._path(id_).unlink()

    @contextlib.contextmanager
    def together(self) -> Iterator[NewFiles]:
        """For new files and the transaction that names them: whatever goes wrong within, none of them is left."""
        new = NewFiles(self)
        try:
            yield new
        except BaseException:
            new.withdraw()
            raise

    def all(self, *, older_than: float = 0.0) -> Iterator[str]:
        """Ids of all files last changed at least so many seconds ago."""
        latest = time.time() - older_than
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                if _NAME.fullmatch(path.name) and path.stat().st_mtime <= latest:
                    yield path.name

    def check(self) -> None:
        """Raises ``StorageUnavailable`` when nothing can be written."""
        probe = new_file_id()
        self.write(probe, b"kravvakt")
        self.delete([probe])

    def _path(self, id_: str) -> Path:
        if not _NAME.fullmatch(id_):
            raise ValueError("no id of a file")
        return self.folder / id_[:2] / id_


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
