"""No costs after a reasonable objection.

What it checks: that no collection costs are claimed where the debtor had reasonable ground to object to the claim
before collection began.

Legal basis: inkassoloven (1988) § 17 second paragraph: no compensation for costs where the debtor had objections that
there was reasonable ground to have looked into first; also for costs before the objection was raised, unless it
should have been raised earlier. Every out-of-court cost falls away.

How it is decided: by what the user tells. An objection raised before collection began fails: before this letter, when
it is a reminder, a notice or the first payment demand, else before the notice, or the first demand, that the letter
or an earlier one dates. A letter that says it has assessed the objection is unsure, because the ground is then in
dispute. An objection that came later is unsure: costs up to the time it should have come may stand. Without an answer
it is unsure too, most likely a pass, since few debtors object.

Known limits: whether the ground was reasonable, and was raised as soon as could be expected, a person must weigh;
inability to pay is no objection.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.cost_grounds import judge_costs_after_objection
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule


@rule(
    "cost-reasonable-objection",
    group="fees",
    legal_basis=(basis("lov/1988-05-13-26", "§ 17", "second"),),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("objection_date",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Compare the day of the objection with the day collection began; see the module."""
    return judge_costs_after_objection(case)
