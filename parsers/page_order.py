"""The pages of a letter put in the order that they say they have.

Whoever photographs a letter of several sheets may send them in any order. Where every page says which it is ("side 2 av
3") and together they say 1, 2, 3, that order counts, and the pages are numbered by it. In any other case the order in
which they came stays: no page is moved on a guess.

Not here: pages that are missing (`parsers.pipeline`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from parsers.model import Page
from parsers.views import fold

_TIMEOUT = 0.5
_PAGE_OF = regex.compile(
    r"\b(?:side|page|s\.|ark)\W{0,3}(?P<this>\d{1,2})\W{0,2}(?:av|of|/)\W{0,2}(?P<all>\d{1,2})\b|"
    r"\b(?:side|page)\W{0,3}(?P<this>\d{1,2}) ?\((?P<all>\d{1,2})\)"
)
_MOST = 40


def page_marks(folded: str) -> list[tuple[int, int]]:
    """Every "side 2 av 3" in folded text (`parsers.views.fold`), as (2, 3), in the order printed."""
    marks = ((int(m["this"]), int(m["all"])) for m in _PAGE_OF.finditer(folded, timeout=_TIMEOUT))
    return [(this, all_) for this, all_ in marks if 1 <= this <= all_ <= _MOST]


def printed_order(pages: Sequence[Page]) -> tuple[int, ...]:
    """For each page in the order printed, its place (from 0) in ``pages``: 0, 1, 2 … where that is the order given, or
    where the pages do not tell.
    """
    given = tuple(range(len(pages)))
    numbers: list[int] = []
    for page in pages:
        marks = set(page_marks(fold(" ".join(word.text for word in page.words))))
        if len(marks) != 1:
            return given
        this, all_ = marks.pop()
        if all_ != len(pages):
            return given
        numbers.append(this)
    if sorted(numbers) != [place + 1 for place in given]:
        return given
    return tuple(sorted(given, key=numbers.__getitem__))


def in_printed_order(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages in the order printed, numbered from 1 by it."""
    return tuple(replace(pages[place], number=n) for n, place in enumerate(printed_order(pages), start=1))
