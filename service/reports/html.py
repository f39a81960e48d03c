"""One self-contained page: the letter's pages with the evidence marked, the findings beside them, each mark leading
to its finding and back. No script, no request to anywhere; the pictures are inside the file.
"""

from __future__ import annotations

import base64
import datetime as dt
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from parsers.model import Letter
from service.reports.drawing import page_values
from service.reports.lateness import advised, timely
from service.reports.report import Report

TEMPLATES = Path(__file__).parent / "templates"
"""Templates of reports; ``parts.html.j2`` are those that the pages of the service share."""


def render_html(report: Report, letter: Letter, *, today: dt.date | None = None) -> str:
    """The page. ``letter`` gives the pictures; a page without one is shown as an empty sheet with its marks."""
    report = timely(report, today=today)
    pictures = {page.number: _data_uri(page.picture) for page in letter.pages}
    values = page_values(report, picture=lambda number: pictures.get(number, ""), today=today)
    say = values["say"]["now"]
    now = [advised(say[key], report, today=today) for key in ("owe_some", "owe_nothing", "cannot_pay")]
    style = Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return _environment().get_template("report.html.j2").render(style=style, now=now, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _data_uri(picture: bytes) -> str:
    if not picture:
        return ""
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    return f"data:{kind};base64,{base64.b64encode(picture).decode('ascii')}"
