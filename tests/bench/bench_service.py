"""How fast the running service answers, beside what it must do anyway; and twenty people with a photo at once.

``python -m tests.bench.bench_service [--people 20]`` starts ``kravvakt serve`` in a folder of its own. A script, not
a test: it prints, and its exit status is 1 when a letter was refused or lost, or an aim is missed. Milliseconds are
medians over warm calls.

    POST /quality, 12 megapixels        aim 200 ms, of a photo as a telephone writes it; beside it the same as HEIC
    GET a report                        aim 20 ms
    Prefer: wait on a text PDF          aim 300 ms beyond reading the same file in this process
    photos sent at the same moment      none refused, none lost, done in the order they came
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from checks.engine import audit
from parsers.intake import InputFile
from parsers.pipeline import read_letter
from tests.service.jobs.serving import Server, children

LETTERS = Path(__file__).resolve().parents[2] / "samples" / "letters"
RUNS = 20
AIMS = {"quality": 200.0, "report": 20.0, "beyond": 300.0}


def _median(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """Milliseconds, the median and the worst of so many runs after one that warms."""
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times), max(times)


def processor_seconds(process: int) -> float:
    """Processor time a process and everything below it has used so far (Linux)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0  # it has just ended, and what it used is its parent's now
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_seconds(child) for child in children(process))


def _measured(server: Server, work: Callable[[], object], runs: int = RUNS) -> tuple[float, float, float]:
    """Median and worst by the clock, and the server's processor time for one call: milliseconds.

    The processor's time is the steady one on a machine that does other work too.
    """
    before = processor_seconds(server.process.pid)
    median, worst = _median(work, runs)
    return median, worst, 1000 * (processor_seconds(server.process.pid) - before) / (runs + 1)


def photo(*, heic: bool = False) -> bytes:
    """A photo of a letter on a table with twelve megapixels, as a telephone writes it."""
    from samples.generate import degraded, iter_letters
    from samples.printing import load_layouts

    layouts = [layout for layout in load_layouts() if not layout.held_out]
    letter = next(iter_letters(layouts=layouts, seed=7, count=1))
    data = degraded(letter, "photo-everyday", seed=7)[0][1]
    if not heic:
        return data
    import pillow_heif

    written = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        pillow_heif.from_pillow(picture).save(written, quality=60)
    return written.getvalue()


def settle(server: Server) -> None:
    """Waits until the server has done what it does when it starts."""
    used = processor_seconds(server.process.pid)
    for _ in range(60):
        time.sleep(0.5)
        before, used = used, processor_seconds(server.process.pid)
        if used - before < 0.02:
            return


def _quality(server: Server, data: bytes) -> None:
    boundary = uuid.uuid4().hex
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'.encode()
        + data
        + f"\r\n--{boundary}--\r\n".encode()
    )
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    status, _, answer = server.call("POST", "/api/v1/quality", body, kind)
    if status != 200:
        raise RuntimeError(answer.decode())


def _get(server: Server, id_: str) -> dict[str, Any]:
    status, _, body = server.call("GET", f"/api/v1/audits/{id_}")
    found: dict[str, Any] = json.loads(body)
    return found if status == 200 else {"status": f"HTTP {status}"}


def _send_and_wait(server: Server, data: bytes) -> str:
    status, _, report = server.send(data, Prefer="wait=30")
    if status != 200:
        raise RuntimeError(f"HTTP {status}: {report}")
    return str(report["id"])


def crowd(server: Server, people: int) -> dict[str, Any]:
    """So many people send a photo at the same moment and look again until it is read."""
    photos = [path.read_bytes() for path in sorted(LETTERS.glob("foto-*.jpg"))]
    began = time.perf_counter()
    ready = threading.Barrier(people)
    accepted: dict[str, float] = {}
    created: dict[str, str] = {}
    done: dict[str, float] = {}
    refused: list[int] = []

    def person(number: int) -> None:
        ready.wait()
        # Bytes after the end of a picture are read by nobody, and make each file one of its own.
        status, _, answer = server.send(photos[number % len(photos)] + str(number).encode())
        if status not in (200, 202):
            refused.append(status)
            return
        created[answer["id"]] = answer["created_at"]
        accepted[answer["id"]] = time.perf_counter() - began
        while time.perf_counter() - began < 60 * people:
            if _get(server, answer["id"])["status"] == "done":
                done[answer["id"]] = time.perf_counter() - began
                return
            time.sleep(0.25)

    crowded = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    for one in crowded:
        one.start()
    for one in crowded:
        one.join()
    came = sorted(accepted, key=lambda id_: created[id_])
    finished = sorted(done, key=lambda id_: done[id_])
    return {
        "refused": len(refused),
        "lost": len(accepted) - len(done),
        "all taken in after": max(accepted.values(), default=0.0),
        "first done after": min(done.values(), default=0.0),
        "last done after": max(done.values(), default=0.0),
        "places out of order": max((abs(came.index(id_) - finished.index(id_)) for id_ in done), default=0),
    }


def main(arguments: list[str] | None = None) -> int:
    """Measures and prints; 1 when a letter was refused or lost or an aim is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=20)
    people = parser.parse_args(arguments).people
    figures: dict[str, float] = {}
    text = LETTERS / "lovlig-betalingsoppfordring.pdf"
    with tempfile.TemporaryDirectory() as folder:
        limits: dict[str, Any] = {f"rate_{kind}": "100000/minute" for kind in ("upload", "quality", "default")}
        server = Server(Path(folder) / "data", **limits)
        try:
            settle(server)
            for kind in ("JPEG", "HEIC"):
                picture = photo(heic=kind == "HEIC")
                took, worst, busy = _measured(server, partial(_quality, server, picture))
                figures.setdefault("quality", took)
                sys.stdout.write(
                    f"POST /quality, 12 MP {kind} ({len(picture) >> 10} kB): {took:.0f} ms, worst {worst:.0f} ms, "
                    f"processor {busy:.0f} ms"
                    + (f" (aim {AIMS['quality']:.0f})\n" if kind == "JPEG" else ", decoding alone included\n")
                )

            data = text.read_bytes()
            id_ = _send_and_wait(server, data)
            figures["report"], worst, busy = _measured(server, lambda: _get(server, id_), 100)
            sys.stdout.write(
                f"GET a report: {figures['report']:.1f} ms, worst {worst:.1f} ms, processor {busy:.1f} ms "
                f"(aim {AIMS['report']:.0f})\n"
            )

            whole, _, busy = _measured(server, lambda: _send_and_wait(server, data))
            used = time.process_time()
            bare, _ = _median(lambda: audit(read_letter([InputFile(text.name, data)])))
            used = 1000 * (time.process_time() - used) / (RUNS + 1)
            figures["beyond"] = whole - bare
            sys.stdout.write(
                f"text PDF by Prefer: wait: {whole:.0f} ms, {whole - bare:.0f} ms beyond reading and checks of "
                f"{bare:.0f} ms, ratio {whole / bare:.2f}; "
                f"processor {busy:.0f} against {used:.0f} ms (aim {AIMS['beyond']:.0f} ms beyond)\n"
            )
            found = crowd(server, people)
            sys.stdout.write(
                f"{people} photos at once: "
                + ", ".join(
                    f"{name} {value:.1f} s" if isinstance(value, float) else f"{name} {value}"
                    for name, value in found.items()
                )
                + "\n"
            )
        finally:
            server.stop()
    missed = [name for name, aim in AIMS.items() if figures[name] > aim]
    return 1 if missed or found["refused"] or found["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
