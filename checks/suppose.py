"""What a check would come to if something the letter leaves open were so: the case under a supposed answer.

What it is for: leanings (the usual answer) and the effects of questions (each plausible answer), both by running the
rules again. What it is not for: running rules itself (the engine hands in how), or letting a supposed answer stand: a
leaning is written on an ``unsure`` finding, which stays ``unsure``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from checks.case import Case
from checks.model import CheckResult, Leaning, Status
from checks.user_facts import USER_FACTS
from parsers.corrections import Known, corrected

T = TypeVar("T")

Run = Callable[[Case], CheckResult]
"""One check on a case."""


class _Noting(Mapping[str, T]):
    """A mapping that notes which keys are looked up; who walks through it is taken to have looked at all."""

    def __init__(self, inside: Mapping[str, T], noted: set[str]) -> None:
        self._inside = inside
        self._noted = noted

    def __getitem__(self, key: str) -> T:
        self._noted.add(key)
        return self._inside[key]

    def get(self, key: str, default: Any = None) -> Any:
        """As of any mapping; written out because every reading of every check passes here."""
        self._noted.add(key)
        return self._inside.get(key, default)

    def __iter__(self) -> Iterator[str]:
        self._noted.update(self._inside)
        return iter(self._inside)

    def __len__(self) -> int:
        return len(self._inside)


def watched(case: Case) -> tuple[Case, set[str]]:
    """The case, and a set that takes the names of the answers and fields somebody looks at in it."""
    read: set[str] = set()
    known = Known(case.known.corrections, _Noting(case.known.answers, read))
    letter = replace(case.letter, fields=_Noting(case.letter.fields, read))
    return replace(case, known=known, letter=letter), read


def supposing(case: Case, answers: Mapping[str, object]) -> Case:
    """The case if these were so: user facts are answers, anything else corrects the reading."""
    told = {name: value for name, value in answers.items() if name in USER_FACTS}
    rest = {name: value for name, value in answers.items() if name not in USER_FACTS}
    step = Known(MappingProxyType(rest), MappingProxyType(told))
    known = Known(
        MappingProxyType({**case.known.corrections, **rest}), MappingProxyType({**case.known.answers, **told})
    )
    return replace(case, letter=corrected(case.letter, step), known=known)


def leaned(result: CheckResult, case: Case, leanings: Mapping[str, Leaning], *, run: Run) -> CheckResult:
    """The result with what it usually comes to, if it is open, asks for a fact that is usually one way, and the check
    comes to a pass or a fail under that. Its status is never touched.
    """
    finding = result.finding
    question = finding.question
    if result.status is not Status.UNSURE or question is None or question not in leanings:
        return result
    if finding.leaning is not None:  # the reading itself leans; the letter may tell why
        leaning = leanings[question]
        same = run(supposing(case, {question: leaning.answer})).status is finding.leaning
        return replace(result, leans_on=(leaning,)) if same else result
    for facts in ((question,), tuple(leanings)):
        likely = run(supposing(case, {fact: leanings[fact].answer for fact in facts})).finding
        if likely.status in (Status.PASS, Status.FAIL):
            assumed = tuple(f"{fact}={leanings[fact].answer}" for fact in facts)
            return replace(
                result,
                finding=replace(
                    finding,
                    leaning=likely.status,
                    amounts=likely.amounts,
                    computation=finding.computation or likely.computation,
                    assumptions=tuple(dict.fromkeys((*finding.assumptions, *assumed))),
                ),
                leans_on=tuple(leanings[fact] for fact in facts),
            )
    return result
