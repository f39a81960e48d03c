"""The letter falls under the Debt Collection Act.

What it checks: whether inkassoloven (1988) governs this letter at all. It comes before every other check.

Legal basis: inkassoloven § 1 first paragraph (the act yields to other acts); innkrevingsloven § 4 second paragraph
(claims of the State from 2026-01-01) and before it SI-loven § 3. Courts, forliksråd and namsmann follow
tvisteloven and tvangsfullbyrdelsesloven.

How it is decided: never a fail. A private sender with a demand before court passes, whatever authorities the letter
mentions. Letters of the State's collection authority, a court, forliksråd or namsmann, copies of a credit check, and
papers that are no demand are outside. A municipality that collects an ordinary bill is inside; when a public sender is
not told apart the answer to what the claim is about decides.

Known limits: parking fines of a municipality have a check of their own. The former broadcasting licence (ended 2020)
is not recognised.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import LetterKind, Reading, SenderRole

_OUTSIDE = {
    LetterKind.FORLIKSKLAGE: "court",
    LetterKind.NAMSMANN: "namsmann",
    LetterKind.GJENPARTSBREV: "credit-copy",
    LetterKind.IKKE_KRAVBREV: "no-demand",
}
_STATE = re.compile(
    r"skatteetaten|skatteoppkrev|innkrevingsmyndighet|innkrevingssentral|\bnav\b|tolletaten|politi|lånekassen|"
    r"statens vegvesen|husbanken",
    re.IGNORECASE,
)
_MUNICIPAL = re.compile(r"kommun|kemner", re.IGNORECASE)


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
    """Pass inside the act, not applicable outside, unsure for a public sender not told apart."""
    if case.kind in _OUTSIDE:
        return Finding(Status.NOT_APPLICABLE, variant=_OUTSIDE[case.kind], rests_on=("kind",))
    if case.sender_role is not SenderRole.PUBLIC:
        return Finding(Status.PASS, rests_on=("sender_role",))
    readings = {name: case.text(name) for name in ("creditor", "collector")}
    names = {name: reading.value for name, reading in readings.items() if isinstance(reading, Reading)}
    rests_on = ("sender_role", *names)
    if any(_STATE.search(value) for value in names.values()):
        return Finding(Status.NOT_APPLICABLE, variant="state", rests_on=rests_on)
    if any(_MUNICIPAL.search(value) for value in names.values()):
        return Finding(Status.PASS, variant="municipal", rests_on=rests_on)
    return Finding(Status.UNSURE, variant="public", rests_on=rests_on, question="claim_type")
