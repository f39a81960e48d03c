"""Letters of every kind for properties that must hold for any of them.

A letter is made of choices, one byte each, so that drawing one is cheap and a failing one shrinks towards the first
choice everywhere. Days and sums are taken where the law changes: at limits, a day or an øre beside them, on both sides
of every change of a table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st

from checks.case import Case
from parsers.corrections import corrected
from parsers.model import Letter, LetterKind, LineType, Reading, StatementId
from samples.facts import known_from_facts, letter_from_facts

T = TypeVar("T")

KINDS = (
    "betalingsoppfordring", "purring", "inkassovarsel", "oppfolging", "rettslig-varsel", "avdragsavtale",
    "saksoversikt", *(kind.value for kind in LetterKind),
)  # fmt: skip
SENDERS = ("collector", "creditor", "purchaser", "lawyer", "public")
LETTER_DAYS = (
    "2026-08-12", "2026-01-01", "2025-12-31", "2026-07-01", "2025-07-01", "2024-06-30", "2021-01-31", "2021-02-01",
    "2020-10-01", "2020-09-30", "2019-05-06", "2017-04-18", "2016-01-01", "2014-05-05", "2013-03-16", "2012-02-29",
    "2010-01-15", "2009-12-31", "2004-04-04", "1990-03-03", "2026-12-31", "2027-02-12",
)  # fmt: skip
DAYS_BEFORE = (60, 14, 13, 15, 12, 28, 42, 1, 0, -1, -14, 45, 200, 400, 1096, 1100, 2300, 3700)
DAYS_TO_PAY = (14, 13, 15, 0, -3, 30, 7, 190)
PRINCIPALS = (
    "1000.00", "500.00", "500.01", "2500.00", "2500.01", "10000.00", "10000.01", "1000.01", "50000.00", "250000.01",
    "1.00",
)  # fmt: skip
NOTICE_FEES = ("38.00", "35.00", "70.00", "75.00", "76.00", "39.01", "65.00", "62.00", "114.00", "0.01")
OWN_FEES = ("113.00", "105.00", "210.00", "114.01", "300.00")
COLLECTION_FEES = (
    "262.50", "300.00", "375.00", "187.50", "525.00", "600.00", "750.00", "245.00", "280.00", "700.00", "1125.00",
    "301.01", "12000.00",
)  # fmt: skip
RESTS = ("50.00", "95.00", "430.00", "460.00", "1125.00", "1406.25", "1407.26", "2071.00", "928.00", "840.63", "0.50")
TEXTS = (
    "",
    "Kravet gjelder strøm. Betal innen fristen.",
    "Første innbetaling er 500 kroner. Signer og returner avtalen innen fristen.",
    "Husleien er ikke betalt. Vi vil begjære fravikelse hos namsmannen innen to uker.",
    "Kravet gjelder kredittkort og bygger på dom av 3. mars 2020.",
    "Betalingsoppfordring. Vår betalingsoppfordring av 3. mars 2026 er ikke betalt.",
)
LABELS: Mapping[str, tuple[str, ...]] = {
    "principal": ("Hovedstol", "Rest hovedstol", "Kontrollsanksjon"),
    "reminder_fee": ("Purregebyr", "Varselgebyr", "Purregebyr og varselgebyr", "Gebyrer"),
    "collection_fee": ("Inkassosalær", "Tungt salær", "Inkassogebyr"),
    "other_fee": ("Administrasjonsgebyr", "Fakturagebyr", "Tillegg", "Borttauing"),
    "legal_costs": ("Gebyr forliksklage", "Utleggsgebyr", "Skriving av forliksklage", "Rettsgebyr"),
}
SUMS: Mapping[str, tuple[str, ...]] = {
    "interest": ("12.00", "0.40", "120.00", "2000.00"),
    "reminder_fee": NOTICE_FEES,
    "own_demand_fee": OWN_FEES,
    "collection_fee": COLLECTION_FEES,
    "vat": ("75.00", "65.63", "9.50", "93.75"),
    "instalment_fee": RESTS,
    "legal_costs": RESTS,
    "compensation": RESTS,
    "other_fee": RESTS,
    "interest_on_costs": ("5.00", "0.40"),
    "paid": ("400.00", "1000.00"),
}
COST_ROWS = ("reminder_fee", "own_demand_fee", "collection_fee", "vat", "instalment_fee", "compensation", "other_fee")
ANSWERS: Mapping[str, tuple[object, ...]] = {
    "creditor_vat_registered": ("yes", "no"),
    "case_in_court": ("yes", "no"),
    "claim_type": ("service", "credit", "loan", "judgment", "parking", "public", "rent"),
    "interruption": ("no", "yes"),
    "previous_letters": ("no", "yes"),
    "contract_terms": ("no", "yes"),
    "debtor_minor": ("yes", "no"),
    "delivery_channel": ("sms", "post", "e_mail", "digital_mailbox"),
    "electronic_accepted": ("no", "yes"),
    "running_interest_agreed": ("no", "yes"),
}
CONFIDENCES = (1.0, 0.95, 0.86, 0.85, 0.84, 0.7, 0.6, 0.3)


class Choices:
    """One byte a choice. Used up, every further choice is the first."""

    def __init__(self, data: bytes) -> None:
        self._bytes: Iterator[int] = iter(data)

    def pick(self, options: Sequence[T]) -> T:
        return options[next(self._bytes, 0) % len(options)]

    def once_in(self, times: int) -> bool:
        """True for one choice in so many, never for the first."""
        return next(self._bytes, 0) % times == times - 1


CHOICES = st.binary(min_size=72, max_size=72).map(Choices)
"""What letters are made of."""


def facts_of(choices: Choices, *, kinds: Sequence[str] = KINDS) -> dict[str, Any]:
    """The facts of one letter (`samples.facts`)."""
    kind = choices.pick(kinds)
    day = dt.date.fromisoformat(choices.pick(LETTER_DAYS))
    due = day - dt.timedelta(days=choices.pick(DAYS_BEFORE))
    fields: dict[str, Any] = {"letter_date": day, "original_due_date": due}
    if not choices.once_in(4):
        fields["payment_deadline"] = day + dt.timedelta(days=choices.pick(DAYS_TO_PAY))
    if choices.once_in(2):
        notice = due + dt.timedelta(days=choices.pick((14, 13, 15, 1, 0, 30)))
        fields["notice_date"] = notice
        fields["notice_deadline"] = notice + dt.timedelta(days=choices.pick((14, 13, 30)))
    if choices.once_in(3):
        fields["interest_from"] = due + dt.timedelta(days=choices.pick((0, 1, -1, 30)))
        fields["interest_rate"] = choices.pick(("12.25", "12.00", "8.50", "22.00"))
    if choices.once_in(3):
        fields["instalment_count"] = choices.pick((6, 4, 5, 1))
        fields["instalment_amount"] = choices.pick(("250.00", "1000.00"))
    fields |= {"case_number": "7781", "collector": "Fjellrype Inkasso AS", "creditor": choices.pick(CREDITORS)}
    for name in ("letter_date", "original_due_date"):
        if choices.once_in(9):
            del fields[name]
    lines = _lines(choices)
    if not choices.once_in(5):
        total = sum((Decimal(row["amount"]) * (-1 if row["type"] == "paid" else 1) for row in lines), Decimal(0))
        fields["total"] = max(Decimal("0.00"), total + Decimal(choices.pick(("0.00", "0.00", "38.00", "-38.00"))))
    said = dict(_statement(choices) for _ in range(choices.pick((3, 0, 6))))
    return {
        "kind": kind,
        "sender_role": choices.pick(SENDERS[:1] * 3 + SENDERS),
        "debtor": choices.pick(("consumer", "consumer", "business")),
        "heading": choices.pick(("Betalingsoppfordring", "Purring", "Inkassovarsel", "")),
        "fields": fields,
        "lines": lines,
        "statements": said,
        "text": choices.pick(TEXTS),
        "fully_read": not choices.once_in(6),
        "confidence": {choices.pick(UNSURE): choices.pick(CONFIDENCES) for _ in range(choices.pick((0, 0, 1, 2)))},
    }


DETAILS = {"deadline_days": 10, "undue_pressure": "clear insult", "objection_denied": "clear useless"}
"""What the reader always tells of a statement besides that it was made."""


def _statement(choices: Choices) -> tuple[str, object]:
    name = choices.pick(list(StatementId)).value
    clearly = DETAILS.get(name, True)
    return name, choices.pick((clearly, clearly, "weak"))


CREDITORS = ("Granly Strøm AS", "Kvitholmen kommune", "Havblikk Finans AS")
UNSURE = ("kind", "sender_role", "debtor", "letter_date", "original_due_date", "payment_deadline", "notice_deadline")


def _lines(choices: Choices) -> list[dict[str, Any]]:
    rows = [{"type": "principal", "label": choices.pick(LABELS["principal"]), "amount": choices.pick(PRINCIPALS)}]
    for row, sums in SUMS.items():
        if choices.once_in(2 if row in {"reminder_fee", "collection_fee", "interest"} else 5):
            label = choices.pick(LABELS.get(row, (row,)))
            rows.append({"type": row, "label": label, "amount": choices.pick(sums)})
    return rows


def case_of(choices: Choices, *, kinds: Sequence[str] = KINDS) -> Case:
    """A case: the letter, at most one earlier letter of it, and what the user may know."""
    facts = facts_of(choices, kinds=kinds)
    told = {
        fact: choices.pick(ANSWERS[fact])
        for fact in (choices.pick(list(ANSWERS)) for _ in range(choices.pick((0, 1, 2))))
    }
    for fact in ("objection_date", "payment_date"):
        if choices.once_in(6):
            told[fact] = dt.date(2026, 7, 1)
    previous: tuple[Letter, ...] = ()
    if choices.once_in(3):
        earlier = facts_of(choices)
        shift = {
            name: value - dt.timedelta(days=30)
            for name, value in earlier["fields"].items()
            if isinstance(value, dt.date)
        }
        previous = (letter_from_facts({**earlier, "fields": {**earlier["fields"], **shift}}),)
    known = known_from_facts(told)
    return Case(corrected(letter_from_facts(facts), known), known, previous)


def with_more_doubt(case: Case, choices: Choices) -> Case:
    """The case with some of its readings less sure than they were; nothing else is changed."""

    def doubt(sure: float) -> float:
        return sure * choices.pick((1.0, 1.0, 1.0, 0.9, 0.8, 0.5))

    return replace(
        case,
        letter=_doubted(case.letter, doubt, fully_read=case.letter.fully_read and not choices.once_in(4)),
        previous=tuple(_doubted(letter, doubt, fully_read=letter.fully_read) for letter in case.previous),
    )


def _doubted(letter: Letter, doubt: Any, *, fully_read: bool) -> Letter:
    def less(reading: Any) -> Any:
        return replace(reading, confidence=doubt(reading.confidence)) if reading.found else reading

    lines = tuple(replace(line, confidence=doubt(line.confidence)) for line in letter.lines)
    statements = {
        id_: replace(statement, confidence=doubt(statement.confidence)) for id_, statement in letter.statements.items()
    }
    return replace(
        letter,
        kind=less(letter.kind),
        sender_role=less(letter.sender_role),
        debtor=less(letter.debtor),
        heading=less(letter.heading),
        fields={name: less(field) for name, field in letter.fields.items()},
        lines=lines,
        statements=statements,
        fully_read=fully_read,
    )


def with_higher_fee(case: Case, row: LineType, kroner: Decimal) -> Case:
    """The case with the first row of that type raised, and the total with it."""
    letter = case.letter
    place = next(i for i, line in enumerate(letter.lines) if line.type is row)
    raised = replace(letter.lines[place], amount=letter.lines[place].amount + kroner)
    fields = dict(letter.fields)
    for name in (row.value, "total"):
        reading = fields.get(name)
        if isinstance(reading, Reading) and isinstance(reading.value, Decimal):
            fields[name] = replace(reading, value=reading.value + kroner)
    lines = (*letter.lines[:place], raised, *letter.lines[place + 1 :])
    return replace(case, letter=replace(letter, lines=lines, fields=fields))
