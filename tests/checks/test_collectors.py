"""Recognising collection companies: through noise of reading, never across two names that only look alike."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from checks.case import Case
from checks.collectors import Company, Recognition, Register, default_register, load_register
from checks.engine import audit, run_rule
from checks.errors import LawDataError
from checks.law import Language, default_law
from checks.messages import message, phrase
from checks.model import Severity, Status
from checks.registry import load_rules
from checks.verdict import contests_of
from parsers.identifiers import is_valid_org_number
from samples.facts import letter_from_facts

INVENTED = Register(
    companies=(
        Company(("Fjordlys Inkasso AS", "Fjordlys Pluss"), ("Nordbris Kreditt AS",), "310000124", "active"),
        Company(("Havglimt Collection AS",), (), "", "seen"),
        Company(("Steinrøys Innfordring AS",), (), "", "former"),
    ),
    not_collectors=("Klageorganet",),
    cut_off=dt.date(2026, 11, 22),
    current_since=dt.date(2023, 1, 1),
    complete=False,
)


@pytest.mark.parametrize(
    "read",
    ["Fjordlys Inkasso AS", "FJORDLYS INKASSO", "Fjordlys lnkasso A.S", "Fj0rdlys Inkasso AS", "Fjordlys Pluss"],
)
def test_a_listed_name_is_recognised_through_noise_and_trade_names(read: str) -> None:
    assert INVENTED.recognise(read) == Recognition("Fjordlys Inkasso AS", "current")


def test_one_letter_wrong_in_a_long_name_is_noise() -> None:
    assert INVENTED.recognise("Havglimf Collection AS") == Recognition("Havglimt Collection AS", "current")


CONFUSED = {
    "o": "0c", "l": "1i", "i": "l1", "e": "co", "a": "o", "s": "5", "r": "n", "n": "hr", "m": "n", "t": "f",
    "f": "t", "g": "q", "b": "h", "u": "v", "v": "u", "k": "x", "ø": "o", "å": "a",
}  # fmt: skip


def misread(name: str, rng: random.Random) -> str:
    """The name with one letter in forty taken for one that looks like it."""
    return "".join(
        rng.choice(CONFUSED[letter.lower()]) if letter.lower() in CONFUSED and rng.random() < 1 / 40 else letter
        for letter in name
    )


@pytest.mark.parametrize("seed", range(5))
def test_listed_names_are_recognised_with_one_letter_in_forty_misread(seed: int) -> None:
    rng, register = random.Random(seed), default_register()  # noqa: S311 - noise, no secret
    names = [(company, name) for company in register.companies for name in company.all_names]
    met = [(company, register.recognise(misread(name, rng))) for company, name in names for _ in range(20)]
    recognised = [found for _, found in met if found is not None and found.match in ("current", "former")]
    assert len(recognised) / len(met) >= 0.97


@pytest.mark.parametrize(
    ("read", "listed"),
    [
        ("Nordbris Kredilt AS", "Nordbris Kreditt AS"),
        ("N0RDBRIS KREDITT", "Nordbris Kreditt AS"),
        ("Steinrøys lnnfordring A5", "Steinrøys Innfordring AS"),
    ],
)
def test_a_former_name_is_recognised_as_such_though_misread(read: str, listed: str) -> None:
    assert INVENTED.recognise(read) == Recognition(listed, "former")


@pytest.mark.parametrize("read", ["Fjordlyst Inkasso AS", "Fjordlyd Inkasso AS", "Fjordlus Inkasso AS"])
def test_a_name_that_only_looks_like_a_listed_one_is_told_apart(read: str) -> None:
    assert INVENTED.recognise(read) == Recognition("Fjordlys Inkasso AS", "similar")


@pytest.mark.parametrize("read", ["310000129", "370000124", "310000824"])
def test_a_number_with_one_digit_misread_is_still_the_listed_one(read: str) -> None:
    assert not is_valid_org_number(read)
    assert INVENTED.recognise("Kundesenteret", read) == Recognition("Fjordlys Inkasso AS", "current")


def test_of_two_listed_firms_of_one_group_the_right_one_is_named() -> None:
    group = Register(
        (Company(("Havglimt AS",), (), "", "seen"), Company(("Havglimt Collection AS",), (), "", "seen")),
        (), dt.date(2026, 11, 22), dt.date(2023, 1, 1), False,
    )  # fmt: skip
    assert group.recognise("Havglimt Collection AS") == Recognition("Havglimt Collection AS", "current")
    assert group.recognise("HAVGLIMT") == Recognition("Havglimt AS", "current")


@pytest.mark.parametrize(
    "read", ["Fjordheim Inkasso AS", "Havglimt Fisk AS", "Inkasso AS", "AS", "", "Steinhøy Innfordring"]
)
def test_another_name_is_not_recognised(read: str) -> None:
    assert INVENTED.recognise(read) is None


def test_a_number_is_recognised_whatever_the_name() -> None:
    assert INVENTED.recognise("Kundesenteret", "310000124") == Recognition("Fjordlys Inkasso AS", "current")


def test_a_listed_name_with_another_number_is_told_apart() -> None:
    assert INVENTED.recognise("Fjordlys Inkasso AS", "310000132") == Recognition("Fjordlys Inkasso AS", "other_number")


def test_a_former_name_is_told_as_it_was() -> None:
    assert INVENTED.recognise("Nordbris Kreditt") == Recognition("Nordbris Kreditt AS", "former")
    assert INVENTED.recognise("Steinrøys Innfordring") == Recognition("Steinrøys Innfordring AS", "former")


def test_the_list_that_comes_along_is_partial_and_its_numbers_are_possible() -> None:
    register = default_register()
    assert not register.complete
    assert not register.covers(register.cut_off)
    numbers = [company.org_number for company in register.companies if company.org_number]
    assert numbers
    assert all(is_valid_org_number(number) for number in numbers)


def test_every_listed_name_recognises_itself() -> None:
    register = default_register()
    for company in register.companies:
        for name in company.names:
            assert register.recognise(name) is not None, name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    status: active", "    status: perhaps"),
        ('org_number: "', 'org_number: "12'),
        ("complete: false", "kompleks: false"),
    ],
)
def test_a_broken_list_names_its_file(tmp_path: Path, old: str, new: str) -> None:
    source = Path("checks/law/data/collectors.yaml").read_text(encoding="utf-8")
    assert old in source
    broken = tmp_path / "collectors.yaml"
    broken.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawDataError, match=r"collectors\.yaml"):
        load_register(broken)


@pytest.mark.parametrize(
    ("complete", "day", "status"),
    [
        (True, dt.date(2026, 11, 22), Status.FAIL),
        (True, dt.date(2026, 11, 23), Status.UNSURE),
        (False, dt.date(2026, 11, 22), Status.UNSURE),
    ],
)
def test_absence_says_something_only_under_a_full_list_that_covers_the_day(
    monkeypatch: pytest.MonkeyPatch, complete: bool, day: dt.date, status: Status
) -> None:
    register = Register(INVENTED.companies, (), dt.date(2026, 11, 22), dt.date(2023, 1, 1), complete)
    rule = load_rules()["collector-not-recognised"]
    monkeypatch.setitem(rule.check.__globals__, "default_register", lambda: register)
    letter = letter_from_facts(
        {"kind": "betalingsoppfordring", "fields": {"letter_date": day, "collector": "Ukjent Krav AS"}}
    )
    result = run_rule(rule, Case(letter), default_law())
    assert result.status is status
    assert result.severity is Severity.ADVICE


@pytest.mark.parametrize(
    ("name", "number", "day", "status", "variant"),
    [
        ("Fjordlys Inkasso AS", "", "2026-03-12", Status.PASS, ""),
        ("FJORDLY5 INKASSO", "", "2026-03-12", Status.PASS, ""),
        ("Kundesenteret", "310000124", "2026-03-12", Status.PASS, ""),
        ("Fjordlys Inkasso AS", "310000132", "2026-03-12", Status.UNSURE, "other-number"),
        ("Nordbris Kreditt AS", "", "2022-12-31", Status.PASS, ""),
        ("Nordbris Kreditt AS", "", "2023-01-01", Status.UNSURE, "former"),
        ("Fjordlyst Inkasso AS", "", "2026-03-12", Status.UNSURE, "similar"),
    ],
)
def test_a_known_sender_passes_and_what_is_odd_about_it_is_never_an_accusation(
    monkeypatch: pytest.MonkeyPatch, name: str, number: str, day: str, status: Status, variant: str
) -> None:
    rule = load_rules()["collector-not-recognised"]
    monkeypatch.setitem(rule.check.__globals__, "default_register", lambda: INVENTED)
    fields = {"letter_date": day, "collector": name} | ({"collector_org_number": number} if number else {})
    result = run_rule(rule, Case(letter_from_facts({"kind": "betalingsoppfordring", "fields": fields})), default_law())
    assert (result.status, result.finding.variant) == (status, variant)
    words = message(rule.info.id, result.finding)
    assert "{" not in words.headline + words.explanation


SIGNS = {
    "unknown": {},
    "foreign": {"iban": "DE89370400440532013000"},
    "number": {"kid": "00322065260663"},
    "hurry": {"total": "49.00", "payment_deadline": "2026-03-12"},
}


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_every_sign_of_a_false_letter_stands_in_the_one_finding_with_how_to_look_the_sender_up(lang: Language) -> None:
    rule = load_rules()["collector-not-recognised"]
    fields = {"letter_date": "2026-03-12", "collector": "Fjordlys Inkasso AS"}
    for facts in SIGNS.values():
        fields |= facts
    text = "Klikk på lenken for å betale. Spørsmål: fjordlys@gmail.com"
    letter = letter_from_facts({"kind": "betalingsoppfordring", "fields": fields, "text": text})
    result = run_rule(rule, Case(letter), default_law())
    assert (result.status, result.severity) == (Status.FAIL, Severity.ADVICE)
    words = message(rule.info.id, result.finding, lang=lang)
    for sign in (*SIGNS, "free_mail", "link"):
        assert phrase(f"sign_{sign}", lang=lang) in words.explanation, sign
    assert "Finanstilsynet" in words.what_to_do


def test_signs_move_no_money() -> None:
    fields = {"letter_date": "2026-03-12", "payment_deadline": "2026-03-12", "collector": "Fjordlys Inkasso AS"}
    fields |= {"total": "49.00", "iban": "DE89370400440532013000"}
    audited = audit(letter_from_facts({"kind": "betalingsoppfordring", "fields": fields}))
    result = next(r for r in audited.results if r.id == "collector-not-recognised")
    assert result.status is Status.FAIL
    assert contests_of(result, audited.case) == {}
