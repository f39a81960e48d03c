from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.identifiers import (
    MASK,
    account_check_digit,
    account_from_iban,
    amount_check_digit,
    find_accounts,
    find_digit_runs,
    find_fodselsnummer,
    find_ibans,
    find_org_numbers,
    fodselsnummer_control_digits,
    is_valid_account,
    is_valid_fodselsnummer,
    is_valid_iban,
    is_valid_kid,
    is_valid_org_number,
    kid_check_digit,
    kid_methods,
    mask_fodselsnummer,
    org_number_check_digit,
    parse_code_line,
)


def synthetic(base: str) -> str:
    """A synthetic number (month + 80): `base` is day, month and year, the individual number the first that works."""
    for individual in range(100, 1000):
        control = fodselsnummer_control_digits(f"{base}{individual}")
        if control is not None:
            return f"{base}{individual}{control}"
    raise AssertionError("no number for this date")


PERSON = synthetic("109095")
ACCOUNT = "15034567899"
KID = "000047112807319"


@pytest.mark.parametrize(
    ("base", "method", "check"),
    [("12345678", "MOD10", "2"), ("12345678", "MOD11", "5"), ("60224", "MOD10", "3")],
)
def test_published_kid_examples_hold(base: str, method: str, check: str) -> None:
    assert kid_check_digit(base, method) == check
    assert method in kid_methods(base + check)


def test_a_kid_may_end_in_a_dash() -> None:
    base = next(str(number) for number in range(1000, 2000) if kid_check_digit(str(number), "MOD11") == "-")
    assert kid_methods(f"{base}-") == {"MOD11"}


@pytest.mark.parametrize("text", ["", "5", "-", "0000", "12345679", "1234567a", "١٨", "1" * 26, "12 34"])
def test_what_is_no_kid_is_refused(text: str) -> None:
    assert not is_valid_kid(text)


@pytest.mark.parametrize(("base", "method"), [("", "MOD10"), ("1" * 25, "MOD10"), ("12a", "MOD11"), ("123", "MOD97")])
def test_a_kid_that_cannot_be_completed_is_an_error(base: str, method: str) -> None:
    with pytest.raises(ValueError):
        kid_check_digit(base, method)


@pytest.mark.parametrize(("figure", "check"), [("65268", 5), ("160346", 3), ("293230", 9)])
def test_the_amounts_check_digit_is_mod_10_over_kroner_and_oere(figure: str, check: int) -> None:
    assert amount_check_digit(figure) == check


@pytest.mark.parametrize(
    "number",
    [
        "02013299997",  # the register's own made-up examples of the scheme from 2032
        "30108299920",
        "30108299939",
        PERSON,
        synthetic("510995"),  # D-number
        synthetic("104995"),  # H-number, Nav's test persons
        synthetic("107495"),  # month + 65
    ],
)
def test_every_series_of_fodselsnummer_is_known(number: str) -> None:
    assert is_valid_fodselsnummer(number)


@pytest.mark.parametrize(
    "number", ["", "12345678901", "00000000000", "31029099999", f"{PERSON}1", PERSON[:10], "ab345678901"]
)
def test_what_is_no_fodselsnummer_is_refused(number: str) -> None:
    assert not is_valid_fodselsnummer(number)


def test_accounts_and_organisation_numbers_are_judged_by_mod_11() -> None:
    assert is_valid_account("76940512057")
    assert not is_valid_account("76940512058")
    assert account_check_digit("7694051205") == 7
    assert is_valid_org_number("998447356")
    assert not is_valid_org_number("998447357")
    assert org_number_check_digit("99844735") == 6
    assert not is_valid_account("0" * 11)
    assert not is_valid_org_number("0" * 9)


def test_bases_without_a_check_digit_are_told() -> None:
    accounts = [account_check_digit(f"{number:010d}") for number in range(1000)]
    organisations = [org_number_check_digit(f"{number:08d}") for number in range(1000)]
    assert None in accounts
    assert None in organisations
    assert 10 not in {*accounts, *organisations}
    with pytest.raises(ValueError):
        account_check_digit("123")


@pytest.mark.parametrize(
    ("text", "valid", "account"),
    [
        ("NO93 8601 1117 947", True, "86011117947"),
        ("no9386011117947", True, "86011117947"),
        ("NO94 8601 1117 947", False, None),
        ("SE35 5000 0000 0549 1000 0003", True, None),
        ("", False, None),
        ("NO", False, None),
    ],
)
def test_ibans_are_judged_and_opened(text: str, valid: bool, account: str | None) -> None:
    assert is_valid_iban(text) is valid
    assert account_from_iban(text) == account


@pytest.mark.parametrize(
    ("text", "printed", "grouped"),
    [
        ("Konto 1503.45.67899.", "1503.45.67899", True),
        ("1503 45 67899", "1503 45 67899", True),
        ("1503 .45. 67899", "1503 .45. 67899", True),
        ("konto: 15034567899, KID", "15034567899", False),
        ("1503\u00a045\u00a067899", "1503\u00a045\u00a067899", True),
    ],
)
def test_accounts_are_found_in_every_print(text: str, printed: str, grouped: bool) -> None:
    (match,) = find_accounts(text)
    assert (match.digits, match.text, match.grouped, match.valid) == (ACCOUNT, printed, grouped, True)
    assert text[match.start : match.end] == printed


def test_a_misread_account_is_repaired_and_told() -> None:
    (match,) = find_accounts("15O3.45.67899", tolerant=True)
    assert (match.digits, match.valid, match.repaired) == (ACCOUNT, True, True)


@pytest.mark.parametrize("text", ["12.03.2026", "1 248,00", "123456789012", "999 999 999", "1234.56.789"])
def test_other_numbers_are_no_accounts(text: str) -> None:
    assert find_accounts(text) == []


@pytest.mark.parametrize(
    ("text", "printed", "marked"),
    [
        ("Org.nr. 998 447 356", "998 447 356", True),
        ("Orgnr 998447356", "998447356", True),
        ("Organisasjonsnummer: NO998447356MVA", "998447356", True),
        ("NO 998 447 356 MVA", "998 447 356", True),
        ("998 447 356 MVA", "998 447 356", True),
        ("org.nr.:998.447.356", "998.447.356", True),
        ("Foretaksregisteret 998 447 356", "998 447 356", False),
    ],
)
def test_organisation_numbers_are_found_in_every_print(text: str, printed: str, marked: bool) -> None:
    (match,) = find_org_numbers(text)
    assert (match.digits, match.text, match.marked, match.valid) == ("998447356", printed, marked, True)
    assert text[match.start : match.end] == printed


@pytest.mark.parametrize("text", ["123 456 789 012", "12345678901", "22 33 44 55", "1234567890"])
def test_other_numbers_are_no_organisation_numbers(text: str) -> None:
    assert find_org_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "digits", "printed"),
    [
        ("IBAN NO93 8601 1117 947 BIC XXXXNOKK", "NO9386011117947", "NO93 8601 1117 947"),
        ("NO9386011117947", "NO9386011117947", "NO9386011117947"),
        ("N093 8601 1117 947", "NO9386011117947", "N093 8601 1117 947"),
        ("SE35 5000 0000 0549 1000 0003", "SE3550000000054910000003", "SE35 5000 0000 0549 1000 0003"),
    ],
)
def test_ibans_are_found_and_end_where_they_end(text: str, digits: str, printed: str) -> None:
    (match,) = find_ibans(text)
    assert (match.digits, match.text, match.valid) == (digits, printed, True)
    assert text[match.start : match.end] == printed


def test_runs_of_digits_tell_whether_they_are_a_kid() -> None:
    joined, other = find_digit_runs(f"KID {KID} sak 1234567", min_digits=6)
    assert (joined.digits, joined.valid) == (KID, True)
    assert (other.digits, other.valid) == ("1234567", is_valid_kid("1234567"))
    (grouped,) = find_digit_runs("KID 0000 4711 2807 319", grouped=True)
    assert (grouped.digits, grouped.grouped, grouped.valid) == (KID, True, True)
    assert find_digit_runs("1234", min_digits=5) == []


def test_the_dash_of_a_mod_11_kid_belongs_to_it() -> None:
    base = next(
        str(number)
        for number in range(100000, 200000)
        if kid_check_digit(str(number), "MOD11") == "-" and not is_valid_kid(str(number))
    )
    (match,) = find_digit_runs(f"KID: {base}- Beløp")
    assert (match.digits, match.valid) == (f"{base}-", True)


@pytest.mark.parametrize(
    "text",
    [
        f"Kari Nordmann {PERSON}",
        f"{PERSON[:6]} {PERSON[6:]}",
        f"Fødselsnr: {PERSON}",
        f"Fødselsnummer (11 siffer): {PERSON[:6]}-{PERSON[6:]}",
        "Fødselsnr.: 12345678901",  # a slip of optical reading fails the check digits
        "Foodselsnr l2O385l2345",
        "F.nr. 123456 78901",
        "Fnr 123456 78901",
        "Personnummer 12345",
        "Født 120385 12345",
        "Fødselsdato: 12.03.85 12345",
        f"Betal til konto 1503.45.67899\n{PERSON} Kari",
    ],
)
def test_a_fodselsnummer_is_masked_and_offsets_stay(text: str) -> None:
    masked, spans = mask_fodselsnummer(text)
    assert len(masked) == len(text)
    assert len(spans) == 1
    start, end = spans[0]
    assert MASK in masked[start:end]
    assert not any(character.isalnum() for character in masked[start:end])
    assert (masked[:start], masked[end:]) == (text[:start], text[end:])


@pytest.mark.parametrize(
    "text",
    [
        f"Kontonr: {PERSON}",
        f"Betal til konto nr. {PERSON}",
        f"{PERSON[:4]}.{PERSON[4:6]}.{PERSON[6:]}",
        f"KID: {PERSON}",
        f"Til konto   KID\n{PERSON} 123",
        f"Betal {PERSON} eller {PERSON[:4]} {PERSON[4:6]} {PERSON[6:]}",
        f"H {KID} 652 68 <5> {PERSON} <2345678901>",
        "Fakturanr 12345678901",
        "Født 12.03.1985, 0150 Oslo",
        "12345678",
    ],
)
def test_accounts_and_references_are_not_masked(text: str) -> None:
    assert mask_fodselsnummer(text) == (text, [])


def test_known_accounts_are_not_masked() -> None:
    assert find_fodselsnummer(f"Overfør til {PERSON}", accounts=[PERSON]) == []
    assert find_fodselsnummer(f"{PERSON} og {PERSON[:4]}.{PERSON[4:6]}.{PERSON[6:]}") == []


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        (f"H  {KID}   652  68 <5>  {ACCOUNT}  <2345678901>", "652.68"),
        (f"H {KID} 652 68 <5> 1503 45 67899 <2345678901>", "652.68"),
        (f"{KID} 652 68 454 {ACCOUNT} 2345678901", "652.68"),
        (f"H {KID} 652 685 {ACCOUNT} <2345678901>", "652.68"),
        (f"H {KID} 65268 <5> {ACCOUNT}<2345678901>", "652.68"),
        (f"H {KID[:5]} {KID[5:]} 652 68 <5> {ACCOUNT}4 2345678901", "652.68"),
        (f"# {KID} 1603 46 <3> {ACCOUNT} <", "1603.46"),
        (f"H {KID} l603 46 <3> {ACCOUNT} <2345678901>", "1603.46"),
        (f"Kvittering tilbake\nH {KID} 652 68 <5> {ACCOUNT} <2345678901>\n", "652.68"),
    ],
)
def test_the_code_line_is_read_whole_or_damaged(line: str, amount: str) -> None:
    found = parse_code_line(line)
    assert found is not None
    assert (found.kid, found.kid_valid) == (KID, True)
    assert (found.amount, found.amount_check_ok) == (Decimal(amount), True)
    assert (found.account, found.account_valid) == (ACCOUNT, True)
    assert found.kid_span is not None
    assert "".join(filter(str.isdigit, line[slice(*found.kid_span)])) == KID
    assert "".join(filter(str.isdigit, line[slice(*found.account_span)])) == ACCOUNT


def test_a_code_line_may_leave_the_amount_to_the_payer() -> None:
    found = parse_code_line(f"H {KID}          {ACCOUNT} <2345678901>")
    assert found is not None
    assert (found.kid, found.amount, found.amount_check_ok) == (KID, None, None)


def test_a_wrong_check_digit_is_told_not_repaired() -> None:
    found = parse_code_line(f"H {KID} 652 68 <6> {ACCOUNT} <2345678901>")
    assert found is not None
    assert (found.amount, found.amount_check_ok) == (Decimal("652.68"), False)


@pytest.mark.parametrize(
    "text",
    [
        f"KID {KID} konto {ACCOUNT}",
        f"Betal 652,68 til {ACCOUNT}",
        "22 33 44 55",
        "12.03.2026 500,00 12.04.2026 600,00",
        "",
        "H <> < >",
        "1" * 500,
    ],
)
def test_prose_and_tables_are_no_code_line(text: str) -> None:
    assert parse_code_line(text) is None


def test_a_strip_of_date_account_and_kid_is_no_code_line_however_its_figures_can_be_cut() -> None:
    assert parse_code_line("26.11.25   5459 65 87901   63763103104218430000") is None
