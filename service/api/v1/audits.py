"""Letters and their reports: ``/audits``."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response, request, url_for
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import FileStorage
from werkzeug.http import http_date

from checks.law import Language
from parsers.errors import InvalidValue
from parsers.intake import InputFile
from service import desk
from service.api.v1.answers import json_answer, json_body, tagged
from service.context import sender, services, wanted_language
from service.problems import Problem
from service.security import access, caller
from service.store.audits import Audit, NewAudit

bp = APIBlueprint("audits", __name__, tag="Audits")

Value = Annotated[str, Field(max_length=500)] | int | float | None


class Facts(BaseModel):
    """What the caller knows: corrections of fields, and answers to questions. ``null`` takes one back."""

    model_config = ConfigDict(extra="forbid")

    known: dict[str, Value] = Field(description="Keys as in `--set`: fields of the letter, or facts like `debtor`.")


class ReportQuery(BaseModel):
    """In which language."""

    lang: Language | None = Field(None, description="The language of the texts; as sent in when left out.")


class ListQuery(BaseModel):
    """Which page of the list."""

    limit: int = Field(50, ge=1, le=200, description="How many at most.")
    cursor: str | None = Field(None, max_length=200, description="`next` of the page before.")
    status: Literal["queued", "running", "done", "failed"] | None = Field(None, description="Only these.")


@bp.post("/audits")
@access("letter", "audits:write", rate="upload")
def send() -> Response:
    """Send a letter.

    The pages of one letter, in order. Answers at once with where the report will be, or, with `Prefer: wait=N`, with
    the report if it is ready within N seconds.
    """
    house = services()
    lang = wanted_language(_language_field())
    new = NewAudit(
        files=_files("files"),
        lang=lang,
        previous=_files("previous"),
        known=_known(request.form.get("known")),
        sender=sender(),
        idempotency_key=_idempotency_key(),
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
    return json_answer(json_body(body))


@bp.get("/audits/<id_>")
@bp.input(ReportQuery, location="query")
@access("letter", "audits:read")
def show(id_: str, query_data: ReportQuery) -> Response:
    """See the report, or how far it has come."""
    audit = services().store.audits.find(id_, caller())
    return _shown(audit, lang=query_data.lang or audit.lang)


@bp.patch("/audits/<id_>")
@bp.input(Facts, location="json")
@access("letter", "audits:write")
def tell(id_: str, json_data: Facts) -> Response:
    """Correct a reading or answer a question; the checks run again at once."""
    audit = services().store.audits.find(id_, caller())
    audit = desk.tell(services(), audit, json_data.known)
    answer = _shown(audit, lang=audit.lang)
    if audit.status != "done":
        answer.status_code = 202
        answer.headers["Retry-After"] = "1"
    return answer


@bp.delete("/audits/<id_>")
@access("letter", "audits:write")
def remove(id_: str) -> Response:
    """Delete the letter, its pictures and its report."""
    desk.remove(services(), services().store.audits.find(id_, caller()))
    return Response(status=204)


@bp.get("/audits/<id_>/pages/<int:number>")
@access("letter", "audits:read")
def page(id_: str, number: int) -> Response:
    """See a page of the letter, straightened."""
    audit = services().store.audits.find(id_, caller())
    picture = services().store.audits.page(audit.id, number)
    if picture is None:
        raise Problem("not_found")
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    return tagged(Response(picture, mimetype=kind))


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
    return tuple(_input(file) for file in request.files.getlist(field) if file.filename or file.content_length)


def _input(file: FileStorage) -> InputFile:
    return InputFile(name=(file.filename or "")[:255], data=file.read())


def _language_field() -> str | None:
    lang = request.form.get("lang")
    if lang is not None and lang not in ("nb", "nn", "en"):
        raise InvalidValue(message=f"lang kan være nb, nn, en. Du skrev: {lang[:20]}")
    return lang


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


def _idempotency_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= 255:
        raise InvalidValue(message="Idempotency-Key skal ha 1 til 255 tegn")
    return key


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
