"""The payment demand gives at least 14 days.

What it checks: that the deadline of a betalingsoppfordring to pay or object is at least fourteen days after sending.

Legal basis: inkassoloven (1988) § 10 first paragraph first and second sentence, with § 9 second paragraph. A shorter
deadline costs the collector its fee (§ 17 fourth paragraph second sentence).

How it is decided: as for the notice before it: the later of two deadlines against the day sent, else the printed
letter date; the fourteenth day counts, weekends too. Fewer days, "straks" without a date, or no deadline on a letter
read whole fail. A deadline before the letter's own date is a misreading to be looked at; so is a short one where a day
that would do stands elsewhere in the letter, or where the letter names a demand sent before.

Known limits: reminders after the demand may set shorter deadlines and are other kinds of letter. Without a user's
answer the printed date stands for the day sent; later posting only shortens the time.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule
from checks.reply_deadline import judge_reply_deadline


@rule(
    "bo-deadline-min-14-days",
    group="timing",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "first"), basis("lov/1988-05-13-26", "§ 9", "second")),
    severity="breach",
    consequence="C-COLL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("sent_date",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail on the deadline; see :mod:`checks.reply_deadline`."""
    return judge_reply_deadline(case)
