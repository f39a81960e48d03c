"""The dates of the case (Datoene i saken), the earlier letters that belong to it, and its deadline for a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apiflask import APIBlueprint
from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from parsers.errors import ParserError
from parsers.intake import InputFile
from service import desk
from service.clock import today
from service.context import sender, services
from service.problems import Problem, title
from service.reports.calendar import MEDIA_TYPE, deadline_calendar
from service.reports.report import Report
from service.reports.timeline import TimelineRow, timeline_rows, timeline_words
from service.security import access
from service.store.audits import Audit
from service.store.earlier import MOST_EARLIER
from service.web.letters import deadline_of, reported
from service.web.shell import page, page_language, words

bp = APIBlueprint("timeline", __name__, url_prefix="/brev/<id_>", enable_openapi=False)

_FIRST_WAIT = 4.0
"""Seconds until the waiting page is shown instead."""


_FIELDS: Mapping[str, str] = {"due": "original_due_date", "this_letter": "letter_date"}
"""Days that the reader can write in, and the field of each; the others stand in earlier letters."""


@bp.get("/datoer")
@access("letter", "audits:read")
def show(id_: str) -> ResponseReturnValue:
    """The days in order, today among them, and what is missing."""
    audit, report = reported(id_)
    told = request.args.get("status", "")
    return _page(audit, report, told=told if told in ("added", "removed") else "")


@bp.post("/datoer")
@access("letter", "audits:write", rate="upload")
def add(id_: str) -> ResponseReturnValue:
    """Adds earlier letters and reads the case again."""
    audit, report = reported(id_)
    files = [
        InputFile(name=(file.filename or "")[:255], data=file.read())
        for file in request.files.getlist("files")
        if file.filename
    ]
    try:
        desk.add_earlier(services(), audit, files, sender=sender())
    except (ParserError, Problem) as error:
        status = error.http_status if isinstance(error, ParserError) else error.status
        if status >= 500 and isinstance(error, ParserError):
            raise
        lang = page_language()
        too_many = len(services().store.audits.earlier(id_)) + len(files) > MOST_EARLIER
        text = words(lang)["dates"]["too_many"].format(most=MOST_EARLIER) if too_many else title(error.code, lang)
        named = f"{files[0].name}: " if len(files) == 1 and not too_many else ""
        return _page(audit, report, error=named + text, status=status)
    return _later(audit, "added")


@bp.post("/datoer/fjern/<int:number>")
@access("letter", "audits:write")
def remove(id_: str, number: int) -> ResponseReturnValue:
    """Takes an earlier letter away and judges the case without it."""
    audit, _ = reported(id_)
    desk.remove_earlier(services(), audit, number, sender=sender())
    return _later(audit, "removed")


@bp.get("/kalender.ics")
@access("letter", "audits:read")
def calendar(id_: str) -> ResponseReturnValue:
    """The deadline, for a calendar. Raises ``not_found`` for a letter without one."""
    audit, report = reported(id_)
    deadline = deadline_of(report)
    if deadline is None:
        raise Problem("not_found")
    say = words(page_language())["dates"]
    to = _sender(report) or say["sender_unknown"]
    data = deadline_calendar(
        day=deadline, summary=say["event"].format(sender=to), what=say["event_more"], id_=id_, made=audit.created_at
    )
    answer = Response(data, content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{say["event_file"]}.ics"'
    return answer


def _rows(id_: str, report: Report) -> Iterator[tuple[TimelineRow, str, str]]:
    """The lines as shown; beside one that is missing, where it is filled in, and the key of the words for that."""
    entries = iter(report.timeline)
    for row in timeline_rows(report.timeline, lang=report.language, today=today()):
        entry = None if row.state == "today" else next(entries)
        if entry is None or row.state != "gap":
            yield row, "", ""
        elif (name := _FIELDS.get(entry.kind)) is not None:
            yield row, url_for("corrections.field", id_=id_, name=name), "fill"
        else:
            yield row, "#eldre", "bring"


def _sender(report: Report) -> str:
    for name in ("collector", "creditor"):
        if name in report.letter.fields:
            return str(report.letter.fields[name].value)
    return ""


def _later(audit: Audit, told: str) -> ResponseReturnValue:
    services().jobs.wait(audit.id, _FIRST_WAIT)
    # Leads on to the waiting page while the letter is being read.
    return redirect(url_for("timeline.show", id_=audit.id, status=told), 303)


def _page(audit: Audit, report: Report, *, error: str = "", told: str = "", status: int = 200) -> Response:
    lang = page_language()
    deadline = deadline_of(report)
    return page(
        "timeline.html.j2",
        status=status,
        here=url_for("timeline.show", id_=audit.id),
        id_=audit.id,
        report=report,
        heading=timeline_words(lang)["heading"],
        rows=list(_rows(audit.id, report)),
        earlier=services().store.audits.earlier(audit.id),
        most=MOST_EARLIER,
        unused={aside.letter + 1: aside.note for aside in report.previous_not_used},
        error=error,
        told=told,
        has_calendar=deadline is not None and deadline >= today(),
    )
