"""The tables' history: one numbered step a change, from empty to now (Alembic).

`upgrade` is what the service does when it starts; ``alembic`` itself is not needed for that. A released step is never
changed.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

_FOLDER = Path(__file__).parent


def configuration() -> Config:
    """Alembic's settings, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the tables of ``engine`` to ``revision``. Does nothing when they are there already."""
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
