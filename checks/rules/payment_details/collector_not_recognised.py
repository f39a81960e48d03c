"""The sender is on the list of licensed collectors.

What it checks: whether we know the firm that writes as a collection company, by name or organisation number. Whoever
does not know the sender should look it up before paying.

Legal basis: inkassoloven (1988) §§ 4 and 5: collecting for others needs a licence from Finanstilsynet. Lawyers, and
banks for claims they bought, need none of their own.

How it is decided: a name or number on our list passes; so does a lawyer or a bank by its name. A name that is not on it
is unsure, because the list is partial; it would be advice only under a full list that covers the day of the letter.
Former names on newer letters, and a known name with another number, are unsure. It fails, as advice, when the sender
uses the name of a body that collects nothing, such as a complaints board. No finding says that a firm lacks a licence.

Known limits: the register itself is not looked up. New firms, trade names, a creditor's own collection and temporary
foreign providers are not on the list.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.collectors import Recognition, default_register
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.identifiers import is_valid_org_number
from parsers.model import Missing, Reading, SenderRole

_EXEMPT = re.compile(r"advokat|bank(?:en)?\b", re.IGNORECASE)
_OTHER_FIRM = re.compile(r"[A-ZÆØÅ][\w&-]*\s(?:[\w&-]+\s){0,2}(?:Inkasso|Collect|Kreditt|Innfordring)\w*")


@rule(
    "collector-not-recognised",
    group="payment-details",
    legal_basis=(basis("lov/1988-05-13-26", "§ 4"), basis("lov/1988-05-13-26", "§ 5")),
    severity="advice",
    consequence="C-NONE",
    kinds=("inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale", "saksoversikt"),
    senders=("collector", "purchaser"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2002, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on a sender we know, else unsure with advice to look it up; see the module."""
    field = "collector"
    if isinstance(case.text(field), Missing) and case.sender_role is SenderRole.PURCHASER:
        field = "creditor"
    name = case.text(field).need()
    number = case.text("collector_org_number")
    digits = number.value if isinstance(number, Reading) and is_valid_org_number(number.value) else ""
    register = default_register()
    params = {"name": name}
    rests_on = (field, "collector_org_number") if digits else (field,)
    known = register.recognise(name, digits)
    if known is not None:
        return _known(case, known, rests_on)
    if _EXEMPT.search(name):
        return Finding(Status.PASS, variant="exempt", params=params, rests_on=rests_on)
    if register.is_no_collector(name) and not _OTHER_FIRM.search(case.letter.transcript.text.replace(name, " ")):
        return Finding(Status.FAIL, variant="no-collector", params=params, rests_on=rests_on)
    sent = case.sent
    if isinstance(sent, Reading) and register.covers(sent.value):
        return Finding(Status.FAIL, variant="not-listed", params=params, rests_on=rests_on)
    return Finding(Status.UNSURE, variant="not-listed", params=params, rests_on=rests_on)


def _known(case: Case, known: Recognition, rests_on: tuple[str, ...]) -> Finding:
    params = {"name": known.name}
    if known.match == "other_number":
        return Finding(Status.UNSURE, variant="other-number", params=params, rests_on=rests_on)
    sent = case.sent
    recent = not isinstance(sent, Reading) or sent.value >= default_register().current_since
    if known.match == "former" and recent:
        return Finding(Status.UNSURE, variant="former", params=params, rests_on=rests_on)
    return Finding(Status.PASS, params=params, rests_on=rests_on)
