"""The processes that read letters: a nursery that has everything loaded, and workers forked from it.

``python -m service.jobs.worker FD`` is the nursery. It speaks over the socket FD: first come the settings, then, for
each worker that is wanted, a socket to talk to it. A worker is there within milliseconds, does one thing at a time,
leads its own session, and ends when the nursery or the server does. Strangers' files are opened in a child of it, with
limits (`parsers.sandbox`).

Nursery and workers have one thread each: forking is safe.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from typing import TYPE_CHECKING, NoReturn, TypeVar

from checks.law import Language
from parsers import intake, pages, pdf, scanned, second_look  # noqa: F401 - loaded here, used by the children
from parsers.capture import Look, Sight, look, sight
from parsers.errors import DamagedFile, OcrFailed, ParserError
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS
from parsers.model import Box, Page, PageQuality, Word, WordSource
from parsers.ocr import TesseractEngine
from parsers.orphans import die_with_parent, forked
from parsers.pipeline import understand
from parsers.sandbox import Resident, run_limited
from service import logs
from service.config import Settings, commence
from service.jobs.reading import audit_files, judge, learn
from service.problems import Problem

if TYPE_CHECKING:
    from service.jobs.tasks import Ending
    from service.store.queue import Lease
    from service.store.whole import Store

T = TypeVar("T")

_SPECIMEN = (
    "Fjellreven Inkasso AS Dato 12.03.2026",
    "Betalingsoppfordring etter inkassoloven § 10",
    "Kreditor Eksempel Trening AS",
    "Hovedstol 1 000,00",
    "Forsinkelsesrente 12,00",
    "Inkassosalær 300,00",
    "Å betale 1 312,00",
    "Betalingsfrist 26.03.2026",
    "Kontonummer 1234 56 78903",
    "Du kan klage til Finansklagenemnda Inkasso.",
)

_SMALL, _LARGE = 2, 8
"""How large the picture is that is looked at to be warm: one that loads everything, or as a telephone takes them."""

LOOK_SECONDS = 20.0
"""How long a quick look may take."""


def main(arguments: Sequence[str]) -> None:
    """The nursery's life."""
    connection = Connection(int(arguments[0]))
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # workers that end leave nothing behind
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        settings: Settings
        settings, keeps = connection.recv()
        logs.configure(settings.log_level, settings.log_format)
        commence(settings.new_act_in_force)
        try:
            warm(keeps=keeps)
        except Exception as error:  # noqa: BLE001 - a letter that fails says more than a nursery that never starts
            logs.logger(__name__).error("warming failed", exc_info=error)
        connection.send("ready")
        while True:
            connection.recv()
            handle = recv_handle(connection)
            worker = forked()
            if worker == 0:
                connection.close()
                _work(Connection(handle), settings)
            os.close(handle)
            connection.send(worker)


def _work(connection: Connection, settings: Settings) -> NoReturn:
    """A worker's whole life."""
    try:
        os.setsid()
        die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        duties = Duties(settings)
        with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
            while True:
                name, values = connection.recv()
                connection.send(_answer(getattr(duties, name), values))
                learn()
    finally:
        os._exit(0)


def _answer(duty: Callable[..., object], values: Sequence[object]) -> tuple[str, object]:
    try:
        return "result", duty(*values)
    except (ParserError, Problem) as error:
        return "error", error
    except Exception as error:  # noqa: BLE001 - the server is told, and the worker lives on
        logs.logger(__name__).error("worker failed", exc_info=error)
        return "error", RuntimeError(type(error).__name__)


def warm(*, keeps: bool = True) -> None:
    """Loads everything, so that no letter waits for it: what this process has, its children have at once. Who ``keeps``
    nothing needs no database, and has nobody waiting with a camera.
    """
    if keeps:
        from service.jobs import tasks  # noqa: F401 - as above
    warm_checks()
    look(_snapshot(_LARGE if keeps else _SMALL))
    with contextlib.suppress(ParserError):
        TesseractEngine().prepare()


def warm_checks() -> None:
    """Loads the law, the rules and their words, so that the first correction is judged as quickly as any."""
    report = judge(
        understand([_specimen()]),
        [],
        known={},
        lang="nb",
        audit_id="",
        sha256="0" * 64,
        filename="",
        created_at=dt.datetime.now(dt.UTC),
    )
    report.to_json()


class Duties:
    """What a worker can be asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _store(self) -> Store:
        from service.store.whole import Store

        return Store(self._settings)

    def audit(self, lease: Lease) -> Ending:
        """Reads and checks a letter of the queue."""
        from service.jobs.tasks import run_audit

        return run_audit(self._store, lease, sandbox=self._settings.sandbox)

    def audit_files(
        self, files: Sequence[InputFile], lang: Language, apart: bool
    ) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Reads and checks a letter that is in no queue: the report, and with ``apart`` those of others in its file."""
        return audit_files(files, lang=lang, sandbox=self._settings.sandbox, apart=apart)

    def inspect(self, files: Sequence[InputFile]) -> int:
        """How many pages the files have."""
        if not self._settings.sandbox:
            return _count_pages(files)
        with _lateness():
            return run_limited(_count_pages, tuple(files), seconds=LOOK_SECONDS, memory_mb=DEFAULT_LIMITS.memory_mb)

    def look(self, file: InputFile) -> Look:
        """How well a picture can be read."""
        return self._looking(look, file)

    def sight(self, file: InputFile) -> Sight:
        """How well a picture can be read, and a small copy of it."""
        return self._looking(sight, file)

    def _looking(self, duty: Callable[[InputFile], T], file: InputFile) -> T:
        if not self._settings.sandbox:
            return duty(file)
        with _lateness():
            return self._looker.run(duty, file)

    @cached_property
    def _looker(self) -> Resident:
        """Somebody waits with the camera in the hand, and a fork takes a quarter of the time of a look."""
        return Resident(seconds=LOOK_SECONDS, memory_mb=DEFAULT_LIMITS.memory_mb)


@contextlib.contextmanager
def _lateness() -> Iterator[None]:
    """A look that takes too long is the file's fault."""
    try:
        yield
    except OcrFailed as late:
        raise DamagedFile("looking at it took too long") from late


def _specimen() -> Page:
    """A page with words of most kinds, so that every pattern has been tried once."""
    words = tuple(
        Word(text, Box(0.1 + 0.1 * place, 0.1 + 0.03 * line, 0.18 + 0.1 * place, 0.12 + 0.03 * line), 1.0, source)
        for source in (WordSource.TEXT_LAYER,)
        for line, row in enumerate(_SPECIMEN)
        for place, text in enumerate(row.split())
    )
    return Page(1, "text", 1240, 1754, 0, words, PageQuality(1.0))


def _snapshot(size: int) -> InputFile:
    """A picture of rows of bars, ``size`` times 300 by 400 pixels."""
    from PIL import Image, ImageDraw, ImageOps, TiffImagePlugin  # noqa: F401 - what reads how a camera was held

    picture = Image.new("L", (300 * size, 400 * size), 170)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((19 * size, 19 * size, 281 * size, 381 * size), fill=235)
    for y in range(50 * size, 350 * size, 60):
        for x in range(38 * size, 262 * size, 26):
            draw.rectangle((x, y, x + 16, y + 24), fill=30)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return InputFile("", out.getvalue())


def _count_pages(files: Sequence[InputFile]) -> int:
    return sum(upload.pages for upload in intake.load(files))


if __name__ == "__main__":
    main(sys.argv[1:])
