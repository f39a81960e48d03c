"""Recomputation without a letter: ``/calculators``. Answers as ``kravvakt interest`` and ``kravvakt fee`` do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from checks.interest import late_interest
from checks.law import default_law
from service.api.v1.answers import json_answer, json_body
from service.known import read_amount, read_date, read_rate
from service.reports.calculations import FeeStage, fee_as_dict, fee_limit, require_order
from service.security import access

bp = APIBlueprint("calculators", __name__, url_prefix="/calculators", tag="Law")

Text = Annotated[str, Field(min_length=1, max_length=40)]
Kroner = Annotated[Text | int | float, Field(description='Kroner: `1000`, `"1 234,50"` or `"1234.50"`.')]
Day = Annotated[Text, Field(description='A day: `"2026-03-12"` or `"12.03.2026"`.')]


class Payment(BaseModel):
    """A payment on the principal."""

    model_config = ConfigDict(extra="forbid")

    date: Day
    amount: Kroner


class InterestQuestion(BaseModel):
    """What interest is reckoned on."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    principal: Kroner
    first: Day = Field(alias="from", description="The first day that bears interest.")
    last: Day = Field(alias="to", description="The last day that bears interest.")
    rate: Text | int | float | None = Field(None, description="Agreed rate in per cent a year, in place of the law's.")
    paid: list[Payment] = Field([], max_length=100, description="Payments on the principal.")


class FeeQuestion(BaseModel):
    """What a fee's limit is reckoned from."""

    model_config = ConfigDict(extra="forbid")

    principal: Kroner | None = Field(None, description="Needed for light and heavy.")
    due: Day = Field(description="When the claim fell due at first.")
    on: Day = Field(description="The day the letter was sent, or the claim is paid.")
    stage: FeeStage
    debtor: Literal["consumer", "business"] = "consumer"
    creditor_vat: Literal["yes", "no"] | None = Field(None, description="Whether the bill was with VAT.")


@bp.post("/interest")
@bp.input(InterestQuestion, location="json")
@access("public")
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


@bp.post("/collection-fee")
@bp.input(FeeQuestion, location="json")
@access("public")
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
