"""The API's description for programs and for people: ``/api/v1/openapi.json`` and ``/docs``.

The page is made from the committed description alone and loads nothing from anywhere else.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from apiflask import APIBlueprint
from flask import Response, redirect, url_for
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response as AnyResponse

from service.api.openapi import committed
from service.api.v1.answers import tagged
from service.problems import statuses, title
from service.security import access

bp = APIBlueprint("documentation", __name__, enable_openapi=False)

_TEMPLATES = Path(__file__).parent / "templates"
_KEEP = "public, max-age=300"

_CURL = {
    "sendLetter": "curl -F files=@side1.jpg -F files=@side2.jpg -H 'Prefer: wait=20' \\\n"
    '     -H "Idempotency-Key: $(uuidgen)" {server}/api/v1/audits',
    "getReport": "curl {server}/api/v1/audits/$ID",
    "tellFacts": "curl -X PATCH -H 'Content-Type: application/json' \\\n"
    '     -d \'{{"known": {{"creditor_vat_registered": "yes"}}}}\' {server}/api/v1/audits/$ID',
    "deleteLetter": "curl -X DELETE {server}/api/v1/audits/$ID",
    "getPage": "curl -o side1.jpg {server}/api/v1/audits/$ID/pages/1",
    "getObjection": "curl -H 'Accept: application/pdf' -o innsigelse.pdf {server}/api/v1/audits/$ID/objection",
    "listLetters": "curl -H \"Authorization: Bearer $KEY\" '{server}/api/v1/audits?limit=20'",
    "sendBatch": 'curl -H "Authorization: Bearer $KEY" -F files=@brev.zip {server}/api/v1/batches',
    "getBatch": 'curl -H "Authorization: Bearer $KEY" {server}/api/v1/batches/$ID',
    "getBatchResults": "curl -H \"Authorization: Bearer $KEY\" -H 'Accept: text/csv' -o results.csv \\\n"
    "     {server}/api/v1/batches/$ID/results",
    "deleteBatch": 'curl -X DELETE -H "Authorization: Bearer $KEY" {server}/api/v1/batches/$ID',
    "lookAtPicture": "curl -F file=@side1.jpg {server}/api/v1/quality",
    "listChecks": "curl {server}/api/v1/checks",
    "getCheck": "curl {server}/api/v1/checks/salaer-over-limit",
    "getRates": "curl '{server}/api/v1/rates?date=2026-03-12'",
    "reckonInterest": "curl -H 'Content-Type: application/json' {server}/api/v1/calculators/interest \\\n"
    '     -d \'{{"principal": 1000, "from": "2025-01-10", "to": "2026-03-01"}}\'',
    "reckonFee": "curl -H 'Content-Type: application/json' {server}/api/v1/calculators/collection-fee \\\n"
    '     -d \'{{"principal": 1248, "due": "2026-06-15", "on": "2026-07-27", "stage": "light"}}\'',
}


@bp.get("/api/v1/openapi.json")
@access("public")
def specification() -> Response:
    """The description for programs."""
    return tagged(Response(committed(), mimetype="application/json"), caching=_KEEP)


@bp.get("/docs")
@access("public")
def page() -> Response:
    """The description for people."""
    return tagged(Response(_page(), mimetype="text/html"), caching=_KEEP)


@bp.get("/api/v1/docs")
@access("public")
def page_of_version() -> AnyResponse:
    """The same, where some look for it."""
    return redirect(url_for("documentation.page"))


@bp.get("/docs/docs.css")
@access("public")
def style() -> Response:
    """The page's only asset."""
    return tagged(Response((_TEMPLATES / "docs.css").read_bytes(), mimetype="text/css"), caching=_KEEP)


@cache
def _page() -> str:
    spec = json.loads(committed())
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = kind
    codes = [(code, status, title(code, "en")) for code, status in sorted(statuses().items())]
    server = "http://127.0.0.1:8000"
    curls = {name: text.format(server=server) for name, text in _CURL.items()}
    return environment.get_template("docs.html.j2").render(spec=spec, codes=codes, curls=curls)


def kind(schema: dict[str, Any]) -> str:
    """A schema in a word or two: "string", "list of Check", "Report or AuditState"."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(kind(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items', {}))}"
    if schema.get("format") == "binary":
        return "file"
    return str(schema.get("const") or schema.get("type") or "any")
