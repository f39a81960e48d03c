"""Recomputation without a letter: ``/calculators``. Answers as ``kravvakt interest`` and ``kravvakt fee`` do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from apiflask import APIBlueprint
from flask import Response

from checks.interest import late_interest
from checks.law import default_law
from service.api.describing import Answer, described
from service.api.v1.answers import json_answer, json_body
from service.api.v1.schemas import Fee, FeeQuestion, Interest, InterestQuestion
from service.known import read_amount, read_date, read_rate
from service.reports.calculations import fee_as_dict, fee_limit, require_order
from service.security import access

bp = APIBlueprint("calculators", __name__, tag="Law")


@bp.post("/calculators/interest")
@bp.input(InterestQuestion, location="json")
@access("public")
@described(
    "reckonInterest",
    body=InterestQuestion,
    answers={200: Answer("The interest, period by period.", (Interest,))},
    problems=("unknown_figure",),
)
def interest(json_data: InterestQuestion) -> Response:
    """Reckon late-payment interest day by day."""
    first, last = read_date("from", json_data.first), read_date("to", json_data.last)
    require_order(first, last)
    payments: list[tuple[dt.date, Decimal]] = [
        (read_date("paid.date", payment.date), read_amount("paid.amount", str(payment.amount)))
        for payment in json_data.paid
    ]
    result = late_interest(
        default_law(),
        principal=read_amount("principal", str(json_data.principal)),
        first_day=first,
        last_day=last,
        payments=payments,
        rate=None if json_data.rate is None else read_rate("rate", str(json_data.rate)),
    )
    return json_answer(json_body(result.as_dict()))


@bp.post("/calculators/collection-fee")
@bp.input(FeeQuestion, location="json")
@access("public")
@described(
    "reckonFee",
    body=FeeQuestion,
    answers={200: Answer("The limit and how it was reckoned.", (Fee,))},
    problems=("unknown_figure",),
)
def collection_fee(json_data: FeeQuestion) -> Response:
    """Reckon the most that may be charged."""
    answer = fee_limit(
        default_law(),
        stage=json_data.stage,
        due=read_date("due", json_data.due),
        on=read_date("on", json_data.on),
        principal=None if json_data.principal is None else read_amount("principal", str(json_data.principal)),
        debtor=json_data.debtor,
        creditor_vat_registered=None if json_data.creditor_vat is None else json_data.creditor_vat == "yes",
    )
    return json_answer(json_body(fee_as_dict(answer)))
