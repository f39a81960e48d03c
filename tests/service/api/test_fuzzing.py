"""Requests made up from the description: the API answers as it says it does, also to nonsense.

A few for each call; ``KRAVVAKT_TEST_EXAMPLES=300`` asks for more.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service.api.openapi import OPENAPI_FILE
from service.context import services_of
from tests.service.houses import TEXT_LETTER, make_app, send

EXAMPLES = int(os.environ.get("KRAVVAKT_TEST_EXAMPLES", "12"))

_folder = tempfile.TemporaryDirectory()
_app = make_app(
    Path(_folder.name), rate_upload="100000/minute", rate_quality="100000/minute", rate_default="100000/minute"
)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _app)


@pytest.fixture(scope="module", autouse=True)
def _ended() -> object:
    yield
    services_of(_app).store.close()
    _folder.cleanup()


@pytest.fixture(scope="module")
def letter() -> str:
    """The id of a letter that is there."""
    return str(send(_app.test_client(), TEXT_LETTER).headers["Location"].rpartition("/")[2])


@pytest.fixture(scope="module")
def key() -> str:
    """A key that opens everything."""
    return services_of(_app).store.organisations.create_key("A", scopes=["audits:read", "audits:write"])[1]


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_is_described(case: schemathesis.Case[Any], letter: str, key: str) -> None:
    # Where the request is meant to be right, it is about a letter that is there, and shows a key that works.
    if case.meta is None or case.meta.generation.mode.is_positive:
        if "id" in case.path_parameters and case.method != "DELETE":
            case.path_parameters["id"] = letter
        if case.path == "/api/v1/audits" and case.method == "GET":
            case.headers["Authorization"] = f"Bearer {key}"
    # What a day or an amount is, a schema cannot tell: nonsense that fits the schema may be refused.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


def test_every_call_was_tried() -> None:
    described = OPENAPI_FILE.read_text(encoding="utf-8").count('"operationId"')
    assert len(list(schema.get_all_operations())) == described
