"""What several readings of a letter say of each other once each was read: dates, interest rate and interest.

Of print that was read from a picture, single characters may be wrong, however sure they seem. So a reading that agrees
with others by arithmetic gets surer, and one that would agree if one character were another is in doubt: the interest
is the principal times the rate times the days; interest mostly runs from the day the claim was due; no printed day is
both the letter's own and its deadline; a label whose value could not be read keeps its field from other days. Nothing
is put right here: of the rates and days one digit away, the interest too often fits one by chance.

Not here: how amounts make up their sum (`parsers.fields.totals`), check digits (`parsers.fields.payment`), and no law:
the rate that the law sets is not known to this module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import regex

from parsers.corroborate import passed
from parsers.dates import find_dates
from parsers.fields.date_roles import OPEN
from parsers.fields.labelled import Labelled, labelled_values
from parsers.layout import Sheet
from parsers.lookalikes import digits_repaired
from parsers.model import Missing, MissingReason, Reading

Fields = dict[str, Reading[object] | Missing]

DOUBTED = 0.6
"""Highest confidence of a reading that others speak against."""

BY_CHANCE = 0.05
"""How often a wrong reading agrees with the others all the same."""

OWN_NAME = 0.8
"""Strength from which a label is a value's own name rather than a word of its sentence."""

LEAST = 0.85
"""Confidence under which a day may have another role than the one it was given."""

CLEAR = 0.95
"""Confidence of words (0-1) from which on all but one value in five hundred is right."""

_ORE = Decimal("0.01")
_YEAR = Decimal(36500)
_LABELLED = ("letter_date", "payment_deadline", "original_due_date", "notice_date", "notice_deadline", "invoice_date")
_SPOILT_DAY = regex.compile(
    r"\W{0,3}(?:den )?(?:(?:\d\W{0,2}){5,9}|\d{1,2}\W{0,2}[^\W\d_]{3,9}\W{1,2}\d{2,5})(?![\d,.]|\W?\d)"
)
_PART_OF_DAY = regex.compile(r"(?<![\d.,])\d{1,2}\.\d{1,2}\.(?!\d{3})")
_INTEREST = regex.compile(r"rent|interest|%|p\.? ?a\b", regex.IGNORECASE)
_AHEAD = 250
"""Days after the letter's own that no deadline or first day of interest in it lies."""
_NO_WAY = 3
_DIGITS = "0123456789"
_ANY_LEAP_YEAR = 2024
"""For days printed without a year where only it matters that there are such days."""
_TIMEOUT = 0.1


def settle(sheet: Sheet, fields: Mapping[str, Reading[object] | Missing]) -> Fields:
    """The fields as they are decided together. Those of a text layer are left as they are. Never raises for what a
    letter may hold.
    """
    found = dict(fields)
    if not sheet.is_optical:
        return found
    _keep_for_lost_values(sheet, found)
    _keep_for_days_without_a_role(sheet, found)
    _one_day_one_role(found)
    _from_due_day(found)
    _in_their_order(found)
    _within_a_year(found)
    _of_hundredths(found)
    _weigh_interest(sheet, found)
    return found


def _day(fields: Fields, name: str) -> dt.date | None:
    reading = fields.get(name)
    return reading.value if isinstance(reading, Reading) and isinstance(reading.value, dt.date) else None


def _amount(fields: Fields, name: str) -> Decimal | None:
    reading = fields.get(name)
    return reading.value if isinstance(reading, Reading) and isinstance(reading.value, Decimal) else None


def _doubt(fields: Fields, name: str, *rivals: object) -> None:
    """Put the field in doubt; ``rivals`` are what it may have been."""
    reading = fields.get(name)
    if isinstance(reading, Reading):
        more = tuple(Reading(rival, 0.3, reading.evidence[:1]) for rival in rivals[:3])
        fields[name] = replace(reading, confidence=min(reading.confidence, DOUBTED), rivals=more + reading.rivals)


def _bear_out(fields: Fields, name: str, by: str) -> None:
    reading = fields.get(name)
    if isinstance(reading, Reading):
        fields[name] = replace(
            reading,
            confidence=round(min(0.99, passed(reading.confidence, chance=BY_CHANCE)), 4),
            corroborated=reading.corroborated | {by},
        )


# ------------------------------------------------------------------ dates


def _keep_for_lost_values(sheet: Sheet, fields: Fields) -> None:
    """A field whose label stands beside a day that could not be read is not absent; and what was taken for it from
    elsewhere, without a label of its own, is in doubt.
    """
    spoilt = {v.field for v in labelled_values(sheet, _is_spoilt) if v.strength >= 0.8}
    sound = [v for v in labelled_values(sheet, _is_day) if v.strength >= 0.8]
    letter = fields.get("letter_date")
    if isinstance(letter, Reading):
        names = [v for v in sound if v.field == "letter_date"]
        own = max((v.strength for v in names if _holds(v, letter)), default=0.0)
        if any(v.strength > own for v in names if not _holds(v, letter) and not _says(sheet, v, letter)):
            _doubt(fields, "letter_date")  # another day has the better name, and was only read worse
    for name in _LABELLED:
        if name not in spoilt:
            continue
        reading = fields.get(name)
        if isinstance(reading, Reading):
            if len(reading.evidence) < 2 and not any(v.field in (name, OPEN) and _holds(v, reading) for v in sound):
                _doubt(fields, name)
        else:
            _not_absent(fields, name)


def _holds(value: Labelled, reading: Reading[object]) -> bool:
    """Whether the reading was taken from this place."""
    return any(e.span is not None and value.start <= e.span[0] < value.end for e in reading.evidence)


def _says(sheet: Sheet, value: Labelled, reading: Reading[object]) -> bool:
    """Whether this place says the same."""
    return any(d.date == reading.value for d in find_dates(sheet.text[value.start : value.end], tolerant=True))


def _keep_for_days_without_a_role(sheet: Sheet, fields: Fields) -> None:
    """While a printed day is none that we know of, the letter's day and its deadline are not absent; and while one
    stands in a line about interest, its first day is not.
    """
    days = [r for r in fields.values() if isinstance(r, Reading) and isinstance(r.value, dt.date)]
    spans = [e.span for r in days for e in r.evidence if e.span is not None]
    for day in find_dates(sheet.text, tolerant=True, default_year=_ANY_LEAP_YEAR):
        if any(start < day.end and day.start < end for start, end in spans):
            continue
        for name in ("letter_date", "payment_deadline"):
            _not_absent(fields, name)
        line = sheet.text[sheet.text.rfind("\n", 0, day.start) + 1 : day.start]
        if _INTEREST.search(line, timeout=_TIMEOUT):
            _not_absent(fields, "interest_from")
    if any(_INTEREST.search(line) and _PART_OF_DAY.search(line) for line in sheet.text.split("\n")):
        _not_absent(fields, "interest_from")
    letter = fields.get("letter_date")
    if isinstance(letter, Reading) and letter.confidence < LEAST:
        _not_absent(fields, "payment_deadline")  # what was taken for the letter's own day may be its deadline
    if any(isinstance(r, Reading) and r.confidence < LEAST for r in (fields.get(name) for name in _LABELLED)):
        _not_absent(fields, "interest_from")  # a day in doubt may be the one that interest runs from


def _not_absent(fields: Fields, name: str) -> None:
    reading = fields.get(name)
    if reading is None or (isinstance(reading, Missing) and reading.reason is MissingReason.ABSENT):
        fields[name] = Missing(name, MissingReason.UNREADABLE, reading.searched if reading else ())


def _is_day(name: str, text: str) -> bool:
    return name in (*_LABELLED, OPEN) and bool(find_dates(text[:40], tolerant=True))


def _is_spoilt(name: str, text: str) -> bool:
    """Whether the text begins with what looks like a day and is none."""
    if name not in _LABELLED or find_dates(text[:40], tolerant=True):
        return False
    return _SPOILT_DAY.match(digits_repaired(text[:30]), timeout=_TIMEOUT) is not None


def _one_day_one_role(fields: Fields) -> None:
    """The letter's own day that is also another one's, or one printed day as first day of interest and as something
    else than the due day: one of the two was not read.
    """
    letter = _day(fields, "letter_date")
    for name in ("payment_deadline", "original_due_date", "notice_date", "notice_deadline"):
        if letter is not None and _day(fields, name) == letter:
            if _share_a_place(fields, "letter_date", name):
                _doubt(fields, name)
            _doubt(fields, "letter_date")
    for name in ("letter_date", "payment_deadline", "notice_date", "notice_deadline"):
        if _share_a_place(fields, "interest_from", name):
            _doubt(fields, "interest_from")


def _in_their_order(fields: Fields) -> None:
    """A demand comes after the notice's deadline, that after the notice, and a due day after the invoice. Days that do
    not stand in this order may be the letter's fault or that of our reading: both are in doubt unless they were read
    without any.
    """
    for first, then in (
        ("notice_deadline", "letter_date"),
        ("notice_date", "notice_deadline"),
        ("invoice_date", "original_due_date"),
    ):
        one, other = _day(fields, first), _day(fields, then)
        if one is None or other is None or one <= other:
            continue
        for name in (first, then):
            reading = fields[name]
            borne_out = isinstance(reading, Reading) and reading.corroborated & {"repeated", "interest"}
            if isinstance(reading, Reading) and not borne_out and not _is_clear(reading):
                _doubt(fields, name)


def _within_a_year(fields: Fields) -> None:
    """No letter speaks of days a year ahead: one far after its own day has a misread year, or its own day has."""
    letter = _day(fields, "letter_date")
    if letter is None:
        return
    ahead = [n for n in (*_LABELLED[1:], "interest_from") if (day := _day(fields, n)) and (day - letter).days > _AHEAD]
    if len(ahead) > 1:
        _doubt(fields, "letter_date")
    for name in ahead:
        _doubt(fields, name)


def _is_clear(reading: Reading[object]) -> bool:
    """Whether no word of the reading left a doubt."""
    return bool(reading.evidence) and max(e.confidence for e in reading.evidence) >= CLEAR


def _from_due_day(fields: Fields) -> None:
    """Interest that runs from the day the claim was due, or the day after, bears both days out; one character beside
    it, one of the two was misread.
    """
    due, start = _day(fields, "original_due_date"), _day(fields, "interest_from")
    if due is None or start is None:
        return
    if due == start and not _share_a_place(fields, "original_due_date", "interest_from"):
        for name in ("original_due_date", "interest_from"):
            _bear_out(fields, name, "repeated")
    elif due != start and abs((due - start).days) > 1 and start in _slipped(due):
        for name, rival in (("original_due_date", start), ("interest_from", due)):
            reading = fields[name]
            if isinstance(reading, Reading) and "repeated" not in reading.corroborated:
                _doubt(fields, name, rival)


def _share_a_place(fields: Fields, one: str, other: str) -> bool:
    """Whether both were read, and from the same print."""
    first, second = fields.get(one), fields.get(other)
    if not isinstance(first, Reading) or not isinstance(second, Reading) or first.value != second.value:
        return False
    return any(
        a.span is not None and b.span is not None and a.span[0] < b.span[1] and b.span[0] < a.span[1]
        for a in first.evidence
        for b in second.evidence
    )


def _slipped(day: dt.date) -> Iterator[dt.date]:
    """The days that differ from this one by a digit as printed (dd.mm.yyyy)."""
    printed = day.strftime("%d%m%Y")
    for at, digit in enumerate(printed):
        for other in "0123456789":
            text = printed[:at] + other + printed[at + 1 :]
            try:
                if other != digit:
                    yield dt.date(int(text[4:]), int(text[2:4]), int(text[:2]))
            except ValueError:
                continue


# ------------------------------------------------------------------ interest


def _of_hundredths(fields: Fields) -> None:
    """No rate is printed in thousandths of a per cent: a figure was seen where none is."""
    rate = _amount(fields, "interest_rate")
    if rate is not None and rate != rate.quantize(_ORE):
        _doubt(fields, "interest_rate")


def _weigh_interest(sheet: Sheet, fields: Fields) -> None:
    """Rate and days against the interest. Where the three agree to the øre they are borne out. Where they agree with
    no printed day as the last one, but would if one digit of one of them were another, that one is in doubt.
    """
    principal, interest = _amount(fields, "principal"), _amount(fields, "interest")
    rate, start, letter = _amount(fields, "interest_rate"), _day(fields, "interest_from"), _day(fields, "letter_date")
    if principal is None or interest is None or rate is None or start is None or letter is None:
        return
    if principal <= 0 or interest <= 0 or not _are_summed(fields):
        return
    if _agrees(interest, principal, rate, start, letter):
        # As the first and the last day count or not, a rate misread by a figure may make the same interest.
        days = (letter - start).days
        own = _way(interest, principal, rate, days)
        open_ = any(_way(interest, principal, other, days) <= own for other in _rates_beside(rate))
        for name in ("interest_from", "letter_date") if open_ else ("interest_rate", "interest_from", "letter_date"):
            _bear_out(fields, name, "interest")
        _doubt_due_day(sheet, fields, start)
        return
    if _half_year(start) != _half_year(letter):
        return  # the rate may have changed on the way, and the sum be made of two
    printed = {found.date for found in find_dates(sheet.text, tolerant=True)}
    if any(_agrees(interest, principal, rate, start, day) for day in printed if day > start):
        return
    rates = [r for r in _rates_beside(rate) if _agrees(interest, principal, r, start, letter)]
    starts = [d for d in _slipped(start) if d < letter and _agrees(interest, principal, rate, d, letter)]
    ends = [d for d in _slipped(letter) if d > start and _agrees(interest, principal, rate, start, d)]
    for name, others in (("interest_rate", rates), ("interest_from", starts), ("letter_date", ends)):
        if others:
            _doubt(fields, name, *others)


def _doubt_due_day(sheet: Sheet, fields: Fields, start: dt.date) -> None:
    """Interest that was reckoned from its first day ran from the day the claim was due: a later one was taken from
    elsewhere, unless it stands under its own name or twice.
    """
    due = fields.get("original_due_date")
    if not isinstance(due, Reading) or not isinstance(due.value, dt.date) or due.value <= start:
        return
    named = any(
        value.strength >= OWN_NAME and value.field in ("original_due_date", OPEN) and _holds(value, due)
        for value in labelled_values(sheet, _is_day)
    )
    if not named and "repeated" not in due.corroborated:
        _doubt(fields, "original_due_date", start)


def _are_summed(fields: Fields) -> bool:
    """Whether principal and interest are as the sum has them, so that the doubt is about rate and days."""
    rows = [fields["principal"], fields["interest"]]
    return all(isinstance(r, Reading) and ("sum" in r.corroborated or r.repaired) for r in rows)


def _agrees(interest: Decimal, principal: Decimal, rate: Decimal, start: dt.date, end: dt.date) -> bool:
    """Whether interest at the rate (per cent a year of 365 days) on the principal is that sum from the one day to the
    other, the last day or the first one counted or not.
    """
    return _way(interest, principal, rate, (end - start).days) < _NO_WAY


def _way(interest: Decimal, principal: Decimal, rate: Decimal, days: int) -> int:
    """Which way of counting the days makes the interest, the most usual first (0); `_NO_WAY` where none does."""
    ways = (days, days + 1, days - 1) if days > 0 else ()
    made = ((principal * rate * count / _YEAR).quantize(_ORE, ROUND_HALF_UP) for count in ways)
    return next((way for way, sum_ in enumerate(made) if abs(sum_ - interest) <= _ORE), _NO_WAY)


def _half_year(day: dt.date) -> tuple[int, bool]:
    """Late interest has one rate for each half-year (forsinkelsesrenteloven § 3)."""
    return day.year, day.month > 6


def _rates_beside(rate: Decimal) -> Iterator[Decimal]:
    """The rates, none finer than hundredths, that differ from this one by a digit: another, one too many or too few."""
    printed = format(rate, "f") if -int(rate.as_tuple().exponent) > 2 else f"{rate:.2f}"
    beside: set[Decimal] = set()
    for at, digit in enumerate(printed):
        if digit.isdigit():
            beside |= {Decimal(printed[:at] + other + printed[at + 1 :]) for other in _DIGITS}
            beside.add(Decimal((printed[:at] + printed[at + 1 :]).removesuffix(".") or "0"))
        beside |= {Decimal(printed[:at] + other + printed[at:]) for other in _DIGITS}
    yield from sorted(other for other in beside - {rate} if other == other.quantize(_ORE))
