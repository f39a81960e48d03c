"""A calculation a reader can follow: each figure, where it comes from, the formula and what came out.

What it is for: carrying the arithmetic from `checks.fees` and `checks.interest` to the findings. What it is not
for: wording and number formats; `checks.messages` and the reports turn `value` and `result` into printed text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Unit = Literal["kr", "percent", "times", "share", "days", ""]
"""How `value` is printed: kroner, per cent, a multiple, a fraction of the inkassosats, days, or as it stands."""

ORE = Decimal("0.01")
KRONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation.

    `label`: what it is, short, bokmål ("inkassosats"). `value`: the figure that goes in, None for a line that only
    tells something. `origin`: where it comes from ("inkassoforskriften § 2-2", "lest i brevet"). `formula`: what is
    done ("sats × multiplum"), may be empty. `result`: what the running figure is after the step, None if unchanged.
    """

    label: str
    value: Decimal | None
    origin: str
    formula: str = ""
    result: Decimal | None = None
    unit: Unit = "kr"


@dataclass(frozen=True, slots=True)
class Computation:
    """The steps in order and the exact result, in kroner and not rounded unless the law rounds."""

    steps: tuple[Step, ...]
    result: Decimal

    @property
    def in_ore(self) -> Decimal:
        """The result with two decimals, half up: for showing and for comparing with a letter."""
        return to_ore(self.result)


def to_ore(amount: Decimal) -> Decimal:
    """`amount` in kroner with two decimals, half up (234.375 is 234.38, as in the official tables)."""
    return amount.quantize(ORE, rounding=ROUND_HALF_UP)


def to_krone(amount: Decimal) -> Decimal:
    """`amount` to the nearest krone, half up (37.50 is 38)."""
    return amount.quantize(KRONE, rounding=ROUND_HALF_UP)
