"""``kravvakt audit``: one letter from files, read and checked here and now."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from parsers.errors import InputError
from service.cli.telling import told
from service.clock import today

if TYPE_CHECKING:
    from parsers.intake import InputFile
    from parsers.model import Letter
    from service.progress import Progress
    from service.reports.report import Report

_OFF = frozenset({"off", "0", "no", "false"})
_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
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
    with told("Brevet ditt er ikke endret."):
        report, letter = _audited(letters, lang=lang, pairs=pairs, previous=previous, pictures=html_file is not None)
        if html_file is not None:
            from service.reports.html import render_html

            html_file.write_text(render_html(report, letter, today=today()), encoding="utf-8")
        if output == "json":
            click.echo(report.to_json())
        elif html_file is not None:
            from service.reports.cards import words

            click.echo(words(lang)["saved"].format(file=html_file))
        else:
            from service.reports.text import render_text

            click.echo(render_text(report, today=today()), nl=False)


def _audited(
    paths: Sequence[Path],
    *,
    lang: Literal["nb", "nn", "en"],
    pairs: Sequence[str],
    previous: Sequence[Path],
    pictures: bool,
) -> tuple[Report, Letter]:
    from checks.engine import audit as run_checks
    from service.known import known_from_pairs
    from service.progress import Progress
    from service.reports.cards import words
    from service.reports.report import build_report

    known = known_from_pairs(pairs)
    say = words(lang)["progress"]
    files = _files(paths)
    with Progress(sys.stderr, say["page"]) as progress:
        letter = _read(files, pictures, progress)
        earlier = [_read_earlier(path, progress) for path in previous]
        progress.step(say["checking"])
        result = run_checks(letter, known=known, previous=earlier)
    report = build_report(
        result,
        data=[file.data for file in files],
        filename=paths[0].name,
        created_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        lang=lang,
    )
    return report, result.letter


def _read_earlier(path: Path, progress: Progress) -> Letter:
    """An earlier letter of the case; what is wrong with its file is told with the file's name."""
    try:
        return _read(_files([path]), False, progress)
    except InputError as error:
        message = f"Det tidligere brevet {path.name}: {error.message}"
        raise type(error)(error.detail, message=message) from error


def _files(paths: Sequence[Path]) -> list[InputFile]:
    from parsers.intake import InputFile

    return [InputFile(name=path.name, data=path.read_bytes()) for path in paths]


def _read(files: Sequence[InputFile], pictures: bool, progress: Progress) -> Letter:
    from parsers.pipeline import read_letter, understand

    # Letters come from strangers: their files are opened in a child process with limits, where the system has such.
    if os.environ.get("KRAVVAKT_SANDBOX", "on").lower() in _OFF or not hasattr(os, "fork"):
        return read_letter(files, pictures=pictures, progress=progress.page)
    from parsers.sandbox import read_pages_limited

    return understand(read_pages_limited(files, pictures=pictures, progress=progress.page))
