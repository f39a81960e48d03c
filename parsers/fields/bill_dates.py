"""Days of the bill among a letter's details: its own, and the one it was due, told by what they stand beside.

A part of `parsers.fields.dates`: "Dato" and "Forfall" mean the bill's days right under its number, in a row behind it
or in its row of a table. Not here: what sentences tell (`parsers.fields.date_roles`), and deciding between dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from parsers.fields import date_cues as cues
from parsers.fields.date_roles import Place
from parsers.fields.label_lines import Label
from parsers.fields.labelled import Labelled
from parsers.layout import Sheet
from parsers.patterns import read_row_label
from parsers.views import fold

_COLUMNS = 3
"""Columns of the smallest table of amounts with a due date."""
_DETAILS = 2
"""Lines over a due date in which a bill's number or day may stand."""
_SAME_EDGE = 0.006
_HOW_TO_PAY = re.compile(r"\bkid\b|konto|giro|\bbetal|account|iban")
_OWN_DATE = 0.8
"""Strength of a letter's date beside which "Dato" under the bill's number is the bill's."""


def stands_under(sheet: Sheet, label: Label, invoice_cells: frozenset[int]) -> bool:
    """Whether a label stands right under the invoice's number, so that "Datert" says when the invoice is dated."""
    over = sheet.above(label.cell)
    if over is not None and over.index not in invoice_cells and sheet.right_of(over) is None:
        over = sheet.above(over)  # a label of two lines
    return over is not None and over.index in invoice_cells


def starts_with_bill(sheet: Sheet, place: Place, invoice_cells: frozenset[int]) -> bool:
    """Whether the row of a date begins with the bill's number: "Faktura nr 34011   23.06.26"."""
    return sheet.same_row(place.cell)[0].index in invoice_cells


def is_of_a_bill(sheet: Sheet, value: Labelled, bill_cells: frozenset[int]) -> bool:
    """Whether a due date stands among a bill's details, or in the row of an amount in a table, rather than with what
    tells how to pay.
    """
    if value.place != "below":
        return stands_under(sheet, value.label, bill_cells)
    heads = sheet.same_row(value.label.cell)
    if len(heads) < _COLUMNS or any(_HOW_TO_PAY.search(c.folded) for c in heads):
        return False
    row = read_row_label(sheet.same_row(value.cell)[0].text)
    return row is not None and any(cues.AMOUNT_HEADING.fullmatch(c.folded) for c in heads)


def is_among_details(sheet: Sheet, label: Label, labels: Sequence[Label]) -> bool:
    """Whether a label for a due date stands in a column of a bill's details: under its number or its day, at most with
    what it is for between them.
    """
    over = sheet.above(label.cell, max_drop=2.2)
    for _ in range(_DETAILS):
        if over is None or label.start != label.cell.start or abs(over.box.x0 - label.cell.box.x0) >= _SAME_EDGE:
            return False
        told = {x.field for x in labels if x.cell is over and x.start == over.start}
        if told & {"invoice_number", "invoice_date"}:
            return True
        if "claim_description" not in told:
            return False
        over = sheet.above(over, max_drop=2.2)
    return False


def give_to_bills(places: Sequence[Place]) -> None:
    """A "Dato" right under the bill's number is the bill's where the letter has another, later one of its own."""
    written = [p.date for p in places if p.roles.get("letter_date", 0.0) >= _OWN_DATE and not p.under_bill]
    for place in places:
        if place.under_bill and "letter_date" in place.roles and place.date < max(written, default=dt.date.min):
            place.give("invoice_date", 0.95 * place.roles.pop("letter_date"))


def follows_invoice(sheet: Sheet, label: Label, labels: Sequence[Label]) -> bool:
    """Whether "Utstedt" stands in a line of details right behind the invoice's number."""
    if not cues.DATED.fullmatch(fold(label.text)):
        return False
    before = [x for x in labels if x.cell.line == label.cell.line and x.start < label.start]
    return bool(before) and before[-1].field == "invoice_number" and sheet.cells[0].line != label.cell.line


def invoice_headings(labels: Sequence[Label]) -> frozenset[int]:
    """Lines that head a table of invoices: there a "forfallsdato" is the invoice's own."""
    headed = {"invoice_number", "invoice_date", "claim_description"}
    return frozenset(label.cell.line for label in labels if label.field in headed and label.whole)
