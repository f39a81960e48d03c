"""The labels of amount rows that do not stand whole beside their amounts: broken over lines, begun above, or level with
the amount but read in another column.

A part of `parsers.fields.tables`, which finds the rows. Not here: what a label says (`parsers.patterns`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from parsers.fields.amount_rows import AmountRow, trimmed
from parsers.layout import Cell, Sheet
from parsers.patterns import read_row_label
from parsers.views import fold

_LEADS_ON = frozenset({"av", "pa", "for", "ved", "of", "on", "og", "samt", "and"})
_ANY_FEE = frozenset({"unknown-fee", "fee-plain", "costs-plain"})
_SAME_EDGE = 0.006
_REST_OF_LABEL = 3
"""Words that a label may have on its second line."""
_SENTENCE_END = regex.compile(r"[^\W\d_]{3}[.!?](?: +\p{Lu}|\s*$)", regex.MULTILINE)
_NEXT_SENTENCE = regex.compile(r"(?:[^\W\d_]{3}|\d\d)[.!?]\s+\p{Lu}\p{Ll}")
_A_TEXT = 3
"""Lines of the shortest text that a row's label never has."""
_LETTERS = regex.compile(r"[^\W\d_]{2,}")
_END_OF_LABEL = regex.compile(r"[^\W\d_]{2,}|^(?:\d{1,2}\.\s?\d{1,2}\.\s?)?(?:\d\d)?\d\d\W{0,2}$")
"""Words, or a day alone, or its year: what a broken label may end with."""


def with_label_finished(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow:
    """The row with the rest of a label that breaks off, in a bracket or after a preposition, and goes on right under
    its beginning: "Salær (mva. er | tatt med)", "Renter av | omkostninger"; or of one that names a fee, but not which
    ("Kostnad for | betalingsoppfordring").
    """
    cell, label = sheet.cell_at(row.span[0]), row.label
    if _names_any_fee(row) and not _is_unfinished(label):
        return _with_kind_of_fee(sheet, row, by_line)
    for _ in range(2):
        if cell is None or not _is_unfinished(label):
            break
        under = sheet.below(cell, max_drop=1.9)
        if under is None or under.line in by_line or abs(under.box.x0 - cell.box.x0) > 0.03 or under.text[0].isupper():
            break
        cell, label = under, f"{label} {under.text}"
    if label == row.label or _is_unfinished(label):
        return row
    reading = read_row_label(trimmed(label), optical=row.amounts[0].optical)
    return row if reading is None else replace(row, label=trimmed(label), reading=reading)


def _names_any_fee(row: AmountRow) -> bool:
    """Whether the label says that the amount is a fee, and not surely which."""
    reading = row.reading
    return reading is not None and reading.role == "line" and reading.pattern.name in _ANY_FEE


def _with_kind_of_fee(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow:
    """The row with the line under its label, at the same edge and in small letters, if the two name a kind of fee."""
    cell = sheet.cell_at(row.span[0])
    under = sheet.below(cell, max_drop=1.9) if cell is not None else None
    if cell is None or under is None or under.line in by_line or abs(under.box.x0 - cell.box.x0) > _SAME_EDGE:
        return row
    words = under.text.split()
    if not under.text[0].islower() or len(words) > _REST_OF_LABEL or any(c.isdigit() for c in under.text):
        return row
    if len(sheet.line_cells(cell.line)) > len(row.amounts) + 1 or len(sheet.line_cells(under.line)) > 1:
        return row  # other columns' words
    label = trimmed(f"{row.label[:-1]}{under.text}" if row.label.endswith("-") else f"{row.label} {under.text}")
    reading = read_row_label(label, optical=row.amounts[0].optical)
    if reading is None or reading.role != "line" or reading.pattern.strength < 1:
        return row
    return replace(row, label=label, reading=reading)


def _is_unfinished(label: str) -> bool:
    """Whether a label has an open bracket, or ends in a preposition that a noun must follow."""
    words = fold(label).split()
    return label.count("(") > label.count(")") or (bool(words) and words[-1] in _LEADS_ON)


def whole_label(sheet: Sheet, last: Cell, by_line: Mapping[int, Sequence[Cell]]) -> str:
    """The label that ends in this cell: a line goes on from the line above if it begins with a small letter, or if that
    one ends in a hyphen or a preposition ("MVA AV | SALÆR").
    """
    text, cell = last.text, last
    for _ in range(2):
        above = sheet.above(cell, max_drop=2.2)
        if above is None or above.line in by_line or not (text[:1].islower() or _leads_on(above.text)):
            break
        text, cell = f"{above.text[:-1]}{text}" if above.text.endswith("-") else f"{above.text} {text}", above
    return text


def _leads_on(text: str) -> bool:
    """Whether a line is broken in a word, or ends in a preposition that a noun must follow."""
    return text.endswith("-") or (fold(text).split() or [""])[-1] in _LEADS_ON


def with_line_above(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow:
    """A label that began on the line above, where its first half stands alone."""
    first = sheet.cell_at(row.span[0])
    above = sheet.above(first, max_drop=2.0) if first is not None else None
    if above is None or above.line in by_line or abs(above.box.x0 - (first.box.x0 if first else 0)) > 0.02:
        return row
    if above.text.rstrip()[-1:] in "?!.;":
        return row  # a question or a sentence over the table
    if sum(c.box.x0 < row.amounts[-1].cell.box.x1 for c in sheet.line_cells(above.line)) > 1:
        return row  # beside it another row's words; what stands right of the amounts is another column's
    joined = f"{above.text} {row.label}".replace("- ", "") if above.text.endswith("-") else f"{above.text} {row.label}"
    reading = read_row_label(trimmed(joined), optical=row.amounts[0].optical)
    if reading is None or reading.pattern.strength < 0.85 or len(joined.split()) > 16:
        return row
    return replace(row, label=trimmed(joined), reading=reading, span=(above.start, row.span[1]))


def with_label_around(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow:
    """A label beside the amount but on lines of its own: of two lines with the amount level with the gap between
    them, or left or right of the amount in a column that was read apart.
    """
    cell = row.amounts[0].cell
    y, height = cell.box.centre[1], cell.box.height
    beside = [
        c
        for c in sheet.page_cells(cell.page)
        if c.line not in by_line and abs(c.box.centre[1] - y) <= 1.2 * height and _END_OF_LABEL.search(c.text)
        if not _in_text_block(sheet, c)
    ]
    left = [c for c in beside if c.box.x1 <= cell.box.x0 + 0.005]
    right = [c for c in beside if c.box.x0 >= row.amounts[-1].cell.box.x1 - 0.005]
    level = [c for c in right if abs(c.box.centre[1] - y) <= 0.5 * height]
    nearest = min((c.box.x0 for c in level), default=0.0)
    columns = [[c for c in left if abs(c.box.x0 - edge) < 0.02] for edge in sorted({c.box.x0 for c in left})[::-1]]
    columns.append([c for c in level if c.box.x0 == nearest and nearest - row.amounts[-1].cell.box.x1 < 0.2])
    for around in columns:
        around.sort(key=lambda c: c.box.centre[1])
        label = trimmed(" ".join(c.text for c in around))
        reading = read_row_label(label, optical=row.amounts[0].optical) if label else None
        if reading is not None:
            start = min(row.span[0], around[0].start)
            return replace(row, label=label, reading=reading, tail=around[-1].text, span=(start, row.span[1]))
    return row


def with_label_astride(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow | None:
    """A row of a ruled form: its label runs over two lines left of the amount, which is level with the gap between
    them, whatever stands in a column of remarks.
    """
    cell = row.amounts[0].cell
    y, height = cell.box.centre[1], cell.box.height
    own = sheet.cell_at(row.span[0])
    edge = min(cell.box.x0, own.box.x0 if own is not None and row.label else 1.0)
    near = [
        c
        for c in sheet.page_cells(cell.page)
        if c.line not in by_line
        and 0.2 * height < abs(c.box.centre[1] - y) <= 1.05 * height
        and c.box.x1 <= edge + 0.005
        and _END_OF_LABEL.search(c.text)
        and not _in_text_block(sheet, c)
    ]
    for left in sorted({c.box.x0 for c in near}):
        column = sorted((c for c in near if abs(c.box.x0 - left) < 0.006), key=lambda c: c.box.centre[1])
        if len(column) != 2 or not column[0].box.centre[1] < y < column[1].box.centre[1]:
            continue
        label = trimmed(f"{column[0].text} {column[1].text}")
        reading = read_row_label(label, optical=row.amounts[0].optical)
        if reading is None or reading.pattern.strength < 0.85:
            continue
        remarks = [row.label, *(c.text for c in near if c.box.x0 > column[0].box.x1)]
        start = min(row.span[0], column[0].start)
        return replace(row, label=label, reading=reading, tail=" ".join(remarks).strip(), span=(start, row.span[1]))
    return None


def with_label_level(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow | None:
    """A row whose label stands left of its amount and level with it, but was read on a line of its own, since text of
    another column lies beside them.
    """
    left = sheet.left_of(row.amounts[0].cell)
    if left is None or left.line in by_line or len(row.amounts) != 1 or sheet.is_prose(left):
        return None
    label = trimmed(left.text)
    reading = read_row_label(label, optical=row.amounts[0].optical)
    if reading is None or reading.pattern.strength < 0.85 or len(label.split()) > 8:
        return None
    return replace(row, label=label, reading=reading, span=(min(left.start, row.span[0]), row.span[1]))


def _in_text_block(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is a line of running text: of three lines or more with a sentence's end, or of two sentences. Then
    it is no row's label.
    """
    paragraph = sheet.paragraph_of(cell)
    if paragraph is None or not sheet.is_prose(cell):
        return False
    ends = _SENTENCE_END if len(paragraph.lines) >= _A_TEXT else _NEXT_SENTENCE
    return ends.search(sheet.text[paragraph.start : paragraph.end]) is not None


def is_noise(row: AmountRow) -> bool:
    """Whether what was read left of the amounts is no words: specks, rules and leaders that optical reading took for
    letters.
    """
    words = _LETTERS.findall(row.label)
    return row.amounts[0].optical and row.reading is None and all(len(w) <= 3 for w in words)


def next_lines(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> str:
    """Lines right under the row's label that have no amount: the rest of a wrapped label, two or, where the last one
    breaks off before a day, four.
    """
    found: list[str] = []
    cell = sheet.cell_at(row.span[0])
    while cell is not None and (len(found) < 2 or (len(found) < 4 and _breaks_off(found[-1]))):
        following = sheet.below(cell, max_drop=1.9)
        if following is None or following.line in by_line or abs(following.box.x0 - cell.box.x0) > 0.03:
            break
        if read_row_label(trimmed(following.text)) is not None and not regex.search(r"\d", following.text):
            break
        if following.box.height > 1.3 * cell.box.height:
            break
        found.append(following.text)
        cell = following
    return " ".join(found)


def _breaks_off(text: str) -> bool:
    """Whether a line ends before the day it speaks of is told whole: "regnet fra", "fra 11. august"."""
    words = text.split()
    ends_early = fold(words[-1]).strip(".:") in {"fra", "den", "siden", "sidan", "from", "since", "og", "med", "til"}
    day = any(w.rstrip(".").isdigit() and w.endswith(".") for w in words[-3:])
    return ends_early or (day and not words[-1][-1:].isdigit())
