"""``kravvakt rates``, ``checks``, ``interest`` and ``fee``: the law's figures and what they come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import click

from parsers.errors import InvalidValue
from service.cli.telling import AS_JSON, IN_LANGUAGE, print_json, told
from service.clock import today

if TYPE_CHECKING:
    from checks.fees import Debtor
    from checks.law import Language
    from service.reports.calculations import FeeStage


@click.command()
@click.option("--date", "day", metavar="DATE", help="Dagen tallene skal gjelde for (standard: i dag).")
@IN_LANGUAGE
@AS_JSON
def rates(day: str | None, lang: Language, as_json: bool) -> None:
    """Vis alle satser i loven på en dag, med kilde."""
    with told():
        from checks.law import default_law
        from service.known import read_date
        from service.reports.law import rates_as_dict, render_rates

        on = today() if day is None else read_date("--date", day)
        if as_json:
            print_json(rates_as_dict(default_law(), on=on, today=today(), lang=lang))
        else:
            click.echo(render_rates(default_law(), on=on, today=today(), lang=lang), nl=False)


@click.command()
@click.argument("check_id", metavar="[ID]", required=False)
@IN_LANGUAGE
@AS_JSON
def checks(check_id: str | None, lang: Language, as_json: bool) -> None:
    """Vis hva som blir sjekket, eller én kontroll med lov, avgjørelse og grenser."""
    with told():
        from checks.catalogue import entries
        from checks.law import default_law
        from service.reports.catalogue import entry_as_dict, no_such_check, render_catalogue, render_entry

        known = entries(lang=lang)
        if check_id is None:
            if as_json:
                print_json(
                    {"ruleset": default_law().version, "checks": [entry_as_dict(entry, lang=lang) for entry in known]}
                )
            else:
                click.echo(render_catalogue(known, lang=lang), nl=False)
            return
        entry = next((entry for entry in known if entry.id == check_id.strip().lower()), None)
        if entry is None:
            raise InvalidValue(message=no_such_check(check_id, known, lang=lang))
        if as_json:
            print_json(entry_as_dict(entry, lang=lang))
        else:
            click.echo(render_entry(entry, lang=lang), nl=False)


@click.command()
@click.option("--principal", metavar="AMOUNT", required=True, help="Hovedkravet i kroner, for eksempel 1 234,50.")
@click.option("--from", "first", metavar="DATE", required=True, help="Den første dagen det løper rente.")
@click.option("--to", "last", metavar="DATE", required=True, help="Den siste dagen det løper rente.")
@click.option("--rate", metavar="PERCENT", help="Avtalt rente i prosent i året, i stedet for lovens satser.")
@click.option("--paid", metavar="DATE=AMOUNT", multiple=True, help="En betaling på hovedkravet (kan gjentas).")
@IN_LANGUAGE
@AS_JSON
def interest(
    principal: str, first: str, last: str, rate: str | None, paid: Sequence[str], lang: Language, as_json: bool
) -> None:
    """Regn ut forsinkelsesrente dag for dag."""
    with told():
        from checks.interest import late_interest
        from checks.law import default_law
        from service.known import read_amount, read_date, read_rate
        from service.reports.calculations import render_interest, require_order, require_paid_in_span

        amount = read_amount("--principal", principal)
        first_day, last_day = read_date("--from", first), read_date("--to", last)
        require_order(first_day, last_day, lang=lang)
        payments = [_payment(text) for text in paid]
        require_paid_in_span(payments, last_day, lang=lang)
        result = late_interest(
            default_law(),
            principal=amount,
            first_day=first_day,
            last_day=last_day,
            payments=payments,
            rate=None if rate is None else read_rate("--rate", rate),
        )
        if as_json:
            print_json(result.as_dict())
        else:
            text = render_interest(
                result, principal=amount, first_day=first_day, last_day=last_day, agreed=rate is not None, lang=lang
            )
            click.echo(text, nl=False)


@click.command()
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
@IN_LANGUAGE
@AS_JSON
def fee(
    principal: str | None,
    due: str,
    day: str,
    stage: FeeStage,
    debtor: Debtor,
    creditor_vat: Literal["yes", "no"] | None,
    lang: Language,
    as_json: bool,
) -> None:
    """Regn ut det høyeste lovlige salæret eller gebyret."""
    with told():
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
            lang=lang,
        )
        if as_json:
            print_json(fee_as_dict(answer, lang=lang))
        else:
            click.echo(render_fee(answer, lang=lang), nl=False)


def _payment(text: str) -> tuple[dt.date, Decimal]:
    from service.known import read_amount, read_date

    day, sign, amount = text.partition("=")
    if not sign:
        raise InvalidValue(message=f"--paid: skriv DATO=BELØP, for eksempel 2025-05-01=500. Du skrev: {text}")
    return read_date("--paid", day), read_amount("--paid", amount)
