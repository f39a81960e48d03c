"""``kravvakt serve``: web page, API and workers in one."""

from __future__ import annotations

from typing import Any

import click

from service.cli.telling import stop, told


@click.command()
@click.option("--host", metavar="ADDRESS", help="Adressen å lytte på (standard: 127.0.0.1, bare denne maskinen).")
@click.option("--port", metavar="PORT", type=click.IntRange(0, 65535), help="Porten å lytte på (standard: 8000).")
def serve(host: str | None, port: int | None) -> None:
    """Start nettsiden, API-et og det som leser brevene. Alt annet settes med KRAVVAKT_*."""
    with told():
        from service.config import WrongSetting, load_settings
        from service.server import AlreadyServed
        from service.server import serve as run

        given: dict[str, Any] = {"host": host, "port": port}
        try:
            settings = load_settings(**{name: value for name, value in given.items() if value is not None})
            run(settings)
        except WrongSetting as error:
            stop(str(error), 2)
        except AlreadyServed as error:
            stop(f"En annen kravvakt serve bruker alt mappen {error}", 2)
