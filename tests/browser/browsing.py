"""The system's Chromium, and what tests ask of a page in it: its letters, its width, its manners.

Chromium is the system's own package; nothing is downloaded. What a page asks of anybody else, and what its console
complains of (a script or style that the policy forbids, an error), is held against every test.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Playwright

LETTERS = Path(__file__).resolve().parents[2] / "samples" / "letters"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb")
INSTALL = "sudo apt-get install -y --no-install-recommends chromium   (Ubuntu: playwright install --with-deps chromium)"
OWN = Path.home() / ".cache" / "ms-playwright"
PATIENCE = 60_000
"""Milliseconds a page may take: machines that read photos at the same time are slow."""

_axe = Axe()


def chromium() -> str:
    """Where the browser is. Fails the test with the command that brings it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    own = sorted(OWN.glob("chromium-*/chrome-linux*/chrome"))
    if own:
        return str(own[-1])
    pytest.fail(f"The tests of the pages need Chromium:\n\n  {INSTALL}\n\nWithout it: pytest --no-browser")


def launch(playwright: Playwright) -> Browser:
    """A browser of its own."""
    return playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)


class Manners:
    """What a browser's pages did that they must not do."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.faults: list[str] = []
        self._home = home
        context.set_default_timeout(PATIENCE)
        context.on("request", self._requested)
        context.on("console", lambda said: self._said(said.type, said.text))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))

    def _requested(self, request: Any) -> None:
        if not request.url.startswith((self._home, "data:", "blob:")):
            self.faults.append(f"asks somebody else: {request.url}")

    def _said(self, kind: str, text: str) -> None:
        # That a page was answered with 404 or 422 is what some tests are about.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.faults.append(text)


@contextmanager
def visit(browser: Browser, home: str, **how: Any) -> Iterator[Page]:
    """A page in a browser that has no letters yet, and that speaks bokmål. Its manners are judged at the end."""
    context = browser.new_context(**{"base_url": home, "locale": "nb-NO", **how})
    manners = Manners(context, home)
    try:
        yield context.new_page()
        assert manners.faults == []
    finally:
        context.close()


def complaints(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong with the page as it is; only of these rules when some are given."""
    options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else None
    found = _axe.run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {' '.join(node['target'][0].split())}: {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """What makes the page wider than the screen, by its own words; empty when nothing has to be scrolled sideways."""
    found: list[str] = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            const out = [...document.querySelectorAll('body *')].filter((one) =>
                one.getBoundingClientRect().right > room + 1 && !one.closest('.scroll, .hidden, .skip, svg svg'));
            return [`${document.documentElement.scrollWidth} > ${room}`,
                ...out.slice(-5).map((one) =>
                    `${one.tagName}.${one.getAttribute('class')}: ${one.textContent.trim().slice(0, 40)}`)];
        }"""
    )
    return found


def send(page: Page, *files: Path | FilePayload) -> None:
    """Chooses the files in the form and sends it."""
    page.goto("/")
    chosen = [file(one.name, _kind(one), one.read_bytes()) if isinstance(one, Path) else one for one in files]
    page.set_input_files("#filer", chosen)
    page.locator("#brev button[type=submit]").click()


def until_result(page: Page) -> str:
    """Waits for the result that the browser is on its way to: the letter's id."""
    page.wait_for_url(re.compile(r"/brev/[0-9A-Z]{26}(\?.*)?(#.*)?$"))
    return letter_of(page)


def letter_of(page: Page) -> str:
    """The id of the letter that the page is about."""
    found = re.search(r"/brev/([0-9A-Z]{26})", page.url)
    assert found, page.url
    return found[1]


def send_pages(page: Page) -> str:
    """On the page of the pages: all are there. The letter's id."""
    page.locator("button[value=send]").click()
    return until_result(page)


def _kind(path: Path) -> str:
    return {".pdf": "application/pdf", ".heic": "image/heic"}.get(path.suffix, "image/jpeg")


def file(name: str, kind: str, data: bytes) -> FilePayload:
    """A file as a person chooses it."""
    return {"name": name, "mimeType": kind, "buffer": data}


def blank_scan() -> FilePayload:
    """A scanned page without anything on it."""
    written = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(written, "PDF", resolution=150)
    return file("tom.pdf", "application/pdf", written.getvalue())


def tiny_picture() -> FilePayload:
    """A picture in which nothing can be read."""
    written = io.BytesIO()
    Image.new("RGB", (320, 420), "#777777").save(written, "JPEG")
    return file("liten.jpg", "image/jpeg", written.getvalue())


def archive() -> FilePayload:
    """A file that is no letter."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("brev.txt", "Hei")
    return file("brev.docx", "application/zip", written.getvalue())


def bundle() -> FilePayload:
    """A ZIP file with letters that ask, that are wrong and that are not, a file that cannot be read, and a copy."""
    names = ("kjopt-krav.pdf", "oppfolging-for-hoyt.pdf", "lovlig-inkassovarsel.pdf", "statlig-krav.pdf")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name in names:
            packed.writestr(name, (LETTERS / name).read_bytes())
        packed.writestr("kopi.pdf", (LETTERS / names[0]).read_bytes())
        packed.writestr("et-annet-krav.pdf", (LETTERS / names[0]).read_bytes() + b"\n%")
        packed.writestr("rart.txt", "Hei")
    return file("brev.zip", "application/zip", written.getvalue())


def sign_in(page: Page, key: str) -> None:
    """Signs the organisation of the key in."""
    page.goto("/logg-inn")
    page.locator("#nokkel").fill(key)
    page.locator("main form button").click()
    page.wait_for_url("**/bunker")


def send_batch(page: Page, *files: FilePayload) -> str:
    """Sends files as a batch and waits until it is read: its id."""
    page.goto("/bunker")
    page.set_input_files("#brevene", list(files))
    page.locator("main form button.main").click()
    page.wait_for_url(re.compile(r"/bunker/[0-9A-Z]{26}"))
    for _ in range(PATIENCE // 250):
        if not page.locator("#steg").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    return page.url.split("?")[0].rsplit("/", 1)[1]
