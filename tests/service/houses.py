"""Apps and stores for the tests of the service, and jobs that are done at once in the same process."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from parsers import capture, intake
from parsers.capture import Look, Sight
from parsers.intake import InputFile
from service import create_app
from service.config import Settings, load_settings
from service.context import Services, services_of
from service.jobs.tasks import Ending, run_audit
from service.store.whole import Store

LETTERS = Path(__file__).resolve().parents[2] / "samples" / "letters"
TEXT_LETTER = (LETTERS / "lovlig-betalingsoppfordring.pdf").read_bytes()
WRONG_LETTER = (LETTERS / "oppfolging-for-hoyt.pdf").read_bytes()
PHOTO = (LETTERS / "foto-betalingsoppfordring.jpg").read_bytes()


@dataclass
class DoneAtOnce:
    """Jobs that are done when they are told of, unless they are held back. ``endings`` says how each run ended."""

    store: Store
    is_held: bool = False
    endings: list[Ending] = field(default_factory=list)

    def start(self) -> None:
        self.notify()

    def stop(self) -> None:
        self.is_held = True

    def notify(self) -> None:
        while not self.is_held and (lease := self.store.queue.take()) is not None:
            self.endings.append(run_audit(self.store, lease, sandbox=False))

    def wait(self, audit_id: str, seconds: float) -> bool:
        return self.store.audits.row(audit_id).status in ("done", "failed")

    def inspect(self, files: Sequence[InputFile]) -> int:
        return sum(upload.pages for upload in intake.load(files))

    def look(self, file: InputFile) -> Look:
        return capture.look(file)

    def sight(self, file: InputFile) -> Sight:
        return capture.sight(file)

    def is_alive(self) -> bool:
        return not self.is_held


def make_settings(folder: Path, **changes: Any) -> Settings:
    """Settings of a service whose data are in the folder."""
    return load_settings(**{"data_dir": folder, "workers": 1, "threads": 8, **changes})


def make_app(folder: Path, **changes: Any) -> APIFlask:
    """An app whose jobs are done at once."""
    settings = make_settings(folder, **changes)
    store = Store(settings)
    app = create_app(settings, store=store, jobs=DoneAtOnce(store))
    app.testing = False  # faults are answered, as they are to people
    return app


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path / "data")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[APIFlask]:
    made = make_app(tmp_path / "data")
    yield made
    services_of(made).store.close()


@pytest.fixture
def house(app: APIFlask) -> Services:
    return services_of(app)


@pytest.fixture
def jobs(house: Services) -> DoneAtOnce:
    assert isinstance(house.jobs, DoneAtOnce)
    return house.jobs


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    return app.test_client()


def form(**fields: Any) -> dict[str, Any]:
    """A multipart form; bytes are sent as files. In memory, unlike the test client's own."""
    parts = {
        name: FileStorage(io.BytesIO(value), "fil") if isinstance(value, bytes) else value
        for name, value in fields.items()
    }
    boundary, body = encode_multipart(parts)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def send(client: FlaskClient, *data: bytes, headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
    """Sends the files of one letter."""
    files = [FileStorage(io.BytesIO(one), f"side{number}.pdf") for number, one in enumerate(data, start=1)]
    return client.post("/api/v1/audits", **form(files=files, **fields), headers=headers or {})


def told(answer: TestResponse) -> dict[str, Any]:
    """The JSON object that an answer is."""
    assert isinstance(answer.json, dict), answer.text
    return answer.json


def audited(client: FlaskClient, *data: bytes, **fields: Any) -> dict[str, Any]:
    """The report of a letter that is sent."""
    answer = send(client, *data, headers={"Prefer": "wait=10"}, **fields)
    assert answer.status_code == 200, answer.text
    return told(answer)
