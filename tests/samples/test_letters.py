"""The sample letters are what their truth says they are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pypdfium2
import pytest
import yaml

from parsers import identifiers
from parsers.fields.statements import statements_in
from parsers.model import StatementId
from samples.generate import GeneratedLetter, fits, generate, iter_letters
from samples.printing import TEMPLATES, Layout, format_date, format_money, load_layouts
from samples.scenario import Scenario, interest_periods, load_scenarios

LAYOUTS = {layout.id: layout for layout in load_layouts()}
SCENARIOS = {scenario.id: scenario for scenario in load_scenarios()}


def _pairs() -> list[tuple[Scenario, Layout]]:
    """For every layout its first and its last scenario."""
    chosen = []
    for layout in LAYOUTS.values():
        fitting = [scenario for scenario in SCENARIOS.values() if fits(scenario, layout)]
        chosen += [(scenario, layout) for scenario in ([fitting[0], fitting[-1]] if len(fitting) > 1 else fitting)]
    return chosen


@cache
def _letter(scenario: str, layout: str) -> tuple[GeneratedLetter, str]:
    letter = generate(SCENARIOS[scenario], LAYOUTS[layout])
    document = pypdfium2.PdfDocument(letter.pdf)
    try:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return letter, " ".join(text.split())


@pytest.fixture(params=_pairs(), ids=lambda pair: f"{pair[1].id}-{pair[0].id}")
def printed(request: pytest.FixtureRequest) -> tuple[GeneratedLetter, str]:
    scenario, layout = request.param
    return _letter(scenario.id, layout.id)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def test_every_amount_of_the_truth_stands_on_the_paper(printed: tuple[GeneratedLetter, str]) -> None:
    letter, text = printed
    form = LAYOUTS[letter.truth["layout"]].format
    styles = {form.get("money", "space"), form.get("text_money", "space")}
    amounts = [row["amount"] for row in letter.truth["lines"]] + [letter.truth["fields"].get("total", "0.00")]
    for amount in filter(Decimal, amounts):
        written = {" ".join(format_money(Decimal(amount), style).split()) for style in styles}
        assert any(each in text for each in written), amount


def test_every_date_of_the_truth_stands_on_the_paper(printed: tuple[GeneratedLetter, str]) -> None:
    letter, text = printed
    form = LAYOUTS[letter.truth["layout"]].format
    styles = {form.get("date", "dotted"), form.get("text_date", "dotted")}
    for name, value in letter.truth["fields"].items():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = dt.date.fromisoformat(value)
            written = {format_date(day, style, letter.truth["language"]) for style in styles}
            assert any(" ".join(each.split()) in text for each in written), name


def test_every_number_and_name_of_the_truth_stands_on_the_paper(printed: tuple[GeneratedLetter, str]) -> None:
    letter, text = printed
    packed = _digits(text)
    flat = text.replace(" ", "").lower()
    for name in ("kid", "account_number", "creditor_org_number", "collector_org_number", "invoice_number"):
        assert letter.truth["fields"].get(name, "") in packed, name
    for name in ("creditor", "collector", "original_creditor", "case_number", "claim_description"):
        assert letter.truth["fields"].get(name, "").replace(" ", "").lower() in flat, name


def test_the_rows_add_up_to_the_total(printed: tuple[GeneratedLetter, str]) -> None:
    letter, _ = printed
    rows = letter.truth["lines"]
    if not rows or letter.truth["scenario"] == "bo-feil-sum":
        return
    total = sum(Decimal(row["amount"]) * (-1 if row["type"] == "paid" else 1) for row in rows)
    assert total == Decimal(letter.truth["fields"]["total"])


def test_a_letter_has_the_pages_its_truth_says(printed: tuple[GeneratedLetter, str]) -> None:
    letter, _ = printed
    document = pypdfium2.PdfDocument(letter.pdf)
    try:
        assert len(document) == letter.truth["pages"]
    finally:
        document.close()


def test_numbers_have_valid_check_digits_unless_the_scenario_breaks_them(printed: tuple[GeneratedLetter, str]) -> None:
    letter, _ = printed
    fields, scenario = letter.truth["fields"], SCENARIOS[letter.truth["scenario"]]
    broken = scenario.data.get("wrong_digit")
    if "kid" in fields:
        assert identifiers.is_valid_kid(fields["kid"]) == (broken != "kid")
    if "account_number" in fields:
        assert identifiers.is_valid_account(fields["account_number"]) == (broken != "account_number")
    for name in ("creditor_org_number", "collector_org_number"):
        if name in fields:
            assert identifiers.is_valid_org_number(fields[name])


def test_the_body_of_the_giro_letter_ends_above_the_slip() -> None:
    letter, _ = _letter("bo-stablet", "klassisk-giro")
    document = pypdfium2.PdfDocument(letter.pdf)
    try:
        page = document[0]
        text = page.get_textpage()
        bottoms = []
        for found in ("Med hilsen", "De oppfordres"):
            place = text.search(found).get_next()
            assert place is not None
            bottoms.append(text.get_charbox(place[0])[1])
        slip_top = 102 / 297 * page.get_height()
        assert min(bottoms) > slip_top
    finally:
        document.close()


def test_the_same_seed_gives_the_same_letter_and_another_seed_another() -> None:
    scenario, layout = SCENARIOS["bo-lett-uten-mva"], LAYOUTS["plattform"]
    first, again, other = (generate(scenario, layout, seed=seed) for seed in (7, 7, 8))
    assert first.pdf == again.pdf
    assert first.truth == again.truth
    assert first.truth["fields"] != other.truth["fields"]


def test_a_layout_refuses_a_scenario_it_cannot_carry() -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        generate(SCENARIOS["pur-lovlig"], LAYOUTS["advokat"])


def test_a_count_selects_letters_and_goes_round_with_new_seeds() -> None:
    layouts = [LAYOUTS["timebrev"]]
    ids = [letter.truth["id"] for letter in iter_letters(layouts=layouts, count=3, seed=4)]
    assert ids == ["ikke-time.timebrev.4", "ikke-time.timebrev.5", "ikke-time.timebrev.6"]


def test_every_scenario_has_a_layout() -> None:
    homeless = [row.id for row in SCENARIOS.values() if not any(fits(row, layout) for layout in LAYOUTS.values())]
    assert homeless == []


def test_a_third_of_the_layouts_is_held_out() -> None:
    share = sum(layout.held_out for layout in LAYOUTS.values()) / len(LAYOUTS)
    assert len(LAYOUTS) >= 12
    assert 0.3 <= share <= 0.45


def test_held_out_layouts_share_no_sentence_with_the_tuned_ones() -> None:
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for path in TEMPLATES.glob("*/layout.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for language in ("nb", "nn"):
            for variants in data.get(language, {}).get("wording", {}).values():
                said[data["held_out"]] |= {v["text"] if isinstance(v, dict) else v for v in variants}
    assert said[True] & said[False] == set()
    assert len(said[True]) > 80
    assert len(said[False]) > 200


def test_a_dropped_statement_is_not_in_the_truth() -> None:
    letter, text = _letter("bo-uten-nemnd", "storbyraa")
    assert letter.truth["statements"]["board_right"] is False
    assert "nemnd" not in text.lower()
    assert _letter("bo-lett-uten-mva", "storbyraa")[0].truth["statements"]["board_right"] is True


def test_a_deadline_in_words_is_recorded_as_days() -> None:
    letter, text = _letter("iv-sju-dager-i-ord", "epost")
    assert letter.truth["statements"]["deadline_days"] == 7
    assert "payment_deadline" not in letter.truth["fields"]
    assert "7 dager" in text


def test_a_finding_that_the_layout_cannot_prove_is_expected_to_stay_open() -> None:
    letter, _ = _letter("pur-gebyr-for-tidlig", "epost")
    assert letter.truth["expect"] == {"pur-fee-not-before-14-days": "fail"}
    prose = generate(SCENARIOS["bo-foer-varselfrist"], LAYOUTS["klassisk-giro"])
    assert prose.truth["expect"] == {"bo-after-varsel-deadline": "fail"}


def test_a_principal_called_a_rest_leaves_the_cap_open() -> None:
    letters = [generate(SCENARIOS["bo-stablet"], LAYOUTS["storbyraa"], seed=seed) for seed in range(4)]
    for letter in letters:
        rest = letter.truth["lines"][0]["label"] == "Rest hovedstol"
        assert letter.truth["expect"]["costs-total-over-cap"] == ("unsure" if rest else "fail")
    assert {letter.truth["lines"][0]["label"] for letter in letters} == {"Hovedstol", "Rest hovedstol"}


def test_interest_is_split_at_the_half_years() -> None:
    periods = interest_periods(Decimal(10000), start=dt.date(2026, 6, 1), end=dt.date(2026, 7, 31))
    assert [(period.days, period.rate) for period in periods] == [(30, Decimal("12.00")), (30, Decimal("12.25"))]
    assert [period.interest for period in periods] == [Decimal("98.63"), Decimal("100.68")]


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("space", "1\u00a0248,50"),
        ("dot", "1.248,50"),
        ("plain", "1248,50"),
        ("kr space", "kr\u00a01\u00a0248,50"),
        ("space kr", "1\u00a0248,50\u00a0kr"),
        ("NOK thin", "NOK\u00a01\u202f248,50"),
        ("kr dash", "kr\u00a01\u00a0248,50"),
        ("point", "1248.50"),
    ],
)
def test_money_is_printed_in_the_layouts_form(style: str, text: str) -> None:
    assert format_money(Decimal("1248.50"), style) == text


def test_whole_kroner_may_end_in_a_dash() -> None:
    assert format_money(Decimal(-300), "kr dash") == "kr\u00a0\u2212300,-"


def test_no_sentence_of_a_layout_tells_of_an_objection_or_a_step_that_its_letter_does_not() -> None:
    """What would hold against a sender that he went on in spite of an objection is in no layout's words."""
    told = {StatementId.OBJECTION_RECEIVED, StatementId.LEGAL_STEP_TAKEN}
    found = []
    for path in TEMPLATES.glob("*/layout.yaml"):
        for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
            hits = statements_in(re.sub(r"\{\{.*?\}\}", "12", text))
            found += [(path.parent.name, text) for id_ in told if id_ in hits and hits[id_].strength == "clear"]
    assert found == []


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for piece in part.values() if isinstance(part, dict) else part:
            yield from _texts(piece)
