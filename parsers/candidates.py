"""Amounts as they stand on the letter: value, place, certainty of reading, and what else the place could say.

Finds every printed amount of a sheet, cell by cell, and gives each its rivals: other ways to cut it into columns,
and other figures that optical reading is known to confuse. Not here: what an amount is for (`parsers.fields.tables`,
`parsers.fields.claim`). A rival is never preferred because the law would like it better; there is no law here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from parsers.layout import Cell, Sheet
from parsers.lookalikes import digits_repaired
from parsers.model import Evidence, WordSource
from parsers.money import MoneyMatch, column_rivals, find_amounts

_TIMEOUT = 0.1
_DIGIT = regex.compile(r"\d")
_AROUND_AMOUNT = regex.compile(r"[\s:.=*|_()\[\]+\-–−]*(?:kr|nok|kroner)?[\s:.=*|_()\[\]\-–−]*", regex.IGNORECASE)
_BARE = regex.compile(r"\(?[-–−]?\s?\d{1,3}(?:[ .\u00a0\u2009\u202f]?\d{3}){0,2}\)?")

CONFUSED: dict[str, str] = {
    "1": "746",
    "7": "19",
    "0": "68",
    "6": "05",
    "8": "036",
    "3": "84",
    "5": "63",
    "9": "04",
    "2": "7",
    "4": "1",
}
"""Digits that optical reading takes for one another: printed as read -> what it may have been, likeliest first."""

SURE_BANDS: tuple[tuple[float, float], ...] = (
    (0.95, 0.998),
    (0.90, 0.993),
    (0.85, 0.96),
    (0.75, 0.75),
    (0.60, 0.62),
    (0.30, 0.58),
    (0.0, 0.2),
)
"""Lowest word confidence -> how often a value read so was right (measured on simulated scans and photos)."""


def sureness(confidence: float) -> float:
    """Probability 0-1 that a value is right whose least certain word was read with this confidence (0-1)."""
    return next(right for low, right in SURE_BANDS if confidence >= low)


@dataclass(frozen=True, slots=True)
class Amount:
    """One printed amount.

    ``value`` kroner with sign; ``[start, end)`` in the transcript's text; ``alone`` when nothing else stands in its
    cell; ``certainty`` 0-1 of the reading; ``bare`` a whole number with neither øre nor currency; ``optical``
    whether it was read from a picture.
    """

    value: Decimal
    start: int
    end: int
    cell: Cell
    certainty: float
    alone: bool
    bare: bool
    optical: bool
    evidence: Evidence
    rivals: tuple[Decimal, ...] = ()


def amounts_of(sheet: Sheet) -> dict[int, list[Amount]]:
    """All amounts by cell index, in printed order. Whole numbers without øre and currency only when they fill
    their cell.
    """
    found: dict[int, list[Amount]] = {}
    for cell in sheet.cells:
        if not _DIGIT.search(cell.text, timeout=_TIMEOUT):
            continue
        optical = any(sheet.transcript.words[i].source in (WordSource.OCR, WordSource.FOREIGN_OCR) for i in cell.words)
        matches = find_amounts(cell.text, tolerant=optical)
        bare = False
        if not matches and _BARE.fullmatch(cell.text.strip(), timeout=_TIMEOUT):
            matches, bare = find_amounts(cell.text, bare_integers=True, tolerant=optical), True
        if matches:
            found[cell.index] = [_amount(sheet, cell, m, matches, optical=optical, bare=bare) for m in matches]
    return found


def _amount(
    sheet: Sheet, cell: Cell, match: MoneyMatch, matches: list[MoneyMatch], *, optical: bool, bare: bool
) -> Amount:
    start, end = cell.start + match.start, cell.start + match.end
    evidence = sheet.evidence(start, end)
    rest = cell.text[: match.start] + cell.text[match.end :]
    certainty = sureness(evidence.confidence) if optical else evidence.confidence
    rivals = [rival.amount for rival in column_rivals(match)]
    if optical:
        rivals += misread(match)
        if digits_repaired(match.text) != match.text:
            certainty = min(certainty, 0.8)
    elif match.repaired:
        certainty = min(certainty, 0.9)
    return Amount(
        value=match.amount,
        start=start,
        end=end,
        cell=cell,
        certainty=certainty,
        alone=len(matches) == 1 and bool(_AROUND_AMOUNT.fullmatch(rest, timeout=_TIMEOUT)),
        bare=bare,
        optical=optical,
        evidence=evidence,
        rivals=tuple(dict.fromkeys(r for r in rivals if r != match.amount)),
    )


def misread(match: MoneyMatch) -> list[Decimal]:
    """What was printed if one typical confusion happened: one digit for another, a lost decimal comma, or a lost
    lone digit before the thousands' blank.
    """
    sign = -1 if match.amount < 0 else 1
    digits = str(int(abs(match.amount) * 100))
    if len(digits) > 11:
        return []
    found = []
    if not match.has_decimals and len(digits) >= 5:
        found.append(sign * Decimal(digits[:-2]) / 100)
    if match.has_decimals and len(digits) == 5:
        found += [sign * Decimal(f"{lead}{digits}") / 100 for lead in range(1, 10)]
    for i, digit in enumerate(digits):
        for other in CONFUSED.get(digit, ""):
            if i == 0 and other == "0":
                continue
            found.append(sign * Decimal(digits[:i] + other + digits[i + 1 :]) / 100)
    return [value.quantize(Decimal("0.01")) for value in found]
