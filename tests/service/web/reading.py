"""Letters sent through the form, and what a page of the service holds, as a person or a machine finds it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from tests.service.houses import WRONG_LETTER, form

Sent = Callable[..., str]


class Page(HTMLParser):
    """What a page holds: its text, its form fields by name, the addresses it leads to, ids and language."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__(convert_charrefs=True)
        self.status = answer.status_code
        self.fields: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._text: list[str] = []
        self._in_area = ""
        self.feed(answer.text)
        self.text = re.sub(r"\s+", " ", "".join(self._text)).replace("\u00a0", " ")
        self.markup = html.unescape(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.refers += values.get(name, "").split()
        if tag == "a":
            self.links.append(values.get("href", ""))
        if tag == "input" and values.get("type") in ("checkbox", "radio") and "checked" not in values:
            return
        if tag == "input":
            self.fields.setdefault(values.get("name", ""), []).append(values.get("value", ""))
        if tag == "textarea":
            self._in_area = values.get("name", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._in_area = ""

    def handle_data(self, data: str) -> None:
        if self._in_area:
            self.fields.setdefault(self._in_area, []).append(data)
        self._text.append(data)


Look = Callable[..., Page]


@pytest.fixture
def sent(client: FlaskClient) -> Sent:
    """Sends a letter through the form (one that demands too much, unless another is given): its id."""

    def send(data: bytes = WRONG_LETTER, *, lang: str = "nb") -> str:
        answer = client.post(f"/brev?lang={lang}", **form(files=FileStorage(io.BytesIO(data), "brev.pdf")))
        found = re.search(r"/brev/([0-9A-Z]{26})", answer.headers.get("Location", ""))
        assert found, answer.text
        return found[1]

    return send


@pytest.fixture
def look(client: FlaskClient) -> Look:
    """Gets a page, or posts fields to it."""

    def get(path: str, data: dict[str, object] | None = None, *, status: int = 200) -> Page:
        answer = client.get(path) if data is None else client.post(path, data=data)
        assert answer.status_code == status, answer.text[:400]
        return Page(answer)

    return get
