"""The letter does not use undue pressure.

What it checks: that no sentence insults the debtor, demands payment within hours, announces a visit or calls at night
or day after day as pressure, or offers a loan to pay the claim with.

Legal basis: inkassoloven (1988) § 8 second paragraph: no methods that put unreasonable pressure on the debtor or
cause unreasonable harm or inconvenience.

How it is decided: a sentence that says so outright fails, one that comes near or was read with doubt is unsure.
Office hours, how fast letters are answered, a meeting the debtor asks for, instalments, namsmann's visits, and what a
claim is about ("lån") are no pressure.

Known limits: tone is judged by plain words only. A deadline that is too short in days has checks of its own.
"""

from __future__ import annotations

import datetime as dt

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.readings import forbidden_statement
from checks.registry import basis, rule
from parsers.model import StatementId


@rule(
    "gis-undue-pressure",
    group="conduct",
    legal_basis=(basis("lov/1988-05-13-26", "§ 8", "second"),),
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
    """Fail on an outright sentence, unsure on a hint."""
    return forbidden_statement(case, StatementId.UNDUE_PRESSURE)
