"""The letters of a batch as rows of a list that is shown again and again: made once of each report, then kept.

Filters, order and pages of the list are here too; how it looks is not (`service.web.batches`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, get_args

from checks.law import Language
from service import desk
from service.bulk.grouping import natural
from service.bulk.summary import by_deadline
from service.context import Services
from service.problems import Problem
from service.reports.rows import OUTCOMES, Row, pages_of, row_from_json, row_of, row_to_json
from service.store.listing import LetterEntry, Reviewed

PAGE = 50
"""Rows on one page of a list."""

Order = Literal["deadline", "letter", "claimed", "contested", "more"]
ORDERS: tuple[Order, ...] = get_args(Order)

QUEUE = "review"
"""The filter for letters that somebody should go through; the others are outcomes."""
FILTERS = (*OUTCOMES, QUEUE)

_ASKING = frozenset({"questions", "unreadable"})
_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Listed:
    """A letter of a batch in a list: its row, its place from 1, and what somebody who went through it made of it."""

    row: Row
    place: int
    reviewed: Reviewed | None = None

    @property
    def is_waiting_for_somebody(self) -> bool:
        """Whether a person should go through it: an answer could turn it, or its picture could not be read."""
        return self.row.outcome in _ASKING and self.reviewed is None and not self.row.same_as

    @property
    def more(self) -> Decimal:
        """Kroner that are probably too much, beside those that are."""
        return (self.row.possibly_contested or _ZERO) - (self.row.contested or _ZERO)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a list: its rows, the number of the first from 1, how many there are in all, and from the id of which
    row on the page before and the one after go (``None`` for no such page, nothing for the first).
    """

    rows: tuple[Listed, ...]
    first: int
    total: int
    before: str | None
    after: str | None


def listed(services: Services, batch_id: str, *, lang: Language) -> list[Listed]:
    """The letters of a batch, in its order. ``lang`` is that of what is said of letters without a report; the others
    speak the language they were judged in.
    """
    audits = services.store.audits
    made: list[tuple[str, int, bytes]] = []
    first_of: dict[tuple[str, int], str] = {}
    found: list[Listed] = []
    for place, entry in enumerate(audits.letter_entries(batch_id), start=1):
        row = None if entry.digest is None else row_from_json(entry.digest)
        if row is None:
            row = _row(services, entry, lang)
            if row.outcome not in ("failed", "waiting"):
                made.append((entry.audit.id, entry.audit.version, row_to_json(row)))
        name = entry.names[0] if entry.names else ""
        first = name
        if entry.audit.status == "done" or entry.audit.problem is None:
            first = first_of.setdefault((entry.audit.sha256, entry.part), name)
        row = replace(
            row,
            file=name,
            files=len(entry.names),
            grouping=entry.grouping,
            same_as="" if first == name else first,
            letter=entry.part,
            letters=entry.parts,
            pages=pages_of(entry.pages),
        )
        found.append(Listed(row, place, entry.reviewed))
    if made:
        audits.keep_digests(made)
    return found


def _row(services: Services, entry: LetterEntry, lang: Language) -> Row:
    if entry.audit.status == "done":
        try:
            report = services.store.audits.report(entry.audit.id)
        except Problem:
            report = None  # deleted a moment ago
        if report is not None:
            return row_of(json.loads(report))
    return row_of(desk.state(entry.audit, lang=lang) | {"document": {"sha256": entry.audit.sha256}})


# ------------------------------------------------------------------ filter, order, pages


def counted(found: Sequence[Listed]) -> Mapping[str, int]:
    """How many letters each filter shows."""
    counts: Counter[str] = Counter(one.row.outcome for one in found)
    counts[QUEUE] = sum(one.is_waiting_for_somebody for one in found)
    return counts


def filtered(found: Sequence[Listed], which: str) -> list[Listed]:
    """The letters of an outcome or those to go through; all for anything else."""
    if which == QUEUE:
        return [one for one in found if one.is_waiting_for_somebody]
    return [one for one in found if one.row.outcome == which] if which in OUTCOMES else list(found)


def ordered(found: Sequence[Listed], order: Order, *, today: dt.date) -> list[Listed]:
    """The letters in an order: nearest deadline first, by name, or the largest sum first. Those that are equal, and
    those that have no such value at the end, stand as they were sent.
    """
    if order == "deadline":
        places = {id(row): place for place, row in enumerate(by_deadline([one.row for one in found], today=today))}
        return sorted(found, key=lambda one: places[id(one.row)])
    return sorted(found, key=_KEYS[order])


_KEYS: Mapping[str, Callable[[Listed], tuple[object, ...]]] = MappingProxyType(
    {
        "letter": lambda one: (natural(one.row.file), one.row.letter),
        "claimed": lambda one: (one.row.claimed is None, -(one.row.claimed or _ZERO)),
        "contested": lambda one: (not one.row.contested, -(one.row.contested or _ZERO)),
        "more": lambda one: (not one.more, -one.more),
    }
)


def page_of(found: Sequence[Listed], *, after: str = "") -> Shown:
    """The page behind the row with the id ``after``; the first without one, or when that row is gone."""
    ids = [one.row.id for one in found]
    start = ids.index(after) + 1 if after in ids else 0
    rows = tuple(found[start : start + PAGE])
    before = None if not start else "" if start <= PAGE else ids[start - PAGE - 1]
    return Shown(
        rows=rows,
        first=start + 1,
        total=len(found),
        before=before,
        after=ids[start + PAGE - 1] if start + PAGE < len(found) else None,
    )
