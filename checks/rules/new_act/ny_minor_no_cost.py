"""No costs on debts incurred as a minor.

What it checks: that no collection costs are claimed on a debt that arose while the debtor was under eighteen.

Legal basis: inkassoloven (2026) § 18 fifth paragraph. Every out-of-court cost falls away.

How it is decided: a letter without such costs passes. With costs, what the user tells decides: under eighteen fails,
of age passes. A letter never tells it, so until then it is unsure, and most likely a pass.

Known limits: a parent may be the contracting party and owe the costs; the letter does not show who agreed.
"""

from __future__ import annotations

from checks.case import Case
from checks.cost_grounds import judge_costs_of_minor
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule


@rule(
    "ny-minor-no-cost",
    group="fees",
    legal_basis=(basis("lov/2026-05-22-19", "§ 18", "fifth"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer",),
    valid_from=None,
    regime="inkl-2026",
    ask=("debtor_minor",),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail; see the module."""
    return judge_costs_of_minor(case)
