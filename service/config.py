"""Every setting of the service, in one place: typed, with its default, set by environment variables ``KRAVVAKT_*``.

``KRAVVAKT_RETENTION_HOURS=48`` sets ``retention_hours``. A wrong value stops the start with the name of the variable.
Not here: limits of one letter (`parsers.limits`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic.functional_validators import BeforeValidator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from checks.errors import LawDataError
from checks.law import begin_new_act, default_law

Hours = Annotated[int, Field(ge=1, le=24 * 366)]


def _split(value: object) -> object:
    """A list written with commas; what is a list already stays."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _day(value: object) -> object:
    """A day as YYYY-MM-DD and nothing else; nothing at all is no day."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        raise ValueError("write the day as YYYY-MM-DD, for example 2027-01-01")
    return value.strip()


def _data_home() -> Path:
    """Where programs of a person keep their data (XDG base directories)."""
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "kravvakt"


class Settings(BaseSettings):
    """What whoever runs the service decides."""

    model_config = SettingsConfigDict(env_prefix="KRAVVAKT_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    threads: int = Field(16, ge=4, le=256, description="Requests answered at the same time.")
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="How many proxies in front set X-Forwarded-For, -Proto and -Host."
    )
    data_dir: Path = Field(
        default_factory=_data_home, description="Folder of the database, the letters and the secret. Only ours."
    )
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty for SQLite in the data folder."
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Secret that letters' keys are wrapped with; without it one is made and kept in the data folder.",
    )
    workers: int = Field(
        default_factory=lambda: max(1, os.cpu_count() or 1), ge=1, le=64, description="Letters read at the same time."
    )
    quick_workers: int = Field(1, ge=1, le=16, description="Processes that look at uploads and at photo quality.")
    sandbox: bool = Field(True, description="Whether letters are opened in a child process with limits.")
    retention_hours: Hours = Field(24, description="Hours after which a person's letter is deleted by itself.")
    anonymous: bool = Field(True, description="Whether letters are taken without an API key.")
    queue_limit: int = Field(500, ge=1, description="Letters that may wait; more are refused with queue_full.")
    batch_megabytes: int = Field(
        60, ge=20, le=2000, description="How large a batch sent to the API may be, in megabytes; it is held in memory."
    )
    batch_letters: int = Field(1000, ge=1, le=20_000, description="Letters one batch may hold.")
    batch_queue_limit: int = Field(
        5000, ge=1, description="Letters of batches that may wait; batches beyond it are refused with queue_full."
    )
    max_wait_seconds: int = Field(
        30, ge=0, le=120, description="The longest wait a request may ask for (Prefer: wait)."
    )
    max_attempts: int = Field(
        3, ge=1, le=10, description="How often a letter may take its process down before it fails."
    )
    lease_seconds: int = Field(30, ge=5, le=600, description="How long a letter stays taken without a sign of life.")
    sweep_seconds: int = Field(60, ge=1, description="How often letters that are due are deleted.")
    orphan_minutes: int = Field(15, ge=1, description="Age at which a file that no letter owns is removed.")
    cors_origins: Annotated[list[str], NoDecode, BeforeValidator(_split)] = Field(
        default_factory=list, description="Origins of other sites whose pages may call the API, with commas between."
    )
    rate_upload: str = Field("120/minute", description="Letters one address or key may send.")
    rate_quality: str = Field("240/minute", description="Pictures one address or key may have looked at.")
    rate_default: str = Field("6000/minute", description="All other requests of one address or key.")
    metrics_token: SecretStr | None = Field(None, description="If set, /metrics asks for it as a bearer token.")
    new_act_in_force: Annotated[dt.date | None, BeforeValidator(_day)] = Field(
        None, description="First day of the inkassolov of 2026 (YYYY-MM-DD); unset while the King has not decided."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    log_format: Literal["json", "text"] = Field("json", description="How the log is written.")

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'kravvakt.db'}"

    @property
    def is_alone(self) -> bool:
        """Whether nobody but this server works on the letters: the database is the one in our own folder."""
        return not self.database_url

    @property
    def files_dir(self) -> Path:
        """Where the letters' files are."""
        return self.data_dir / "files"

    @cached_property
    def secret(self) -> bytes:
        """The secret of this installation: the setting, else a file in the data folder that only we may read."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        return _kept_secret(self.data_dir / "secret")


def _kept_secret(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    draft = path.with_name(f"secret.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
    # Whoever comes first decides: a link never replaces what is there.
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
    return path.read_bytes()


def load_settings(**overrides: Any) -> Settings:  # whatever was typed: pydantic looks at each value
    """The settings of the environment, with those given in their place. Raises ``WrongSetting``."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        wrong = "; ".join(
            f"KRAVVAKT_{'_'.join(str(part) for part in problem['loc']).upper()}: "
            f"{problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        )
        raise WrongSetting(wrong) from error


def commence(new_act_in_force: dt.date | None) -> None:
    """Lets the inkassolov of 2026 govern letters sent from that day on; ``None`` leaves it off.

    For every process that judges letters or shows the law, before it does. Raises ``WrongSetting`` for a day before
    the act was adopted.
    """
    if new_act_in_force == default_law().new_act_in_force:
        return
    try:
        begin_new_act(new_act_in_force)
    except LawDataError as error:
        raise WrongSetting(f"KRAVVAKT_NEW_ACT_IN_FORCE: {error}") from error


class WrongSetting(ValueError):  # noqa: N818 - says what is the case
    """A setting that cannot be what it was set to. The text names the variable."""
