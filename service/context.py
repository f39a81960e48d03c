"""What a request finds: the settings, what is kept, who does the work and the figures, made once for each app."""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass

from flask import Flask, current_app, request

from service.config import Settings
from service.i18n import Language, language
from service.jobs.dispatch import Jobs
from service.metrics import Metrics
from service.security import caller
from service.store.whole import Store

_NAME = "kravvakt"


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a view may need."""

    settings: Settings
    store: Store
    jobs: Jobs
    metrics: Metrics
    #: Requests that may wait for a report at the same time; the other threads keep answering.
    waiters: threading.Semaphore


def attach(app: Flask, services: Services) -> None:
    """Gives the app its services."""
    app.extensions[_NAME] = services


def services_of(app: Flask) -> Services:
    """The services of an app."""
    found: Services = app.extensions[_NAME]
    return found


def services() -> Services:
    """The services of the app that answers this request."""
    return services_of(current_app)


def wanted_language(*wishes: str | None) -> Language:
    """The language of the answer: a wish, else ``?lang=``, else ``Accept-Language``, else bokmål."""
    return language(*wishes, request.args.get("lang"), accept=request.accept_languages)


def sender() -> str:
    """Tells senders apart for a fair order, without naming them: a keyed digest of the organisation or the address."""
    who = caller().organisation_id or f"address:{request.remote_addr}"
    return hmac.digest(services().settings.secret, f"sender:{who}".encode(), "sha256").hex()[:32]
