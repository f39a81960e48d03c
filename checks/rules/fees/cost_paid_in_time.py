"""Payment within the notice deadline gives no collection fee.

What it checks: that no collector's fee is charged when the bank had the order to pay the whole notified amount by the
end of the inkassovarsel's deadline.

Legal basis: inkassoloven (1988) § 17 third paragraph; § 9 second paragraph: payment is in time when the order reached
the bank within the deadline, and the last day counts. The collector's fee falls away.

How it is decided: by the day the user gave the bank the order, against the deadline that the letter or an earlier
notice of the same claim sets; of several deadlines the earliest must be met. In time fails; later passes. Where the
letter shows a payment smaller than the principal, it may have been a part payment: unsure. Without an answer it is
unsure, most likely a pass, since the letter asks for money.

Known limits: a payment with the wrong KID or account, and an order dated ahead, look like payment in time; a receipt
tells.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.costs import TOLERANCE
from checks.history import deadline_of, history_of
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_sure
from checks.registry import basis, rule
from checks.same_claim import Link
from parsers.model import LetterKind, LineType, Missing, Reading


@rule(
    "cost-paid-in-time",
    group="fees",
    legal_basis=(basis("lov/1988-05-13-26", "§ 17", "third"), basis("lov/1988-05-13-26", "§ 9", "second")),
    severity="breach",
    consequence="C-COLL",
    kinds=("betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("payment_date", "previous_letters"),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Compare the day of payment with the notice's deadline; see the module."""
    fee = case.charged(LineType.COLLECTION_FEE, LineType.VAT)
    if not case.lines(LineType.COLLECTION_FEE) or fee <= 0:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    params: dict[str, Param] = {"fee": fee}
    if case.known.answer("payment_date") == "no":
        return Finding(Status.PASS, variant="unpaid", params=params, rests_on=("collection_fee",))
    paid = case.told_day("payment_date")
    if paid is None:
        return Finding(
            Status.UNSURE,
            variant="untold",
            params=params,
            question="payment_date",
            leaning=Status.PASS,
            stake=fee,
        )
    deadlines = _deadlines(case)
    if not deadlines:
        case.date("notice_deadline").need()
    earliest, latest = min(deadlines), max(deadlines)
    rests_on = ("collection_fee", *(name for name in ("notice_deadline",) if not _is_missing(case)))
    params |= {"paid": paid, "deadline": earliest}
    if paid > latest:
        return Finding(Status.PASS, params={**params, "deadline": latest}, rests_on=rests_on)
    if paid > earliest:
        return Finding(Status.UNSURE, variant="deadlines", params=params, rests_on=rests_on, stake=fee)
    part = case.charged(LineType.PAID)
    if part > 0 and case.charged(LineType.PRINCIPAL) - part > TOLERANCE:
        return Finding(Status.UNSURE, variant="part", params={**params, "part": part}, rests_on=rests_on, stake=fee)
    return Finding(
        Status.FAIL,
        params=params,
        rests_on=rests_on,
        amounts=Amounts(charged=fee, limit=fee - fee, excess=fee),
    )


def _is_missing(case: Case) -> bool:
    return isinstance(case.date("notice_deadline"), Missing)


def _deadlines(case: Case) -> set[dt.date]:
    """The deadlines of the notices for this claim: the one the letter tells, and those of earlier letters.

    An earlier letter read with doubt is no ground alone, but an earlier deadline in it keeps the payment in doubt.
    """
    told = case.date("notice_deadline")
    sure = {told.value} if isinstance(told, Reading) else set()
    doubtful: set[dt.date] = set()
    history = history_of(case)
    for notice in history.of(LetterKind.INKASSOVARSEL):
        deadline = notice.deadline
        if isinstance(deadline, Reading):
            firm = notice.link is Link.SAME and notice.kind_is_sure and is_sure(deadline)
            (sure if firm else doubtful).add(deadline.value)
    undated = [deadline_of(one) for one in history.undated if one.kind.value is LetterKind.INKASSOVARSEL]
    doubtful |= {deadline.value for deadline in undated if isinstance(deadline, Reading)}
    return sure | doubtful if sure else set()
