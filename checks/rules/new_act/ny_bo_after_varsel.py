"""The payment demand came after the deadline of the notice.

What it checks: that an inkassovarsel for each claim had run out before the betalingsoppfordring was sent.

Legal basis: inkassoloven (2026) § 21 first paragraph and § 22 fourth paragraph (each claim has a notice of its own);
bills of exchange and cheques need none (§ 23). A demand sent too early takes the out-of-court costs away unless that
can have had no effect (§ 18 second paragraph).

How it is decided: the notice is the one the letter dates, or an earlier letter the user gave about the same claim.
Its deadline must lie before the day the demand was sent; inside the posting slack it is unsure. No notice mentioned,
one without dates, or one that names other invoices is unsure.

Known limits: debtors who evade payment need no notice, which no letter shows. Under the act of 2026 a creditor's own
notice does not count, but a letter that mentions "varsel" seldom tells whose it was.
"""

from __future__ import annotations

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.notice_timing import judge_demand_after_notice
from checks.registry import basis, rule


@rule(
    "ny-bo-after-varsel",
    group="timing",
    legal_basis=(basis("lov/2026-05-22-19", "§ 21", "first"), basis("lov/2026-05-22-19", "§ 22", "fourth")),
    severity="breach",
    consequence="C-ALL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("previous_letters",),
)
def check(case: Case, law: Law) -> Finding:
    """Pass when every notice had run out, fail when one had not; see the module."""
    return judge_demand_after_notice(case, law)
