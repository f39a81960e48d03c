"""The account number has a valid check digit.

What it checks: that the account to pay to, or its IBAN, is a possible number, is Norwegian, and is the same wherever
the letter prints it.

Legal basis: none; MOD11 of Norwegian accounts and MOD97 of IBAN (ISO 13616). A wrong or foreign account is worth
knowing before paying.

How it is decided: an account that satisfies MOD11 and an IBAN that satisfies MOD97 pass when they agree. One that does
not fails as advice when it was read firmly (printed twice alike, a text and not a picture, or the user's word), and so
does a correct IBAN of another country. Otherwise a digit was most likely misread: unsure. Two correct but different
accounts are unsure: a client account and a payment account may both be printed.

Known limits: whom the account belongs to is not known here; a correct number may still be somebody else's.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_lost, is_read_firmly
from checks.registry import rule
from parsers.identifiers import account_from_iban, is_valid_account, is_valid_fodselsnummer, is_valid_iban
from parsers.model import Reading

_DIGITS = 11


@rule(
    "account-check-digit",
    group="payment-details",
    legal_basis=(),
    severity="advice",
    consequence="C-NONE",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer", "public"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on possible numbers that agree, fail on impossible or foreign ones; see the module."""
    account, iban = case.text("account_number"), case.text("iban")
    if not isinstance(account, Reading) and not isinstance(iban, Reading):
        if is_lost(case, "account_number", "iban"):
            account.need()
        return Finding(Status.NOT_APPLICABLE, variant="none")
    judged = []
    if isinstance(iban, Reading):
        judged.append(_judge_iban(case, "".join(iban.value.split()).upper()))
    if isinstance(account, Reading):
        judged.append(_judge_account(case, account.value))
    wrong = [finding for finding in judged if finding.status is not Status.PASS]
    if wrong:
        return next((finding for finding in wrong if finding.status is Status.FAIL), wrong[0])
    if isinstance(iban, Reading) and isinstance(account, Reading) and account_from_iban(iban.value) != account.value:
        return Finding(Status.UNSURE, variant="two", rests_on=("account_number", "iban"))
    return judged[0]


def _judge_iban(case: Case, iban: str) -> Finding:
    if not is_valid_iban(iban):
        if is_read_firmly(case, "iban"):
            return Finding(Status.FAIL, variant="iban", rests_on=("iban",))
        return Finding(Status.UNSURE, variant="misread", rests_on=("iban",), question="iban")
    if not iban.startswith("NO"):
        return Finding(Status.FAIL, variant="foreign", params={"country": iban[:2]}, rests_on=("iban",))
    return Finding(Status.PASS, rests_on=("iban",))


def _judge_account(case: Case, account: str) -> Finding:
    printed = {str(m.value) for m in case.letter.mentions.get("account_number", ())} | {account}
    possible = {number for number in printed if is_valid_account(number)}
    rests_on = ("account_number",)
    if len(possible) > 1:
        return Finding(Status.UNSURE, variant="two", rests_on=rests_on)
    if account in possible:
        return Finding(Status.PASS, rests_on=rests_on)
    odd = len(account) != _DIGITS or is_valid_fodselsnummer(account)
    if odd or possible or len(printed) > 1 or not is_read_firmly(case, "account_number"):
        return Finding(Status.UNSURE, variant="misread", rests_on=rests_on, question="account_number")
    return Finding(Status.FAIL, rests_on=rests_on)
