"""Options of the whole suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two switches that rewrite what tests compare with (`tests/golden`)."""
    group = parser.getgroup("goldens")
    group.addoption("--update-goldens", action="store_true", help="write tests/golden/expected anew; review the diff")
    group.addoption(
        "--record-ocr",
        action="store_true",
        help="with --update-goldens: run Tesseract and write tests/golden/recordings anew as well",
    )
