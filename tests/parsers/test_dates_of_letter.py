"""Dates of a letter: drawn letters, labels and sentences, and the order that decides between old and new dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from checks.case import GATE
from parsers.fields.date_places import FIELDS
from parsers.fields.dates import read_dates, read_mentions
from parsers.fields.kind import read_kind
from parsers.model import Missing, MissingReason, Reading, WordSource
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of, sheet_of
from tests.parsers.field_letters import Drawn, drawn_letters

LETTERS = drawn_letters()


def dates_of(drawing: str, **how: Any) -> dict[str, Reading[dt.date] | Missing]:
    sheet = sheet_of(drawing, **how)
    return read_dates(sheet, kind=read_kind(sheet, statements={}, line_types=frozenset()))


def day(readings: dict[str, Reading[dt.date] | Missing], name: str) -> dt.date | None:
    reading = readings[name]
    return reading.value if isinstance(reading, Reading) else None


@pytest.mark.parametrize("drawn", LETTERS, ids=lambda drawn: drawn.id)
def test_dates_of_a_drawn_letter(drawn: Drawn) -> None:
    wanted = {name: v for name, v in drawn.fields.items() if name in FIELDS}
    read = {}
    for name in wanted:
        reading = drawn.letter.field(name)
        read[name] = reading.value if isinstance(reading, Reading) else None
    assert read == wanted


@pytest.mark.parametrize(
    "line",
    [
        "Dato: 14.05.2025",
        "Vår dato          14.05.2025",
        "Oslo, 14. mai 2025",
        "Oslo, den 14. mai 2025",
        "                                                    14.05.2025",
        "Sendt\n    14. mai 2025",
        "Brevdato 14.05.25      Saksnr 12",
    ],
)
def test_letter_date_in_its_usual_places(line: str) -> None:
    drawing = f"    {line}\n\n    Betal beløpet innen 28.05.2025."
    assert day(dates_of(drawing), "letter_date") == dt.date(2025, 5, 14)


@pytest.mark.parametrize(
    "line",
    [
        "Betalingsfrist: 28.05.2025",
        "Ny forfallsdato     28.05.2025",
        "Vi ber deg betale innen 28. mai 2025.",
        "Beløpet må være betalt senest 28.05.2025.",
        "Ny frist for å betale kr 5 402,50 er 28. mai 2025.",
        "Betal kravet seinast 28. mai 2025.",
        "Please pay by 28 May 2025.",
        "Fristen er 28.05.2025.",
        "Forfallsdato: 28.05.2025",
        "Siste frist for betaling er satt til 28.05.2025.",
    ],
)
def test_deadline_in_many_wordings(line: str) -> None:
    drawing = f"    Dato: 14.05.2025\n\n    {line}"
    assert day(dates_of(drawing), "payment_deadline") == dt.date(2025, 5, 28)


@pytest.mark.parametrize(
    "line",
    [
        "Opprinnelig forfall: 02.04.2025",
        "Fakturaen forfalt 02.04.2025.",
        "Fakturaen skulle vært betalt innen 02.04.2025.",
        "Oppr. forfallsdato      02.04.2025",
        "Forfallsdato            02.04.2025",
        "Opphavleg forfall: 02.04.2025",
        "The invoice fell due on 2 April 2025.",
        "Fakturanr 12 med forfall 02.04.2025 er ikke betalt.",
        "Siste betalingsdag på fakturaen var 02.04.2025.",
        "Fakturaen skulle du ha betalt 02.04.2025.",
        "Fristen for å betale var 02.04.2025.",
        "Den 2. april 2025 skulle du ha betalt oss for hagearbeid. Pengene har vi ikke fått.",
        "Den 2. april 2025 forfalt faktura 20418, og den står fremdeles åpen.",
    ],
)
def test_original_due_date_in_many_wordings(line: str) -> None:
    drawing = f"    Dato: 14.05.2025\n\n    {line}\n\n    Betal innen 28.05.2025."
    readings = dates_of(drawing)
    assert day(readings, "original_due_date") == dt.date(2025, 4, 2)
    assert day(readings, "payment_deadline") == dt.date(2025, 5, 28)


@pytest.mark.parametrize(
    "sentence",
    [
        "Inkassovarsel ble sendt 04.03.2025 med frist 18.03.2025.",
        "Inkassovarsel sendt 04.03.2025, forfall 18.03.2025.",
        "Du er varslet 4. mars 2025 med frist 18. mars 2025.",
        "4. mars 2025 sendte vi deg et inkassovarsel med frist 18. mars 2025.",
        "Til tross for inkassovarsel av 04.03.2025, med frist 18.03.2025, er kravet ubetalt.",
        "Du er varsla om inkasso i brev datert 04.03.2025 med frist 18.03.2025.",
        "Inkassovarselet ble sendt 04.03.2025. Fristen i varselet var 18.03.2025.",
    ],
)
def test_earlier_notice_and_its_deadline(sentence: str) -> None:
    drawing = f"    Dato: 14.05.2025\n\n    {sentence}\n\n    Betal innen 28.05.2025."
    readings = dates_of(drawing)
    assert day(readings, "notice_date") == dt.date(2025, 3, 4)
    assert day(readings, "notice_deadline") == dt.date(2025, 3, 18)
    assert day(readings, "payment_deadline") == dt.date(2025, 5, 28)
    assert day(readings, "letter_date") == dt.date(2025, 5, 14)


@pytest.mark.parametrize(
    "others",
    [
        "inkassovarsel (18.09.2025) og betalingsoppfordring (08.10.2025)",
        "inkassovarsel 18.09.2025 og betalingsoppfordring sendt 08.10.2025",
        "purring 28.08.2025 og inkassovarsel 18.09.2025",
    ],
)
def test_the_day_of_another_letter_is_not_the_notices(others: str) -> None:
    letter = understand(pages_of(f"    Oslo, 5. november 2025\n\n    Du har tidligere fått {others}.\n"))
    notice = letter.field("notice_date")
    assert isinstance(notice, Reading)
    assert notice.value == dt.date(2025, 9, 18)
    assert isinstance(letter.field("notice_deadline"), Missing)


def test_deadline_of_the_notice_itself_is_the_letters_own() -> None:
    readings = dates_of("    Dato: 14.05.2025\n\n    Dette er et inkassovarsel med frist 28.05.2025.")
    assert day(readings, "payment_deadline") == dt.date(2025, 5, 28)
    assert day(readings, "notice_deadline") is None


def test_notice_deadline_that_had_not_run_out_is_still_the_notices() -> None:
    sentence = "Inkassovarsel ble sendt 06.05.2025 med frist 20.05.2025."
    readings = dates_of(f"    Dato: 14.05.2025\n\n    {sentence}\n\n    Betal innen 28.05.2025.")
    assert day(readings, "notice_deadline") == dt.date(2025, 5, 20)
    assert day(readings, "payment_deadline") == dt.date(2025, 5, 28)


def test_of_two_deadlines_the_later_is_the_letters_and_the_other_a_rival() -> None:
    readings = dates_of("    Dato: 14.05.2025\n\n    Betal innen 26.05.2025.\n\n    Betalingsfrist: 28.05.2025")
    reading = readings["payment_deadline"]
    assert isinstance(reading, Reading)
    assert reading.value == dt.date(2025, 5, 28)
    assert [rival.value for rival in reading.rivals] == [dt.date(2025, 5, 26)]
    assert reading.confidence < 0.9


def test_forfallsdato_alone_with_no_other_date_is_ambiguous() -> None:
    readings = dates_of("    #PURRING\n\n    Forfallsdato: 02.04.2025\n    Å betale 100,00")
    deadline = readings["payment_deadline"]
    assert isinstance(deadline, Missing)
    assert deadline.reason is MissingReason.AMBIGUOUS
    assert day(readings, "original_due_date") is None


def test_deadline_before_the_letter_is_not_chosen() -> None:
    readings = dates_of("    Dato: 14.05.2025\n\n    Betalingsfrist: 28.04.2025")
    deadline = readings["payment_deadline"]
    assert isinstance(deadline, Missing)
    assert deadline.reason is MissingReason.AMBIGUOUS
    assert [rival.value for rival in deadline.rivals] == [dt.date(2025, 4, 28)]


@pytest.mark.parametrize(
    "line",
    [
        "Innbetalt 02.05.2025      300,00",
        "Forsinkelsesrente 12,25 % fra 02.05.2025",
        "Kravet drives inn etter inkassoloven av 13. mai 1988 nr. 26.",
        "Vi svarer på alle henvendelser innen 3 dager.",
    ],
)
def test_other_dates_are_not_taken_for_the_letters(line: str) -> None:
    readings = dates_of(f"    Dato: 14.05.2025\n\n    {line}")
    assert {name: day(readings, name) for name in FIELDS} == {
        **dict.fromkeys(FIELDS),
        "letter_date": dt.date(2025, 5, 14),
    }


def test_paid_date_under_the_letter_date_does_not_become_a_deadline() -> None:
    readings = dates_of("    Dato: 14.05.2025\n\n    Innbetalt 12.05.2025    100,00\n\n    Frist: 28.05.2025")
    assert day(readings, "payment_deadline") == dt.date(2025, 5, 28)
    assert day(readings, "original_due_date") is None


def test_dates_of_a_table_are_not_the_letters_date() -> None:
    readings = dates_of("""
    Oslo, 14. mai 2025

    Dato              Tekst              Beløp
    02.01.2025        Kontingent         300,00

    Betal innen 28.05.2025.
    """)
    assert day(readings, "letter_date") == dt.date(2025, 5, 14)


def test_deadline_for_something_else_is_not_surely_the_one_to_pay_by() -> None:
    reading = dates_of("    Dato: 14.05.2025\n\n    Ta kontakt med oss innen 20.05.2025.")["payment_deadline"]
    assert not isinstance(reading, Reading) or reading.confidence < 0.85


def test_repeated_deadline_is_surer_and_every_place_is_kept() -> None:
    drawing = "    Dato: 14.05.2025\n\n    Betal innen 28.05.2025.\n\n    Betalingsfrist: 28.05.2025"
    reading = dates_of(drawing)["payment_deadline"]
    once = dates_of("    Dato: 14.05.2025\n\n    Betal innen 28.05.2025.")["payment_deadline"]
    assert isinstance(reading, Reading)
    assert isinstance(once, Reading)
    assert reading.confidence >= once.confidence
    assert "repeated" in reading.corroborated
    assert len(read_mentions(sheet_of(drawing))["payment_deadline"]) == 2


def test_poor_reading_lowers_confidence() -> None:
    drawing = "    Dato: 14.05.2025\n\n    Betalingsfrist: 28.05.2025"
    sure = dates_of(drawing, confidence=0.96, source=WordSource.OCR)["payment_deadline"]
    unsure = dates_of(drawing, confidence=0.4, source=WordSource.OCR)["payment_deadline"]
    assert isinstance(sure, Reading)
    assert isinstance(unsure, Reading)
    assert unsure.confidence < sure.confidence - 0.15


def test_evidence_is_the_printed_date() -> None:
    reading = dates_of("    Dato: 14.05.2025\n\n    Betalingsfrist: 28. mai 2025")["payment_deadline"]
    assert isinstance(reading, Reading)
    assert reading.evidence[0].quote == "28. mai 2025"


def test_letter_without_dates_has_none() -> None:
    readings = dates_of("    Takk for sist.")
    assert all(isinstance(reading, Missing) for reading in readings.values())


def test_a_sentence_about_the_day_that_was_gives_the_old_due_date() -> None:
    drawing = "    Dato: 14.05.2025\n\n    Betalingsdag var 20.04.2025.\n\n    Betal beløpet innen 28.05.2025."
    assert day(dates_of(drawing), "original_due_date") == dt.date(2025, 4, 20)


def test_a_reminders_day_that_was_is_not_the_old_due_date() -> None:
    drawing = "    Dato: 14.05.2025\n\n    Vi har purret. Betalingsfristen var den gang 20.04.2025 i purringen."
    assert day(dates_of(drawing), "original_due_date") is None


def test_the_deadline_of_the_notice_named_after_its_verb() -> None:
    drawing = """
    Dato: 14.05.2025

    Inkassovarsel ble sendt deg den 10.04.2025. Der var fristen 24.04.2025.

    Betal beløpet innen 28.05.2025."""
    read = dates_of(drawing)
    assert (day(read, "notice_date"), day(read, "notice_deadline")) == (dt.date(2025, 4, 10), dt.date(2025, 4, 24))
    assert day(read, "payment_deadline") == dt.date(2025, 5, 28)


def test_dated_under_the_invoices_number_dates_the_invoice() -> None:
    drawing = """
    Brevet er sendt     14.05.2025
    Fakturanr.          426473
    Datert              13.03.2025
    Forfalt             02.04.2025

    Betal beløpet innen 28.05.2025."""
    read = dates_of(drawing)
    assert (day(read, "letter_date"), day(read, "invoice_date")) == (dt.date(2025, 5, 14), dt.date(2025, 3, 13))


def test_a_heading_under_a_due_date_is_not_what_it_was_due_for() -> None:
    drawing = """
    Dato: 14. august 2026

    Kravets grunnlag
    Polering av bil, faktura 20418 av 27. mai 2026 med forfall 10. juni 2026

    Inkassovarsel
    Sendt 2. juli 2026 med frist 16. juli 2026

    Betales innen 28. august 2026.
    """
    readings = dates_of(drawing)
    wanted = {"original_due_date": (6, 10), "notice_date": (7, 2), "notice_deadline": (7, 16)}
    assert {name: day(readings, name) for name in wanted} == {n: dt.date(2026, *d) for n, d in wanted.items()}


def test_the_day_in_a_strip_with_a_due_date_before_it_is_the_letters() -> None:
    strip = """
    Dato             Objekt       Faktura nr.     Forfall
    20.07.2026       126639       80597           22.06.2026

    Betales innen 03.08.2026.
    """
    readings = dates_of(strip)
    assert day(readings, "letter_date") == dt.date(2026, 7, 20)
    assert day(readings, "original_due_date") == dt.date(2026, 6, 22)


def test_days_in_a_row_of_values_under_headings_that_were_not_understood_are_hardly_the_letters() -> None:
    drawing = """
    Ferjefri Bom AS

    Xqiven     Kundenr    Fakturanr   Fakturadato   Wvffallen
    03.06.26   370273     229894      30.05.26      13.06.26

    Set inn 4592,71 kr før 17.06.26 er omme.
    """
    letter = dates_of(drawing, source=WordSource.OCR)["letter_date"]
    assert isinstance(letter, Missing) or letter.confidence < 0.7


def test_a_rival_day_that_was_read_badly_is_a_rival_and_the_order_of_days_speaks_for_neither() -> None:
    drawing = """
    Fakturadato: 01.05.2025

    12.05.2025                              14.05.2025


    Betal innen 28.05.2025.
    """
    letter = dates_of(drawing, source=WordSource.OCR)["letter_date"]
    assert isinstance(letter, Reading)
    assert "order" not in letter.corroborated
    assert letter.confidence < 0.7


@pytest.mark.parametrize(("own", "bills"), [("Regningsdato", "Fakturadato"), ("Fakturadato", "Fakturert dato")])
def test_a_reminder_that_calls_itself_a_bill_is_dated_after_the_bill_was_due(own: str, bills: str) -> None:
    readings = dates_of(
        f"""
        {own}: 15.08.2026

        Purring

        {bills}          25.06.2026
        Forfallsdato         25.07.2026

        Å betale 438,00 innen 29.08.2026
        """
    )
    wanted = {"letter_date": (8, 15), "invoice_date": (6, 25), "original_due_date": (7, 25)}
    assert {name: day(readings, name) for name in wanted} == {n: dt.date(2026, *d) for n, d in wanted.items()}


def test_the_later_of_two_bills_is_no_letter() -> None:
    letter = understand(
        pages_of(
            """
        Inkassovarsel
        Betaler du ikke, sender vi kravet til inkasso.

        Faktura      Fakturadato      Forfallsdato        Beløp
        20418        05.02.2026       19.02.2026         400,00
        20311        05.01.2026       19.01.2026         400,00

        Å betale 800,00 innen 29.03.2026
            """
        )
    )
    own = letter.field("letter_date")
    assert isinstance(own, Missing) or own.confidence < GATE
    bill = letter.field("invoice_date")
    assert isinstance(bill, Missing) or bill.value in (dt.date(2026, 2, 5), dt.date(2026, 1, 5))


@pytest.mark.parametrize(
    "said",
    [
        "Inkassovarselet du fikk, har dato {sent}. Der var fristen satt til {end}.",
        "Før saken kom til oss, ble du varslet om inkasso i brev datert\n    {sent}. Det ga deg frist til {end}.",
        "Varsel om inkasso gikk til deg {sent}, og betalingsfristen {end} er oversittet.",
        "Inkassovarsel er gitt {sent}, og varslet løp ut {end}.",
        "Saken ble varslet som inkassosak i brev til deg {sent}, og du kunne da betale frem til {end}.",
        "Du er varsla om inkasso i brev frå {sent}. Varselet galdt til {end}.",
        "Inkassovarselet er frå {sent}, og du skulle ha betalt innan {end}.",
        "Varsel om inkasso gikk ut på e-post {sent}. Betalingsfristen der, {end}, er passert.",
        "Du fikk inkassovarsel {sent} (frist {end}).",
        "Inkassovarsel: sendt {sent}, frist {end}. Regningen er ikke betalt.",
        "The notice of debt collection you received is dated {sent}. It set the deadline {end}.",
        "You were warned of collection in a letter of {sent}, which gave you until {end}.",
    ],
)
def test_the_notices_deadline_stands_behind_its_day(said: str) -> None:
    text = said.format(sent="02.07.2026", end="16.07.2026")
    drawing = f"\n    Dato: 14.08.2026\n\n    {text}\n\n    Betalingsfrist: 28.08.2026\n"
    readings = dates_of(drawing)
    assert day(readings, "notice_date") == dt.date(2026, 7, 2)
    assert day(readings, "notice_deadline") == dt.date(2026, 7, 16)


@pytest.mark.parametrize(
    "said",
    [
        "Inkassovarsel ble sendt 02.07.2026. Du må nå betale innen 28.08.2026.",
        "Vi sendte inkassovarsel 02.07.2026 og ber deg betale innen 28.08.2026.",
        "Inkassovarsel ble sendt 02.07.2026. Kravet ble oversendt oss 12.08.2026.",
        "Inkassovarsel ble sendt 02.07.2026. 500 kroner ble betalt 20.07.2026.",
        "Inkassovarsel ble sendt 02.07.2026. Ny frist er 28.08.2026.",
        "You were sent a notice of debt collection on 02.07.2026. Please pay by 28.08.2026.",
        "Inkassovarsel ble sendt 02.07.2026. Fakturaen hadde frist 20.07.2026.",
    ],
)
def test_another_day_behind_a_notice_is_not_its_deadline(said: str) -> None:
    readings = dates_of(f"\n    Dato: 14.08.2026\n\n    {said}\n\n    Betalingsfrist: 28.08.2026\n")
    assert day(readings, "notice_deadline") is None


@pytest.mark.parametrize(
    "said",
    [
        "Vi viser til varsel {sent} med frist {end}.",
        "Vi syner til inkassovarsel {sent} (frist {end}).",
        "Etter inkassovarsel {sent}, frist {end}, har vi overtatt saken.",
        "Du har ikke betalt etter varselet {sent} med frist {end}.",
        "Under henvisning til inkassovarsel om inkasso {sent} med frist {end}.",
        "Trass i inkassovarsel {sent} med frist {end} er kravet ubetalt.",
        "We refer to the collection notice {sent}, deadline {end}.",
        "You did not pay within {end}, the deadline in the notice of collection of {sent}.",
        "Du betalte ikke innen {end}, som var fristen i inkassovarselet av {sent}.",
        "A notice of debt collection was sent on {sent} with a deadline of {end}.",
    ],
)
def test_a_notice_that_a_letter_follows_is_told_by_its_day_alone(said: str) -> None:
    text = said.format(sent="02.07.2026", end="16.07.2026")
    readings = dates_of(f"\n    Dato: 14.08.2026\n\n    {text}\n\n    Betalingsfrist: 28.08.2026\n")
    assert day(readings, "notice_date") == dt.date(2026, 7, 2)
    assert day(readings, "notice_deadline") == dt.date(2026, 7, 16)
    assert day(readings, "payment_deadline") == dt.date(2026, 8, 28)


@pytest.mark.parametrize("said", ["Etter avtale 02.07.2026", "Vi viser til brev 02.07.2026", "Etter besøk 02.07.2026"])
def test_a_day_behind_something_else_is_no_notices(said: str) -> None:
    readings = dates_of(f"\n    Dato: 14.08.2026\n\n    {said} er kravet ubetalt.\n\n    Betalingsfrist: 28.08.2026\n")
    assert day(readings, "notice_date") is None


@pytest.mark.parametrize(
    "said",
    [
        "Varsel om begjæring om utlegg",
        "Varsel om rettslig inndriving",
        "Varsel om tvangsfullbyrdelse",
    ],
)
def test_notice_of_a_step_in_court_is_no_notice_of_collection(said: str) -> None:
    text = "Vår klient vil gå til namsmannen dersom du ikke har betalt innen 28.08.2026."
    readings = dates_of(f"\n    Dato: 14.08.2026\n\n    {said}\n    {text}\n")
    assert day(readings, "payment_deadline") == dt.date(2026, 8, 28)
    assert day(readings, "notice_deadline") is None


@pytest.mark.parametrize(
    "said",
    [
        "Vi viser til betalingsoppmodinga frå {old}, der fristen var {end}.",
        "Vi viser til betalingsoppfordringen av {old}. Fristen i betalingsoppfordringen var {end}.",
        "Vi viser til inkassokravet av {old}, der fristen var {end}.",
    ],
)
def test_the_deadline_of_an_earlier_demand_is_not_the_day_the_claim_was_due(said: str) -> None:
    text = said.format(old="2. juli 2026", end="16. juli 2026")
    readings = dates_of(
        f"\n    Dato: 14.08.2026\n\n    {text}\n    Kravet gjelder en faktura med forfall 20. mai 2026.\n"
        "\n    Ny frist: 28.08.2026\n"
    )
    assert day(readings, "original_due_date") == dt.date(2026, 5, 20)
