"""The interest rate is no higher than the statutory one.

What it checks: that a consumer's claim carries no higher late-payment rate than the statutory rate of the days it is
used for.

Legal basis: forsinkelsesrenteloven § 3 first paragraph (the rate of each half-year), § 4 first paragraph letter c (no
higher rate may be agreed with a consumer), and § 3 second paragraph: interest that already ran before the due date,
as on a loan, may go on instead.

How it is decided: a rate no higher than the highest statutory rate on any day from the stated from-date or the due
date, whichever is earlier, to the later of letter date and payment deadline passes. Above it fails, if nothing points
to credit, a bought claim or a judgment. With neither date the ten years before the letter are looked at. The kroner
are the share of the interest charged that lies above the highest rate.

Known limits: credit, bought claims and claims that are not named are unsure until the kind of claim is known. A rate
that the amount contradicts, or that no letter would carry, is taken for a misreading. Rates a month are not read.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import Case
from checks.computation import Computation, Step, to_ore
from checks.deadlines import months_after
from checks.errors import UnknownFigure
from checks.interest import highest_rate
from checks.interest_claim import Basis, contract_doubt, fits, last_interest_day, whole_principal
from checks.law import Figure, Law
from checks.model import Amounts, Finding, Param, Percent, Status
from checks.readings import is_lost
from checks.registry import basis, rule
from parsers.model import LineType, Missing, Reading

_HIGHEST_BELIEVED = Decimal(60)
"""Per cent a year: above this a lost comma is likelier than such a rate."""

_MONTHS_BACK = -120
"""With no date to start from, the ten years before the letter: the longest ordinary limitation."""


@rule(
    "interest-rate-over-statutory",
    group="interest",
    legal_basis=(
        basis("lov/1976-12-17-100", "§ 3", "first"),
        basis("lov/1976-12-17-100", "§ 3", "second"),
        basis("lov/1976-12-17-100", "§ 4", "first", "c"),
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
    debtors=("consumer",),
    valid_from=dt.date(1994, 1, 1),
    valid_to=None,
    date_key="each_day",
    regime="always",
    ask=("claim_type", "running_interest_agreed"),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Compare the printed rate with the highest statutory one; see the module."""
    rate = case.rate("interest_rate")
    if isinstance(rate, Missing):
        if is_lost(case, "interest_rate"):
            rate.need()
        return Finding(Status.NOT_APPLICABLE, variant="no-rate")
    last_day = last_interest_day(case)
    first_day = _first_day(case, last_day)
    highest = _highest(case, law, rate.value, first_day, last_day)
    params: dict[str, Param] = {"rate": Percent(rate.value), "limit": Percent(highest.value)}
    rests_on = ("interest_rate", "letter_date")
    computation = _computation(rate.value, highest.value, highest.origin)
    if rate.value <= highest.value:
        return Finding(Status.PASS, params=params, rests_on=rests_on, computation=computation)
    if rate.value > _HIGHEST_BELIEVED or _amount_shows_misreading(case, law, rate.value):
        return Finding(Status.UNSURE, variant="odd-rate", params=params, rests_on=rests_on, question="interest_rate")
    amounts = _amounts(case.charged(LineType.INTEREST), rate.value, highest.value)
    doubt = contract_doubt(case, rate_is_statutory=False)
    if doubt is not None:
        if doubt.variant == "agreed":
            return Finding(Status.NOT_APPLICABLE, variant="agreed")
        leaning = Status.FAIL if doubt.variant == "unnamed" else None
        return Finding(
            Status.UNSURE,
            variant=doubt.variant,
            params=params,
            rests_on=rests_on,
            amounts=amounts if leaning else None,
            question=doubt.question,
            leaning=leaning,
            stake=Decimal("0.00") if amounts is None else amounts.excess,
        )
    if amounts is None:
        return Finding(Status.FAIL, variant="no-amount", params=params, rests_on=rests_on, computation=computation)
    return Finding(
        Status.FAIL,
        params={**params, "excess": amounts.excess, "charged": amounts.charged},
        rests_on=(*rests_on, "interest"),
        amounts=amounts,
        contests={"interest": amounts.excess},
        computation=computation,
    )


def _first_day(case: Case, last_day: dt.date) -> dt.date:
    """The earliest day for which the letter may use its rate."""
    readings = (case.date("interest_from"), case.date("original_due_date"), *(i.due for i in case.letter.claims))
    pieces = [piece.first_day for piece in case.letter.interest_segments if piece.first_day is not None]
    days = [r.value for r in readings if isinstance(r, Reading)] + pieces
    return min([*days, last_day]) if days else months_after(last_day, _MONTHS_BACK)


def _highest(case: Case, law: Law, rate: Decimal, first_day: dt.date, last_day: dt.date) -> Figure[Decimal]:
    """The highest statutory rate of the span; where its end is not known yet, the days to the letter's are enough for a
    rate that is within theirs.
    """
    try:
        return highest_rate(law, first_day, last_day)
    except UnknownFigure:
        until_letter = highest_rate(law, first_day, case.date("letter_date").need())
        if rate > until_letter.value:
            raise
        return until_letter


def _amount_shows_misreading(case: Case, law: Law, rate: Decimal) -> bool:
    """Whether the interest charged fits the statutory rates, and is too little for the rate we read.

    It only makes a failure milder, so doubtful dates count too.
    """
    charged = case.charged(LineType.INTEREST)
    if charged <= 0 or isinstance(case.amount("principal"), Missing) or whole_principal(case) <= 0:
        return False
    letter_date, last_day = case.date("letter_date").need(), last_interest_day(case)
    whole = whole_principal(case)
    return any(
        fits(law, charged, Basis(((whole, day),), ()), letter_date=letter_date, last_day=last_day)
        and charged < _least_at(rate, whole, (letter_date - day).days - 1)
        for day in _starts(case)
    )


def _starts(case: Case) -> list[dt.date]:
    """The day the letter says it counts from, else every due date."""
    stated = case.date("interest_from")
    dues = (case.date("original_due_date"), *(item.due for item in case.letter.claims))
    readings = (stated,) if isinstance(stated, Reading) else dues
    return [r.value for r in readings if isinstance(r, Reading)]


def _least_at(rate: Decimal, principal: Decimal, days: int) -> Decimal:
    """Kroner at that rate for the days of the lower count, less a krone for rounding."""
    return principal * days * rate / (100 * 365) - 1


def _amounts(charged: Decimal, rate: Decimal, highest: Decimal) -> Amounts | None:
    """What of the interest lies above the highest rate; ``None`` where that is no whole øre."""
    limit = to_ore(charged * highest / rate)
    return Amounts(charged=charged, limit=limit, excess=charged - limit) if charged > limit else None


def _computation(rate: Decimal, highest: Decimal, origin: str) -> Computation:
    return Computation(
        (
            Step("Rentesats i brevet", rate, "lest i brevet", unit="percent"),
            Step("Lovens høyeste sats i tiden brevet gjelder", highest, origin, unit="percent"),
        ),
        highest,
    )
