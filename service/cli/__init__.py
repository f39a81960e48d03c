"""The command line. Thin doors, one module each: a letter (`audit`), many (`batch`), the law (`law`), the service
(`serving`, `keys`).

Exit status: 0 audited (whatever was found), 2 wrong use, 3 the file cannot be audited (the message on stderr says
why), 1 a fault of ours.
"""

from __future__ import annotations

import os
import sys

import click

from service.cli.audit import audit
from service.cli.batch import batch
from service.cli.keys import keys
from service.cli.law import checks, fee, interest, rates
from service.cli.serving import serve
from service.cli.telling import stop


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kravvakt", prog_name="kravvakt")
def main() -> None:
    """Kravvakt leser et inkassobrev, sjekker det mot loven og viser hva som er feil."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if os.environ.get("KRAVVAKT_NEW_ACT_IN_FORCE"):
        _commence()


def _commence() -> None:
    """The act of 2026 as whoever runs the program set it; no other command than this one needs a setting."""
    from service.config import WrongSetting, commence, load_settings

    try:
        commence(load_settings().new_act_in_force)
    except WrongSetting as error:
        stop(str(error), 2)


for _command in (audit, batch, serve, keys, checks, rates, interest, fee):
    main.add_command(_command)
