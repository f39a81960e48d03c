"""Minors are not charged collection costs.

What it checks: that no collection costs are claimed on a debt that arose while the debtor was under eighteen.

Legal basis: inkassoloven (1988) § 17 first paragraph (only necessary costs) and § 8, as the Ministry of Justice has
read them since 05.05.2006; the rule is written law from the inkassolov of 2026 (§ 18 fifth paragraph). Every out-of-
court cost falls away.

How it is decided: a letter without such costs passes. With costs, what the user tells decides: under eighteen fails,
of age passes. A letter never tells it, so until then it is unsure, and most likely a pass.

Known limits: a parent may be the contracting party and owe the costs; the letter does not show who agreed.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.cost_grounds import judge_costs_of_minor
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule


@rule(
    "cost-minor",
    group="fees",
    legal_basis=(basis("lov/1988-05-13-26", "§ 17", "first"), basis("lov/1988-05-13-26", "§ 8")),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer",),
    valid_from=dt.date(2006, 5, 5),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("debtor_minor",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Decide by what the user tells of the debtor's age; see the module."""
    return judge_costs_of_minor(case)
