"""The calculators and the figures: every step and source, and wrong input as form errors in the language."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.service.web.reading import Look

INTEREST = {"principal": "1 000,00", "from": "10.01.2025", "to": "01.03.2026"}
FEE = {
    "stage": "light",
    "principal": "1248",
    "due": "15.06.2026",
    "on": "27.07.2026",
    "debtor": "consumer",
    "vat": "yes",
}
HEAVY = {"deadline": "26.08.2026", "due": "15.06.2026"}


def path(key: str, fields: dict[str, str], **changes: str) -> str:
    return f"/regn/{key}?{urlencode({**fields, **changes})}"


@pytest.mark.parametrize("key", ["rente", "gebyr", "tungt"])
def test_an_empty_form_has_no_errors(look: Look, key: str) -> None:
    page = look(f"/regn/{key}")
    assert "feil" not in page.ids
    assert "svar" not in page.ids


def test_interest_comes_with_its_periods_and_sources(look: Look) -> None:
    page = look(path("rente", INTEREST))
    assert "Forsinkelsesrente: 140,38 kr" in page.text
    for figure in ("58,90", "61,75", "19,73", "forsinkelsesrenteloven § 3"):
        assert figure in page.text


def test_a_payment_lowers_the_interest_and_an_agreed_rate_replaces_the_laws(look: Look) -> None:
    assert "140,38" not in look(path("rente", INTEREST, paid_on="01.05.2025", paid="300")).text
    assert "Rente etter avtale: 91,18 kr" in look(path("rente", INTEREST, rate="8")).text


def test_a_fee_comes_with_its_steps(look: Look) -> None:
    page = look(path("gebyr", FEE))
    assert "Høyeste lette inkassosalær: 300,00 kr" in page.text
    assert "inkassoforskriften § 2-2" in page.text
    assert "375,00" not in page.text


def test_an_unknown_vat_shows_both_limits(look: Look) -> None:
    page = look(path("gebyr", FEE, vat="unknown"))
    assert "300,00 kr" in page.text
    assert "Var regningen uten mva, er grensen 375,00 kr." in page.text


@pytest.mark.parametrize("stage", ["reminder", "notice"])
def test_fees_before_collection_need_no_principal(look: Look, stage: str) -> None:
    assert "38,00 kr" in look(path("gebyr", FEE, stage=stage, principal="")).text


def test_the_heavy_fee_has_its_first_day(look: Look) -> None:
    page = look(path("tungt", HEAVY))
    assert "Tungt salær kan tidligst kreves torsdag 24. september" in page.text
    assert "28 dager" in page.text
    assert "den korteste ventetiden" in look(path("tungt", HEAVY, due="")).text


@pytest.mark.parametrize(
    ("key", "fields", "changes", "wrong"),
    [
        ("rente", INTEREST, {"principal": "mye"}, "principal"),
        ("rente", INTEREST, {"principal": ""}, "principal"),
        ("rente", INTEREST, {"from": "32.13.2025"}, "from"),
        ("rente", INTEREST, {"to": "01.01.2024"}, "to"),
        ("rente", INTEREST, {"to": "31.12.9999"}, "to"),
        ("rente", INTEREST, {"to": "01.01.2050"}, "to"),
        ("rente", INTEREST, {"paid": "300"}, "paid_on"),
        ("rente", INTEREST, {"paid": "300", "paid_on": "01.01.2027"}, "paid_on"),
        ("gebyr", FEE, {"principal": ""}, "principal"),
        ("gebyr", FEE, {"on": "01.01.2026"}, "on"),
        ("gebyr", FEE, {"on": "01.01.2040"}, "on"),
        ("tungt", HEAVY, {"deadline": ""}, "deadline"),
        ("tungt", HEAVY, {"due": "01.01.2027"}, "due"),
    ],
)
@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_wrong_input_is_told_at_its_field_and_stays(
    look: Look, key: str, fields: dict[str, str], changes: dict[str, str], wrong: str, lang: str
) -> None:
    page = look(path(key, fields, **changes, lang=lang), status=422)
    assert f"#{wrong}" in page.links
    assert f"{wrong}-feil" in page.ids
    for name, value in {**fields, **changes}.items():
        if name not in ("stage", "debtor", "vat"):
            assert page.fields[name] == [value]
    (title,) = [part.split("</title>")[0] for part in page.markup.split("<title>")[1:]]
    assert title.startswith({"nb": "Feil: ", "nn": "Feil: ", "en": "Error: "}[lang])


def test_figures_of_a_day_with_their_law_and_source(look: Look) -> None:
    page = look("/satser?date=12.03.2026")
    assert "Satser 12. mars 2026" in page.text
    assert "750,00 kr" in page.text
    assert "https://lovdata.no/forskrift/1989-07-14-562/§1-1" in page.links
    assert "bekreftet i to uavhengige kilder" in page.text


def test_a_day_whose_figures_nobody_knows_says_so(look: Look) -> None:
    page = look("/satser?date=2031-01-01")
    assert "Ikke kjent" in page.text
    assert "kontrollert til og med" in page.text


def test_a_wrong_day_is_a_form_error(look: Look) -> None:
    page = look("/satser?date=snart", status=422)
    assert page.fields["date"] == ["snart"]
    assert "#date" in page.links
