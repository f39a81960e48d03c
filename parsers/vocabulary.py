"""The words of the outward contract: kinds, roles, rows, fields and statements of a letter, by their names.

Not here: what a letter holds (`parsers.model`, which gives these names on), and what the law makes of it.
"""

from __future__ import annotations

from enum import StrEnum


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
    """The letter is a notice under tvangsfullbyrdelsesloven § 4-18: it calls itself so (detail: named), or says that
    enforcement will be requested unless the claim is paid (announced)."""

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
