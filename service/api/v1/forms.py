"""Fields of forms that several resources take."""

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
