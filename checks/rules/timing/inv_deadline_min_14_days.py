"""The notice gives at least 14 days.

What it checks: that the deadline of an inkassovarsel is at least fourteen days after it was sent.

Legal basis: inkassoloven (1988) § 9 second paragraph first sentence. A shorter deadline makes it no such notice: no fee
for it, and no collector's fee later (§ 17 fourth paragraph).

How it is decided: the printed deadline, the later of two, is compared with the day sent, else the printed letter date;
the fourteenth day counts, weekends too. "14 dager" from the letter or its sending passes without a date. It fails
below fourteen days, for "10 dager", for "straks" without a date, and for no deadline at all on a letter read whole.
A deadline before the letter's own date is a misreading to be looked at.

Known limits: without a user's answer the printed date stands for the day sent; later posting only shortens the time.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule
from checks.reply_deadline import judge_reply_deadline


@rule(
    "inv-deadline-min-14-days",
    group="timing",
    legal_basis=(basis("lov/1988-05-13-26", "§ 9", "second"),),
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
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail on the deadline; see :mod:`checks.reply_deadline`."""
    return judge_reply_deadline(case)
