"""An organisation's batches: the list with the form that starts one, and a batch on one page.

What needs a person comes first, then what was found, then the letters, the nearest deadline first. Filters and order
stand in the address, and the files to download repeat them. Counts, never shares, and firms are not held against each
other. How letters are gone through one by one is `service.web.review`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from checks.law import Language
from parsers.dates import format_date
from parsers.errors import NoFiles, ParserError
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS
from parsers.money import format_amount
from service.bulk import orders
from service.bulk.export import csv_bytes, json_line, workbook_bytes
from service.bulk.listing import (
    FILTERS,
    ORDERS,
    QUEUE,
    Listed,
    Order,
    counted,
    filtered,
    ordered,
    page_of,
)
from service.bulk.listing import (
    listed as letters_of,
)
from service.bulk.summary import LOOKS, commonest, days_left, pieces
from service.bulk.wording import words as batch_words
from service.clock import ZONE, today
from service.context import sender, services
from service.jobs.reading import LETTERS_APART
from service.problems import Problem, title
from service.reports.cards import words as report_words
from service.reports.figures import kroner
from service.security import access, caller
from service.store.batches import BatchState
from service.web.receiving import FIRST_WAIT, files_of
from service.web.shell import page, page_language, words

bp = APIBlueprint("bundles", __name__, url_prefix="/bunker", enable_openapi=False)

_MOST_BATCHES = 30
_MOST_FAILED = 10
_MB = 1_000_000
_FORM_ROOM = 1_000_000
_ONCE = 24
_ZERO = Decimal("0.00")

_ENDINGS: Mapping[str, str] = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# ------------------------------------------------------------------ the list, and starting one


@bp.get("")
@access("organisation", "batches:read")
def listed() -> ResponseReturnValue:
    """The organisation's batches, the newest first, and the form."""
    return _list()


def _list(*, fault: str = "", status: int = 200) -> Response:
    lang = page_language()
    after = _moment(request.args.get("etter", ""))
    found = services().store.audits.batches(caller(), limit=_MOST_BATCHES + 1, after=after)
    shown = found[:_MOST_BATCHES]
    settings = services().settings
    return page(
        "batches.html.j2",
        status=status,
        here=url_for("bundles.listed"),
        batches=[(one, name_of(one.created_at, lang), _day(one.expires_at, lang)) for one in shown],
        older=shown[-1].created_at.isoformat() if len(found) > len(shown) else "",
        is_first=after is None,
        may_send="batches:write" in caller().scopes,
        most=settings.batch_letters,
        megabytes=settings.batch_megabytes,
        letter_megabytes=DEFAULT_LIMITS.total_bytes // _MB,
        most_pages=DEFAULT_LIMITS.pages * LETTERS_APART,
        fault=fault,
        once=secrets.token_hex(_ONCE // 2),
    )


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def name_of(created_at: dt.datetime, lang: Language) -> str:
    """What a batch is called: when it was sent."""
    at = created_at.astimezone(ZONE)
    clock = f"{at:%H:%M}" if lang == "en" else f"{at:%H.%M}"
    day = format_date(at.date(), lang=lang, today=today())
    return str(words(lang)["batches"]["name"].format(day=day, clock=clock))


def _day(moment: dt.datetime, lang: Language) -> str:
    return format_date(moment.astimezone(ZONE).date(), lang=lang, today=today())


@bp.post("")
@access("organisation", "batches:write", rate="upload")
def send() -> ResponseReturnValue:
    """Takes a batch in, one ZIP file or many files, and leads to it."""
    house = services()
    # Before anything of the form is looked at: a batch is larger than a letter.
    request.max_content_length = house.settings.batch_megabytes * _MB + _FORM_ROOM
    request.max_form_parts = house.settings.batch_letters + 10
    try:
        files = files_of("files")
        if not files:
            raise NoFiles
        state = _submitted(files)
    except RequestEntityTooLarge:
        return _list(fault=_told("file_too_large"), status=413)
    except (ParserError, Problem) as error:
        status = error.http_status if isinstance(error, ParserError) else error.status
        if status >= 500 and error.code != "queue_full":
            raise
        return _list(fault=_told(error.code), status=status)
    first = house.store.audits.first_of_batch(state.id)
    if first is not None:
        house.jobs.wait(first, FIRST_WAIT)
    return redirect(url_for("bundles.show", id_=state.id), 303)


def _submitted(files: Sequence[InputFile]) -> BatchState:
    """The batch of the files. The same form sent twice with the same files is one batch."""
    house, lang, who = services(), page_language(), sender()
    once = request.form.get("en-gang", "")[:_ONCE]
    try:
        state, _ = orders.submit(
            house, files, caller(), lang=lang, sender=who, idempotency_key=f"skjema {once}" if once else None
        )
    except Problem as problem:
        if problem.code != "idempotency_key_reused":
            raise
        # Somebody went back to the form and chose other files.
        state, _ = orders.submit(house, files, caller(), lang=lang, sender=who, idempotency_key=None)
    return state


def _told(code: str) -> str:
    lang = page_language()
    own = words(lang)["batches"]["faults"]
    settings = services().settings
    if code in own:
        return str(own[code].format(most=settings.batch_letters, megabytes=settings.batch_megabytes))
    return title(code, lang)


# ------------------------------------------------------------------ one batch


@bp.get("/<id_>")
@access("organisation", "batches:read")
def show(id_: str) -> ResponseReturnValue:
    """A batch."""
    lang = page_language()
    state = services().store.audits.batch(id_, caller())
    found = letters_of(services(), id_, lang=lang)
    which, order = _wishes()
    counts = counted(found)
    once = [one.row for one in found if not one.row.same_as]
    contested = sum((row.contested or _ZERO for row in once), _ZERO)
    possibly = sum((row.possibly_contested or _ZERO for row in once), _ZERO)
    failed = [one.row for one in found if one.row.outcome == "failed"]
    rules = commonest(once)
    say = batch_words(lang)
    return page(
        "batch.html.j2",
        id_=id_,
        state=state,
        name=name_of(state.created_at, lang),
        step=step_text(state),
        kept=_day(state.expires_at, lang),
        say=say["summary"],
        outcome=say["outcome"],
        kind=report_words(lang)["kind"],
        texts_lang=state.lang,
        counts=counts,
        failed=failed[:_MOST_FAILED],
        failed_more=max(0, len(failed) - _MOST_FAILED),
        unreadable=counts["unreadable"],
        pieces=pieces([one.row for one in found]),
        looks=LOOKS,
        contested=kroner(contested, lang=lang),
        possibly=kroner(possibly - contested, lang=lang) if possibly > contested else "",
        rules=rules,
        most=max((count for _, count in rules), default=1),
        copies=len(found) - len(once),
        which=which,
        order=order,
        filters=[(key, _filter_name(key, lang)) for key in FILTERS if counts[key] or key == which],
        orders=ORDERS,
        shown=page_of(ordered(filtered(found, which), order, today=today()), after=request.args.get("etter", "")),
        may_read="audits:read" in caller().scopes,
        may_write="audits:write" in caller().scopes,
        may_delete="batches:write" in caller().scopes,
        money=lambda amount: format_amount(amount, lang=lang) if amount else "–",
        day=lambda value: format_date(value, lang=lang, today=today()),
        left=lambda value: days_left(value, lang=lang, today=today()),
        address=lambda **changes: _address(id_, which, order, changes),
    )


def _wishes() -> tuple[str, Order]:
    """The filter and the order in the address; what is none of ours is as if it were not there."""
    which, wanted = request.args.get("vis", ""), request.args.get("sorter", "")
    order: Order = next((one for one in ORDERS if one == wanted), ORDERS[0])
    return which if which in FILTERS else "", order


def _address(id_: str, which: str, order: Order, changes: Mapping[str, str]) -> str:
    """The address of the list with the filter and the order, or with others."""
    wishes = {"vis": which, "sorter": "" if order == ORDERS[0] else order, **changes}
    kept: dict[str, Any] = {key: value for key, value in wishes.items() if value}
    return url_for("bundles.show", id_=id_, **kept)


def _filter_name(key: str, lang: Language) -> str:
    return str(words(lang)["batches"]["review"] if key == QUEUE else batch_words(lang)["outcome"][key])


def step_text(state: BatchState) -> str:
    """How far the batch has come, and about how long it still takes; nothing when it is done."""
    left = orders.progress(services(), state)
    if left["status"] == "done":
        return ""
    say, command = words(page_language())["batches"], batch_words(page_language())["command"]
    text = str(command["count"].format(done=state.done + state.failed, total=state.letters))
    if not left["seconds_left"]:
        return f"{text}."
    return f"{text}, {say['left'].format(minutes=max(1, round(left['seconds_left'] / 60)))}."


@bp.get("/<id_>/steg")
@access("organisation", "batches:read")
def step(id_: str) -> ResponseReturnValue:
    """The same for the script of the page: how far it has come, and whether there is more to see."""
    state = services().store.audits.batch(id_, caller())
    return jsonify(text=step_text(state), ready=not state.waiting + state.running)


@bp.get("/<id_>/resultater.<ending>")
@access("organisation", "batches:read")
def download(id_: str, ending: str) -> ResponseReturnValue:
    """The letters of the list, filtered and ordered as it is, as a file."""
    if ending not in _ENDINGS:
        raise Problem("not_found")
    state = services().store.audits.batch(id_, caller())
    which, order = _wishes()
    found = ordered(filtered(letters_of(services(), id_, lang=state.lang), which), order, today=today())
    answer = Response(_content(id_, found, ending, state.lang), content_type=_ENDINGS[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="kravvakt-{state.created_at:%Y-%m-%d}.{ending}"'
    return answer


def _content(id_: str, found: Sequence[Listed], ending: str, lang: Language) -> Iterable[bytes]:
    rows = [one.row for one in found]
    if ending == "csv":
        return [csv_bytes(rows)]
    if ending == "xlsx":
        return [workbook_bytes(rows, lang=lang)]
    return map(json_line, orders.lines(services(), id_, lang=lang, ids=[row.id for row in rows]))


# ------------------------------------------------------------------ deleting it


@bp.get("/<id_>/slett")
@access("organisation", "batches:write")
def ask(id_: str) -> ResponseReturnValue:
    """What would go."""
    state = services().store.audits.batch(id_, caller())
    return page("batch_removal.html.j2", id_=id_, state=state, name=name_of(state.created_at, page_language()))


@bp.post("/<id_>/slett")
@access("organisation", "batches:write")
def remove(id_: str) -> ResponseReturnValue:
    """Deletes all letters of the batch and everything made of them."""
    orders.remove(services(), id_, caller())
    return redirect(url_for("removal.gone"), 303)
