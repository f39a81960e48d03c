"""Scans and photos of sample letters, and the committed set."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageOps

from samples import committed, degrade
from samples.generate import main

PAGE = Image.new("RGB", (1240, 1754), "white")
PAGE.paste((20, 20, 20), (200, 400, 1000, 440))
SMALL = (1000, 750)
pillow_heif.register_heif_opener()


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_photo_is_upright_after_its_exif_turn() -> None:
    plain = ImageOps.exif_transpose(_opened(degrade.photo(PAGE, seed=3, severity="good", turned=False, size=SMALL)))
    turned = _opened(degrade.photo(PAGE, seed=3, severity="good", turned=True, size=SMALL))
    assert turned.size == (1000, 750)
    assert turned.getexif()[0x0112] in {6, 8}
    assert ImageOps.exif_transpose(turned).size == plain.size == (750, 1000)


def test_the_same_seed_gives_the_same_photo() -> None:
    first, again, other = (degrade.photo(PAGE, seed=seed, size=SMALL) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_harder_photo_is_darker_and_less_sharp() -> None:
    levels = {}
    for severity in degrade.SEVERITIES:
        shots = [
            np.asarray(_opened(degrade.photo(PAGE, seed=s, severity=severity, size=SMALL)).convert("L"))
            for s in range(6)
        ]
        levels[severity] = float(np.mean([np.percentile(shot, 90) for shot in shots]))
    assert levels["good"] > levels["everyday"] > levels["hard"]


def test_a_photo_stays_under_its_limit() -> None:
    assert len(degrade.photo(PAGE, seed=1, size=SMALL, limit=45_000)) <= 45_000
    with pytest.raises(ValueError, match="no quality"):
        degrade.photo(PAGE, seed=1, size=SMALL, limit=500)


def test_a_photo_can_be_heic() -> None:
    assert _opened(degrade.photo(PAGE, seed=1, size=SMALL, heic=True)).format == "HEIF"


def test_a_scan_keeps_the_page_and_scales_with_the_resolution() -> None:
    scan = degrade.scan(PAGE, dpi=150, skew=0.5, noise=3, seed=1)
    assert scan.mode == "L"
    assert scan.size == (620, 877)
    assert np.asarray(scan).min() < 90


def test_the_command_writes_letters_truth_and_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--out", str(tmp_path), "--scenario", "ikke-time", "--quality", "text,scan-low"]
    assert main(arguments) == 0
    assert "1 letters" in capsys.readouterr().out
    index = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    assert [row["quality"] for row in index] == ["text", "scan-low"]
    for row in index:
        assert json.loads((tmp_path / row["truth"]).read_text(encoding="utf-8"))["kind"] == "ikke-kravbrev"
        assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in row["files"])


@pytest.mark.parametrize("arguments", [["--out", "x", "--quality", "blurred"], ["--out", "x", "--layout", "none"], []])
def test_the_command_refuses_what_it_does_not_know(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "error" in capsys.readouterr().err


def test_the_committed_set_is_complete_and_small() -> None:
    truths = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in committed.EXPECTED.glob("*.json")}
    assert set(truths) == {chosen.name for chosen in committed.SET}
    named = [name for truth in truths.values() for name in truth["files"]]
    assert sorted(named) == sorted(path.name for path in committed.LETTERS.iterdir())
    sizes = {name: (committed.LETTERS / name).stat().st_size for name in named}
    assert sum(sizes.values()) < 10_000_000
    assert all(size <= committed.PHOTO_LIMIT for name, size in sizes.items() if name.startswith("foto-"))
    assert {Path(name).suffix for name in named} == {".pdf", ".jpg", ".heic", ".png", ".tiff"}


def test_the_demonstration_photo_is_a_fee_too_high_in_summer_2026() -> None:
    truth = json.loads((committed.EXPECTED / "foto-betalingsoppfordring.json").read_text(encoding="utf-8"))
    assert truth["fields"]["letter_date"] == "2026-07-27"
    assert truth["fields"]["collection_fee"] == "750.00"
    assert truth["expect"]["salaer-over-limit"] == "fail"
