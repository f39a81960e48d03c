"""Kills a running service at random moments, and tells whether every letter it took in finishes exactly once.

``python -m tests.service.jobs.killing --kills 200`` is the whole trial; the tests run a short one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from service.config import load_settings
from service.store.tables import AuditRow, FileRow
from service.store.whole import Store
from tests.parsers.fakes import drawn
from tests.service.houses import TEXT_LETTER
from tests.service.jobs.serving import Server, children, fake_tesseract

_MOST_SECONDS = 240.0


@dataclass
class Trial:
    """What happened. ``accepted``: ids that senders were told, by the key they sent with."""

    kills: Counter[str] = field(default_factory=Counter)
    accepted: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def trial(folder: Path, *, kills: int, seed: int) -> Trial:
    """Sends letters and kills, until so many processes were killed; then waits for the letters."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    found = Trial()
    picture = cv2.imencode(".png", drawn.letter(width=700))[1].tobytes()
    server = Server(
        folder / "data",
        path=fake_tesseract(folder / "bin"),
        workers=2,
        lease_seconds=5,
        max_attempts=10,
        rate_upload="100000/minute",
        rate_default="100000/minute",
    )
    done = threading.Event()
    up = threading.Event()
    up.set()

    def keep_sending(number: int) -> None:
        for count in range(10**6):
            if done.is_set():
                return
            _send(server, found, f"{number}-{count}", picture if (number + count) % 2 else TEXT_LETTER, up)
            time.sleep(0.3)

    senders = [threading.Thread(target=keep_sending, args=(number,)) for number in range(2)]
    for sender in senders:
        sender.start()
    try:
        while sum(found.kills.values()) < kills:
            time.sleep(chance.uniform(0.02, 0.9))
            what = chance.choices(("server", "nursery", "worker", "reader", "tesseract"), (2, 1, 4, 6, 6))[0]
            if what == "server":
                up.clear()
                server.kill()
                server.start()
                up.set()
                found.kills[what] += 1
            elif (victim := _victim(server, what, chance)) is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    found.kills[what] += 1
    finally:
        done.set()
        up.set()
        for sender in senders:
            sender.join()
    _finish(server, found)
    return found


def _send(server: Server, found: Trial, key: str, letter: bytes, up: threading.Event) -> None:
    """Sends one letter, again and again with the same key until somebody says that it was taken in."""
    for _ in range(600):
        up.wait()
        try:
            status, _, body = server.send(letter, Idempotency_Key=key)
        except (OSError, ValueError):
            time.sleep(0.1)
            continue
        if status in (200, 202):
            found.accepted[key] = str(body["id"])
            return
        if status == 422:  # the process that looked at the file was killed meanwhile
            time.sleep(0.1)
            continue
        if status not in (500, 503):
            found.wrong.append(f"sending {key}: {status} {body.get('code')}")
            return
        time.sleep(0.3)
    found.wrong.append(f"sending {key}: nobody took it in")


def _victim(server: Server, what: str, chance: random.Random) -> int | None:
    nurseries = list(children(server.process.pid))
    if what == "nursery":
        return chance.choice(nurseries) if nurseries else None
    workers = [worker for nursery in nurseries for worker in children(nursery)]
    if what == "worker":
        return chance.choice(workers) if workers else None
    readers = [reader for worker in workers for reader in children(worker)]
    if what == "reader":
        return chance.choice(readers) if readers else None
    engines = [engine for reader in readers for engine in children(reader)]
    return chance.choice(engines) if engines else None


def _finish(server: Server, found: Trial) -> None:
    """Waits until every letter that was taken in is done, and looks at what is kept."""
    waiting = dict(found.accepted)
    deadline = time.monotonic() + _MOST_SECONDS
    while waiting and time.monotonic() < deadline:
        for key, id_ in list(waiting.items()):
            status, _, body = server.call("GET", f"/api/v1/audits/{id_}")
            state = json.loads(body).get("status") if status == 200 else status
            if state == "done":
                del waiting[key]
            elif state not in ("queued", "running"):
                found.wrong.append(f"{key} became {state}: {body[:300]!r}")
                del waiting[key]
        time.sleep(0.2)
    found.wrong += [f"{key} was never done" for key in waiting]
    server.kill()
    server.start()  # the start sweeps what dead processes left
    server.stop()
    store = Store(load_settings(data_dir=server.data))
    with store.database.reading() as session:
        rows = session.query(AuditRow).all()
        files = Counter(file.audit_id for file in session.query(FileRow))
    found.wrong += [f"{row.id} finished {row.version} times" for row in rows if row.version != 1]
    found.wrong += [f"{row.id} has {files[row.id]} files" for row in rows if files[row.id] != 2]
    if len(rows) != len(set(found.accepted.values())):
        found.wrong.append(f"{len(rows)} letters kept, {len(found.accepted)} taken in")
    if len(list(store.files.all())) != sum(files.values()):
        found.wrong.append("files are left that nobody owns")
    store.close()


def main() -> int:
    """The whole trial on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = trial(Path(folder), kills=given.kills, seed=given.seed)
    sys.stdout.write(
        f"{sum(found.kills.values())} kills ({dict(found.kills)}), {len(found.accepted)} letters, "
        f"{time.monotonic() - began:.0f} s, wrong: {len(found.wrong)}\n"
    )
    for line in found.wrong:
        sys.stdout.write(f"  {line}\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
