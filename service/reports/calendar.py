"""The deadline of a letter as a calendar file (iCalendar, RFC 5545), with a reminder before it.

One event on the day itself, marked as free time. The sender's name is all that it says of the letter: calendars are
shared, and shown on locked screens.
"""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

MEDIA_TYPE = "text/calendar; charset=utf-8"

_REMINDER = dt.timedelta(hours=39)
"""Before the day begins: nine in the morning two days earlier, while there is time to write."""


def deadline_calendar(*, day: dt.date, summary: str, what: str, id_: str, made: dt.datetime) -> bytes:
    """The file. ``what`` is what the reminder says too; ``made`` is an aware time.

    The event's own id is a digest of ``id_``, since the id of a letter opens it. The same letter gives the same event,
    so that a calendar that gets it twice shows it once.
    """
    from icalendar import Alarm, Calendar, Event  # slow to load, and few ask for it

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_REMINDER)
    alarm.add("description", summary)
    event = Event()
    event.add("uid", f"{sha256(f'calendar:{id_}'.encode()).hexdigest()[:32]}@kravvakt")
    event.add("dtstamp", made.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", day)
    event.add("summary", summary)
    event.add("description", what)
    event.add("transp", "TRANSPARENT")
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Kravvakt//Kravvakt//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
