"""For whoever runs the service: ``/healthz``, ``/readyz`` and ``/metrics``."""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable

from apiflask import APIBlueprint
from flask import Response, request

from parsers.errors import EngineError
from parsers.ocr import find_tesseract
from service.api.v1.answers import json_answer, json_body
from service.context import Services, services
from service.metrics import MEDIA_TYPE
from service.problems import Problem
from service.security import access

bp = APIBlueprint("operations", __name__, enable_openapi=False)

_TESSERACT_SECONDS = 10.0
_told: dict[str, tuple[float, str]] = {}
_asking = threading.Lock()


@bp.get("/healthz")
@access("public", rate=None)
def health() -> Response:
    """Whether the process answers."""
    return json_answer(json_body({"status": "ok"}))


@bp.get("/readyz")
@access("public", rate=None)
def readiness() -> Response:
    """Whether letters can be taken in and read: database, storage, Tesseract with Norwegian, workers. 503 if not."""
    found = conditions(services())
    answer = json_answer(json_body({"status": "ok" if set(found.values()) == {"ok"} else "unready", "checks": found}))
    answer.status_code = 200 if set(found.values()) == {"ok"} else 503
    return answer


@bp.get("/metrics")
@access("public", rate=None)
def metrics() -> Response:
    """Figures in Prometheus' format."""
    token = services().settings.metrics_token
    if token is not None:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), token.get_secret_value().encode()):
            raise Problem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
    return Response(services().metrics.text(), content_type=MEDIA_TYPE)


def conditions(house: Services) -> dict[str, str]:
    """What letters depend on, each ``ok`` or the code of what is wrong."""
    return {
        "database": _works(house.store.database.ping),
        "storage": _works(house.store.files.check),
        "tesseract": _tesseract(),
        "workers": "ok" if house.jobs.is_alive() else "starting",
    }


def _works(check: Callable[[], None]) -> str:
    try:
        check()
    except Problem as problem:
        return problem.code
    return "ok"


def _tesseract() -> str:
    """Asked anew after a while: it may be removed, or installed, while we run."""
    with _asking:
        asked, answer = _told.get("tesseract", (0.0, ""))
        if not answer or time.monotonic() - asked > _TESSERACT_SECONDS:
            find_tesseract.cache_clear()
            try:
                find_tesseract()
                answer = "ok"
            except EngineError as error:
                answer = error.code
            _told["tesseract"] = (time.monotonic(), answer)
    return answer
