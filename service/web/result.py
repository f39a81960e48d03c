"""The result: what was found, where it stands in the letter, and what to do. Also the letter enlarged, and the result
as a file to keep.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request, session, url_for
from flask.typing import ResponseReturnValue

from parsers.dates import format_date
from parsers.limits import DEFAULT_LIMITS
from parsers.model import FIELD_NAMES
from parsers.money import format_kroner_prose
from service.api.v1.answers import tagged
from service.clock import ZONE, today
from service.context import services
from service.problems import Problem
from service.reports.cards import Card, asides_of, cards_of, status_of
from service.reports.cards import words as report_words
from service.reports.drawing import page_values
from service.reports.html import render_html
from service.reports.lateness import advised, without_deadline
from service.reports.report import Report
from service.security import access
from service.store.audits import Audit
from service.store.errors import LetterFormat
from service.web.asked import open_questions
from service.web.letters import deadline_of, reported, written_day
from service.web.shell import letter, page, page_language, place, words

bp = APIBlueprint("result", __name__, url_prefix="/brev/<id_>", enable_openapi=False)

ORDER = ("breach", "likely_breach", "question", "advice", "pass", "unsure", "not_applicable")
"""Statuses in the order they are told."""


_HARD = 0.35
"""A picture below this score may have been misread, though nothing is named that is wrong with it."""


@bp.get("")
@access("letter", "audits:read")
def show(id_: str) -> ResponseReturnValue:
    """The result of a letter; the waiting page while there is none."""
    audit, report = reported(id_)
    values = drawn(id_, report)
    asked = open_questions(audit, report)
    return page(
        "result.html.j2",
        audit=audit,
        id_=id_,
        is_example=session.get("example") == id_,
        is_judged=report.outcome not in ("outside_scope", "unreadable"),
        news=news(report),
        gaps=gaps(report),
        hard=[page.number for page in report.document.pages if page.quality.score < _HARD and not page.quality.issues],
        crashed=crashed(report),
        deadline=_deadline(report),
        asked=asked,
        counts=counts(report),
        order=ORDER,
        counted=counted(report, asked=len(asked)),
        wrong={card.number: _wrong(id_, card) for card in values["cards"]},
        choices=_choices(id_, report),
        kept=kept_until(audit),
        **values,
    )


@bp.get("/stort")
@access("letter", "audits:read")
def large(id_: str) -> ResponseReturnValue:
    """The pages of the letter at twice the width, to move around in."""
    _, report = reported(id_)
    return page("large.html.j2", id_=id_, **drawn(id_, report))


@bp.get("/resultat.html")
@access("letter", "audits:read")
def saved(id_: str) -> ResponseReturnValue:
    """The result as one file to keep, with the letter in it."""
    audit, report = reported(id_)
    try:
        found = services().store.audits.letter(audit.id, pictures=True)
    except LetterFormat:
        found = None
    if found is None:
        raise Problem("not_found")
    answer = Response(render_html(report, found[0], today=today()), mimetype="text/html")
    answer.headers["Content-Disposition"] = 'attachment; filename="kravvakt.html"'
    return answer


@bp.get("/side/<int:number>")
@access("letter", "audits:read")
def picture(id_: str, number: int) -> ResponseReturnValue:
    """A page of the letter, straightened."""
    audit = letter(id_)
    is_page = audit.status != "draft" and number <= DEFAULT_LIMITS.pages
    found = services().store.audits.page(audit.id, number) if is_page else None
    if found is None:
        raise Problem("not_found")
    kind = "image/png" if found.startswith(b"\x89PNG") else "image/jpeg"
    return tagged(Response(found, mimetype=kind))


def drawn(id_: str, report: Report) -> dict[str, Any]:
    """What templates need to show a report and its letter."""
    return page_values(report, picture=lambda number: url_for("result.picture", id_=id_, number=number), today=today())


def counts(report: Report) -> Mapping[str, int]:
    """How many checks there are of each status."""
    return Counter(status_of(check) for check in report.checks)


def counted(report: Report, *, asked: int) -> list[str]:
    """Why more checks need an answer than the ``asked`` questions that are put; nothing when they are as many."""
    lang = page_language()
    say = words(lang)["result"]
    open_ = [check.question for check in report.checks if status_of(check) == "question"]
    if len(open_) == asked:
        return []
    lines = [say["counts_shared"]] if len(open_) > len(set(open_)) else []
    if asides_of(report, cards_of(report)):
        lines.append(
            say["counts_aside" if asked else "counts_aside_only"].format(
                heading=report_words(lang)["headings"]["asides"]
            )
        )
    return lines


def news(report: Report) -> str:
    """What an answer or a correction made of the sum, told once; empty when nothing was told just now.

    ``fra`` in the address is what the rest was before.
    """
    before = request.args.get("fra")
    if before is None:
        return ""
    say = words(page_language())["result"]
    rest = report.amounts.supported
    try:
        change = Decimal(rest or "") - Decimal(before)
    except InvalidOperation:
        return str(say["news_no_sum"])
    if abs(change) > 10**9 or not change.is_finite():
        return str(say["news_no_sum"])
    lang = report.language
    how = say["same"]
    if change:
        how = say["less" if change < 0 else "more"].format(kroner=format_kroner_prose(abs(change), lang=lang))
    return str(say["news"].format(rest=format_kroner_prose(Decimal(rest or "0"), lang=lang), change=how))


def gaps(report: Report) -> str:
    """Which pages of the letter are missing or could not be read; empty when all were."""
    say = words(page_language())["result"]
    named = [warning.partition(":") for warning in report.warnings]
    told = [
        say[key].format(page=page)
        for key, code in (("missing", "page_missing"), ("unreadable", "page_unreadable"))
        for name, _, page in named
        if name == code
    ]
    return " ".join([*told, say["partly"]]) if told else ""


def crashed(report: Report) -> str:
    """That checks could not be run; empty when all were."""
    say = words(page_language())["result"]
    count = sum(warning.endswith(": crashed") for warning in report.warnings)
    return str(say["crashed_one" if count == 1 else "crashed_some"].format(count=count)) if count else ""


def _deadline(report: Report) -> Mapping[str, str] | None:
    """The deadline's line and what to say below it; ``None`` where deadlines are not ours to tell."""
    if report.outcome in ("outside_scope", "unreadable"):
        return None
    lang = page_language()
    say, ours = report_words(lang)["deadline"], words(lang)["result"]
    day = deadline_of(report)
    if day is None:
        return {"line": say["none"], "note": without_deadline(ours["disagree"], lang=lang)}
    left = (day - today()).days
    if left < 0:
        line, _, note = str(say["passed"].format(day=written_day(day, lang))).partition(". ")
        return {"line": f"{line}.", "note": note}
    key = "today" if left == 0 else "tomorrow" if left == 1 else "ahead"
    return {
        "line": say["ahead"].format(day=written_day(day, lang)),
        "note": f"{ours['days'][key].format(days=left)} {ours['disagree']}",
    }


def _wrong(id_: str, card: Card) -> str:
    """Where what a finding rests on is corrected: the field itself when it is one."""
    for check in card.checks:
        named = [e.field for e in check.evidence if e.field in FIELD_NAMES]
        struck = [name for name in named if name in check.contests]
        if struck or named:
            return url_for("corrections.field", id_=id_, name=(struck or named)[0])
    return url_for("corrections.show", id_=id_)


def _choices(id_: str, report: Report) -> list[Mapping[str, str]]:
    """What may fit the reader, each with where it leads."""
    say = words(page_language())["result"]["choices"]
    reply = place("objection.show", id_=id_)
    now = place("now.show", id_=id_)
    leads = {"some": reply, "agree": now, "nothing": reply, "cannot": place("now.show", id_=id_, _anchor="klarer-ikke")}
    return [
        {
            "key": key,
            "title": say[key]["title"],
            "text": advised(say[key]["text"], report, today=today()),
            "address": leads[key],
        }
        for key in ("some" if report.outcome == "breaches" else "agree", "nothing", "cannot")
    ]


def kept_until(audit: Audit) -> str:
    """When the letter is deleted by itself, where the readers are."""
    lang = page_language()
    say = words(lang)["result"]
    at = audit.expires_at.replace(tzinfo=audit.expires_at.tzinfo or dt.UTC).astimezone(ZONE)
    clock = f"{at:%H:%M}" if lang == "en" else f"{at:%H.%M}"
    days = (at.date() - today()).days
    key = "today" if days == 0 else "tomorrow" if days == 1 else "later"
    when = say[key].format(clock=clock, day=format_date(at.date(), lang=lang, today=today()))
    return str(say["kept"].format(when=when))
