"""What the service says of itself: privacy, what Kravvakt is, accessibility, and how organisations use it.

Figures that can change are taken from where they are decided: hours from the settings, the rule set from the law's
data, measured accuracy from ``accuracy.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from apiflask import APIBlueprint
from flask import current_app, request
from flask.typing import ResponseReturnValue

from checks.catalogue import entries
from checks.law import default_law
from checks.messages.files import load_texts
from parsers.dates import format_date
from parsers.limits import DEFAULT_LIMITS
from service.api.v1 import PREFIX
from service.context import services
from service.desk import MOST_PREVIOUS
from service.security import access
from service.web.shell import page, page_language

bp = APIBlueprint("about", __name__, enable_openapi=False)

_ACCURACY = Path(__file__).parent / "accuracy.yaml"
_COLUMNS = ("letters", "fields", "sure", "found", "accused")
"""What is measured, in the order it is shown; what no kind of paper was measured by is left out."""

_MB = 1_000_000


@cache
def accuracy() -> Mapping[str, Any]:
    """What was measured: the day, and for each kind of paper how many letters and the shares in per cent."""
    found: Mapping[str, Any] = load_texts(_ACCURACY)
    return found


@bp.get("/personvern")
@access("public")
def privacy() -> ResponseReturnValue:
    """What is kept, how long, and who can see it."""
    return page("privacy.html.j2", anonymous=services().settings.anonymous)


@bp.get("/om")
@access("public")
def product() -> ResponseReturnValue:
    """What Kravvakt is, by which law, and how often it reads right."""
    lang = page_language()
    law = default_law()
    measured = accuracy()
    rows = [row for row in measured["rows"] if row["letters"]] if measured["measured"] else []
    return page(
        "about.html.j2",
        version=law.version,
        law_as_of=format_date(law.law_as_of, lang=lang),
        cut_off=format_date(law.cut_off, lang=lang),
        begun=sum(entry.valid_from is not None for entry in entries(lang=lang)),
        measured=format_date(measured["measured"], lang=lang) if measured["measured"] else "",
        rows=rows,
        columns=[key for key in _COLUMNS if any(row[key] is not None for row in rows)],
        per_cent=lambda share: _per_cent(share, lang),
    )


def _per_cent(share: object, lang: str) -> str:
    if share is None:
        return "–"
    text = f"{share}"
    return f"{text}%" if lang == "en" else f"{text.replace('.', ',')}\u00a0%"


@bp.get("/tilgjengelighet")
@access("public")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return page("accessibility.html.j2")


@bp.get("/organisasjoner")
@access("public")
def organisations() -> ResponseReturnValue:
    """The API for organisations, with calls that run as they stand."""
    rules = {rule.rule for rule in current_app.url_map.iter_rules()}
    return page(
        "organisations.html.j2",
        base=f"{request.host_url.rstrip('/')}{PREFIX}",
        has_batches=f"{PREFIX}/batches" in rules,
        limits={
            "files": DEFAULT_LIMITS.files,
            "pages": DEFAULT_LIMITS.pages,
            "megabytes": DEFAULT_LIMITS.total_bytes // _MB,
            "previous": MOST_PREVIOUS,
        },
    )
