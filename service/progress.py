"""Progress on stderr, for people who wait: silent for the first second, then the step at hand."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self, TextIO

SILENT_SECONDS = 1.0
"""How long the work may take before anything is said."""


class Progress:
    """A context in which :meth:`page` and :meth:`step` name the work at hand; the first word comes after
    :data:`SILENT_SECONDS`. ``page_words`` has the places ``{number}`` and ``{total}``.
    """

    def __init__(self, stream: TextIO, page_words: str) -> None:
        self._stream = stream
        self._page_words = page_words
        self._lock = threading.Lock()
        self._text = ""
        self._shown = ""
        self._talking = False
        self._timer = threading.Timer(SILENT_SECONDS, self._start_talking)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def page(self, _step: str, number: int, total: int) -> None:
        """The reader begins page ``number`` (from 1) of ``total``."""
        self.step(self._page_words.format(number=number, total=total))

    def step(self, text: str) -> None:
        """The work at hand, in words."""
        with self._lock:
            self._text = text
            self._say()

    def _start_talking(self) -> None:
        with self._lock:
            self._talking = True
            self._say()

    def _say(self) -> None:
        if self._talking and self._text != self._shown:
            self._shown = self._text
            self._stream.write(self._text + "\n")
            self._stream.flush()
