"""How every command ends: an answer on stdout, or a sentence on stderr and the exit status of its kind."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Iterator

import click

from checks.errors import ChecksError
from parsers.errors import ParserError

IN_LANGUAGE = click.option(
    "--lang", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True, help="Språk."
)

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")


@contextlib.contextmanager
def told(assurance: str = "") -> Iterator[None]:
    """Turns what can go wrong into a sentence on stderr and the exit status of its kind."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of a pipe has seen enough; click ends quietly
    except ParserError as error:
        stop(f"{error.message} ({error.code})", error.exit_status)
    except ChecksError as error:
        stop(f"{error} ({error.code})", error.exit_status)
    except OSError as error:
        stop(f"{error.strerror}: {error.filename}", 1)
    except Exception as error:  # noqa: BLE001 - the person gets a sentence, not a traceback
        if os.environ.get("KRAVVAKT_DEBUG"):
            traceback.print_exc()
        stop(f"Det skjedde en feil hos oss ({type(error).__name__}). {assurance}".rstrip(), 1)


def print_json(value: object) -> None:
    """The value on stdout, as people can read it."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def stop(message: str, status: int) -> None:
    """Ends the program with a sentence and a status."""
    click.echo(f"kravvakt: {message}", err=True)
    sys.exit(status)
