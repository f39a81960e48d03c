"""What several resources take beside files: fields of forms, and the key of a request that may be repeated."""

from __future__ import annotations

from flask import request

from parsers.errors import InvalidValue
from service.i18n import LANGUAGES


def language_field() -> str | None:
    """The field ``lang``. Raises ``InvalidValue`` for a language that we have not."""
    lang = request.form.get("lang")
    if lang is not None and lang not in LANGUAGES:
        raise InvalidValue(message=f"lang kan være {', '.join(LANGUAGES)}. Du skrev: {lang[:20]}")
    return lang


def idempotency_key() -> str | None:
    """The header ``Idempotency-Key``. Raises ``InvalidValue`` for one that is empty or too long."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= 255:
        raise InvalidValue(message="Idempotency-Key skal ha 1 til 255 tegn")
    return key
