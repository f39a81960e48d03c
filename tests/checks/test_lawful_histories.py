"""No lawful case is accused: letters sent as the law allows, told in part, in any order, with strangers among them.

And doubt never accuses: an earlier letter read poorly, or one that may be about another claim, makes nothing wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.case import Case
from checks.engine import run_rule
from checks.law import default_law
from checks.model import Status
from checks.registry import load_rules
from parsers.corrections import corrected
from parsers.model import Letter, Missing
from samples.facts import known_from_facts, letter_from_facts

ACROSS = (
    "pur-second-fee-needs-14-day-deadline",
    "pur-fee-not-before-14-days",
    "own-demand-fee",
    "salaer-before-collection",
    "salaer-heavy-too-early",
    "bo-after-varsel-deadline",
    "bo-principal-excludes-fees",
    "cost-merging",
    "interest-on-costs",
    "leg-separate-notice-deadline",
    "leg-three-conditions",
    "lawyer-led-fee",
)
"""The checks that look at earlier letters."""

FEE = 38
CLAIM: Mapping[str, Any] = {
    "creditor": "Granlia Trening AS",
    "claim_description": "Medlemskap",
    "invoice_number": "5512",
    "principal": "1000.00",
}
COLLECTOR: Mapping[str, Any] = {"collector": "Rypefjell Inkasso AS", "case_number": "31-77"}

days = st.integers(0, 40)


@st.composite
def lawful_cases(draw: st.DrawFn) -> list[Letter]:
    """The letters of one case, oldest first, each sent and charged as the law of 2026 allows."""
    due = draw(st.dates(dt.date(2026, 1, 5), dt.date(2026, 3, 1)))
    carries, several_rows = draw(st.booleans()), draw(st.booleans())
    letters: list[Letter] = []
    fees = 0
    day = due + dt.timedelta(days=1)

    def write(kind: str, sent: dt.date, wait: int, *, sender: str = "creditor", **charges: Any) -> dt.date:
        deadline = sent + dt.timedelta(days=wait)
        said = {**CLAIM, **(COLLECTOR if sender == "collector" else {}), "original_due_date": due}
        said |= {"letter_date": sent, "payment_deadline": deadline}
        shown = fees if carries or sender == "collector" else charges.pop("own", 0)
        charges.pop("own", None)
        rows = [{"type": "principal", "label": "Hovedstol", "amount": said.pop("principal")}]
        split = [FEE] * (shown // FEE) if several_rows else [shown] if shown else []
        rows += [{"type": "reminder_fee", "label": "Gebyrer", "amount": amount} for amount in split]
        rows += [{"type": type_, "label": type_, "amount": amount} for type_, amount in charges.items() if amount]
        statements = {"legal_collection": "clear", "further_costs": "clear"} if sender == "collector" else {}
        facts = {"kind": kind, "sender_role": sender, "fields": said, "lines": rows, "statements": statements}
        letters.append(letter_from_facts(facts))
        return deadline

    if draw(st.booleans()):
        day = write("purring", day + dt.timedelta(days=draw(days)), draw(st.integers(5, 20))) + dt.timedelta(days=1)
    deadline = None
    if draw(st.booleans()):
        sent = max(day, due + dt.timedelta(days=14)) + dt.timedelta(days=draw(days))
        fees += FEE
        deadline = write("purring", sent, draw(st.integers(14, 21)), own=FEE)
        day = deadline + dt.timedelta(days=1)
    sent = max(day, due + dt.timedelta(days=14)) + dt.timedelta(days=draw(days))
    fees += FEE
    day = write("inkassovarsel", sent, draw(st.integers(14, 21)), own=FEE) + dt.timedelta(days=1)
    sent = day + dt.timedelta(days=draw(days))
    fees = draw(st.sampled_from([0, fees]))
    ended = write("betalingsoppfordring", sent, draw(st.integers(14, 21)), sender="collector", collection_fee="240.00")
    heavy = ended + dt.timedelta(days=29)
    later = ended + dt.timedelta(days=1 + draw(st.integers(0, 80)))
    fee = "525.00" if later >= heavy else "262.50"
    fees = 0
    write("oppfolging", later, draw(st.integers(3, 14)), sender="collector", collection_fee=fee)
    return letters


@st.composite
def tellings(draw: st.DrawFn) -> tuple[Letter, list[Letter]]:
    """A letter of a lawful case, and earlier letters: some of its own, some missing, some of another claim or twice."""
    letters = draw(lawful_cases())
    place = draw(st.integers(0, len(letters) - 1))
    earlier = [letter for letter in letters[:place] if draw(st.booleans())]
    others = [as_another_claim(letter) for letter in letters if draw(st.integers(0, 4)) == 0]
    twice = [letter for letter in earlier if draw(st.integers(0, 4)) == 0]
    nameless = [without_numbers(letter) if draw(st.integers(0, 4)) == 0 else letter for letter in earlier]
    given_ = draw(st.permutations([*nameless, *others, *twice]))
    return letters[place], list(given_)


def as_another_claim(letter: Letter) -> Letter:
    changes = {"invoice_number": "90017", "case_number": "99-12"}
    fields = {
        name: replace(reading, value=changes.get(name, reading.value)) if not isinstance(reading, Missing) else reading
        for name, reading in letter.fields.items()
    }
    return replace(letter, fields={name: f for name, f in fields.items() if name != "original_due_date"})


def without_numbers(letter: Letter) -> Letter:
    hidden = {"invoice_number", "case_number", "creditor"}
    return replace(letter, fields={name: reading for name, reading in letter.fields.items() if name not in hidden})


@settings(max_examples=400, deadline=None)
@given(tellings())
def test_no_letter_of_a_lawful_case_is_accused_by_what_came_before_it(told: tuple[Letter, list[Letter]]) -> None:
    letter, earlier = told
    case = Case(letter, previous=tuple(earlier))
    for id_ in ACROSS:
        result = run_rule(load_rules()[id_], case, default_law())
        assert not result.crashed
        assert result.status is not Status.FAIL or id_ == "cost-merging", (id_, result.finding)


def test_claims_demanded_on_one_day_are_all_that_a_case_of_strangers_can_be_blamed_for() -> None:
    """The strangers above are demanded on the same day by the same firm, which is what cost-merging looks for."""
    demand = letter_from_facts(
        {
            "kind": "betalingsoppfordring",
            "fields": {**CLAIM, **COLLECTOR, "letter_date": "2026-03-02", "collection_fee": "262.50"},
        }
    )
    case = Case(demand, previous=(as_another_claim(demand),))
    assert run_rule(load_rules()["cost-merging"], case, default_law()).status is Status.FAIL


# ------------------------------------------------------------------ doubt


def rows_with_history() -> Iterator[Any]:
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            if row.get("previous") and row["expect"]["status"] != "fail":
                yield pytest.param(path.stem, row, id=f"{path.stem}: {row['name']}")


def weakened(letter: Letter) -> Iterator[Letter]:
    """The letter with one of its readings, in turn, read with little confidence, and with nothing read of it surely."""
    for name in ("kind", "sender_role", "debtor"):
        yield replace(letter, **{name: replace(getattr(letter, name), confidence=0.5)})
    for name, reading in letter.fields.items():
        if not isinstance(reading, Missing):
            yield replace(letter, fields={**letter.fields, name: replace(reading, confidence=0.5)})
    for place, line in enumerate(letter.lines):
        lines = (*letter.lines[:place], replace(line, confidence=0.5), *letter.lines[place + 1 :])
        yield replace(letter, lines=lines)
    yield replace(letter, fully_read=False)
    yield replace(letter, fields={name: f for name, f in letter.fields.items() if name != "letter_date"})


@pytest.mark.parametrize(("check_id", "row"), list(rows_with_history()))
def test_doubt_about_an_earlier_letter_never_turns_into_an_accusation(check_id: str, row: Mapping[str, Any]) -> None:
    known = known_from_facts(row.get("known", {}))
    letter = corrected(letter_from_facts(row["letter"]), known)
    previous = [letter_from_facts(facts) for facts in row["previous"]]
    for place, earlier in enumerate(previous):
        for weak in weakened(earlier):
            given_ = (*previous[:place], weak, *previous[place + 1 :])
            result = run_rule(load_rules()[check_id], Case(letter, known, given_), default_law())
            assert result.status is not Status.FAIL, result.finding
            assert not result.crashed
