"""The questions, one on a page: what only the reader knows. Each answer is kept at once and the letter judged anew.

A question that is skipped stays open; "unknown" is an answer. Any question of the report can be reached by its key,
also those that are not asked in turn, and so can one that was answered, to answer it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from apiflask import APIBlueprint
from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from checks import messages
from checks.user_facts import LETTER_FACTS, USER_FACTS
from parsers.errors import UsageError
from parsers.model import RATE_FIELDS
from service import desk
from service.context import services
from service.problems import Problem, title
from service.reports.report import Report
from service.security import access, caller
from service.store.audits import Audit
from service.web.asked import Answered, answered, open_questions
from service.web.letters import reported
from service.web.result import news
from service.web.shell import page, page_language, words

bp = APIBlueprint("questions", __name__, url_prefix="/brev/<id_>/sporsmal", enable_openapi=False)

FACTS = {**USER_FACTS, **LETTER_FACTS}
WHOLE_LETTER = ("kind", "sender_role", "debtor")
"""What is asked of any letter, when somebody wants to correct it."""


Written = Literal["", "date", "amount", "percent", "text"]
"""What is written in the free field of a question; nothing in one that has none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as asked: ``choices`` key and words of each answer, the unknown one last; ``kind`` what is written in
    the free field.
    """

    id: str
    text: str
    why: str
    choices: tuple[tuple[str, str], ...]
    kind: Written


@bp.get("")
@access("letter", "audits:read")
def begin(id_: str) -> ResponseReturnValue:
    """Leads to the first open question; to the result when there is none."""
    audit, report = reported(id_)
    return _next(audit, report, passed=set())


@bp.get("/<key>")
@access("letter", "audits:read")
def show(id_: str, key: str) -> ResponseReturnValue:
    """A question."""
    audit, report = reported(id_)
    return _page(audit, report, asked_of(audit, report, key))


@bp.post("/<key>")
@access("letter", "audits:write")
def answer(id_: str, key: str) -> ResponseReturnValue:
    """Keeps the answer and leads to the next question, or to the result."""
    audit, report = reported(id_)
    asked = asked_of(audit, report, key)
    lang = page_language()
    choice, written = request.form.get("svar", ""), request.form.get("verdi", "").strip()
    value: str | None = choice if choice in dict(asked.choices) else written if asked.kind else ""
    if request.form.get("gjor") == "angre":
        value = None
    elif not value:
        fault = title("invalid_value", lang) if choice == "verdi" else words(lang)["questions"]["choose"]
        return _page(audit, report, asked, fault=fault, choice=choice)
    passed = _passed(audit, report, key)
    if value == "unknown" and key not in FACTS:
        return _next(audit, report, passed=passed)
    try:
        audit = desk.tell(services(), audit, {key: value}, lang=lang, by=caller())
    except UsageError as error:
        return _page(audit, report, asked, fault=title(error.code, lang), choice=choice, written=written)
    if audit.status != "done":
        return redirect(url_for("upload.wait", id_=id_), 303)
    _, judged = reported(id_)
    return _next(audit, judged, passed=passed, before=report.amounts.supported or "")


def _passed(audit: Audit, report: Report, key: str) -> set[str]:
    """The questions that need not be asked again after this one: itself and those before it."""
    order = [question.id for question in open_questions(audit, report)]
    return {key, *order[: order.index(key)]} if key in order else {key}


def _next(audit: Audit, report: Report, *, passed: set[str], before: str | None = None) -> ResponseReturnValue:
    """To the next question, else to the result. ``before``: the rest before an answer."""
    told: dict[str, Any] = {} if before is None else {"fra": before, "_anchor": "nytt"}
    left = [question.id for question in open_questions(audit, report) if question.id not in passed]
    if left:
        return redirect(url_for("questions.show", id_=audit.id, key=left[0], **told), 303)
    return redirect(url_for("result.show", id_=audit.id, **told), 303)


@bp.get("/<key>/hopp")
@access("letter", "audits:read")
def skip(id_: str, key: str) -> ResponseReturnValue:
    """Leads past a question."""
    audit, report = reported(id_)
    return _next(audit, report, passed=_passed(audit, report, key))


def asked_of(audit: Audit, report: Report, key: str) -> Asked:
    """The question with that key, in words. Raises ``not_found`` for one that this letter does not raise."""
    lang = page_language()
    unknown = words(lang)["questions"]["unknown"]
    raised = {*WHOLE_LETTER, *services().store.audits.known(audit.id), *(question.id for question in report.questions)}
    if key in FACTS and key in raised:
        found, fact = messages.question(key, lang=lang), FACTS[key]
        labels = [(choice, found.choices.get(choice, choice)) for choice in fact.choices]
        return Asked(key, found.text, found.why, tuple(labels), "date" if fact.kind == "date" else "")
    for question in report.questions:
        if question.id == key:
            kind_ = "text" if question.kind == "choice" else question.kind
            free: Written = "percent" if key in RATE_FIELDS else kind_
            return Asked(key, question.text, question.why, (("unknown", unknown),), free)
    raise Problem("not_found")


def _page(
    audit: Audit, report: Report, asked: Asked, *, fault: str = "", choice: str = "", written: str = ""
) -> Response:
    lang = page_language()
    known = services().store.audits.known(audit.id)
    given = answered(known, lang=lang)
    order = [one.id for one in given] + [question.id for question in open_questions(audit, report)]
    place = order.index(asked.id) if asked.id in order else -1
    return page(
        "question.html.j2",
        status=422 if fault else 200,
        here=url_for("questions.show", id_=audit.id, key=asked.id),
        id_=audit.id,
        asked=asked,
        number=place + 1,
        count=len(order),
        previous=order[place - 1] if place > 0 else "",
        answered=[one for one in given if one.id != asked.id],
        own=_own(given, asked.id),
        fault=fault,
        choice=choice,
        written=written,
        news=news(report),
    )


def _own(given: list[Answered], key: str) -> str:
    return next((one.answer for one in given if one.id == key), "")
