"""Which language a letter is written in: bokmål, nynorsk or English, told by function words.

Not for how words of one language are read; that is :mod:`parsers.ocr`.
"""

from __future__ import annotations

import re

from parsers.layout import Sheet
from parsers.model import Reading


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NORWEGIAN = _words(
    "og i på er til av med som det den vi har kan å deg ble om innen kr ved vår eller men ikke ikkje "
    "frå fra ein eit en et"
)
_ENGLISH = _words("the of and is are you your we our not be this that with have been which was please or an any")
_NB = _words(
    "ikke jeg dere fra hva hvordan et en blir hvis noe mer etter deres hvem når betales saken uten nå eller enn også "
    "noen beløpet innen"
)
_NN = _words(
    "ikkje eg dykk frå kva korleis eit ein vert viss innan noko meir dykkar kven saka utan betalast ho dei skuldar "
    "opphavleg helsing seinast berre krevje sjå betalar sidan gjeld korkje heim vore motsegn framleis skjer kravshavar "
    "rekning"
)
"""Function words: both written standards, English, and those that only one of the standards has."""


def read_language(sheet: Sheet) -> Reading[str]:
    """By function words; words that two languages share say nothing."""
    words = re.findall(r"[^\W\d_]+", sheet.flow.text)
    norwegian = sum(word in _NORWEGIAN for word in words)
    english = sum(word in _ENGLISH for word in words)
    if english > norwegian:
        return Reading("en", _share(english, norwegian))
    nynorsk = sum(word in _NN for word in words)
    bokmaal = sum(word in _NB - _NN for word in words)
    if nynorsk > bokmaal:
        return Reading("nn", _share(nynorsk, bokmaal))
    return Reading("nb", _share(bokmaal, nynorsk))


def _share(most: int, rest: int) -> float:
    return round(min(0.99, (most + 0.5) / (most + rest + 1)), 3)
