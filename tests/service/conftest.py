"""Letters from facts, audited, for the tests of the reports; apps and stores for those of the service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checks.engine import Audit, audit
from checks.law import Language
from parsers.model import Box, Evidence, Letter, Page, PageQuality
from samples.facts import known_from_facts, letter_from_facts
from service.reports.report import Report, build_report
from tests.service.houses import app, client, house, jobs, settings, store
from tests.service.web.reading import look, sent

__all__ = ["app", "audited", "client", "house", "jobs", "look", "sent", "settings", "store"]

FACTS: dict[str, Any] = {
    "kind": "betalingsoppfordring",
    "heading": "Betalingsoppfordring",
    "fields": {
        "letter_date": "2026-08-12",
        "payment_deadline": "2026-08-26",
        "original_due_date": "2026-06-15",
        "notice_date": "2026-07-01",
        "notice_deadline": "2026-07-15",
        "creditor": "Lynspretten Trening AS",
        "collector": "Rypefjell Inkasso AS",
        "claim_description": "Medlemskap mai 2026",
        "total": "3025.00",
    },
    "lines": [
        {"type": "principal", "label": "Hovedstol", "amount": "2180.00"},
        {"type": "collection_fee", "label": "Inkassosalær", "amount": "750.00"},
        {"type": "other_fee", "label": "Administrasjonsgebyr", "amount": "95.00"},
    ],
    "statements": {"objection_invited": True, "further_costs": True, "legal_collection": True, "board_right": True},
}
"""A demand whose fee is 375 kroner too high under every reading, with an administration fee besides."""

WHEN = dt.datetime(2026, 8, 17, 10, 0, tzinfo=dt.UTC)

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000"
    "00907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def with_page(letter: Letter) -> Letter:
    """The letter with one page, its rows standing below each other on it."""
    page = Page(1, "text", 1240, 1754, 0, (), PageQuality(1.0), picture=_PIXEL)
    rows = []
    for number, line in enumerate(letter.lines):
        box = Box(0.6, 0.4 + number * 0.03, 0.8, 0.42 + number * 0.03)
        rows.append(replace(line, evidence=(Evidence(1, (box,), None, f"{line.label} {line.amount}", 1.0),)))
    return replace(letter, lines=tuple(rows), pages=(page,))


@pytest.fixture
def audited() -> Callable[..., tuple[Report, Audit]]:
    """Audits facts (the demand above with changes) and builds the report in a language."""

    def run(known: dict[str, Any] | None = None, *, lang: Language = "nb", **changes: Any) -> tuple[Report, Audit]:
        facts = {**FACTS, **changes}
        result = audit(with_page(letter_from_facts(facts)), known=known_from_facts(known or {}))
        report = build_report(result, data=[b"brev"], filename="brev.pdf", created_at=WHEN, lang=lang)
        return report, result

    return run
