"""The kind of goods or service is stated.

What it checks: that an agency's notice and payment demand say what kind of goods or service, or other claim, the
demand is for.

Legal basis: inkassoloven (2026) § 20 second paragraph letter e and § 21 second paragraph letter e. Unlike under the
act of 1988 an invoice number does not do. A breach takes the out-of-court costs away unless it can have had no effect
(§ 18 second paragraph).

How it is decided: a description passes. Words that say nothing ("Diverse"), an enclosure, a picture, and any
sentence, label or word of goods that may tell the subject are unsure. It fails when a letter that was read whole has
numbers only.

Known limits: whether the description is right, or plain enough for this debtor, is not tested.
"""

from __future__ import annotations

import re

from checks.case import Case
from checks.demand_content import VAGUE_SUBJECT, may_tell_subject
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import is_from_picture, is_lost, mentions
from checks.registry import basis, rule
from parsers.model import Reading, StatementId

_LABELLED = re.compile(
    r"\b(?:beskrivelse|skildring|tekst|spesifikasjon|gjelder|gjeld|vare\w*|tjeneste\w*|teneste\w*|ytelse|yting|type|art|"
    r"kategori|produkt|description|goods|services?|product)\b\W",
    re.IGNORECASE,
)

_PURPOSE = re.compile(
    r"\b(?:krav|faktura|re[gk]ning|beløp|skyld|skuld|betal|ubetalt|utestående|uteståande|kjøp|kjøpt|avtale|claim|invoice|"
    r"bill|owe|payment)\w*\b[^.]{0,60}?\b(?:for|om|på|av|i forbindelse med|i samband med|knytt\w* til|of|on)\s+"
    r"(?!deg\b|dykk\b|dere\b|dette\b|krav|beløp|faktura|inkasso|innkrev|forsink|forsein|rente|salær|gebyr|betal|vegne)"
    r"[a-zæøå]{4,}",
    re.IGNORECASE,
)


@rule(
    "ny-claim-subject",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 20", "second", "e"), basis("lov/2026-05-22-19", "§ 21", "second", "e")),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on a subject, fail on nothing but references; see the module."""
    description = case.text("claim_description")
    if isinstance(description, Reading):
        vague = VAGUE_SUBJECT.fullmatch(description.value.strip()) is not None
        params = {"subject": description.value}
        if vague:
            return Finding(Status.UNSURE, variant="vague", params=params, rests_on=("claim_description",))
        return Finding(Status.PASS, params=params, rests_on=("claim_description",))
    told = case.says(StatementId.ENCLOSURE) or _may_be_told(case)
    if told or is_lost(case, "claim_description") or is_from_picture(case):
        return Finding(Status.UNSURE, variant="elsewhere", question="claim_description")
    return Finding(Status.FAIL, absence=True)


def _may_be_told(case: Case) -> bool:
    """Whether any sentence, label or word of goods may tell the subject in a way the reading of fields missed."""
    return may_tell_subject(case) or mentions(case, _LABELLED) or mentions(case, _PURPOSE)
