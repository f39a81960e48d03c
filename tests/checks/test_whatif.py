"""What an answer would change: found by running the checks again, so that giving the answer does exactly that."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import messages
from checks.case import Case
from checks.engine import Audit, audit, run_all
from checks.law import default_law
from checks.model import Question, Status
from checks.registry import load_rules
from checks.suppose import supposing, watched
from checks.user_facts import LETTER_FACTS, USER_FACTS
from checks.verdict import MOST_QUESTIONS, contests_of
from checks.whatif import plausible_answers, weigh_questions
from parsers.corrections import Known
from samples.facts import known_from_facts, letter_from_facts

FACTS: dict[str, Any] = {
    "kind": "betalingsoppfordring",
    "fields": {
        "letter_date": "2026-08-12",
        "payment_deadline": "2026-08-26",
        "original_due_date": "2026-06-15",
        "notice_date": "2026-07-01",
        "notice_deadline": "2026-07-15",
        "creditor": "Vinddrag Kraftlag SA",
        "collector": "Rypefjell Inkasso AS",
        "claim_description": "Strømforbruk juni",
        "principal": "2180.00",
        "collection_fee": "350.00",
        "other_fee": "95.00",
        "total": "2625.00",
    },
    "statements": {
        "objection_invited": True,
        "further_costs": True,
        "legal_collection": True,
        "board_right": True,
        "earlier_notice": True,
    },
    "confidence": {"debtor": 0.7, "notice_deadline": 0.7},
}


SURE = {**FACTS, "confidence": {"notice_deadline": 0.7}}
"""The same letter, surely to a consumer."""


def asked(facts: dict[str, Any] = FACTS, **known: str) -> tuple[Audit, dict[str, Question]]:
    audited = audit(letter_from_facts(facts), known=known_from_facts(known))
    return audited, {question.id: question for question in weigh_questions(audited)}


# ------------------------------------------------------------------ the questions themselves


def test_every_fact_the_catalogue_asks_for_is_a_question_one_may_leave_open() -> None:
    asks = {fact for rule in load_rules().values() for fact in rule.info.ask}
    assert asks
    assert asks <= set(USER_FACTS)
    for fact in (*USER_FACTS.values(), *LETTER_FACTS.values()):
        assert fact.choices[-1] == "unknown"


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
@pytest.mark.parametrize("fact", [*USER_FACTS, *LETTER_FACTS])
def test_a_question_is_plain_words_about_what_people_can_see(fact: str, lang: str) -> None:
    text = messages.question(fact, lang=lang)
    assert text.text.endswith("?")
    assert len(text.text.split()) <= 24
    assert text.why.endswith(".")
    for status in ("registrert", "mva-pliktig", "avgiftspliktig", "VAT-registered", "næringsdrivende"):
        assert status not in text.text or fact == "remark_date"
    last = list(text.choices.values())[-1]
    assert last in {"nb": "Vet ikke", "nn": "Veit ikkje", "en": "Don't know"}[lang]


# ------------------------------------------------------------------ effects


def test_each_answer_tells_which_check_it_turns_and_by_how_many_kroner() -> None:
    audited, questions = asked(SURE)
    effects = {effect.answer: effect for effect in questions["creditor_vat_registered"].effects}
    assert set(effects) == {"yes", "no"}
    turned = {change.id: (change.status, change.change) for change in effects["yes"].checks}
    assert turned["salaer-over-limit"] == (Status.FAIL, Decimal("50.00"))
    assert effects["yes"].change == effects["yes"].contested - audited.totals.contested > 0
    assert effects["no"].change == 0


def test_an_answer_that_two_checks_strike_the_same_kroner_under_counts_them_once() -> None:
    """300 of fee and 75 of VAT on a claim that carried VAT: 75 kroner too much, by three checks."""
    fields = {**FACTS["fields"], "collection_fee": "300.00", "vat": "75.00", "total": "2650.00"}
    fields.pop("other_fee")
    _, questions = asked({**SURE, "fields": fields})
    yes = next(e for e in questions["creditor_vat_registered"].effects if e.answer == "yes")
    assert len([change for change in yes.checks if change.status is Status.FAIL]) >= 2
    assert yes.change == Decimal("75.00")


def test_no_answer_is_tried_for_dont_know() -> None:
    _, questions = asked()
    answers = [effect.answer for question in questions.values() for effect in question.effects]
    assert answers
    assert "unknown" not in answers


def test_a_doubtful_reading_is_tried_as_read_and_as_its_rivals() -> None:
    case = Case(letter_from_facts(FACTS))
    assert plausible_answers("notice_deadline", case)[0] == dt.date(2026, 7, 15)
    assert plausible_answers("total", case) == (Decimal("2625.00"),)


def test_a_missing_value_is_tried_with_what_the_rest_of_the_letter_makes_likely() -> None:
    fields = {name: value for name, value in FACTS["fields"].items() if name not in ("principal", "original_due_date")}
    case = Case(letter_from_facts({**FACTS, "fields": fields}))
    assert plausible_answers("principal", case) == (Decimal("2180.00"),)
    assert plausible_answers("original_due_date", case) == (
        dt.date(2026, 6, 16),
        dt.date(2026, 8, 2),
        dt.date(2026, 6, 28),
    )
    assert plausible_answers("claim_description", Case(letter_from_facts({"kind": "purring"}))) == ()


def test_without_a_total_or_rows_nothing_is_guessed_from_them() -> None:
    bare = Case(letter_from_facts({"kind": "betalingsoppfordring", "fields": {"total": "100.00"}}))
    assert plausible_answers("principal", bare) == (Decimal("100.00"),)
    assert plausible_answers("principal", Case(letter_from_facts({"kind": "betalingsoppfordring"}))) == ()
    assert plausible_answers("total", Case(letter_from_facts({"kind": "betalingsoppfordring"}))) == ()
    rows = Case(letter_from_facts({"kind": "betalingsoppfordring", "fields": {"principal": "90.00", "paid": "20.00"}}))
    assert plausible_answers("total", rows) == (Decimal("70.00"),)


def test_a_missing_creditor_may_be_the_one_the_claim_was_bought_from() -> None:
    case = Case(letter_from_facts({"kind": "oppfolging", "fields": {"original_creditor": "Vinddrag Kraftlag SA"}}))
    assert plausible_answers("creditor", case) == ("Vinddrag Kraftlag SA",)
    assert plausible_answers("creditor", Case(letter_from_facts({"kind": "oppfolging"}))) == ()


def test_the_question_that_moves_most_kroner_comes_first_and_at_most_five_are_asked() -> None:
    _, questions = asked(SURE)
    common = [q for q in questions.values() if q.id not in USER_FACTS or not USER_FACTS[q.id].rare]
    moved = [max((effect.weight for effect in q.effects), default=Decimal(0)) for q in common]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > 0
    assert len(questions) <= MOST_QUESTIONS


def test_what_the_user_could_not_answer_is_asked_last() -> None:
    first = next(iter(asked()[1]))
    known: dict[str, Any] = {first: "unknown"}
    assert next(iter(asked(**known)[1])) != first


def test_the_question_says_how_the_fact_usually_stands() -> None:
    leaning = asked(SURE)[1]["creditor_vat_registered"].leaning
    assert leaning is not None
    assert leaning.answer == "yes"


def test_a_letter_that_leaves_nothing_open_is_asked_nothing() -> None:
    audited = audit(letter_from_facts({"kind": "ikke-kravbrev"}))
    assert weigh_questions(audited) == ()


# ------------------------------------------------------------------ what was supposed, and what is then so


def test_running_only_the_checks_that_looked_is_running_them_all() -> None:
    audited, questions = asked()
    law = default_law()
    for question in questions.values():
        for effect in question.effects:
            case = supposing(audited.case, {question.id: effect.answer})
            whole = {result.id: result for result in run_all(case, law)}
            changes = {change.id: change for change in effect.checks}
            for before in audited.results:
                after = whole[before.id]
                status = changes[before.id].status if before.id in changes else before.status
                assert after.status is status, (question.id, effect.answer, before.id)


kroner = st.decimals(Decimal("20.00"), Decimal("4000.00"), places=2)


@settings(max_examples=150, deadline=None)
@given(
    amounts=st.fixed_dictionaries({"principal": kroner, "collection_fee": kroner, "vat": kroner, "other_fee": kroner}),
    kind=st.sampled_from(["betalingsoppfordring", "oppfolging", "inkassovarsel", "purring"]),
    debtor=st.sampled_from([0.6, 1.0]),
    dated=st.booleans(),
)
def test_giving_the_answer_does_what_was_told(
    amounts: dict[str, Decimal], kind: str, debtor: float, dated: bool
) -> None:
    fields: dict[str, Any] = {**amounts, "letter_date": "2026-08-12", "creditor": "Rundhaug AS"}
    fields |= {"payment_deadline": "2026-08-26", "original_due_date": "2026-06-15"} if dated else {}
    letter = letter_from_facts(
        {"kind": kind, "fields": {**fields, "total": sum(amounts.values())}, "confidence": {"debtor": debtor}}
    )
    before = audit(letter)
    for question in weigh_questions(before):
        for effect in question.effects:
            known = (
                Known(answers={question.id: effect.answer})
                if question.id in USER_FACTS
                else Known(corrections={question.id: effect.answer})
            )
            after = audit(letter, known=known)
            assert after.totals.contested == effect.contested == before.totals.contested + effect.change
            assert after.totals.possibly_contested == effect.possibly_contested
            statuses = {result.id: result.status for result in after.results}
            taken = {r.id: sum(contests_of(r, after.case).values(), Decimal(0)) for r in after.results}
            told = {change.id for change in effect.checks}
            for result in before.results:
                if result.id in told:
                    change = next(c for c in effect.checks if c.id == result.id)
                    was = sum(contests_of(result, before.case).values(), Decimal(0))
                    assert (statuses[result.id], taken[result.id]) == (change.status, was + change.change)
                else:
                    assert statuses[result.id] is result.status


def test_what_a_check_looks_at_is_noted_and_nothing_else_about_it_changes() -> None:
    case = Case(letter_from_facts(FACTS), Known(answers={"debtor": "consumer"}))
    seen, read = watched(case)
    assert seen.text("creditor") == case.text("creditor")
    assert seen.known.answer("sent_date") is None
    assert read == {"creditor", "sent_date"}
    assert len(seen.letter.fields) == len(case.letter.fields)
    assert set(seen.letter.fields) == set(case.letter.fields) <= read
