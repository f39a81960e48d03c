"""No notice fee before fourteen days after the due date.

What it checks: that the notice which carries the fee was sent at least fourteen days after the claim fell due.

Legal basis: inkassoforskriften § 1-2 first and second paragraph. A fee for an earlier notice falls away; the notice
itself stands.

How it is decided: a reminder or inkassovarsel is judged by its own day; where only the printed date is known, the
letter may have been posted later, so inside the posting slack the day is asked for. A later letter sent too early is
wrong in any case, and so is a fee that an earlier letter of the claim charged too early and this one still demands.
Otherwise the fee of a later letter belongs to an earlier notice: it passes when that notice, as the letter dates it or
as an earlier letter shows, came in time, fails when the row names the inkassovarsel and that one was too early, and is
unsure when the letter does not tell which notice the fee is for.

Known limits: a due date that was put off by agreement is not seen. With several claims one that was due in time is
enough not to fail.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from checks.case import Case
from checks.costs import NOTICE_KINDS, TOLERANCE, fee_readings
from checks.deadlines import first_fee_day
from checks.history import history_of
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure
from checks.registry import basis, rule
from parsers.model import LineType, Reading

_VARSEL = re.compile(r"varse?l", re.IGNORECASE)
_OTHER = re.compile(r"purr|påminn|minning|\bog\b|[+&/]|gebyrer|gebyra\b", re.IGNORECASE)


@rule(
    "pur-fee-not-before-14-days",
    group="fees",
    legal_basis=(
        basis("forskrift/1989-07-14-562", "§ 1-2", "first"),
        basis("forskrift/1989-07-14-562", "§ 1-2", "second"),
    ),
    severity="breach",
    consequence="C-FEE",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("sent_date", "previous_letters"),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Pass on a notice in time, fail on one too early; see the module."""
    charged = case.charged(LineType.REMINDER_FEE)
    if charged <= 0:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    of_claims = [item.due.value for item in case.letter.claims if isinstance(item.due, Reading)]
    single = case.date("original_due_date")
    # a list of bills has no due date of its own: the first fee may come two weeks after the first of them
    due = min(of_claims) if of_claims and not isinstance(single, Reading) else single.need()
    sent = case.sent.need()
    printed = case.date("letter_date")
    rests_on = ("reminder_fee", "original_due_date", "sent_date")
    params: dict[str, Param] = {"fee": charged, "due": due, "first": first_fee_day(due), "sent": sent}
    if _may_be_new_deadline(case, due, printed.value if isinstance(printed, Reading) else sent):
        return Finding(
            Status.UNSURE,
            variant="new-deadline",
            params=params,
            rests_on=rests_on,
            question="original_due_date",
            stake=charged,
        )
    dues = [due, *of_claims]
    first, latest = first_fee_day(min(dues)), first_fee_day(max(dues))
    params["first"] = first
    if sent < first:
        return _too_early(case, law, charged, first, params, rests_on)
    if sent < latest:
        return Finding(Status.UNSURE, variant="some-claims", params=params, rests_on=rests_on, stake=charged)
    early, is_sure_of_it = _carried_too_early(case, law, first)
    if early is not None and is_sure_of_it:
        kroner, day = early
        return _failed(case, kroner, {**params, "notice": day}, rests_on[:2], "earlier")
    if case.kind in NOTICE_KINDS and early is not None:
        params["notice"] = early[1]
        return Finding(Status.UNSURE, variant="carried", params=params, rests_on=rests_on, stake=early[0])
    if case.kind in NOTICE_KINDS:
        return Finding(Status.PASS, params=params, rests_on=rests_on, assumptions=_assumed(case, sent))
    return _earlier_notice(case, law, (first, latest), params)


def _assumed(case: Case, sent: dt.date) -> tuple[str, ...]:
    return () if case.sent_date is not None else (f"sent_date={sent.isoformat()}",)


def _may_be_new_deadline(case: Case, due: dt.date, letter_date: dt.date) -> bool:
    """Whether the due date read must be a deadline set later: not before the letter, or that of the notice."""
    if due >= letter_date:
        return True
    notice, deadline = case.date("notice_date"), case.date("notice_deadline")
    if isinstance(deadline, Reading) and deadline.value == due:
        return True
    return isinstance(notice, Reading) and due >= notice.value


def _too_early(
    case: Case, law: Law, charged: Decimal, first: dt.date, params: dict[str, Param], rests_on: tuple[str, ...]
) -> Finding:
    """The letter itself came too early, and so did every notice before it."""
    sent = case.sent.need()
    slack = dt.timedelta(days=law.posting_slack_days)
    if case.sent_date is None and sent + slack >= first:
        return Finding(
            Status.UNSURE, variant="close", params=params, rests_on=rests_on, question="sent_date", stake=charged
        )
    if len(case.letter.claims) > 1 and not all(is_sure(item.due) for item in case.letter.claims):
        return Finding(Status.UNSURE, variant="some-claims", params=params, rests_on=rests_on, stake=charged)
    return _failed(case, charged, params, rests_on, "")


def _failed(case: Case, fee: Decimal, params: dict[str, Param], rests_on: tuple[str, ...], variant: str) -> Finding:
    charged = case.charged(LineType.REMINDER_FEE)
    return Finding(
        Status.FAIL,
        variant=variant,
        params={**params, "fee": fee},
        rests_on=rests_on,
        amounts=Amounts(charged=charged, limit=charged - fee, excess=fee),
        contests={"reminder_fee": fee},
    )


def _earlier_notice(case: Case, law: Law, first_days: tuple[dt.date, dt.date], params: dict[str, Param]) -> Finding:
    """A later letter, itself in time: its fee belongs to a notice sent before. ``first_days``: the first fee day of the
    oldest and of the newest claim.
    """
    first, latest = first_days
    notice = case.date("notice_date")
    rests_on: tuple[str, ...] = ("reminder_fee", "original_due_date", "notice_date")
    sent_before = [
        letter.day
        for letter in history_of(case).before
        if letter.charged(LineType.REMINDER_FEE) and letter.kind in NOTICE_KINDS and letter.is_dated_surely
    ]
    if isinstance(notice, Reading) and notice.value >= latest:
        return Finding(Status.PASS, variant="notice", params={**params, "notice": notice.value}, rests_on=rests_on)
    if any(day >= latest for day in sent_before):
        params["notice"] = max(sent_before)
        return Finding(Status.PASS, variant="notice", params=params, rests_on=rests_on[:2])
    unsure = Finding(
        Status.UNSURE,
        variant="which-notice",
        params=params,
        rests_on=rests_on,
        question="previous_letters",
        stake=case.charged(LineType.REMINDER_FEE),
    )
    if not isinstance(notice, Reading):
        return unsure
    for_it = [row for row in case.lines(LineType.REMINDER_FEE) if _names_only_varsel(row.label)]
    too_early = notice.value + dt.timedelta(days=law.posting_slack_days) < first
    if not for_it or not too_early:
        return unsure
    fee = sum((row.amount for row in for_it), Decimal("0.00"))
    return _failed(case, fee, {**params, "notice": notice.value}, rests_on, "notice")


def _carried_too_early(case: Case, law: Law, first: dt.date) -> tuple[tuple[Decimal, dt.date] | None, bool]:
    """Kroner of the letter's fees that an earlier letter of this claim charged too early, and its day; ``None`` when no
    such fee may still be demanded. Then whether every reading of the fees says so.
    """
    history = history_of(case)
    if history.is_doubtful or len(case.letter.claims) > 1 or not history.of(*NOTICE_KINDS, sure=True):
        return None, False
    charged, slack = case.charged(LineType.REMINDER_FEE), dt.timedelta(days=law.posting_slack_days)
    found: list[tuple[Decimal, dt.date]] = []
    is_sure_of_it = True
    for carried, notices in fee_readings(case, law, history.sure):
        if not carried and notices and notices[-1].letter is None:
            is_sure_of_it = False
            continue
        early = [notice for notice in notices if notice.day + slack < first]
        in_time = sum((notice.new for notice in notices if notice not in early), Decimal("0.00"))
        kroner = min(sum((notice.new for notice in early), Decimal("0.00")), charged - in_time)
        if kroner > TOLERANCE:
            found.append((kroner, early[0].day))
        if kroner <= TOLERANCE or not all(notice.is_sure for notice in notices):
            is_sure_of_it = False
    return min(found, default=None), is_sure_of_it


def _names_only_varsel(label: str) -> bool:
    return _VARSEL.search(label) is not None and _OTHER.search(label) is None
