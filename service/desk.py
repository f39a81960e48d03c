"""What every door does with letters: take one in, say how it stands, take an answer or a correction, delete it.

The API and the pages call these and nothing deeper. Not here: who may (`service.security`, `Audits.find`), and how
things are shown.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from checks.law import Language
from parsers import intake
from parsers.errors import FileTooLarge, NoFiles, TooManyPages
from parsers.intake import InputFile
from parsers.limits import DEFAULT_LIMITS
from service import logs
from service.context import Services
from service.jobs.reading import judge
from service.known import known_from_mapping
from service.problems import Problem, title
from service.reports.report import Report
from service.security import ANYBODY, Caller
from service.store.audits import Audit, NewAudit
from service.store.earlier import MOST_EARLIER
from service.store.errors import LetterFormat

_log = logs.logger(__name__)

MOST_PREVIOUS = MOST_EARLIER
"""Earlier letters of a case that are read with one."""

Told = Mapping[str, str | int | float | None]
"""Keys and values that a user tells; ``None`` takes back what was told before."""


def submit(services: Services, new: NewAudit, caller: Caller) -> tuple[Audit, bool]:
    """Takes a letter in and puts it in the queue: the audit, and whether it is new.

    Raises a `ParserError` for files or facts that are refused, and what `Audits.create` raises. Nothing is kept then.
    """
    check_sizes(new)
    for file in (*new.files, *new.previous):
        intake.sniff(file)
    services.jobs.inspect(new.files)
    for file in new.previous:
        services.jobs.inspect([file])
    known_from_mapping(new.known or {})
    hours = caller.retention_hours or services.settings.retention_hours
    audit, is_new = services.store.audits.create(replace(new, retention_hours=hours), caller)
    if is_new:
        _log.info("accepted", audit=logs.short(audit.id), files=len(new.files), previous=len(new.previous))
        services.jobs.notify()
    return audit, is_new


def check_sizes(new: NewAudit) -> None:
    """Refuses too few, too many or too large files before anybody opens them."""
    if not new.files:
        raise NoFiles
    if len(new.files) > DEFAULT_LIMITS.files:
        raise TooManyPages(f"{len(new.files)} files")
    if len(new.previous) > MOST_PREVIOUS:
        raise TooManyPages(f"{len(new.previous)} earlier letters", message=f"Høyst {MOST_PREVIOUS} tidligere brev")
    if sum(len(file.data) for file in (*new.files, *new.previous)) > DEFAULT_LIMITS.total_bytes:
        raise FileTooLarge


def state(audit: Audit, *, lang: Language) -> dict[str, Any]:
    """How an audit stands that has no report: the members that the report has too, and its progress or problem."""
    found: dict[str, Any] = {
        "schema": "kravvakt/report/1",
        "id": audit.id,
        "status": audit.status,
        "created_at": iso(audit.created_at),
        "progress": None,
        "problem": None,
    }
    if audit.step is not None and audit.status == "running":
        found["progress"] = {"step": audit.step.name, "page": audit.step.page, "pages": audit.step.pages}
    if audit.problem is not None:
        found["problem"] = {"code": audit.problem, "title": title(audit.problem, lang)}
    return found


def report(services: Services, audit: Audit, *, lang: Language) -> bytes:
    """The finished report as the contract's JSON, in a language. Raises ``conflict`` when it is not finished."""
    if audit.status != "done":
        raise Problem("conflict", headers={"Retry-After": "2"})
    if audit.lang != lang:
        # A letter that another version read is shown in the language it was judged in.
        with contextlib.suppress(LetterFormat):
            return built(services, audit, lang=lang).to_json().encode()
    kept = services.store.audits.report(audit.id)
    if kept is None:
        raise Problem("not_found")
    return kept


def built(services: Services, audit: Audit, *, lang: Language, known: Mapping[str, str] | None = None) -> Report:
    """The report made anew from the letter as it was read. Raises ``LetterFormat`` when it must be read again."""
    audits = services.store.audits
    found = audits.letter(audit.id)
    if found is None:
        raise Problem("conflict", headers={"Retry-After": "2"})
    letter, previous = found
    return judge(
        letter,
        previous,
        known=audits.known(audit.id) if known is None else known,
        lang=lang,
        audit_id=audit.id,
        sha256=audit.sha256,
        filename=audits.filename(audit.id),
        created_at=audit.created_at,
    )


class ChangedMeanwhile(RuntimeError):  # noqa: N818 - says what is the case
    """Somebody else told something of the letter after it was looked at."""


def tell(
    services: Services,
    audit: Audit,
    told: Told,
    *,
    lang: Language | None = None,
    by: Caller = ANYBODY,
    seen: int | None = None,
) -> Audit:
    """Takes answers and corrections, and runs the checks again at once, without OCR: the audit as it is then.

    ``by`` stands in the log of an organisation's letter. A letter that an older version of the program read is put
    back in the queue instead. Raises ``conflict`` while a letter is being read, and `UsageError` for what cannot be
    told; ``ChangedMeanwhile`` when the letter is not that of the version ``seen`` any more.
    """
    audits = services.store.audits
    known_from_mapping({key: value for key, value in told.items() if value is not None})
    while True:
        if audit.status != "done":
            raise Problem("conflict", headers={"Retry-After": "2"})
        if seen is not None and audit.version != seen:
            raise ChangedMeanwhile
        known = {**audits.known(audit.id), **{key: str(value) for key, value in told.items() if value is not None}}
        known = {key: value for key, value in known.items() if told.get(key, value) is not None}
        language = lang or audit.lang
        try:
            made = built(services, audit, lang=language, known=known)
        except LetterFormat:
            audits.read_again(audit.id, known=known)
            services.jobs.notify()
            return audits.row(audit.id)
        judged = made.to_json().encode()
        if audits.rejudge(audit.id, known=known, lang=language, report=judged, version=audit.version, by=by.key_id):
            _log.info("judged again", audit=logs.short(audit.id), told=len(told))
            return audits.row(audit.id)
        audit = audits.row(audit.id)


def add_earlier(services: Services, audit: Audit, files: Sequence[InputFile], *, sender: str) -> Audit:
    """Adds earlier letters of the case, one in each file, and has the letter read again with them: the audit then.

    Raises a `ParserError` for files that are refused, and what `CaseAudits.add_earlier` raises. Then nothing changed.
    """
    if not files:
        raise NoFiles
    audits = services.store.audits
    if len(audits.earlier(audit.id)) + len(files) > MOST_PREVIOUS:
        raise TooManyPages(f"{len(files)} more earlier letters", message=f"Høyst {MOST_PREVIOUS} tidligere brev")
    if audits.size(audit.id) + sum(len(file.data) for file in files) > DEFAULT_LIMITS.total_bytes:
        raise FileTooLarge
    for file in files:
        intake.sniff(file)
        services.jobs.inspect([file])
    audits.add_earlier(audit.id, files, sender=sender)
    _log.info("earlier letters added", audit=logs.short(audit.id), files=len(files))
    services.jobs.notify()
    return audits.row(audit.id)


def remove_earlier(services: Services, audit: Audit, number: int, *, sender: str) -> Audit:
    """Takes an earlier letter of the case away and has the letter judged without it: the audit then."""
    services.store.audits.remove_earlier(audit.id, number, sender=sender)
    _log.info("an earlier letter removed", audit=logs.short(audit.id))
    services.jobs.notify()
    return services.store.audits.row(audit.id)


def remove(services: Services, audit: Audit) -> None:
    """Deletes the letter and everything that was made of it, now."""
    services.store.audits.delete(audit.id)
    _log.info("deleted", audit=logs.short(audit.id))


def iso(moment: dt.datetime) -> str:
    """A UTC time as the contract writes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
