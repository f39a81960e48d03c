"""Image PDFs that somebody else's OCR has been over: the text layer cannot be seen, and may be wrong.

For: `pdf-good-ocr`, an office scan whose layer says what is printed, and `pdf-poor-ocr`, the layer of a cheap or old
OCR run: digits and letters mistaken for their likes, commas lost, words cut, glued or missing, boxes a little off.
The picture is a decent scan in both, so that a reader can find out which layer to believe. Not for: PDFs with real
text.
"""

from __future__ import annotations

import io

import numpy as np
import pdfplumber

from samples.capture.writing import LayerWord

_LIKES = {
    "0": "OoD8",
    "1": "lI7",
    "2": "Z7",
    "3": "8B",
    "4": "A1",
    "5": "S6",
    "6": "G8b",
    "7": "1T",
    "8": "B3",
    "9": "g4",
    "a": "o",
    "c": "e",
    "e": "c",
    "f": "t",
    "i": "l1",
    "l": "1I",
    "m": "rn",
    "n": "ri",
    "o": "0",
    "r": "n",
    "t": "f",
    "u": "ii",
    "æ": "ae",
    "ø": "o",
    "å": "a",
    "Å": "A",
    "Ø": "O",
    "S": "5",
    "B": "8",
    "I": "l",
    ",": ".",
    ".": ",",
    ":": ";",
}
"""What OCR engines take a character for, from what is known of print in general."""

_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2212": "-", "\u2009": " "})


def printed_words(pdf: bytes) -> list[tuple[LayerWord, ...]]:
    """The words of each page of a PDF with real text, in reading order of the file."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            tuple(
                LayerWord(str(word["text"]).translate(_PLAIN), word["x0"], word["top"], word["x1"], word["bottom"])
                for word in page.extract_words(use_text_flow=False)
            )
            for page in document.pages
        ]


def misread(words: tuple[LayerWord, ...], rng: np.random.Generator, *, share: float) -> tuple[LayerWord, ...]:
    """The words as a poor engine gives them; `share` (0-1) of the characters that have likes are mistaken."""
    result: list[LayerWord] = []
    for word in words:
        fate = rng.random()
        if fate < share * 0.5:  # overlooked
            continue
        text = "".join(_seen(character, rng, share=share) for character in word.text)
        if fate > 1 - share * 0.4 and len(text) > 3:
            text = text[: int(rng.integers(2, len(text)))]
        dx, dy = rng.normal(0, 0.6, 2)
        if fate > 1 - share * 1.2 and result and abs(result[-1].top - word.top) < 2 and word.x0 - result[-1].x1 < 6:
            before = result.pop()
            result.append(LayerWord(before.text + text, before.x0, before.top, word.x1, before.bottom))
        elif text.strip():
            result.append(LayerWord(text, word.x0 + dx, word.top + dy, word.x1 + dx, word.bottom + dy))
    return tuple(result)


def _seen(character: str, rng: np.random.Generator, *, share: float) -> str:
    likes = _LIKES.get(character)
    if likes is None or rng.random() >= share:
        return character
    if character in ",.:" and rng.random() < 0.5:
        return ""
    if character in "mnuæ":
        return likes
    return likes[int(rng.integers(len(likes)))]
