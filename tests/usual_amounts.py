"""The costs that the law has had figures for, as the reader knows them: from the law's data, compared in a test.

The reader may not look at the law, so it has a list of its own. `python -m tests.usual_amounts` writes it anew, which
is needed once a figure was added to `checks/law/data`.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from checks.errors import UnknownFigure
from checks.fees import collection_fee_cap, notice_fee
from checks.law import Law, default_law
from parsers.fields.usual import LIST
from parsers.model import LineType

FIRST_YEAR = 2015
"""Older claims are hardly sent out any more; with fewer figures fewer readings are one by chance."""

_HEAD = """\
# Figures that costs of collection have had in law since {first}, in kroner: what a cost that was read with doubt is
# likeliest to be instead (`parsers.fields.usual`). Written by `python -m tests.usual_amounts` from the law's data; not
# to be changed by hand.
"""


def figures(law: Law) -> dict[LineType, frozenset[Decimal]]:
    """The highest lawful reminder fees, fees of a creditor's own demand, and collection fees for consumers, the last
    with and without VAT, of every year.
    """
    last = law.series["inkassosats"].known_until
    days = [day for year in range(FIRST_YEAR, last.year + 1) for day in (dt.date(year, 1, 2), dt.date(year, 7, 2))]
    found: dict[LineType, set[Decimal]] = {}
    for day in days:
        for type_, amount in (*_notice_fees(law, day), *_collection_fees(law, day)):
            found.setdefault(type_, set()).add(amount.quantize(Decimal("0.01")))
    return {type_: frozenset(amounts) for type_, amounts in found.items()}


def _notice_fees(law: Law, day: dt.date) -> Iterator[tuple[LineType, Decimal]]:
    for due in (day - dt.timedelta(days=60), dt.date(2020, 9, 30)):
        try:
            yield LineType.REMINDER_FEE, notice_fee(law, stage="notice", due=due, sent=day).in_ore
            yield LineType.OWN_DEMAND_FEE, notice_fee(law, stage="own-demand", due=due, sent=day).in_ore
        except UnknownFigure:
            return


def _collection_fees(law: Law, day: dt.date) -> Iterator[tuple[LineType, Decimal]]:
    for table in law.salaer_tables_between(day.replace(year=day.year - 1), day):
        due = min(day, table.valid_to or day)
        for band in table.value.bands:
            basis = band.up_to or Decimal(10_000_000)
            for stage in ("light", "heavy"):
                for vat in (False, True):
                    try:
                        cap = collection_fee_cap(
                            law, basis=basis, due=due, on=day, stage=stage, debtor="consumer", vat_supplement=vat
                        )
                    except UnknownFigure:
                        return
                    yield LineType.COLLECTION_FEE, cap.in_ore


def written(law: Law) -> str:
    """The file as it should be."""
    parts = [_HEAD.format(first=FIRST_YEAR)]
    for type_, amounts in sorted(figures(law).items()):
        printed = ", ".join(f'"{amount}"' for amount in sorted(amounts))
        row = f"{type_.value}: [{printed}]"
        parts.append(textwrap.fill(row, 118, subsequent_indent="  ", break_on_hyphens=False) + "\n")
    return "".join(parts)


if __name__ == "__main__":
    Path(LIST).write_text(written(default_law()), encoding="utf-8")
