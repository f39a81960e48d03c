"""Tesseract loaded once for many pictures: each is read by a fork of this process, which has everything ready.

The program takes a tenth of the time of a page to start, and most of that of a few lines: it loads the language and
sorts tables. It is a thin shell around a library, whose C interface (capi.h of Tesseract 5) does here what the program
does with ``--psm MODE --oem 1 --dpi 300 tsv``, and reads the same. That a child reads each picture keeps what a program
of its own gives: a run can be stopped when its time is up, a picture that takes it down takes nothing else down, and no
run knows of another. Whoever forks later, as a warm worker does for each letter, hands the loaded language on.

Only on Linux, where the dynamic loader tells which library the program is linked with: that very one is loaded. Where
there is none, the program is run (`parsers.ocr`). Not here: finding the program, and what the table of words means.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import functools
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import NoReturn

import numpy as np
import numpy.typing as npt

from parsers.orphans import die_with_parent, forked

Grey = npt.NDArray[np.uint8]

_LINKED = re.compile(rb"\blibtesseract\.so\.5[.\d]* => (/\S+)")
_OPENMP = "libgomp.so.1"
_ASKING_SECONDS = 10.0
_LSTM_ONLY = 1
_DOTS_PER_INCH = b"300"

_API, _TEXT, _NUMBER, _PICTURE = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p
_FUNCTIONS: dict[str, tuple[type, tuple[type, ...]]] = {
    "TessVersion": (_TEXT, ()),
    "TessBaseAPICreate": (_API, ()),
    "TessBaseAPIDelete": (_NUMBER, (_API,)),
    "TessBaseAPIInit2": (_NUMBER, (_API, _TEXT, _TEXT, _NUMBER)),
    "TessBaseAPISetVariable": (_NUMBER, (_API, _TEXT, _TEXT)),
    "TessBaseAPISetPageSegMode": (_NUMBER, (_API, _NUMBER)),
    "TessBaseAPISetImage": (_NUMBER, (_API, _PICTURE, _NUMBER, _NUMBER, _NUMBER, _NUMBER)),
    "TessBaseAPIRecognize": (_NUMBER, (_API, _API)),
    "TessBaseAPIGetTsvText": (_TEXT, (_API, _NUMBER)),
}
"""What each function gives and takes; a number stands for nothing too."""


class RunError(Exception):
    """A child that reads ended without an answer; ``status`` is that of :func:`os.waitpid`."""

    def __init__(self, status: int) -> None:
        super().__init__(f"wait status {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class LoadedTesseract:
    """The library with a language loaded, in this process and all that are forked from it."""

    library: ctypes.CDLL
    api: int

    def read(self, picture: Grey, *, mode: int, seconds: float) -> bytes:
        """The rows of the TSV of a picture, without their heading. Raises TimeoutError when there is no answer within
        ``seconds`` (the child is killed), RunError when the child died, and OSError when none could be forked.
        """
        picture = np.ascontiguousarray(picture)
        ours, theirs = Pipe(duplex=False)
        child = forked()
        if child == 0:
            self._work(picture, mode, theirs)
        theirs.close()
        rows = None
        try:
            if not ours.poll(seconds):
                raise TimeoutError
            with contextlib.suppress(EOFError, OSError):
                rows = ours.recv_bytes()
        except BaseException:
            os.kill(child, signal.SIGKILL)
            raise
        finally:
            ours.close()
            _, status = os.waitpid(child, 0)
        if rows is None:
            raise RunError(status)
        return rows

    def _work(self, picture: Grey, mode: int, line: Connection) -> NoReturn:
        """The child's whole life. What the library says on the error output is of no use to anybody."""
        ending = 1
        try:
            die_with_parent()
            for which in (signal.SIGINT, signal.SIGTERM):
                signal.signal(which, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            line.send_bytes(self._rows(picture, mode))
            ending = 0
        finally:
            os._exit(ending)

    def _rows(self, picture: Grey, mode: int) -> bytes:
        height, width = picture.shape
        self.library.TessBaseAPISetPageSegMode(self.api, mode)
        self.library.TessBaseAPISetImage(self.api, picture.ctypes.data, width, height, 1, width)
        if self.library.TessBaseAPIRecognize(self.api, None) != 0:
            raise ValueError("nothing was recognised")
        rows: bytes | None = self.library.TessBaseAPIGetTsvText(self.api, 0)
        if rows is None:
            raise ValueError("no table of words came back")
        return rows


@functools.lru_cache(maxsize=8)
def loaded(program: str, language: str) -> LoadedTesseract | None:
    """The library behind the program at this path, with the language; ``None`` where it cannot be had."""
    path = _linked(program)
    if path is None:
        return None
    # Several threads on few cores are several times slower; asked for when the library is loaded, and never again.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        library = ctypes.CDLL(path)
        for name, (gives, takes) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = gives, takes
    except (OSError, AttributeError):
        return None
    if not library.TessVersion().startswith(b"5.") or not _has_one_thread():
        return None
    api = library.TessBaseAPICreate()
    if library.TessBaseAPIInit2(api, None, language.encode(), _LSTM_ONLY) != 0:
        library.TessBaseAPIDelete(api)
        return None
    library.TessBaseAPISetVariable(api, b"user_defined_dpi", _DOTS_PER_INCH)
    atexit.register(library.TessBaseAPIDelete, api)
    return LoadedTesseract(library, api)


def _linked(program: str) -> str | None:
    """The path of the library that the program is linked with, as the dynamic loader says without starting it
    (ld.so(8): what is asked of a script is told of its shell).
    """
    if sys.platform != "linux":
        return None
    environment = {**os.environ, "LD_TRACE_LOADED_OBJECTS": "1"}
    try:
        told = subprocess.run(  # noqa: S603 - the program was looked up, and is only asked what it needs
            [program], env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=_ASKING_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = _LINKED.search(told.stdout)
    return os.fsdecode(found[1]) if found else None


def _has_one_thread() -> bool:
    """Whether the library will keep to one thread. Another one may have loaded OpenMP before it was told."""
    try:
        openmp = ctypes.CDLL(_OPENMP, mode=os.RTLD_NOLOAD)
    except OSError:
        return True  # not loaded: the library does without
    return bool(openmp.omp_get_thread_limit() == 1)
