"""A separate notice of legal collection gives at least fourteen days.

What it checks: that a letter which is the first to warn of legal collection leaves fourteen days to pay or object.

Legal basis: inkassoloven (1988) § 10 fourth paragraph and § 11 first paragraph: legal collection needs a payment demand
that warned of it, or a separate notice with its own deadline as in § 9 second paragraph. A breach costs the
collector its fee (§ 17 fourth paragraph second sentence).

How it is decided: fourteen days or more pass, and so does a payment demand among the earlier letters that already
warned; later letters may then set shorter deadlines. It fails when that demand, read whole, does not even mention legal
collection, no other earlier letter does, and the deadline is shorter or not there. Without the demand it is unsure, and
earlier letters are asked for.

Known limits: bills of exchange and cheques, disputed claims and debtors who evade payment need no such notice (§ 12);
only the first of these can be seen in a letter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from checks.case import Case
from checks.history import Earlier, ask_for_letters, history_of
from checks.law import Law
from checks.model import Finding, Status
from checks.readings import mentions, rests_on_bill
from checks.registry import basis, rule
from checks.reply_deadline import judge_reply_deadline
from checks.same_claim import Link
from parsers.model import LetterKind, StatementId

_LEGAL = re.compile(
    r"rettslig|rettsleg|forlik|namsmann|namsfogd|utlegg|tvangs|søksmål|domstol|tingrett|stevn|legal|court|enforce",
    re.IGNORECASE,
)


@rule(
    "leg-separate-notice-deadline",
    group="timing",
    legal_basis=(basis("lov/1988-05-13-26", "§ 10", "fourth"), basis("lov/1988-05-13-26", "§ 11", "first")),
    severity="breach",
    consequence="C-COLL",
    kinds=("oppfolging", "rettslig-varsel"),
    senders=("collector", "purchaser", "lawyer"),
    debtors=("consumer", "business"),
    valid_from=dt.date(1989, 10, 1),
    valid_to=None,
    date_key="sent_date",
    regime="inkl-1988",
    ask=("previous_letters", "sent_date"),
    also=(),
)
def check(case: Case, _law: Law) -> Finding:
    """Pass with fourteen days or an earlier warning, fail as the first warning with less; see the module."""
    if rests_on_bill(case):
        return Finding(Status.NOT_APPLICABLE, variant="bill")
    if case.says_clearly(StatementId.LEGAL_STEP_TAKEN):
        return Finding(Status.NOT_APPLICABLE, variant="step-taken")
    if case.kind is LetterKind.OPPFOLGING and not case.says_clearly(StatementId.LEGAL_COLLECTION):
        return Finding(Status.NOT_APPLICABLE, variant="no-warning")
    judged = judge_reply_deadline(case)
    if judged.status is Status.PASS:
        return judged
    history = history_of(case)
    demands = history.demands()
    if not demands:
        return Finding(Status.UNSURE, variant="no-demand", question=ask_for_letters(case))
    warned = next((one for one in demands if one.link is Link.SAME and _warned(one)), None)
    if warned is not None:
        return Finding(Status.PASS, variant="warned", params={"warned": warned.day}, rests_on=("kind",))
    if history.undated or not _is_first_warning(history.before):
        return Finding(Status.UNSURE, variant="perhaps-warned", question=ask_for_letters(case))
    if judged.status is Status.UNSURE:
        return Finding(Status.UNSURE, variant="deadline", rests_on=judged.rests_on, question="payment_deadline")
    return Finding(
        Status.FAIL,
        variant=judged.variant if judged.variant in {"", "days"} else "none",
        params={**judged.params, "demand": demands[-1].day},
        rests_on=("kind", *judged.rests_on),
        absence=judged.absence,
        assumptions=judged.assumptions,
    )


def _warned(letter: Earlier) -> bool:
    statement = letter.says(StatementId.LEGAL_COLLECTION)
    return statement is not None and statement.strength == "clear"


def _is_first_warning(letters: Sequence[Earlier]) -> bool:
    """Whether every earlier letter is surely of this claim, was read whole, and says nothing of legal collection."""
    return all(
        letter.link is Link.SAME
        and letter.kind_is_sure
        and letter.letter.fully_read
        and letter.says(StatementId.LEGAL_COLLECTION) is None
        and not mentions(Case(letter.letter), _LEGAL)
        for letter in letters
    )
