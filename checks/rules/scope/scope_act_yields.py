"""The letter falls under the Debt Collection Act.

What it checks: whether inkassoloven (1988) governs this letter at all, and if not, what paper it is and who handles
it. It comes before every other check.

Legal basis: inkassoloven § 1 first paragraph (the act yields to other acts); innkrevingsloven § 4 second paragraph
(claims of the State from 2026-01-01) and before it SI-loven § 3. Courts, forliksråd and namsmann follow tvisteloven
and tvangsfullbyrdelsesloven; a municipality's parking fines and the property tax it enforces itself have acts of
their own.

How it is decided: never a fail. A private sender with a demand before court passes, whatever authorities the letter
mentions. Letters of the State's collection authority, NAV, a court, forliksråd or namsmann, copies of a credit check,
and papers that are no demand (invoices, receipts, advertising and the like) are outside and told by name. A
municipality that collects an ordinary bill is inside. Where it is in doubt whether the paper is a collection letter,
or who the public sender is, a person is asked.

Known limits: the former broadcasting licence (ended 2020) is not recognised. An instalment plan and an overview of
cases are inside, but only the checks made for them run.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import LIKELY, OUTSIDE_DOCUMENTS, OUTSIDE_KINDS, Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import DocumentType, LetterKind, Reading, SenderRole

_OUTSIDE = {
    LetterKind.FORLIKSKLAGE: "court",
    LetterKind.NAMSMANN: "namsmann",
    LetterKind.GJENPARTSBREV: "credit-copy",
    LetterKind.IKKE_KRAVBREV: "no-demand",
}
_OF_ITS_OWN = {LetterKind.AVDRAGSAVTALE: "instalment-plan", LetterKind.SAKSOVERSIKT: "case-overview"}
_STATE = re.compile(
    r"skatteetaten|skatteoppkrev|innkrevingsmyndighet|innkrevjingsstyresmakt|innkrevingssentral|tolletaten|politi|"
    r"lånekasse|statens vegvesen|husbanken",
    re.IGNORECASE,
)
_WELFARE = re.compile(r"\bnav\b", re.IGNORECASE)
_MUNICIPAL = re.compile(r"kommun|kemner", re.IGNORECASE)

_DOUBT = 0.3
"""How likely the other side must be for the question to be asked."""


@rule(
    "scope-act-yields",
    group="scope",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 1", "first"),
        basis("lov/2025-04-25-12", "§ 4", "second"),
        basis("lov/2013-01-11-3", "§ 3"),
    ),
    severity="advice",
    consequence="C-NONE",
    kinds=(
        "purring",
        "inkassovarsel",
        "betalingsoppfordring",
        "oppfolging",
        "rettslig-varsel",
        "avdragsavtale",
        "saksoversikt",
        "forliksklage",
        "namsmann",
        "gjenpartsbrev",
        "ikke-kravbrev",
    ),
    senders=("creditor", "collector", "purchaser", "lawyer", "public"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=("claim_type",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass inside the act, not applicable outside, unsure where that is in doubt."""
    if case.kind in OUTSIDE_KINDS:
        return _outside(case)
    if case.sender_role is SenderRole.PUBLIC:
        return _public(case)
    if case.sender_role is SenderRole.CREDITOR and _special(case):
        return _municipal(case)
    if _outside_share(case) >= _DOUBT:
        return Finding(Status.UNSURE, variant="kind", rests_on=("kind",), question="kind")
    return Finding(Status.PASS, variant=_OF_ITS_OWN.get(case.kind, ""), rests_on=("sender_role",))


def _outside(case: Case) -> Finding:
    """A paper that is no demand under the act, unless it may be one."""
    known = case.document
    if 1 - _outside_share(case) >= _DOUBT and known is None:
        return Finding(Status.UNSURE, variant="kind", rests_on=("kind",), question="kind")
    variant = _OUTSIDE[case.kind]
    if case.kind is LetterKind.IKKE_KRAVBREV and known is not None:
        variant = known.value
    return Finding(Status.NOT_APPLICABLE, variant=variant, rests_on=("kind",))


def _outside_share(case: Case) -> float:
    """How likely it is, 0-1, that the paper is outside by its kind, among the kinds that came into question."""
    kind = case.letter.kind
    shares = {reading.value: reading.confidence for reading in (kind, *kind.rivals)}
    outside = sum(share for value, share in shares.items() if value in OUTSIDE_KINDS)
    return outside / (sum(shares.values()) or 1.0)


def _special(case: Case) -> bool:
    """Whether the letter looks like a municipality's demand that an act of its own governs."""
    document = case.letter.document
    return document is not None and document.value in OUTSIDE_DOCUMENTS


def _municipal(case: Case) -> Finding:
    document = case.letter.document
    assert document is not None  # noqa: S101 - see _special
    if document.confidence >= LIKELY:
        return Finding(Status.NOT_APPLICABLE, variant=document.value.value, rests_on=("sender_role",))
    return Finding(Status.UNSURE, variant="special", rests_on=("sender_role",), question="claim_type")


def _public(case: Case) -> Finding:
    readings = {name: case.text(name) for name in ("creditor", "collector")}
    names = {name: reading.value for name, reading in readings.items() if isinstance(reading, Reading)}
    rests_on = ("sender_role", *names)
    known = case.document
    if known is DocumentType.WELFARE or any(_WELFARE.search(value) for value in names.values()):
        return Finding(Status.NOT_APPLICABLE, variant="welfare", rests_on=rests_on)
    told = case.known.answer("claim_type") == "public"
    if told or known is DocumentType.STATE or any(_STATE.search(value) for value in names.values()):
        return Finding(Status.NOT_APPLICABLE, variant="state", rests_on=rests_on)
    if known in OUTSIDE_DOCUMENTS and known is not None:
        return Finding(Status.NOT_APPLICABLE, variant=known.value, rests_on=rests_on)
    if any(_MUNICIPAL.search(value) for value in names.values()):
        return Finding(Status.PASS, variant="municipal", rests_on=rests_on)
    return Finding(Status.UNSURE, variant="public", rests_on=rests_on, question="claim_type")
