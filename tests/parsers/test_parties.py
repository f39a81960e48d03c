"""Parties and numbers: drawn letters, labels left of, over and before values, phrases, and the known traps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from parsers.fields.addressee import find_addressee
from parsers.fields.kind import read_kind
from parsers.fields.label_dictionary import LABELS
from parsers.fields.names import find_sender, name_at, same_name
from parsers.fields.parties import FIELDS, read_parties
from parsers.fields.statements import read_statements
from parsers.model import LineType, Missing, Reading, SenderRole
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of, sheet_of
from tests.parsers.field_letters import Drawn, drawn_letters

LETTERS = drawn_letters()


def parties_of(drawing: str) -> dict[str, Reading[str] | Missing]:
    sheet = sheet_of(drawing)
    kind = read_kind(sheet, statements=read_statements(sheet), line_types=frozenset({LineType.COLLECTION_FEE}))
    return read_parties(sheet, kind=kind)


def value(readings: Mapping[str, Reading[Any] | Missing], name: str) -> str | None:
    reading = readings[name]
    return reading.value if isinstance(reading, Reading) else None


@pytest.mark.parametrize("drawn", LETTERS, ids=lambda drawn: drawn.id)
def test_parties_and_numbers_of_a_drawn_letter(drawn: Drawn) -> None:
    wanted = {name: v for name, v in drawn.fields.items() if name in FIELDS}
    read = {}
    for name in wanted:
        reading = drawn.letter.field(name)
        read[name] = reading.value if isinstance(reading, Reading) else None
    assert read == wanted


@pytest.mark.parametrize("drawn", LETTERS, ids=lambda drawn: drawn.id)
def test_what_a_drawn_letter_does_not_print_is_not_read(drawn: Drawn) -> None:
    for name in drawn.absent:
        reading = drawn.letter.field(name)
        assert not isinstance(reading, Reading) or reading.confidence < 0.5, name


HEAD = """
    Nordhav Inkasso AS
    Postboks 77, 5803 Bergen

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    #BETALINGSOPPFORDRING

"""

PLACES = [
    "    {label}          {value}",
    "    {label}: {value}",
    "    {label}\n    {value}",
    "    Telefon 22 00 00 00        {label}          {value}",
    "    {label}                      Telefon\n    {value}                      22 00 00 00",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("field", "label", "printed"),
    [
        ("case_number", "Saksnummer", "77120/25"),
        ("case_number", "Saksnr.", "A-5512"),
        ("invoice_number", "Fakturanr.", "100233"),
        ("invoice_number", "Faktura nr", "F-2231"),
        ("customer_number", "Kundenummer", "90077"),
        ("creditor", "Fordringshaver", "Polar Gym AS"),
        ("creditor", "Oppdragsgiver", "Blåveis og Bier AS"),
        ("creditor", "Kravshavar", "Sunnbygda kommune"),
        ("claim_description", "Kravet gjelder", "Medlemskap april 2025"),
    ],
)
def test_value_is_found_wherever_its_label_stands(place: str, field: str, label: str, printed: str) -> None:
    readings = parties_of(HEAD + place.format(label=label, value=printed))
    assert value(readings, field) == printed


@pytest.mark.parametrize(
    ("sentence", "creditor"),
    [
        ("Vi skriver på vegne av Lynspretten Trening AS om et ubetalt krav.", "Lynspretten Trening AS"),
        ("Kreditor i denne saken er Sameiet Furukollen.", "Sameiet Furukollen"),
        ("Som inkassator for Sameiet Furukollen ber vi deg betale.", "Sameiet Furukollen"),
        ("Vi er bedt om hjelp av Sameiet Furukollen til å få inn pengene.", "Sameiet Furukollen"),
        ("Sameiet Furukollen har bedt Nordhav Inkasso AS om å kreve inn restansen din.", "Sameiet Furukollen"),
        ("Hos Multelia Energi AS har du kundenummer 881204.", "Multelia Energi AS"),
        ("Vi har fått i oppdrag fra Multelia Energi AS å kreve inn beløpet.", "Multelia Energi AS"),
        ("Vår oppdragsgiver, Smørblomst Barnehage SA, har ikke mottatt betaling.", "Smørblomst Barnehage SA"),
        ("Du har ikke betalt regningen fra Blåveis og Bier AS i tide.", "Blåveis og Bier AS"),
        ("På vegner av Sunnbygda Vasslag SA krev vi inn beløpet.", "Sunnbygda Vasslag SA"),
        ("We act on behalf of Polar Gym AS in this matter.", "Polar Gym AS"),
        ("Undertegnede byrå er av Polar Gym AS bedt om å kreve inn beløpet.", "Polar Gym AS"),
    ],
)
def test_creditor_is_found_in_running_text(sentence: str, creditor: str) -> None:
    assert value(parties_of(HEAD + "    " + sentence), "creditor") == creditor


@pytest.mark.parametrize(
    "drawing",
    [
        "    Beløpet innkreves på vegne av     Dato\n    {name:<34}02.03.2026",
        "    Vi jobber for          {name}",
        "    Vi krev inn pengar for      {name}",
    ],
)
@pytest.mark.parametrize("name", ["Multelia Energi AS", "Musikkforeningen Tuten"])
def test_a_label_that_ends_where_the_creditors_name_belongs_names_it(drawing: str, name: str) -> None:
    assert value(parties_of(HEAD + drawing.format(name=name)), "creditor") == name


def test_a_firm_with_its_street_in_the_foot_is_the_sender_rather_than_who_signs() -> None:
    drawing = """
    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    #Betalingsoppfordring

    Kravet fra Multelia Energi AS er ikke betalt. Vi ber deg om å gjøre opp innen 2. mai 2026, ellers kan saken gå til
    namsmannen eller forliksrådet. Har du spørsmål, må du gjerne ringe oss.

    Med hilsen
    Ola Dalsnes



    Vindvika Inkassobyrå AS Skolebakken 117, 5003 Bergen
"""
    sender = find_sender(sheet_of(drawing))
    assert sender is not None
    assert sender.name.text == "Vindvika Inkassobyrå AS"


def test_a_body_whose_officer_signs_is_the_sender() -> None:
    drawing = """
    Solkroken ungdomsskole
    Skolebakken 2, 5003 BERGEN

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    #Purring

    Du har ikke betalt for leirskole. Betal 900 kroner innen 2. mai 2026.

    Hilsen
    Ola Dalsnes
    inspektør, Solkroken ungdomsskole
"""
    sender = find_sender(sheet_of(drawing))
    assert sender is not None
    assert sender.name.text == "Solkroken ungdomsskole"


def test_creditor_that_is_also_labelled_is_surer_than_one_named_once() -> None:
    once = parties_of(HEAD + "    Vi skriver på vegne av Polar Gym AS.")["creditor"]
    twice = parties_of(HEAD + "    Kreditor: Polar Gym AS\n\n    Vi skriver på vegne av Polar Gym AS.")["creditor"]
    assert isinstance(once, Reading)
    assert isinstance(twice, Reading)
    assert twice.confidence > once.confidence
    assert "repeated" in twice.corroborated


def test_two_creditors_are_not_chosen_between_with_high_confidence() -> None:
    reading = parties_of(HEAD + "    Kreditor: Polar Gym AS\n\n    Kreditor: Multelia Energi AS")["creditor"]
    assert isinstance(reading, Reading)
    assert reading.confidence < 0.8
    assert reading.rivals


def test_fordringshaver_in_a_bought_claim_with_its_new_owner_named_is_the_original_creditor() -> None:
    drawing = """
    #Fjellrev Kapital AS

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    Fordringshaver: Solsiden Bank ASA

    #BETALINGSOPPFORDRING

    Fjellrev Kapital AS har kjøpt kravet fra Solsiden Bank ASA.

    Hilsen Fjellrev Kapital AS
    """
    readings = parties_of(drawing)
    assert value(readings, "original_creditor") == "Solsiden Bank ASA"
    assert value(readings, "creditor") == "Fjellrev Kapital AS"


def test_case_number_that_repeats_the_invoice_number_is_no_case_number() -> None:
    readings = parties_of(HEAD + "    Saksnr: 33143\n    Fakturanr: 33143")
    assert value(readings, "invoice_number") == "33143"
    assert value(readings, "case_number") is None


def test_organisation_number_of_the_debtor_is_nobody_elses() -> None:
    drawing = """
    Nordhav Inkasso AS

    Kafé Blåklokke AS
    Org.nr. 974 760 673
    Torget 2
    5014 BERGEN

    #BETALINGSOPPFORDRING
    """
    readings = parties_of(drawing)
    assert value(readings, "collector_org_number") is None
    assert value(readings, "creditor_org_number") is None


def test_organisation_number_with_a_wrong_check_digit_is_not_trusted() -> None:
    reading = parties_of(HEAD + "    Nordhav Inkasso AS, Org.nr. 974 760 674")["collector_org_number"]
    assert isinstance(reading, Reading)
    assert reading.confidence < 0.5


def test_date_or_amount_beside_a_label_is_no_number() -> None:
    readings = parties_of(HEAD + "    Faktura          12.03.2025\n    Saksnr           1 234,50")
    assert value(readings, "invoice_number") is None
    assert value(readings, "case_number") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Knebøy og Kaffe AS med en regning", "Knebøy og Kaffe AS"),
        ("Tyttebærdal kommune sender kravet", "Tyttebærdal kommune"),
        ("Blåveis & Bier AS, org.nr. 974760673", "Blåveis & Bier AS"),
        ("Havblikk Parkering AS.", "Havblikk Parkering AS"),
    ],
)
def test_name_ends_at_its_company_form(text: str, name: str) -> None:
    span = name_at(text, 0)
    assert span is not None
    assert text[slice(*span)] == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("RYPEFJELL INKASSO AS", "Rypefjell Inkasso", True),
        ("Rypefje1l Inkasso AS", "Rypefjell Inkasso AS", True),
        ("Polar Gym AS", "Polar Bad AS", False),
    ],
)
def test_names_are_compared_without_case_form_and_small_misreadings(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_sender_and_addressee_are_told_apart() -> None:
    sheet = sheet_of(HEAD)
    sender = find_sender(sheet)
    addressee = find_addressee(sheet, not_names=[sender.name.text] if sender else [])
    assert sender is not None
    assert addressee is not None
    assert (sender.name.text, addressee.name) == ("Nordhav Inkasso AS", "Kari Prøvesen")


def test_every_label_belongs_to_one_field_only() -> None:
    seen: dict[str, str] = {}
    for field, rows in LABELS.items():
        for words, strength in rows:
            assert 0 < strength <= 1
            assert seen.setdefault(words, field) == field, words


def test_the_senders_name_stands_in_a_mails_head_and_never_in_its_streets() -> None:
    sheet = sheet_of("""
Betalingspåminnelse
Fra: Velforeningen Utsikten <post@utsikten.example>
Til: Kari Prøvesen <kari@postkassen.example>
Dato: 14.08.2026

Hei. Betalingen for kontingenten har ikke kommet fram til oss, og vi ber deg om å gjøre opp.
--
Velforeningen Utsikten
Hvitveisbakken 49, 5003 BERGEN
""")
    sender = find_sender(sheet)
    assert sender is not None
    assert sender.name.text == "Velforeningen Utsikten"


def test_a_printed_message_is_to_whom_its_head_says_also_where_the_accounts_owner_stands_over_it() -> None:
    sheet = sheet_of("""
Kari Prøvesen
Fra:     Havdal Strøm AS <faktura-noreply@havdal.example>
Emne:    Inkassovarsel for ubetalt faktura [27756]
Til:     Kari Prøvesen
Dato:    14.08.2026

Vi venter fremdeles på betaling fra deg.
""")
    addressee = find_addressee(sheet)
    sender = find_sender(sheet, addressee=addressee)
    assert addressee is not None
    assert sender is not None
    assert (sender.name.text, addressee.name) == ("Havdal Strøm AS", "Kari Prøvesen")


MANAGED = """
{head}
Postboks 12, 5003 BERGEN

Kari Prøvesen                                                                  Dato: 12.05.2026
Fjordgata 4                                                                    Faktura 66102
5003 BERGEN

#Inkassovarsel

Vi kan ikke se å ha mottatt felleskostnader for april 2026, som forfalt 15. april 2026.

Felleskostnader april 2026                       4 100,00
Purregebyr                                          38,00
Å betale                                         4 138,00

Betal innen 26. mai 2026 til konto 1503 40 01070. Betaler du ikke, sendes kravet til inkasso.

Med vennlig hilsen
{manager}
på vegne av {owner}
"""


@pytest.mark.parametrize(
    ("head", "owner", "manager"),
    [
        ("Lia Borettslag\nv/ Haugland Forvaltning AS", "Lia Borettslag", "Haugland Forvaltning AS"),
        ("Lia Borettslag v/ Haugland Forvaltning AS", "Lia Borettslag", "Haugland Forvaltning AS"),
        ("Sameiet Solgården\nc/o Haugland Forvaltning AS", "Sameiet Solgården", "Haugland Forvaltning AS"),
    ],
)
def test_a_body_that_writes_by_its_manager_is_the_creditor_itself(head: str, owner: str, manager: str) -> None:
    letter = understand(pages_of(MANAGED.format(head=head, owner=owner, manager=manager)))
    creditor = letter.field("creditor")
    assert isinstance(creditor, Reading)
    assert creditor.value == owner
    assert letter.sender_role.value is SenderRole.CREDITOR


def test_a_body_that_writes_by_a_collector_is_not_the_sender() -> None:
    drawing = MANAGED.format(
        head="Lia Borettslag\nv/ Haugland Inkasso AS", owner="Lia Borettslag", manager="Haugland Inkasso AS"
    ).replace("Inkassovarsel", "Betalingsoppfordring")
    letter = understand(pages_of(drawing))
    assert letter.sender_role.value is SenderRole.COLLECTOR
    creditor = letter.field("creditor")
    assert isinstance(creditor, Reading)
    assert creditor.value == "Lia Borettslag"


def test_what_stands_under_the_bills_of_a_list_is_what_they_are_for() -> None:
    drawing = """
Kjedebrev Inkasso AS                                                          Dato 08.10.2026

Betalingsoppfordring

Vi krever inn dette for Redningsplanken Forsikring AS:

1    Faktura 29170 utstedt 31.07.26, forfalt 20.08.26          898,04
     Premie innbo 2026
Faktura                                                        898,04
Inkassosalær                                                   262,50
Å betale samlet                                              1 160,54
"""
    described = understand(pages_of(drawing)).field("claim_description")
    assert isinstance(described, Reading)
    assert described.value == "Premie innbo 2026"


CODES_BESIDE_LABELS = """
    Saksnr.
    7743/26                     Kode     Post                             Kr.
    Kreditor                    010      Hovedstol                   2 037,00
    Polar Gym AS                020      Forsinkelsesrente              33,50
    Fakturanr.                  040      Salær                         300,00
    20418                       090      Innbetalt                    -500,00
"""


def test_a_column_of_labels_over_their_values_is_read_downwards() -> None:
    readings = parties_of(HEAD + CODES_BESIDE_LABELS)
    assert (value(readings, "creditor"), value(readings, "invoice_number")) == ("Polar Gym AS", "20418")


def test_a_heading_is_no_phrase_about_what_stands_under_it() -> None:
    drawing = HEAD.replace("#BETALINGSOPPFORDRING", "#PURRING") + "    Kva du skuldar\n\n    Beløp\n    kr 1 200,-\n"
    assert value(parties_of(drawing), "creditor") != "Beløp"


def test_a_verb_at_the_end_of_a_line_is_no_label() -> None:
    drawing = HEAD + (
        "    Vi er tilgjengelige på telefon fra mandag til torsdag. Har du gjort opp de siste dagene, gjelder\n"
        "    ikke dette brevet deg.\n\n    Hilsen\n    Nordhav Inkasso AS\n"
    )
    assert value(parties_of(drawing), "claim_description") is None


def test_a_firm_may_be_called_like_a_label() -> None:
    sheet = sheet_of(
        "    Kontorgleden Binders AS\n\n    Kari Prøvesen        Vår ref.        Lise Eksempelmo\n"
        "    Fjordgata 4\n    5003 BERGEN\n\n    #Purring\n\n    Med vennlig hilsen\n    Kontorgleden Binders AS\n"
    )
    sender = find_sender(sheet, addressee=find_addressee(sheet))
    assert sender is not None
    assert sender.name.text == "Kontorgleden Binders AS"


def test_the_claims_number_beside_the_cases_is_the_bills() -> None:
    readings = parties_of(HEAD + "    Sak:          7743/26\n    Kravnr.:      20418\n")
    assert (value(readings, "case_number"), value(readings, "invoice_number")) == ("7743/26", "20418")


SECTIONS = """
    Bakgrunn                                            Oppgjør
    Vi har tidligere skrevet til deg om dette           Det bes om at beløpet overføres til konto
    for en tid siden uten å få svar fra deg.            i løpet av de neste fjorten dagene.
"""


def test_a_section_beside_another_is_no_value_of_its_heading() -> None:
    assert value(parties_of(HEAD + SECTIONS), "claim_description") != "Oppgjør"


SIGNED = """
{head}

Kari Prøvesen
Fjordgata 4
5003 BERGEN
                                                      Dato                18.07.2026
                                                      Kreditor            {creditor}
                                                      Fakturanr           48213

#Betalingsoppfordring

Kravet er ikke betalt, og vi ber deg betale innen 01.08.2026.

Hovedstol                                     720,00
Inkassosalær                                  187,50
Å betale                                      907,50

Hilsen {who}
"""


@pytest.mark.parametrize(
    ("head", "who"),
    [
        ("Nordre Inkasso\nAS", "Kari i Nordre Inkasso"),
        ("Nordre Inkasso AS", "Per Olav ved Nordre Inkasso"),
        ("Nordre Inkasso AS", "Anne fra Nordre Inkasso"),
    ],
)
def test_who_signs_for_a_firm_is_no_part_of_its_name(head: str, who: str) -> None:
    letter = understand(pages_of(SIGNED.format(head=head, who=who, creditor="Solvik Trening AS")))
    assert value(letter.fields, "collector") == "Nordre Inkasso AS"


def test_the_second_line_of_the_creditors_name_is_no_letterhead() -> None:
    creditor = "Tannlegene på" + "\n" + " " * 74 + "Solvikhaugen AS"
    head = SIGNED.format(head="Nordre Inkasso", who="Nordre Inkasso", creditor=creditor)
    foot = "\n" * 12 + "Nordre Inkasso AS, Postboks 12, 5003 BERGEN. Org.nr. 985 111 116"
    letter = understand(pages_of(head + foot))
    assert value(letter.fields, "collector") == "Nordre Inkasso AS"
    assert value(letter.fields, "creditor") == "Tannlegene på Solvikhaugen AS"
