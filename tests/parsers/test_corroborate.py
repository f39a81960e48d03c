"""The arithmetic of choosing rows, and what agreement is worth."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.candidates import sureness
from parsers.corroborate import Choice, agreed, close_sum, is_one_slip, passed, run_adding_to


def row(*choices: tuple[str, float]) -> list[Choice]:
    return [Choice(Decimal(value), cost, "") for value, cost in choices]


def test_rows_that_add_up_are_taken_as_they_are() -> None:
    closure = close_sum([row(("10", 0), ("0", 1)), row(("5", 0), ("0", 1))], Decimal(15))
    assert closure is not None
    assert (closure.picks, closure.cost, closure.changes) == ((0, 0), 0.0, 0)


def test_the_cheapest_departure_wins() -> None:
    rows = [row(("10", 0), ("0", 3)), row(("5", 0), ("0", 2)), row(("5", 0), ("0", 1))]
    closure = close_sum(rows, Decimal(15))
    assert closure is not None
    assert (closure.picks, closure.is_unique) == ((0, 0, 1), True)


def test_two_departures_of_one_price_are_not_unique() -> None:
    closure = close_sum([row(("10", 0)), row(("5", 0), ("0", 1)), row(("5", 0), ("0", 1))], Decimal(15))
    assert closure is not None
    assert not closure.is_unique


def test_what_cannot_close_does_not() -> None:
    assert close_sum([row(("10", 0), ("0", 1))], Decimal(7)) is None
    assert close_sum([], Decimal(7)) is None


def test_too_dear_departures_are_not_taken() -> None:
    assert close_sum([row(("10", 0)), row(("5", 0), ("0", 9))], Decimal(10)) is None


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=12), st.data())
def test_leaving_out_up_to_three_rows_is_found(cents: list[int], data: st.DataObject) -> None:
    out = data.draw(st.sets(st.integers(0, len(cents) - 1), max_size=min(3, len(cents))))
    values = [Decimal(c) / 100 for c in cents]
    rows = [[Choice(v, 0.0, ""), Choice(Decimal(0), 1.0, "")] for v in values]
    total = sum((v for i, v in enumerate(values) if i not in out), Decimal(0))
    closure = close_sum(rows, total)
    assert closure is not None
    chosen = sum((r[p].value for r, p in zip(rows, closure.picks, strict=True)), Decimal(0))
    assert chosen == total
    assert closure.cost <= len(out)


def test_a_run_of_neighbours_that_adds_up_is_found_before_and_after() -> None:
    values = [Decimal(v) for v in (100, 20, 30, 50, 7, 8, 15)]
    assert run_adding_to(values, 3) == (1, 3)
    assert run_adding_to([Decimal(50), Decimal(20), Decimal(30)], 0) == (1, 3)
    assert run_adding_to(values, 4) is None


@given(st.floats(0, 1), st.integers(0, 4))
def test_agreement_never_lowers_certainty_and_never_reaches_one(certainty: float, by: int) -> None:
    raised = agreed(certainty, by=by)
    assert raised >= min(certainty, 0.999)
    assert raised <= max(certainty, 0.999)


@given(st.floats(0, 1), st.floats(0, 1))
def test_words_read_with_more_confidence_are_never_much_less_sure(one: float, other: float) -> None:
    if one <= other:
        assert sureness(one) <= sureness(other) + 0.001


@given(st.floats(0, 1), st.floats(0.01, 1))
def test_a_passed_test_never_lowers_certainty_and_proves_less_the_easier_it_is(certainty: float, chance: float) -> None:
    raised = passed(certainty, chance=chance)
    assert raised >= min(certainty, 0.999) - 1e-9
    assert raised <= passed(certainty, chance=chance / 2) + 1e-9


def test_a_number_hardly_read_is_not_sure_because_its_check_digit_holds() -> None:
    assert passed(0.2, chance=0.15) < 0.85 < passed(0.6, chance=0.15)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("639.52", "3639.52"),
        ("124.35", "12124.35"),
        ("2047.60", "2847.60"),
        ("30.00", "300.00"),
        ("3005.00", "300.50"),
        ("30000.00", "300.00"),
        ("4.00", "4021.50"),
        ("1234.50", "7234.50"),
        ("-30.00", "-300.00"),
    ],
)
def test_what_one_slip_of_optical_reading_makes_of_an_amount(read: str, printed: str) -> None:
    assert is_one_slip(Decimal(read), Decimal(printed))


@pytest.mark.parametrize(
    ("read", "printed"), [("300.00", "300.00"), ("300.00", "375.00"), ("262.50", "525.00"), ("-30.00", "300.00")]
)
def test_amounts_further_apart_are_two_amounts(read: str, printed: str) -> None:
    assert not is_one_slip(Decimal(read), Decimal(printed))


@given(st.integers(100, 10**7), st.data())
def test_any_digit_may_have_been_taken_for_any_other(cents: int, data: st.DataObject) -> None:
    digits = str(cents)
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from("123456789"))
    read = digits[:at] + other + digits[at + 1 :]
    assert is_one_slip(Decimal(read) / 100, Decimal(cents) / 100) is (read != digits)
