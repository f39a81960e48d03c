"""The total of the demand: which of the amounts printed as a total it is, and which rows make it up.

Every place that states a total speaks for its value; the value whose rows add up gets the strongest voice. The rows
are then counted as the sum says. What is read from a picture without certainty may be read otherwise when exactly one
such change makes the sum close, and is then marked as repaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from parsers.candidates import Amount
from parsers.corroborate import agreed, is_one_slip
from parsers.fields.amount_rows import AmountRow
from parsers.fields.closings import Closing, apply, choices_of, closing_of, is_lost_thousand, taken
from parsers.fields.demand import Item
from parsers.model import LineType, Reading

SAID = 0.8
"""How surely an amount in a sentence states another total than the one that the rows make up."""


UNLIKELIER = 0.1
"""How much less likely than the figure that is read otherwise every other one must be to have been misread."""

LEAST_DOUBT = 0.071
"""Doubt (0-1) about a figure that was read surely but whose lone digit before the thousands' blank may be lost."""

_LEAST_ROWS = 2
"""Rows of which an amount without a label may be the sum."""

SLIPPED = 0.6
"""How surely an amount read from a picture states another total than the one it is a single slip away from."""

IN_PART = 0.4
"""How much more the places that state a sum may weigh than those of a greater one that takes in its rows and others."""


@dataclass(slots=True)
class Total:
    """The total as chosen. ``value`` None when the letter states none; ``strained`` when the rows only add up, or
    only fail to, because of how we take one of them.
    """

    value: Decimal | None = None
    reading: Reading[Decimal] | None = None
    closed: bool = False
    mentions: tuple[Reading[object], ...] = ()
    repaired: bool = False
    strained: bool = False


@dataclass(slots=True)
class _Stated:
    """One place that states a total: how much it weighs, and where it stands among the items (-1: elsewhere)."""

    value: Decimal
    weight: float
    strength: float
    position: int
    amount: Amount | None
    reading: Reading[Decimal]
    exact: bool


def choose_total(
    items: list[Item],
    slip: Sequence[AmountRow],
    prose: Sequence[AmountRow],
    slip_totals: Sequence[Reading[Decimal]],
    *,
    missed: bool = False,
) -> Total:
    """The total, and the items counted as it says. `missed`: a row's label was seen whose amount could not be read, so
    that rows which do not add up prove nothing.
    """
    stated = _without_claim_called_rest(items, _stated(items, slip, prose, slip_totals))
    if not stated:
        stated = _unlabelled_total(items)
    if not stated:
        for item in items:
            item.doubted = item.amount.optical and item.counted  # a demand has a total: we did not see it
        return Total()
    value, closing = _likeliest(items, stated)
    here = [s for s in stated if s.value == value]
    total = Total(value=value)
    disputed = False
    if closing is None:
        closing = _repair_total(items, here, total)
    elif closing[0].cost > 0 and here[0].amount is not None:
        # Either rows or the total were misread, and both ways it adds up: what was read worse gives way.
        changed = [items[n] for n, pick in zip(closing[1], closing[0].picks, strict=True) if pick]
        other = _repair_total(items, here, total)
        disputed = other is not None
        if other is not None and here[0].amount.certainty <= min(i.amount.certainty for i in changed):
            closing = other
        else:
            total.value, total.repaired = value, False
    repaired = closing if closing is not None and (total.repaired or _repairs(items, closing)) else None
    if repaired is not None and (missed or not _is_only_explanation(items, repaired, here, total)):
        # With a row that could not be read, or one as likely misread, no sum tells what the others must be.
        closing, total.value, total.repaired = None, value, False
    if closing is not None:
        total.strained = disputed or _leaves_out_a_plain_row(items, closing) or _is_fee_alone(items, closing)
        of_less = not any(s.exact for s in here) and any(i.amount.optical for i in items)
        others = [s for s in stated if s.exact and s.value != value and not is_one_slip(s.value, value)]
        total.strained |= bool(others) and (missed or of_less)
        apply(items, closing)
        total.closed = True
    else:
        if any(i.amount.optical for i in items):
            _doubt(items, here, missed=missed or any(_is_a_row(row) for row in prose))
        total.strained = missed or _may_be_ours(items, value, [a.value for row in (*slip, *prose) for a in row.amounts])
    if total.strained:
        for item in items:
            item.doubted = item.doubted or item.counted
    total.reading = _total_reading(here, stated, total, plain=_is_plain(items))
    taken_as = value if total.value is None else total.value
    shown = [_mention(items, s, taken_as) for s in stated if s.value == value or s.exact]
    total.mentions = tuple(sorted(shown, key=lambda r: (r.evidence[0].span or (0, 0)) if r.evidence else (0, 0)))
    return total


def _likeliest(items: Sequence[Item], stated: Sequence[_Stated]) -> tuple[Decimal, Closing | None]:
    """The stated value that most speaks for, and how the rows make it up. A sum that the rows over it make up is
    only a subtotal where another takes them and further rows in.
    """
    weighed: list[tuple[float, Decimal, Closing | None]] = []
    for value in dict.fromkeys(s.value for s in stated):
        here = [s for s in stated if s.value == value]
        closing = closing_of(items, value, [s.position for s in here])
        score = min(3.0, sum(s.weight for s in here)) + 0.2 * max(s.strength for s in here)
        if closing is not None:
            score += 3.0 - 0.5 * closing[0].cost
        weighed.append((score, value, closing))
    score, value, closing = max(weighed, key=lambda one: one[0])
    for other_score, other, more in weighed:
        part = closing is not None and more is not None and more[0].cost == 0 and other > value
        if part and score - other_score < IN_PART and taken(items, closing) < taken(items, more):
            score, value, closing = other_score, other, more
    return value, closing


def _mention(items: Sequence[Item], stated: _Stated, value: Decimal) -> Reading[Decimal]:
    """A place that states a total. What states another one than the total is doubted where it may be about something
    else, or be the same amount misread.
    """
    optical = stated.amount.optical if stated.amount is not None else stated.reading.confidence < 1
    if stated.value != value and optical and is_one_slip(stated.value, value):
        return replace(stated.reading, confidence=min(stated.reading.confidence, SLIPPED))
    if stated.value != value and _is_said(items, stated):
        return replace(stated.reading, confidence=SAID)
    return stated.reading


def _stated(
    items: Sequence[Item],
    slip: Sequence[AmountRow],
    prose: Sequence[AmountRow],
    slip_totals: Sequence[Reading[Decimal]],
) -> list[_Stated]:
    found: list[_Stated] = []
    for position, item in enumerate(items):
        if item.role != "total" or item.amount.value < 0:
            continue
        reading = item.row.reading
        if reading is not None and reading.conditional and item.row.setting == "prose":
            continue
        exact = reading is not None and reading.pattern.name == "to-pay"
        weight = item.strength * (1.0 if exact else 0.7)
        if reading is not None and reading.conditional:
            weight, exact = 0.3 * weight, False
        if item.row.setting == "prose":
            weight *= 0.7
        found.append(_Stated(item.value, weight, item.strength, position, item.amount, _told(item.amount), exact))
    for row in prose:
        if row.reading is not None and row.reading.role == "total" and not row.reading.conditional:
            amount = row.amounts[0]
            if amount.value > 0:
                found.append(_Stated(amount.value, 0.5, 0.8, -1, amount, _told(amount), exact=False))
    known = {s.value for s in found}
    for row in slip:
        for amount in row.amounts:
            labelled = row.reading is not None and row.reading.role == "total"
            if amount.value > 0 and not amount.bare and (labelled or amount.value in known):
                found.append(_Stated(amount.value, 0.6, 0.85, -1, amount, _told(amount), exact=labelled))
    found.extend(_Stated(r.value, 0.9 * r.confidence, 0.95, -1, None, r, exact=True) for r in slip_totals)
    return found


def _without_claim_called_rest(items: Sequence[Item], stated: list[_Stated]) -> list[_Stated]:
    """The stated totals without one whose name may be the claim's ("Restanse"), when no other row is the claim and with
    it the rows make up a total further down. Over the first cost even a name like "Skyldig beløp" may be the claim's.
    """
    if any(i.type is LineType.PRINCIPAL and i.counted for i in items):
        return stated
    first = next((n for n, i in enumerate(items) if i.role == "line" and i.counted), len(items))
    for position, item in enumerate(items):
        reading = item.row.reading
        if item.role != "total" or reading is None or reading.pattern.name == "to-pay":
            continue
        open_ = LineType.PRINCIPAL in reading.pattern.may_be
        if not open_ and (position > first or item.row.setting != "table"):
            continue
        before = (item.role, item.type, item.strength, item.counted, item.out)
        item.role, item.type, item.strength, item.counted, item.out = "line", LineType.PRINCIPAL, 0.9, True, 1.6
        for other in stated:
            surer = other.strength > before[2] or not open_
            more = other.value > item.value or (open_ and other.value == item.value)
            if other.position > position and more and surer:
                closing = closing_of(items, other.value, [other.position])
                if closing is not None and closing[0].cost == 0 and position in closing[1]:
                    return [s for s in stated if s.position != position]
        item.role, item.type, item.strength, item.counted, item.out = before
    return stated


def _unlabelled_total(items: Sequence[Item]) -> list[_Stated]:
    """The last amount that is the sum of all rows over it and is not named otherwise ("Utestående")."""
    for position in range(len(items) - 1, 1, -1):
        item = items[position]
        reading = item.row.reading
        said = item.row.setting == "prose"  # whatever a sentence calls it, no part is as much as all others
        is_open = reading is None or said or LineType.TOTAL in reading.pattern.may_be
        if not is_open or item.role != "line" or item.value <= 0:
            continue
        above = [i.signed for i in items[:position] if i.counted and i.role == "line"]
        if len(above) >= 2 and sum(above, Decimal(0)) == item.value:
            return [_as_total(item, position)]
    for position, item in enumerate(items):
        # "Outstanding" in a box of its own may be the claim or what is left to pay: the other rows tell.
        reading = item.row.reading
        boxed = item.row.setting in ("card", "across") and reading is not None and reading.pattern.name == "invoice"
        open_ = reading is not None and LineType.TOTAL in reading.pattern.may_be
        if not (open_ or boxed) or item.role != "line" or item.value <= 0:
            continue
        before = (item.role, item.counted, item.out)
        stated = _as_total(item, position)
        if closing_of(items, item.value, [position]) is not None:
            return [stated]
        item.role, item.counted, item.out = before
    return _sum_without_label(items)


def _sum_without_label(items: Sequence[Item]) -> list[_Stated]:
    """The one amount without any label, outside the rows, that is the sum of them all: its label was not read."""
    counted = [i.signed for i in items if i.counted and i.role == "line"]
    bare = [n for n, i in enumerate(items) if not i.counted and i.row.reading is None and not i.row.label.strip()]
    fitting = [n for n in bare if items[n].role == "line" and items[n].value == sum(counted, Decimal(0))]
    if len(counted) < _LEAST_ROWS or len(fitting) != 1:
        return []
    return [_as_total(items[fitting[0]], fitting[0])]


def _as_total(item: Item, position: int) -> _Stated:
    item.role, item.counted, item.out = "total", False, 9.0
    return _Stated(item.value, 0.6, 0.8, position, item.amount, _told(item.amount), exact=False)


def _told(amount: Amount) -> Reading[Decimal]:
    return Reading(
        value=amount.value,
        confidence=amount.certainty,
        evidence=(amount.evidence,),
        rivals=tuple(Reading(r, 0.1, (amount.evidence,)) for r in amount.rivals[:3]),
    )


def _repair_total(items: list[Item], here: Sequence[_Stated], total: Total) -> Closing | None:
    """The rows add up to what the total was if one character of it was misread: then that is the total, provided
    it was printed only once and read without certainty, or without the thousand that is lost however sure the rest is.
    """
    if len(here) != 1 or here[0].amount is None or not here[0].amount.optical:
        return None
    stated, fitting = here[0].amount, []
    for rival in stated.rivals:
        if stated.certainty >= 0.99 and not is_lost_thousand(stated.value, rival):
            continue
        closing = closing_of(items, rival, [here[0].position])
        if closing is not None and closing[0].cost == 0:
            fitting.append((rival, closing))
    if len(fitting) != 1:
        return None
    total.value, total.repaired = fitting[0][0], True
    return fitting[0][1]


def _doubt(items: list[Item], here: Sequence[_Stated], *, missed: bool) -> None:
    """Nothing closes on a page read from a picture: the doubt is about our reading of the rows, of each that one slip
    would put right, and of all of them unless every row was understood and every figure read without doubt.
    """
    counted = [i for i in items if i.counted and i.role == "line"]
    difference = here[0].value - sum((i.signed for i in counted), Decimal(0))
    torn = any(i.row.label[-1:].isdigit() for i in counted)  # the first digits of an amount stand in its label
    whole = not missed and not torn and any(i.type is LineType.PRINCIPAL for i in counted)
    steady = len(here) >= 2 and whole and _is_plain(items) and all(i.amount.certainty >= 0.99 for i in counted)
    for item in counted:
        slipped = is_one_slip(item.signed, item.signed + difference)
        item.doubted = item.amount.optical and (slipped or not steady)


def _is_a_row(row: AmountRow) -> bool:
    """Whether an amount in a sentence may be a row of the demand that was torn from its table."""
    return row.reading is not None and row.reading.role == "line" and not row.reading.conditional


def _leaves_out_a_plain_row(items: Sequence[Item], closing: Closing) -> bool:
    """Whether the sum only closes without a row that plainly belongs to it."""
    closure, inside = closing
    return any(
        pick and items[n].counted and items[n].strength >= 1 and choices_of(items[n])[pick].key == "out"
        for n, pick in zip(inside, closure.picks, strict=True)
    )


def _repairs(items: Sequence[Item], closing: Closing) -> bool:
    """Whether the sum only closes with a figure read otherwise than it looks."""
    picks = zip(closing[1], closing[0].picks, strict=True)
    return any(choices_of(items[n])[pick].key.startswith("repair") for n, pick in picks)


def _is_only_explanation(items: Sequence[Item], closing: Closing, here: Sequence[_Stated], total: Total) -> bool:
    """Whether the figure that was read otherwise is by far the likeliest to have been misread: no other of the sum
    would close it by one slip too, unless it was read much more surely, and no row of words is left out, which may be
    a charge whose amount was misread.
    """
    if not closing[0].is_unique:
        return False  # a sum that two figures could close tells of neither, nor of the rows that it would bear out
    picks = [(items[n], choices_of(items[n])[pick]) for n, pick in zip(closing[1], closing[0].picks, strict=True)]
    left_out = [item for item, choice in picks if item.counted and choice.key == "out"]
    if any(c.isalpha() for item in left_out for c in item.row.label):
        return False
    repaired = [(item, choice.value - item.signed) for item, choice in picks if choice.key.startswith("repair")]
    counted = [item for item, choice in picks if choice.value and not choice.key.startswith("repair")]
    stated = here[0].amount if len(here) == 1 else None
    if total.repaired and total.value is not None and stated is not None:
        doubt, missing, others = 1 - stated.certainty, here[0].value - total.value, counted
        if is_lost_thousand(stated.value, total.value):
            doubt = max(doubt, LEAST_DOUBT)
    elif len(repaired) == 1:
        item, missing = repaired[0]
        if item.row.setting == "prose":
            return False  # nothing tells whether a sentence has an amount that was not read
        doubt, others = 1 - item.amount.certainty, counted
        if is_lost_thousand(item.signed, item.signed + missing):
            # A thousand is lost without a trace, however surely the rest was read.
            doubt = max(doubt, LEAST_DOUBT)
        slipped = stated is not None and is_one_slip(here[0].value, here[0].value - missing)
        if slipped and stated is not None and 1 - stated.certainty > UNLIKELIER * doubt:
            return False
    else:
        return False
    return not any(
        other.amount.optical
        and is_one_slip(other.signed, other.signed + missing)
        and 1 - other.amount.certainty > UNLIKELIER * doubt
        for other in others
    )


def _is_fee_alone(items: Sequence[Item], closing: Closing) -> bool:
    """Whether one fee is all of a picture's demand: then the claim was not read, and the amount is the total's."""
    chosen = [items[n] for n, p in zip(closing[1], closing[0].picks, strict=True) if choices_of(items[n])[p].value]
    return len(chosen) == 1 and chosen[0].amount.optical and chosen[0].type is not LineType.PRINCIPAL


def _may_be_ours(items: Sequence[Item], value: Decimal, elsewhere: Sequence[Decimal]) -> bool:
    """Whether rows that do not add up would do so if one printed amount were taken otherwise: one counted that should
    not be or the other way round, or another amount that is the sum. Then the fault may be our reading's.
    """
    counted = [i for i in items if i.counted and i.role != "total" and i.detail_of is None]
    made = sum((i.signed for i in counted), Decimal(0))
    missing = value - made
    shown = {abs(i.value) for i in items if not any(i is c for c in counted)} | {abs(v) for v in elsewhere}
    shown |= {abs(a.value) for i in items for a in i.row.amounts if a is not i.amount}
    shown -= {value, Decimal(0)}
    parts = {abs(i.value) for i in counted}
    return made in shown or abs(missing) in shown or abs(missing) in parts or abs(missing) / 2 in parts


def _is_said(items: Sequence[Item], stated: _Stated) -> bool:
    """Whether a total stands in a sentence, where another amount than the table's may be about something else."""
    return stated.position >= 0 and items[stated.position].row.setting == "prose"


def _is_plain(items: Sequence[Item]) -> bool:
    """Whether the table is one whose rows cannot well be taken otherwise: one amount a row, all with known labels."""
    rows = [i for i in items if i.role in ("line", "subtotal") and i.row.setting != "prose"]
    return all(len(i.row.amounts) == 1 and i.row.reading is not None and i.strength >= 0.8 for i in rows)


def _total_reading(
    here: Sequence[_Stated], stated: Sequence[_Stated], total: Total, *, plain: bool
) -> Reading[Decimal]:
    strongest = max(here, key=lambda s: (s.strength, s.reading.confidence))
    places = len({s.reading.evidence[0].span for s in here if s.reading.evidence})
    agreements: set[str] = set()
    if total.closed and not total.repaired:
        agreements.add("sum")
    if places >= 2:
        agreements.add("repeated")
    agreements |= {c for s in here for c in s.reading.corroborated}
    certainty = max(s.reading.confidence for s in here)
    certainty = agreed(certainty, by=len(agreements & {"sum", "repeated", "check_digit"}))
    meaning = 0.995 if agreements & {"sum"} else {True: 0.99, False: 0.93}[strongest.strength >= 1]
    others = [s for s in stated if s.value != here[0].value and s.exact]
    if others and "sum" not in agreements:
        meaning *= 0.75
    if not total.closed and not plain:
        meaning *= 0.85
    if total.repaired:
        certainty = 0.9
    elif not total.closed and places < 2 and strongest.amount is not None and strongest.amount.optical:
        certainty = min(certainty, 0.84)  # nothing bears it out
    if total.strained:
        certainty = min(certainty, 0.84)
    rivals = {s.value: s.reading for s in others}
    if total.repaired:
        rivals = {here[0].value: here[0].reading, **rivals}  # first what it looks like
    assert total.value is not None  # noqa: S101 - chosen
    return Reading(
        value=total.value,
        confidence=round(certainty * meaning, 4),
        evidence=tuple(e for s in here for e in s.reading.evidence),
        rivals=tuple(rivals.values()) + strongest.reading.rivals,
        corroborated=frozenset(agreements),
        repaired=total.repaired,
    )
