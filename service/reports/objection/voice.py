"""From the voice of the report ("du") to that of a letter the reader sends ("jeg").

Headlines and rules of findings speak to the reader. In the draft the reader speaks, so the second person becomes the
first. Where that would say something no debtor should write ("what I owe"), the draft has words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from checks.law import Language

_NORWEGIAN: Mapping[Language, Mapping[str, str]] = {
    "nb": {"du": "jeg", "deg": "meg", "din": "min", "ditt": "mitt", "dine": "mine"},
    "nn": {"du": "eg", "deg": "meg", "din": "min", "di": "mi", "ditt": "mitt", "dine": "mine"},
}
_OBJECT = (
    r"(?:to|of|from|with|for|on|at|about|against|past|tells?|told|gives?|gave|offers?|asks?|asked|sends?|sent|calls?|called|"
    r"charges?|charged|costs?|answers?|answered|insults?|presses|press|exposes?|threatens?|shows?|lets?|lend|reach|ring|"
    r"visit|warn|warned|expose|make|makes|making|get|helps?|register|registered)"
)
_ENGLISH = (
    (r"\byou are\b", "I am"),
    (r"\byou were\b", "I was"),
    (r"\bare you\b", "am I"),
    (r"\bwere you\b", "was I"),
    (rf"\b({_OBJECT}) you\b", r"\1 me"),
    (r"\byou\b(?=[.,;:]|$)", "me"),
    (r"\byourself\b", "myself"),
    (r"\byours\b", "mine"),
    (r"\byour\b", "my"),
    (r"\byou\b", "I"),
)


def first_person(text: str, *, lang: Language) -> str:
    """The text as the reader would say it. A capital at the beginning of a sentence stays."""
    if lang == "en":
        for pattern, said in _ENGLISH:
            text = re.sub(pattern, said, text, flags=re.IGNORECASE)
        return text[:1].upper() + text[1:]
    words = _NORWEGIAN[lang]
    return re.sub(rf"\b(?:{'|'.join(words)})\b", _in_place(words), text, flags=re.IGNORECASE)


def _in_place(words: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def said(match: re.Match[str]) -> str:
        new = words[match[0].lower()]
        return new.capitalize() if match[0][0].isupper() else new

    return said
