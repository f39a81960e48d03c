"""The plan states due dates and amounts.

What it checks: that a deferral or an instalment plan gives each new due date and the amount due then.

Legal basis: inkassoloven (2026) § 16 fourth paragraph. A breach takes the out-of-court costs away unless it can have
had no effect (§ 18 second paragraph).

How it is decided: an amount of the instalments with a fixed day of the month, or with as many dates as instalments,
passes. It fails when a plan that was read whole has no amount of an instalment, or no date and no day at all.
Anything between, an enclosure or a picture is unsure.

Known limits: a plan agreed by telephone and confirmed in another letter is not seen.
"""

from __future__ import annotations

import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_from_picture, is_lost, mentions, printed_amounts
from checks.registry import basis, rule
from parsers.dates import find_dates
from parsers.model import Reading, StatementId

_FIXED_DAY = re.compile(
    r"\b(?:den|hver|kvar|every|the)\b[^.\n]{0,20}\b\d{1,2}\.?(?:st|nd|rd|th)?\b[^.\n]{0,25}(?:månad|måned|mnd|month)|"
    r"\b\d{1,2}\.?(?:st|nd|rd|th)?\s+(?:i|of|hver|kvar|each|every)\b[^.\n]{0,15}(?:månad|måned|mnd|month)|"
    r"(?:første|fyrste|siste|first|last)[^.\n]{0,25}(?:hver|kvar|each|every)[^.\n]{0,10}(?:månad|måned|mnd|month)|"
    r"(?:månedlig|månadleg|monthly)[^.\n]{0,40}\d{1,2}\.",
    re.IGNORECASE,
)
_TIME_WORD = re.compile(r"månad|måned|mnd|month|forfall|frist|dato|\bdue\b|uke|veke|week|kvartal", re.IGNORECASE)


@rule(
    "ny-instalment-information",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 16", "fourth"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("avdragsavtale",),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on amount and dates, fail where one of them is nowhere; see the module."""
    amount, count = case.letter.field("instalment_amount"), case.count("instalment_count")
    text = case.letter.transcript.text
    letter_date = case.date("letter_date")
    known = letter_date.value if isinstance(letter_date, Reading) else None
    days = {found.date for found in find_dates(text)} - {known}
    fixed = _FIXED_DAY.search(" ".join(text.split())) is not None
    enough = fixed or (isinstance(count, Reading) and len(days) >= count.value > 0)
    if isinstance(amount, Reading) and enough:
        return Finding(Status.PASS, rests_on=("instalment_amount",))
    no_amount = not isinstance(amount, Reading) and not printed_amounts(case)
    due = case.date("payment_deadline")
    no_day = not (fixed or days or isinstance(due, Reading) or mentions(case, _TIME_WORD))
    doubtful = is_from_picture(case) or is_lost(case, "instalment_amount", "payment_deadline")
    if doubtful or case.says(StatementId.ENCLOSURE) or not (no_amount or no_day):
        return Finding(Status.UNSURE, variant="unclear")
    if no_amount and no_day:
        return Finding(Status.FAIL, absence=True)
    return Finding(Status.FAIL, variant="amounts" if no_amount else "dates", absence=True)
