"""No other fees are added.

What it checks: that a consumer's claim carries no cost but those the law knows: notice fees, own demand fee, the
collector's fee with VAT, instalment supplement and legal costs.

Legal basis: forsinkelsesrenteloven § 4 first paragraph b: after default a consumer owes nothing beyond interest but
what inkassoloven §§ 17-20 allow; inkassoloven § 18 on the first bill. The fee falls away.

How it is decided: no other fee row passes. A row named as administration, case, handling, notification, postage or
set-up fails, unless the user says that it was agreed and due before default. An invoice fee, a surcharge of
transport, toll or parking, and any name we do not know are unsure, and the agreement is asked about.

Known limits: the letter seldom tells when a fee was agreed, so the finding is a likely breach.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from checks.case import Case
from checks.law import Law
from checks.model import Amounts, Finding, Status
from checks.registry import basis, rule

_ADDED_LATER = re.compile(
    r"admin|saks?(behandlings|opprettelses|kostnads)?gebyr|behandling|handtering|håndtering|varsling|porto|frankering|"
    r"etablering|opprett|oppfølging|oppfolging|brevgebyr|utsendelse|registrering|ekspedisjon|service|handling|postage|"
    r"handsaming|processing",
    re.IGNORECASE,
)
_AGREED_OR_STATUTORY = re.compile(
    r"faktura|papir|termin|tilleggsavgift|tilleggstakst|kontroll|bom|parker|invoice|giro", re.IGNORECASE
)


@rule(
    "cost-no-other-fees",
    group="fees",
    legal_basis=(basis("lov/1976-12-17-100", "§ 4", "first", "b"), basis("lov/1988-05-13-26", "§ 18")),
    severity="likely_breach",
    consequence="amount",
    kinds=(
        "purring",
        "inkassovarsel",
        "betalingsoppfordring",
        "oppfolging",
        "rettslig-varsel",
        "avdragsavtale",
        "saksoversikt",
    ),
    senders=("creditor", "collector", "purchaser", "lawyer"),
    debtors=("consumer",),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("contract_terms",),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Judge the rows of no known kind by their names; see the module."""
    lines = [line for line in case.lines("other_fee") if line.amount > 0]
    if not lines:
        return Finding(Status.PASS)
    charged = sum((line.amount for line in lines), Decimal("0.00"))
    added = [line for line in lines if _ADDED_LATER.search(line.label) and not _AGREED_OR_STATUTORY.search(line.label)]
    excess = sum((line.amount for line in added), Decimal("0.00"))
    agreed = case.known.answer("contract_terms")
    if agreed == "yes":
        return Finding(Status.PASS, variant="agreed", params={"fee": charged}, rests_on=("other_fee",))
    if agreed == "no":
        added, excess = lines, charged
    if not added:
        return Finding(
            Status.UNSURE,
            variant="agreed-before",
            params={"fee": charged, "label": lines[0].label},
            rests_on=("other_fee",),
            question="contract_terms",
            stake=charged,
        )
    return Finding(
        Status.FAIL,
        params={"fee": excess, "label": added[0].label},
        rests_on=("other_fee",),
        amounts=Amounts(charged=charged, limit=charged - excess, excess=excess),
        contests={"other_fee": excess},
    )
