"""How well the letters are read and judged: ``python -m samples.score``.

Each letter is made, read and audited, and compared with its truth (`compare.py`). Tuned and held-out layouts are told
apart, and the mistakes of held-out layouts are counted but not shown, so that nobody tunes on them by accident
(``--show-held-out`` shows them). ``--cache`` keeps letters and OCR results between runs (`kept.py`); ``--against REV``
reads the same letters with the code of another commit too and prints what was won and lost (`against.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers.intake import InputFile
from parsers.model import Letter
from parsers.ocr import TesseractEngine
from parsers.pages import read_pages
from parsers.pipeline import read_letter, understand
from samples.against import Outcome, comparison, outcomes_at
from samples.compare import BANDS, Score, compare
from samples.generate import QUALITIES, degraded, fits, generate
from samples.kept import Made, RememberingEngine, made
from samples.noise import noisy, rate_of
from samples.printing import load_layouts
from samples.scenario import load_scenarios


@dataclass(frozen=True, slots=True)
class Job:
    """One letter in one quality; ``cache`` is where letters and OCR results are kept, if anywhere."""

    scenario: str
    layout: str
    seed: int
    quality: str
    held_out: bool
    cache: Path | None = None

    @property
    def name(self) -> str:
        """The letter and its quality: the same for the same arguments."""
        return f"{self.scenario}.{self.layout}.{self.seed}.{self.quality}"


def score_job(job: Job) -> tuple[Job, Score]:
    """Make the letter, read it, judge it and compare."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    scenario = _scenarios()[job.scenario]
    quality = "text" if rate_of(job.quality) is not None else job.quality

    def make() -> Made:
        letter = generate(scenario, _layouts()[job.layout], seed=job.seed)
        return letter.truth, degraded(letter, quality, seed=job.seed)

    try:
        truth, files = made(job.cache, scenario=scenario, layout=job.layout, seed=job.seed, quality=quality, make=make)
        return job, compare(truth, _read(job, files), name=job.name)
    except Exception as error:  # noqa: BLE001 - a crash is a score too
        return job, Score(letters=1, crashed=1, mistakes=[f"{job.name}: crashed: {type(error).__name__}: {error}"])


def _read(job: Job, files: Sequence[tuple[str, bytes]]) -> Letter:
    """The letter in the files, as the job's quality has it read."""
    engine = RememberingEngine(TesseractEngine(), job.cache) if job.cache else None
    given = [InputFile(name=f"brev{suffix}", data=data) for suffix, data in files]
    rate = rate_of(job.quality)
    if rate is None:
        return read_letter(given, pictures=False, ocr=engine)
    return understand(noisy(read_pages(given, pictures=False, ocr=engine), rate=rate, seed=job.name))


_cache: dict[str, dict[str, Any]] = {}


def _scenarios() -> dict[str, Any]:
    if "scenarios" not in _cache:
        _cache["scenarios"] = {s.id: s for s in load_scenarios()}
    return _cache["scenarios"]


def _layouts() -> dict[str, Any]:
    if "layouts" not in _cache:
        _cache["layouts"] = {layout.id: layout for layout in load_layouts()}
    return _cache["layouts"]


def jobs_of(
    *, qualities: Sequence[str], layouts: Sequence[str], count: int | None, seed: int, cache: Path | None = None
) -> list[Job]:
    """The letters to score: every fitting pair of scenario and layout, or an even selection of ``count``."""
    chosen = [layout for layout in load_layouts() if not layouts or layout.id in layouts]
    pairs = [(scenario, layout) for scenario in load_scenarios() for layout in chosen if fits(scenario, layout)]
    random.Random(seed).shuffle(pairs)
    wanted = len(pairs) if count is None else count
    return [
        Job(scenario.id, layout.id, seed + place // len(pairs), quality, layout.held_out, cache)
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
        f"{'f.fail':>7}{'missed':>7}{'accused':>9}{'wr+sure':>9}{'refused':>8}{'crash':>6}"
    )
    lines = [head]
    for name, s in rows:
        lines.append(
            f"{name:<34}{s.letters:>8}{share(s.fields_right, s.fields):>8}{share(s.lines_right, s.lines):>8}"
            f"{s.lines_extra:>6}{share(s.whole_right, s.whole):>8}{share(s.checks_exact, s.letters):>8}"
            f"{s.false_fails:>7}{s.missed_fails:>7}{f'{s.lawful_accused}/{s.lawful}':>9}"
            f"{share(s.wrong_and_sure, s.readings_sure):>9}{s.refused:>8}{s.crashed:>6}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status: 1 when any letter crashed."""
    parser = argparse.ArgumentParser(prog="python -m samples.score", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--quality", default="text", help=f"comma-separated from {', '.join(QUALITIES)}, noise-N")
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
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep letters and OCR results in DIR")
    parser.add_argument("--against", metavar="REV", help="read with the code of this commit too, and compare")
    chosen = parser.parse_args(arguments)
    jobs = jobs_of(
        qualities=chosen.quality.split(","),
        layouts=chosen.layout,
        count=chosen.count,
        seed=chosen.seed,
        cache=chosen.cache.resolve() if chosen.cache else None,
    )
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
    outcomes: list[Outcome] = []
    for job, score in results:
        outcomes.append(Outcome.of(job.name, job.quality, score, held_out=job.held_out))
        scores[(job.quality, job.held_out, job.layout)].add(score)
    report(scores, show=chosen.show, show_held_out=chosen.show_held_out)
    if chosen.json:
        figures = {"layouts": _figures(scores), "letters": [outcome.as_json() for outcome in outcomes]}
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if chosen.against:
        given = list(sys.argv[1:] if arguments is None else arguments)
        print(comparison(outcomes_at(chosen.against, given), outcomes, revision=chosen.against))
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
            print(f"   confidence (right of readings): {reliability(whole)}")
            if show and (not held_out or show_held_out):
                for _, score in rows:
                    for mistake in score.mistakes[:show]:
                        print(f"     {mistake}")


def reliability(score: Score) -> str:
    """How many of the readings of each band of confidence are right."""
    return "  ".join(
        f"{low:.2f}+ {share(score.trusted_right[key], score.trusted[key]).strip()}% of {score.trusted[key]}"
        for low in BANDS
        if score.trusted[key := f"{low:.2f}"]
    )


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
