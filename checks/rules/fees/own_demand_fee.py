"""The fee for the creditor's own payment demand meets its conditions.

What it checks: that the fee for a betalingsoppfordring the creditor itself sends is within its limit, and that the
letter and what came before it give a right to it.

Legal basis: inkassoforskriften § 1-2 third paragraph: a share of the inkassosats, when the creditor itself sent a
demand that meets inkassoloven (1988) § 10, after a missed deadline of at least fourteen days in a reminder or an
inkassovarsel. The fee falls away, or the part above the limit.

How it is decided: the creditor's own demand is read first: less than fourteen days, or on a letter read whole no
subject, no rate or day for the interest it claims, or no word of further costs, fails the whole fee; so does an earlier
deadline that had not run out. A fee above the highest limit any open fact allows fails by the difference. A demand with
all of it, after an earlier deadline that had run out, passes. In a collector's letter, or a later one, the fee may stem
from an earlier demand of the creditor's: where that is among the earlier letters it is judged in the same way, else the
fee is unsure and earlier letters are asked for.

Known limits: whether the earlier deadline was long enough is judged only where the letter or an earlier one dates it.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from checks.case import GATE, Case
from checks.computation import Computation, Step
from checks.costs import TOLERANCE, notice_fee_span, sure_due_date
from checks.deadlines import min_deadline
from checks.demand_content import may_tell_subject
from checks.errors import UnknownFigure
from checks.fees import highest_notice_fee
from checks.history import NOTICE_KINDS, Earlier, history_of
from checks.interest_claim import rate_stated, start_stated
from checks.law import Law
from checks.model import Amounts, Finding, Param, Status
from checks.readings import is_lost, is_sure, mentions
from checks.registry import basis, rule
from checks.reply_deadline import judge_reply_deadline
from parsers.model import LetterKind, LineType, Reading, SenderRole, StatementId

_FURTHER_COSTS = re.compile(
    r"kostnad|omkostn|salær|utgift|dyrere|dyrare|\bcosts?\b|(?:nye|flere|fleire|ytterligere) gebyr|"
    r"\bkost(?:e|er|a|ar)\b|"
    r"\bdyrt\b|(?:betale|dekke|dekkje|bære|ut med) (?:mer|meir)|belast\w* (?:deg|dem|dere|dykk)|"
    r"cost you|more expensive|"
    r"(?:øk|auk|voks|veks|stig|høyere|høgare|større)\w*\b.{0,50}\b(?:beløp|regning|rekning|krav|sum|gjeld|skyld)",
    re.IGNORECASE,
)


@rule(
    "own-demand-fee",
    group="fees",
    legal_basis=(basis("forskrift/1989-07-14-562", "§ 1-2", "third"), basis("lov/1988-05-13-26", "§ 10")),
    severity="breach",
    consequence="C-FEE",
    kinds=("betalingsoppfordring", "oppfolging", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2002, 3, 1),
    valid_to=None,
    date_key="claim_due_date",
    regime="inkl-1988",
    ask=("previous_letters",),
    also=("amount",),
)
def check(case: Case, law: Law) -> Finding:
    """Judge the limit first, then the conditions of the creditor's own demand; see the module."""
    fee = case.charged(LineType.OWN_DEMAND_FEE)
    if fee <= 0:
        return Finding(Status.NOT_APPLICABLE, variant="no-fee")
    is_own = case.sender_role is SenderRole.CREDITOR and case.kind is LetterKind.BETALINGSOPPFORDRING
    lacking = _lacking(case) if is_own else None
    if lacking is not None and lacking.status is Status.FAIL:
        return _whole_fee(fee, lacking)
    early = _deadline_not_run_out(case, law, fee) if is_own else None
    if early is not None and early.status is Status.FAIL:
        return early
    behind = None if is_own else _demand_behind(case)
    if behind is not None and (fault := _fault_of(behind)) is not None:
        return _whole_fee(fee, Finding(Status.FAIL, variant="demand-lacks", params={"demand": fault}))
    low, high, computation = notice_fee_span(case, law, stage="own-demand")
    if fee > high + TOLERANCE:
        return _over_limit(case, law, fee, high, computation)
    open_ = early or lacking
    if open_ is not None:
        return open_
    is_met = behind is not None and _lacking(behind) is None and _earlier_deadline_missed(behind)
    if is_met and fee <= low + TOLERANCE:
        return Finding(Status.PASS, params={"fee": fee, "limit": high}, rests_on=("own_demand_fee", "letter_date"))
    return _within_limit(case, (low, high, computation), fee, is_own=is_own)


def _within_limit(case: Case, span: tuple[Decimal, Decimal, Computation], fee: Decimal, *, is_own: bool) -> Finding:
    """Within the highest limit: pass for the creditor's own complete demand after a missed deadline, else unsure."""
    low, high, computation = span
    params: dict[str, Param] = {"fee": fee, "limit": high, "low": low}
    rests_on = ("own_demand_fee", "letter_date")
    if is_own and fee <= low + TOLERANCE and _earlier_deadline_missed(case):
        return Finding(Status.PASS, params=params, rests_on=(*rests_on, "notice_deadline"), computation=computation)
    variant, question = "no-notice", "previous_letters"
    if not is_own:
        variant = "earlier-demand"
    elif fee > low + TOLERANCE:
        variant, question = "due", "original_due_date"
    return Finding(
        Status.UNSURE,
        variant=variant,
        params=params,
        rests_on=rests_on,
        question=question,
        computation=computation,
        stake=fee,
    )


def _over_limit(case: Case, law: Law, fee: Decimal, high: Decimal, computation: Computation) -> Finding:
    """Above the limit: unsure when several claims, or posting in a new year, may explain it."""
    excess = fee - high
    due = sure_due_date(case)
    rests_on = ("own_demand_fee", "letter_date") if due is None else (
        "own_demand_fee", "letter_date", "original_due_date"
    )  # fmt: skip
    params: dict[str, Param] = {"fee": fee, "limit": high, "excess": excess}
    claims = max(len(case.letter.claims), len(case.lines(LineType.PRINCIPAL)))
    if claims > 1 and fee <= claims * high + TOLERANCE:
        return Finding(
            Status.UNSURE,
            variant="several-claims",
            params=params,
            rests_on=rests_on,
            question="previous_letters",
            stake=excess,
        )
    if fee <= _limit_when_posted_later(case, law, fee) + TOLERANCE:
        return Finding(
            Status.UNSURE, variant="posted-later", params=params, rests_on=rests_on, question="sent_date", stake=excess
        )
    steps = (*computation.steps, Step("Brevet krever", fee, "lest i brevet", "krav − grense", excess))
    return Finding(
        Status.FAIL,
        variant="limit",
        params=params,
        rests_on=rests_on,
        amounts=Amounts(charged=fee, limit=high, excess=excess),
        contests={"own_demand_fee": excess},
        computation=Computation(steps, excess),
    )


def _limit_when_posted_later(case: Case, law: Law, fee: Decimal) -> Decimal:
    """The limit on the day the letter may have been posted, or was: the fee itself where the figure is not known."""
    day = case.sent_date or case.date("letter_date").need() + dt.timedelta(days=law.posting_slack_days)
    try:
        due = sure_due_date(case)
        return highest_notice_fee(law, stage="own-demand", due=due, first_day=day, last_day=day).in_ore
    except UnknownFigure:
        return fee


def _whole_fee(fee: Decimal, found: Finding) -> Finding:
    return Finding(
        Status.FAIL,
        variant=found.variant,
        params={**found.params, "fee": fee},
        rests_on=("own_demand_fee", *found.rests_on),
        absence=found.absence,
        amounts=Amounts(charged=fee, limit=Decimal("0.00"), excess=fee),
        contests={"own_demand_fee": fee},
    )


def _demand_behind(case: Case) -> Case | None:
    """The creditor's own demand that a later letter's fee is for, as a case of its own; ``None`` when it is not surely
    among the earlier letters.
    """
    history = history_of(case)
    own = [one for one in history.own_demands(sure=True) if one.charged(LineType.OWN_DEMAND_FEE)]
    if len(own) != 1 or history.is_doubtful:
        return None
    demand = own[0]
    if not demand.kind_is_sure or not demand.is_dated_surely or not demand.charges_surely(LineType.OWN_DEMAND_FEE):
        return None
    return Case(demand.letter, previous=case.previous)


def _fault_of(demand: Case) -> dt.date | None:
    """The day of the demand when it surely lacks what the law asks of it."""
    lacking = _lacking(demand)
    if lacking is None or lacking.status is not Status.FAIL or demand.confidence(lacking.rests_on) < GATE:
        return None
    return None if lacking.absence and not demand.fully_read else demand.date("letter_date").need()


def _lacking(case: Case) -> Finding | None:
    """What the demand lacks of § 10 (fail, or unsure where the words do not settle it); ``None`` for nothing."""
    found = [f for f in (_deadline(case), _subject(case), _principal(case), _interest(case), _costs(case)) if f]
    return next((f for f in found if f.status is Status.FAIL), found[0] if found else None)


def _unclear(*rests_on: str) -> Finding:
    return Finding(Status.UNSURE, variant="unclear", rests_on=("own_demand_fee", *rests_on))


def _deadline(case: Case) -> Finding | None:
    judged = judge_reply_deadline(case)
    if judged.status is Status.PASS:
        return None
    if judged.status is Status.UNSURE:
        return _unclear("payment_deadline")
    return Finding(Status.FAIL, variant="deadline", rests_on=judged.rests_on, absence=judged.absence)


def _subject(case: Case) -> Finding | None:
    readings = (case.text("claim_description"), case.text("invoice_number"), *(c.number for c in case.letter.claims))
    if any(isinstance(reading, Reading) for reading in readings):
        return None
    if case.says(StatementId.ENCLOSURE) or is_lost(case, "claim_description", "invoice_number") or _names_claim(case):
        return _unclear()
    return Finding(Status.FAIL, variant="subject", absence=True)


def _names_claim(case: Case) -> bool:
    return may_tell_subject(case) or mentions(
        case, re.compile(r"gjelder|gjeld\b|vedrør|faktura|rekning|regning|abonnement", re.IGNORECASE)
    )


def _principal(case: Case) -> Finding | None:
    if case.lines(LineType.PRINCIPAL) or case.says_clearly(StatementId.FULL_STATEMENT_OFFERED):
        return None
    return _unclear("total")


def _interest(case: Case) -> Finding | None:
    if case.charged(LineType.INTEREST) <= 0 or case.says_clearly(StatementId.FULL_STATEMENT_OFFERED):
        return None
    stated = {rate_stated(case), start_stated(case)}
    if stated == {"given"}:
        return None
    if "missing" in stated and not case.says(StatementId.ENCLOSURE):
        return Finding(Status.FAIL, variant="interest", rests_on=("interest",), absence=True)
    return _unclear("interest")


def _costs(case: Case) -> Finding | None:
    said = case.says(StatementId.FURTHER_COSTS)
    if said is not None and said.strength == "clear":
        return None
    if said is not None or mentions(case, _FURTHER_COSTS):
        return _unclear()
    return Finding(Status.FAIL, variant="consequences", absence=True)


def _deadline_not_run_out(case: Case, law: Law, fee: Decimal) -> Finding | None:
    """The fee was charged before the deadline of the notice the letter tells of had passed."""
    deadline, own = case.date("notice_deadline"), case.date("payment_deadline")
    sent = case.sent
    if not isinstance(deadline, Reading) or not isinstance(sent, Reading) or deadline.value < sent.value:
        return None
    params: dict[str, Param] = {"fee": fee, "last_day": deadline.value, "sent": sent.value}
    rests_on = ("own_demand_fee", "notice_deadline", "sent_date")
    if isinstance(own, Reading) and own.value == deadline.value:
        return Finding(Status.UNSURE, variant="odd-date", params=params, rests_on=rests_on, question="notice_deadline")
    if case.sent_date is None and deadline.value < sent.value + dt.timedelta(days=law.posting_slack_days):
        return Finding(
            Status.UNSURE, variant="close", params=params, rests_on=rests_on, question="sent_date", stake=fee
        )
    return _whole_fee(fee, Finding(Status.FAIL, variant="early", params=params, rests_on=rests_on[1:]))


def _earlier_deadline_missed(case: Case) -> bool:
    """Whether the letter, or an earlier one, dates a deadline of fourteen days that had run out."""
    sent = case.sent.need()
    notice, deadline = case.date("notice_date"), case.date("notice_deadline")
    if isinstance(deadline, Reading) and deadline.value < sent:
        return not isinstance(notice, Reading) or deadline.value >= min_deadline(notice.value)
    return any(_was_missed(letter, sent) for letter in history_of(case).of(*NOTICE_KINDS))


def _was_missed(letter: Earlier, sent: dt.date) -> bool:
    deadline = letter.deadline
    if not letter.is_dated_surely or not is_sure(deadline):
        return False
    return min_deadline(letter.day) <= deadline.value < sent
