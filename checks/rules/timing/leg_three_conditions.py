"""The conditions before legal collection are met.

What it checks: that a legal step the letter tells of came after every deadline, after a warning of legal collection,
and within six months of the payment demand.

Legal basis: inkassoloven (1988) § 11 first and second paragraph. A breach costs the collector its fee (§ 17 fourth
paragraph second sentence).

How it is decided: the day of the step is the one the letter gives for the conciliation complaint, the summons or the
enforcement petition it says was sent. It is held against the earlier letters: on or before the deadline of one that is
surely of this claim, or of a demand the letter dates itself, it fails. More than six months after the newest demand it
probably fails, but a newer demand may not be at hand, so it fails only when the user has no more letters. After every
deadline, within six months and after a warning it passes. A claim the user has objected to may go to court without
these steps.

Known limits: a step without a day, or with a day that was not read surely, is never held against the collector.
Whether the collector looked at the claim, as the law asks, no letter shows. Papers from the conciliation board itself
are outside this act.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.deadlines import six_months_after
from checks.history import (
    Earlier,
    History,
    ToldDemand,
    ask_for_letters,
    history_of,
    legal_step_days,
    told_demand,
)
from checks.law import Law
from checks.model import Finding, Param, Status
from checks.readings import are_printed_firmly, is_sure, rests_on_bill
from checks.registry import basis, rule
from checks.same_claim import Link
from parsers.model import Reading, StatementId


@rule(
    "leg-three-conditions",
    group="timing",
    legal_basis=(basis("lov/1988-05-13-26", "§ 11", "first"), basis("lov/1988-05-13-26", "§ 11", "second")),
    severity="likely_breach",
    consequence="C-COLL",
    kinds=("oppfolging", "rettslig-varsel", "saksoversikt", "forliksklage", "namsmann"),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("previous_letters", "objection_date"),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Hold the day of the legal step against the earlier letters; see the module."""
    if rests_on_bill(case):
        return Finding(Status.NOT_APPLICABLE, variant="bill")
    if case.says(StatementId.LEGAL_STEP_TAKEN) is None:
        return Finding(Status.NOT_APPLICABLE, variant="no-step")
    rests_on = ("statement:legal_step_taken",)
    days = legal_step_days(case)
    if len(days) != 1 or not case.says_clearly(StatementId.LEGAL_STEP_TAKEN):
        return Finding(Status.UNSURE, variant="no-day", rests_on=rests_on)
    step = days[0]
    history = history_of(case)
    demands = [letter for letter in history.demands() if letter.day < step]
    params: dict[str, Param] = {"step": step}
    told = told_demand(case)
    if not demands and told is not None and not history.undated and case.known.answer("objection_date") is None:
        return _from_told(case, told, params, step)
    if not demands or history.undated:
        return Finding(
            Status.UNSURE, variant="no-demand", params=params, rests_on=rests_on, question=ask_for_letters(case)
        )
    if case.known.answer("objection_date") is not None:
        return Finding(Status.UNSURE, variant="disputed", params=params, rests_on=rests_on)
    return _judge(case, law, history, demands, step)


def _from_told(case: Case, told: ToldDemand, params: dict[str, Param], step: dt.date) -> Finding:
    """No demand at hand, but the letter dates it with its deadline: the step must come after that deadline."""
    rests_on = ("statement:legal_step_taken",)
    if told.sent < step <= told.deadline and are_printed_firmly(case, (told.sent, told.deadline, step)):
        return Finding(Status.FAIL, variant="running", params={**params, "deadline": told.deadline}, rests_on=rests_on)
    return Finding(Status.UNSURE, variant="no-demand", params=params, rests_on=rests_on, question=ask_for_letters(case))


def _judge(case: Case, law: Law, history: History, demands: list[Earlier], step: dt.date) -> Finding:
    """The step against the deadlines, the six months and the warning of the letters before it."""
    rests_on = ("statement:legal_step_taken",)
    params: dict[str, Param] = {"step": step}
    running = _running(history, step)
    newest = demands[-1]
    last_day = six_months_after(newest.day)
    params |= {"demand": newest.day, "last_day": last_day}
    if running is not None and are_printed_firmly(case, (step,)):
        return Finding(Status.FAIL, variant="running", params={**params, "deadline": running}, rests_on=rests_on)
    if step > last_day + dt.timedelta(days=law.posting_slack_days):
        return _too_late(case, newest, params, step)
    doubtful = any(letter.link is not Link.SAME or not letter.is_dated_surely for letter in demands)
    if step > last_day or doubtful or running is not None or _may_be_running(history, step):
        return Finding(
            Status.UNSURE, variant="unclear-letter", params=params, rests_on=rests_on, question=ask_for_letters(case)
        )
    if not any(_warned(letter) for letter in history.sure if letter.day < step):
        return Finding(
            Status.UNSURE, variant="not-warned", params=params, rests_on=rests_on, question=ask_for_letters(case)
        )
    return Finding(Status.PASS, params=params, rests_on=rests_on)


def _too_late(case: Case, newest: Earlier, params: dict[str, Param], step: dt.date) -> Finding:
    rests_on = ("statement:legal_step_taken",)
    is_firm = newest.link is Link.SAME and newest.kind_is_sure and newest.is_dated_surely
    sure = is_firm and are_printed_firmly(case, (step,))
    if sure and case.known.answer("previous_letters") == "no":
        return Finding(Status.FAIL, variant="six-months", params=params, rests_on=rests_on)
    return Finding(
        Status.UNSURE,
        variant="six-months",
        params=params,
        rests_on=rests_on,
        question=ask_for_letters(case),
        leaning=Status.FAIL if sure else None,
    )


def _running(history: History, step: dt.date) -> dt.date | None:
    """The latest deadline, surely read and of this claim, that had not run out on the day of the step."""
    days = [
        deadline.value
        for letter in history.sure
        if letter.day < step and letter.is_dated_surely
        if isinstance(deadline := letter.deadline, Reading) and is_sure(deadline) and step <= deadline.value
    ]
    return max(days, default=None)


def _may_be_running(history: History, step: dt.date) -> bool:
    deadlines = [letter.deadline for letter in history.before if letter.day < step]
    return any(isinstance(one, Reading) and step <= one.value for one in deadlines)


def _warned(letter: Earlier) -> bool:
    statement = letter.says(StatementId.LEGAL_COLLECTION)
    return statement is not None and statement.strength == "clear"
