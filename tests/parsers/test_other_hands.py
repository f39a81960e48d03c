"""Letters as other senders set them: lines of details, colons in a column, boxes beside text, strips of amounts.

Each table holds words and settings that no sample letter uses, and beside them what looks alike and means something
else.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.candidates import amounts_of
from parsers.fields.claim import read_claim
from parsers.fields.descriptions import described_in
from parsers.fields.label_words import field_told
from parsers.fields.payment import read_payment
from parsers.fields.said import in_sentence
from parsers.fields.statements import statements_in
from parsers.model import LineType, Missing, Reading, StatementId
from parsers.pipeline import understand
from parsers.views import fold
from tests.parsers.ascii_letters import pages_of, sheet_of

GATE = 0.8

LETTER = """
#Nordhav Inkasso AS
Postboks 77 Sentrum, 5803 Bergen

Kari Prøvesen
Fjordgata 4
5003 BERGEN

{details}

#Betalingsoppfordring

Kreditor                         Polar Gym AS
{claim}

{text}

Hovedstol                        2 400,00
Inkassosalær                       300,00
Sum å betale                     2 700,00

Betales innen                    28.08.2026

Vennlig hilsen
Nordhav Inkasso AS
"""


def letter(*, details: str = "Dato: 14.08.2026", claim: str = "", text: str = "Regningen er ikke betalt.") -> str:
    return LETTER.format(details=details, claim=claim, text=text)


def read(drawing: str, field: str) -> tuple[str | None, float]:
    reading = understand(pages_of(drawing)).field(field)
    assert isinstance(reading, Reading | Missing)
    return (str(reading.value), reading.confidence) if isinstance(reading, Reading) else (None, 0.0)


def value(drawing: str, field: str) -> str | None:
    return read(drawing, field)[0]


# ------------------------------------------------------------------ lines of details


@pytest.mark.parametrize(
    "line",
    [
        "Skrevet 14.8.26 – Sak 443332/26 – Kundenr. hos kreditor 446973",
        "Sendt 14.08.2026 - Saksnr. 443332/26 - Kundenr. 446973",
        "Dato 14.8.2026 / Arkivnr. 443332/26 / Kunde nr. 446973",
        "Brevdato 14.08.2026; saksnr. 443332/26; kundenr. 446973",
        "Dato 14.08.2026, saksnr. 443332/26, kundenr. 446973",
        "Skrive 14.08.2026 · Sak 443332/26 · Kunde 446973",
    ],
)
def test_details_in_a_line_are_as_sure_as_in_a_box(line: str) -> None:
    drawing = letter(details=line, claim="Faktura                          20418\nForfalt          10.06.2026")
    assert read(drawing, "letter_date") >= ("2026-08-14", GATE)
    assert read(drawing, "case_number") >= ("443332/26", GATE)
    assert read(drawing, "customer_number") >= ("446973", GATE)


@pytest.mark.parametrize(
    "sentence",
    [
        "Faktura 20418 – datert 10.05.2026 – er fremdeles ikke betalt av deg.",
        "Sak 443332 – faktura 20418, sendt 10.05.2026 til deg – er ikke gjort opp.",
        "Regningen, datert 10.05.2026, faktura 20418, er ikke betalt.",
    ],
)
def test_a_sentence_with_dashes_or_commas_is_no_line_of_details(sentence: str) -> None:
    assert value(letter(text=sentence), "letter_date") == "2026-08-14"


# ------------------------------------------------------------------ days of the bill


@pytest.mark.parametrize("label", ["Av dato", "Datert", "Dato", "Fra dato", "Utstedt"])
def test_a_day_under_the_bills_number_is_the_bills(label: str) -> None:
    claim = (
        f"Regning                          24910\n{label:<33}27.05.2026\nSkulle vært betalt               10.06.2026"
    )
    drawing = letter(details="Skrevet 14.08.2026 – Sak 443332/26", claim=claim)
    assert value(drawing, "invoice_date") == "2026-05-27"
    assert value(drawing, "letter_date") == "2026-08-14"
    assert value(drawing, "original_due_date") == "2026-06-10"


def test_the_only_day_under_a_number_is_the_letters() -> None:
    details = "Fakturanr.                       24910\nDato                             14.08.2026"
    assert value(letter(details=details), "letter_date") == "2026-08-14"


NOTICE = """
#Fossdal Straumlag SA

Kari Prøvesen                                                 Datert          12.05.2026
Fjordgata 4
5003 BERGEN

#Inkassovarsel

{bill}

Beløp på regningen               2 400,00
Gebyr                               38,00

Å betale          Betalingsfrist          Bankkonto          KID
2 438,00          26.05.2026              {account}          1234567897

Blir ikke regningen betalt innen fristen, går saken til inkasso. Det kan gi deg kostnader i tillegg.
"""


@pytest.mark.parametrize("label", ["Forfall", "Forfallsdag", "Forfallsdato"])
def test_a_due_day_after_the_letter_is_the_bills_where_it_stands_with_the_bill(label: str) -> None:
    bill = f"Regning nr.               20418\n{label:<26}20.05.2026"
    drawing = NOTICE.format(bill=bill, account="1503.40.12346")
    assert value(drawing, "original_due_date") == "2026-05-20"
    assert value(drawing, "payment_deadline") == "2026-05-26"


def test_a_due_day_after_the_letter_is_the_claims_in_a_table_of_amounts() -> None:
    table = (
        "Hva                     Forfall                 Beløp\nSkyldig beløp           20.05.2026           2 438,00"
    )
    assert value(NOTICE.format(bill=table, account="1503.40.12346"), "original_due_date") == "2026-05-20"


@pytest.mark.parametrize(
    "bill",
    [
        "Regning nr.               20418\nForfall                   26.05.2026",
        "Kundenr.                  881204\nForfall                   20.05.2026",
    ],
)
def test_a_coming_due_day_apart_from_the_bill_is_not_its_own(bill: str) -> None:
    assert value(NOTICE.format(bill=bill, account="1503.40.12346"), "original_due_date") is None


@pytest.mark.parametrize("day", ["lørdag 29. november 2025", "søndag 30. november 2025", "fredag 28. november 2025"])
def test_a_dateline_with_any_day_of_the_week_is_the_letters_date(day: str) -> None:
    drawing = letter(details=f"                                              Trondheim, {day}")
    found, sure = read(drawing, "letter_date")
    assert found is not None
    assert found.startswith("2025-11-")
    assert sure >= 0.85


# ------------------------------------------------------------------ the earlier notice


@pytest.mark.parametrize(
    "sentence",
    [
        "Kravet sto ubetalt også etter 16. juli 2026, som var fristen i inkassovarselet du fikk 2. juli 2026.",
        "Kravet stod ubetalt òg etter 16. juli 2026, som var fristen i inkassovarselet du fekk 2. juli 2026.",
        "The claim was unpaid after 16 July 2026, which was the deadline in the collection notice sent 2 July 2026.",
        "Den 16. juli 2026 gikk fristen ut i varselet vi sendte deg 2. juli 2026.",
        "16. juli 2026 var siste dag for å betale etter inkassovarselet vi sendte 2. juli 2026.",
        "Varsel om inkasso (2. juli 2026) ga deg 14 dager, altså til 16. juli 2026.",
        "Siste frist etter inkassovarselet, som er datert 2. juli 2026, var 16. juli 2026.",
        "Fristen du fikk i inkassovarselet 2. juli 2026, utløp 16. juli 2026.",
        "Fristen i inkassovarselet var 16. juli 2026. Varselet har dato 2. juli 2026.",
        "Vi viser til inkassovarsel 2. juli 2026 (frist 16. juli 2026).",
        "Et inkassovarsel gikk i posten til deg 02.07.2026, og du fikk tid på deg til 16.07.2026.",
        "I inkassovarselet av 02.07.2026 sto det at du måtte betale innen 16.07.2026 for å slippe inkasso.",
        "Før saken kom til oss, fikk du et inkassovarsel (2. juli 2026) der fristen var 16. juli 2026.",
        "Inkassovarselet som ble sendt 2. juli 2026, hadde 16. juli 2026 som siste betalingsdag.",
    ],
)
def test_the_earlier_notice_and_the_end_of_its_deadline(sentence: str) -> None:
    drawing = letter(claim="Forfalt                          10.06.2026", text=sentence)
    assert value(drawing, "notice_date") == "2026-07-02"
    assert value(drawing, "notice_deadline") == "2026-07-16"
    assert value(drawing, "payment_deadline") == "2026-08-28"
    assert value(drawing, "original_due_date") == "2026-06-10"


@pytest.mark.parametrize(
    "sentence",
    [
        "16. juli 2026 var siste dag for å betale fakturaen, og vi sendte deg varsel om det 2. juli 2026.",
        "Den 10. juni 2026 var forfallsdagen. Inkassovarsel ble sendt 2. juli 2026.",
    ],
)
def test_the_bills_own_last_day_is_no_notices(sentence: str) -> None:
    assert value(letter(text=sentence), "notice_deadline") is None


# ------------------------------------------------------------------ settings


def test_colons_in_a_column_of_their_own_belong_to_the_labels() -> None:
    claim = (
        "Gjelder                   :   Leie for mai 2026\nFaktura                   :   20418\n"
        "Leieforhold nr.           :   881204\nForfalt                   :   10.06.2026"
    )
    drawing = letter(claim=claim)
    assert value(drawing, "claim_description") == "Leie for mai 2026"
    assert value(drawing, "invoice_number") == "20418"
    assert value(drawing, "customer_number") == "881204"
    assert value(drawing, "original_due_date") == "2026-06-10"


STRIP = """
#Nordhav Inkasso AS

Dato: 14.08.2026

#Betalingsoppfordring

Sanksjonsnr          Utstedt             Sanksjonens forfall
20418                23/5-2026           10/6-2026

Kontrollsanksjon          Renter          Inkassosalær          Å betale NOK
1 587.00                  {interest}           750.00                {total}

Renten er 12.25 % p.a. av hovedstolen, regnet fra 12/6-2026.
"""


@pytest.mark.parametrize(("interest", "total"), [("26.10", "2 363.10"), ("11.12", "2 348.12"), ("36.12", "2 373.12")])
def test_an_amount_that_looks_like_a_day_is_one_in_a_strip_of_amounts(interest: str, total: str) -> None:
    claim = read_claim(sheet_of(STRIP.format(interest=interest, total=total)))
    rows = {line.type: line.amount for line in claim.lines}
    assert rows[LineType.INTEREST] == Decimal(interest)
    assert "sum_does_not_close" not in claim.warnings


def test_days_in_a_column_before_amounts_with_points_stay_days() -> None:
    drawing = "12.04          Purregebyr                70.00\n26.10          Hovedstol              1 587.00"
    values = {a.value for found in amounts_of(sheet_of(drawing)).values() for a in found}
    assert values == {Decimal("70.00"), Decimal("1587.00")}


def test_days_of_a_table_over_the_interest_are_not_when_it_runs_from() -> None:
    drawing = STRIP.format(interest="26.10", total="2 363.10")
    assert value(drawing, "interest_from") == "2026-06-12"
    silent = drawing.replace(", regnet fra 12/6-2026", "")
    assert value(silent, "interest_from") is None


BESIDE = """
#Fjellposten AS

Kari Prøvesen
Fjordgata 4
5003 BERGEN

#Inkassovarsel
Regningen for abonnementet ditt er gått ut på dato, og vi har ikke hørt noe fra deg om den ennå.

Du rekker fortsatt å betale. Fristen for de
kr 5.530,- er 26. mai 2026. Neste brev kommer i              Regningen din
så fall fra et inkassoselskap, for da overfører              Abonnent nr.             830290
vi kravet dit uten flere brev.                               Abonnement               Helgeavis mai 2026
                                                             Giro nr.                 93445
Levering av avisen kan bli stanset så lenge som              Giro sendt               07.04.2026
regningen er ubetalt hos oss.                                Forfall                  21.04.2026
                                                             Abonnement               5.492,-
Passer det dårlig å betale akkurat nå, så ring               Gebyr                       38,-
oss på 22 97 93 92 mellom klokken 8 og 15.                   Sum å betale             5.530,-
"""


def test_a_box_beside_running_text_is_read_by_itself() -> None:
    letter_ = understand(pages_of(BESIDE))
    assert {(line.type.value, line.label, line.amount) for line in letter_.lines} == {
        ("principal", "Abonnement", Decimal("5492.00")),
        ("reminder_fee", "Gebyr", Decimal("38.00")),
    }
    assert value(BESIDE, "customer_number") == "830290"
    assert value(BESIDE, "invoice_number") == "93445"
    assert value(BESIDE, "claim_description") == "Helgeavis mai 2026"


# ------------------------------------------------------------------ labels and what only looks like one


@pytest.mark.parametrize(
    "text",
    [
        "Beregning", "Renteberegning", "Utregning", "Avregningen", "Bankgiro", "Kreditnota",
        "Mottaker", "Mottaker nr", "Arbeidstaker", "Forholder", "Betaling av faktura", "Kontrollsanksjon",
        "Parkeringsgebyr", "Boenhet", "Vårt",
    ],
)  # fmt: skip
def test_words_that_only_sound_like_a_bill_or_a_customer_are_no_labels(text: str) -> None:
    assert field_told(fold(text)) is None


@pytest.mark.parametrize("label", ["Abonnement", "Jobb", "Oppdrag", "Passeringer", "Kurs", "Medlemskap"])
def test_a_trades_word_beside_words_says_what_the_claim_is_for(label: str) -> None:
    claim = f"{label:<33}Rens av takrenner i mai\nForfalt                          10.06.2026"
    assert value(letter(claim=claim), "claim_description") == "Rens av takrenner i mai"


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("Gjelder                          Abonnement", "Abonnement"),
        ("Abonnement                         450,00\nFrakt for april                     50,00", None),
        ("Gjelder                          Arbeid og materialer", "Arbeid og materialer"),
    ],
)
def test_a_trades_word_that_is_a_value_or_an_amounts_name_is_no_label(claim: str, found: str | None) -> None:
    assert value(letter(claim=claim), "claim_description") == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Betal det du skylder senest 29. juli 2026.",
        "Betal det du skylder innen 14 dager.",
        "Betal det du skylder med det samme.",
        "Spørsmål om regningen for deg på telefon 22 31 47 49 mellom klokken 8 og 15.",
    ],
)
def test_when_and_how_to_pay_is_not_what_the_claim_is_for(sentence: str) -> None:
    assert [d.text for d in described_in(sentence)] == []


@pytest.mark.parametrize(
    ("sentence", "pointing"),
    [
        ("Dere har ikke gjort opp for arbeidet som er nevnt over.", True),
        ("Regningen for abonnementet ditt er gått ut på dato.", True),
        ("Du har ikke betalt for passeringene som er oppført i tabellen.", True),
        ("Du har ikke betalt for vask av trapper i mai.", False),
        ("Kravet gjelder strøm for mai 2026.", False),
    ],
)
def test_a_phrase_that_points_at_what_is_told_elsewhere_is_unsure(sentence: str, pointing: bool) -> None:
    told = list(described_in(sentence))
    assert told
    assert all((t.sure < 0.6) == pointing for t in told)


# ------------------------------------------------------------------ amounts


@pytest.mark.parametrize(
    "sentence",
    [
        "Fristen for å få betalt kr 1 000,50 er satt til 1. august 2026, og den gjelder.",
        "Vi vil gjerne få betalt kr 1 000,50 i løpet av de første dagene av august.",
        "Hele summen må være betalt kr 1 000,50 og ikke mindre innen den første august.",
    ],
)
def test_what_is_still_to_be_paid_is_not_paid(sentence: str) -> None:
    sheet = sheet_of(sentence)
    (amounts,) = amounts_of(sheet).values()
    row = in_sentence(sheet, amounts[0])
    assert row.reading is None or row.reading.type is not LineType.PAID


def test_what_was_paid_is_paid() -> None:
    sheet = sheet_of("Vi har mottatt betaling fra deg, og du har betalt kr 1 000,50 av hele summen til nå.")
    (amounts,) = amounts_of(sheet).values()
    row = in_sentence(sheet, amounts[0])
    assert row.reading is not None
    assert row.reading.type is LineType.PAID


@pytest.mark.parametrize(
    ("first", "last"),
    [("Skyldig beløp", "Til sammen"), ("Saldo", "Å betale"), ("Utestående i alt", "Totalt"), ("Beløp", "Sum å betale")],
)
def test_the_row_above_a_sum_of_one_row_is_the_claim(first: str, last: str) -> None:
    claim = read_claim(sheet_of(f"{first:<40}1 000,50\n{last:<40}1 000,50"))
    assert [(line.type, line.amount) for line in claim.lines] == [(LineType.PRINCIPAL, Decimal("1000.50"))]


@pytest.mark.parametrize("label", ["Merkes", "Merkes med", "Ref. ved betaling", "Betalingsnummer", "Merking"])
def test_what_a_payment_is_marked_with_is_a_kid_where_its_check_digit_says_so(label: str) -> None:
    kid = read_payment(sheet_of(f"{label:<30}1234567897")).fields["kid"]
    other = read_payment(sheet_of(f"{label:<30}1234567891")).fields["kid"]
    assert isinstance(kid, Reading)
    assert isinstance(other, Reading)
    assert kid.confidence >= 0.85 > other.confidence


def test_a_housing_company_keeps_the_numbers_of_its_houses() -> None:
    drawing = NOTICE.replace("Fossdal Straumlag SA", "Sameiet Solgården 7-11").format(
        bill="Regning nr.               20418", account="1503.40.12346"
    )
    drawing += (
        "\nDu har ikke betalt det du skylder Sameiet Solgården 7-11 for boligen.\n\nHilsen Sameiet Solgården 7-11\n"
    )
    assert value(drawing, "creditor") == "Sameiet Solgården 7-11"


def test_an_amount_written_with_a_dash_is_no_number() -> None:
    assert value("Regning                  863,–\nGebyr                     38,–", "invoice_number") is None
    assert value("Regning                  86312\nGebyr                     38,–", "invoice_number") == "86312"


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Betalingsoppfordring [4222229]", "4222229"),
        ("Betalingsoppfordring (sak 443332/26)", "443332/26"),
        ("Inkassosak #4222229", "4222229"),
        ("Betalingsoppfordring (2026)", None),
        ("Betalingsoppfordring (14 dager)", None),
        ("Betalingsoppfordring (14.08.2026)", None),
    ],
)
def test_a_number_in_brackets_behind_the_heading_is_the_cases(heading: str, found: str | None) -> None:
    assert value(letter().replace("#Betalingsoppfordring", f"#{heading}"), "case_number") == found


def test_a_sentence_about_bills_that_were_due_says_nothing_of_what_they_are_for() -> None:
    drawing = letter(text="Vår kundereskontro viser at postene i listen er forfalt uten at de er betalt.")
    assert value(drawing, "claim_description") is None


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Utkastelsen skjer ikke dersom leie, renter og kostnader er betalt før fravikelsen gjennomføres.", True),
        ("Fravikinga skjer ikkje dersom leige og kostnader er betalt før ho blir gjennomført.", True),
        ("Utkastelsen skjer ikke uten varsel.", False),
        ("Fravikelsen stanses ikke selv om du betaler.", False),
    ],
)
def test_that_paying_stops_an_eviction_is_told_in_other_words(sentence: str, told: bool) -> None:
    assert (StatementId.EVICTION_AVOIDABLE in statements_in(sentence, misread=False)) == told


@pytest.mark.parametrize(
    ("label", "is_account"),
    [("Konto for betaling", True), ("Konto for innbetaling", True), ("Kontofører", False), ("Kontoeier", False)],
)
def test_what_an_account_is_for_does_not_hide_it(label: str, is_account: bool) -> None:
    fields = read_payment(sheet_of(f"{label:<30}1503.40.12349")).fields
    assert isinstance(fields.get("account_number"), Reading) == is_account
