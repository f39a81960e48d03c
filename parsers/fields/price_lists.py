"""Tables of what things would cost, which are no part of the demand: the law's highest fees by the size of the claim,
and costs that a later step may bring.

Told by the heading over them, by the head of their first column, or by three rows or more that each name a band of
claims. Not here: small print as a page of its own (`parsers.layout`), a single row with a condition, and sentences
(`parsers.patterns`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.fields.amount_rows import AmountRow
from parsers.layout import Cell, Sheet
from parsers.money import find_amounts
from parsers.views import fold

_PRICES = re.compile(
    r"\W*(?:(?:de|dei|dagens|gjeldende|gjeldande|vare|offentlige?|offentlege?|lovens|lovas?|hoyeste|hogste|"
    r"maksimale|current|our|statutory|maximum)\W+)*"
    r"(?:(?:[a-z]*(?:salar|gebyr|inkasso|kostnads|maksimal|maks|lov|pris)s?)?(?:sats(?:er|ar|ene|ane)|takst(?:er|ar))|"
    r"[a-z]*pris(?:liste|oversikt|oversyn|ar|er)|gebyrtabell|salartabell|gebyrliste|"
    r"[a-z]*(?:salar|gebyr)(?:et)?\W+etter\W+(?:krav\w*\W+)?(?:storleik|storrelse)\w*|"
    r"(?:fee |price |collection )?(?:rates|price list|list of prices|schedule of fees))\b"
)
"""A heading over a list of prices."""
_COSTS = r"(?:[a-z]*(?:kostnad|omkostning|gebyr|utgift|salar|avgift)[a-z]*|belop|tillegg|costs?|fees?|charges|expenses)"
_MAY = r"(?:kan|vil|kunne|may|might|can|could|will|would)"
_COME = (
    r"(?:kom[me]*\w*|palop\w*|legg\w*|tilkom\w*|folg\w*|vert|bli[r]?|oppsta|be|arise|accrue|"
    r"follow|apply|added|incurred)"
)
_COMING = re.compile(
    rf"[^.]{{0,40}}?\b{_COSTS}\b(?:\W+(?:som|that|which|du|deg|you))*\W+{_MAY}\b[^.]{{0,25}}\b{_COME}\b"
    rf"|[^.]{{0,30}}?\b(?:mulige?|mogleg\w*|eventuelle?|framtidig\w*|fremtidig\w*|kommende|komande|videre|vidare|"
    rf"ytterligere|ytterlegare|possible|potential|future|further)\W+(?:\w+\W+)?{_COSTS}\b"
    rf"|{_COSTS}\W+(?:ved|dersom|hvis|om|viss|if|in case of)\W+(?:\w+\W+){{0,4}}?"
    r"(?:videre|vidare|rettslig|rettsleg|manglende|manglande|ikke|ikkje|utlegg|forliks\w*|tvang\w*|legal|further|not)\b"
    rf"|\W*(?:dette|det|hva|kva|sa mye|sa mykje|what|this)\W+(?:\w+\W+)?{_MAY}\b[^.]{{0,25}}\b(?:kost\w*|cost)\b"
)
"""A heading over what may still come."""
_BAND = re.compile(
    r"\b(?:til og med|t\.?o\.?m\.?|inntil|inn til|opptil|opp(?:til)? (?:til|mot)|under|over|mellom|hoyere enn|"
    r"hogare enn|up to|above|below|between|exceeding|not exceeding|more than|"
    r"fra (?:og med )?(?:kr\W*)?\d[\d .]*\W+(?:til|-))"
    r"(?:\W+(?:kr|nok|kroner))?\W*(?:\d{1,3}(?:[ .\u00a0]?\d{3})+|\d{3})(?:,(?:\d\d|-))?(?![\d.]*\.\d)\b"
    r"|^\W*(?:kr\W*|nok\W*)?\d{1,3}(?:[ .]?\d{3})*(?:,\d\d|,-)?\W{0,3}(?:[-–]|til)\W{0,3}"
    r"(?:kr\W*|nok\W*)?\d{1,3}(?:[ .]?\d{3})*(?:,\d\d|,-)?\W*$"
)
"""A row's name that is a band of claims."""
_BAND_HEAD = re.compile(
    r"\W*(?:(?:krav|kravet|hovedstol|hovudstol|hovedkrav|hovudkrav|belop|fordring|claim|claims|principal|amount)\w*\W+)?"
    r"(?:(?:til og med|t\.?o\.?m\.?|inntil|opptil|opp til|fra og med|up to|over|above|mellom|between)(?:\W+(?:kr|nok))?"
    r"\W*|(?:fra)\W+(?:kr\W+)?(?:til)?\W*)"
    r"|\W*(?:krav\w*|hovedstol\w*|hovudstol\w*|fordring\w*|claim)\W*s?\W*(?:storrelse|storleik|size)\W*"
)
"""What heads the column of such bands."""
_LEAST = 3
"""Lines of the shortest list that is told by its bands alone."""
_LONGEST_HEAD = 10
"""Words of the longest heading."""


def without_prices(sheet: Sheet, rows: Sequence[AmountRow]) -> list[AmountRow]:
    """The rows less those of tables of prices; all of them where nothing else would be left."""
    banded = _banded(rows)
    kept = [row for row in rows if id(row) not in banded and not _is_priced(sheet, row, rows)]
    return kept if any(row.reading is not None for row in kept) else list(rows)


def _banded(rows: Sequence[AmountRow]) -> frozenset[int]:
    """The rows (by identity) of lists whose lines each name a band of claims, or stand under a column of bands."""
    lines: dict[int, list[AmountRow]] = {}
    for row in rows:
        lines.setdefault(row.amounts[0].cell.line, []).append(row)
    found: set[int] = set()
    run: list[AmountRow] = []
    length = 0
    for line in (*sorted(lines), None):
        if line is not None and any(_is_band(row) for row in lines[line]):
            run.extend(lines[line])
            length += 1
            continue
        if length >= _LEAST:
            found.update(id(one) for one in run)
        run, length = [], 0
    return frozenset(found)


def _is_band(row: AmountRow) -> bool:
    if row.setting == "prose":
        return False
    heads = row.headers[0] if len(row.amounts) >= 2 and row.headers else ""
    label = fold(row.label)
    above = label if row.setting in ("across", "card") else ""
    return any(_BAND_HEAD.fullmatch(head) for head in (heads, above) if head) or _BAND.search(label) is not None


def _is_priced(sheet: Sheet, row: AmountRow, rows: Sequence[AmountRow]) -> bool:
    """Whether a heading over the row's table says that it is a list of prices, or of what may come. The former only
    under a total, the latter only right under it: what it heads may else be what the total is made of.
    """
    if row.setting == "prose":
        return False
    for head in _heads_over(sheet, row, rows):
        before = [r for r in rows if r.reading is not None and r.setting != "prose" and r.amounts[0].start < head.start]
        if _PRICES.match(head.folded) and any(_is_total(r) for r in before):
            return True
        if _COMING.match(head.folded) and before and _is_total(max(before, key=lambda r: r.amounts[0].start)):
            return True
    return False


def _heads_over(sheet: Sheet, row: AmountRow, rows: Sequence[AmountRow]) -> list[Cell]:
    """What may head the table that a row stands in: the short line over its first row, and the one over a line that
    only heads its columns.
    """
    lines = {a.cell.line for other in rows for a in other.amounts}
    line = row.amounts[0].cell.line
    page = row.page
    found: list[Cell] = []
    blanks = 0
    while line > 0 and blanks < 2:
        line -= 1
        cells = sheet.line_cells(line)
        if not cells or cells[0].page != page:
            break
        if line in lines:
            if blanks:
                break
            continue
        first = cells[0]
        if first.text[-1] in ".," or len(first.words) > _LONGEST_HEAD or find_amounts(first.text):
            break
        found.append(first)
        if len(cells) == 1:
            break
        blanks += 1
    return found


def _is_total(row: AmountRow) -> bool:
    return row.reading is not None and row.reading.role == "total" and not row.reading.conditional
