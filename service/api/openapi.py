"""The description of the API: OpenAPI 3.1, made from the routes and what their views say of themselves.

``python -m service.describe`` writes ``openapi.json``. The committed file is what is served and what clients are
made from; a test holds it to the code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from service.api.describing import Answer, Doc, Model, Part, description
from service.api.v1.schemas import ProblemDetails
from service.problems import MEDIA_TYPE, statuses, title
from service.security import Access, declared_access

OPENAPI_FILE = Path(__file__).parent / "openapi.json"

_PREFIX = "/api/v1/"
_REF = "#/components/schemas/{model}"
_ID = {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{26}$"}

_ABOUT = (
    "Reads a Norwegian debt-collection letter and checks it against the law of the day it was written. Letters sent "
    "without a key are reached by their id alone, which nobody can guess, and are deleted by themselves at the time of "
    "the `Sunset` header. Send letters with an `Idempotency-Key`, so that a repeated request makes no second audit."
)

_HEADERS_IN: Mapping[str, dict[str, Any]] = {
    "Accept-Language": {"description": "Language of texts: nb, nn or en.", "schema": {"type": "string"}},
    "Idempotency-Key": {
        "description": "The same key with the same content gives the same audit.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
    "If-None-Match": {"description": "ETag of what you have.", "schema": {"type": "string"}},
    "Prefer": {
        "description": "`wait=N`: answer with the report if it is ready within N seconds (RFC 7240).",
        "schema": {"type": "string"},
    },
}

_HEADERS_OUT: Mapping[str, dict[str, Any]] = {
    "ETag": {"description": "Changes with the content.", "schema": {"type": "string"}},
    "Location": {"description": "Where the report is.", "schema": {"type": "string"}},
    "Preference-Applied": {"description": "The wait that was granted.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}},
    "Sunset": {"description": "When it is deleted by itself (RFC 8594).", "schema": {"type": "string"}},
}


def build(app: Flask) -> dict[str, Any]:
    """The whole description. Raises ``RuntimeError`` for a route of the API that does not describe itself."""
    schemas = _schemas(app)
    paths: dict[str, dict[str, Any]] = {}
    for rule, doc, access in _routes(app):
        path = re.sub(r"<(?:\w+:)?(\w+?)_?>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(app, rule, doc, access, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kravvakt",
            "version": "1",
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in sorted({o["tags"][0] for p in paths.values() for o in p.values()})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.definitions.items())),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "The API key of an organisation."}
            },
        },
    }


def text(app: Flask) -> str:
    """The description as it is committed."""
    return json.dumps(build(app), indent=2, ensure_ascii=False) + "\n"


def committed() -> bytes:
    """The committed description."""
    return OPENAPI_FILE.read_bytes()


class _Schemas:
    """Schemas of all models by how they are used, with one set of definitions."""

    def __init__(self, taken: set[Model], answered: set[Model]) -> None:
        pairs: list[tuple[Model, Literal["validation", "serialization"]]] = [
            *((model, "validation") for model in sorted(taken, key=_name)),
            *((model, "serialization") for model in sorted(answered, key=_name)),
        ]
        by_model, whole = models_json_schema(pairs, ref_template=_REF)
        self.definitions: dict[str, Any] = whole.get("$defs", {})
        self._by_model = by_model

    def of(self, model: Model, mode: Literal["validation", "serialization"]) -> dict[str, Any]:
        return self._by_model[(model, mode)]


def _name(model: type[BaseModel]) -> str:
    return model.__name__


def _routes(app: Flask) -> Iterator[tuple[Rule, Doc, Access]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        view = app.view_functions[rule.endpoint]
        if not rule.rule.startswith(_PREFIX) or rule.endpoint.startswith("documentation."):
            continue
        doc, access = description(view), declared_access(view)
        if doc is None or access is None:
            raise RuntimeError(f"{rule.endpoint} does not describe itself")
        yield rule, doc, access


def _schemas(app: Flask) -> _Schemas:
    taken: set[Model] = set()
    answered: set[Model] = {ProblemDetails}
    for _, doc, _ in _routes(app):
        taken |= {model for model in (doc.body,) if model is not None}
        answered |= {model for answer in doc.answers.values() for model in answer.models}
    return _Schemas(taken, answered)


def _operation(app: Flask, rule: Rule, doc: Doc, access: Access, schemas: _Schemas) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    summary, _, rest = (view.__doc__ or "").partition("\n")
    operation: dict[str, Any] = {
        "operationId": doc.operation,
        "tags": [rule.endpoint.partition(".")[0]],
        "summary": summary.strip().rstrip("."),
    }
    if rest.strip():
        operation["description"] = " ".join(rest.split())
    parameters = [*_path_parameters(rule), *_query_parameters(doc), *_header_parameters(doc)]
    if parameters:
        operation["parameters"] = parameters
    if doc.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas.of(doc.body, "validation")}},
        }
    elif doc.form:
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": _form(doc.form)}}
    answers = {str(status): _answer(answer, schemas) for status, answer in sorted(doc.answers.items())}
    operation["responses"] = {**answers, **_problems(doc, access, schemas)}
    if access.kind == "organisation":
        operation["security"] = [{"key": []}]
    elif access.kind == "letter":
        operation["security"] = [{}, {"key": []}]
    return operation


def _path_parameters(rule: Rule) -> Iterator[dict[str, Any]]:
    for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule):
        schema = {"type": "integer", "minimum": 1} if kind == "int" else _ID if name == "id_" else {"type": "string"}
        yield {"name": name.rstrip("_"), "in": "path", "required": True, "schema": schema}


def _query_parameters(doc: Doc) -> Iterator[dict[str, Any]]:
    if doc.query is None:
        return
    schema = doc.query.model_json_schema()
    for name, property_ in schema["properties"].items():
        kept = {key: value for key, value in property_.items() if key not in ("title", "description", "default")}
        # A parameter that is left out is not sent as null.
        (kept,) = [part for part in kept.get("anyOf", [kept]) if part.get("type") != "null"]
        yield {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": property_.get("description", ""),
            "schema": kept,
        }


def _header_parameters(doc: Doc) -> Iterator[dict[str, Any]]:
    for name in doc.headers:
        yield {"name": name, "in": "header", "required": False, **_HEADERS_IN[name]}


def _form(parts: Mapping[str, Part]) -> dict[str, Any]:
    properties = {}
    for name, part in parts.items():
        schema: dict[str, Any] = {"type": "string", "description": part.says}
        if part.is_file:
            schema |= {"format": "binary"}
        elif part.choices:
            schema |= {"enum": list(part.choices)}
        elif part.is_json:
            schema |= {"contentMediaType": "application/json"}
        if part.most > 1:
            says = schema.pop("description")
            schema = {"type": "array", "items": schema, "maxItems": part.most, "description": says}
            if part.required:
                schema["minItems"] = 1
        properties[name] = schema
    required = [name for name, part in parts.items() if part.required]
    return {"schema": {"type": "object", "properties": properties, **({"required": required} if required else {})}}


def _answer(answer: Answer, schemas: _Schemas) -> dict[str, Any]:
    said: dict[str, Any] = {"description": answer.says}
    if answer.headers:
        said["headers"] = {name: _HEADERS_OUT[name] for name in answer.headers}
    found = [schemas.of(model, "serialization") for model in answer.models]
    if found:
        said["content"] = {"application/json": {"schema": found[0] if len(found) == 1 else {"anyOf": found}}}
    elif answer.media:
        said["content"] = {
            media: {
                "schema": {"type": "string"} if media.startswith("text/") else {"type": "string", "format": "binary"}
            }
            for media in answer.media
        }
    return said


def _problems(doc: Doc, access: Access, schemas: _Schemas) -> dict[str, Any]:
    """Every status that a problem of this view can have, with the codes it then has."""
    codes = {*doc.problems, "bad_request", "internal_error", "not_acceptable"}
    if access.rate is not None:
        codes.add("rate_limited")
    if access.kind != "public":
        codes |= {"unauthorized", "forbidden", "storage_unavailable"}
    if doc.body is not None or doc.form:
        codes |= {"cross_site", "file_too_large", "invalid_value", "unsupported_media_type"}
    elif doc.query is not None:
        codes.add("invalid_value")
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(statuses()[code], []).append(code)
    return {
        str(status): {
            "description": "; ".join(f"`{code}`: {title(code, 'en')}" for code in named),
            "content": {MEDIA_TYPE: {"schema": schemas.of(ProblemDetails, "serialization")}},
            **({"headers": {"Retry-After": _HEADERS_OUT["Retry-After"]}} if status in (429, 503) else {}),
        }
        for status, named in sorted(by_status.items())
    }
