"""The app for another WSGI server: ``gunicorn --workers 1 --threads 16 service.wsgi:application``.

One process, since the workers that read letters belong to it and one server alone holds a data folder.
"""

from __future__ import annotations

import atexit

from service import logs
from service.app import make_app
from service.config import load_settings
from service.context import services_of

_settings = load_settings()
logs.configure(_settings.log_level, _settings.log_format)
application = make_app(_settings)
services_of(application).jobs.start()
atexit.register(services_of(application).jobs.stop)
