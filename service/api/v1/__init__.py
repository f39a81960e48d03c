"""Version 1, under ``/api/v1``. It grows; nothing in it is renamed or removed."""

from __future__ import annotations

from apiflask import APIFlask

PREFIX = "/api/v1"


def register(app: APIFlask) -> None:
    """Puts all resources on the app."""
    from service.api.v1 import audits, batches, calculators, catalogue, quality

    for resource in (audits, batches, quality, catalogue, calculators):
        app.register_blueprint(resource.bp, url_prefix=PREFIX)
