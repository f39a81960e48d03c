"""The result: what was found, where it stands in the letter, and what to do."""

from __future__ import annotations

import datetime as dt

from apiflask import APIBlueprint
from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from service import desk
from service.context import services
from service.reports.cards import cards_of, status_of, verdict_of
from service.reports.cards import words as report_words
from service.reports.report import Report
from service.security import access
from service.web.shell import letter, page, page_language

bp = APIBlueprint("result", __name__, url_prefix="/brev/<id_>", enable_openapi=False)


@bp.get("")
@access("letter", "audits:read")
def show(id_: str) -> ResponseReturnValue:
    """The result of a letter; the waiting page while there is none."""
    audit = letter(id_)
    if audit.status != "done":
        return redirect(url_for("upload.wait", id_=id_), 303)
    lang = page_language()
    report = Report.model_validate_json(desk.report(services(), audit, lang=lang))
    return page(
        "result.html.j2",
        audit=audit,
        report=report,
        texts=report_words(lang),
        verdict=verdict_of(report, today=dt.datetime.now(dt.UTC).date()),
        cards=cards_of(report),
        status_of=status_of,
    )
