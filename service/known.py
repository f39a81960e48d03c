"""What the user knows, from text: ``--set KEY=VALUE`` on the command line and ``known`` over HTTP.

Keys are contract field names (a correction of the reading), ``kind`` and ``sender_role``, or a user fact (an
answer). Wrong keys and values are refused with the field's name and how to write it; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from checks.user_facts import LETTER_FACTS, USER_FACTS, UserFact
from parsers.corrections import Known
from parsers.dates import parse_date
from parsers.errors import InvalidValue, UnknownField
from parsers.identifiers import is_valid_iban
from parsers.model import AMOUNT_FIELDS, COUNT_FIELDS, DATE_FIELDS, DIGIT_FIELDS, FIELD_NAMES, RATE_FIELDS
from parsers.money import find_percentages, parse_amount


def known_from_pairs(pairs: Iterable[str]) -> Known:
    """From ``KEY=VALUE`` texts, the last one of a key winning. Raises ``InvalidValue`` or ``UnknownField``."""
    facts: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise InvalidValue(message=f"Skriv NØKKEL=VERDI, for eksempel sent_date=2026-03-14. Du skrev: {pair}")
        facts[key.strip()] = value.strip()
    return known_from_mapping(facts)


def known_from_mapping(facts: Mapping[str, object]) -> Known:
    """From keys to values as text (numbers are taken as their text). Raises ``InvalidValue`` or ``UnknownField``."""
    corrections: dict[str, object] = {}
    answers: dict[str, object] = {}
    for key, raw in facts.items():
        text = str(raw).strip()
        if key in USER_FACTS:
            answers[key] = _answer(key, text, USER_FACTS[key])
        elif key in LETTER_FACTS:
            value = _answer(key, text, LETTER_FACTS[key])
            if value != "unknown":
                corrections[key] = value
        elif key in FIELD_NAMES:
            corrections[key] = _field(key, text)
        else:
            raise UnknownField(message=f"Feltet {key!r} finnes ikke. Velg fra listen: {', '.join(known_keys())}")
    return Known(corrections=MappingProxyType(corrections), answers=MappingProxyType(answers))


def known_keys() -> tuple[str, ...]:
    """Every key that can be set, sorted."""
    return tuple(sorted({*USER_FACTS, *LETTER_FACTS, *FIELD_NAMES}))


def _answer(key: str, text: str, fact: UserFact) -> object:
    choice = {"ja": "yes", "nei": "no", "vet ikke": "unknown", "veit ikkje": "unknown"}.get(text.lower(), text.lower())
    if fact.kind == "date":
        return choice if choice in (*fact.choices, "unknown") else read_date(key, text)
    if choice not in fact.choices:
        raise InvalidValue(message=f"{key} kan være {', '.join(fact.choices)}. Du skrev: {text}")
    return choice


def _field(key: str, text: str) -> object:
    if key in DATE_FIELDS:
        return read_date(key, text)
    if key in AMOUNT_FIELDS or key == "instalment_amount":
        return read_amount(key, text)
    if key in RATE_FIELDS:
        return read_rate(key, text)
    if key in COUNT_FIELDS:
        if not text.isdecimal() or not 1 <= int(text) <= 600:
            raise InvalidValue(message=f"{key} skal være et helt tall fra 1 til 600. Du skrev: {text}")
        return int(text)
    if not text:
        raise InvalidValue(message=f"{key} kan ikke være tom.")
    if key in DIGIT_FIELDS:
        digits = "".join(text.replace(".", "").split())
        if not digits.removesuffix("-").isdecimal():
            raise InvalidValue(message=f"{key} skal bare være tall. Du skrev: {text}")
        return digits
    if key == "iban" and not is_valid_iban(text):
        raise InvalidValue(message=f"{text} er ikke et gyldig IBAN-nummer.")
    return text


def read_date(key: str, text: str) -> dt.date:
    """The day people write as `text`; `key` is what the refusal names. Raises ``InvalidValue``."""
    try:
        return parse_date(text)
    except ValueError as error:
        raise InvalidValue(message=f"{key}: skriv datoen slik: 12.08.2026. Du skrev: {text}") from error


def read_amount(key: str, text: str) -> Decimal:
    """Kroner with two decimals, 0 to a billion, as people write them. Raises ``InvalidValue``."""
    try:
        amount = parse_amount(text)
    except ValueError as error:
        raise InvalidValue(message=f"{key}: skriv beløpet slik: 1 234,50. Du skrev: {text}") from error
    if amount < 0 or amount >= 10**9:
        raise InvalidValue(message=f"{key}: beløpet må være fra 0 til en milliard kroner. Du skrev: {text}")
    return amount


def read_rate(key: str, text: str) -> Decimal:
    """Per cent a year, 0-999, with or without the sign: "12,25", "8.5 %". Raises ``InvalidValue``."""
    written = text.removesuffix("%").strip() + "%"
    found = find_percentages(written)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(written)):
        raise InvalidValue(message=f"{key}: skriv renten i prosent slik: 12,25. Du skrev: {text}")
    return found[0].rate
