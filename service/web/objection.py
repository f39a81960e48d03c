"""The reply (innsigelse): which findings it takes in, what it says of the rest, the text to edit, and files of it.

Nothing of a reply is kept: the choices and the text come with each request and go with its answer. A text that was
edited is never replaced unasked; a digest in the form tells whether it was.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal, get_args

from apiflask import APIBlueprint
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from service.clock import today
from service.reports.cards import scope_note, words
from service.reports.objection import (
    Choices,
    Stance,
    cleaned,
    draft_of,
    edited_docx,
    edited_pdf,
    items_of,
    may_pay_rest,
    to_editable,
)
from service.reports.objection.draft import MOST_OWN_WORDS
from service.reports.objection.edited import LONGEST
from service.reports.report import Report
from service.security import access
from service.web.letters import deadline_of, reported, written_day
from service.web.shell import page, page_language
from service.web.shell import words as page_words

bp = APIBlueprint("objection", __name__, url_prefix="/brev/<id_>/svar", enable_openapi=False)

Errors = dict[str, str]
"""Field to what is wrong with it."""

File = Literal["docx", "pdf", "txt"]
_TYPES: dict[File, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}


@bp.get("")
@access("letter", "audits:read")
def show(id_: str) -> ResponseReturnValue:
    """The draft as it is without choices."""
    _, report = reported(id_)
    choices = Choices()
    return _page(id_, report, choices, _written(report, choices))


@bp.post("")
@access("letter", "audits:read")
def change(id_: str) -> ResponseReturnValue:
    """The draft anew by the choices, or a file of the text as it stands."""
    _, report = reported(id_)
    choices, errors = _choices(report)
    try:
        text = cleaned(request.form.get("text", ""))
    except ValueError:
        text = request.form["text"]
        errors["text"] = page_words(page_language())["objection"]["too_long"].format(most=LONGEST)
    wish = request.form.get("do", "update")
    if errors:
        return _page(id_, report, choices, text, errors=errors)
    if wish in _TYPES:
        return _file(report, text, wish)
    made = _written(report, choices)
    is_edited = bool(text.strip()) and _digest(text) != request.form.get("made")
    if is_edited and wish != "replace" and text != made:
        return _page(id_, report, choices, text, status_line="kept", is_edited=True)
    return _page(id_, report, choices, made, status_line="updated")


def _choices(report: Report) -> tuple[Choices, Errors]:
    say = page_words(page_language())["objection"]
    known = {item.id for item in items_of(report)}
    wish = request.form.get("stance", "none")
    stance: Stance = next((one for one in get_args(Stance) if one == wish), "none")
    own = request.form.get("own", "").strip()
    errors: Errors = {}
    if stance == "pay_rest" and not may_pay_rest(report):
        stance, errors["stance"] = "none", say["pay_rest_off"]
    if len(own) > MOST_OWN_WORDS:
        errors["own"] = say["too_long"].format(most=MOST_OWN_WORDS)
    include = frozenset(id_ for id_ in request.form.getlist("include") if id_ in known)
    return Choices(include=include, stance=stance, own_words=own), errors


def _written(report: Report, choices: Choices) -> str:
    return cleaned(to_editable(draft_of(report, choices, today=today())))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _file(report: Report, text: str, kind: File) -> Response:
    lang = page_language()
    subject = draft_of(report, Choices(include=frozenset()), today=today()).subject
    if kind == "docx":
        data = edited_docx(text, subject=subject, lang=lang)
    elif kind == "pdf":
        data = edited_pdf(text, subject=subject, lang=lang)
    else:
        # Windows' own editor knows the letters by the mark and the lines by both signs.
        data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    name = page_words(lang)["objection"]["filename"]
    answer = Response(data, content_type=_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _page(
    id_: str,
    report: Report,
    choices: Choices,
    text: str,
    *,
    errors: Errors | None = None,
    status_line: str = "",
    is_edited: bool = False,
) -> Response:
    lang = page_language()
    draft = draft_of(report, Choices(include=frozenset()), today=today())
    deadline = deadline_of(report)
    items = items_of(report)
    ticked = {item.id for item in items if item.ticked} if choices.include is None else choices.include
    # A text that was edited keeps the digest of what it was made from: none that it has itself.
    made = "" if is_edited or errors else _digest(text)
    return page(
        "objection.html.j2",
        status=422 if errors else 200,
        here=url_for("objection.show", id_=id_),
        id_=id_,
        report=report,
        say=words(lang),
        scope=scope_note(report),
        draft=draft,
        items=items,
        ticked=ticked,
        choices=choices,
        may_pay_rest=may_pay_rest(report),
        text=text,
        made=made,
        errors=errors or {},
        status_line=status_line,
        is_edited=is_edited,
        deadline="" if deadline is None else written_day(deadline, lang),
        is_late=deadline is not None and deadline < today(),
    )
