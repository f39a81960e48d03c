"""Electronic contact was sent at a permitted hour.

What it checks: that an agency's electronic letter was sent Monday to Friday between 8 and 21, or on a Saturday
between 9 and 15, and not on a public holiday.

Legal basis: inkassoloven (2026) § 15 second paragraph. A breach takes the out-of-court costs away unless it can have
had no effect (§ 18 second paragraph).

How it is decided: a letter on paper passes, and so does a time stamp within those hours. A stamp outside them fails
when the user tells that the letter came electronically, and when two hours more or less would not bring it inside;
without an answer it is unsure. A Sunday or holiday that the user gives as the day sent fails without a stamp too.

Known limits: the clock of a server may follow another time zone. A regulation may make exceptions.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.contact import time_sent
from checks.deadlines import is_public_holiday
from checks.law import Law
from checks.model import Finding, Param, Status
from checks.registry import basis, rule
from parsers.dates import format_date

_SATURDAY, _SUNDAY = 5, 6
_HOURS = (dt.time(8), dt.time(21))
_SATURDAY_HOURS = (dt.time(9), dt.time(15))
_CLOCK = dt.timedelta(hours=2)
"""How far a clock may be off by its time zone (Norway is one or two hours ahead of universal time)."""


@rule(
    "ny-contact-hours",
    group="conduct",
    legal_basis=(basis("lov/2026-05-22-19", "§ 15", "second"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("delivery_channel", "sent_date"),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass within the hours or on paper, fail surely outside them; see the module."""
    channel = case.known.answer("delivery_channel")
    if channel == "post":
        return Finding(Status.PASS, variant="paper")
    stamp = time_sent(case)
    if stamp is None:
        day = case.sent_date
        if channel is not None and day is not None and _is_rest_day(day):
            return Finding(Status.FAIL, variant="day", params={"day": day}, rests_on=("sent_date",))
        return Finding(Status.NOT_APPLICABLE, variant="no-time")
    params: dict[str, Param] = {"when": f"{format_date(stamp.date())} kl. {stamp:%H.%M}"}
    if _is_permitted(stamp):
        return Finding(Status.PASS, params=params)
    if any(_is_permitted(stamp + shift) for shift in (-_CLOCK, -_CLOCK / 2, _CLOCK / 2, _CLOCK)):
        return Finding(Status.UNSURE, variant="close", params=params)
    if channel is None:
        return Finding(Status.UNSURE, variant="channel", params=params, question="delivery_channel")
    return Finding(Status.FAIL, params=params)


def _is_rest_day(day: dt.date) -> bool:
    return day.weekday() == _SUNDAY or is_public_holiday(day)


def _is_permitted(moment: dt.datetime) -> bool:
    if _is_rest_day(moment.date()):
        return False
    first, last = _SATURDAY_HOURS if moment.weekday() == _SATURDAY else _HOURS
    return first <= moment.time() <= last
