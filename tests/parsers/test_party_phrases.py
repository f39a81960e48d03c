"""What sentences tell of the parties: who is what, what the claim is for, and numbers."""

from __future__ import annotations

import pytest

from parsers.fields.descriptions import described_in
from parsers.fields.number_phrases import numbers_in
from parsers.fields.party_phrases import named_in
from parsers.model import Reading, SenderRole
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of


@pytest.mark.parametrize(
    ("sentence", "field", "name"),
    [
        ("Båtforeningen Skvulpen har bedt oss om å følge opp en regning.", "creditor", "Båtforeningen Skvulpen"),
        ("Kravet Solsiden Bank ASA hadde mot deg, er overdratt.", "original_creditor", "Solsiden Bank ASA"),
        ("Solsiden Bank ASA har overdratt kravet til Fjellrev Kapital AS.", "original_creditor", "Solsiden Bank ASA"),
        ("Gjelden din hos Solsiden Bank ASA er solgt.", "original_creditor", "Solsiden Bank ASA"),
        ("Kravet ditt hos Solsiden Bank ASA er overdratt til oss.", "original_creditor", "Solsiden Bank ASA"),
        ("Lånet ditt hjå Solsiden Bank ASA er selt.", "original_creditor", "Solsiden Bank ASA"),
        ("Oppdragsgjevaren vår er Olsen Bilpleie AS.", "creditor", "Olsen Bilpleie AS"),
        ("Vi krever inn et beløp for Olsen Bilpleie. Det haster.", "creditor", "Olsen Bilpleie"),
        ("We act for Harbour View Dental in this case.", "creditor", "Harbour View Dental"),
        ("Avtalen du inngikk med Solsiden Bank ASA, er sagt opp.", "creditor", "Solsiden Bank ASA"),
        ("Kredittkontoen som du åpnet hos Solsiden Bank ASA, er stengt.", "creditor", "Solsiden Bank ASA"),
        ("The loan you took out with Solsiden Bank ASA is unpaid.", "creditor", "Solsiden Bank ASA"),
        ("Saken ble sendt til oss fra Solsida Velforening i går.", "creditor", "Solsida Velforening"),
        ("Saka di er send over til oss frå Solsida Rør AS.", "creditor", "Solsida Rør AS"),
        ("Vi viser til saka, der Solsida Turlag er fordringshavar.", "creditor", "Solsida Turlag"),
        ("Det gjelder et krav med Solsida Rør AS som kreditor.", "creditor", "Solsida Rør AS"),
        ("Hei, Liv-Eva. Solsida Rør AS har sendt oss saken din.", "creditor", "Solsida Rør AS"),
        ("Kjære Bo. Solsida Rør AS har bedt oss om å kreve inn pengene.", "creditor", "Solsida Rør AS"),
        ("Etter avstemming er det fortsatt en restanse til Borettslaget Nordlia.", "creditor", "Borettslaget Nordlia"),
        ("Vårt kontor er anmodet av Seilforeningen Bris om å kreve inn beløpet.", "creditor", "Seilforeningen Bris"),
        ("Du har uteståande hos Nordlia Sameie for mai.", "creditor", "Nordlia Sameie"),
        ("1610 MOSS\nInkassovarsel\nNordlia Sko AS har sendt saken til oss.", "creditor", "Nordlia Sko AS"),
        ("Saldoen skriver seg fra bruk av kort og kommer fra Solsiden Bank ASA.", "creditor", "Solsiden Bank ASA"),
    ],
)
def test_sentences_tell_the_parts_of_firms(sentence: str, field: str, name: str) -> None:
    assert (field, name) in [(n.field, n.name) for n in named_in(sentence)]


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("Kravet knytter seg til følgende: Malerarbeid august 2026 (faktura 4536924).", "Malerarbeid august 2026"),
        ("Vi har ikke mottatt betaling for barnehageplass i mai 2026.", "barnehageplass i mai 2026"),
        ("Vi mangler 2 400,00 kroner for trappevask i mai (faktura 20418).", "trappevask i mai"),
        ("Det gjelder Kontingent og båtplass 2026, faktura 819963, som er ubetalt.", "Kontingent og båtplass 2026"),
        ("Krav etter faktura nr. 87915 (husleie juni 2026). Forfall var 28. juli.", "husleie juni 2026"),
        ("Vi krever vi inn felleskostnader for mai 2026, kr 2 400,00.", "felleskostnader for mai 2026"),
    ],
)
def test_sentences_tell_what_a_claim_is_for(sentence: str, thing: str) -> None:
    assert thing in [d.text for d in described_in(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Det gjelder også når du har betalt.",
        "Betaling for sent kan gi renter.",
        "Kravet er for høyt, mener du kanskje.",
        "Kravet gjelder følgende fakturaer:",
    ],
)
def test_other_sentences_tell_no_thing(sentence: str) -> None:
    assert list(described_in(sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi er forretningsfører for Sameiet Prøvegården.",
        "Vi fører regnskapet for Sameiet Prøvegården, der du står oppført med en restanse.",
        "På vegne av Sameiet Prøvegården minner vi om felleskostnadene. Vi er forvalter for Sameiet Prøvegården.",
    ],
)
def test_who_keeps_a_bodys_affairs_writes_for_it_as_the_creditor(sentence: str) -> None:
    letter = understand(
        pages_of(
            f"""
    Nøkkelhagen Boligservice AS

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

#Inkassovarsel
    {sentence}
    Restanse              1 200,00
    Purregebyr               38,00
    Å betale              1 238,00
    Betaler du ikke, sender vi kravet til inkasso.
    """
        )
    )
    creditor = letter.field("creditor")
    assert letter.sender_role.value is SenderRole.CREDITOR
    assert isinstance(creditor, Reading)
    assert creditor.value == "Sameiet Prøvegården"


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("Min klient har krav på betaling fra Dem for Leie av lokale i mars.", "Leie av lokale i mars"),
        ("Den 3. mai skulle du ha betalt oss for Reiseforsikring 2026 (fakturanummer 20418).", "Reiseforsikring 2026"),
        ("Vi skal kreve inn et beløp for Hagearbeid i mai.", "Hagearbeid i mai"),
        ("Kravet, som er for Hagearbeid i mai, forfalt 03.06.2026.", "Hagearbeid i mai"),
        ("Kravet er på kr 2 400,00 og gjelder Hagearbeid i mai.", "Hagearbeid i mai"),
        ("Fakturaen (20418) er for Hagearbeid i mai.", "Hagearbeid i mai"),
        ("Kravet springer ut av Hagearbeid i mai.", "Hagearbeid i mai"),
        ("Fakturaen fra Polar Gym AS på Hagearbeid i mai står ubetalt.", "Hagearbeid i mai"),
        ("Regningen din fra Polar Gym AS (Hagearbeid i mai) er sendt til inkasso.", "Hagearbeid i mai"),
        ("Du har fått levert Hagearbeid i mai uten å betale.", "Hagearbeid i mai"),
        ("Regningen vi savner betaling for, gjelder Hagearbeid i mai og er ikke betalt.", "Hagearbeid i mai"),
        ("Hagearbeid i mai. Faktura 20418, utstedt 27.05.2026.", "Hagearbeid i mai"),
        ("Our client has not received payment for Hedges cut in May, which was due.", "Hedges cut in May"),
    ],
)
def test_what_was_to_be_paid_for(sentence: str, thing: str) -> None:
    assert [told.text for told in described_in(sentence)] == [thing]


def test_what_a_letter_does_not_concern_is_not_what_the_claim_is_for() -> None:
    for sentence in (
        "Har du innfridd kravet de siste dagene, gjelder ikke dette brevet deg.",
        "Har du betalt regningen du fikk i mai, gjelder ikke dette brevet deg.",
    ):
        assert list(described_in(sentence)) == []


@pytest.mark.parametrize("text", ["krever vi inn for faktura 3001931.", "betaling for regning nr. 20418."])
def test_a_bills_number_is_not_what_the_claim_is_for(text: str) -> None:
    assert list(described_in(text)) == []


@pytest.mark.parametrize(
    ("sentence", "field", "number"),
    [
        ("Faktura datert 20. mai 2026 med nummer 20418 er ikke betalt.", "invoice_number", "20418"),
        ("Rekninga for straum i mai 2026 (nr. 20418) er ikkje betalt.", "invoice_number", "20418"),
        ("Ved henvendelse, oppgi 7743/26.", "case_number", "7743/26"),
        ("Regningen for hagearbeid i mai har nummer 20418.", "invoice_number", "20418"),
    ],
)
def test_numbers_that_sentences_tell(sentence: str, field: str, number: str) -> None:
    assert [(told.field, told.number) for told in numbers_in(sentence)] == [(field, number)]


def test_an_account_named_after_a_bill_is_not_the_bills_number() -> None:
    assert list(numbers_in("Fakturaen av 20. mai betales til konto nummer 15034012345.")) == []


def test_what_a_debtor_may_have_bought_or_sold_makes_nobody_a_buyer_of_claims() -> None:
    letter = understand(
        pages_of("""
#Nødbluss Forsikring AS
Fjordgata 4, 5003 BERGEN

Kari Prøvesen
Fjordgata 9
5003 BERGEN
                                                            Dato: 14.05.2026
#Inkassovarsel

Hvor mye, og til hvem?
Premie                                           1 646,50
Gebyr for inkassovarsel                             38,00
I alt å betale                                   1 684,50

Betales ikke premien innen 28.05.2026, sender vi saken til inkasso. Det gir deg ekstra kostnader.

Har du flyttet, solgt bilen eller kjøpt noe nytt, er det fint om du sier fra.

Nødbluss Forsikring AS, Org.nr. 325 358 939
""")
    )
    assert letter.sender_role.value is SenderRole.CREDITOR
    assert letter.sender_role.confidence >= 0.85
    principal = letter.fields["principal"]
    assert isinstance(principal, Reading)
    assert str(principal.value) == "1646.50"


def test_who_writes_for_the_board_of_a_cooperative_collects_for_nobody_else() -> None:
    letter = understand(
        pages_of("""
#Tall og Takst Regnskap AS
Fjordgata 4, 5003 BERGEN

Kari Prøvesen
Fjordgata 9
5003 BERGEN
                                                            Dato: 14.05.2026
#Inkassovarsel

Det er fortsatt en restanse til Borettslaget Nordlia.

Felleskostnader april 2026                       5 721,50
Å betale                                         5 721,50

Betal innen 28.05.2026. Ellers sender vi kravet til inkasso.

Hilsen
Tall og Takst Regnskap AS
på vegne av styret
""")
    )
    assert letter.sender_role.value is SenderRole.CREDITOR
    creditor = letter.fields["creditor"]
    assert isinstance(creditor, Reading)
    assert creditor.value == "Borettslaget Nordlia"
