"""What a row's label says besides what the row is: that it is for information, that it would or may come, how many it
holds, and the day it was booked.

All on folded text (`parsers.views.fold`). Not here: what the row is (`parsers.patterns`), and what follows for the
demand (`parsers.fields.claim`).
"""

from __future__ import annotations

import regex

_TIMEOUT = 0.1
_BOOKED = regex.compile(r"^\W*\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d\d)?\d\d\W+(?=[^\W\d_]{3})(?!til\b|tom\b|fra\b|to\b)")
"""The day a row of an account was booked, before its name: "19.10.2026 Utestående saldo"."""

_INFORMATION = regex.compile(
    r"\b(?:herav|hvorav|derav|hvor av|kvarav|av dette|whereof|of which|including)\b|^\W*inkl(?:udert|usive)?\b\.?"
)
_CONDITIONAL = regex.compile(
    r"\b(?:kan|vil|skal)\W+(?:\w+\W+){0,3}"
    r"(?:okes?|auk(?:e|ast)|stige|bli|verte?|palope|palaupe|kome|komme|utgjore|utgjere|belast(?:es|ast)|"
    r"krev(?:es|jast))\b|"
    r"(?<!(?:rente\w*|interest|kompensasjon) )\bved (?:manglende|for sen|forsinket|forseinka|betaling etter|mislighold|"
    r"manglande|uteblitt)|\better frist\w*|"
    r"\bbetaler? (?:du|de|dere)\W+(?:etter|senere|seinare)\b|"
    r"\b(?:dersom|hvis|viss)\b|\b(?:oker|okes|okt|aukar|aukast)\b|\b(?:maks\w*|inntil|opptil|hogst|heyest|minst)\b|"
    r"\bmellom\b.*\bog\b|\bpr\.? (?:brev|purring|varsel)\b|\bneste\b|\bsats(?:er|ar)\b|^\W*sats|"
    r"\bfra og med\b.*\bkan\b|"
    r"\b(?:if|may|will) |\bfor krav (?:over|under|til|pa|mellom)\b|^\W*(?:over|under|til og med|inntil)\b"
)
_COUNT = regex.compile(
    r"^\W*(?P<n>[1-9]\d?)\W?(?:x|stk\.?|ganger)\b|^\W*(?P<n>[2-9])\W+(?=purr|varsel|inkassovarsel|gebyr|paminn)|"
    r"\b(?P<n>[2-9])\W?(?:x|stk\.?)(?=\W|$)|\(\W?(?P<n>[2-9])\W?\)"
)


def without_booking_day(folded: str) -> str:
    """The label without the day that its row was booked."""
    return _BOOKED.sub("", folded, timeout=_TIMEOUT)


def is_information(folded: str) -> bool:
    """Whether the row is part of another one: "herav mva"."""
    return bool(_INFORMATION.search(folded, timeout=_TIMEOUT))


def is_conditional(folded: str) -> bool:
    """Whether the words speak of what something would or may cost."""
    return bool(_CONDITIONAL.search(folded[:400], timeout=_TIMEOUT))


def count_in(folded: str) -> int:
    """How many the row says it holds: "2 x purregebyr"."""
    counted = _COUNT.search(folded, timeout=_TIMEOUT)
    return int(counted["n"]) if counted else 1
