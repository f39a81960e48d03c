"""The description of the API: committed, current, valid, and shown without anything from elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from service.api.documentation import _CURL
from service.api.openapi import OPENAPI_FILE, build, text
from service.security import declared_access
from tests.service.houses import told


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(OPENAPI_FILE.read_text(encoding="utf-8"))
    return found


def test_the_committed_description_is_that_of_the_code(app: APIFlask) -> None:
    """Made anew by ``python -m service.describe``."""
    assert OPENAPI_FILE.read_text(encoding="utf-8") == text(app)


def test_it_is_served_as_it_is_committed(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.data == OPENAPI_FILE.read_bytes()
    assert told(answer)["openapi"] == "3.1.0"


def test_every_schema_is_a_valid_one_and_every_reference_leads_somewhere(spec: dict[str, Any]) -> None:
    for schema in spec["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    found = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(spec)))
    assert found <= spec["components"]["schemas"].keys()


def test_operations_have_names_of_their_own(spec: dict[str, Any]) -> None:
    names = [operation["operationId"] for path in spec["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_the_calls_of_the_contract_are_all_there(spec: dict[str, Any]) -> None:
    calls = {f"{method.upper()} {path}" for path, methods in spec["paths"].items() for method in methods}
    assert {
        "POST /api/v1/audits",
        "GET /api/v1/audits/{id}",
        "PATCH /api/v1/audits/{id}",
        "DELETE /api/v1/audits/{id}",
        "GET /api/v1/audits/{id}/pages/{number}",
        "GET /api/v1/audits/{id}/objection",
        "POST /api/v1/quality",
        "GET /api/v1/rates",
        "POST /api/v1/calculators/interest",
        "POST /api/v1/calculators/collection-fee",
        "GET /api/v1/checks",
        "GET /api/v1/checks/{check_id}",
    } <= calls


def test_every_call_tells_its_problems_as_problem_json(spec: dict[str, Any]) -> None:
    for path in spec["paths"].values():
        for operation in path.values():
            wrong = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
            assert {"429", "500"} <= wrong.keys()
            assert all("application/problem+json" in answer["content"] for answer in wrong.values())


def test_every_route_declares_who_may_call_it(app: APIFlask) -> None:
    for rule in app.url_map.iter_rules():
        assert declared_access(app.view_functions[rule.endpoint]) is not None, rule.endpoint


def test_a_route_without_description_is_an_error(app: APIFlask) -> None:
    app.view_functions["audits.show"] = str
    with pytest.raises(RuntimeError, match=r"audits\.show"):
        build(app)


def test_the_page_loads_nothing_from_elsewhere_and_shows_every_call(client: FlaskClient, spec: dict[str, Any]) -> None:
    page = client.get("/docs")
    assert page.mimetype == "text/html"
    loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page.text)
    assert loaded == ["/docs/docs.css"]
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert client.get("/docs/docs.css").mimetype == "text/css"
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}" in page.text
            assert operation["operationId"] in _CURL
    assert client.get("/api/v1/docs").headers["Location"] == "/docs"
