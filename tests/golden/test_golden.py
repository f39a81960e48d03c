"""Every committed sample letter, read from recorded OCR and judged, gives what was reviewed; and the truth beside it
keeps a wrong result from being blessed.

`pytest tests/golden --update-goldens` rewrites `expected/`; with `--record-ocr` it runs Tesseract and rewrites
`recordings/` too. The comparison with the truth runs then as well. A reading that is known to be wrong stands in
`known_misreadings.yaml` with its reason; one that is right again must be taken out of it.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.case import GATE
from checks.engine import Audit, audit
from parsers.errors import OcrFailed
from parsers.intake import InputFile
from parsers.model import Letter, Reading
from parsers.ocr import OcrEngine, RecordedEngine, RecordingEngine, TesseractEngine
from parsers.pipeline import read_letter
from samples.committed import EXPECTED as TRUTHS
from samples.committed import LETTERS
from samples.compare import same, truth_letter
from service.reports.parts import plain

HERE = Path(__file__).parent
EXPECTED, RECORDINGS = HERE / "expected", HERE / "recordings"
KNOWN: dict[str, dict[str, str]] = yaml.safe_load((HERE / "known_misreadings.yaml").read_text(encoding="utf-8")) or {}
SAMPLES = sorted(path.stem for path in TRUTHS.glob("*.json"))
LIVE = ("foto-betalingsoppfordring", "foto-purring", "skann-betalingsoppfordring")
MOST_BYTES = 100_000


def truth_of(sample: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((TRUTHS / f"{sample}.json").read_text(encoding="utf-8"))
    return truth


def read(sample: str, engine: OcrEngine) -> Letter:
    files = [InputFile(name, (LETTERS / name).read_bytes()) for name in truth_of(sample)["files"]]
    return read_letter(files, pictures=False, ocr=engine)


def summary(letter: Letter, judged: Audit) -> dict[str, Any]:
    """What a golden holds: what was read and concluded, without boxes and shades of confidence."""
    found = {name: reading for name, reading in sorted(letter.fields.items()) if isinstance(reading, Reading)}
    totals = judged.totals
    return {
        **{name: str(getattr(letter, name).value) for name in ("kind", "sender_role", "debtor", "language")},
        "fields": {name: plain(reading.value) for name, reading in found.items()},
        "below_the_gate": [name for name, reading in found.items() if reading.confidence < GATE],
        "lines": [[line.type.value, f"{line.amount:.2f}", line.included] for line in letter.lines],
        "fully_read": letter.fully_read,
        "warnings": list(judged.warnings),
        "outcome": str(judged.outcome),
        "amounts": {
            name: None if (value := getattr(totals, name)) is None else f"{value:.2f}" for name in totals.__slots__
        },
        "checks": {result.id: str(result.status) for result in judged.results},
    }


def misread(truth: dict[str, Any], letter: Letter) -> set[str]:
    """What was read otherwise than printed: fields and wholes by name, claim rows as ``row:<type>``."""
    wrong = {
        name for name in ("kind", "sender_role", "debtor", "language") if getattr(letter, name).value != truth[name]
    }
    for name, printed in truth["fields"].items():
        reading = letter.field(name)
        if not isinstance(reading, Reading) or not same(name, plain(reading.value), str(printed)):
            wrong.add(name)
    printed_rows = Counter((row["type"], row["amount"]) for row in truth["lines"] if row.get("included", True))
    found_rows = Counter((line.type.value, f"{line.amount:.2f}") for line in letter.lines if line.included)
    differ = (printed_rows - found_rows) + (found_rows - printed_rows)
    return wrong | {f"row:{kind}" for kind, _ in differ}


def fails(judged: Audit) -> set[str]:
    return {result.id for result in judged.results if str(result.status) == "fail"}


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@cache
def replayed(sample: str, record: bool) -> Letter:
    """The letter from its recordings, which are made anew first if ``record``."""
    if record:
        for name in truth_of(sample)["files"]:
            for old in RECORDINGS.glob(f"{name}-*.json"):
                old.unlink()
        read(sample, RecordingEngine(TesseractEngine(seconds=60), RECORDINGS))
    return read(sample, RecordedEngine(RECORDINGS))


@pytest.fixture
def letter(sample: str, request: pytest.FixtureRequest) -> Letter:
    try:
        return replayed(sample, bool(request.config.getoption("--record-ocr")))
    except OcrFailed as fault:
        return pytest.fail(f"{fault}; pytest tests/golden --update-goldens --record-ocr makes recordings")


def test_a_letter_is_read_and_judged_as_reviewed(sample: str, letter: Letter, request: pytest.FixtureRequest) -> None:
    path = EXPECTED / f"{sample}.json"
    found = summary(letter, audit(letter))
    if request.config.getoption("--update-goldens"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == found


def test_a_letter_is_read_as_printed_but_for_known_misreadings(sample: str, letter: Letter) -> None:
    assert misread(truth_of(sample), letter) == set(KNOWN.get(sample, {}))


def test_no_check_fails_that_does_not_fail_on_what_is_printed(sample: str, letter: Letter) -> None:
    assert fails(audit(letter)) <= fails(audit(truth_letter(truth_of(sample))))


def test_every_golden_and_every_known_misreading_belongs_to_a_sample() -> None:
    assert {path.stem for path in EXPECTED.glob("*.json")} == set(SAMPLES)
    assert set(KNOWN) <= set(SAMPLES)
    assert all(reason.strip() for reasons in KNOWN.values() for reason in reasons.values())


def test_recordings_are_small_and_belong_to_a_file() -> None:
    files = {name for sample in SAMPLES for name in truth_of(sample)["files"]}
    for path in RECORDINGS.iterdir():
        assert path.stat().st_size <= MOST_BYTES
        assert any(path.name.startswith(f"{name}-") for name in files), path.name


@pytest.mark.live
@pytest.mark.parametrize("sample", LIVE)
def test_tesseract_of_this_machine_reads_what_is_printed(sample: str) -> None:
    """Whatever its version: nearly every value, the kind, and no wrong accusation."""
    truth = truth_of(sample)
    letter = read(sample, TesseractEngine(seconds=60))
    wrong = misread(truth, letter) - set(KNOWN.get(sample, {}))
    assert "kind" not in wrong
    assert len(wrong) <= 0.1 * len(truth["fields"]), wrong
    assert fails(audit(letter)) <= fails(audit(truth_letter(truth)))
