"""The history of a case from letters given in any order, with duplicates, strangers and doubts among them."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest

from checks.case import Case
from checks.history import ToldDemand, deadline_of, fee_notices, history_of, told_demand
from checks.same_claim import Link, link_between, same_parties
from parsers.model import Letter, LetterKind, Reading
from samples.facts import letter_from_facts

CLAIM: dict[str, Any] = {
    "creditor": "Granlia Trening AS",
    "invoice_number": "70412",
    "original_due_date": "2026-03-02",
    "principal": "1000.00",
}


def letter(kind: str, day: str | None, *, sender: str = "creditor", sure: float = 1.0, **fields: Any) -> Letter:
    dated = {} if day is None else {"letter_date": day}
    return letter_from_facts(
        {
            "kind": kind,
            "sender_role": sender,
            "fields": {**CLAIM, **dated, **fields},
            "confidence": {"letter_date": sure},
        }
    )


REMINDER = letter("purring", "2026-03-20", payment_deadline="2026-04-03", reminder_fee="38.00")
NOTICE = letter("inkassovarsel", "2026-04-07", payment_deadline="2026-04-21", reminder_fee="76.00")
DEMAND = letter(
    "betalingsoppfordring",
    "2026-04-25",
    sender="collector",
    collector="Rypefjell Inkasso AS",
    payment_deadline="2026-05-09",
    reminder_fee="76.00",
    collection_fee="262.50",
)


# ------------------------------------------------------------------ order


def test_letters_come_out_oldest_first_in_whatever_order_they_were_given() -> None:
    for given in itertools.permutations((REMINDER, NOTICE, DEMAND)):
        current = letter("oppfolging", "2026-06-20", sender="collector", collector="Rypefjell Inkasso AS")
        history = history_of(Case(current, previous=given))
        assert [earlier.kind for earlier in history.before] == [
            LetterKind.PURRING,
            LetterKind.INKASSOVARSEL,
            LetterKind.BETALINGSOPPFORDRING,
        ]
        assert [given[earlier.index] for earlier in history.before] == [REMINDER, NOTICE, DEMAND]


def test_a_letter_given_twice_counts_once_and_the_letter_itself_not_at_all() -> None:
    photographed = letter("purring", "2026-03-20", reminder_fee="38.00", sure=0.6)
    history = history_of(Case(DEMAND, previous=(REMINDER, photographed, NOTICE, DEMAND)))
    assert [earlier.index for earlier in history.before] == [0, 2]
    assert history.later == ()


def test_two_letters_of_one_day_about_two_claims_are_both_kept() -> None:
    second = letter("purring", "2026-03-20", invoice_number="88001", original_due_date="2026-02-10", principal="400.00")
    history = history_of(Case(DEMAND, previous=(REMINDER, second)))
    assert [earlier.index for earlier in history.before] == [0]
    assert [earlier.index for earlier in history.others] == [1]


def test_letters_as_new_as_this_one_or_newer_are_no_history_of_it() -> None:
    history = history_of(Case(NOTICE, previous=(REMINDER, DEMAND)))
    assert [earlier.kind for earlier in history.before] == [LetterKind.PURRING]
    assert [earlier.kind for earlier in history.later] == [LetterKind.BETALINGSOPPFORDRING]


def test_a_letter_without_a_date_has_no_place_but_leaves_a_doubt() -> None:
    undated = letter("purring", None, reminder_fee="38.00")
    history = history_of(Case(DEMAND, previous=(undated, NOTICE)))
    assert history.undated == (undated,)
    assert history.is_doubtful
    assert not history_of(Case(DEMAND, previous=(NOTICE,))).is_doubtful


def test_no_earlier_letters_are_no_history() -> None:
    history = history_of(Case(DEMAND))
    assert (history.before, history.undated, history.others, history.later) == ((), (), (), ())


def test_letters_that_have_no_part_in_the_history_are_told_with_the_reason() -> None:
    other = letter("purring", "2026-03-20", invoice_number="88001", original_due_date="2026-02-10", principal="400.00")
    blank = letter_from_facts({"kind": "ikke-kravbrev"})
    undated = letter("purring", None)
    given = (REMINDER, REMINDER, other, DEMAND, undated, blank)
    assert history_of(Case(NOTICE, previous=given)).aside == (
        (1, "duplicate"),
        (2, "other_claim"),
        (3, "later"),
        (4, "undated"),
        (5, "unreadable"),
    )


# ------------------------------------------------------------------ which claim


def facts(
    kind: str = "purring", sender: str = "creditor", sure: dict[str, float] | None = None, **fields: Any
) -> Letter:
    return letter_from_facts({"kind": kind, "sender_role": sender, "fields": fields, "confidence": sure or {}})


@pytest.mark.parametrize(
    ("one", "other", "link"),
    [
        # a number that names the claim
        (facts(invoice_number="70412"), facts(invoice_number="70412"), Link.SAME),
        (facts(invoice_number="0070412"), facts(invoice_number="70 412"), Link.SAME),
        (facts(kid="123456782"), facts(kid="123456782"), Link.SAME),
        (facts(kid="123456782"), facts(kid="99887766"), Link.PERHAPS),
        (facts(invoice_number="70412"), facts(invoice_number="99001"), Link.OTHER),
        (facts(invoice_number="70412"), facts(invoice_number="70417"), Link.PERHAPS),
        # the collector's own case number, and only within its own letters
        (
            facts(case_number="55-1", collector="Rypefjell Inkasso AS"),
            facts(case_number="55-1", collector="Rypefjell Inkasso"),
            Link.SAME,
        ),
        (
            facts(case_number="5501", collector="Rypefjell Inkasso"),
            facts(case_number="9902", collector="Rypefjell Inkasso"),
            Link.OTHER,
        ),
        (
            facts(case_number="5501", collector="Rypefjell Inkasso"),
            facts(case_number="9902", creditor="Granlia AS"),
            Link.PERHAPS,
        ),
        # who is owed, and when or how much
        (
            facts(creditor="Granlia AS", original_due_date="2026-03-02"),
            facts(creditor="GRANLIA", original_due_date="2026-03-02"),
            Link.SAME,
        ),
        (facts(creditor="Granlia AS", principal="1000"), facts(creditor="Granlia AS", principal="1000"), Link.SAME),
        (facts(creditor="Granlia AS"), facts(creditor="Granlia AS"), Link.PERHAPS),
        (
            facts(creditor="Granlia AS", original_due_date="2026-03-02"),
            facts(creditor="Granlia AS", original_due_date="2026-02-02"),
            Link.OTHER,
        ),
        (
            facts(creditor="Granlia AS", principal="1000"),
            facts(creditor="Havblikk Kraft AS", principal="1000"),
            Link.OTHER,
        ),
        (facts(principal="1000"), facts(principal="1000"), Link.PERHAPS),
        # a sold claim keeps its invoice, and names who sold it
        (
            facts(invoice_number="70412", creditor="Fordring Nord AS"),
            facts(invoice_number="70412", creditor="Granlia AS"),
            Link.SAME,
        ),
        (
            facts(creditor="Fordring Nord AS", original_creditor="Granlia AS", original_due_date="2026-03-02"),
            facts(creditor="Granlia AS", original_due_date="2026-03-02"),
            Link.SAME,
        ),
        # one number agrees, another speaks against it
        (facts(invoice_number="70412", kid="123456782"), facts(invoice_number="99001", kid="123456782"), Link.PERHAPS),
        (facts(), facts(), Link.PERHAPS),
        # a "due date" that is the letter's own new deadline tells nothing
        (
            facts(creditor="Granlia AS", letter_date="2026-03-20", original_due_date="2026-04-03"),
            facts(creditor="Granlia AS", letter_date="2026-02-20", original_due_date="2026-02-02"),
            Link.PERHAPS,
        ),
        # a name of nothing but a legal form is no name
        (facts(creditor="AS", principal="1000"), facts(creditor="AS", principal="1000"), Link.PERHAPS),
    ],
)
def test_letters_are_linked_by_what_names_the_claim(one: Letter, other: Letter, link: Link) -> None:
    assert link_between(one, other) is link
    assert link_between(other, one) is link


def test_agreement_read_with_little_confidence_links_nothing_surely() -> None:
    poor = {"invoice_number": 0.5}
    assert link_between(facts(invoice_number="70412", sure=poor), facts(invoice_number="70412")) is Link.PERHAPS


def test_contradiction_read_with_little_confidence_parts_nothing_surely() -> None:
    poor = {"invoice_number": 0.5}
    one = facts(invoice_number="70412", sure=poor)
    assert link_between(one, facts(invoice_number="99001")) is Link.PERHAPS


def test_parties_are_the_same_when_both_are_named_alike_and_surely() -> None:
    one = facts(collector="Rypefjell Inkasso AS", creditor="Granlia AS")
    assert same_parties(one, facts(collector="Rypefjell Inkasso", creditor="Granlia"))
    assert not same_parties(one, facts(collector="Rypefjell Inkasso", creditor="Havblikk Kraft"))
    assert not same_parties(one, facts(creditor="Granlia"))


# ------------------------------------------------------------------ deadlines and fees


def test_deadline_is_the_latest_printed_or_the_days_counted_from_the_letter() -> None:
    printed = letter_from_facts(
        {
            "kind": "purring",
            "fields": {"letter_date": "2026-03-20", "payment_deadline": "2026-03-30"},
            "mentions": {"payment_deadline": ["2026-03-30", "2026-04-03"]},
        }
    )
    days = letter_from_facts(
        {"kind": "purring", "fields": {"letter_date": "2026-03-20"}, "statements": {"deadline_days": 14}}
    )
    weak = letter_from_facts(
        {"kind": "purring", "fields": {"letter_date": "2026-03-20"}, "statements": {"deadline_days": "weak"}}
    )
    assert deadline_of(printed).need() == dt.date(2026, 4, 3)
    assert deadline_of(days).need() == dt.date(2026, 4, 3)
    assert not isinstance(deadline_of(weak), Reading)


def new_fees(case: Case, *, carried: bool) -> list[tuple[str, Decimal]]:
    found = fee_notices(case, history_of(case).before, carried=carried)
    return [(notice.kind.value, notice.new) for notice in found]


def test_fees_carried_forward_are_told_from_new_ones() -> None:
    case = Case(DEMAND, previous=(NOTICE, REMINDER))
    assert new_fees(case, carried=True) == [("purring", Decimal("38.00")), ("inkassovarsel", Decimal("38.00"))]
    assert new_fees(case, carried=False) == [("purring", Decimal("38.00")), ("inkassovarsel", Decimal("76.00"))]


def test_a_notice_that_prints_the_same_fee_again_either_carried_it_or_took_its_own() -> None:
    again = letter("inkassovarsel", "2026-04-07", reminder_fee="38.00")
    case = Case(again, previous=(REMINDER,))
    assert new_fees(case, carried=True) == [("purring", Decimal("38.00"))]
    assert new_fees(case, carried=False) == [("purring", Decimal("38.00")), ("inkassovarsel", Decimal("38.00"))]


def test_letters_that_are_no_notices_bear_no_notice_fee_of_their_own() -> None:
    current = letter("oppfolging", "2026-06-20", sender="collector", collector="Rypefjell Inkasso AS")
    case = Case(current, previous=(REMINDER, DEMAND))
    assert new_fees(case, carried=True) == [("purring", Decimal("38.00"))]


def test_a_fee_of_a_poorly_dated_letter_is_known_to_be_doubtful() -> None:
    poor = letter("purring", "2026-03-20", reminder_fee="38.00", sure=0.5)
    case = Case(NOTICE, previous=(poor,))
    assert [notice.is_sure for notice in fee_notices(case, history_of(case).before, carried=True)] == [False, True]


def test_demands_of_collectors_and_of_the_creditor_are_told_apart() -> None:
    own = letter("betalingsoppfordring", "2026-04-10", own_demand_fee="113.00")
    current = letter("oppfolging", "2026-06-20", sender="collector", collector="Rypefjell Inkasso AS")
    history = history_of(Case(current, previous=(DEMAND, own)))
    assert [earlier.index for earlier in history.demands()] == [0]
    assert [earlier.index for earlier in history.own_demands()] == [1]


# ------------------------------------------------------------------ what the letter tells of the demand before it


@pytest.mark.parametrize(
    "text",
    [
        "Vår betalingsoppfordring av 02.03.2026 hadde frist 16.03.2026. Kravet er ikke gjort opp.",
        "Vi sendte deg en betalingsoppfordring 2. mars 2026. Den skulle vært betalt innen 16. mars 2026.",
        "Den 2. mars 2026 fekk du betalingsoppfordring frå oss. Ho gav deg frist til 16. mars 2026.",
        "Our payment demand of 2 March 2026 gave you until 16 March 2026.",
        "Vi viser til betalingsoppmodinga frå 2. mars 2026, der fristen var 16. mars 2026.",
        "Du har ikkje betalt etter betalingsoppmoding av 02.03.2026 (frist 16.03.2026).",
    ],
)
def test_a_demand_told_of_with_its_deadline_is_found(text: str) -> None:
    told = told_demand(
        Case(letter_from_facts({"kind": "oppfolging", "fields": {"letter_date": "2026-05-04"}, "text": text}))
    )
    assert told == ToldDemand(dt.date(2026, 3, 2), dt.date(2026, 3, 16))


@pytest.mark.parametrize(
    "text",
    [
        "Betalingsoppfordringen ble sendt 02.03.2026.",
        "Fristen i varselet av 02.03.2026 var 16.03.2026. Du fikk også betalingsoppfordring.",
        "Betalingsoppfordring av 02.03.2026. Vi har ikke fått betaling innen 16.03.2026.",
        "Betalingsoppfordring av 02.03.2026 gjaldt faktura av 10.01.2026 med frist 16.03.2026.",
        "Betalingsoppfordring 04.05.2026 med frist 18.05.2026.",
        "Vi sendte betalingsoppfordring 20.04.2026. Fristen er 14.05.2026.",
        "Betalingsoppfordring av 02.03.2026 med frist 03.03.2026.",
        "Vi viser til purring og betalingsoppfordring av 02.03.2026 med frist 16.03.2026.",
        "Betalingsoppfordring av 02.03.26 med frist 16.03.26. Betalingsoppfordring av 02.04.26 med frist 16.04.26.",
    ],
)
def test_other_days_beside_the_word_tell_of_no_demand(text: str) -> None:
    facts = {"kind": "oppfolging", "fields": {"letter_date": "2026-05-04"}, "text": text}
    assert told_demand(Case(letter_from_facts(facts))) is None
