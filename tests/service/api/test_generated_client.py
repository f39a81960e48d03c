"""A client made from the description by a generator we did not write does a whole audit with a real server."""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from service.api.openapi import OPENAPI_FILE
from tests.service.houses import TEXT_LETTER
from tests.service.jobs.serving import Server, fake_tesseract

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the server needs POSIX")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the generated package."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yaml").write_text("post_hooks: []\n")
    subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate", "--path", str(OPENAPI_FILE), "--meta", "none",
            "--output-path", str(folder / "generated_client"), "--config", str(folder / "config.yaml"),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    sys.path.insert(0, str(folder))
    yield "generated_client"
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    running = Server(folder / "data", path=fake_tesseract(folder / "bin"), workers=1)
    yield running
    running.kill()


def test_a_generated_client_sends_corrects_and_deletes(made: str, server: Server) -> None:
    def part(path: str) -> Any:
        return importlib.import_module(f"{made}.{path}")

    with part("client").Client(base_url=f"http://127.0.0.1:{server.port}", timeout=60.0) as client:
        letter = part("types").File(io.BytesIO(TEXT_LETTER), "brev.pdf", "application/pdf")
        body = part("models").SendLetterBody(files=[letter])
        report = part("api.audits.send_letter").sync(
            client=client, body=body, prefer="wait=30", idempotency_key="en-gang"
        )
        assert report.status == "done"
        known = part("models").Facts.from_dict({"known": {"collection_fee": "9000"}})
        told = part("api.audits.tell_facts").sync(report.id, client=client, body=known)
        assert told.outcome == "breaches"
        assert told.letter.fields["collection_fee"].value == "9000.00"
        assert part("api.audits.get_report").sync(report.id, client=client).amounts.contested == told.amounts.contested
        assert part("api.audits.delete_letter").sync_detailed(report.id, client=client).status_code == 204
        gone = part("api.audits.get_report").sync(report.id, client=client)
        assert gone.code == "not_found"
