"""The law's figures by date: what a figure is, how a day finds it, and how its file is read.

What it is for: `Series.on(day)`, which gives the figure of exactly that day with its source, or raises
`UnknownFigure`: before the first row, after the last day that is known, in a labelled gap. There is no default.
What it is not for: arithmetic (`checks.fees`, `checks.interest`) or choosing which date decides (the rules do).

A file under `data/` holds one figure: head, then rows with first and last day (inclusive). `last: null` is "still
in force"; such a row is known to `known_until`. After that day a figure that is set anew each year (after_known:
unknown) raises, while one that only an amendment could change (after_known: flag) is given and marked `past_check`.
A row whose value is null is a gap that is known to be one; days that no row covers are an error in the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from checks.errors import LawDataError, UnknownFigure
from checks.law import strict_yaml
from checks.law.citations import (
    VERIFIED,
    Act,
    Citation,
    LegalReference,
    Name,
    Verified,
    reference_of,
    take,
    text_of,
)

T = TypeVar("T")
ONE_DAY = dt.timedelta(days=1)
UNITS = frozenset({"kroner", "percent", "multiple", "rate", "share", "rule", "table"})
CHOSEN_BY = frozenset({"day", "claim_due_date", "notice_sent_date", "plan_date", "filing_date"})


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """A figure in force on the days `valid_from` to `valid_to` (inclusive, None = still), with what it rests on."""

    name: str
    value: T
    valid_from: dt.date
    valid_to: dt.date | None
    citation: tuple[Citation, ...]
    legal_basis: tuple[LegalReference, ...]
    verified: Verified
    instrument: str = ""
    note: str = ""
    past_check: bool = False

    @property
    def origin(self) -> str:
        """Where the figure stands, for a line of a calculation: "inkassoforskriften § 1-1 og § 2-1"."""
        first, *others = self.legal_basis
        parts = [first.label()]
        seen = {first.key}
        for other in others:
            if other.key not in seen:
                seen.add(other.key)
                parts.append(other.section if other.act == first.act else other.label())
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Days of which the figure is known not to be known. `upper_bound`: it was at most this, if that is known."""

    name: str
    valid_from: dt.date
    valid_to: dt.date | None
    upper_bound: Decimal | None
    citation: tuple[Citation, ...]
    instrument: str
    note: str


@dataclass(frozen=True, slots=True)
class Series(Generic[T]):
    """One figure through the years: `entries` follow each other without holes, oldest first."""

    key: str
    name: Name
    unit: str
    chosen_by: str
    what: str
    known_until: dt.date
    raises_after: bool
    entries: tuple[Figure[T] | Gap, ...]
    ends: dt.date | None = None
    ends_reason: str = ""

    @property
    def known_from(self) -> dt.date:
        return self.entries[0].valid_from

    @property
    def last_known(self) -> dt.date | None:
        """The last day a look-up can answer; None when later days are given with a mark."""
        limit = self.known_until if self.raises_after else None
        if self.ends is not None:
            limit = min(limit, self.ends) if limit else self.ends
        return limit

    def on(self, day: dt.date) -> Figure[T]:
        """The figure of exactly that day. Raises `UnknownFigure` where none is known."""
        entry = self._entry(day)
        if isinstance(entry, Gap):
            raise self.unknown(day, gap=entry)
        return replace(entry, past_check=True) if day > self.known_until else entry

    def between(self, first: dt.date, last: dt.date) -> tuple[Figure[T] | Gap, ...]:
        """Every entry in force on some day of the span, oldest first. Raises outside the known range."""
        self._entry(first)
        self._entry(last)
        return tuple(
            entry
            for entry in self.entries
            if entry.valid_from <= last and (entry.valid_to is None or entry.valid_to >= first)
        )

    def unknown(self, day: dt.date, *, gap: Gap | None = None) -> UnknownFigure:
        """The error that says what is known of this figure."""
        limit = self.last_known
        return UnknownFigure(
            self.key,
            name=self.name.nb,
            on=day,
            known_from=self.known_from,
            known_until=limit,
            gap=(gap.valid_from, gap.valid_to) if gap else None,
            reason=self.ends_reason if limit is not None and limit == self.ends and day > limit else "",
        )

    def _entry(self, day: dt.date) -> Figure[T] | Gap:
        limit = self.last_known
        if day < self.known_from or (limit is not None and day > limit):
            raise self.unknown(day)
        return next(entry for entry in reversed(self.entries) if entry.valid_from <= day)


def highest(series: Series[Decimal], first: dt.date, last: dt.date) -> Figure[Decimal]:
    """The highest figure on any day of the span, both days included.

    A gap inside the span raises `UnknownFigure`, unless its known upper bound is not above the highest figure found.
    """
    entries = series.between(first, last)
    known = [entry for entry in entries if isinstance(entry, Figure)]
    gaps = [entry for entry in entries if isinstance(entry, Gap)]
    if not known:
        raise series.unknown(first, gap=gaps[0])
    best = max(known, key=lambda entry: entry.value)
    for gap in gaps:
        if gap.upper_bound is None or gap.upper_bound > best.value:
            raise series.unknown(max(first, gap.valid_from), gap=gap)
    return best


@dataclass(frozen=True, slots=True)
class NoticeShares:
    """Shares of the inkassosats for a purring, an inkassovarsel and the creditor's own betalingsoppfordring."""

    reminder: Fraction
    inkassovarsel: Fraction
    own_demand: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """One row of a fee table: claims up to and including `up_to` kroner (None: all above the row before)."""

    up_to: Decimal | None
    light: Decimal
    heavy: Decimal


@dataclass(frozen=True, slots=True)
class SalaerTable:
    """A fee table. `heavy_after_days`: whole days past the deadline before the heavy multiple; factor 1 = none."""

    id: str
    heavy_after_days: int
    business_factor: Decimal
    bands: tuple[Band, ...]

    def band(self, basis: Decimal) -> Band:
        """The row of a claim of `basis` kroner; limits are inclusive ("til og med")."""
        return next(band for band in self.bands if band.up_to is None or basis <= band.up_to)


@dataclass(frozen=True, slots=True)
class InstalmentRule:
    """`multiple` of the inkassosats when a plan has more than `more_than_instalments`."""

    multiple: Decimal
    more_than_instalments: int
    vat: str


@dataclass(frozen=True, slots=True)
class LawyerLed:
    """Lawyer-led collection: a column of a fee table, due `after_days` past the creditor's own deadline."""

    table: str
    column: str
    business_factor: Decimal
    vat_supplement: bool
    after_days: int


@dataclass(frozen=True, slots=True)
class Place:
    """A file and a row of it, for messages."""

    file: str
    row: str = ""

    def wrong(self, problem: str) -> LawDataError:
        return LawDataError(problem, file=self.file, row=self.row)


Parse = Callable[[Any, Place], T]
_HEAD = {
    "figure",
    "name",
    "unit",
    "what",
    "chosen_by",
    "regime",
    "known_until",
    "after_known",
    "legal_basis",
    "rows",
}
_ROW = {"first", "last", "value", "sources", "verified"}
_ROW_OPTIONAL = {"instrument", "note", "upper_bound"}


def load_series(
    document: strict_yaml.Document,
    parse: Parse[T],
    *,
    acts: Mapping[str, Act],
    sources: Mapping[str, Citation],
    new_act_in_force: dt.date | None,
) -> Mapping[str, Series[T]]:
    """The series in one figure file by key: one, or one for each entry of `series`. Raises `LawDataError`."""
    file = document.file
    head = take(document.content, file=file, row="", required=_HEAD, optional={"series"})
    place = Place(file)
    if head["unit"] not in UNITS or head["chosen_by"] not in CHOSEN_BY:
        raise place.wrong("unit or chosen_by is unknown")
    if head["regime"] not in ("inkl-1988", "always") or head["after_known"] not in ("unknown", "flag"):
        raise place.wrong("regime or after_known is unknown")
    known_until = _day(head["known_until"], "known_until", place)
    kinds: dict[str, tuple[Name, tuple[LegalReference, ...]]] = {}
    if "series" in head:
        for key, entry in head["series"].items():
            fields = take(entry, file=file, row=key, required={"name", "legal_basis"})
            spot = Place(file, key)
            kinds[key] = (_name(fields["name"], spot), _basis(fields["legal_basis"], acts, spot))
    else:
        key = text_of(head, "figure", file=file, row="")
        kinds[key] = (_name(head["name"], place), _basis(head["legal_basis"], acts, place))
    entries: dict[str, list[Figure[T] | Gap]] = {key: [] for key in kinds}
    for number, row in enumerate(_list(head["rows"], "rows", place), start=1):
        spot = Place(file, f"row {number} (line {getattr(row, 'line', '?')})")
        take(
            row,
            file=file,
            row=spot.row,
            required=_ROW | ({"what"} if "series" in head else set()),
            optional=_ROW_OPTIONAL,
        )
        key = row["what"] if "series" in head else next(iter(kinds))
        if key not in kinds:
            raise spot.wrong(f"{key} is not in series")
        entry = _entry(key, row, parse, kinds[key][1], sources, spot)
        _follow(entries[key], entry, spot)
        entries[key].append(entry)
    ends = new_act_in_force - ONE_DAY if new_act_in_force and head["regime"] == "inkl-1988" else None
    result: dict[str, Series[T]] = {}
    for key, rows in entries.items():
        if not rows:
            raise place.wrong(f"no rows for {key}")
        last = rows[-1].valid_to
        if last is not None and last != known_until:
            raise place.wrong(f"known_until differs from the last day of the last row ({last})")
        if last is not None and head["after_known"] == "flag":
            raise place.wrong("after_known: flag needs a last row that is still in force")
        result[key] = Series(
            key=key,
            name=kinds[key][0],
            unit=head["unit"],
            chosen_by=head["chosen_by"],
            what=text_of(head, "what", file=file, row=""),
            known_until=known_until,
            raises_after=head["after_known"] == "unknown",
            entries=tuple(rows),
            ends=ends,
            ends_reason="for så trer den nye inkassoloven i kraft" if ends else "",
        )
    return result


def _entry(
    key: str,
    row: strict_yaml.Mapping,
    parse: Parse[T],
    basis: tuple[LegalReference, ...],
    sources: Mapping[str, Citation],
    place: Place,
) -> Figure[T] | Gap:
    first = _day(row["first"], "first", place)
    last = None if row["last"] is None else _day(row["last"], "last", place)
    if last is not None and last < first:
        raise place.wrong("last lies before first")
    if row["verified"] not in VERIFIED:
        raise place.wrong(f"verified {row['verified']} is unknown")
    keys = _list(row["sources"], "sources", place)
    for source in keys:
        if source not in sources:
            raise place.wrong(f"source {source} is not in sources.yaml")
    if len(set(keys)) != len(keys):
        raise place.wrong("a source stands twice")
    citation = tuple(sources[source] for source in keys)
    instrument = text_of(row, "instrument", file=place.file, row=place.row) if "instrument" in row else ""
    note = text_of(row, "note", file=place.file, row=place.row) if "note" in row else ""
    if row["value"] is None:
        if row["verified"] != "not_found" or not note:
            raise place.wrong("a row without a value must be verified: not_found and have a note")
        bound = row.get("upper_bound")
        return Gap(
            name=key,
            valid_from=first,
            valid_to=last,
            citation=citation,
            instrument=instrument,
            note=note,
            upper_bound=None if bound is None else positive(bound, place),
        )
    if row["verified"] == "not_found" or "upper_bound" in row:
        raise place.wrong("a row with a value is neither not_found nor bounded")
    if not citation:
        raise place.wrong("a value without a citation")
    return Figure(
        name=key,
        value=parse(row["value"], place),
        valid_from=first,
        valid_to=last,
        citation=citation,
        legal_basis=basis,
        verified=row["verified"],
        instrument=instrument,
        note=note,
    )


def _follow(before: list[Figure[T] | Gap], entry: Figure[T] | Gap, place: Place) -> None:
    if not before:
        return
    end = before[-1].valid_to
    if end is None or entry.valid_from <= end:
        raise place.wrong("overlaps the row before, or rows are not in order")
    if entry.valid_from != end + ONE_DAY:
        raise place.wrong(f"no row covers {end + ONE_DAY} to {entry.valid_from - ONE_DAY}")


def positive(value: Any, place: Place) -> Decimal:
    """A number above zero."""
    if not isinstance(value, Decimal) or value <= 0:
        raise place.wrong(f"{value} must be a number above zero")
    return value


def percent(value: Any, place: Place) -> Decimal:
    """Per cent a year, above 0 and at most 100."""
    number = positive(value, place)
    if number > 100:
        raise place.wrong(f"{number} is no percentage a year")
    return number


def rate(value: Any, place: Place) -> Decimal:
    """A rate as a fraction of one, above 0 and at most 1."""
    number = positive(value, place)
    if number > 1:
        raise place.wrong(f"{number} is no rate between 0 and 1")
    return number


def rounding(value: Any, place: Place) -> str:
    """How notice fees are rounded: exact or nearest_krone_half_up."""
    if value not in ("exact", "nearest_krone_half_up"):
        raise place.wrong(f"unknown rounding {value}")
    return str(value)


def notice_shares(value: Any, place: Place) -> NoticeShares:
    """Shares written as fractions ("1/20")."""
    fields = take(value, file=place.file, row=place.row, required={"reminder", "inkassovarsel", "own_demand"})
    shares: dict[str, Fraction] = {}
    for key, text in fields.items():
        try:
            shares[key] = Fraction(text) if isinstance(text, str) and "/" in text else Fraction(0)
        except (ValueError, ZeroDivisionError):
            shares[key] = Fraction(0)
        if not 0 < shares[key] < 1:
            raise place.wrong(f"{key} must be a share such as 1/20")
    return NoticeShares(**shares)


def salaer_table(value: Any, place: Place) -> SalaerTable:
    """A fee table; limits must rise and the last one be open."""
    keys = {"id", "heavy_after_days", "business_factor", "bands"}
    fields = take(value, file=place.file, row=place.row, required=keys)
    bands: list[Band] = []
    for entry in _list(fields["bands"], "bands", place):
        band = take(entry, file=place.file, row=place.row, required={"up_to", "light", "heavy"})
        limit = None if band["up_to"] is None else positive(band["up_to"], place)
        if bands and (bands[-1].up_to is None or (limit is not None and limit <= (bands[-1].up_to or 0))):
            raise place.wrong("the limits of the bands must rise")
        bands.append(Band(up_to=limit, light=positive(band["light"], place), heavy=positive(band["heavy"], place)))
    if not bands or bands[-1].up_to is not None:
        raise place.wrong("the last band must be open (up_to: null)")
    return SalaerTable(
        id=text_of(fields, "id", file=place.file, row=place.row),
        heavy_after_days=_whole(fields["heavy_after_days"], place),
        business_factor=positive(fields["business_factor"], place),
        bands=tuple(bands),
    )


def instalment_rule(value: Any, place: Place) -> InstalmentRule:
    """The supplement of § 2-4."""
    fields = take(value, file=place.file, row=place.row, required={"multiple", "more_than_instalments", "vat"})
    if fields["vat"] not in ("yes", "no", "unsettled"):
        raise place.wrong("vat must be yes, no or unsettled")
    return InstalmentRule(
        multiple=positive(fields["multiple"], place),
        more_than_instalments=_whole(fields["more_than_instalments"], place),
        vat=fields["vat"],
    )


def lawyer_led(value: Any, place: Place) -> LawyerLed:
    """The rule of § 1-4."""
    fields = take(
        value,
        file=place.file,
        row=place.row,
        required={"table", "column", "business_factor", "vat_supplement", "after_days"},
    )
    if fields["column"] not in ("light", "heavy") or not isinstance(fields["vat_supplement"], bool):
        raise place.wrong("column must be light or heavy, vat_supplement true or false")
    return LawyerLed(
        table=text_of(fields, "table", file=place.file, row=place.row),
        column=fields["column"],
        business_factor=positive(fields["business_factor"], place),
        vat_supplement=fields["vat_supplement"],
        after_days=_whole(fields["after_days"], place),
    )


def _whole(value: Any, place: Place) -> int:
    number = positive(value, place)
    if number != number.to_integral_value():
        raise place.wrong(f"{number} must be a whole number")
    return int(number)


def _day(value: Any, key: str, place: Place) -> dt.date:
    if not isinstance(value, dt.date):
        raise place.wrong(f"{key} must be a date")
    return value


def _list(value: Any, key: str, place: Place) -> list[Any]:
    if not isinstance(value, list):
        raise place.wrong(f"{key} must be a list")
    return value


def _name(value: Any, place: Place) -> Name:
    fields = take(value, file=place.file, row=place.row, required={"nb", "nn", "en"})
    return Name(*(text_of(fields, code, file=place.file, row=place.row) for code in ("nb", "nn", "en")))


def _basis(value: Any, acts: Mapping[str, Act], place: Place) -> tuple[LegalReference, ...]:
    entries = _list(value, "legal_basis", place)
    if not entries:
        raise place.wrong("legal_basis is empty")
    return tuple(reference_of(entry, acts, file=place.file, row=place.row) for entry in entries)
