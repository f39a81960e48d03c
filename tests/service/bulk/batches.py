"""Letters for the tests of batches: small PDF files with text, and the command run as people run it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.parsers.fakes.pdf_files import PdfSheet, lines, pdf

COMMAND = (sys.executable, "-c", "from service.cli import main; main()", "batch")


def letter(number: int = 1, *, fee: str = "300,00", total: str = "1 300,00") -> bytes:
    """A payment demand with text, told from the others by its case number."""
    rows = (
        "Rypefjell Inkasso AS",
        "Dato: 12.03.2026",
        "BETALINGSOPPFORDRING",
        "Kreditor: Lynspretten Trening AS",
        f"Saksnummer: {10_000 + number}",
        "Vi har fått i oppdrag å kreve inn det du skylder for medlemskap mai 2025.",
        "Inkassovarsel ble sendt 10.02.2026 med frist 24.02.2026.",
        "Hovedstol                       1 000,00",
        f"Inkassosalær                    {fee}",
        f"Å betale                        {total}",
        "Betalingsfrist: 26.03.2026",
        "Du må betale eller komme med innvendinger innen fristen.",
        "Betaler du ikke, kan kravet bli sendt til rettslig inkasso, og det koster mer.",
        "Du kan klage til Finansklagenemnda Inkasso.",
    )
    return pdf([PdfSheet(lines(rows))])


def folder_of(top: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with the files, by their paths in it."""
    for name, data in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(data)
    return top


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file with the files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """``kravvakt batch`` with the arguments, to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=180, check=False, encoding="utf-8"
    )


def results(out: Path) -> list[dict[str, Any]]:
    """The lines of the results."""
    return [json.loads(line) for line in (out / "results.jsonl").read_bytes().split(b"\n")[:-1]]


def names(found: Sequence[dict[str, Any]]) -> list[str]:
    """What the letters are called."""
    return [line["batch"]["name"] for line in found]
