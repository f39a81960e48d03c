"""A letter about a minor goes to the guardian.

What it checks: that a letter about a claim against somebody under eighteen is addressed to the guardian.

Legal basis: inkassoloven (2026) § 29, with §§ 28 and 30 on representatives and guardians of adults. A breach takes
the out-of-court costs away unless it can have had no effect (§ 18 second paragraph).

How it is decided: a letter that names a guardian or parent passes, and so does one whose addressee is of age by what
the user tells, now or when the debt arose. An addressee under eighteen and no such word in a letter read whole fails.
Without an answer it is unsure, most likely a pass.

Known limits: strong reasons to write to the minor (sensitive information) are not seen; neither are known
representatives of adults.
"""

from __future__ import annotations

import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import mentions
from checks.registry import basis, rule

_GUARDIAN = re.compile(
    r"\bverge\w*|\bverje\w*|foresatt\w*|føresett\w*|foreldre\w*|guardian|\bparents?\b|fremtidsfullmek|framtidsfullmek",
    re.IGNORECASE,
)


@rule(
    "ny-minor-addressee",
    group="conduct",
    legal_basis=(
        basis("lov/2026-05-22-19", "§ 29"),
        basis("lov/2026-05-22-19", "§ 30"),
        basis("lov/2026-05-22-19", "§ 28"),
    ),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel"),
    senders=("collector", "purchaser"),
    debtors=("consumer",),
    valid_from=None,
    regime="inkl-2026",
    ask=("letter_to_minor", "debtor_minor"),
)
def check(case: Case, _law: Law) -> Finding:
    """Decide by the words of the letter and what the user tells of the age; see the module."""
    if mentions(case, _GUARDIAN):
        return Finding(Status.PASS, variant="guardian")
    minor = case.known.answer("letter_to_minor")
    if minor == "no" or (minor is None and case.known.answer("debtor_minor") == "no"):
        return Finding(Status.PASS)
    if minor == "yes":
        return Finding(Status.FAIL, rests_on=("debtor",), absence=True)
    return Finding(Status.UNSURE, variant="age", question="letter_to_minor", leaning=Status.PASS)
