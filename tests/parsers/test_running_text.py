"""Running text that a line's end breaks: numbers in groups, amounts, sums told in sentences beside key words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from parsers.fields.descriptions import described_in, left_over, may_describe, phrase
from parsers.fields.number_phrases import numbers_in
from parsers.fields.payment import PaymentReading, read_payment
from parsers.fields.stems import field_of
from parsers.fields.titles import kinds_of
from parsers.identifiers import account_check_digit, is_valid_kid, kid_check_digit
from parsers.layout import build_sheet
from parsers.model import Box, LetterKind, Page, PageQuality, Reading, Word, WordSource
from parsers.pipeline import understand
from parsers.views import fold
from tests.parsers.claims import claim_of, rows_of, value
from tests.parsers.paper import scanned, typed

KID = "29479056888" + kid_check_digit("29479056888", "MOD10")
A, B, C, D = (KID[i : i + 3] for i in (0, 3, 6, 9))
ACCOUNT = "1503456789" + str(account_check_digit("1503456789"))
READ = pytest.mark.parametrize("read", [typed, scanned])
Reader = Callable[[str], Page]


def payment_of(page: Page) -> PaymentReading:
    return read_payment(build_sheet([page]))


@pytest.mark.parametrize(
    "text",
    [
        f"Vi ber deg betale til vår konto og merke betalingen med KID {A} {B}\n{C} {D}. Da vet vi hvem den er fra.",
        f"Du kan betale i nettbanken, og da merker du den med KID-nummeret {A}\n{B} {C} {D}, ellers blir den borte.",
        f"Pay to our account before the day is out, and quote the KID {A} {B} {C}\n{D} so that we can see whose it is.",
        f"Beløpet må være hos oss innen fristen, og betalingen merkes med KID\n{A} {B} {C} {D}. Skriv gjerne til oss.",
        f"KID            {A} {B}\n               {C} {D}\nBeløp          4 000,00",
        f"Til konto      KID\n{ACCOUNT}    {A} {B} {C}\n               {D}",
    ],
)
@READ
def test_a_number_that_a_lines_end_breaks_between_its_groups_is_read_whole(text: str, read: Reader) -> None:
    reading = payment_of(read(text)).fields["kid"]
    assert isinstance(reading, Reading)
    assert (reading.value, reading.confidence >= 0.9) == (KID, True)


@READ
def test_an_account_that_a_lines_end_breaks_is_read_whole(read: Reader) -> None:
    text = f"Pengene kan du sette inn på konto {ACCOUNT[:4]} {ACCOUNT[4:6]}\n{ACCOUNT[6:]}, eller du kan ringe oss."
    reading = payment_of(read(text)).fields["account_number"]
    assert isinstance(reading, Reading)
    assert reading.value == ACCOUNT


def test_a_number_whose_end_cannot_be_told_is_in_doubt() -> None:
    broken, days = f"{A} {B} {C} 998", "14"
    assert not any(is_valid_kid(digits) for digits in (broken.replace(" ", ""), broken.replace(" ", "") + days))
    text = f"Ved betaling bruker du vårt kontonummer og KID {broken}\n{days} dager har du på deg, så blir det dyrere."
    reading = payment_of(typed(text)).fields["kid"]
    assert isinstance(reading, Reading)
    assert reading.confidence <= 0.6


def test_figures_that_follow_a_whole_number_on_the_next_line_are_none_of_it() -> None:
    text = (
        f"Ved betaling i nettbank bruker du kontonummeret vårt og KID {KID}\n4500 kroner må være hos oss innen fristen."
    )
    reading = payment_of(typed(text)).fields["kid"]
    assert isinstance(reading, Reading)
    assert reading.value == KID


@pytest.mark.parametrize(
    ("text", "rows", "total"),
    [
        (
            """
            Vi savner betaling for regningen du fikk fra oss i mai. Regningen var på 4
            851,50 kroner, og for dette brevet tar vi et purregebyr på 38 kroner. Det du må
            betale nå, er derfor 4 889,50 kroner.
            """,
            [("principal", "4851.50"), ("reminder_fee", "38.00")],
            "4889.50",
        ),
        (
            """
            Du skylder oss til sammen 2 463,50 kroner. Av dette er 2 425,50 kroner for fakturaen og 38,00
            kroner et gebyr for denne påminnelsen. Vi ber deg betale alt på en gang.
            """,
            [("principal", "2425.50"), ("reminder_fee", "38.00")],
            "2463.50",
        ),
        (
            """
            Rekninga du har fått frå oss er på 3 120 kroner. I tillegg kjem eit gebyr for purring på 38
            kroner. Alt du skal betale blir då 3 158 kroner, og det må vere hos oss innan fristen.
            """,
            [("principal", "3120.00"), ("reminder_fee", "38.00")],
            "3158.00",
        ),
        (
            """
            The invoice is for NOK 2,450.00. A reminder fee of NOK 38.00 has been added to it. What you have
            to pay is therefore NOK 2,488.00, and we must have the money before the deadline is out.
            """,
            [("principal", "2450.00"), ("reminder_fee", "38.00")],
            "2488.00",
        ),
        (
            """
            Det opprinnelige kravet er kr 8 200,00. Inkassosalæret er på kr 900,00 og rentene så langt er på
            kr 121,40. Ved full betaling i dag gjøres saken opp med kr 9 221,40, og da er du ferdig med oss.
            """,
            [("principal", "8200.00"), ("collection_fee", "900.00"), ("interest", "121.40")],
            "9221.40",
        ),
        (
            """
            Hvor mye      Beløpet på regningen er 12 521,65 kroner. Gebyret for varselet er 38
                          kroner. Det blir 12 559,65 kroner i alt.
            """,
            [("principal", "12521.65"), ("reminder_fee", "38.00")],
            "12559.65",
        ),
    ],
)
@READ
def test_sums_told_in_sentences(text: str, rows: list[tuple[str, str]], total: str, read: Reader) -> None:
    claim = claim_of(read(text))
    assert (rows_of(claim), str(value(claim, "total"))) == (rows, total)


def test_a_numbered_thing_at_a_lines_end_is_no_part_of_the_next_lines_amount() -> None:
    claim = claim_of(
        typed(
            """
            Vi viser til avtalen din med oss. Etter det som står i avtalens vilkår, i punkt 3
            851,50 kroner er det du skulle ha betalt for fakturaen som du fikk av oss i mai.
            """
        )
    )
    assert "3851.50" not in [amount for _, amount in rows_of(claim)]


def test_a_stretched_line_of_a_narrow_column_is_one_line_of_text() -> None:
    def line(words: str, row: int, width: float | None) -> list[Word]:
        found, x = [], 0.52
        parts = words.split()
        letters = sum(len(w) for w in parts) * 0.008
        gap = 0.005 if width is None else (width - letters) / (len(parts) - 1)
        for word in parts:
            right = x + len(word) * 0.008
            found.append(Word(word, Box(x, 0.3 + row * 0.018, right, 0.313 + row * 0.018), 1.0, WordSource.TEXT_LAYER))
            x = right + gap
        return found

    words = [
        *line("Oppgjøret med kr 7.060,29 må skje før 21. juni 2026", 0, 0.4),
        *line(f"til klientkontoen {ACCOUNT} og med KID", 1, 0.4),
        *line(f"{KID}.", 2, None),
    ]
    payment = payment_of(Page(1, "text", 1240, 1754, 0, tuple(words), PageQuality(1.0)))
    for name, digits in (("kid", KID), ("account_number", ACCOUNT)):
        reading = payment.fields[name]
        assert isinstance(reading, Reading)
        assert reading.value == digits


@pytest.mark.parametrize(
    ("text", "number", "thing"),
    [
        (
            "Du fikk en regning fra oss med nummer 737766. Den var for undersøkelse og\nrøntgen i august.",
            "737766",
            "undersøkelse og røntgen i august",
        ),
        (
            "Regningen vi savner betaling for, gjelder vask av teppe og har\nnummer 91452834. Den skal betales.",
            "91452834",
            "vask av teppe",
        ),
        (
            "Vi sendte deg en faktura 3. mars. Den har nummer A-55123 og gjelder feiing av pipe.",
            "A-55123",
            "feiing av pipe",
        ),
        (
            "You have a bill from us with the number 99812. It was for tickets to the fair.",
            "99812",
            "tickets to the fair",
        ),
        ("Rekninga for straum i mars har nummer 778812, og ho er ikkje betalt.", "778812", "straum i mars"),
    ],
)
def test_a_bills_number_and_subject_told_of_it_further_on_in_a_sentence(text: str, number: str, thing: str) -> None:
    numbers = {(n.field, n.number) for n in numbers_in(text)}
    assert ("invoice_number", number) in numbers
    assert thing in {d.text for d in described_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Fakturaen din gjelder kundeforholdet ditt og har kundenummer 4711.",
        "Fakturaen er sendt til deg. Saken har nummer 99123.",
        "Fakturaen ble sendt på e-post fra saksbehandler med nummer 12345.",
        "Regningen kan betales over telefon til kundesenteret, som har nummer 22334455.",
    ],
)
def test_a_number_of_something_else_is_not_the_bills(text: str) -> None:
    assert "invoice_number" not in {n.field for n in numbers_in(text)}


@pytest.mark.parametrize(
    ("line", "thing"),
    [
        ("Solvik Bil AS – fakturanr. 622: Ny bremse, ordre 46387 (forfalt 27.4.2026)", "Ny bremse, ordre 46387"),
        ("Purring | faktura 88231 | Båtplass sommeren 2026", "Båtplass sommeren 2026"),
        ("Ubetalt faktura 5512 – Haugen Blomster AS – brudebukett (forfall 3. mai 2026)", "brudebukett"),
        ("Invoice 88123: Gym membership May 2026 (was due 3 May 2026)", "Gym membership May 2026"),
        ("Myrvang kommune – fakturanr. 473519: Kommunale avgifter 1. termin", "Kommunale avgifter 1. termin"),
        ("Faktura nr. 5512 – forfall 03.05.2026 – beløp kr 1 200,00", None),
        ("Kari Prøvestad – faktura 123", None),
        ("Betalingspåminnelse – faktura 4471", None),
        ("Vi viser til faktura 4471: Den er ikke betalt.", None),
        ("som forfalt 22. september, mangler vi fra deg (faktura 485701). I tillegg", None),
        ("Åpningstider: mandag – fredag", None),
    ],
)
def test_a_subject_line_leaves_over_what_the_claim_is_for(line: str, thing: str | None) -> None:
    told = left_over(line)
    assert (line[slice(*told[:2])] if told is not None else None) == thing


@pytest.mark.parametrize(
    ("value", "thing"),
    [
        ("Faktura 2026-118 er nå 34 dager over forfall", "Faktura 2026-118"),
        ("Leie bolig mars 2026 med forfallsdag 12. april 2026", "Leie bolig mars 2026"),
        ("Tannbehandling mai 2026 og har nummer 91452834", "Tannbehandling mai 2026"),
    ],
)
def test_what_a_claim_is_for_ends_where_the_sentence_goes_on(value: str, thing: str) -> None:
    assert phrase(value, 0, len(value))[0] == thing


@pytest.mark.parametrize("word", ["faktura", "Fakturaen", "regning", "rekninga", "ein", "invoice"])
def test_a_bare_word_for_a_bill_describes_nothing(word: str) -> None:
    assert not may_describe(word)


def test_headings_over_two_columns_are_no_label_and_value() -> None:
    letter = understand(
        [
            typed(
                """
                Bakgrunn                                          Oppgjør
                Firmaet har ikke fått betalt for arbeidet         Pengene må være her innen 22. september
                som det gjorde hos deg i vår og i sommer.         2026, ellers går saken videre til retten.
                """
            )
        ]
    )
    assert "Oppgjør" not in [r.value for r in (letter.fields.get("claim_description"),) if isinstance(r, Reading)]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Betalingsfrist hos oppdragsgiver", "original_due_date"),
        ("Forfall hos kreditor", "original_due_date"),
        ("Originally due", "original_due_date"),
        ("Sanksjons-/fakturanr.", "invoice_number"),
        ("Kunde-/medlemsnr.", "customer_number"),
        ("Frist for betaling", "payment_deadline"),
    ],
)
def test_labels_that_say_whose_or_name_two_things(label: str, field: str) -> None:
    told = field_of(fold(label))
    assert told is not None
    assert told[0] == field


def test_a_claims_number_beside_the_cases_is_the_bills() -> None:
    text = "Sak: 4514063\n\nKravet eies av       Bomlyng Veg AS\nKravnr.              26381797\n"
    fields = understand([typed(text)]).fields
    numbers = {
        name: r.value for name in ("case_number", "invoice_number") if isinstance(r := fields.get(name), Reading)
    }
    assert numbers == {"case_number": "4514063", "invoice_number": "26381797"}


def test_a_notice_and_the_deadline_it_set_in_one_sentence() -> None:
    text = """
        Betalingsoppfordring                                           Dato: 22.6.2026

        Vi krev inn pengar for Solvik Bil AS. Den 18. mai 2026 fekk du inkassovarsel, og fristen der var
        1. juni 2026. Betal 15 910,95 kroner innan 6. juli 2026, elles kan saka gå vidare til retten.
    """
    fields = understand([typed(text)]).fields
    days = [r.value for name in ("notice_date", "notice_deadline") if isinstance(r := fields.get(name), Reading)]
    assert days == [dt.date(2026, 5, 18), dt.date(2026, 6, 1)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Vi varsler inkasso", LetterKind.INKASSOVARSEL),
        ("Vi varslar deg om inkasso", LetterKind.INKASSOVARSEL),
        ("Warning of debt collection", LetterKind.INKASSOVARSEL),
    ],
)
def test_a_heading_that_gives_notice_with_a_verb(heading: str, kind: LetterKind) -> None:
    told = kinds_of(heading)
    assert told is not None
    assert told[0][0] is kind


@pytest.mark.parametrize(
    "letter",
    [
        """
        Creditor          Code          Name
                          4711          Solvik Bygg AS

        Principal         1 000,00
        Total due         1 000,00
        """,
        """
        Creditor:
        Code    Name                       Amount
        HS      Principal                1 000,00
        SA      Collection fee             300,00
        Total due                        1 300,00
        """,
        """
        Kreditor      Kode       Navn              Saldo
                      778        Per Prøve      1 000,00

        Å betale      1 000,00
        """,
    ],
)
def test_no_creditor_is_the_head_of_a_tables_column(letter: str) -> None:
    reading = understand([typed(letter)]).fields.get("creditor")
    assert not isinstance(reading, Reading) or reading.value not in ("Code", "Name", "Kode", "Navn")


def test_a_creditor_in_a_grid_of_labels_and_values_is_no_head() -> None:
    letter = """
        Kreditor      Varden       Kunde       Solheim
        Saksnr        4711         Dato        03.05.2026

        Å betale      1 000,00
    """
    reading = understand([typed(letter)]).fields["creditor"]
    assert isinstance(reading, Reading)
    assert reading.value == "Varden"


@pytest.mark.parametrize(
    "letter",
    [
        """
        Hovedkrav                                   5.051,50
        Forsinkelsesrente, 12,25 % p.a. fra 4. august
        2026                                           94,94
        Salær                                         600,00
        Sum                                         5.746,44
        """,
        """
        Vi har fått i oppdrag å kreve inn det du      Hovedkrav                   5 051,50
        skylder. Varselet var datert 3. mai, og       Rente 12,25 % fra 4. august
        fristen der er løpt ut uten at betaling       2026                           94,94
        er kommet. Det forfalt til betaling i         Salær                         600,00
        februar, og du har ikke svart på det.         Å betale                    5 746,44
        """,
        """
        Hovedstol                       5 051,50      Du må betale innen fristen som står
        Morarente, 12 % fra 4. august                 over, ellers går saken videre til de
        2026                               94,94      rettslige skritt som loven gir oss.
        Salær                             600,00      Spørsmål om saken kan du stille til
        Å betale                        5 746,44      saksbehandleren som har signert her.
        """,
    ],
)
@READ
def test_a_row_whose_day_ends_beside_its_amount_keeps_its_name_among_columns(letter: str, read: Reader) -> None:
    claim = claim_of(read(letter))
    assert rows_of(claim) == [("principal", "5051.50"), ("interest", "94.94"), ("collection_fee", "600.00")]
    assert str(value(claim, "total")) == "5746.44"


def test_a_housing_companys_number_is_part_of_its_name() -> None:
    text = """
        Betalingsoppfordring

        Vi skriver på vegne av Borettslaget Lia
        14 om felleskostnader for mai.

        Kreditor: Borettslaget Lia 14
        Å betale     1 000,00
    """
    reading = understand([typed(text)]).fields["creditor"]
    assert isinstance(reading, Reading)
    assert reading.value == "Borettslaget Lia 14"


@pytest.mark.parametrize(
    ("over", "under"),
    [
        ("", "Bodø, tirsdag 16. juni 2026\nMed vennlig hilsen\nSolvik Tannhelse AS"),
        ("", "Bergen, 16. juni 2026\n\nHilsen oss i Solvik"),
        ("Voss, onsdag den 16. juni 2026", ""),
        ("Tuesday 16 June 2026", ""),
    ],
)
def test_a_letters_day_behind_a_weekday_or_over_the_sign_off(over: str, under: str) -> None:
    body = (
        "Inkassovarsel\n\nVi savner betaling for regningen din på 1 200,00 kroner. Fristen er 3. juli 2026.\n"
        "Betaler du ikke, sender vi kravet til inkasso, og det kan bli dyrere for deg enn det er i dag."
    )
    reading = understand([typed(f"Solvik Tannhelse AS\n{over}\n\n{body}\n" + "\n" * 30 + under)]).fields["letter_date"]
    assert isinstance(reading, Reading)
    assert (reading.value, reading.confidence >= 0.85) == (dt.date(2026, 6, 16), True)
