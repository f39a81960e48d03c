"""The app around the resources: problems everywhere, headers, who may call from where, rates, settings, operations."""

from __future__ import annotations

import json
import logging
import re
from functools import wraps
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from apiflask import APIFlask
from click.testing import CliRunner
from flask.testing import FlaskClient

from parsers.errors import EngineError, TesseractMissing, all_errors
from parsers.model import QualityIssue
from service import logs, operations
from service.cli import main
from service.config import Settings, WrongSetting, load_settings
from service.context import Services
from service.i18n import LANGUAGES, language, words
from service.problems import MEDIA_TYPE, statuses, title
from service.security import HEADERS, SCOPES
from tests.service.houses import TEXT_LETTER, DoneAtOnce, audited, form, make_app, send, told

# ------------------------------------------------------------------ problems


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/finnes-ikke", 404, "not_found"),
        ("PUT", "/api/v1/audits", 405, "method_not_allowed"),
        ("POST", "/api/v1/checks", 405, "method_not_allowed"),
        ("GET", "/api/v1/audits/00000000000000000000000000", 404, "not_found"),
        ("PATCH", "/api/v1/audits/00000000000000000000000000", 400, "bad_request"),
    ],
)
def test_every_refusal_is_a_problem(client: FlaskClient, method: str, path: str, status: int, code: str) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, MEDIA_TYPE)
    assert answer.json is not None
    assert answer.json["status"] == status
    assert answer.json["code"] == code
    assert answer.json["type"].endswith(code)
    if status == 405:
        assert answer.headers["Allow"]


def test_a_fault_of_ours_tells_nothing_but_where_to_look(
    client: FlaskClient, app: APIFlask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise ValueError("Kari Nordmann skylder 4711 kroner")

    monkeypatch.setitem(app.view_functions, "catalogue.checks", wraps(app.view_functions["catalogue.checks"])(broken))
    answer = client.get("/api/v1/checks", headers={"X-Request-Id": "spor-7"})
    assert (answer.status_code, told(answer)["code"]) == (500, "internal_error")
    assert "4711" not in answer.text
    assert told(answer)["instance"].endswith("spor-7")


def test_every_code_has_a_status_and_words_in_every_language() -> None:
    assert {error.code for error in all_errors()} <= statuses().keys()
    for lang in LANGUAGES:
        assert set(words(lang)["problems"]) == set(statuses())
        assert all(title(code, lang) for code in statuses())
        assert set(words(lang)["capture"]) == set(get_args(QualityIssue))


def test_the_codes_of_the_contract_are_there() -> None:
    assert {
        "unsupported_file_type", "file_too_large", "too_many_pages", "encrypted_pdf", "damaged_file", "empty_file",
        "image_too_large", "no_files", "unknown_field", "invalid_value", "not_found", "unauthorized", "rate_limited",
        "queue_full",
    } <= statuses().keys()  # fmt: skip


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("nn", "nn"), ("en-GB,nb;q=0.5", "en"), ("no", "nb"), ("nn-NO;q=0.9, en;q=0.1", "nn"), ("fr", "nb"), ("", "nb")],
)
def test_problems_come_in_the_language_asked_for(client: FlaskClient, accepted: str, expected: Any) -> None:
    answer = client.get("/api/v1/finnes-ikke", headers={"Accept-Language": accepted})
    assert told(answer)["title"] == title("not_found", expected)
    assert answer.headers["Content-Language"] == expected


def test_a_wish_counts_before_what_the_browser_says() -> None:
    assert language("en") == "en"
    assert language("de", None, "nn") == "nn"
    assert language() == "nb"


# ------------------------------------------------------------------ headers and other sites


def test_every_answer_carries_the_headers_that_protect_it(client: FlaskClient) -> None:
    for path in ("/api/v1/checks", "/api/v1/finnes-ikke", "/docs", "/healthz"):
        answer = client.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Request-Id"]
        assert "Strict-Transport-Security" not in answer.headers
    assert client.get("/api/v1/checks", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_what_a_letter_says_is_kept_by_no_cache(client: FlaskClient) -> None:
    place = f"/api/v1/audits/{audited(client, TEXT_LETTER)['id']}"
    for path in (place, f"{place}/pages/1", f"{place}/objection"):
        assert client.get(path).headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "https://ond.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_other_sites_cannot_send_or_change(client: FlaskClient, headers: dict[str, str], is_let_in: bool) -> None:
    answer = send(client, TEXT_LETTER, headers=headers)
    assert (answer.status_code != 403) is is_let_in
    if not is_let_in:
        assert told(answer)["code"] == "cross_site"


def test_other_sites_get_nothing_unless_they_are_let_in(tmp_path: Path, client: FlaskClient) -> None:
    origin = {"Origin": "https://raadgiver.example"}
    assert "Access-Control-Allow-Origin" not in client.get("/api/v1/checks", headers=origin).headers
    open_ = make_app(tmp_path / "other", cors_origins="https://raadgiver.example, https://b.example").test_client()
    answer = open_.get("/api/v1/checks", headers=origin)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://raadgiver.example"
    assert "Origin" in answer.headers["Vary"]
    asked = open_.options("/api/v1/audits", headers={**origin, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 200
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert send(open_, TEXT_LETTER, headers={**origin, "Sec-Fetch-Site": "cross-site"}).status_code == 202
    stranger = {"Origin": "https://ond.example"}
    assert "Access-Control-Allow-Origin" not in open_.get("/api/v1/checks", headers=stranger).headers


# ------------------------------------------------------------------ rates


def test_too_many_requests_are_refused_and_told_when_to_come_back(tmp_path: Path) -> None:
    app = make_app(tmp_path, rate_upload="3/minute", rate_default="5/minute")
    client = app.test_client()
    assert [send(client, TEXT_LETTER).status_code for _ in range(4)] == [202, 202, 202, 429]
    refused = send(client, TEXT_LETTER)
    assert told(refused)["code"] == "rate_limited"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert [client.get("/api/v1/checks").status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.get("/healthz").status_code == 200
    from_elsewhere = client.post("/api/v1/audits", **form(files=TEXT_LETTER), environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert from_elsewhere.status_code == 202


def test_addresses_behind_a_proxy_are_told_apart_only_when_it_is_trusted(tmp_path: Path) -> None:
    for proxies, expected in ((0, [202, 429]), (1, [202, 202])):
        client = make_app(tmp_path / str(proxies), rate_upload="1/minute", trusted_proxies=proxies).test_client()
        found = [
            send(client, TEXT_LETTER, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code
            for number in range(2)
        ]
        assert found == expected


# ------------------------------------------------------------------ operations


def test_health_and_readiness(client: FlaskClient, jobs: DoneAtOnce, monkeypatch: pytest.MonkeyPatch) -> None:
    operations._told.clear()
    monkeypatch.setattr(operations, "find_tesseract", FoundTesseract())
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, told(ready)["status"]) == (200, "ok")
    jobs.is_held = True
    assert client.get("/readyz").status_code == 503


class FoundTesseract:
    """Finds Tesseract, or fails to."""

    def __init__(self, error: EngineError | None = None) -> None:
        self.error = error

    def __call__(self) -> str:
        if self.error is not None:
            raise self.error
        return "tesseract"

    def cache_clear(self) -> None:
        """Nothing is kept."""


def test_readiness_names_what_is_missing(client: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    from service.store.errors import StorageUnavailable

    def broken() -> None:
        raise StorageUnavailable("full")

    operations._told.clear()
    monkeypatch.setattr(operations, "find_tesseract", FoundTesseract(TesseractMissing("gone")))
    monkeypatch.setattr(house.store.files, "check", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert told(answer)["checks"] == {
        "database": "ok",
        "storage": "storage_unavailable",
        "tesseract": "tesseract_missing",
        "workers": "ok",
    }
    operations._told.clear()


def test_figures_count_requests_and_letters_and_name_nobody(client: FlaskClient) -> None:
    report = audited(client, TEXT_LETTER)
    client.get(f"/api/v1/audits/{report['id']}")
    text = client.get("/metrics").text
    assert 'kravvakt_requests_total{method="GET",route="/api/v1/audits/<id_>",status="200"} 1.0' in text
    assert 'kravvakt_letters{state="done"} 1.0' in text
    for secret in (report["id"], "127.0.0.1", "side1.pdf"):
        assert secret not in text


def test_figures_can_be_kept_behind_a_token(tmp_path: Path) -> None:
    client = make_app(tmp_path, metrics_token="hemmelig").test_client()
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer hemmelig"}).status_code == 200


# ------------------------------------------------------------------ settings


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KRAVVAKT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KRAVVAKT_RETENTION_HOURS", "48")
    monkeypatch.setenv("KRAVVAKT_CORS_ORIGINS", "https://a.example, https://b.example")
    found = load_settings(port=9000)
    assert (found.retention_hours, found.port, found.data_dir) == (48, 9000, tmp_path)
    assert found.cors_origins == ["https://a.example", "https://b.example"]


@pytest.mark.parametrize(("name", "value"), [("PORT", "mange"), ("RETENTION_HOURS", "0"), ("LOG_LEVEL", "loud")])
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"KRAVVAKT_{name}", value)
    with pytest.raises(WrongSetting, match=f"KRAVVAKT_{name}"):
        load_settings()
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 2
    assert f"KRAVVAKT_{name}" in result.stderr


# ------------------------------------------------------------------ the log


def test_exceptions_are_logged_without_their_messages(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logs.configure("info", "json")
        try:
            raise ValueError("Kari Nordmann skylder 4711 kroner")
        except ValueError as error:
            logs.logger("test").error("failed", exc_info=error)
            logging.getLogger("library").exception("went wrong")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["error"] for line in lines] == ["ValueError", "ValueError"]
    assert all(re.match(r"test_app\.py:\d+", line["at"][-1]) for line in lines)
    assert "4711" not in json.dumps(lines)


# ------------------------------------------------------------------ keys on the command line


def test_keys_are_made_listed_and_revoked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KRAVVAKT_DATA_DIR", str(tmp_path))
    run = CliRunner().invoke
    made = json.loads(run(main, ["keys", "create", "Gjeldsrådgiverne", "--retention-hours", "100", "--json"]).stdout)
    assert made["key"].startswith("kv_")
    assert made["scopes"] == sorted(SCOPES)
    plain = run(main, ["keys", "create", "Gjeldsrådgiverne", "--scope", "audits:read"])
    assert plain.stdout.startswith("kv_")
    listed = json.loads(run(main, ["keys", "list", "--json"]).stdout)["keys"]
    assert [key["retention_hours"] for key in listed] == [100, 100]
    assert all("key" not in key for key in listed)
    assert run(main, ["keys", "revoke", made["id"]]).exit_code == 0
    assert run(main, ["keys", "revoke", made["id"]]).exit_code == 2
    assert "trukket tilbake" in run(main, ["keys", "list"]).stdout
    wrong = run(main, ["keys", "create", "A", "--scope", "alt"])
    assert wrong.exit_code == 2
    assert "audits:read" in wrong.stderr


def test_texts_of_the_service_have_the_same_keys_in_every_language() -> None:
    folder = Path(logs.__file__).parent / "words"
    texts = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder.glob("*.yaml")}
    assert set(texts) == set(LANGUAGES)
    shapes = [{part: sorted(texts[lang][part]) for part in ("problems", "capture")} for lang in LANGUAGES]
    assert shapes[0] == shapes[1] == shapes[2]


def test_letters_are_never_in_a_temporary_file(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was asked for")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert audited(client, TEXT_LETTER + bytes(3_000_000))["status"] == "done"
