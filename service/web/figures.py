"""Every figure of the law on a day, with its source: ``/satser``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from apiflask import APIBlueprint
from flask import request
from flask.typing import ResponseReturnValue

from checks.law import Language, Law, Listing, default_law
from parsers.dates import format_date
from parsers.errors import InvalidValue
from service.clock import today
from service.known import read_date
from service.reports.law import groups, law_words, past_check, provenance, validity, value_lines, warnings
from service.security import access
from service.web.shell import page, page_language, words

bp = APIBlueprint("figures", __name__, enable_openapi=False)


@bp.get("/satser")
@access("public")
def show() -> ResponseReturnValue:
    """The figures of the day asked for, else of today."""
    lang = page_language()
    wish = request.args.get("date", "").strip()[:100]
    on, error = today(), ""
    if wish:
        try:
            on = read_date("date", wish)
        except InvalidValue:
            error = words(lang)["reckon"]["errors"]["date"]
    law = default_law()
    say = law_words(lang)["rates"]
    listings = {listing.key: listing for listing in law.enumerate(on)}
    shown = [
        {
            "id": group.id,
            "title": group.title,
            "about": group.about,
            "figures": [
                _shown(law, listings[key], group.names.get(key), group.explained.get(key, ""), on, lang)
                for key in group.keys
            ],
        }
        for group in groups(lang)
    ]
    return page(
        "figures.html.j2",
        status=422 if error else 200,
        title=say["title"].format(day=format_date(on, lang=lang)),
        intro=say["intro"],
        warnings=list(warnings(law, on=on, today=today(), lang=lang)),
        groups=shown,
        wish=wish or format_date(on, lang=lang).replace("\u00a0", " "),
        error=error,
        kept_lang=request.args.get("lang", ""),
        foot=say["foot"].format(
            version=law.version,
            law_as_of=format_date(law.law_as_of, lang=lang),
            cut_off=format_date(law.cut_off, lang=lang),
        ),
    )


def _shown(law: Law, listing: Listing, name: str | None, about: str, on: dt.date, lang: Language) -> dict[str, Any]:
    figure = listing.figure
    said: dict[str, Any] = {"key": listing.key, "name": name or listing.name.of(lang), "about": about}
    if figure is None:
        rates = law_words(lang)["rates"]
        return {
            **said,
            "first": rates["unknown"],
            "lines": [],
            "unknown": rates["unknown_why"].format(reason=listing.note),
        }
    first, *lines = value_lines(law, listing, on, lang=lang)
    return {
        **said,
        "first": first,
        "lines": [" ".join(line.split()) for line in lines],
        "unknown": "",
        "valid": validity(figure, lang),
        "basis": [(place.url, place.label(lang)) for place in figure.legal_basis],
        "read": provenance(figure, lang),
        "past": past_check(law, listing, lang) if figure.past_check else "",
    }
