"""Amounts and rates that others printed (vectors.yaml) come out of the fee and interest arithmetic."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from checks import fees
from checks.computation import Computation
from checks.law import default_law, strict_yaml

LAW = default_law()
VECTORS: dict[str, list[dict[str, Any]]] = strict_yaml.read(Path(__file__).parent / "vectors.yaml").content


def rows_of_tables() -> list[Any]:
    return [
        pytest.param(table, row, stage, id=f"{table['id']}-{row[0] or 'over'}-{stage}")
        for table in VECTORS["salaer_tables"]
        for row in table["rows"]
        for stage in ("light", "heavy")
    ]


def named(section: str) -> list[Any]:
    return [pytest.param(vector, id=str(vector.get("id", vector.get("date")))) for vector in VECTORS[section]]


def cap(vector: dict[str, Any], *, basis: Decimal, stage: fees.Stage, due: dt.date) -> fees.Cap:
    return fees.collection_fee_cap(
        LAW,
        basis=basis,
        due=due,
        on=vector["principal_paid_on"],
        stage=stage,
        debtor=vector["debtor"],
        vat_supplement=not vector["creditor_has_vat_deduction"],
    )


def assert_agrees(expected: Decimal, computed: Computation, allow: Decimal = Decimal(0)) -> None:
    assert abs(expected - computed.in_ore) <= allow


def test_every_section_of_the_vectors_is_tested() -> None:
    assert set(VECTORS) == {
        "salaer_tables",
        "salaer_single",
        "instalment_supplement",
        "notice_fees",
        "legal_stage",
        "interest_rates",
    }
    assert [len(VECTORS[section]) for section in VECTORS] == [15, 2, 4, 16, 12, 18]


@pytest.mark.parametrize(("table", "row", "stage"), rows_of_tables())
def test_printed_fee_table(table: dict[str, Any], row: list[Any], stage: fees.Stage) -> None:
    limits = [limit for limit, _, _ in table["rows"]]
    below = limits[limits.index(row[0]) - 1] if limits.index(row[0]) else Decimal(0)
    lowest_claim = below + Decimal("0.01")
    highest_claim = row[0] if row[0] is not None else below * 100
    expected = row[1] if stage == "light" else row[2]
    for due in {table["claim_due_from"], table.get("claim_due_to", table["claim_due_from"])}:
        for basis in (lowest_claim, highest_claim):
            assert_agrees(expected, cap(table, basis=basis, stage=stage, due=due), table.get("allow", Decimal(0)))


@pytest.mark.parametrize("vector", named("salaer_single"))
def test_printed_single_fee(vector: dict[str, Any]) -> None:
    computed = cap(vector, basis=vector["principal"], stage=vector["stage"], due=vector["claim_due"])
    assert_agrees(vector["expected"], computed)


def test_the_article_of_2016_is_wrong_for_claims_of_2016() -> None:
    vector = next(v for v in VECTORS["salaer_single"] if v["id"] == "article_2016_top_row")
    lawful = cap(vector, basis=vector["principal"], stage="heavy", due=dt.date(2016, 1, 1))
    assert lawful.result == 670 * 16 < vector["expected"]


@pytest.mark.parametrize("vector", named("instalment_supplement"))
def test_printed_instalment_supplement(vector: dict[str, Any]) -> None:
    computed = fees.instalment_supplement(
        LAW,
        on=vector["date"],
        instalments=int(vector["instalments"]),
        vat_supplement=not vector["creditor_has_vat_deduction"],
    )
    assert_agrees(vector["expected"], computed)
    certain = fees.instalment_supplement(LAW, on=vector["date"], vat_supplement=False)
    assert (vector["expected"] > certain.result) == vector.get("disputed", False)


@pytest.mark.parametrize("vector", named("notice_fees"))
def test_printed_notice_fee(vector: dict[str, Any]) -> None:
    stages: dict[str, fees.NoticeStage] = {
        "reminder": "reminder",
        "inkassovarsel": "notice",
        "own_betalingsoppfordring": "own-demand",
    }
    computed = fees.notice_fee(LAW, stage=stages[vector["kind"]], due=vector["claim_due"], sent=vector["sent"])
    assert computed.result == vector["expected"]


@pytest.mark.parametrize("vector", named("legal_stage"))
def test_printed_legal_cost(vector: dict[str, Any]) -> None:
    if "multiple" in vector:
        computed = fees.court_fee_times(LAW, multiple=vector["multiple"], on=vector["date"])
    else:
        computed = fees.legal_cost(
            LAW,
            vector["what"],
            on=vector["date"],
            vat_supplement=not vector.get("creditor_has_vat_deduction", True),
            with_out_of_court_costs=vector.get("with_out_of_court_costs", True),
        )
    assert_agrees(vector["expected"], computed, vector.get("allow", Decimal(0)))
    if "unrounded" in vector:
        assert vector["unrounded"] in [step.result for step in computed.steps]


@pytest.mark.parametrize("vector", named("interest_rates"))
def test_printed_interest_rate_and_compensation(vector: dict[str, Any]) -> None:
    assert LAW.late_interest(vector["date"]).value == vector["rate"]
    if "compensation" in vector:
        assert fees.standard_compensation(LAW, on=vector["date"]).result == vector["compensation"]
