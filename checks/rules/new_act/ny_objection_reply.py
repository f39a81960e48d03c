"""The objection got a reasoned answer.

What it checks: that an agency does not go on collecting after an objection without having answered it with reasons.

Legal basis: inkassoloven (2026) § 24 second paragraph (doubt stops collection until it is examined) and § 25 third
paragraph (reasoned written answer). A breach takes the out-of-court costs away unless it can have had no effect (§ 18
second paragraph).

How it is decided: a letter that answers the objection passes, and so does an earlier letter after it, or an answer
the user tells of. It fails when the user objected before the letter was sent and tells that no answer came, and a
letter read whole holds none. An objection only hinted at, a sentence that may be an answer, and a case that a board,
a court or the namsmann has had are unsure.

Known limits: whether the reasons are good is not weighed; an objection that was withdrawn is not known of.
"""

from __future__ import annotations

from checks.case import Case
from checks.history import history_of
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import StatementId

_RECEIVED = "statement:objection_received"
_ASSESSED = "statement:objection_assessed"


@rule(
    "ny-objection-reply",
    group="conduct",
    legal_basis=(basis("lov/2026-05-22-19", "§ 24", "second"), basis("lov/2026-05-22-19", "§ 25", "third")),
    severity="breach",
    consequence="C-ALL",
    kinds=("oppfolging", "rettslig-varsel"),
    senders=("collector", "purchaser"),
    valid_from=None,
    regime="inkl-2026",
    ask=("objection_date", "reply_date", "case_in_court"),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass without an objection or with an answer to it, fail where none came; see the module."""
    objected, sent = case.told_day("objection_date"), case.sent.need()
    if objected is not None and objected >= sent:
        objected = None
    received = case.says(StatementId.OBJECTION_RECEIVED)
    if objected is None and received is None:
        return Finding(Status.PASS, assumptions=("objection_date=no",))
    assessed = case.says(StatementId.OBJECTION_ASSESSED)
    if assessed is not None and assessed.strength == "clear":
        return Finding(Status.PASS, variant="assessed", rests_on=(_ASSESSED,))
    replied = case.told_day("reply_date")
    if replied is not None and (objected is None or replied >= objected):
        return Finding(Status.PASS, variant="replied", params={"replied": replied})
    after = [letter for letter in history_of(case).before if objected is None or letter.day >= objected]
    hinted = any(letter.says(StatementId.OBJECTION_ASSESSED) for letter in after)
    if assessed is not None or hinted:
        return Finding(Status.UNSURE, variant="hint", question="reply_date")
    if objected is None or case.known.answer("reply_date") != "no":
        rests_on = () if objected is not None else (_RECEIVED,)
        return Finding(Status.UNSURE, variant="untold", rests_on=rests_on, question="reply_date")
    if case.known.answer("case_in_court") == "yes" or case.says(StatementId.LEGAL_STEP_TAKEN):
        return Finding(Status.UNSURE, variant="decided")
    return Finding(Status.FAIL, params={"objected": objected}, rests_on=("sent_date",), absence=True)
