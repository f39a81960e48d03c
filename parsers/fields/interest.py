"""What the letter says about its interest: rate, first day, and the printed pieces of the calculation.

From the interest rows ("Forsinkelsesrente 12,25 % fra 16.06.2026 til 27.07.2026") and from sentences ("renter med
12,25 % p.a. fra 16. juni 2026 til betaling skjer"). Whether a rate is lawful, or what the interest should be, is no
matter of this module.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from parsers.candidates import sureness
from parsers.dates import find_date_ranges, find_dates
from parsers.fields.amount_rows import AmountRow
from parsers.layout import Sheet
from parsers.model import Evidence, InterestSegment, Reading
from parsers.money import find_amounts, find_percentages
from parsers.views import fold

_TIMEOUT = 0.2
_INTEREST = regex.compile(
    r"\w*rent(?:e|er|en|ene|a|ane|ar|esats\w*|efot\w*|ebereg\w*|eberek\w*|ekolonn\w*|esum\w*|ebelop\w*|estart\w*|edato\w*|elag[td]|elegg\w*|ebarende|"
    r"ebarande|ebelast[ea]\w*)\b|\bforrent\w*|\binterest\b"
)
_FROM = regex.compile(
    r"\b(?:[ft]ra(?:\W+(?:og|o)\W?m(?:ed)?\b)?|f\.?\W?[o0]\.?\W?m\.?|[ft][o0]m|(?:regnet|rekna|beregnet|lope) fra|"
    r"[ft]rom(?: and including)?|since|siden|sidan|etter|rente(?:start|dato)\w*|start(?:dato)? (?:for|av) rente\w*)\W+"
    r"(?:(?:den|forste|opp?rinn\w*|forfall\w*|dato|datoen|due date|the|hver\w*|kvar\w*|each|tidligst|tidlegast|"
    r"earliest|som|var|dvs|faktura\w*|re[gk]ning\w*|"
    r"(?:ma|man|mon|tirs|tys|tues|ons|wednes|tors|thurs|fre|fri|lor|laur|satur|son|sun)da[gy])\W+){0,5}$"
)
_FULL_STOP = regex.compile(r"(?<!\b\d\d?)(?<!\bkr)(?<!\bnr)\.\s+(?=[^\W\d_])(?![a-zæøå])")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_ENDS_MONTH = regex.compile(r"\b\d{1,2}\. ?[^\W\d_]{3,9}\.?$")
_VAT = regex.compile(r"\b(?:mva|merverdiavgift|meirverdiavgift|moms|vat|rabatt|av salar)\b")
_DAY = r"(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d\d-\d\d)"
_DASH_AT_GAP = re.compile(r"(?<=\d)\s?[-–—](?= {3})")
_ENDS_FROM = re.compile(r"\b(?:fra|from|siden|sidan|f\.?o\.?m\.?|og med|since)\W*$")
_SAME_EDGE = 0.006
_NEAR = 26
"""Characters before a percentage in which the word stands that says what it is of ("Merverdiavgift av salær  25 %")."""
_TWO = 2
"""Pieces of the shortest calculation that is told in one line."""
_PIECE = regex.compile(rf"{_DAY}.*{_DAY}")


@dataclass(frozen=True, slots=True)
class InterestReading:
    """Rate in per cent a year, first day, and the pieces in printed order; ``None`` where the letter is silent."""

    rate: Reading[Decimal] | None
    start: Reading[dt.date] | None
    segments: tuple[InterestSegment, ...]


def is_piece(row: AmountRow) -> bool:
    """Whether the row is one piece of an interest calculation: it names two days."""
    return bool(_PIECE.search(row.label, timeout=_TIMEOUT))


@dataclass(frozen=True, slots=True)
class _Found:
    rate: Decimal | None
    first: dt.date | None
    last: dt.date | None
    evidence: Evidence
    optical: bool


def read_interest(sheet: Sheet, rows: Sequence[AmountRow]) -> InterestReading:
    """Rate, first day and pieces, from the interest rows first and from sentences about interest after them."""
    told: list[_Found] = []
    segments: list[InterestSegment] = []
    for row in rows:
        first = sheet.cell_at(row.span[0])
        start = row.span[0]
        text = sheet.text[start : row.span[1]]
        if row.tail:
            end = sheet.text.find(row.tail.split()[-1], row.span[1])
            if 0 <= end - row.span[1] < 200:
                text = sheet.text[start : end + len(row.tail.split()[-1])]
        found = _read(sheet, start, _blanked(text, row, start), optical=row.amounts[0].optical)
        if first is not None and row.tail and (found is None or found.first is None):
            found = _wrapped(sheet, row, found)
        if first is not None and (found is None or found.first is None):
            found = _labelled(sheet, row, found)
        if first is not None and (found is None or found.first is None):
            found = _broken(sheet, row, found)
        listed = _listed(sheet, start, sheet.text[start : row.span[1]], optical=row.amounts[0].optical)
        if listed:
            told += [piece for piece, _ in listed]
            segments += [s for _, s in listed]
            continue
        if found is None or first is None:
            continue
        told.append(found)
        if found.rate is not None or (found.first and found.last):
            amount = row.amounts[row.main]
            segments.append(
                InterestSegment(found.rate, found.first, found.last, amount.value, (sheet.evidence(start, amount.end),))
            )
    for start, text in _sentences(sheet):
        goes_on = _in_its_column(sheet, start, text)
        if goes_on is not None:
            told.append(goes_on)
        for match in reversed(find_amounts(text)):
            text = text[: match.start] + " " * (match.end - match.start) + text[match.end :]
        found = _read(sheet, start, _without_columns(text), optical=sheet.is_optical)
        if found is not None and goes_on is not None:
            # its day is another column's, its rate stands before what goes on there
            found = replace(found, first=None, last=None) if goes_on.rate is None and found.rate is not None else None
        if found is not None:
            told.append(found)
    return InterestReading(_rate(told, segments), _start(told, segments), tuple(segments))


def _wrapped(sheet: Sheet, row: AmountRow, found: _Found | None) -> _Found | None:
    """What a label says that goes on under its own beginning, beside other columns ("regnet fra 26. juli" / "2026")."""
    first = sheet.cell_at(row.span[0])
    if first is None:
        return found
    joined = _read(
        sheet, row.span[0], f"{first.text[row.span[0] - first.start :]} {row.tail}", optical=row.amounts[0].optical
    )
    if joined is None or joined.first is None:
        return found
    rate = found.rate if found is not None else joined.rate
    return _Found(rate, joined.first, joined.last, sheet.evidence(*row.span), joined.optical)


def _labelled(sheet: Sheet, row: AmountRow, found: _Found | None) -> _Found | None:
    """What a label says that was put together of two lines, of which only one stands in the row."""
    whole = _read(sheet, row.span[0], row.label, optical=row.amounts[0].optical)
    if whole is None or whole.first is None:
        return found
    rate = found.rate if found is not None and found.rate is not None else whole.rate
    return _Found(rate, whole.first, whole.last, sheet.evidence(*row.span), whole.optical)


def _broken(sheet: Sheet, row: AmountRow, found: _Found | None) -> _Found | None:
    """What a label says whose day is broken over two lines: "Rente frå 8. september", and under it "2026 (12,25 %)"."""
    first = sheet.cell_at(row.span[0])
    under = sheet.below(first, max_drop=2.2) if first is not None else None
    if first is None or under is None or abs(under.box.x0 - first.box.x0) > _SAME_EDGE:
        return found
    if not _YEAR.match(under.text) or not _ENDS_MONTH.search(first.text, timeout=_TIMEOUT):
        return found
    joined = _read(sheet, first.start, f"{first.text} {under.text}", optical=row.amounts[0].optical)
    if joined is None or joined.first is None:
        return found
    rate = found.rate if found is not None and found.rate is not None else joined.rate
    return _Found(rate, joined.first, joined.last, sheet.evidence(*row.span), joined.optical)


def _blanked(text: str, row: AmountRow, offset: int) -> str:
    """The row's text with its amounts blanked, so that no figure of theirs is taken for a rate or a date."""
    for amount in row.amounts:
        low, high = amount.start - offset, amount.end - offset
        text = text[:low] + " " * (high - low) + text[high:]
    return text


def _sentences(sheet: Sheet) -> Iterable[tuple[int, str]]:
    """Pieces of the letter that speak of interest, outside the small print, with where they start."""
    seen = -1
    folded_view = sheet.folded
    for match in _INTEREST.finditer(folded_view.text, timeout=1.0):
        at, _ = folded_view.span(match.start(), match.end())
        if at < seen:
            continue
        cell = sheet.cell_at(at)
        if cell is None or sheet.page_role(cell.page) == "back":
            continue
        row = sheet.line_cells(cell.line)[0].start if not sheet.is_prose(cell) else 0
        start = max(_opened(sheet.text, at), sheet.text.rfind("\f", 0, at) + 1, row)
        stop = sheet.text.find("\f", at)
        end = min(len(sheet.text) if stop < 0 else stop, at + 180)
        while end < len(sheet.text) and not sheet.text[end].isspace():
            end += 1  # half a year is another one
        seen = at + 60
        yield start, sheet.text[start:end]


def _without_columns(text: str) -> str:
    """The text with no dash at the end of a column: what stands right of it begins anew, and a speck read as a dash
    would make a period of two days under labels of their own.
    """
    return _DASH_AT_GAP.sub(lambda dash: " " * len(dash.group()), text)


def _listed(sheet: Sheet, start: int, text: str, *, optical: bool) -> list[tuple[_Found, InterestSegment]]:
    """The pieces of a calculation that run on in one line: "1.7.–31.12.: 12,25 %, 184 dager, 1 129,90; 1.1.–…"."""
    ranges = find_date_ranges(text, tolerant=optical)
    found: list[tuple[_Found, InterestSegment]] = []
    if len(ranges) < _TWO:
        return []
    for piece, after in zip(ranges, [*(r.start for r in ranges[1:]), len(text)], strict=True):
        own = text[piece.start : after]
        amounts = [a for a in find_amounts(own, tolerant=optical) if a.has_decimals]
        rates = find_percentages(own, tolerant=optical)
        if not rates or not amounts:
            return []
        evidence = sheet.evidence(start + piece.start, start + piece.start + len(own.rstrip()))
        read = _Found(rates[0].rate, piece.start_date, piece.end_date, evidence, optical)
        found.append((read, InterestSegment(read.rate, read.first, read.last, amounts[-1].amount, (evidence,))))
    return found


def _in_its_column(sheet: Sheet, start: int, text: str) -> _Found | None:
    """What a sentence says whose day stands in the line under its own, when another column was read between them:
    "rentene løper fra", "Fakturadato 16.06.2026", "16.07.2026".
    """
    for cell in sheet.cells_in(start, start + len(text)):
        under = sheet.below(cell, max_drop=1.9)
        if under is None or not _ENDS_FROM.search(cell.folded) or not _INTEREST.search(cell.folded, timeout=_TIMEOUT):
            continue
        days = find_dates(under.text, tolerant=sheet.is_optical)
        beside = sheet.text[cell.end : under.start].strip()
        if not days or days[0].start > 1 or not beside or abs(under.box.x0 - cell.box.x0) > _SAME_EDGE:
            continue
        return _read(sheet, cell.start, f"{cell.text} {under.text}", optical=sheet.is_optical)
    return None


def _opened(text: str, at: int) -> int:
    """Where the sentence begins that an offset lies in, at most 90 characters back; "8. juni" and "kr. 5" end none."""
    low = max(0, at - 90)
    return max((low + stop.end() for stop in _FULL_STOP.finditer(text[low:at], timeout=_TIMEOUT)), default=low)


def _read(sheet: Sheet, start: int, text: str, *, optical: bool) -> _Found | None:
    rates = [
        p
        for p in find_percentages(text, tolerant=optical)
        if not p.per_month and not _VAT.search(_beside(text, p.start, p.end), timeout=_TIMEOUT)
    ]
    ranges = find_date_ranges(text, tolerant=optical)
    first: dt.date | None = None
    last: dt.date | None = None
    span: tuple[int, int] | None = None
    if ranges:
        first, last, span = ranges[0].start_date, ranges[0].end_date, (ranges[0].start, ranges[0].end)
    elif len(days := find_dates(text, tolerant=optical)) == 2 and _PIECE.match(text.strip(), timeout=_TIMEOUT):
        # A piece whose two days stand in columns of their own.
        first, last, span = days[0].date, days[1].date, (days[0].start, days[1].end)
    else:
        for date in days:
            if _FROM.search(fold(text[max(0, date.start - 40) : date.start]) + " ", timeout=_TIMEOUT):
                first, span = date.date, (date.start, date.end)
                break
    if not rates and first is None:
        return None
    if ranges and rates and ";" in text[rates[0].end : ranges[0].start]:
        rates = [p for p in rates if p.start >= ranges[0].end] or rates  # the rate before is the piece's before
    low = min(([rates[0].start] if rates else []) + ([span[0]] if span else []))
    high = max(([rates[0].end] if rates else []) + ([span[1]] if span else []))
    evidence = sheet.evidence(start + low, start + high)
    return _Found(rates[0].rate if rates else None, first, last, evidence, optical)


def _beside(text: str, start: int, end: int) -> str:
    """The words close by a percentage, folded: whole ones, and of its own line."""
    low = max(text.rfind("\n", 0, start) + 1, start - _NEAR)
    high = min(len(text) if (stop := text.find("\n", end)) < 0 else stop, end + 16)
    while low > 0 and low < start and text[low - 1].isalpha() and text[low].isalpha():
        low += 1
    return fold(text[low:high])


def _certainty(found: _Found) -> float:
    return sureness(found.evidence.confidence) if found.optical else found.evidence.confidence


def _apart(told: Sequence[_Found]) -> list[_Found]:
    """Those that were read from print of their own: a row that is a sentence too says what it says once."""
    kept: list[_Found] = []
    for found in told:
        span = found.evidence.span
        taken = [other.evidence.span for other in kept]
        if span is None or not any(s is not None and s[0] < span[1] and span[0] < s[1] for s in taken):
            kept.append(found)
    return kept


def _rate(told: Sequence[_Found], segments: Sequence[InterestSegment]) -> Reading[Decimal] | None:
    """The rate; of several, that of the last piece (the one that runs on)."""
    rated = [f for f in told if f.rate is not None]
    if not rated:
        return None
    pieces = [s for s in segments if s.rate is not None]
    chosen = rated[0]
    if len(pieces) > 1:
        latest = max(reversed(pieces), key=lambda s: s.last_day or dt.date.min)
        chosen = next(f for f in rated if f.rate == latest.rate)
    assert chosen.rate is not None  # noqa: S101 - rated
    same = _apart([f for f in rated if f.rate == chosen.rate])
    others = {f.rate: f for f in rated if f.rate != chosen.rate and f.rate is not None}
    certainty = max(_certainty(f) for f in same)
    if len(same) > 1:
        certainty = min(0.999, 1 - (1 - certainty) * 0.2)
    if others and len(pieces) <= 1:
        certainty *= 0.85
    return Reading(
        value=chosen.rate,
        confidence=round(0.99 * certainty, 4),
        evidence=tuple(f.evidence for f in same),
        rivals=tuple(Reading(rate, 0.2, (f.evidence,)) for rate, f in others.items() if rate is not None),
        corroborated=frozenset({"repeated"} if len(same) > 1 else ()),
    )


def _start(told: Sequence[_Found], segments: Sequence[InterestSegment]) -> Reading[dt.date] | None:
    """The first day: the earliest of the pieces, else the first day named with the interest."""
    dated = [f for f in told if f.first is not None]
    if not dated:
        return None
    days = [s.first_day for s in segments if s.first_day is not None]
    value = min(days) if days else dated[0].first
    assert value is not None  # noqa: S101 - dated
    same = _apart([f for f in dated if f.first == value])
    others = [f for f in dated if f.first != value] if not days else []
    certainty = max(_certainty(f) for f in same)
    if others:
        certainty *= 0.85
    return Reading(
        value=value,
        confidence=round(0.985 * certainty, 4),
        evidence=tuple(f.evidence for f in same),
        rivals=tuple(Reading(f.first, 0.2, (f.evidence,)) for f in others if f.first is not None),
        corroborated=frozenset({"repeated"} if len(same) > 1 else ()),
    )
