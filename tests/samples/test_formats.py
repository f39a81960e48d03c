"""The forms and words that layouts of other authors use: English, weekdays, dashes, own party names."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest

from samples import parties
from samples.printing import Printer, format_date, format_money, format_rate, load_layouts
from samples.scenario import Contents, build_contents, load_scenarios

LAYOUTS = {layout.id: layout for layout in load_layouts()}
SCENARIOS = {scenario.id: scenario for scenario in load_scenarios()}


def _dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - picks words and names, guards nothing


def _contents(scenario: str, layout: str, *, language: str) -> Contents:
    row, chosen = SCENARIOS[scenario], LAYOUTS[layout]
    return build_contents(
        row,
        _dice(3),
        sectors=set(row.sectors) & chosen.sectors,
        language=language,
        kid_spec=("MOD10", 10),
        names=chosen.names,
    )


@pytest.mark.parametrize(
    ("style", "language", "text"),
    [
        ("long", "nb", "12.\u00a0mai 2026"),
        ("long", "en", "12\u00a0May 2026"),
        ("weekday", "nn", "tysdag 12.\u00a0mai 2026"),
        ("weekday", "en", "Tuesday 12\u00a0May 2026"),
        ("slashed", "nb", "12/5-2026"),
        ("spaced", "nn", "12. 05. 2026"),
    ],
)
def test_dates_follow_style_and_language(style: str, language: str, text: str) -> None:
    assert format_date(dt.date(2026, 5, 12), style, language) == text


@pytest.mark.parametrize(
    ("amount", "style", "text"),
    [
        ("1248.00", "kr endash", "kr\u00a01\u00a0248,\u2013"),
        ("1248.50", "kr endash", "kr\u00a01\u00a0248,50"),
        ("1248.00", "kr. dotdash", "kr.\u00a01.248,-"),
        ("1248.00", "whole kroner", "1\u00a0248\u00a0kroner"),
        ("1248.50", "whole kr", "1\u00a0248,50\u00a0kr"),
        ("1234567.80", "NOK comma", "NOK\u00a01,234,567.80"),
        ("1248.00", "NOK spacepoint", "NOK\u00a01\u00a0248.00"),
    ],
)
def test_amounts_follow_their_style(amount: str, style: str, text: str) -> None:
    assert format_money(Decimal(amount), style) == text


def test_a_short_rate_drops_needless_decimals() -> None:
    assert format_rate(Decimal("12.00"), "short") == "12\u00a0%"
    assert format_rate(Decimal("12.25"), "short") == "12,25\u00a0%"


def test_a_layouts_own_names_reach_sender_and_debtor() -> None:
    contents = _contents("en-bo-lett", "engelsk-inkasso", language="en")
    names = LAYOUTS["engelsk-inkasso"].names
    assert contents.sender.name in names["collector"]
    assert contents.fields["collector"] == contents.sender.name
    assert contents.debtor.name in names["debtor"]
    assert contents.debtor.domain == ""


def test_english_letters_name_the_claim_in_english() -> None:
    for seed in range(20):
        for sector in ("power", "dental", "toll"):
            subject = parties.claim_subject(_dice(seed), sector, month="May 2026", year=2026, language="en")
            assert "May 2026" in subject


def test_extra_creditors_write_only_where_a_layout_names_them() -> None:
    named = {layout.id for layout in LAYOUTS.values() if layout.sectors & set(parties.EXTRA_SECTORS)}
    assert "borettslag-tett" in named
    assert "storbyraa" not in named


def test_a_row_that_a_layout_shows_in_a_column_is_recorded_once() -> None:
    contents = _contents("bo-kjopt-krav-delbetalt", "krav-tosider-nn", language="nn")
    printer = Printer(contents, LAYOUTS["krav-tosider-nn"], _dice(3))
    assert "Innbetalt" in printer.html()
    types = [line["type"] for line in printer.lines]
    assert sorted(types) == ["collection_fee", "interest", "paid", "principal"]
