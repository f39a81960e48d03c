"""Enquiries are answered within a week.

What it checks: that the agency answered what the debtor wrote about disagreeing within a week, or gave an interim
answer.

Legal basis: inkassoloven (2026) § 17 first and second paragraph: an answer, or an interim answer with the reason,
within a week of receipt. A breach takes the out-of-court costs away unless it can have had no effect (§ 18 second
paragraph).

How it is decided: by what the user tells of the day of writing and of the answer. Received at the latest a few days
after it was written; an answer more than a week after that fails, and so does none by the day this letter was sent. A
letter of that week that answers the objection passes. Without a day of writing nothing is known to be unanswered.

Known limits: other enquiries than objections are not asked for. An extensive enquiry may take longer with an interim
answer, which counts as the answer here.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.history import history_of
from checks.law import Law
from checks.model import Finding, Param, Status
from checks.registry import basis, rule
from parsers.model import StatementId

_WEEK = dt.timedelta(days=7)
_POST = dt.timedelta(days=5)
"""The longest a letter from the debtor is taken to be on its way."""


@rule(
    "ny-answer-week",
    group="conduct",
    legal_basis=(basis("lov/2026-05-22-19", "§ 17", "first"), basis("lov/2026-05-22-19", "§ 17", "second")),
    severity="breach",
    consequence="C-ALL",
    kinds=("oppfolging", "rettslig-varsel"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("objection_date", "reply_date"),
)
def check(case: Case, _law: Law) -> Finding:
    """Compare the day of the answer with the day of writing; see the module."""
    objected = case.told_day("objection_date")
    sent = case.sent.need()
    if objected is None or objected >= sent:
        return Finding(Status.PASS, assumptions=("objection_date=no",))
    replied = _answered(case, objected)
    if replied is not None and replied <= objected + _WEEK:
        return Finding(Status.PASS, variant="answered", params={"objected": objected, "replied": replied})
    params: dict[str, Param] = {"objected": objected}
    told = case.known.answer("reply_date")
    if replied is None and told is None:
        return Finding(Status.UNSURE, variant="untold", params=params, question="reply_date")
    if (replied or sent) <= objected + _WEEK + _POST:
        return Finding(Status.UNSURE, variant="soon", params={**params, "sent": sent})
    if replied is None:
        return Finding(Status.FAIL, variant="none", params=params, rests_on=("sent_date",))
    if told != replied:
        return Finding(Status.UNSURE, variant="untold", params=params, question="reply_date")
    return Finding(Status.FAIL, params={**params, "replied": replied}, rests_on=("sent_date",))


def _answered(case: Case, objected: dt.date) -> dt.date | None:
    """The first day of an answer: the one the user tells, or that of a letter which says that it was looked into."""
    days = [told] if (told := case.told_day("reply_date")) is not None and told >= objected else []
    after = [letter for letter in history_of(case).before if letter.day >= objected]
    days += [letter.day for letter in after if letter.says(StatementId.OBJECTION_ASSESSED)]
    if case.says(StatementId.OBJECTION_ASSESSED):
        days.append(case.sent.need())
    return min(days, default=None)
