"""Electronic messages, as printed: the day and what they are about stand in their head."""

from __future__ import annotations

import pytest

from parsers.model import LetterKind, Reading
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

MAIL = """
{head}

{title}

Vi har ikke registrert noen innbetaling på fakturaen under.
Betal innen 2026-05-20, ellers eksporteres kravet til inkasso dagen etter.

Fakturabeløp                        1 838,00
Gebyr inkassovarsel                    38,00
Sum å betale                        1 876,00

Fakturanr.: 52942628
Opprinnelig forfall: 20.04.2026
Konto: 2102 73 58036   KID: 70195472132

Rypefoss Kraft AS, Øvre Lurvegate 18, 0661 OSLO, Org.nr. 343421419
{foot}
"""
PRINTED = "\n" * 38 + "7.5.26, 08.46          Innboks - Nettpost"


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Rypefoss Kraft AS <faktura@rypefoss.example>          6. mai 2026 kl. 06.16\nTil: Kari Prøvesen", ""),
        ("Rypefoss Kraft AS <faktura@rypefoss.example>          6. mai 2026 kl. 06.16\nTil: Kari Prøvesen", PRINTED),
        ("Fra: Rypefoss Kraft AS\nTil: Kari Prøvesen\nMottatt: 06.05.2026 kl. 07.04", ""),
        ("Til Kari Prøvesen, Fjordgata 4, 5003 BERGEN          Levert 6. mai 2026", ""),
    ],
)
def test_a_message_is_dated_in_its_head(head: str, foot: str) -> None:
    date = understand(pages_of(MAIL.format(head=head, title="#Inkassovarsel", foot=foot))).fields["letter_date"]
    assert isinstance(date, Reading)
    assert str(date.value) == "2026-05-06"
    assert date.confidence >= 0.85


@pytest.mark.parametrize("title", ["=== Inkassovarsel for ubetalt faktura ===", "*** INKASSOVARSEL ***"])
def test_a_heading_between_rules_of_signs_is_a_heading(title: str) -> None:
    head = "Fra: Rypefoss Kraft AS\nDato: 2026-05-06 06:32\nTil: Kari Prøvesen"
    letter = understand(pages_of(MAIL.format(head=head, title=title, foot="")))
    assert letter.kind.value is LetterKind.INKASSOVARSEL
    assert letter.kind.confidence >= 0.85
    assert isinstance(letter.heading, Reading)
    assert letter.heading.value == title.strip("=* ")


@pytest.mark.parametrize("first", ["Den 2. april 2026 sende vi deg faktura 4410.", "3. april 2026 fikk du regning 44."])
def test_a_letter_that_begins_with_its_bill_keeps_its_heading(first: str) -> None:
    drawn = MAIL.format(head="Voss, 6. mai 2026", title=f"Inkassovarsel\n\n{first}", foot="")
    letter = understand(pages_of(drawn))
    assert letter.kind.value is LetterKind.INKASSOVARSEL
    assert letter.kind.confidence >= 0.85
