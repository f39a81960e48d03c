"""The invoices a letter lists: number, due date and amount of each.

Only lists of two or more; a single invoice is told by the fields invoice_number, original_due_date and principal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import regex

from parsers.candidates import sureness
from parsers.dates import find_dates
from parsers.fields.amount_rows import AmountRow
from parsers.fields.tables import header_over
from parsers.layout import Cell, Sheet
from parsers.model import ClaimItem, Missing, Reading
from parsers.views import fold

_TIMEOUT = 0.1
_NAMED = regex.compile(
    r"(?:fakt(?:ura)?|regning|rekning|invoice|bilag|krav|sak|avtale|inv)\w*\.?\s*(?:s?n(?:umme|umber|o|ummer)?r?\.?|nr\.?)?"
    r"\s*[:#]?\s*(?P<number>\d[\d/\-]{1,})"
)
_PLAIN = regex.compile(r"(?<![\d.,/\-])(?P<number>\d{3,12})(?![\d.,/\-]*\d)(?!\W*(?:%|kr))")
_INVOICE_ROW = regex.compile(
    r"faktura|regning|rekning|invoice|periode|termin|husleie|abonnement|\d{1,2}\.\d{1,2}\.\d{2,4}|^\W*\d{3,}"
)
_YEAR_ALONE = regex.compile(r"\W*(?:19|20)\d\d\W*")


def invoice_number_in(label: str) -> str | None:
    """The invoice number a label names ("Faktura nr. 10443 av 03.02.2026"), if any."""
    match = _NAMED.search(_without_dates(fold(label)), timeout=_TIMEOUT)
    return match["number"].strip("-/") if match else None


def looks_like_invoice(row: AmountRow) -> bool:
    """Whether a row without a known label looks like an entry in a list of invoices: a number, a date, a period."""
    if _YEAR_ALONE.fullmatch(row.label, timeout=_TIMEOUT):
        return False  # the end of a day that began on the line above
    return bool(_INVOICE_ROW.search(fold(row.label), timeout=_TIMEOUT)) and row.setting == "table"


def list_claims(
    sheet: Sheet, rows: Sequence[AmountRow], by_line: Mapping[int, Sequence[Cell]]
) -> tuple[ClaimItem, ...]:
    """The invoices among the principal's rows, in printed order; empty unless at least two can be told apart by
    number or due date. What they make together is no further one.
    """
    found = [_claim(sheet, row, by_line) for row in rows if row.setting == "table"]
    told = [c for c in found if (c.number.found or c.due.found) and not _is_sum_of_others(c, found)]
    return tuple(told) if len(told) >= 2 else ()


def _is_sum_of_others(claim: ClaimItem, claims: Sequence[ClaimItem]) -> bool:
    """Whether an item without a number is the sum of those with one ("Hovedstol, sum fakturaer")."""
    numbered = [c.amount.value for c in claims if c.number.found and isinstance(c.amount, Reading)]
    whole = claim.amount.value if isinstance(claim.amount, Reading) else None
    return not claim.number.found and bool(numbered) and whole == sum(numbered)


def _claim(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> ClaimItem:
    amount = row.amounts[row.main]
    evidence = sheet.evidence(*row.span)
    optical = amount.optical
    certainty = sureness(evidence.confidence) if optical else evidence.confidence
    number = invoice_number_in(row.label)
    if number is None:
        plain = _PLAIN.search(_without_dates(row.label), timeout=_TIMEOUT)
        number = plain["number"] if plain else None
    due, sure = _due(sheet, row, by_line)
    return ClaimItem(
        number=Reading(number, 0.97 * certainty, (evidence,)) if number else Missing("invoice_number"),
        due=Reading(due, sure * certainty, (evidence,)) if due else Missing("original_due_date"),
        amount=Reading(amount.value, 0.98 * amount.certainty, (amount.evidence,)),
    )


def _due(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> tuple[dt.date | None, float]:
    """The due date: the date under a "Forfall" header, else the latest of the row's dates."""
    dated: list[tuple[dt.date, str]] = []
    for cell in sheet.cells_in(*row.span):
        for date in find_dates(cell.text, tolerant=row.amounts[0].optical):
            before = fold(cell.text[: date.start])
            header = header_over(sheet, cell, by_line) if len(cell.text) <= 14 else before
            dated.append((date.date, header or before))
    if not dated:
        return None, 0.0
    named = [day for day, header in dated if "forfa" in header or "due" in header]
    if named:
        return named[0], 0.98
    if len(dated) == 1 and regex.search(r"faktura\W?dato|dato\b|invoice date|\bav\W*$", dated[0][1]):
        return None, 0.0
    return max(day for day, _ in dated), 0.85


def _without_dates(text: str) -> str:
    for date in reversed(find_dates(text)):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text
