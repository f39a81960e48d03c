"""The letter does not threaten untrue consequences.

What it checks: that no sentence threatens with something the law does not let anybody do about an unpaid claim:
prison, the driving licence or passport, a debt that the children inherit, taking things or blocking an account
without the enforcement officer, the loss of work or benefits, a consumer's bankruptcy, or a debt that is never
time-barred.

Legal basis: inkassoloven (1988) § 8 second paragraph: no methods that put unreasonable pressure on the debtor, and §
14: a collector needs the creditor's consent for other steps than forliksklage and utlegg. Konkursloven § 63: a
bankruptcy notice goes to those who must keep accounts. Bad practice takes every out-of-court cost (§ 17 fourth
paragraph).

How it is decided: a sentence that says so outright fails, one that comes near or was read with doubt is unsure. A
sentence that denies it, quotes somebody, warns of fraud or tells what a court or namsmann may do is no threat. A
bankruptcy petition fails only against a consumer.

Known limits: whether a legal step that is announced was ever meant is not seen. Cutting off power or telephone has
rules of its own and is not judged.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import DebtorType, StatementId

_SAYS = "statement:untrue_consequence"


@rule(
    "gis-wrong-consequence",
    group="conduct",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 8", "second"),
        basis("lov/1988-05-13-26", "§ 14"),
        basis("lov/1984-06-08-58", "§ 63"),
    ),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Fail on an outright threat, unsure on a hint."""
    statement = case.says(StatementId.UNTRUE_CONSEQUENCE)
    if statement is None:
        return Finding(Status.PASS)
    rests_on: tuple[str, ...] = (_SAYS,)
    if statement.detail == "bankruptcy":
        if case.letter.debtor.value is DebtorType.BUSINESS:
            return Finding(Status.PASS, variant="business", rests_on=(*rests_on, "debtor"))
        rests_on = (*rests_on, "debtor")
    if statement.strength == "weak":
        return Finding(Status.UNSURE, variant="weak", rests_on=rests_on)
    return Finding(Status.FAIL, variant=statement.detail or "", rests_on=rests_on)
