"""Where many letters come from: a folder with all below it, a ZIP file, or a list of paths.

A source says which letters there are without reading them, and reads one when asked, within the limits of a letter.
Nothing is unpacked to the disk, and a name in an archive is only shown, never used as a path. What is wrong with one
file is told when that letter is read; what is wrong with the whole source, at once.
"""

from __future__ import annotations

import os
import re
import stat
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO

from parsers.errors import DamagedFile, FileTooLarge, NoFiles, UnsupportedFileType
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS
from service.bulk.grouping import Group, Grouping, grouped
from service.problems import Problem

MOST_ENTRIES = 50_000
"""Files of an archive that are looked at."""

_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_NAME_LENGTH = 255
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source. ``stamp`` changes when the file does, as far as one can tell without reading it; ``size``
    in bytes, 0 where that is not known.
    """

    name: str
    stamp: str
    read: Callable[[], bytes]
    size: int = 0


@dataclass(frozen=True, slots=True)
class SourceLetter:
    """One letter of a source. ``key`` tells it from the others, and is the same the next time."""

    key: str
    by: Grouping
    files: tuple[SourceFile, ...]

    @property
    def name(self) -> str:
        """What the letter is called: the name of its first page."""
        return self.files[0].name

    @property
    def stamp(self) -> str:
        """Changes when any of its files does."""
        return "|".join(file.stamp for file in self.files)

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    def load(self) -> list[InputFile]:
        """The letter's files. Raises an ``InputError``, or a ``Problem`` for what no single file can have."""
        left = DEFAULT_LIMITS.total_bytes
        loaded = []
        for file in self.files:
            data = file.read()
            left -= len(data)
            if left < 0:
                raise FileTooLarge
            loaded.append(InputFile(name=Path(file.name).name, data=data))
        return loaded


def open_source(
    path: Path, *, leave_out: Path | None = None, together: bool = True, held: ExitStack | None = None
) -> tuple[SourceLetter, ...]:
    """The letters of a folder, a ZIP file or a list of paths, in a stable order.

    ``leave_out`` is a folder that is no part of the source (where the results go). Without ``together`` every file is
    a letter. A ZIP file stays open for its letters to be read, with ``held`` until that is closed. Raises ``NoFiles``,
    ``DamagedFile``, ``UnsupportedFileType`` or the problem ``encrypted_archive``.
    """
    if path.is_dir():
        found = _of_folder(path, leave_out, together)
    elif _is_zip(path):
        found = letters_of_zip(path, size=path.stat().st_size, together=together, held=held)
    else:
        found = _of_list(path, together)
    if not found:
        raise NoFiles(f"{path.name!r} holds no files")
    return found


def letters_of_zip(
    archive: Path | IO[bytes], *, size: int, together: bool = True, held: ExitStack | None = None
) -> tuple[SourceLetter, ...]:
    """The letters of a ZIP file (APPNOTE 6.3). Raises ``DamagedFile``, ``FileTooLarge`` or ``encrypted_archive``."""
    try:
        opened = zipfile.ZipFile(archive)
        if held is not None:
            held.enter_context(opened)
        entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    # NotImplementedError: zipfile says so of archives in several parts and of versions it does not know.
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError) as fault:
        raise DamagedFile(f"not a ZIP file: {fault}") from fault
    if len(entries) > MOST_ENTRIES:
        raise FileTooLarge(f"{len(entries)} entries", message=f"ZIP-filen har over {MOST_ENTRIES} filer. Del den opp")
    # Entries that share their bytes are how a small archive becomes an endless one.
    if sum(entry.compress_size for entry in entries) > size:
        raise DamagedFile("entries overlap")
    files: dict[str, SourceFile] = {}
    lock = threading.Lock()
    encrypted = 0
    for entry in entries:
        name = _shown(_entry_name(entry))
        if _is_litter(name):
            continue
        encrypted += bool(entry.flag_bits & _ENCRYPTED)
        name = _only(name, files)
        files[name] = SourceFile(
            name, f"{entry.CRC:08x}-{entry.file_size}", _reader(opened, entry, lock), entry.file_size
        )
    if encrypted and encrypted == len(files):
        raise Problem("encrypted_archive")
    return letters_of(files, together=together)


def letters_of(files: Mapping[str, SourceFile], *, together: bool = True) -> tuple[SourceLetter, ...]:
    """The letters that named files make up."""
    groups = grouped(files) if together else [Group((name,), Grouping.ALONE) for name in files]
    return tuple(_letter(group, files) for group in groups)


def named_apart(files: Sequence[InputFile]) -> dict[str, SourceFile]:
    """Files that are at hand, by names that can be shown and told apart."""
    found: dict[str, SourceFile] = {}
    for file in files:
        name = _only(_shown(file.name), found)
        found[name] = SourceFile(name, "", partial(_at_hand, file.data))
    return found


def _at_hand(data: bytes) -> bytes:
    return data


def _letter(group: Group, files: Mapping[str, SourceFile]) -> SourceLetter:
    return SourceLetter("\n".join(group.names), group.by, tuple(files[name] for name in group.names))


# ------------------------------------------------------------------ folders and lists


def _of_folder(top: Path, leave_out: Path | None, together: bool) -> tuple[SourceLetter, ...]:
    files: dict[str, SourceFile] = {}
    for path in _walk(top, leave_out.resolve() if leave_out else None):
        name = _only(_shown(path.relative_to(top).as_posix()), files)
        files[name] = _file(name, path)
    return letters_of(files, together=together)


def _walk(top: Path, leave_out: Path | None) -> Iterator[Path]:
    """All files below, links to folders not followed, hidden ones and systems' own left out."""
    for folder, folders, names in os.walk(top):
        here = Path(folder)
        kept = [name for name in sorted(folders) if not _is_litter(name)]
        folders[:] = [name for name in kept if leave_out is None or (here / name).resolve() != leave_out]
        yield from (here / name for name in sorted(names) if not _is_litter(name))


def _of_list(path: Path, together: bool) -> tuple[SourceLetter, ...]:
    """One letter a line; several files with tabs between are its pages. Relative to where the list is."""
    try:
        text = path.read_bytes()[: 20 * DEFAULT_LIMITS.total_bytes].decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnsupportedFileType("no list", message="Gi en mappe, en ZIP-fil eller en tekstfil med filnavn") from fault
    if "\0" in text:
        raise UnsupportedFileType("no list", message="Gi en mappe, en ZIP-fil eller en tekstfil med filnavn")
    lines = [line.strip() for line in text.splitlines()]
    singles: dict[str, SourceFile] = {}
    several: list[SourceLetter] = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t") if part.strip()]
        files = [_file(_shown(part), path.parent / part) for part in parts]
        if len(files) == 1:
            name = _only(files[0].name, singles)
            singles[name] = replace(files[0], name=name)
        else:
            several.append(SourceLetter("\n".join(file.name for file in files), Grouping.LIST, tuple(files)))
    # A list has no folders of its own: only page words put single lines together.
    letters = [*_unfoldered(singles, together=together), *several]
    places = {line.split("\t")[0].strip(): number for number, line in reversed(list(enumerate(lines)))}
    return tuple(_apart(sorted(letters, key=lambda letter: places.get(letter.name, 0))))


def _unfoldered(files: Mapping[str, SourceFile], *, together: bool) -> Iterator[SourceLetter]:
    for letter in letters_of(files, together=together):
        if letter.by is Grouping.FOLDER:
            yield from (SourceLetter(file.name, Grouping.ALONE, (file,)) for file in letter.files)
        else:
            yield letter


def _apart(letters: Iterable[SourceLetter]) -> Iterator[SourceLetter]:
    """Letters of the same files get keys of their own."""
    seen: dict[str, int] = {}
    for letter in letters:
        seen[letter.key] = seen.get(letter.key, 0) + 1
        again = seen[letter.key] > 1
        yield SourceLetter(f"{letter.key}\n#{seen[letter.key]}", letter.by, letter.files) if again else letter


def _file(name: str, path: Path) -> SourceFile:
    try:
        found = path.stat()
        stamp, size = f"{found.st_size}-{found.st_mtime_ns}", found.st_size
    except (OSError, ValueError):
        stamp, size = "missing", 0
    return SourceFile(name, stamp, lambda: _read_path(path), size)


def _read_path(path: Path) -> bytes:
    try:
        # Opened without waiting: a pipe among the files must not hold everything up.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Problem("file_unavailable")
        with os.fdopen(descriptor, "rb") as file:
            return _limited(file)
    except (OSError, ValueError) as fault:
        raise Problem("file_unavailable") from fault


# ------------------------------------------------------------------ archives


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\3\4", b"PK\5\6") or path.suffix.casefold() == ".zip"
    except OSError as fault:
        raise Problem("file_unavailable") from fault


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, lock: threading.Lock) -> Callable[[], bytes]:
    def read() -> bytes:
        if entry.flag_bits & _ENCRYPTED:
            raise Problem("encrypted_archive")
        if entry.file_size > DEFAULT_LIMITS.total_bytes:
            raise FileTooLarge
        try:
            with lock, archive.open(entry) as file:
                return _limited(file)
        except NotImplementedError as fault:  # zipfile's word for a compression it does not know
            raise UnsupportedFileType(f"packed in a way nobody reads: {fault}") from fault
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as fault:
            raise DamagedFile(f"an entry of the archive: {type(fault).__name__}") from fault

    return read


def _limited(file: IO[bytes]) -> bytes:
    """All of a file, or ``FileTooLarge`` as soon as it is clear that it is; whatever size it claims to have."""
    data = file.read(DEFAULT_LIMITS.total_bytes + 1)
    if len(data) > DEFAULT_LIMITS.total_bytes:
        raise FileTooLarge
    return data


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name. Programs that forget to say that names are UTF-8 are common."""
    if not entry.flag_bits & _UTF8_NAMES:
        with suppress(UnicodeError):
            return entry.filename.encode("cp437").decode("utf-8")
    return entry.filename


def _shown(name: str) -> str:
    """A name fit to be shown: no way up or out, no control characters, not too long."""
    parts = re.split(r"[\\/]+", name.encode("utf-8", "replace").decode("utf-8"))
    kept = [re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", "?", part) for part in parts]
    kept = [part for part in kept if part not in ("", ".", "..")]
    return "/".join(kept)[-_NAME_LENGTH:] or "?"


def _only(name: str, taken: Mapping[str, object]) -> str:
    """The name, or one after it, that nobody has yet."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _is_litter(name: str) -> bool:
    """Files that systems leave behind, and hidden ones."""
    return any(part.startswith(".") or part.casefold() in _LITTER for part in name.split("/"))
