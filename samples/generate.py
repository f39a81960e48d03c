"""Makes sample letters: `python -m samples.generate --out DIR`, or `generate(scenario, layout, seed=…)`.

For: PDF letters, their scans and phone photos, each with a truth file that holds only what the paper shows. Not
for: scoring (`score.py`). The same arguments give the same letters. Needs the fonts named in the layouts; a
missing font changes the look, not the truth.

Files in DIR: `<id>.json` (truth), `<id>.text.pdf`, `<id>.scan.pdf`, `<id>.photo-good.jpg` (or `-1.jpg`, `-2.jpg`
for several pages) and `index.json`, a list of {"id", "truth", "quality", "files"}.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from samples import capture, degrade
from samples.printing import Layout, Printer, load_layouts
from samples.scenario import STATEMENTS, Contents, Scenario, build_contents, load_scenarios

QUALITIES = ("text", "scan", "scan-low", "photo-good", "photo-everyday", "photo-hard", *capture.QUALITIES)

# What a letter must show for a finding to be certain; a letter that leaves one of these out leaves it open.
_PROVEN_BY: dict[str, tuple[str, ...]] = {
    "pur-fee-not-before-14-days": ("original_due_date", "letter_date"),
    "inv-after-due-date": ("original_due_date", "letter_date"),
    "inv-deadline-min-14-days": ("letter_date",),
    "bo-deadline-min-14-days": ("letter_date",),
    "bo-after-varsel-deadline": ("notice_deadline", "letter_date"),
    "interest-start-too-early": ("original_due_date", "interest_from"),
    "interest-amount-over-maximum": ("original_due_date",),
    "interest-rate-over-statutory": ("interest_rate",),
    "sum-of-lines": ("total",),
}

# The cap follows the claim as it was; a row that calls the principal a rest leaves that open.
_BANDED = frozenset({"salaer-over-limit", "salaer-heavy-too-early", "costs-total-over-cap"})


@dataclass(frozen=True, slots=True)
class GeneratedLetter:
    """A rendered letter: its PDF with a text layer, and its truth."""

    pdf: bytes
    truth: dict[str, Any]


def fits(scenario: Scenario, layout: Layout) -> bool:
    """Whether the layout can carry the scenario."""
    return (
        scenario.kind in layout.kinds
        and scenario.sender in layout.senders
        and scenario.debtor in layout.debtors
        and scenario.features <= layout.features
        and not scenario.omitted & layout.always
        and scenario.data.get("stage", "light") in layout.stages
        and layout.id in scenario.data.get("layouts", (layout.id,))
        and bool(set(scenario.languages) & set(layout.languages))
        and bool(set(scenario.sectors) & layout.sectors)
    )


def generate(scenario: Scenario, layout: Layout, *, seed: int = 0) -> GeneratedLetter:
    """One letter as PDF with its truth. Raises ValueError if the layout cannot carry the scenario."""
    if not fits(scenario, layout):
        raise ValueError(f"layout {layout.id} cannot carry scenario {scenario.id}")
    rng = random.Random(f"{seed}/{scenario.id}/{layout.id}")
    language = rng.choice(sorted(set(scenario.languages) & set(layout.languages)))
    method, _, length = str(layout.format.get("kid_spec", "MOD10 14")).partition(" ")
    contents = build_contents(
        scenario,
        rng,
        sectors=set(scenario.sectors) & layout.sectors,
        language=language,
        kid_spec=(method, int(length)),
        names=layout.names,
    )
    return print_letter(contents, scenario, layout, rng=rng, seed=seed)


def print_letter(
    contents: Contents, scenario: Scenario, layout: Layout, *, rng: random.Random, seed: int
) -> GeneratedLetter:
    """The letter with these contents, as PDF with its truth."""
    import weasyprint  # slow to load, and scoring a stored set does not need it

    printer = Printer(contents, layout, rng)
    html = printer.html()
    document = weasyprint.HTML(string=html, base_url=str(Path(__file__).parent)).render()
    pdf = document.write_pdf()
    assert isinstance(pdf, bytes)
    return GeneratedLetter(pdf, _truth(printer, scenario, seed=seed, pages=len(document.pages)))


def _truth(printer: Printer, scenario: Scenario, *, seed: int, pages: int) -> dict[str, Any]:
    contents, layout = printer.contents, printer.layout
    fields = dict(printer.fields)
    for line in printer.lines:
        fields[line["type"]] = f"{Decimal(fields.get(line['type'], '0')) + Decimal(line['amount']):.2f}"
    for line in printer.lines:
        plan = re.search(r"(\d+) (?:avdrag|instal)", line["label"])
        if line["type"] == "instalment_fee" and plan:
            fields["instalment_count"] = plan[1]
    statements = {name: printer.statements.get(name, False) for name in STATEMENTS if name != "deadline_days"}
    if "deadline_days" in printer.statements:
        statements["deadline_days"] = printer.statements["deadline_days"]
    truth: dict[str, Any] = {
        "id": f"{scenario.id}.{layout.id}.{seed}",
        "layout": layout.id,
        "held_out": layout.held_out,
        "scenario": scenario.id,
        "kind": contents.kind,
        "sender_role": contents.sender_role,
        "debtor": contents.debtor_type,
        "language": contents.language,
        "heading": printer.heading,
        "pages": pages,
        "fields": dict(sorted(fields.items())),
        "lines": printer.lines,
        "statements": statements,
        "expect": {},
        "may": list(scenario.may),
    }
    if contents.demand_date is not None:
        truth["demand"] = {"date": contents.demand_date.isoformat(), "deadline": str(contents.demand_deadline)}
    if "outcome" in scenario.data:
        truth["outcome"] = scenario.data["outcome"]
    if "confidence" in scenario.data:
        truth["confidence"] = scenario.data["confidence"]
    if printer.claims:
        truth["claims"] = printer.claims
    for check, status in scenario.expect.items():
        shown = all(name in fields for name in _PROVEN_BY.get(check, ()))
        rest = check in _BANDED and any(line["label"].lower().startswith("rest") for line in printer.lines)
        truth["expect"][check] = status if shown and not rest else "unsure"
    return truth


def iter_letters(
    scenarios: Iterable[Scenario] | None = None,
    layouts: Iterable[Layout] | None = None,
    *,
    seed: int = 0,
    count: int | None = None,
) -> Iterator[GeneratedLetter]:
    """Every fitting pair of scenario and layout; with `count` an even selection of that many.

    A `count` above the number of pairs goes round again with the next seed.
    """
    pairs = [
        (scenario, layout)
        for scenario in (load_scenarios() if scenarios is None else scenarios)
        for layout in (load_layouts() if layouts is None else layouts)
        if fits(scenario, layout)
    ]
    if not pairs:
        return
    order = pairs.copy()
    if count is not None:
        random.Random(seed).shuffle(order)
    for place in range(len(pairs) if count is None else count):
        scenario, layout = order[place % len(order)]
        yield generate(scenario, layout, seed=seed + place // len(order))


def rasterise(pdf: bytes, *, dpi: int = 300) -> list[Image.Image]:
    """The pages as RGB images."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def degraded(letter: GeneratedLetter, quality: str, *, seed: int = 0) -> list[tuple[str, bytes]]:
    """The letter in a quality of QUALITIES as (suffix, file content): one file, or one picture a page."""
    if quality == "text":
        return [(".text.pdf", letter.pdf)]
    rng = random.Random(f"{seed}/{quality}/{letter.truth['id']}")
    pages = rasterise(letter.pdf)
    if quality in capture.QUALITIES:
        files = capture.captured(quality, pdf=letter.pdf, pages=pages, seed=rng.randrange(10**6))
        return [(f".{quality}{suffix}", content) for suffix, content in files]
    if quality.startswith("scan"):
        dpi = 300 if quality == "scan" else 150
        images = [
            degrade.scan(page, dpi=dpi, skew=rng.uniform(-0.9, 0.9), noise=rng.uniform(1, 5), seed=rng.randrange(10**6))
            for page in pages
        ]
        return [(f".{quality}.pdf", image_pdf(images, dpi=dpi))]
    severity = quality.removeprefix("photo-")
    shots = [degrade.photo(page, seed=rng.randrange(10**6), severity=severity) for page in pages]
    marks = [""] if len(shots) == 1 else [f"-{number}" for number in range(1, len(shots) + 1)]
    return [(f".{quality}{mark}.jpg", shot) for mark, shot in zip(marks, shots, strict=True)]


def image_pdf(images: Sequence[Image.Image], *, dpi: int) -> bytes:
    """Pages as pictures in a PDF without a text layer, as an office scanner sends it."""
    out = io.BytesIO()
    images[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=list(images[1:]),
        resolution=dpi,
        quality=80,
        creationDate=None,
        modDate=None,
    )
    return out.getvalue()


def write_set(letters: Iterable[GeneratedLetter], out: Path, *, qualities: Sequence[str], seed: int) -> int:
    """Writes letters, truth and index.json to `out`; returns how many letters."""
    out.mkdir(parents=True, exist_ok=True)
    index = []
    written = 0
    for letter in letters:
        name = letter.truth["id"]
        (out / f"{name}.json").write_text(truth_json(letter.truth), encoding="utf-8")
        for quality in qualities:
            files = []
            for suffix, content in degraded(letter, quality, seed=seed):
                (out / f"{name}{suffix}").write_bytes(content)
                files.append(f"{name}{suffix}")
            index.append({"id": name, "truth": f"{name}.json", "quality": quality, "files": files})
        written += 1
    (out / "index.json").write_text(json.dumps(index, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return written


def truth_json(truth: dict[str, Any]) -> str:
    """The truth as it is stored."""
    return json.dumps(truth, indent=1, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m samples.generate", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--out", type=Path, help="folder for the letters")
    parser.add_argument("--committed", action="store_true", help="rebuild samples/letters and samples/expected")
    parser.add_argument("--count", type=int, help="how many letters (default: every scenario in every layout)")
    parser.add_argument("--quality", default="text", help=f"comma-separated from {', '.join(QUALITIES)}")
    parser.add_argument("--layout", action="append", help="only this layout (repeatable)")
    parser.add_argument("--scenario", action="append", help="only this scenario (repeatable)")
    parser.add_argument("--tuned", action="store_true", help="leave out the held-out layouts")
    parser.add_argument("--held-out", action="store_true", help="only the held-out layouts")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    if chosen.committed:
        from samples import committed

        committed.rebuild()
        return 0
    if chosen.out is None:
        parser.error("--out or --committed is needed")
    qualities = chosen.quality.split(",")
    unknown = sorted(set(qualities) - set(QUALITIES))
    layouts = [layout for layout in load_layouts() if chosen.layout is None or layout.id in chosen.layout]
    scenarios = [row for row in load_scenarios() if chosen.scenario is None or row.id in chosen.scenario]
    if chosen.tuned:
        layouts = [layout for layout in layouts if not layout.held_out]
    if chosen.held_out:
        layouts = [layout for layout in layouts if layout.held_out]
    if unknown:
        parser.error(f"unknown quality: {', '.join(unknown)}")
    if not any(fits(row, layout) for row in scenarios for layout in layouts):
        parser.error("no layout fits these scenarios")
    letters = iter_letters(scenarios, layouts, seed=chosen.seed, count=chosen.count)
    print(f"{write_set(letters, chosen.out, qualities=qualities, seed=chosen.seed)} letters in {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
