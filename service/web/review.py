"""Going through the letters of a batch that need a person: the picture left, right what could turn the outcome.

One letter at a time, the nearest deadline first. Every answer is a button, so that Tab and Enter suffice; what is
pressed or typed is saved at once, judged anew and logged. A letter leaves the queue when there is nothing more to
tell, when somebody is done with it, or cannot decide it. Whoever saves what somebody else changed meanwhile sees the
difference first, and nothing is saved before they say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apiflask import APIBlueprint
from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from checks import messages
from parsers.dates import format_date
from parsers.errors import UsageError
from parsers.model import FIELD_NAMES
from service import desk
from service.bulk.listing import Listed, listed, ordered
from service.bulk.summary import LOOKS
from service.bulk.wording import words as batch_words
from service.clock import ZONE, today
from service.context import services
from service.problems import Problem, title
from service.reports.report import Report
from service.security import access, caller
from service.store.audits import Audit
from service.store.listing import Change, Reviewed
from service.web.asked import written
from service.web.bundles import name_of as batch_name
from service.web.corrections import name_of, value_of
from service.web.deciding import Openness, open_of
from service.web.letters import reported
from service.web.questions import FACTS, WHOLE_LETTER
from service.web.result import drawn
from service.web.shell import page, page_language, words

bp = APIBlueprint("review", __name__, url_prefix="/bunker/<id_>/gjennomgang", enable_openapi=False)

_TYPED = "verdi-"


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was told, in words: of what, what was known before and after, when, and with which key."""

    label: str
    before: str
    after: str
    when: str = ""
    who: str = ""


# ------------------------------------------------------------------ which letter


@bp.get("")
@access("organisation", "batches:read")
def begin(id_: str) -> ResponseReturnValue:
    """Leads to the first letter that waits for somebody; says so when there is none."""
    return _next(id_, "")


def _queue(id_: str) -> list[Listed]:
    """All letters of the batch, the nearest deadline first."""
    services().store.audits.batch(id_, caller())
    return ordered(listed(services(), id_, lang=page_language()), "deadline", today=today())


def _next(id_: str, after: str, *, done: str = "") -> ResponseReturnValue:
    """To the next letter behind this one that waits for somebody, from the top again at the end."""
    found = _queue(id_)
    ids = [one.row.id for one in found]
    start = ids.index(after) + 1 if after in ids else 0
    for one in (*found[start:], *found[:start]):
        if one.is_waiting_for_somebody and one.row.id != after:
            address = url_for("review.show", id_=id_, letter=one.row.id, gjort=done or None)
            return redirect(address, 303)
    if any(one.is_waiting_for_somebody for one in found):
        return redirect(url_for("review.show", id_=id_, letter=after, gjort="siste"), 303)
    if request.endpoint != "review.begin":
        return redirect(url_for("review.begin", id_=id_), 303)
    state = services().store.audits.batch(id_, caller())
    return page("review_done.html.j2", id_=id_, name=batch_name(state.created_at, page_language()))


@bp.get("/<letter>/neste")
@access("organisation", "audits:read")
def skip(id_: str, letter: str) -> ResponseReturnValue:
    """Leads past a letter, which stays in the queue."""
    return _next(id_, letter)


# ------------------------------------------------------------------ one letter


@bp.get("/<letter>")
@access("organisation", "audits:read")
def show(id_: str, letter: str) -> ResponseReturnValue:
    """A letter with what could turn its outcome."""
    audit, report = _letter(id_, letter)
    return _page(id_, audit, report)


@bp.post("/<letter>")
@access("organisation", "audits:write")
def save(id_: str, letter: str) -> ResponseReturnValue:
    """Saves what was pressed and typed, and leads on."""
    audit, report = _letter(id_, letter)
    action = request.form.get("gjor", "")
    told, pressed = _told()
    seen = _seen()
    if action == "behold":
        return redirect(url_for("review.show", id_=id_, letter=letter), 303)
    if seen != audit.version:
        return _changed(id_, audit, told, seen)
    if action == "ikke":
        _reviewed(audit, "undecided")
        return _next(id_, letter, done="ikke")
    if told:
        try:
            audit = desk.tell(services(), audit, told, lang=audit.lang, by=caller(), seen=seen)
        except UsageError as error:
            return _page(id_, audit, report, fault=title(error.code, page_language()), typed=told)
        except desk.ChangedMeanwhile:
            return _changed(id_, services().store.audits.row(audit.id), told, seen)
        if audit.status != "done":
            return _next(id_, letter, done="lagret")
    if not pressed:
        _reviewed(audit, "saved")
        return _next(id_, letter, done="lagret")
    _, judged = _letter(id_, letter)
    if "angre" not in request.form and open_of(audit, judged, drawn(letter, judged)["sheets"]).is_settled:
        _reviewed(audit, "saved")
        return _next(id_, letter, done="lagret")
    return redirect(url_for("review.show", id_=id_, letter=letter, gjort="svart", _anchor="nytt"), 303)


def _letter(id_: str, letter: str) -> tuple[Audit, Report]:
    audit = services().store.audits.find(letter, caller())
    if audit.batch_id != id_:
        raise Problem("not_found")
    if audit.status != "done":
        abort(redirect(url_for("bundles.show", id_=id_), 303))
    return reported(letter)


def _seen() -> int:
    """The version that was looked at."""
    text = request.form.get("versjon", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _told() -> tuple[dict[str, str | None], bool]:
    """What the form tells: typed values and the button that was pressed; whether one was that stands for an answer. A
    button takes the place of what was typed in its field.
    """
    told: dict[str, str | None] = {}
    for name, value in request.form.items():
        key = name.removeprefix(_TYPED)
        if name.startswith(_TYPED) and value.strip():
            told[key] = value.strip()
    pressed = request.form.get("svar", "")
    key, sign, value = pressed.partition("=")
    if sign:
        told[key] = value
    undone = request.form.get("angre", "")
    if undone:
        told[undone] = None
    allowed = {*FACTS, *FIELD_NAMES, *WHOLE_LETTER}
    return {key: value for key, value in told.items() if key in allowed}, bool(sign or undone)


def _reviewed(audit: Audit, how: Reviewed) -> None:
    services().store.audits.review(audit.id, how, by=caller().key_id)


def _page(
    id_: str, audit: Audit, report: Report, *, fault: str = "", typed: Mapping[str, str | None] | None = None
) -> Response:
    lang = page_language()
    values = drawn(audit.id, report)
    found: Openness = open_of(audit, report, values["sheets"])
    queue = _queue(id_)
    own = next((one for one in queue if one.row.id == audit.id), None)
    known = services().store.audits.known(audit.id)
    cuts = [doubt.cut for doubt in found.doubts if doubt.cut]
    return page(
        "review.html.j2",
        status=422 if fault else 200,
        here=url_for("review.show", id_=id_, letter=audit.id),
        id_=id_,
        audit=audit,
        row=own.row if own else None,
        reviewed=own.reviewed if own else None,
        looks=LOOKS,
        outcome=batch_words(lang)["outcome"],
        several=batch_words(lang)["summary"]["several"],
        left=sum(one.is_waiting_for_somebody for one in queue),
        found=found,
        worth={question.id: question.kroner for question in report.questions},
        frames=lambda number: [cut["mark"] for cut in cuts if cut["sheet"].number == number],
        known=[
            (key, _label(key), _written(key, value)) for key, value in known.items() if key in {*FACTS, *FIELD_NAMES}
        ],
        changes=[
            (one, [*_lines(one)], _when(one), words(lang)["review"]["logged"].get(one.reviewed or "", ""))
            for one in services().store.audits.changes(audit.id)
        ],
        fault=fault,
        typed=typed or {},
        news=_news(),
        **values,
    )


def _news() -> str:
    said = words(page_language())["review"]["done"]
    return str(said.get(request.args.get("gjort", ""), ""))


# ------------------------------------------------------------------ somebody else was there


def _changed(id_: str, audit: Audit, told: Mapping[str, str | None], seen: int) -> Response:
    """What somebody else changed, beside what was to be saved now."""
    audits = services().store.audits
    since = audits.changes(audit.id, since=seen) if seen >= 0 else ()
    return page(
        "review_changed.html.j2",
        status=409,
        here=url_for("review.show", id_=id_, letter=audit.id),
        id_=id_,
        audit=audit,
        theirs=[line for change in since for line in _lines(change)],
        mine=[(key, _label(key), _written(key, value), value) for key, value in told.items()],
        action=request.form.get("gjor", ""),
    )


def _lines(change: Change) -> Sequence[Told]:
    """What a change was, in words."""
    when = _when(change)
    return [
        Told(_label(key), _written(key, before), _written(key, after), when, change.key_id or "")
        for key, before, after in change.told
    ]


def _when(change: Change) -> str:
    lang = page_language()
    at = change.made_at.astimezone(ZONE)
    clock = f"{at:%H:%M}" if lang == "en" else f"{at:%H.%M}"
    day = format_date(at.date(), lang=lang, today=today())
    return str(words(lang)["review"]["when"].format(day=day, clock=clock))


def _label(key: str) -> str:
    """What a key is about, as it stands before its value."""
    if key in FACTS:
        return messages.question(key, lang=page_language()).text
    return f"{name_of(key)}:"


def _written(key: str, value: str | None) -> str:
    """What is known of a key, in words; nothing known is a dash."""
    lang = page_language()
    if value is None:
        return "–"
    if key in FACTS:
        return written(key, value, messages.question(key, lang=lang).choices, lang=lang)
    try:
        return value_of(key, value, lang=lang)
    except (ValueError, ArithmeticError):
        return value
