"""The catalogue shows every check with its law, its way and its limits."""

from __future__ import annotations

import pytest

from checks.catalogue import SECTIONS, entries, sections_of
from checks.registry import load_future_rules, load_rules


def test_every_check_is_in_the_catalogue_with_all_its_parts() -> None:
    found = {entry.id: entry for entry in entries()}
    assert set(found) == {*load_rules(), *load_future_rules()}
    for entry in found.values():
        assert set(entry.sections) == set(SECTIONS)
        assert all(len(text) > 20 for text in entry.sections.values()), entry.id
        assert entry.title
        assert entry.rule.endswith(".")
        assert all(reference.url.startswith("https://lovdata.no/") for reference in entry.legal_basis)


def test_sections_end_where_the_next_begins() -> None:
    doc = "T.\n\nWhat it checks: a\nb.\n\nLegal basis: c: d.\n\nHow it is decided: e.\n\nKnown limits: f."
    assert dict(sections_of(doc)) == {
        "What it checks": "a b.",
        "Legal basis": "c: d.",
        "How it is decided": "e.",
        "Known limits": "f.",
    }


def test_a_rule_without_its_limits_is_refused() -> None:
    with pytest.raises(ValueError, match="Known limits"):
        sections_of("What it checks: a. Legal basis: b. How it is decided: c.")
