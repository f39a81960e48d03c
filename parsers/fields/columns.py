"""Lists of posts: what the heads of their columns name, told from the company they keep and what stands under them.

Senders call the columns of such a list as they please ("Betegnelse", "Bil.dato", "Objekt", "Krav nr."). The list is
known by those heads that are labels, and by a day or an amount in the row under them; then the column of words is what
the claim is for, the number beside it is the bill's, and the earlier of two days is the bill's own.

Not here: heads that name their column plainly (`parsers.fields.labelled`), and the amounts (`parsers.fields.tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from parsers.dates import find_dates
from parsers.fields.label_words import meanings_said
from parsers.layout import Cell, Sheet
from parsers.money import find_amounts
from parsers.patterns import read_row_label

Told = Mapping[int, tuple[str, float]]
"""Cell index -> the field that its head names, and how surely (0-1)."""

LIST_HEADS = frozenset({"due_date", "original_due_date", "invoice_date", "invoice_number"})
"""Fields of which a list of posts names one at least by its usual words."""
_DUE = frozenset({"due_date", "original_due_date"})
_LEAST_HEADS = 3
_LEAST_ITEM_HEADS = 2
_ITEM_HEAD = re.compile(
    r"(?:ant(?:all?)?|mengde?|stk|enhet|eining|enh|pris|enhetspris|einingspris|stykkpris|a.?pris|rabatt|belop|sum|kr|"
    r"kroner|kronar|mva|varenr|vare.?nr|pos|nr|qty|quantity|unit|price|amount|discount)\b"
)
"""What heads the columns of items sold: how many, of what unit, at what price."""
_MOST_WORDS = 4
_NUMBER = re.compile(r"(?=(?:\D*\d){4})[A-ZÆØÅ]{0,4}[-/ ]?\d[\d/ -]*")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_CODE = re.compile(r"(?:faktura|kreditnota|purring|rente|gebyr|krav|invoice|[A-ZÆØÅ]{1,3})\W*$", re.IGNORECASE)


def heads_told(sheet: Sheet, known: Mapping[int, str], cell: Cell) -> dict[int, tuple[str, float]]:
    """What the heads of the row that begins with this cell name, other than those `known` (cell index -> field) by
    their words; "other" for a head that names none of our fields. Empty where the row heads no list of posts.
    """
    row = sheet.same_row(cell)
    if row[0] is not cell or len(row) < _LEAST_HEADS or not all(_is_head(c) for c in row):
        return {}
    of_posts = bool(LIST_HEADS & {known.get(c.index, "") for c in row})
    if not of_posts and sum(is_item_head(c) for c in row) < _LEAST_ITEM_HEADS:
        return {}
    values = {c.index: v for c in row if (v := sheet.below(c, max_drop=3.2)) is not None and v not in row}
    if len(values) < _LEAST_HEADS or not any(_is_day(v) or _is_sum(v) for v in values.values()):
        return {}
    fields = {c.index: known.get(c.index, "") for c in row}
    told = {c.index: ("other", 0.9) for c in row if not fields[c.index]}
    if of_posts:
        told.update(_numbers(row, values, fields))
        told.update(_days(row, values, fields))
    told.update(_words(sheet, row, values, fields))
    return told


def is_item_head(cell: Cell) -> bool:
    """Whether a cell may head a column of what was sold: "Antall", "Enhetspris", "Beløp inkl. mva"."""
    return _is_head(cell) and _ITEM_HEAD.match(cell.folded) is not None


def _is_head(cell: Cell) -> bool:
    short = len(cell.words) <= (2 if cell.text[-1] == "." else _MOST_WORDS)
    return short and cell.text[-1] != ":" and not any(c.isdigit() for c in cell.text)


def _is_day(cell: Cell) -> bool:
    dates = find_dates(cell.text)
    return bool(dates) and dates[0].start == 0 and len(cell.text) <= 20


def _is_sum(cell: Cell) -> bool:
    return any(a.has_decimals for a in find_amounts(cell.text))


def _numbers(
    row: tuple[Cell, ...], values: Mapping[int, Cell], fields: Mapping[int, str]
) -> Iterator[tuple[int, tuple[str, float]]]:
    """The bill's number, where no head plainly names it, and the customer's."""
    numbered = [
        c for c in row if c.index in values and _NUMBER.fullmatch(values[c.index].text) and not _is_day(values[c.index])
    ]
    numbered = [c for c in numbered if "notice" not in meanings_said(c.folded)]  # "Varsels-ID" is this letter's own
    open_ = [c for c in numbered if not fields[c.index]]
    theirs = [c for c in open_ if {"customer", "contract"} & meanings_said(c.folded)]
    if len(theirs) == 1 and "customer_number" not in fields.values():
        sure = 0.85 if "customer" in meanings_said(theirs[0].folded) else 0.75
        yield theirs[0].index, ("customer_number", sure)
    if "invoice_number" in fields.values():
        return
    posts = [c for c in numbered if fields[c.index] == "case_number"] or [c for c in open_ if c not in theirs]
    if len(posts) == 1:
        yield posts[0].index, ("invoice_number", 0.8)


def _days(
    row: tuple[Cell, ...], values: Mapping[int, Cell], fields: Mapping[int, str]
) -> Iterator[tuple[int, tuple[str, float]]]:
    """Of two days in one row the earlier is the bill's own and the later the day it was due, where one is known."""
    dated = [c for c in row if c.index in values and _is_day(values[c.index])]
    open_ = [c for c in dated if not fields[c.index]]
    if len(dated) != 2 or len(open_) != 1:
        return
    other = next(c for c in dated if c is not open_[0])
    mine, theirs = (find_dates(values[c.index].text)[0].date for c in (open_[0], other))
    if fields[other.index] in _DUE and mine < theirs:
        yield open_[0].index, ("invoice_date", 0.86)
    elif fields[other.index] == "invoice_date" and mine > theirs:
        yield open_[0].index, ("original_due_date", 0.86)


def _words(
    sheet: Sheet, row: tuple[Cell, ...], values: Mapping[int, Cell], fields: Mapping[int, str]
) -> Iterator[tuple[int, tuple[str, float]]]:
    """The widest column of words is what the claim is for."""
    texts = {index: _whole(sheet, value) for index, value in values.items()}
    named = [c for c in row if fields[c.index] == "claim_description" and c.index in values]
    if named and _says_something(texts[named[0].index]):
        yield named[0].index, ("claim_description", 0.88)
        return
    yield from ((c.index, ("other", 0.9)) for c in named)  # "Art", over codes
    worded = [c for c in row if not fields[c.index] and c.index in values and _says_something(texts[c.index])]
    widest = max(worded, key=lambda c: sum(x.isalpha() for x in texts[c.index]), default=None)
    if widest is not None:
        yield widest.index, ("claim_description", 0.82)


def _whole(sheet: Sheet, cell: Cell) -> str:
    """A value with the line that it goes on in, under it at its edge: "Bompengepasseringer EK", "73977"."""
    under = sheet.below(cell, max_drop=1.8)
    wraps = under is not None and abs(under.box.x0 - cell.box.x0) < 0.006 and len(sheet.same_row(under)) == 1
    return f"{cell.text} {under.text}" if under is not None and wraps else cell.text


def _says_something(text: str) -> bool:
    row = read_row_label(text)
    barred = _CODE.match(text) or (row is not None and row.pattern.strength >= 1 and len(text.split()) <= 3)
    capitals = [w[0].isupper() for w in text.split()]
    is_name = len(capitals) >= 2 and all(capitals) and not any(c.isdigit() for c in text) and not text.isupper()
    return bool(_WORDS.search(text)) and not barred and not is_name
