"""What the service says of itself is so: hours and versions from where they are decided, calls that run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from apiflask import APIFlask
from flask.testing import FlaskClient

from checks.law import default_law
from service.web import about
from tests.service.houses import make_app
from tests.service.web.reading import Look, Page

PATHS = ("/personvern", "/om", "/tilgjengelighet", "/organisasjoner", "/sjekker", "/satser", "/regn/rente")


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_whole_in_every_language_and_leads_to_the_others(look: Look, path: str, lang: str) -> None:
    page = look(f"{path}?lang={lang}")
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert set(page.refers) <= set(page.ids)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert {"/personvern", "/om", "/sjekker", "/satser", "/tilgjengelighet", "/organisasjoner"} <= set(page.links)
    assert not re.findall(r"\{[a-z_]+\}", page.text)
    assert not [values for _, values in page.tags if "style" in values or "onclick" in values]


@pytest.mark.parametrize(("hours", "words"), [(24, "24 timer"), (2, "2 timer")])
def test_privacy_tells_the_hours_of_the_settings(tmp_path: Path, hours: int, words: str) -> None:
    app = make_app(tmp_path / "other", retention_hours=hours)
    text = Page(app.test_client().get("/personvern")).text
    assert text.count(words) == 2


def test_privacy_tells_of_the_one_cookie_there_is(look: Look, client: FlaskClient) -> None:
    client.get("/?lang=nn")
    assert [cookie.key for cookie in (client._cookies or {}).values()] == ["kravvakt"]
    assert "30 dager" in look("/personvern?lang=nb").text


def test_about_tells_the_rule_set(look: Look) -> None:
    assert f"Regelsett {default_law().version}" in look("/om").text


def test_accuracy_is_shown_with_its_day_or_not_at_all(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"quality": "photo", "letters": 50, "fields": 97.1, "sure": 99.8, "found": 91, "accused": 0}
    monkeypatch.setattr(about, "accuracy", lambda: {"measured": default_law().law_as_of, "rows": [row]})
    text = look("/om").text
    assert "97,1 %" in text
    assert "Målt" in text
    assert "Feil som ble funnet" in text
    unknown = {**row, "found": None}
    monkeypatch.setattr(about, "accuracy", lambda: {"measured": default_law().law_as_of, "rows": [unknown]})
    assert "Feil som ble funnet" not in look("/om").text
    monkeypatch.setattr(about, "accuracy", lambda: {"measured": None, "rows": [row]})
    assert "97,1 %" not in look("/om").text


def test_the_file_of_accuracy_has_the_rows_the_page_shows() -> None:
    found = yaml.safe_load((Path(about.__file__).parent / "accuracy.yaml").read_text(encoding="utf-8"))
    assert [row["quality"] for row in found["rows"]] == ["text", "scan", "photo"]
    assert all(row.keys() == {"quality", "letters", "fields", "sure", "found", "accused"} for row in found["rows"])


def test_the_examples_of_calls_name_routes_that_exist(look: Look, app: APIFlask) -> None:
    page = look("/organisasjoner")
    calls = re.findall(r"<code>(curl .*?)</code>", page.markup, re.DOTALL)
    assert calls
    adapter = app.url_map.bind("localhost")
    for block in calls:
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            parts = shlex.split(line)
            (address,) = [part for part in parts if part.startswith("http")]
            default = "POST" if "-F" in parts else "GET"
            method = parts[parts.index("-X") + 1] if "-X" in parts else default
            path = address.removeprefix("http://localhost")
            assert adapter.match(path.replace("/ID", "/" + "A" * 26), method=method)
