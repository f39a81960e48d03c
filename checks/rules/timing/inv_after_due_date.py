"""The notice was sent after the due date.

What it checks: that every claim in an inkassovarsel was already due when the notice was sent.

Legal basis: inkassoloven (1988) § 9 first paragraph letter a. A notice sent too early is no such notice: no fee for it,
and no collector's fee later (§ 17 fourth paragraph).

How it is decided: the day sent must lie after the original due date of each claim. Where only the printed date is
known, the letter may have been posted later; so a printed date up to the posting slack before the day after the due
date is unsure, and the day sent is asked. A "due date" that is the letter's own new deadline is no original due date.

Known limits: claims due on demand, and loans called in early, need an earlier letter we do not see.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.notice_timing import judge_notice_after_due
from checks.registry import basis, rule


@rule(
    "inv-after-due-date",
    group="timing",
    legal_basis=(basis("lov/1988-05-13-26", "§ 9", "first", "a"),),
    severity="breach",
    consequence="C-COLL",
    kinds=("inkassovarsel",),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("sent_date",),
    also=("C-FEE",),
)
def check(case: Case, law: Law) -> Finding:
    """Pass when sent after every due date, fail when not later than one; see the module."""
    return judge_notice_after_due(case, law)
