"""The results of a batch as files: lines of JSON, CSV (RFC 4180) and a workbook (Office Open XML).

In the CSV file the columns bear their keys and a text that a spreadsheet might take for a formula begins with an
apostrophe. In the workbook amounts are numbers, days are days, and a text is never anything but text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from checks.law import Language
from service.bulk.wording import words
from service.reports.cards import words as report_words
from service.reports.rows import Row, row_of

COLUMNS = (
    "file",
    "outcome",
    "kind",
    "sender",
    "letter_date",
    "payment_deadline",
    "claimed",
    "contested",
    "possibly_contested",
    "findings",
    "first_finding",
    "questions",
    "warnings",
    "problem",
    "remedy",
    "grouping",
    "files",
    "same_as",
    "sha256",
    "id",
    "letter",
    "letters",
    "pages",
)
"""Keys of the columns, in order. Grows at the end."""

_WIDTHS = {"file": 32, "first_finding": 48, "questions": 48, "warnings": 32, "remedy": 40, "sender": 28}
_CELL = 32_000
_FIRST_YEAR = 1900  # spreadsheets know no day before
# What spreadsheets take for the beginning of a formula, or skip on the way to one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
# Letters that some programs take for the end of a line.
_LINE_ENDS = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "\u0085\u2028\u2029"})


def json_line(line: Mapping[str, Any]) -> bytes:
    """A line of the results, with its end."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).translate(_LINE_ENDS).encode() + b"\n"


def csv_bytes(rows: Iterable[Row]) -> bytes:
    """All rows under a line of keys. UTF-8, commas, decimal points, ISO days."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_plain(getattr(row, column)) for column in COLUMNS])
    return out.getvalue().encode()


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value)


def write_workbook(rows: Sequence[Row], out: IO[bytes], *, lang: Language) -> None:
    """A workbook with one row a letter, its columns named in a language."""
    say = words(lang)
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(say["sheet"])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for number, column in enumerate(COLUMNS):
        sheet.write_string(0, number, say["columns"][column], bold)
        sheet.set_column(number, number, _WIDTHS.get(column, 16))
    for at, row in enumerate(rows, start=1):
        for number, column in enumerate(COLUMNS):
            value = shown(row, column, lang=lang)
            if value is None or value == "":
                continue
            if isinstance(value, Decimal):
                sheet.write_number(at, number, float(value), money)
            elif isinstance(value, dt.date) and value.year >= _FIRST_YEAR:
                sheet.write_datetime(at, number, dt.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, int):
                sheet.write_number(at, number, value)
            else:
                sheet.write_string(at, number, str(value)[:_CELL], text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    book.close()


def shown(row: Row, column: str, *, lang: Language) -> object:
    """A cell's value for people: codes as words of the language."""
    value = getattr(row, column)
    if column in ("outcome", "grouping"):
        return words(lang)[column][value]
    if column == "kind" and value:
        return report_words(lang)["kind"][value]
    return value


def workbook_bytes(rows: Sequence[Row], *, lang: Language) -> bytes:
    """The workbook as a file's content."""
    out = io.BytesIO()
    write_workbook(rows, out, lang=lang)
    return out.getvalue()


FORMATS: Mapping[str, Callable[[Iterable[Mapping[str, Any]], Language], Iterable[bytes]]] = {
    "application/x-ndjson": lambda lines, _lang: map(json_line, lines),
    "text/csv": lambda lines, _lang: [csv_bytes(map(row_of, lines))],
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": lambda lines, lang: [
        workbook_bytes([row_of(line) for line in lines], lang=lang)
    ],
}
"""Media type, and how lines of results become its bytes."""
