"""What each answer to a question would change: found by running the checks again, never by reckoning apart.

What it is for: telling which answer is worth looking for, in kroner, and asking the most valuable question first.
What it is not for: answering. A date or a sum cannot be tried in every value; plausible ones are, such as the reading
and its rivals, or the days on either side of a limit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from checks.case import Case
from checks.engine import Audit, rules_under, run_rule
from checks.law import Law, default_law
from checks.leanings import leanings_of
from checks.model import CheckChange, CheckResult, Effect, Question
from checks.suppose import supposing
from checks.user_facts import LETTER_FACTS, USER_FACTS
from checks.verdict import MOST_QUESTIONS, by_value, contests_of, questions_of, totals_of
from parsers.model import AMOUNT_FIELDS, LineType, Missing, Reading

MOST_TRIED = 8
"""Questions whose answers are tried; the five that are worth most are asked."""

MOST_GUESSES = 4
"""Plausible dates, sums or texts tried for one question; of choices every one is."""

_ZERO = Decimal("0.00")
_WHOLE_LETTER = frozenset({"kind", "sender_role", "debtor"} | set(AMOUNT_FIELDS)) - {"total"}
"""What a check can look at without asking for it by name, so that every check must be run again."""


def weigh_questions(audit: Audit, law: Law | None = None) -> tuple[Question, ...]:
    """The questions of the audit with the effects of their answers, the one that moves most kroner first.

    At most :data:`checks.verdict.MOST_QUESTIONS`. What few people have to tell, and what the user could not answer,
    come last, as in :func:`checks.verdict.questions_of`.
    """
    law = law or default_law()
    asked = questions_of(audit.results, audit.case, most=MOST_TRIED)
    leanings = leanings_of(audit.case) if asked else {}
    weighed = [
        replace(question, effects=tuple(_effects(question, audit, law)), leaning=leanings.get(question.id))
        for question in asked
    ]
    weighed.sort(key=lambda question: by_value(question, audit.case))
    return tuple(weighed[:MOST_QUESTIONS])


def _effects(question: Question, audit: Audit, law: Law) -> Iterator[Effect]:
    for answer in plausible_answers(question.id, audit.case):
        case = supposing(audit.case, {question.id: answer})
        results = tuple(_run_again(question.id, audit.results, case, law))
        totals = totals_of(results, case)
        yield Effect(
            answer=answer,
            checks=tuple(_changes(audit, results, case)),
            contested=totals.contested,
            change=totals.contested - audit.totals.contested,
            possibly_contested=totals.possibly_contested,
            possibly_change=totals.possibly_contested - audit.totals.possibly_contested,
        )


def _run_again(name: str, results: Iterable[CheckResult], case: Case, law: Law) -> Iterator[CheckResult]:
    """The results under the supposed case; only the checks that looked at what is supposed are run."""
    for rule, result in zip(rules_under(law), results, strict=True):
        yield run_rule(rule, case, law) if name in _WHOLE_LETTER or name in result.read else result


def _changes(audit: Audit, results: Iterable[CheckResult], case: Case) -> Iterator[CheckChange]:
    for before, after in zip(audit.results, results, strict=True):
        change = sum(contests_of(after, case).values(), _ZERO) - sum(contests_of(before, audit.case).values(), _ZERO)
        if after.status is not before.status or change:
            yield CheckChange(id=after.id, status=after.status, change=change)


# ------------------------------------------------------------------ answers worth trying


def plausible_answers(name: str, case: Case) -> tuple[object, ...]:
    """The answers to try for a user fact or a field: every choice but "unknown", the reading and its rivals, or a few
    values that other parts of the letter make likely. None when nothing is likely.
    """
    fact = USER_FACTS.get(name) or LETTER_FACTS.get(name)
    if fact is not None:
        choices = tuple(choice for choice in fact.choices if choice != "unknown")
        return choices if fact.kind == "choice" else (*_guesses(name, case), *choices)
    return _guesses(name, case)


def _guesses(name: str, case: Case) -> tuple[object, ...]:
    found = dict.fromkeys((*_read(name, case), *_GUESSES.get(name, _nothing)(case)))
    return tuple(found)[:MOST_GUESSES]


def _read(name: str, case: Case) -> Iterator[object]:
    """What was read, for the user to confirm, and what else it may be."""
    if name in USER_FACTS:
        return
    reading: Reading[object] | Missing = case.amount(name) if name in AMOUNT_FIELDS else case.letter.field(name)
    if isinstance(reading, Reading):
        yield reading.value
    yield from (rival.value for rival in reading.rivals)


def _nothing(_case: Case) -> Iterator[object]:
    return iter(())


def _days(*near: tuple[str, int]) -> Callable[[Case], Iterator[object]]:
    """Days so many days after (or, negative, before) dates of the letter."""

    def guess(case: Case) -> Iterator[object]:
        for name, days in near:
            date = case.date(name)
            if isinstance(date, Reading):
                yield date.value + dt.timedelta(days=days)

    return guess


def _principal(case: Case) -> Iterator[object]:
    """What is left of the total when the other rows are taken off."""
    total = case.amount("total")
    if isinstance(total, Reading):
        others = [line for line in case.letter.lines if line.included and line.type is not LineType.PRINCIPAL]
        rest = total.value - sum((-x.amount if x.type is LineType.PAID else x.amount for x in others), _ZERO)
        if rest > 0:
            yield rest


def _total(case: Case) -> Iterator[object]:
    """The sum of the rows."""
    rows = [line for line in case.letter.lines if line.included]
    if rows:
        yield sum((-line.amount if line.type is LineType.PAID else line.amount for line in rows), _ZERO)


def _creditor(case: Case) -> Iterator[object]:
    original = case.text("original_creditor")
    if isinstance(original, Reading):
        yield original.value


_GUESSES: Mapping[str, Callable[[Case], Iterator[object]]] = MappingProxyType(
    {
        "sent_date": _days(("letter_date", 0), ("letter_date", 1), ("letter_date", 3), ("letter_date", 7)),
        "payment_date": _days(("notice_deadline", 0), ("notice_deadline", 1), ("letter_date", -1)),
        "objection_date": _days(("notice_deadline", -1), ("letter_date", -1), ("letter_date", 1)),
        "remark_date": _days(("letter_date", 14), ("letter_date", 60)),
        "letter_date": _days(("payment_deadline", -14), ("payment_deadline", -10)),
        "payment_deadline": _days(("letter_date", 14), ("letter_date", 10)),
        "original_due_date": _days(("notice_date", -15), ("letter_date", -10), ("letter_date", -45)),
        "notice_date": _days(("notice_deadline", -14), ("letter_date", -20)),
        "notice_deadline": _days(("notice_date", 14), ("notice_date", 10), ("letter_date", -1)),
        "interest_from": _days(("original_due_date", 0), ("original_due_date", 1)),
        "principal": _principal,
        "total": _total,
        "creditor": _creditor,
    }
)
