"""KID, account, IBAN and the code line, from labels in every place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from parsers.fields.payment import PaymentReading, read_payment
from parsers.identifiers import account_check_digit, kid_check_digit
from parsers.layout import build_sheet
from parsers.model import Box, Page, Reading
from tests.parsers.paper import scanned, typed

KID = "00471128073" + kid_check_digit("00471128073", "MOD10")
ACCOUNT = "1503456789" + str(account_check_digit("1503456789"))
SPACED = f"{ACCOUNT[:4]} {ACCOUNT[4:6]} {ACCOUNT[6:]}"
POINTED = SPACED.replace(" ", ".")


def payment_of(*pages: Page) -> PaymentReading:
    return read_payment(build_sheet(pages))


def value(payment: PaymentReading, name: str) -> object:
    reading = payment.fields.get(name)
    return reading.value if isinstance(reading, Reading) else None


@pytest.mark.parametrize(
    "text",
    [
        f"Kontonummer:   {POINTED}\nKID:           {KID}",
        f"Konto          KID\n{SPACED}  {KID}",
        f"Til konto\n{ACCOUNT}\n\nKundeidentifikasjon (KID)\n{KID}",
        f"Beløpet betales til konto {SPACED} med KID {KID}.",
        f"KID-nummer {KID[:4]} {KID[4:8]} {KID[8:]}   Bankkonto {POINTED}",
        f"Merk betaling med: {KID}\nKontonr. {SPACED}",
        f"Betalingsreferanse: {KID}    Klientkonto: {POINTED}",
    ],
)
@pytest.mark.parametrize("read", [typed, scanned])
def test_labels_in_every_place(text: str, read: type) -> None:
    payment = payment_of(read(text))
    assert (value(payment, "kid"), value(payment, "account_number")) == (KID, ACCOUNT)
    for name in ("kid", "account_number"):
        reading = payment.fields[name]
        assert isinstance(reading, Reading)
        assert reading.confidence >= 0.85
        assert "check_digit" in reading.corroborated


def test_the_code_line_repeats_what_the_box_says() -> None:
    text = (
        f"KID: {KID}\nKonto: {POINTED}\n"
        + "\n" * 40
        + f"Betalt av     Betalt til\n\nH     {KID}     652   68 <5>   {ACCOUNT}   <2345678901>"
    )
    payment = payment_of(typed(text))
    kid = payment.fields["kid"]
    assert isinstance(kid, Reading)
    assert kid.corroborated == {"check_digit", "repeated"}
    assert [m.value for m in payment.mentions["kid"]] == [KID, KID]
    assert [m.value for m in payment.mentions["account_number"]] == [ACCOUNT, ACCOUNT]
    assert [(r.value, set(r.corroborated)) for r in payment.slip_totals] == [(Decimal("652.68"), {"check_digit"})]


def test_the_payers_own_account_is_not_the_one_to_pay_to() -> None:
    payment = payment_of(typed(f"Belast konto    97100000008\nTil konto    {SPACED}"))
    assert value(payment, "account_number") == ACCOUNT


def test_an_account_of_eleven_digits_is_no_kid_and_a_kid_of_eleven_no_account() -> None:
    eleven = "7704112807" + kid_check_digit("7704112807", "MOD10")
    payment = payment_of(typed(f"Kontonr    {ACCOUNT}\nKID        {eleven}"))
    assert (value(payment, "kid"), value(payment, "account_number")) == (eleven, ACCOUNT)


def test_an_iban_tells_the_account_too() -> None:
    payment = payment_of(typed("IBAN NO93 8601 1117 947"))
    assert value(payment, "iban") == "NO9386011117947"
    assert value(payment, "account_number") == "86011117947"


def test_a_check_digit_that_fails_in_a_photo_is_our_doubt() -> None:
    wrong = KID[:-1] + str((int(KID[-1]) + 1) % 10)
    reading = payment_of(scanned(f"KID: {wrong}")).fields["kid"]
    assert isinstance(reading, Reading)
    assert reading.confidence < 0.7


def test_a_kid_printed_twice_with_one_misreading_is_the_one_that_checks() -> None:
    wrong = KID[:3] + str((int(KID[3]) + 4) % 10) + KID[4:]
    payment = payment_of(scanned(f"KID: {wrong}\n\nKundeidentifikasjon\n{KID}"))
    assert value(payment, "kid") == KID


def test_a_customer_number_is_no_kid() -> None:
    payment = payment_of(typed("Kundenr    2200417\nSaksnr     77120/26\nTelefon    22 33 44 55"))
    assert dict(payment.fields) == {}


def test_a_kid_in_groups_beside_an_account_under_their_labels_is_no_code_line() -> None:
    page = typed("KID                Kontonummer\n007 919 982 769    2252 85 67421")
    assert payment_of(page).slip_totals == ()


def test_a_check_digit_makes_no_number_sure_that_was_hardly_read() -> None:
    reading = payment_of(scanned(f"KID: {KID}", unsure={KID: 0.1})).fields["kid"]
    assert isinstance(reading, Reading)
    assert (reading.value, reading.corroborated) == (KID, {"check_digit"})
    assert reading.confidence < 0.85


def test_no_check_digit_tells_how_many_zeros_a_number_began_with() -> None:
    lost, whole = KID[1:], "7" + KID[1:-1] + kid_check_digit("7" + KID[1:-1], "MOD10")
    zeros = payment_of(scanned(f"KID: {lost}", unsure={lost: 0.7})).fields["kid"]
    other = payment_of(scanned(f"KID: {whole}", unsure={whole: 0.7})).fields["kid"]
    assert isinstance(zeros, Reading)
    assert isinstance(other, Reading)
    assert zeros.confidence < 0.85 < other.confidence


@pytest.mark.parametrize(
    "text",
    [
        "Betales til konto 1234 56 78903, merket 123456789012344.",
        "Beløpet betales til konto 1234.56.78903 merket med 123456789012344.",
        "Bruk konto 1234 56 78903 og merk betalingen med 123456789012344",
        "Pay to account 1234 56 78903, marked 123456789012344.",
    ],
)
def test_what_a_payment_is_to_be_marked_with_is_its_kid(text: str) -> None:
    assert value(payment_of(typed(text)), "kid") == "123456789012344"


@pytest.mark.parametrize("text", ["Esken er merket 123456789012344.", "Kravet gjelder varer merket 123456789012344."])
def test_what_goods_are_marked_with_is_no_kid(text: str) -> None:
    assert "kid" not in payment_of(typed(text)).fields


def test_a_value_in_a_ruled_box_belongs_to_the_short_label_over_it() -> None:
    label, number = typed("KID"), typed(f"{KID[:3]} {KID[3:6]} {KID[6:]}")
    by = 0.55 * label.words[0].box.width
    move = [replace(w, box=Box(w.box.x0 + by, w.box.y0 + 0.018, w.box.x1 + by, w.box.y1 + 0.018)) for w in number.words]
    assert value(payment_of(replace(label, words=(*label.words, *move))), "kid") == KID
