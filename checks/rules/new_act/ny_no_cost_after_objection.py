"""No costs are claimed after an objection.

What it checks: that no collection costs are claimed on a claim the debtor had objected to before collection began.

Legal basis: inkassoloven (2026) § 18 third paragraph: no costs while an objection stands, unless it is plainly
groundless, came later than it should have, or was decided or withdrawn. Every out-of-court cost falls away.

How it is decided: by what the user tells. An objection raised before collection began fails. A letter that says it
has assessed the objection is unsure, because its ground is then in dispute. An objection that came later is unsure:
costs up to the time it should have come may stand. Without an answer it is unsure too, most likely a pass.

Known limits: whether the ground was plainly none, a person must weigh; inability to pay is no objection.
"""

from __future__ import annotations

from checks.case import Case
from checks.cost_grounds import judge_costs_after_objection
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule


@rule(
    "ny-no-cost-after-objection",
    group="fees",
    legal_basis=(basis("lov/2026-05-22-19", "§ 18", "third"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    valid_from=None,
    regime="inkl-2026",
    ask=("objection_date",),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail; see the module."""
    return judge_costs_after_objection(case)
