"""Deleting a letter now: a page that names what goes, a button, and the word that it is gone."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from service import desk
from service.context import services
from service.security import access
from service.web.shell import letter, page

bp = APIBlueprint("removal", __name__, enable_openapi=False)


@bp.get("/brev/<id_>/slett")
@access("letter", "audits:read")
def ask(id_: str) -> ResponseReturnValue:
    """What would go."""
    audit = letter(id_)
    return page("removal.html.j2", id_=id_, is_done=audit.status == "done")


@bp.post("/brev/<id_>/slett")
@access("letter", "audits:write")
def remove(id_: str) -> ResponseReturnValue:
    """Deletes the letter and everything made of it."""
    desk.remove(services(), letter(id_))
    return redirect(url_for("removal.gone"), 303)


@bp.get("/slettet")
@access("public")
def gone() -> ResponseReturnValue:
    """The word that it is gone."""
    return page("removed.html.j2")
