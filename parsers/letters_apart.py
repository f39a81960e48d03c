"""Several letters in one file told apart: where the first one ends.

A carrier bag of papers is scanned in one go, a mail is saved with what was enclosed. What stands in one letter must not
be judged by what stands in another, so the first letter is read and the others are named. A page begins a letter when
it says that it is the first of its own ("side 1 av 2"), or when it has both an addressee and a title and does not say
that it is a later page. The same page twice is no second letter.

Not here: the order of one letter's pages (`parsers.page_order`), letters of one case that are given apart from one
another (``previous`` of the checks).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from parsers.fields.addressee import find_addressee
from parsers.fields.titles import find_titles
from parsers.layout import build_sheet
from parsers.model import Page
from parsers.page_order import page_marks
from parsers.views import fold

_TITLE = 1.2
"""Least weight of a title that opens a letter (`parsers.fields.titles.Title.weight`)."""
_NUMBER = regex.compile(r"\d[\d.,/-]*\d")
_SAME = 0.8
"""Share of two pages' figures in common from which they are one page, scanned or photographed twice."""


def first_letter(pages: Sequence[Page]) -> tuple[tuple[Page, ...], tuple[int, ...]]:
    """The pages of the first letter, and the numbers of the pages that belong to others (none, mostly)."""
    if len(pages) < 2:
        return tuple(pages), ()
    starts = [place for place, page in enumerate(pages) if _begins(page, is_first=place == 0)]
    others = [place for place in starts[1:] if not _is_copy(pages[starts[0]], pages[place])]
    if not others:
        return tuple(pages), ()
    end = others[0]
    return tuple(pages[:end]), tuple(page.number for page in pages[end:])


def _begins(page: Page, *, is_first: bool) -> bool:
    """Whether the page opens a letter. Of the file's first page less is asked: a mail or a print-out of a portal has
    no addressee, and only a back page that came first has neither addressee nor title.
    """
    marks = {this for this, _ in page_marks(fold(" ".join(word.text for word in page.words)))}
    if marks:
        return marks == {1}
    sheet = build_sheet([replace(page, number=1)])
    addressed = find_addressee(sheet) is not None
    titles = find_titles(sheet)
    headed = bool(titles) and titles[0].weight >= _TITLE
    return addressed or headed if is_first else addressed and headed


def _is_copy(one: Page, other: Page) -> bool:
    first, second = _figures(one), _figures(other)
    return len(first & second) >= _SAME * max(1, len(first | second))


def _figures(page: Page) -> frozenset[str]:
    return frozenset(_NUMBER.findall(" ".join(word.text for word in page.words)))
