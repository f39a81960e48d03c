"""Reading the words of a straightened page: the engine seam, Tesseract behind it, and recorded readings for tests.

Tesseract 5 with the language data `nor` alone, one thread a run (`OMP_THREAD_LIMIT=1`: more threads on few cores are
several times slower). pytesseract finds the program and tells its version and languages. Where the library that the
program is a shell around can be loaded, a fork of this process reads with it (`parsers.loaded_tesseract`), which spares
every picture the start. Elsewhere the run is started here, because the letter must never lie in a temporary file and a
run that takes too long must be killed with everything it started: the picture goes in as an uncompressed TIFF, in
memory where that can have a name (`parsers.in_memory`) and by a pipe elsewhere; the table of words (TSV) comes back by
a pipe. Both ways the words are the same.

Not here: straightening (`parsers.image`), rows and columns (`parsers.transcript`).
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import signal
import struct
import subprocess
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from parsers.errors import OcrFailed, TesseractLanguageMissing, TesseractMissing
from parsers.in_memory import named
from parsers.limits import DEFAULT_LIMITS
from parsers.loaded_tesseract import RunError, loaded
from parsers.orphans import die_with_parent

Grey = npt.NDArray[np.uint8]

LANGUAGE = "nor"
OLDEST_VERSION = 5

SPARSE = 11
"""Page segmentation "sparse text": finds small lines beside large type that the full layout analysis drops."""

_HEADING = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
"""What the program writes over the table of words."""

_TIFF_HEAD = 128
"""Bytes before the pixels of the picture: header, directory and nothing."""


class OcrTimeout(OcrFailed):
    """The engine did not finish in time: the page is speckle rather than print."""


class OcrKilled(OcrFailed):
    """A signal ended the engine: somebody killed it, or the picture took it down."""


@dataclass(frozen=True, slots=True)
class OcrWord:
    """One word as the engine gave it: text, box in pixels of the picture (x0, y0, x1, y1), confidence 0-1, and which
    text line of the engine it stood on.
    """

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    line: int = 0


class OcrEngine(Protocol):
    """Anything that reads words from a grey picture (dark text on light paper, upright)."""

    def read(self, picture: Grey, *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:
        """The words. ``key`` names the page for engines that replay recordings. Raises OcrFailed."""


# ------------------------------------------------------------------ Tesseract


@dataclass(frozen=True, slots=True)
class TesseractEngine:
    """Tesseract on this machine. ``seconds`` is the limit of one run; ``command`` the program (a name or a path)."""

    seconds: float = DEFAULT_LIMITS.ocr_seconds
    command: str = "tesseract"

    def prepare(self) -> None:
        """Finds the program, and loads what can be loaded before there is a picture: for this process and those that
        are forked from it. Raises TesseractMissing or TesseractLanguageMissing.
        """
        loaded(find_tesseract(self.command), LANGUAGE)

    def read(self, picture: Grey, *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:  # noqa: ARG002
        """The words of one page. Raises TesseractMissing, TesseractLanguageMissing or OcrFailed."""
        program = find_tesseract(self.command)
        library = loaded(program, LANGUAGE)
        if library is None:
            return parse_tsv(self._table_of(program, picture, mode))
        try:
            rows = library.read(picture, mode=mode, seconds=self.seconds)
        except TimeoutError as late:
            raise OcrTimeout(f"no answer within {self.seconds:g} s") from late
        except RunError as end:
            raise _failure(os.waitstatus_to_exitcode(end.status)) from end
        except OSError as fault:
            raise OcrFailed(f"could not fork: {fault}") from fault
        return parse_tsv(f"{_HEADING}\n{rows.decode('utf-8', 'replace')}")

    def _table_of(self, program: str, picture: Grey, mode: int) -> str:
        """The table of words that the program writes."""
        settings = ("stdout", "-l", LANGUAGE, "--psm", str(mode), "--oem", "1", "--dpi", "300", "tsv")
        content = tiff(picture)
        with named(content) as file:
            if file is None:
                return _run([program, "stdin", *settings], content, self.seconds)
            descriptor, name = file
            return _run([program, name, *settings], None, self.seconds, inherited=(descriptor,))


@functools.lru_cache(maxsize=8)
def find_tesseract(command: str = "tesseract") -> str:
    """The program's path, once it is known to be version 5 or later and to have Norwegian.

    Raises TesseractMissing or TesseractLanguageMissing (never cached, so that installing it helps at once).
    """
    found = shutil.which(command)
    if found is None:
        raise TesseractMissing(f"{command!r} is not on the path")
    import pytesseract

    pytesseract.pytesseract.tesseract_cmd = found
    try:
        version = pytesseract.get_tesseract_version()
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError, ValueError, SystemExit) as fault:
        raise TesseractMissing(f"{found} does not answer: {fault}") from fault
    if version.major < OLDEST_VERSION:
        raise TesseractMissing(f"{found} is version {version}, at least {OLDEST_VERSION} is needed")
    if LANGUAGE not in languages:
        raise TesseractLanguageMissing(f"{found} has {sorted(languages)}")
    return found


def _run(arguments: Sequence[str], sent: bytes | None, seconds: float, *, inherited: Sequence[int] = ()) -> str:
    """Standard output of one run. The child leads its own process group, which is killed whole when time is up. It is
    ``sent`` something on its standard input, or keeps the ``inherited`` descriptors.
    """
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        process = subprocess.Popen(  # noqa: S603 - the program was looked up, no shell, no user text in the arguments
            arguments,
            stdin=subprocess.DEVNULL if sent is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
            pass_fds=inherited,
            # If we are killed, nobody is left to stop it. The function calls the kernel once and takes no lock.
            preexec_fn=die_with_parent,
        )
    except FileNotFoundError as fault:
        find_tesseract.cache_clear()
        raise TesseractMissing(f"{arguments[0]} is gone") from fault
    except OSError as fault:
        raise OcrFailed(f"could not start {arguments[0]}: {fault}") from fault
    with process:
        try:
            out, err = process.communicate(sent, timeout=seconds)
        except subprocess.TimeoutExpired as late:
            raise OcrTimeout(f"no answer within {seconds:g} s") from late
        finally:
            if process.poll() is None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.kill()
    if process.returncode != 0:
        last = err.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
        raise _failure(process.returncode, last[0][:200])
    return out.decode("utf-8", "replace")


def _failure(status: int, told: str = "no message") -> OcrFailed:
    """What became of a run that ended with this exit status, or with minus the number of a signal."""
    return OcrKilled(f"ended by signal {-status}") if status < 0 else OcrFailed(f"exit status {status}: {told}")


def tiff(picture: Grey) -> bytes:
    """The picture as a bare TIFF (TIFF 6, baseline grey): nothing to compress, and whole lines to read. PGM is read
    pixel by pixel.
    """
    height, width = picture.shape
    short, long = 3, 4
    fields = (
        (256, long, width),
        (257, long, height),
        (258, short, 8),  # bits of a pixel
        (259, short, 1),  # not compressed
        (262, short, 1),  # 0 is black
        (273, long, _TIFF_HEAD),  # where the pixels begin
        (277, short, 1),  # one value a pixel
        (278, long, height),  # all lines in one piece
        (279, long, width * height),
    )
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in fields)
    head = struct.pack("<2sHIH", b"II", 42, 8, len(fields)) + entries
    return head.ljust(_TIFF_HEAD, b"\0") + np.ascontiguousarray(picture).tobytes()


def parse_tsv(table: str) -> tuple[OcrWord, ...]:
    """The words of Tesseract's TSV (level 5 rows). Raises OcrFailed when it is no such table."""
    lines = table.split("\n")
    if not lines[0].startswith("level\t"):
        raise OcrFailed("no table of words came back")
    words: list[OcrWord] = []
    numbers: dict[tuple[str, str, str], int] = {}
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        try:
            left, top, width, height = (int(cell) for cell in cells[6:10])
            confidence = float(cells[10]) / 100
        except ValueError as fault:
            raise OcrFailed(f"a row of the table of words makes no sense: {fault}") from fault
        number = numbers.setdefault((cells[2], cells[3], cells[4]), len(numbers))
        box = (left, top, left + width, top + height)
        words.append(OcrWord(cells[11].strip(), box, min(1.0, max(0.0, confidence)), number))
    return tuple(words)


class OnceEngine:
    """Reads with ``engine``, and no picture twice: of a letter that is read anew some pages were read already."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self._read: dict[tuple[str, int, tuple[int, ...], int], tuple[OcrWord, ...]] = {}

    def read(self, picture: Grey, *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:
        """The words. Raises what the engine raises."""
        name = (key, mode, picture.shape, zlib.crc32(picture.tobytes()))
        if name not in self._read:
            self._read[name] = self._engine.read(picture, key=key, mode=mode)
        return self._read[name]


# ------------------------------------------------------------------ recorded readings


@dataclass(frozen=True, slots=True)
class RecordedEngine:
    """Replays readings from ``directory/<key>.json``: OCR results that stay the same whatever version is installed.

    The key is the caller's name for the page (``sample-1``), not a hash of pixels, so that a new OpenCV, which
    rounds a pixel otherwise, does not void a recording. Boxes are stored as fractions of the page.
    """

    directory: Path

    def read(self, picture: Grey, *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:  # noqa: ARG002
        """The recorded words of the page ``key``. Raises OcrFailed when there is no such recording."""
        height, width = picture.shape
        path = self.directory / f"{key}.json"
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise OcrFailed(f"no recording for {key!r}: {fault}") from fault
        return tuple(
            OcrWord(
                text, (round(x0 * width), round(y0 * height), round(x1 * width), round(y1 * height)), confidence, line
            )
            for text, x0, y0, x1, y1, confidence, line in rows
        )


@dataclass(frozen=True, slots=True)
class RecordingEngine:
    """Reads with ``engine`` and writes what it read to ``directory`` for :class:`RecordedEngine`."""

    engine: OcrEngine
    directory: Path

    def read(self, picture: Grey, *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:
        """The words, after they were written down."""
        words = self.engine.read(picture, key=key, mode=mode)
        height, width = picture.shape
        rows = [
            [
                w.text,
                round(w.box[0] / width, 5),
                round(w.box[1] / height, 5),
                round(w.box[2] / width, 5),
                round(w.box[3] / height, 5),
                round(w.confidence, 3),
                w.line,
            ]
            for w in words
        ]
        self.directory.mkdir(parents=True, exist_ok=True)
        body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (self.directory / f"{key}.json").write_text(f"[\n{body}\n]\n", encoding="utf-8")
        return words
