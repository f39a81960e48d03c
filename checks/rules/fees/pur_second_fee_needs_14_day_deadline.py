"""The notice fees are no more than two, and in the lawful order.

What it checks: that a second fee for a reminder or an inkassovarsel came after a first reminder that gave fourteen
days, that no fee came after one for an inkassovarsel, and that there is no third, within one round of notices.

Legal basis: inkassoforskriften § 1-3 first and second paragraph: two reminders, or a reminder and an inkassovarsel, in
that order, the second only when a deadline of at least fourteen days set in the first was missed; a new round when more
than six months have passed since the last notice with a fee. The fee that breaks the order falls away.

How it is decided: one fee alone passes. Of several, the earlier letters tell which letter charged what. A letter may
print the fees of those before it with its own, or its own alone: both readings are followed, and only what both find
wrong fails, by no more than is still demanded. A first reminder with a shorter deadline makes every later fee of the
round wrong, also one whose own letter is not there. With more than six months between two notices, posting slack
counted, a new round has begun. Letters that are not surely about this claim, or not surely read, never make it fail.
Without earlier letters several fees are unsure, and the letters are asked for.

Known limits: a payment order handed in on the last day is in time, which no letter shows; so the day after the deadline
is enough. Fees of several claims in one letter are not told apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from checks.case import Case
from checks.costs import TOLERANCE, ZERO, fee_readings, notice_fee_span
from checks.deadlines import min_deadline, six_months_after
from checks.history import Earlier, FeeNotice, ask_for_letters, history_of
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure
from checks.registry import basis, rule
from parsers.model import LetterKind, LineType, Reading, StatementId


@rule(
    "pur-second-fee-needs-14-day-deadline",
    group="fees",
    legal_basis=(
        basis("forskrift/1989-07-14-562", "§ 1-3", "first"),
        basis("forskrift/1989-07-14-562", "§ 1-3", "second"),
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
    ask=("previous_letters",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Judge the fees under each reading of the history; see the module."""
    rows = case.lines(LineType.REMINDER_FEE)
    charged = case.charged(LineType.REMINDER_FEE)
    if charged <= 0:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    case.sent.need()
    history = history_of(case)
    is_one = len(rows) == 1 and rows[0].count == 1 and charged <= notice_fee_span(case, law)[1] + TOLERANCE
    if not any(letter.charged(LineType.REMINDER_FEE) for letter in history.before):
        return _one(charged) if is_one else _open(case, "not-seen", {"fee": charged}, charged)
    if max(len(case.letter.claims), len(case.lines(LineType.PRINCIPAL))) > 1:
        return _open(case, "several-claims", {"fee": charged}, charged)
    certain = _across(case, law, history.sure)
    widest = _across(case, law, history.before)
    if certain.status is Status.FAIL and widest.status is Status.FAIL:
        if history.undated:
            return _open(case, "unclear-letter", {"fee": charged}, charged)
        return _failed(case, charged, certain if certain.kroner <= widest.kroner else widest)
    if Status.FAIL in (certain.status, widest.status):
        return _open(case, "perhaps-other-claim", {"fee": charged}, charged, leaning=Status.FAIL)
    if certain.status is Status.PASS:
        return _one(charged) if is_one else Finding(Status.PASS, params={"fee": charged}, rests_on=("reminder_fee",))
    return _open(case, certain.variant, {"fee": charged, **certain.params}, charged)


def _one(charged: Decimal) -> Finding:
    return Finding(Status.PASS, variant="one", params={"fee": charged}, rests_on=("reminder_fee",))


def _open(
    case: Case, variant: str, params: Mapping[str, Param], stake: Decimal, *, leaning: Status | None = None
) -> Finding:
    return Finding(
        Status.UNSURE,
        variant=variant,
        params=params,
        rests_on=("reminder_fee",),
        question="sent_date" if variant == "close" else ask_for_letters(case),
        leaning=leaning,
        stake=stake,
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one reading of the history comes to; ``kroner`` of the letter's fees that fall away."""

    status: Status
    variant: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)
    kroner: Decimal = ZERO
    with_kind: bool = False


def _failed(case: Case, charged: Decimal, verdict: _Verdict) -> Finding:
    rests_on = ("reminder_fee", "sent_date", *(("kind",) if verdict.with_kind else ()))
    return Finding(
        Status.FAIL,
        variant=verdict.variant,
        params={**verdict.params, "fee": verdict.kroner},
        rests_on=rests_on,
        amounts=Amounts(charged=charged, limit=charged - verdict.kroner, excess=verdict.kroner),
        contests={"reminder_fee": verdict.kroner},
        assumptions=() if case.sent_date else (f"sent_date={case.sent.need().isoformat()}",),
    )


def _across(case: Case, law: Law, letters: Sequence[Earlier]) -> _Verdict:
    """The verdict that holds whether or not each letter's sum contains the fees of those before it."""
    readings = [
        _judge(case, law, notices, letters, carried=carried) for carried, notices in fee_readings(case, law, letters)
    ]
    if not readings:
        return _Verdict(Status.UNSURE, "not-seen")
    statuses = {verdict.status for verdict in readings}
    if len(statuses) == 1:
        return min(readings, key=lambda verdict: verdict.kroner)
    if Status.FAIL in statuses:
        return _Verdict(Status.UNSURE, "carried")
    return next(verdict for verdict in readings if verdict.status is Status.UNSURE)


def _judge(
    case: Case, law: Law, notices: Sequence[FeeNotice], letters: Sequence[Earlier], *, carried: bool
) -> _Verdict:
    """One reading: which of the fees the letter demands are wrong, and how much of them it still demands."""
    judged = [_Judged(notice, *_fault(case, law, notices, place, letters)) for place, notice in enumerate(notices)]
    demanded = case.charged(LineType.REMINDER_FEE)
    own_alone = not carried and bool(notices) and notices[-1].letter is None
    if own_alone:
        judged, demanded = judged[-1:], notices[-1].new
    wrong = [one for one in judged if one.fault]
    right = sum((one.notice.new for one in judged if not one.fault), ZERO)
    kroner = min(sum((one.notice.new for one in wrong), ZERO), demanded - right)
    if kroner > TOLERANCE:
        if not all(notice.is_sure for notice in notices):
            return _Verdict(Status.UNSURE, "unclear-letter")
        return _Verdict(Status.FAIL, wrong[0].fault, wrong[0].params, kroner, with_kind=_rests_on_kind(wrong[0]))
    doubtful = next((one for one in judged if one.doubt), None)
    if doubtful is not None and demanded > judged[0].notice.new + TOLERANCE:
        return _Verdict(Status.UNSURE, doubtful.doubt, doubtful.params)
    unexplained = demanded - sum((one.notice.new for one in judged), ZERO)
    if unexplained > TOLERANCE:
        return _unexplained(case, notices, letters, unexplained)
    return _Verdict(Status.PASS)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A fee-bearing notice with its fault or doubt (message variants, empty for none) and the days that tell."""

    notice: FeeNotice
    fault: str
    doubt: str
    params: Mapping[str, Param]


def _rests_on_kind(one: _Judged) -> bool:
    return one.notice.letter is None and one.fault == "order"


def _fault(
    case: Case, law: Law, notices: Sequence[FeeNotice], place: int, letters: Sequence[Earlier]
) -> tuple[str, str, Mapping[str, Param]]:
    """What is wrong with the fee at this place of its round, or doubtful about it, and the days that tell."""
    notice = notices[place]
    round_ = _round_before(law, notices, place)
    if not round_:
        return "", "", {}
    first = round_[0]
    params: dict[str, Param] = {"first": first.day, "second": notice.day}
    if len(round_) > 1:
        return "third", "", params
    if first.kind is LetterKind.INKASSOVARSEL:
        return "order", "", params
    return _second(case, law, first, notice, letters)


def _round_before(law: Law, notices: Sequence[FeeNotice], place: int) -> list[FeeNotice]:
    """The notices of the same round before this one; a gap of more than six months begins a new round."""
    round_: list[FeeNotice] = []
    for number in range(place, 0, -1):
        earlier, later = notices[number - 1], notices[number]
        if later.day + dt.timedelta(days=law.posting_slack_days) > six_months_after(earlier.day):
            break
        round_.insert(0, earlier)
    return round_


def _second(
    case: Case, law: Law, first: FeeNotice, second: FeeNotice, letters: Sequence[Earlier]
) -> tuple[str, str, Mapping[str, Param]]:
    """The second fee of a round, after a first reminder: its deadline must be fourteen days and have run out."""
    params: dict[str, Param] = {"first": first.day, "second": second.day}
    deadline = first.deadline
    if not isinstance(deadline, Reading):
        return "", "unclear-letter", params
    params["deadline"] = deadline.value
    slack = 0 if second.letter is None and case.sent_date else law.posting_slack_days
    if deadline.value < min_deadline(first.day):
        if not is_sure(deadline) or _may_not_be_first(first, letters):
            return "", "unclear-letter", params
        return "short", "", params
    if second.day + dt.timedelta(days=slack) <= deadline.value:
        return ("early", "", params) if is_sure(deadline) else ("", "unclear-letter", params)
    if second.day <= deadline.value:
        return "", "close" if second.letter is None else "unclear-letter", params
    return "", "", params


def _may_not_be_first(first: FeeNotice, letters: Sequence[Earlier]) -> bool:
    """Whether a reminder without a fee may have come before, and set the deadline that counts."""
    told_of = first.letter is not None and first.letter.says(StatementId.EARLIER_NOTICE) is not None
    return told_of or any(letter.day < first.day and letter.kind is LetterKind.PURRING for letter in letters)


def _unexplained(case: Case, notices: Sequence[FeeNotice], letters: Sequence[Earlier], kroner: Decimal) -> _Verdict:
    """More is demanded than the letters at hand charged: still wrong when the first reminder allows no second."""
    first = notices[0] if notices else None
    sent = case.sent.need()
    if first is None or sent > six_months_after(first.day) or first.kind is not LetterKind.PURRING:
        return _Verdict(Status.UNSURE, "not-seen")
    deadline = first.deadline
    if not isinstance(deadline, Reading) or deadline.value >= min_deadline(first.day) or not is_sure(deadline):
        return _Verdict(Status.UNSURE, "not-seen")
    if _may_not_be_first(first, letters) or not all(notice.is_sure for notice in notices):
        return _Verdict(Status.UNSURE, "unclear-letter")
    params: dict[str, Param] = {"first": first.day, "second": sent, "deadline": deadline.value}
    return _Verdict(Status.FAIL, "short", params, kroner)
