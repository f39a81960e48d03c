"""Subject lines: what is left of the line at the heading, without names, numbers and the words that lead to them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from parsers.fields.subject_line import BARE, LED, subject_of
from parsers.model import Reading
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of, sheet_of

LETTER = dedent("""
    #Nordhav Inkasso AS

    Kari Prøvesen                                                          Dato           14.08.2026
    Fjordgata 4
    5003 BERGEN

    #{heading}
    {line}

    Vi krever inn faktura 20418 på vegne av Polar Gym AS. Fakturaen forfalt 10.06.2026 og er fremdeles ikke betalt.

    Hovedstol                                                                                  650,00
    Å betale                                                                                   650,00
""")


@pytest.mark.parametrize(
    ("line", "thing", "sure"),
    [
        ("Gjelder: medlemskap for august", "medlemskap for august", LED),
        ("Vedr. medlemskap for august", "medlemskap for august", LED),
        ("Angående medlemskap for august, faktura 20418", "medlemskap for august", LED),
        ("Polar Gym AS – medlemskap for august", "medlemskap for august", BARE),
        ("Krav fra Polar Gym AS for medlemskap for august", "medlemskap for august", BARE),
        ("Faktura 20418: medlemskap for august", "medlemskap for august", BARE),
        ("Polar Gym AS – regning nr. 20418: timer i sal (første forfall 10.06.2026)", "timer i sal", BARE),
        ("Saksnr. 7743/26 – Polar Gym AS – timer i sal", "timer i sal", BARE),
    ],
)
def test_what_a_subject_line_says(line: str, thing: str, sure: float) -> None:
    sheet = sheet_of(LETTER.format(heading="Betalingsoppfordring", line=line))
    subject = subject_of(sheet, names=["Polar Gym AS", "Nordhav Inkasso AS"])
    assert subject is not None
    assert (sheet.text[subject.start : subject.end], subject.sure) == (thing, sure)


@pytest.mark.parametrize(
    "line",
    [
        "Polar Gym AS",
        "Polar Gym AS mot Kari Prøvesen",
        "Saksnr. 7743/26",
        "Faktura 20418",
        "Behandlingsdato",
        "Du skylder oss penger",
        "Kjære Kari Prøvesen,",
        "Vi savner betaling fra deg.",
    ],
)
def test_lines_that_say_nothing_of_what_was_bought(line: str) -> None:
    sheet = sheet_of(LETTER.format(heading="Betalingsoppfordring", line=line))
    assert subject_of(sheet, names=["Polar Gym AS", "Nordhav Inkasso AS", "Kari Prøvesen"]) is None


def test_the_heading_itself_may_say_it() -> None:
    letter = understand(pages_of(LETTER.format(heading="Betalingsoppfordring – medlemskap for august", line="")))
    reading = letter.field("claim_description")
    assert isinstance(reading, Reading)
    assert reading.value == "medlemskap for august"
