"""The command line. A thin door: ``kravvakt audit`` reads files, calls the reader and the checks and shows the
report; ``rates``, ``checks``, ``interest`` and ``fee`` show the law's figures and what they come to.

Exit status: 0 audited (whatever was found), 2 wrong use, 3 the file cannot be audited (the message on stderr says
why), 1 a fault of ours.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from checks.errors import ChecksError
from parsers.errors import InvalidValue, ParserError

if TYPE_CHECKING:
    from checks.fees import Debtor
    from parsers.intake import InputFile
    from parsers.model import Letter
    from service.progress import Progress
    from service.reports.calculations import FeeStage
    from service.reports.report import Report

_OFF = frozenset({"off", "0", "no", "false"})
_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")


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
    with _told("Brevet ditt er ikke endret."):
        report, letter = _audited(letters, lang=lang, pairs=pairs, previous=previous, pictures=html_file is not None)
        if html_file is not None:
            from service.reports.html import render_html

            html_file.write_text(render_html(report, letter, today=_today()), encoding="utf-8")
        if output == "json":
            click.echo(report.to_json())
        elif html_file is not None:
            from service.reports.cards import words

            click.echo(words(lang)["saved"].format(file=html_file))
        else:
            from service.reports.text import render_text

            click.echo(render_text(report, today=_today()), nl=False)


@main.command()
@click.option("--date", "day", metavar="DATE", help="Dagen tallene skal gjelde for (standard: i dag).")
@_AS_JSON
def rates(day: str | None, as_json: bool) -> None:
    """Vis alle satser i loven på en dag, med kilde."""
    with _told():
        from checks.law import default_law
        from service.known import read_date
        from service.reports.law import rates_as_dict, render_rates

        on = _today() if day is None else read_date("--date", day)
        if as_json:
            _print_json(rates_as_dict(default_law(), on=on, today=_today()))
        else:
            click.echo(render_rates(default_law(), on=on, today=_today()), nl=False)


@main.command()
@click.argument("check_id", metavar="[ID]", required=False)
@_AS_JSON
def checks(check_id: str | None, as_json: bool) -> None:
    """Vis hva som blir sjekket, eller én kontroll med lov, avgjørelse og grenser."""
    with _told():
        from checks.catalogue import entries
        from checks.law import default_law
        from service.reports.catalogue import entry_as_dict, no_such_check, render_catalogue, render_entry

        known = entries()
        if check_id is None:
            if as_json:
                _print_json({"ruleset": default_law().version, "checks": [entry_as_dict(entry) for entry in known]})
            else:
                click.echo(render_catalogue(known), nl=False)
            return
        entry = next((entry for entry in known if entry.id == check_id.strip().lower()), None)
        if entry is None:
            raise InvalidValue(message=no_such_check(check_id, known))
        if as_json:
            _print_json(entry_as_dict(entry))
        else:
            click.echo(render_entry(entry), nl=False)


@main.command()
@click.option("--principal", metavar="AMOUNT", required=True, help="Hovedkravet i kroner, for eksempel 1 234,50.")
@click.option("--from", "first", metavar="DATE", required=True, help="Den første dagen det løper rente.")
@click.option("--to", "last", metavar="DATE", required=True, help="Den siste dagen det løper rente.")
@click.option("--rate", metavar="PERCENT", help="Avtalt rente i prosent i året, i stedet for lovens satser.")
@click.option("--paid", metavar="DATE=AMOUNT", multiple=True, help="En betaling på hovedkravet (kan gjentas).")
@_AS_JSON
def interest(principal: str, first: str, last: str, rate: str | None, paid: Sequence[str], as_json: bool) -> None:
    """Regn ut forsinkelsesrente dag for dag."""
    with _told():
        from checks.interest import late_interest
        from checks.law import default_law
        from service.known import read_amount, read_date, read_rate
        from service.reports.calculations import render_interest, require_order

        amount = read_amount("--principal", principal)
        first_day, last_day = read_date("--from", first), read_date("--to", last)
        require_order(first_day, last_day)
        result = late_interest(
            default_law(),
            principal=amount,
            first_day=first_day,
            last_day=last_day,
            payments=[_payment(text) for text in paid],
            rate=None if rate is None else read_rate("--rate", rate),
        )
        if as_json:
            _print_json(result.as_dict())
        else:
            text = render_interest(
                result, principal=amount, first_day=first_day, last_day=last_day, agreed=rate is not None
            )
            click.echo(text, nl=False)


@main.command()
@click.option("--principal", metavar="AMOUNT", help="Hovedkravet i kroner. Må være med for salær (light, heavy).")
@click.option("--due", metavar="DATE", required=True, help="Den opprinnelige forfallsdatoen til kravet.")
@click.option("--on", "day", metavar="DATE", required=True, help="Dagen brevet ble sendt eller kravet betales.")
@click.option(
    "--stage",
    type=click.Choice(["light", "heavy", "reminder", "notice", "own-demand"]),
    required=True,
    help="Lett eller tungt salær, gebyr for purring, for inkassovarsel eller for egen betalingsoppfordring.",
)
@click.option(
    "--debtor",
    type=click.Choice(["consumer", "business"]),
    default="consumer",
    show_default=True,
    help="Hvem som skylder.",
)
@click.option(
    "--creditor-vat",
    type=click.Choice(["yes", "no"]),
    help="Om regningen var med mva. Uten svar vises begge grensene.",
)
@_AS_JSON
def fee(
    principal: str | None,
    due: str,
    day: str,
    stage: FeeStage,
    debtor: Debtor,
    creditor_vat: Literal["yes", "no"] | None,
    as_json: bool,
) -> None:
    """Regn ut det høyeste lovlige salæret eller gebyret."""
    with _told():
        from checks.law import default_law
        from service.known import read_amount, read_date
        from service.reports.calculations import fee_as_dict, fee_limit, render_fee

        answer = fee_limit(
            default_law(),
            stage=stage,
            due=read_date("--due", due),
            on=read_date("--on", day),
            principal=None if principal is None else read_amount("--principal", principal),
            debtor=debtor,
            creditor_vat_registered=None if creditor_vat is None else creditor_vat == "yes",
        )
        if as_json:
            _print_json(fee_as_dict(answer))
        else:
            click.echo(render_fee(answer), nl=False)


def _payment(text: str) -> tuple[dt.date, Decimal]:
    from service.known import read_amount, read_date

    day, sign, amount = text.partition("=")
    if not sign:
        raise InvalidValue(message=f"--paid: skriv DATO=BELØP, for eksempel 2025-05-01=500. Du skrev: {text}")
    return read_date("--paid", day), read_amount("--paid", amount)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextlib.contextmanager
def _told(assurance: str = "") -> Iterator[None]:
    """Turns what can go wrong into a sentence on stderr and the exit status of its kind."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of a pipe has seen enough; click ends quietly
    except ParserError as error:
        _stop(f"{error.message} ({error.code})", error.exit_status)
    except ChecksError as error:
        _stop(f"{error} ({error.code})", error.exit_status)
    except OSError as error:
        _stop(f"{error.strerror}: {error.filename}", 1)
    except Exception as error:  # noqa: BLE001 - the person gets a sentence, not a traceback
        if os.environ.get("KRAVVAKT_DEBUG"):
            traceback.print_exc()
        _stop(f"Det skjedde en feil hos oss ({type(error).__name__}). {assurance}".rstrip(), 1)


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
    from service.known import known_from_pairs
    from service.progress import Progress
    from service.reports.cards import words
    from service.reports.report import build_report

    known = known_from_pairs(pairs)
    say = words(lang)["progress"]
    files = _files(paths)
    with Progress(sys.stderr, say["page"]) as progress:
        letter = _read(files, pictures, progress)
        earlier = [_read(_files([path]), False, progress) for path in previous]
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
