"""What each step of straightening is worth: ``python -m samples.ablation --cache DIR``.

The same photos are read with all steps, then with one step left out at a time. A step whose row is no worse than the
first earns nothing and can go. Not for: how well letters are read (`score.py`).

Left out are, in turn, the outline of the sheet, the flattening of bends, of these the creases of a sheet folded along,
the evening of light, the finding of the way up, the smoothing of grain and darkening of pale print, and the scaling to
one size of print. What EXIF data say of the way up would hide what finding it earns, so the row ``orientation`` and the
row before it read the photos without those.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from parsers.image import decode, illumination, straighten, textlines
from parsers.intake import InputFile
from parsers.ocr import TesseractEngine
from parsers.pipeline import read_letter
from samples.compare import Score, compare
from samples.generate import degraded, generate
from samples.kept import Made, RememberingEngine, made
from samples.printing import load_layouts
from samples.scenario import load_scenarios
from samples.score import Job, jobs_of, share

Grey = decode.Grey


def _only_evened(grey: Grey, *, fineness: float = 1.0) -> tuple[Grey, float]:
    del fineness
    even = illumination.evened(grey)
    return even, illumination.grain(even)


def _as_it_is(grey: Grey, *, fineness: float = 1.0) -> tuple[Grey, float]:
    del fineness
    return grey.copy(), 0.0


def _as_shown(
    glyphs: textlines.Glyphs, width: int, height: int, turn: int | None
) -> tuple[int, list[textlines.Line], bool]:
    del width, height, turn
    return 0, textlines.find_lines(glyphs.boxes, glyphs.height), True


def _native(source_glyph: float, wanted: float, height: int, width: int) -> float:
    del source_glyph, wanted, height, width
    return 1.0


# Where a step is called, and what is called in its place.
STEPS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "outline": (straighten, "find_outline", lambda _: None),
    "flattening": (textlines, "find_bend", lambda *_: None),
    "creases": (textlines, "find_crease", lambda *_: None),
    "evening": (straighten, "quietened", _as_it_is),
    "quietening": (straighten, "quietened", _only_evened),
    "scaling": (straighten, "_scale", _native),
    "orientation": (straighten, "_orientation", _as_shown),
}
BARE = "all steps, no EXIF"


@contextmanager
def without(step: str) -> Iterator[None]:
    """Straightening without that step of `STEPS`; any other name leaves out nothing."""
    if step not in STEPS:
        yield
        return
    owner, name, other = STEPS[step]
    before = getattr(owner, name)
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, before)


def bare(data: bytes) -> bytes:
    """The photo without EXIF data, its pixels as they are."""
    with Image.open(io.BytesIO(data)) as photo:
        out = io.BytesIO()
        photo.save(out, "JPEG", quality=95, exif=b"")
    return out.getvalue()


def read(jobs: Sequence[Job], *, no_exif: bool) -> tuple[Score, float]:
    """The sum of the scores, and the seconds that reading took."""
    scenarios = {row.id: row for row in load_scenarios()}
    layouts = {layout.id: layout for layout in load_layouts()}
    total, spent = Score(), 0.0
    for job in jobs:
        scenario = scenarios[job.scenario]

        def make(job: Job = job) -> Made:
            letter = generate(scenarios[job.scenario], layouts[job.layout], seed=job.seed)
            return letter.truth, degraded(letter, job.quality, seed=job.seed)

        truth, files = made(
            job.cache, scenario=scenario, layout=job.layout, seed=job.seed, quality=job.quality, make=make
        )
        photos = [InputFile(f"brev{suffix}", bare(data) if no_exif else data) for suffix, data in files]
        engine = RememberingEngine(TesseractEngine(), job.cache) if job.cache else None
        start = time.perf_counter()
        letter = read_letter(photos, pictures=False, ocr=engine)
        spent += time.perf_counter() - start
        total.add(compare(truth, letter, name=job.name))
    return total, spent


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m samples.ablation", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--quality", default="photo-everyday,photo-hard", help="comma-separated")
    parser.add_argument("--count", type=int, default=30, help="photos of each quality")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--step", action="append", default=[], help=f"only this (repeatable): {', '.join(STEPS)}")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep letters and OCR results in DIR")
    chosen = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    steps = chosen.step or [*STEPS]
    rows = ["all steps", *(step for step in steps if step != "orientation")]
    if "orientation" in steps:
        rows += [BARE, "orientation"]
    cache = chosen.cache.resolve() if chosen.cache else None
    for quality in chosen.quality.split(","):
        jobs = jobs_of(qualities=[quality], layouts=[], count=None, seed=chosen.seed, cache=cache)
        jobs = [job for job in jobs if not job.held_out]
        jobs = random.Random(chosen.seed).sample(jobs, min(chosen.count, len(jobs)))
        print(f"\n== {quality}, {len(jobs)} letters of tuned layouts")
        print(
            f"{'without':<22}{'fields':>8}{'rows':>8}{'checks':>8}{'f.fail':>8}{'refused':>9}{'wr+sure':>9}{'s/letter':>10}"
        )
        for row in rows:
            with without(row):
                score, spent = read(jobs, no_exif=row in (BARE, "orientation"))
            print(
                f"{row:<22}{share(score.fields_right, score.fields):>8}{share(score.lines_right, score.lines):>8}"
                f"{share(score.checks_exact, score.letters):>8}{score.false_fails:>8}{score.refused:>9}"
                f"{share(score.wrong_and_sure, score.readings_sure):>9}{spent / max(1, len(jobs)):>10.2f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
