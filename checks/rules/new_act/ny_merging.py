"""Claims between the same parties are collected together.

What it checks: that claims of one creditor against one debtor come in one common payment demand once the deadlines of
all their notices are out.

Legal basis: inkassoloven (2026) § 22. A breach takes the out-of-court costs away unless it can have had no effect (§
18 second paragraph).

How it is decided: several claims in one letter pass. Payment demands of the same parties for other claims, sent on
the same day or less than a month before, fail when the deadlines of both notices are told of and were out before the
first demand was sent. Deadlines that are not told of are unsure, and so are health and social services, judgments,
claims the user has objected to and letters read with doubt.

Known limits: a debtor who asked for the claims to be kept apart, another ground for enforcement and stopped claims
are not seen, so a finding is never more than likely.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.history import Earlier, History, history_of
from checks.law import Law
from checks.model import Finding, Severity, Status
from checks.readings import is_sure
from checks.registry import basis, rule
from checks.same_claim import same_parties
from parsers.model import Letter, LetterKind, LineType, Reading

_NEAR = dt.timedelta(days=31)
_KEPT_APART = re.compile(
    r"helse|sykehus|sjukehus|\blege|tannlege|\bpasient|sosial|omsorg|barnevern|\bdom\b|forlik|gjeldsbrev|health|hospital",
    re.IGNORECASE,
)


@rule(
    "ny-merging",
    group="fees",
    legal_basis=(basis("lov/2026-05-22-19", "§ 22"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("betalingsoppfordring", "saksoversikt"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("previous_letters", "objection_date"),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on one common demand, fail on separate ones whose notices were out; see the module."""
    claims = max(len(case.letter.claims), len(case.lines(LineType.PRINCIPAL)))
    siblings = _separate_demands(case, history_of(case))
    if not siblings:
        if claims > 1:
            return Finding(Status.PASS, params={"count": claims})
        return Finding(Status.NOT_APPLICABLE, variant="one-claim")
    params = {"count": len(siblings) + 1}
    letters = [case.letter, *(one.letter for one in siblings)]
    objected = case.known.answer("objection_date") not in (None, "no")
    if objected or any(_may_be_kept_apart(letter) for letter in letters):
        return Finding(Status.UNSURE, variant="exception", params=params)
    deadlines = [letter.field("notice_deadline") for letter in letters]
    first = min(one.day for one in siblings)
    surely = all(is_sure(reading) for reading in deadlines) and all(_is_read_surely(one) for one in siblings)
    out = all(isinstance(r, Reading) and isinstance(r.value, dt.date) and r.value < first for r in deadlines)
    if not surely or not out:
        return Finding(Status.UNSURE, variant="deadlines", params=params)
    rests_on = ("notice_deadline", "letter_date")
    return Finding(Status.FAIL, params=params, rests_on=rests_on, severity=Severity.LIKELY_BREACH)


def _separate_demands(case: Case, history: History) -> list[Earlier]:
    """Payment demands of the same parties for other claims, of this day or shortly before."""
    own = case.date("letter_date")
    if not isinstance(own, Reading):
        return []
    return [
        one
        for one in history.others
        if one.kind is LetterKind.BETALINGSOPPFORDRING
        and one.is_collectors
        and same_parties(case.letter, one.letter)
        and one.letter.debtor.value is case.letter.debtor.value
        and own.value - _NEAR <= one.day <= own.value
    ]


def _is_read_surely(one: Earlier) -> bool:
    return one.kind_is_sure and one.is_dated_surely


def _may_be_kept_apart(letter: Letter) -> bool:
    said = [letter.field("claim_description"), letter.field("creditor")]
    return any(isinstance(r, Reading) and _KEPT_APART.search(str(r.value)) for r in said)
