"""What claims are for, as sentences, lone lines, headings and names of bills tell it."""

from __future__ import annotations

import pytest

from parsers.fields.descriptions import alone_for, described_in, may_describe
from parsers.fields.stems import field_of
from parsers.model import LineType, Reading
from parsers.patterns import read_row_label
from parsers.pipeline import understand
from parsers.views import fold
from tests.parsers.ascii_letters import pages_of

TOLD = [
    (
        "Oppdragsgiver: Solheim AS. For rotfylling mars 2026, regningsnr. F7127, forfall 05.03.26.",
        "rotfylling mars 2026",
    ),
    ("Du har ikke betalt service på varmepumpe som forfalt 29.03.2025.", "service på varmepumpe"),
    ("Du har ikkje betalt husleige for mai som forfall 29.03.2025.", "husleige for mai"),
    ("De har ennå ikke betalt leie av lagerbod, som forfalt 3. mai 2026.", "leie av lagerbod"),
    ("Kravet kjem frå Stiftinga Tunet og gjeld hybelleige, forfall 23. oktober 2025.", "hybelleige"),
    ("Kravet er sendt oss av Åsen Barnehage SA og gjelder SFO-betaling juni 2026.", "SFO-betaling juni 2026"),
    (
        "Vi ser at telefon og nett juli 2026, faktura F87859 med forfall 12.8.2026, står ubetalt.",
        "telefon og nett juli 2026",
    ),
    ("Me ser at årsavgift for båtplass, faktura 87859, står ubetalt.", "årsavgift for båtplass"),
    ("Etter våre bøker står kr 1 961,00 for kjøp av sofa framleis uteståande.", "kjøp av sofa"),
    ("I regnskapet vårt står NOK 961,00 for dekkhotell fortsatt åpent.", "dekkhotell"),
    ("Our records show that the annual membership, due on 16 July 2026, has not been paid.", "annual membership"),
    ("Solsida Sport AS har penger til gode hos deg for bindinger og ski, faktura 2020004.", "bindinger og ski"),
    ("Disse fakturaene for treningsmedlemskap april 2026 er ikke betalt:", "treningsmedlemskap april 2026"),
    ("Vi kan ikke se at tannregulering (faktura 85575, forfall 5. juli 2023) er betalt.", "tannregulering"),
    ("Vi kan ikkje sjå at straum for mars (rekning 85575) er betalt.", "straum for mars"),
    ("Me kan ikkje sjå at barnehageplass i mai, faktura 5512, er gjord opp.", "barnehageplass i mai"),
    ("Vi har ikke registrert at snømåking vinteren 2026 (faktura 12) er betalt.", "snømåking vinteren 2026"),
    ("Klienten min opplyser at takrenner, tilbud 4471 ikke er betalt.", "takrenner, tilbud 4471"),
    ("Vi ser at takrenner, tilbud\n4471 ikke er betalt.", "takrenner, tilbud 4471"),
    ("Vi har sett at betalingen for Årskort\nsvømmehall 2026 ikke er kommet inn til oss.", "Årskort svømmehall 2026"),
    ("Hei igjen. Kurs i keramikk, uke 12 står fortsatt\nubetalt hos oss.", "Kurs i keramikk, uke 12"),
    (
        "Kundenummer 88, faktura 77121, utferda 5. mai 2026, for Båtplass 2026, fyrste forfall 25. mai 2026",
        "Båtplass 2026",
    ),
    ("Beløpet under står åpent. Tekst: Lakkering april 2026.", "Lakkering april 2026"),
    ("Vi ser ikke at du har betalt for Månedskort mai 2026, så her er regningen igjen.", "Månedskort mai 2026"),
    ("I mai skulle du ha betalt oss for Vask av bil DA 40112 (fakturanummer 8812).", "Vask av bil DA 40112"),
]


@pytest.mark.parametrize(("sentence", "thing"), TOLD)
def test_sentences_tell_what_a_claim_is_for(sentence: str, thing: str) -> None:
    assert thing in [told.text for told in described_in(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi kan ikke se at du har betalt (se vedlegg).",
        "Du har ikke betalt fakturaen som forfalt 3. mai 2026.",
        "Vi ser at fakturaen, som forfalt 3. mai, står ubetalt.",
        "Kravet kommer fra Solvik AS og gjelder fortsatt.",
        "Du har ikke betalt beløpet som forfalt 3. mai.",
        "Disse fakturaene for mai er ikke betalt:",
        "For spørsmål, faktura eller annet, ring oss.",
        "Vi kan ikke se at kravet (sak 55) er betalt.",
        "Vi kan ikke se at fristen (14 dager) er holdt.",
        "For betaling, fakturanr. 2020 og KID må oppgis.",
        "Har du penger til gode hos oss for dette, si fra.",
    ],
)
def test_sentences_about_other_things_tell_nothing(sentence: str) -> None:
    assert [told.text for told in described_in(sentence)] == []


@pytest.mark.parametrize(
    ("line", "thing"),
    [
        ("For leie av lagerbod", "leie av lagerbod"),
        ("For vask og stell av bil", "vask og stell av bil"),
        ("For å unngå inkasso", None),
        ("For spørsmål om kravet", None),
        ("For sen betaling", None),
        ("For deg som har betalt", None),
    ],
)
def test_a_line_alone_tells_what_a_sum_is_for(line: str, thing: str | None) -> None:
    told = alone_for(line)
    assert (line[slice(*told[:2])] if told is not None else None) == thing


@pytest.mark.parametrize("text", ["SFO-betaling juni 2026", "Foreldrebetaling mai", "varer levert på konto"])
def test_payments_that_are_asked_for_are_things(text: str) -> None:
    assert may_describe(text)
    row = read_row_label(text)
    assert row is None or row.type is not LineType.PAID


@pytest.mark.parametrize(
    "text", ["Forfall", "FORFALT", "Emne", "Invoice amount", "Opprinnelig krav", "Opphavleg beløp"]
)
def test_names_of_other_values_are_no_things(text: str) -> None:
    assert not may_describe(text)


@pytest.mark.parametrize(
    "label", ["Kontrollsanksjon nr", "Kontrollsanksjonsnr.", "Sanksjonsnummer", "Kontrollavgift nr.", "Passeringsnr"]
)
def test_an_act_with_a_number_is_a_bill(label: str) -> None:
    told = field_of(fold(label))
    assert told is not None
    assert told[0] == "invoice_number"


LETTER = """
Nordre Inkasso AS

Kari Prøvesen
Fjordgata 4
5003 BERGEN

#{heading}

Kreditor:                 Parkvokterne Drift AS
{label:<26}{value}
Forfall:                  14.06.2026

Hovedstol                                     720,00
Inkassosalær                                  187,50
Å betale                                      907,50
"""


def test_a_firm_under_the_heading_is_not_what_was_not_paid_for() -> None:
    text = "Kravet er ikke betalt\nSolvik Tak og Renne AS – regning nr. 8812: Takrenner mars 2026"
    assert "Solvik Tak og Renne AS" not in [told.text for told in described_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "2 vedlegg",
        "Overført fra faktura vi har sendt",
        "Ubetalt fra forrige regning",
        "Rest på bilag",
        "Dersom du ikke betaler",
        "Sum krav med renter og omkostninger",
    ],
)
def test_what_names_a_row_a_heading_or_a_mail_describes_nothing(text: str) -> None:
    assert not may_describe(text)


def _description(drawing: str) -> str | None:
    found = understand(pages_of(drawing)).field("claim_description")
    return str(found.value) if isinstance(found, Reading) else None


def test_the_head_of_the_next_column_is_not_what_the_claim_is_for() -> None:
    letter = """
Nordre Inkasso AS

#Betalingsoppfordring

Beskrivelse               Tillegg              Kroner
Hovedstol                                      720,00
Inkassosalær              jf. forskriften      187,50
Å betale                                       907,50
"""
    assert _description(letter) is None


def test_dots_lead_from_a_label_to_its_value() -> None:
    letter = """
Solvik Tak AS

#Purring

Varetekst ..........: Takrenner mars 2026
Purregebyr ...........................................................  35,00
Å betale ............................................................. 755,00
"""
    assert _description(letter) == "Takrenner mars 2026"


def test_our_is_no_goods() -> None:
    letter = """
Solvik Tak AS

#Purring

Våre bøker viser at betalingen for Takrenner
mars 2026 ikke er kommet inn.

Faktura                                       720,00
Purregebyr                                     35,00
Å betale                                      755,00
"""
    assert _description(letter) == "Takrenner mars 2026"


def test_a_sentence_may_break_between_the_thing_and_when_it_was_due() -> None:
    letter = """
Solvik Utleie AS

#Purring

Leien er ikke betalt. Leie garasje september 2026 skulle
vært betalt 25. september 2026.

Ubetalt                                       720,00
Purregebyr                                     35,00
Å betale                                      755,00
"""
    assert _description(letter) == "Leie garasje september 2026"


@pytest.mark.parametrize(
    ("heading", "label", "value", "thing"),
    [
        ("Betalingsoppfordring", "Kontrollsanksjonsnr.:", "425-9337", "Kontrollsanksjon"),
        ("Betalingsoppfordring", "Gjelder", "varer levert på konto", "varer levert på konto"),
        ("BETALINGSOPPFORDRING - FELLESKOSTNADER", "Saksnr.", "88-12", "FELLESKOSTNADER"),
        ("Betalingsoppfordring – Bergen", "Saksnr.", "88-12", None),
    ],
)
def test_a_letter_tells_it_by_a_bills_name_a_label_or_the_heading(
    heading: str, label: str, value: str, thing: str | None
) -> None:
    found = understand(pages_of(LETTER.format(heading=heading, label=label, value=value))).field("claim_description")
    assert (found.value if isinstance(found, Reading) else None) == thing
