"""The service: command line, web pages and API over the reader and the checks. `create_app` makes the web app."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apiflask import APIFlask

    from service.config import Settings
    from service.jobs.dispatch import Jobs
    from service.store.whole import Store


def create_app(settings: Settings | None = None, *, store: Store | None = None, jobs: Jobs | None = None) -> APIFlask:
    """The web app, with its database brought up to date. Whoever serves it starts the jobs (`service.server`).

    ``store`` and ``jobs`` are made from the settings unless they are given.
    """
    # The command line imports this package and needs none of it.
    from service.app import make_app

    return make_app(settings, store=store, jobs=jobs)
