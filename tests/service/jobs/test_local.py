"""Workers of this machine: a real server, read from outside."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.houses import TEXT_LETTER
from tests.service.jobs.serving import Server, children, fake_tesseract, is_alive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes by /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    running = Server(folder / "data", path=fake_tesseract(folder / "bin"), workers=2, lease_seconds=5)
    yield running
    running.kill()


def report(server: Server, place: str) -> dict[str, object]:
    """The finished report."""
    for _ in range(600):
        status, _, body = server.call("GET", place)
        found: dict[str, object] = json.loads(body)
        if status != 200 or found["status"] in ("done", "failed"):
            return found
        time.sleep(0.1)
    raise AssertionError("never finished")


def family(process: int) -> list[int]:
    """All descendants of a process."""
    return [one for child in children(process) for one in (child, *family(child))]


def test_a_letter_is_read_and_its_report_given_while_the_sender_waits(server: Server) -> None:
    status, headers, found = server.send(TEXT_LETTER, Prefer="wait=30")
    assert (status, found["status"]) == (200, "done")
    assert headers["Location"].endswith(str(found["id"]))


def test_it_becomes_ready(server: Server) -> None:
    for _ in range(300):
        status, _, body = server.call("GET", "/readyz")
        if status == 200:
            break
        time.sleep(0.1)
    assert json.loads(body) == {
        "status": "ok",
        "checks": {"database": "ok", "storage": "ok", "tesseract": "ok", "workers": "ok"},
    }


def test_more_than_the_app_takes_is_refused_in_its_own_words(server: Server) -> None:
    for size in (25_000_000, 60_000_000):
        status, headers, body = server.send(bytes(size))
        assert (status, headers["Content-Type"]) == (413, "application/problem+json")
        assert body["code"] == "file_too_large"


def test_what_is_no_http_is_refused_as_a_problem(server: Server) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nContent-Length: mye\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(4096), b"")).decode()
    assert answer.startswith(("HTTP/1.1 400", "HTTP/1.0 400"))
    assert "application/problem+json" in answer
    assert '"code": "bad_request"' in answer


def test_a_host_with_more_than_one_address_is_served_and_stopped_in_order(tmp_path: Path) -> None:
    running = Server(tmp_path / "data", path=fake_tesseract(tmp_path / "bin"), workers=1, host="*")
    try:
        assert running.call("GET", "/healthz")[0] == 200
        assert running.stop() == 0
        assert running.log[-1]["event"] == "stopped"
    finally:
        running.kill()


def test_nobody_else_works_on_the_same_folder(server: Server) -> None:
    import subprocess

    environment = {**os.environ, "KRAVVAKT_DATA_DIR": str(server.data), "PYTHONPATH": str(Path.cwd())}
    second = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", "0"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 2
    assert "kravvakt serve" in second.stderr


def test_the_log_names_requests_and_letters_and_quotes_nothing(server: Server) -> None:
    _, _, found = server.send(TEXT_LETTER, Prefer="wait=30", X_Request_Id="spor-1")
    lines = [line for line in server.log if line.get("request") == "spor-1"]
    assert {line["event"] for line in lines} >= {"accepted", "request"}
    text = json.dumps(server.log, ensure_ascii=False)
    assert str(found["id"]) not in text
    assert str(found["id"])[:8] in text
    letter = found["letter"]
    assert isinstance(letter, dict)
    for name in ("creditor", "collector", "case_number", "kid"):
        if name in letter["fields"]:
            assert str(letter["fields"][name]["value"]) not in text


def test_a_worker_that_dies_is_replaced_and_its_letter_read(server: Server) -> None:
    (nursery,) = children(server.process.pid)
    for worker in list(children(nursery)):
        os.kill(worker, signal.SIGKILL)
    _, _, found = server.send(TEXT_LETTER, Prefer="wait=30")
    assert found["status"] == "done"


def test_no_process_outlives_the_server(server: Server) -> None:
    before = family(server.process.pid)
    assert before
    server.send(TEXT_LETTER)
    server.kill()
    deadline = time.monotonic() + 10
    while any(is_alive(process) for process in before) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [process for process in before if is_alive(process)] == []
    server.start()


def test_sigterm_stops_in_order_and_the_next_start_takes_up_what_waits(server: Server) -> None:
    places = [server.send(TEXT_LETTER)[1]["Location"] for _ in range(6)]
    assert server.stop() == 0
    assert server.log[-1]["event"] == "stopped"
    server.start()
    assert [report(server, place)["status"] for place in places] == ["done"] * 6
