"""The vocabulary of a letter: words on pages, readings with their evidence, and the letter they add up to.

Everything here is a frozen value. Positions are fractions (0-1) of the upright, straightened page, origin top-left,
so one unit serves a PDF and a photo. Nothing is ever ``None`` because it was not found: a field is a
:class:`Reading` (value, evidence, rivals) or a :class:`Missing` (why it is missing). Names are those of the outward
contract.

This module reads nothing and judges nothing. It imports no image, OCR or PDF library, so that the law can be
applied and tested without them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, Literal, Never, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


# ------------------------------------------------------------------ words of the contract


class LetterKind(StrEnum):
    """What kind of letter it is (contract, letter kinds)."""

    PURRING = "purring"
    INKASSOVARSEL = "inkassovarsel"
    BETALINGSOPPFORDRING = "betalingsoppfordring"
    OPPFOLGING = "oppfolging"
    RETTSLIG_VARSEL = "rettslig-varsel"
    AVDRAGSAVTALE = "avdragsavtale"
    SAKSOVERSIKT = "saksoversikt"
    FORLIKSKLAGE = "forliksklage"
    NAMSMANN = "namsmann"
    GJENPARTSBREV = "gjenpartsbrev"
    IKKE_KRAVBREV = "ikke-kravbrev"


class DocumentType(StrEnum):
    """What a paper is that is no collection letter, or one that other acts than inkassoloven govern."""

    STATE = "state"
    WELFARE = "welfare"
    PARKING_FINE = "parking-fine"
    MUNICIPAL = "municipal"
    """Property tax and fees that the municipality itself enforces."""
    COURT = "court"
    NAMSMANN = "namsmann"
    CREDIT_COPY = "credit-copy"
    INVOICE = "invoice"
    STATEMENT = "account-statement"
    RECEIPT = "receipt"
    ADVERTISING = "advertising"
    BANK = "bank"
    INSURANCE = "insurance"
    SCHOOL = "school"
    APPOINTMENT = "appointment"
    PAYSLIP = "payslip"
    DELIVERY = "delivery"


class SenderRole(StrEnum):
    """Who writes the letter."""

    CREDITOR = "creditor"
    COLLECTOR = "collector"
    PURCHASER = "purchaser"
    LAWYER = "lawyer"
    PUBLIC = "public"


class DebtorType(StrEnum):
    """Who got the letter."""

    CONSUMER = "consumer"
    BUSINESS = "business"


class LineType(StrEnum):
    """What an amount row is. ``TOTAL`` never stands among a letter's lines; it is a field."""

    PRINCIPAL = "principal"
    INTEREST = "interest"
    REMINDER_FEE = "reminder_fee"
    COLLECTION_FEE = "collection_fee"
    OWN_DEMAND_FEE = "own_demand_fee"
    VAT = "vat"
    INSTALMENT_FEE = "instalment_fee"
    LEGAL_COSTS = "legal_costs"
    COMPENSATION = "compensation"
    OTHER_FEE = "other_fee"
    INTEREST_ON_COSTS = "interest_on_costs"
    PAID = "paid"
    TOTAL = "total"


AMOUNT_FIELDS: tuple[str, ...] = tuple(line.value for line in LineType)
"""Fields whose value is kroner (Decimal, two decimals). All but ``total`` are sums of the letter's lines of that
type.
"""

DATE_FIELDS: tuple[str, ...] = (
    "letter_date",
    "payment_deadline",
    "original_due_date",
    "notice_date",
    "notice_deadline",
    "invoice_date",
    "interest_from",
)
"""Fields whose value is a :class:`datetime.date`."""

RATE_FIELDS: tuple[str, ...] = ("interest_rate",)
"""Fields whose value is a Decimal, per cent a year."""

DIGIT_FIELDS: tuple[str, ...] = ("kid", "account_number", "creditor_org_number", "collector_org_number")
"""Fields whose value is digits only (a MOD11 KID may end in ``-``)."""

TEXT_FIELDS: tuple[str, ...] = (
    "creditor",
    "original_creditor",
    "collector",
    "claim_description",
    "invoice_number",
    "case_number",
    "customer_number",
    "iban",
)
"""Fields whose value is text (names as printed; numbers without the spaces around them)."""

COUNT_FIELDS: tuple[str, ...] = ("instalment_count",)
"""Fields whose value is a whole number."""

FIELD_NAMES: tuple[str, ...] = (
    DATE_FIELDS + AMOUNT_FIELDS + RATE_FIELDS + DIGIT_FIELDS + TEXT_FIELDS + COUNT_FIELDS + ("instalment_amount",)
)
"""Every field a letter can have, in no meaningful order."""


class StatementId(StrEnum):
    """Sentences the law asks for or forbids, as found in the running text."""

    COLLECTION_FOLLOWS = "collection_follows"
    """Unpaid claims go to inkasso (inkassoloven § 9 first paragraph a)."""
    FURTHER_COSTS = "further_costs"
    """Non-payment can bring further costs (§ 10 second paragraph e)."""
    LEGAL_COLLECTION = "legal_collection"
    """Non-payment can lead to legal collection (§ 10 second paragraph e)."""
    OBJECTION_INVITED = "objection_invited"
    """The debtor may object within the deadline (§ 10 first paragraph)."""
    BOARD_RIGHT = "board_right"
    """Right to have the case treated by the complaints board (§ 10 second paragraph f)."""
    FULL_STATEMENT_OFFERED = "full_statement_offered"
    """A complete statement comes on request (§ 10 third paragraph)."""
    EARLIER_NOTICE = "earlier_notice"
    """The letter says that a reminder or inkassovarsel was sent before."""
    DEADLINE_DAYS = "deadline_days"
    """A deadline given as a number of days (value: days) counted from the letter or its sending."""
    IMMEDIATE_PAYMENT = "immediate_payment"
    """Payment asked for at once ("straks", "omgående") with no date."""
    COSTS_UNAVOIDABLE = "costs_unavoidable"
    """Costs said to fall due whatever the debtor does, or even if the debtor objects."""
    STATUTORY_INTEREST = "statutory_interest"
    """Statutory late interest named without a figure ("lovens forsinkelsesrente")."""
    INTEREST_FROM_DUE_DATE = "interest_from_due_date"
    """Interest said to run from the due date, without a date of its own."""
    CONTACT_LINE = "contact_line"
    """A mere invitation to get in touch with questions."""
    REASONED_HIGHER_COSTS = "reasoned_higher_costs"
    """Written reasons for real higher costs (inkassoforskriften § 2-5)."""
    LEGAL_STEP_TAKEN = "legal_step_taken"
    """A legal step (forliksklage, utlegg) was already taken."""
    ENCLOSURE = "enclosure"
    """An invoice copy or specification is enclosed, or stands overleaf."""
    NO_PREDETERMINED_DUE = "no_predetermined_due"
    """No due date was fixed beforehand."""
    ENFORCEMENT_NOTICE = "enforcement_notice"
    """The letter calls itself a notice under tvangsfullbyrdelsesloven § 4-18."""

    # What good practice forbids (inkassoloven § 8); Statement.detail says what of it.
    UNTRUE_CONSEQUENCE = "untrue_consequence"
    """A consequence that the law cannot bring: prison, the driving licence, debts that children inherit."""
    DISCLOSURE_THREAT = "disclosure_threat"
    """Others (employer, family, neighbours, the public) shall be told of the debt."""
    POLICE_THREAT = "police_threat"
    """A police report tied to non-payment."""
    REMARK_THREAT = "remark_threat"
    """A payment remark as certain, at once, for objecting, or as staying after payment."""
    COURT_LOOKALIKE = "court_lookalike"
    """The form or name of a court or an authority."""
    UNDUE_PRESSURE = "undue_pressure"
    """Insults, a deadline of hours, visits, calls at night, an offer of a loan to pay with."""
    OBJECTION_DENIED = "objection_denied"
    """Objections said to be useless, to cost money, or to count with the creditor only."""
    EVICTION_AVOIDABLE = "eviction_avoidable"
    """Eviction is avoided by paying before it is carried out (tvangsfullbyrdelsesloven § 13-2 third paragraph a)."""
    INSTALMENT_COST_TOLD = "instalment_cost_told"
    """The running text says that an instalment plan brings a cost of its own (inkassoforskriften § 2-4)."""
    OBJECTION_RECEIVED = "objection_received"
    """The letter says that the debtor has objected to the claim."""
    OBJECTION_ASSESSED = "objection_assessed"
    """The letter says that an objection was looked into or answered (inkassoloven § 10 first paragraph)."""
    PARKING_SANCTION = "parking_sanction"
    """The claim is a private operator's kontrollsanksjon (parkeringsforskriften §§ 36-37)."""
    PARKING_FINE = "parking_fine"
    """The claim is a public parkeringsgebyr (FOR-2016-03-18-261)."""

    # What the inkassolov of 2026 asks for or forbids besides.
    PAYMENT_TROUBLE_HELP = "payment_trouble_help"
    """How to get in touch about trouble with paying (§ 20 third paragraph a, § 21 fourth paragraph)."""
    COMPLAINT_ROUTE = "complaint_route"
    """How to complain to the firm itself (§ 20 third paragraph c)."""
    ESTIMATED_COSTS = "estimated_costs"
    """Kroner that collection will cost when the claim is not paid in time (§ 20 second paragraph i, § 21 i)."""
    VISIT_ANNOUNCED = "visit_announced"
    """The sender will call on the debtor (§ 15 fifth paragraph)."""
    VISIT_REFUSABLE = "visit_refusable"
    """The debtor may refuse such a visit (§ 15 fifth paragraph)."""
    LOAN_OFFERED = "loan_offered"
    """The sender, or a partner of theirs, offers a loan to the debtor (§ 32)."""


# ------------------------------------------------------------------ places on a page


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page. All four are fractions 0-1 of the upright page; ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any area."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box that holds them all. Raises ``ValueError`` for none."""
        items = list(boxes)
        if not items:
            raise ValueError("no boxes")
        return Box(
            min(b.x0 for b in items),
            min(b.y0 for b in items),
            max(b.x1 for b in items),
            max(b.y1 for b in items),
        )


class WordSource(StrEnum):
    """Where a word came from."""

    TEXT_LAYER = "text"
    FOREIGN_OCR = "foreign_ocr"
    OCR = "ocr"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word: text as read, where it stands, how sure the reader is (0-1; a born-digital text layer is
    1).
    """

    text: str
    box: Box
    confidence: float
    source: WordSource


QualityIssue = Literal["blurry", "cut_off", "glare", "dark", "low_resolution"]


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How well the page can be read: score 0-1 (1 = perfect) and what is wrong, most harmful first."""

    score: float
    issues: tuple[QualityIssue, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the letter, upright.

    ``number`` counts from 1. ``width``/``height`` are pixels of the upright picture (for a text page: at 150 dpi).
    ``rotation`` is how many degrees clockwise (0, 90, 180, 270) the upload was turned to become upright.
    ``transform`` is the 3x3 matrix, row by row, from pixels of the upright picture to pixels of the uploaded image.
    ``picture`` is the upright page as JPEG or PNG bytes (empty when none was asked for).
    """

    number: int
    source: Literal["text", "scan", "photo"]
    width: int
    height: int
    rotation: int
    words: tuple[Word, ...]
    quality: PageQuality
    picture: bytes = b""
    transform: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

    @property
    def mean_confidence(self) -> float:
        """Mean word confidence 0-1, weighted by word length; 0.0 for a page with no words."""
        letters = sum(len(w.text) for w in self.words)
        if not letters:
            return 0.0
        return sum(w.confidence * len(w.text) for w in self.words) / letters


# ------------------------------------------------------------------ the one text that is searched


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of the transcript: its page, its span in ``Transcript.text`` and the indices of its words."""

    page: int
    start: int
    end: int
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """The one text that is searched, and the way back from it to words and boxes.

    ``text`` holds the lines in reading order, words joined by one space (several spaces mark a column gap), lines
    ended by a newline, pages separated by a form feed. ``word_spans[i]`` is the span of ``words[i]`` in ``text``;
    ``word_pages[i]`` its page. National identity numbers are masked in ``text`` and ``words`` alike.
    """

    text: str
    words: tuple[Word, ...]
    word_spans: tuple[tuple[int, int], ...]
    word_pages: tuple[int, ...]
    lines: tuple[TextLine, ...]

    def words_in(self, start: int, end: int) -> tuple[int, ...]:
        """Indices of the words that touch the span ``[start, end)``, in text order."""
        low, high = 0, len(self.word_spans)
        while low < high:
            middle = (low + high) // 2
            if self.word_spans[middle][1] <= start:
                low = middle + 1
            else:
                high = middle
        found = []
        for index in range(low, len(self.word_spans)):
            if self.word_spans[index][0] >= end:
                break
            found.append(index)
        return tuple(found)

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for the span: the page it starts on, one box per line, the quote and the lowest word
        confidence.
        """
        indices = self.words_in(start, end)
        if not indices:
            return Evidence(page=1, boxes=(), span=(start, end), quote=self.text[start:end].strip(), confidence=0.0)
        page = self.word_pages[indices[0]]
        by_line: list[list[Box]] = []
        last_bottom = None
        for index in indices:
            if self.word_pages[index] != page:
                continue
            box = self.words[index].box
            if last_bottom is None or box.centre[1] > last_bottom or box.x0 < by_line[-1][-1].x0:
                by_line.append([])
            by_line[-1].append(box)
            last_bottom = box.y1
        return Evidence(
            page=page,
            boxes=tuple(Box.around(line) for line in by_line),
            span=(start, end),
            quote=" ".join(self.text[start:end].split()),
            confidence=min(self.words[i].confidence for i in indices),
        )


# ------------------------------------------------------------------ readings


@dataclass(frozen=True, slots=True)
class Evidence:
    """The piece of letter a reading rests on.

    ``page`` from 1; ``boxes`` one per printed line; ``span`` in ``Transcript.text`` (``None`` for what the user
    told); ``quote`` the words as read; ``confidence`` 0-1 of the reading of those words.
    """

    page: int
    boxes: tuple[Box, ...]
    span: tuple[int, int] | None
    quote: str
    confidence: float


class Origin(StrEnum):
    """How a value came about."""

    READ = "read"
    DERIVED = "derived"
    USER = "user"


class MissingReason(StrEnum):
    """Why there is no value."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"


class NeedsValue(LookupError):  # noqa: N818 - a signal that the engine turns into "unsure", not an error of ours
    """A rule asked for a value that is missing. ``missing`` says which and why."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(f"{missing.name}: {missing.reason.value}")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """A value with what it rests on.

    ``confidence`` 0-1 that the value is right (all corroboration counted). ``rivals`` are other values the same
    place or label could have, best first. ``corroborated`` names what agreed with it (``sum``, ``check_digit``,
    ``repeated``, ``interest``).
    """

    value: T_co
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    origin: Origin = Origin.READ
    rivals: tuple[Reading[T_co], ...] = ()
    corroborated: frozenset[str] = frozenset()
    repaired: bool = False

    def need(self) -> T_co:
        """The value."""
        return self.value

    @property
    def found(self) -> Literal[True]:
        return True


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that was looked for and not found: which, why, and the labels or places that were searched."""

    name: str
    reason: MissingReason = MissingReason.ABSENT
    searched: tuple[str, ...] = ()
    rivals: tuple[Reading[object], ...] = ()

    def need(self) -> Never:
        """Raises :class:`NeedsValue`, which the engine turns into an ``unsure`` finding with a question."""
        raise NeedsValue(self)

    @property
    def found(self) -> Literal[False]:
        return False


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One amount row of the claim.

    ``amount`` in kroner with two decimals, positive as printed (a ``paid`` row is positive too). ``included`` is
    False for a row printed for information only (a fee that would come later, VAT shown "herav"), which is no part
    of the total. ``count`` is how many fees the row says it holds ("2 purregebyr"). ``relates_to`` is the invoice
    or claim number of the row, when one stands there.
    """

    type: LineType
    label: str
    amount: Decimal
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    included: bool = True
    count: int = 1
    relates_to: str | None = None
    origin: Origin = Origin.READ
    rivals: tuple[Reading[Decimal], ...] = ()
    corroborated: frozenset[str] = frozenset()
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """One invoice or claim listed in the letter. Amount in kroner; any part may be missing."""

    number: Reading[str] | Missing
    due: Reading[dt.date] | Missing
    amount: Reading[Decimal] | Missing


@dataclass(frozen=True, slots=True)
class InterestSegment:
    """One printed piece of an interest calculation: rate in per cent a year over first to last day, and its kroner
    if printed.
    """

    rate: Decimal | None
    first_day: dt.date | None
    last_day: dt.date | None
    amount: Decimal | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the running text that the law asks for or forbids.

    ``strength``: ``clear`` when the sentence says it outright, ``weak`` when it only hints (then no rule may pass
    or fail on it alone). ``value`` is the number in it, where the statement has one (days). ``detail`` is the word
    in it that matters, where there is one (the letter kind that ``earlier_notice`` names).
    """

    id: StatementId
    strength: Literal["clear", "weak"]
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    value: int | None = None
    detail: str | None = None


# ------------------------------------------------------------------ the letter


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as read.

    ``fields`` holds only what was found or what is missing for a reason worth telling; use :meth:`field`.
    ``mentions`` lists every place where a repeated value (total, kid, account_number, payment_deadline) was
    printed, for the checks of consistency. ``document`` is what the paper looks like besides or instead of a
    collection letter, ``None`` when it looks like nothing else. ``fully_read`` is True when every page is there ("side
    1 av 2" has its page 2) and each was read well enough to say that something is not in it.
    """

    kind: Reading[LetterKind]
    sender_role: Reading[SenderRole]
    debtor: Reading[DebtorType]
    language: Reading[str]
    heading: Reading[str] | Missing
    fields: Mapping[str, Reading[object] | Missing]
    lines: tuple[ClaimLine, ...]
    statements: Mapping[StatementId, Statement]
    transcript: Transcript
    pages: tuple[Page, ...] = ()
    claims: tuple[ClaimItem, ...] = ()
    interest_segments: tuple[InterestSegment, ...] = ()
    mentions: Mapping[str, tuple[Reading[object], ...]] = field(default_factory=lambda: MappingProxyType({}))
    fully_read: bool = True
    pages_expected: int | None = None
    warnings: tuple[str, ...] = ()
    document: Reading[DocumentType] | None = None

    def field(self, name: str) -> Reading[object] | Missing:
        """The field by its contract name; :class:`Missing` (absent) when nothing was found. Raises ``KeyError`` for
        an unknown name.
        """
        if name not in FIELD_NAMES:
            raise KeyError(name)
        return self.fields.get(name, Missing(name))

    def lines_of(self, *types: LineType) -> tuple[ClaimLine, ...]:
        """The rows of these types that are part of the demand, in printed order."""
        return tuple(line for line in self.lines if line.type in types and line.included)

    def statement(self, id_: StatementId) -> Statement | None:
        """The statement if the text makes it."""
        return self.statements.get(id_)


# ------------------------------------------------------------------ what the user knows


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
    changes: dict[str, object] = {}
    for name, value in known.corrections.items():
        if name == "kind":
            changes["kind"] = told(LetterKind(str(value)))
        elif name == "sender_role":
            changes["sender_role"] = told(SenderRole(str(value)))
        elif name in FIELD_NAMES:
            old = fields.get(name)
            fields[name] = replace(told(value), evidence=old.evidence) if isinstance(old, Reading) else told(value)
            if name in AMOUNT_FIELDS and name != LineType.TOTAL:
                lines = _with_amount(lines, LineType(name), Decimal(str(value)))
    debtor = known.answer("debtor")
    if debtor is not None:
        changes["debtor"] = told(DebtorType(str(debtor)))
    return replace(letter, fields=MappingProxyType(fields), lines=tuple(lines), **changes)  # type: ignore[arg-type]


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
