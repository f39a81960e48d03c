"""The web app put together: request class, locks, problems, logs, figures, and the resources."""

from __future__ import annotations

import io
import re
import secrets
import threading
import time
from typing import IO

import structlog
from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Request, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect

from checks.errors import ChecksError
from parsers.errors import ParserError
from parsers.limits import DEFAULT_LIMITS
from service import logs, operations, rates, security, web
from service.api import documentation, v1
from service.config import Settings, commence, load_settings
from service.context import Services, attach, services, wanted_language
from service.jobs.dispatch import Jobs
from service.jobs.local import LocalJobs
from service.metrics import Metrics
from service.problems import MEDIA_TYPE, Problem, of_error, of_status
from service.store.whole import Store
from service.web import shell, signing

_log = logs.logger(__name__)

_FORM_ROOM = 1_000_000
"""Bytes of a request beyond the files: boundaries, names, what the user knows."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class MemoryRequest(Request):
    """A request whose files stay in memory: a letter never lies in a temporary file."""

    max_form_memory_size = _FORM_ROOM
    max_form_parts = 100

    def _get_file_stream(  # Werkzeug's own hook for this
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return io.BytesIO()


def make_app(settings: Settings | None = None, *, store: Store | None = None, jobs: Jobs | None = None) -> APIFlask:
    """See `service.create_app`."""
    settings = settings or load_settings()
    commence(settings.new_act_in_force)
    store = store or Store(settings)
    store.upgrade()
    metrics = Metrics()
    metrics.workers.set(settings.workers)
    metrics.watch_queue(store.queue.depths)

    app = APIFlask("service", title="Kravvakt", version="1", json_errors=False, enable_openapi=False)
    app.request_class = MemoryRequest
    app.config["MAX_CONTENT_LENGTH"] = DEFAULT_LIMITS.total_bytes + _FORM_ROOM
    app.config["SECRET_KEY"] = settings.secret
    app.url_map.strict_slashes = False
    attach(
        app,
        Services(
            settings=settings,
            store=store,
            jobs=jobs or LocalJobs(settings, store, metrics),
            metrics=metrics,
            waiters=threading.BoundedSemaphore(max(1, settings.threads // 2)),
        ),
    )
    _watch(app)
    security.guard(
        app,
        find_key=store.organisations.find_key,
        find_signed_in=lambda incoming: signing.signed_in(incoming, settings.secret, store.organisations.key_by_id),
        anonymous=settings.anonymous,
        cors_origins=frozenset(settings.cors_origins),
    )
    rates.limit(app, settings)
    _answer_problems(app)
    v1.register(app)
    app.register_blueprint(documentation.bp)
    app.register_blueprint(operations.bp)
    web.register(app)
    security.allow_static(app)
    security.require_declarations(app)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # Flask's own way of wrapping an app
    return app


def _watch(app: APIFlask) -> None:
    """An id for each request, its line in the log and its place in the figures."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.began
        route = request.url_rule.rule if request.url_rule else "unknown"
        response.headers["X-Request-Id"] = g.request_id
        metrics = services().metrics
        metrics.requests.labels(request.method, route, response.status_code).inc()
        metrics.request_seconds.labels(request.method, route).observe(seconds)
        # The route, not the path: paths hold the ids that open letters.
        shown = (request.view_args or {}).get("id_")
        _log.info(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            **({"audit": logs.short(str(shown))} if shown else {}),
        )
        return response


def _answer_problems(app: APIFlask) -> None:
    @app.errorhandler(Problem)
    def tell(problem: Problem) -> ResponseReturnValue:
        return problem_answer(problem)

    @app.errorhandler(ParserError)
    @app.errorhandler(ChecksError)
    def tell_error(error: ParserError | ChecksError) -> ResponseReturnValue:
        return problem_answer(of_error(error, lang=wanted_language()))

    @app.errorhandler(HTTPError)
    def tell_invalid(error: HTTPError) -> ResponseReturnValue:
        details = error.detail if isinstance(error.detail, dict) else {}
        fields = {f"{place}.{name}": texts for place, named in details.items() for name, texts in named.items()}
        return problem_answer(Problem("invalid_value", status=error.status_code, errors=fields))

    @app.errorhandler(HTTPException)
    def tell_http(error: HTTPException) -> ResponseReturnValue:
        if isinstance(error, RequestRedirect) or error.code is None:
            return error
        problem = of_status(error.code)
        problem.headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
        return problem_answer(problem)

    @app.errorhandler(Exception)
    def tell_fault(error: Exception) -> ResponseReturnValue:
        _log.error("fault", exc_info=error)
        return problem_answer(Problem("internal_error"))


def problem_answer(problem: Problem) -> Response:
    """The problem as the answer to this request, in the language it wants: a page for people, else JSON."""
    if shell.is_page(request) and request.accept_mimetypes.best_match([MEDIA_TYPE, "text/html"]) == "text/html":
        return shell.problem_page(problem)
    lang = wanted_language()
    body = problem.to_json(lang=lang, instance=f"urn:kravvakt:request:{g.get('request_id', '')}")
    answer = Response(body, status=problem.status, content_type=MEDIA_TYPE)
    answer.headers.extend(problem.headers)
    answer.headers["Content-Language"] = lang
    return answer
