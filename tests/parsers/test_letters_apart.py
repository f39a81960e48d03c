"""Several letters in one file: where the first ends, and what is never taken for a second letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from parsers.letters_apart import first_letter
from parsers.model import Page
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

NOTICE = """
    Havdal Rør AS

    Kari Prøve
    Lia 4
    5098 BERGEN                                       Dato: 12.03.2025

    INKASSOVARSEL

    Faktura 40312 på 1 250,00 forfalt 10.02.2025.
    Betales den ikke innen 26.03.2025, går kravet til inkasso.
"""
DEMAND = """
    Fjellkrav Inkasso AS

    Kari Prøve
    Lia 4
    5098 BERGEN                                       Dato: 02.05.2025

    BETALINGSOPPFORDRING

    Hovedkrav                                         4 480,00
    Inkassosalær                                        350,00
    Å betale                                          4 830,00
    Betalingsfrist 16.05.2025. Saksnr 771203.
"""
BACK = """
    Ord og uttrykk

    Hovedkrav er det du skyldte før kravet gikk til inkasso.
    Finansklagenemnda Inkasso, Postboks 53 Skøyen
    0212 Oslo
"""
MAIL = """
    Fra: Havdal Rør AS
    BETALINGSPÅMINNELSE

    Hei! Faktura 40312 på 1 250,00 er ikke betalt.
"""


def pages(*drawings: str) -> list[Page]:
    drawn = [page for drawing in drawings for page in pages_of(drawing)]
    return [replace(page, number=number) for number, page in enumerate(drawn, start=1)]


@pytest.mark.parametrize(
    ("drawings", "others"),
    [
        ([NOTICE], ()),
        ([NOTICE, DEMAND], (2,)),
        ([DEMAND, BACK], ()),
        ([DEMAND, BACK, NOTICE], (3,)),
        ([NOTICE, DEMAND, BACK], (2, 3)),
        ([MAIL, DEMAND], (2,)),
        ([BACK, DEMAND], ()),
        ([DEMAND, DEMAND], ()),
        ([NOTICE + "\n    Side 1 av 2", DEMAND + "\n    Side 2 av 2"], ()),
        ([BACK + "\n    Side 1 av 1", BACK.replace("53", "2071") + "\n    Side 1 av 1"], (2,)),
    ],
)
def test_the_first_letter_ends_where_another_begins(drawings: Sequence[str], others: tuple[int, ...]) -> None:
    own, rest = first_letter(pages(*drawings))
    assert rest == others
    assert [page.number for page in own] == [n for n in range(1, len(drawings) + 1) if n not in others]


def test_a_letter_is_not_judged_by_what_stands_in_another() -> None:
    letter = understand(pages(NOTICE, DEMAND))
    assert letter.other_pages == (2,)
    assert "4 830" not in letter.transcript.text
    assert len(letter.pages) == 1
