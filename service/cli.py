"""The command line: ``kravvakt audit`` and its kin. A thin door: reads files, calls the reader and the checks,
shows the report.

Exit status: 0 audited (whatever was found), 2 wrong use, 3 the file cannot be audited (the message on stderr says
why), 1 a fault of ours.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from checks.errors import ChecksError
from parsers.errors import ParserError

if TYPE_CHECKING:
    from parsers.intake import InputFile
    from parsers.model import Letter
    from service.progress import Progress
    from service.reports.report import Report

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kravvakt", prog_name="kravvakt")
def main() -> None:
    """Kravvakt leser et inkassobrev, sjekker det mot loven og viser hva som er feil."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("letters", metavar="LETTER…", nargs=-1, required=True, type=_FILE)
@click.option("--json", "output", flag_value="json", help="Skriv rapporten som JSON.")
@click.option("--text", "output", flag_value="text", default=True, help="Skriv rapporten som tekst (standard).")
@click.option(
    "--html",
    "html_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Lagre en side med brevet og funnene i FILE.",
)
@click.option("--lang", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True, help="Språk.")
@click.option(
    "--set",
    "pairs",
    metavar="KEY=VALUE",
    multiple=True,
    help="Noe du vet: debtor=business, creditor_vat_registered=yes, sent_date=2026-03-14, eller et felt vi leste feil.",
)
@click.option(
    "--previous", metavar="LETTER", multiple=True, type=_FILE, help="Et tidligere brev i saken (kan gjentas)."
)
def audit(
    letters: Sequence[Path],
    output: Literal["json", "text"],
    html_file: Path | None,
    lang: Literal["nb", "nn", "en"],
    pairs: Sequence[str],
    previous: Sequence[Path],
) -> None:
    """Sjekk ett brev: en PDF, eller ett eller flere bilder av sidene i rekkefølge."""
    try:
        report, letter = _audited(letters, lang=lang, pairs=pairs, previous=previous, pictures=html_file is not None)
        if html_file is not None:
            from service.reports.html import render_html

            html_file.write_text(render_html(report, letter, today=_today()), encoding="utf-8")
        if output == "json":
            click.echo(report.to_json())
        elif html_file is not None:
            click.echo(f"Rapporten ligger i {html_file}")
        else:
            from service.reports.text import render_text

            click.echo(render_text(report, today=_today()), nl=False)
    except ParserError as error:
        _stop(f"{error.message} ({error.code})", error.exit_status)
    except ChecksError as error:
        _stop(f"{error} ({error.code})", error.exit_status)
    except OSError as error:
        _stop(f"{error.strerror}: {error.filename}", 1)
    except Exception as error:  # noqa: BLE001 - the person gets a sentence, not a traceback
        if os.environ.get("KRAVVAKT_DEBUG"):
            traceback.print_exc()
        _stop(f"Det skjedde en feil hos oss ({type(error).__name__}). Brevet ditt er ikke endret.", 1)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _stop(message: str, status: int) -> None:
    click.echo(f"kravvakt: {message}", err=True)
    sys.exit(status)


def _audited(
    paths: Sequence[Path],
    *,
    lang: Literal["nb", "nn", "en"],
    pairs: Sequence[str],
    previous: Sequence[Path],
    pictures: bool,
) -> tuple[Report, Letter]:
    from checks.engine import audit as run_checks
    from checks.messages import has_language
    from service.known import known_from_pairs
    from service.progress import Progress
    from service.reports.report import build_report

    known = known_from_pairs(pairs)
    if not has_language(lang):
        click.echo("Denne utgaven forklarer funnene på bokmål.", err=True)
    files = _files(paths)
    with Progress(sys.stderr) as progress:
        letter = _read(files, pictures, progress)
        earlier = [_read(_files([path]), False, progress) for path in previous]
        progress.step("Sjekker mot loven …")
        result = run_checks(letter, known=known, previous=earlier)
    report = build_report(
        result,
        data=[file.data for file in files],
        filename=paths[0].name,
        created_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        lang=lang,
    )
    return report, result.letter


def _files(paths: Sequence[Path]) -> list[InputFile]:
    from parsers.intake import InputFile

    return [InputFile(name=path.name, data=path.read_bytes()) for path in paths]


def _read(files: Sequence[InputFile], pictures: bool, progress: Progress) -> Letter:
    from parsers.pipeline import read_letter

    return read_letter(files, pictures=pictures, progress=progress.page)
