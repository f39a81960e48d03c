"""How long a whole audit takes beside the bare tools on the same pages, and how much memory: ratios, not seconds.

``python -m tests.bench.bench_reading [letter.pdf scan.pdf photo.jpg …]``; without files it makes letters of the tuned
layouts (``--count N`` of each quality). A script, not a test. Our side is reading, understanding and judging in a warm
process, without pictures of pages; both sides run turn by turn, and what counts is the median over the letters.

    scan of 300 dpi     audit / ``tesseract -l nor`` on the picture of the page     aim 1.15
    photo of 12 MP      audit / ``tesseract -l nor`` on the raw photo               aim 1.0
    text PDF            audit / pdfplumber's words of the same file                 aim 1.5
    two processes       scans an hour / those of one process                        aim 1.85

Processor time of the process and its children decides, because it is steady on a machine that does other work too;
the wall clock is shown beside it. The exit status is 1 when a median misses its aim.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

RUNS = {"text": 7}
"""How often each letter is read; three times where it is not told. Milliseconds want more."""

AIMS = {"scan": 1.15, "photo-everyday": 1.0, "text": 1.5}
TWO_AIM = 1.85
_QUIET = 0.7
"""Processes at work elsewhere (the load of the last minute) from which the clock tells nothing of two workers."""

_PROGRAM = Path(sys.executable).with_name("kravvakt")

# Linux counts what a process held before it became another program, so the peak is asked of the new program itself.
_MEMORY = """
import re, resource, sys
from pathlib import Path
from checks.engine import audit
from parsers.intake import InputFile
from parsers.pipeline import read_letter
path = Path(sys.argv[1])
audit(read_letter([InputFile(path.name, path.read_bytes())]))
status = Path("/proc/self/status")
found = status.exists() and re.search(r"VmHWM:\\s*(\\d+)", status.read_text())
print(int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def made_letters(folder: Path, quality: str, count: int) -> list[Path]:
    """Letters of one page in that quality, each of another tuned layout as far as they go."""
    from samples.generate import degraded, iter_letters
    from samples.printing import load_layouts

    layouts = [layout for layout in load_layouts() if not layout.held_out]
    paths: list[Path] = []
    seen: set[str] = set()
    for letter in iter_letters(layouts=layouts, seed=7, count=12 * count):
        if letter.truth["pages"] != 1 or letter.truth["layout"] in seen:
            continue
        seen.add(letter.truth["layout"])
        ((suffix, content),) = degraded(letter, quality, seed=7)
        paths.append(folder / f"{letter.truth['id']}{suffix}")
        paths[-1].write_bytes(content)
        if len(paths) == count:
            break
    return paths


def page_picture(path: Path, folder: Path) -> Path:
    """What bare Tesseract is given: a scan's page as PNG of 300 dpi, a photo as it is."""
    if path.suffix != ".pdf":
        return path
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        pixels = document[0].render(scale=300 / 72, grayscale=True).to_numpy()
        picture = folder / f"{path.stem}.png"
        Image.fromarray(pixels.squeeze()).save(picture, dpi=(300, 300))
    finally:
        document.close()
    return picture


def spent(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor time, children included, and on the wall clock."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    start = time.perf_counter()
    action()
    wall = time.perf_counter() - start
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    used = sum(b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after, strict=True))
    return used, wall


def bare_tesseract(path: Path) -> None:
    subprocess.run(["tesseract", str(path), "-", "-l", "nor"], check=True, capture_output=True)


def bare_pdfplumber(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()


def measured(path: Path, folder: Path) -> tuple[float, float]:
    """Prints one line for one letter; the ratios of processor time and of wall-clock time."""
    from checks.engine import audit
    from parsers.intake import InputFile
    from parsers.pipeline import read_letter

    data = path.read_bytes()
    is_text = not _is_picture(data, path)
    picture = None if is_text else page_picture(path, folder)

    def ours() -> None:
        audit(read_letter([InputFile(path.name, data)], pictures=False))

    def bare() -> None:
        if picture is None:
            bare_pdfplumber(data)
        else:
            bare_tesseract(picture)

    ours()  # libraries loaded, caches filled
    bare()
    times = RUNS["text"] if is_text else 3
    runs = [(spent(ours), spent(bare)) for _ in range(times)]
    (our_cpu, our_wall), (bare_cpu, bare_wall) = (
        tuple(statistics.median(run[side][clock] for run in runs) for clock in (0, 1)) for side in (0, 1)
    )
    _say(f"  {path.name:52} {our_cpu:6.3f} s, bare {bare_cpu:6.3f} s: {our_cpu / bare_cpu:5.2f}")
    return our_cpu / bare_cpu, our_wall / bare_wall


def _is_picture(data: bytes, path: Path) -> bool:
    if path.suffix != ".pdf":
        return True
    from parsers.pdf import read_text

    return any(page.is_image for page in read_text(data))


def peak_memory(path: Path) -> float:
    """The most memory, in megabytes, that an audit of the file in a fresh process holds (Tesseract apart)."""
    told = subprocess.run([sys.executable, "-c", _MEMORY, str(path)], check=True, capture_output=True, text=True)
    return int(told.stdout) / 1000


def of_two(letters: Sequence[Path], folder: Path) -> tuple[float, float, float]:
    """A batch of the letters by one worker and by two: how many times as fast the two are by the clock, how much
    processor time theirs is of the one's, and how many other processes wanted the processor when it began.
    """
    source = folder / "batch"
    source.mkdir()
    for letter in letters:
        shutil.copy(letter, source)
    others = os.getloadavg()[0]
    used: list[tuple[float, float]] = []
    for workers in (1, 2):
        out = folder / f"of-{workers}"
        command = [_PROGRAM, "batch", source, "--out", out, "--workers", str(workers), "--one-file-one-letter"]
        used.append(spent(partial(subprocess.run, command, check=True, capture_output=True)))
    (one_cpu, one_wall), (two_cpu, two_wall) = used
    return one_wall / two_wall, two_cpu / one_cpu, others


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_reading")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=20, help="letters of each quality")
    parser.add_argument("--quality", default=",".join(AIMS), help="comma-separated")
    parser.add_argument("--no-batch", action="store_true", help="leave out the batch by two workers")
    chosen = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sets = (
            {"given files": chosen.files}
            if chosen.files
            else {quality: made_letters(folder, quality, chosen.count) for quality in chosen.quality.split(",")}
        )
        for title, paths in sets.items():
            _say(title)
            ratios = [measured(path, folder) for path in paths]
            cpu, wall = (statistics.median(ratio[clock] for ratio in ratios) for clock in (0, 1))
            aim = AIMS.get(title)
            missed = missed or (aim is not None and cpu > aim)
            _say(
                f"  median {cpu:.2f} by processor time, {wall:.2f} by the clock"
                + (f" (aim {aim})" if aim else "")
                + f"; peak memory {max(peak_memory(path) for path in paths[:2]):.0f} MB"
            )
            if title == "scan" and not chosen.no_batch:
                faster, share, others = of_two(paths, folder)
                is_quiet = others < _QUIET
                missed = missed or (is_quiet and faster < TWO_AIM)
                _say(
                    f"  a batch by two workers {faster:.2f} times as fast as by one (aim {TWO_AIM}"
                    + ("" if is_quiet else f"; says little, {others:.1f} others were at work")
                    + f"), with {share:.2f} of its processor time"
                )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
