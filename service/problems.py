"""What is told when a request cannot be met: ``application/problem+json`` (RFC 9457) with a stable ``code``.

    Problem
    ├── the codes of `parsers.errors` and `checks.errors`, as they are
    └── PROBLEMS          those of the service itself, each with its HTTP status

Codes are part of the outward contract: they are added to, never renamed. ``title`` is the same for every problem of a
code and comes in the language asked for, ``detail`` tells what is special this time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from checks.errors import ChecksError
from checks.law import Language
from parsers.errors import ParserError, all_errors
from service.i18n import DEFAULT, words

MEDIA_TYPE = "application/problem+json"

PROBLEMS: Mapping[str, int] = MappingProxyType(
    {
        "bad_request": 400,
        "unauthorized": 401,
        "forbidden": 403,
        "cross_site": 403,
        "not_found": 404,
        "method_not_allowed": 405,
        "not_acceptable": 406,
        "conflict": 409,
        "file_too_large": 413,
        "unsupported_media_type": 415,
        "encrypted_archive": 422,
        "file_unavailable": 422,
        "idempotency_key_reused": 422,
        "invalid_value": 422,
        "rate_limited": 429,
        "internal_error": 500,
        "processing_failed": 500,
        "queue_full": 503,
        "storage_unavailable": 503,
        "too_many_letters": 413,
    }
)
"""The service's own problems and their HTTP status."""

# What Flask and Werkzeug refuse by themselves.
_CODES_OF_STATUS = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "file_too_large",
    415: "unsupported_media_type",
    422: "invalid_value",
    429: "rate_limited",
}


class Problem(Exception):  # noqa: N818 - RFC 9457's own word
    """A request that is refused or cannot be met. ``errors`` names fields and what is wrong with each."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        errors: Mapping[str, list[str]] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status if status is not None else statuses()[code]
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = errors

    def as_dict(self, *, lang: Language = DEFAULT, instance: str = "") -> dict[str, Any]:
        """The members of RFC 9457 and ours."""
        body: dict[str, Any] = {
            "type": f"urn:kravvakt:problem:{self.code}",
            "title": title(self.code, lang),
            "status": self.status,
            "code": self.code,
        }
        if self.detail:
            body["detail"] = self.detail
        if instance:
            body["instance"] = instance
        if self.errors:
            body["errors"] = dict(self.errors)
        return body

    def to_json(self, *, lang: Language = DEFAULT, instance: str = "") -> str:
        """The body of the answer."""
        return json.dumps(self.as_dict(lang=lang, instance=instance), ensure_ascii=False)


def statuses() -> dict[str, int]:
    """Every code there is, with its HTTP status."""
    return {**{error.code: error.http_status for error in all_errors()}, "unknown_figure": 422, **PROBLEMS}


def title(code: str, lang: Language) -> str:
    """The sentence of a code in a language."""
    found: str = words(lang)["problems"][code]
    return found


def of_error(error: ParserError | ChecksError, *, lang: Language = DEFAULT) -> Problem:
    """The problem that an error of ours is. Messages of errors are bokmål; other languages get the title alone."""
    if isinstance(error, ParserError):
        code, text = error.code, error.message
    else:
        code, text = error.code, str(error)
    if code not in statuses():
        return Problem("internal_error")
    return Problem(code, text if lang == DEFAULT else "", status=error.http_status)


def of_status(status: int) -> Problem:
    """The problem of an HTTP status that a library answered with."""
    code = _CODES_OF_STATUS.get(status, "internal_error" if status >= 500 else "bad_request")
    return Problem(code, status=status)
