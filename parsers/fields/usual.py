"""Which costs of collection have stood in law: what a cost in doubt is likeliest to be besides what it was read as.

For: the order in which a doubtful reading's rivals are told and offered to whom the letter is. No figure of the law
makes a reading surer, changes it, or decides between two ways to make a sum close: an amount close to a lawful one is
exactly what an unlawful amount looks like. Not here: which figure holds when (`checks.law`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import yaml

from parsers.model import LineType

LIST = Path(__file__).with_name("usual_amounts.yaml")

_NONE: frozenset[Decimal] = frozenset()


@functools.cache
def usual_amounts() -> Mapping[LineType, frozenset[Decimal]]:
    """By kind of cost the figures, in kroner with two decimals, that the law has had for it."""
    rows = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return {LineType(name): frozenset(Decimal(amount) for amount in amounts) for name, amounts in rows.items()}


def usual_first(type_: LineType, value: Decimal, rivals: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """What a cost read as ``value`` may be instead, figures of the law first, sooner with as many digits, unless it is
    one itself. All in kroner.
    """
    known = usual_amounts().get(type_, _NONE)
    if value in known:
        return tuple(rivals)
    return tuple(sorted(rivals, key=lambda rival: (rival not in known, len(str(rival)) != len(str(value)))))
