"""From findings to a verdict: the kroner that fall away, what to ask, and the outcome in one word.

Contract: ``contested`` is the union over the failed breaches, each krone once, never more than was charged.
Inkassoloven § 17: bad practice takes every out-of-court cost (C-ALL), a broken notice rule the collector's fee
(C-COLL). No rule is run here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from checks.case import COST_LINES, Case
from checks.model import CheckResult, Consequence, Outcome, Question, QuestionKind, Severity, Status, Totals
from checks.user_facts import LETTER_FACTS, USER_FACTS
from parsers.model import AMOUNT_FIELDS, COUNT_FIELDS, DATE_FIELDS, RATE_FIELDS, LetterKind, LineType, Reading

MOST_QUESTIONS = 5
"""A person answers a handful of questions, not a form."""

_ZERO = Decimal("0.00")


def contests_of(result: CheckResult, case: Case) -> Mapping[str, Decimal]:
    """The kroner a failed check takes away, by row type (or ``unexplained``); empty for what moves no money."""
    if result.status is not Status.FAIL or result.severity is Severity.ADVICE:
        return {}
    if result.finding.contests:
        return result.finding.contests
    taken: dict[str, Decimal] = {}
    for consequence in (result.info.consequence, *result.info.also):
        for line in _rows_of(consequence):
            charged = case.charged(line)
            if charged:
                taken[line.value] = charged
    return taken


def _rows_of(consequence: Consequence) -> tuple[LineType, ...]:
    return {
        Consequence.ALL_COSTS: COST_LINES,
        Consequence.COLLECTION_FEE: (LineType.COLLECTION_FEE, LineType.VAT),
        Consequence.FEE: (LineType.REMINDER_FEE, LineType.OWN_DEMAND_FEE),
    }.get(consequence, ())


def claimed_of(case: Case) -> Decimal | None:
    """What the letter demands now: its total, else its rows less what was paid, never below nothing; ``None`` when
    neither was read.
    """
    total = case.amount("total")
    if isinstance(total, Reading):
        return total.value
    rows = [line for line in case.letter.lines if line.included]
    if not rows:
        return None
    return max(_ZERO, sum((-line.amount if line.type is LineType.PAID else line.amount for line in rows), _ZERO))


def totals_of(results: Iterable[CheckResult], case: Case) -> Totals:
    """The four sums of the report."""
    failed = [r for r in results if r.status is Status.FAIL]
    claimed = claimed_of(case)
    contested = _union([r for r in failed if r.severity is Severity.BREACH], case, claimed)
    possibly = _union(failed, case, claimed)
    return Totals(
        claimed=claimed,
        supported=None if claimed is None else claimed - contested,
        contested=contested,
        possibly_contested=possibly,
    )


def _union(failed: Sequence[CheckResult], case: Case, claimed: Decimal | None) -> Decimal:
    """Each krone once: of the checks on one row the largest counts. The collector's fee and its VAT are one row here,
    because the caps are on both together, and checks may name either for the same kroner.
    """
    by_row: dict[str, Decimal] = {}
    for result in failed:
        taken: dict[str, Decimal] = {}
        for row, kroner in contests_of(result, case).items():
            most = case.charged(row) if row in AMOUNT_FIELDS and row != LineType.TOTAL else kroner
            joint = LineType.COLLECTION_FEE.value if row == LineType.VAT else row
            taken[joint] = taken.get(joint, _ZERO) + min(kroner, most)
        for row, kroner in taken.items():
            by_row[row] = max(by_row.get(row, _ZERO), kroner)
    total = sum(by_row.values(), _ZERO)
    return total if claimed is None else max(_ZERO, min(total, claimed))


def questions_of(results: Iterable[CheckResult], case: Case, *, most: int = MOST_QUESTIONS) -> tuple[Question, ...]:
    """What a person could settle, the most kroner first, at most ``most``.

    Beside the open checks also failed ones whose excess an answer would raise. What few people have to tell comes
    behind, and what the user has already answered with "unknown" last, so that neither keeps another question away.
    """
    wanted: dict[str, list[CheckResult]] = {}
    for result in results:
        if result.status in (Status.UNSURE, Status.FAIL) and result.finding.question:
            wanted.setdefault(result.finding.question, []).append(result)
    asked = [
        Question(
            id=id_,
            kind=_kind(id_),
            choices=_choices(id_),
            settles=tuple(r.id for r in open_),
            kroner=max((_at_stake(r, case) for r in open_), default=_ZERO),
        )
        for id_, open_ in wanted.items()
    ]
    asked.sort(key=lambda question: by_value(question, case))
    return tuple(asked[:most])


def by_value(question: Question, case: Case) -> tuple[bool, bool, Decimal, Decimal, int, str]:
    """The order in which questions are asked, as a key to sort by.

    The kroner an answer was found to move go before those that are at stake at most.
    """
    moved = max((effect.weight for effect in question.effects), default=_ZERO)
    answered = question.id in case.known.answers
    return answered, _is_rare(question.id), -moved, -question.kroner, -len(question.settles), question.id


def _at_stake(result: CheckResult, case: Case) -> Decimal:
    if result.finding.stake:
        return result.finding.stake
    if result.finding.amounts is not None:
        return result.finding.amounts.excess
    rows = {row for c in (result.info.consequence, *result.info.also) for row in _rows_of(c)}
    return sum((case.charged(row) for row in rows), _ZERO)


def _kind(id_: str) -> QuestionKind:
    fact = USER_FACTS.get(id_) or LETTER_FACTS.get(id_)
    if fact is not None:
        return fact.kind
    if id_ in DATE_FIELDS:
        return "date"
    return "amount" if id_ in AMOUNT_FIELDS + RATE_FIELDS + COUNT_FIELDS else "text"


def _choices(id_: str) -> tuple[str, ...]:
    fact = USER_FACTS.get(id_) or LETTER_FACTS.get(id_)
    return fact.choices if fact is not None else ()


def outcome_of(results: Iterable[CheckResult], questions: Sequence[Question]) -> Outcome:
    """The verdict on a readable letter.

    A question that only few people have an answer to, and that nothing in the letter raises, leaves it clean.
    """
    found = list(results)
    if any(r.status is Status.FAIL and r.severity is not Severity.ADVICE for r in found):
        return Outcome.BREACHES
    raised = {r.finding.question for r in found if r.finding.leaning is not Status.PASS}
    open_ = any(question.id in raised or not _is_rare(question.id) for question in questions)
    return Outcome.QUESTIONS if open_ else Outcome.CLEAN


def _is_rare(id_: str) -> bool:
    return id_ in USER_FACTS and USER_FACTS[id_].rare


def is_unreadable(case: Case) -> bool:
    """Whether so little was read that no check means anything: no demand, no date, and pages read badly or not at
    all; or a page that was not read, and nothing in the rest that tells a paper of another kind.
    """
    if case.fully_read:
        return False
    blind = any(warning.startswith("page_unreadable") for warning in case.letter.warnings)
    if blind and case.kind is LetterKind.IKKE_KRAVBREV and case.document is None:
        return True
    found = sum(isinstance(case.letter.field(name), Reading) for name in ("total", "principal", "letter_date", "kid"))
    return found == 0
