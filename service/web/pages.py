"""Sidene i brevet: the pages of a letter before it is read, each with what is wrong with its picture.

Nothing here stops anybody: a poor picture may be used all the same. Each button is a form, so that pages are put in
order by keyboard and without script. Which poor pictures somebody wants to use stands in the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from apiflask import APIBlueprint
from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from parsers.errors import NoFiles
from parsers.limits import DEFAULT_LIMITS
from service import drafts
from service.context import services
from service.problems import Problem
from service.security import access
from service.store.audits import Audit
from service.web.receiving import FIRST_WAIT, files_of, refusals
from service.web.shell import letter, page, page_language, words

bp = APIBlueprint("pages", __name__, url_prefix="/brev/<id_>/sider", enable_openapi=False)


@dataclass(frozen=True, slots=True)
class Card:
    """A file of the letter. ``issues`` are codes of what is wrong with its picture, unless it is ``used`` as it is;
    ``has_picture`` is false for a PDF.
    """

    number: int
    name: str
    issues: tuple[str, ...]
    has_picture: bool
    used: bool


@bp.get("")
@access("letter", "audits:read")
def show(id_: str) -> ResponseReturnValue:
    """The pages."""
    draft = letter(id_)
    if draft.status != "draft":
        return redirect(url_for("upload.wait", id_=id_), 303)
    return shown(draft)


def shown(draft: Audit, *, refused: Sequence[tuple[str, str]] = (), status: int = 200) -> Response:
    """The page for a draft; ``refused`` are files that were not taken, by name and error code."""
    used = _used()
    cards = [
        Card(
            number=number,
            name=PurePath(name).name,
            issues=tuple(filter(None, (look or "").split(","))),
            has_picture=look is not None,
            used=number in used,
        )
        for number, (name, look) in enumerate(services().store.audits.looks(draft.id), start=1)
    ]
    return page(
        "pages.html.j2",
        status=status,
        here=url_for("pages.show", id_=draft.id),
        id_=draft.id,
        cards=cards,
        poor=[card.number for card in cards if card.issues and not card.used],
        used=sorted(used),
        errors=refusals(refused),
        news=_news(),
    )


def _news() -> str:
    """What was done just now, in words."""
    done = request.args.get("gjort", "")
    said = words(page_language())["pages"]["done"]
    return str(said[done].format(page=request.args.get("side", ""))) if done in said else ""


def _used() -> set[int]:
    return {int(number) for number in request.values.getlist("likevel") if number.isdecimal()}


@bp.post("")
@access("letter", "audits:write", rate="upload")
def change(id_: str) -> ResponseReturnValue:
    """Adds pages, takes one anew, moves or removes one, or sends the letter off. Which: the button's value."""
    draft = letter(id_)
    if draft.status != "draft":
        return redirect(url_for("upload.wait", id_=id_), 303)
    action, _, number = request.form.get("gjor", "").partition("-")
    if action == "send":
        return _send_off(draft)
    if action in ("nye", "om"):
        return _add(draft, instead_of=_number(draft, number) if action == "om" else None)
    if action in ("opp", "ned", "fjern", "likevel"):
        return _arrange(draft, action, _number(draft, number))
    raise Problem("invalid_value")


def _number(draft: Audit, text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _count(draft):
        raise Problem("invalid_value")
    return int(text)


def _count(draft: Audit) -> int:
    return len(services().store.audits.looks(draft.id))


def _send_off(draft: Audit) -> ResponseReturnValue:
    try:
        audit = drafts.send_off(services(), draft)
    except NoFiles as error:
        return shown(draft, refused=[("", error.code)], status=422)
    services().jobs.wait(audit.id, FIRST_WAIT)
    return redirect(url_for("upload.wait", id_=audit.id), 303)


def _add(draft: Audit, *, instead_of: int | None) -> ResponseReturnValue:
    audits = services().store.audits
    sent = files_of("files" if instead_of is None else f"side-{instead_of}")
    if not sent:
        return shown(draft, refused=[("", NoFiles.code)], status=422)
    held = audits.inputs(draft.id, "upload")
    count = len(held)
    if instead_of is not None:
        held = tuple(file for place, file in enumerate(held, start=1) if place != instead_of)
    found = drafts.sort_out(services(), sent, held=held)
    used = _used()
    if found.files:
        audits.add_files(draft.id, found.files, found.looks)
        if instead_of is not None:
            new = [count + place for place in range(1, len(found.files) + 1)]
            order = [*range(1, instead_of), *new, *range(instead_of + 1, count + 1)]
            audits.arrange(draft.id, order)
            used = _moved(used, order)
    if found.refused:
        return shown(draft, refused=found.refused, status=422)
    return _back(draft, used, "om" if instead_of is not None else "nye", instead_of or count + 1)


def _arrange(draft: Audit, action: str, number: int) -> ResponseReturnValue:
    used = _used()
    if action == "likevel":
        return _back(draft, used | {number}, action, number)
    order = list(range(1, _count(draft) + 1))
    place = number - 1
    if action == "fjern":
        del order[place]
    else:
        other = place - 1 if action == "opp" else place + 1
        if not 0 <= other < len(order):
            raise Problem("invalid_value")
        order[place], order[other] = order[other], order[place]
    services().store.audits.arrange(draft.id, order)
    return _back(draft, _moved(used, order), action, number)


def _moved(used: set[int], order: Sequence[int]) -> set[int]:
    return {place for place, number in enumerate(order, start=1) if number in used}


def _back(draft: Audit, used: set[int], action: str, number: int) -> ResponseReturnValue:
    if not _count(draft):
        return redirect(url_for("upload.form"), 303)
    address = url_for("pages.show", id_=draft.id, likevel=sorted(used), gjort=action, side=number, _anchor="nytt")
    return redirect(address, 303)


@bp.get("/<int:number>")
@access("letter", "audits:read")
def picture(id_: str, number: int) -> ResponseReturnValue:
    """The small copy of a page's picture."""
    draft = letter(id_)
    is_page = draft.status == "draft" and number <= DEFAULT_LIMITS.pages
    found = services().store.audits.page(draft.id, number) if is_page else None
    if found is None:
        raise Problem("not_found")
    return Response(found, mimetype="image/jpeg")
