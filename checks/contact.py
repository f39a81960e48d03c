"""How and when a debtor can reach the sender, and at what hour an electronic letter was sent.

For the checks of the inkassolov of 2026 § 15 second and third paragraph. What it is for: whether a letter gives a
telephone number and telephone hours, and which time stamp of sending it bears. What it is not for: whether the number
answers.

A number stands behind a word for telephone; other eight-digit numbers (KID, account, organisation numbers) may be one,
and only "may be" is said of them. Hours are times or "døgnet" beside each other.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from checks.case import Case
from checks.readings import sentences
from parsers.dates import find_dates

Told = Literal["given", "unclear", "missing"]
"""Whether something stands in the letter, may stand there, or does not."""

_PHONE_WORD = re.compile(
    r"telefon\w*|\btlf\b|\btel\b|\bmob\w*|\bsentralbord\w*|\bring(?:e|er|je)?\b|\bphone\w*|\bcall\b|☎|📞|\bkundeservice\b|"
    r"\bt[eo][il1]ef\w*",
    re.IGNORECASE,
)
_NUMBER = r"(?:\(?(?:\+|00)\s?47\)?[\s.]?)?(?:\d[\s.]?){7}\d(?!\d)|(?<!\d)0\d{4}(?!\d)|(?<!\d)\d{5}(?!\d)"
_PHONE = re.compile(rf"(?:{_PHONE_WORD.pattern})[^\n]{{0,40}}?(?:{_NUMBER})", re.IGNORECASE)
_LOOSE_NUMBER = re.compile(r"(?<![\d.,])(?:\+47\s?)?\d{2,3}\s?\d{2}\s?\d{2,3}(?:\s?\d{2})?(?![\d.,])")

_TIME = r"(?:kl(?:okk[ae]n)?\.?\s*)?(?:[01]?\d|2[0-4])(?:[.:]\s?[0-5]\d)?(?:\s?[ap]\.?m\.?)?"
_SPAN = rf"{_TIME}\s?(?:[-–—]|til|to|og|and)\s?{_TIME}"
_HOURS_WORD = (
    r"telefontid\w*|åpningstid\w*|opningstid\w*|apningstid\w*|åpent|ope[nt]?|opening hours|open|hours|bemann\w*|"
    r"hverdag\w*|kvardag\w*|virkedag\w*|yrkedag\w*|weekdays?|mandag\w*|måndag\w*|man\b|mån\b|monday|mon\b|ring\w*|"
    r"telefon\w*|tlf|phone|call|kundeservice|treff\w*|svar\w*"
)
_HOURS = re.compile(
    rf"\b(?:{_HOURS_WORD})\b[^\n]{{0,60}}?{_SPAN}|{_SPAN}[^\n]{{0,40}}?\b(?:{_HOURS_WORD})\b|"
    r"døgnet rundt|døgeret rundt|hele døgnet|heile døgnet|around the clock|24\s?/\s?7|24 timer|24 hours",
    re.IGNORECASE,
)
_HOURS_HINT = re.compile(
    rf"telefontid|åpningstid|opningstid|opening hours|phone hours|kontortid|office hours|{_TIME}\s?[-–—]\s?{_TIME}",
    re.IGNORECASE,
)

_SENT_AT = re.compile(
    r"\b(?:sendt|avsendt|levert|sent|delivered|mottatt|motteken|motteke|received|utsendt|publisert)\b[^\n]{0,12}?"
    r"(?P<day>\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.?\s[a-zæøå]+\s\d{4})"
    r"[,\s]{1,3}(?:T|kl(?:okk[ae]n)?\.?|at)?\s?(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)",
    re.IGNORECASE,
)


def phone_number_told(case: Case) -> Told:
    """Whether the letter gives a telephone number."""
    text = case.letter.transcript.text
    if _PHONE.search(text):
        return "given"
    known = any(_PHONE_WORD.search(sentence) for sentence in sentences(case))
    return "unclear" if known or _LOOSE_NUMBER.search(text) else "missing"


def phone_hours_told(case: Case) -> Told:
    """Whether the letter says when somebody answers the telephone."""
    text = case.letter.transcript.text
    if _HOURS.search(text):
        return "given"
    return "unclear" if _HOURS_HINT.search(text) else "missing"


def time_sent(case: Case) -> dt.datetime | None:
    """The day and hour a time stamp in the letter gives for its sending or delivery, as printed; ``None`` without one
    or with several that differ.
    """
    found: set[dt.datetime] = set()
    for match in _SENT_AT.finditer(case.letter.transcript.text):
        days = [day.date for day in find_dates(match["day"])]
        if len(days) == 1:
            found.add(dt.datetime.combine(days[0], dt.time(int(match["hour"]), int(match["minute"]))))
    return found.pop() if len(found) == 1 else None
