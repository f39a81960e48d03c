"""From the form to the result: sending a letter, and waiting for the answer. An example for those without a letter.

Photos are looked at before they are read (`service.web.pages`); a letter that is a PDF is read at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from apiflask import APIBlueprint
from flask import jsonify, redirect, session, url_for
from flask.typing import ResponseReturnValue

from parsers.errors import NoFiles, ParserError
from parsers.intake import InputFile
from service import desk, drafts
from service.context import sender, services
from service.problems import Problem
from service.security import access, caller
from service.store.audits import Audit, NewAudit
from service.web import pages
from service.web.receiving import FIRST_WAIT, files_of, refusals
from service.web.shell import letter, page, page_language, session_digest, words

bp = APIBlueprint("upload", __name__, enable_openapi=False)

_EXAMPLE = Path(__file__).parents[1] / "examples" / "eksempelbrev.pdf"


@bp.get("/")
@access("public")
def form() -> ResponseReturnValue:
    """The form."""
    return page("upload.html.j2", errors=())


@bp.post("/brev")
@access("letter", "audits:write", rate="upload")
def send() -> ResponseReturnValue:
    """Takes the letter in and leads to its result, or to its pages when somebody should look at them first."""
    files = files_of("files")
    if not files:
        return _refused([("", NoFiles.code)])
    found = drafts.sort_out(services(), files)
    if not found.files:
        return _refused(found.refused)
    new = NewAudit(
        files=found.files,
        looks=found.looks,
        lang=page_language(),
        sender=sender(),
        session_digest=session_digest(make=True),
    )
    try:
        if found.refused or found.has_pictures:
            draft = drafts.begin(services(), new, caller())
            if found.refused:
                return pages.shown(draft, refused=found.refused, status=422)
            return redirect(url_for("pages.show", id_=draft.id), 303)
        audit, _ = desk.submit(services(), new, caller())
    except ParserError as error:
        return _refused([("", error.code)])
    services().jobs.wait(audit.id, FIRST_WAIT)
    return redirect(url_for("upload.wait", id_=audit.id), 303)


def _refused(refused: Sequence[tuple[str, str]]) -> ResponseReturnValue:
    return page("upload.html.j2", status=422, errors=refusals(refused))


@bp.get("/eksempel")
@access("letter", "audits:write", rate="upload")
def example() -> ResponseReturnValue:
    """The result of an invented letter, sent by this browser like any other; sent once."""
    try:
        audit = letter(session.get("example", ""))
    except Problem:
        data = _EXAMPLE.read_bytes()
        new = NewAudit(
            files=(InputFile(_EXAMPLE.name, data),),
            lang=page_language(),
            sender=sender(),
            session_digest=session_digest(make=True),
        )
        audit, _ = desk.submit(services(), new, caller())
        session["example"] = audit.id
        services().jobs.wait(audit.id, FIRST_WAIT)
    return redirect(url_for("upload.wait", id_=audit.id), 303)


@bp.get("/brev/<id_>/venter")
@access("letter", "audits:read")
def wait(id_: str) -> ResponseReturnValue:
    """How far the letter has come; the result when it is ready."""
    audit = letter(id_)
    if audit.status == "done":
        return redirect(url_for("result.show", id_=id_), 303)
    if audit.status == "draft":
        return redirect(url_for("pages.show", id_=id_), 303)
    if audit.status == "failed":
        raise Problem(audit.problem or "processing_failed")
    return page("waiting.html.j2", audit=audit, step=step_text(audit))


@bp.get("/brev/<id_>/venter/steg")
@access("letter", "audits:read")
def step(id_: str) -> ResponseReturnValue:
    """The same for the script of the waiting page: what is being done, and whether there is more to see."""
    audit = letter(id_)
    return jsonify(text=step_text(audit), ready=audit.status not in ("queued", "running"))


def step_text(audit: Audit) -> str:
    """What is being done with a letter, in words."""
    say = words(page_language())["waiting"]
    if audit.status != "running":
        return str(say["queued"])
    if audit.step is None or audit.step.name == "checks":
        return str(say["checking"] if audit.step else say["opening"])
    return str(say["page"].format(page=audit.step.page, pages=audit.step.pages))
