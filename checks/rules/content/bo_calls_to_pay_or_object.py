"""The payment demand asks the debtor to pay or object.

What it checks: that a betalingsoppfordring invites the debtor to come with objections within the deadline, and not only
to pay.

Legal basis: inkassoloven (1988) § 10 first paragraph first sentence. Without it the collector's fee falls away (§ 17
fourth paragraph second sentence).

How it is decided: an invitation said outright passes. A mere line to get in touch, with questions or for instalments,
is no invitation, but is left unsure, as is any sentence on objections or disagreement we do not understand. A letter
that was read whole and names neither fails. What a letter says of disagreement with the firm's own conduct (the
complaints board) does not count as a sentence on objections to the claim.

Known limits: an invitation on a back side that was not handed in is not seen.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import mentions, required_statement
from checks.registry import basis, rule
from parsers.model import StatementId

_OBJECTION = re.compile(
    r"innsigelse|innven|motsegn|motsei|uenig|ueinig|usamd|usemje|bestri|protest|objection|dispute|disagree|"
    r"ikk(?:e|je)(?: er)? (?:enig|einig|samd)|\b(?:mener|meiner|synes|synest) (?:du|de|dere|dykk|at)\b|"
    r"skyld\w* (?:du )?ikke|ikke skyld|skuld\w* (?:du )?ikkje|ikkje skuld|vedkjenn|utsette på|utsetje på|"
    r"go(?:dtar|dtek|dkjenn\w*)\b.*ikk(?:e|je)|krav\w*\b.{0,30}\b(?:feil|gal)|\b(?:feil|gal\w*)\b.{0,30}\bkrav|"
    r"klag\w* (?:på|over) kra|anførs|erkjenn|avvis|reklam|tvist|merknad|motforestill|rettmessig|uriktig|"
    r"misforstå|ikk(?:e|je) stemm|begrunn|grunngi|grunngje|\bhvorfor\b.{0,60}\bbetal|\bkvifor\b.{0,60}\bbetal|"
    r"tilbakemelding|utgreiing|redegjør|\bsi (?:i)?fra\b|\bsei(?:e)? (?:i)?frå\b|(?:høre|høyre) (?:fra|frå) deg|"
    r"\b(?:i?mot|against)\b.{0,20}\b(?:krav|claim)|(?:ha|have) (?:å|to) (?:si|seie|say)\b|\bskriv\w* til oss|"
    r"\bsvare?\b|"
    r"\b(?:gi|gje|gir|gjev) (?:oss )?(?:beskjed|melding)|\b(?:fortell|fortel|forklar)\w*|"
    r"\bla(?:t)? oss (?:vite|vete|få)|"
    r"\btell us|\blet us know|\bwrite to us|"
    r"berettig|syn på (?:sak|krav)|ikk(?:e|je) (?:finner|finn|anser|ser)\b|"
    r"stemm\w* ikk(?:e|je)|\burett|ikk(?:e|je) rett\b|er (?:noe|noko) (?:feil|gale)|\bfeil\b.{0,20}\?",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(
    r"spørsmål|spurnad|\blure[rs]?\b|\blurar\b|uklart|\bquestions?\b|(?:kontor|telefon|åpnings|opnings)tid|"
    r"\b(?:office|opening) hours\b",
    re.IGNORECASE,
)
_CONTACT = (StatementId.CONTACT_LINE, StatementId.PAYMENT_TROUBLE_HELP)
_BOARD = re.compile(r"nemnd|finkn", re.IGNORECASE)


@rule(
    "bo-calls-to-pay-or-object",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "first"),),
    severity="breach",
    consequence="C-COLL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail on the invitation; see the module."""
    mentioned = mentions(case, _OBJECTION, besides=_BOARD)
    finding = required_statement(case, StatementId.OBJECTION_INVITED, mentioned=mentioned)
    contact = any(case.says(id_) for id_ in _CONTACT)
    if finding.status is Status.FAIL and (contact or mentions(case, _QUESTIONS)):
        return Finding(Status.UNSURE, variant="contact-line", rests_on=("statement:contact_line",))
    return finding
