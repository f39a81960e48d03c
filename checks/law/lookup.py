"""`Law`: every figure of the law, looked up by exact date.

What it is for: the one object the rules and calculators ask. What it is not for: deciding which date counts (each
rule does) and arithmetic. `load_law` reads `checks/law/data`; `default_law` keeps one copy for the process.
Amounts are kroner, interest per cent a year, rates fractions of one; days are inclusive at both ends.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checks.errors import LawDataError, UnknownFigure
from checks.law import parameters, strict_yaml
from checks.law.citations import Act, Citation, LegalReference, Name, load_acts, load_sources, take
from checks.law.parameters import (
    Figure,
    Gap,
    InstalmentRule,
    LawyerLed,
    NoticeShares,
    Parse,
    SalaerTable,
    Series,
    load_series,
)
from checks.law.regimes import Regime, Regimes, load_regimes

DATA = Path(__file__).parent / "data"
FIGURE_FILES: Mapping[str, Parse[Any]] = MappingProxyType(
    {
        "inkassosats.yaml": parameters.positive,
        "notice_fees.yaml": parameters.notice_shares,
        "notice_fee_rounding.yaml": parameters.rounding,
        "salaer_tables.yaml": parameters.salaer_table,
        "instalment_supplement.yaml": parameters.instalment_rule,
        "lawyer_led.yaml": parameters.lawyer_led,
        "late_interest.yaml": parameters.percent,
        "standard_compensation.yaml": parameters.positive,
        "court_fee.yaml": parameters.positive,
        "forliksraad_fee.yaml": parameters.positive,
        "enforcement_fee.yaml": parameters.positive,
        "other_enforcement_fees.yaml": parameters.positive,
        "recoverable_legal_costs.yaml": parameters.positive,
        "vat.yaml": parameters.rate,
    }
)
STALE_AFTER_DAYS = 200
"""Rates are set anew each half-year: data this old have missed at least one."""

OTHER_FILES = frozenset({"acts.yaml", "sources.yaml", "regimes.yaml", "meta.yaml", "collectors.yaml"})


@dataclass(frozen=True, slots=True)
class Listing:
    """One figure as it stands on a day. `figure` is None where it is not known; `note` then says why."""

    key: str
    name: Name
    unit: str
    chosen_by: str
    figure: Figure[Any] | None
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """The law's figures. Immutable. Every look-up raises `UnknownFigure` where nothing is known for the day."""

    version: str
    law_as_of: dt.date
    cut_off: dt.date
    newest_source: dt.date
    tolerance: Decimal
    posting_slack_days: int
    acts: Mapping[str, Act]
    sources: Mapping[str, Citation]
    regimes: Regimes
    series: Mapping[str, Series[Any]]

    def inkassosats(self, on: dt.date) -> Figure[Decimal]:
        """The inkassosats: on the day a notice is sent, or (salær) the day the principal is paid."""
        return self._series("inkassosats").on(on)

    def highest_inkassosats(self, first: dt.date, last: dt.date) -> Figure[Decimal]:
        """The highest inkassosats on any day of the span."""
        return parameters.highest(self._series("inkassosats"), first, last)

    def notice_fee_shares(self, due: dt.date) -> Figure[NoticeShares]:
        """The shares for notice fees on a claim due on `due` (inkassoforskriften § 1-2)."""
        return self._series("notice_fee_shares").on(due)

    def notice_fee_rounding(self, sent: dt.date) -> Figure[str]:
        """How the fee of a notice sent on `sent` is rounded: exact or nearest_krone_half_up."""
        return self._series("notice_fee_rounding").on(sent)

    def salaer_table(self, due: dt.date) -> Figure[SalaerTable]:
        """The fee table of a claim due on `due` (inkassoforskriften §§ 2-1 to 2-3)."""
        return self._series("salaer_table").on(due)

    def salaer_table_named(self, table: str) -> Figure[SalaerTable]:
        """The fee table with that id ("salaer_2020"). KeyError for another word."""
        for entry in self._series("salaer_table").entries:
            if isinstance(entry, Figure) and entry.value.id == table:
                return entry
        raise KeyError(table)

    def salaer_tables_between(self, first: dt.date, last: dt.date) -> tuple[Figure[SalaerTable], ...]:
        """Every fee table for claims due on some day of the span, oldest first.

        Days before the first table are left out; it raises only when no day of the span has a table.
        """
        return self._between("salaer_table", first, last)

    def notice_fee_shares_between(self, first: dt.date, last: dt.date) -> tuple[Figure[NoticeShares], ...]:
        """Every set of shares for claims due on some day of the span; days before the first set are left out."""
        return self._between("notice_fee_shares", first, last)

    def instalment_supplement(self, on: dt.date) -> Figure[InstalmentRule]:
        """The supplement for a plan made on `on` (inkassoforskriften § 2-4)."""
        return self._series("instalment_supplement").on(on)

    def lawyer_led(self, due: dt.date) -> Figure[LawyerLed]:
        """Lawyer-led collection of a claim due on `due` (inkassoforskriften § 1-4)."""
        return self._series("lawyer_led").on(due)

    def late_interest(self, on: dt.date) -> Figure[Decimal]:
        """The statutory interest rate of a day, per cent a year (forsinkelsesrenteloven § 3)."""
        return self._series("late_interest").on(on)

    def highest_late_interest(self, first: dt.date, last: dt.date) -> Figure[Decimal]:
        """The highest statutory rate on any day of the span."""
        return parameters.highest(self._series("late_interest"), first, last)

    def standard_compensation(self, on: dt.date) -> Figure[Decimal]:
        """The compensation between businesses of a day (forsinkelsesrenteloven § 3 a)."""
        return self._series("standard_compensation").on(on)

    def highest_standard_compensation(self, first: dt.date, last: dt.date) -> Figure[Decimal]:
        """The highest compensation on any day of the span."""
        return parameters.highest(self._series("standard_compensation"), first, last)

    def court_fee(self, on: dt.date) -> Figure[Decimal]:
        """The court fee (rettsgebyr) of the day of filing."""
        return self._series("court_fee").on(on)

    def court_fee_multiple(self, what: str, on: dt.date) -> Figure[Decimal]:
        """The multiple of the court fee for `what`, one of `court_fee_multiples()`. KeyError for another word."""
        if what not in self.court_fee_multiples():
            raise KeyError(what)
        return self._series(what).on(on)

    def court_fee_multiples(self) -> tuple[str, ...]:
        """The keys of everything that is a multiple of the court fee."""
        return tuple(s.key for s in self.series.values() if s.chosen_by == "filing_date" and s.unit == "multiple")

    def vat_rate(self, on: dt.date) -> Figure[Decimal]:
        """The general VAT rate of a day as a fraction (0.25)."""
        return self._series("vat_rate").on(on)

    @property
    def new_act_in_force(self) -> dt.date | None:
        """The first day of the inkassolov of 2026; None while that is not configured."""
        return self.regimes.new_act_in_force

    @property
    def verified_until(self) -> dt.date:
        """The last day for which every figure was checked."""
        return min(series.known_until for series in self.series.values())

    @property
    def oldest_state(self) -> dt.date:
        """The day the oldest part of the data is from: the state of the acts, or of the search for new figures."""
        return min(self.law_as_of, self.cut_off)

    def is_stale(self, today: dt.date) -> bool:
        """Whether the data are more than :data:`STALE_AFTER_DAYS` old on that day."""
        return (today - self.oldest_state).days > STALE_AFTER_DAYS

    def regime(self, sent: dt.date) -> Regime:
        """The inkassolov that governs a letter sent on `sent`."""
        return self.regimes.on(sent)

    def reference(self, act: str, section: str, *, paragraph: str = "", letter: str = "") -> LegalReference:
        """A place in an act of `acts.yaml`. KeyError for an act that is not there."""
        return LegalReference(act=self.acts[act], section=section, paragraph=paragraph, letter=letter)

    def enumerate(self, on: dt.date) -> list[Listing]:
        """Every figure as it stands on a day (for a claim due, a notice sent, a case filed that day)."""
        listings: list[Listing] = []
        for series in self.series.values():
            figure: Figure[Any] | None = None
            note = ""
            try:
                figure = series.on(on)
                note = figure.note
            except UnknownFigure as unknown:
                note = str(unknown)
            listings.append(
                Listing(
                    key=series.key,
                    name=series.name,
                    unit=series.unit,
                    chosen_by=series.chosen_by,
                    figure=figure,
                    note=note,
                )
            )
        return listings

    def _series(self, key: str) -> Series[Any]:
        return self.series[key]

    def _between(self, key: str, first: dt.date, last: dt.date) -> tuple[Figure[Any], ...]:
        series = self._series(key)
        entries = series.between(max(first, min(last, series.known_from)), last)
        return tuple(entry for entry in entries if not isinstance(entry, Gap))


def load_law(*, directory: Path | None = None, new_act_in_force: dt.date | None = None) -> Law:
    """Read the law's data from `directory` (default: the data that comes with the package).

    `new_act_in_force` switches the inkassolov of 2026 on: figures under the act of 1988 then end the day before.
    Raises `LawDataError` naming file and row for anything that does not belong.
    """
    folder = directory or DATA
    present = {path.name for path in folder.glob("*.yaml")}
    expected = set(FIGURE_FILES) | OTHER_FILES
    if missing := sorted(expected - present):
        raise LawDataError("is missing", file=missing[0])
    if unknown := sorted(present - expected):
        raise LawDataError("is not a known law data file", file=unknown[0])
    documents = {name: strict_yaml.read(folder / name) for name in sorted(expected)}
    acts = load_acts(documents["acts.yaml"])
    sources = load_sources(documents["sources.yaml"])
    regimes = load_regimes(documents["regimes.yaml"], acts=acts, sources=sources, new_act_in_force=new_act_in_force)
    series: dict[str, Series[Any]] = {}
    for name, parse in FIGURE_FILES.items():
        loaded = load_series(
            documents[name], parse, acts=acts, sources=sources, new_act_in_force=regimes.new_act_in_force
        )
        if twice := sorted(set(loaded) & set(series)):
            raise LawDataError(f"figure {twice[0]} is in another file too", file=name)
        series.update(loaded)
    _check_tables(series)
    meta = _meta(documents["meta.yaml"])
    return Law(
        version=_version(documents, regimes.new_act_in_force),
        law_as_of=meta["law_as_of"],
        cut_off=meta["cut_off"],
        newest_source=meta["newest_source"],
        tolerance=meta["tolerance_kroner"],
        posting_slack_days=int(meta["posting_slack_days"]),
        acts=acts,
        sources=sources,
        regimes=regimes,
        series=MappingProxyType(series),
    )


@functools.cache
def default_law() -> Law:
    """The law of the package's own data, read once, with the commencement that :func:`begin_new_act` set."""
    return load_law(new_act_in_force=_commencement[0])


_commencement: list[dt.date | None] = [None]


def begin_new_act(on: dt.date | None) -> None:
    """Let the inkassolov of 2026 commence on that day in this process; ``None`` takes it back.

    For the doors, at start, from their settings. Raises `LawDataError` for a day before the act was adopted.
    """
    load_law(new_act_in_force=on)
    _commencement[0] = on
    default_law.cache_clear()


def _meta(document: strict_yaml.Document) -> Mapping[str, Any]:
    days = {"law_as_of", "cut_off", "newest_source"}
    numbers = {"tolerance_kroner", "posting_slack_days"}
    fields = take(document.content, file=document.file, row="", required=days | numbers)
    for key in sorted(days):
        if not isinstance(fields[key], dt.date):
            raise LawDataError("must be a date", file=document.file, row=key)
    for key in sorted(numbers):
        parameters.positive(fields[key], parameters.Place(document.file, key))
    return fields


def _check_tables(series: Mapping[str, Series[Any]]) -> None:
    tables = {entry.value.id for entry in series["salaer_table"].entries if isinstance(entry, Figure)}
    for entry in series["lawyer_led"].entries:
        if isinstance(entry, Figure) and entry.value.table not in tables:
            raise LawDataError(f"table {entry.value.table} is not in salaer_tables.yaml", file="lawyer_led.yaml")


def _version(documents: Mapping[str, strict_yaml.Document], new_act_in_force: dt.date | None) -> str:
    """Twelve hex digits of what the files say; comments and layout do not count."""
    said = {name: document.content for name, document in documents.items()}
    text = json.dumps([said, new_act_in_force], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def walk_figures(law: Law) -> Iterator[Figure[Any] | Gap]:
    """Every row of every figure, for tests and for the catalogue's completeness checks."""
    for series in law.series.values():
        yield from series.entries


__all__ = ["DATA", "Law", "Listing", "begin_new_act", "default_law", "load_law", "walk_figures"]
