"""The payment demand warns of further costs.

What it checks: that a betalingsoppfordring says that not paying can bring further costs.

Legal basis: inkassoloven (1988) § 10 second paragraph letter e. The warning of legal collection in the same letter may
instead come in a later notice of its own (§ 10 fourth paragraph), so only the warning of costs is required here.
Without it the collector's fee falls away (§ 17 fourth paragraph second sentence).

How it is decided: a warning of costs said outright passes, with a remark when legal collection is not warned of. A
hint, or a sentence that speaks of growing costs in words we do not understand, is unsure; so is a warning of legal
collection that itself names costs. A letter that was read whole and has no such sentence fails.

Known limits: a warning on a back side that was not handed in is not seen.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import required_statement, sentences_as_meant
from checks.registry import basis, rule
from parsers.model import StatementId

_COSTS = (
    r"kostnad|omkostn|salær|gebyr|utgift|kostbar|inkassoregning|inkassorekning|\bcharge|\bcost|\bfees?\b|\bexpens|"
    r"\bliab|\b(?:bekostning|regning|rekning)\b|\bbetale for\b"
)
_MORE = (
    r"ytterligere|ytterlegare|flere|fleire|nye|økt|økte|øke|øker|auk|påløp|tilkom|ekstra|høyere|høgare|større|meir|mer\b|"
    r"vokse|vekse|i tillegg|medføre|føre til|belaste|stig|dobl|på toppen|dekk|ansvar|risiker|erstatt|pådra|"
    r"påfør|bære|bere\b|\bkan\b|\bvil\b|\blegg|\blagt\b|utløs|utløys|tung|belast|\bblir?\b|videre|vidare|"
    r"further|additional|increas|\bmore\b|higher|larger|greater|\brise|\bgrow|\badd(?:s|ed|ing)?\b|\bextra\b|accru|"
    r"incur|\bbear\b|\bcover\b|\bown\b|may be|\bthe courts?\b"
)
_OWED = "amount|debt|claim|sum|total|bill|you owe|balance"
_GROWS = "increas|more|higher|larger|greater|bigger|rise|grow|add"
_FURTHER_COSTS = re.compile(
    r"dyrere|dyrare|merkost|meirkost|tilleggskost|tilleggsomkost|"
    r"\bkost(?:e|er|a|ar)\b|(?:beløp|regning|rekning|krav|sum|gjeld|skyld)\w*\b.{0,50}\b(?:øk|auk|voks|veks|stig|høyere|høgare|større)|"
    r"(?:øk|auk|voks|veks|stig|høyere|høgare|større|mer|meir)\w*\b.{0,50}\b(?:beløp|regning|rekning|krav|sum|gjeld|skyld)|"
    r"belast\w* (?:deg|dem|dere|dykk|skyldner|skuldnar)|økonomisk\w* (?:konsekvens|belast|følg|tap|ansvar)|"
    r"(?:følge\w*|konsekvens\w*) for (?:deg|din|dykk|deres) økonomi|"
    r"cost you more|more expensive|\bdyrt\b|betale (?:mer|meir)|ut med (?:mer|meir)|"
    rf"(?:{_OWED})\b.{{0,60}}\b(?:{_GROWS})|(?:{_GROWS})\w*\b.{{0,60}}\b(?:{_OWED}|pay\b)|betale for\b",
    re.IGNORECASE,
)
_WORD_OF_COSTS = re.compile(_COSTS, re.IGNORECASE)
_WORD_OF_MORE = re.compile(_MORE, re.IGNORECASE)


@rule(
    "bo-e-consequences",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "second", "e"), basis("lov/1988-05-13-26", "§ 10", "fourth")),
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
    """Pass, unsure or fail on the warning of costs; see the module."""
    legal = case.says(StatementId.LEGAL_COLLECTION)
    within_legal = legal is not None and any(_WORD_OF_COSTS.search(e.quote) for e in legal.evidence)
    told = case.says_clearly(StatementId.FURTHER_COSTS)
    mentioned = not told and (within_legal or _hints_at_costs(case))
    finding = required_statement(case, StatementId.FURTHER_COSTS, mentioned=mentioned)
    if finding.status is Status.PASS and legal is None and case.fully_read:
        return Finding(Status.PASS, variant="costs-only", rests_on=finding.rests_on)
    return finding


def _hints_at_costs(case: Case) -> bool:
    """Whether a sentence holds a word of costs and one of more, or speaks of a demand that grows."""
    return any(
        (_WORD_OF_COSTS.search(sentence) and _WORD_OF_MORE.search(sentence)) or _FURTHER_COSTS.search(sentence)
        for sentence in sentences_as_meant(case)
    )
