"""Answers that all resources give: JSON that the caller may keep, known again by its ETag."""

from __future__ import annotations

import json

from flask import Response, request

_PUBLIC_SECONDS = 300


def json_body(value: object) -> bytes:
    """The value as JSON."""
    return json.dumps(value, ensure_ascii=False).encode()


def json_answer(body: bytes) -> Response:
    """An answer of JSON."""
    return Response(body, mimetype="application/json")


def tagged(answer: Response, *, caching: str = "private, no-cache") -> Response:
    """With an ETag, and without a body when the caller has it already (``If-None-Match``)."""
    answer.headers["Cache-Control"] = caching
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def cached_json(value: object) -> Response:
    """JSON that says nothing of any letter, to be kept for a while by anybody."""
    return tagged(json_answer(json_body(value)), caching=f"public, max-age={_PUBLIC_SECONDS}")
