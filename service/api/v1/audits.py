"""Letters and their reports: ``/audits``."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping

from apiflask import APIBlueprint
from flask import Response, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.http import http_date

from checks.law import Language
from parsers.errors import InvalidValue
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS
from service import desk
from service.api.describing import Answer, Part, described
from service.api.v1.answers import json_answer, json_body, tagged
from service.api.v1.forms import idempotency_key, language_field
from service.api.v1.schemas import AuditList, AuditState, Facts, ListQuery, ReportQuery
from service.clock import today
from service.context import sender, services, wanted_language
from service.i18n import LANGUAGES
from service.problems import Problem
from service.reports.objection import Draft, draft_of, to_docx, to_pdf, to_text
from service.reports.report import Report
from service.security import access, caller
from service.store.audits import Audit, NewAudit

bp = APIBlueprint("audits", __name__, tag="Audits")

_PLAIN = "text/plain"
_FORMATS: Mapping[str, Callable[[Draft], str | bytes]] = {
    _PLAIN: to_text,
    "application/pdf": to_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": to_docx,
}

_SEEN = ("ETag", "Sunset")

_REFUSED_FILES = (
    "damaged_file",
    "empty_file",
    "encrypted_pdf",
    "file_too_large",
    "image_too_large",
    "no_files",
    "too_many_pages",
    "unsupported_file_type",
)


@bp.post("/audits")
@access("letter", "audits:write", rate="upload")
@described(
    "sendLetter",
    form={
        "files": Part("The pages in order: PDF, JPEG, PNG, HEIC, TIFF or WebP; 20 MB in all.", True, 10, required=True),
        "previous": Part("Earlier letters of the same case, one file each.", True, desk.MOST_PREVIOUS),
        "lang": Part("Language of the report's texts.", choices=LANGUAGES),
        "known": Part("A JSON object of what you know, as in `--set`.", is_json=True),
    },
    headers=("Idempotency-Key", "Prefer", "Accept-Language"),
    answers={
        200: Answer("The report, or a repeated request whose letter is audited.", (Report, AuditState), headers=_SEEN),
        202: Answer("Taken in.", (AuditState,), headers=("Location", "Retry-After", "Preference-Applied", *_SEEN)),
    },
    problems=(
        *_REFUSED_FILES,
        "idempotency_key_reused",
        "invalid_value",
        "ocr_failed",
        "processing_failed",
        "queue_full",
        "unknown_field",
    ),
)
def send() -> Response:
    """Send a letter.

    The pages of one letter, in order. Answers at once with where the report will be, or, with `Prefer: wait=N`, with
    the report if it is ready within N seconds.
    """
    house = services()
    lang = wanted_language(language_field())
    new = NewAudit(
        files=_files("files"),
        lang=lang,
        previous=_files("previous"),
        known=_known(request.form.get("known")),
        sender=sender(),
        idempotency_key=idempotency_key(),
    )
    audit, is_new = desk.submit(house, new, caller())
    seconds = _wish_to_wait()
    if seconds:
        audit = _waited(audit, seconds)
        if audit.status == "failed" and audit.problem is not None and is_new:
            # The sender is still there and hears it as the answer; nothing half-done is left behind.
            desk.remove(house, audit)
            raise Problem(audit.problem)
    answer = _shown(audit, lang=lang)
    if seconds:
        answer.headers["Preference-Applied"] = f"wait={seconds}"
    answer.headers["Location"] = url_for("audits.show", id_=audit.id)
    if audit.status not in ("done", "failed"):
        answer.status_code = 202
        answer.headers["Retry-After"] = "1"
    return answer


@bp.get("/audits")
@bp.input(ListQuery, location="query")
@access("organisation", "audits:read")
@described("listLetters", query=ListQuery, answers={200: Answer("Part of the list.", (AuditList,), headers=("ETag",))})
def listed(query_data: ListQuery) -> Response:
    """List the organisation's letters, the newest first."""
    found = services().store.audits.listed(
        caller(), limit=query_data.limit + 1, after=_position(query_data.cursor), status=query_data.status
    )
    page, more = found[: query_data.limit], len(found) > query_data.limit
    lang = wanted_language()
    body = {
        "items": [desk.state(audit, lang=lang) for audit in page],
        "next": _cursor(page[-1]) if more else None,
    }
    return tagged(json_answer(json_body(body)))


@bp.get("/audits/<id_>")
@bp.input(ReportQuery, location="query")
@access("letter", "audits:read")
@described(
    "getReport",
    query=ReportQuery,
    headers=("If-None-Match",),
    answers={
        200: Answer("The report, or how far it has come.", (Report, AuditState), headers=_SEEN),
        304: Answer("It is as you have it.", headers=("ETag",)),
    },
    problems=("not_found",),
)
def show(id_: str, query_data: ReportQuery) -> Response:
    """See the report, or how far it has come."""
    audit = services().store.audits.find(id_, caller())
    return _shown(audit, lang=query_data.lang or audit.lang)


@bp.patch("/audits/<id_>")
@bp.input(Facts, location="json")
@access("letter", "audits:write")
@described(
    "tellFacts",
    body=Facts,
    answers={
        200: Answer("The report as it is now.", (Report,), headers=_SEEN),
        202: Answer("The letter is read again first.", (AuditState,), headers=("Retry-After",)),
    },
    problems=("conflict", "not_found", "unknown_field"),
)
def tell(id_: str, json_data: Facts) -> Response:
    """Correct a reading or answer a question; the checks run again at once."""
    audit = services().store.audits.find(id_, caller())
    audit = desk.tell(services(), audit, json_data.known, by=caller())
    answer = _shown(audit, lang=audit.lang)
    if audit.status != "done":
        answer.status_code = 202
        answer.headers["Retry-After"] = "1"
    return answer


@bp.delete("/audits/<id_>")
@access("letter", "audits:write")
@described("deleteLetter", answers={204: Answer("Everything is gone.")}, problems=("cross_site", "not_found"))
def remove(id_: str) -> Response:
    """Delete the letter, its pictures and its report."""
    desk.remove(services(), services().store.audits.find(id_, caller()))
    return Response(status=204)


@bp.get("/audits/<id_>/pages/<int:number>")
@access("letter", "audits:read")
@described(
    "getPage",
    headers=("If-None-Match",),
    answers={
        200: Answer("The picture.", media=("image/jpeg", "image/png"), headers=("ETag",)),
        304: Answer("It is as you have it.", headers=("ETag",)),
    },
    problems=("not_found",),
)
def page(id_: str, number: int) -> Response:
    """See a page of the letter, straightened."""
    audit = services().store.audits.find(id_, caller())
    picture = services().store.audits.page(audit.id, number) if number <= DEFAULT_LIMITS.pages else None
    if picture is None:
        raise Problem("not_found")
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    return tagged(Response(picture, mimetype=kind))


@bp.get("/audits/<id_>/objection")
@bp.input(ReportQuery, location="query")
@access("letter", "audits:read")
@described(
    "getObjection",
    query=ReportQuery,
    answers={200: Answer("The draft, in the format of `Accept` (plain text if it names none).", media=tuple(_FORMATS))},
    problems=("conflict", "not_found"),
)
def objection(id_: str, query_data: ReportQuery) -> Response:
    """Get the draft of an objection to what the report found."""
    audit = services().store.audits.find(id_, caller())
    accepted = request.accept_mimetypes
    wanted = accepted.best_match(tuple(_FORMATS)) if accepted else _PLAIN
    if wanted is None:
        raise Problem("not_acceptable")
    report = Report.model_validate_json(desk.report(services(), audit, lang=query_data.lang or audit.lang))
    draft = draft_of(report, today=today())
    answer = Response(_FORMATS[wanted](draft), content_type=wanted if wanted != _PLAIN else f"{_PLAIN}; charset=utf-8")
    answer.headers["Content-Language"] = report.language
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Accept")
    return answer


# ------------------------------------------------------------------ answers


def _shown(audit: Audit, *, lang: Language) -> Response:
    if audit.status == "done":
        answer = json_answer(desk.report(services(), audit, lang=lang))
    else:
        answer = json_answer(json_body(desk.state(audit, lang=lang)))
        answer.headers["Retry-After"] = "1"
    answer.headers["Content-Language"] = lang
    # When it is deleted by itself (RFC 8594).
    answer.headers["Sunset"] = http_date(audit.expires_at)
    return tagged(answer)


def _waited(audit: Audit, seconds: int) -> Audit:
    house = services()
    if house.waiters.acquire(blocking=False):
        try:
            house.jobs.wait(audit.id, seconds)
        finally:
            house.waiters.release()
    return house.store.audits.row(audit.id)


# ------------------------------------------------------------------ questions


def _files(field: str) -> tuple[InputFile, ...]:
    if field in request.form:
        raise InvalidValue(message=f"{field} skal være en fil, med filnavn")
    return tuple(_input(file) for file in request.files.getlist(field) if file.filename or file.content_length)


def _input(file: FileStorage) -> InputFile:
    return InputFile(name=(file.filename or "")[:255], data=file.read())


def _known(text: str | None) -> Mapping[str, str]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InvalidValue(message="known skal være et JSON-objekt") from error
    if not isinstance(found, dict) or not all(isinstance(x, str | int | float) for x in found.values()):
        raise InvalidValue(message="known skal være et JSON-objekt med tekster og tall")
    return {key: str(value) for key, value in found.items()}


def _wish_to_wait() -> int:
    """Seconds of ``Prefer: wait=N`` (RFC 7240), at most what the settings allow; 0 without the wish."""
    found = re.search(
        r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})", ",".join(request.headers.getlist("Prefer")), re.IGNORECASE
    )
    return min(int(found[1]), services().settings.max_wait_seconds) if found else 0


def _cursor(audit: Audit) -> str:
    return base64.urlsafe_b64encode(f"{audit.listed_at.isoformat()}|{audit.id}".encode()).decode().rstrip("=")


def _position(cursor: str | None) -> tuple[dt.datetime, str] | None:
    if cursor is None:
        return None
    try:
        moment, _, id_ = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
        at = dt.datetime.fromisoformat(moment)
    except (ValueError, binascii.Error) as error:
        raise InvalidValue(message="cursor er ikke en vi har gitt") from error
    if at.tzinfo is None or not id_:
        raise InvalidValue(message="cursor er ikke en vi har gitt")
    return at, id_
