"""The day where the readers are: letters are dated and deadlines pass by Norwegian days, wherever the machine is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Oslo")


def today() -> dt.date:
    """Today in Norway."""
    return dt.datetime.now(ZONE).date()
