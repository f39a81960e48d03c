"""Advice once the deadline of the letter has passed: what was to be done before it is to be done as soon as one can.

The texts of checks know the letter and not the day they are read on, and say "før fristen". Here a report is put right
for a day; nothing else in it changes. A letter without a deadline, and a deadline that is not ours to tell (courts,
other rules), stay as they are.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from checks.law import Language

if TYPE_CHECKING:
    from service.reports.report import Report

_BEFORE: dict[Language, tuple[re.Pattern[str], str]] = {
    "nb": (re.compile(r"\b(?:før|innen) fristen(?: i brevet| går ut)?(?=[.,])"), "så snart du kan"),
    "nn": (re.compile(r"\b(?:før|innan) fristen(?: i brevet| går ut)?(?=[.,])"), "så snart du kan"),
    "en": (re.compile(r"\b(?:before|within) the deadline(?: in the letter)?(?=[.,])"), "as soon as you can"),
}


def is_late(report: Report, *, today: dt.date | None) -> bool:
    """Whether the deadline the letter sets has passed."""
    field = report.letter.fields.get("payment_deadline")
    if today is None or field is None or report.outcome in {"outside_scope", "unreadable"}:
        return False
    return dt.date.fromisoformat(str(field.value)) < today


def without_deadline(text: str, *, lang: Language) -> str:
    """Advice to do something before the deadline, as advice to do it as soon as one can."""
    pattern, soon = _BEFORE[lang]
    return pattern.sub(soon, text)


def advised(text: str, report: Report, *, today: dt.date | None) -> str:
    """Advice on this letter, as it can be followed on that day."""
    return without_deadline(text, lang=report.language) if is_late(report, today=today) else text


def timely(report: Report, *, today: dt.date | None) -> Report:
    """The report with advice that can still be followed on that day."""
    if not is_late(report, today=today):
        return report
    lang = report.language
    checks = [
        check.model_copy(update={"what_to_do": without_deadline(check.what_to_do, lang=lang)})
        if check.status == "fail"
        else check
        for check in report.checks
    ]
    timeline = [entry.model_copy(update={"note": without_deadline(entry.note, lang=lang)}) for entry in report.timeline]
    return report.model_copy(update={"checks": checks, "timeline": timeline})
