"""VAT is not added without ground.

What it checks: that no VAT is charged on notice fees, and on the collector's fee only where the claim does not stem
from VAT-liable activity.

Legal basis: inkassoforskriften § 2-2 first paragraph and § 2-3 first paragraph (the cap rises by the VAT rate only
where more than half of the claim is outside VAT-liable activity); chapter 1 has no such rule; merverdiavgiftsloven
§ 4-1 second paragraph. The VAT without ground falls away.

How it is decided: VAT in a letter with notice fees but no collector's fee fails, and so does VAT that is exactly a
quarter of the fees together, for the part on the notice fees. VAT on the collector's fee fails when the user says
that the claim carried VAT and fee and VAT together exceed the cap without it; it passes when they stay within that
cap, or when the user says that the claim carried none. VAT above what the fee gives is unsure then. Otherwise the
origin of the claim is asked.

Known limits: VAT inside the principal is not seen as VAT on costs. VAT that is silently part of the fee is judged
by the cap on the fee.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import Case
from checks.computation import to_ore
from checks.costs import TOLERANCE, ZERO, cost_cap
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule
from parsers.model import LineType


@rule(
    "vat-without-ground",
    group="fees",
    legal_basis=(
        basis("forskrift/1989-07-14-562", "§ 2-2", "first"),
        basis("forskrift/1989-07-14-562", "§ 2-3", "first"),
        basis("lov/2009-06-19-58", "§ 4-1", "second"),
    ),
    severity="breach",
    consequence="amount",
    kinds=(
        "purring",
        "inkassovarsel",
        "betalingsoppfordring",
        "oppfolging",
        "rettslig-varsel",
        "avdragsavtale",
        "saksoversikt",
    ),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2003, 7, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("creditor_vat_registered",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Judge the VAT rows against the fees they stand on; see the module."""
    vat = case.charged(LineType.VAT)
    if not vat:
        return Finding(Status.NOT_APPLICABLE, variant="no-vat")
    fee = case.charged(LineType.COLLECTION_FEE)
    notice = case.charged(LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE)
    rate = law.vat_rate(case.date("letter_date").need()).value
    if not fee:
        return _on_notice_fees(vat, notice, to_ore(notice * rate))
    over = vat - to_ore(fee * rate)
    rests_on: tuple[str, ...] = ("vat", "collection_fee")
    if over > TOLERANCE and notice and abs(over - to_ore(notice * rate)) <= TOLERANCE:
        return Finding(
            Status.FAIL,
            variant="on-notice-fees",
            params={"vat": vat, "excess": over},
            rests_on=(*rests_on, "reminder_fee", "own_demand_fee"),
            amounts=Amounts(charged=vat, limit=vat - over, excess=over),
            contests={"vat": over},
        )
    more = _more_than_the_fee_gives(vat, to_ore(fee * rate), rests_on) if over > TOLERANCE else None
    if case.vat_supplement is True:
        return more or Finding(Status.PASS, variant="told", params={"vat": vat}, rests_on=rests_on)
    cap = cost_cap(case, law)
    rests_on = (*rests_on, "principal", "letter_date")
    bare = _without_vat(case, cap.low, cap.high, rate)
    params = {"vat": vat, "charged": fee + vat, "limit": bare}
    if fee + vat <= cap.low + TOLERANCE:
        return more or Finding(Status.PASS, params=params, rests_on=rests_on)
    excess = min(vat, fee + vat - bare)
    if case.vat_supplement is None or excess <= TOLERANCE:
        return Finding(
            Status.UNSURE,
            variant="origin" if case.vat_supplement is None else "open",
            params=params,
            rests_on=rests_on,
            question="creditor_vat_registered" if case.vat_supplement is None else cap.deciding_fact(fee + vat),
            stake=min(vat, fee + vat - cap.low),
        )
    return Finding(
        Status.FAIL,
        params={**params, "excess": excess},
        rests_on=rests_on,
        amounts=Amounts(charged=vat, limit=vat - excess, excess=excess),
        contests={"vat": excess},
        computation=cap.computation,
        assumptions=("creditor_vat_registered=yes",),
    )


def _more_than_the_fee_gives(vat: Decimal, expected: Decimal, rests_on: tuple[str, ...]) -> Finding:
    """VAT above what the fee gives and no explanation: never a pass, however small the two are together."""
    params = {"vat": vat, "expected": expected}
    return Finding(Status.UNSURE, variant="more", params=params, rests_on=rests_on, stake=vat - expected)


def _without_vat(case: Case, low: Decimal, high: Decimal, rate: Decimal) -> Decimal:
    """The highest cap without the VAT supplement over everything else that is open."""
    return max(low, to_ore(high / (1 + rate))) if case.vat_supplement is None else high


def _on_notice_fees(vat: Decimal, notice: Decimal, expected: Decimal) -> Finding:
    """VAT in a letter without a collector's fee: on the notice fees when it is their VAT, else unclear."""
    if not notice or abs(vat - expected) > TOLERANCE:
        return Finding(Status.UNSURE, variant="unclear", params={"vat": vat}, rests_on=("vat",), stake=vat)
    return Finding(
        Status.FAIL,
        variant="on-notice-fees",
        params={"vat": vat, "excess": vat},
        rests_on=("vat", "reminder_fee", "own_demand_fee"),
        amounts=Amounts(charged=vat, limit=ZERO, excess=vat),
        contests={"vat": vat},
    )
