"""Signs that a sender is worth looking up: each alone, and none on an ordinary letter."""

from __future__ import annotations

from typing import Any

import pytest

from checks.authenticity import signs_of
from checks.case import Case
from parsers.identifiers import is_valid_account, is_valid_kid, is_valid_org_number
from samples.facts import letter_from_facts

ORDINARY = {
    "letter_date": "2026-03-12",
    "payment_deadline": "2026-03-26",
    "total": "89.00",
    "kid": "00322065260661",
    "account_number": "86011117947",
    "iban": "NO9386011117947",
    "collector_org_number": "310000124",
    "collector": "Fjordlys Inkasso AS",
}


def signs(fields: dict[str, str], **facts: Any) -> dict[str, tuple[str, ...]]:
    letter = letter_from_facts({"kind": "betalingsoppfordring", "fields": fields, **facts})
    return {sign.id: sign.rests_on for sign in signs_of(Case(letter))}


def test_an_ordinary_letter_shows_none() -> None:
    assert is_valid_kid(ORDINARY["kid"])
    assert is_valid_account(ORDINARY["account_number"])
    assert is_valid_org_number(ORDINARY["collector_org_number"])
    text = "Spør oss på post@fjordlysinkasso.example. Betal til kontoen over. Du finner saken på Min side."
    assert signs(ORDINARY, text=text) == {}
    assert signs({}) == {}


@pytest.mark.parametrize(
    ("changed", "sign", "rests_on"),
    [
        ({"kid": "00322065260663"}, "number", ("kid",)),
        ({"account_number": "86011117948"}, "number", ("account_number",)),
        ({"collector_org_number": "310000125"}, "number", ("collector_org_number",)),
        ({"kid": "00322065260663", "account_number": "86011117948"}, "number", ("kid", "account_number")),
        ({"iban": "DE89370400440532013000"}, "foreign", ("iban",)),
        ({"account_number": "12345678903"}, "two_accounts", ("iban", "account_number")),
        ({"payment_deadline": "2026-03-12"}, "hurry", ("total", "letter_date", "payment_deadline")),
        ({"payment_deadline": "2026-03-13"}, "hurry", ("total", "letter_date", "payment_deadline")),
    ],
)
def test_each_sign_is_seen_alone(changed: dict[str, str], sign: str, rests_on: tuple[str, ...]) -> None:
    assert signs({**ORDINARY, **changed}) == {sign: rests_on}


@pytest.mark.parametrize(
    "changed",
    [
        {"payment_deadline": "2026-03-14"},
        {"payment_deadline": "2026-03-12", "total": "100.00"},
        {"payment_deadline": "2026-03-01"},
        {"iban": "NO9386011117948"},
        {"account_number": "8601"},
    ],
)
def test_what_is_ordinary_or_may_be_misread_is_no_sign(changed: dict[str, str]) -> None:
    assert signs({**ORDINARY, **changed}) == {}


def test_a_small_sum_to_be_paid_at_once_is_hurry_without_a_date() -> None:
    fields = {name: value for name, value in ORDINARY.items() if name != "payment_deadline"}
    assert signs(fields, statements={"immediate_payment": True}) == {"hurry": ("total",)}
    assert signs(fields) == {}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Klikk på lenken under for å betale kravet.", "link"),
        ("Trykk på lenkja for å betale.", "link"),
        ("Betal via linken du har fått.", "link"),
        ("Click the link to pay your bill.", "link"),
        ("Betal her: https://bit.ly/3xyz", "link"),
        ("Svar til inkasso.hjelp@gmail.com", "free_mail"),
        ("Svar til sak@hotmail.no innen fristen", "free_mail"),
    ],
)
def test_ways_to_pay_and_to_answer_that_few_firms_use_are_signs(text: str, sign: str) -> None:
    assert signs({}, text=text) == {sign: ()}


@pytest.mark.parametrize(
    "text",
    ["Lenker og vilkår finner du på nettsiden.", "Du kan betale i nettbanken.", "Skriv til gmail AS i Dalen."],
)
def test_other_words_are_no_signs(text: str) -> None:
    assert signs({}, text=text) == {}
