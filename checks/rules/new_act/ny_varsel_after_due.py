"""The notice was sent after the due date.

What it checks: that every claim in an agency's inkassovarsel was already due when the notice was sent.

Legal basis: inkassoloven (2026) § 20 first paragraph. A notice sent too early takes the out-of-court costs away
unless that can have had no effect (§ 18 second paragraph).

How it is decided: the day sent must lie after the original due date of each claim. Where only the printed date is
known, the letter may have been posted later; so a printed date up to the posting slack before the day after the due
date is unsure. A "due date" that is the letter's own new deadline is no original due date.

Known limits: claims due on demand, and loans called in early, need an earlier letter we do not see.
"""

from __future__ import annotations

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.notice_timing import judge_notice_after_due
from checks.registry import basis, rule


@rule(
    "ny-varsel-after-due",
    group="timing",
    legal_basis=(basis("lov/2026-05-22-19", "§ 20", "first"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel",),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("sent_date",),
)
def check(case: Case, law: Law) -> Finding:
    """Pass when sent after every due date, fail when not later than one; see the module."""
    return judge_notice_after_due(case, law)
