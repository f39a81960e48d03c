"""The report keeps the contract: its schema, its sums, its words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import jsonschema

from checks.registry import load_rules
from service.reports.report import Report, new_id
from service.reports.schema import SCHEMA_FILE, schema_text

Audited = Callable[..., tuple[Report, Any]]

CONTRACT_KEYS = {
    "schema",
    "id",
    "status",
    "created_at",
    "ruleset",
    "document",
    "letter",
    "checks",
    "amounts",
    "outcome",
    "questions",
}
CHECK_KEYS = {
    "id",
    "status",
    "severity",
    "consequence",
    "title",
    "headline",
    "explanation",
    "what_to_do",
    "question",
    "legal_basis",
    "amounts",
    "confidence",
    "leaning",
    "evidence",
    "assumptions",
}


def test_committed_schema_is_the_one_of_the_types() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_a_report_is_valid_against_the_committed_schema(audited: Audited) -> None:
    report, _ = audited()
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(report.to_json()), schema)


def test_a_report_has_every_key_of_the_contract(audited: Audited) -> None:
    data = json.loads(audited()[0].to_json())
    assert set(data) >= CONTRACT_KEYS
    assert data["schema"] == "kravvakt/report/1"
    assert all(set(check) >= CHECK_KEYS for check in data["checks"])
    assert set(data["ruleset"]) == {"version", "law_as_of", "evaluated_for", "verified_until"}
    assert data["document"]["sha256"] == hashlib.sha256(b"brev").hexdigest()
    assert data["created_at"] == "2026-08-17T10:00:00Z"


def test_every_check_is_listed_once(audited: Audited) -> None:
    report, _ = audited()
    assert [check.id for check in report.checks] == list(load_rules())


def test_the_excess_is_contested_and_the_likely_one_apart(audited: Audited) -> None:
    report, _ = audited()
    assert report.amounts.claimed == "3025.00"
    assert report.amounts.contested == "375.00"
    assert report.amounts.possibly_contested == "470.00"
    assert report.amounts.supported == "2650.00"
    assert report.outcome == "breaches"


def test_the_supported_amount_is_the_claim_less_what_is_contested(audited: Audited) -> None:
    for known in ({}, {"creditor_vat_registered": "yes"}, {"creditor_vat_registered": "no"}):
        amounts = audited(known)[0].amounts
        assert Decimal(str(amounts.supported)) == Decimal(str(amounts.claimed)) - Decimal(amounts.contested)


def test_an_answer_changes_the_finding_and_is_not_asked_again(audited: Audited) -> None:
    before, _ = audited()
    after, _ = audited({"creditor_vat_registered": "yes"})
    assert after.amounts.contested == "450.00"
    assert "creditor_vat_registered" not in [q.id for q in after.questions]
    assert before.amounts.contested == "375.00"


def test_evidence_lies_on_the_page(audited: Audited) -> None:
    report, _ = audited()
    check = next(c for c in report.checks if c.id == "salaer-over-limit")
    boxes = [e.box for e in check.evidence if e.field == "collection_fee"]
    assert boxes
    for x0, y0, x1, y1 in (box for box in boxes if box):
        assert 0 <= x0 < x1 <= 1
        assert 0 <= y0 < y1 <= 1


def test_findings_cite_act_section_and_address(audited: Audited) -> None:
    report, _ = audited()
    check = next(c for c in report.checks if c.id == "salaer-over-limit")
    assert check.legal_basis
    assert {b.act for b in check.legal_basis} == {"inkassoforskriften"}
    assert all(b.url.startswith("https://lovdata.no/") and b.section.startswith("§") for b in check.legal_basis)
    assert check.computation[-1].result == "375.00"


def test_ids_are_unguessable_and_in_order_of_time() -> None:
    ids = [new_id() for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", id_) for id_ in ids)


def test_a_letter_outside_the_law_is_told_so_and_not_judged(audited: Audited) -> None:
    report, _ = audited(kind="ikke-kravbrev")
    assert report.outcome == "outside_scope"
    assert {c.status for c in report.checks if c.id != "scope-act-yields"} == {"not_applicable"}
    assert report.amounts.contested == "0.00"
