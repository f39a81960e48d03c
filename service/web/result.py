"""The result: what was found, where it stands in the letter, and what to do."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from service import desk
from service.api.v1.answers import tagged
from service.context import services
from service.problems import Problem
from service.reports.drawing import page_values
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
    values = page_values(
        report, picture=lambda number: url_for("result.picture", id_=id_, number=number), today=today()
    )
    return page("result.html.j2", audit=audit, **values)


@bp.get("/side/<int:number>")
@access("letter", "audits:read")
def picture(id_: str, number: int) -> ResponseReturnValue:
    """A page of the letter, straightened."""
    found = services().store.audits.page(letter(id_).id, number)
    if found is None:
        raise Problem("not_found")
    kind = "image/png" if found.startswith(b"\x89PNG") else "image/jpeg"
    return tagged(Response(found, mimetype=kind))


def today() -> dt.date:
    """Today where the readers are."""
    return dt.datetime.now(ZoneInfo("Europe/Oslo")).date()
