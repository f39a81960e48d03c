"""A letter before it is read: its files sorted out one by one, kept as a draft, put in order, and sent off.

For people who take photos of pages: a file that is refused is named and the others stay, and every picture is looked
at once, when it comes. Programs send a whole letter at once (`service.desk.submit`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers import intake
from parsers.errors import FileTooLarge, NoFiles, ParserError, TooManyPages
from parsers.intake import FileKind, InputFile
from parsers.limits import DEFAULT_LIMITS
from service import logs
from service.context import Services
from service.security import Caller
from service.store.audits import Audit, NewAudit

_log = logs.logger(__name__)

_PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.HEIC, FileKind.WEBP})


@dataclass(frozen=True, slots=True)
class Sorted:
    """Files that can be read with their looks (see `NewAudit`), and those that cannot: name and error code."""

    files: tuple[InputFile, ...]
    looks: tuple[InputFile | None, ...]
    refused: tuple[tuple[str, str], ...]

    @property
    def has_pictures(self) -> bool:
        """Whether somebody should look at the pictures before they are read."""
        return any(look is not None for look in self.looks)


def sort_out(services: Services, files: Sequence[InputFile], *, held: Sequence[InputFile] = ()) -> Sorted:
    """Looks at each file by itself. ``held`` are the files that the letter has already; they count in the limits."""
    size = sum(len(file.data) for file in held)
    pages = services.jobs.inspect(held) if held else 0
    kept: list[InputFile] = []
    looks: list[InputFile | None] = []
    refused: list[tuple[str, str]] = []
    for file in files:
        try:
            size, pages = _counted(services, file, size, pages)
            look = _look(services, file)
        except ParserError as error:
            refused.append((file.name, error.code))
            continue
        kept.append(file)
        looks.append(look)
    return Sorted(tuple(kept), tuple(looks), tuple(refused))


def _counted(services: Services, file: InputFile, size: int, pages: int) -> tuple[int, int]:
    size += len(file.data)
    if size > DEFAULT_LIMITS.total_bytes:
        raise FileTooLarge
    pages += 1 if intake.sniff(file) in _PICTURES else services.jobs.inspect([file])
    if pages > DEFAULT_LIMITS.pages:
        raise TooManyPages
    return size, pages


def _look(services: Services, file: InputFile) -> InputFile | None:
    if intake.sniff(file) not in _PICTURES:
        return None
    seen = services.jobs.sight(file)
    return InputFile(",".join(seen.look.quality.issues), seen.thumbnail)


def begin(services: Services, new: NewAudit, caller: Caller) -> Audit:
    """Keeps files that were sorted out as a draft. Raises what `Audits.create` raises."""
    hours = caller.retention_hours or services.settings.retention_hours
    audit, _ = services.store.audits.create(replace(new, retention_hours=hours), caller, draft=True)
    return audit


def send_off(services: Services, audit: Audit) -> Audit:
    """Puts a draft in the queue. Raises ``no_files`` for an empty one, ``conflict`` and ``queue_full``."""
    files = services.store.audits.looks(audit.id)
    if not files:
        raise NoFiles
    sent = services.store.audits.submit(audit.id)
    _log.info("accepted", audit=logs.short(audit.id), files=len(files), previous=0)
    services.jobs.notify()
    return sent
