"""The words of a text page as optical reading might have given them: a bench for joint reading that needs no OCR.

For: ``samples.score --quality noise-2``, which reads the text layer of a letter, damages two of a hundred characters
and has the letter understood from what is left. Which characters suffer, and how sure the damaged and the sound words
seem, is what was counted on small and blurred type read with sparse segmentation. What is done to whole words, rows
and pages is what was seen on simulated photos and scans, and is in `samples.tears`. Not for: saying how well photos
are read, for no pixel is looked at.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from parsers.model import Box, Page, Word, WordSource
from samples.tears import habit, torn

PREFIX = "noise-"
"""What the name of such a quality begins with; the rest is how many of a hundred characters are damaged."""

READ_AS: Mapping[str, tuple[tuple[str, float], ...]] = {
    ",": ((".", 0.13), ("", 0.024)),
    ".": (("", 0.05), (",", 0.006)),
    ":": (("", 0.09), (".", 0.01)),
    "-": (("", 0.03), ("—", 0.02)),
    "–": (("-", 0.10), ("—", 0.06), ("", 0.04)),
    "−": (("-", 0.10), ("—", 0.06), ("", 0.06)),
    "%": (("9", 0.006), ("°/o", 0.006), ("", 0.006), ("96", 0.003)),
    "/": (("", 0.01), ("1", 0.01), ("7", 0.003)),
    "(": (("", 0.01), ("{", 0.005), ("C", 0.002)),
    ")": (("", 0.01), ("}", 0.005), ("J", 0.002)),
    "+": (("4", 0.01), ("t", 0.02), ("", 0.01)),
    "§": (("8", 0.05), ("$", 0.05), ("5", 0.03)),
    "&": (("8", 0.03), ("6", 0.01), ("", 0.01)),
    "l": (("", 0.02), ("i", 0.011), ("t", 0.009), ("1", 0.004)),
    "i": (("", 0.018), ("l", 0.005), ("k", 0.003), ("s", 0.003), ("u", 0.003)),
    "f": (("t", 0.03),),
    "t": (("f", 0.004), ("l", 0.004), ("", 0.004)),
    "r": (("n", 0.004), ("", 0.006)),
    "n": (("r", 0.011), ("m", 0.003)),
    "m": (("n", 0.006), ("rn", 0.004)),
    "o": (("e", 0.007), ("0", 0.002)),
    "e": (("o", 0.004), ("c", 0.004)),
    "a": (("e", 0.004),),
    "g": (("q", 0.004),),
    "h": (("b", 0.004), ("n", 0.003)),
    "k": (("h", 0.003), ("", 0.002)),
    "b": (("h", 0.003), ("6", 0.001)),
    "d": (("cl", 0.002),),
    "s": (("5", 0.001), ("", 0.002)),
    "B": (("8", 0.008),),
    "D": (("O", 0.003), ("0", 0.002)),
    "G": (("6", 0.003), ("C", 0.004)),
    "O": (("0", 0.01), ("Q", 0.003)),
    "Z": (("2", 0.008),),
    "æ": (("e", 0.005), ("ae", 0.004)),
    "I": (("i", 0.03), ("l", 0.02)),
    "J": (("j", 0.02),),
    "V": (("v", 0.02),),
    "S": (("$", 0.01), ("5", 0.003)),
    "Ø": (("ø", 0.08), ("O", 0.01)),
    "ø": (("e", 0.005), ("o", 0.005)),
    "Å": (("å", 0.01), ("A", 0.01)),
    "å": (("a", 0.006),),
    "@": (("&", 0.3), ("e", 0.1), ("G", 0.1), ("Q", 0.1)),
    "0": (("", 0.016), ("O", 0.004), ("6", 0.002), ("8", 0.002)),
    "1": (("l", 0.005), ("7", 0.002), ("4", 0.001), ("|", 0.002), ("", 0.004)),
    "2": (("7", 0.006), ("", 0.010)),
    "3": (("9", 0.006), ("0", 0.003), ("8", 0.002), ("", 0.010)),
    "4": (("1", 0.002), ("", 0.003)),
    "5": (("3", 0.003), ("$", 0.002), ("S", 0.002), ("6", 0.002)),
    "6": (("", 0.008), ("0", 0.002), ("8", 0.002)),
    "7": (("1", 0.004), ("2", 0.001)),
    "8": (("0", 0.007), ("6", 0.003), ("3", 0.002)),
    "9": (("0", 0.003), ("", 0.006)),
}
"""What is printed -> what it is read as, and for what share of that character ("" is lost)."""

ANY_DIGIT = 0.001
"""The share of a digit that is read as any of the other nine: no list of confusions is complete."""
ADDED = 0.002
"""The share of digits after which one more is seen."""
SPLIT, GLUED, LOST_WORD = 0.004, 0.006, 0.002
"""The shares of words that are cut in two, joined with the next one close by, or not seen at all."""
FIGURES = 15.0
"""How many times oftener figures are joined with figures close by than words with words ("7 281,10": "7281,10"), and
then without a doubt."""
ALONE = 4.0
"""How many times oftener a single character that stands alone is not seen."""

_SOUND: tuple[tuple[float, float, float], ...] = (
    (0.47, 0.95, 0.97), (0.07, 0.93, 0.95), (0.40, 0.90, 0.93), (0.035, 0.85, 0.90), (0.008, 0.75, 0.85),
    (0.007, 0.60, 0.75), (0.008, 0.30, 0.60), (0.002, 0.0, 0.30),
)  # fmt: skip
_DAMAGED: tuple[tuple[float, float, float], ...] = (
    (0.37, 0.0, 0.30), (0.18, 0.30, 0.60), (0.20, 0.60, 0.75), (0.10, 0.75, 0.85), (0.05, 0.85, 0.90),
    (0.06, 0.90, 0.93), (0.02, 0.93, 0.95), (0.02, 0.95, 0.97),
)  # fmt: skip
"""(share of words, lowest and highest confidence): 15 of 100 damaged words seem as sure as sound ones."""

_MOST = 0.6  #: no character is damaged more often than this, however much noise is asked for
_THIN = frozenset(",.:;-")


def rate_of(quality: str) -> float | None:
    """The share of characters that the quality damages (``noise-2`` -> 0.02); None when it is no such quality.

    Raises ValueError for a name that begins like one and has no number.
    """
    return float(quality.removeprefix(PREFIX)) / 100 if quality.startswith(PREFIX) else None


def noisy(pages: Sequence[Page], *, rate: float, seed: int | str) -> tuple[Page, ...]:
    """The pages as if photographed: ``rate`` (0-1) of their characters damaged. The same arguments give the same
    words.
    """
    rng = random.Random(f"{seed}/noise")
    tears = random.Random(f"{seed}/tears")
    alike = habit(READ_AS, rate=rate, rng=tears)
    return tuple(
        replace(page, source="photo", words=tuple(torn(_read(page.words, rate, rng, alike), rate=rate, rng=tears)))
        for page in pages
    )


def _read(words: Sequence[Word], rate: float, rng: random.Random, alike: Mapping[str, str]) -> Iterator[Word]:
    """``alike`` is what every one of some characters may be read as, on top of what befalls single ones."""
    pieces = [piece for word in words for piece in _without_blanks(word)]
    usual = sum(_share(c) for w in pieces for c in w.text) / max(1, sum(len(w.text) for w in pieces))
    times = rate / usual if usual else 0.0
    waiting: tuple[str, Box, bool] | None = None
    for number, word in enumerate(pieces):
        text = _damaged("".join(alike[c] if c in alike and rng.random() < 0.5 else c for c in word.text), times, rng)
        box = word.box
        touched = text != word.text
        only_thin = touched and _letters(text) == _letters(word.text)
        if waiting is not None:
            figures = waiting[0][-1].isdigit() and text[:1].isdigit()
            touched = (touched or waiting[2]) if figures else True
            text, box, only_thin = waiting[0] + text, Box.around((waiting[1], box)), False
            waiting = None
        if not text or rng.random() < LOST_WORD * times * (ALONE if len(text) == 1 else 1.0):
            continue
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        figures = following is not None and text[-1].isdigit() and following.text[0].isdigit()
        share = GLUED * times * (FIGURES if figures else 1.0)
        if following is not None and _is_close(word, following) and rng.random() < share:
            waiting = (text, box, touched and not figures)
            continue
        # A point for a comma is seen without doubt as often as not, and figures that were joined mostly are.
        doubt = touched and not (only_thin and rng.random() < 0.6)
        confidence = _confidence(_DAMAGED if doubt else _SOUND, rng)
        if len(text) > 3 and rng.random() < SPLIT * times:
            at = rng.randrange(1, len(text))
            yield from _cut(text, box, at, confidence)
        else:
            yield Word(text, box, confidence, WordSource.OCR)
    if waiting is not None:
        yield Word(waiting[0], waiting[1], _confidence(_DAMAGED, rng), WordSource.OCR)


def _letters(text: str) -> str:
    return "".join(c for c in text if c not in _THIN)


def _without_blanks(word: Word) -> Iterator[Word]:
    """A word of a text layer may hold blanks (a no-break blank in an amount); optical reading parts it there."""
    at = 0
    for piece in word.text.split():
        at = word.text.index(piece, at)
        low, high = at / len(word.text), (at + len(piece)) / len(word.text)
        box = word.box
        yield replace(word, text=piece, box=Box(box.x0 + low * box.width, box.y0, box.x0 + high * box.width, box.y1))
        at += len(piece)


def _share(character: str) -> float:
    share = sum(part for _, part in READ_AS.get(character, ()))
    return share + (ANY_DIGIT + ADDED if character.isdigit() else 0.0)


def _damaged(text: str, times: float, rng: random.Random) -> str:
    out = []
    for character in text:
        ways = list(READ_AS.get(character, ()))
        if character.isdigit():
            ways.append((rng.choice("0123456789".replace(character, "")), ANY_DIGIT))
            ways.append((character + rng.choice("0123456789"), ADDED))
        whole = sum(part for _, part in ways)
        if whole and rng.random() < min(_MOST, whole * times):
            out.append(rng.choices([way for way, _ in ways], [part for _, part in ways])[0])
        else:
            out.append(character)
    return "".join(out)


def _is_close(left: Word, right: Word) -> bool:
    """Whether the two stand on one line with no more than a blank between them."""
    gap = right.box.x0 - left.box.x1
    level = abs(left.box.centre[1] - right.box.centre[1]) < 0.4 * left.box.height
    return level and -0.001 < gap < 0.7 * max(left.box.height, 0.001)


def _cut(text: str, box: Box, at: int, confidence: float) -> Iterator[Word]:
    middle = box.x0 + box.width * at / len(text)
    gap = 0.1 * box.width / len(text)
    yield Word(text[:at], Box(box.x0, box.y0, middle - gap, box.y1), confidence, WordSource.OCR)
    yield Word(text[at:], Box(middle + gap, box.y0, box.x1, box.y1), confidence, WordSource.OCR)


def _confidence(bands: Sequence[tuple[float, float, float]], rng: random.Random) -> float:
    _, low, high = rng.choices(bands, [share for share, _, _ in bands])[0]
    return round(rng.uniform(low, high), 4)
