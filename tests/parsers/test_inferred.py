"""What no label names, told from the rest of the letter: order of dates, elimination, stems; and what is left alone."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.case import GATE
from parsers.fields.stems import field_of
from parsers.model import Letter, LetterKind, Missing, Reading, SenderRole
from parsers.pipeline import understand
from parsers.views import fold
from tests.parsers.paper import typed

HEAD = """
    Fjordgløtt Inkasso AS
    Postboks 40, 0101 OSLO                       Org.nr. 999 888 777

    Kari Testesen
    Prøveveien 1
    5003 BERGEN

"""


def letter_of(body: str) -> Letter:
    return understand([typed(HEAD + body)])


def value(letter: Letter, name: str) -> object:
    reading = letter.field(name)
    return reading.value if isinstance(reading, Reading) else None


def test_the_one_date_after_the_letters_own_is_the_deadline() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    Vi har fått i oppdrag av Duggfrisk Renseri AS å kreve inn 1 200,00 kr.
    Pengene ventes hos oss den 30.03.2026.
    """)
    assert value(letter, "payment_deadline") == dt.date(2026, 3, 30)


def test_two_later_dates_are_not_chosen_between() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    Noe skjer den 30.03.2026, og noe annet skjer den 14.04.2026.
    """)
    assert value(letter, "payment_deadline") is None


def test_the_one_firm_that_is_neither_sender_nor_debtor_is_the_creditor() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    Pengene tilkommer Duggfrisk Renseri AS. Inkassosalær kr 350,00.
    Har du betalt til Duggfrisk Renseri AS, kan du se bort fra brevet.
    """)
    assert value(letter, "creditor") == "Duggfrisk Renseri AS"


@pytest.mark.parametrize(
    ("line", "field", "expected"),
    [
        ("Regning 81298", "invoice_number", "81298"),
        ("Kundekonto 703911", "customer_number", "703911"),
        ("Medlem nr.: 543137", "customer_number", "543137"),
        ("Klientens ref.: 32436", "customer_number", "32436"),
    ],
)
def test_number_is_named_by_the_stem_of_the_word_before_it(line: str, field: str, expected: str) -> None:
    letter = letter_of(f"""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    {line}
    """)
    assert value(letter, field) == expected


@pytest.mark.parametrize(
    ("label", "printed", "field", "expected"),
    [
        ("Da skulle den vært betalt", "01.02.2026", "original_due_date", dt.date(2026, 2, 1)),
        ("Første forfall", "01.02.2026", "original_due_date", dt.date(2026, 2, 1)),
        ("Siste dag å betale", "30.03.2026", "payment_deadline", dt.date(2026, 3, 30)),
        ("Nytt forfall", "30.03.2026", "payment_deadline", dt.date(2026, 3, 30)),
        ("Betalingsdagen var", "01.02.2026", "original_due_date", dt.date(2026, 2, 1)),
        ("Misligholdt siden", "01.02.2026", "original_due_date", dt.date(2026, 2, 1)),
        ("Ny betalingsdag", "30.03.2026", "payment_deadline", dt.date(2026, 3, 30)),
        ("Reskontronr.", "230411", "customer_number", "230411"),
        ("Vår saksref.:", "839486/19", "case_number", "839486/19"),
        ("Fakturaens nummer", "82569", "invoice_number", "82569"),
        ("Saken din", "839486/19", "case_number", "839486/19"),
        ("Hva regningen er for", "Rørleggerarbeid mai 2026", "claim_description", "Rørleggerarbeid mai 2026"),
        ("Kjøp", "Ullgenser og skjerf", "claim_description", "Ullgenser og skjerf"),
    ],
)
@pytest.mark.parametrize("gap", ["    ", "\n    "])
def test_label_nobody_listed_is_told_by_its_stems(
    label: str, printed: str, field: str, expected: object, gap: str
) -> None:
    letter = letter_of(f"""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    {label}{gap}{printed}

    Vennlig hilsen oss
    """)
    assert value(letter, field) == expected


def test_what_was_bought_is_found_in_a_sentence_about_its_amount() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Inkassovarsel

    Vi har sett i listene, og vi mangler Halleie og trening mars på kr 2 651,00 fra deg.
    """)
    assert value(letter, "claim_description") == "Halleie og trening mars"


def test_an_inference_by_order_alone_is_no_ground_for_accusing() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    Vi ser gjerne at du møter opp den 19.03.2026.
    """)
    reading = letter.field("payment_deadline")
    assert isinstance(reading, Missing) or reading.confidence < GATE


@pytest.mark.parametrize(
    "text",
    ["Til hvilken konto?", "KID", "Vennlig hilsen", "Vi har ikke hørt fra deg", "Telefon", "Takk for handelen"],
)
def test_other_words_are_no_label_of_a_field(text: str) -> None:
    known = field_of(fold(text))
    assert known is None or known[0] == "other"


def test_the_latest_date_to_pay_by_is_not_taken_for_the_letters_own() -> None:
    letter = understand(
        [
            typed(
                HEAD
                + """
    Betalingsoppfordring

    Vi ventar oppgjer på konto til 30.03.2026.
    Varene vart leverte 10.01.2026.
    """
            )
        ]
    )
    assert value(letter, "letter_date") != dt.date(2026, 3, 30)


def test_who_bought_a_claim_is_told_by_whom_it_now_belongs_to() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    Kravet Duggfrisk Renseri AS hadde mot deg, tilhører nå Fjordgløtt Inkasso AS.

    Eier av kravet        Fjordgløtt Inkasso AS
    Tidligere eier        Duggfrisk Renseri AS

    Du må betale 1 200,00 kr innen 30.03.2026.
    """)
    assert letter.sender_role.value is SenderRole.PURCHASER
    assert value(letter, "creditor") == "Fjordgløtt Inkasso AS"
    assert value(letter, "original_creditor") == "Duggfrisk Renseri AS"


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi er bedt av Duggfrisk Renseri AS om å kreve inn et beløp fra deg.",
        "Regningen din fra Duggfrisk Renseri AS er ikke betalt.",
    ],
)
def test_the_creditor_in_a_sentence_about_the_bill_or_the_mandate(sentence: str) -> None:
    letter = letter_of(f"""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    {sentence} Skriv til Torvhaugen Regnskap AS om du vil ha kopi.
    """)
    assert value(letter, "creditor") == "Duggfrisk Renseri AS"


def test_a_question_about_a_thing_sold_after_the_claim_is_no_bought_claim() -> None:
    letter = understand(
        [
            typed("""
    Stripehav Parkering AS                       Org.nr. 999 888 777

    Kari Testesen
    Prøveveien 1
    5003 BERGEN

    Inkassovarsel

    Betal 2 831,00 kr innen 30.03.2026, uavhengig av om du bestrider kravet. Har du solgt bilen, så ring oss.
    """)
        ]
    )
    assert letter.sender_role.value is SenderRole.CREDITOR


def test_the_next_heading_is_not_what_the_claim_concerns() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    Kva det gjeld               Rekning          Forfall var
    Ullgensarar og skjerf       136330           01.02.2026
    """)
    assert value(letter, "claim_description") == "Ullgensarar og skjerf"


def test_a_journal_number_is_the_case_number() -> None:
    letter = letter_of("""
    Betalingsoppfordring

    J.nr.: 5000785 | Klientens ref.: 346062 | Regning nr.: 76916
    """)
    assert value(letter, "case_number") == "5000785"


def test_a_letter_that_sees_no_payment_is_a_reminder_without_saying_so() -> None:
    letter = understand(
        [
            typed("""
    Blåbærhei kommune
    Prøvetunet 24, 6100 VOLDA                    Org.nr. 999 888 777

    Kari Testesen
    Prøveveien 1
    5003 BERGEN

    Vi saknar betaling frå deg

    Vi kan ikkje sjå at Barnehage mars 2026 er betalt.
    Fakturabeløp: kr 3 685,00
    Varslingsgebyr: kr 70,00
    Beløp å innbetale: kr 3 755,00
    Vi reknar med at kr 3 755,00 er på plass til 24.05.2026.
    """)
        ]
    )
    assert letter.kind.value is LetterKind.PURRING


def test_a_body_named_before_its_own_name_is_a_creditor_too() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    Pengene tilkommer Sameiet Furukollen. Inkassosalær kr 350,00.
    """)
    assert value(letter, "creditor") == "Sameiet Furukollen"


def test_the_claims_own_row_may_say_what_was_bought() -> None:
    letter = letter_of("""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    Rotfylling av jeksel                    2 400,00
    Inkassosalær                              350,00
    Å betale                                2 750,00
    """)
    reading = letter.field("claim_description")
    assert isinstance(reading, Reading)
    assert reading.value == "Rotfylling av jeksel"
    assert reading.confidence < GATE


@pytest.mark.parametrize("label", ["Hovedstol", "Faktura 20418", "Utestående beløp", "Krav"])
def test_a_row_called_by_the_claims_own_word_says_nothing_of_what_was_bought(label: str) -> None:
    letter = letter_of(f"""
    Brevdato: 12.03.2026

    Betalingsoppfordring

    {label:<20}                    2 400,00
    Inkassosalær                              350,00
    Å betale                                2 750,00
    """)
    assert value(letter, "claim_description") is None
