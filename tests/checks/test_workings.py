"""The working shown for every figure: each line with its label, figure, source, formula and running result.

`workings.yaml` holds them as reviewed; `pytest tests/checks/test_workings.py --update-goldens` writes it anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks import fees, interest
from checks.computation import Computation
from checks.errors import InvalidFact
from checks.interest import InterestResult
from checks.law import default_law

FILE = Path(__file__).parent / "workings.yaml"
CALLS: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
KRONER = {"basis", "principal", "sats", "rate", "multiple"}
DUE, DAY = dt.date(2026, 3, 1), dt.date(2026, 4, 10)


def run(call: Mapping[str, Any]) -> Computation:
    given: dict[str, Any] = {
        name: Decimal(value) if name in KRONER and value is not None else value for name, value in call["with"].items()
    }
    if "payments" in given:
        given["payments"] = [(day, Decimal(amount)) for day, amount in given["payments"]]
    function = getattr(fees, call["call"], None) or getattr(interest, call["call"])
    what = [given.pop("what")] if "what" in given else []
    result = function(default_law(), *what, **given)
    return result.computation if isinstance(result, InterestResult) else result


def steps_of(computation: Computation) -> list[str]:
    """Label | figure unit | source | formula | running result."""
    return [
        " | ".join(
            [
                step.label,
                f"{'' if step.value is None else step.value.normalize():f} {step.unit}".strip()
                if step.value is not None
                else f"- {step.unit}".strip(),
                step.origin,
                step.formula or "-",
                "-" if step.result is None else f"{step.result.normalize():f}",
            ]
        )
        for step in computation.steps
    ]


@pytest.mark.parametrize("call", CALLS, ids=[call["name"] for call in CALLS])
def test_working_is_shown_line_by_line(call: dict[str, Any], request: pytest.FixtureRequest) -> None:
    computation = run(call)
    if request.config.getoption("--update-goldens"):
        call["steps"], call["result"] = steps_of(computation), f"{computation.in_ore}"
        text = yaml.safe_dump(CALLS, allow_unicode=True, sort_keys=False, width=160)
        FILE.write_text("# Reviewed line by line. Each: the call, its working, the result in kroner.\n" + text, "utf-8")
    assert steps_of(computation) == call["steps"]
    assert f"{computation.in_ore}" == call["result"]


INVALID: list[tuple[str, dict[str, Any], str, str]] = [
    ("notice_fee", {"stage": "third", "due": DUE, "sent": DAY}, "stage", "ukjent trinn: third"),
    (
        "collection_fee_cap",
        {
            "basis": Decimal("-0.01"),
            "due": DUE,
            "on": DAY,
            "stage": "light",
            "debtor": "consumer",
            "vat_supplement": False,
        },
        "principal",
        "kravet kan ikke være mindre enn null",
    ),
    (
        "collection_fee_cap",
        {"basis": Decimal(1), "due": DUE, "on": DAY, "stage": "mid", "debtor": "consumer", "vat_supplement": False},
        "stage",
        "ukjent trinn: mid",
    ),
    (
        "collection_fee_cap",
        {"basis": Decimal(1), "due": DUE, "on": DAY, "stage": "light", "debtor": "cat", "vat_supplement": False},
        "debtor",
        "ukjent skyldner: cat",
    ),
    ("legal_cost", {"what": "coffee", "on": DAY}, "what", "ukjent omkostning: coffee"),
    (
        "late_interest",
        {"principal": Decimal(-1), "first_day": DUE, "last_day": DAY},
        "principal",
        "hovedstolen kan ikke være mindre enn null",
    ),
    (
        "late_interest",
        {"principal": Decimal(1), "first_day": DUE, "last_day": DAY, "rate": Decimal("-0.1")},
        "rate",
        "rentesatsen kan ikke være mindre enn null",
    ),
    (
        "late_interest",
        {"principal": Decimal(1), "first_day": DUE, "last_day": DAY, "payments": [(DUE, Decimal(-1))]},
        "payments",
        "en betaling kan ikke være mindre enn null",
    ),
]


@pytest.mark.parametrize(("name", "given", "fact", "why"), INVALID, ids=[f"{n}: {f}" for n, _, f, _ in INVALID])
def test_a_fact_that_cannot_be_is_named_with_the_reason(name: str, given: dict[str, Any], fact: str, why: str) -> None:
    function = getattr(fees, name, None) or getattr(interest, name)
    what = [given["what"]] if "what" in given else []
    rest = {key: value for key, value in given.items() if key != "what"}
    with pytest.raises(InvalidFact) as refused:
        function(default_law(), *what, **rest)
    assert refused.value.fact == fact
    assert why in str(refused.value)


def test_sums_of_nothing_are_allowed() -> None:
    law = default_law()
    nothing = Decimal(0)
    assert fees.collection_fee_cap(
        law, basis=nothing, due=DUE, on=DAY, stage="light", debtor="consumer", vat_supplement=False
    ).result
    spans = interest.late_interest(
        law, principal=nothing, first_day=DUE, last_day=DAY, rate=nothing, payments=[(DUE, nothing)]
    )
    assert spans.total == 0


def test_a_given_sats_takes_the_place_of_every_days_own() -> None:
    span = fees.collection_fee_caps(
        default_law(),
        basis=Decimal(2000),
        letter_date=dt.date(2025, 12, 30),
        payment_deadline=dt.date(2026, 1, 13),
        due=dt.date(2025, 11, 1),
        stage="light",
        debtor="consumer",
        vat_supplement=False,
        sats=Decimal(1000),
    )
    assert {cap.inkassosats for cap in (span.low, span.high)} == {Decimal(1000)}
