"""How long reading takes beside the bare tools on the same pages, and how much memory.

`python -m tests.bench.bench_reading [letter.pdf scan.png photo.jpg …]`; without files it draws its own. A script, not a
test: it prints ratios of medians taken turn by turn in one run, which hold on any machine; seconds do not.

    scan of 300 dpi     reading the page / `tesseract -l nor` on the same file       aim 1.25
    photo of 12 MP      reading the page / `tesseract -l nor` on the raw photo       aim 1.0
    text PDF            reading it without pictures / pdfplumber's words of it       aim 2.0
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

RUNS = 5

# Linux counts what a process held before it became another program, so the peak is asked of the new program itself.
_MEMORY = """
import re, resource, sys
from pathlib import Path
from parsers.intake import InputFile
from parsers.pages import read_pages
path = Path(sys.argv[1])
read_pages([InputFile(path.name, path.read_bytes())])
status = Path("/proc/self/status")
found = status.exists() and re.search(r"VmHWM:\\s*(\\d+)", status.read_text())
print(int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def drawn_files(folder: Path) -> list[Path]:
    """A text PDF, a scan and a photo of one invented letter."""
    from tests.parsers.fakes import drawn
    from tests.parsers.fakes.pdf_files import PdfSheet, lines, pdf

    rows = [row for row in drawn.ROWS for _ in range(3)]
    text, scan, photo = folder / "letter.pdf", folder / "scan.png", folder / "photo.jpg"
    text.write_bytes(pdf([PdfSheet(lines(rows))] * 2))
    scan.write_bytes(drawn.encoded(drawn.letter(width=2480), "PNG", dpi=(300, 300)))
    photo.write_bytes(drawn.encoded(drawn.photographed(drawn.letter(width=2480))[0], quality=88))
    return [text, scan, photo]


def medians(*actions: Callable[[], object]) -> list[float]:
    """Median seconds of each action, run turn by turn so that all see the same load."""
    spent: list[list[float]] = [[] for _ in actions]
    for _ in range(RUNS):
        for action, times in zip(actions, spent, strict=True):
            start = time.perf_counter()
            action()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in spent]


def bare_tesseract(path: Path) -> None:
    subprocess.run(["tesseract", str(path), "-", "-l", "nor"], check=True, capture_output=True)


def bare_pdfplumber(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()


def report(path: Path) -> None:
    """Prints one line for one file."""
    from parsers.intake import FileKind, InputFile, sniff
    from parsers.pages import read_pages

    file = InputFile(path.name, path.read_bytes())
    is_pdf = sniff(file) is FileKind.PDF
    read_pages([file], pictures=False)  # libraries loaded, caches filled
    ours, bare = medians(
        lambda: read_pages([file], pictures=not is_pdf),
        (lambda: bare_pdfplumber(file.data)) if is_pdf else (lambda: bare_tesseract(path)),
    )
    told = subprocess.run([sys.executable, "-c", _MEMORY, str(path)], check=True, capture_output=True, text=True)
    tool = "pdfplumber" if is_pdf else "tesseract"
    sys.stdout.write(
        f"{path.name:24} {ours:6.3f} s, bare {tool} {bare:6.3f} s: {ours / bare:5.2f}   "
        f"peak memory {int(told.stdout) / 1000:.0f} MB\n"
    )


def main(names: Sequence[str]) -> None:
    """Reports on the named files, or on drawn ones."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        for path in [Path(name) for name in names] or drawn_files(Path(folder)):
            report(path)


if __name__ == "__main__":
    main(sys.argv[1:])
