"""What must hold of the law's arithmetic and of every check, for any letter and not only for the cases thought of.

Every property is tried on at least two thousand examples. The same ones each time, so that a build is red for a change
and not by chance; with ``KRAVVAKT_EXPLORE=1`` new ones are drawn.
"""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from checks.case import Case
from checks.computation import Computation
from checks.engine import audit, outside_scope, run_rule
from checks.errors import UnknownFigure
from checks.fees import Debtor, collection_fee_cap, notice_fee
from checks.interest import late_interest
from checks.law import default_law
from checks.messages import message
from checks.model import Outcome, Severity, Status
from checks.registry import load_rules
from checks.verdict import MOST_QUESTIONS
from parsers.model import LineType
from samples.facts import known_from_facts, letter_from_facts
from service.reports.calculations import FeeStage, fee_as_dict, fee_limit
from tests.property.letters import (
    CHOICES,
    COST_ROWS,
    PRINCIPALS,
    Choices,
    case_of,
    with_higher_fee,
    with_more_doubt,
)

LAW = default_law()
RULES = load_rules()
EXAMPLES = 2000

many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="KRAVVAKT_EXPLORE" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

DAYS = st.dates(dt.date(2005, 1, 1), dt.date(2026, 12, 31))
KRONER = st.integers(0, 10**8).map(lambda oere: Decimal(oere) / 100)
ANY_ORDER = st.lists(DAYS, min_size=3, max_size=3).map(sorted)


# ------------------------------------------------------------------ interest


@many
@given(days=ANY_ORDER, principal=KRONER, paid=st.lists(st.tuples(DAYS, KRONER), max_size=2))
def test_interest_over_a_span_is_that_of_its_two_parts(
    days: list[dt.date], principal: Decimal, paid: list[tuple[dt.date, Decimal]]
) -> None:
    first, middle, last = days

    def interest(start: dt.date, end: dt.date) -> Decimal:
        return late_interest(LAW, principal=principal, first_day=start, last_day=end, payments=paid).total

    whole = interest(first, last)
    parts = interest(first, middle) + interest(middle + dt.timedelta(days=1), last)
    assert abs(whole - parts) <= Decimal("1e-18")


@many
@given(days=ANY_ORDER, principal=KRONER, more=KRONER)
def test_more_days_and_more_principal_never_give_less_interest(
    days: list[dt.date], principal: Decimal, more: Decimal
) -> None:
    first, middle, last = days
    short = late_interest(LAW, principal=principal, first_day=first, last_day=middle)
    long = late_interest(LAW, principal=principal + more, first_day=first, last_day=last)
    assert short.total <= long.total
    assert sum(period.days for period in long.periods) == (last - first).days + 1
    assert all(
        before.last + dt.timedelta(days=1) == after.first
        for before, after in zip(long.periods, long.periods[1:], strict=False)
    )


# ------------------------------------------------------------------ the calculators are the engine


@many
@given(
    principal=st.one_of(KRONER, st.sampled_from([Decimal(sum_) for sum_ in PRINCIPALS])),
    due=DAYS,
    wait=st.integers(0, 2000),
    stage=st.sampled_from(["light", "heavy", "reminder", "notice", "own-demand"]),
    debtor=st.sampled_from(["consumer", "business"]),
    vat=st.booleans(),
)
def test_the_fee_calculator_gives_the_limit_the_checks_use(
    principal: Decimal, due: dt.date, wait: int, stage: FeeStage, debtor: Debtor, vat: bool
) -> None:
    on = due + dt.timedelta(days=wait)
    try:
        answer = fee_limit(
            LAW,
            stage=stage,
            due=due,
            on=on,
            principal=principal,
            debtor=debtor,
            creditor_vat_registered=vat,
        )
    except UnknownFigure:
        with pytest.raises(UnknownFigure):
            LAW.inkassosats(on)
        return
    said = fee_as_dict(answer)
    cap: Computation
    if stage == "light" or stage == "heavy":
        cap = collection_fee_cap(
            LAW,
            basis=principal,
            due=due,
            on=on,
            stage=stage,
            debtor=debtor,
            vat_supplement=not vat,
        )
    else:
        cap = notice_fee(LAW, stage=stage, due=due, sent=on)
    assert said["limit"] == str(cap.in_ore)
    assert Decimal(said["steps"][-1]["result"]) == cap.result


@many
@given(principal=st.sampled_from(PRINCIPALS), due=DAYS, wait=st.integers(14, 900), vat=st.sampled_from(["yes", "no"]))
def test_the_fee_calculator_and_the_check_of_a_letter_agree(principal: str, due: dt.date, wait: int, vat: str) -> None:
    on = due + dt.timedelta(days=wait)
    case = _demand(on, due, principal, vat)
    result = run_rule(RULES["salaer-over-limit"], case, LAW)
    try:
        answer = fee_limit(
            LAW, stage="light", due=due, on=on, principal=Decimal(principal), creditor_vat_registered=vat == "yes"
        )
    except UnknownFigure:
        assert result.status is Status.UNSURE
        return
    if result.finding.variant != "unknown-figure":
        assert result.finding.params["low"] == answer.limit.in_ore


def _demand(on: dt.date, due: dt.date, principal: str, vat: str) -> Case:
    fields = {
        "letter_date": on, "payment_deadline": on, "original_due_date": due, "principal": principal,
        "collection_fee": "1.00",
    }  # fmt: skip
    letter = letter_from_facts({"kind": "betalingsoppfordring", "heading": "Betalingsoppfordring", "fields": fields})
    return Case(letter, known_from_facts({"creditor_vat_registered": vat}))


# ------------------------------------------------------------------ every check, any letter

LIMITS_OF: dict[str, tuple[str, ...]] = {
    "reminder_fee": (
        "pur-fee-over-limit", "pur-fee-not-before-14-days", "pur-fee-states-amount-and-subject", "costs-total-over-cap",
        "pur-second-fee-needs-14-day-deadline",
    ),
    "own_demand_fee": ("own-demand-fee", "costs-total-over-cap"),
    "collection_fee": (
        "salaer-over-limit", "salaer-before-collection", "costs-total-over-cap", "salaer-heavy-too-early",
        "lawyer-led-fee", "cost-paid-in-time", "cost-merging",
    ),
    "vat": ("salaer-over-limit", "vat-without-ground", "costs-total-over-cap"),
    "instalment_fee": ("instalment-fee", "avd-disclose-extra-cost", "costs-total-over-cap"),
    "compensation": ("cost-standard-compensation-consumer", "cost-standard-compensation-business"),
    "other_fee": ("cost-no-other-fees", "claim-parking"),
}  # fmt: skip
"""The checks that limit a row. VAT is judged against the fee it stands on, so a higher fee may well explain it."""

EVERY_COST = ("cost-minor", "cost-reasonable-objection", "dis-stop-collection")


def test_the_checks_that_limit_a_row_are_all_there() -> None:
    named = {id_ for ids in LIMITS_OF.values() for id_ in ids} | set(EVERY_COST)
    assert named <= set(RULES)
    assert set(LIMITS_OF) == set(COST_ROWS)


@many
@given(choices=CHOICES, more=st.sampled_from(["0.01", "1.00", "37.00", "400.00", "9000.00"]))
def test_raising_a_fee_never_turns_a_failure_into_a_pass(choices: Choices, more: str) -> None:
    case = case_of(choices)
    rows = [row for row in COST_ROWS if case.charged(row)]
    assume(rows)
    row = choices.pick(rows)
    higher = with_higher_fee(case, LineType(row), Decimal(more))
    for id_ in (*LIMITS_OF[row], *EVERY_COST):
        before = run_rule(RULES[id_], case, LAW)
        if before.status is Status.FAIL:
            after = run_rule(RULES[id_], higher, LAW)
            assert after.status is not Status.PASS, (id_, row, before.finding, after.finding)


@many
@given(choices=CHOICES)
def test_more_doubt_never_turns_what_is_open_or_right_into_an_accusation(choices: Choices) -> None:
    case = case_of(choices)
    doubtful = with_more_doubt(case, choices)
    for id_, rule in RULES.items():
        before = run_rule(rule, case, LAW)
        if before.status is Status.FAIL:
            continue
        after = run_rule(rule, doubtful, LAW)
        assert after.status is not Status.FAIL, (id_, before.finding, after.finding)
        assert not before.crashed
        assert not after.crashed


@many
@given(choices=CHOICES)
def test_no_audit_contests_more_than_was_charged_or_contradicts_itself(choices: Choices) -> None:
    case = case_of(choices)
    found = audit(case.letter, LAW, known=case.known, previous=case.previous)
    totals = found.totals
    charged = sum((line.amount for line in case.letter.lines if line.included and line.type not in NO_COST), Decimal(0))
    demanded = sum(
        (line.amount for line in case.letter.lines if line.included and line.type is not LineType.PAID), Decimal(0)
    )
    claimed = totals.claimed or Decimal(0)
    assert Decimal(0) <= totals.contested <= totals.possibly_contested
    assert totals.contested <= charged + max(Decimal(0), claimed - demanded + case.charged(LineType.PAID))
    if totals.claimed is not None:
        assert totals.supported == claimed - totals.contested
        assert totals.possibly_contested <= claimed
    accused = [r for r in found.results if r.status is Status.FAIL and r.severity is not Severity.ADVICE]
    if found.outcome is not Outcome.UNREADABLE:
        assert (found.outcome is Outcome.BREACHES) == bool(accused)
    if outside_scope(case):
        assert all(r.info.group == "scope" for r in found.results if r.status is not Status.NOT_APPLICABLE)
    status = {result.id: result.status for result in found.results}
    for result in found.results:
        finding = result.finding
        assert not result.crashed
        assert message(result.id, finding).headline
        assert finding.leaning is None or finding.status is Status.UNSURE
        if finding.amounts is not None:
            assert finding.amounts.excess == finding.amounts.charged - finding.amounts.limit
            assert finding.amounts.excess >= 0
    asked = [question.id for question in found.questions]
    assert len(asked) == len(set(asked)) <= MOST_QUESTIONS
    for question in found.questions:
        assert question.settles
        assert all(status[id_] in (Status.UNSURE, Status.FAIL) for id_ in question.settles)
    for one, other in NEVER_TOGETHER:
        assert not (status[one] is Status.FAIL and status[other] is Status.PASS), (one, other)
    assert not all(status[f"cost-standard-compensation-{who}"] is Status.FAIL for who in ("consumer", "business"))


NO_COST = {LineType.PRINCIPAL, LineType.PAID, LineType.TOTAL}

NEVER_TOGETHER: tuple[tuple[str, str], ...] = (("inv-after-due-date", "pur-fee-not-before-14-days"),)
"""A failure of the first and a pass of the second would say opposite things of the same days."""
