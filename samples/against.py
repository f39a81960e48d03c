"""What a change of the reader or the checks won and lost, letter by letter: ``samples.score --against REV``.

The code of the other commit is laid beside today's samples in a folder of its own and reads the same letters; nothing
in the checkout is touched. Mistakes in held-out layouts are counted, never named.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samples.compare import Score

_ROOT = Path(__file__).parent.parent
_CODE = ("parsers", "checks", "service")
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one letter: the fields and the checks that were wrong, how many rows, and whether a lawful letter
    was accused.
    """

    name: str
    quality: str
    held_out: bool
    fields: int
    wrong_fields: tuple[str, ...]
    wrong_checks: tuple[str, ...]
    rows_right: int
    false_fails: int
    accused: int

    @classmethod
    def of(cls, name: str, quality: str, score: Score, *, held_out: bool) -> Outcome:
        """The outcome of one letter's score."""
        return cls(
            name=name,
            quality=quality,
            held_out=held_out,
            fields=score.fields,
            wrong_fields=tuple(sorted(score.wrong_field.elements())),
            wrong_checks=tuple(sorted(score.wrong_check.elements())) if score.letters > score.crashed else ("crash",),
            rows_right=score.lines_right,
            false_fails=score.false_fails,
            accused=score.lawful_accused,
        )

    def as_json(self) -> dict[str, Any]:
        """The outcome as it is written to a file."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Outcome:
        """The outcome in a row of such a file."""
        return cls(**{**row, "wrong_fields": tuple(row["wrong_fields"]), "wrong_checks": tuple(row["wrong_checks"])})


def outcomes_at(revision: str, arguments: Sequence[str]) -> list[Outcome]:
    """The outcomes of the same scoring run with the code of ``revision``.

    Raises subprocess.CalledProcessError when git does not know the revision or its code cannot read today's samples.
    """
    packed = subprocess.run(  # noqa: S603 - no shell; the revision is one argument of git
        ["git", "-C", str(_ROOT), "archive", "--format=tar", revision, *_CODE],  # noqa: S607
        check=True,
        capture_output=True,
    ).stdout
    with tempfile.TemporaryDirectory(prefix="kravvakt-against-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        shutil.copytree(_ROOT / "samples", Path(folder, "samples"), ignore=shutil.ignore_patterns("__pycache__"))
        figures = Path(folder, "figures.json")
        run = subprocess.run(  # noqa: S603 - our own interpreter on our own code
            [sys.executable, "-m", "samples.score", *without_against(arguments), "--json", str(figures)],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        if not figures.exists():
            raise subprocess.CalledProcessError(run.returncode, run.args, run.stdout, run.stderr)
        rows = json.loads(figures.read_text(encoding="utf-8"))["letters"]
    return [Outcome.from_json(row) for row in rows]


def without_against(arguments: Sequence[str]) -> list[str]:
    """The arguments of the run without ``--against`` and ``--json``; a relative ``--cache`` is made absolute."""
    kept: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        option, equals, value = argument.partition("=")
        if option in {"--against", "--json"}:
            if not equals:
                next(waiting, None)
            continue
        if option == "--cache":
            kept += ["--cache", str(Path(value if equals else next(waiting)).resolve())]
            continue
        kept.append(argument)
    return kept


def comparison(before: Sequence[Outcome], after: Sequence[Outcome], *, revision: str) -> str:
    """A table of what was won and lost since the revision, by quality, tuned and held-out apart."""
    earlier = {outcome.name: outcome for outcome in before}
    head = f"{'':<26}{'letters':>8}{'fields +':>9}{'-':>5}{'rows +/-':>9}{'checks +':>9}{'-':>5}{'exact +':>8}{'-':>5}"
    lines = [f"\n== won (+) and lost (-) against {revision}", f"{head}{'f.fail':>9}{'accused':>9}"]
    for quality in dict.fromkeys(outcome.quality for outcome in after):
        for held_out in (False, True):
            pairs = [
                (earlier[now.name], now)
                for now in after
                if now.quality == quality and now.held_out is held_out and now.name in earlier
            ]
            if pairs:
                lines += _compared(f"{quality}, {'held-out' if held_out else 'tuned'}", pairs)
    return "\n".join(lines)


def _compared(title: str, pairs: Sequence[tuple[Outcome, Outcome]]) -> list[str]:
    fields_won, fields_lost = _moved([(b.wrong_fields, a.wrong_fields) for b, a in pairs])
    checks_won, checks_lost = _moved([(b.wrong_checks, a.wrong_checks) for b, a in pairs])
    exact_won = sum(bool(b.wrong_checks) and not a.wrong_checks for b, a in pairs)
    exact_lost = sum(bool(a.wrong_checks) and not b.wrong_checks for b, a in pairs)
    rows = sum(a.rows_right - b.rows_right for b, a in pairs)
    line = (
        f"{title:<26}{len(pairs):>8}{fields_won.total():>9}{fields_lost.total():>5}{rows:>+9}"
        f"{checks_won.total():>9}{checks_lost.total():>5}{exact_won:>8}{exact_lost:>5}"
        f"{sum(a.false_fails - b.false_fails for b, a in pairs):>+9}{sum(a.accused - b.accused for b, a in pairs):>+9}"
    )
    named = (("won", fields_won + checks_won), ("lost", fields_lost + checks_lost))
    return [line, *(f"   {word}: {_named(moved)}" for word, moved in named if moved)]


def _moved(pairs: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> tuple[Counter[str], Counter[str]]:
    """What was wrong before and is not now, and the other way round."""
    won: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for before, after in pairs:
        won += Counter(before) - Counter(after)
        lost += Counter(after) - Counter(before)
    return won, lost


def _named(moved: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in moved.most_common(_MOST_NAMED))
