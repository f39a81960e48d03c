"""The letter says that it is a betalingsoppfordring.

What it checks: that an agency's payment demand carries the word the act of 2026 demands.

Legal basis: inkassoloven (2026) § 21 second paragraph letter a. The section binds inkassoforetak alone (§ 2 second
paragraph); a breach of chapter 3 takes the out-of-court costs away unless it can have had no effect (§ 18 second
paragraph).

How it is decided: the word stands in the heading, or anywhere in the text as what the letter calls itself. It fails
when a letter that was read whole has the word nowhere.

Known limits: a label that stands only in the subject line of a digital mailbox is not seen; so a letter whose heading
was not read is unsure. The Norwegian word is asked for in English letters too.
"""

from __future__ import annotations

import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding
from checks.readings import judge_label
from checks.registry import basis, rule

_LABEL = re.compile(
    r"betaling\w{0,2}\s?-?\s?oppf[oø0]rd?r?ing|betalingsoppmoding|oppf[oø]rd?ring\w*\s+om\s+betaling", re.IGNORECASE
)


@rule(
    "ny-bo-label",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 21", "second", "a"),),
    severity="breach",
    consequence="C-ALL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Pass when the letter calls itself a betalingsoppfordring, fail when the word is nowhere; see the module."""
    return judge_label(case, _LABEL)
