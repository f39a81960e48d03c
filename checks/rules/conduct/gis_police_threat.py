"""The letter does not threaten a police report to get paid.

What it checks: that no sentence ties a report to the police to the claim not being paid.

Legal basis: inkassoloven (1988) § 8 second paragraph: not paying a civil claim is no crime, and a report held out to
get paid is unreasonable pressure.

How it is decided: a sentence that makes the report a consequence of not paying fails. A report announced without that
tie, or a doubtful reading, is unsure; so is a claim that may itself stem from a crime (fuel taken without paying,
theft). A report that was made, advice to report fraud, and a sentence that says the opposite are no threat.

Known limits: whether there was a crime is not judged.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import forbidden_statement
from checks.registry import basis, rule
from parsers.model import Reading, StatementId

_CRIME = re.compile(
    r"drivstoff|bensin|diesel|tanking|tanket|naskeri|stj[åa]l|tyveri|tjuveri|underslag|fuel|theft", re.IGNORECASE
)
"""What the claim may be about when a police report has a ground of its own."""


@rule(
    "gis-police-threat",
    group="conduct",
    legal_basis=(basis("lov/1988-05-13-26", "§ 8", "second"),),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Fail on a report held out to get paid, unsure where it may have another ground."""
    found = forbidden_statement(case, StatementId.POLICE_THREAT)
    if found.status is not Status.FAIL:
        return found
    subject = case.text("claim_description")
    about = subject.value if isinstance(subject, Reading) else ""
    if _CRIME.search(f"{about}\n{case.letter.transcript.text}"):
        return Finding(Status.UNSURE, variant="crime", rests_on=found.rests_on)
    return replace(found, variant="")
