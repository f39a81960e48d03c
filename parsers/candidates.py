"""Amounts as they stand on the letter: value, place, certainty of reading, and what else the place could say.

Finds every printed amount of a sheet, cell by cell, and gives each its rivals: other ways to cut it into columns,
and other figures that optical reading is known to confuse. Not here: what an amount is for (`parsers.fields.tables`,
`parsers.fields.claim`). A rival is never preferred because the law would like it better; there is no law here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from parsers.layout import Cell, Sheet
from parsers.lookalikes import digits_repaired
from parsers.model import Evidence
from parsers.money import MoneyMatch, column_rivals, find_amounts

_TIMEOUT = 0.1
_POINTED = regex.compile(r"\d{1,2}\.\d\d")
_COMMA_AND_POINT = regex.compile(r"\d{1,3}(?:[, \u00a0]\d{3})+\.\d\d|\d{3}\.\d\d")
_DIGIT = regex.compile(r"\d")
_AROUND_AMOUNT = regex.compile(r"[\s:.=*|_()\[\]+\-–−]*(?:kr|nok|kroner)?[\s:.=*|_()\[\]\-–−]*", regex.IGNORECASE)
_OERE = regex.compile(r"\W*(?:ore|o\.?)\W*")
_KRONER = regex.compile(r"\b(?:kroner|kronar|kr|belop)\W*$")
_TWO_DIGITS = regex.compile(r"\d\d")
_TORN = regex.compile(r"(?P<kroner>\d{1,3}(?:[ .]?\d{3})*|\d+),$")
_BARE = regex.compile(r"\(?[-–−]?\s?\d{1,3}(?:[ .\u00a0\u2009\u202f]?\d{3}){0,2}\)?")

_LEAD = regex.compile(r"(?<![^\s:])[1-9]\d{0,2}(?: \d{1,3})? ?$")
"""Thousands right before what a picture gave as an amount: "2 70,18" has lost a figure, and which one is not told; nor
is it in "9 0 40,33", whose figures stand apart.
"""

_CURRENCIES = ("kr", "kr.", "nok", "kroner", "kronar")
_NUMBERED = regex.compile(
    r"(?:\b(?:nr|nummer|punkt|pkt|side|ledd|kap|kapittel|uke|veke|no|page)\.?|§)\s*$", regex.IGNORECASE
)
"""What a figure at a line's end belongs to, rather than being the thousands of the next line's amount."""

BROKEN = 0.9
"""Highest certainty 0-1 of an amount that a line's end breaks between its figures."""

UNPARTED = 0.6
"""Highest certainty 0-1 of an amount without øre that was read from a picture whose other amounts have them."""

SURE_OF_DIGITS = 0.99
"""Certainty 0-1 from which on no digit of an amount is taken for another, whatever a sum would like."""

BARE_LIMIT = 10_000_000
"""Kroner from which a whole number without øre and currency is a number of something else."""

_YEAR = regex.compile(r"\W*(?:19|20)\d\d\W*")
_OPEN_DATE = regex.compile(
    r"\b\d{1,2}\.?\s?(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)\w*\.?$|"
    r"\b(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)[a-z]*$"
)

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
    whether it was read from a picture; ``whole`` without øre.
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
    whole: bool = False


def amounts_of(sheet: Sheet) -> dict[int, list[Amount]]:
    """All amounts by cell index, in printed order. Whole numbers without øre and currency only when they fill
    their cell.
    """
    found: dict[int, list[Amount]] = {}
    split = _split_columns(sheet)
    torn = _torn_apart(sheet)
    oere = {c.index for c in (*split.values(), *torn.values())}
    for cell in sheet.cells:
        if cell.index in split:
            found[cell.index] = [_joined(sheet, cell, split[cell.index])]
            continue
        if cell.index in torn:
            found[cell.index] = [_joined(sheet, cell, torn[cell.index])]
            continue
        if cell.index in oere or not _DIGIT.search(cell.text):
            continue
        optical = sheet.is_misreadable(cell.start, cell.end)
        matches = find_amounts(cell.text, tolerant=optical)
        bare = False
        if not matches and _BARE.fullmatch(cell.text.strip()):
            matches, bare = find_amounts(cell.text, bare_integers=True, tolerant=optical), True
        if not matches and _POINTED.fullmatch(cell.text) and _in_pointed_column(sheet, cell):
            matches = find_amounts(cell.text.replace(".", ","), tolerant=optical)
        if bare and matches and _YEAR.fullmatch(cell.text) and _ends_a_date(sheet, cell):
            continue
        if bare and matches and abs(matches[0].amount) >= BARE_LIMIT:
            continue  # an organisation's number or another one's
        if matches:
            found[cell.index] = [_amount(sheet, cell, m, matches, optical=optical, bare=bare) for m in matches]
    for cell in sheet.cells:
        after = sheet.wrapped_into(cell)
        broken = _broken(sheet, cell, after) if after is not None else None
        if after is None or broken is None:
            continue
        found[cell.index] = [a for a in found.get(cell.index, ()) if a.end <= broken.start]
        found[after.index] = [a for a in found.get(after.index, ()) if a.start >= broken.end]
        found[broken.cell.index] = sorted([broken, *found[broken.cell.index]], key=lambda a: a.start)
    return _doubting_whole({index: amounts for index, amounts in found.items() if amounts})


def _broken(sheet: Sheet, cell: Cell, after: Cell) -> Amount | None:
    """The amount of running text that a line's end breaks, between its thousands and the rest ("blir altså 4 | 851,50
    kroner", where the rest would look like an amount of its own) or between figures and currency ("gebyr på 38 |
    kroner").
    """
    seam = len(cell.text)
    ends, begins = cell.text[-1:].isdigit(), after.text[:1].isdigit()
    if not (ends or begins) or not (ends or cell.folded.endswith(_CURRENCIES)):
        return None
    if ends and not (begins or after.folded.startswith(_CURRENCIES)):
        return None
    optical = sheet.is_misreadable(cell.start, cell.end) or sheet.is_misreadable(after.start, after.end)
    matches = find_amounts(f"{cell.text} {after.text}", tolerant=optical)
    match = next((m for m in matches if m.start < seam < m.end), None)
    if match is None or (ends and begins and _NUMBERED.search(cell.text[: match.start], timeout=_TIMEOUT)):
        return None
    start, end = cell.start + match.start, after.start + match.end - seam - 1
    evidence = sheet.evidence(start, end)
    sure = sureness(evidence.confidence) if optical else evidence.confidence
    alone = find_amounts(after.text, tolerant=optical) if ends and begins else []
    return Amount(
        value=match.amount,
        start=start,
        end=end,
        cell=after if begins else cell,
        certainty=min(BROKEN, sure) if ends and begins else sure,
        alone=False,
        bare=False,
        optical=optical,
        evidence=evidence,
        rivals=tuple(m.amount for m in alone[:1] if m.start == 0),
        whole=not match.has_decimals,
    )


def _doubting_whole(found: dict[int, list[Amount]]) -> dict[int, list[Amount]]:
    """The amounts, those without øre in doubt where a picture's others have them: "kr 4" is then what was read of
    "kr 4 021,50", and "30000" of "300,00", however sure the characters are.
    """
    if not any(a.optical and not a.whole for amounts in found.values() for a in amounts):
        return found
    return {index: [_unparted(a) if a.whole and a.optical else a for a in amounts] for index, amounts in found.items()}


def _unparted(amount: Amount) -> Amount:
    """The amount in doubt; where its characters are in none, only the comma can have been lost."""
    kept = tuple(r for r in amount.rivals if amount.certainty < SURE_OF_DIGITS or r * 100 == amount.value)
    return replace(amount, certainty=min(amount.certainty, UNPARTED), rivals=kept)


def _in_pointed_column(sheet: Sheet, cell: Cell) -> bool:
    """Whether what could be a day without a year ("28.08") stands flush in a column of amounts written with a point
    before the øre, or in a row of nothing else.
    """
    row = sheet.line_cells(cell.line)
    strip = all(_COMMA_AND_POINT.fullmatch(c.text) or _POINTED.fullmatch(c.text) for c in row)
    return any(
        other is not cell
        and (abs(other.box.x1 - cell.box.x1) < 0.006 or (strip and other in row))
        and _COMMA_AND_POINT.fullmatch(other.text, timeout=_TIMEOUT)
        for other in sheet.page_cells(cell.page)
    )


def _ends_a_date(sheet: Sheet, cell: Cell) -> bool:
    """Whether the cell goes on from a line over it that ends in the middle of a date ("fra 14. september")."""
    over = [sheet.above(cell, max_drop=2.0), next((c for c in sheet.line_cells(cell.line - 1) if cell.line), None)]
    return any(c is not None and _OPEN_DATE.search(c.folded, timeout=_TIMEOUT) for c in over)


def _split_columns(sheet: Sheet) -> dict[int, Cell]:
    """Amounts whose kroner and øre stand in columns of their own: the kroner's cell index -> the cell of the øre.

    Only under a header "Kroner ... Øre".
    """
    heads = [c for c in sheet.cells if _OERE.fullmatch(c.folded)]
    pairs: dict[int, Cell] = {}
    for head in heads:
        left = sheet.left_of(head, max_gap=0.25)
        if left is None or not _KRONER.search(left.folded, timeout=_TIMEOUT):
            continue
        for cell in sheet.page_cells(head.page):
            flush = min(cell.box.x1, head.box.x1) - max(cell.box.x0, head.box.x0) > 0 or (
                abs(cell.box.x1 - head.box.x1) < 0.015
            )
            if not flush or cell.box.y0 <= head.box.y0 or not _TWO_DIGITS.fullmatch(cell.text):
                continue
            kroner = sheet.left_of(cell, max_gap=0.2)
            if kroner is not None and _BARE.fullmatch(kroner.text):
                pairs[kroner.index] = cell
    return pairs


def _torn_apart(sheet: Sheet) -> dict[int, Cell]:
    """Amounts of a tilted page whose øre came to stand on another line: the cell that ends in a comma -> the cell of
    two digits right after it.
    """
    pairs: dict[int, Cell] = {}
    for cell in sheet.cells:
        if cell.text[-1:] != "," or _TORN.search(cell.text, timeout=_TIMEOUT) is None:
            continue
        for other in sheet.page_cells(cell.page):
            if other.line == cell.line or not _TWO_DIGITS.fullmatch(other.text):
                continue
            gap, drop = other.box.x0 - cell.box.x1, abs(other.box.centre[1] - cell.box.centre[1])
            # Torn words often keep the box of the whole, so the øre may seem to stand inside it, at its end.
            follows = -0.005 <= gap <= 0.025 or (gap < 0 and abs(other.box.x1 - cell.box.x1) <= 0.008)
            if follows and drop <= 0.9 * max(cell.box.height, other.box.height):
                pairs[cell.index] = other
    return pairs


def _joined(sheet: Sheet, kroner: Cell, oere: Cell) -> Amount:
    tail = _TORN.search(kroner.text, timeout=_TIMEOUT)
    begins = tail.start("kroner") if tail else 0
    digits = "".join(c for c in kroner.text[begins:] if c.isdigit())
    value = Decimal(f"{digits}.{oere.text}")
    optical = sheet.is_misreadable(kroner.start, kroner.end) or sheet.is_misreadable(oere.start, oere.end)
    start = kroner.start + begins
    evidence = sheet.evidence(start, max(kroner.end, oere.end) if oere.line == kroner.line else kroner.end)
    lowest = min(kroner.confidence, oere.confidence)
    return Amount(
        value=-value if kroner.text.lstrip("( ").startswith(("-", "–", "−")) else value,
        start=start,
        end=oere.end if oere.line == kroner.line else kroner.end,
        cell=kroner,
        certainty=sureness(lowest) if optical else lowest,
        alone=not begins,
        bare=False,
        optical=optical,
        evidence=evidence,
    )


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
        if _LEAD.search(cell.text[: match.start], timeout=_TIMEOUT):
            certainty = min(certainty, UNPARTED)
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
        whole=not match.has_decimals,
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
