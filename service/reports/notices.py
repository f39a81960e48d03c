"""What a reader must know before trusting a report: figures nobody has checked for the letter's days, old data,
and other letters in the same file.

Sentences in the reader's language; the same for the commands that show the law is `service.reports.law`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from checks import messages
from checks.case import Case
from checks.law import Language, Law
from checks.law.lookup import STALE_AFTER_DAYS


def notices(law: Law, case: Case, *, today: dt.date, lang: Language) -> Iterator[str]:
    """A sentence each, none when there is nothing to tell. ``today`` is the day the report is made."""
    others = case.letter.other_pages
    if others:
        yield messages.phrase("notice_letters", lang=lang, last=min(others) - 1)
    day = case.last_day
    if day is not None and day > law.verified_until:
        yield messages.phrase("notice_after", lang=lang, last=law.verified_until)
    if law.is_stale(today):
        yield messages.phrase("notice_stale", lang=lang, day=law.oldest_state, days=STALE_AFTER_DAYS)
