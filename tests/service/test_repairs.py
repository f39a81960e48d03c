"""A figure that was read otherwise than it looks is told as such: in the report's fields and rows, and in findings."""

from __future__ import annotations

import json

import pytest

from checks.engine import audit
from checks.law import Language
from parsers.pipeline import understand
from service.reports.report import Report, build_report
from tests.parsers.paper import scanned
from tests.service.conftest import WHEN

LETTER = """
Rypefjell Inkasso AS                                 Org.nr. 330 005 610
                                                     Dato: 12.08.2026
BETALINGSOPPFORDRING

På vegne av Lynspretten Trening AS krever vi betaling av medlemskap mai 2026.
Opprinnelig forfall: 15.06.2026

Hovedstol                              {principal}
Inkassosalær                             {fee}
Å betale                               {total}

Betalingsfrist: 26.08.2026
"""


def report(*, lang: Language = "nb", unsure: str = "", **amounts: str) -> Report:
    printed = {"principal": "2180,00", "fee": "750,00", "total": "2930,00"} | amounts
    letter = understand([scanned(LETTER.format(**printed), confidence=0.97, unsure={unsure: 0.7})])
    return build_report(audit(letter), data=[b"brev"], filename="brev.jpg", created_at=WHEN, lang=lang)


def explained(found: Report) -> str:
    return next(check.explanation for check in found.checks if check.id == "salaer-over-limit")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("nb", "Der det ser ut til å stå 150 kroner, har vi lest 750 kroner, for da stemmer summen."),
        ("nn", "Der det ser ut til å stå 150 kroner, har vi lese 750 kroner, for då stemmer summen."),
        ("en", "Where NOK\u00a0150 seems to stand, we have read NOK\u00a0750, because then the sum is right."),
    ],
)
def test_a_finding_tells_of_the_figure_it_rests_on_that_was_repaired(lang: Language, told: str) -> None:
    found = report(lang=lang, fee="150,00", unsure="150,00")
    assert told in explained(found).replace("\u00a0kroner", " kroner")


def test_a_finding_on_figures_as_they_look_tells_of_no_repair() -> None:
    found = report()
    assert "stemmer summen" not in "".join(check.explanation for check in found.checks)
    assert "repaired" not in found.to_json()


def test_the_report_marks_the_repaired_row_and_its_field_and_shows_how_they_look() -> None:
    data = json.loads(report(fee="150,00", unsure="150,00").to_json())
    field = data["letter"]["fields"]["collection_fee"]
    assert (field["value"], field["repaired"], field["rivals"][0]["value"]) == ("750.00", True, "150.00")
    assert [row["type"] for row in data["letter"]["lines"] if row.get("repaired")] == ["collection_fee"]


@pytest.mark.parametrize(("printed", "looks"), [("2980,00", "2980.00"), ("kr 293000", "293000.00")])
def test_a_repaired_total_is_marked_and_shown_as_it_looks(printed: str, looks: str) -> None:
    field = json.loads(report(total=printed, unsure=printed.split()[-1]).to_json())["letter"]["fields"]["total"]
    assert (field["value"], field["repaired"], field["rivals"][0]["value"]) == ("2930.00", True, looks)
