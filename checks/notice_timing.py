"""Whether a notice came after the due date, and a payment demand after the notice.

The same tests for both inkassolover (1988 §§ 9-10, 2026 §§ 20-21). What it is for: the verdict on the order of due
date, notice and demand. What it is not for: how long a letter's own deadline is (:mod:`checks.reply_deadline`).

Where only the printed date is known the letter may have been posted later, so inside the posting slack the answer is
unsure. Only letters that are surely about the same claim are held against the one under audit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from checks.case import Case
from checks.deadlines import min_deadline
from checks.history import deadline_of, history_of
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_sure, rests_on_bill
from checks.same_claim import Link
from parsers.model import Letter, LetterKind, Reading, StatementId


def judge_notice_after_due(case: Case, law: Law) -> Finding:
    """Pass when sent after every due date, fail when not later than one. Raises ``NeedsValue`` without the dates."""
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


@dataclass(frozen=True, slots=True)
class _Notice:
    """The last day of a notice (``assumed`` fourteen days after its date when it is not told), what it rests on, the
    invoices it was for (empty: not known) and whether it was read surely.
    """

    last_day: dt.date
    rests_on: tuple[str, ...]
    assumed: bool = False
    invoices: frozenset[str] = frozenset()
    sure: bool = True


def judge_demand_after_notice(case: Case, law: Law) -> Finding:
    """Pass when every notice had run out, fail when one had not. Raises ``NeedsValue`` without the day sent."""
    if rests_on_bill(case):
        return Finding(Status.NOT_APPLICABLE, variant="bill")
    if _is_odd(case):
        return Finding(Status.UNSURE, variant="odd-date", rests_on=("notice_date",), question="notice_deadline")
    stated = _stated(case)
    notices = [*([stated] if stated else []), *_supplied(case)]
    if not notices:
        return _none_known(case)
    sent = case.sent.need()
    slack = dt.timedelta(days=0 if case.sent_date else law.posting_slack_days)
    last = max(notices, key=lambda notice: notice.last_day)
    params = {"last_day": last.last_day, "sent": sent}
    rests_on = (*last.rests_on, "sent_date")
    if last.last_day < sent:
        return _all_notified(case, notices, Finding(Status.PASS, params=params, rests_on=rests_on,
                                                    assumptions=_assumed(last)))  # fmt: skip
    if last.last_day < sent + slack:
        return Finding(Status.UNSURE, variant="close", params=params, rests_on=rests_on, question="sent_date")
    if any(n.last_day < sent and not _other_claims(n, last) for n in notices):
        return Finding(Status.UNSURE, variant="two-notices", params=params, rests_on=rests_on)
    if not last.sure:
        return Finding(Status.UNSURE, variant="doubtful-notice", params=params)
    variant = "assumed" if last.assumed else ""
    return Finding(Status.FAIL, variant=variant, params=params, rests_on=rests_on, assumptions=_assumed(last))


def _other_claims(notice: _Notice, last: _Notice) -> bool:
    return bool(notice.invoices) and bool(last.invoices) and not notice.invoices & last.invoices


def _assumed(notice: _Notice) -> tuple[str, ...]:
    return (f"notice_deadline={notice.last_day.isoformat()}",) if notice.assumed else ()


def _is_odd(case: Case) -> bool:
    """Whether what was taken for the notice's dates must be this letter's own."""
    notice, last_day, own = (case.date(n) for n in ("notice_date", "notice_deadline", "payment_deadline"))
    printed = case.date("letter_date")
    if isinstance(notice, Reading) and isinstance(printed, Reading) and notice.value >= printed.value:
        return True
    if isinstance(notice, Reading) and isinstance(last_day, Reading) and last_day.value < notice.value:
        return True
    return isinstance(last_day, Reading) and isinstance(own, Reading) and last_day.value == own.value


def _stated(case: Case) -> _Notice | None:
    deadline, date = case.date("notice_deadline"), case.date("notice_date")
    if isinstance(deadline, Reading):
        return _Notice(deadline.value, ("notice_deadline",))
    if isinstance(date, Reading):
        return _Notice(min_deadline(date.value), ("notice_date",), assumed=True)
    return None


def _supplied(case: Case) -> list[_Notice]:
    """The notices among the earlier letters that are about this claim, or may be."""
    history = history_of(case)
    notices = [_notice(one.letter, one.link is Link.SAME) for one in history.of(LetterKind.INKASSOVARSEL)]
    notices += [_notice(one, False) for one in history.undated if one.kind.value is LetterKind.INKASSOVARSEL]
    return [notice for notice in notices if notice is not None]


def _notice(earlier: Letter, is_same: bool) -> _Notice | None:
    """What an earlier notice tells: the last day of its deadline, else fourteen days after its date."""
    deadline, date = deadline_of(earlier), earlier.field("letter_date")
    sure = is_same and is_sure(earlier.kind)
    if isinstance(deadline, Reading):
        return _Notice(deadline.value, (), invoices=_invoices(earlier), sure=sure and is_sure(deadline))
    if isinstance(date, Reading) and isinstance(date.value, dt.date):
        last_day = min_deadline(date.value)
        return _Notice(last_day, (), assumed=True, invoices=_invoices(earlier), sure=sure and is_sure(date))
    return None


def _invoices(letter: Letter) -> frozenset[str]:
    numbers = [letter.field("invoice_number"), *(item.number for item in letter.claims)]
    return frozenset(str(r.value) for r in numbers if isinstance(r, Reading))


def _all_notified(case: Case, notices: list[_Notice], otherwise: Finding) -> Finding:
    """Unsure when the notices name their invoices and the demand holds others besides."""
    named = frozenset[str]().union(*(notice.invoices for notice in notices))
    if all(notice.invoices for notice in notices) and _invoices(case.letter) - named:
        return Finding(Status.UNSURE, variant="not-every-claim", question="previous_letters")
    return otherwise


def _none_known(case: Case) -> Finding:
    told_of = case.says(StatementId.EARLIER_NOTICE) is not None
    rests_on = ("statement:earlier_notice",) if told_of else ()
    if case.known.answer("previous_letters") == "no":
        return Finding(Status.UNSURE, variant="never-seen", rests_on=rests_on)
    variant = "no-dates" if told_of else "no-notice"
    return Finding(Status.UNSURE, variant=variant, rests_on=rests_on, question="previous_letters")
