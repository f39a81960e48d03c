"""What a finding says of figures that were read otherwise than they look, because only then the sum closes.

For: the explanations of a report. Which figures are read so is decided where the letter is read
(`parsers.fields.totals`); here it is only told, so that the reader can look at the letter and say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from checks import messages
from checks.case import Case
from checks.law import Language
from parsers.model import AMOUNT_FIELDS, LineType, Reading


def repairs_told(case: Case, names: Iterable[str], *, lang: Language) -> str:
    """One sentence for each repaired figure among the readings of these names, in order; empty for none."""
    told = (
        messages.phrase("repaired", lang=lang, printed=printed, read=read)
        for name in names
        for printed, read in _repaired(case, name)
    )
    return " ".join(dict.fromkeys(told))


def _repaired(case: Case, name: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Of each repaired amount: how it looks, and how it is read."""
    if name == LineType.TOTAL:
        total = case.amount(name)
        if isinstance(total, Reading) and total.repaired and total.rivals:
            yield total.rivals[0].value, total.value
    elif name in AMOUNT_FIELDS:
        for line in case.lines(name):
            if line.repaired and line.rivals:
                yield line.rivals[0].value, line.amount
