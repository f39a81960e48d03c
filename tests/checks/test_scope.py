"""What is outside the law is told what it is and never checked as if it were a collection letter; letters that only
look so are checked.
"""

from __future__ import annotations

import pytest

from checks.engine import SCOPE_CHECK, SCOPE_CHECKS, Audit, audit
from checks.model import CheckResult, Outcome, Status
from samples.facts import known_from_facts, letter_from_facts
from tests.parsers.documents import OF_THEIR_OWN, Paper, papers

PAPERS = (*papers("tuned"), *papers("heldout"))
OUTSIDE = [p for p in PAPERS if p.document and p.document not in OF_THEIR_OWN]
LETTERS = [p for p in PAPERS if p.document is None]


def scope(found: Audit) -> CheckResult:
    return next(result for result in found.results if result.info.id == SCOPE_CHECK)


@pytest.mark.parametrize("paper", OUTSIDE, ids=lambda paper: paper.id)
def test_paper_outside_the_law_is_told_what_it_is_and_not_checked(paper: Paper) -> None:
    found = audit(paper.letter)
    assert found.outcome is Outcome.OUTSIDE_SCOPE
    assert {r.info.group for r in found.results if r.status is not Status.NOT_APPLICABLE} <= {SCOPE_CHECKS}
    assert scope(found).finding.variant == paper.document


@pytest.mark.parametrize("paper", LETTERS, ids=lambda paper: paper.id)
def test_collection_letter_that_looks_like_another_paper_is_checked(paper: Paper) -> None:
    found = audit(paper.letter)
    assert found.outcome is not Outcome.OUTSIDE_SCOPE
    assert scope(found).status is Status.PASS


def test_a_letter_that_poses_as_an_authority_is_not_taken_for_one() -> None:
    (paper,) = (p for p in PAPERS if p.id == "ekte-falsk-rett")
    failed = [result.info.id for result in audit(paper.letter).results if result.status is Status.FAIL]
    assert "gis-lookalike-court" in failed


DOUBTFUL = {
    "kind": "ikke-kravbrev",
    "sender_role": "creditor",
    "confidence": {"kind": 0.55},
    "rivals": {"kind": {"purring": 0.35}},
}


def test_paper_that_may_be_a_collection_letter_is_asked_about_and_not_dropped() -> None:
    found = audit(letter_from_facts(DOUBTFUL))
    assert found.outcome is Outcome.QUESTIONS
    assert [question.id for question in found.questions] == ["kind"]


def test_answer_to_what_kind_it_is_lets_the_checks_run() -> None:
    found = audit(letter_from_facts(DOUBTFUL), known=known_from_facts({"kind": "purring"}))
    assert scope(found).status is Status.PASS
    assert any(result.status is Status.PASS and result.info.group != SCOPE_CHECKS for result in found.results)
