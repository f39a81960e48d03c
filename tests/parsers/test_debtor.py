"""Whether compensation between businesses is asked of somebody who owes in private, and when only they know."""

from __future__ import annotations

import pytest

from parsers.model import DebtorType, Letter
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

LETTER = """
#Nordhav Inkasso AS
Postboks 77 Sentrum, 5803 Bergen

{to}
Fjordgata 4
5003 BERGEN

Dato: 14.08.2026

#Betalingsoppfordring

Kreditor: {creditor}
Gjelder: {claim}

{said}
Hovedstol                        2 400,00
Inkassosalær                       300,00
Standardkompensasjon               430,00
Sum å betale                     3 130,00

Betalingsfrist: 28.08.2026   Kontonr: 1234.56.78903

Vennlig hilsen
Nordhav Inkasso AS
"""
GATE = 0.85


def letter(claim: str, *, creditor: str = "Tåkefjell Drift AS", to: str = "Kari Prøvesen", said: str = "") -> Letter:
    return understand(pages_of(LETTER.format(claim=claim, creditor=creditor, to=to, said=said)))


@pytest.mark.parametrize(
    "claim",
    ["Tannbehandling mai 2026", "Foreldrebetaling juni", "Egenandel legetime", "Treningsavgift mai", "Svømmekurs barn"],
)
def test_nobody_has_their_own_teeth_or_children_in_trade(claim: str) -> None:
    debtor = letter(claim).debtor
    assert debtor.value is DebtorType.CONSUMER
    assert debtor.confidence >= GATE


@pytest.mark.parametrize(
    ("claim", "creditor", "to", "said"),
    [
        ("Mobilabonnement mai", "Snakkebua Mobil AS", "Kari Prøvesen", ""),
        ("Varekjøp ordre 4410", "Tannlegeutstyr Nord AS", "Kari Prøvesen", ""),
        ("Varer til klinikk", "Hudpleiegrossisten AS", "Kari Prøvesen", ""),
        ("Leie av utstyr", "Barnehage og fritid materiell AS", "Kari Prøvesen", ""),
        ("Tannregulering, teknikerarbeid", "Kronehjørnet AS", "Tannlege Kari Prøvesen", ""),
        ("Rørleggerarbeid", "Vannlåsen AS", "Kari Prøvesen", "Som forbruker kan du klage til nemnda."),
    ],
)
def test_who_may_trade_in_their_own_name_is_asked(claim: str, creditor: str, to: str, said: str) -> None:
    assert letter(claim, creditor=creditor, to=to, said=said).debtor.confidence < GATE
