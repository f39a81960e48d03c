"""``/checks``, ``/rates``, ``/calculators`` and ``/quality``: the same answers as the command line gives."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from service.cli import main
from tests.service.houses import PHOTO, TEXT_LETTER, form, told


def command(*arguments: str) -> object:
    result = CliRunner().invoke(main, [*arguments, "--json"])
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_the_catalogue_is_that_of_the_command_line(client: FlaskClient) -> None:
    assert client.get("/api/v1/checks").json == command("checks")
    assert client.get("/api/v1/checks/salaer-over-limit").json == command("checks", "salaer-over-limit")


def test_a_check_that_is_none_is_not_found_and_the_nearest_are_named(client: FlaskClient) -> None:
    answer = client.get("/api/v1/checks/salaer-over")
    assert answer.status_code == 404
    assert "salaer-over-limit" in told(answer)["detail"]


def test_rates_are_those_of_the_day(client: FlaskClient) -> None:
    assert client.get("/api/v1/rates?date=2026-03-12").json == command("rates", "--date", "2026-03-12")
    assert client.get("/api/v1/rates").status_code == 200
    wrong = client.get("/api/v1/rates?date=snart")
    assert (wrong.status_code, told(wrong)["code"]) == (422, "invalid_value")


def test_what_the_law_says_may_be_kept_by_anybody(client: FlaskClient) -> None:
    answer = client.get("/api/v1/checks")
    assert answer.headers["Cache-Control"].startswith("public")
    assert client.get("/api/v1/checks", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_interest_is_reckoned_day_by_day(client: FlaskClient) -> None:
    question = {"principal": 1000, "from": "2025-01-10", "to": "2026-03-01"}
    answer = client.post("/api/v1/calculators/interest", json=question)
    assert answer.json == command("interest", "--principal", "1000", "--from", "2025-01-10", "--to", "2026-03-01")
    paid = {**question, "paid": [{"date": "2025-05-01", "amount": "300,00"}], "rate": "9,5"}
    with_payment = command(
        "interest", "--principal", "1000", "--from", "2025-01-10", "--to", "2026-03-01", "--paid", "2025-05-01=300",
        "--rate", "9,5",
    )  # fmt: skip
    assert client.post("/api/v1/calculators/interest", json=paid).json == with_payment


def test_fees_have_their_limit(client: FlaskClient) -> None:
    question = {"principal": "1 248", "due": "2026-06-15", "on": "2026-07-27", "stage": "light", "creditor_vat": "yes"}
    answer = client.post("/api/v1/calculators/collection-fee", json=question)
    assert told(answer)["limit"] == "300.00"
    both = client.post("/api/v1/calculators/collection-fee", json={**question, "creditor_vat": None})
    assert told(both)["limit_with_vat"] == "375.00"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("interest", {"principal": 1000, "from": "2025-01-10"}, "invalid_value"),
        ("interest", {"principal": "mye", "from": "2025-01-10", "to": "2025-02-10"}, "invalid_value"),
        ("interest", {"principal": 1, "from": "2025-02-10", "to": "2025-01-10"}, "invalid_value"),
        ("interest", {"principal": 1, "from": "1905-02-10", "to": "1906-01-10"}, "unknown_figure"),
        ("collection-fee", {"due": "2026-06-15", "on": "2026-07-27", "stage": "light"}, "invalid_value"),
        ("collection-fee", {"due": "2026-06-15", "on": "2026-07-27", "stage": "fast"}, "invalid_value"),
    ],
)
def test_questions_without_an_answer_are_refused(
    client: FlaskClient, path: str, body: dict[str, Any], code: str
) -> None:
    answer = client.post(f"/api/v1/calculators/{path}", json=body)
    assert (answer.status_code, told(answer)["code"]) == (422, code)


def test_a_picture_is_judged_and_advice_comes_in_the_language_asked_for(client: FlaskClient) -> None:
    good = client.post("/api/v1/quality", **form(file=PHOTO))
    assert good.status_code == 200
    assert told(good)["score"] > 0.8
    assert told(good)["advice"] == []


def test_bad_pictures_get_advice(client: FlaskClient) -> None:
    from PIL import Image

    small = Image.open(io.BytesIO(PHOTO)).resize((600, 800))
    out = io.BytesIO()
    small.save(out, "JPEG")
    for lang, text in (("nb", "For små bokstaver"), ("nn", "For små bokstavar"), ("en", "Letters too small")):
        answer = client.post("/api/v1/quality", **form(file=out.getvalue()), headers={"Accept-Language": lang})
        assert "low_resolution" in told(answer)["issues"]
        assert text in " ".join(advice["text"] for advice in told(answer)["advice"])


def test_what_is_no_picture_gets_no_judgement(client: FlaskClient) -> None:
    pdf = client.post("/api/v1/quality", **form(file=TEXT_LETTER))
    assert (pdf.status_code, told(pdf)["code"]) == (415, "unsupported_file_type")
    nothing = client.post("/api/v1/quality", data={"lang": "nb"})
    assert (nothing.status_code, told(nothing)["code"]) == (422, "no_files")
