"""Options of the whole suite."""

from __future__ import annotations

from pathlib import Path

import pytest

_BROWSER = Path(__file__).parent / "browser"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two switches that rewrite what tests compare with (`tests/golden`), and one for machines without Chromium."""
    parser.addoption("--no-browser", action="store_true", help="leave out tests/browser, which needs Chromium")
    group = parser.getgroup("goldens")
    group.addoption("--update-goldens", action="store_true", help="write tests/golden/expected anew; review the diff")
    group.addoption(
        "--record-ocr",
        action="store_true",
        help="with --update-goldens: run Tesseract and write tests/golden/recordings anew as well",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what needs a browser, when somebody says so and never otherwise."""
    if config.getoption("--no-browser"):
        left_out = [item for item in items if _BROWSER in item.path.parents]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _BROWSER not in item.path.parents]
