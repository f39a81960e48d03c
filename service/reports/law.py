"""The law's figures of a day, for `kravvakt rates` and the page of figures: as JSON and as a table with explanations.

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
from checks.law import (
    Figure,
    InstalmentRule,
    Language,
    Law,
    LawyerLed,
    LegalReference,
    Listing,
    NoticeShares,
    SalaerTable,
)
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
def law_words(lang: Language = "nb") -> Mapping[str, Any]:
    """The words of the commands and pages that show the law."""
    return dict(load_texts(_WORDS / f"{lang}.yaml"))


def groups(lang: Language = "nb") -> tuple[Group, ...]:
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
        for group in law_words(lang)["groups"]
    )


def rates_as_dict(law: Law, *, on: dt.date, today: dt.date, lang: Language = "nb") -> dict[str, Any]:
    """Every figure of the day with value, validity, sources and how it was verified.

    ``value`` is None and ``reason`` says why where the figure is not known. Numbers are decimal strings in the
    figure's ``unit``, shares like "1/20". ``kroner`` is what the figure comes to that day, where it is a share or a
    multiple and the base is known.
    """
    subject = {key: group.id for group in groups(lang) for key in group.keys}
    return {
        "date": on.isoformat(),
        "ruleset": {
            "version": law.version,
            "law_as_of": law.law_as_of.isoformat(),
            "cut_off": law.cut_off.isoformat(),
            "newest_source": law.newest_source.isoformat(),
        },
        "warnings": list(warnings(law, on=on, today=today, lang=lang)),
        "figures": [
            _figure_as_dict(law, listing, subject.get(listing.key, ""), on, lang) for listing in law.enumerate(on)
        ],
    }


def warnings(law: Law, *, on: dt.date, today: dt.date, lang: Language = "nb") -> Iterator[str]:
    """What the reader must know before trusting the figures: old data, or a day nobody has checked."""
    say = law_words(lang)["rates"]
    if law.is_stale(today):
        yield say["stale"].format(day=format_date(law.oldest_state, lang=lang), days=STALE_AFTER_DAYS)
    if on > law.verified_until:
        yield say["after"].format(day=format_date(on, lang=lang), last=format_date(law.verified_until, lang=lang))


def render_rates(law: Law, *, on: dt.date, today: dt.date, lang: Language = "nb") -> str:
    """The figures grouped by subject, ended by a newline."""
    return "\n".join(_rates(law, on, today, lang)) + "\n"


def _rates(law: Law, on: dt.date, today: dt.date, lang: Language) -> Iterator[str]:
    say = law_words(lang)["rates"]
    yield say["title"].format(day=format_date(on, lang=lang))
    yield from wrap(say["intro"])
    for warning in warnings(law, on=on, today=today, lang=lang):
        yield ""
        yield from wrap(f"! {warning}")
    listings = {listing.key: listing for listing in law.enumerate(on)}
    for group in groups(lang):
        yield from heading(group.title)
        yield from wrap(group.about) if group.about else ()
        for key in group.keys:
            yield ""
            name = group.names.get(key, listings[key].name.of(lang))
            yield from _listing(law, listings[key], name, group.explained.get(key, ""), on, lang)
    yield ""
    foot = {"law_as_of": format_date(law.law_as_of, lang=lang), "cut_off": format_date(law.cut_off, lang=lang)}
    yield from wrap(say["foot"].format(version=law.version, **foot))
    yield from wrap(say["json"])


def _listing(law: Law, listing: Listing, name: str, about: str, on: dt.date, lang: Language) -> Iterator[str]:
    say = law_words(lang)["rates"]
    figure = listing.figure
    if figure is None:
        yield f"{name:<{_LEFT}} {say['unknown']}"
        yield from wrap(say["unknown_why"].format(reason=listing.note), "  ")
        return
    first, *rows = value_lines(law, listing, on, lang=lang)
    yield f"{name:<{_LEFT}} {first}".rstrip()
    for row in rows:
        yield from wrap(row, "  ")
    yield from wrap(about, "  ")
    law_line = say["law"].format(law=places(figure.legal_basis, lang), url=figure.legal_basis[0].url)
    yield from wrap(f"{validity(figure, lang)}. {law_line}", "  ")
    yield from wrap(provenance(figure, lang), "  ")
    if figure.past_check:
        yield from wrap(past_check(law, listing, lang), "  ")


def validity(figure: Figure[Any], lang: Language) -> str:
    """From when, and till when, a figure holds; without a full stop."""
    say = law_words(lang)["rates"]
    first = format_date(figure.valid_from, lang=lang)
    if figure.valid_to is None:
        return str(say["valid"].format(first=first))
    return str(say["valid_to"].format(first=first, last=format_date(figure.valid_to, lang=lang)))


def provenance(figure: Figure[Any], lang: Language) -> str:
    """Where a figure was read, and how sure that is."""
    say = law_words(lang)["rates"]
    hosts = dict.fromkeys(
        urlsplit(source.url).netloc.removeprefix("www.") if source.url else say["no_address"]
        for source in figure.citation
    )
    verified = say["verified"][figure.verified]
    return str(say["read" if hosts else "unread"].format(hosts=", ".join(hosts), verified=verified))


def past_check(law: Law, listing: Listing, lang: Language) -> str:
    """Until which day somebody looked for changes of a figure."""
    day = format_date(law.series[listing.key].known_until, lang=lang)
    return str(law_words(lang)["rates"]["past_check"].format(day=day))


def places(basis: Sequence[LegalReference], lang: Language = "nb") -> str:
    """The places in the law, each act named once."""
    parts: list[str] = []
    act = ""
    for place in basis:
        name, label = place.act.name.of(lang), place.label(lang)
        parts.append(label.removeprefix(f"{name} ") if name == act else label)
        act = name
    return ", ".join(parts).replace("§ ", "§\u00a0")


def value_lines(law: Law, listing: Listing, on: dt.date, *, lang: Language = "nb") -> Iterator[str]:
    """A known figure in words: what stands beside its name, then a line for each row of a table."""
    assert listing.figure is not None  # noqa: S101 - an unknown figure has no value to show
    say = law_words(lang)["rates"]
    money, plain = partial(format_amount, lang=lang), partial(number, lang=lang)
    value = listing.figure.value
    kroner = kroner_of(law, listing, on)
    amount = kroner.get("amount")
    units = say["units"]
    if isinstance(value, SalaerTable):
        yield ""
        yield from _bands(law, value, on, lang)
    elif isinstance(value, NoticeShares):
        yield ""
        for key, label in say["shares"].items():
            text = say["share_kroner" if key in kroner else "share"]
            share = text.format(share=getattr(value, key), kroner=money(kroner.get(key, Decimal(0))))
            yield f"{label:<{_LEFT - 2}} {share}"
    elif isinstance(value, InstalmentRule):
        text = units["sats" if amount is None else "sats_kroner"]
        yield text.format(value=plain(value.multiple), kroner=money(amount or Decimal(0)))
    elif isinstance(value, LawyerLed):
        yield ""
        yield say["lawyer"].format(column=say["column"][value.column], days=value.after_days)
    elif isinstance(value, str):
        yield say["rounding"][value]
    elif listing.unit == "multiple":
        text = units["court_fees" if amount is None else "court_fees_kroner"]
        yield text.format(value=plain(value), kroner=money(amount or Decimal(0)))
    elif listing.unit == "kroner":
        yield units["kroner"].format(value=money(value))
    else:
        yield units[listing.unit].format(value=plain(value * 100 if listing.unit == "rate" else value))


def _bands(law: Law, table: SalaerTable, on: dt.date, lang: Language) -> Iterator[str]:
    say = law_words(lang)["rates"]
    money, plain = partial(format_amount, lang=lang), partial(number, lang=lang)
    limit = Decimal(0)
    for band in table.bands:
        limit, label = (limit, say["band_over"]) if band.up_to is None else (band.up_to, say["band"])
        basis = limit if band.up_to is not None else limit + 1  # any claim above the last limit
        multiples = {"light": plain(band.light), "heavy": plain(band.heavy)}
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
            light, heavy = (money(cap) for cap in caps)
            text = say["band_kroner"].format(light_kroner=light, heavy_kroner=heavy, **multiples)
        yield f"{label.format(limit=money(limit)):<32} {text}"
    yield say["table_more"].format(days=table.heavy_after_days)
    if table.business_factor != 1:
        yield say["table_business"].format(factor=plain(table.business_factor))


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


def _figure_as_dict(law: Law, listing: Listing, group: str, on: dt.date, lang: Language) -> dict[str, Any]:
    figure = listing.figure
    return {
        "key": listing.key,
        "name": listing.name.of(lang),
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
            {
                "act": place.act.name.of(lang),
                "section": place.section,
                "url": place.url,
                "reference": place.label(lang),
            }
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


def number(value: Decimal, *, lang: Language = "nb") -> str:
    """A multiple or percentage as people write it: "0,4", "12,25", in English "0.4"."""
    plain = f"{value.normalize():f}"
    return plain if lang == "en" else plain.replace(".", ",")
