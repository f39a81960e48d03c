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
from dataclasses import dataclass

from checks.case import Case
from checks.deadlines import min_deadline
from checks.history import deadline_of, history_of
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_sure, rests_on_bill
from checks.registry import basis, rule
from checks.same_claim import Link
from parsers.model import Letter, LetterKind, Reading, StatementId


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
