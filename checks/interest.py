"""Late-payment interest: how much.

Implements forsinkelsesrenteloven (LOV-1976-12-17-100) §§ 2 and 3: simple interest, actual days over 365, a new rate
also for debts that are already late, so the time is split at 1 January and 1 July. What it is for: the sum and
the periods it is made of. What it is not for: from which day interest runs, to which it is counted, or whether a
contract rate goes before the statutory one; rules decide that. Limitation is not looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from checks.computation import Computation, Step, to_ore
from checks.errors import InvalidFact
from checks.law import Figure, Law

Payment = tuple[dt.date, Decimal]
"""Day of payment and kroner; the principal is lower from and including that day."""

DAYS_A_YEAR = 365
_ONE_DAY = dt.timedelta(days=1)
_DIGITS = 50


@dataclass(frozen=True, slots=True)
class Period:
    """Days `first` to `last`, both counted, at one rate (per cent a year) on one principal; `interest` is exact."""

    first: dt.date
    last: dt.date
    days: int
    principal: Decimal
    rate: Decimal
    interest: Decimal
    origin: str


@dataclass(frozen=True, slots=True)
class InterestResult:
    """`total` exact to fifty digits, in kroner; `rounded` with two decimals, half up."""

    total: Decimal
    periods: tuple[Period, ...]

    @property
    def rounded(self) -> Decimal:
        return to_ore(self.total)

    @property
    def computation(self) -> Computation:
        """The periods as steps a reader can follow."""
        steps = tuple(
            Step(
                f"{_day(period.first)}–{_day(period.last)}",
                period.rate,
                period.origin,
                f"{_kroner(period.principal)} × rentesats × {period.days} dager / {DAYS_A_YEAR}",
                to_ore(period.interest),
                "percent",
            )
            for period in self.periods
        )
        return Computation(steps, self.total)

    def as_dict(self) -> dict[str, object]:
        """The JSON of `kravvakt interest`: decimal strings in kroner, ISO days, per cent a year."""
        return {
            "interest": str(self.rounded),
            "periods": [
                {
                    "from": period.first.isoformat(),
                    "to": period.last.isoformat(),
                    "days": period.days,
                    "rate": format(period.rate, "f"),
                    "interest": str(to_ore(period.interest)),
                }
                for period in self.periods
            ],
        }


def late_interest(
    law: Law,
    *,
    principal: Decimal,
    first_day: dt.date,
    last_day: dt.date,
    payments: Sequence[Payment] = (),
    rate: Decimal | None = None,
) -> InterestResult:
    """Interest for the days `first_day` to `last_day`, both counted, on what is unpaid of `principal`.

    `rate` (per cent a year) replaces the statutory rates, for an agreed rate. A span that ends before it starts has
    no days and gives zero. Raises `UnknownFigure` for a day without a known rate, `InvalidFact` for negative sums.
    """
    if principal < 0:
        raise InvalidFact("principal", "hovedstolen kan ikke være mindre enn null")
    if rate is not None and rate < 0:
        raise InvalidFact("rate", "rentesatsen kan ikke være mindre enn null")
    if any(amount < 0 for _, amount in payments):
        raise InvalidFact("payments", "en betaling kan ikke være mindre enn null")
    periods: list[Period] = []
    product = Decimal(0)
    with localcontext(prec=_DIGITS):
        cuts = {day for day, _ in payments} | (set() if rate is not None else _rate_days(law, first_day, last_day))
        for first, last in _spans(first_day, last_day, cuts):
            left = max(Decimal(0), principal - sum((amount for day, amount in payments if day <= first), Decimal(0)))
            figure = None if rate is not None else law.late_interest(first)
            percent = rate if figure is None else figure.value
            assert percent is not None  # noqa: S101 - one of the two is given
            days = (last - first).days + 1
            piece = left * percent * days
            product += piece
            periods.append(
                Period(
                    first=first,
                    last=last,
                    days=days,
                    principal=left,
                    rate=percent,
                    interest=piece / (100 * DAYS_A_YEAR),
                    origin="avtalt rente" if figure is None else figure.origin,
                )
            )
        return InterestResult(total=product / (100 * DAYS_A_YEAR), periods=tuple(periods))


def highest_rate(law: Law, first_day: dt.date, last_day: dt.date) -> Figure[Decimal]:
    """The highest statutory rate on any day of the span, both days included."""
    return law.highest_late_interest(min(first_day, last_day), last_day)


def _rate_days(law: Law, first_day: dt.date, last_day: dt.date) -> set[dt.date]:
    """Each 1 January and 1 July, and any other day on which the statutory rate was set anew."""
    half_years = {dt.date(year, month, 1) for year in range(first_day.year, last_day.year + 1) for month in (1, 7)}
    return half_years | {entry.valid_from for entry in law.series["late_interest"].entries}


def _spans(first_day: dt.date, last_day: dt.date, cuts: set[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    """The days of the span, cut before each day of `cuts` inside it."""
    if last_day < first_day:
        return
    starts = sorted({first_day} | {day for day in cuts if first_day < day <= last_day})
    yield from zip(starts, [day - _ONE_DAY for day in starts[1:]] + [last_day], strict=True)


def _day(day: dt.date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year}"


def _kroner(amount: Decimal) -> str:
    whole, _, ore = f"{to_ore(amount):,.2f}".partition(".")
    return f"{whole.replace(',', ' ')},{ore}"
