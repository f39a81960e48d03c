"""Whom a letter is written to: the block of lines in the window, or whom the head of a message names.

Not here: who the debtor is and what that makes of him (`parsers.fields.debtor`), and the sender's name
(`parsers.fields.names`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.fields.names import FORM_END, MAIL_HEAD, PARTS, Addressee, same_name
from parsers.layout import Cell, Sheet

_POSTCODE = re.compile(r"(?:N[O]?-)?\d{4}\s+[A-ZÆØÅ][A-ZÆØÅa-zæøå .\-]+(?:\$)?")  # "KRISTIANSAND $" is S
_MAIL_TO = re.compile(r"(?i)(?:til|to|mottaker|mottakar)\s*:\s*")
_READ_LOW = 1.35
"""How much higher a line is than the box that reading optically gives one of figures and capitals alone."""


def find_addressee(sheet: Sheet, *, not_names: Iterable[str] = ()) -> Addressee | None:
    """The block of lines over a postcode in the upper part of the first page that is not the sender's own address."""
    if not sheet.cells:
        return None
    own = tuple(not_names)
    best: tuple[float, Addressee] | None = None
    first = sheet.cells[0].page
    for cell in sheet.page_cells(first):
        if cell.box.centre[1] > 0.45 or not _POSTCODE.fullmatch(cell.text.strip()):
            continue
        block = [cell]
        reach = 3.3 * cell.box.height * (_READ_LOW if sheet.is_optical else 1.0)
        while len(block) < 6:
            above = _straight_above(sheet, block[0], reach)
            if above is not None:
                # lines of one block are evenly spaced; a wider gap is where another block begins
                reach = min(reach, 1.35 * (block[0].box.centre[1] - above.box.centre[1]))
            if above is None or PARTS.search(above.text) or _POSTCODE.fullmatch(above.text.strip()):
                break
            block.insert(0, above)
        if len(block) < 2:
            continue
        found = Addressee(_block_name(sheet, block), tuple(block))
        score = 2.0 - 2.0 * cell.box.x0 - (3.0 if any(same_name(found.name, o) for o in own) else 0.0)
        score += 0.5 if len(block) >= 3 else 0.0
        # of two blocks under each other the sender's own is the upper one
        score += 2.5 * cell.box.centre[1]
        if best is None or score > best[0]:
            best = (score, found)
    return best[1] if best and best[0] > 0 else _of_a_message(sheet)


def _of_a_message(sheet: Sheet) -> Addressee | None:
    """Whom the head of a message names behind "Til:", with every cell at its top that is that name alone."""
    cells = [c for c in sheet.page_cells(sheet.cells[0].page) if c.box.centre[1] < 0.4]
    for position, cell in enumerate(cells):
        to = _MAIL_TO.match(cell.text)
        if to is None or not any(MAIL_HEAD.match(c.text) for c in cells[max(0, position - 8) : position + 8]):
            continue
        named = cell if to.end() < len(cell.text) else sheet.right_of(cell)
        if named is None:
            continue
        told = cell.text[to.end() :] if named is cell else named.text
        name = re.split(r"[<(\[;,]|\S+@", told)[0].strip(" \"'")
        if len(name.split()) >= 2:
            return Addressee(name, tuple(c for c in cells if c is named or same_name(c.text, name)))
    return None


def _straight_above(sheet: Sheet, cell: Cell, reach: float) -> Cell | None:
    found: Cell | None = None
    for other in sheet.page_cells(cell.page):
        rise = cell.box.centre[1] - other.box.centre[1]
        straight = 0.3 * cell.box.height < rise < reach and abs(other.box.x0 - cell.box.x0) < 0.015
        if straight and (found is None or other.box.centre[1] > found.box.centre[1]):
            found = other
    return found


def _block_name(sheet: Sheet, block: list[Cell]) -> str:
    for cell in block:
        if not re.search(r"(?i)^(?:c/o|v/|att|til:?$)", cell.text.strip()) and not re.search(r"\d", cell.text):
            apart = sheet.right_of(cell, max_gap=0.05)
            form = apart is not None and FORM_END.fullmatch(apart.text.strip())  # set apart, or letters lost between
            return f"{cell.text.strip()} {apart.text.strip()}" if apart is not None and form else cell.text.strip()
    return block[0].text.strip()
