"""Bought claims, by whatever name they go: who sold, who owns now, and letters that only look like it."""

from __future__ import annotations

import pytest

from parsers.fields.descriptions import described_in
from parsers.fields.purchases import is_buyer, tells_of_sale
from parsers.model import LetterKind, Reading, SenderRole
from parsers.pipeline import understand
from parsers.views import fold
from tests.parsers.ascii_letters import pages_of

SALES = [
    "Saldoen på kontoen din tilhører nå Havsule Kapital AS.",
    "Kredittavtalen har fått ny eier.",
    "Lånet ditt har skiftet kreditor.",
    "Kontoen din har bytta eigar, og vi tek vare på ho vidare.",
    "Restgjelden eies nå av Havsule Kapital AS.",
    "Mellomværendet eies av oss fra 1. mars.",
    "Engasjementet er nå eid av Havsule Kapital AS.",
    "Dette gjelder en konto som vi eier.",
    "Vi eier nå kravet mot deg.",
    "Nå eies saldoen, som stammer fra Fjordlys Bank ASA, av Havsule Kapital AS.",
    "The balance of your account is now owned by Havsule Kapital AS.",
    "Your loan has got a new owner.",
    "We now own your debt.",
    "This is a debt which we have purchased.",
]


@pytest.mark.parametrize("said", SALES)
def test_a_claim_with_a_new_owner_was_sold_whatever_it_is_called(said: str) -> None:
    assert tells_of_sale(fold(said))


@pytest.mark.parametrize(
    "said",
    [
        "Har bilen fått ny eier, må du si fra til oss.",
        "Dette gjelder det du har kjøpt av oss på nett.",
        "Varene har du kjøpt fra lageret vårt, men ikke betalt.",
        "Kravet eies av Fjordlys Bank ASA, som vi skriver for.",
        "Du finner saldoen på kontoen din når du logger inn.",
        "Betal til kontoen som står øverst i dette brevet.",
        "Leiligheten har skiftet eier, og felleskostnadene følger andelen.",
        "Vi har overtatt innkrevingen av kravet fra Fjordlys Bank ASA.",
        "Your account is overdue and we ask you to pay.",
    ],
)
def test_other_talk_of_owners_and_accounts_tells_of_no_sale(said: str) -> None:
    assert not tells_of_sale(fold(said))


@pytest.mark.parametrize(
    "said",
    [
        "Alle rettigheter til lånet tilhører nå Havsule Kapital AS.",
        "Kontoen, som kommer fra Fjordlys Bank ASA, eies i dag av Havsule Kapital AS.",
        "Avtalen høyrer no til oss.",
        "The loan now belongs to us.",
    ],
)
def test_the_sender_bought_what_belongs_to_it_now(said: str) -> None:
    assert is_buyer(fold(said), "Havsule Kapital AS")


@pytest.mark.parametrize(
    "said",
    [
        "Saldoen stammer fra Fjordlys Bank ASA, av Havsule Kapital AS.",
        "Kravet gjelder saldoen.",
        "Det gjelder fristen.",
        "Kravet gjelder kontoen din.",
        "The claim concerns the account.",
    ],
)
def test_a_firm_or_what_is_known_already_is_not_what_the_claim_is_for(said: str) -> None:
    assert not list(described_in(said))


LETTER = """
    Havsule Kapital AS                                    NO 999 888 777

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    {seller:<23}Fjordlys Bank ASA
    {owner:<23}Havsule Kapital AS
    {reference:<23}KA-58120
    {kind:<23}Forbrukskreditt
    Brevdato               14.09.2026

    #{title}

    {story}

    Kapitalsaldo                                                    12 400,00
    Renter                                                           1 050,00
    Inkassosalær                                                     1 200,00
    Saldo i dag                                                     14 650,00

    Betal innen 28.09.2026 til konto 1503 24 11227.

    Havsule Kapital AS
"""

LATER = "Betalingsoppfordringen av 3. august 2026 gikk ut 17. august 2026 uten svar."

BOUGHT = [
    (
        "Tidligere eier", "Nåværende eier", "Kontoreferanse", "Kontotype", "Kontoen din er ubetalt",
        f"Kontoen du åpnet hos Fjordlys Bank ASA, har fått ny eier.\n    {LATER}", LetterKind.OPPFOLGING,
    ),
    (
        "Kreditor før", "Kreditor i dag", "Vår engasjementsref.", "Type lån", "Saldoen er fortsatt åpen",
        f"Som du vet, eies lånet nå av Havsule Kapital AS.\n    {LATER}", LetterKind.OPPFOLGING,
    ),
    (
        "Tidlegare eigar", "Noverande eigar", "Lånesaksref.", "Avtaletype", "Betalingsoppfordring",
        "Lånet ditt har fått ny kreditor.\n    Inkassovarsel blei sendt 3. august 2026 med frist 17. august 2026.",
        LetterKind.BETALINGSOPPFORDRING,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("seller", "owner", "reference", "kind", "title", "story", "letter"), BOUGHT)
def test_the_letter_of_a_buyer_is_a_purchasers(
    seller: str, owner: str, reference: str, kind: str, title: str, story: str, letter: LetterKind
) -> None:
    drawing = LETTER.format(seller=seller, owner=owner, reference=reference, kind=kind, title=title, story=story)
    read = understand(pages_of(drawing))
    assert read.sender_role.value is SenderRole.PURCHASER
    assert read.kind.value is letter
    found = {
        name: reading.value
        for name in ("creditor", "original_creditor", "collector", "case_number", "claim_description")
        if isinstance(reading := read.field(name), Reading)
    }
    assert found == {
        "creditor": "Havsule Kapital AS",
        "original_creditor": "Fjordlys Bank ASA",
        "collector": "Havsule Kapital AS",
        "case_number": "KA-58120",
        "claim_description": "Forbrukskreditt",
    }
