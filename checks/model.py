"""The words of a check: what a rule is, what it may find, and the report the findings add up to.

Frozen values only. What a rule sees of the letter is :class:`checks.case.Case`; how the rules are run is
:mod:`checks.engine`. Nothing here reads a letter or knows a figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from checks.computation import Computation
from checks.law.citations import LegalReference, Name
from parsers.model import DebtorType, Evidence, LetterKind, SenderRole


class Status(StrEnum):
    """What a check came to. ``UNSURE`` is relevant, but the letter or its reading does not decide it."""

    PASS = "pass"  # noqa: S105 - the contract's word, no password
    FAIL = "fail"
    UNSURE = "unsure"
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    """How sure the law is: a clear duty, a duty resting on practice or outside facts, or advice that moves no
    money.
    """

    BREACH = "breach"
    LIKELY_BREACH = "likely_breach"
    ADVICE = "advice"


class Consequence(StrEnum):
    """What falls away when the check fails (inkassoloven § 17; inkassoforskriften chapters 1 and 2)."""

    ALL_COSTS = "C-ALL"
    COLLECTION_FEE = "C-COLL"
    FEE = "C-FEE"
    NONE = "C-NONE"
    AMOUNT = "amount"


Group = Literal["content", "timing", "fees", "interest", "arithmetic", "payment-details", "conduct", "scope"]
DateKey = Literal["sent_date", "claim_due_date", "notice_sent_date", "principal_paid_date", "each_day"]
Regime = Literal["inkl-1988", "inkl-2026", "always"]


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A place in the law. ``act`` is Lovdata's id ("lov/1988-05-13-26"), ``section`` "§ 9", ``paragraph`` "first"."""

    act: str
    section: str
    paragraph: str | None = None
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What the catalogue says of a check; set by :func:`checks.registry.rule`.

    ``valid_from`` is None for a rule of the inkassolov of 2026, which holds from the day that act commences.
    """

    id: str
    group: Group
    legal_basis: tuple[LegalBasis, ...]
    severity: Severity
    consequence: Consequence
    kinds: frozenset[LetterKind]
    senders: frozenset[SenderRole]
    debtors: frozenset[DebtorType]
    valid_from: dt.date | None
    valid_to: dt.date | None
    date_key: DateKey
    regime: Regime
    ask: tuple[str, ...]
    also: tuple[Consequence, ...]
    doc: str

    @property
    def yields_to_contract(self) -> bool:
        """Whether businesses may agree otherwise (inkassoloven 1988 § 3: §§ 9-11 and inkassoforskriften chapter 1;
        2026 § 4: §§ 20-22).
        """
        return any(
            (b.act == "lov/1988-05-13-26" and b.section in {"§ 9", "§ 10", "§ 11"})
            or (b.act == "lov/2026-05-22-19" and b.section in {"§ 20", "§ 21", "§ 22"})
            or (b.act == "forskrift/1989-07-14-562" and b.section.startswith("§ 1-"))
            for b in self.legal_basis
        )


@dataclass(frozen=True, slots=True)
class Percent:
    """A rate in per cent a year, as a message parameter."""

    rate: Decimal


@dataclass(frozen=True, slots=True)
class Phrases:
    """Shared phrases one after another, as a message parameter; each is said in the reader's language."""

    keys: tuple[str, ...]


Param = Decimal | dt.date | int | str | Percent | Phrases


@dataclass(frozen=True, slots=True)
class Amounts:
    """Kroner, two decimals: what the letter charges, what the law allows at most, and the difference (never
    negative).
    """

    charged: Decimal
    limit: Decimal
    excess: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found.

    ``variant`` picks the message ("fail" + "short" -> the message ``fail-short``). ``params`` fill it. ``rests_on``
    names the readings the finding rests on: contract field names, ``heading``, ``kind``, ``sender_role``,
    ``debtor``, or ``statement:<id>``; the least sure of them bounds the finding. ``absence`` is True when the
    finding rests on something *not* being in the letter, which only a fully read letter can show. ``contests`` says
    which kroner fall away, by line type (or ``unexplained`` for a total above its rows); left empty, the
    consequence of the rule decides. ``question`` names the user fact or field that would settle an ``unsure``;
    ``stake`` is how many kroner the answer could move.
    """

    status: Status
    variant: str = ""
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))
    rests_on: tuple[str, ...] = ()
    absence: bool = False
    amounts: Amounts | None = None
    contests: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    computation: Computation | None = None
    question: str | None = None
    leaning: Status | None = None
    assumptions: tuple[str, ...] = ()
    severity: Severity | None = None
    stake: Decimal = Decimal("0.00")

    @property
    def message(self) -> str:
        """The key of the message: the status, with the variant behind it."""
        return f"{self.status.value}-{self.variant}" if self.variant else self.status.value


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a fact that the letter leaves open usually stands: the likely ``answer`` (a choice of the user fact), why,
    and the place in the law that makes it so. Never a ground to accuse on.
    """

    fact: str
    answer: str
    why: Name
    legal_basis: tuple[LegalReference, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A finding as judged by the engine: confidence gate applied, evidence gathered, severity settled for this
    debtor. ``leans_on`` is why an unsure finding has its leaning, where a usual answer gave it. ``read`` names the
    answers and fields the rule looked at: another value of anything else would leave the finding as it is.
    """

    info: RuleInfo
    finding: Finding
    severity: Severity
    confidence: float
    evidence: tuple[tuple[str, Evidence], ...]
    crashed: bool = False
    leans_on: tuple[Leaning, ...] = ()
    read: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        return self.info.id

    @property
    def status(self) -> Status:
        return self.finding.status


class Outcome(StrEnum):
    """The verdict on the whole letter."""

    BREACHES = "breaches"
    QUESTIONS = "questions"
    CLEAN = "clean"
    OUTSIDE_SCOPE = "outside_scope"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Totals:
    """Kroner, two decimals. ``None`` for a letter whose demand could not be read.

    ``contested`` falls away if every failed breach holds; ``possibly_contested`` adds the likely breaches;
    ``supported`` is what is left of ``claimed`` after ``contested``. Each krone counts once, never more than was
    charged.
    """

    claimed: Decimal | None
    supported: Decimal | None
    contested: Decimal
    possibly_contested: Decimal


QuestionKind = Literal["choice", "date", "amount", "text"]


@dataclass(frozen=True, slots=True)
class CheckChange:
    """What a check would come to under an answer, and by how many kroner more (or fewer) it would take away."""

    id: str
    status: Status
    change: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer would do: the checks it changes, and the report's sums as they would be and how much more that
    is. ``answer`` is a choice, a date, kroner or a text. All in kroner.
    """

    answer: object
    checks: tuple[CheckChange, ...]
    contested: Decimal
    change: Decimal
    possibly_contested: Decimal
    possibly_change: Decimal

    @property
    def weight(self) -> Decimal:
        """The kroner the answer moves, up or down, sure or likely."""
        return max(abs(self.change), abs(self.possibly_change))


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person could settle. ``id`` is a user fact or a field name; ``settles`` the checks it would
    decide; ``kroner`` how many are at stake at most. ``effects`` is what each plausible answer would do, found by
    running the checks again (`checks.whatif`); ``leaning`` how the fact usually stands.
    """

    id: str
    kind: QuestionKind
    choices: tuple[str, ...]
    settles: tuple[str, ...]
    kroner: Decimal
    effects: tuple[Effect, ...] = ()
    leaning: Leaning | None = None
