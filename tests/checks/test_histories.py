"""Whole cases, letter by letter: what fails in each letter with those before it, in any order or given twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.engine import audit
from checks.model import CheckResult, Status
from parsers.corrections import Known
from parsers.model import AMOUNT_FIELDS, Letter
from samples.facts import known_from_facts, letter_from_facts

CASES: list[Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("histories.yaml").read_text(encoding="utf-8"))
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])

CLAIM = {
    "creditor": "Granlia Trening AS",
    "invoice_number": "5512",
    "original_due_date": "2026-02-02",
    "principal": 1000,
    "claim_description": "Medlemskap januar 2026",
}
COLLECTOR = {"collector": "Rypefjell Inkasso AS", "case_number": "31-77"}
NOTICES = ("purring", "inkassovarsel")

NOT_TOLD = frozenset({"collector-not-recognised"})
"""The firms are invented."""


def letter_of(row: Mapping[str, Any]) -> Letter:
    """One row of a case as a letter that says nothing but what the row tells."""
    facts = dict(row)
    kind = facts.pop("kind")
    sender = facts.pop("sender", "creditor" if kind in NOTICES else "collector")
    statements: dict[str, Any] = {"legal_collection": "clear"} if facts.pop("warns", False) else {}
    step = facts.pop("step", None)
    if step:
        statements["legal_step_taken"] = "clear"
    dates = {"letter_date": facts.pop("day")}
    if "deadline" in facts:
        dates["payment_deadline"] = facts.pop("deadline")
    said = {**CLAIM, **(COLLECTOR if sender == "collector" else {}), **dates, **facts}
    rows = [
        {"type": type_, "label": type_, "amount": amount}
        for type_ in AMOUNT_FIELDS
        if type_ in said
        for amount in rows_of(type_, said)
    ]
    return letter_from_facts(
        {
            "kind": kind,
            "sender_role": sender,
            "fields": {name: value for name, value in said.items() if name not in AMOUNT_FIELDS},
            "lines": rows,
            "statements": {**statements, "further_costs": "clear"},
            "text": f"Forliksklage ble sendt {step}." if step else "",
        }
    )


def rows_of(type_: str, said: Mapping[str, Any]) -> list[Any]:
    """The rows of one type: each notice fee on a row of its own, as letters print them."""
    single = 75 if str(said["original_due_date"]) < "2020-10-01" else 38
    return [single] * round(said[type_] / single) if type_ == "reminder_fee" else [said[type_]]


def failed(letter: Letter, known: Known, previous: list[Letter]) -> dict[str, CheckResult]:
    """The checks that fail, but for those about what a letter must say: these rows tell no wording."""
    results = audit(letter, known=known, previous=previous).results
    return {r.id: r for r in results if r.status is Status.FAIL and r.info.group != "content" and r.id not in NOT_TOLD}


def kroner(result: CheckResult) -> Decimal | None:
    return sum(result.finding.contests.values(), Decimal(0)) if result.finding.contests else None


def test_there_are_cases_enough_of_both_sorts() -> None:
    assert len(CASES) >= 25
    lawful = [case for case in CASES if not case.get("wrong")]
    assert 10 <= len(lawful) <= len(CASES) - 10


@EVERY_CASE
def test_each_letter_of_a_case_fails_as_the_lawyer_wrote(case: Mapping[str, Any]) -> None:
    letters = [letter_of(row) for row in case["letters"]]
    known = known_from_facts(case.get("known", {}))
    for number, letter in enumerate(letters, start=1):
        is_last = number == len(letters)
        found = failed(letter, known if is_last else Known(), letters[: number - 1])
        expected = {
            id_: None if k is None else Decimal(str(k)) for id_, k in case.get("wrong", {}).get(number, {}).items()
        }
        assert {id_: kroner(result) for id_, result in found.items()} == expected, f"letter {number}"


@EVERY_CASE
def test_order_and_repetition_of_the_earlier_letters_change_nothing(case: Mapping[str, Any]) -> None:
    letters = [letter_of(row) for row in case["letters"]]
    known = known_from_facts(case.get("known", {}))
    *before, last = letters
    plain = {r.id: r.finding for r in audit(last, known=known, previous=before).results}
    for given in (before[::-1], [*before, *before], [last, *before]):
        assert {r.id: r.finding for r in audit(last, known=known, previous=given).results} == plain


@EVERY_CASE
def test_without_its_history_a_letter_is_accused_of_no_more(case: Mapping[str, Any]) -> None:
    letters = [letter_of(row) for row in case["letters"]]
    known = known_from_facts(case.get("known", {}))
    assert set(failed(letters[-1], known, [])) <= set(failed(letters[-1], known, letters[:-1]))
