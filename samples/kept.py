"""Keeps made letters and OCR results between scoring runs, so that a change of the reader is scored in a fraction of
the time.

For: `samples.score --cache DIR`. A letter is kept under what made it (the samples' own code, the scenario, the layout,
seed and quality), an OCR result under the pixels that were read and the code that calls the engine, so nothing kept can
be out of date. Not for: tests, whose recordings are committed (`parsers.ocr.RecordedEngine`).
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import parsers.ocr
from parsers.ocr import SPARSE, OcrEngine, OcrWord
from samples import capture
from samples.scenario import Scenario

_HERE = Path(__file__).parent
_MAKERS = ("english.py", "generate.py", "parties.py", "printing.py", "scenario.py", "templates/*.*")
Made = tuple[dict[str, Any], list[tuple[str, bytes]]]
"""The truth of a letter, and its files as (suffix, content)."""
Maker = Callable[[], Made]


@dataclass(frozen=True, slots=True)
class RememberingEngine:
    """Reads with ``engine`` what was not read before; ``directory`` holds what was."""

    engine: OcrEngine
    directory: Path

    def read(self, picture: npt.NDArray[np.uint8], *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:
        """The words, read now or remembered. Raises what the engine raises (and remembers nothing then)."""
        height, width = picture.shape
        how = f"{_engine_code()} {width} {height} {mode} ".encode()
        name = hashlib.sha256(how + np.ascontiguousarray(picture).tobytes()).hexdigest()
        path = self.directory / "ocr" / name[:2] / f"{name}.json"
        if path.exists():
            rows = json.loads(path.read_text(encoding="utf-8"))
            return tuple(OcrWord(**{**row, "box": tuple(row["box"])}) for row in rows)
        words = self.engine.read(picture, key=key, mode=mode)
        _write(path, json.dumps([asdict(word) for word in words]).encode())
        return words


def made(directory: Path | None, *, scenario: Scenario, layout: str, seed: int, quality: str, make: Maker) -> Made:
    """What ``make`` gives for the letter; taken from ``directory`` when it is there."""
    if directory is None:
        return make()
    sources = (*_MAKERS, f"templates/{layout}/*", *_spoilers(quality))
    facts = json.dumps([scenario.data, layout, seed, quality], default=str, sort_keys=True)
    key = hashlib.sha256(f"{[_content(source) for source in sources]} {facts}".encode()).hexdigest()
    path = directory / "letters" / key[:2] / key
    if (path / "truth.json").exists():
        truth = json.loads((path / "truth.json").read_text(encoding="utf-8"))
        order = json.loads((path / "order.json").read_text(encoding="utf-8"))
        return truth, [(suffix, (path / f"file{suffix}").read_bytes()) for suffix in order]
    truth, files = make()
    for suffix, content in files:
        _write(path / f"file{suffix}", content)
    _write(path / "order.json", json.dumps([suffix for suffix, _ in files]).encode())
    _write(path / "truth.json", json.dumps(truth).encode())
    return truth, files


def _spoilers(quality: str) -> tuple[str, ...]:
    """The code that made pictures of this quality from the letter."""
    if quality == "text":
        return ()
    return ("capture/*.py",) if quality in capture.QUALITIES else ("degrade.py",)


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all: another run may read at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)


@functools.cache
def _engine_code() -> str:
    return hashlib.sha256(inspect.getsource(parsers.ocr).encode()).hexdigest()


@functools.cache
def _content(pattern: str) -> str:
    found = hashlib.sha256()
    for path in sorted(_HERE.glob(pattern)):
        if path.is_file():
            found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
