"""Normalised views of a text, each with the way back to it.

A view is the text as a matcher wants it (case folded, Norwegian letters and their spellings made one, blanks
collapsed, words hyphenated at a line end joined) plus, for every character, where it came from. A match in a view
therefore always leads back to a span of the original, and from there to words and boxes.

Folding: every letter becomes its plain small letter, so that salær, salaer, salar and SALÆR are all ``salar``, and
å, aa and á are all ``a``; patterns are folded by the same function (`fold`). Not here: any meaning.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

import regex

_PAIRS = {"ae": "a", "oe": "o", "aa": "a"}
_SPECIAL = {
    "æ": "a",
    "ø": "o",
    "å": "a",
    "œ": "o",
    "ß": "s",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "’": "'",
    "‘": "'",
    "´": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "\u00ad": "",
    "\u200b": "",
    "\ufeff": "",
}
_TABLE = str.maketrans(_SPECIAL)
_AE = re.compile(r"a[ae]+")
_OE = re.compile(r"oe+")
_CACHE: dict[str, str] = {}
_RUN = re.compile(r"\s+|\S+")
_BREAK = regex.compile(r"(?<=[^\W\d_])(?:-|\u00ad|\u2010|\u2011)[ \t]*\n[ \t]*(?=[^\W\d_A-ZÆØÅ]{2})")
_KEEPS_HYPHEN = regex.compile(r"(?:og|eller|samt|and|or)\b", regex.IGNORECASE)
_TIMEOUT = 0.5


def _plain(character: str) -> str:
    found = _CACHE.get(character)
    if found is not None:
        return found
    low = character.casefold()
    if low in _SPECIAL:
        plain = _SPECIAL[low]
    elif low.isascii():
        plain = low
    else:
        plain = "".join(_SPECIAL.get(c, c) for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    if len(_CACHE) < 5000:
        _CACHE[character] = plain
    return plain


def _is_plain(small: str) -> bool:
    """Whether a word in small letters is folded already."""
    return small.isascii() and "`" not in small and not any(pair in small for pair in _PAIRS)


def _small(character: str) -> str:
    small = character.lower()
    return small if len(small) == 1 else character


def fold(text: str) -> str:
    """The text folded as a view is: small plain letters, ae/oe/aa and æ/ø/å made one, blanks collapsed, ends
    stripped. The same as the text of the view of one line.
    """
    plain = " ".join(text.split()).casefold().translate(_TABLE)
    if not plain.isascii():
        plain = "".join(_plain(c) for c in plain)
    return " ".join(_OE.sub("o", _AE.sub("a", plain)).split())


@dataclass(frozen=True, slots=True)
class View:
    """A normalised text and its origin: character ``i`` stands for ``[starts[i], ends[i])`` of the original."""

    text: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that the view's ``[start, end)`` stands for. An empty span stays empty."""
        if start >= end or start >= len(self.text):
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def position(self, offset: int) -> int:
        """The view's first character that stands at or after `offset` of the original (by bisection)."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low


def flowing(text: str) -> View:
    """The text as one run: small letters with æ, ø, å kept, every blank (also line ends) one space, words
    hyphenated at a line end joined.
    """
    return _view(text, fold_letters=False)


def folded(text: str) -> View:
    """As `flowing`, with letters folded as by `fold`."""
    return _view(text, fold_letters=True)


def _view(text: str, *, fold_letters: bool) -> View:
    gone: set[int] = set()
    for match in _BREAK.finditer(text, timeout=_TIMEOUT):
        if not _KEEPS_HYPHEN.match(text, match.end(), timeout=_TIMEOUT):
            gone.update(range(match.start(), match.end()))
    simple = _plain if fold_letters else _small
    out: list[str] = []
    starts = array("l")
    ends = array("l")
    blank = True
    for run in _RUN.finditer(text):
        start, end = run.span()
        if blank and (not gone or gone.isdisjoint(range(start, end))):
            # A word that is plain already, as most are, is taken as it is.
            small = run.group().lower()
            if len(small) == end - start and (not fold_letters or _is_plain(small)) and not small.isspace():
                out.extend(small)
                starts.extend(range(start, end))
                ends.extend(range(start + 1, end + 1))
                blank = False
                continue
        for i in range(start, end):
            if i in gone:
                continue
            character = text[i]
            if character.isspace():
                if not blank:
                    out.append(" ")
                    starts.append(i)
                    ends.append(i + 1)
                    blank = True
                elif ends:
                    ends[-1] = i + 1
                continue
            plain = simple(character)
            for single in plain:
                if fold_letters and single in "ae" and out and out[-1] + single in _PAIRS and starts[-1] < i:
                    out[-1] = _PAIRS[out[-1] + single]
                    ends[-1] = i + 1
                    continue
                out.append(single)
                starts.append(i)
                ends.append(i + 1)
            if plain:
                blank = False
    if out and out[-1] == " ":
        out.pop()
        starts.pop()
        ends.pop()
    return View("".join(out), starts, ends)
