"""The heading shows that the letter is an inkassovarsel.

What it checks: that a notice of collection does not come dressed as an ordinary reminder, or as both at once
("Purring/inkassovarsel").

Legal basis: inkassoloven (1988) § 9 first paragraph letter a and § 8. The act has no rule on headings; that the notice
must stand out is practice, so a finding is never more than likely.

How it is decided: a heading that names inkassovarsel or varsel om inkasso and no reminder passes, and so does any
heading over a text that says outright that the claim goes to inkasso. It fails when the heading is a reminder's or a
hybrid and the sentence is missing or names no inkasso. A plain reminder that is not meant as a notice is outside the
check: only a hybrid heading makes a purring one, and "Siste purring før inkasso" is no hybrid.

Known limits: other headings ("Faktura", "Siste purring før inkasso") over a vague text are unsure. What stands on the
envelope or in the subject line of an e-mail is not seen.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_sure, mentions
from checks.registry import basis, rule
from parsers.model import LetterKind, Missing, StatementId

_REMINDER = re.compile(r"purr|p[åa]minn|betalings?\s?-?(?:varsel|minn)|reminder", re.IGNORECASE)
_COLLECTION = re.compile(r"inkasso|debt collection", re.IGNORECASE)
_NOTICE = re.compile(r"vars[eli]|notice", re.IGNORECASE)
_CALLS_ITSELF_NOTICE = re.compile(r"inkasso\s?-?\s?vars|vars\w*\s+om\s+inkasso", re.IGNORECASE)
_SAYS = "statement:collection_follows"


@rule(
    "inv-heading-clear",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 9", "first", "a"), basis("lov/1988-05-13-26", "§ 8")),
    severity="likely_breach",
    consequence="C-COLL",
    kinds=("inkassovarsel", "purring"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("previous_letters",),
    also=("C-FEE",),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail on heading and sentence together; see the module."""
    statement = case.says(StatementId.COLLECTION_FOLLOWS)
    heading = case.letter.heading
    if isinstance(heading, Missing):
        if case.says_clearly(StatementId.COLLECTION_FOLLOWS):
            return Finding(Status.PASS, variant="text", rests_on=(_SAYS,))
        if case.kind is LetterKind.PURRING:
            return Finding(Status.NOT_APPLICABLE, variant="plain-reminder")
        return Finding(Status.UNSURE, variant="no-heading", question="previous_letters")
    is_reminder = _REMINDER.search(heading.value) is not None
    names_collection = _COLLECTION.search(heading.value) is not None
    is_notice = _CALLS_ITSELF_NOTICE.search(heading.value) is not None
    params = {"heading": heading.value}
    if names_collection and not is_reminder and _NOTICE.search(heading.value):
        if case.says_clearly(StatementId.COLLECTION_FOLLOWS) and not is_sure(heading):
            return Finding(Status.PASS, variant="text", params=params, rests_on=(_SAYS,))
        return Finding(Status.PASS, params=params, rests_on=("heading",))
    if case.kind is LetterKind.PURRING and not is_notice:
        return Finding(Status.NOT_APPLICABLE, variant="plain-reminder")
    if case.says_clearly(StatementId.COLLECTION_FOLLOWS):
        return Finding(Status.PASS, variant="text", params=params, rests_on=(_SAYS,))
    if not is_reminder or (names_collection and not is_notice):
        return Finding(
            Status.UNSURE, variant="other-heading", params=params, rests_on=("heading",), question="previous_letters"
        )
    if statement is not None and mentions(case, _COLLECTION, besides=re.compile(re.escape(heading.value))):
        return Finding(
            Status.UNSURE,
            variant="weak",
            params=params,
            rests_on=("heading", _SAYS),
            question="previous_letters",
            leaning=Status.FAIL,
        )
    return Finding(
        Status.FAIL,
        variant="hybrid" if is_notice else "",
        params=params,
        rests_on=("kind", "heading"),
        absence=True,
    )
