"""Files that come in with a form, and how their refusal is told."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from werkzeug.datastructures import FileStorage

from parsers.intake import InputFile
from service.problems import title
from service.web.shell import page_language

FIRST_WAIT = 4.0
"""Seconds the sender waits for the result before the waiting page is shown; most letters are ready by then."""


def files_of(field: str) -> tuple[InputFile, ...]:
    """The files that were sent in a field of a form."""
    return tuple(_input(file) for file in request.files.getlist(field) if file.filename)


def _input(file: FileStorage) -> InputFile:
    return InputFile(name=(file.filename or "")[:255], data=file.read())


def refusals(refused: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with each file, by its name and error code; a problem of no one file has an empty name."""
    lang = page_language()
    return [f"{name}: {title(code, lang)}" if name else title(code, lang) for name, code in refused]
