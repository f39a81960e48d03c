"""What was read in the letter, each with its picture, to be corrected: a list, and a page for each field.

A correction is what the reader knows of the letter; the reading stays as it was and can be used again. Sums are those
of all rows of a type. What kind of letter it is and who wrote it are questions (`service.web.questions`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apiflask import APIBlueprint
from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from checks import messages
from parsers.dates import format_date
from parsers.errors import UsageError
from parsers.model import AMOUNT_FIELDS, DATE_FIELDS, FIELD_NAMES, RATE_FIELDS
from parsers.money import format_amount, format_percent
from service import desk
from service.context import services
from service.problems import Problem, title
from service.reports.cards import words as report_words
from service.reports.drawing import clipping
from service.reports.report import FieldReport, Report
from service.security import access, caller
from service.store.audits import Audit
from service.store.errors import LetterFormat
from service.web.letters import reported
from service.web.questions import WHOLE_LETTER
from service.web.result import drawn, news
from service.web.shell import page, page_language, words

bp = APIBlueprint("corrections", __name__, url_prefix="/brev/<id_>/rett", enable_openapi=False)

DOUBTFUL = 0.8
"""Below this confidence a reading is called doubtful."""

MONEY = (*AMOUNT_FIELDS, "instalment_amount", *RATE_FIELDS)
_USUAL = ("letter_date", "payment_deadline", "original_due_date", "principal", "collection_fee", "total", "creditor")
"""What nearly every letter says: offered to be filled in when it was not found."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that was read: ``key`` and name, the value as people write it, where it comes from, its piece of the
    letter, and where it is corrected.
    """

    key: str
    name: str
    value: str
    origin: str
    is_doubtful: bool
    address: str
    cut: Mapping[str, Any] | None


@bp.get("")
@access("letter", "audits:read")
def show(id_: str) -> ResponseReturnValue:
    """Everything that was read."""
    _, report = reported(id_)
    values = drawn(id_, report)
    fields = report.letter.fields
    groups = [
        ("facts", _facts(id_, report)),
        ("sums", _rows(id_, report, MONEY, values["sheets"])),
        ("dates", _rows(id_, report, DATE_FIELDS, values["sheets"])),
        ("others", _rows(id_, report, [n for n in FIELD_NAMES if n not in (*MONEY, *DATE_FIELDS)], values["sheets"])),
    ]
    return page(
        "corrections.html.j2",
        id_=id_,
        groups=[(key, rows) for key, rows in groups if rows],
        missing=[(name, name_of(name)) for name in _USUAL if name not in fields],
        news=_told(report),
        **values,
    )


@bp.get("/<name>")
@access("letter", "audits:read")
def field(id_: str, name: str) -> ResponseReturnValue:
    """One field: its picture enlarged, what else it may say, and room to write."""
    audit, report = reported(id_)
    return _field_page(audit, report, _known_name(name))


@bp.post("/<name>")
@access("letter", "audits:write")
def correct(id_: str, name: str) -> ResponseReturnValue:
    """Takes the correction, or takes it back, and judges the letter anew."""
    audit, report = reported(id_)
    _known_name(name)
    chosen, written = request.form.get("verdi", ""), request.form.get("annet", "").strip()
    value: str | None = chosen if chosen and chosen != "annet" else written
    done = "rettet"
    if request.form.get("gjor") == "angre":
        value, done = None, "angret"
    elif not value:
        fault = words(page_language())["corrections"]["choose"]
        return _field_page(audit, report, name, fault=fault, chosen=chosen)
    try:
        audit = desk.tell(services(), audit, {name: value}, lang=page_language(), by=caller())
    except UsageError as error:
        fault = title(error.code, page_language())
        return _field_page(audit, report, name, fault=fault, chosen=chosen, written=written)
    told: dict[str, Any] = {done: name, "fra": report.amounts.supported or "", "_anchor": "nytt"}
    return redirect(url_for("corrections.show", id_=id_, **told), 303)


def _known_name(name: str) -> str:
    if name not in FIELD_NAMES:
        raise Problem("not_found")
    return name


def name_of(name: str) -> str:
    """What a field is called, as a heading."""
    found = messages.field_name(name, lang=page_language())
    return found[:1].upper() + found[1:]


def value_of(name: str, value: object, *, lang: str) -> str:
    """A reading as people of the language write it."""
    text = str(value)
    if name in DATE_FIELDS:
        return format_date(dt.date.fromisoformat(text), lang=lang)
    if name in RATE_FIELDS:
        return format_percent(Decimal(text), lang=lang)
    return format_amount(Decimal(text), lang=lang) if name in MONEY else text


def typed(name: str, value: object) -> str:
    """A reading as it is typed in a field: the way the hint says."""
    if name in DATE_FIELDS:
        return f"{dt.date.fromisoformat(str(value)):%d.%m.%Y}"
    return value_of(name, value, lang="nb").removesuffix("%").strip()


def _facts(id_: str, report: Report) -> Sequence[Row]:
    say, lang = words(page_language())["corrections"]["origins"], page_language()
    letter = report.letter
    known = services().store.audits.known(id_)
    judged = {"kind": letter.kind, "sender_role": letter.sender_role, "debtor": letter.debtor}
    return [
        Row(
            key=key,
            name=name_of(key),
            value=report_words(lang)["kind"][found.value]
            if key == "kind"
            else messages.question(key, lang=lang).choices.get(found.value, found.value),
            origin=say["user" if key in known else "judged"],
            is_doubtful=False,
            address=url_for("questions.show", id_=id_, key=key),
            cut=None,
        )
        for key, found in ((key, judged[key]) for key in WHOLE_LETTER)
    ]


def _rows(id_: str, report: Report, names: Iterable[str], sheets: Sequence[Any]) -> Sequence[Row]:
    return [_row(id_, name, report.letter.fields[name], sheets) for name in names if name in report.letter.fields]


def _row(id_: str, name: str, reading: FieldReport, sheets: Sequence[Any]) -> Row:
    lang = page_language()
    return Row(
        key=name,
        name=name_of(name),
        value=value_of(name, reading.value, lang=lang),
        origin=words(lang)["corrections"]["origins"][reading.origin],
        is_doubtful=reading.origin != "user" and reading.confidence < DOUBTFUL,
        address=url_for("corrections.field", id_=id_, name=name),
        cut=clipping(reading, sheets),
    )


def _told(report: Report) -> str:
    """What was corrected or taken back just now, and what became of the sum."""
    say = words(page_language())["corrections"]
    for done, key in (("rettet", "saved"), ("angret", "undone")):
        name = request.args.get(done, "")
        if name in FIELD_NAMES:
            told = say[key].format(field=messages.field_name(name, lang=page_language()))
            return f"{told} {news(report)}".strip()
    return news(report)


def _field_page(
    audit: Audit, report: Report, name: str, *, fault: str = "", chosen: str = "", written: str = ""
) -> Response:
    lang = page_language()
    reading = report.letter.fields.get(name)
    is_corrected = name in services().store.audits.known(audit.id)
    original = _original(audit, name) if is_corrected else reading
    values = drawn(audit.id, report)
    offered = {str(rival.value) for rival in original.rivals} if original is not None else set()
    if is_corrected and original is not None:
        offered.add(str(original.value))
    offered -= {str(reading.value)} if reading is not None else set()
    return page(
        "correction.html.j2",
        status=422 if fault else 200,
        here=url_for("corrections.field", id_=audit.id, name=name),
        id_=audit.id,
        name=name,
        label=messages.field_name(name, lang=lang),
        reading=None if reading is None else _row(audit.id, name, reading, values["sheets"]),
        cut=None if original is None else clipping(original, values["sheets"]),
        rivals=[(value, value_of(name, value, lang=lang)) for value in sorted(offered)],
        typed=written or ("" if reading is None or fault else typed(name, reading.value)),
        hint="date"
        if name in DATE_FIELDS
        else "percent"
        if name in RATE_FIELDS
        else "amount"
        if name in MONEY
        else "text",
        is_corrected=is_corrected,
        fault=fault,
        chosen=chosen,
        **values,
    )


def _original(audit: Audit, name: str) -> FieldReport | None:
    """The reading that a correction stands in place of."""
    known = services().store.audits.known(audit.id)
    known.pop(name, None)
    with contextlib.suppress(LetterFormat):
        return desk.built(services(), audit, lang=page_language(), known=known).letter.fields.get(name)
    return None
