"""Pages that came in another order than they say they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from parsers.image.decode import Grey
from parsers.intake import InputFile
from parsers.model import Page, Reading
from parsers.ocr import OcrWord
from parsers.page_order import in_printed_order, page_marks, printed_order
from parsers.pipeline import read_letter
from tests.parsers.fakes import drawn
from tests.parsers.paper import scanned

FIRST = "INKASSOVARSEL\n\nFaktura 20771   Dato: 12.08.2026\n\n\nSide 1 av 2"
SECOND = "Å betale                                 2 689,86\n\nBetalingsfrist 26.08.2026\n\nSide 2 av 2"


def papers(*texts: str) -> list[Page]:
    return [replace(scanned(text), number=n) for n, text in enumerate(texts, start=1)]


def test_pages_are_put_in_the_order_they_tell_and_numbered_by_it() -> None:
    ordered = in_printed_order(papers("tre side 3/3", "en Side 1 av 3", "to Page 2 of 3"))
    assert [page.words[0].text for page in ordered] == ["en", "to", "tre"]
    assert [page.number for page in ordered] == [1, 2, 3]


@pytest.mark.parametrize(
    "texts",
    [
        ("side 2 av 2", "ingen tall"),
        ("side 2 av 3", "side 1 av 3"),
        ("side 2 av 2", "side 2 av 2"),
        ("side 2 av 2 se side 1 av 2", "side 1 av 2"),
        ("side 1 av 1", "side 1 av 1"),
        ("Faktura 2 av 2", "Faktura 1 av 2"),
        ("side 1 av 2", "side 2 av 2"),
    ],
    ids=["one silent", "one missing", "twice the same", "two marks", "two letters", "no pages", "in order"],
)
def test_no_page_is_moved_on_a_guess(texts: Sequence[str]) -> None:
    pages = papers(*texts)
    assert printed_order(pages) == (0, 1)
    assert in_printed_order(pages) == tuple(pages)


def test_marks_beyond_reason_are_none() -> None:
    assert page_marks("side 3 av 2, side 0 av 2, side 1 av 99, side 2 (4)") == [(2, 4)]


class TwoPages:
    """Reads the first picture as the second page and the second as the first."""

    def __init__(self) -> None:
        self.pages = papers(SECOND, FIRST)

    def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
        height, width = picture.shape
        page = self.pages[0 if key.startswith("a.png") else 1]
        return tuple(
            OcrWord(
                w.text,
                (
                    round(w.box.x0 * width),
                    round(w.box.y0 * height),
                    round(w.box.x1 * width),
                    round(w.box.y1 * height),
                ),
                0.95,
            )
            for w in page.words
        )


def test_a_letter_photographed_from_the_back_is_read_from_the_front() -> None:
    files = [InputFile(name, drawn.encoded(drawn.letter(), "PNG")) for name in ("a.png", "b.png")]
    letter = read_letter(files, pictures=False, ocr=TwoPages())
    assert [page.number for page in letter.pages] == [1, 2]
    assert letter.transcript.text.index("INKASSOVARSEL") < letter.transcript.text.index("689,86")
    total = letter.field("total")
    assert isinstance(total, Reading)
    assert total.value == Decimal("2689.86")
    assert total.evidence[0].page == 2
