"""The payment demand came after the deadline of a notice for the same claim.

What it checks: that an inkassovarsel for each claim had run out before the betalingsoppfordring was sent.

Legal basis: inkassoloven (1988) § 9 first paragraph letter b and § 10 first paragraph. A demand sent too early costs
the collector its fee (§ 17 fourth paragraph second sentence).

How it is decided: the notice is the one the letter dates, or an earlier letter the user gave that is about the same
claim. Its deadline, or fourteen days after it where only its date is known, must lie before the day the
demand was sent. Where only the printed date of the demand is known, it may have been posted later: inside the posting
slack the result is unsure. No notice mentioned, or one without dates, is unsure and earlier letters are asked for. Of
two notices for the same claim of which one had run out, neither is held against the letter. A notice dated like the
demand or later, or with the demand's own deadline, is a misreading to be looked at.

Known limits: a notice whose deadline was longer than fourteen days but not told of passes. Bills of exchange and
cheques need no notice (§ 12), nor debtors who evade payment, which no letter shows.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.notice_timing import judge_demand_after_notice
from checks.registry import basis, rule


@rule(
    "bo-after-varsel-deadline",
    group="timing",
    legal_basis=(basis("lov/1988-05-13-26", "§ 9", "first", "b"), basis("lov/1988-05-13-26", "§ 10", "first")),
    severity="breach",
    consequence="C-COLL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("previous_letters",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass when every notice had run out, fail when one had not; see the module."""
    return judge_demand_after_notice(case, law)
