"""From findings to kroner, questions and an outcome: each krone once, and never more than the letter charges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from checks.case import Case
from checks.engine import audit
from checks.model import (
    Amounts,
    CheckResult,
    Consequence,
    Finding,
    LegalBasis,
    Outcome,
    RuleInfo,
    Severity,
    Status,
)
from checks.user_facts import USER_FACTS
from checks.verdict import (
    MOST_QUESTIONS,
    claimed_of,
    contests_of,
    is_unreadable,
    outcome_of,
    questions_of,
    totals_of,
)
from parsers.corrections import Known
from parsers.model import DebtorType, LetterKind, SenderRole
from samples.facts import known_from_facts, letter_from_facts

ROWS = {
    "principal": "1000.00",
    "interest": "20.00",
    "reminder_fee": "38.00",
    "own_demand_fee": "113.00",
    "collection_fee": "300.00",
    "vat": "75.00",
    "legal_costs": "500.00",
    "total": "2046.00",
}


def case_of(fields: Mapping[str, Any] = ROWS, known: Mapping[str, Any] | None = None, **facts: Any) -> Case:
    letter = letter_from_facts({"kind": "betalingsoppfordring", "fields": fields, **facts})
    return Case(letter, known_from_facts(known or {}))


def result(
    id_: str = "made-up",
    finding: Finding | None = None,
    *,
    consequence: str = "amount",
    severity: str = "breach",
    also: tuple[str, ...] = (),
) -> CheckResult:
    info = RuleInfo(
        id=id_,
        group="fees",
        legal_basis=(LegalBasis("lov/1988-05-13-26", "§ 17"),),
        severity=Severity(severity),
        consequence=Consequence(consequence),
        kinds=frozenset(LetterKind),
        senders=frozenset(SenderRole),
        debtors=frozenset(DebtorType),
        valid_from=dt.date(1989, 10, 1),
        valid_to=None,
        date_key="sent_date",
        regime="always",
        ask=(),
        also=tuple(Consequence(c) for c in also),
        doc="A made-up check.",
    )
    return CheckResult(
        info=info, finding=finding or Finding(Status.FAIL), severity=Severity(severity), confidence=1.0, evidence=()
    )


def taking(id_: str, severity: str = "breach", **rows: str) -> CheckResult:
    return result(id_, Finding(Status.FAIL, contests={r: Decimal(k) for r, k in rows.items()}), severity=severity)


def asking(id_: str, question: str, stake: str = "0.00", *, leaning: Status | None = None, **more: Any) -> CheckResult:
    finding = Finding(Status.UNSURE, question=question, stake=Decimal(stake), leaning=leaning)
    return result(id_, finding, **more)


# ------------------------------------------------------------------ what a failed check takes away


@pytest.mark.parametrize(
    ("consequence", "expected"),
    [
        ("C-ALL", {"reminder_fee": "38.00", "own_demand_fee": "113.00", "collection_fee": "300.00", "vat": "75.00"}),
        ("C-COLL", {"collection_fee": "300.00", "vat": "75.00"}),
        ("C-FEE", {"reminder_fee": "38.00", "own_demand_fee": "113.00"}),
        ("C-NONE", {}),
        ("amount", {}),
    ],
)
def test_consequence_takes_its_rows_and_no_others(consequence: str, expected: dict[str, str]) -> None:
    taken = contests_of(result(consequence=consequence), case_of())
    assert dict(taken) == {row: Decimal(kroner) for row, kroner in expected.items()}


def test_further_consequence_takes_its_rows_too() -> None:
    taken = contests_of(result(consequence="C-COLL", also=("C-FEE",)), case_of())
    assert set(taken) == {"collection_fee", "vat", "reminder_fee", "own_demand_fee"}


def test_kroner_the_rule_names_go_before_its_consequence() -> None:
    named = result(finding=Finding(Status.FAIL, contests={"collection_fee": Decimal("62.50")}), consequence="C-COLL")
    assert contests_of(named, case_of()) == {"collection_fee": Decimal("62.50")}


@pytest.mark.parametrize("status", [Status.PASS, Status.UNSURE, Status.NOT_APPLICABLE])
def test_only_a_failed_check_takes_anything(status: Status) -> None:
    assert contests_of(result(finding=Finding(status), consequence="C-ALL"), case_of()) == {}


def test_advice_moves_no_money() -> None:
    assert contests_of(result(consequence="C-ALL", severity="advice"), case_of()) == {}


# ------------------------------------------------------------------ the four sums


def test_two_checks_on_the_same_krone_count_it_once() -> None:
    totals = totals_of([taking("one", collection_fee="62.50"), taking("other", collection_fee="62.50")], case_of())
    assert totals.contested == Decimal("62.50")


def test_the_larger_of_two_claims_on_a_row_counts() -> None:
    totals = totals_of([taking("excess", collection_fee="62.50"), result(consequence="C-COLL")], case_of())
    assert totals.contested == Decimal("375.00")


def test_different_rows_add_up() -> None:
    totals = totals_of([taking("one", collection_fee="62.50"), taking("other", interest="5.00")], case_of())
    assert totals.contested == Decimal("67.50")
    assert totals.supported == Decimal("1978.50")


def test_checks_that_name_fee_or_vat_for_the_same_kroner_count_them_once() -> None:
    results = [taking("fee", collection_fee="60.00"), taking("vat", vat="60.00"), taking("over", vat="60.00")]
    assert totals_of(results, case_of()).contested == Decimal("60.00")
    both = taking("both", collection_fee="40.00", vat="75.00")
    assert totals_of([*results, both], case_of()).contested == Decimal("115.00")


def test_no_row_loses_more_than_was_charged() -> None:
    assert totals_of([taking("one", reminder_fee="500.00")], case_of()).contested == Decimal("38.00")


def test_no_letter_loses_more_than_it_claims() -> None:
    case = case_of({"collection_fee": "300.00", "total": "100.00"})
    assert totals_of([result(consequence="C-COLL")], case).contested == Decimal("100.00")


def test_a_total_above_its_rows_is_contested_by_the_difference() -> None:
    totals = totals_of([taking("sum", unexplained="10.00"), taking("fee", reminder_fee="8.00")], case_of())
    assert totals.contested == Decimal("18.00")


def test_likely_breaches_count_only_as_possible() -> None:
    totals = totals_of([taking("sure", vat="75.00"), taking("likely", "likely_breach", interest="5.00")], case_of())
    assert (totals.contested, totals.possibly_contested) == (Decimal("75.00"), Decimal("80.00"))
    assert totals.supported == Decimal("1971.00")


def test_unsure_checks_count_nowhere_even_when_they_lean_to_fail() -> None:
    leaning = Finding(
        Status.UNSURE,
        leaning=Status.FAIL,
        amounts=Amounts(Decimal("75.00"), Decimal("0.00"), Decimal("75.00")),
        contests={"vat": Decimal("75.00")},
    )
    totals = totals_of([result(finding=leaning)], case_of())
    assert (totals.contested, totals.possibly_contested) == (Decimal("0.00"), Decimal("0.00"))


def test_the_claim_is_the_total_the_letter_demands() -> None:
    assert claimed_of(case_of()) == Decimal("2046.00")


def test_without_a_total_the_claim_is_the_rows_less_what_was_paid() -> None:
    rows = [
        {"type": "principal", "amount": "1000.00"},
        {"type": "paid", "amount": "400.00"},
        {"type": "collection_fee", "amount": "300.00", "included": False},
    ]
    assert claimed_of(case_of({}, lines=rows)) == Decimal("600.00")


def test_with_neither_total_nor_rows_no_sum_is_made_up() -> None:
    totals = totals_of([], case_of({}))
    assert (totals.claimed, totals.supported, totals.contested) == (None, None, Decimal("0.00"))


# ------------------------------------------------------------------ questions


def test_at_most_five_questions_and_the_most_kroner_first() -> None:
    facts = list(USER_FACTS)[: MOST_QUESTIONS + 2]
    results = [asking(f"check-{n}", fact, stake=f"{n}.00") for n, fact in enumerate(facts, start=1)]
    questions = questions_of(results, case_of())
    assert [q.id for q in questions] == list(reversed(facts))[:MOST_QUESTIONS]
    assert [q.kroner for q in questions] == sorted((q.kroner for q in questions), reverse=True)


def test_a_question_of_several_checks_is_asked_once_and_weighs_its_largest_stake() -> None:
    (question,) = questions_of([asking("small", "sent_date", "5.00"), asking("large", "sent_date", "75.00")], case_of())
    assert question.settles == ("small", "large")
    assert question.kroner == Decimal("75.00")


def test_without_a_stake_a_question_weighs_what_the_check_would_take() -> None:
    (question,) = questions_of([asking("bo", "previous_letters", consequence="C-COLL")], case_of())
    assert question.kroner == Decimal("375.00")


def test_an_unsure_check_that_no_answer_settles_asks_nothing() -> None:
    assert questions_of([result(finding=Finding(Status.UNSURE))], case_of()) == ()


def test_settled_checks_ask_nothing() -> None:
    assert questions_of([result(finding=Finding(Status.PASS, question="sent_date"))], case_of()) == ()


def test_a_failed_check_may_ask_what_would_raise_its_excess() -> None:
    failed = Finding(Status.FAIL, question="creditor_vat_registered", stake=Decimal("75.00"))
    (question,) = questions_of([result("salaer", failed)], case_of())
    assert (question.id, question.settles, question.kroner) == (
        "creditor_vat_registered",
        ("salaer",),
        Decimal("75.00"),
    )


def test_a_question_the_user_could_not_answer_makes_way_for_the_others() -> None:
    facts = list(USER_FACTS)[: MOST_QUESTIONS + 1]
    results = [asking(fact, fact, stake="1.00") for fact in facts[1:]] + [asking("x", facts[0], stake="900.00")]
    asked = questions_of(results, case_of(known={facts[0]: "unknown"}))
    assert facts[0] not in {q.id for q in asked}


@pytest.mark.parametrize(
    ("id_", "kind"),
    [
        ("sent_date", "date"),
        ("creditor_vat_registered", "choice"),
        ("kind", "choice"),
        ("original_due_date", "date"),
        ("principal", "amount"),
        ("interest_rate", "amount"),
        ("creditor", "text"),
    ],
)
def test_each_question_knows_what_kind_of_answer_it_wants(id_: str, kind: str) -> None:
    (question,) = questions_of([asking("check", id_)], case_of())
    assert question.kind == kind
    assert bool(question.choices) == (kind == "choice" or id_ in USER_FACTS)


# ------------------------------------------------------------------ the verdict in one word


def test_a_failed_breach_decides_the_outcome() -> None:
    results = [result(), asking("open", "sent_date")]
    assert outcome_of(results, questions_of(results, case_of())) is Outcome.BREACHES


def test_a_likely_breach_is_a_breach_in_the_outcome() -> None:
    assert outcome_of([result(severity="likely_breach")], ()) is Outcome.BREACHES


def test_failed_advice_alone_is_a_clean_letter() -> None:
    assert outcome_of([result(severity="advice")], ()) is Outcome.CLEAN


def test_an_open_question_makes_the_outcome_questions() -> None:
    results = [asking("open", "sent_date")]
    assert outcome_of(results, questions_of(results, case_of())) is Outcome.QUESTIONS


def test_an_unsure_check_without_a_question_leaves_the_letter_clean() -> None:
    results = [result(finding=Finding(Status.UNSURE))]
    assert outcome_of(results, questions_of(results, case_of())) is Outcome.CLEAN


def test_a_question_few_people_can_answer_leaves_the_letter_clean_unless_the_letter_raises_it() -> None:
    unprompted = asking("a", "debtor_minor", leaning=Status.PASS)
    assert outcome_of([unprompted], questions_of([unprompted], case_of())) is Outcome.CLEAN
    raised = asking("b", "debtor_minor")
    assert outcome_of([unprompted, raised], questions_of([raised], case_of())) is Outcome.QUESTIONS


def test_a_question_few_people_can_answer_is_asked_behind_the_others() -> None:
    results = [asking("a", "debtor_minor", "900.00", leaning=Status.PASS), asking("b", "sent_date", "10.00")]
    assert [question.id for question in questions_of(results, case_of())] == ["sent_date", "debtor_minor"]


def test_pages_read_badly_with_nothing_to_go_by_are_unreadable() -> None:
    assert is_unreadable(case_of({}, fully_read=False))
    assert not is_unreadable(case_of({"letter_date": "2026-08-12"}, fully_read=False))
    assert not is_unreadable(case_of({}, fully_read=True))


@pytest.mark.parametrize(
    ("warnings", "document", "unreadable"),
    [
        (("page_unreadable:1",), {}, True),
        (("page_unreadable:1",), {"document": "insurance"}, False),
        (("page_missing:2",), {}, False),
    ],
)
def test_what_was_not_read_is_not_told_to_be_another_paper(
    warnings: tuple[str, ...], document: Mapping[str, Any], unreadable: bool
) -> None:
    case = case_of({"letter_date": "2026-08-12"}, kind="ikke-kravbrev", fully_read=False, **document)
    assert is_unreadable(replace(case, letter=replace(case.letter, warnings=warnings))) is unreadable


TOO_HIGH = {
    "kind": "betalingsoppfordring",
    "fields": {
        "letter_date": "2026-08-12",
        "payment_deadline": "2026-08-26",
        "original_due_date": "2026-06-15",
        "principal": "2180.00",
        "collection_fee": "750.00",
        "total": "2930.00",
    },
}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (TOO_HIGH, Outcome.BREACHES),
        ({"kind": "betalingsoppfordring", "fields": {"total": "100.00"}, "fully_read": False}, Outcome.QUESTIONS),
        ({"kind": "ikke-kravbrev"}, Outcome.OUTSIDE_SCOPE),
        ({"kind": "namsmann", "fields": {"total": "100.00"}}, Outcome.OUTSIDE_SCOPE),
        ({"kind": "betalingsoppfordring", "sender_role": "public"}, Outcome.QUESTIONS),
        (
            {
                "kind": "betalingsoppfordring",
                "sender_role": "public",
                "fields": {"creditor": "Skatteetaten Innkreving", "total": "100.00"},
            },
            Outcome.OUTSIDE_SCOPE,
        ),
        ({"kind": "purring", "fully_read": False}, Outcome.UNREADABLE),
    ],
)
def test_letters_come_out_with_each_outcome(facts: dict[str, Any], expected: Outcome) -> None:
    assert audit(letter_from_facts(facts)).outcome is expected


def test_a_reminder_that_keeps_every_rule_is_clean() -> None:
    facts = {
        "kind": "purring",
        "sender_role": "creditor",
        "heading": "Purring",
        "text": "Purring\n\nKravet gjelder faktura 4711, treningsavgift mai. Hovedstol 499,00. Purregebyr 38,00.",
        "fields": {
            "letter_date": "2026-07-08",
            "payment_deadline": "2026-07-22",
            "original_due_date": "2026-06-15",
            "invoice_number": "4711",
            "creditor": "Granly Treningssenter AS",
            "claim_description": "Treningsavgift mai",
            "principal": "499.00",
            "reminder_fee": "38.00",
            "total": "537.00",
        },
    }
    audited = audit(letter_from_facts(facts))
    assert audited.outcome is Outcome.CLEAN, [
        (r.id, r.finding.message) for r in audited.results if r.status in (Status.FAIL, Status.UNSURE)
    ]
    assert audited.totals.supported == Decimal("537.00")
    assert {question.id for question in audited.questions if not USER_FACTS[question.id].rare} == set()


def test_the_sums_of_an_audit_hold_together() -> None:
    totals = audit(letter_from_facts(TOO_HIGH), known=Known(answers={"debtor": "consumer"})).totals
    assert totals.claimed == Decimal("2930.00")
    assert totals.supported == totals.claimed - totals.contested
    assert Decimal("0.00") < totals.contested <= totals.possibly_contested <= Decimal("750.00")
