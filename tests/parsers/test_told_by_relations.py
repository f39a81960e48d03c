"""Dates, numbers, rows and parties that a letter tells by how its words stand to each other, in many firms' ways."""

from __future__ import annotations

import pytest

from parsers.model import Letter, LetterKind, LineType, Reading, SenderRole, StatementId
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

COLLECTOR = """
    Lyngrabben Inkasso AS

    Kari Prøvesen                                                          Dato           14.08.2026
    Fjordgata 4                                                            Saksnr.        4410/26
    5003 BERGEN

#Betalingsoppfordring
    {told}

    Hovedstol                                                                               2 650,00
    Forsinkelsesrente                                                                          31,20
    Inkassosalær                                                                              300,00
    Å betale                                                                                2 981,20

    Betalingsfrist: 28.08.2026. Konto 1503.40.12345, KID 000020417.
"""
CREDITOR = """
    Lyngrabben Hagesenter AS

    Kari Prøvesen                                                          Dato           14.08.2026
    Fjordgata 4
    5003 BERGEN

#Purring
    {told}

    {rows}

    Betalingsfrist: 28.08.2026. Konto 1503.40.12345, KID 000020417.
"""


def read(drawing: str) -> Letter:
    return understand(pages_of(drawing))


def value(letter: Letter, name: str) -> str:
    reading = letter.field(name)
    return str(reading.value) if isinstance(reading, Reading) else "none"


@pytest.mark.parametrize(
    "sentence",
    [
        "Oppdragsgiveren sendte et inkassovarsel 5. juli 2026. Der var siste betalingsdag 19. juli 2026.",
        "Inkassovarsel ble sendt deg 5. juli 2026. Da var siste frist 19. juli 2026.",
        "Varsel om inkasso gikk ut 5. juli 2026. Fristen i varselet løp ut 19. juli 2026.",
        "Inkassovarsel gjekk ut til deg 5. juli 2026, og fristen der var 19. juli 2026.",
        "Du fikk inkassovarsel 5. juli 2026. Siste dag for å betale var 19. juli 2026.",
        "Varsel om inkasso ble postlagt 5. juli 2026, og du fikk da tid på deg til 19. juli 2026.",
        "Inkassovarsel ble sendt Dem 5. juli 2026. Den fristen som der ble satt, 19. juli 2026, er oversittet.",
        "Inkassovarsel vart sendt 5. juli 2026. Fristen i varselet, 19. juli 2026, er ikkje halden.",
        "A collection notice was sent on 5 July 2026. The deadline set therein, 19 July 2026, has passed.",
    ],
)
def test_a_notice_that_went_out_and_its_last_day(sentence: str) -> None:
    letter = read(COLLECTOR.format(told=sentence))
    assert (value(letter, "notice_date"), value(letter, "notice_deadline")) == ("2026-07-05", "2026-07-19")


@pytest.mark.parametrize("label", ["Datert", "Utstedt", "Dato", "Skrevet", "Sendt"])
@pytest.mark.parametrize("due", ["Forfalt", "Forfall", "Opprinnelig forfall"])
def test_the_day_in_a_list_of_bills_is_the_bills(label: str, due: str) -> None:
    listed = f"""
    Regning     Tjeneste                {label:<16}{due:<22}Rest kr
    20418       Hekkplanter og jord     10.05.2026      10.06.2026            2 650,00
    """
    letter = read(COLLECTOR.format(told="Regningene under er ikke betalt.") + listed)
    assert value(letter, "letter_date") == "2026-08-14"
    assert value(letter, "invoice_date") == "2026-05-10"
    assert value(letter, "original_due_date") == "2026-06-10"


@pytest.mark.parametrize(
    "words", ["bilag 20418 datert 10. mai 2026", "nota 20418 av 10. mai 2026", "bilagsnr. 20418 utstedt 10.05.2026"]
)
def test_a_row_tells_the_day_of_its_bill(words: str) -> None:
    rows = f"Fakturabeløp, {words}                                     2 650,00"
    letter = read(CREDITOR.format(told="Vi har ikke mottatt betaling.", rows=rows))
    assert value(letter, "invoice_date") == "2026-05-10"


@pytest.mark.parametrize(
    "sentence", ["Kravet med nummer 20418 hadde forfall 10. juni 2026.", "Krav nr. 20418 forfalt 10. juni 2026."]
)
def test_who_writes_for_himself_numbers_his_claims(sentence: str) -> None:
    rows = "Restanse                                          2 650,00"
    letter = read(CREDITOR.format(told=sentence, rows=rows))
    assert value(letter, "invoice_number") == "20418"


@pytest.mark.parametrize(
    ("carried", "brought"),
    [
        ("Transport til side 2", "Transport fra side 1"),
        ("Overføres til neste side", "Overført fra forrige side"),
        ("Å overføre til neste side", "Overført fra side 1"),
        ("Carried forward to page 2", "Brought forward from page 1"),
    ],
)
def test_a_sum_carried_over_a_page_is_no_row(carried: str, brought: str) -> None:
    rows = f"""
    Hovedstol                                          2 650,00
    Forsinkelsesrente                                     31,20
    {carried:<51}2 681,20

    {brought:<51}2 681,20
    Purregebyr                                            38,00
    Å betale                                           2 819,20
    """
    letter = read(CREDITOR.format(told="Vi har ikke mottatt betaling.", rows=rows.strip()))
    assert {line.type for line in letter.lines if line.included} == {
        LineType.PRINCIPAL, LineType.INTEREST, LineType.REMINDER_FEE,
    }  # fmt: skip


@pytest.mark.parametrize(
    "paid", ["Innbetalt til nå", "Mottatt til avregning", "Til fradrag kommer", "Har kommet inn", "Godtgjort"]
)
def test_what_is_taken_off_is_paid_whatever_it_is_called(paid: str) -> None:
    rows = f"""
    Hovedstol                                          2 650,00
    {paid:<52}-500,00
    Å betale                                           2 150,00
    """
    letter = read(CREDITOR.format(told="Vi viser til fakturaen.", rows=rows.strip()))
    assert value(letter, "paid") == "500.00"
    paid_reading = letter.field("paid")
    assert isinstance(paid_reading, Reading)
    assert paid_reading.confidence >= 0.85


@pytest.mark.parametrize(
    "total", ["Utestående saldo", "Gjeldende saldo", "Skyldig saldo", "Saldo", "Sluttsaldo", "Ny saldo"]
)
def test_the_last_booking_of_an_account_is_its_total(total: str) -> None:
    rows = f"""
    10.06.2026  Hovedstol                              2 650,00
    14.08.2026  Purregebyr                                38,00
    14.08.2026  {total:<39}2 688,00
    """
    letter = read(CREDITOR.format(told="Slik står kontoen.", rows=rows.strip()))
    assert (value(letter, "principal"), value(letter, "total")) == ("2650.00", "2688.00")


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi må ha betaling på kr 2 688,00 senest 28. august 2026.",
        "Vi ber om betaling av kr 2 688,00 innen 28. august 2026.",
        "Vi imøteser innbetaling av kr 2 688,00 innen 28. august 2026.",
        "Me ventar på betaling av kr 2 688,00 innan 28. august 2026.",
        "We expect payment of NOK 2 688.00 by 28 August 2026.",
    ],
)
def test_a_payment_that_is_asked_for_is_no_payment_made(sentence: str) -> None:
    rows = "Hovedstol   2 650,00\n    Purregebyr   38,00"
    letter = read(CREDITOR.format(told=sentence, rows=rows))
    assert value(letter, "paid") == "none"
    assert value(letter, "total") == "2688.00"


def test_what_is_owed_before_the_fee_comes_is_the_claim() -> None:
    told = (
        "Du skylder oss kr 2 650,00. I tillegg kommer gebyr kr 38,00. Ny frist for å betale kr 2 688,00 er 28.08.2026."
    )
    letter = read(CREDITOR.format(told=told, rows=""))
    assert (value(letter, "principal"), value(letter, "total")) == ("2650.00", "2688.00")


@pytest.mark.parametrize(
    "told",
    [
        "Vi har overtatt innkrevingen av et krav du har hos Solvik Bil AS.",
        "Vi har overtatt inkassosaken som gjelder kravet fra Solvik Bil AS.",
        "Vi har overteke inndrivinga av eit krav du har hjå Solvik Bil AS.",
    ],
)
def test_who_takes_over_the_collection_has_not_bought_the_claim(told: str) -> None:
    letter = read(COLLECTOR.format(told=told))
    assert letter.sender_role.value is SenderRole.COLLECTOR
    assert value(letter, "creditor") == "Solvik Bil AS"


def test_who_says_that_a_claim_was_sold_to_it_bought_it() -> None:
    told = "Gjeld som du hadde til Grisebørsen Finans AS, er solgt til oss, Lyngrabben Kapital AS."
    letter = read(COLLECTOR.replace("Inkasso AS", "Kapital AS").format(told=told))
    assert letter.sender_role.value is SenderRole.PURCHASER


@pytest.mark.parametrize("greeting", ["Hei.", "Hei!", "Kjære kunde.", "Til 6856 SOGNDAL."])
def test_a_name_does_not_begin_in_the_sentence_before(greeting: str) -> None:
    letter = read(COLLECTOR.format(told=f"{greeting} Solvik Bil AS har bedt oss kreve inn dette fra deg."))
    assert value(letter, "creditor") == "Solvik Bil AS"


@pytest.mark.parametrize(
    "heading",
    ["Angående vår betalingsoppfordring", "Om betalingsoppfordringa vår", "Vedr. vår tidligere betalingsoppfordring"],
)
def test_a_heading_about_the_demand_follows_it(heading: str) -> None:
    told = "Betalingsoppfordringen vi sendte 1. juli 2026, hadde frist 15. juli 2026."
    letter = read(COLLECTOR.replace("#Betalingsoppfordring", f"#{heading}").format(told=told))
    assert letter.kind.value is LetterKind.OPPFOLGING


@pytest.mark.parametrize("branch", ["Skade", "Bank", "Person"])
def test_another_branch_of_the_board_does_not_hear_about_collection(branch: str) -> None:
    told = f"Spørsmål om avtalen kan du ta opp med Finansklagenemnda {branch}."
    assert StatementId.BOARD_RIGHT not in read(COLLECTOR.format(told=told)).statements


def test_a_heading_that_says_unpaid_is_a_demand_from_an_insurer() -> None:
    told = "Forsikringsbeviset ditt gjelder inntil videre. Dekningen er som før. Premien har ikke kommet inn."
    drawing = CREDITOR.replace("Lyngrabben Hagesenter", "Skansen Forsikring").replace(
        "#Purring", "#Forsikringen din er ikke betalt"
    )
    letter = read(drawing.format(told=told, rows="Premie                          2 650,00"))
    assert letter.kind.value is LetterKind.PURRING


def test_the_number_of_a_firm_may_run_over_a_line() -> None:
    foot = "\n    Lyngrabben Inkasso AS, Fjordgata 9, 5003 BERGEN. Organisasjonsnummer 974 760\n    673 MVA."
    assert value(read(COLLECTOR.format(told="Kravet er ikke betalt.") + foot), "collector_org_number") == "974760673"
