"""The law's figures as what a cost in doubt may be first, and never what it is read as."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checks.case import GATE
from checks.law import default_law
from parsers.fields.claim import ClaimReading
from parsers.fields.usual import LIST, usual_amounts, usual_first
from parsers.model import ClaimLine, LineType
from tests.parsers.claims import claim_of
from tests.parsers.paper import scanned, typed
from tests.usual_amounts import figures, written

LETTER = """
#Purring

Faktura 20418                      1 200,00
{label:<30}{fee:>13}
{rest}
"""
SUM = "Å betale                           {total}"


def letter(fee: str, rest: str = "", label: str = "Purregebyr") -> str:
    return LETTER.format(fee=fee, rest=rest, label=label)


def row(claim: ClaimReading, type_: LineType = LineType.REMINDER_FEE) -> ClaimLine:
    (found,) = [line for line in claim.lines if line.type is type_]
    return found


def test_the_readers_list_is_what_the_law_says() -> None:
    assert usual_amounts() == figures(default_law())
    assert LIST.read_text(encoding="utf-8") == written(default_law()), "run `python -m tests.usual_amounts`"


@pytest.mark.parametrize(
    ("label", "fee", "usual", "type_"),
    [
        ("Purregebyr", "36,00", "35.00", LineType.REMINDER_FEE),
        ("Purregebyr", "88,00", "38.00", LineType.REMINDER_FEE),
        ("Inkassosalær", "360,00", "300.00", LineType.COLLECTION_FEE),
        ("Inkassosalær", "760,00", "700.00", LineType.COLLECTION_FEE),
    ],
)
def test_a_fee_in_doubt_may_first_be_what_the_law_knows(label: str, fee: str, usual: str, type_: LineType) -> None:
    found = row(claim_of(scanned(letter(fee, label=label), unsure={fee: 0.8})), type_)
    assert (found.amount, found.confidence < GATE) == (Decimal(fee.replace(",", ".")), True)
    assert found.rivals[0].value == Decimal(usual)


@pytest.mark.parametrize("fee", ["76,00", "85,00", "36,00", "78,00", "100,00"])
@pytest.mark.parametrize("confidence", [0.6, 0.8, 0.95])
def test_no_unlawful_fee_becomes_a_lawful_one(fee: str, confidence: float) -> None:
    amount = Decimal(fee.replace(",", "."))
    total = f"{1200 + int(amount)}"
    rest = SUM.format(total=f"1 {total[1:]},00")
    closed = row(claim_of(scanned(letter(fee, rest), unsure={fee: confidence})))
    assert (closed.amount, closed.repaired, closed.confidence >= GATE) == (amount, False, True)
    alone = row(claim_of(scanned(letter(fee), unsure={fee: confidence})))
    assert (alone.amount, alone.repaired) == (amount, False)


def test_a_fee_of_a_text_layer_is_what_it_is() -> None:
    found = row(claim_of(typed(letter("76,00"))))
    assert (found.amount, found.confidence >= GATE) == (Decimal("76.00"), True)


def test_a_figure_of_the_law_gives_way_to_no_other() -> None:
    amounts = usual_amounts()[LineType.REMINDER_FEE]
    for value in amounts:
        assert usual_first(LineType.REMINDER_FEE, value, tuple(amounts - {value})) == tuple(amounts - {value})


def test_what_is_no_cost_has_no_usual_amounts() -> None:
    assert usual_first(LineType.PRINCIPAL, Decimal("76.00"), (Decimal("70.00"),)) == (Decimal("70.00"),)
