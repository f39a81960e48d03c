"""Dates, spans of dates and numbers of days as letters print them: find them with their spans, read them, write them.

For: `12.03.2026`, `1.7.26`, `12-08-26`, `2026-07-15`, `15. juli 2026`, `July 15, 2026`, month names in bokmål,
nynorsk and English; "fra 16.06.2026 til og med 27.07.2026"; "14 (fjorten) dager".
Not for: what a date means (due date, deadline) and not for reckoning with deadlines, which is law.

The day always stands first, save in machine exports (ISO) and where an English month name leads. Two-digit years are
2000-2099. A day that does not exist (31.02.) is no date. A date without a year is returned only when the caller says
which year it would be.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex
from babel.dates import format_date as _babel_format_date

from parsers.errors import ValueFormatError
from parsers.lookalikes import BLANKS, DASHES, digits_repaired

_SP = f"[{BLANKS}]"
_DASH = f"[{regex.escape(DASHES)}]"
_NBSP = "\u00a0"
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in a text; `text` is exactly `source[start:end]`, without a weekday in front."""

    date: dt.date
    start: int
    end: int
    text: str
    repaired: bool  #: a character was read as another one to get this date
    two_digit_year: bool


@dataclass(frozen=True, slots=True)
class DateRangeMatch:
    """Two dates joined by "til", "til og med" or a dash; the first is never after the second."""

    start_date: dt.date
    end_date: dt.date
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DayCountMatch:
    """A number of days or weeks in a text."""

    days: int  #: 1-90; a week counts seven
    start: int
    end: int
    text: str
    working_days: bool  #: "virkedager" and the like
    repaired: bool


# Longest first: the pattern takes the first that fits.
_MONTHS: dict[str, int] = {
    "januar": 1, "january": 1, "jan": 1,
    "februar": 2, "february": 2, "febr": 2, "feb": 2,
    "mars": 3, "march": 3, "mar": 3, "mrs": 3,
    "april": 4, "apr": 4,
    "mai": 5, "may": 5,
    "juni": 6, "june": 6, "jun": 6,
    "juli": 7, "july": 7, "jul": 7,
    "august": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "october": 10, "okt": 10, "oct": 10,
    "november": 11, "nov": 11,
    "desember": 12, "december": 12, "des": 12, "dec": 12,
}  # fmt: skip
_MONTH_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FULL_NAMES = {name: number for name, number in _MONTHS.items() if len(name) >= 4}

# dd.mm.yyyy with a blank allowed after the points; may touch a dash or slash that joins it to another date.
_POINTED = regex.compile(
    rf"(?<!\d)(?<!\d[.,])(?<!\p{{L}}[\-/])(?P<day>\d{{1,2}})\.{_SP}?(?P<month>\d{{1,2}})\.{_SP}?"
    rf"(?P<year>\d{{4}}|\d{{2}})(?!\d|\.\d|-\d{{1,2}}(?![.\d])|-\p{{L}})"
)
# dd-mm-yyyy, dd/mm/yyyy; dd/mm-yy and dd/mm yyyy as written by hand. Inside a longer reference it is no date.
_DASHED = regex.compile(
    rf"(?<!\d)(?<!\d[.,])(?<![\p{{L}}\d][\-/])(?P<day>\d{{1,2}})"
    rf"(?:-(?P<month>\d{{1,2}})-|/(?P<month>\d{{1,2}})(?:/|{_SP}?-{_SP}?|{_SP}(?=\d{{4}})))"
    rf"(?P<year>\d{{4}}|\d{{2}})(?!\d|[.,]\d|[\-/][\p{{L}}\d])"
)
# The damaged form asks for a full year: marks may be commas or colons, blanks may stand round them, and the one
# before the year may be lost.
_NUMERIC_DAMAGED = regex.compile(
    rf"""
    (?<!\d)(?<!\d[.,/])(?<![\p{{L}}\d][\-/])
    (?P<day>\d{{1,2}})
    (?:{_SP}?[.,:;]{_SP}?|[\-/])(?P<month>\d{{1,2}})(?:{_SP}?[.,:;]{_SP}?|[\-/]|(?<=\.\d\d){_SP}?)
    (?P<year>(?:19|20)\d\d)
    (?!\d|[.,/]\d)
    """,
    regex.VERBOSE,
)
# The mark between day and month lost.
_MARK_LOST = regex.compile(
    rf"(?<!\d)(?<!\d[.,/])(?<![\p{{L}}\d][\-/])(?P<day>\d\d)(?P<month>\d\d)[.,]{_SP}?(?P<year>(?:19|20)\d\d)(?!\d|[.,/\-]\d)"
)
# Years that are none, or lie far ahead: a digit of theirs was misread, lost or added.
_ODD_YEAR = regex.compile(
    rf"(?<!\d)(?<!\d[.,/])(?<![\p{{L}}\d][\-/])(?P<day>\d{{1,2}})(?:{_SP}?[.,:;]{_SP}?|[\-/])(?P<month>\d{{1,2}})"
    rf"(?:{_SP}?[.,:;]{_SP}?|[\-/])(?P<year>\d{{3,5}})(?!\d|[.,/]\d)"
)
_ISO = regex.compile(
    r"(?<![\d\p{L}])(?<!\d[.,/\-])(?P<year>(?:19|20)\d\d)(?P<mark>[\-./])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)"
    r"(?!\d|[.\-/]\d)"
)
_DAY = r"(?<!\d)(?<!\d[.,])(?P<day>\d{1,2})"
_YEAR = rf"(?P<year>\d{{4}}|['’]\d{{2}}|\d{{2}}(?=$|[\s.);:,](?!\d)))(?!\d|[.,]\d|{_SP}?(?:%|kr\b|dag|uke|veke|day))"
# The line may break after the day, where its point or the word before it tells that a date goes on.
_BREAK = (
    rf"(?:(?<=\d(?:\.|st|nd|rd|th)){_SP}*\n{_SP}*|"
    rf"(?<=\b(?:of|on|by|until|dated|from|before|to|den){_SP}\d{{1,2}}){_SP}*\n{_SP}*)"
)
_NAMED = regex.compile(
    rf"{_DAY}(?:st|nd|rd|th|\.)?(?:{_SP}*|{_BREAK}(?=\p{{L}}+\.?\s\d{{4}}))(?:of{_SP})?(?P<name>{_MONTH_NAME})(?!\p{{L}})\.?,?"
    rf"(?:{_SP}*\n?{_SP}*{_YEAR})?",
    regex.IGNORECASE,
)
_MONTH_FIRST = regex.compile(
    rf"\b(?P<name>{_MONTH_NAME})\.?{_SP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d\p{{L}}])(?:(?:,?{_SP}|,\n)(?P<year>\d{{4}})(?!\d|[.,]\d))?",
    regex.IGNORECASE,
)
# A month name with one wrong letter: only between a day and a full year.
_NAMED_DAMAGED = regex.compile(
    rf"{_DAY}{_SP}?[.,]?{_SP}*[.,'’]?(?P<name>[\p{{L}}][\p{{L}}\d|!]{{2,9}})[.,]?{_SP}*(?P<year>(?:19|20)\d\d)(?!\d|[.,]\d)"
)
_NAMED_ODD_YEAR = regex.compile(
    rf"{_DAY}{_SP}?[.,]?{_SP}*(?P<name>{_MONTH_NAME})(?!\p{{L}})\.?,?{_SP}*(?P<year>\d{{3,5}})(?!\d|[.,]\d)",
    regex.IGNORECASE,
)
_CONFUSED = str.maketrans("1l|!0", "iiiio")

AHEAD = 10
"""Years by which a date lies ahead of the others of its letter when a digit of its year was misread."""


def find_dates(text: str, *, tolerant: bool = False, default_year: int | None = None) -> list[DateMatch]:
    """All dates in `text`, in order, not overlapping.

    `tolerant` also reads what optical reading damages: letters for digits, a comma or colon for a point, blanks
    round the points or a point lost, one wrong letter in a month name, one wrong digit in a year when the other dates
    of the text leave but one year it can be; such matches are `repaired`. `default_year` is the year of "15. juli"
    without one; without it, such dates are not returned. Never raises.
    """
    candidates = list(_exact(text, default_year))
    if tolerant:
        taken = sorted((match.start, match.end) for match in candidates)
        candidates.extend(match for match in _damaged(text, default_year) if not _touches(match, taken))
        candidates = _with_likely_years(text, candidates)
    candidates.sort(key=lambda match: (match.start, -match.end))
    found: list[DateMatch] = []
    for match in candidates:
        if not found or match.start >= found[-1].end:
            found.append(match)
    return found


def _exact(text: str, default_year: int | None) -> Iterator[DateMatch]:
    for pattern in (_POINTED, _DASHED, _ISO, _NAMED, _MONTH_FIRST):
        for match in pattern.finditer(text):
            found = _to_date_match(match, text, default_year, repaired=False)
            if found is not None:
                yield found


def _damaged(text: str, default_year: int | None) -> Iterator[DateMatch]:
    searched = digits_repaired(text)
    if searched != text:
        for match in _exact(searched, default_year):
            original = text[match.start : match.end]
            yield DateMatch(match.date, match.start, match.end, original, original != match.text, match.two_digit_year)
    for pattern in (_NUMERIC_DAMAGED, _NAMED_DAMAGED, _MARK_LOST):
        for damaged in pattern.finditer(searched):
            found = _to_date_match(damaged, text, default_year, repaired=True)
            if found is not None:
                yield found


def _with_likely_years(text: str, found: list[DateMatch]) -> list[DateMatch]:
    """The dates, those with an odd year put into the one year that the others have and a single slip away."""
    usual = sorted(match.date.year for match in found)
    if not usual:
        return found
    latest = usual[(len(usual) - 1) // 2] + AHEAD
    years = {year for year in usual if year < latest}
    kept = [match if match.date.year < latest else _in_one_of(match, years) for match in found]
    searched, taken = digits_repaired(text), sorted((match.start, match.end) for match in found)
    for pattern in (_ODD_YEAR, _NAMED_ODD_YEAR):
        for odd in pattern.finditer(searched):
            near = [year for year in years if _differ_by_one(str(year), odd["year"])]
            month = _MONTHS[odd["name"].lower()] if "name" in odd.groupdict() else int(odd["month"])
            if len(near) != 1:
                continue
            try:
                date = dt.date(near[0], month, int(odd["day"]))
            except ValueError:
                continue
            match = DateMatch(date, *odd.span(), text[odd.start() : odd.end()], repaired=True, two_digit_year=False)
            if not _touches(match, taken):
                kept.append(match)
    return kept


def _in_one_of(match: DateMatch, years: set[int]) -> DateMatch:
    """The date in the one of the years that a single slip makes into its own; as it is when there is none, or more."""
    digits = slice(2 if match.two_digit_year else 0, 4)
    near = [year for year in years if _differ_by_one(str(year)[digits], str(match.date.year)[digits])]
    if len(near) != 1 or (match.date.month, match.date.day) == (2, 29):
        return match
    return replace(match, date=match.date.replace(year=near[0]), repaired=True)


def _touches(match: DateMatch, spans: list[tuple[int, int]]) -> bool:
    index = bisect_left(spans, (match.end, -1))
    return index > 0 and spans[index - 1][1] > match.start


def _to_date_match(match: regex.Match[str], text: str, default_year: int | None, *, repaired: bool) -> DateMatch | None:
    groups = match.groupdict()
    month = _month_number(groups["name"], repaired=repaired) if groups.get("name") else int(groups["month"])
    if month is None:
        return None
    printed = groups["year"]
    start, end = match.span()
    if printed is None:
        if default_year is None:
            return None
        year, two_digits = default_year, False
        end = start + len(text[start:end].rstrip(f",{BLANKS}\n"))
    else:
        digits = printed.lstrip("'’")
        two_digits = len(digits) == 2
        year = int(digits) + (2000 if two_digits else 0)
    if not _FIRST_YEAR <= year < _LAST_YEAR:
        return None
    try:
        date = dt.date(year, month, int(groups["day"]))
    except ValueError:
        return None
    return DateMatch(date, start, end, text[start:end], repaired, two_digits)


def _month_number(name: str, *, repaired: bool) -> int | None:
    lowered = name.lower()
    if lowered in _MONTHS or not repaired:
        return _MONTHS.get(lowered)
    folded = lowered.translate(_CONFUSED)
    same = {number for known, number in _MONTHS.items() if known.translate(_CONFUSED) == folded}
    if len(same) == 1:
        return same.pop()
    if len(folded) < 4:
        return None
    near = {n for known, n in _FULL_NAMES.items() if _differ_by_one(known.translate(_CONFUSED), folded)}
    return near.pop() if len(near) == 1 else None


def _differ_by_one(known: str, read: str) -> bool:
    """Whether one changed, lost or added letter makes `read` of `known`; "rn" for "m" counts as one."""
    read = read.replace("rn", "m")
    if abs(len(known) - len(read)) > 1:
        return False
    if len(known) == len(read):
        return sum(a != b for a, b in zip(known, read, strict=True)) <= 1
    short, long = sorted((known, read), key=len)
    return any(long[:index] + long[index + 1 :] == short for index in range(len(long)))


_JOINT = regex.compile(
    rf"\s*+(?:{_DASH}|til(?:\s+og\s+med)?|tom\.?|t\.?{_SP}?o\.?{_SP}?m\.?|to|until|through|(?P<og>og|and))\s*+",
    regex.IGNORECASE,
)
_BETWEEN = regex.compile(r"\b(?:mellom|between)\s+$", regex.IGNORECASE)
# "16.06. til 27.07.2026", "16.–27. juli 2026": the first date borrows month or year of the second.
_BORROWING = regex.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<day>\d{{1,2}})\.{_SP}?(?:(?P<month>\d{{1,2}})\.?|(?P<name>{_MONTH_NAME})\.?(?!\p{{L}}))?"
    rf"(?P<joint>\s*+(?:{_DASH}|til(?:\s+og\s+med)?|t\.?{_SP}?o\.?{_SP}?m\.?|to)\s*+)$",
    regex.IGNORECASE,
)


def find_date_ranges(text: str, *, tolerant: bool = False) -> list[DateRangeMatch]:
    """All spans of dates in `text`: both days are meant to be included as printed. Never raises.

    The first date may lack its year or month ("16.06. til 27.07.2026") and then has that of the second, or the
    year before when it would otherwise come after it.
    """
    dates = find_dates(text, tolerant=tolerant)
    found: list[DateRangeMatch] = []
    used = 0
    for index, last in enumerate(dates):
        first = dates[index - 1] if index else None
        if first is not None and first.start >= used:
            joint = _JOINT.fullmatch(text, first.end, last.start)
            before = text[max(0, first.start - 12) : first.start]
            if joint is not None and (joint["og"] is None or _BETWEEN.search(before)):
                if first.date <= last.date:
                    found.append(_range(text, first.date, last.date, first.start, last.end))
                    used = last.end
                continue
        window = max(used, last.start - 40)
        borrowed = _BORROWING.search(text[window : last.start])
        if borrowed is None:
            continue
        start_date = _borrow(borrowed, last.date)
        if start_date is not None:
            found.append(_range(text, start_date, last.date, window + borrowed.start(), last.end))
            used = last.end
    return found


def _borrow(match: regex.Match[str], last: dt.date) -> dt.date | None:
    month = last.month
    if match["month"]:
        month = int(match["month"])
    elif match["name"]:
        month = _MONTHS[match["name"].lower()]
    for year in (last.year, last.year - 1):
        try:
            date = dt.date(year, month, int(match["day"]))
        except ValueError:
            continue
        if date <= last:
            return date
    return None


def _range(text: str, first: dt.date, last: dt.date, start: int, end: int) -> DateRangeMatch:
    return DateRangeMatch(first, last, start, end, text[start:end])


_UNITS = (
    ("en", 1), ("én", 1), ("ein", 1), ("éin", 1), ("ei", 1), ("one", 1),
    ("to", 2), ("two", 2), ("tre", 3), ("three", 3), ("fire", 4), ("four", 4), ("fem", 5), ("five", 5),
    ("seks", 6), ("six", 6), ("sju", 7), ("syv", 7), ("seven", 7), ("åtte", 8), ("eight", 8), ("ni", 9), ("nine", 9),
)  # fmt: skip
_TEENS = (
    ("ti", 10), ("ten", 10), ("elleve", 11), ("eleven", 11), ("tolv", 12), ("twelve", 12), ("tretten", 13),
    ("thirteen", 13), ("fjorten", 14), ("fourteen", 14), ("femten", 15), ("fifteen", 15), ("seksten", 16),
    ("sixteen", 16), ("sytten", 17), ("seventeen", 17), ("atten", 18), ("eighteen", 18), ("nitten", 19),
    ("nineteen", 19),
)  # fmt: skip
_TENS = (
    ("tjue", 20), ("tyve", 20), ("twenty", 20), ("tretti", 30), ("tredve", 30), ("thirty", 30), ("førti", 40),
    ("femti", 50), ("seksti", 60), ("sixty", 60), ("sytti", 70), ("åtti", 80), ("nitti", 90), ("ninety", 90),
)  # fmt: skip
_NUMBER_WORDS: dict[str, int] = dict(_UNITS) | dict(_TEENS) | dict(_TENS)
for _tens, _value in _TENS:
    for _unit, _one in _UNITS:
        for _joined in (f"{_tens}{_unit}", f"{_tens}-{_unit}"):
            _NUMBER_WORDS[_joined] = _value + _one
_WORDS = "|".join(sorted(map(regex.escape, _NUMBER_WORDS), key=len, reverse=True))
_DAY_COUNT = regex.compile(
    rf"""
    (?<![\d\p{{L}}])(?<!\d[.,/\-])
    (?:(?P<figure>\d{{1,2}})(?:{_SP}*\({_SP}*(?:{_WORDS}){_SP}*\))?|(?P<word>{_WORDS})(?:{_SP}*\(\d{{1,2}}\))?)
    (?:\s++|{_SP}?-{_SP}?|(?<=\d))
    (?P<working>virke|arbeids|bank|business{_SP}|working{_SP})?
    (?:hele\s|kalender|calendar{_SP})?
    (?:(?P<day>dag(?:er|ar)?s?|days?)|(?P<week>(?:uk|vek|vik)(?:e|er|or|ers)?s?|weeks?))
    (?!\p{{L}})
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_MAX_DAYS = 90


def find_day_counts(text: str, *, tolerant: bool = False) -> list[DayCountMatch]:
    """Numbers of days in `text`, 1-90: "14 dager", "fjorten (14) dagar", "14-dagers", "to uker". Never raises.

    "en dag" is left out, being the same word as "some day".
    """
    searched = digits_repaired(text) if tolerant else text
    found = []
    for match in _DAY_COUNT.finditer(searched):
        word = (match["word"] or "").lower()
        if word in ("en", "ein") and match["day"]:
            continue
        count = int(match["figure"]) if match["figure"] else _NUMBER_WORDS[word]
        days = count * 7 if match["week"] else count
        if not 1 <= days <= _MAX_DAYS:
            continue
        start, end = match.span()
        original = text[start:end]
        found.append(
            DayCountMatch(days, start, end, original, match["working"] is not None, original != searched[start:end])
        )
    return found


def parse_date(text: str) -> dt.date:
    """The one date that `text` is, as people type it: ISO, `12.08.2026`, `12.8.26`, `12. august 2026`.

    Raises `ValueFormatError` (a `ValueError`) when it is anything else, or a day that does not exist.
    """
    stripped = text.strip().rstrip(".")
    found = find_dates(stripped)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(stripped):
        return found[0].date
    raise ValueFormatError(f"not a date ({len(text)} characters)")


_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


def format_date(date: dt.date, *, lang: str = "nb", today: dt.date | None = None) -> str:
    """`12. mars 2026`, no-break space after the day; without the year when it is that of `today`.

    `lang` is nb, nn or en; anything else is written as nb.
    """
    pattern = "d. MMMM" if lang != "en" else "d MMMM"
    if today is None or today.year != date.year:
        pattern += " y"
    written: str = _babel_format_date(date, pattern, locale=_LOCALES.get(lang, "nb_NO"))
    return written.replace(" ", _NBSP, 1)
