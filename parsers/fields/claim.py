"""The demand: its rows, its total, and what each row is.

The rows found by `parsers.fields.tables` are weighed together: the set of rows that makes up the stated total wins,
so that a subtotal, a price for later, or the same sum printed twice does not count twice. A figure is read otherwise
than it looks only when it was read from a picture, without certainty, and exactly one such change makes the sum
close; then it is marked as repaired. When nothing closes, the letter keeps its rows as printed: that they do not add
up may be the finding.

Not here: interest rates and pieces (`parsers.fields.interest`), lists of invoices (`parsers.fields.invoices`),
payment details (`parsers.fields.payment`), and no law.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

import regex

from parsers.candidates import Amount, amounts_of
from parsers.corroborate import agreed
from parsers.fields.amount_rows import AmountRow, trimmed
from parsers.fields.demand import UNKNOWN_STRENGTH, Item, items_of, mark_details, name_unknown
from parsers.fields.interest import InterestReading, read_interest
from parsers.fields.invoices import invoice_number_in, list_claims
from parsers.fields.price_lists import without_prices
from parsers.fields.tables import lines_with_amounts, rows_of_sheet
from parsers.fields.totals import Total, choose_total
from parsers.fields.usual import usual_first
from parsers.layout import Sheet
from parsers.model import ClaimItem, ClaimLine, InterestSegment, LineType, Missing, Origin, Reading
from parsers.money import find_amounts
from parsers.patterns import read_row_label
from parsers.views import fold

UNSURE = 0.6
"""Highest confidence of amounts on a paper that is no demand, and of those whose label may be another row's."""

_LONE = 0.85
"""Highest confidence that the one amount of a letter is all that it demands."""

_LONE_IN_PICTURE = 0.8
"""The same where another amount may have gone unseen."""

_INTEREST = regex.compile(r"rente|interest", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """Everything about amounts that a letter says. ``fields`` the amount fields, ``total``, ``interest_rate`` and
    ``interest_from``; ``mentions`` every place where the total is printed.
    """

    fields: Mapping[str, Reading[object] | Missing]
    lines: tuple[ClaimLine, ...]
    claims: tuple[ClaimItem, ...] = ()
    interest_segments: tuple[InterestSegment, ...] = ()
    mentions: Mapping[str, tuple[Reading[object], ...]] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()


def of_no_demand(claim: ClaimReading) -> ClaimReading:
    """The same amounts, unsure: a paper that demands nothing has no demand's rows, whatever its figures are called.
    What no label of ours names is none at all (the purchases of a bank statement).
    """
    named = [line for line in claim.lines if line.type is not LineType.OTHER_FEE or read_row_label(line.label)]
    sums = {k: r for k, r in claim.fields.items() if k != LineType.OTHER_FEE.value} | _sums(named, LineType.OTHER_FEE)
    return replace(
        claim,
        fields=MappingProxyType({k: _unsure(r) if isinstance(r, Reading) else r for k, r in sums.items()}),
        lines=tuple(replace(line, confidence=round(min(line.confidence, UNSURE), 4)) for line in named),
    )


def _unsure(reading: Reading[object]) -> Reading[object]:
    return replace(reading, confidence=round(min(reading.confidence, UNSURE), 4))


def read_claim(sheet: Sheet, *, slip_totals: Sequence[Reading[Decimal]] = ()) -> ClaimReading:
    """The rows, the total and the interest of the letter. `slip_totals`: amounts of the payment slip, read with its
    code line. Never raises for what a letter may hold.
    """
    amounts = amounts_of(sheet)
    rows = rows_of_sheet(sheet, amounts)
    body, slip, prose = _parted(sheet, rows)
    items = items_of(body)
    if not any(i.role == "line" and i.strength > UNKNOWN_STRENGTH for i in items):
        items = [*items, *items_of(prose)]
        prose = []
    mark_details(items)
    total = choose_total(items, slip, prose, slip_totals, missed=_misses_a_row(sheet, items, amounts))
    if total.value is not None and not total.closed and prose:
        items, total = _with_sentences(items, total, slip, prose, slip_totals)
    _leave_out_the_total_again(items, total)
    name_unknown(items)
    _name_lone_claim(items, total)
    _name_claim_among_costs(items, total)
    counted = [i for i in items if i.counted and i.role != "total" and i.detail_of is None]
    lines = _lines(sheet, items, total)
    interest = read_interest(sheet, [i.row for i in items if i.type is LineType.INTEREST])
    claims = list_claims(
        sheet,
        [i.row for i in items if i.type is LineType.PRINCIPAL and (i.detail_of is not None or i.counted)],
        lines_with_amounts(sheet, amounts),
    )
    warnings = ("sum_does_not_close",) if total.value is not None and not total.closed and counted else ()
    return ClaimReading(
        fields=MappingProxyType(_fields(lines, total, interest) | _lone_total(lines, total, rows)),
        lines=lines,
        claims=claims,
        interest_segments=interest.segments,
        mentions=MappingProxyType({"total": total.mentions} if total.mentions else {}),
        warnings=warnings,
    )


_WITH_COSTS = regex.compile(
    r"\b(?:inkl\w*|iberegn\w*|medr[ei][gk]n\w*|med|incl\w*|with)\W+.*(?:rente|salar|gebyr|kost|interest|fee)"
)
"""A sum that is said to hold more than the claim."""


def _says_with_costs(item: Item) -> bool:
    return _WITH_COSTS.search(fold(item.row.label), timeout=0.1) is not None


# ------------------------------------------------------------------ rows to items


def _parted(sheet: Sheet, rows: Sequence[AmountRow]) -> tuple[list[AmountRow], list[AmountRow], list[AmountRow]]:
    """Rows of the letter's body, of its payment slip, and of its running text; small print is left out unless there
    is nothing else.
    """
    front = without_prices(sheet, [r for r in rows if sheet.page_role(r.page) != "back"] or list(rows))
    slip = [r for r in front if sheet.in_slip(r.amounts[0].cell)]
    rest = [r for r in front if not sheet.in_slip(r.amounts[0].cell)]
    if not any(r.reading is not None for r in rest):
        rest, slip = front, []
    return [r for r in rest if r.setting != "prose"], slip, [r for r in rest if r.setting == "prose"]


def _misses_a_row(sheet: Sheet, items: Sequence[Item], amounts: Mapping[int, Sequence[Amount]]) -> bool:
    """Whether a line between those of the demand begins as a row does and has figures, but no amount that was read."""
    lines = [i.amount.cell.line for i in items if i.row.setting == "table" and i.role in ("line", "total")]
    for line in range(min(lines, default=0) + 1, max(lines, default=0)):
        cells = sheet.line_cells(line)
        if not cells or any(c.index in amounts for c in cells):
            continue
        reading = read_row_label(trimmed(cells[0].text))
        known = reading is not None and reading.role == "line" and reading.pattern.strength >= 1
        if known and any(c.isdigit() for c in cells[-1].text):
            return True
    return False


def _with_sentences(
    items: list[Item],
    total: Total,
    slip: Sequence[AmountRow],
    prose: Sequence[AmountRow],
    slip_totals: Sequence[Reading[Decimal]],
) -> tuple[list[Item], Total]:
    """The items with those that stand in sentences, if only so they add up; a row set in one piece beside another
    column looks like a sentence.
    """
    said = [r for r in prose if r.reading is not None and r.reading.role == "line" and not r.reading.conditional]
    again = sorted([*(i.row for i in items), *said], key=lambda r: r.span)
    more = items_of(list({id(r): r for r in again}.values()))
    mark_details(more)
    other = choose_total(more, slip, [r for r in prose if not any(r is s for s in said)], slip_totals)
    return (more, other) if other.closed and not other.strained else (items, total)


def _leave_out_the_total_again(items: Sequence[Item], total: Total) -> None:
    """Where the rows do not make up the total: what equals it is the total once more, and no part of it, where no name
    that we know says otherwise, or only the end of one that began on the line over it ("Samlet krav inkl. / salær"). A
    bare "Beløp" is no claim where the same sum is told to hold interest or fees.
    """
    if total.value is None:
        return
    with_costs = any(i.role == "total" and i.value == total.value and _says_with_costs(i) for i in items)
    for item in items:
        if not item.counted or item.role != "line" or item.value != total.value or item.repaired:
            continue
        if with_costs and item.row.reading is not None and item.row.reading.pattern.name == "rest":
            item.role, item.counted, total.closed = "aside", False, False
            continue
        others = any(i.counted and i.role == "line" and i is not item for i in items)
        tail = item.type is not LineType.PRINCIPAL and item.row.label[:1].islower()
        if tail or (others and _is_nameless(item)):
            item.counted = False
            item.strength = min(item.strength, UNKNOWN_STRENGTH)


def _name_lone_claim(items: Sequence[Item], total: Total) -> None:
    """A letter that asks for one amount and names no parts: told apart from the total, that is the claim."""
    if total.value is None or any(i.counted and i.role != "total" for i in items):
        return
    if any(i.value == total.value and _says_with_costs(i) for i in items):
        return
    for item in items:
        if (
            item.role == "line"
            and item.row.setting == "prose"
            and item.row.reading is None
            and item.value == total.value
        ):
            item.type, item.strength, item.counted = LineType.PRINCIPAL, 0.85, True
            total.closed = True
            return
    for item, under in itertools.pairwise(i for i in items if i.row.setting == "table"):
        alike = item.role == under.role == "total" and item.value == under.value == total.value
        named = (
            item.row.reading is not None and item.row.reading.pattern.name != "to-pay" and len(item.row.amounts) == 1
        )
        if alike and named and abs(item.amount.cell.box.x1 - under.amount.cell.box.x1) < _FLUSH:
            # "Skyldig beløp" over "Til sammen": the row above is what the sum under it is made of
            item.type, item.role, item.strength, item.counted = LineType.PRINCIPAL, "line", 0.9, True
            total.closed = True
            return


def _name_claim_among_costs(items: Sequence[Item], total: Total) -> None:
    """Where no row is the claim itself, what is only called a cost may be ("Behandlingskostnad", "Transportkostnad"):
    the first row is, if it is more than all others together, and no other of them is surely a fee.
    """
    rows = [i for i in items if i.counted and i.role in ("line", "subtotal") and i.detail_of is None]
    if any(i.type is LineType.PRINCIPAL for i in rows):
        return
    costs = [i for i in rows if i.type is LineType.OTHER_FEE and not _is_surely_a_fee(i)]
    if len(rows) > 1 and costs and costs[0] is rows[0] and costs[0].value > sum(i.value for i in rows[1:]):
        costs[0].type, costs[0].strength = LineType.PRINCIPAL, 0.88 if total.closed else 0.8
        return
    for item in costs:
        item.strength = min(item.strength, UNSURE)


def _is_surely_a_fee(item: Item) -> bool:
    return item.row.reading is not None and item.row.reading.pattern.name == "other-fee"


# ------------------------------------------------------------------ what goes out

_JOINED = regex.compile(r"^(?:og|samt|pluss|i tillegg til|and|plus) ", regex.IGNORECASE)
"""The word that joins a row of a sentence to the one before it."""


def _lines(sheet: Sheet, items: Sequence[Item], total: Total) -> tuple[ClaimLine, ...]:
    found: list[ClaimLine] = []
    salaer_apart = any(
        i.counted and i.row.reading is not None and i.row.reading.pattern.name == "collection-fee" for i in items
    )
    claims = [i.value for i in items if i.counted and i.role == "line" and i.type is LineType.PRINCIPAL]
    outweighed = bool(claims) and any(_is_nameless(i) and i.value > max(claims) for i in items)
    for item in items:
        reading = item.row.reading
        if (
            item.role in ("total", "aside")
            or item.detail_of is not None
            or (item.role == "subtotal" and not item.counted)
        ):
            continue
        if not item.counted and (item.strength < 0.9 or item.row.setting == "prose" or _is_shown(item, items)):
            continue
        type_, strength = item.type, 0.9 if item.role == "subtotal" else item.strength
        if reading is not None and reading.pattern.name == "costs-plain" and salaer_apart:
            type_, strength = LineType.LEGAL_COSTS, 0.8
        closed = total.closed and item.counted
        by_sum = closed and not item.repaired
        certainty = agreed(item.amount.certainty, by=1 if by_sum else 0)
        if item.repaired:
            certainty = 0.9
        if item.doubted:
            certainty = min(certainty, 0.8)
        meaning = 0.99 if strength >= 1 else strength
        if item.is_booking and not closed:
            meaning = min(meaning, 0.6)
        if closed and strength >= 0.85:
            meaning = min(0.99, strength + 0.08)
        in_doubt = _may_be_named_wrongly(sheet, item, type_) or _has_anothers_name(item, items)
        if in_doubt or (outweighed and type_ is LineType.PRINCIPAL):
            meaning = min(meaning, UNSURE)
        found.append(
            ClaimLine(
                type=type_,
                label=_JOINED.sub("", item.row.label) or type_.value,
                amount=abs(item.value) if type_ is LineType.PAID else item.value,
                confidence=round(certainty * meaning, 4),
                evidence=(sheet.evidence(*_span(item)),),
                included=item.counted,
                count=reading.count if reading is not None else 1,
                relates_to=invoice_number_in(item.row.label) if type_ is LineType.PRINCIPAL else None,
                rivals=_rivals(item, type_),
                corroborated=frozenset({"sum"} if by_sum else ()),
                repaired=item.repaired,
            )
        )
    return tuple(found)


def _rivals(item: Item, type_: LineType) -> tuple[Reading[Decimal], ...]:
    """What the row's amount may also be, figures of the law first; of a repaired one before all what it looks like."""
    others = usual_first(type_, item.value, item.amount.rivals)
    values = (item.amount.value, *others) if item.repaired else others
    shown = [abs(v) if item.type is LineType.PAID else v for v in values if v != item.value]
    return tuple(Reading(value, 0.1, (item.amount.evidence,)) for value in shown[:3])


_FLUSH = 0.006
"""How far apart, in page widths, the right edges of one column may be."""
_SHORTEST_NAME = 5
_A_DAY = regex.compile(r"\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}")


def _may_be_named_wrongly(sheet: Sheet, item: Item, type_: LineType) -> bool:
    """Whether the label holds another amount, which may be the one it names, or is only the last line of the label of
    interest ("Rente 12 % regnet fra / 02.04.2026").
    """
    if any(found.has_decimals for found in find_amounts(item.row.label)):
        return True
    if type_ is not LineType.PRINCIPAL or any(c.isalpha() for c in item.row.label):
        return False
    heads = [head for a, head in zip(item.row.amounts, item.row.headers, strict=False) if a is item.amount]
    named = read_row_label(heads[0]) if heads and heads[0] else None
    if named is not None and named.type is LineType.PRINCIPAL and named.pattern.strength >= 1:
        return False  # its column's head names it
    if any(c.isdigit() for c in _A_DAY.sub("", item.row.label, timeout=0.5)):
        return False  # a number beside the day is the bill's: the row of a claim among columns
    start = _span(item)[0]
    return _INTEREST.search(sheet.text[max(0, start - 60) : start]) is not None


def _has_anothers_name(item: Item, items: Sequence[Item]) -> bool:
    """Whether a claim told in a sentence of a picture has for its name what the one before it is for: its own words
    were lost ("… krever vi kr 900 for medlemskap i mai / [I tillegg kommer purregebyr] med kr 76").
    """
    if item.row.setting != "prose" or not item.amount.optical or item.type is not LineType.PRINCIPAL:
        return False
    label = fold(item.row.label)
    before = [i for i in items[: items.index(item)] if i.row.setting == "prose" and i.type is LineType.PRINCIPAL]
    return any(len(name := fold(i.row.label)) >= _SHORTEST_NAME and name in label for i in before)


def _is_nameless(item: Item) -> bool:
    """Whether a row counts without a label that we know; one larger than the claim may be the claim."""
    return (
        item.counted and item.role == "line" and item.type is LineType.OTHER_FEE and item.strength <= UNKNOWN_STRENGTH
    )


def _is_shown(item: Item, items: Sequence[Item]) -> bool:
    """Whether a row outside the demand only repeats one that is part of it."""
    return any(i.counted and i.type is item.type and i.value == item.value for i in items)


def _span(item: Item) -> tuple[int, int]:
    start = item.row.span[0] if item.row.setting in ("table", "card") else item.amount.start
    return min(start, item.amount.start), item.amount.end


def _fields(
    lines: Sequence[ClaimLine], total: Total, interest: InterestReading
) -> dict[str, Reading[object] | Missing]:
    fields = _sums(lines, *LineType)
    if total.reading is not None:
        fields["total"] = total.reading
    if interest.rate is not None:
        fields["interest_rate"] = interest.rate
    if interest.start is not None:
        fields["interest_from"] = interest.start
    return fields


def _sums(lines: Sequence[ClaimLine], *types: LineType) -> dict[str, Reading[object] | Missing]:
    """What the rows of each type that is among the lines come to."""
    fields: dict[str, Reading[object] | Missing] = {}
    for type_ in types:
        rows = [line for line in lines if line.type is type_ and line.included]
        if rows:
            fields[type_.value] = Reading(
                value=sum((row.amount for row in rows), Decimal("0.00")),
                confidence=min(row.confidence for row in rows),
                evidence=tuple(e for row in rows for e in row.evidence),
                rivals=tuple(rows[0].rivals) if len(rows) == 1 else (),
                corroborated=frozenset.intersection(*(row.corroborated for row in rows)),
                repaired=any(row.repaired for row in rows),
            )
    return fields


def _lone_total(lines: Sequence[ClaimLine], total: Total, rows: Sequence[AmountRow]) -> dict[str, Reading[object]]:
    """The total of a letter that demands one amount and never calls it a total: that amount, if no other is asked for.
    In a picture another may have gone unseen, so there it is in doubt.
    """
    included = [line for line in lines if line.included]
    if total.value is not None or len(included) != 1 or included[0].type is not LineType.PRINCIPAL:
        return {}
    lone = included[0]
    most = _LONE
    for row in rows:
        conditional = row.reading is not None and row.reading.conditional
        for amount in row.amounts:
            if not (amount.bare or conditional or amount.value in (lone.amount, Decimal(0))):
                return {}
            most = min(most, _LONE_IN_PICTURE if amount.optical else _LONE)
    total_of_one: Reading[object] = Reading(
        value=lone.amount,
        confidence=min(lone.confidence, most),
        evidence=lone.evidence,
        origin=Origin.DERIVED,
        rivals=tuple(lone.rivals),
    )
    return {"total": total_of_one}
