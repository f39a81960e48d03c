"""OCR engines that read nothing: they give what they were told to, or fail as they were told to."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.ocr import Grey, OcrWord


class FakeEngine:
    """Gives ``words`` for every page, or raises ``error``; remembers what it was asked."""

    def __init__(self, words: Sequence[OcrWord] = (), *, error: Exception | None = None) -> None:
        self.words = tuple(words)
        self.error = error
        self.calls: list[tuple[tuple[int, ...], str, int]] = []

    def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
        self.calls.append((picture.shape, key, mode))
        if self.error:
            raise self.error
        return self.words
