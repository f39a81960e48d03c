"""What every registered check owes: its catalogue entry, its law, its words, its cases, and never to break.

The rules are walked, so a new check is held to all of this without a line here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.case import Case
from checks.engine import run_rule
from checks.law import Law, default_law, load_law
from checks.messages import field_name, keys_of, lookup, question, rule_sentence, title
from checks.model import CheckResult, Consequence, Status
from checks.registry import Rule, basis, load_future_rules, load_rules, rule
from checks.user_facts import USER_FACTS
from parsers.corrections import corrected
from parsers.model import DebtorType, Letter, LetterKind, SenderRole
from samples.facts import known_from_facts, letter_from_facts

HERE = Path(__file__).parent
CATALOGUE: Mapping[str, Mapping[str, Any]] = yaml.safe_load((HERE / "catalogue.yaml").read_text(encoding="utf-8"))
FUTURE: Mapping[str, Mapping[str, Any]] = yaml.safe_load((HERE / "future_catalogue.yaml").read_text(encoding="utf-8"))
RULES = {**load_rules(), **load_future_rules()}
NEW_ACT = dt.date(2027, 1, 1)
"""A pretended commencement of the inkassolov of 2026."""

EVERY_RULE = pytest.mark.parametrize("rule_", RULES.values(), ids=list(RULES))
HEADINGS = ("What it checks:", "Legal basis:", "How it is decided:", "Known limits:")

BEYOND_CASES: Mapping[str, frozenset[str]] = {
    # What the facts of a case cannot say: that something was there but unreadable, or had a rival reading.
    "sum-of-lines": frozenset({"unsure-misread"}),
    # A case would have to name a real firm.
    "collector-not-recognised": frozenset(
        {"pass", "fail-not-listed", "unsure-former", "unsure-other-number", "unsure-similar"}
    ),
}
"""Messages that no case brings about, and why."""

ASKED_BY_ENGINE = frozenset({"kind", "sender_role"})


@cache
def commenced() -> Law:
    return load_law(new_act_in_force=NEW_ACT)


def law_of(rule_: Rule) -> Law:
    """The law of today, or for a rule of the act to come, the law as it will stand."""
    return commenced() if rule_.info.regime == "inkl-2026" else default_law()


def results(check_id: str) -> Iterator[tuple[CheckResult, Case]]:
    """The check on each of its cases."""
    rule_ = RULES[check_id]
    folder = HERE / "cases" / ("new_act" if rule_.info.regime == "inkl-2026" else "")
    for row in yaml.safe_load((folder / f"{check_id}.yaml").read_text(encoding="utf-8")):
        known = known_from_facts(row.get("known", {}))
        letter = corrected(letter_from_facts(row["letter"]), known)
        case = Case(letter, known, tuple(letter_from_facts(facts) for facts in row.get("previous", ())))
        yield run_rule(rule_, case, law_of(rule_)), case


# ------------------------------------------------------------------ the catalogue


def test_every_check_of_the_catalogue_has_a_rule_and_every_rule_an_entry() -> None:
    assert sorted(CATALOGUE) == sorted(load_rules())
    assert sorted(FUTURE) == sorted(load_future_rules())


@pytest.mark.parametrize("id_", sorted({**CATALOGUE, **FUTURE}))
def test_rule_says_of_itself_what_the_catalogue_says(id_: str) -> None:
    info = RULES[id_].info
    said = {
        "group": info.group,
        "severity": info.severity.value,
        "consequence": info.consequence.value,
        "kinds": sorted(kind.value for kind in info.kinds),
        "senders": sorted(sender.value for sender in info.senders),
        "debtors": sorted(debtor.value for debtor in info.debtors),
        "valid_from": info.valid_from,
    }
    expected = {
        key: sorted(value) if isinstance(value, list) else value for key, value in {**CATALOGUE, **FUTURE}[id_].items()
    }
    assert said == expected


def test_a_check_cannot_be_registered_twice() -> None:
    taken = next(iter(RULES.values())).info
    again = rule(
        taken.id,
        group=taken.group,
        legal_basis=(basis("lov/1988-05-13-26", "§ 9"),),
        severity="breach",
        consequence="amount",
        kinds=("purring",),
        senders=("creditor",),
        valid_from=dt.date(1989, 10, 1),
    )
    with pytest.raises(ValueError, match="twice"):
        again(RULES[taken.id].check)


@EVERY_RULE
def test_module_of_a_rule_explains_it_under_four_headings(rule_: Rule) -> None:
    places = [rule_.info.doc.find(heading) for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)
    assert rule_.info.doc.splitlines()[0].endswith(".")


@EVERY_RULE
def test_legal_basis_has_an_address(rule_: Rule) -> None:
    assert rule_.info.legal_basis or rule_.info.group == "payment-details"
    for place in rule_.info.legal_basis:
        reference = default_law().reference(
            place.act, place.section, paragraph=place.paragraph or "", letter=place.letter or ""
        )
        assert reference.url.startswith("https://lovdata.no/")
        assert place.section in reference.label()


@EVERY_RULE
def test_user_facts_a_rule_asks_for_are_known(rule_: Rule) -> None:
    assert set(rule_.info.ask) <= set(USER_FACTS) | ASKED_BY_ENGINE


# ------------------------------------------------------------------ its words


@EVERY_RULE
def test_rule_has_a_title_and_its_requirement_in_one_sentence(rule_: Rule) -> None:
    assert title(rule_.info.id)
    assert rule_sentence(rule_.info.id).endswith(".")


@EVERY_RULE
def test_every_finding_of_its_cases_has_words(rule_: Rule) -> None:
    for result, _ in results(rule_.info.id):
        assert lookup(rule_.info.id, result.finding.message) is not None, result.finding.message


@EVERY_RULE
def test_no_message_is_left_over_that_no_case_brings_about(rule_: Rule) -> None:
    brought_about = {result.finding.message for result, _ in results(rule_.info.id)}
    assert keys_of(rule_.info.id) - brought_about == BEYOND_CASES.get(rule_.info.id, frozenset())


@EVERY_RULE
def test_every_question_it_asks_has_words(rule_: Rule) -> None:
    for result, _ in results(rule_.info.id):
        asked = result.finding.question
        if asked is None:
            continue
        if asked in USER_FACTS:
            assert set(question(asked).choices) == set(USER_FACTS[asked].choices)
        else:
            assert field_name(asked)


@EVERY_RULE
def test_what_a_finding_rests_on_can_be_named_and_shown(rule_: Rule) -> None:
    for result, case in results(rule_.info.id):
        for name in result.finding.rests_on:
            assert field_name(name)
        assert result.evidence == case.grounds(result.finding.rests_on)
        assert 0 <= result.confidence <= 1


# ------------------------------------------------------------------ its kroner


@EVERY_RULE
def test_kroner_of_a_failure_are_those_its_rows_lose(rule_: Rule) -> None:
    for result, case in results(rule_.info.id):
        amounts, contests = result.finding.amounts, result.finding.contests
        if result.status is not Status.FAIL or amounts is None:
            continue
        assert amounts.excess > 0
        assert amounts.excess == amounts.charged - amounts.limit
        if rule_.info.consequence is Consequence.AMOUNT:
            assert contests, "an excess that takes no row away is lost from the sums"
        for row, kroner in contests.items():
            assert kroner > 0
            assert row in {"unexplained", "total"} or kroner <= case.charged(row)


@EVERY_RULE
def test_computation_of_a_failure_ends_in_what_it_is_about(rule_: Rule) -> None:
    for result, _ in results(rule_.info.id):
        computation = result.finding.computation
        if computation is None:
            continue
        assert computation.steps or computation.result == 0
        assert all(step.label and step.origin for step in computation.steps)


# ------------------------------------------------------------------ letters it must survive


def check_survives(rule_: Rule, facts: Mapping[str, Any]) -> None:
    result = run_rule(rule_, Case(letter_from_facts(facts)), law_of(rule_))
    assert not result.crashed, facts
    assert result.status is not Status.FAIL, facts


@EVERY_RULE
def test_rule_survives_letters_of_which_nothing_was_read(rule_: Rule) -> None:
    for kind in LetterKind:
        for sender in SenderRole:
            for debtor in DebtorType:
                check_survives(
                    rule_,
                    {"kind": kind.value, "sender_role": sender.value, "debtor": debtor.value, "fully_read": False},
                )


@EVERY_RULE
@pytest.mark.parametrize("year", [1990, 2003, 2014, 2026, 2027, 2031])
def test_rule_survives_ordinary_letters_of_any_year(rule_: Rule, year: int) -> None:
    for kind in LetterKind:
        check_survives(rule_, ordinary(kind, dt.date(year, 3, 3)))


def ordinary(kind: LetterKind, day: dt.date) -> dict[str, Any]:
    """A lawful letter of that day, with every date and the usual rows."""
    days_off = {
        "letter_date": 0,
        "payment_deadline": 20,
        "original_due_date": -60,
        "notice_date": -30,
        "notice_deadline": -10,
        "interest_from": -60,
        "invoice_date": -90,
    }
    rows = {"principal": "1000.00", "interest": "5.00", "reminder_fee": "30.00", "collection_fee": "100.00"}
    if kind in (LetterKind.PURRING, LetterKind.INKASSOVARSEL):
        del rows["collection_fee"]
    return {
        "kind": kind.value,
        "fully_read": False,
        "fields": {
            **{name: day + dt.timedelta(days=days) for name, days in days_off.items()},
            "total": str(sum(map(Decimal, rows.values()))),
        },
        "lines": [{"type": row, "label": row, "amount": amount} for row, amount in rows.items()],
    }


def weakened(letter: Letter) -> Iterator[Letter]:
    """The letter with one of its readings, in turn, read with little confidence."""
    for name in ("kind", "sender_role", "debtor", "heading"):
        reading = getattr(letter, name)
        if reading.found:
            yield replace(letter, **{name: replace(reading, confidence=0.5)})
    for name, field in letter.fields.items():
        if field.found:
            yield replace(letter, fields={**letter.fields, name: replace(field, confidence=0.5)})
    for place, line in enumerate(letter.lines):
        lines = (*letter.lines[:place], replace(line, confidence=0.5), *letter.lines[place + 1 :])
        yield replace(letter, lines=lines)
    for id_, statement in letter.statements.items():
        yield replace(letter, statements={**letter.statements, id_: replace(statement, confidence=0.5)})
    for place, item in enumerate(letter.claims):
        for part in ("number", "due", "amount"):
            reading = getattr(item, part)
            if reading.found:
                weak = replace(item, **{part: replace(reading, confidence=0.5)})
                yield replace(letter, claims=(*letter.claims[:place], weak, *letter.claims[place + 1 :]))


@EVERY_RULE
def test_a_doubtful_reading_never_turns_a_letter_into_an_accusation(rule_: Rule) -> None:
    for result, case in results(rule_.info.id):
        if result.status is Status.FAIL:
            continue
        for letter in weakened(case.letter):
            after = run_rule(rule_, Case(letter, case.known, case.previous), law_of(rule_))
            assert after.status is not Status.FAIL, (result.finding, after.finding)
            assert not after.crashed


@EVERY_RULE
def test_no_accusation_rests_on_a_kind_of_letter_we_are_unsure_of(rule_: Rule) -> None:
    for _, case in results(rule_.info.id):
        letter = replace(case.letter, kind=replace(case.letter.kind, confidence=0.5))
        assert run_rule(rule_, Case(letter, case.known, case.previous), law_of(rule_)).status is not Status.FAIL


def test_excesses_are_whole_oere() -> None:
    for id_ in RULES:
        for result, _ in results(id_):
            amounts = result.finding.amounts
            if amounts is not None:
                for kroner in (amounts.charged, amounts.limit, amounts.excess):
                    assert kroner == kroner.quantize(Decimal("0.01"))
