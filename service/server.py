"""``kravvakt serve``: web page, API and workers in one process tree, until it is told to stop.

waitress answers the requests in threads; bodies stay in memory, never in temporary files. SIGTERM and SIGINT stop it
in order: no new requests, letters at hand are finished or given back, then the end. One server a data folder.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import waitress
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer

from service import logs
from service.app import make_app
from service.config import Settings
from service.context import services_of
from service.problems import MEDIA_TYPE, of_status

_log = logs.logger(__name__)

# Beyond any request the app takes, so that the app refuses it with its own words, once it was sent.
_MORE = 4_000_000


class _Refusal:
    """What waitress refuses by itself, told as the app tells its problems."""

    def __init__(self, error: Any) -> None:
        self._error = error

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:  # noqa: ARG002
        problem = of_status(self._error.code)
        status = f"{problem.status} {self._error.reason}"
        return status, [("Content-Type", MEDIA_TYPE)], problem.to_json().encode()


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    _refusal: _Refusal | None = None

    @property
    def error(self) -> _Refusal | None:
        return self._refusal

    @error.setter
    def error(self, error: Any) -> None:
        self._refusal = None if error is None else _Refusal(error)


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    parser_class = _Parser


class AlreadyServed(RuntimeError):  # noqa: N818 - says what is the case
    """Another server works on this data folder."""


def serve(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT. Raises ``AlreadyServed`` or ``OSError`` when it cannot begin."""
    logs.configure(settings.log_level, settings.log_format)
    os.umask(0o077)  # what is kept is ours alone
    with _alone(settings.data_dir):
        app = make_app(settings)
        body = settings.batch_megabytes * 1_000_000 + _MORE
        jobs = services_of(app).jobs
        server = waitress.create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            max_request_body_size=body,
            inbuf_overflow=body,
            outbuf_overflow=body,
            connection_limit=max(100, 4 * settings.threads),
            ident=None,
            clear_untrusted_proxy_headers=False,
        )
        BaseWSGIServer.channel_class = _Channel
        jobs.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        _log.info("serving", host=settings.host, port=server.effective_port, workers=settings.workers)
        try:
            server.run()
        finally:
            server.close()
            jobs.stop()
            services_of(app).store.close()
            _log.info("stopped")


def _stop(number: int, _frame: FrameType | None) -> None:
    _log.info("stopping", signal=signal.Signals(number).name)
    raise SystemExit(0)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the data folder. The hold ends with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / "serving", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AlreadyServed(str(folder)) from error
    try:
        yield
    finally:
        os.close(descriptor)
