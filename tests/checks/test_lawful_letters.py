"""No lawful letter is accused: letters made up at the very limits of the law, by whoever counts days his own way.

The figures come from the calculators, which have tests of their own against printed tables; here the rules must
leave room for every lawful way of dating, counting and rounding.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.case import Case
from checks.engine import audit
from checks.fees import collection_fee_cap, notice_fee
from checks.interest import late_interest
from checks.law import default_law
from checks.model import Status
from samples.facts import letter_from_facts

LAW = default_law()
ORE, KRONE = Decimal("0.01"), Decimal(1)

dues = st.dates(dt.date(2020, 10, 1), dt.date(2026, 6, 1))
principals = st.decimals(Decimal("50.00"), Decimal("300000.00"), places=2)
MONEY_CHECKS = frozenset(
    {
        "interest-amount-over-maximum",
        "interest-rate-over-statutory",
        "interest-start-too-early",
        "interest-on-costs",
        "pur-fee-over-limit",
        "pur-fee-not-before-14-days",
        "own-demand-fee",
        "salaer-over-limit",
        "salaer-before-collection",
        "costs-total-over-cap",
        "vat-without-ground",
        "sum-of-lines",
        "amounts-consistent",
    }
)


def accusations(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The money checks that fail on the letter."""
    letter = letter_from_facts(facts)
    assert Case(letter).fully_read
    return [
        (r.id, r.finding.message) for r in audit(letter).results if r.id in MONEY_CHECKS and r.status is Status.FAIL
    ]


@given(
    due=dues,
    principal=principals,
    wait=st.integers(14, 900),
    days=st.integers(0, 40),
    counts_due_day=st.booleans(),
    to_deadline=st.booleans(),
    to_krone=st.booleans(),
    tells=st.sets(st.sampled_from(["original_due_date", "interest_from", "interest_rate", "claim_description"])),
    kind=st.sampled_from(["purring", "inkassovarsel", "betalingsoppfordring", "oppfolging"]),
    debtor=st.sampled_from(["consumer", "business"]),
)
@settings(max_examples=150, deadline=None)
def test_interest_counted_in_any_lawful_way_is_not_accused(
    due: dt.date,
    principal: Decimal,
    wait: int,
    days: int,
    counts_due_day: bool,
    to_deadline: bool,
    to_krone: bool,
    tells: set[str],
    kind: str,
    debtor: str,
) -> None:
    letter_date = min(due + dt.timedelta(days=wait), dt.date(2026, 11, 20))
    deadline = letter_date + dt.timedelta(days=days)
    last = deadline if to_deadline else letter_date
    first = due if counts_due_day else due + dt.timedelta(days=1)
    exact = late_interest(LAW, principal=principal, first_day=first, last_day=last).total
    interest = exact.quantize(KRONE, ROUND_CEILING) if to_krone else exact.quantize(ORE, ROUND_HALF_UP)
    told = {
        "original_due_date": due,
        "interest_from": first,
        "interest_rate": LAW.late_interest(last).value,
        "claim_description": "Vareleveranse",
    }
    facts = {
        "kind": kind,
        "sender_role": "creditor" if kind == "purring" else "collector",
        "debtor": debtor,
        "fields": {
            "letter_date": letter_date,
            "payment_deadline": deadline,
            "principal": principal,
            "interest": interest,
            "total": principal + interest,
            **{name: told[name] for name in tells},
        },
    }
    assert accusations(facts) == []


@given(
    due=dues,
    wait=st.integers(14, 60),
    between=st.integers(14, 150),
    second=st.booleans(),
    one_row=st.booleans(),
    label=st.sampled_from(["Purregebyr", "Gebyr", "Gebyrer", "Purregebyr og varselgebyr", "Påløpte omkostninger"]),
    knows_due=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_notice_fees_of_their_own_days_are_not_accused_in_the_demand_that_carries_them(
    due: dt.date, wait: int, between: int, second: bool, one_row: bool, label: str, knows_due: bool
) -> None:
    first = due + dt.timedelta(days=wait)
    sent = [first, first + dt.timedelta(days=between)] if second else [first]
    letter_date = min(sent[-1] + dt.timedelta(days=15), dt.date(2026, 11, 20))
    fees = [notice_fee(LAW, stage="reminder", due=due, sent=min(day, letter_date)).in_ore for day in sent]
    rows = [sum(fees)] if one_row else fees
    facts = {
        "kind": "betalingsoppfordring",
        "fields": {
            "letter_date": letter_date,
            "payment_deadline": letter_date + dt.timedelta(days=14),
            **({"original_due_date": due} if knows_due else {}),
        },
        "lines": [
            {"type": "principal", "label": "Hovedstol", "amount": "5000.00"},
            *({"type": "reminder_fee", "label": label, "amount": kroner} for kroner in rows),
        ],
    }
    assert accusations(facts) == []


@given(
    due=dues,
    principal=principals,
    wait=st.integers(31, 400),
    business=st.booleans(),
    vat=st.booleans(),
    own_row=st.booleans(),
    tells=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_light_fee_at_its_cap_is_not_accused(
    due: dt.date, principal: Decimal, wait: int, business: bool, vat: bool, own_row: bool, tells: bool
) -> None:
    letter_date = min(due + dt.timedelta(days=wait), dt.date(2026, 11, 20))
    debtor = "business" if business else "consumer"
    facts_of_cap: dict[str, Any] = {"basis": principal, "due": due, "on": letter_date, "debtor": debtor}
    bare = collection_fee_cap(LAW, stage="light", vat_supplement=False, **facts_of_cap).in_ore
    whole = collection_fee_cap(LAW, stage="light", vat_supplement=vat, **facts_of_cap).in_ore
    fields: dict[str, Any] = {
        "letter_date": letter_date,
        "payment_deadline": letter_date + dt.timedelta(days=14),
        "principal": principal,
        "collection_fee": bare if own_row else whole,
        "total": principal + whole,
    }
    if own_row and whole > bare:
        fields["vat"] = whole - bare
    if tells:
        fields["original_due_date"] = due
    assert accusations({"kind": "betalingsoppfordring", "debtor": debtor, "fields": fields}) == []
