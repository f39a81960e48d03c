"""The payment demand tells of the right to the complaints board.

What it checks: that a licensed collector's betalingsoppfordring to a consumer tells of the right to have the case
treated by the complaints board, Finansklagenemnda (until 2016 Inkassoklagenemnda).

Legal basis: inkassoloven (1988) § 10 second paragraph letter f and § 22, in this form from 2006-01-01. Without it the
collector's fee falls away (§ 17 fourth paragraph second sentence).

How it is decided: a sentence on the board passes; an outdated name of it passes with a remark. A bare web link, or the
board mentioned in words we do not understand, is unsure. A letter that was read whole and does not mention it fails,
unless the sender's name tells of a bank, a finance company or a lawyer, who may work without a collection licence:
unsure. Lawyers and creditors are outside the check.

Known limits: the licence itself is not looked up.
"""

from __future__ import annotations

import datetime as dt
import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import mentions, required_statement
from checks.registry import basis, rule
from parsers.model import Reading, StatementId

_BOARD = re.compile(r"nemnd|finkn|klageorgan|complaints? board", re.IGNORECASE)
_LINK = re.compile(r"finkn\.no", re.IGNORECASE)
_OLD_NAME = re.compile(r"inkassoklagenemnd", re.IGNORECASE)
_RENAMED = dt.date(2016, 1, 1)
_NO_LICENCE_NEEDED = re.compile(r"bank(?:en)?\b|\bfinans|\bfinance|advokat|\blaw\b", re.IGNORECASE)


@rule(
    "bo-f-board-information",
    group="content",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "second", "f"), basis("lov/1988-05-13-26", "§ 22")),
    severity="breach",
    consequence="C-COLL",
    kinds=("betalingsoppfordring",),
    senders=("collector", "purchaser"),
    debtors=("consumer",),
    valid_from=dt.date(2006, 1, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=(),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass, unsure or fail on the sentence about the board; see the module."""
    mentioned = mentions(case, _BOARD) or _LINK.search(case.letter.transcript.text) is not None
    finding = required_statement(case, StatementId.BOARD_RIGHT, mentioned=mentioned)
    sender = case.text("collector")
    if finding.status is Status.FAIL and isinstance(sender, Reading) and _NO_LICENCE_NEEDED.search(sender.value):
        params = {"sender": sender.value}
        return Finding(Status.UNSURE, variant="licence", params=params, rests_on=("collector",))
    if finding.status is Status.PASS and _names_old_board(case):
        return Finding(Status.PASS, variant="old-name", rests_on=finding.rests_on)
    return finding


def _names_old_board(case: Case) -> bool:
    sent = case.sent
    if not isinstance(sent, Reading) or sent.value < _RENAMED:
        return False
    text = case.letter.transcript.text
    return _OLD_NAME.search(text) is not None and "finansklagenemnd" not in text.lower()
