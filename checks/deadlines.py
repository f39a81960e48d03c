"""Days: the earliest and latest ones that inkassoloven and its regulation set.

Implements the day counts of inkassoloven (LOV-1988-05-13-26) §§ 9, 10 and 11, inkassoforskriften (FOR-1989-07-14-562)
§§ 1-2, 1-3 and 2-3 and foreldelsesloven (LOV-1979-05-18-18) §§ 2 and 3. What it is for: arithmetic with dates that
are known. What it is not for: the margin for late posting (`Law.posting_slack_days`), which the rules add.

"Fourteen days from sending" is the same weekday two weeks later; the last day counts and weekends do not move it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools

import holidays

from checks.law import Law

NOTICE_DAYS = 14
"""Shortest deadline of an inkassovarsel (§ 9 second paragraph) and a betalingsoppfordring (§ 10 first paragraph)."""
FEE_FREE_DAYS = 14
"""Days from the due date before a reminder or inkassovarsel may carry a fee (inkassoforskriften § 1-2)."""
ROUND_MONTHS = 6
"""Months without a fee-bearing notice after which a new round may start (§ 1-3), and the life of a payment demand
before legal steps (inkassoloven § 11 second paragraph)."""


def min_deadline(sent: dt.date) -> dt.date:
    """The earliest lawful deadline of a notice or demand sent on `sent`."""
    return sent + dt.timedelta(days=NOTICE_DAYS)


def first_fee_day(due: dt.date) -> dt.date:
    """The first day on which a reminder or inkassovarsel that carries a fee may be sent."""
    return due + dt.timedelta(days=FEE_FREE_DAYS)


def first_heavy_day(law: Law, *, due: dt.date | None, demand_deadline: dt.date) -> dt.date:
    """The first day the heavy fee may be demanded: the wait of the claim's table has passed by a day (§ 2-3).

    With `due` None the earliest day over all tables that a claim due before the demand's deadline can have.
    Raises `UnknownFigure` for claims due before 2002-03-01.
    """
    if due is not None:
        wait = law.salaer_table(due).value.heavy_after_days
    else:
        tables = law.salaer_tables_between(dt.date.min, demand_deadline)
        wait = min(table.value.heavy_after_days for table in tables)
    return demand_deadline + dt.timedelta(days=wait + 1)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month that many months later, or that month's last day where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def six_months_after(day: dt.date) -> dt.date:
    """The last day of the six months that start on `day`."""
    return months_after(day, ROUND_MONTHS)


def limitation_date(due: dt.date, years: int = 3) -> dt.date:
    """The last day before a claim due on `due` lapses, if nothing interrupted it (three years, or ten for loans)."""
    return months_after(due, 12 * years)


def is_public_holiday(day: dt.date) -> bool:
    """Whether `day` is a Norwegian public holiday (a Sunday as such is none)."""
    return day in _public_holidays(day.year)


@functools.lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("NO", years=year))
