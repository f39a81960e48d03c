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
from checks.model import Finding, Status
from checks.readings import is_sure
from checks.registry import basis, rule
from parsers.model import Reading


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
    dues = _due_dates(case)
    if not dues:
        case.date("original_due_date").need()
        return Finding(Status.UNSURE, variant="new-deadline", question="original_due_date")
    sent = case.sent.need()
    latest = max(dues)
    rests_on = ("original_due_date", "sent_date")
    params = {"due": latest, "sent": sent}
    if sent > latest:
        if any(not isinstance(item.due, Reading) for item in case.letter.claims):
            return Finding(Status.UNSURE, variant="some-unknown", params=params, rests_on=rests_on)
        return Finding(Status.PASS, params=params, rests_on=rests_on)
    slack = dt.timedelta(days=0 if case.sent_date else law.posting_slack_days)
    too_early = [due for due, sure in dues.items() if sure and sent + slack <= due]
    if too_early:
        return Finding(Status.FAIL, params={"due": max(too_early), "sent": sent}, rests_on=rests_on)
    if sent + slack > latest:
        return Finding(Status.UNSURE, variant="close", params=params, rests_on=rests_on, question="sent_date")
    return Finding(Status.UNSURE, variant="doubtful-date", params=params, question="original_due_date")


def _due_dates(case: Case) -> dict[dt.date, bool]:
    """Original due date of each claim -> whether it was read surely; the letter's own new deadline is left out."""
    readings = [case.date("original_due_date"), *(item.due for item in case.letter.claims)]
    deadline = case.date("payment_deadline")
    new = deadline.value if isinstance(deadline, Reading) else None
    dues: dict[dt.date, bool] = {}
    for reading in readings:
        if isinstance(reading, Reading) and reading.value != new:
            dues[reading.value] = dues.get(reading.value, False) or is_sure(reading)
    return dues
