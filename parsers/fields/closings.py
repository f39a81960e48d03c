"""How the rows of a demand make up a stated value: which of them count, and what is read otherwise for it.

The cheapest way is looked for: every departure from what a row plainly says costs something. A figure is read otherwise
than it looks only when it was read from a picture without certainty.

Used by `parsers.fields.totals`, which chooses the value. Not here: which values a letter states, and what is doubted.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from parsers.corroborate import Choice, Closure, close_sum
from parsers.fields.demand import Item, has_parts
from parsers.model import LineType

REPAIR_COST = 3.5
"""What reading a figure otherwise costs; with `MAX_COST` it leaves room for one repair and no other big departure."""

MAX_COST = 4.5

DIM = 0.6
"""Certainty under which a figure was read so badly that it is the likeliest to be wrong."""

Closing = tuple[Closure, list[int]]
"""A way to make up a value, and the positions of the items that it chose among."""


def closing_of(items: Sequence[Item], value: Decimal, positions: Sequence[int]) -> Closing | None:
    """The cheapest way to make up the value: from the rows since the total before, from all rows over it, or from
    all rows.
    """
    totals = [n for n, i in enumerate(items) if i.role == "total"]
    best: tuple[float, Closure, list[int]] | None = None
    scopes: list[tuple[float, range]] = []
    for position in positions:
        if position < 0:
            continue
        before = max((t for t in totals if t < position and items[t].value != value), default=-1)
        after = min((t for t in totals if t > position), default=len(items))
        scopes += [(0.0, range(before + 1, position)), (0.2, range(position)), (0.3, range(position + 1, after))]
    scopes.append((0.4, range(len(items))))
    for penalty, scope in scopes:
        inside = [n for n in scope if items[n].role != "total"]
        if not any(items[n].counted for n in inside):
            continue
        rows = [choices_of(items[n]) for n in inside]
        closure = close_sum(rows, value, max_cost=MAX_COST)
        if closure is None:
            continue
        chosen = [items[n] for n, row, pick in zip(inside, rows, closure.picks, strict=True) if row[pick].value]
        if len(chosen) < 2 and not any(i.is_named for i in chosen):
            continue  # an amount without a name that equals the total is the total once more
        if len(chosen) == 1 and chosen[0].row.reading is None and has_parts(items[: items.index(chosen[0])]):
            continue  # so is one with a name that we do not know, behind the rows of a demand ("Vennligst overfør")
        left_out = sum(
            0.3 * min(1.0, items[n].strength)
            for n in range(len(items))
            if n not in inside and items[n].counted and items[n].strength >= 0.9 and not _is_copy(items, n, inside)
        )
        cost = closure.cost + penalty + left_out + (1.0 if len(chosen) < 2 else 0.0)
        if best is None or cost < best[0]:
            best = (cost, closure, inside)
    return (best[1], best[2]) if best is not None and best[0] <= MAX_COST + 1 else None


def _is_copy(items: Sequence[Item], n: int, inside: Sequence[int]) -> bool:
    return any(items[m].type is items[n].type and items[m].value == items[n].value for m in inside)


def choices_of(item: Item) -> list[Choice]:
    """The ways to count a row, the plain one first."""
    inside = Choice(item.signed, 0.0, "in")
    outside = Choice(Decimal(0), item.out, "out")
    choices = [inside, outside]
    if not item.counted:
        choices = [Choice(Decimal(0), 0.0, "out"), Choice(item.signed, item.out, "in")]
    if item.role != "line" or item.detail_of is not None:
        return choices
    sign = -1 if item.type is LineType.PAID else 1
    choices += [
        Choice(-abs(other.value) if sign < 0 else other.value, 1.0, f"column {other.start}")
        for other in item.row.amounts
        if other is not item.amount and item.counted and other.value != item.value and not item.by_column
    ]
    if item.counted and item.type is LineType.PAID:
        choices.append(Choice(abs(item.value), 3.0, "in"))
    for rival in item.amount.rivals:
        if not item.counted:
            break
        sure = item.amount.certainty >= 0.99
        narrower = item.amount.value > rival and str(item.amount.value).endswith(str(rival)[-6:]) and not sure
        if not item.amount.optical or narrower:
            choices.append(Choice(-abs(rival) if sign < 0 else rival, 1.2, f"split {rival}"))
        elif not sure or is_lost_thousand(item.amount.value, rival):
            cost = REPAIR_COST - (1.0 if item.amount.certainty < DIM else 0.0)
            choices.append(Choice(-abs(rival) if sign < 0 else rival, cost, f"repair {rival}"))
    return choices


def is_lost_thousand(value: Decimal, rival: Decimal) -> bool:
    """Whether the lone digit before the thousands' blank was lost: optical reading drops it without a doubt about
    the rest.
    """
    return 100 <= abs(value) < 1000 and (abs(rival) - abs(value)) % 1000 == 0


def apply(items: list[Item], closing: Closing) -> None:
    closure, inside = closing
    scope = set(inside)
    for n, item in enumerate(items):
        if n not in scope and item.role != "total" and item.detail_of is None:
            item.counted = False
    for n, pick in zip(inside, closure.picks, strict=True):
        item = items[n]
        choice = choices_of(item)[pick]
        item.counted = choice.value != 0 or (pick == 0 and item.counted)
        if choice.key.startswith("column"):
            item.amount = next(a for a in item.row.amounts if choice.key == f"column {a.start}")
            item.value = item.amount.value
        elif choice.key.startswith(("repair", "split")):
            if closure.is_unique:
                item.value = abs(choice.value) if item.type is LineType.PAID else choice.value
                item.repaired = choice.key.startswith("repair")
                item.doubted = item.repaired and item.amount.certainty >= 0.99
            else:
                item.doubted = True


def taken(items: Sequence[Item], closing: Closing | None) -> frozenset[int]:
    """Which items make up a value."""
    if closing is None:
        return frozenset()
    picks = zip(closing[1], closing[0].picks, strict=True)
    return frozenset(n for n, pick in picks if choices_of(items[n])[pick].value)
