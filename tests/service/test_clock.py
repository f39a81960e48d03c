"""Which day it is."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from service import clock


@pytest.mark.parametrize(("hour", "day"), [(21, dt.date(2026, 7, 1)), (22, dt.date(2026, 7, 2))])
def test_a_day_begins_when_it_does_in_norway(hour: int, day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = dt.datetime(2026, 7, 1, hour, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("service.clock.dt", SimpleNamespace(datetime=SimpleNamespace(now=moment.astimezone)))
    assert clock.today() == day
