"""From files to a letter: pages, one transcript, the sheet, and every field read from it.

``read_letter`` is what the doors call. ``understand`` is the part without files, for recorded pages. Neither judges
anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from parsers.completeness import is_fully_read, pages_expected
from parsers.fields.claim import read_claim
from parsers.fields.dates import read_dates, read_mentions
from parsers.fields.kind import read_kind
from parsers.fields.parties import read_parties
from parsers.fields.payment import read_payment
from parsers.fields.statements import read_statements
from parsers.layout import build_sheet
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import Letter, Page

if TYPE_CHECKING:
    from parsers.intake import InputFile
    from parsers.ocr import OcrEngine

Progress = Callable[[str, int, int], None]


def read_letter(
    files: Sequence[InputFile],
    *,
    limits: Limits = DEFAULT_LIMITS,
    pictures: bool = True,
    progress: Progress | None = None,
    ocr: OcrEngine | None = None,
) -> Letter:
    """One letter from its files: a PDF, or the page images in order.

    ``pictures=False`` leaves the page pictures out. ``progress(step, page, pages)`` is told of each page before it
    is read. Raises the errors of :mod:`parsers.errors` for files that cannot be read; never for what a letter says
    or lacks.
    """
    from parsers.pages import read_pages

    return understand(read_pages(files, limits=limits, pictures=pictures, progress=progress, ocr=ocr))


def understand(pages: Sequence[Page]) -> Letter:
    """The letter that the pages hold, every reading with its evidence, rivals and confidence."""
    sheet = build_sheet(pages)
    statements = read_statements(sheet)
    payment = read_payment(sheet)
    claim = read_claim(sheet, slip_totals=payment.slip_totals)
    kind = read_kind(sheet, statements=statements, line_types=frozenset(line.type for line in claim.lines))
    return Letter(
        kind=kind.kind,
        sender_role=kind.sender_role,
        debtor=kind.debtor,
        language=kind.language,
        heading=kind.heading,
        fields=MappingProxyType(
            {**read_dates(sheet, kind=kind), **read_parties(sheet, kind=kind), **payment.fields, **claim.fields}
        ),
        lines=claim.lines,
        statements=MappingProxyType(statements),
        transcript=sheet.transcript,
        pages=tuple(pages),
        claims=claim.claims,
        interest_segments=claim.interest_segments,
        mentions=MappingProxyType({**claim.mentions, **payment.mentions, **read_mentions(sheet)}),
        fully_read=is_fully_read(pages, sheet.transcript),
        pages_expected=pages_expected(sheet.transcript),
        warnings=claim.warnings,
    )
