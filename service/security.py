"""The door's locks: who may call what, headers every answer carries, and requests that other sites made.

Every route declares who may call it (:func:`access`); an app with a route that does not is not made
(:func:`require_declarations`). Keys are looked up by a function given from above, so that this module knows no
database. Not here: rate limits (`service.rates`), session cookies of the pages (`service.web`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g, request
from werkzeug.datastructures import Headers

from service.problems import Problem

F = TypeVar("F", bound=Callable[..., object])

_DECLARED = "kravvakt_access"
"""Where a view keeps what it declared."""

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "audits:read": "see the organisation's letters and their reports",
        "audits:write": "send letters, correct, answer and delete",
        "batches:read": "see the organisation's batches and their results",
        "batches:write": "send batches and delete them",
    }
)
"""What a key may be good for."""

KEY_PREFIX = "kv_"

Kind = Literal["public", "letter", "organisation"]
Rate = Literal["upload", "quality", "sign_in", "default"]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a route.

    ``public``: anybody, nothing personal in it. ``letter``: anybody who has the letter's id (or sends a letter), and
    organisations whose key has ``scope``. ``organisation``: a key with ``scope`` alone. ``rate`` is the class
    whose rate limit applies, ``None`` for none.
    """

    kind: Kind
    scope: str | None = None
    rate: Rate | None = "default"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: an organisation by its key, or nobody we know. ``name`` is the organisation's."""

    organisation_id: str | None = None
    key_id: str | None = None
    scopes: frozenset[str] = frozenset()
    retention_hours: int | None = None
    name: str = ""

    @property
    def is_organisation(self) -> bool:
        """Whether a key was shown."""
        return self.organisation_id is not None


ANYBODY = Caller()

FindKey = Callable[[str], Caller | None]
"""From the digest of a key to whose it is, ``None`` for a key that is unknown or revoked."""

FindSignedIn = Callable[[Request], Caller | None]
"""From a request of a browser to who signed in there with a key, ``None`` for nobody."""


def access(kind: Kind, scope: str | None = None, *, rate: Rate | None = "default") -> Callable[[F], F]:
    """Declares who may call a view. Stands nearest to the function."""
    if scope is not None and scope not in SCOPES:
        raise ValueError(f"no such scope: {scope}")

    def declare(view: F) -> F:
        setattr(view, _DECLARED, Access(kind, scope, rate))
        return view

    return declare


def declared_access(view: Callable[..., object]) -> Access | None:
    """What a view declared."""
    found: Access | None = getattr(view, _DECLARED, None)
    return found


def require_declarations(app: Flask) -> None:
    """Raises ``RuntimeError`` for routes that do not say who may call them."""
    silent = sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if not declared_access(app.view_functions[rule.endpoint])}
    )
    if silent:
        raise RuntimeError(f"these routes do not declare who may call them: {', '.join(silent)}")


def allow_static(app: Flask) -> None:
    """The app's own static files are for everybody."""
    static = app.view_functions.get("static")
    if static is not None:

        @access("public", rate=None)
        def send_static(filename: str) -> Response:
            return app.send_static_file(filename)

        app.view_functions["static"] = send_static


def caller() -> Caller:
    """Who makes this request."""
    found: Caller = g.get("caller", ANYBODY)
    return found


# ------------------------------------------------------------------ keys


def new_key() -> str:
    """A new API key: 256 random bits."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def key_digest(key: str) -> str:
    """What is stored of a key. A key is random and long, so one round of SHA-256 hides it."""
    return sha256(key.encode()).hexdigest()


def presented_key(incoming: Request) -> str | None:
    """The key in ``Authorization: Bearer``, else in ``X-API-Key``. Raises ``unauthorized`` for another scheme."""
    header = incoming.headers.get("Authorization")
    if header is None:
        return incoming.headers.get("X-API-Key")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthorized()
    return token.strip()


def _unauthorized() -> Problem:
    return Problem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="kravvakt"'})


# ------------------------------------------------------------------ every request and every answer

_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

CONTENT_POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' blob: data:; manifest-src 'self'; script-src 'self'; style-src 'self'"
)
"""Nothing from elsewhere, nothing inline."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
"""Headers of every answer."""


def guard(
    app: Flask, *, find_key: FindKey, find_signed_in: FindSignedIn, anonymous: bool, cors_origins: frozenset[str]
) -> None:
    """Puts the checks before every request and the headers on every answer. A key that is shown comes before one that
    the browser signed in with.
    """

    @app.before_request
    def check_request() -> None:
        if request.method in _UNSAFE and not is_same_site(request, cors_origins):
            raise Problem("cross_site")
        if request.endpoint is None or request.method == "OPTIONS":
            return
        declared = declared_access(app.view_functions[request.endpoint])
        g.caller = find_signed_in(request) or ANYBODY
        if declared is None or declared.kind == "public":
            return
        shown = identify(request, find_key)
        if shown.is_organisation:
            g.caller = shown
        if not g.caller.is_organisation:
            if declared.kind == "organisation" or not anonymous:
                raise _unauthorized()
        elif declared.scope is not None and declared.scope not in g.caller.scopes:
            raise Problem("forbidden")

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        response.headers.setdefault("Cache-Control", "no-store")
        origin = request.headers.get("Origin")
        if cors_origins:
            response.vary.add("Origin")
            if origin in cors_origins and request.path.startswith("/api/"):
                _allow_origin(response.headers, origin)
        return response


def identify(incoming: Request, find_key: FindKey) -> Caller:
    """Who shows a key, or anybody. Raises ``unauthorized`` for a key that is no key of ours."""
    key = presented_key(incoming)
    if key is None:
        return ANYBODY
    found = find_key(key_digest(key))
    if found is None:
        raise _unauthorized()
    return found


def is_same_site(incoming: Request, allowed: frozenset[str]) -> bool:
    """Whether a changing request comes from our own pages, from a program, or from a site that was let in.

    Browsers say where a request comes from (``Sec-Fetch-Site``, ``Origin``); programs say neither. A request that shows
    a key in a header was not made by a form of another site.
    """
    origin = incoming.headers.get("Origin")
    if origin is not None and origin in allowed and incoming.path.startswith("/api/"):
        return True
    site = incoming.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    return urlsplit(origin).netloc == incoming.host


def _allow_origin(headers: Headers, origin: str) -> None:
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = "ETag, Location, Preference-Applied, Retry-After, X-Request-Id"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH, DELETE"
        headers["Access-Control-Allow-Headers"] = (
            "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-None-Match, Prefer, X-API-Key"
        )
        headers["Access-Control-Max-Age"] = "600"
