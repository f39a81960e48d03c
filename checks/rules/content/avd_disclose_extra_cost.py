"""The instalment plan discloses its extra cost.

What it checks: that a fee for an instalment plan was told of before the plan was agreed.

Legal basis: inkassoforskriften § 2-4 first paragraph and inkassoloven (1988) § 8. Whoever agrees to a plan without
saying that it raises the debtor's cost has normally waived the increase (opinion of the Ministry of Justice,
22.01.1996). The fee falls away.

How it is decided: no such fee passes. A plan that tells of the fee in its text, or that is an offer the debtor still
has to accept, passes, and so does one after an earlier letter that tells of it. It fails when an earlier text of the
plan, read whole, told of no fee. Otherwise it may have been told in another letter, on a web page or by telephone:
unsure.

Known limits: what was said by telephone or shown on a web page is not seen.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.history import ask_for_letters, history_of
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.readings import mentions
from checks.registry import basis, rule
from parsers.model import Letter, LetterKind, LineType, StatementId

_OFFER = re.compile(
    r"\btilbud\w*|\bforslag\b|\bframlegg\b|\boffer\b|"
    r"(?:signer|underskriv|undertegn|aksepter|godta|godtek|godkjenn|bekreft|stadfest)\w*[^.]{0,60}"
    r"(?:avtale|nedbetaling|plan|vilkår|returner|innen|innan|senest|før)|"
    r"avtalen?a? (?:trer i kraft|gjelder fra|gjeld frå|er inngått|er gyldig|begynner å gjelde)[^.]{0,40}"
    r"\b(?:når|først)|"
    r"(?:ved|når du|om du) (?:å )?betal\w+ (?:det )?(?:første|fyrste) avdrag\w*[^.]{0,60}"
    r"(?:godtar|godtek|inngå|akseptere)",
    re.IGNORECASE,
)


@rule(
    "avd-disclose-extra-cost",
    group="content",
    legal_basis=(basis("forskrift/1989-07-14-562", "§ 2-4", "first"), basis("lov/1988-05-13-26", "§ 8")),
    severity="likely_breach",
    consequence="amount",
    kinds=("avdragsavtale",),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1996, 1, 22),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("previous_letters",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass where the fee was told of, fail where an earlier text of the plan was silent; see the module."""
    fee = case.charged(LineType.INSTALMENT_FEE)
    if fee <= 0:
        return Finding(Status.PASS)
    params = {"fee": fee}
    rests_on = ("instalment_fee",)
    history = history_of(case)
    if any(_tells(letter) for letter in (*(earlier.letter for earlier in history.before), *history.undated)):
        return Finding(Status.PASS, variant="earlier", params=params, rests_on=rests_on)
    plans = history.of(LetterKind.AVDRAGSAVTALE, sure=True)
    if any(plan.kind_is_sure and plan.is_dated_surely and plan.letter.fully_read for plan in plans):
        return Finding(
            Status.FAIL,
            params=params,
            rests_on=rests_on,
            amounts=Amounts(charged=fee, limit=fee - fee, excess=fee),
            contests={"instalment_fee": fee},
        )
    if case.says_clearly(StatementId.INSTALMENT_COST_TOLD):
        return Finding(Status.PASS, variant="told", params=params, rests_on=("statement:instalment_cost_told",))
    if mentions(case, _OFFER):
        return Finding(Status.PASS, variant="offer", params=params, rests_on=rests_on)
    return Finding(
        Status.UNSURE, variant="untold", params=params, rests_on=rests_on, question=ask_for_letters(case), stake=fee
    )


def _tells(letter: Letter) -> bool:
    shown = any(line.type is LineType.INSTALMENT_FEE for line in letter.lines)
    return shown or letter.statement(StatementId.INSTALMENT_COST_TOLD) is not None
