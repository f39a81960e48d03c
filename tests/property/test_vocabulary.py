"""What must hold of the vocabulary for any text and any value, not only for the examples we thought of."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import dates, errors, identifiers, money
from parsers.lookalikes import digits_repaired

# Texts rich in what the patterns look for, beside wholly arbitrary ones.
_PIECES = st.sampled_from(
    ["kr ", "NOK", " ", "\u00a0", "\u202f", "\n", ",", ".", "-", "–", "−", "(", ")", "/", ":", "%", "§ ", "<", ">",
     "H ", "12", "03", "2026", "1 234", ",56", ",-", "juli", "15. ", "til og med ", "dager", "KID ", "konto ",
     "Fødselsnr ", "org.nr. ", "MVA", "NO", "0", "O", "l", "999 999 999", "1503.45.67899", "•", "æ", "٣", "²"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map("".join))
AMOUNTS = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2, allow_nan=False, allow_infinity=False)
DATES = st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2099, 12, 31))
DIGITS = st.text("0123456789", min_size=1, max_size=24)
WORDS = st.text("abcdefghijklmnoprstuvwyæøåABDEFGH ,.:\n", max_size=40)

SCANNERS: dict[str, Callable[[str], list[Any]]] = {
    "amounts": money.find_amounts,
    "amounts, tolerant": lambda text: money.find_amounts(text, tolerant=True),
    "amounts, bare": lambda text: money.find_amounts(text, bare_integers=True),
    "percentages": money.find_percentages,
    "percentages, tolerant": lambda text: money.find_percentages(text, tolerant=True),
    "dates": lambda text: dates.find_dates(text, default_year=2026),
    "dates, tolerant": lambda text: dates.find_dates(text, tolerant=True),
    "spans of dates": dates.find_date_ranges,
    "day counts": lambda text: dates.find_day_counts(text, tolerant=True),
    "accounts": lambda text: identifiers.find_accounts(text, tolerant=True),
    "organisation numbers": lambda text: identifiers.find_org_numbers(text, tolerant=True),
    "ibans": identifiers.find_ibans,
    "runs": lambda text: identifiers.find_digit_runs(text, min_digits=2, grouped=True, tolerant=True),
}


@pytest.mark.parametrize("name", SCANNERS)
@given(text=TEXTS)
def test_scanning_any_text_gives_ordered_matches_that_point_at_it(name: str, text: str) -> None:
    previous = 0
    for match in SCANNERS[name](text):
        assert previous <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text
        previous = match.end


@given(text=TEXTS)
def test_repairing_digits_never_moves_an_offset(text: str) -> None:
    assert len(digits_repaired(text)) == len(text)


@given(text=TEXTS)
def test_reading_one_value_gives_it_or_refuses(text: str) -> None:
    for parse in (money.parse_amount, dates.parse_date):
        with contextlib.suppress(errors.ValueFormatError):
            assert isinstance(parse(text), Decimal | dt.date)


@given(text=TEXTS)
def test_a_code_line_points_into_its_text(text: str) -> None:
    found = identifiers.parse_code_line(text)
    if found is not None:
        for span in (found.kid_span, found.amount_span, found.account_span, (found.start, found.end)):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@given(text=TEXTS)
def test_masking_keeps_every_offset_and_is_stable(text: str) -> None:
    masked, spans = identifiers.mask_fodselsnummer(text)
    assert len(masked) == len(text)
    for index, character in enumerate(text):
        if not any(start <= index < end for start, end in spans):
            assert masked[index] == character
    for start, end in spans:
        assert not any(character.isdigit() for character in masked[start:end])
    assert identifiers.mask_fodselsnummer(masked) == (masked, [])


@given(amount=AMOUNTS, before=WORDS, after=WORDS)
def test_a_written_amount_is_found_again_in_running_text(amount: Decimal, before: str, after: str) -> None:
    text = f"{before} kr {money.format_amount(abs(amount))} {after}"
    assert abs(amount) in [match.amount for match in money.find_amounts(text)]


@given(amount=AMOUNTS, tolerant=st.booleans())
def test_a_written_amount_is_read_back(amount: Decimal, tolerant: bool) -> None:
    assert money.parse_amount(money.format_amount(amount), tolerant=tolerant) == amount


@given(amount=AMOUNTS)
def test_an_amount_in_prose_is_read_back(amount: Decimal) -> None:
    assert money.parse_amount(money.format_kroner_prose(amount)) == amount


@given(first=AMOUNTS, second=AMOUNTS)
def test_two_columns_stay_two_amounts(first: Decimal, second: Decimal) -> None:
    row = f"{money.format_amount(abs(first))} {money.format_amount(abs(second))}"
    assert [match.amount for match in money.find_amounts(row)] == [abs(first), abs(second)]


@given(date=DATES, before=WORDS, after=WORDS, lang=st.sampled_from(["nb", "nn", "en"]))
def test_a_written_date_is_found_again_in_running_text(date: dt.date, before: str, after: str, lang: str) -> None:
    for printed in (dates.format_date(date, lang=lang), f"{date:%d.%m.%Y}", date.isoformat()):
        text = f"{before} {printed} {after}"
        assert date in [match.date for match in dates.find_dates(text)]
        assert money.find_amounts(printed) == []


@given(date=DATES, lang=st.sampled_from(["nb", "nn", "en"]))
def test_a_written_date_is_read_back(date: dt.date, lang: str) -> None:
    assert dates.parse_date(dates.format_date(date, lang=lang)) == date


@given(first=DATES, second=DATES, joint=st.sampled_from([" - ", "–", " til ", " til og med "]))
def test_a_span_of_dates_is_read_when_it_runs_forward(first: dt.date, second: dt.date, joint: str) -> None:
    found = dates.find_date_ranges(f"{first:%d.%m.%Y}{joint}{second:%d.%m.%Y}")
    expected = [(first, second)] if first <= second else []
    assert [(match.start_date, match.end_date) for match in found] == expected


@given(base=DIGITS.filter(lambda digits: digits.strip("0") != ""), data=st.data())
def test_a_mod_10_kid_reveals_any_single_wrong_digit(base: str, data: st.DataObject) -> None:
    kid = base + identifiers.kid_check_digit(base, "MOD10")
    assert "MOD10" in identifiers.kid_methods(kid)
    place = data.draw(st.integers(0, len(kid) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != kid[place]]))
    assert "MOD10" not in identifiers.kid_methods(kid[:place] + other + kid[place + 1 :])


@given(base=DIGITS.filter(lambda digits: digits.strip("0") != ""))
def test_a_mod_11_kid_is_recognised(base: str) -> None:
    assert "MOD11" in identifiers.kid_methods(base + identifiers.kid_check_digit(base, "MOD11"))


@given(base=st.text("0123456789", min_size=10, max_size=10), data=st.data())
def test_an_account_reveals_any_single_wrong_digit(base: str, data: st.DataObject) -> None:
    check = identifiers.account_check_digit(base)
    if check is None or not base.strip("0"):
        return
    account = f"{base}{check}"
    assert identifiers.is_valid_account(account)
    place = data.draw(st.integers(0, 10))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != account[place]]))
    assert not identifiers.is_valid_account(account[:place] + other + account[place + 1 :])


@given(born=DATES, offset=st.sampled_from([40, 65, 80]), individual=st.integers(0, 999), words=WORDS)
def test_a_synthetic_fodselsnummer_is_recognised_and_masked(
    born: dt.date, offset: int, individual: int, words: str
) -> None:
    base = f"{born:%d}{born.month + offset:02d}{born:%y}{individual:03d}"
    control = identifiers.fodselsnummer_control_digits(base)
    if control is None:
        return
    number = base + control
    assert identifiers.is_valid_fodselsnummer(number)
    masked, spans = identifiers.mask_fodselsnummer(f"{words.replace('k', '')}\n\n{number[:6]} {number[6:]}\n")
    assert len(spans) == 1
    assert not any(character.isdigit() for character in masked)


@given(
    kid_base=st.text("0123456789", min_size=5, max_size=20).filter(lambda digits: digits.strip("0") != ""),
    account_base=st.text("0123456789", min_size=10, max_size=10),
    oere=st.integers(100, 99_999_999),
    gap=st.sampled_from([" ", "  ", "     "]),
)
def test_a_code_line_with_all_marks_is_read_exactly(kid_base: str, account_base: str, oere: int, gap: str) -> None:
    check = identifiers.account_check_digit(account_base)
    if check is None or not account_base.strip("0"):
        return
    kid = kid_base + identifiers.kid_check_digit(kid_base, "MOD10")
    account = f"{account_base}{check}"
    amount_check = identifiers.amount_check_digit(str(oere))
    kroner, rest = divmod(oere, 100)
    line = f"H{gap}{kid}{gap}{kroner}  {rest:02d} <{amount_check}>{gap}{account}{gap}<2345678901>"
    found = identifiers.parse_code_line(line)
    assert found is not None
    assert (found.kid, found.account) == (kid, account)
    assert (found.amount, found.amount_check_ok) == (Decimal(oere) / 100, True)


def test_errors_have_unique_codes_statuses_and_remedies() -> None:
    found = errors.all_errors()
    codes = [error.code for error in found]
    assert len(set(codes)) == len(codes) == 13
    for error in found:
        raised = error("why")
        assert 400 <= error.http_status < 600
        assert error.exit_status in (1, 2, 3)
        assert raised.message
        assert str(raised) == f"{error.code}: why"
        assert error("why", message="Annet").message == "Annet"


@pytest.mark.parametrize("installer", ["apt-get", "dnf", "zypper", "pacman", "brew", None])
def test_a_missing_engine_names_this_machines_command(installer: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: f"/bin/{program}" if program == installer else None)
    assert "tesseract" in errors.TesseractMissing().message
    language = errors.TesseractLanguageMissing().message
    assert (installer or "").removesuffix("-get") in language
    assert errors.install_command(engine=False) in language


@pytest.mark.parametrize("name", SCANNERS)
@pytest.mark.parametrize(
    "piece", ["1 ", "1", "12.03.", "12. ", "kr ", "0O", "14 (", "fødselsnr ", " ", "NO12 A1 ", "org "]
)
def test_time_grows_with_length_not_with_its_square(name: str, piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        began = time.perf_counter()
        SCANNERS[name](text)
        return time.perf_counter() - began

    seconds(10)
    short = max(min(seconds(500), seconds(500)), 0.002)
    # Eight times the text; sixty-four times the time would be quadratic.
    assert min(seconds(4000), seconds(4000)) < 30 * short
