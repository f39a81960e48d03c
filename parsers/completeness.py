"""Whether the whole letter is there and was read: the one thing that lets us say that something is *not* in it.

"Side 1 av 2" without its second page, a page read poorly, or an edge outside the picture each make a missing
sentence our doubt and not the sender's fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.model import Page, Transcript

GOOD_PAGE = 0.86
"""Mean word confidence of a page below which words are often lost (measured: below 0.83 recall falls under 0.85)."""

FEW_WORDS = 12
"""A page with fewer words that are not a text layer's tells nothing about what is not on it."""

_PAGE_OF = re.compile(
    r"\b(?:side|page|ark|s\.)\s*(?P<number>\d{1,2})\s*(?:av|of|/|-)\s*(?P<total>\d{1,2})\b", re.IGNORECASE
)
_CONTINUES = re.compile(
    r"\b(?:se|sjå|fortset\w*|snu)\s+(?:neste side|baksid\w*|side 2|over(?:side)?n?)\b|\bvend\b|\bp\.?t\.?o\b",
    re.IGNORECASE,
)


def pages_expected(transcript: Transcript) -> int | None:
    """How many pages the letter says it has ("side 1 av 2"); ``None`` when it does not say."""
    totals = [
        int(match["total"])
        for match in _PAGE_OF.finditer(transcript.text)
        if 1 <= int(match["number"]) <= int(match["total"]) <= 40
    ]
    return max(totals, default=None)


def is_fully_read(pages: Sequence[Page], transcript: Transcript) -> bool:
    """Whether every page is there and each was read well enough to say that something is not in it."""
    if not pages or not transcript.text.strip():
        return False
    expected = pages_expected(transcript)
    if expected is not None and expected > len(pages):
        return False
    if len(pages) == 1 and _CONTINUES.search(transcript.text):
        return False
    return all(_well_read(page) for page in pages)


def _well_read(page: Page) -> bool:
    if page.source == "text":
        return True
    if "cut_off" in page.quality.issues:
        return False
    if len(page.words) < FEW_WORDS and page.number == 1:
        return False
    return not page.words or page.mean_confidence >= GOOD_PAGE
