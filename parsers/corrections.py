"""What the user knows about a letter, and the letter with it in place of what was read.

Not here: which facts are asked for (`checks.user_facts`) and how answers are written (`service.known`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from parsers.model import (
    AMOUNT_FIELDS,
    FIELD_NAMES,
    ClaimLine,
    DebtorType,
    Letter,
    LetterKind,
    LineType,
    Origin,
    Reading,
    SenderRole,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """Facts the user gave: corrections of fields, and answers to questions. Keys are contract field names or user
    facts (``sent_date``, ``debtor``, ``creditor_vat_registered`` …); values are already parsed (dates, Decimals,
    text).
    """

    corrections: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def answer(self, fact: str) -> object | None:
        """The user's answer, or ``None`` when it was not given (an answer "unknown" counts as not given)."""
        value = self.answers.get(fact)
        return None if value == "unknown" else value


def told(value: T) -> Reading[T]:
    """A reading that the user gave."""
    return Reading(value=value, confidence=1.0, origin=Origin.USER)


def corrected(letter: Letter, known: Known) -> Letter:
    """The letter with the user's corrections in place of what was read.

    A corrected amount replaces the rows of its type by one row of that amount (its evidence and label are kept when
    there was exactly one); the statements, pages and transcript stay. Kind, sender role and debtor may be corrected
    too.
    """
    if not known.corrections and "debtor" not in known.answers:
        return letter
    fields = dict(letter.fields)
    lines = list(letter.lines)
    kind, role, debtor = letter.kind, letter.sender_role, letter.debtor
    for name, value in known.corrections.items():
        if name == "kind":
            kind = told(LetterKind(str(value)))
        elif name == "sender_role":
            role = told(SenderRole(str(value)))
        elif name in FIELD_NAMES:
            old = fields.get(name)
            fields[name] = replace(told(value), evidence=old.evidence) if isinstance(old, Reading) else told(value)
            if name in AMOUNT_FIELDS and name != LineType.TOTAL:
                lines = _with_amount(lines, LineType(name), Decimal(str(value)))
    answer = known.answer("debtor")
    if answer is not None:
        debtor = told(DebtorType(str(answer)))
    return replace(
        letter, kind=kind, sender_role=role, debtor=debtor, fields=MappingProxyType(fields), lines=tuple(lines)
    )


def _with_amount(lines: Sequence[ClaimLine], type_: LineType, amount: Decimal) -> list[ClaimLine]:
    same = [line for line in lines if line.type is type_ and line.included]
    others = [line for line in lines if not (line.type is type_ and line.included)]
    if amount == 0:
        return others
    label = same[0].label if same else type_.value
    evidence = same[0].evidence if len(same) == 1 else ()
    new = ClaimLine(type=type_, label=label, amount=amount, confidence=1.0, evidence=evidence, origin=Origin.USER)
    position = lines.index(same[0]) if same else len(others)
    return [*others[:position], new, *others[position:]]
