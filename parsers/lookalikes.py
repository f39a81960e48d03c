"""Letters that optical reading prints where a digit stood, put right without moving a single offset.

For: the tolerant modes of `money`, `dates` and `identifiers`. `digits_repaired` returns a text of exactly the
same length, so that a span found in it is a span of the original.
Not for: words. A token is only touched when it already holds digits and is shaped like a number; "IS0 9001"
or "B12" in running text can still be changed, so the result is for searching numbers, never for showing.
"""

from __future__ import annotations

import regex

#: Blanks that may stand inside a printed number: ordinary, no-break, figure, thin, hair, narrow no-break.
BLANKS = " \u00a0\u2007\u2008\u2009\u200a\u202f"
#: Hyphen, non-breaking hyphen, figure dash, en dash, em dash and the minus sign, as printed before or after an amount.
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"

_TO_DIGIT = {
    "O": "0", "o": "0", "Q": "0", "°": "0",
    "l": "1", "I": "1", "|": "1", "!": "1", "i": "1",
    "S": "5", "s": "5", "$": "5", "B": "8", "Z": "2", "z": "2",
}  # fmt: skip
_TABLE = str.maketrans(_TO_DIGIT)
_CLASS = regex.escape("".join(_TO_DIGIT))

# A whole token of digits and look-alikes, with the marks that stand inside numbers; no other letter touches it,
# save the currency, which is often read as one word with its amount.
_TOKEN = regex.compile(
    rf"(?:(?<=\b(?i:kr|nok)\.?)|(?<![\w{_CLASS}]))"
    rf"[\d{_CLASS}]++(?:[.,:/\-][\d{_CLASS}]++)*+(?=(?i:kr|nok)\b|[^\w]|_|$)"
)
# "l 234,50": a leading one, alone in front of a thousands group.
_LONE_ONE = regex.compile(rf"(?<![\w.,])[lI|!](?=[{BLANKS}]\d{{3}}[.,]\d\d(?!\d))")
_TWO_DECIMALS = regex.compile(r"[.,][^.,]{2}$")


def _is_numberlike(token: str) -> bool:
    digits = sum(character.isdigit() for character in token)
    letters = sum(character in _TO_DIGIT for character in token)
    if not digits or not letters:
        return False
    if digits >= letters or all(character in "Oo" for character in token if character in _TO_DIGIT):
        return True
    return bool(_TWO_DECIMALS.search(token)) and 2 * digits >= letters


def digits_repaired(text: str) -> str:
    """`text` with look-alike letters replaced by digits inside tokens that are otherwise numbers.

    Same length as `text`, character for character; equal to it when nothing needed repair. Never raises.
    """

    def repair(match: regex.Match[str]) -> str:
        token = match.group()
        return token.translate(_TABLE) if _is_numberlike(token) else token

    return _LONE_ONE.sub("1", _TOKEN.sub(repair, text))
