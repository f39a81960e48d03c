"""Reading and judging the letters in files, without keeping anything: in a child process with limits, or here.

Not here: the queue and what is kept (`service.jobs.tasks`), whose libraries take a good part of a second to load.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checks.engine import audit as run_checks
from checks.law import Language
from parsers.errors import TooManyPages
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import Letter
from parsers.sandbox import run_limited
from parsers.statement_patterns import load
from service.known import known_from_mapping
from service.reports.lateness import timely
from service.reports.report import Report, build_report
from service.store.letters import pack, unpack

_UNDERSTANDING_SECONDS = 30.0

_tried: set[int] = set()

LETTERS_APART = 4
"""How many times as many pages as a letter a file with several may have."""

LONGEST_SECONDS = DEFAULT_LIMITS.page_seconds * DEFAULT_LIMITS.pages * LETTERS_APART + _UNDERSTANDING_SECONDS + 30
"""How long reading and judging the letters of one file may take at most."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter as it comes back from the child: packed (`service.store.letters`), its pages' pictures by number, and
    the pages of the files that it stands on.
    """

    letter: bytes
    pictures: Mapping[int, bytes]
    pages: tuple[int, ...]


def read(
    files: Sequence[InputFile],
    *,
    sandbox: bool,
    limits: Limits = DEFAULT_LIMITS,
    pictures: bool = True,
    progress: Progress | None = None,
    apart: bool = False,
) -> tuple[Reading, ...]:
    """The letter in the files, read in a child process with limits, or here without ``sandbox``. With ``apart`` every
    letter of files that hold several, in all :data:`LETTERS_APART` times as many pages; without, the first alone, which
    names the pages of the others.
    """
    told = progress or _silent
    most = limits.pages
    if apart:
        limits = replace(limits, pages=most * LETTERS_APART)
    if not sandbox:
        return _read(tuple(files), limits, pictures, most if apart else None, told)
    readings, tried = run_limited(
        _read_and_tell,
        tuple(files),
        limits,
        pictures,
        most if apart else None,
        seconds=limits.page_seconds * limits.pages + _UNDERSTANDING_SECONDS,
        memory_mb=limits.memory_mb,
        told=told,
    )
    _tried.update(tried)
    return readings


def learn() -> None:
    """Compiles here what children had to compile for the letters they read, so that the next child need not: it takes
    a letter as much time as understanding it. For when nobody waits for an answer.
    """
    load().compile(_tried)
    _tried.clear()


def _read_and_tell(*arguments: Any) -> tuple[tuple[Reading, ...], tuple[int, ...]]:
    """What `_read` gives, and which patterns that took."""
    return _read(*arguments), load().compiled()


def _read(
    files: Sequence[InputFile], limits: Limits, pictures: bool, most_apart: int | None, progress: Progress
) -> tuple[Reading, ...]:
    """``most_apart``: how many pages each letter may have when they are told apart."""
    from parsers.pipeline import read_letter, read_letters

    if most_apart is not None:
        found = read_letters(files, limits=limits, pictures=pictures, progress=progress)
        if any(len(numbers) > most_apart for _, numbers in found):
            raise TooManyPages(f"a letter of more than {most_apart} pages")
    else:
        letter = read_letter(files, limits=limits, pictures=pictures, progress=progress)
        found = ((letter, tuple(page.number for page in letter.pages)),)
    return tuple(
        Reading(pack([letter]), {page.number: page.picture for page in letter.pages if page.picture}, numbers)
        for letter, numbers in found
    )


def _silent(*_news: object) -> None:
    """For readers who want no progress."""


# ------------------------------------------------------------------ judging


def audit_files(
    files: Sequence[InputFile], *, lang: Language, sandbox: bool, apart: bool = False, limits: Limits = DEFAULT_LIMITS
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The report of each letter in the files, as the contract's JSON in one line, and the pages it stands on. One
    report alone unless the letters are to be told ``apart``. Keeps nothing.

    Raises what `read` raises.
    """
    found: list[tuple[str, tuple[int, ...]]] = []
    for reading in read(files, sandbox=sandbox, limits=limits, pictures=False, apart=apart):
        (letter,) = unpack(reading.letter)
        report = build_report(
            run_checks(letter),
            data=[file.data for file in files],
            filename=files[0].name,
            created_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            lang=lang,
        )
        found.append((report.model_dump_json(by_alias=True), reading.pages))
    return tuple(found)


def judge(
    letter: Letter,
    previous: Sequence[Letter],
    *,
    known: Mapping[str, str],
    lang: Language,
    audit_id: str,
    sha256: str,
    filename: str,
    created_at: dt.datetime,
) -> Report:
    """The report of a letter that was read, by what is known now. Takes milliseconds and touches no picture."""
    result = run_checks(letter, known=known_from_mapping(known), previous=previous)
    report = build_report(result, data=(), filename=filename, created_at=created_at, lang=lang, id_=audit_id)
    # The files are not at hand any more when an answer comes; their hash is.
    report.document.sha256 = sha256
    return timely(report, today=created_at.date())
