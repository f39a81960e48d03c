"""The draft of an objection (innsigelse): a letter from the debtor to the collector, made from a report.

What failed is disputed, with the rule and the arithmetic; what is only likely, or what the letter does not show, is
put as a question; nothing else is claimed. The rest of the demand is left without a position unless the user takes
one, since admitting a debt can interrupt limitation (foreldelsesloven § 14). Name and address are never asked for.

:func:`draft_of` makes the :class:`Draft`; :mod:`service.reports.objection.files` writes it as text, DOCX or PDF;
:mod:`service.reports.objection.edited` writes what people made of it.
"""

from __future__ import annotations

from service.reports.objection.draft import Choices, Draft, Item, Paragraph, Stance, draft_of, items_of, may_pay_rest
from service.reports.objection.edited import cleaned, edited_docx, edited_pdf, to_editable
from service.reports.objection.files import to_docx, to_pdf, to_text

__all__ = [
    "Choices",
    "Draft",
    "Item",
    "Paragraph",
    "Stance",
    "cleaned",
    "draft_of",
    "edited_docx",
    "edited_pdf",
    "items_of",
    "may_pay_rest",
    "to_docx",
    "to_editable",
    "to_pdf",
    "to_text",
]
