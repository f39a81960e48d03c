"""Whether the text layer of a PDF page says what is printed on it, judged by the text alone.

A font may carry no map from glyphs to characters, a wrong one, or one without the letters æ, ø and å; then what a
program copies from the page is not what a reader sees. Told by characters without a meaning, by the share of vowels,
by the commonest words, and by Norwegian text in which no Norwegian letter stands. The bounds lie far outside what
letters in Norwegian and English show: vowels 31-44 per cent of the letters, q, w, x and z together below 4, common
words at least every sixth word.

Text that is hidden or lies under a picture (`parsers.pdf`) is somebody else's OCR: beside all that it must be free of
letters among figures and figures among letters, which is how such a reading goes wrong most often.

Not here: whether that OCR says what the picture shows (`parsers.borrowed`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from parsers.model import Word

_LOST = 0.10
_WORD = 3
_LOST_IN_WORDS = 6

_WORDS_TO_JUDGE = 40
_LEAST_COMMON = 0.06

_LETTERS_TO_JUDGE = 150
_VOWELS = frozenset("aeiouyæøåäöéèêôü")
_LEAST_VOWELS, _MOST_VOWELS = 0.25, 0.53
_RARE = frozenset("qwxz")
_MOST_RARE = 0.06

_LETTERS_OF_NORWEGIAN = 500
_LEAST_NORWEGIAN = 8
_LEAST_PAIRS = 0.004

# A letter for a figure between figures or before one, a figure for a letter between or behind small letters, a capital
# between small letters, and signs that nobody prints. KID and IBAN, "12a", "1.juni" and "0,5G" are none of these.
_DAMAGED = re.compile(
    r"\d[.,]?[OoIlSBZ|][.,]?\d|(?<![^\W\d_])[OIlSBZ|][.,]?\d[\d.,]|\d[.,]\d[OIlSBZ]|"
    r"[a-zæøå][0-9|][a-zæøå]|[a-zæøå]{3}[01568|]\b|[a-zæøå][I|][a-zæøå]|[¦~^¬]"
)
_MOST_DAMAGED = 0.01

# Words so common that a page of running Norwegian or English without any of them is no readable text.
# fmt: off
_COMMON = frozenset((
    "og", "i", "på", "er", "til", "av", "for", "med", "fra", "som", "det", "den", "de", "vi", "du", "en", "et",
    "har", "kan", "ikke", "å", "innen", "kr", "nok", "dato", "side", "konto", "kid", "beløp", "eller", "om",
    "ved", "vår", "dei", "ikkje", "frå", "ein", "eit", "dykk", "the", "of", "to", "and", "in", "you", "is",
    "no", "not", "your",
))
_NORWEGIAN = frozenset((
    "og", "er", "til", "av", "med", "fra", "som", "det", "vi", "et", "har", "kan", "ikke", "innen", "eller", "om",
    "ved", "dei", "ikkje", "ein", "eit", "dykk", "blir", "kravet",
))
# fmt: on


def is_unmapped(texts: Iterable[str]) -> bool:
    """Whether too many of these characters of a text layer, in the order of printing, have no known meaning: unmapped
    glyphs, private use, controls, replacements. Single ones are bullets and signs; a few whole words of them are a
    heading, or the figures, in a font of their own.
    """
    printed = lost = in_words = 0
    run: list[str] = []
    for text in texts:
        if text.isspace():
            continue
        printed += 1
        if _has_no_meaning(text):
            lost += 1
            run.append(text)
            continue
        in_words += _in_word(run)
        run = []
    in_words += _in_word(run)
    return lost > _LOST * printed or in_words >= _LOST_IN_WORDS


def _has_no_meaning(text: str) -> bool:
    return text.startswith("(cid:") or unicodedata.category(text[0]) in ("Co", "Cc", "Cn") or text == "\ufffd"


def _in_word(run: Sequence[str]) -> int:
    """How many characters of a run of unmapped ones make up words: a line of the same sign is a rule or leaders."""
    return len(run) if len(run) >= _WORD and len(set(run)) >= _WORD else 0


def may_be_right(words: Sequence[Word]) -> bool:
    """Whether the words of somebody else's OCR are text in which hardly a word is visibly misread."""
    if len(words) < _WORDS_TO_JUDGE or is_nonsense(words) or lacks_norwegian_letters(words):
        return False
    damaged = sum(bool(_DAMAGED.search(word.text)) for word in words)
    return damaged <= _MOST_DAMAGED * len(words)


def is_nonsense(words: Sequence[Word]) -> bool:
    """Whether a page's words are no Norwegian or English: too few common words, too few or too many vowels, or too many
    of the rarest letters. A page with little text is never called so.
    """
    plain = _plain(words)
    if len(plain) >= _WORDS_TO_JUDGE and sum(word in _COMMON for word in plain) < _LEAST_COMMON * len(plain):
        return True
    letters = [c for word in words for c in word.text.lower() if c.isalpha()]
    if len(letters) < _LETTERS_TO_JUDGE:
        return False
    vowels = sum(c in _VOWELS for c in letters)
    if sum(c in _RARE for c in letters) > _MOST_RARE * len(letters):
        return True
    return not _LEAST_VOWELS * len(letters) <= vowels <= _MOST_VOWELS * len(letters)


def lacks_norwegian_letters(words: Sequence[Word]) -> bool:
    """Whether much Norwegian text holds neither æ, ø and å nor ae, oe and aa in their place: the font's map leaves them
    out or makes others of them.
    """
    text = " ".join(word.text.lower() for word in words)
    letters = sum(c.isalpha() for c in text)
    if letters < _LETTERS_OF_NORWEGIAN or any(c in "æøå" for c in text):
        return False
    if sum(text.count(pair) for pair in ("ae", "oe", "aa")) >= _LEAST_PAIRS * letters:
        return False
    return sum(word in _NORWEGIAN for word in _plain(words)) >= _LEAST_NORWEGIAN


def _plain(words: Sequence[Word]) -> list[str]:
    stripped = (word.text.strip(".,:;()").lower() for word in words)
    return [word for word in stripped if word.isalpha()]
