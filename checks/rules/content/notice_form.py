"""The letter was sent in a lawful form.

What it checks: that an inkassovarsel or a betalingsoppfordring came on paper, or electronically in a way the law
allows.

Legal basis: inkassoloven (1988) § 9 first paragraph letter a and § 10 first paragraph, as worded 2002-01-01 to
2017-04-17 (paper); § 3 a from 2017-04-18 (electronic, when it is sent in a safe way). The collector's fee falls away,
and with a notice the fee for it.

How it is decided: by how the user got the letter. On paper passes. A digital mailbox and e-invoice pass from
2017-04-18. E-mail and SMS pass when the user had accepted letters there and fail when not. Anything but paper fails
for a letter sent before 2017-04-18; printed within the posting slack before that day it is unsure. Until the user
tells, a letter that says it came by e-mail or SMS is unsure, and so is every other, most likely a pass.

Known limits: what is a safe way no regulation says. The file may be a copy of a letter that came on paper.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Param, Status
from checks.readings import mentions
from checks.registry import basis, rule

_ELECTRONIC_FROM = dt.date(2017, 4, 18)
"""LOV-2017-03-31-14: § 3 a came into force."""

_BY_MAIL_OR_SMS = re.compile(
    r"\b(?:sendt|sendes|sende|send|sent)\b[^.]{0,40}\b(?:på|per|pr\.?|via|som|med|by|to your)\s*(?:e-?post\b|sms\b|"
    r"tekstmelding|e-?mail\b|text message)",
    re.IGNORECASE,
)


@rule(
    "notice-form",
    group="content",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 3 a"),
        basis("lov/1988-05-13-26", "§ 9", "first", "a"),
        basis("lov/1988-05-13-26", "§ 10", "first"),
    ),
    severity="likely_breach",
    consequence="C-COLL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(2002, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("delivery_channel", "electronic_accepted", "sent_date"),
    also=("C-FEE",),
)
def check(case: Case, law: Law) -> Finding:
    """Decide by the way the letter came and the day it was sent; see the module."""
    channel = case.known.answer("delivery_channel")
    if channel is None:
        says_so = mentions(case, _BY_MAIL_OR_SMS)
        return Finding(
            Status.UNSURE,
            variant="by-mail" if says_so else "channel",
            question="delivery_channel",
            leaning=None if says_so else Status.PASS,
        )
    if channel == "post":
        return Finding(Status.PASS, variant="paper", rests_on=("kind",))
    sent = case.sent.need()
    params: dict[str, Param] = {"sent": sent}
    rests_on = ("sent_date",)
    if sent < _ELECTRONIC_FROM:
        slack = dt.timedelta(days=0 if case.sent_date else law.posting_slack_days)
        if sent + slack >= _ELECTRONIC_FROM:
            return Finding(Status.UNSURE, variant="close", params=params, rests_on=rests_on, question="sent_date")
        return Finding(Status.FAIL, variant="paper-only", params=params, rests_on=rests_on)
    if channel in ("digital_mailbox", "e_invoice"):
        return Finding(Status.PASS, variant="mailbox", params=params, rests_on=rests_on)
    accepted = case.known.answer("electronic_accepted")
    if accepted is None:
        return Finding(Status.UNSURE, variant="accepted", rests_on=rests_on, question="electronic_accepted")
    if accepted == "yes":
        return Finding(Status.PASS, variant="accepted", rests_on=rests_on)
    return Finding(Status.FAIL, params=params, rests_on=rests_on)
