"""The small set of letters that lies in the repository: what it holds and how to rebuild it.

For: `python -m samples.generate --committed`, which writes samples/letters and samples/expected anew. The set shows
every file type the reader takes. Not for: measuring; that needs `generate --out`. Pictures depend on the versions of
the fonts and libraries to the last pixel, so a rebuild on another machine may change their bytes, never the truth.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from samples import degrade
from samples.generate import GeneratedLetter, generate, image_pdf, rasterise, truth_json
from samples.printing import load_layouts
from samples.scenario import load_scenarios

LETTERS = Path(__file__).parent / "letters"
EXPECTED = Path(__file__).parent / "expected"
PHOTO_LIMIT = 700_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """One committed letter; `form` is pdf, scan-pdf, png, tiff, or photo-<severity> with jpg or heic as suffix."""

    name: str
    scenario: str
    layout: str
    form: str
    seed: int = 0
    suffix: str = "jpg"


SET = (
    Chosen("foto-betalingsoppfordring", "bo-demo", "storbyraa", "photo-good", seed=3),
)


def rebuild() -> None:
    """Writes the whole set."""
    scenarios = {row.id: row for row in load_scenarios()}
    layouts = {layout.id: layout for layout in load_layouts()}
    LETTERS.mkdir(exist_ok=True)
    EXPECTED.mkdir(exist_ok=True)
    for chosen in SET:
        letter = generate(scenarios[chosen.scenario], layouts[chosen.layout], seed=chosen.seed)
        files = _files(letter, chosen)
        for name, content in files:
            (LETTERS / name).write_bytes(content)
        truth = {**letter.truth, "files": [name for name, _ in files]}
        (EXPECTED / f"{chosen.name}.json").write_text(truth_json(truth), encoding="utf-8")


def _files(letter: GeneratedLetter, chosen: Chosen) -> list[tuple[str, bytes]]:
    rng = random.Random(chosen.name)
    if chosen.form == "pdf":
        return [(f"{chosen.name}.pdf", letter.pdf)]
    pages = rasterise(letter.pdf)
    if chosen.form.startswith("photo-"):
        shots = [_photo(page, rng.randrange(10**6), chosen=chosen) for page in pages]
        marks = [""] if len(shots) == 1 else [f"-side{number}" for number in range(1, len(shots) + 1)]
        return [(f"{chosen.name}{mark}.{chosen.suffix}", shot) for mark, shot in zip(marks, shots, strict=True)]
    scans = [degrade.scan(page, dpi=200, skew=rng.uniform(-0.7, 0.7), noise=1.5, seed=rng.randrange(10**6)) for page in pages]
    if chosen.form == "scan-pdf":
        return [(f"{chosen.name}.pdf", image_pdf(scans, dpi=200))]
    if chosen.form == "png":
        return [(f"{chosen.name}.png", _saved(scans[0].quantize(24).convert("L"), "PNG", optimize=True, dpi=(200, 200)))]
    if chosen.form == "tiff":
        black = [scan.point(lambda level: 255 if level > 150 else 0).convert("1") for scan in scans]
        return [(f"{chosen.name}.tiff", _saved(black[0], "TIFF", compression="group4", dpi=(200, 200), save_all=True,
                                               append_images=black[1:]))]
    raise ValueError(f"unknown form {chosen.form!r}")


def _photo(page: Image.Image, seed: int, *, chosen: Chosen) -> bytes:
    """A photo under the size limit: the JPEG quality falls until it fits."""
    severity = chosen.form.removeprefix("photo-")
    for quality in range(78, 20, -8):
        shot = degrade.photo(page, seed=seed, severity=severity, heic=chosen.suffix == "heic", quality=quality)
        if len(shot) <= PHOTO_LIMIT:
            return shot
    raise ValueError(f"{chosen.name}: no quality brings the photo below {PHOTO_LIMIT} bytes")


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
