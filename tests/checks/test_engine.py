"""Running checks: whom they concern, what is missing, and how sure a reading must be before anyone is accused."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

import checks.engine
from checks.case import GATE, Case
from checks.engine import PASS_GATE, SCOPE_CHECKS, audit, outside_scope, ruleset_version, run_rule
from checks.law import Law, default_law, load_law
from checks.model import Amounts, CheckResult, Consequence, Finding, LegalBasis, RuleInfo, Severity, Status
from checks.registry import Rule, load_rules
from parsers.corrections import Known
from parsers.model import DebtorType, LetterKind, Reading, SenderRole
from samples.facts import letter_from_facts

FACTS: Mapping[str, Any] = {
    "kind": "betalingsoppfordring",
    "heading": "Betalingsoppfordring",
    "fields": {
        "letter_date": "2026-08-12",
        "payment_deadline": "2026-08-26",
        "original_due_date": "2026-06-15",
        "principal": "2180.00",
        "collection_fee": "750.00",
        "total": "2930.00",
    },
    "statements": {"board_right": "clear"},
}


def made_up(
    check: Callable[[Case, Law], Finding] = lambda _case, _law: Finding(Status.FAIL),
    *,
    id_: str = "made-up",
    act: str = "forskrift/1989-07-14-562",
    section: str = "§ 2-2",
    **changes: Any,
) -> Rule:
    """A rule that is in no register."""
    info: dict[str, Any] = {
        "id": id_,
        "group": "fees",
        "legal_basis": (LegalBasis(act, section),),
        "severity": Severity.BREACH,
        "consequence": Consequence.COLLECTION_FEE,
        "kinds": frozenset(LetterKind),
        "senders": frozenset(SenderRole),
        "debtors": frozenset(DebtorType),
        "valid_from": dt.date(1989, 10, 1),
        "valid_to": None,
        "date_key": "sent_date",
        "regime": "inkl-1988",
        "ask": (),
        "also": (),
        "doc": "A made-up check.",
    }
    return Rule(RuleInfo(**{**info, **changes}), check)


def finding(**parts: Any) -> Callable[[Case, Law], Finding]:
    return lambda _case, _law: Finding(**parts)


def run(rule: Rule, known: Known | None = None, law: Law | None = None, **changes: Any) -> CheckResult:
    facts = {**FACTS, **changes}
    return run_rule(rule, Case(letter_from_facts(facts), known or Known()), law or default_law())


# ------------------------------------------------------------------ whom a check concerns


@pytest.mark.parametrize(
    ("limits", "letter"),
    [
        ({"kinds": frozenset({LetterKind.PURRING})}, {}),
        ({"senders": frozenset({SenderRole.CREDITOR})}, {}),
        ({"debtors": frozenset({DebtorType.BUSINESS})}, {}),
        ({"valid_from": dt.date(2026, 8, 13)}, {}),
        ({"valid_to": dt.date(2026, 8, 11)}, {}),
        ({"date_key": "claim_due_date", "valid_from": dt.date(2026, 6, 16)}, {}),
        ({}, {"kind": "forliksklage"}),
        ({}, {"kind": "ikke-kravbrev"}),
        ({}, {"sender_role": "public"}),
    ],
)
def test_check_that_does_not_concern_the_letter_is_not_applicable(
    limits: dict[str, Any], letter: dict[str, Any]
) -> None:
    result = run(made_up(**limits), **letter)
    assert result.status is Status.NOT_APPLICABLE
    assert result.finding.message == "not_applicable"


@pytest.mark.parametrize(
    "limits",
    [
        {"valid_from": dt.date(2026, 8, 12), "valid_to": dt.date(2026, 8, 12)},
        {"date_key": "claim_due_date", "valid_from": dt.date(2026, 6, 15), "valid_to": dt.date(2026, 6, 15)},
        {"kinds": frozenset({LetterKind.BETALINGSOPPFORDRING})},
    ],
)
def test_first_and_last_day_of_a_check_belong_to_it(limits: dict[str, Any]) -> None:
    assert run(made_up(**limits)).status is Status.FAIL


def test_day_the_user_says_it_was_sent_goes_before_the_printed_one() -> None:
    rule = made_up(valid_from=dt.date(2026, 8, 14))
    assert run(rule).status is Status.NOT_APPLICABLE
    assert run(rule, Known(answers={"sent_date": dt.date(2026, 8, 14)})).status is Status.FAIL


def test_an_unknown_day_does_not_put_a_check_out_of_force() -> None:
    rule = made_up(valid_from=dt.date(2026, 8, 13))
    assert run(rule, fields={"principal": "2180.00"}).status is Status.FAIL


def test_check_for_one_kind_of_debtor_stays_open_while_the_debtor_is() -> None:
    rule = made_up(debtors=frozenset({DebtorType.CONSUMER}))
    assert run(rule, debtor="business").status is Status.NOT_APPLICABLE
    doubtful = run(rule, debtor="business", confidence={"debtor": 0.5})
    assert (doubtful.status, doubtful.finding.question) == (Status.UNSURE, "debtor")


def test_rules_of_the_old_act_end_where_the_new_one_begins() -> None:
    law = load_law(new_act_in_force=dt.date(2026, 8, 12))
    assert run(made_up(), law=law).status is Status.NOT_APPLICABLE
    assert run(made_up(regime="always"), law=law).status is Status.FAIL
    assert run(made_up(), law=load_law(new_act_in_force=dt.date(2026, 8, 13))).status is Status.FAIL


def test_what_is_outside_the_law_is_told_by_the_scope_checks_alone() -> None:
    case = Case(letter_from_facts({**FACTS, "kind": "ikke-kravbrev"}))
    assert outside_scope(case)
    told = [r.info.group for r in audit(case.letter).results if r.status is not Status.NOT_APPLICABLE]
    assert set(told) <= {SCOPE_CHECKS}


# ------------------------------------------------------------------ what is missing or unknown


def test_value_that_is_missing_makes_a_check_unsure_and_is_asked_for() -> None:
    def needs_notice(case: Case, law: Law) -> Finding:
        return Finding(Status.PASS, params={"day": case.date("notice_date").need()})

    found = run(made_up(needs_notice)).finding
    assert (found.status, found.variant, found.question) == (Status.UNSURE, "missing", "notice_date")
    assert found.params["field"] == "notice_date"


def test_a_heading_that_is_missing_is_not_asked_for() -> None:
    def needs_heading(case: Case, law: Law) -> Finding:
        return Finding(Status.PASS, params={"heading": case.letter.heading.need()})

    found = run(made_up(needs_heading), heading="").finding
    assert (found.status, found.variant, found.question) == (Status.UNSURE, "missing", None)


def test_figure_of_the_law_that_is_not_known_makes_a_check_unsure() -> None:
    def needs_figure(case: Case, law: Law) -> Finding:
        return Finding(Status.PASS, params={"sats": law.inkassosats(dt.date(2031, 1, 1)).value})

    found = run(made_up(needs_figure)).finding
    assert (found.status, found.variant, found.question) == (Status.UNSURE, "unknown-figure", None)
    assert found.params == {"figure": "inkassosats", "day": dt.date(2031, 1, 1)}


def crash(case: Case, law: Law) -> Finding:
    raise ZeroDivisionError("made up")


def test_rule_that_raises_is_logged_and_told_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="checks.engine"):
        result = run(made_up(crash, id_="broken"))
    assert (result.status, result.finding.variant, result.crashed) == (Status.UNSURE, "crashed", True)
    assert [record.getMessage() for record in caplog.records] == ["check broken could not be run"]


def test_one_rule_that_raises_does_not_take_the_others_with_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rules = {"broken": made_up(crash, id_="broken"), "sound": made_up(finding(status=Status.PASS), id_="sound")}
    monkeypatch.setattr(checks.engine, "load_rules", lambda: rules)
    audited = audit(letter_from_facts(FACTS))
    assert [(r.id, r.status) for r in audited.results] == [("broken", Status.UNSURE), ("sound", Status.PASS)]
    assert audited.warnings == ("broken: crashed",)
    assert "broken" in caplog.text


# ------------------------------------------------------------------ the gate


ACCUSING: dict[str, Any] = {
    "status": Status.FAIL,
    "rests_on": ("collection_fee", "principal"),
    "amounts": Amounts(Decimal("750.00"), Decimal("375.00"), Decimal("375.00")),
    "contests": {"collection_fee": Decimal("375.00")},
}


def test_accusation_stands_on_readings_that_are_sure_enough() -> None:
    result = run(made_up(finding(**ACCUSING)), confidence={"principal": GATE})
    assert result.status is Status.FAIL
    assert result.confidence == GATE


@pytest.mark.parametrize("reading", ["collection_fee", "principal", "kind", "sender_role"])
def test_accusation_on_a_doubtful_reading_becomes_a_question(reading: str) -> None:
    found = run(made_up(finding(**ACCUSING)), confidence={reading: GATE - 0.01}).finding
    assert (found.status, found.variant) == (Status.UNSURE, "doubtful-reading")
    assert (found.leaning, found.question) == (Status.FAIL, reading)
    assert found.params["field"] == reading
    assert found.amounts == ACCUSING["amounts"], "the reader learns what is at stake"
    assert not found.contests, "no krone falls away on a doubtful reading"


def test_least_sure_reading_is_the_one_asked_for() -> None:
    found = run(made_up(finding(**ACCUSING)), confidence={"collection_fee": 0.8, "principal": 0.4}).finding
    assert found.question == "principal"


def test_who_the_debtor_is_matters_only_where_it_decides_the_rule() -> None:
    weak = {"debtor": 0.5}
    assert run(made_up(finding(**ACCUSING)), confidence=weak).status is Status.FAIL
    consumers = made_up(finding(**ACCUSING), debtors=frozenset({DebtorType.CONSUMER}))
    assert run(consumers, confidence=weak).finding.question == "debtor"


@pytest.mark.parametrize("name", ["statement:board_right", "heading"])
def test_a_sentence_that_was_read_badly_is_not_asked_for(name: str) -> None:
    weak = {name.removeprefix("statement:"): 0.3}
    found = run(made_up(finding(status=Status.FAIL, rests_on=(name,))), confidence=weak).finding
    assert (found.status, found.variant, found.question) == (Status.UNSURE, "doubtful-reading", None)


def test_something_is_not_there_only_in_a_letter_read_whole() -> None:
    rule = made_up(finding(status=Status.FAIL, absence=True))
    assert run(rule).status is Status.FAIL
    found = run(rule, fully_read=False).finding
    assert (found.status, found.variant, found.question) == (Status.UNSURE, "not-fully-read", None)


def test_what_is_there_can_be_wrong_in_a_letter_read_in_part() -> None:
    assert run(made_up(finding(**ACCUSING)), fully_read=False).status is Status.FAIL


def test_even_a_pass_needs_a_reading_to_believe_in() -> None:
    rule = made_up(finding(status=Status.PASS, rests_on=("principal",)))
    assert run(rule, confidence={"principal": PASS_GATE}).status is Status.PASS
    found = run(rule, confidence={"principal": PASS_GATE - 0.01}).finding
    assert (found.status, found.leaning, found.question) == (Status.UNSURE, Status.PASS, "principal")


@pytest.mark.parametrize("status", [Status.UNSURE, Status.NOT_APPLICABLE])
def test_unsure_and_not_applicable_are_left_as_the_rule_found_them(status: Status) -> None:
    rule = made_up(finding(status=status, variant="own", rests_on=("principal",), question="sent_date"))
    found = run(rule, confidence={"principal": 0.1}).finding
    assert (found.status, found.variant, found.question) == (status, "own", "sent_date")


def test_evidence_is_that_of_what_the_finding_rests_on() -> None:
    result = run(made_up(finding(**ACCUSING)))
    assert [name for name, _ in result.evidence] == ["collection_fee", "principal"]
    assert [evidence.quote for _, evidence in result.evidence] == ["750.00", "2180.00"]


# ------------------------------------------------------------------ how sure the law is


@pytest.mark.parametrize(
    ("act", "section"),
    [
        ("lov/1988-05-13-26", "§ 9"),
        ("lov/1988-05-13-26", "§ 10"),
        ("lov/1988-05-13-26", "§ 11"),
        ("forskrift/1989-07-14-562", "§ 1-2"),
    ],
)
def test_businesses_may_agree_otherwise_so_the_breach_is_only_likely(act: str, section: str) -> None:
    rule = made_up(act=act, section=section)
    assert run(rule).severity is Severity.BREACH
    assert run(rule, debtor="business").severity is Severity.LIKELY_BREACH
    assert run(rule, confidence={"debtor": 0.5}).severity is Severity.LIKELY_BREACH


def test_caps_of_the_collectors_fee_bind_towards_businesses_too() -> None:
    assert run(made_up(section="§ 2-2"), debtor="business").severity is Severity.BREACH


def test_a_rule_may_be_milder_than_its_catalogue_entry() -> None:
    rule = made_up(finding(status=Status.FAIL, severity=Severity.ADVICE))
    assert run(rule).severity is Severity.ADVICE


# ------------------------------------------------------------------ the whole audit


def test_an_audit_tells_every_check_once_and_under_which_law() -> None:
    audited = audit(letter_from_facts(FACTS))
    assert [r.id for r in audited.results] == list(load_rules())
    assert audited.evaluated_for == dt.date(2026, 8, 12)
    assert audited.law_as_of == default_law().law_as_of
    assert audited.warnings == ()


def test_corrections_are_in_place_before_anything_is_judged() -> None:
    known = Known(corrections={"collection_fee": Decimal("300.00")}, answers={"creditor_vat_registered": "yes"})
    by_id = {r.id: r for r in audit(letter_from_facts(FACTS), known=known).results}
    assert by_id["salaer-over-limit"].status is Status.PASS


def test_a_letter_without_a_date_is_evaluated_for_no_day() -> None:
    assert audit(letter_from_facts({"kind": "purring", "fully_read": False})).evaluated_for is None


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("sender", list(SenderRole))
def test_no_letter_however_empty_breaks_an_audit_or_is_accused(kind: LetterKind, sender: SenderRole) -> None:
    audited = audit(letter_from_facts({"kind": kind.value, "sender_role": sender.value, "fully_read": False}))
    assert audited.warnings == ()
    assert not [r.id for r in audited.results if r.status is Status.FAIL]
    assert audited.totals.contested == Decimal("0.00")


def test_the_ruleset_is_named_by_its_figures_and_its_code() -> None:
    version = ruleset_version(default_law())
    assert len(version) == 12
    assert int(version, 16) >= 0
    assert version == ruleset_version(default_law())
    assert version != ruleset_version(load_law(new_act_in_force=dt.date(2026, 8, 12)))


def test_a_debtor_more_likely_a_business_is_not_judged_as_a_consumer() -> None:
    """The likelier reading speaks against a rule for consumers only; it must not count for it."""
    letter = letter_from_facts(
        {
            "kind": "inkassovarsel",
            "sender_role": "creditor",
            "fields": {"letter_date": "2026-08-12", "compensation": 430},
        }
    )
    likelier = Reading(DebtorType.BUSINESS, 0.6, rivals=(Reading(DebtorType.CONSUMER, 0.4),))
    case = Case(replace(letter, debtor=likelier))
    result = run_rule(load_rules()["cost-standard-compensation-consumer"], case, default_law())
    assert result.status is Status.UNSURE
