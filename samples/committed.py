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
    Chosen("foto-purring", "pur-gebyr-70", "kommune-nynorsk", "photo-everyday"),
    Chosen("foto-to-sider", "bo-delbetalt", "tosider", "photo-good", seed=1),
    Chosen("foto-inkassovarsel", "iv-kort-frist", "smb-varsel", "photo-good", suffix="heic"),
    Chosen("skann-betalingsoppfordring", "bo-stablet", "klassisk-giro", "scan-pdf"),
    Chosen("skann-oppfolging", "opp-tungt-lovlig", "storbyraa", "png", seed=2),
    Chosen("faks-flere-krav", "bo-flere-krav", "telekom-tabell", "tiff"),
    Chosen("lovlig-betalingsoppfordring", "bo-lett-uten-mva", "plattform", "pdf"),
    Chosen("lovlig-inkassovarsel", "iv-lovlig", "fakturaklone", "pdf"),
    Chosen("kjopt-krav", "bo-kjopt-krav", "gjeldskjoper", "pdf"),
    Chosen("oppfolging-for-hoyt", "opp-for-hoyt", "paaminnelse-tung", "pdf"),
    Chosen("uten-nemnd", "bo-uten-nemnd", "helsebyraa", "pdf"),
    Chosen("timebrev", "ikke-time", "timebrev", "pdf"),
    Chosen("statlig-krav", "off-purring", "statens", "pdf"),
)


def rebuild() -> None:
    """Writes the whole set."""
    scenarios = {row.id: row for row in load_scenarios()}
    layouts = {layout.id: layout for layout in load_layouts()}
    LETTERS.mkdir(exist_ok=True)
    EXPECTED.mkdir(exist_ok=True)
    made: dict[Path, bytes] = {}
    for chosen in SET:
        letter = generate(scenarios[chosen.scenario], layouts[chosen.layout], seed=chosen.seed)
        files = _files(letter, chosen)
        made.update((LETTERS / name, content) for name, content in files)
        truth = {**letter.truth, "files": [name for name, _ in files]}
        made[EXPECTED / f"{chosen.name}.json"] = truth_json(truth).encode("utf-8")
    for old in (*LETTERS.iterdir(), *EXPECTED.iterdir()):
        if old not in made:
            old.unlink()
    for path, content in made.items():
        path.write_bytes(content)


def _files(letter: GeneratedLetter, chosen: Chosen) -> list[tuple[str, bytes]]:
    rng = random.Random(chosen.name)
    if chosen.form == "pdf":
        return [(f"{chosen.name}.pdf", letter.pdf)]
    pages = rasterise(letter.pdf)
    if chosen.form.startswith("photo-"):
        shots = [_photo(page, rng.randrange(10**6), chosen=chosen) for page in pages]
        marks = [""] if len(shots) == 1 else [f"-side{number}" for number in range(1, len(shots) + 1)]
        return [(f"{chosen.name}{mark}.{chosen.suffix}", shot) for mark, shot in zip(marks, shots, strict=True)]
    scans = [
        degrade.scan(page, dpi=200, skew=rng.uniform(-0.7, 0.7), noise=1.0, seed=rng.randrange(10**6)) for page in pages
    ]
    if chosen.form == "scan-pdf":
        return [(f"{chosen.name}.pdf", image_pdf(scans, dpi=200))]
    if chosen.form == "png":
        return [
            (f"{chosen.name}.png", _saved(scans[0].quantize(24).convert("L"), "PNG", optimize=True, dpi=(200, 200)))
        ]
    if chosen.form == "tiff":
        black = [scan.point(lambda level: 255 if level > 150 else 0).convert("1") for scan in scans]
        return [
            (
                f"{chosen.name}.tiff",
                _saved(black[0], "TIFF", compression="group4", dpi=(200, 200), save_all=True, append_images=black[1:]),
            )
        ]
    raise ValueError(f"unknown form {chosen.form!r}")


def _photo(page: Image.Image, seed: int, *, chosen: Chosen) -> bytes:
    severity = chosen.form.removeprefix("photo-")
    return degrade.photo(page, seed=seed, severity=severity, heic=chosen.suffix == "heic", limit=PHOTO_LIMIT)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
