"""The letter does not deny the right to object.

What it checks: that no sentence says that objections are not dealt with, cost money, or count only when sent to the
creditor.

Legal basis: inkassoloven (1988) § 8 second paragraph; § 13: an objection made to the collector counts as made to the
creditor; § 17 second paragraph: whoever had reasonable objections owes no costs.

How it is decided: a sentence that says so outright fails, one that comes near or was read with doubt is unsure.
Asking for reasons, for writing or for a copy to the creditor is no denial, nor is an answer to an objection that was
weighed, nor what the complaints board does not treat.

Known limits: whether an objection was in fact weighed is not seen.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.readings import forbidden_statement
from checks.registry import basis, rule
from parsers.model import StatementId


@rule(
    "gis-deny-objection",
    group="conduct",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 8", "second"),
        basis("lov/1988-05-13-26", "§ 13"),
        basis("lov/1988-05-13-26", "§ 17", "second"),
    ),
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
    """Fail on an outright denial, unsure on a hint."""
    return forbidden_statement(case, StatementId.OBJECTION_DENIED)
