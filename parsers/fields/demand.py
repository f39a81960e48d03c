"""Rows as candidates for the demand: what type each is, whether it plainly counts, and what spells out what.

Used by `parsers.fields.totals`, which weighs them against the stated total, and by `parsers.fields.claim`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from parsers.candidates import Amount
from parsers.corroborate import run_adding_to
from parsers.fields.amount_rows import AmountRow
from parsers.fields.interest import is_piece
from parsers.fields.invoices import invoice_number_in, looks_like_invoice
from parsers.fields.tables import column_types
from parsers.model import LineType
from parsers.patterns import read_row_label
from parsers.views import fold

_ITEM_COLUMN = regex.compile(r"\b(?:pris|a-pris|enhetspris|antall|antal|mengd|mengde|price|quantity|qty)\b")

_COUNTS = regex.compile(
    r"(?:niva|trinn|grad|nr|nummer|antall|antal|mengd|mengde|stk|dager|dagar|level|number|no|count|days)\W*$"
)
"""The end of a label whose figure counts or numbers something: "Purrenivå 2"."""

UNKNOWN_STRENGTH = 0.6
"""How surely a row without a known label is what its place makes it."""


@dataclass(slots=True)
class Item:
    """A row while it is being weighed. ``counted`` its plain part in the total, ``out`` what leaving it out (or, for
    a row that is out, taking it in) costs; ``is_booking`` a row of an account's statement, ``by_column`` one of a row
    with a column per kind of amount.
    """

    row: AmountRow
    amount: Amount
    type: LineType
    role: str
    strength: float
    counted: bool
    out: float
    detail_of: int | None = None
    value: Decimal = Decimal(0)
    repaired: bool = False
    doubted: bool = False
    is_booking: bool = False
    by_column: bool = False

    @property
    def is_named(self) -> bool:
        """Whether words name the row, known ones or, in a text layer, any."""
        return self.row.reading is not None or (not self.amount.optical and any(c.isalpha() for c in self.row.label))

    @property
    def signed(self) -> Decimal:
        """What the row adds to the total when it counts."""
        return -abs(self.value) if self.type is LineType.PAID else self.value


def items_of(rows: Sequence[AmountRow]) -> list[Item]:
    """The rows as candidates, in order. Whole numbers without øre count only where a known label names them."""
    items: list[Item] = []
    balances = _running_balances(rows)
    for row in rows:
        if id(row) in balances:
            item = _item(row, row.amounts[0])
            item.is_booking = not balances[id(row)]
            items.append(item)
            continue
        types = column_types(row)
        if (settled := _partly_paid(row, types)) is not None:
            items.extend(settled)
            continue
        named = {t for t in types if t not in (None, LineType.VAT, LineType.PAID)}
        if len(named) >= 2 and not any(_ITEM_COLUMN.search(h, timeout=0.1) for h in row.headers):
            items.extend(_by_columns(row, types))
            continue
        items.append(_item(row, row.amounts[row.main]))
    _total_column(items)
    edges = [i.amount.cell.box.x1 for i in items if not i.amount.bare]
    return [i for i in items if not i.amount.bare or _is_amount(i, edges)]


def _total_column(items: Sequence[Item]) -> None:
    """The sum at the end of the only row that has a column per kind of amount is the total, if its head says so."""
    sums = [i for i in items if i.role == "subtotal" and any(i.row.headers) and i.amount is i.row.amounts[-1]]
    if len(sums) != 1 or any(i.role == "total" for i in items):
        return
    head = read_row_label(sums[0].row.headers[-1])
    if head is not None and head.role == "total":
        sums[0].role, sums[0].type, sums[0].out = "total", LineType.TOTAL, 9.0


def _running_balances(rows: Sequence[AmountRow]) -> dict[int, bool]:
    """The rows (by identity) of an account's statement: each one's last amount is that of the row before, more or
    less by another amount of its own. Such rows are bookings, not parts of a demand, unless the account begins with
    the first of them (true): then it is the demand's own.
    """
    found: dict[int, bool] = {}
    run: list[AmountRow] = []
    is_own = False
    for before, row in itertools.pairwise(rows):
        moved = abs(row.amounts[-1].value - before.amounts[-1].value)
        if len(row.amounts) >= 2 and moved and any(abs(a.value) == moved for a in row.amounts[:-1]):
            is_own = is_own if run else len(before.amounts) >= 2 and before.amounts[0].value == before.amounts[-1].value
            run.append(row)
        else:
            run = []
        if len(run) >= (2 if is_own else 3):
            found.update((id(r), is_own) for r in run)
    return found


def _partly_paid(row: AmountRow, types: Sequence[LineType | None]) -> list[Item] | None:
    """A claim whose row shows what it was, what is paid and what is left, in columns: the claim and the payment."""
    if len(row.amounts) != 3 or row.reading is None or row.reading.pattern.name != "principal":
        return None
    was, paid, rest = row.amounts
    if types[1] is not LineType.PAID or paid.value <= 0 or was.value - paid.value != rest.value:
        return None
    claim, payment = _item(row, was), _item(row, paid)
    payment.type = LineType.PAID
    return [claim, payment]


def _is_amount(item: Item, edges: Sequence[float]) -> bool:
    """Whether a whole number is an amount: a known label names it, and it stands flush with the amounts if there
    are any.
    """
    sure = item.strength >= 1 or (item.role == "total" and item.strength >= 0.7)
    counts = _COUNTS.search(fold(item.row.label), timeout=0.1) is not None
    if not sure or counts or abs(item.value) >= 10_000_000 or (item.amount.optical and abs(item.value) < 100):
        return False  # two digits read from a picture are rather the øre of an amount that was torn apart
    return not edges or any(abs(item.amount.cell.box.x1 - edge) < 0.01 for edge in edges)


def _by_columns(row: AmountRow, types: Sequence[LineType | None]) -> list[Item]:
    found = []
    heads = row.heads or ("",) * len(row.amounts)
    for amount, type_, head in zip(row.amounts, types, heads, strict=True):
        if type_ is None:
            continue
        if row.reading is not None and row.reading.role == "total":
            found.append(Item(row, amount, LineType.OTHER_FEE, "subtotal", 0.8, counted=False, out=2.0))
        else:
            own = row.reading.type if row.reading is not None and row.reading.role == "line" else type_
            kept = own if type_ is LineType.PRINCIPAL else type_
            # Its column names it as much as its row does: "Utestående" is what is left.
            named = replace(row, label=", ".join(part for part in (head, row.label) if part))
            found.append(Item(named, amount, kept, "line", 0.9, counted=True, out=1.6))
    for item in found:
        item.value, item.by_column = item.amount.value, True
    last = row.amounts[-1]
    if types[-1] is None:
        role = "total" if row.reading is not None and row.reading.role == "total" else "subtotal"
        type_ = LineType.TOTAL if role == "total" else LineType.OTHER_FEE
        found.append(Item(row, last, type_, role, 0.8, counted=False, out=2.0, value=last.value))
    return found


def _item(row: AmountRow, amount: Amount) -> Item:
    reading = row.reading
    if reading is None:
        principal = looks_like_invoice(row) or any(_ITEM_COLUMN.search(h, timeout=0.1) for h in row.headers)
        type_ = LineType.PAID if amount.value < 0 else LineType.PRINCIPAL if principal else LineType.OTHER_FEE
        named = bool(row.label)
        # what is taken off a demand is paid or credited, whatever it is called; a dash in a picture may be a speck
        deducted = amount.value < 0 and named and not amount.optical
        return Item(
            row,
            amount,
            type_,
            "line",
            0.85 if principal or deducted else UNKNOWN_STRENGTH,
            counted=named and row.setting == "table",
            out=0.8,
            value=amount.value,
        )
    if reading.role == "total":
        return Item(
            row, amount, LineType.TOTAL, "total", reading.pattern.strength, counted=False, out=9.0, value=amount.value
        )
    if reading.role == "aside":
        return Item(row, amount, reading.type, "aside", 0.5, counted=False, out=9.0, value=amount.value)
    if reading.role == "subtotal":
        return Item(row, amount, reading.type, "subtotal", 0.8, counted=False, out=2.0, value=amount.value)
    strength = reading.pattern.strength
    counted = not (reading.information or reading.conditional)
    out = (3.0 if strength >= 1 else 1.6 if strength >= 0.9 else 1.2 if strength >= 0.85 else 0.8) if counted else 2.5
    type_ = reading.type
    if amount.value < 0 and type_ is not LineType.PAID:
        type_, strength = LineType.PAID, min(strength, 0.9)
    return Item(row, amount, type_, "line", strength, counted=counted, out=out, value=amount.value)


def mark_details(items: list[Item]) -> None:
    """Rows that only spell out another row: invoices under the principal or under their sum, pieces of the interest
    calculation, what was owed and paid before the rest.
    """
    values = [i.signed if i.role == "line" else Decimal("1E9") for i in items]
    for at, item in enumerate(items):
        run = run_adding_to([*values[:at], item.signed, *values[at + 1 :]], at)
        if item.role == "subtotal" and item.type is LineType.PRINCIPAL and run is not None:
            members = [items[m] for m in range(*run)]
            if all(m.type is LineType.PRINCIPAL and m.counted and _is_entry(m) for m in members):
                item.role, item.counted, item.strength, item.out = "line", True, 0.95, 3.0
                _spell_out(members, at)
            continue
        if item.role != "line" or item.detail_of is not None or not item.counted:
            continue
        if item.strength < 0.9 and not (item.type is LineType.PRINCIPAL and run is not None and _is_list(items, run)):
            continue
        if item.type is LineType.INTEREST and not is_piece(item.row):
            pieces = next((r for r in _pieces(items) if sum((p.signed for p in r), Decimal(0)) == item.signed), [])
            _spell_out(pieces, at)
        elif item.type is LineType.PRINCIPAL and run is not None:
            members = [items[m] for m in range(*run)]
            if all(_may_spell_out(m, item, alone=len(members) == 1) for m in members):
                _spell_out(members, at)


def _is_list(items: Sequence[Item], run: tuple[int, int]) -> bool:
    """Whether rows are the entries of a list of bills and nothing else: no label that we know names any of them."""
    members = [items[m] for m in range(*run)]
    return len(members) > 1 and all(m.row.reading is None and m.type is LineType.PRINCIPAL for m in members)


def _spell_out(details: Sequence[Item], at: int) -> None:
    for detail in details:
        detail.detail_of, detail.counted, detail.out = at, False, 9.0


def _pieces(items: Sequence[Item]) -> list[list[Item]]:
    """Runs of neighbouring rows that are pieces of an interest calculation."""
    runs: list[list[Item]] = [[]]
    for item in items:
        if item.role == "line" and item.counted and item.type is LineType.INTEREST and is_piece(item.row):
            runs[-1].append(item)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _is_entry(item: Item) -> bool:
    """Whether a principal's row is an entry of a list, and not itself named the principal."""
    return item.row.reading is None or item.row.reading.pattern.name not in ("principal", "original-amount")


def name_unknown(items: Sequence[Item]) -> None:
    """What rows without a known label are: the parts of the subtotal that adds them up, else the claim itself when
    no other row is.
    """
    for at, item in enumerate(items):
        if item.role != "subtotal":
            continue
        run = run_adding_to([i.signed if i.role == "line" else Decimal("1E9") for i in items], at)
        for member in range(*run) if run else ():
            if items[member].strength < 0.85 and items[member].row.reading is None and items[member].value > 0:
                items[member].type, items[member].strength = item.type, 0.9
    counted = [i for i in items if i.counted and i.role == "line"]
    if not any(i.type is LineType.PRINCIPAL for i in counted):
        unknown = [i for i in counted if i.row.reading is None and i.value > 0]
        largest = max((i.value for i in counted), default=Decimal(0))
        if (
            unknown
            and (len(counted) >= 2 or unknown[0].is_named)
            and unknown[0] is counted[0]
            and unknown[0].value == largest
        ):
            unknown[0].type, unknown[0].strength = LineType.PRINCIPAL, 0.85


def _is_of_one_bill(detail: Item, whole: Item) -> bool:
    """Whether a list of one numbered bill is followed by what it comes to: "Faktura 767567 …", "Faktura"."""
    total = whole.row.reading
    if total is None or total.pattern.name not in ("invoice", "original-amount"):
        return False
    return not any(c.isdigit() for c in whole.row.label) and invoice_number_in(detail.row.label) is not None


def _may_spell_out(detail: Item, whole: Item, *, alone: bool) -> bool:
    if detail.detail_of is not None or not detail.counted:
        return False
    if alone:
        return (
            detail.type is LineType.PRINCIPAL
            and whole.row.reading is not None
            and (whole.row.reading.pattern.name == "principal" or _is_of_one_bill(detail, whole))
            and _is_entry(detail)
        )
    return detail.type in (LineType.PRINCIPAL, LineType.PAID) or detail.strength <= UNKNOWN_STRENGTH


def has_parts(items: Sequence[Item]) -> bool:
    """Whether rows are the parts of a demand by their names: the claim, and what came on top of it."""
    named = [i for i in items if i.role == "line" and i.counted and i.row.reading is not None and i.strength >= 0.9]
    return any(i.type is LineType.PRINCIPAL for i in named) and len({i.type for i in named}) > 1
