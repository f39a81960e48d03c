"""Legal costs are within the set amounts.

What it checks: that each fee of a court or of the enforcement officer, and each item of work with a complaint or a
request, is no higher than its multiple of the court fee on the day of filing.

Legal basis: tvisteloven § 6-13 first paragraph (costs at the conciliation board), FOR-2020-10-23-2120 § 2 (costs of
enforcement), rettsgebyrloven §§ 7 and 14 (the fees themselves). What exceeds an item's amount falls away.

How it is decided: a row is judged by what its label names. The filing day is seldom told, so the highest amount of
any day from the due date to the letter counts, with VAT on work; above that by more than one krone fails, at or below
the lowest passes, between is unsure. The work on a conciliation complaint is half a court fee (one before 2021-02-01)
where out-of-court costs are claimed beside it, else up to four. A row of several items, or of a name we do not know,
is unsure. So are written reasons for higher costs, costs fixed in a judgment, and attachment fees of the second half
of 2026, when the fees are being changed.

Known limits: court papers themselves are outside this audit. Amounts of filings before 2016 are partly not known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step
from checks.costs import TOLERANCE, ZERO, sure_due_date
from checks.fees import highest_legal_cost, legal_cost
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import mentions
from checks.registry import basis, rule
from parsers.model import ClaimLine, LineType, StatementId

_WORK = re.compile(r"skriv|utferd|salær|arbeid|bistand|prosess|writing", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\bog\b|[+&]|[a-zæøå]\s*/\s*[a-zæøå]|\b[2-9]\s*(?:x\b|×|stk)|gebyrer|gebyrene|gebyra\b|\bdiv|m\.\s?v|samlet|samla|"
    r"omkost|kostn|utgift|\bcosts\b|sum\b",
    re.IGNORECASE,
)
_FORLIKSRAAD = re.compile(r"forlik|conciliation", re.IGNORECASE)
_UTLEGG = re.compile(
    r"utleggs(?:begj|gebyr|forretn|krav|trekk|sak)|gebyr\w*[^.]{0,25}utlegg|utlegg\w*[^.]{0,25}gebyr|"
    r"(?:begj|krav om)\w*[^.]{0,25}utlegg|attachment",
    re.IGNORECASE,
)
"""Not the bare word, which also means an outlay."""
_ATTENDANCE = re.compile(r"m(?:ø|o)te|oppm(?:ø|o)te|fremm(?:ø|o)te|framm(?:ø|o)te|attend", re.IGNORECASE)
_BANKRUPTCY = re.compile(r"konkurs", re.IGNORECASE)
_JUDGMENT = re.compile(
    r"tilkjen|idømt|ilagt ved dom|fastsatt i dom|fastsett i dom|sakskostnader (?:iht|ifølge|etter) dom|awarded",
    re.IGNORECASE,
)

_CHANGING_FROM = dt.date(2026, 7, 1)
"""From here attachment fees may follow FOR-2025-07-01-1397, whose figures were not read."""
_YEARS_BACK = 10


@rule(
    "legal-costs-over-limit",
    group="fees",
    legal_basis=(
        basis("lov/2005-06-17-90", "§ 6-13", "first"),
        basis("forskrift/2020-10-23-2120", "§ 2"),
        basis("lov/1982-12-17-86", "§ 7"),
        basis("lov/1982-12-17-86", "§ 14"),
    ),
    severity="breach",
    consequence="amount",
    kinds=("oppfolging", "rettslig-varsel", "saksoversikt", "forliksklage", "namsmann"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2016, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("case_in_court",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Judge every row by the item it names; see the module."""
    rows = [line for line in case.lines(LineType.LEGAL_COSTS) if line.amount > 0]
    if not rows:
        return Finding(Status.NOT_APPLICABLE, variant="no-costs")
    judged = [_judge(row, case, law) for row in rows]
    charged = sum((row.amount for row in rows), ZERO)
    over = [row for row in judged if row.excess > TOLERANCE]
    excess = sum((row.excess for row in over), ZERO)
    params: dict[str, Param] = {"charged": charged, "excess": excess, "label": rows[0].label}
    rests_on = ("legal_costs", "letter_date")
    if not over:
        return _within(judged, charged, params, rests_on)
    first = over[0]
    params |= {"label": first.line.label, "limit": first.high}
    doubt = _doubt(case, over)
    if doubt is not None:
        return Finding(
            Status.UNSURE, variant=doubt, params=params, rests_on=rests_on, computation=first.computation, stake=excess
        )
    steps = [step for row in over if row.computation is not None for step in row.computation.steps]
    steps.append(Step("Brevet krever", charged, "lest i brevet", "krav − grense", excess))
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=rests_on,
        amounts=Amounts(charged=charged, limit=charged - excess, excess=excess),
        contests={"legal_costs": excess},
        computation=Computation(tuple(steps), excess),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A row with what its item may cost, in kroner, by day of filing: without VAT or as told (``amounts``), and with
    it. No ``computation`` when the item is not known.
    """

    line: ClaimLine
    what: str = ""
    amounts: frozenset[Decimal] = frozenset()
    with_vat: frozenset[Decimal] = frozenset()
    computation: Computation | None = None

    @property
    def high(self) -> Decimal:
        return max(self.amounts | self.with_vat, default=ZERO)

    @property
    def low(self) -> Decimal:
        return min(self.amounts, default=ZERO)

    @property
    def excess(self) -> Decimal:
        return ZERO if self.computation is None else max(ZERO, self.line.amount - self.high)

    def is_one_of(self, amounts: frozenset[Decimal]) -> bool:
        return any(abs(self.line.amount - amount) <= TOLERANCE for amount in amounts)


def _within(judged: list[_Judged], charged: Decimal, params: dict[str, Param], rests_on: tuple[str, ...]) -> Finding:
    unnamed = [row for row in judged if row.computation is None]
    if unnamed:
        params |= {"label": unnamed[0].line.label}
        return Finding(Status.UNSURE, variant="unnamed", params=params, rests_on=rests_on, stake=charged)
    between = [row for row in judged if row.line.amount > row.low + TOLERANCE and not row.is_one_of(row.amounts)]
    if not between:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=judged[0].computation)
    first = between[0]
    has_vat = first.is_one_of(first.with_vat)
    params |= {"label": first.line.label, "low": first.low, "limit": first.high}
    return Finding(
        Status.UNSURE,
        variant="vat" if has_vat else "filing-day",
        params=params,
        rests_on=rests_on,
        question="creditor_vat_registered" if has_vat else None,
        computation=first.computation,
        stake=sum((row.line.amount - row.low for row in between), ZERO),
    )


def _judge(row: ClaimLine, case: Case, law: Law) -> _Judged:
    what = None if row.count > 1 else _item(row.label)
    if what is None:
        return _Judged(row)
    day = case.date("letter_date").need()
    due = sure_due_date(case)
    first = day - dt.timedelta(days=365 * _YEARS_BACK) if due is None else due
    beside = case.charged(LineType.COLLECTION_FEE, LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE) > 0
    high = highest_legal_cost(
        law,
        what,
        first_day=first,
        last_day=day,
        vat_supplement=case.vat_supplement is not False,
        with_out_of_court_costs=beside,
    )

    def amounts(*, vat: bool) -> frozenset[Decimal]:
        return frozenset(
            legal_cost(law, what, on=one, vat_supplement=vat, with_out_of_court_costs=beside).in_ore
            for one in _filing_days(first, day)
        )

    open_ = case.vat_supplement is None
    return _Judged(
        row,
        what,
        amounts(vat=case.vat_supplement is True),
        amounts(vat=True) if open_ else frozenset(),
        high,
    )


def _filing_days(first: dt.date, last: dt.date) -> set[dt.date]:
    """Days of filing that may give different amounts: both ends, and the first of each month between."""
    months = {dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)}
    return {first, last} | {day for day in months if first < day < last}


_ITEMS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda label: bool(_FORLIKSRAAD.search(label) and _ATTENDANCE.search(label)), "forliksraad_attendance"),
    (lambda label: bool(_FORLIKSRAAD.search(label) and _WORK.search(label)), "forliksklage_writing"),
    (lambda label: bool(_FORLIKSRAAD.search(label)), "forliksraad_fee"),
    (lambda label: bool(_UTLEGG.search(label) and _WORK.search(label)), "utlegg_request_writing"),
    (lambda label: bool(_UTLEGG.search(label)), "utlegg_fee"),
)


def _item(label: str) -> str | None:
    """Which item of the law a row names; ``None`` for several in one row and for names we do not know."""
    if _SEVERAL.search(label) or _BANKRUPTCY.search(label):
        return None
    return next((what for names, what in _ITEMS if names(label)), None)


def _doubt(case: Case, over: list[_Judged]) -> str | None:
    """Why an amount above its limit may be lawful; ``None`` when nothing explains it."""
    if case.says(StatementId.REASONED_HIGHER_COSTS):
        return "reasoned"
    told_of_judgment = case.known.answer("claim_type") == "judgment" or mentions(case, _JUDGMENT)
    if told_of_judgment or any(_JUDGMENT.search(row.line.label) for row in over):
        return "judgment"
    if any(row.what == "utlegg_fee" for row in over) and case.date("letter_date").need() >= _CHANGING_FROM:
        return "changing"
    return None
