"""Interest does not run from before the due date.

What it checks: that the day from which the letter counts interest is the due date or later.

Legal basis: forsinkelsesrenteloven § 2 first paragraph: from the due date where it was fixed beforehand, else from
thirty days after a written demand was sent. What was charged for earlier days falls away.

How it is decided: a from-date on or after the due date passes; with several claims it is compared with the earliest of
their due dates. A from-date before it fails. Where the letter says that no due date was fixed, thirty days after the
invoice date is the earliest day. A "due date" that can be a later deadline is unsure, and so is a from-date that the
amount contradicts: then the date may be misread.

Known limits: credit, bought claims and judgments, whose interest may have run before the due date, are unsure until
the kind of claim is known. Businesses may have agreed otherwise, so against them it is a likely breach.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step, to_ore
from checks.interest import late_interest
from checks.interest_claim import (
    Basis,
    contract_doubt,
    due_basis,
    fits,
    is_statutory,
    last_interest_day,
    original_due,
    whole_principal,
)
from checks.law import Law
from checks.model import Amounts, Finding, Param, Severity, Status
from checks.readings import is_lost, is_sure
from checks.registry import basis, rule
from parsers.model import DebtorType, LineType, Missing, Reading, StatementId

_DAYS_AFTER_DEMAND = dt.timedelta(days=30)
_ONE_DAY = dt.timedelta(days=1)


@rule(
    "interest-start-too-early",
    group="interest",
    legal_basis=(basis("lov/1976-12-17-100", "§ 2", "first"),),
    severity="breach",
    consequence="amount",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "saksoversikt"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2004, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("running_interest_agreed",),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Compare the first day of interest with the due date; see the module."""
    if case.charged(LineType.INTEREST) <= 0:
        if is_lost(case, "interest"):
            case.letter.field("interest").need()
        return Finding(Status.NOT_APPLICABLE, variant="no-interest")
    start = case.date("interest_from")
    if isinstance(start, Missing):
        if case.says_clearly(StatementId.INTEREST_FROM_DUE_DATE):
            return Finding(Status.PASS, variant="from-due", rests_on=("statement:interest_from_due_date",))
        if is_lost(case, "interest_from"):
            start.need()
        return Finding(Status.NOT_APPLICABLE, variant="no-date")
    if len(case.letter.claims) > 1:
        return _several(case, law, start.value)
    due = case.date("original_due_date")
    if isinstance(due, Missing):
        return _not_fixed(case, law, start.value)
    params: dict[str, Param] = {"start": start.value, "due": due.value}
    rests_on = ("interest_from", "original_due_date")
    if start.value >= due.value:
        return Finding(Status.PASS, params=params, rests_on=rests_on)
    if is_sure(due) and original_due(case) is None:
        return Finding(
            Status.UNSURE, variant="doubtful-due", params=params, rests_on=rests_on, question="original_due_date"
        )
    if len(case.lines(LineType.PRINCIPAL)) > 1:
        return Finding(Status.UNSURE, variant="several", params=params, rests_on=rests_on)
    return _too_early(case, law, start.value, due.value, Finding(Status.FAIL, params=params, rests_on=rests_on))


def _several(case: Case, law: Law, start: dt.date) -> Finding:
    """Against the earliest due date of the claims the letter lists."""
    dues = [item.due.value for item in case.letter.claims if is_sure(item.due)]
    earliest = min(dues, default=None)
    if earliest is None or (start < earliest and len(dues) < len(case.letter.claims)):
        return Finding(Status.UNSURE, variant="several", params={"start": start}, rests_on=("interest_from",))
    params: dict[str, Param] = {"start": start, "due": earliest}
    if start >= earliest:
        return Finding(Status.PASS, params=params, rests_on=("interest_from",))
    own = case.date("original_due_date")
    if isinstance(own, Reading) and start >= own.value:
        return Finding(Status.UNSURE, variant="several", params=params, rests_on=("interest_from",))
    return _too_early(case, law, start, earliest, Finding(Status.FAIL, params=params, rests_on=("interest_from",)))


def _not_fixed(case: Case, law: Law, start: dt.date) -> Finding:
    """No due date fixed beforehand: thirty days after the demand, sent on the invoice date at the earliest."""
    if case.says(StatementId.NO_PREDETERMINED_DUE) is None:
        case.date("original_due_date").need()
    invoiced = case.date("invoice_date").need()
    earliest = invoiced + _DAYS_AFTER_DEMAND
    params: dict[str, Param] = {"start": start, "due": earliest, "invoiced": invoiced}
    rests_on = ("interest_from", "invoice_date", "statement:no_predetermined_due")
    if start >= earliest:
        return Finding(Status.PASS, variant="no-due", params=params, rests_on=rests_on)
    found = Finding(Status.FAIL, variant="no-due", params=params, rests_on=rests_on, severity=Severity.LIKELY_BREACH)
    if not case.says_clearly(StatementId.NO_PREDETERMINED_DUE):
        return Finding(Status.UNSURE, variant="no-due", params=params, rests_on=rests_on, question="original_due_date")
    return _too_early(case, law, start, earliest, found)


def _too_early(case: Case, law: Law, start: dt.date, due: dt.date, found: Finding) -> Finding:
    """The failure with its kroner, unless agreed interest or a misreading may explain the early day."""
    statutory = is_statutory(case, law, first_day=start, last_day=last_interest_day(case))
    doubt = contract_doubt(case, rate_is_statutory=statutory)
    if doubt is not None:
        if doubt.variant == "agreed":
            return Finding(Status.NOT_APPLICABLE, variant="agreed")
        return Finding(
            Status.UNSURE, variant=doubt.variant, params=found.params, rests_on=found.rests_on, question=doubt.question
        )
    if _amount_fits_due_date(case, law, start):
        return Finding(
            Status.UNSURE, variant="amount-fits", params=found.params, rests_on=found.rests_on,
            question="interest_from",
        )  # fmt: skip
    if not is_sure(case.date("letter_date")):
        # the interest was compared with that of the due date up to the letter's day
        found = replace(found, rests_on=(*found.rests_on, "letter_date"))
    severity = found.severity or (None if case.debtor is DebtorType.CONSUMER else Severity.LIKELY_BREACH)
    return _with_kroner(case, law, start, due, found, severity)


def _amount_fits_due_date(case: Case, law: Law, start: dt.date) -> bool:
    """Whether the interest charged is that of the due date and cannot be that of the stated day."""
    from_due = due_basis(case)
    if from_due is None:
        return False
    charged, letter_date, last_day = (
        case.charged(LineType.INTEREST),
        case.date("letter_date").need(),
        last_interest_day(case),
    )
    from_start = Basis(((whole_principal(case), start),), ())
    return fits(law, charged, from_due, letter_date=letter_date, last_day=last_day) and not fits(
        law, charged, from_start, letter_date=letter_date, last_day=last_day
    )


def _with_kroner(
    case: Case, law: Law, start: dt.date, due: dt.date, found: Finding, severity: Severity | None
) -> Finding:
    """The interest of the days before the due date, never more than was charged."""
    charged = case.charged(LineType.INTEREST)
    principal = case.amount("principal")
    early = (
        late_interest(law, principal=max(Decimal(0), whole_principal(case)), first_day=start, last_day=due - _ONE_DAY)
        if isinstance(principal, Reading)
        else None
    )
    excess = Decimal("0.00") if early is None else min(charged, to_ore(early.total))
    if early is None or not excess:
        variant = f"{found.variant}-days" if found.variant else "days"
        return Finding(Status.FAIL, variant=variant, params=found.params, rests_on=found.rests_on, severity=severity)
    last = Step("Rente for dagene før forfall", None, "forsinkelsesrenteloven § 2", "", excess)
    return Finding(
        Status.FAIL,
        variant=found.variant,
        params={**found.params, "excess": excess},
        rests_on=(*found.rests_on, "interest", "principal"),
        amounts=Amounts(charged=charged, limit=charged - excess, excess=excess),
        contests={"interest": excess},
        computation=Computation((*early.computation.steps, last), excess),
        severity=severity,
    )
