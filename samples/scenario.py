"""From a scenario to the contents of one letter: parties, dates, amounts and what the letter shall say.

For: arithmetic that is right by construction (interest by half-years, the sum of the rows) except where the
scenario asks for a defect. Not for: how anything is printed (`printing.py`) or judged (`checks`). Interest is
actual days / 365, split at 1 January and 1 July (forsinkelsesrenteloven §§ 2 and 3).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from samples import english, parties
from samples.parties import Party

SCENARIOS = Path(__file__).parent / "scenarios"
STATEMENTS = (
    "collection_follows",
    "further_costs",
    "legal_collection",
    "objection_invited",
    "board_right",
    "full_statement_offered",
    "earlier_notice",
    "contact_line",
    "deadline_days",
    "costs_unavoidable",
    "immediate_payment",
    "enforcement_notice",
    "statutory_interest",
    "legal_step_taken",
)
_SAID_BY_DEFAULT: dict[str, tuple[str, ...]] = {
    "betalingsoppfordring": (
        "objection_invited",
        "further_costs",
        "legal_collection",
        "board_right",
        "earlier_notice",
        "contact_line",
    ),
    "inkassovarsel": ("collection_follows", "further_costs", "contact_line"),
    "purring": ("contact_line",),
    "oppfolging": ("objection_invited", "further_costs", "legal_collection", "board_right", "contact_line"),
    "rettslig-varsel": ("legal_collection", "further_costs", "contact_line"),
    "ikke-kravbrev": ("contact_line",),
    "gjenpartsbrev": ("contact_line",),
    "namsmann": ("contact_line",),
}
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)

# Yearly per cent by the first day of each half-year (forsinkelsesrenteloven § 3), as far as samples need it.
_RATES: tuple[tuple[dt.date, str], ...] = (
    (dt.date(2012, 7, 1), "8.50"),
    (dt.date(2013, 1, 1), "8.50"),
    (dt.date(2013, 7, 1), "9.50"),
    (dt.date(2014, 1, 1), "9.50"),
    (dt.date(2014, 7, 1), "9.50"),
    (dt.date(2015, 1, 1), "9.25"),
    (dt.date(2015, 7, 1), "9.00"),
    (dt.date(2016, 1, 1), "8.75"),
    (dt.date(2016, 7, 1), "8.50"),
    (dt.date(2017, 1, 1), "8.50"),
    (dt.date(2017, 7, 1), "8.50"),
    (dt.date(2018, 1, 1), "8.50"),
    (dt.date(2018, 7, 1), "8.50"),
    (dt.date(2019, 1, 1), "8.75"),
    (dt.date(2019, 7, 1), "9.25"),
    (dt.date(2020, 1, 1), "9.50"),
    (dt.date(2020, 7, 1), "8.00"),
    (dt.date(2021, 1, 1), "8.00"),
    (dt.date(2021, 7, 1), "8.00"),
    (dt.date(2022, 1, 1), "8.50"),
    (dt.date(2022, 7, 1), "9.25"),
    (dt.date(2023, 1, 1), "10.75"),
    (dt.date(2023, 7, 1), "11.75"),
    (dt.date(2024, 1, 1), "12.50"),
    (dt.date(2024, 7, 1), "12.50"),
    (dt.date(2025, 1, 1), "12.50"),
    (dt.date(2025, 7, 1), "12.25"),
    (dt.date(2026, 1, 1), "12.00"),
    (dt.date(2026, 7, 1), "12.25"),
)
_ORE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of samples/scenarios: which letter, which contents, which defects, which findings to expect."""

    id: str
    title: str
    kind: str
    sender: str
    debtor: str
    languages: tuple[str, ...]
    sectors: tuple[str, ...]
    features: frozenset[str]
    data: Mapping[str, Any]
    expect: Mapping[str, str]
    may: tuple[str, ...]

    @property
    def omitted(self) -> frozenset[str]:
        """Fields and statements that the letter shall not have."""
        left_out = set(self.data.get("omit", ()))
        return frozenset(left_out | {"principal"} if "lump" in self.data else left_out)


@dataclass(frozen=True, slots=True)
class Line:
    """An amount row in kroner; `paid` is positive. `label` is set only where the scenario dictates the words."""

    type: str
    amount: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One invoice of several in a letter."""

    invoice_number: str
    invoice_date: dt.date
    due: dt.date
    amount: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """Interest for one half-year: days at one yearly per cent."""

    start: dt.date
    end: dt.date
    days: int
    rate: Decimal
    interest: Decimal


@dataclass(slots=True)
class Contents:
    """Everything a layout may print. `fields` uses the names of the outward contract."""

    kind: str
    sender_role: str
    debtor_type: str
    language: str
    sender: Party
    creditor: Party
    debtor: Party
    fields: dict[str, str | dt.date | Decimal]
    lines: list[Line]
    said: frozenset[str]
    subject: str = ""
    claims: list[Claim] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    demand_date: dt.date | None = None
    demand_deadline: dt.date | None = None
    handler: str = ""
    deadline_days: int = 14
    birth_number: str = ""
    heading: str = ""
    total_label: str = ""


def statutory_rate(day: dt.date) -> Decimal:
    """Late interest in per cent a year on a day."""
    known = [rate for first, rate in _RATES if first <= day]
    if not known:
        raise ValueError(f"no late-interest rate before {_RATES[0][0]} in the samples")
    return Decimal(known[-1])


def interest_periods(principal: Decimal, *, start: dt.date, end: dt.date, rate: Decimal | None = None) -> list[Period]:
    """Simple interest by half-years for the days from `start` until `end`; `rate` replaces the statutory one."""
    periods = []
    while start < end:
        border = dt.date(start.year, 7, 1) if start.month < 7 else dt.date(start.year + 1, 1, 1)
        stop = min(border, end)
        days = (stop - start).days
        used = rate if rate is not None else statutory_rate(start)
        interest = (principal * used * days / 36500).quantize(_ORE, ROUND_HALF_UP)
        periods.append(Period(start, stop, days, used, interest))
        start = stop
    return periods


@cache
def load_scenarios() -> tuple[Scenario, ...]:
    """All scenarios in file and row order. Raises ValueError for a doubled id."""
    scenarios: list[Scenario] = []
    for path in sorted(SCENARIOS.glob("*.yaml")):
        scenarios.extend(scenario_of(row) for row in yaml.safe_load(path.read_text(encoding="utf-8")))
    ids = [scenario.id for scenario in scenarios]
    doubled = {name for name in ids if ids.count(name) > 1}
    if doubled:
        raise ValueError(f"scenario ids used twice: {sorted(doubled)}")
    return tuple(scenarios)


def scenario_of(row: Mapping[str, Any]) -> Scenario:
    """The scenario that a row describes."""
    features = set(row.get("features", ()))
    if "claims" in row:
        features.add("claims")
    return Scenario(
        id=row["id"],
        title=row["title"],
        kind=row["kind"],
        sender=row["sender"],
        debtor=row.get("debtor", "consumer"),
        languages=tuple(row.get("languages", ("nb",))),
        sectors=tuple(row.get("sectors", (*parties.SECTORS, *parties.EXTRA_SECTORS))),
        features=frozenset(features),
        data=row,
        expect=dict(row.get("expect", {})),
        may=tuple(row.get("may", ())),
    )


def month_names(language: str) -> tuple[str, ...]:
    """The months, January first; bokmål and nynorsk share them."""
    return english.MONTHS if language == "en" else MONTHS


def build_contents(
    scenario: Scenario,
    rng: random.Random,
    *,
    sectors: Iterable[str],
    language: str,
    kid_spec: tuple[str, int],
    names: Mapping[str, Sequence[str]] | None = None,
) -> Contents:
    """The contents of one letter. `sectors`: the creditor kinds both scenario and layout allow.

    `names`: the layout's own party names by sector, by sender role, or for `debtor`.
    """
    names = names or {}
    data = scenario.data
    shift = dt.timedelta(days=rng.randrange(int(data.get("jitter", 0)) + 1))
    sector = rng.choice(sorted(sectors))
    creditor = parties.creditor(rng, sector, language=language)
    role = scenario.sender
    if sector in names:
        creditor = parties.renamed(rng, creditor, names[sector])
    sender = creditor if role in {"creditor", "public"} else parties.sender_firm(rng, role, language=language)
    if role in names:
        sender = parties.renamed(rng, sender, names[role])
    if role == "public":
        sender = creditor = parties.tax_authority(rng)
    letter_date: dt.date = data["letter_date"] + shift
    due: dt.date | None = data["due"] + shift if "due" in data else None
    fields: dict[str, str | dt.date | Decimal] = {"letter_date": letter_date}
    omit = set(data.get("omit", ()))
    unfit = set() if role in {"collector", "purchaser"} else {"board_right"}
    contents = Contents(
        kind=scenario.kind,
        sender_role=role,
        debtor_type=scenario.debtor,
        language=language,
        sender=sender,
        creditor=creditor,
        debtor=parties.debtor(rng, scenario.debtor, language=language),
        fields=fields,
        lines=[],
        said=frozenset((set(_SAID_BY_DEFAULT[scenario.kind]) | set(data.get("add", ()))) - omit - unfit),
        handler=parties.person_name(rng),
        deadline_days=int(data.get("deadline_days", 14)),
        birth_number=parties.synthetic_identity_number(rng),
        heading=str(data.get("heading", "")),
        total_label=str(data.get("lump", "")),
    )
    if "debtor" in names and scenario.debtor == "consumer":
        contents.debtor = parties.renamed(rng, contents.debtor, names["debtor"])
    _references(contents, rng, sector=sector, due=due, kid_spec=kid_spec)
    if "principal" in data or "claims" in data:
        _amounts(contents, rng, data=data, due=due)
        fields["payment_deadline"] = letter_date + dt.timedelta(days=contents.deadline_days)
    if "notice" in data:
        notice_date = data["notice"]["date"] + shift
        fields["notice_date"] = notice_date
        fields["notice_deadline"] = notice_date + dt.timedelta(days=int(data["notice"].get("days", 14)))
    if "demand" in data:
        contents.demand_date = data["demand"]["date"] + shift
        contents.demand_deadline = contents.demand_date + dt.timedelta(days=int(data["demand"].get("days", 14)))
    if "lump" in data:
        contents.lines.clear()
        contents.periods.clear()
        omit |= {"interest_rate", "interest_from"}
    if "wrong_digit" in data:
        name = str(data["wrong_digit"])
        fields[name] = parties.with_wrong_check_digit(str(fields[name]))
    if "claim_description" in data:
        fields["claim_description"] = contents.subject = str(data["claim_description"])
    for name in omit & set(fields):
        del fields[name]
    if "creditor" in omit:
        fields.pop("creditor_org_number", None)
    return contents


def _references(
    contents: Contents, rng: random.Random, *, sector: str, due: dt.date | None, kid_spec: tuple[str, int]
) -> None:
    fields, day = contents.fields, due or contents.fields["letter_date"]
    assert isinstance(day, dt.date)
    invoice_date = day - dt.timedelta(days=rng.choice((10, 14, 14, 20, 30)))
    contents.subject = parties.claim_subject(
        rng,
        sector,
        month=f"{month_names(contents.language)[invoice_date.month - 1]} {invoice_date.year}",
        year=invoice_date.year,
        language=contents.language,
    )
    number = str(rng.randrange(10**4, 10 ** rng.choice((5, 6, 8))))
    account = parties.account_number(rng)
    case = rng.choice(
        (
            f"{rng.randrange(10**6, 10**7)}",
            f"{rng.randrange(10**5, 10**6)}/{invoice_date.year % 100}",
            f"{invoice_date.year}-{rng.randrange(10**4, 10**5)}",
        )
    )
    fields.update(
        invoice_number=number,
        invoice_date=invoice_date,
        case_number=case,
        customer_number=str(rng.randrange(10**4, 10**6)),
        claim_description=contents.subject,
        creditor=contents.creditor.name,
        kid=parties.kid(rng, method=kid_spec[0], length=kid_spec[1]),
        account_number=account,
        iban=parties.iban(account),
        creditor_org_number=contents.creditor.org_number,
    )
    if due is not None:
        fields["original_due_date"] = due
    if contents.sender_role in {"collector", "purchaser", "lawyer"}:
        fields["collector"] = contents.sender.name
        fields["collector_org_number"] = contents.sender.org_number
    if contents.sender_role == "purchaser":
        fields["original_creditor"] = contents.creditor.name
        fields["creditor"] = contents.sender.name
        fields["creditor_org_number"] = contents.sender.org_number


def _amounts(contents: Contents, rng: random.Random, *, data: Mapping[str, Any], due: dt.date | None) -> None:
    fields, letter_date = contents.fields, contents.fields["letter_date"]
    assert isinstance(letter_date, dt.date)
    if "claims" in data:
        contents.claims = _claims(
            rng, data["claims"], due=due, subject=contents.subject, months=month_names(contents.language)
        )
        principal = sum((claim.amount for claim in contents.claims), Decimal(0))
    else:
        principal = _principal(rng, data["principal"])
    contents.lines.append(Line("principal", principal))
    terms = data.get("interest")
    if terms is not None and due is not None:
        rate = Decimal(terms["rate"]) if "rate" in terms else None
        earliest = due + dt.timedelta(days=int(terms.get("from", 0)))
        bases = [(claim.amount, claim.due) for claim in contents.claims] or [(principal, earliest)]
        for amount, start in bases:
            contents.periods += interest_periods(amount, start=start, end=letter_date, rate=rate)
        interest = sum((period.interest for period in contents.periods), Decimal(0)) + Decimal(terms.get("extra", "0"))
        contents.lines.append(Line("interest", interest))
        fields["interest_rate"] = rate if rate is not None else statutory_rate(letter_date)
        fields["interest_from"] = earliest
    contents.lines.extend(Line(row[0], Decimal(row[1]), *row[2:3]) for row in data.get("lines", ()))
    signed = (-line.amount if line.type == "paid" else line.amount for line in contents.lines)
    fields["total"] = sum(signed, Decimal(0)) + Decimal(data.get("total_error", "0"))


def _principal(rng: random.Random, given: str | list[int]) -> Decimal:
    if isinstance(given, str):
        return Decimal(given).quantize(_ORE)
    whole = Decimal(rng.randrange(given[0], given[1]))
    ore = rng.choice((Decimal(0), Decimal(0), Decimal("0.50"), Decimal(rng.randrange(100)) / 100))
    return (whole + ore).quantize(_ORE)


def _claims(
    rng: random.Random,
    given: list[Mapping[str, Any]],
    *,
    due: dt.date | None,
    subject: str,
    months: Sequence[str],
) -> list[Claim]:
    assert due is not None, "a scenario with several claims needs the first due date"
    number = rng.randrange(10**5, 10**6)
    monthly = any(month in subject for month in months)
    text = subject.rsplit(" ", 2)[0] if monthly else subject
    claims = []
    for row in given:
        number += rng.randrange(300, 900)
        day = due + dt.timedelta(days=int(row.get("after", 0)))
        billed = day - dt.timedelta(days=14)
        month = f" {months[billed.month - 1]} {billed.year}" if monthly else ""
        claims.append(Claim(str(number), billed, day, _principal(rng, row["amount"]), f"{text}{month}"))
    return claims
