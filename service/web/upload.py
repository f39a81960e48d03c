"""From the form to the result: sending a letter, looking at its pages before it is read, waiting for the answer."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from parsers.errors import NoFiles, ParserError
from parsers.intake import InputFile
from service import desk
from service.context import sender, services
from service.problems import Problem, title
from service.security import access, caller
from service.store.audits import NewAudit
from service.web.shell import letter, page, page_language, session_digest

bp = APIBlueprint("upload", __name__, enable_openapi=False)

_FIRST_WAIT = 4.0
"""Seconds the sender waits for the result before the waiting page is shown; most letters are ready by then."""


@bp.get("/")
@access("public")
def form() -> ResponseReturnValue:
    """The form."""
    return page("upload.html.j2", error="")


@bp.post("/brev")
@access("letter", "audits:write", rate="upload")
def send() -> ResponseReturnValue:
    """Takes the letter in and leads to its result."""
    files = tuple(_input(file) for file in request.files.getlist("files") if file.filename)
    try:
        if not files:
            raise NoFiles
        new = NewAudit(files=files, lang=page_language(), sender=sender(), session_digest=session_digest(make=True))
        audit, _ = desk.submit(services(), new, caller())
    except (ParserError, Problem) as error:
        if isinstance(error, Problem) and error.status >= 500:
            raise
        status = error.http_status if isinstance(error, ParserError) else error.status
        named = f"{files[0].name}: " if len(files) == 1 else ""
        return page("upload.html.j2", status=status, error=named + title(error.code, page_language()))
    services().jobs.wait(audit.id, _FIRST_WAIT)
    return redirect(url_for("upload.wait", id_=audit.id), 303)


@bp.get("/brev/<id_>/venter")
@access("letter", "audits:read")
def wait(id_: str) -> ResponseReturnValue:
    """How far the letter has come; the result when it is ready."""
    audit = letter(id_)
    if audit.status == "done":
        return redirect(url_for("result.show", id_=id_), 303)
    if audit.status == "failed":
        raise Problem(audit.problem or "processing_failed")
    return page("waiting.html.j2", audit=audit)


def _input(file: FileStorage) -> InputFile:
    return InputFile(name=(file.filename or "")[:255], data=file.read())
