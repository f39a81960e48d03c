"""A disputed claim is not collected as undisputed.

What it checks: that a letter does not press on with costs on a claim the debtor has objected to, without having
assessed the objection.

Legal basis: inkassoloven (1988) § 8 (good practice), § 10 first paragraph third sentence (doubt about the claim is to
be assessed before a payment demand) and § 17 fourth paragraph first sentence: bad practice takes every out-of-court
cost.

How it is decided: a letter that itself speaks of the debtor's objection, or one sent after the user objected, fails
when it demands costs and tells of no assessment. It passes when it, or an earlier letter after the objection, answers
the objection; and, as far as is known, when nobody objected. A claim that a court has decided, or that has been sent
to one, an objection only hinted at or implied, and a demand without costs are unsure.

Known limits: an answer in a letter we have not seen is not known of. Whether the objection was plainly unfounded is
for a person to weigh; inability to pay is no objection.
"""

from __future__ import annotations

import datetime as dt

from checks.case import COST_LINES, Case
from checks.history import history_of
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.registry import basis, rule
from parsers.model import StatementId

_RECEIVED = "statement:objection_received"
_ASSESSED = "statement:objection_assessed"


@rule(
    "dis-stop-collection",
    group="conduct",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 8"),
        basis("lov/1988-05-13-26", "§ 10", "first"),
        basis("lov/1988-05-13-26", "§ 17", "fourth"),
    ),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("objection_date",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass without an objection or with an answer to it, fail where the letter presses on; see the module."""
    objected = case.told_day("objection_date")
    if objected is not None and objected >= case.sent.need():
        objected = None
    received = case.says(StatementId.OBJECTION_RECEIVED)
    clearly = case.says_outright(StatementId.OBJECTION_RECEIVED)
    if objected is None and not clearly:
        return _undisputed(case, hinted=received is not None)
    if case.says_clearly(StatementId.OBJECTION_ASSESSED):
        return Finding(Status.PASS, variant="assessed", rests_on=(_ASSESSED,))
    if objected is not None and _answered_before(case, objected):
        return Finding(Status.PASS, variant="answered", rests_on=("sent_date",))
    rests_on = ("sent_date",) if objected is not None else (_RECEIVED,)
    costs = case.charged(*COST_LINES)
    params: dict[str, Param] = {"costs": costs}
    if costs <= 0:
        return Finding(Status.UNSURE, variant="no-costs", rests_on=rests_on)
    if _may_be_decided(case):
        return Finding(Status.UNSURE, variant="decided", params=params, rests_on=rests_on, stake=costs)
    if case.says(StatementId.OBJECTION_ASSESSED):
        return Finding(Status.UNSURE, variant="hint", params=params, rests_on=(*rests_on, _ASSESSED), stake=costs)
    return Finding(
        Status.FAIL,
        variant="told" if objected is not None else "",
        params=params if objected is None else {**params, "objected": objected},
        rests_on=(*rests_on, *(row for row in COST_LINES if case.charged(row))),
        absence=True,
        amounts=Amounts(charged=costs, limit=costs - costs, excess=costs),
    )


def _undisputed(case: Case, *, hinted: bool) -> Finding:
    if hinted:
        return Finding(Status.UNSURE, variant="hint-of-one", rests_on=(_RECEIVED,), question="objection_date")
    told = case.known.answer("objection_date") is not None
    return Finding(Status.PASS, assumptions=() if told else ("objection_date=no",))


def _answered_before(case: Case, objected: dt.date) -> bool:
    """Whether a letter after the objection and before this one says that it was assessed."""
    history = history_of(case)
    after = [earlier.letter for earlier in history.before if earlier.day >= objected]
    return any(letter.statement(StatementId.OBJECTION_ASSESSED) for letter in (*after, *history.undated))


def _may_be_decided(case: Case) -> bool:
    in_court = case.known.answer("case_in_court") == "yes" or case.says(StatementId.LEGAL_STEP_TAKEN) is not None
    return in_court or case.known.answer("claim_type") == "judgment"
