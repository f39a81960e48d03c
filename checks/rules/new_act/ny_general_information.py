"""Brief information on payment trouble, objections, complaints and the board.

What it checks: that an agency's notice and payment demand say briefly how to get in touch about trouble with paying,
how to object, how to complain to the firm, and of the board where the debtor presumably has access to it.

Legal basis: inkassoloven (2026) § 20 third paragraph letters a-d and § 21 fourth paragraph; a breach takes the
out-of-court costs away unless it can have had no effect (§ 18 second paragraph).

How it is decided: all four passes; the board is asked for on letters to consumers only. An item that is hinted at, or
whose matter is mentioned in words we do not understand, is unsure, and so is every missing item on a letter that
points to a back side, an enclosure or a web page. It fails when a letter that was read whole does not even mention an
item.

Known limits: information overleaf is not seen. How much is "brief and general" is not weighed.
"""

from __future__ import annotations

import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import mentions
from checks.registry import basis, rule
from parsers.model import DebtorType, StatementId

_ITEMS: tuple[tuple[str, StatementId, re.Pattern[str]], ...] = (
    (
        "trouble",
        StatementId.PAYMENT_TROUBLE_HELP,
        re.compile(
            r"vanske?r|vanskeleg|vanskelig|problem|avdrag|nedbetal|delbetal|utset|utsett|betalings(?:avtale|ordning|plan)|"
            r"løsning|løysing|økonomi|kan (?:du )?ikk(?:e|je)\b.*betal|ikk(?:e|je)\b.*(?:mulighet|høve)\b.*betal|"
            r"difficult|trouble|hardship|instal|unable|cannot pay",
            re.IGNORECASE,
        ),
    ),
    (
        "objection",
        StatementId.OBJECTION_INVITED,
        re.compile(
            r"innsigels|innvend|motsegn|uenig|ueinig|usamd|usemje|bestri|protest|objection|dispute|disagree|\bfeil\b|"
            r"ikk(?:e|je)\b.*(?:enig|einig|samd)|godtar|godtek|reklam|tvist|merknad",
            re.IGNORECASE,
        ),
    ),
    (
        "complaint",
        StatementId.COMPLAINT_ROUTE,
        re.compile(r"klag|complain|misfornøyd|misnøgd|utilfreds|nøgd", re.IGNORECASE),
    ),
    ("board", StatementId.BOARD_RIGHT, re.compile(r"nemnd|finkn|klageorgan|complaints? board", re.IGNORECASE)),
)
_ELSEWHERE = re.compile(
    r"bakside|overleaf|neste side|vedleg|enclos|attached|(?:les|se|sjå|finn|see|read)\b[^.]{0,60}"
    r"(?:nettside|nettsid|nettsted|hjemmeside|heimeside|min side|website|\bwww)",
    re.IGNORECASE,
)


@rule(
    "ny-general-information",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 20", "third"), basis("lov/2026-05-22-19", "§ 21", "fourth")),
    severity="breach",
    consequence="C-ALL",
    kinds=("inkassovarsel", "betalingsoppfordring"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("debtor",),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass when all that is asked for is told, fail when something is not even mentioned; see the module."""
    asked = [item for item in _ITEMS if item[0] != "board" or case.debtor is not DebtorType.BUSINESS]
    told = [id_ for _, id_, _ in asked if case.says_clearly(id_)]
    open_ = [item for item in asked if item[1] not in told]
    if not open_:
        return Finding(Status.PASS, rests_on=tuple(f"statement:{id_.value}" for id_ in told))
    missing = [name for name, id_, subject in open_ if case.says(id_) is None and not mentions(case, subject)]
    if not missing:
        return Finding(Status.UNSURE, variant="unclear")
    if case.says(StatementId.ENCLOSURE) or mentions(case, _ELSEWHERE):
        return Finding(Status.UNSURE, variant="elsewhere")
    if missing == ["board"] and case.debtor is None:
        return Finding(Status.UNSURE, variant="board", question="debtor")
    sure = [name for name in missing if name != "board" or case.debtor is DebtorType.CONSUMER]
    rests_on = ("debtor",) if sure == ["board"] else ()
    if len(sure) > 1:
        return Finding(Status.FAIL, variant="several", params={"count": len(sure)}, absence=True)
    return Finding(Status.FAIL, variant=sure[0], rests_on=rests_on, absence=True)
