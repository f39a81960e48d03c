"""Whether two letters are about the same claim: what they share, what speaks against it, and doubt kept as doubt.

What it is for: earlier letters of a case, which the user picks from a drawer and may pick wrongly. What it is not for:
the order of letters (:mod:`checks.history`) or whether several claims should be one case. No section of the law is
carried out here; it only decides which letters a check of the case history may rest on.

A shared number that names the claim (invoice, KID, the same sender's case number) links two letters; so does the same
creditor with the same due date or principal. Agreement counts only where it is read surely, contradiction always, so
that a poor reading can loosen a link but never make one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from checks.readings import is_sure
from parsers.model import Letter, LineType, Missing, Reading

_ALIKE = 0.85
"""Least likeness (0-1) of two names that may be one name with a letter or two misread."""
_SHORT_NAME = 4
"""Letters a name must have before it may be found inside another."""
_KID_DIGITS = 6
"""Digits a KID must have before it can name one claim among many."""

_LEGAL_FORM = re.compile(r"\b(?:asa?|sa|ba|da|ans|kf|iks|nuf)\b", re.IGNORECASE)
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


class Link(StrEnum):
    """How an earlier letter stands to this one."""

    SAME = "same"
    """About the same claim: an accusation may rest on it."""
    PERHAPS = "perhaps"
    """Nothing links it surely and nothing parts it surely: it may excuse, but never accuse."""
    OTHER = "other"
    """About another claim."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """What one property says: alike or different, and whether both letters' readings of it are sure."""

    alike: bool
    different: bool
    sure: bool

    @property
    def surely_alike(self) -> bool:
        return self.alike and self.sure

    @property
    def surely_different(self) -> bool:
        return self.different and self.sure


_SILENT = _Sign(alike=False, different=False, sure=False)


def link_between(one: Letter, other: Letter) -> Link:
    """Whether the two letters are about the same claim; symmetric."""
    invoices, kid, case = _invoices(one, other), _kid(one, other), _case_number(one, other)
    creditor, due, principal = _creditor(one, other), _due(one, other), _principal(one, other)
    numbered = (invoices, kid, case)
    named = any(sign.surely_alike for sign in numbered)
    # A number that names the claim outweighs a new due date; a sold claim keeps its invoice number.
    against = [invoices, case] if invoices.surely_alike else [invoices, case, creditor]
    if named and not any(sign.different for sign in against):
        return Link.SAME
    described = creditor.surely_alike and (due.surely_alike or principal.surely_alike)
    if described and not any(sign.different for sign in (*against, due)):
        return Link.SAME
    is_linked = any(sign.alike for sign in numbered) or (creditor.alike and due.alike and principal.alike)
    if any(sign.surely_different for sign in (invoices, case, creditor, due)) and not is_linked:
        return Link.OTHER
    return Link.PERHAPS


def same_parties(one: Letter, other: Letter) -> bool:
    """Whether both letters surely name the same collector (or sender) and the same creditor."""
    return _sender(one, other).surely_alike and _creditor(one, other).surely_alike


def _compare(mine: Iterable[tuple[str, bool]], theirs: Iterable[tuple[str, bool]]) -> _Sign:
    """Two sets of numbers with whether each was read surely; one wrong character is neither alike nor different."""
    ours, others = dict(mine), dict(theirs)
    if not ours or not others:
        return _SILENT
    shared = set(ours) & set(others)
    if shared:
        return _Sign(alike=True, different=False, sure=any(ours[n] and others[n] for n in shared))
    if any(_one_apart(a, b) for a in ours for b in others):
        return _SILENT
    return _Sign(alike=False, different=True, sure=all(ours.values()) and all(others.values()))


def _one_apart(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) <= _SHORT_NAME:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _number(reading: Reading[str] | Reading[object]) -> tuple[str, bool]:
    return _NOT_ALPHANUMERIC.sub("", str(reading.value)).casefold().lstrip("0"), is_sure(reading)


def _invoices(one: Letter, other: Letter) -> _Sign:
    return _compare(_invoice_numbers(one), _invoice_numbers(other))


def _invoice_numbers(letter: Letter) -> list[tuple[str, bool]]:
    readings = [letter.field("invoice_number"), *(item.number for item in letter.claims)]
    return [_number(reading) for reading in readings if isinstance(reading, Reading)]


def _kid(one: Letter, other: Letter) -> _Sign:
    """A KID is often changed on the way, so that different ones tell nothing."""
    ours, theirs = ([_number(r)] if isinstance(r := letter.field("kid"), Reading) else [] for letter in (one, other))
    sign = _compare(ours, theirs)
    return sign if sign.alike and len(ours[0][0]) >= _KID_DIGITS else _SILENT


def _case_number(one: Letter, other: Letter) -> _Sign:
    """Case numbers are each sender's own and are compared within one sender's letters."""
    if not _sender(one, other).alike:
        return _SILENT
    ours, theirs = (
        [_number(r)] if isinstance(r := letter.field("case_number"), Reading) else [] for letter in (one, other)
    )
    return _compare(ours, theirs)


def _sender(one: Letter, other: Letter) -> _Sign:
    return _names(_sender_names(one), _sender_names(other))


def _sender_names(letter: Letter) -> list[Reading[object]]:
    named = [r for name in ("collector",) if isinstance(r := letter.field(name), Reading)]
    return named or [r for name in ("creditor",) if isinstance(r := letter.field(name), Reading)]


def _creditor(one: Letter, other: Letter) -> _Sign:
    return _names(_creditor_names(one), _creditor_names(other))


def _creditor_names(letter: Letter) -> list[Reading[object]]:
    return [r for name in ("creditor", "original_creditor") if isinstance(r := letter.field(name), Reading)]


def _names(ours: list[Reading[object]], theirs: list[Reading[object]]) -> _Sign:
    pairs = [(a, b) for a in ours for b in theirs if _bare(str(a.value)) and _bare(str(b.value))]
    if not pairs:
        return _SILENT
    alike = [(a, b) for a, b in pairs if _same_name(_bare(str(a.value)), _bare(str(b.value)))]
    if alike:
        return _Sign(alike=True, different=False, sure=any(is_sure(a) and is_sure(b) for a, b in alike))
    return _Sign(alike=False, different=True, sure=all(is_sure(r) for r in (*ours, *theirs)))


@lru_cache(maxsize=256)
def _bare(name: str) -> str:
    """The letters and digits of a name, without its legal form."""
    return _NOT_ALPHANUMERIC.sub("", _LEGAL_FORM.sub("", name)).casefold()


@lru_cache(maxsize=256)
def _same_name(first: str, second: str) -> bool:
    if min(len(first), len(second)) >= _SHORT_NAME and (first in second or second in first):
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE


def _due(one: Letter, other: Letter) -> _Sign:
    ours, theirs = _dues(one), _dues(other)
    if not ours or not theirs:
        return _SILENT
    shared = set(ours) & set(theirs)
    if shared:
        return _Sign(alike=True, different=False, sure=any(ours[day] and theirs[day] for day in shared))
    return _Sign(alike=False, different=True, sure=all(ours.values()) and all(theirs.values()))


def _dues(letter: Letter) -> dict[dt.date, bool]:
    """Due dates before the letter's own day; later ones are its new deadline."""
    readings = [letter.field("original_due_date"), *(item.due for item in letter.claims)]
    printed = letter.field("letter_date")
    dues: dict[dt.date, bool] = {}
    for reading in readings:
        if isinstance(reading, Missing) or not isinstance(reading.value, dt.date):
            continue
        if isinstance(printed, Reading) and isinstance(printed.value, dt.date) and reading.value >= printed.value:
            continue
        dues[reading.value] = dues.get(reading.value, False) or is_sure(reading)
    return dues


def _principal(one: Letter, other: Letter) -> _Sign:
    """Equal principals agree; different ones tell nothing, because a claim is paid off or fees are folded in."""
    sums = [principal_of(letter) for letter in (one, other)]
    if any(amount is None for amount, _ in sums) or sums[0][0] != sums[1][0]:
        return _SILENT
    return _Sign(alike=True, different=False, sure=all(sure for _, sure in sums))


def principal_of(letter: Letter) -> tuple[Decimal | None, bool]:
    """The principal in kroner (sum of its rows) and whether it was read surely; ``None`` when there is none."""
    rows = letter.lines_of(LineType.PRINCIPAL)
    if not rows:
        return None, False
    total = sum((row.amount for row in rows), Decimal("0.00"))
    return total, all(is_sure(Reading(row.amount, row.confidence)) for row in rows)
