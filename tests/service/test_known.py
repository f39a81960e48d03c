"""What the user knows, from text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from parsers.errors import InvalidValue, UnknownField
from service.known import known_from_pairs, known_keys


def test_answers_and_corrections_are_told_apart() -> None:
    known = known_from_pairs(
        ["debtor=business", "creditor_vat_registered=ja", "sent_date=14.03.2026", "total=1 234,50", "kind=purring"]
    )
    assert dict(known.answers) == {
        "debtor": "business",
        "creditor_vat_registered": "yes",
        "sent_date": dt.date(2026, 3, 14),
    }
    assert dict(known.corrections) == {"total": Decimal("1234.50"), "kind": "purring"}


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("letter_date=2026-03-12", dt.date(2026, 3, 12)),
        ("interest_rate=12,25 %", Decimal("12.25")),
        ("kid=0012 3456 7890 3", "0012345678903"),
        ("account_number=1234.56.78903", "12345678903"),
        ("creditor=Lynspretten Trening AS", "Lynspretten Trening AS"),
        ("instalment_count=6", 6),
    ],
)
def test_fields_take_the_forms_people_write(pair: str, value: object) -> None:
    assert next(iter(known_from_pairs([pair]).corrections.values())) == value


@pytest.mark.parametrize(
    "pair",
    ["debtor=robot", "letter_date=31.02.2026", "total=mye", "total=-5", "kid=abc", "instalment_count=0", "creditor="],
)
def test_a_value_that_does_not_fit_is_refused_by_its_name(pair: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        known_from_pairs([pair])
    assert pair.partition("=")[0] in refused.value.message


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("objection_date=nei", "no"),
        ("payment_date=unknown", "unknown"),
        ("objection_date=3. mars 2026", dt.date(2026, 3, 3)),
        ("sent_date=vet ikke", "unknown"),
    ],
)
def test_a_day_may_be_answered_with_never_where_that_makes_sense(pair: str, value: object) -> None:
    assert next(iter(known_from_pairs([pair]).answers.values())) == value


def test_a_letter_was_sent_on_some_day() -> None:
    with pytest.raises(InvalidValue):
        known_from_pairs(["sent_date=no"])


def test_a_key_nobody_knows_is_refused_with_the_list() -> None:
    with pytest.raises(UnknownField) as refused:
        known_from_pairs(["farge=blå"])
    assert "letter_date" in refused.value.message


def test_a_pair_without_a_sign_is_refused() -> None:
    with pytest.raises(InvalidValue):
        known_from_pairs(["debtor"])


def test_every_key_can_be_listed() -> None:
    assert {"debtor", "sent_date", "total", "kind"} <= set(known_keys())
