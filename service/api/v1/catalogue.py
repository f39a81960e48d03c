"""What is checked and by which figures: ``/checks`` and ``/rates``."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from checks.catalogue import entries
from checks.law import default_law
from service.api.describing import Answer, described
from service.api.v1.answers import cached_json
from service.api.v1.schemas import Check, CheckList, Rates, RatesQuery
from service.clock import today
from service.known import read_date
from service.problems import Problem
from service.reports.catalogue import entry_as_dict, no_such_check
from service.reports.law import rates_as_dict
from service.security import access

bp = APIBlueprint("catalogue", __name__, tag="Law")


@bp.get("/checks")
@access("public")
@described("listChecks", answers={200: Answer("The catalogue.", (CheckList,), headers=("ETag",))})
def checks() -> Response:
    """List every check."""
    return cached_json({"ruleset": default_law().version, "checks": [entry_as_dict(entry) for entry in entries()]})


@bp.get("/checks/<check_id>")
@access("public")
@described("getCheck", answers={200: Answer("The check.", (Check,), headers=("ETag",))}, problems=("not_found",))
def check(check_id: str) -> Response:
    """See one check: its law, how it is decided, what it cannot see."""
    known = entries()
    found = next((entry for entry in known if entry.id == check_id), None)
    if found is None:
        raise Problem("not_found", no_such_check(check_id, known))
    return cached_json(entry_as_dict(found))


@bp.get("/rates")
@bp.input(RatesQuery, location="query")
@access("public")
@described(
    "getRates",
    query=RatesQuery,
    answers={200: Answer("The figures.", (Rates,), headers=("ETag",))},
    problems=("unknown_figure",),
)
def rates(query_data: RatesQuery) -> Response:
    """See every figure of the law in force on a day, with its source."""
    on = today() if query_data.date is None else read_date("date", query_data.date)
    return cached_json(rates_as_dict(default_law(), on=on, today=today()))
