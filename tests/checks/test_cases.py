"""Every check against its cases: rows a lawyer can write, facts in, status and amounts out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.case import Case
from checks.engine import run_rule
from checks.law import default_law, load_law
from checks.messages import message
from checks.model import CheckResult
from checks.registry import load_future_rules, load_rules
from parsers.corrections import corrected
from parsers.model import Letter
from samples.facts import known_from_facts, letter_from_facts

CASES = Path(__file__).parent / "cases"
AFTER = load_law(new_act_in_force=dt.date(2027, 1, 1))
"""The law with a pretended commencement of the inkassolov of 2026."""


NEVER_FAILS = frozenset({"ny-standard-amounts"})
"""Checks whose figures the law does not give yet."""


def all_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.rglob("*.yaml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [pytest.param(path.stem, row, id=f"{path.stem}: {row['name']}") for row in rows]
    return found


def run(check_id: str, row: dict[str, Any]) -> CheckResult:
    known = known_from_facts(row.get("known", {}))
    letter = corrected(letter_from_facts(row["letter"]), known)
    previous: tuple[Letter, ...] = tuple(letter_from_facts(f) for f in row.get("previous", ()))
    future = load_future_rules().get(check_id)
    if future is not None:
        return run_rule(future, Case(letter, known, previous), AFTER)
    return run_rule(load_rules()[check_id], Case(letter, known, previous), default_law())


@pytest.mark.parametrize(("check_id", "row"), all_cases())
def test_case_comes_out_as_the_lawyer_wrote_it(check_id: str, row: dict[str, Any]) -> None:
    result = run(check_id, row)
    expect = row["expect"]
    assert (expect["status"], result.finding.message) == (result.status.value, result.finding.message), result.finding
    for key in ("charged", "limit", "excess"):
        if key in (expect.get("amounts") or {}):
            assert result.finding.amounts is not None
            assert getattr(result.finding.amounts, key) == Decimal(str(expect["amounts"][key]))
    if "amounts" in expect and expect["amounts"] is None:
        assert result.finding.amounts is None
    for key in ("question", "leaning", "variant"):
        if key in expect:
            value = getattr(result.finding, key)
            assert (value.value if hasattr(value, "value") else value) == expect[key]
    if "severity" in expect:
        assert result.severity.value == expect["severity"]
    words = message(check_id, result.finding)
    assert words.headline
    assert words.explanation
    assert "{" not in words.headline + words.explanation + words.what_to_do


def test_every_check_has_cases_for_each_status_it_can_have() -> None:
    for check_id in (*load_rules(), *load_future_rules()):
        path = CASES / ("new_act" if check_id in load_future_rules() else "") / f"{check_id}.yaml"
        assert path.exists(), f"no cases for {check_id}"
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        statuses = {row["expect"]["status"] for row in rows}
        never_fails = check_id.startswith("scope-") or check_id in NEVER_FAILS
        assert "pass" in statuses, f"{check_id} has no case that passes"
        assert "fail" in statuses or never_fails, f"{check_id} has no case that fails"
        assert "unsure" in statuses or check_id.startswith("scope-"), f"{check_id} has no case that is unsure"
