"""Collection is considerate and without unnecessary legal steps.

What it checks: that no sentence of the letter breaks good collection practice: untrue consequences, threats of
telling others or the police, certain payment remarks, the look of a court, undue pressure, objections denied.

Legal basis: inkassoloven (2026) § 14 (good practice and consideration, for everybody who collects) and § 15 first
paragraph (polite, accurate, understandable). A breach takes the out-of-court costs away unless it can have had no
effect (§ 18 second paragraph).

How it is decided: a sentence that says so outright fails, one that comes near or was read with doubt is unsure. The
checks of conduct name each of them; this one tells what the act of 2026 says of them.

Known limits: a hardship that the sender knows of and disregards (§ 14 third paragraph), and legal steps that were not
needed, a letter seldom shows.
"""

from __future__ import annotations

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import StatementId

_BAD = (
    StatementId.UNTRUE_CONSEQUENCE,
    StatementId.DISCLOSURE_THREAT,
    StatementId.POLICE_THREAT,
    StatementId.REMARK_THREAT,
    StatementId.COURT_LOOKALIKE,
    StatementId.UNDUE_PRESSURE,
    StatementId.OBJECTION_DENIED,
)


@rule(
    "ny-good-practice",
    group="conduct",
    legal_basis=(basis("lov/2026-05-22-19", "§ 14"), basis("lov/2026-05-22-19", "§ 15", "first")),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Fail on an outright sentence, unsure on a hint."""
    said = [statement for id_ in _BAD if (statement := case.says(id_)) is not None]
    if not said:
        return Finding(Status.PASS)
    clear = [statement for statement in said if statement.strength == "clear"]
    worst = max(clear or said, key=lambda statement: statement.confidence)
    rests_on = (f"statement:{worst.id.value}",)
    if clear:
        return Finding(Status.FAIL, rests_on=rests_on)
    return Finding(Status.UNSURE, variant="weak", rests_on=rests_on)
