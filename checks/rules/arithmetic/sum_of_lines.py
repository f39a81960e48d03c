"""The rows add up to the amount demanded.

What it checks: that the rows of the claim, less what was paid, come to the amount the letter demands.

Legal basis: inkassoloven (1988) § 10 second paragraph letter c (each addition stands separately, so the list must be
exhaustive) and § 8 (good practice). What the total holds beyond its rows is not accounted for.

How it is decided: within one krone it passes. A total above its rows fails when rows and total were read surely and
nothing explains the gap: no amounts of that size elsewhere in the text (rows we missed), no row shown for information,
no digit that optical reading typically confuses, no plan and no several cases in one letter. Otherwise it is unsure, as
is a total below its rows, which harms nobody.

Known limits: two errors that cancel out are not seen. Why the total is higher is not known, so it is only likely.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from checks.case import Case
from checks.computation import Computation, Step
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.readings import charges_costs, is_from_picture, printed_amounts, typical_misreadings
from checks.registry import basis, rule
from parsers.model import ClaimLine, LetterKind, LineType, Reading
from parsers.money import find_amounts

_NOTHING = Decimal("0.00")
_MOST_EXTRA_ROWS = 6
_MOST_UNUSED = 14


@rule(
    "sum-of-lines",
    group="arithmetic",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "second", "c"), basis("lov/1988-05-13-26", "§ 8")),
    severity="likely_breach",
    consequence="amount",
    kinds=(
        "purring",
        "inkassovarsel",
        "betalingsoppfordring",
        "oppfolging",
        "rettslig-varsel",
        "avdragsavtale",
        "saksoversikt",
    ),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass within tolerance, fail on an unexplained excess, else unsure; see the module."""
    rows = [line for line in case.letter.lines if line.included]
    if not rows:
        return Finding(Status.NOT_APPLICABLE, variant="no-rows")
    total = case.amount("total").need()
    computation = _added(rows)
    gap = total - computation.result
    rests_on = ("total", *dict.fromkeys(row.type.value for row in rows))
    params = {"total": total, "sum": computation.result, "gap": abs(gap)}
    if abs(gap) <= law.tolerance:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=computation)
    variant = "lower" if gap < 0 else _explanation(case, rows, gap)
    question = None
    if variant is None:
        doubtful = _misread_field(case, rows, gap)
        variant, question = ("misread", doubtful) if doubtful else (None, None)
    if variant is not None:
        return Finding(
            Status.UNSURE,
            variant=variant,
            params=params,
            rests_on=rests_on,
            computation=computation,
            question=question,
        )
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=rests_on,
        absence=True,
        amounts=Amounts(charged=total, limit=computation.result, excess=gap),
        contests={"unexplained": gap},
        computation=computation,
    )


def _added(rows: list[ClaimLine]) -> Computation:
    steps = []
    running = _NOTHING
    for row in rows:
        running += _signed(row)
        formula = "trekkes fra" if row.type is LineType.PAID else "legges til"
        steps.append(Step(row.label, row.amount, "lest i brevet", formula, running))
    return Computation(tuple(steps), running)


def _signed(row: ClaimLine) -> Decimal:
    return -row.amount if row.type is LineType.PAID else row.amount


def _explanation(case: Case, rows: list[ClaimLine], gap: Decimal) -> str | None:
    """What may lie behind a total above its rows, as a message variant."""
    extra = [line.amount for line in case.letter.lines if not line.included]
    if any(abs(chosen - gap) <= Decimal("0.01") for chosen in _sums(extra)):
        return "information-row"
    if case.kind is LetterKind.AVDRAGSAVTALE:
        return "plan"
    claims = [item.amount.value for item in case.letter.claims if isinstance(item.amount, Reading)]
    if case.kind is LetterKind.SAKSOVERSIKT or len(claims) > len([r for r in rows if r.type is LineType.PRINCIPAL]):
        return "several-claims"
    if not any(row.type is LineType.PRINCIPAL for row in rows):
        return "missed-row"
    if not charges_costs(case):
        return "only-principal"
    return "missed-row" if _prints_missed_rows(case, rows, gap) or _holds_unread_amount(case, rows) else None


def _prints_missed_rows(case: Case, rows: list[ClaimLine], gap: Decimal) -> bool:
    """Whether the gap stands in the text as an amount, or as two amounts that are no rows."""
    printed = printed_amounts(case)
    unused = sorted(printed - {row.amount for row in rows}, reverse=True)[:_MOST_UNUSED]
    if gap in printed:
        return True
    for size in (1, 2, 3):
        for chosen in combinations(unused, size):
            rest = gap - sum(chosen, _NOTHING)
            if rest in unused and rest not in chosen and not (size == 1 and gap == 2 * rest):
                return True
            if -rest in unused and -rest not in chosen:  # a credit among the rows that were not read
                return True
    return False


def _holds_unread_amount(case: Case, rows: list[ClaimLine]) -> bool:
    """Whether an amount stands between the first row and the total that is no row, no total and no sum of rows."""
    total = case.amount("total")
    evidence = [e for row in rows for e in row.evidence] + list(total.evidence if isinstance(total, Reading) else ())
    spans = [e.span for e in evidence if e.span is not None]
    if not spans:
        return False
    text = case.letter.transcript.text[min(s[0] for s in spans) : max(s[1] for s in spans)]
    known = {row.amount for row in case.letter.lines} | set(_running_sums(rows))
    known |= {mention.value for mention in case.letter.mentions.get("total", ()) if isinstance(mention.value, Decimal)}
    if isinstance(total, Reading):
        known.add(total.value)
    return any(abs(found.amount) not in known for found in find_amounts(text) if found.has_decimals)


def _running_sums(rows: list[ClaimLine]) -> Iterator[Decimal]:
    running = _NOTHING
    for row in rows:
        running += _signed(row)
        yield running


def _sums(amounts: list[Decimal]) -> Iterator[Decimal]:
    few = amounts[:_MOST_EXTRA_ROWS]
    for size in range(1, len(few) + 1):
        for chosen in combinations(few, size):
            yield sum(chosen, _NOTHING)


def _misread_field(case: Case, rows: list[ClaimLine], gap: Decimal) -> str | None:
    """The field whose typical misreading, or whose rival reading, closes the gap."""
    picture = is_from_picture(case)
    for row in rows:
        if row.type is LineType.PAID and abs(gap - 2 * row.amount) <= Decimal("0.01"):
            return row.type.value  # an addition taken for a payment
        others = {rival.value for rival in row.rivals} | (typical_misreadings(row.amount) if picture else frozenset())
        sign = -1 if row.type is LineType.PAID else 1
        if any(abs(gap - sign * (other - row.amount)) <= Decimal("0.01") for other in others):
            return row.type.value
    total = case.amount("total")
    if isinstance(total, Reading):
        sure = not picture or "repeated" in total.corroborated
        others = {r.value for r in total.rivals} | (frozenset() if sure else typical_misreadings(total.value))
        if any(abs(gap + other - total.value) <= Decimal("0.01") for other in others):
            return "total"
    return None
