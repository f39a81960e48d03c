"""The enforcement notice gives two weeks and says what will be requested.

What it checks: that a letter which calls itself a notice under tvangsfullbyrdelsesloven § 4-18 is sent on or after
the due date, announces no request before two weeks have passed, and says that enforcement will be requested; and that
a notice of eviction on a rent clause says how eviction is avoided.

Legal basis: tvangsfullbyrdelsesloven § 4-18 first paragraph and § 13-2 third paragraph letter a. A notice without
this does not open the way to enforcement; it costs nobody money by itself.

How it is decided: only where the letter invokes the section, or announces a request. A letter dated before the due
date fails, with the posting slack left unsure. A deadline before two weeks have passed fails, unless the letter gives
two weeks as well. On a letter read whole, no word of a request for enforcement fails; so does a notice of eviction for
rent with no word of avoiding it. A hint is unsure. So is a fault where a judgment, or a municipality that enforces its
own claims, may be behind the letter, and one of a letter that only announces a request: another letter may have been
the notice.

Known limits: when the request was really sent is not seen, nor the year after which a new notice is needed (§ 4-19).
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.deadlines import min_deadline
from checks.law import Law
from checks.model import Finding, Param, Status
from checks.readings import is_from_picture, mentions
from checks.registry import basis, rule
from parsers.dates import find_day_counts
from parsers.model import Reading, StatementId

_NOTICE = "statement:enforcement_notice"
_REQUEST = re.compile(
    r"(?=.*(?:utlegg|tvangs|namsmann|namsfog|namsmakt|fravik|fråvik|enforcement|attachment))"
    r"(?=.*(?:begjær|begjer|krev|\bbe om|anmod|oversend|sende?s?\b|vil\b|kan\b|blir?\b|vert\b|kommer|kjem|will\b|"
    r"request))",
    re.IGNORECASE,
)
_ENFORCEMENT = re.compile(r"utlegg|tvang|namsmann|namsfog|fravik|fråvik|enforce|attachment", re.IGNORECASE)
_HEADING = re.compile(r"^\W*(?:(?:nytt?|ny|siste)\s+)?(?:varsel|melding|notice)\b", re.IGNORECASE)
_EVICTION = re.compile(r"fravik|fråvik|utkast|utkasting|evict|kastes? ut|flytte ut", re.IGNORECASE)
_RENT = re.compile(r"husleie|husleige|\bleie|\bleige|leieavtale|leigeavtale|utleier|utleigar|\brent\b", re.IGNORECASE)
_AVOID = re.compile(r"unngå|avverge|avvend|hindre|stanse|stoppe|avoid|slippe|sleppe|bortfall|fell bort", re.IGNORECASE)
_JUDGMENT = re.compile(
    r"\bdom(?:men)?\b(?! ?(?:ene|stol))|fraværsdom|uteblivelsesdom|rettsforlik|kjennelse|orskurd|judgment",
    re.IGNORECASE,
)
_MUNICIPAL = re.compile(r"kommun|kemner", re.IGNORECASE)


@rule(
    "leg-tvfbl-4-18-notice",
    group="timing",
    legal_basis=(
        basis("lov/1992-06-26-86", "§ 4-18", "first"),
        basis("lov/1992-06-26-86", "§ 13-2", "third", "a"),
    ),
    severity="breach",
    consequence="C-NONE",
    kinds=("betalingsoppfordring", "oppfolging", "rettslig-varsel"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1993, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("claim_type", "sent_date"),
    also=(),
)
def check(case: Case, law: Law) -> Finding:
    """Not applicable where the section is not invoked, else the worst of what the notice must have; see the module."""
    said = case.says(StatementId.ENFORCEMENT_NOTICE)
    if said is None:
        return Finding(Status.NOT_APPLICABLE, variant="not-invoked")
    if case.known.answer("claim_type") == "judgment":
        return Finding(Status.NOT_APPLICABLE, variant="judgment")
    if said.strength != "clear":
        return Finding(Status.UNSURE, variant="hint", rests_on=(_NOTICE,))
    found = [f for f in (_too_early(case, law), _too_short(case), _request(case), _eviction(case)) if f is not None]
    failed = next((f for f in found if f.status is Status.FAIL), None)
    if failed is not None and said.detail == "announced":
        return Finding(Status.UNSURE, variant="announced", rests_on=(_NOTICE,))
    if failed is not None:
        return _exempt(case, failed)
    if found:
        return found[0]
    return Finding(Status.PASS, params={"sent": case.sent.need()}, rests_on=(_NOTICE, "sent_date"))


def _exempt(case: Case, failed: Finding) -> Finding:
    """The fault, unless the letter may be one that needs no such notice."""
    creditor = case.text("creditor")
    if isinstance(creditor, Reading) and _MUNICIPAL.search(creditor.value):
        return Finding(Status.UNSURE, variant="municipal", rests_on=("creditor",))
    if case.known.answer("claim_type") is None and mentions(case, _JUDGMENT):
        return Finding(Status.UNSURE, variant="may-be-judgment", rests_on=(_NOTICE,), question="claim_type")
    return failed


def _too_early(case: Case, law: Law) -> Finding | None:
    """Sent before the claim fell due; a date that is the letter's own deadline is no due date."""
    due, sent, deadline = case.date("original_due_date"), case.sent.need(), case.date("payment_deadline")
    if not isinstance(due, Reading) or sent >= due.value:
        return None
    if isinstance(deadline, Reading) and deadline.value == due.value:
        return None
    params: dict[str, Param] = {"due": due.value, "sent": sent}
    rests_on = (_NOTICE, "original_due_date", "sent_date")
    slack = dt.timedelta(days=0 if case.sent_date else law.posting_slack_days)
    if sent + slack >= due.value:
        return Finding(Status.UNSURE, variant="close", params=params, rests_on=rests_on, question="sent_date")
    return Finding(Status.FAIL, variant="early", params=params, rests_on=rests_on)


def _too_short(case: Case) -> Finding | None:
    """A deadline before two weeks have passed. No deadline is no fault: the law bounds the request, not the text."""
    printed = (case.date("payment_deadline"), *case.letter.mentions.get("payment_deadline", ()))
    deadlines = [r.value for r in printed if isinstance(r, Reading) and isinstance(r.value, dt.date)]
    sent = case.sent.need()
    counted = case.says(StatementId.DEADLINE_DAYS)
    if counted is not None and counted.value is not None and not deadlines:
        deadlines = [sent + dt.timedelta(days=counted.value)]
    lawful = min_deadline(sent)
    if not deadlines or max(deadlines) >= lawful:
        return None
    last = max(deadlines)
    params: dict[str, Param] = {"deadline": last, "sent": sent, "earliest": lawful}
    on = "payment_deadline" if isinstance(case.date("payment_deadline"), Reading) else "statement:deadline_days"
    rests_on = (_NOTICE, on, "sent_date")
    if last <= sent:
        return Finding(Status.UNSURE, variant="odd-date", params=params, rests_on=rests_on, question="payment_deadline")
    if _gives_two_weeks(case):
        return Finding(Status.UNSURE, variant="two-deadlines", params=params, rests_on=rests_on)
    return Finding(Status.FAIL, variant="short", params=params, rests_on=rests_on)


def _gives_two_weeks(case: Case) -> bool:
    found = find_day_counts(case.letter.transcript.text, tolerant=is_from_picture(case))
    # Ten working days can be two weeks.
    return any(count.days >= (10 if count.working_days else 14) for count in found)


def _request(case: Case) -> Finding | None:
    """Whether the text says that enforcement will be requested; its heading alone does not."""
    if case.says_clearly(StatementId.LEGAL_COLLECTION) or mentions(case, _REQUEST, besides=_HEADING):
        return None
    if case.says(StatementId.LEGAL_COLLECTION) or mentions(case, _ENFORCEMENT, besides=_HEADING):
        return Finding(Status.UNSURE, variant="request", rests_on=(_NOTICE,))
    return Finding(Status.FAIL, variant="no-request", rests_on=(_NOTICE,), absence=True)


def _eviction(case: Case) -> Finding | None:
    """A notice of eviction for rent: whether it says how eviction is avoided."""
    if not mentions(case, _EVICTION):
        return None
    told = case.known.answer("claim_type")
    for_rent = told == "rent" or (told is None and mentions(case, _RENT))
    if not for_rent or case.says_clearly(StatementId.EVICTION_AVOIDABLE):
        return None
    if case.says(StatementId.EVICTION_AVOIDABLE) or mentions(case, _AVOID):
        return Finding(Status.UNSURE, variant="eviction", rests_on=(_NOTICE,))
    return Finding(Status.FAIL, variant="eviction", rests_on=(_NOTICE,), absence=True)
