"""The new deadline is at least 14 days.

What it checks: that the deadline of an agency's notice, and of its payment demand, is at least fourteen days after
sending.

Legal basis: inkassoloven (2026) § 20 second paragraph letter c and fourth paragraph, § 21 second paragraph letter c
and fourth paragraph; the day of sending is not counted (domstolloven § 148). A breach takes the out-of-court costs
away unless it can have had no effect (§ 18 second paragraph).

How it is decided: the later of two deadlines against the day sent, else the printed letter date; the fourteenth day
counts, weekends too. Fewer days, "straks" without a date, or no deadline on a letter read whole fail. A deadline
before the letter's own date is a misreading to be looked at.

Known limits: without a user's answer the printed date stands for the day sent; later posting only shortens the time.
"""

from __future__ import annotations

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.registry import basis, rule
from checks.reply_deadline import judge_reply_deadline


@rule(
    "ny-deadline-min-14-days",
    group="timing",
    legal_basis=(
        basis("lov/2026-05-22-19", "§ 20", "second", "c"),
        basis("lov/2026-05-22-19", "§ 20", "fourth"),
        basis("lov/2026-05-22-19", "§ 21", "second", "c"),
        basis("lov/2026-05-22-19", "§ 21", "fourth"),
        basis("lov/1915-08-13-5", "§ 148", "first"),
    ),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("sent_date",),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail on the deadline; see :mod:`checks.reply_deadline`."""
    return judge_reply_deadline(case)
