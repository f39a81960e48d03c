"""The letter does not threaten to tell others about the debt.

What it checks: that no sentence announces that employer, family, neighbours, friends or the public will hear of the
debt.

Legal basis: inkassoloven (1988) § 8 second paragraph (no unreasonable pressure, harm or inconvenience) and § 28 first
paragraph (whoever collects keeps what they learn to themselves).

How it is decided: a sentence that says so outright fails, one that comes near or was read with doubt is unsure. What
namsmann or court may tell an employer about a deduction from wages is lawful information; so is advice to the debtor
to speak with an employer, and a sentence that says the opposite.

Known limits: what stands on the outside of the envelope is not seen.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.readings import forbidden_statement
from checks.registry import basis, rule
from parsers.model import StatementId


@rule(
    "gis-disclosure-threat",
    group="conduct",
    legal_basis=(
        basis("lov/1988-05-13-26", "§ 8", "second"),
        basis("lov/1988-05-13-26", "§ 28", "first"),
    ),
    severity="likely_breach",
    consequence="C-ALL",
    kinds=("purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "rettslig-varsel", "avdragsavtale"),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="always",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Fail on an outright threat, unsure on a hint."""
    found = forbidden_statement(case, StatementId.DISCLOSURE_THREAT)
    return found if found.variant in ("weak", "public") else replace(found, variant="")
