"""The days of a case: in order, each with where it comes from, gaps where a letter is not at hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from checks.case import Case
from checks.law import default_law
from checks.timeline import Moment, timeline_of
from parsers.model import Letter, LetterKind, SenderRole
from samples.facts import known_from_facts, letter_from_facts

FIELDS: dict[str, Any] = {
    "letter_date": "2026-03-02",
    "payment_deadline": "2026-03-16",
    "original_due_date": "2025-12-01",
    "invoice_number": "5512",
    "notice_date": "2026-02-02",
    "notice_deadline": "2026-02-16",
}


def letter(kind: str, sender: str = "collector", **fields: Any) -> Letter:
    return letter_from_facts({"kind": kind, "sender_role": sender, "fields": fields})


def demand(**changes: Any) -> Letter:
    return letter("betalingsoppfordring", **{**FIELDS, **changes})


def days(case: Case) -> list[tuple[str, str | None]]:
    return [(m.kind, m.day.isoformat() if m.day else None) for m in timeline_of(case, default_law())]


def moment(case: Case, kind: str) -> Moment:
    return next(m for m in timeline_of(case, default_law()) if m.kind == kind)


def test_a_payment_demand_tells_the_whole_course_of_its_case() -> None:
    assert days(Case(demand())) == [
        ("due", "2025-12-01"),
        ("inkassovarsel", "2026-02-02"),
        ("this_letter", "2026-03-02"),
        ("deadline", "2026-03-16"),
        ("legal_possible", "2026-03-17"),
        ("heavy", "2026-04-14"),
        ("legal_latest", "2026-09-02"),
        ("limitation", "2028-12-01"),
    ]


def test_what_may_come_is_marked_as_possible_and_nothing_else_is() -> None:
    possible = {m.kind for m in timeline_of(Case(demand()), default_law()) if m.possible}
    assert possible == {"legal_possible", "heavy", "legal_latest", "limitation"}


def test_earlier_letters_stand_in_their_place_and_say_which_they_are() -> None:
    reminder = letter(
        "purring", "creditor", letter_date="2025-12-20", payment_deadline="2026-01-05", invoice_number="5512"
    )
    notice = letter(
        "inkassovarsel", "creditor", letter_date="2026-02-02", payment_deadline="2026-02-16", invoice_number="5512"
    )
    case = Case(demand(), previous=(notice, reminder))
    told = [(m.kind, m.letter) for m in timeline_of(case, default_law()) if m.origin == "previous"]
    assert told == [("purring", 1), ("inkassovarsel", 0)]
    assert [kind for kind, _ in days(case)].count("inkassovarsel") == 1
    assert moment(case, "purring").params == {"deadline": dt.date(2026, 1, 5)}


def test_a_letter_about_another_claim_is_left_out_and_a_doubtful_one_is_told_of_as_such() -> None:
    other = letter("purring", "creditor", letter_date="2025-12-20", invoice_number="9001")
    doubtful = letter("purring", "creditor", letter_date="2025-12-21", payment_deadline="2026-01-05")
    case = Case(demand(), previous=(other, doubtful))
    assert [m.note for m in timeline_of(case, default_law()) if m.kind == "purring"] == ["perhaps_other_deadline"]


def test_gaps_say_which_letter_or_day_is_missing() -> None:
    bare = letter("oppfolging", letter_date="2026-05-02")
    gaps = [(m.kind, m.note) for m in timeline_of(Case(bare), default_law()) if m.day is None]
    assert gaps == [("due", "gap_due"), ("inkassovarsel", "gap_notice"), ("betalingsoppfordring", "gap_demand")]
    assert [kind for kind, _ in days(Case(bare))][-1] == "this_letter"


def test_a_notice_known_only_by_its_deadline_is_a_gap_that_tells_it() -> None:
    case = Case(letter("betalingsoppfordring", letter_date="2026-03-02", notice_deadline="2026-02-16"))
    assert moment(case, "inkassovarsel").note == "gap_notice_deadline"


def test_the_due_date_may_come_from_an_earlier_letter() -> None:
    reminder = letter(
        "purring", "creditor", letter_date="2025-12-20", invoice_number="5512", original_due_date="2025-12-01"
    )
    current = letter(
        "betalingsoppfordring", letter_date="2026-03-02", payment_deadline="2026-03-16", invoice_number="5512"
    )
    found = moment(Case(current, previous=(reminder,)), "due")
    assert (found.day, found.origin, found.letter) == (dt.date(2025, 12, 1), "previous", 0)


def test_a_due_date_that_is_the_letters_own_new_deadline_is_no_due_date() -> None:
    assert moment(Case(demand(original_due_date="2026-03-16")), "due").day is None


def test_the_day_the_user_tells_goes_before_the_printed_one() -> None:
    told = moment(Case(demand(), known_from_facts({"sent_date": "2026-03-05"})), "this_letter")
    assert (told.day, told.origin) == (dt.date(2026, 3, 5), "user")


def test_a_follow_up_counts_from_the_demand_before_it() -> None:
    current = letter("oppfolging", letter_date="2026-04-20", payment_deadline="2026-04-30", invoice_number="5512")
    case = Case(current, previous=(demand(),))
    assert moment(case, "heavy").day == dt.date(2026, 4, 14)
    assert moment(case, "legal_possible").day == dt.date(2026, 5, 1)
    assert moment(case, "legal_latest").letter == 0


@pytest.mark.parametrize(("due", "first"), [("2009-12-31", "2026-03-31"), ("2010-01-01", "2026-04-14")])
def test_old_claims_have_the_shorter_wait(due: str, first: str) -> None:
    assert moment(Case(demand(original_due_date=due)), "heavy").day == dt.date.fromisoformat(first)


def test_a_claim_older_than_the_fee_tables_has_no_heavy_day() -> None:
    assert "heavy" not in dict(days(Case(demand(original_due_date="2001-05-01"))))


def test_a_legal_step_taken_is_a_day_and_no_longer_a_possibility() -> None:
    current = letter_from_facts(
        {
            "kind": "oppfolging",
            "fields": {"letter_date": "2026-06-01", "invoice_number": "5512"},
            "statements": {"legal_step_taken": "clear"},
            "text": "Forliksklage ble sendt 15.05.2026.",
        }
    )
    found = dict(days(Case(current, previous=(demand(),))))
    assert found["legal_step"] == "2026-05-15"
    assert "legal_possible" not in found


def test_a_judgment_is_not_said_to_lapse_after_three_years() -> None:
    assert "limitation" not in dict(days(Case(demand(), known_from_facts({"claim_type": "judgment"}))))


def test_a_reminder_promises_neither_heavy_fee_nor_court() -> None:
    case = Case(
        letter(
            "purring",
            "creditor",
            letter_date="2026-01-05",
            payment_deadline="2026-01-19",
            original_due_date="2025-12-01",
        )
    )
    assert [kind for kind, _ in days(case)] == ["due", "this_letter", "deadline", "limitation"]


def test_nothing_known_is_no_timeline_and_nothing_breaks() -> None:
    for kind in LetterKind:
        for sender in SenderRole:
            assert timeline_of(Case(letter(kind.value, sender.value)), default_law()) == ()


def test_days_never_go_backwards() -> None:
    case = Case(
        letter("oppfolging", letter_date="2026-01-05", invoice_number="5512"),
        previous=(demand(letter_date="2025-12-29"),),
    )
    told = [m.day for m in timeline_of(case, default_law()) if m.day]
    assert told == sorted(told)


def test_a_demand_the_letter_tells_of_is_no_gap() -> None:
    text = "Betalingsoppfordring av 02.03.2026 med frist 16.03.2026 er ikke betalt."
    current = letter_from_facts({"kind": "oppfolging", "fields": {"letter_date": "2026-04-20"}, "text": text})
    told = moment(Case(current), "betalingsoppfordring")
    assert (told.day, told.origin) == (dt.date(2026, 3, 2), "read")
    assert moment(Case(current), "heavy").day == dt.date(2026, 4, 14)


def test_the_creditors_own_demand_is_told_as_such() -> None:
    own = letter(
        "betalingsoppfordring",
        "creditor",
        letter_date="2026-02-20",
        payment_deadline="2026-03-06",
        invoice_number="5512",
    )
    assert moment(Case(demand(), previous=(own,)), "own_demand").day == dt.date(2026, 2, 20)


def test_an_earlier_letter_without_a_deadline_says_nothing_of_one() -> None:
    bare = letter("purring", "creditor", letter_date="2025-12-20", invoice_number="5512")
    assert moment(Case(demand(), previous=(bare,)), "purring").note == ""


def test_the_newest_demand_with_a_deadline_is_counted_from() -> None:
    current = letter("oppfolging", letter_date="2026-06-20", payment_deadline="2026-06-30", invoice_number="5512")
    bare = letter("betalingsoppfordring", letter_date="2026-05-02", invoice_number="5512")
    assert moment(Case(current, previous=(demand(), bare)), "heavy").day == dt.date(2026, 4, 14)


def test_a_notice_with_a_day_and_no_deadline_stands_with_its_day() -> None:
    told = moment(
        Case(letter("betalingsoppfordring", letter_date="2026-03-02", notice_date="2026-02-02")), "inkassovarsel"
    )
    assert (told.day, told.note) == (dt.date(2026, 2, 2), "")
