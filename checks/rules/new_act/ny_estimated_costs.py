"""Estimated costs are stated.

What it checks: that an agency's notice and payment demand give an estimate in kroner of the out-of-court costs that
come if the claim is not paid in time.

Legal basis: inkassoloven (2026) § 20 second paragraph letter i and § 21 second paragraph letter i; a breach takes the
out-of-court costs away unless it can have had no effect (§ 18 second paragraph).

How it is decided: a sentence with such a sum passes, and so does a row printed for information that is no part of the
total. A sentence that speaks of an estimate without a sum, costs beside an amount in words we do not understand, an
enclosure or a back side are unsure. It fails when a letter that was read whole has none of these.

Known limits: whether the estimate is right is not tested; a table overleaf is not seen.
"""

from __future__ import annotations

import re

from checks.case import COST_LINES, Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import mentions, required_statement
from checks.registry import basis, rule
from parsers.model import LineType, StatementId

_MAY_ESTIMATE = re.compile(
    r"(?=.*(?:anslå|anslag|estim|venta|forvent|overslag|beregn|berekn|kostnad|omkostn|salær|gebyr|utgift|cost|fee|charge))"
    r"(?=.*(?:\bkr\b|kroner|\bnok\b|,-|\d[\d ]*[,.]\d{2}\b))"
    r"(?=.*\b(?:dersom|hvis|viss|om|ved|etter|når|kan|vil|kommer|kjem|blir|inntil|ca|videre|vidare|if|unless|will|"
    r"may|up to)\b)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"bakside|overleaf|neste side|vedleg|enclos|attached|min side|nettside|nettsted", re.IGNORECASE)


@rule(
    "ny-estimated-costs",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 20", "second", "i"), basis("lov/2026-05-22-19", "§ 21", "second", "i")),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass on an estimate, fail on none; see the module."""
    shown = [line for line in case.letter.lines if line.type in (*COST_LINES, LineType.LEGAL_COSTS)]
    if any(not line.included for line in shown):
        return Finding(Status.PASS, variant="row")
    finding = required_statement(case, StatementId.ESTIMATED_COSTS, mentioned=mentions(case, _MAY_ESTIMATE))
    if finding.status is Status.FAIL and (case.says(StatementId.ENCLOSURE) or mentions(case, _ELSEWHERE)):
        return Finding(Status.UNSURE, variant="enclosure")
    return finding
