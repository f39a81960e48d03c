"""What a rule sees: the letter with the user's corrections, what the user knows, and how open facts stand.

A rule asks for what it needs (``case.amount("principal").need()``); a missing value becomes ``unsure`` in the
engine. Whether a reading is sure enough to accuse on is the engine's business, never the rule's. This module knows
no law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from parsers.corrections import Known
from parsers.model import (
    AMOUNT_FIELDS,
    DATE_FIELDS,
    ClaimLine,
    DebtorType,
    DocumentType,
    Evidence,
    Letter,
    LetterKind,
    LineType,
    Missing,
    Origin,
    Reading,
    SenderRole,
    Statement,
    StatementId,
)

GATE = 0.85
"""The least confidence a reading must have before an accusation may rest on it (measured on letters: of readings at
or above it about 99 in 100 are right).
"""

LIKELY = 0.75
"""From this confidence on a paper is taken for what it looks like; below, a person is asked."""

OUTSIDE_KINDS = frozenset(
    {LetterKind.IKKE_KRAVBREV, LetterKind.FORLIKSKLAGE, LetterKind.NAMSMANN, LetterKind.GJENPARTSBREV}
)
"""Documents that inkassoloven does not govern, or that are no demand at all."""

OUTSIDE_DOCUMENTS = frozenset({DocumentType.PARKING_FINE, DocumentType.MUNICIPAL})
"""Demands of a municipality that other acts govern, whatever kind of letter they come in."""

COST_LINES: tuple[LineType, ...] = (
    LineType.REMINDER_FEE,
    LineType.OWN_DEMAND_FEE,
    LineType.COLLECTION_FEE,
    LineType.VAT,
    LineType.INSTALMENT_FEE,
    LineType.OTHER_FEE,
)
"""Rows that are out-of-court costs (inkassoloven § 17)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One letter under audit. ``letter`` already holds the user's corrections."""

    letter: Letter
    known: Known = field(default_factory=Known)
    previous: tuple[Letter, ...] = ()

    # ---------------------------------------------------------------- readings

    def date(self, name: str) -> Reading[dt.date] | Missing:
        """A date field of the letter. Raises ``KeyError`` for a name that is no date field."""
        if name not in DATE_FIELDS:
            raise KeyError(name)
        return cast("Reading[dt.date] | Missing", self.letter.field(name))

    def amount(self, name: str) -> Reading[Decimal] | Missing:
        """Kroner: the total, or the sum of the letter's rows of that type that are part of the demand.

        Missing when there is no such row. Confidence is that of the least sure row.
        """
        if name == LineType.TOTAL or name == "instalment_amount":
            return cast("Reading[Decimal] | Missing", self.letter.field(name))
        if name not in AMOUNT_FIELDS:
            raise KeyError(name)
        lines = self.letter.lines_of(LineType(name))
        if not lines:
            return Missing(name)
        return Reading(
            value=sum((line.amount for line in lines), Decimal("0.00")),
            confidence=min(line.confidence for line in lines),
            evidence=tuple(e for line in lines for e in line.evidence),
            origin=lines[0].origin,
            repaired=any(line.repaired for line in lines),
        )

    def charged(self, *names: str) -> Decimal:
        """Sum in kroner of the rows of these types; 0.00 when there are none (a row that is not there charges
        nothing).
        """
        return sum((line.amount for line in self.lines(*names)), Decimal("0.00"))

    def lines(self, *names: str) -> tuple[ClaimLine, ...]:
        """The rows of these types that are part of the demand, in printed order."""
        return self.letter.lines_of(*(LineType(name) for name in names))

    def rate(self, name: str) -> Reading[Decimal] | Missing:
        """Per cent a year."""
        return cast("Reading[Decimal] | Missing", self.letter.field(name))

    def text(self, name: str) -> Reading[str] | Missing:
        """A text or number field."""
        return cast("Reading[str] | Missing", self.letter.field(name))

    def count(self, name: str) -> Reading[int] | Missing:
        """A whole number."""
        return cast("Reading[int] | Missing", self.letter.field(name))

    def says(self, id_: StatementId) -> Statement | None:
        """The statement when the running text makes it, clear or weak."""
        return self.letter.statement(id_)

    def says_clearly(self, id_: StatementId) -> bool:
        """Whether the running text makes the statement outright."""
        statement = self.letter.statement(id_)
        return statement is not None and statement.strength == "clear"

    def says_outright(self, id_: StatementId) -> bool:
        """Whether a sentence says it, not only implies it: what a letter is blamed for."""
        statement = self.letter.statement(id_)
        return statement is not None and statement.is_outright

    # ---------------------------------------------------------------- the letter as a whole

    @property
    def kind(self) -> LetterKind:
        return self.letter.kind.value

    @property
    def document(self) -> DocumentType | None:
        """What the paper looks like besides or instead of a collection letter; ``None`` while that is in doubt."""
        document = self.letter.document
        return document.value if document is not None and document.confidence >= LIKELY else None

    @property
    def sender_role(self) -> SenderRole:
        return self.letter.sender_role.value

    @property
    def debtor(self) -> DebtorType | None:
        """Consumer or business; ``None`` while the letter leaves it open (reading below the gate)."""
        return self.letter.debtor.value if self.letter.debtor.confidence >= GATE else None

    @property
    def fully_read(self) -> bool:
        """Whether every page is there and was read well enough to say that something is not in it."""
        return self.letter.fully_read

    @property
    def every_word_read(self) -> bool:
        """Whether no word of the running text was lost, so that a sentence which was not found is not there. Pages
        that were taken for another letter's may be this one's.
        """
        return not self.letter.words_unread and not self.letter.other_pages

    # ---------------------------------------------------------------- facts outside the letter

    @property
    def sent_date(self) -> dt.date | None:
        """The day the letter was posted or delivered, when the user told it."""
        return cast("dt.date | None", self.known.answer("sent_date"))

    def told_day(self, fact: str) -> dt.date | None:
        """The day the user gave for a fact; ``None`` when it was not told, or told never to have been."""
        answer = self.known.answer(fact)
        return answer if isinstance(answer, dt.date) else None

    @property
    def sent(self) -> Reading[dt.date] | Missing:
        """The day that selects the rule: the user's ``sent_date``, else the printed letter date."""
        told = self.sent_date
        if told is not None:
            return Reading(value=told, confidence=1.0, origin=Origin.USER)
        return self.date("letter_date")

    @property
    def vat_supplement(self) -> bool | None:
        """Whether 25 % may be added to the caps; ``None`` while nobody said whether the claim stems from VAT-liable
        activity.
        """
        answer = self.known.answer("creditor_vat_registered")
        return None if answer is None else answer == "no"

    @property
    def last_day(self) -> dt.date | None:
        """The later of letter date and payment deadline: the last day a figure of this letter can concern."""
        days = [r.value for r in (self.date("letter_date"), self.date("payment_deadline")) if isinstance(r, Reading)]
        return max(days) if days else None

    # ---------------------------------------------------------------- evidence

    def grounds(self, names: Iterable[str]) -> tuple[tuple[str, Evidence], ...]:
        """The evidence of the named readings (see ``Finding.rests_on``), in that order; missing ones give none."""
        return tuple((name, e) for name in names for e in self._evidence(name))

    def confidence(self, names: Iterable[str]) -> float:
        """The confidence of the least sure of the named readings; 1.0 when none of them is a reading."""
        return min((c for name in names for c in self._confidences(name)), default=1.0)

    def _evidence(self, name: str) -> tuple[Evidence, ...]:
        subject = self._subject(name)
        if isinstance(subject, Reading | Statement):
            return subject.evidence
        return ()

    def _confidences(self, name: str) -> tuple[float, ...]:
        subject = self._subject(name)
        if isinstance(subject, Reading | Statement):
            return (subject.confidence,)
        return ()

    def _subject(self, name: str) -> Reading[object] | Statement | Missing | None:
        if name.startswith("statement:"):
            return self.letter.statement(StatementId(name.removeprefix("statement:")))
        whole = {
            "kind": self.letter.kind,
            "sender_role": self.letter.sender_role,
            "debtor": self.letter.debtor,
            "heading": self.letter.heading,
            "language": self.letter.language,
        }
        if name in whole:
            return cast("Reading[object] | Missing", whole[name])
        if name == "sent_date":
            return cast("Reading[object] | Missing", self.sent)
        if name in AMOUNT_FIELDS:
            return cast("Reading[object] | Missing", self.amount(name))
        return self.letter.field(name)
