"""Signs that a letter may not come from whom it says: gathered, never judged.

What it is for: telling a reader why the sender is worth looking up before paying. What it is not for: saying that a
letter is false. Each sign has innocent explanations, and a false letter may show none of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from checks.case import Case
from checks.readings import is_read_firmly
from parsers.identifiers import (
    account_from_iban,
    is_valid_account,
    is_valid_iban,
    is_valid_kid,
    is_valid_org_number,
)
from parsers.model import Reading, StatementId

SMALL_SUM = Decimal("100.00")
"""Kroner below which people pay without looking, the more so in a hurry."""

_HURRY = dt.timedelta(days=1)
_ACCOUNT_DIGITS, _ORG_DIGITS = 11, 9
_KID_LENGTHS = range(2, 26)
_LINK = re.compile(r"[Ll](?:enk|ink)|LENK|LINK|\.ly/|url\.")
"""What every link to pay by holds; looked for first, because most letters have none."""

_PAY_LINK = re.compile(
    r"(?:klikk|trykk|følg|bruk|gå til|click|follow|tap)\b[^.\n]{0,40}\b(?:lenke|lenka|lenken|lenkja|linken|link)\b"
    r"[^.\n]{0,60}\b(?:betal|pay)|"
    r"\b(?:betal|pay)\w*\b[^.\n]{0,40}\b(?:lenken|lenka|lenkja|linken|link)\b|"
    r"\bbit\.ly/|\btinyurl\.com/",
    re.IGNORECASE,
)
_FREE_MAIL = re.compile(
    r"@\s?(?:gmail|hotmail|outlook|live|yahoo|icloud|protonmail|proton|online)\.(?:com|no|me)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign. ``id`` is the phrase that tells it (``sign_<id>``); ``rests_on`` the readings it rests on; ``alone``:
    whether it is worth telling with no other.
    """

    id: str
    rests_on: tuple[str, ...] = ()
    alone: bool = True


def signs_of(case: Case) -> tuple[Sign, ...]:
    """The signs in numbers, sums, dates and ways to pay. Who the sender is, is not looked at here."""
    return tuple(_signs(case))


def _signs(case: Case) -> Iterator[Sign]:
    yield from _impossible_numbers(case)
    iban, account = case.text("iban"), case.text("account_number")
    if isinstance(iban, Reading) and is_valid_iban(iban.value):
        own = account_from_iban(iban.value)
        if own is None:
            yield Sign("foreign", ("iban",))
        elif isinstance(account, Reading) and is_valid_account(account.value) and account.value != own:
            yield Sign("two_accounts", ("iban", "account_number"))
    yield from _hurry(case)
    text = case.letter.transcript.text
    if "@" in text and _FREE_MAIL.search(text):
        yield Sign("free_mail")
    if _LINK.search(text) and _PAY_LINK.search(text):
        yield Sign("link", alone=False)


def _impossible_numbers(case: Case) -> Iterator[Sign]:
    """Numbers of the right length whose check digit is wrong, where that is no fault of our reading."""
    kid, account = case.text("kid"), case.text("account_number")
    wrong = []
    if isinstance(kid, Reading) and len(kid.value) in _KID_LENGTHS and not is_valid_kid(kid.value):
        wrong.append("kid")
    if isinstance(account, Reading) and len(account.value) == _ACCOUNT_DIGITS and not is_valid_account(account.value):
        wrong.append("account_number")
    for name in ("collector_org_number", "creditor_org_number"):
        number = case.text(name)
        if isinstance(number, Reading) and len(number.value) == _ORG_DIGITS and not is_valid_org_number(number.value):
            wrong.append(name)
    wrong = [name for name in wrong if is_read_firmly(case, name)]
    if wrong:
        yield Sign("number", tuple(wrong))


def _hurry(case: Case) -> Iterator[Sign]:
    """A small sum to be paid the same day or the next."""
    total, date, deadline = case.amount("total"), case.date("letter_date"), case.date("payment_deadline")
    if not isinstance(total, Reading) or total.value >= SMALL_SUM:
        return
    if isinstance(deadline, Reading):
        if isinstance(date, Reading) and date.value <= deadline.value <= date.value + _HURRY:
            yield Sign("hurry", ("total", "letter_date", "payment_deadline"))
    elif case.says_clearly(StatementId.IMMEDIATE_PAYMENT):
        yield Sign("hurry", ("total",))
