"""What makes a reading sure: a sum that adds up, a check digit that fits, a value printed twice.

The arithmetic of choosing rows: which of the rows found make up the stated total, with as few departures from the
plain reading as possible. And what one slip of optical reading can make of an amount, so that two amounts of one
letter that differ by such a slip are no contradiction of the letter's. No law, and no look at what an amount would have
to be to be lawful: the fees that the law knows are not used even to break ties (`parsers.fields.usual` only orders what
a doubtful one may be), since an amount that is close to a lawful one is exactly what an unlawful amount looks like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.model import Letter, Reading

CHECKED = ("kid", "account_number", "creditor_org_number", "collector_org_number")
"""Fields whose numbers have check digits."""

MAX_CHANGES = 3
"""At most so many rows may be read otherwise than by default to make the sum close."""

_SURE = 0.85


def is_borne_out(letter: Letter) -> bool:
    """Whether everything in a letter that can bear a reading out does so: the rows make up the total, every check digit
    fits, and nothing had to be read otherwise than it stands or is in doubt.
    """
    fields = {name: reading for name, reading in letter.fields.items() if isinstance(reading, Reading)}
    total = fields.get("total")
    if total is None or not letter.lines or not total.corroborated or not letter.fully_read or letter.warnings:
        return False
    if len(letter.lines) > 1 and "sum" not in total.corroborated:
        return False
    if any("check_digit" not in fields[name].corroborated for name in CHECKED if name in fields):
        return False
    amounts = [(line.repaired, line.confidence) for line in letter.lines]
    read = amounts + [(reading.repaired, reading.confidence) for reading in fields.values()]
    return not any(repaired for repaired, _ in read) and all(sure >= _SURE for _, sure in amounts)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to count a row: ``value`` in kroner (0 = not counted; negative for what is deducted), ``cost`` how far
    it departs from the plain reading, ``key`` for the caller.
    """

    value: Decimal
    cost: float
    key: str


@dataclass(frozen=True, slots=True)
class Closure:
    """How the rows make up the total: one choice index per row (0 = plain), the cost, and whether another way costs
    no more.
    """

    picks: tuple[int, ...]
    cost: float
    is_unique: bool

    @property
    def changes(self) -> int:
        """How many rows are read otherwise than plainly."""
        return sum(1 for pick in self.picks if pick)


def close_sum(rows: Sequence[Sequence[Choice]], total: Decimal, *, max_cost: float = 6.0) -> Closure | None:
    """The cheapest way to choose one way per row so that the values add up to the total exactly; ``None`` when there
    is none with at most `MAX_CHANGES` departures and `max_cost`.

    The first choice of each row is its plain reading and should cost 0. Rows with no choices are an error
    (``IndexError``).
    """
    base = sum((row[0].value for row in rows), Decimal(0))
    need = total - base
    if need == 0:
        return Closure((0,) * len(rows), 0.0, True)
    moves = [
        (row_index, pick, choice.value - row[0].value, choice.cost)
        for row_index, row in enumerate(rows)
        for pick, choice in enumerate(row)
        if pick and choice.value != row[0].value and choice.cost <= max_cost
    ]
    by_delta: dict[Decimal, list[tuple[int, int, Decimal, float]]] = {}
    for move in moves:
        by_delta.setdefault(move[2], []).append(move)
    found: list[tuple[float, tuple[tuple[int, int], ...]]] = [
        (one[3], ((one[0], one[1]),)) for one in by_delta.get(need, ())
    ]
    plain = [m for m in moves if m[3] <= max_cost - 0.5]
    found += [
        (first[3] + second[3], ((first[0], first[1]), (second[0], second[1])))
        for first in plain
        for second in by_delta.get(need - first[2], ())
        if second[0] > first[0] and first[3] + second[3] <= max_cost
    ]
    if not found and MAX_CHANGES >= 3:
        few = sorted(plain, key=lambda m: m[3])[:60]
        for i, first in enumerate(few):
            for second in few[i + 1 :]:
                if second[0] == first[0] or first[3] + second[3] > max_cost:
                    continue
                for third in by_delta.get(need - first[2] - second[2], ()):
                    cost = first[3] + second[3] + third[3]
                    if third[0] not in (first[0], second[0]) and cost <= max_cost:
                        chosen = sorted(((first[0], first[1]), (second[0], second[1]), (third[0], third[1])))
                        found.append((cost, tuple(chosen)))
    if not found:
        return None
    found = sorted(set(found))
    picks = [0] * len(rows)
    for row_index, pick in found[0][1]:
        picks[row_index] = pick
    unique = len(found) == 1 or found[1][0] > found[0][0] + 0.25
    return Closure(tuple(picks), found[0][0], unique)


def run_adding_to(values: Sequence[Decimal], at: int, *, least: int = 1) -> tuple[int, int] | None:
    """The run of neighbours directly before (else directly after) position `at` whose values add up to it:
    ``(first, last + 1)``. A run has at least `least` members, at most 60, and no zeros count towards it.
    """
    wanted = values[at]
    total = Decimal(0)
    for i in range(at - 1, max(-1, at - 61), -1):
        total += values[i]
        if total == wanted and at - i >= least and wanted:
            return i, at
    total = Decimal(0)
    for i in range(at + 1, min(len(values), at + 61)):
        total += values[i]
        if total == wanted and i - at >= least and wanted:
            return at + 1, i + 1
    return None


def agreed(certainty: float, *, by: int) -> float:
    """The certainty 0-1 after `by` independent agreements (a closed sum, a repetition, a check digit): what is read
    wrongly seldom agrees by chance.
    """
    if by <= 0:
        return certainty
    doubt = (1 - certainty) * (0.1**by)
    return min(0.999, max(certainty, 1 - max(doubt, 0.001)))


def passed(certainty: float, *, chance: float) -> float:
    """The certainty 0-1 after a test that a wrong reading passes by accident with the probability ``chance``: a check
    digit of MOD10 lets one wrong number in ten through, so it proves little of what was hardly read.
    """
    return min(0.999, certainty / (certainty + (1 - certainty) * chance)) if certainty > 0 else 0.0


def is_one_slip(read: Decimal, printed: Decimal) -> bool:
    """Whether optical reading may have made ``read`` of what was printed as ``printed`` (kroner) by one slip: a digit
    taken for another, lost or added; the thousands lost before their blank; the comma lost; or all after a blank lost.

    Any digit may be taken for any other here: this tells what may be doubted, never what was printed.
    """
    one, other = _digits(read), _digits(printed)
    if one == other or (read < 0) != (printed < 0):
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    if len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long))):
        return True
    thousands_lost = long.endswith(short) and len(short) >= 3
    comma_lost = long == f"{short}00"
    return thousands_lost or comma_lost or (one.endswith("00") and other.startswith(one[:-2]))


def _digits(kroner: Decimal) -> str:
    return str(int(abs(kroner) * 100))
