"""Days, numbers and names that letters print beside words of their own, over a line's end or before a street."""

from __future__ import annotations

import textwrap

import pytest

from checks.case import GATE
from parsers.fields.label_words import field_told
from parsers.fields.stems import field_of, label_before
from parsers.model import Letter, Reading, SenderRole
from parsers.pipeline import understand
from parsers.views import fold
from tests.parsers.ascii_letters import pages_of

COLLECTOR = """
    Lyngrabben Inkasso AS

    Kari Prøvesen                                                          {dated}
    Fjordgata 4                                                            Saksnr.        4410/26
    5003 BERGEN

#{title}
    {told}

    Hovedstol                                                                               2 650,00
    Forsinkelsesrente                                                                          31,20
    Inkassosalær                                                                              300,00
    Å betale                                                                                2 981,20

    {pay}
"""
CREDITOR = """
    Lyngrabben Hagesenter AS

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

    {details}

#{title}
    {told}

    {rows}

    Betalingsfrist: 28.08.2026. Konto 1503.40.12345, KID 000020417.
"""
PAY = "Betalingsfrist: 28.08.2026. Konto 1503.40.12345, KID 000020417."
ROWS = """Restbeløp                                         2 650,00
    Gebyr                                                38,00
    Å betale                                          2 688,00"""


def demand(
    told: str, *, dated: str = "Dato           14.08.2026", title: str = "Betalingsoppfordring", pay: str = PAY
) -> Letter:
    lines = [line for part in told.split("\n") for line in textwrap.wrap(part.strip(), 96) or [""]]
    return understand(pages_of(COLLECTOR.format(told="\n    ".join(lines), dated=dated, title=title, pay=pay)))


def reminder(
    details: str, *, told: str = "Vi har ikke mottatt betaling.", title: str = "Inkassovarsel", rows: str = ROWS
) -> Letter:
    indented = "\n    ".join(details.split("\n"))
    return understand(pages_of(CREDITOR.format(details=indented, told=told, title=title, rows=rows)))


def value(letter: Letter, name: str) -> str:
    reading = letter.field(name)
    return str(reading.value) if isinstance(reading, Reading) else "none"


def sure(letter: Letter, name: str) -> float:
    reading = letter.field(name)
    return reading.confidence if isinstance(reading, Reading) else 0.0


@pytest.mark.parametrize("day", ["måndag", "laurdag", "lørdag", "søndag", "sundag", "onsdag"])
def test_the_day_of_the_week_may_stand_between_the_town_and_the_letters_date(day: str) -> None:
    letter = demand("Vi krever inn pengene for Solvik Hagesenter AS.", dated=f"Stryn, {day} 3. august 2026")
    assert value(letter, "letter_date") == "2026-08-03"


@pytest.mark.parametrize("words", ["Løper fra:", "Meldt oss", "Tatt i bruk den", "Lese av"])
def test_a_day_behind_words_of_its_own_takes_nothing_from_the_letters_labelled_date(words: str) -> None:
    letter = reminder(f"Dato                 14.08.2026\n{words:<21}10.06.2026\nForfalt              12.07.2026")
    assert value(letter, "letter_date") == "2026-08-14"
    assert sure(letter, "letter_date") >= GATE


@pytest.mark.parametrize("label", ["Gammalt forfall", "Gammelt forfall", "Fyrste forfall", "Forrige forfall"])
def test_an_old_due_date_by_any_adjective(label: str) -> None:
    letter = reminder(f"Dato                 14.08.2026\n{label:<21}12.07.2026\nNytt forfall         28.08.2026")
    assert value(letter, "original_due_date") == "2026-07-12"
    assert sure(letter, "original_due_date") >= GATE


def test_a_notice_dates_itself_in_a_line_of_details() -> None:
    letter = reminder("Dato for varselet 14.8.2026  |  Varsel nr. 2026-40771  |  Medlemsnummeret ditt 33017")
    assert value(letter, "letter_date") == "2026-08-14"
    assert value(letter, "case_number") == "2026-40771"
    assert value(letter, "customer_number") == "33017"


@pytest.mark.parametrize(
    "line", ["14.8.26 kl. 09.29", "14.08.2026 kl 21:05", "fredag 14. august 2026 kl. 08.15", "14. august 2026, 08.15"]
)
def test_a_text_message_is_dated_by_the_line_that_says_when_it_came(line: str) -> None:
    letter = understand(
        pages_of(f"""
    Tekstmelding



    Lyngrabben Hagesenter AS
    {line}

    Inkassovarsel

    Hei. Vi mangler betaling fra deg.
    Gjelder: Hekkplanter
    Fakt: 40771
    Forfalt: 12.7.26
    Krav: 2650,00
    Gebyr: 38,00
    Å betale nå: 2688,00
    Betales senest: 28.8.26
    Konto: 1503 24 11227   KID: 000020417
    Betaler du ikke, går saken til inkasso.
""")
    )
    assert value(letter, "letter_date") == "2026-08-14"
    assert sure(letter, "letter_date") >= GATE


def test_a_line_with_the_time_of_day_on_another_page_may_say_when_it_was_printed() -> None:
    letter = understand(
        pages_of("""
    Min side



    Lyngrabben Hagesenter AS
    14.08.2026 kl 21:05

    Inkassovarsel

    Gjelder: Hekkplanter
    Forfalt: 12.7.26
    Krav: 2650,00
    Betales senest: 28.8.26
    Betaler du ikke, går saken til inkasso.
""")
    )
    assert sure(letter, "letter_date") < GATE


def test_two_days_with_a_time_leave_the_messages_day_in_doubt() -> None:
    letter = understand(
        pages_of("""
    Tekstmelding



    Lyngrabben Hagesenter AS
    2.8.26 kl. 09.29
    Hei! Takk for handelen.
    14.8.26 kl. 10.11
    Inkassovarsel
    Gjelder: Hekkplanter
    Krav: 2650,00
    Betaler du ikke, går saken til inkasso.
""")
    )
    assert sure(letter, "letter_date") < GATE


@pytest.mark.parametrize("label", ["Du fikk inkassovarsel", "Du fekk varsel", "Varsel om inkasso sendt"])
def test_a_story_told_row_by_row_tells_the_notice_and_its_last_day(label: str) -> None:
    story = f"""Solvik Hagesenter AS har bedt oss kreve inn pengene.

    Dette har skjedd          Dato
    {label:<26}20.06.26          betalingsfrist 04.07.26"""
    dated = "Dato           14.08.2026"
    letter = understand(pages_of(COLLECTOR.format(told=story, dated=dated, title="Betalingsoppfordring", pay=PAY)))
    assert (value(letter, "notice_date"), value(letter, "notice_deadline")) == ("2026-06-20", "2026-07-04")


@pytest.mark.parametrize(
    "told",
    [
        "Before this, on 20 June 2026, you received an inkassovarsel. The deadline given in it was 4 July 2026.",
        "On 20 June 2026 you got a notice of debt collection. The deadline in that notice expired on 4 July 2026.",
    ],
)
def test_a_notice_that_was_received_and_the_deadline_given_in_it(told: str) -> None:
    letter = demand(f"We act for Solvik Hagesenter AS. {told}")
    assert (value(letter, "notice_date"), value(letter, "notice_deadline")) == ("2026-06-20", "2026-07-04")


@pytest.mark.parametrize(
    "told",
    [
        "Betalingsoppfordringen ble sendt 20.06.2026, og betalingen skulle vært her 04.07.2026.",
        "BETALINGSOPPFORDRING ER UTSKREVET 20.06.2026. FRISTEN UTLØP 04.07.2026 UTEN AT OPPGJØR ER REGISTRERT.",
        "Purringen er datert 20.06.2026. Pengene skulle vært hos oss 04.07.2026.",
    ],
)
def test_the_deadline_of_an_earlier_demand_is_not_the_bills_due_date(told: str) -> None:
    letter = demand(f"Vi skriver på vegne av Solvik Hagesenter AS. {told}\n\n    Forfallsdato: 10.05.2026")
    assert value(letter, "original_due_date") == "2026-05-10"


@pytest.mark.parametrize(
    "told",
    [
        "Fakturaen ble sendt 20.06.2026, og betalingen skulle vært her 04.07.2026.",
        "Fristen var egentlig 04.07.2026.",
        "Fristen var opprinnelig den 04.07.2026.",
    ],
)
def test_when_a_bill_should_have_been_paid_is_its_due_date(told: str) -> None:
    letter = reminder("Dato: 14.08.2026", told=f"Det du kjøpte, er ikke betalt. {told}", title="Betalingspåminnelse")
    assert value(letter, "original_due_date") == "2026-07-04"
    assert sure(letter, "original_due_date") >= GATE


def test_a_sentence_of_a_narrow_column_is_followed_over_its_lines() -> None:
    letter = understand(
        pages_of("""
    Lyngrabben Inkasso AS

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN                                                 Bergen, 14. august 2026

#Betalingsoppfordring

    Vi opptrer i denne saken for Solvik Bygg AS.      Oppgjør med kr 2 981,20 må skje innen 28. august
    Kreditor har den gang varslet skriftlig og        2026, til klientkonto 1503.40.12345 og med KID
    i god tid om inkasso i et eget brev datert        000020417.
    20. juni 2026 og satte i brevet frist til
    4. juli 2026.                                     Finnes det innsigelser, må de være sendt hit
                                                      innen samme frist. En kort begrunnelse er nok.
    Hovedstol                         2 650,00
    Renter                               31,20
    Salær                               300,00
    Sum                               2 981,20
""")
    )
    assert value(letter, "notice_deadline") == "2026-07-04"


@pytest.mark.parametrize("label", ["Betal før", "Betales før", "Betal før eller på", "Betal på eller før"])
def test_before_which_day_to_pay_is_the_deadline(label: str) -> None:
    letter = demand("Vi krever inn pengene for Solvik Hagesenter AS.", pay=f"{label}: 28.08.2026")
    assert value(letter, "payment_deadline") == "2026-08-28"
    assert sure(letter, "payment_deadline") >= GATE


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Kundenr oppdr.giver", "customer_number"),
        ("Fordr.haver", "creditor"),
        ("Kontonr i reskontro", "customer_number"),
        ("Løpenr", "case_number"),
        ("Dette brevet har nr.", "case_number"),
        ("Dokument-ID", "invoice_number"),
        ("Dossier", "case_number"),
        ("Mappe", "case_number"),
        ("Den var datert", "invoice_date"),
    ],
)
def test_a_label_is_told_by_its_words_also_when_they_are_cut(label: str, field: str) -> None:
    told = field_of(fold(label))
    assert told is not None
    assert told[0] == field


@pytest.mark.parametrize("label", ["Kontonr", "Kontonr. for betaling", "Bankkontonr"])
def test_a_bank_account_is_no_customers_number(label: str) -> None:
    told = field_of(fold(label))
    assert told is None or told[0] == "other"


@pytest.mark.parametrize("cut", ["sal.dato", "for.giver", "xylo.giver"])
def test_what_no_known_word_begins_and_ends_like_says_nothing(cut: str) -> None:
    assert field_told(cut) is None


def test_what_begins_with_a_figure_is_no_label() -> None:
    assert label_before("NO86 5676 4596 566") is None


def test_labels_with_colons_may_follow_each_others_values() -> None:
    letter = demand(
        "Datert: 14.08.2026 Bilag: 20418 Reskontro nr.: 90415\n\nVi krever inn pengene for Solvik Hagesenter AS.",
        dated="",
    )
    assert value(letter, "letter_date") == "2026-08-14"
    assert value(letter, "invoice_number") == "20418"
    assert value(letter, "customer_number") == "90415"


@pytest.mark.parametrize("label", ["Åpen faktura", "Rest faktura", "Ubetalt regning"])
@pytest.mark.parametrize("amount", ["2354.08", "12,354.08"])
def test_an_amount_with_a_decimal_point_is_no_number(label: str, amount: str) -> None:
    letter = reminder(f"Fakturanr.           40771\n{label:<21}{amount}")
    assert value(letter, "invoice_number") == "40771"


@pytest.mark.parametrize(
    "label", ["Klientmiddelkonto", "Innbetalingskonto", "Oppgjørskonto", "Driftskonto", "Klientkonto"]
)
def test_an_account_for_payment_by_any_name_is_read_though_its_check_digit_is_wrong(label: str) -> None:
    letter = demand("Vi krever inn pengene for Solvik Hagesenter AS.", pay=f"{label}: 4085.75.92981")
    assert value(letter, "account_number") == "40857592981"


@pytest.mark.parametrize("dots", [" ......: ", " ..: ", "......... "])
def test_dots_lead_from_a_label_to_its_value_whole(dots: str) -> None:
    letter = demand(f"Vi krever inn pengene.\n\n    15 FORDR.HAVER{dots}SOLVIK HAGESENTER AS")
    assert value(letter, "creditor") == "SOLVIK HAGESENTER AS"
    assert sure(letter, "creditor") >= GATE


# ------------------------------------------------------------------ who writes

SIGNED = """
    Stryn, 14. august 2026

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN

#Betalingsoppfordring
    Kravet fra Solvik Hagesenter AS er ikke betalt. Du fikk inkassovarsel 20. juni 2026.

    Hovedstol                                                                               2 650,00
    Inkassosalær                                                                              300,00
    Å betale                                                                                2 950,00

    Betalingsfrist: 28.08.2026. Konto 1503.40.12345, KID 000020417.

    Med hilsen
    {signed}
{foot}
"""


@pytest.mark.parametrize("street", ["Fjordgata 20", "Øvre Lia vei 4B", "Postboks 204"])
def test_the_firm_before_its_street_in_the_foot_writes_and_not_the_person_who_signs(street: str) -> None:
    foot = "\n" * 48 + (
        f"    Lyngrabben Inkasso AS {street}, 5700 Voss\n"
        "    lyngrabben.example – tlf. 55 20 40 80 – Org.nr. 308 501 531"
    )
    letter = understand(pages_of(SIGNED.format(signed="Ola Bakkesen", foot=foot)))
    assert value(letter, "collector") == "Lyngrabben Inkasso AS"
    assert sure(letter, "collector") > 0.62


def test_a_firms_name_goes_on_over_its_small_words() -> None:
    letter = understand(pages_of(SIGNED.format(signed="Advokatene ved Lyngrabben AS\n    Ola Bakkesen", foot="")))
    assert value(letter, "collector") == "Advokatene ved Lyngrabben AS"


@pytest.mark.parametrize(
    "told",
    [
        "Vi skriver til deg for Solvik Hagesenter AS, som ikke har fått betalt og nå har gitt saken til oss.",
        "Solvik Hagesenter AS har gitt kravet til oss.",
        "Solvik Hagesenter AS har gjeve saka til oss.",
    ],
)
def test_whoever_was_given_the_case_collects(told: str) -> None:
    drawing = COLLECTOR.format(told=told, dated="Dato 14.08.2026", title="Betalingsoppfordring", pay=PAY)
    letter = understand(pages_of(drawing.replace("Lyngrabben Inkasso AS", "Lyngrabben Kravhjelp AS")))
    assert letter.sender_role.value is SenderRole.COLLECTOR
    assert letter.sender_role.confidence >= GATE


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Påminnelse nr.", "case_number"),
        ("Purring nr.", "case_number"),
        ("Varselets dato", "notice_date"),
        ("Fakturaen er fra", "invoice_date"),
    ],
)
def test_more_labels_of_known_words(label: str, field: str) -> None:
    letter = reminder(
        f"Dato                 14.08.2026\n{label:<21}{'20418' if field.endswith('number') else '10.06.2026'}"
    )
    assert value(letter, field) == ("20418" if field.endswith("number") else "2026-06-10")


@pytest.mark.parametrize("label", ["Påminnelse sendt", "Purring sendt", "Purredato for forrige påminnelse"])
def test_when_a_reminder_was_sent_is_no_day_of_this_letter(label: str) -> None:
    assert field_told(fold(label)) is None


@pytest.mark.parametrize("counted", ["Påminnelse nr. 2", "Purring nr. 3", "Løpenr. 10"])
def test_what_counts_is_no_number_of_a_case(counted: str) -> None:
    assert value(reminder(counted), "case_number") == "none"


def test_a_notices_number_among_the_details_is_not_the_bills() -> None:
    letter = reminder(
        "Utstedt             Varsels-ID         Forfall faktura     Siste frist\n"
        "14.08.26            2026-40771         12.07.26            28.08.26\n\n"
        "Faktura-ID          629517"
    )
    assert value(letter, "letter_date") == "2026-08-14"
    assert value(letter, "case_number") == "2026-40771"
    assert value(letter, "invoice_number") == "629517"


def test_a_section_of_the_law_ends_no_sentence() -> None:
    told = "VARSEL ETTER INKASSOLOVEN PAR. 9 ER DATERT 20.06.26 MED BETALINGSFRIST 04.07.26."
    letter = demand(f"Vi krever inn pengene for Solvik Hagesenter AS. {told}")
    assert (value(letter, "notice_date"), value(letter, "notice_deadline")) == ("2026-06-20", "2026-07-04")


@pytest.mark.parametrize("label", ["KRAVET GJELDER .......: ", "KRAVET GJELDER .......... "])
def test_what_dots_lead_to_is_what_the_claim_is_for(label: str) -> None:
    told = f"15 KREDITOR .......: SOLVIK HAGESENTER AS\n20 {label}LEIE AV HENGER ZE 40771\n25 FAKTNR .......: 11205"
    letter = demand(told)
    assert value(letter, "claim_description") == "LEIE AV HENGER ZE 40771"
    assert sure(letter, "claim_description") >= GATE
