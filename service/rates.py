"""How often one sender may ask, told apart by API key, else by address. Counted in memory, forgotten with the window.

Each view belongs to a class of requests (`service.security.access`), and each class has its setting.
"""

from __future__ import annotations

import time

from flask import Flask, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from service.config import Settings
from service.problems import Problem
from service.security import Rate, caller, declared_access

_SIGN_IN = "10/minute"
"""Keys one address may try. No setting: people sign in once, and keys are too long to be guessed anyway."""


def limit(app: Flask, settings: Settings) -> None:
    """Refuses requests beyond the settings' rates with ``rate_limited``. Comes after the caller is known."""
    limiter = MovingWindowRateLimiter(MemoryStorage())
    rates: dict[Rate, RateLimitItem] = {
        "upload": parse(settings.rate_upload),
        "quality": parse(settings.rate_quality),
        "sign_in": parse(_SIGN_IN),
        "default": parse(settings.rate_default),
    }

    @app.before_request
    def count_request() -> None:
        if request.endpoint is None or request.method == "OPTIONS":
            return
        declared = declared_access(app.view_functions[request.endpoint])
        rate = declared.rate if declared is not None else "default"
        if rate is None:
            return
        item, who = rates[rate], caller().key_id or request.remote_addr or ""
        if not limiter.hit(item, rate, who):
            wait = limiter.get_window_stats(item, rate, who).reset_time - time.time()
            raise Problem("rate_limited", headers={"Retry-After": str(max(1, round(wait)))})
