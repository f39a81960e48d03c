"""What the pages beside a result start from: the letter with its report in the language of the page, as of today."""

from __future__ import annotations

import datetime as dt

from flask import abort, redirect, url_for

from parsers.dates import format_date
from service import desk
from service.clock import today
from service.context import services
from service.reports.cards import format_weekday
from service.reports.lateness import timely
from service.reports.report import Report
from service.store.audits import Audit
from service.web.shell import letter, page_language


def reported(id_: str) -> tuple[Audit, Report]:
    """The letter of this browser and its report, with the advice of today. Leads to the waiting page without one.
    Raises ``not_found``.
    """
    audit = letter(id_)
    if audit.status != "done":
        abort(redirect(url_for("upload.wait", id_=id_), 303))
    report = Report.model_validate_json(desk.report(services(), audit, lang=page_language()))
    return audit, timely(report, today=today())


def deadline_of(report: Report) -> dt.date | None:
    """The deadline the letter sets, ``None`` when none was read."""
    field = report.letter.fields.get("payment_deadline")
    return None if field is None else dt.date.fromisoformat(str(field.value))


def written_day(day: dt.date, lang: str) -> str:
    """The day with its weekday, and the year when it is not this one: "onsdag 26. august"."""
    return f"{format_weekday(day, lang)} {format_date(day, lang=lang, today=today())}"
