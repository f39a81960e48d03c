"""What several checks ask of a letter, and how they take back an accusation that may rest on our own misreading."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

import pytest

from checks.case import Case
from checks.costs import is_renewed
from checks.engine import run_rule
from checks.law import default_law
from checks.model import CheckResult, Status
from checks.readings import are_printed_firmly, is_lost, mentions, printed_amounts, sentences, typical_misreadings
from checks.registry import load_rules
from parsers.model import Box, Letter, Missing, MissingReason, Reading, Word, WordSource
from parsers.transcript import build_transcript
from samples.facts import letter_from_facts


def case_of(text: str = "", **facts: Any) -> Case:
    return Case(letter_from_facts({"kind": "betalingsoppfordring", "text": text, **facts}))


def read_from(source: Literal["text", "scan", "photo"], letter: Letter) -> Letter:
    return replace(letter, pages=letter_from_facts({"kind": "betalingsoppfordring", "source": source}).pages)


def judge(check_id: str, facts: Mapping[str, Any], source: Literal["text", "scan", "photo"]) -> CheckResult:
    letter = read_from(source, letter_from_facts({"kind": "betalingsoppfordring", **facts}))
    return run_rule(load_rules()[check_id], Case(letter), default_law())


def test_sentences_end_at_full_stops_rows_and_paragraphs_but_not_at_line_breaks() -> None:
    text = "Betal innen\nfristen. Er du uenig?\n\nSalær 300,00\nHilsen oss"
    assert list(sentences(case_of(text))) == ["Betal innen fristen.", "Er du uenig?", "Salær 300,00", "Hilsen oss"]


def test_what_may_be_mentioned_is_looked_for_among_misread_words_put_right_too() -> None:
    case = case_of("Kravet går til nkasso.")
    put_right = replace(case.letter.transcript, respelt="Kravet går til inkasso.")
    meant = replace(case, letter=replace(case.letter, transcript=put_right))
    assert not mentions(case, re.compile("inkasso"))
    assert mentions(meant, re.compile("inkasso"))
    assert list(sentences(meant)) == ["Kravet går til nkasso."]


def test_addresses_are_no_words_of_the_letter() -> None:
    text = "Skriv til post@fjordlys-inkasso.no eller se www.inkasso.no."
    assert not mentions(case_of(text), re.compile("inkasso"))


def test_a_subject_mentioned_only_beside_another_does_not_count() -> None:
    text = "Er du uenig i behandlingen, gå til nemnda. Betal i tide."
    assert mentions(case_of(text), re.compile("uenig"))
    assert not mentions(case_of(text), re.compile("uenig"), besides=re.compile("nemnd"))


def test_unreadable_is_lost_and_absent_is_not() -> None:
    case = case_of()
    unreadable = Missing("creditor", MissingReason.UNREADABLE)
    letter = replace(case.letter, fields=MappingProxyType({"creditor": unreadable}))
    assert not is_lost(case, "creditor", "claim_description")
    assert is_lost(Case(letter), "creditor", "claim_description")


def test_printed_amounts_are_read_in_every_form_but_bare_numbers_are_none() -> None:
    assert printed_amounts(case_of("1 248,00 og kr 300 og 38,- i 2026")) == {
        Decimal("1248.00"),
        Decimal("300.00"),
        Decimal("38.00"),
    }


def test_typical_misreadings_hold_the_confused_digit_and_the_lost_comma() -> None:
    others = typical_misreadings(Decimal("317.00"))
    assert {Decimal("377.00"), Decimal("817.00"), Decimal("311.00"), Decimal("3.17"), Decimal("31700.00")} <= others
    assert Decimal("317.00") not in others
    assert Decimal("347.00") not in others


@pytest.mark.parametrize(
    ("check_id", "field", "number"),
    [
        ("kid-check-digit", "kid", "12345671"),
        ("account-check-digit", "account_number", "15034567891"),
        ("account-check-digit", "iban", "NO6615034567899"),
        ("org-number-check-digit", "collector_org_number", "310000125"),
    ],
)
def test_a_number_that_fails_is_our_misreading_on_a_photo_and_the_letters_error_in_a_text(
    check_id: str, field: str, number: str
) -> None:
    once = {"fields": {field: number}}
    twice = {**once, "mentions": {field: [number, number]}}
    assert judge(check_id, once, "photo").status is Status.UNSURE
    assert judge(check_id, once, "scan").finding.question == field
    assert judge(check_id, twice, "photo").status is Status.FAIL
    assert judge(check_id, once, "text").status is Status.FAIL


def test_a_sum_that_one_confused_digit_repairs_is_our_misreading_on_a_photo() -> None:
    facts: dict[str, Any] = {"fields": {"principal": 1248, "collection_fee": 300, "total": 1848}}
    assert judge("sum-of-lines", facts, "text").status is Status.FAIL
    facts = {"fields": {"principal": 1248, "collection_fee": 300, "total": 1543}}
    assert judge("sum-of-lines", facts, "photo").finding.variant == "lower"
    facts = {"fields": {"principal": 1210, "collection_fee": 300, "total": 1570}}
    assert judge("sum-of-lines", facts, "text").status is Status.FAIL
    doubtful = judge("sum-of-lines", facts, "photo")
    assert (doubtful.status, doubtful.finding.variant) == (Status.UNSURE, "misread")


def test_a_sum_that_a_rival_reading_repairs_is_our_doubt_in_a_text_too() -> None:
    letter = letter_from_facts(
        {"kind": "betalingsoppfordring", "fields": {"principal": 1210, "collection_fee": 300, "total": 1650}}
    )
    rival: Reading[object] = Reading(value=Decimal("1510.00"), confidence=0.1)
    total = letter.field("total")
    assert isinstance(total, Reading)
    fields = MappingProxyType({**letter.fields, "total": replace(total, rivals=(rival,))})
    result = run_rule(load_rules()["sum-of-lines"], Case(replace(letter, fields=fields)), default_law())
    assert (result.finding.variant, result.finding.question) == ("misread", "total")


def test_two_lost_rows_whose_amounts_stand_in_the_text_explain_a_gap() -> None:
    facts = {"fields": {"principal": 1210, "collection_fee": 300, "total": "1560.40"}}
    assert judge("sum-of-lines", facts, "text").status is Status.FAIL
    explained = judge("sum-of-lines", {**facts, "text": "Rente 12,40\nGebyr 38,00"}, "text")
    assert (explained.status, explained.finding.variant) == (Status.UNSURE, "missed-row")


def test_two_amounts_one_confused_digit_apart_are_our_misreading_on_a_photo() -> None:
    facts = {"fields": {"total": 1310}, "mentions": {"total": [1310, 1370]}}
    assert judge("amounts-consistent", facts, "text").status is Status.FAIL
    assert judge("amounts-consistent", facts, "photo").finding.variant == "misread"


@pytest.mark.parametrize(("headed", "whole"), [(True, True), (True, False), (False, True), (False, False)])
def test_only_a_letter_read_whole_or_headed_as_a_demand_is_surely_the_first_one(headed: bool, whole: bool) -> None:
    fields = {
        "letter_date": "2026-04-20", "original_due_date": "2025-12-01", "principal": "1248.00",
        "collection_fee": "600.00",
    }  # fmt: skip
    letter = letter_from_facts({"kind": "betalingsoppfordring", "fields": fields, "fully_read": whole})
    if not headed:
        letter = replace(letter, kind=replace(letter.kind, evidence=()))
    found = run_rule(load_rules()["salaer-heavy-too-early"], Case(letter), default_law()).finding
    assert (found.status, found.variant) == (("fail", "in-demand") if headed or whole else ("unsure", "no-demand"))


def photographed(text: str, doubts: Mapping[str, float]) -> Case:
    """A letter of one line, read from a photo with certainty but for some words."""
    words = [
        Word(word, Box(0.1 + 0.08 * n, 0.1, 0.17 + 0.08 * n, 0.12), doubts.get(word, 0.96), WordSource.OCR)
        for n, word in enumerate(text.split())
    ]
    letter = read_from("photo", letter_from_facts({"kind": "oppfolging"}))
    pages = (replace(letter.pages[0], words=tuple(words)),)
    return Case(replace(letter, pages=pages, transcript=build_transcript(pages)))


def test_a_day_in_a_photo_counts_against_the_letter_only_when_each_of_its_words_was_read_surely() -> None:
    text = "Betalingsoppfordring av 02.03.2026 med frist 16. mars 2026"
    days = (dt.date(2026, 3, 2), dt.date(2026, 3, 16))
    assert are_printed_firmly(photographed(text, {}), days)
    assert not are_printed_firmly(photographed(text, {"16.": 0.8}), days)
    assert are_printed_firmly(photographed(text, {"16.": 0.8}), days[:1])
    assert not are_printed_firmly(photographed(text, {}), (dt.date(2026, 3, 18),))


def test_a_day_printed_twice_is_no_surer_than_its_worst_print() -> None:
    text = "Frist 16.03.2026 og ellers 16.03.2026, betal"
    assert not are_printed_firmly(photographed(text, {"16.03.2026,": 0.7}), (dt.date(2026, 3, 16),))


@pytest.mark.parametrize(("source", "beside", "status"), [
    ("photo", True, "fail"), ("photo", False, "unsure"), ("text", False, "fail"),
])  # fmt: skip
def test_a_rate_may_stand_in_a_part_of_the_rows_name_that_a_picture_lost(
    source: Literal["text", "photo"], beside: bool, status: str
) -> None:
    fields = {"letter_date": "2026-04-20", "principal": "1248.00", "interest": "30.73", "interest_from": "2026-02-01"}
    letter = read_from(source, letter_from_facts({"kind": "betalingsoppfordring", "fields": fields}))
    lines = tuple(
        replace(
            line, evidence=tuple(replace(e, quote=f"Renter {e.quote}" if beside else "30,73") for e in line.evidence)
        )
        for line in letter.lines
    )
    finding = run_rule(
        load_rules()["bo-d-interest-rate-and-from-date"], Case(replace(letter, lines=lines)), default_law()
    ).finding
    assert finding.status.value == status


@pytest.mark.parametrize(
    ("text", "renewed"),
    [
        ("Betalingsoppfordring er tidligere sendt 08.08.2026 med frist 22.08.2026.", True),
        ("Betalingsoppfordringen vår kom 28. mars 2026.", True),
        ("Betalingsoppfordring har du fått.", True),
        ("Denne betalingsoppfordringen er sendt av et inkassoforetak.", False),
        ("Betalingsoppfordring", False),
    ],
)
def test_a_letter_that_speaks_of_a_demand_already_sent_is_none(text: str, renewed: bool) -> None:
    assert is_renewed(case_of(text).letter) is renewed
