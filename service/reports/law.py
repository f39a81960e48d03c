"""The law's figures of a day, for `kravvakt rates`: as JSON and as a table with explanations.

Every figure is the law's own (`Law.enumerate`), every amount in kroner that of `checks.fees`; a figure that is not
known is shown as unknown with the reason. Not for reckoning: nothing is worked out here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from checks.computation import Computation
from checks.errors import UnknownFigure
from checks.fees import NoticeStage, Stage, collection_fee_cap, instalment_supplement, legal_cost, notice_fee
from checks.law import InstalmentRule, Law, LawyerLed, LegalReference, Listing, NoticeShares, SalaerTable
from checks.law.lookup import STALE_AFTER_DAYS
from checks.messages.files import load_texts
from parsers.dates import format_date
from parsers.money import format_amount
from service.reports.text import heading, wrap

_WORDS = Path(__file__).parent / "words" / "law"
_LEFT = 54
_NOTICES: Mapping[str, NoticeStage] = {"reminder": "reminder", "inkassovarsel": "notice", "own_demand": "own-demand"}
_STAGES: tuple[Stage, ...] = ("light", "heavy")


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one subject, in the order they are shown. ``names`` and ``about`` are by the figure's key."""

    id: str
    title: str
    about: str
    keys: tuple[str, ...]
    names: Mapping[str, str]
    explained: Mapping[str, str]


@cache
def law_words(lang: str = "nb") -> Mapping[str, Any]:
    """The words of the commands that show the law; bokmål where a language has none."""
    path = _WORDS / f"{lang}.yaml"
    if not path.exists():
        path = _WORDS / "nb.yaml"
    return dict(load_texts(path))


def groups() -> tuple[Group, ...]:
    """The subjects the figures are shown under."""
    return tuple(
        Group(
            id=group["id"],
            title=group["title"],
            about=group.get("about", ""),
            keys=tuple(group["figures"]),
            names={key: said["name"] for key, said in group["figures"].items() if "name" in said},
            explained={key: said["about"] for key, said in group["figures"].items() if "about" in said},
        )
        for group in law_words()["groups"]
    )


def rates_as_dict(law: Law, *, on: dt.date, today: dt.date) -> dict[str, Any]:
    """Every figure of the day with value, validity, sources and how it was verified.

    ``value`` is None and ``reason`` says why where the figure is not known. Numbers are decimal strings in the
    figure's ``unit``, shares like "1/20". ``kroner`` is what the figure comes to that day, where it is a share or a
    multiple and the base is known.
    """
    subject = {key: group.id for group in groups() for key in group.keys}
    return {
        "date": on.isoformat(),
        "ruleset": {
            "version": law.version,
            "law_as_of": law.law_as_of.isoformat(),
            "cut_off": law.cut_off.isoformat(),
            "newest_source": law.newest_source.isoformat(),
        },
        "warnings": list(warnings(law, on=on, today=today)),
        "figures": [_figure_as_dict(law, listing, subject.get(listing.key, ""), on) for listing in law.enumerate(on)],
    }


def warnings(law: Law, *, on: dt.date, today: dt.date) -> Iterator[str]:
    """What the reader must know before trusting the figures: old data, or a day nobody has checked."""
    say = law_words()["rates"]
    if law.is_stale(today):
        yield say["stale"].format(day=format_date(law.oldest_state), days=STALE_AFTER_DAYS)
    if on > law.verified_until:
        yield say["after"].format(day=format_date(on), last=format_date(law.verified_until))


def render_rates(law: Law, *, on: dt.date, today: dt.date) -> str:
    """The figures grouped by subject, ended by a newline."""
    return "\n".join(_rates(law, on, today)) + "\n"


def _rates(law: Law, on: dt.date, today: dt.date) -> Iterator[str]:
    say = law_words()["rates"]
    yield say["title"].format(day=format_date(on))
    yield from wrap(say["intro"])
    for warning in warnings(law, on=on, today=today):
        yield ""
        yield from wrap(f"! {warning}")
    listings = {listing.key: listing for listing in law.enumerate(on)}
    for group in groups():
        yield from heading(group.title)
        yield from wrap(group.about) if group.about else ()
        for key in group.keys:
            yield ""
            name = group.names.get(key, listings[key].name.nb)
            yield from _listing(law, listings[key], name, group.explained.get(key, ""), on)
    yield ""
    foot = {"law_as_of": format_date(law.law_as_of), "cut_off": format_date(law.cut_off)}
    yield from wrap(say["foot"].format(version=law.version, **foot))
    yield from wrap(say["json"])


def _listing(law: Law, listing: Listing, name: str, about: str, on: dt.date) -> Iterator[str]:
    say = law_words()["rates"]
    figure = listing.figure
    if figure is None:
        yield f"{name:<{_LEFT}} {say['unknown']}"
        yield from wrap(say["unknown_why"].format(reason=listing.note), "  ")
        return
    first, *rows = value_lines(law, listing, on)
    yield f"{name:<{_LEFT}} {first}".rstrip()
    for row in rows:
        yield from wrap(row, "  ")
    yield from wrap(about, "  ")
    span = {"first": format_date(figure.valid_from)}
    if figure.valid_to is None:
        valid = say["valid"].format(**span)
    else:
        valid = say["valid_to"].format(last=format_date(figure.valid_to), **span)
    yield from wrap(
        f"{valid}. {say['law'].format(law=_places(figure.legal_basis), url=figure.legal_basis[0].url)}", "  "
    )
    hosts = dict.fromkeys(
        urlsplit(source.url).netloc.removeprefix("www.") if source.url else say["no_address"]
        for source in figure.citation
    )
    verified = say["verified"][figure.verified]
    read = say["read"].format(hosts=", ".join(hosts), verified=verified)
    yield from wrap(read if hosts else say["unread"].format(verified=verified), "  ")
    if figure.past_check:
        yield from wrap(say["past_check"].format(day=format_date(law.series[listing.key].known_until)), "  ")


def _places(basis: Sequence[LegalReference]) -> str:
    """The places in the law, each act named once."""
    parts: list[str] = []
    act = ""
    for place in basis:
        name = place.act.name.nb
        parts.append(place.label().removeprefix(f"{name} ") if name == act else place.label())
        act = name
    return ", ".join(parts).replace("§ ", "§\u00a0")


def value_lines(law: Law, listing: Listing, on: dt.date) -> Iterator[str]:
    """A known figure in words: what stands beside its name, then a line for each row of a table."""
    assert listing.figure is not None  # noqa: S101 - an unknown figure has no value to show
    say = law_words()["rates"]
    value = listing.figure.value
    kroner = kroner_of(law, listing, on)
    amount = kroner.get("amount")
    units = say["units"]
    if isinstance(value, SalaerTable):
        yield ""
        yield from _bands(law, value, on)
    elif isinstance(value, NoticeShares):
        yield ""
        for key, label in say["shares"].items():
            text = say["share_kroner" if key in kroner else "share"]
            share = text.format(share=getattr(value, key), kroner=format_amount(kroner.get(key, Decimal(0))))
            yield f"{label:<{_LEFT - 2}} {share}"
    elif isinstance(value, InstalmentRule):
        text = units["sats" if amount is None else "sats_kroner"]
        yield text.format(value=number(value.multiple), kroner=format_amount(amount or Decimal(0)))
    elif isinstance(value, LawyerLed):
        yield ""
        yield say["lawyer"].format(column=say["column"][value.column], days=value.after_days)
    elif isinstance(value, str):
        yield say["rounding"][value]
    elif listing.unit == "multiple":
        text = units["court_fees" if amount is None else "court_fees_kroner"]
        yield text.format(value=number(value), kroner=format_amount(amount or Decimal(0)))
    elif listing.unit == "kroner":
        yield units["kroner"].format(value=format_amount(value))
    else:
        yield units[listing.unit].format(value=number(value * 100 if listing.unit == "rate" else value))


def _bands(law: Law, table: SalaerTable, on: dt.date) -> Iterator[str]:
    say = law_words()["rates"]
    limit = Decimal(0)
    for band in table.bands:
        limit, label = (limit, say["band_over"]) if band.up_to is None else (band.up_to, say["band"])
        basis = limit if band.up_to is not None else limit + 1  # any claim above the last limit
        multiples = {"light": number(band.light), "heavy": number(band.heavy)}
        try:
            caps = [
                collection_fee_cap(
                    law,
                    basis=basis,
                    due=on,
                    on=on,
                    stage=stage,
                    debtor="consumer",
                    vat_supplement=False,
                ).in_ore
                for stage in _STAGES
            ]
        except UnknownFigure:
            text = say["band_multiples"].format(**multiples)
        else:
            light, heavy = (format_amount(cap) for cap in caps)
            text = say["band_kroner"].format(light_kroner=light, heavy_kroner=heavy, **multiples)
        yield f"{label.format(limit=format_amount(limit)):<32} {text}"
    yield say["table_more"].format(days=table.heavy_after_days)
    if table.business_factor != 1:
        yield say["table_business"].format(factor=number(table.business_factor))


def kroner_of(law: Law, listing: Listing, on: dt.date) -> dict[str, Decimal]:
    """What a share or multiple comes to on the day, in kroner; empty where the base is not known that day."""
    if listing.figure is None:
        return {}
    reckon: dict[str, Callable[[], Computation]] = {}
    if isinstance(listing.figure.value, NoticeShares):
        for key, stage in _NOTICES.items():
            reckon[key] = partial(notice_fee, law, stage=stage, due=on, sent=on)
    elif isinstance(listing.figure.value, InstalmentRule):
        reckon["amount"] = partial(instalment_supplement, law, on=on)
    elif listing.key in law.court_fee_multiples():
        reckon["amount"] = partial(legal_cost, law, listing.key, on=on)
    try:
        return {key: computation().in_ore for key, computation in reckon.items()}
    except UnknownFigure:
        return {}


def _figure_as_dict(law: Law, listing: Listing, group: str, on: dt.date) -> dict[str, Any]:
    figure = listing.figure
    return {
        "key": listing.key,
        "name": listing.name.nb,
        "group": group,
        "unit": listing.unit,
        "chosen_by": listing.chosen_by,
        "known": figure is not None,
        "value": None if figure is None else json_value(figure.value),
        "kroner": {key: str(amount) for key, amount in kroner_of(law, listing, on).items()},
        "valid_from": None if figure is None else figure.valid_from.isoformat(),
        "valid_to": None if figure is None or figure.valid_to is None else figure.valid_to.isoformat(),
        "verified": None if figure is None else figure.verified,
        "checked_until": law.series[listing.key].known_until.isoformat(),
        "past_check": figure is not None and figure.past_check,
        "legal_basis": [
            {"act": place.act.name.nb, "section": place.section, "url": place.url, "reference": place.label()}
            for place in (figure.legal_basis if figure else ())
        ],
        "instrument": figure.instrument if figure else "",
        "sources": [
            {"key": source.key, "url": source.url, "what": source.what, "kind": source.kind}
            for source in (figure.citation if figure else ())
        ],
        "note": figure.note if figure else "",
        "reason": listing.note if figure is None else "",
    }


def json_value(value: Any) -> Any:
    """A figure for JSON: numbers and fractions as their text, tables as objects."""
    if is_dataclass(value):
        return {field.name: json_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [json_value(part) for part in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, Fraction) else value


def number(value: Decimal) -> str:
    """A multiple or percentage as people write it: "0,4", "12,25"."""
    return f"{value.normalize():f}".replace(".", ",")
