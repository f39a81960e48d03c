"""Letters that a firm writes in its principal's name: "Lia Tannklinikk", "v/ Solvik Inkasso AS"."""

from __future__ import annotations

import pytest

from parsers.model import LetterKind, Reading, SenderRole
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

LETTER = """
    {head}

    Kari Nordmann                                        Dato: 14.08.2026
    Lia 4                                                Fakturanr.: 20418
    5700 VOLDA

    #1. purring

    Vi har ikke mottatt betaling for trappevask i mai 2026. Forfall var 20.05.2026.

    Fakturabeløp                                                    1 200,00
    Purregebyr                                                         38,00
    Å betale                                                        1 238,00

    Ny forfallsdato: 28.08.2026. Kontonummer: 1234 56 78903. KID: 1234566

    Org.nr. 999 888 777
"""


def named(letter: str, field: str) -> object:
    reading = understand(pages_of(letter)).field(field)
    return reading.value if isinstance(reading, Reading) else None


@pytest.mark.parametrize(
    ("head", "writer"),
    [
        ("Polar Renhold AS\n    v/ Solvik Inkasso AS, fakturaservice", "Solvik Inkasso AS"),
        ("Polar Renhold AS\n    v/ Solvik Økonomi AS, reskontrotjenester", "Solvik Økonomi AS"),
        ("Polar Renhold AS\n    v/ Solvik Kredittservice AS", "Solvik Kredittservice AS"),
        ("Polar Renhold AS v/ Solvik Innfordring AS", "Solvik Innfordring AS"),
        ("Polar Renhold AS\n    c/o Solvik Regnskap AS, purretjeneste", "Solvik Regnskap AS"),
    ],
)
def test_a_firm_that_reminds_for_its_principal_is_the_one_that_writes(head: str, writer: str) -> None:
    letter = LETTER.format(head=head)
    assert named(letter, "collector") == writer
    assert named(letter, "creditor") == "Polar Renhold AS"
    understood = understand(pages_of(letter))
    assert understood.sender_role.value is SenderRole.COLLECTOR
    assert understood.kind.value is LetterKind.PURRING


def test_a_principal_without_a_company_form_is_the_creditor_too() -> None:
    letter = LETTER.format(head="Lia Tannklinikk\n    v/ Solvik Inkasso AS, fakturaservice")
    assert named(letter, "creditor") == "Lia Tannklinikk"
    assert named(letter, "collector") == "Solvik Inkasso AS"


@pytest.mark.parametrize(
    "head",
    ["Lia Borettslag\n    v/ Solvik Forvaltning AS", "Lia Borettslag v/ Solvik Boligbyggelag BA", "Polar Renhold AS"],
)
def test_a_body_that_is_only_managed_writes_itself(head: str) -> None:
    letter = LETTER.format(head=head)
    assert named(letter, "collector") is None
    assert understand(pages_of(letter)).sender_role.value is SenderRole.CREDITOR


def test_a_debtors_lawyer_makes_the_debtor_no_creditor() -> None:
    letter = LETTER.format(head="Polar Renhold AS").replace("Kari Nordmann", "Fjord Bygg AS   ").replace(
        "    Lia 4", "    v/ Advokatfirmaet Moe AS\n    Lia 4"
    )  # fmt: skip
    assert named(letter, "creditor") == "Polar Renhold AS"
