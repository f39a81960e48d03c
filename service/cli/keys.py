"""``kravvakt keys``: API keys of organisations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from service.cli.telling import AS_JSON, print_json, stop, told

if TYPE_CHECKING:
    from service.store.organisations import KeyInfo
    from service.store.whole import Store


@click.group()
def keys() -> None:
    """Lag, vis og trekk tilbake API-nøkler for organisasjoner."""


@keys.command()
@click.argument("organisation")
@click.option("--scope", "scopes", metavar="SCOPE", multiple=True, help="Hva nøkkelen gjelder (standard: alt).")
@click.option("--retention-hours", type=click.IntRange(1, 24 * 366), help="Timer før organisasjonens brev slettes.")
@AS_JSON
def create(organisation: str, scopes: Sequence[str], retention_hours: int | None, as_json: bool) -> None:
    """Lag en nøkkel. Den vises bare nå."""
    with told():
        from service.security import SCOPES

        info, key = _store().organisations.create_key(
            organisation, scopes=scopes or tuple(SCOPES), retention_hours=retention_hours
        )
        if as_json:
            print_json({**_as_dict(info), "key": key})
        else:
            click.echo(key)
            click.echo(f"Nøkkel {info.id} for {info.organisation}. Den vises ikke igjen.", err=True)


@keys.command("list")
@AS_JSON
def list_(as_json: bool) -> None:
    """Vis alle nøkler, uten selve nøkkelen."""
    with told():
        found = _store().organisations.all_keys()
        if as_json:
            print_json({"keys": [_as_dict(info) for info in found]})
            return
        for info in found:
            state = "trukket tilbake" if info.revoked_at else "virker"
            click.echo(f"{info.id}  {state:<15}  {info.organisation}  {' '.join(info.scopes)}")


@keys.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Trekk en nøkkel tilbake. Den virker ikke mer fra neste forespørsel."""
    with told():
        if not _store().organisations.revoke(key_id):
            stop(f"Det finnes ingen virksom nøkkel {key_id}", 2)


def _as_dict(info: KeyInfo) -> dict[str, object]:
    return {
        "id": info.id,
        "organisation": info.organisation,
        "scopes": list(info.scopes),
        "retention_hours": info.retention_hours,
        "created_at": info.created_at.isoformat(),
        "revoked_at": info.revoked_at.isoformat() if info.revoked_at else None,
    }


def _store() -> Store:
    from service.config import load_settings
    from service.store.whole import Store

    store = Store(load_settings())
    store.upgrade()
    return store
