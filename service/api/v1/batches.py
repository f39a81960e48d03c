"""Many letters at once: ``/batches``."""

from __future__ import annotations

from collections.abc import Iterable

from apiflask import APIBlueprint
from flask import Response, request, url_for
from werkzeug.http import http_date

from parsers.errors import NoFiles
from parsers.intake import InputFile
from service.api.describing import Answer, Part, described
from service.api.v1.answers import json_answer, json_body, tagged
from service.api.v1.forms import idempotency_key, language_field
from service.api.v1.schemas import BatchProgress, ReportQuery
from service.bulk import orders
from service.bulk.export import FORMATS
from service.context import sender, services, wanted_language
from service.i18n import LANGUAGES
from service.problems import Problem
from service.security import access, caller
from service.store.batches import BatchState

bp = APIBlueprint("batches", __name__, tag="Batches")

_FORM_ROOM = 1_000_000
_MOST_FILES = 1000
_NDJSON = "application/x-ndjson"
_PAGE = "text/html"
_MEDIA = (*FORMATS, _PAGE)
_NAMES = {_NDJSON: "results.jsonl", "text/csv": "results.csv", _PAGE: "summary.html"}


@bp.post("/batches")
@access("organisation", "batches:write", rate="upload")
@described(
    "sendBatch",
    form={
        "files": Part(
            "One ZIP file, or many letters. Files are one letter when their names say so: brev1-side1.jpg, "
            "brev1-side2.jpg, or a folder of a ZIP file with nothing but pictures that a camera named. A file into "
            "which several letters were scanned gives a line for each.",
            True,
            _MOST_FILES,
            required=True,
        ),
        "lang": Part("Language of the reports' texts.", choices=LANGUAGES),
    },
    headers=("Idempotency-Key", "Accept-Language"),
    answers={
        200: Answer("A repeated request: how that batch stands.", (BatchProgress,), headers=("Location",)),
        202: Answer("Taken in.", (BatchProgress,), headers=("Location", "Retry-After", "Sunset")),
    },
    problems=(
        "damaged_file",
        "encrypted_archive",
        "idempotency_key_reused",
        "no_files",
        "queue_full",
        "too_many_letters",
    ),
)
def send() -> Response:
    """Send a batch of letters.

    Each letter is read when no person waits. A file that cannot be read is a letter that failed, not the end of the
    batch.
    """
    house = services()
    # Before anything of the form is looked at: a batch is larger than a letter.
    request.max_content_length = house.settings.batch_megabytes * 1_000_000 + _FORM_ROOM
    request.max_form_parts = _MOST_FILES + 10
    lang = wanted_language(language_field())
    files = [
        InputFile(name=(file.filename or "")[:255], data=file.read())
        for file in request.files.getlist("files")
        if file.filename or file.content_length
    ]
    if not files:
        raise NoFiles
    state, is_new = orders.submit(house, files, caller(), lang=lang, sender=sender(), idempotency_key=idempotency_key())
    answer = _shown(state)
    answer.headers["Location"] = url_for("batches.show", id_=state.id)
    if is_new:
        answer.status_code = 202
        answer.headers["Retry-After"] = "5"
    return answer


@bp.get("/batches/<id_>")
@access("organisation", "batches:read")
@described(
    "getBatch",
    headers=("If-None-Match",),
    answers={
        200: Answer("How far it has come.", (BatchProgress,), headers=("ETag", "Sunset")),
        304: Answer("It is as you have it.", headers=("ETag",)),
    },
    problems=("not_found",),
)
def show(id_: str) -> Response:
    """See how far a batch has come, and how long it still takes."""
    return tagged(_shown(services().store.audits.batch(id_, caller())))


@bp.get("/batches/<id_>/results")
@bp.input(ReportQuery, location="query")
@access("organisation", "batches:read")
@described(
    "getBatchResults",
    query=ReportQuery,
    answers={
        200: Answer("One line or row a letter, in the format of `Accept` (JSON lines if it names none).", media=_MEDIA)
    },
    problems=("not_found",),
)
def results(id_: str, query_data: ReportQuery) -> Response:
    """Get the results of a batch, also before it is finished.

    As JSON lines each is the report, or the state of a letter without one, with its place in the batch. As text/html
    it is one page to read: what needs a person, what was found, and every letter, the nearest deadline first.
    """
    house = services()
    state = house.store.audits.batch(id_, caller())
    wanted = request.accept_mimetypes.best_match(_MEDIA) if request.accept_mimetypes else _NDJSON
    if wanted is None:
        raise Problem("not_acceptable")
    lang = query_data.lang or state.lang
    content: Iterable[bytes]
    if wanted == _PAGE:
        content = [orders.summary(house, state, lang=lang).encode()]
    else:
        content = FORMATS[wanted](orders.lines(house, state.id, lang=lang), lang)
    answer = Response(content, content_type=f"{wanted}; charset=utf-8" if wanted.startswith("text/") else wanted)
    # A page is a file too: its look stands in it, which pages of ours are not allowed.
    answer.headers["Content-Disposition"] = f'attachment; filename="{_NAMES.get(wanted, "results.xlsx")}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Accept")
    return answer


@bp.delete("/batches/<id_>")
@access("organisation", "batches:write")
@described("deleteBatch", answers={204: Answer("Everything is gone.")}, problems=("cross_site", "not_found"))
def remove(id_: str) -> Response:
    """Delete a batch: its letters, their pictures and reports."""
    orders.remove(services(), id_, caller())
    return Response(status=204)


def _shown(state: BatchState) -> Response:
    answer = json_answer(json_body(orders.progress(services(), state)))
    answer.headers["Sunset"] = http_date(state.expires_at)
    return answer
