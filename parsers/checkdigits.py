"""Check digits of Norwegian payment and identity numbers: KID, account, IBAN, organisation number, fødselsnummer.

For: `parsers.identifiers`, which offers everything here, and `parsers.codeline`. Predicates take ASCII digits without
separators; anything else is simply not valid. python-stdnum judges accounts, organisation numbers and IBAN; it has no
KID and refuses the official synthetic fødselsnummer, so those are worked out here.
Not for: telling from a failing check digit that a letter is wrong. A number that fails was most likely misread.

Sources
- KID, MOD10, MOD11: system specification of OCR giro (mastercardpaymentservices.com): 2-25 digits; MOD11 with weights
  2-7 from the right, where remainder 1 prints "-".
- Fødselsnummer: the population register's documentation of the scheme from 2032
  (skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/): the first control digit may
  then leave a remainder of 0-3. Day + 40: D-number. Month + 40: the hospitals' H-numbers and Nav's test persons;
  month + 65: test persons of Norsk helsenett; month + 80: the tax administration's synthetic population (Tenor).
"""

from __future__ import annotations

import calendar

from stdnum import iban as _iban
from stdnum import luhn as _luhn
from stdnum.no import kontonr as _kontonr
from stdnum.no import orgnr as _orgnr

_KID_MIN, _KID_MAX = 2, 25
_ACCOUNT_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_ORG_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_FIRST_CONTROL = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND_CONTROL = _ACCOUNT_WEIGHTS
#: What is added to the month for hospital and test persons.
_MONTH_OFFSETS = (0, 40, 65, 80)
_D_NUMBER = 40
#: Remainders the first control digit may leave: 0 today, 0-3 in the scheme from 2032.
_FIRST_REMAINDERS = range(4)


def is_digits(text: str, *, length: int | None = None) -> bool:
    """Whether `text` is nothing but ASCII digits (and `length` of them)."""
    return text.isascii() and text.isdigit() and (length is None or len(text) == length)


def kid_check_digit(base: str, method: str) -> str:
    """The digit that completes a KID: `method` MOD10 or MOD11 (where it may be "-").

    Raises ValueError for a base that is not 1-24 digits and for another method.
    """
    if not is_digits(base) or not _KID_MIN - 1 <= len(base) <= _KID_MAX - 1:
        raise ValueError("a KID without its check digit has 1-24 digits")
    if method == "MOD10":
        return _luhn.calc_check_digit(base)
    if method == "MOD11":
        total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(base)))
        check = -total % 11
        return "-" if check == 10 else str(check)
    raise ValueError(f"unknown KID method {method!r}")


def kid_methods(digits: str) -> frozenset[str]:
    """The methods by which `digits` (which may end in "-") is a KID: a subset of MOD10, MOD11."""
    base, check = digits[:-1], digits[-1:]
    if not is_digits(base) or not (check == "-" or is_digits(check)):
        return frozenset()
    if not _KID_MIN <= len(digits) <= _KID_MAX or not base.strip("0"):
        return frozenset()
    return frozenset(method for method in ("MOD10", "MOD11") if kid_check_digit(base, method) == check)


def is_valid_kid(digits: str) -> bool:
    """Whether some method accepts `digits` as a KID. About one random number in five passes."""
    return bool(kid_methods(digits))


def amount_check_digit(kroner_oere: str) -> int:
    """The digit in `< >` after the amount of a code line: MOD10 over kroner and øre joined.

    Raises ValueError when `kroner_oere` is not digits.
    """
    if not is_digits(kroner_oere):
        raise ValueError("kroner and øre must be digits")
    return int(_luhn.calc_check_digit(kroner_oere))


def _mod11(base: str, weights: tuple[int, ...]) -> int | None:
    if not is_digits(base, length=len(weights)):
        raise ValueError(f"expected {len(weights)} digits")
    check = -sum(weight * int(digit) for weight, digit in zip(weights, base, strict=True)) % 11
    return None if check == 10 else check


def account_check_digit(base: str) -> int | None:
    """The eleventh digit of an account number; None when the ten given digits cannot have one.

    Raises ValueError when `base` is not ten digits.
    """
    return _mod11(base, _ACCOUNT_WEIGHTS)


def is_valid_account(digits: str) -> bool:
    """Whether eleven digits are a Norwegian account number (MOD11)."""
    return is_digits(digits, length=11) and bool(digits.strip("0")) and bool(_kontonr.is_valid(digits))


def org_number_check_digit(base: str) -> int | None:
    """The ninth digit of an organisation number; None when the eight given digits cannot have one.

    Raises ValueError when `base` is not eight digits.
    """
    return _mod11(base, _ORG_WEIGHTS)


def is_valid_org_number(digits: str) -> bool:
    """Whether nine digits are an organisation number (MOD11), real or synthetic series alike."""
    return is_digits(digits, length=9) and bool(digits.strip("0")) and bool(_orgnr.is_valid(digits))


def is_valid_iban(text: str) -> bool:
    """Whether `text` is an IBAN of any country, blanks allowed; for Norway the account inside must hold too."""
    compact = "".join(text.split()).upper()
    if not compact.isascii() or not compact.isalnum():
        return False
    if compact.startswith("NO") and not is_valid_account(compact[4:]):
        return False
    return bool(_iban.is_valid(compact))


def account_from_iban(text: str) -> str | None:
    """The account number inside a valid Norwegian IBAN; None for any other text."""
    compact = "".join(text.split()).upper()
    return compact[4:] if compact.startswith("NO") and is_valid_iban(compact) else None


def fodselsnummer_control_digits(base: str) -> str | None:
    """The two control digits of today's scheme for nine digits; None when these nine cannot have them.

    For making synthetic numbers (month + 80). Raises ValueError when `base` is not nine digits.
    """
    first = _mod11(base, _FIRST_CONTROL)
    if first is None:
        return None
    second = _mod11(f"{base}{first}", _SECOND_CONTROL)
    return None if second is None else f"{first}{second}"


def is_valid_fodselsnummer(digits: str) -> bool:
    """Whether eleven digits are a fødselsnummer, D-number, H-number or official synthetic number, old or new scheme.

    Used only to find what must be masked, so it leans to yes: centuries are not told apart.
    """
    if not is_digits(digits, length=11) or not _has_birth_date(digits):
        return False
    first = sum(weight * int(digit) for weight, digit in zip((*_FIRST_CONTROL, 1), digits[:10], strict=True))
    second = sum(weight * int(digit) for weight, digit in zip((*_SECOND_CONTROL, 1), digits, strict=True))
    return first % 11 in _FIRST_REMAINDERS and second % 11 == 0


def _has_birth_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if day > _D_NUMBER:
        day -= _D_NUMBER
    month = next((month - offset for offset in _MONTH_OFFSETS if 1 <= month - offset <= 12), 0)
    # 2000-2099 has a leap day wherever one of the other centuries has.
    return month > 0 and 1 <= day <= calendar.monthrange(2000 + year, month)[1]
