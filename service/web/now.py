"""What now (Hva gjør jeg nå): three situations with at most three steps each, and where to get help.

Which steps there are follows from what was found and who writes; the words are the page's. A step that would admit a
debt is not given while the claim may be too old to be demanded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue

from parsers.money import format_kroner_prose
from service.clock import today
from service.reports.cards import words
from service.reports.objection import may_pay_rest
from service.reports.report import Report
from service.security import access
from service.web.letters import deadline_of, reported, written_day
from service.web.shell import page, page_language
from service.web.shell import words as page_words

bp = APIBlueprint("now", __name__, url_prefix="/brev/<id_>/hva-na", enable_openapi=False)

_UNKNOWN_SENDER = "collector-not-recognised"
_REGISTER = "https://www.finanstilsynet.no/finanstilsynets-registre/"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, and a link with its words, empty when it has none."""

    text: str
    address: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One of the situations a reader may be in; ``key`` is its anchor too."""

    key: str
    title: str
    steps: tuple[Step, ...]


@bp.get("")
@access("letter", "audits:read")
def show(id_: str) -> ResponseReturnValue:
    """The situations that are possible for this letter."""
    _, report = reported(id_)
    lang = page_language()
    say = page_words(lang)["now"]
    deadline = deadline_of(report)
    judged = report.outcome not in ("outside_scope", "unreadable")
    return page(
        "now.html.j2",
        id_=id_,
        report=report,
        judged=judged,
        situations=list(_situations(id_, report, say)) if judged else [],
        deadline=_deadline_line(report, say),
        has_calendar=judged and deadline is not None and deadline >= today(),
        asides=list(_asides(report, say)),
        complaints=list(_complaints(report, say)),
        quality=words(lang)["lead"]["unreadable"],
    )


def _deadline_line(report: Report, say: Mapping[str, Any]) -> str:
    if report.outcome in ("outside_scope", "unreadable"):
        return ""
    deadline = deadline_of(report)
    if deadline is None:
        return str(say["deadline_none"])
    key = "deadline_passed" if deadline < today() else "deadline"
    return str(say[key].format(day=written_day(deadline, report.language)))


def _by(report: Report, say: Mapping[str, Any]) -> str:
    """By when: "innen onsdag 26. august", or that it is to be soon."""
    deadline = deadline_of(report)
    if deadline is None or deadline < today():
        return str(say["soon"])
    return str(say["by"].format(day=written_day(deadline, report.language)))


def _situations(id_: str, report: Report, say: Mapping[str, Any]) -> Iterator[Situation]:
    by = _by(report, say)
    reply = url_for("objection.show", id_=id_)
    contested = report.amounts.contested != "0.00"
    found = contested or report.amounts.possibly_contested != "0.00"
    wrong = Step(say["some"]["object" if found else "object_none"].format(by=by), reply, say["reply"])
    rest = Step(say["some"]["rest"])
    if contested and report.amounts.supported is not None and may_pay_rest(report):
        kroner = format_kroner_prose(Decimal(report.amounts.supported), lang=report.language)
        rest = Step(say["some"]["rest_kroner"].format(kroner=kroner))
    if not may_pay_rest(report):
        rest = Step(say["old"])
    yield Situation("noe", say["some"]["title" if found else "title_none"], (wrong, rest, Step(say["some"]["keep"])))
    yield Situation(
        "ikke",
        say["nothing"]["title"],
        (
            Step(say["nothing"]["object"].format(by=by), reply, say["reply"]),
            Step(say["nothing"]["proof"]),
            Step(say["nothing"]["court"]),
        ),
    )
    ask = say["old"] if not may_pay_rest(report) else say["cannot"]["ask"].format(by=by)
    yield Situation(
        "klarer-ikke",
        say["cannot"]["title"],
        (
            Step(ask),
            Step(say["cannot"]["nav"], "tel:+4755553339", "55\u00a055\u00a033\u00a039"),
            Step(say["cannot"]["first"]),
        ),
    )


def _asides(report: Report, say: Mapping[str, Any]) -> Iterator[tuple[str, str, Step | None]]:
    """What holds for this letter alone: a heading, a text and a link."""
    kind = report.letter.kind.value
    if kind in ("forliksklage", "namsmann"):
        yield say["court"]["title"], say["court"][kind], None
    elif report.letter.sender_role.value == "lawyer":
        yield say["lawyer"]["title"], say["lawyer"]["text"], None
    if any(c.id == _UNKNOWN_SENDER and c.status == "fail" for c in report.checks):
        yield say["unknown"]["title"], say["unknown"]["text"], Step("", _REGISTER, say["unknown"]["link"])


def _complaints(report: Report, say: Mapping[str, Any]) -> Iterator[Step]:
    """Where to go with a complaint, in order. None for papers of other rules, which say it themselves."""
    if report.outcome == "outside_scope":
        return
    role, is_consumer = report.letter.sender_role.value, report.letter.debtor.value != "business"
    complain = say["complain"]
    yield Step(complain["writing"])
    if role == "collector" and is_consumer:
        yield Step(complain["board"], "https://www.finkn.no", "Finansklagenemnda Inkasso")
    elif role == "lawyer":
        yield Step(complain["lawyer"], "https://www.advokattilsynet.no", "Advokattilsynet")
    yield Step(complain["principal"])
