"""``kravvakt batch``: a folder, a ZIP file or a list of letters, read and checked on this machine."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from service.cli.telling import stop, told
from service.clock import today

if TYPE_CHECKING:
    from service.bulk.journal import Journal
    from service.bulk.runner import Told
    from service.bulk.source import SourceLetter
    from service.reports.rows import Row

Lang = Literal["nb", "nn", "en"]

_JOURNAL = "journal.jsonl"
_RESULTS = ("results.jsonl", "results.csv", "results.xlsx", "summary.html")
_OFTEN = 10.0
_BEFORE_GUESSING = 3


@click.command()
@click.argument("source", metavar="SOURCE", type=click.Path(exists=True, readable=True, path_type=Path))
@click.option(
    "--out", required=True, metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Mappen til svarene."
)
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), help="Brev som leses samtidig (standard: kjerner).")
@click.option("--resume", is_flag=True, help="Fortsett der forrige kjøring til DIR sluttet.")
@click.option("--one-file-one-letter", "apart", is_flag=True, help="Sett aldri filer sammen til ett brev.")
@click.option("--lang", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True, help="Språk.")
def batch(source: Path, out: Path, workers: int | None, resume: bool, apart: bool, lang: Lang) -> None:
    """Sjekk mange brev: en mappe, en ZIP-fil eller en liste med filnavn, ett brev på hver linje."""
    with told("Det som er lest, er tatt vare på. Fortsett med --resume."), ExitStack() as held:
        from service.bulk.journal import JournalBusy
        from service.problems import Problem, title

        try:
            _carry_out(source, out, workers=workers, resume=resume, together=not apart, lang=lang, held=held)
        except Problem as problem:
            stop(f"{title(problem.code, lang)} ({problem.code})", 3)
        except JournalBusy:
            stop(f"En annen kravvakt batch skriver til {out}", 2)


def _carry_out(
    source: Path, out: Path, *, workers: int | None, resume: bool, together: bool, lang: Lang, held: ExitStack
) -> None:
    from service.config import load_settings
    from service.jobs import processes

    if not resume and any((out / name).exists() for name in (_JOURNAL, *_RESULTS)):
        stop(f"{out} har svar fra før. Bruk --resume for å fortsette, eller velg en annen mappe", 2)
    count = min(workers or processes.cores(), processes.cores())
    # Nothing is kept beside the results: the workers open no database.
    nursery = processes.Nursery(load_settings(workers=count, data_dir=out), keeps=False)
    held.callback(nursery.close)
    nursery.begin()  # it takes seconds to load, and the rest of this takes one

    from service.bulk.journal import Journal
    from service.bulk.runner import Runner, done_of
    from service.bulk.source import open_source
    from service.bulk.wording import words
    from service.logs import configure

    say = words(lang)["command"]
    configure("error", "text")
    letters = open_source(source, leave_out=out, together=together, held=held)
    if workers is not None and workers > count:
        click.echo(say["fewer"].format(cores=count), err=True)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    with Journal(out / _JOURNAL) as journal:
        with _progress(say) as progress:
            runner = Runner(journal, nursery=nursery, lang=lang, workers=count, told=progress)
            try:
                runner.run(letters)
            except KeyboardInterrupt:
                _write(letters, journal, source, out, lang=lang)
                done = len(done_of(journal, letters, lang=lang))
                stop(say["interrupted"].format(done=done, total=len(letters)), 1)
        rows = _write(letters, journal, source, out, lang=lang)
    _tell(rows, letters, out, say)


def _write(letters: Sequence[SourceLetter], journal: Journal, source: Path, out: Path, *, lang: Lang) -> list[Row]:
    """Writes all results, each file whole or not at all."""
    from service.bulk.export import csv_bytes, json_line, write_workbook
    from service.bulk.journal import whole_file
    from service.bulk.runner import done_of, lines_of
    from service.bulk.summary import render_summary
    from service.reports.rows import row_of

    done = done_of(journal, letters, lang=lang)
    rows: list[Row] = []
    with whole_file(out / "results.jsonl") as path, path.open("wb") as file:
        for line in lines_of(letters, done, journal):
            rows.append(row_of(line))
            file.write(json_line(line))
    with whole_file(out / "results.csv") as path:
        path.write_bytes(csv_bytes(rows))
    with whole_file(out / "results.xlsx") as path, path.open("wb") as file:
        write_workbook(rows, file, lang=lang)
    name = source.resolve().name
    with whole_file(out / "summary.html") as path:
        page = render_summary(rows, name=name, lang=lang, today=today(), waiting=len(letters) - len(done))
        path.write_text(page, encoding="utf-8")
    return rows


def _tell(rows: Sequence[Row], letters: Sequence[SourceLetter], out: Path, say: dict[str, Any]) -> None:
    from service.reports.rows import OUTCOMES

    counts = Counter(row.outcome for row in rows)
    parts = [say[outcome].format(count=counts[outcome]) for outcome in OUTCOMES if counts[outcome]]
    click.echo(say["finished"].format(count=len(rows), folder=out), err=True)
    click.echo(", ".join(parts), err=True)
    together = [letter for letter in letters if len(letter.files) > 1]
    if together:
        files = sum(len(letter.files) for letter in together)
        click.echo(say["grouped"].format(files=files, letters=len(together)), err=True)


# ------------------------------------------------------------------ progress


@contextmanager
def _progress(say: dict[str, Any]) -> Iterator[Told]:
    """Progress on stderr: a bar for a person at a terminal, a line now and then for a log."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _Lines(say)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(
        TextColumn(say["reading"]), BarColumn(), TextColumn("{task.fields[text]}"), console=Console(stderr=True)
    ) as bar:
        task = bar.add_task("", total=None, text="")
        clock = _Clock(say)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, text=clock.text(done, total))

        yield tell


class _Clock:
    """How far it has come and how long it still takes, from what this run has done itself."""

    def __init__(self, say: dict[str, Any]) -> None:
        self._say = say
        self._began = time.monotonic()
        self._first: int | None = None

    def text(self, done: int, total: int) -> str:
        if self._first is None:
            self._first = done
        text = str(self._say["count"].format(done=done, total=total))
        seconds = seconds_left(done - self._first, total - done, time.monotonic() - self._began)
        if seconds is None or done == total:
            return text
        return f"{text}, {self._say['left'].format(time=duration(seconds, self._say))}"


class _Lines:
    """A line at the beginning, now and then, and at the end."""

    def __init__(self, say: dict[str, Any]) -> None:
        self._clock = _Clock(say)
        self._told = -_OFTEN

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        text = self._clock.text(done, total)
        if done == total or now - self._told >= _OFTEN:
            self._told = now
            click.echo(text, err=True)


def seconds_left(done: int, left: int, elapsed: float) -> float | None:
    """How long what is left takes at the pace so far; ``None`` while too little was done to tell."""
    return None if done < _BEFORE_GUESSING else elapsed / done * left


def duration(seconds: float, say: dict[str, Any]) -> str:
    """A span of time as one would say it: seconds to a minute and a half, minutes to an hour and a half, then hours."""
    if seconds < 90:
        return str(say["seconds"].format(count=max(1, round(seconds))))
    minutes = round(seconds / 60)
    if minutes < 90:
        return str(say["minutes"].format(count=minutes))
    return str(say["hours"].format(hours=minutes // 60, minutes=minutes % 60))
