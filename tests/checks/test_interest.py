"""Interest: simple, by days over 365, cut where the rate changes, and never with a rate that is not known."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import interest
from checks.errors import InvalidFact, UnknownFigure
from checks.law import default_law

LAW = default_law()
D = dt.date
known_days = st.dates(min_value=D(1994, 1, 1), max_value=D(2026, 12, 31))
kroner = st.decimals(min_value=0, max_value=1_000_000, places=2)
NEARLY = Decimal("1e-18")


def run(principal: object, first: dt.date, last: dt.date, **more: Any) -> interest.InterestResult:
    return interest.late_interest(
        LAW,
        principal=Decimal(str(principal)),
        first_day=first,
        last_day=last,
        **more,
    )


def test_both_days_count_and_the_time_is_cut_at_half_years() -> None:
    result = run(1000, D(2025, 1, 10), D(2026, 3, 1))
    assert [(p.first, p.last, p.days, p.rate) for p in result.periods] == [
        (D(2025, 1, 10), D(2025, 6, 30), 172, Decimal("12.50")),
        (D(2025, 7, 1), D(2025, 12, 31), 184, Decimal("12.25")),
        (D(2026, 1, 1), D(2026, 3, 1), 60, Decimal("12.00")),
    ]
    exact = Decimal(1000) * (172 * Decimal("12.5") + 184 * Decimal("12.25") + 60 * 12) / 36500
    assert result.rounded == exact.quantize(Decimal("0.01"))


def test_a_leap_year_is_divided_by_365_too() -> None:
    assert run(36500, D(2024, 1, 1), D(2024, 12, 31)).rounded == Decimal("4575.00")


def test_one_day_is_one_day() -> None:
    assert run(36500, D(2026, 7, 1), D(2026, 7, 1)).rounded == Decimal("12.25")


def test_no_days_no_interest() -> None:
    result = run(1000, D(2026, 2, 2), D(2026, 2, 1))
    assert (result.total, result.periods) == (0, ())


def test_half_an_ore_goes_up() -> None:
    assert run("0.365", D(2026, 7, 1), D(2026, 7, 1), rate=Decimal(500)).rounded == Decimal("0.01")


def test_a_payment_lowers_the_principal_from_its_own_day() -> None:
    result = run(1000, D(2026, 1, 1), D(2026, 1, 20), payments=[(D(2026, 1, 11), Decimal(400))])
    assert [(p.days, p.principal) for p in result.periods] == [(10, 1000), (10, 600)]


def test_a_payment_before_the_first_day_counts_and_one_after_the_last_does_not() -> None:
    payments = [(D(2025, 12, 1), Decimal(400)), (D(2026, 2, 1), Decimal(600))]
    assert run(1000, D(2026, 1, 1), D(2026, 1, 20), payments=payments) == run(600, D(2026, 1, 1), D(2026, 1, 20))


def test_paying_too_much_earns_no_interest() -> None:
    result = run(1000, D(2026, 1, 1), D(2026, 1, 20), payments=[(D(2026, 1, 11), Decimal(1500))])
    assert result.periods[-1].interest == 0


def test_an_agreed_rate_is_not_cut_and_needs_no_statutory_one() -> None:
    result = run(1000, D(2026, 6, 1), D(2027, 5, 31), rate=Decimal("9.9"))
    assert [period.days for period in result.periods] == [365]
    assert result.rounded == Decimal("99.00")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (D(1993, 12, 31), D(1994, 1, 5)),
        (D(2026, 12, 30), D(2027, 1, 1)),
        (D(2027, 2, 1), D(2027, 2, 2)),
    ],
)
def test_a_day_without_a_known_rate_raises(first: dt.date, last: dt.date) -> None:
    with pytest.raises(UnknownFigure):
        run(1000, first, last)


def test_the_message_says_how_far_the_rates_are_known() -> None:
    with pytest.raises(UnknownFigure) as caught:
        run(1000, D(2026, 12, 30), D(2027, 1, 1))
    assert str(caught.value) == "Forsinkelsesrenter er kjent til og med 31.12.2026"


@pytest.mark.parametrize(
    "wrong",
    [
        {"principal": -1},
        {"rate": Decimal(-1)},
        {"payments": [(D(2026, 1, 5), Decimal(-1))]},
    ],
)
def test_negative_sums_are_refused(wrong: dict[str, object]) -> None:
    facts: dict[str, object] = {"principal": 1000, **wrong}
    with pytest.raises(InvalidFact):
        run(facts.pop("principal"), D(2026, 1, 1), D(2026, 1, 20), **facts)


def test_the_json_is_that_of_the_command() -> None:
    assert run(1000, D(2026, 6, 29), D(2026, 7, 2)).as_dict() == {
        "interest": "1.33",
        "periods": [
            {"from": "2026-06-29", "to": "2026-06-30", "days": 2, "rate": "12.00", "interest": "0.66"},
            {"from": "2026-07-01", "to": "2026-07-02", "days": 2, "rate": "12.25", "interest": "0.67"},
        ],
    }


def test_the_arithmetic_can_be_followed() -> None:
    computation = run(12345, D(2026, 6, 29), D(2026, 7, 2)).computation
    assert computation.steps[0].label == "29.06.2026–30.06.2026"
    assert computation.steps[0].formula == "12 345,00 × rentesats × 2 dager / 365"
    assert computation.steps[0].origin == "forsinkelsesrenteloven § 3 første ledd"


def test_the_highest_rate_of_a_span() -> None:
    assert interest.highest_rate(LAW, D(2024, 5, 1), D(2026, 8, 1)).value == Decimal("12.50")
    assert interest.highest_rate(LAW, D(2026, 1, 1), D(2026, 6, 30)).value == 12


@given(principal=kroner, days=st.tuples(known_days, known_days, known_days).map(sorted))
def test_interest_is_additive_over_a_split(principal: Decimal, days: list[dt.date]) -> None:
    first, middle, last = days
    whole = run(principal, first, last).total
    parts = run(principal, first, middle).total + run(principal, middle + dt.timedelta(days=1), last).total
    assert abs(whole - parts) < NEARLY
    assert abs(whole - sum(p.interest for p in run(principal, first, last).periods)) < NEARLY


@given(principal=kroner, days=st.tuples(known_days, known_days).map(sorted), paid=kroner, when=known_days)
def test_interest_is_never_negative_and_a_payment_never_raises_it(
    principal: Decimal, days: list[dt.date], paid: Decimal, when: dt.date
) -> None:
    first, last = days
    with_payment = run(principal, first, last, payments=[(when, paid)]).total
    assert 0 <= with_payment <= run(principal, first, last).total + NEARLY


@given(days=st.tuples(known_days, known_days).map(sorted))
def test_the_periods_cover_every_day_once(days: list[dt.date]) -> None:
    first, last = days
    result = run(1, first, last)
    assert sum(period.days for period in result.periods) == (last - first).days + 1
    assert all(LAW.late_interest(p.first).value == LAW.late_interest(p.last).value == p.rate for p in result.periods)
