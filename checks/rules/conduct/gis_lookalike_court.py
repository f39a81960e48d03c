"""The sender does not pose as someone else.

What it checks: that a private sender's letter does not carry the form or the name of a court or an authority
("Innkalling til forliksrådet", "Namsmannens vedtak", "Statens inkassokontor"), and says who sends it.

Legal basis: inkassoloven (1988) § 8 second paragraph: posing as somebody else is unreasonable pressure.

How it is decided: a sentence or heading that calls the paper an act of court or of an authority fails when the sender
is private. A warning of what may be sent later ("Varsel om forliksklage") and news of what a court did are no pose. A
hint, a doubtful reading, or a letter that names no sender at all is unsure.

Known limits: coats of arms and other pictures are not seen. Letters of real courts and authorities are outside
inkassoloven and not checked.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import Reading, StatementId

_SAYS = "statement:court_lookalike"
_NAMES = ("creditor", "collector", "creditor_org_number", "collector_org_number")


@rule(
    "gis-lookalike-court",
    group="conduct",
    legal_basis=(basis("lov/1988-05-13-26", "§ 8", "second"),),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel"),
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
    """Fail on the form or name of a court or authority, unsure on a hint or a letter without a sender."""
    statement = case.says(StatementId.COURT_LOOKALIKE)
    if statement is not None:
        if statement.strength == "weak":
            return Finding(Status.UNSURE, variant="weak", rests_on=(_SAYS,))
        return Finding(Status.FAIL, variant=statement.detail or "court", rests_on=(_SAYS, "sender_role"))
    if not any(isinstance(case.text(name), Reading) for name in _NAMES):
        return Finding(Status.UNSURE, variant="no-sender", question="creditor")
    return Finding(Status.PASS)
