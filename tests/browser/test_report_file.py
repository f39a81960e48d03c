"""The report as a file of its own, on a narrow screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from service.cli import main
from tests.browser.browsing import LETTERS, too_wide


@pytest.fixture(scope="module", params=["kjopt-krav.pdf", "uten-nemnd.pdf", "oppfolging-for-hoyt.pdf"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in one file."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    result = CliRunner().invoke(main, ["audit", str(LETTERS / request.param), "--html", str(path)])
    assert result.exit_code in (0, 1, 2), result.output
    return path


@pytest.mark.parametrize("width", [320, 360])
def test_a_report_is_never_scrolled_sideways(browser: Browser, report: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    try:
        page.goto(report.as_uri())
        assert too_wide(page) == []
    finally:
        page.close()
