"""A real server, the system's browser, and letters of every outcome that were sent through the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from service.config import load_settings
from service.security import SCOPES
from service.store.whole import Store
from tests.browser.browsing import (
    LETTERS,
    blank_scan,
    bundle,
    chromium,
    launch,
    letter_of,
    send,
    send_batch,
    sign_in,
    tiny_picture,
    until_result,
    visit,
)
from tests.service.jobs.serving import Server

NO_LIMITS: dict[str, Any] = {f"rate_{kind}": "100000/minute" for kind in ("upload", "quality", "default")}

SENT: dict[str, Any] = {
    "breach": LETTERS / "oppfolging-for-hoyt.pdf",
    "scanned": LETTERS / "skann-betalingsoppfordring.pdf",
    "clean": LETTERS / "lovlig-inkassovarsel.pdf",
    "questions": LETTERS / "kjopt-krav.pdf",
    "outside": LETTERS / "statlig-krav.pdf",
    "unreadable": blank_scan(),
}
"""Letters by what comes of them."""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server."""
    chromium()
    server = Server(tmp_path_factory.mktemp("served") / "data", **NO_LIMITS)
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="session")
def home(served: Server) -> str:
    """The address of the server."""
    return f"http://127.0.0.1:{served.port}"


@pytest.fixture(scope="session")
def key(served: Server) -> str:
    """A key of an organisation."""
    store = Store(load_settings(data_dir=served.data))
    try:
        return store.organisations.create_key("Rådgivningskontoret", scopes=tuple(SCOPES))[1]
    finally:
        store.close()


@pytest.fixture(scope="session")
def slow_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that never gets done with a scan."""
    folder = tmp_path_factory.mktemp("slow")
    program = folder / "tesseract"
    program.write_text(
        '#!/bin/sh\ncase "$1" in\n--version) echo "tesseract 5.3.0" ;;\n'
        "--list-langs) printf 'List of available languages (1):\\nnor\\n' ;;\n*) exec sleep 60 ;;\nesac\n"
    )
    program.chmod(0o755)
    server = Server(folder / "data", path=folder, workers=1, **NO_LIMITS)
    yield f"http://127.0.0.1:{server.port}"
    server.kill()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = launch(playwright)
    yield started
    started.close()


@pytest.fixture
def page(browser: Browser, home: str) -> Iterator[Page]:
    """A page of a telephone's width in a browser of its own."""
    with visit(browser, home, viewport={"width": 360, "height": 740}) as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Sent:
    """Letters that were sent: their ids by outcome (``draft``: pages not sent off yet; ``batch`` and ``asking``: an
    organisation's batch and a letter of it that needs a person), and the state of the browser they belong to, which is
    signed in.
    """

    ids: dict[str, str]
    state: Any


@pytest.fixture(scope="session")
def letters(browser: Browser, home: str, key: str) -> Sent:
    """Letters of every outcome."""
    with visit(browser, home) as opened:
        ids = {}
        for name, file in SENT.items():
            send(opened, file)
            ids[name] = until_result(opened)
        send(opened, tiny_picture())
        opened.wait_for_url("**/sider")
        ids["draft"] = letter_of(opened)
        sign_in(opened, key)
        ids["batch"] = send_batch(opened, bundle())
        opened.goto(f"/bunker/{ids['batch']}/gjennomgang")
        ids["asking"] = opened.url.split("?")[0].rsplit("/", 1)[1]
        return Sent(ids, opened.context.storage_state())


@pytest.fixture
def sent_page(browser: Browser, home: str, letters: Sent) -> Iterator[Page]:
    """A page of the browser that the letters belong to."""
    with visit(browser, home, storage_state=letters.state, viewport={"width": 360, "height": 740}) as opened:
        yield opened


@pytest.fixture(scope="session")
def photos() -> dict[str, Path]:
    """Pictures of letters."""
    return {
        "photo": LETTERS / "foto-betalingsoppfordring.jpg",
        "first": LETTERS / "foto-to-sider-side1.jpg",
        "second": LETTERS / "foto-to-sider-side2.jpg",
        "heic": LETTERS / "foto-inkassovarsel.heic",
    }
