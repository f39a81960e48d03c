"""A real server in a process of its own, for tests that kill it; and a Tesseract that answers at once."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]

_FAKE_TESSERACT = """#!/bin/sh
case "$1" in
--version) echo "tesseract 5.3.0" ;;
--list-langs) printf 'List of available languages (1):\\nnor\\n' ;;
*)
    cat >/dev/null
    sleep 0.3
    printf 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n'
    printf '5\\t1\\t1\\t1\\t1\\t1\\t100\\t100\\t300\\t40\\t96\\tInkassovarsel\\n'
    ;;
esac
"""


def fake_tesseract(folder: Path) -> Path:
    """A folder for the front of the path, with a program that answers like Tesseract."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "tesseract"
    program.write_text(_FAKE_TESSERACT)
    program.chmod(0o755)
    return folder


class Server:
    """``kravvakt serve`` on a data folder. ``log`` holds the lines it wrote."""

    def __init__(self, data: Path, *, path: Path | None = None, **settings: object) -> None:
        self.data = data
        self.log: list[dict[str, Any]] = []
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("KRAVVAKT_")},
            "PYTHONPATH": str(ROOT),
            "KRAVVAKT_DATA_DIR": str(data),
            **{f"KRAVVAKT_{name.upper()}": str(value) for name, value in settings.items()},
        }
        if path is not None:
            self._environment["PATH"] = f"{path}{os.pathsep}{os.environ['PATH']}"
        self._port = threading.Event()
        self.port = 0
        self.start()

    def start(self) -> None:
        """Starts it, and waits until it listens."""
        self._port.clear()
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", str(self.port)],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()
        if not self._port.wait(90):
            self.kill()
            raise AssertionError(self.log[-5:])

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        with process.stderr as lines:
            for line in lines:
                try:
                    entry = json.loads(line)
                except ValueError:
                    entry = {"text": line}
                self.log.append(entry)
                if entry.get("event") == "serving":
                    self.port = int(entry["port"])
                    self._port.set()

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """An HTTP request: status, headers and body. Raises ``OSError`` when nobody answers."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=body, method=method, headers=dict(headers or {})
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read()

    def send(self, *files: bytes, **headers: str) -> tuple[int, Mapping[str, str], dict[str, Any]]:
        """Sends a letter."""
        boundary = uuid.uuid4().hex
        parts = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{number}"\r\n\r\n'.encode()
            + data
            + b"\r\n"
            for number, data in enumerate(files, start=1)
        )
        status, answered, body = self.call(
            "POST",
            "/api/v1/audits",
            parts + f"--{boundary}--\r\n".encode(),
            {
                "Content-Type": f"multipart/form-data; boundary={boundary}",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        return status, answered, json.loads(body)

    def kill(self) -> None:
        """As when the power goes."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join(10)

    def stop(self) -> int:
        """As a service manager does; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(60)
        self._reader.join(10)
        return status


def children(process: int) -> Iterator[int]:
    """The processes that a process started and that still live (Linux)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == process and fields[0] != "Z":
                yield int(stat.parent.name)


def is_alive(process: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
