"""Papers that are no collection letters are told by name, and collection letters that look like them stay letters."""

from __future__ import annotations

import re

import pytest

from parsers.fields.documents import CUES, Cue
from parsers.model import LetterKind
from parsers.views import fold
from tests.parsers.documents import OF_THEIR_OWN, Paper, papers

TUNED, HELD_OUT = papers("tuned"), papers("heldout")
NAMED = [p for p in TUNED if p.document and p.document not in OF_THEIR_OWN]
LETTERS = [p for p in TUNED if p.document is None]


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: f"{cue.document.value} {cue.place} {cue.example}")
def test_cue_takes_its_example(cue: Cue) -> None:
    assert re.search(cue.source, fold(cue.example), re.MULTILINE)


@pytest.mark.parametrize("paper", NAMED, ids=lambda paper: paper.id)
def test_paper_is_told_by_name(paper: Paper) -> None:
    assert paper.letter.document is not None
    assert paper.letter.document.value == paper.document


@pytest.mark.parametrize("paper", [p for p in TUNED if p.document in OF_THEIR_OWN], ids=lambda paper: paper.id)
def test_paper_with_checks_of_its_own_is_told_by_its_kind(paper: Paper) -> None:
    assert paper.document is not None
    assert paper.letter.kind.value == OF_THEIR_OWN[paper.document]


@pytest.mark.parametrize("paper", LETTERS, ids=lambda paper: paper.id)
def test_collection_letter_that_looks_like_another_paper_is_a_demand(paper: Paper) -> None:
    outside = {LetterKind.IKKE_KRAVBREV, LetterKind.FORLIKSKLAGE, LetterKind.NAMSMANN, LetterKind.GJENPARTSBREV}
    assert paper.letter.kind.value not in outside
    assert paper.letter.kind.confidence >= 0.75


def test_papers_never_tuned_on_are_told_by_name() -> None:
    named = [p for p in HELD_OUT if p.document]
    missed = [p.id for p in named if p.letter.document is None or p.letter.document.value != p.document]
    assert len(missed) <= 1, missed


def test_a_third_of_the_papers_was_never_tuned_on() -> None:
    assert len([p for p in (*TUNED, *HELD_OUT) if p.document]) >= 25
    assert len([p for p in (*TUNED, *HELD_OUT) if not p.document]) >= 15
    assert 3 * len(HELD_OUT) >= len(TUNED)
