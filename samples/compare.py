"""One letter as read against its truth: what was right, what was wrong, and what came of it for the checks.

Fields and rows are compared by value, checks by status against the same checks on the truth itself. A *false fail* is
a check that fails on the letter as read and not on the letter as printed. *Wrong and sure* is a reading that is wrong
with a confidence at or above the gate. Not for: choosing letters and printing tables (`score.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from checks.case import GATE
from checks.engine import Audit, audit
from parsers.model import Letter, Reading
from samples.facts import letter_from_facts
from service.reports.parts import plain

_PROSE = frozenset({"claim_description"})
"""Fields that are a phrase: alike enough counts as right."""

BANDS = (0.99, 0.97, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5, 0.0)
"""Least confidence of each row of the reliability table."""

_WHOLE = ("kind", "sender_role", "debtor", "language")
_FACTS = (
    *("kind", "sender_role", "debtor", "language", "heading", "fields", "lines", "statements", "claims", "text"),
    "confidence",
)


@dataclass(slots=True)
class Score:
    """What came of one letter in one quality, or the sum over many."""

    letters: int = 0
    fields: int = 0
    fields_right: int = 0
    readings_sure: int = 0
    wrong_and_sure: int = 0
    lines: int = 0
    lines_right: int = 0
    lines_extra: int = 0
    whole: int = 0
    whole_right: int = 0
    checks_exact: int = 0
    false_fails: int = 0
    missed_fails: int = 0
    lawful: int = 0
    lawful_accused: int = 0
    crashed: int = 0
    refused: int = 0
    trusted: Counter[str] = field(default_factory=Counter)
    trusted_right: Counter[str] = field(default_factory=Counter)
    by_field: Counter[str] = field(default_factory=Counter)
    wrong_field: Counter[str] = field(default_factory=Counter)
    wrong_check: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add another score to this one."""
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, int):
                setattr(self, name, mine + theirs)
            else:
                mine += theirs


def truth_letter(truth: dict[str, Any]) -> Letter:
    """The letter as printed. The truth may hold the ``text`` too, for checks that search it.

    Whatever calls the claim so says also that it is a private parking operator's sanction.
    """
    facts = {key: truth[key] for key in _FACTS if key in truth}
    labels = [row["label"] for row in facts["lines"]]
    said = " ".join([str(facts["fields"].get("claim_description", "")), *labels, facts.get("text", "")]).casefold()
    if "kontrollsanksjon" in said or "kontrollavgift" in said:
        facts["statements"] = {"parking_sanction": True, **facts["statements"]}
    return letter_from_facts(facts)


def compare(truth: dict[str, Any], read: Letter, *, name: str = "") -> Score:
    """The score of one reading against the truth of its letter."""
    score = Score(letters=1, refused=int(any(w.startswith("page_unreadable") for w in read.warnings)))
    printed = truth_letter({**truth, "text": read.transcript.text})
    for key in _WHOLE:
        score.whole += 1
        value = str(getattr(read, key).value)
        if value == truth[key]:
            score.whole_right += 1
        else:
            score.mistakes.append(f"{name}: {key}: read {value}, printed {truth[key]}")
    for key, value in truth["fields"].items():
        _compare_field(score, name, key, str(value), read)
    _compare_lines(score, name, truth, read)
    _compare_checks(score, name, audit(printed), audit(read))
    return score


def _compare_field(score: Score, name: str, key: str, printed: str, read: Letter) -> None:
    score.fields += 1
    score.by_field[key] += 1
    reading = read.field(key)
    right = isinstance(reading, Reading) and same(key, plain(reading.value), printed)
    if isinstance(reading, Reading):
        score.readings_sure += reading.confidence >= GATE
        score.trusted[band(reading.confidence)] += 1
        score.trusted_right[band(reading.confidence)] += right
    if right:
        score.fields_right += 1
        return
    score.wrong_field[key] += 1
    if isinstance(reading, Reading):
        if reading.confidence >= GATE:
            score.wrong_and_sure += 1
        score.mistakes.append(
            f"{name}: {key}: read {plain(reading.value)!r} ({reading.confidence:.2f}), is {printed!r}"
        )
    else:
        score.mistakes.append(f"{name}: {key}: {reading.reason.value}, is {printed!r}")


def band(confidence: float) -> str:
    """The band of a confidence in the reliability table."""
    return next(f"{low:.2f}" for low in BANDS if confidence >= low)


def same(key: str, read: str, printed: str) -> bool:
    """Whether two values of a field are the same to a reader (case, blanks and a final stop apart)."""
    one, other = (re.sub(r"\s+", " ", text).strip(" .,:").casefold() for text in (read, printed))
    if key in _PROSE:
        return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= 0.8
    if key == "interest_rate":
        return float(one) == float(other)
    return one.replace(" ", "") == other.replace(" ", "")


def _compare_lines(score: Score, name: str, truth: dict[str, Any], read: Letter) -> None:
    printed = Counter((row["type"], row["amount"]) for row in truth["lines"] if row.get("included", True))
    found = Counter((line.type.value, f"{line.amount:.2f}") for line in read.lines if line.included)
    score.lines += sum(printed.values())
    score.lines_right += sum((printed & found).values())
    score.lines_extra += sum((found - printed).values())
    for row in (printed - found).elements():
        score.mistakes.append(f"{name}: row not found: {row[0]} {row[1]}")
    for row in (found - printed).elements():
        score.mistakes.append(f"{name}: row not printed: {row[0]} {row[1]}")


def _compare_checks(score: Score, name: str, printed: Audit, read: Audit) -> None:
    expected = {r.id: r for r in printed.results}
    exact = True
    for result in read.results:
        wanted = expected[result.id].status
        if result.status is wanted:
            continue
        exact = False
        score.wrong_check[result.id] += 1
        if result.status.value == "fail":
            score.false_fails += 1
        elif wanted.value == "fail":
            score.missed_fails += 1
        score.mistakes.append(
            f"{name}: {result.id}: {result.status.value} ({result.finding.message}), "
            f"truth gives {wanted.value} ({expected[result.id].finding.message})"
        )
    score.checks_exact += exact
    if not any(r.status.value == "fail" for r in printed.results):
        score.lawful += 1
        score.lawful_accused += any(r.status.value == "fail" for r in read.results)
