"""Whether a letter gives at least fourteen days to pay or object, counted from its sending.

The same test for an inkassovarsel and a betalingsoppfordring (inkassoloven 1988 § 9 second paragraph, § 10 first
paragraph). What it is for: the verdict on the letter's own deadline. What it is not for: deadlines of earlier letters.

A later posting day only shortens the time, so the printed date gives no slack. Of two deadlines the later counts. A
deadline no later than the letter's own date is a misreading until someone looks.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.deadlines import NOTICE_DAYS, min_deadline
from checks.model import Finding, Status
from checks.readings import is_from_picture, mentions
from parsers.dates import find_dates, find_day_counts
from parsers.model import LetterKind, Missing, MissingReason, Reading, StatementId

_DAYS = "statement:deadline_days"
_AT_ONCE = "statement:immediate_payment"


def judge_reply_deadline(case: Case) -> Finding:
    """Pass at fourteen days or more, fail below or without a deadline on a letter read whole, else unsure.

    Raises ``NeedsValue`` when a deadline stands there but neither the day sent nor a number of days does.
    """
    days = case.says(StatementId.DEADLINE_DAYS)
    if days is not None and days.strength == "clear" and days.value is not None and days.value >= NOTICE_DAYS:
        return Finding(Status.PASS, variant="days", params={"days": days.value}, rests_on=(_DAYS,))
    deadlines = _dated(case)
    if deadlines:
        return _judge_date(case, max(deadlines))
    if days is not None and days.strength == "clear" and days.value is not None:
        return Finding(Status.FAIL, variant="days", params={"days": days.value}, rests_on=(_DAYS,))
    return _judge_none(case)


def _dated(case: Case) -> list[dt.date]:
    """Every payment deadline the letter prints."""
    readings = (case.date("payment_deadline"), *case.letter.mentions.get("payment_deadline", ()))
    return [r.value for r in readings if isinstance(r, Reading) and isinstance(r.value, dt.date)]


def _judge_date(case: Case, deadline: dt.date) -> Finding:
    sent = case.sent.need()
    rests_on = ("payment_deadline", "sent_date")
    lawful = min_deadline(sent)
    if deadline >= lawful:
        return Finding(
            Status.PASS,
            params={"deadline": deadline, "days": (deadline - sent).days},
            rests_on=rests_on,
            assumptions=() if case.sent_date else (f"sent_date={sent.isoformat()}",),
        )
    printed = case.date("letter_date")
    if deadline <= (printed.value if isinstance(printed, Reading) else sent):
        params = {"deadline": deadline}
        return Finding(Status.UNSURE, variant="odd-date", params=params, rests_on=rests_on, question="payment_deadline")
    if case.says(StatementId.DEADLINE_DAYS) and not case.says_clearly(StatementId.DEADLINE_DAYS):
        return Finding(Status.UNSURE, variant="vague-days", rests_on=(*rests_on, _DAYS), question="payment_deadline")
    if _prints_later_day(case, lawful) or _may_be_later_letter(case):
        return Finding(Status.UNSURE, variant="unrecognised", rests_on=rests_on, question="payment_deadline")
    return Finding(
        Status.FAIL,
        params={"deadline": deadline, "sent": sent, "days": max((deadline - sent).days, 0), "earliest": lawful},
        rests_on=rests_on,
    )


def _prints_later_day(case: Case, lawful: dt.date) -> bool:
    """Whether a day that would be a lawful deadline stands in the text, though another was taken for the deadline."""
    year = lawful.year
    return any(match.date >= lawful for match in find_dates(case.letter.transcript.text, default_year=year))


_LATER_LETTER = re.compile(
    r"\b(?:vår|vårt|tidligere|tidlegare|forrige|førre|første|fyrste|our|previous|earlier|last)\W+(?:\w+\W+){0,2}?"
    r"(?:betalingsopp(?:fordring|moding)|inkassokrav|inkassobrev|kravbrev|brev|letter|demand)|"
    r"\b(?:sendte|skrev|viser til|syner til|henviser til|wrote)\W+(?:\w+\W+){0,5}?"
    r"(?:betalingsopp(?:fordring|moding)|inkassokrav|inkassobrev)|"
    r"betalingsopp(?:fordring|moding)\w*\W+(?:av|datert|sendt|dagsett|send|den|fra|frå)\W+(?:den\W+)?\d",
    re.IGNORECASE,
)


def _may_be_later_letter(case: Case) -> bool:
    """Whether a payment demand names one that went before, and so may be a reminder of it, whose deadline is free."""
    return case.kind is LetterKind.BETALINGSOPPFORDRING and mentions(case, _LATER_LETTER)


_ANY_LEAP_YEAR = 2024
"""For days printed without a year where only it matters that there are such days."""

_SPEAKS_OF_DEADLINE = re.compile(r"frist|innen|innan|senest|seinast|deadline|pay by|due", re.IGNORECASE)


_DAY_BEHIND_DEADLINE = re.compile(
    r"(?:frist\w*|innen|innan|senest|seinast|betal\w*\s+(?:før|til)|forfall\w*|deadline|pay by|before)\W+"
    r"(?:\w+\W+){0,4}?\d",
    re.IGNORECASE,
)


def _judge_none(case: Case) -> Finding:
    missing = case.date("payment_deadline")
    if isinstance(missing, Missing) and missing.reason is not MissingReason.ABSENT:
        missing.need()
    if case.says(StatementId.DEADLINE_DAYS):
        return Finding(Status.UNSURE, variant="vague-days", rests_on=(_DAYS,), question="payment_deadline")
    if _may_print_one(case):
        return Finding(Status.UNSURE, variant="unrecognised", question="payment_deadline")
    if case.says_clearly(StatementId.IMMEDIATE_PAYMENT):
        return Finding(Status.FAIL, variant="at-once", rests_on=(_AT_ONCE,), absence=True)
    return Finding(Status.FAIL, variant="none", absence=True)


def _may_print_one(case: Case) -> bool:
    """Whether the text holds a number of days, or a day after the letter's, that we did not take for the deadline."""
    text = case.letter.transcript.text
    sent = case.sent
    if _DAY_BEHIND_DEADLINE.search(text):
        return True
    if is_from_picture(case) and _SPEAKS_OF_DEADLINE.search(text):
        return True  # the date behind the word may be misread beyond recognition
    if find_day_counts(text, tolerant=True):
        return True
    year = sent.value.year if isinstance(sent, Reading) else _ANY_LEAP_YEAR
    found = [match.date for match in find_dates(text, tolerant=True, default_year=year)]
    return any(day > sent.value for day in found) if isinstance(sent, Reading) else bool(found)
