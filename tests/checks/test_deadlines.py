"""Day counts: the last day counts, weekends move nothing, months end where they end."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import deadlines
from checks.errors import UnknownFigure
from checks.law import default_law

LAW = default_law()
D = dt.date
days = st.dates(min_value=D(1990, 1, 1), max_value=D(2090, 1, 1))


@given(days)
def test_fourteen_days_is_the_same_weekday_two_weeks_later(sent: dt.date) -> None:
    assert (deadlines.min_deadline(sent) - sent).days == 14
    assert deadlines.min_deadline(sent).weekday() == sent.weekday()


def test_the_first_fee_day_is_the_fourteenth_after_the_due_date() -> None:
    assert deadlines.first_fee_day(D(2026, 6, 15)) == D(2026, 6, 29)


@pytest.mark.parametrize(
    ("due", "wait"),
    [
        (D(2009, 12, 31), 15),
        (D(2010, 1, 1), 29),
        (D(2020, 9, 30), 29),
        (D(2026, 1, 1), 29),
        (None, 15),
    ],
)
def test_the_heavy_fee_waits_as_long_as_the_claims_table_says(due: dt.date | None, wait: int) -> None:
    demand = D(2026, 3, 26)
    assert (deadlines.first_heavy_day(LAW, due=due, demand_deadline=demand) - demand).days == wait


def test_a_fortnight_after_the_demand_the_heavy_day_is_the_forty_third() -> None:
    sent = D(2026, 3, 12)
    heavy = deadlines.first_heavy_day(LAW, due=D(2026, 1, 1), demand_deadline=deadlines.min_deadline(sent))
    assert (heavy - sent).days == 43


def test_claims_from_before_the_tables_are_not_judged() -> None:
    with pytest.raises(UnknownFigure):
        deadlines.first_heavy_day(LAW, due=D(2002, 2, 28), demand_deadline=D(2026, 3, 26))


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (D(2026, 1, 15), D(2026, 7, 15)),
        (D(2025, 8, 31), D(2026, 2, 28)),
        (D(2023, 8, 29), D(2024, 2, 29)),
        (D(2026, 12, 31), D(2027, 6, 30)),
        (D(2026, 6, 30), D(2026, 12, 30)),
    ],
)
def test_six_months_end_on_the_same_day_or_the_months_last(day: dt.date, later: dt.date) -> None:
    assert deadlines.six_months_after(day) == later


@given(days, st.integers(0, 120), st.integers(0, 120))
def test_months_never_run_backwards(day: dt.date, months: int, more: int) -> None:
    assert deadlines.months_after(day, months) <= deadlines.months_after(day, months + more)


def test_limitation_is_three_years_or_what_is_said() -> None:
    assert deadlines.limitation_date(D(2023, 11, 22)) == D(2026, 11, 22)
    assert deadlines.limitation_date(D(2024, 2, 29)) == D(2027, 2, 28)
    assert deadlines.limitation_date(D(2016, 11, 22), 10) == D(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (D(2026, 5, 14), True),
        (D(2026, 5, 15), False),
        (D(2026, 5, 16), False),
        (D(2026, 5, 17), True),
        (D(2026, 12, 24), False),
        (D(2026, 12, 25), True),
    ],
)
def test_norwegian_public_holidays_are_known(day: dt.date, holiday: bool) -> None:
    assert deadlines.is_public_holiday(day) is holiday


def test_the_margin_for_late_posting_is_data() -> None:
    assert LAW.posting_slack_days == 2
