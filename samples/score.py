"""How well the letters are read and judged: ``python -m samples.score``.

Each letter is made, read and audited, and compared with its truth: fields and rows by value, checks by status
against the same checks on the truth itself. Tuned and held-out layouts are told apart, and the mistakes of held-out
layouts are counted but not shown, so that nobody tunes on them by accident (``--show-held-out`` shows them).

A *false fail* is a check that fails on the letter as read and not on the letter as printed. *Wrong and sure* is a
reading that is wrong with a confidence at or above the gate.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from checks.case import GATE
from checks.engine import Audit, audit
from parsers.intake import InputFile
from parsers.model import Letter, Reading
from parsers.pipeline import read_letter
from samples.facts import letter_from_facts
from samples.generate import QUALITIES, degraded, fits, generate
from samples.printing import load_layouts
from samples.scenario import load_scenarios
from service.reports.parts import plain

_PROSE = frozenset({"claim_description"})
"""Fields that are a phrase: alike enough counts as right."""

_WHOLE = ("kind", "sender_role", "debtor", "language")
_FACTS = ("kind", "sender_role", "debtor", "language", "heading", "fields", "lines", "statements", "claims", "text")


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


@dataclass(frozen=True, slots=True)
class Job:
    """One letter in one quality."""

    scenario: str
    layout: str
    seed: int
    quality: str
    held_out: bool


def truth_letter(truth: dict[str, Any]) -> Letter:
    """The letter as printed. The truth may hold the ``text`` too, for checks that search it."""
    return letter_from_facts({key: truth[key] for key in _FACTS if key in truth})


def score_job(job: Job) -> tuple[Job, Score]:
    """Make the letter, read it, judge it and compare."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    name = f"{job.scenario}.{job.layout}.{job.seed}.{job.quality}"
    try:
        letter = generate(_scenarios()[job.scenario], _layouts()[job.layout], seed=job.seed)
        files = [InputFile(name=f"brev{s}", data=d) for s, d in degraded(letter, job.quality, seed=job.seed)]
        return job, compare(letter.truth, read_letter(files, pictures=False), name=name)
    except Exception as error:  # noqa: BLE001 - a crash is a score too
        return job, Score(letters=1, crashed=1, mistakes=[f"{name}: crashed: {type(error).__name__}: {error}"])


def compare(truth: dict[str, Any], read: Letter, *, name: str = "") -> Score:
    """The score of one reading against the truth of its letter."""
    score = Score(letters=1)
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
    if isinstance(reading, Reading) and reading.confidence >= GATE:
        score.readings_sure += 1
    if isinstance(reading, Reading) and same(key, plain(reading.value), printed):
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


_cache: dict[str, dict[str, Any]] = {}


def _scenarios() -> dict[str, Any]:
    if "scenarios" not in _cache:
        _cache["scenarios"] = {s.id: s for s in load_scenarios()}
    return _cache["scenarios"]


def _layouts() -> dict[str, Any]:
    if "layouts" not in _cache:
        _cache["layouts"] = {layout.id: layout for layout in load_layouts()}
    return _cache["layouts"]


def jobs_of(*, qualities: Sequence[str], layouts: Sequence[str], count: int | None, seed: int) -> list[Job]:
    """The letters to score: every fitting pair of scenario and layout, or an even selection of ``count``."""
    chosen = [layout for layout in load_layouts() if not layouts or layout.id in layouts]
    pairs = [(scenario, layout) for scenario in load_scenarios() for layout in chosen if fits(scenario, layout)]
    random.Random(seed).shuffle(pairs)
    wanted = len(pairs) if count is None else count
    return [
        Job(scenario.id, layout.id, seed + place // len(pairs), quality, layout.held_out)
        for place, (scenario, layout) in ((n, pairs[n % len(pairs)]) for n in range(wanted if pairs else 0))
        for quality in qualities
    ]


def share(right: int, of: int) -> str:
    """A percentage with one decimal, or a dash."""
    return f"{100 * right / of:5.1f}" if of else "    –"


def table(rows: Iterable[tuple[str, Score]]) -> str:
    """The scores as a table, one row each."""
    head = (
        f"{'':<34}{'letters':>8}{'fields':>8}{'rows':>8}{'extra':>6}{'kind':>8}{'checks':>8}"
        f"{'f.fail':>7}{'missed':>7}{'accused':>9}{'wr+sure':>9}{'crash':>6}"
    )
    lines = [head]
    for name, s in rows:
        lines.append(
            f"{name:<34}{s.letters:>8}{share(s.fields_right, s.fields):>8}{share(s.lines_right, s.lines):>8}"
            f"{s.lines_extra:>6}{share(s.whole_right, s.whole):>8}{share(s.checks_exact, s.letters):>8}"
            f"{s.false_fails:>7}{s.missed_fails:>7}{f'{s.lawful_accused}/{s.lawful}':>9}"
            f"{share(s.wrong_and_sure, s.readings_sure):>9}{s.crashed:>6}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status: 1 when any letter crashed."""
    parser = argparse.ArgumentParser(prog="python -m samples.score", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--quality", default="text", help=f"comma-separated from {', '.join(QUALITIES)}")
    parser.add_argument("--layout", action="append", default=[], help="only this layout (repeatable)")
    parser.add_argument("--count", type=int, help="how many letters in each quality (default: every pair)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--tuned", action="store_true", help="leave out the held-out layouts")
    parser.add_argument("--held-out", action="store_true", help="leave out the tuned layouts")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="show the first N mistakes of each tuned layout"
    )
    parser.add_argument("--show-held-out", action="store_true", help="show mistakes of held-out layouts too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    chosen = parser.parse_args(arguments)
    jobs = jobs_of(qualities=chosen.quality.split(","), layouts=chosen.layout, count=chosen.count, seed=chosen.seed)
    if chosen.tuned:
        jobs = [job for job in jobs if not job.held_out]
    if chosen.held_out:
        jobs = [job for job in jobs if job.held_out]
    scores: defaultdict[tuple[str, bool, str], Score] = defaultdict(Score)
    if chosen.workers > 1:
        with ProcessPoolExecutor(chosen.workers) as pool:
            results: Iterable[tuple[Job, Score]] = list(pool.map(score_job, jobs, chunksize=2))
    else:
        results = map(score_job, jobs)
    for job, score in results:
        scores[(job.quality, job.held_out, job.layout)].add(score)
    report(scores, show=chosen.show, show_held_out=chosen.show_held_out)
    if chosen.json:
        chosen.json.write_text(json.dumps(_figures(scores), indent=1) + "\n", encoding="utf-8")
    return 1 if any(s.crashed for s in scores.values()) else 0


def report(scores: dict[tuple[str, bool, str], Score], *, show: int, show_held_out: bool) -> None:
    """Print the tables, quality by quality, tuned and held-out apart, then the commonest faults."""
    for quality in dict.fromkeys(key[0] for key in scores):
        print(f"\n== {quality} (percent; f.fail and missed are checks, accused is lawful letters with any fail)")
        for held_out, name in ((False, "tuned layouts"), (True, "held-out layouts")):
            rows = [(key[2], s) for key, s in sorted(scores.items()) if key[:2] == (quality, held_out)]
            if not rows:
                continue
            whole = Score()
            for _, score in rows:
                whole.add(score)
            print(f"-- {name}")
            print(table([*rows, ("all", whole)]))
            faults = ", ".join(f"{k} {n}/{whole.by_field[k]}" for k, n in whole.wrong_field.most_common(12))
            print(f"   fields wrong: {faults or 'none'}")
            print(f"   checks wrong: {', '.join(f'{k} {n}' for k, n in whole.wrong_check.most_common(12)) or 'none'}")
            if show and (not held_out or show_held_out):
                for _, score in rows:
                    for mistake in score.mistakes[:show]:
                        print(f"     {mistake}")


def _figures(scores: dict[tuple[str, bool, str], Score]) -> list[dict[str, Any]]:
    return [
        {
            "quality": quality,
            "held_out": held_out,
            "layout": layout,
            **{name: getattr(s, name) for name in s.__slots__ if isinstance(getattr(s, name), int)},
        }
        for (quality, held_out, layout), s in sorted(scores.items())
    ]


if __name__ == "__main__":
    sys.exit(main())
