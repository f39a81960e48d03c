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

import waitress
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer
from waitress.task import ErrorTask

from service import logs
from service.app import make_app
from service.config import Settings
from service.context import services_of
from service.problems import MEDIA_TYPE, of_status

_log = logs.logger(__name__)

# Beyond any request the app takes, so that the app refuses it with its own words, once it was sent.
_MORE = 4_000_000


class _RefusalTask(ErrorTask):
    """What waitress refuses by itself, told as the app tells its problems."""

    def execute(self) -> None:
        error = self.request.error
        problem = of_status(error.code)
        body = problem.to_json().encode()
        self.status = f"{problem.status} {error.reason}"
        self.response_headers.append(("Content-Type", MEDIA_TYPE))
        self.content_length = len(body)
        self.set_close_on_finish()
        self.write(body)


class _Channel(HTTPChannel):
    error_task_class = _RefusalTask


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
        _log.info("serving", host=settings.host, port=_port(server), workers=settings.workers)
        try:
            server.run()
        finally:
            server.close()
            jobs.stop()
            services_of(app).store.close()
            _log.info("stopped")


def _port(server: BaseWSGIServer | MultiSocketServer) -> int:
    """The port; the first of them where the host has more than one address, as localhost often has."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.effective_port)


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
