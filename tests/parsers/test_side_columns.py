"""A column beside the letter that keeps to lines of its own: a story of the case, a sender's panel."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from parsers.model import Box, Letter, Page, Reading, WordSource
from parsers.pipeline import understand
from parsers.transcript import build_transcript
from tests.parsers.ascii_letters import pages_of

STORY = """
Havnes Inkasso
AS

Slik er det gått

Regningen
Den forfalt 14. mai
2026, og ble ikke
betalt.

Inkassovarsel
Vi ser at varsel ble
sendt 2. juni 2026.
Ny frist ble 16. juni
2026.

Dette brevet
Her er vi nå. I dag:
3. juli 2026.

Betalingsfristen
17. juli 2026 er siste
dag å betale.
"""

LETTER = """
                                        Kari Prøvesen
                                        Fjordgata 4
                                        5003 BERGEN


                                        #Betalingsoppfordring

                                        Solvik Trening AS bruker oss når regninger ikke blir betalt. Nå gjelder
                                        det din. Betaler du kr 1 037,50 innen 17. juli 2026, er saken ferdig.

                                        Kravet kommer fra       Solvik Trening AS
                                        Gjelder                 Treningsavgift april 2026
                                        Fakturanr.              48213

                                        Fakturabeløp                                          850,00
                                        Inkassosalær                                          187,50
                                        Å betale                                            1 037,50
"""


def beside(story: str, letter: str, *, down: float, line: float = 1.0) -> Page:
    """The letter with the story at its left, so much further down, its lines so many times as far apart."""
    page, other = pages_of(letter)[0], pages_of(story)[0]
    moved = [
        replace(w, box=Box(w.box.x0, w.box.y0 * line + down, w.box.x1, w.box.y0 * line + down + w.box.height))
        for w in other.words
    ]
    return replace(page, words=(*page.words, *moved))


def read(letter: Letter) -> dict[str, str]:
    return {name: str(r.value) for name, r in letter.fields.items() if isinstance(r, Reading)}


@pytest.mark.parametrize(("down", "line"), [(0.005, 1.17), (0.012, 0.93), (0.02, 1.31)])
def test_a_story_at_the_left_is_read_for_itself(down: float, line: float) -> None:
    found = read(understand([beside(STORY, LETTER, down=down, line=line)]))
    assert {
        "collector": "Havnes Inkasso AS",
        "letter_date": "2026-07-03",
        "original_due_date": "2026-05-14",
        "notice_date": "2026-06-02",
        "notice_deadline": "2026-06-16",
        "payment_deadline": "2026-07-17",
        "creditor": "Solvik Trening AS",
        "principal": "850.00",
        "total": "1037.50",
    }.items() <= found.items()


@pytest.mark.parametrize("lean", [0.0, 0.008, -0.01])
def test_a_table_that_leans_is_never_parted(lean: float) -> None:
    rng = random.Random(7)  # noqa: S311 - how print shakes, no secrets
    rows = ["Hovedstol", "Renter", "Purregebyr", "Inkassosalær", "Gebyr", "Porto", "Sum", "Innbetalt", "Å betale"]
    drawn = "\n\n".join(f"{name:40}{n * 111},00" for n, name in enumerate(rows, start=1))
    page = pages_of(drawn)[0]
    words = []
    for word in page.words:
        by = lean * word.box.x0 + rng.uniform(-0.0006, 0.0006)
        box = Box(word.box.x0, word.box.y0 + by, word.box.x1, word.box.y1 + by)
        words.append(replace(word, box=box, source=WordSource.OCR))
    text = build_transcript([replace(page, words=tuple(words))]).text
    assert [line.split("   ")[0] for line in text.splitlines()] == rows
    assert all("   " in line for line in text.splitlines())


LABELS = """
Opprinnelig beløp
(hovedstol)

Rente ved for sen
betaling

Utenrettslige
kostnader (salær)

Kostnader ved
purring

Gebyr for
betalingsavtale

Standard-
kompensasjon

Sum av postene
ovenfor
"""
AMOUNTS = """
                                  Regningen                           4 965,00


                                  Fra 9. juli                            81,65


                                  Forskriften kapittel 2                600,00


                                                                         38,00


                                  Etter avtale                           90,00


                                                                        430,00


                                                                      6 204,65
"""


@pytest.mark.parametrize("down", [-0.0143, -0.0071, -0.003, 0.0])
def test_labels_on_two_lines_beside_their_amounts_are_a_table(down: float) -> None:
    found = read(understand([beside(LABELS, AMOUNTS, down=down)]))
    assert {k: found.get(k) for k in ("principal", "interest", "collection_fee", "reminder_fee", "total")} == {
        "principal": "4965.00",
        "interest": "81.65",
        "collection_fee": "600.00",
        "reminder_fee": "38.00",
        "total": "6204.65",
    }


def test_an_earlier_letter_in_the_story_gives_the_letter_no_title() -> None:
    story = STORY.replace("Inkassovarsel\nVi ser at varsel ble\nsendt 2. juni 2026.\nNy frist ble 16. juni\n2026.", (
        "Betalingsoppfordring\n8. juni 2026 sendte\nvi deg en betalings-\noppfordring med frist\n22. juni 2026."
    ))  # fmt: skip
    letter = understand([beside(story, LETTER.replace("#Betalingsoppfordring", "#Vi har ikke fått pengene ennå"),
                                down=0.012, line=0.93)])  # fmt: skip
    assert str(letter.kind.value) == "oppfolging"
    assert read(letter)["letter_date"] == "2026-07-03"
