"""The fixtures of the service's tests."""

from __future__ import annotations

from tests.service.houses import app, client, house, jobs, settings, store

__all__ = ["app", "client", "house", "jobs", "settings", "store"]
