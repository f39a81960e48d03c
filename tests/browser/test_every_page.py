"""Every page in every state: axe finds nothing, nothing has to be scrolled sideways, dark as well as light.

Pages are found from the app's own routes, so that a new one is looked at without being named here; states that
need something done first are named in ``STATES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, Page
from werkzeug.routing import Rule

from service.web import register
from tests.browser.browsing import LETTERS, archive, complaints, send, too_wide, visit
from tests.browser.conftest import Sent

VALUES = {
    "id_": "{breach}",
    "key": "creditor_vat_registered",
    "name": "collection_fee",
    "check_id": "salaer-over-limit",
}
"""What stands in the addresses of pages about something."""

NOT_SHOWN = {
    "static",
    "upload.example",
    "upload.step",
    "upload.wait",
    "result.picture",
    "result.saved",
    "pages.picture",
    "timeline.calendar",
    "questions.begin",
    "questions.skip",
    "signing.form",
    "bundles.step",
    "bundles.download",
    "review.begin",
    "review.skip",
}
"""Routes that answer with a file or lead on to another page, and those that stand in STATES."""


def _rules() -> list[Rule]:
    app = APIFlask("pages", enable_openapi=False)
    register(app)
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def _address(rule: Rule) -> str:
    values = {**VALUES, "id_": "{batch}", "letter": "{asking}"} if rule.rule.startswith("/bunker") else VALUES
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], rule.rule)


PAGES = {
    rule.endpoint: _address(rule)
    for rule in _rules()
    if rule.endpoint not in NOT_SHOWN and rule.endpoint != "pages.show"
}
PAGES |= {
    "docs": "/docs",
    "pages.show": "/brev/{draft}/sider",
    **{
        f"result {outcome}": f"/brev/{{{outcome}}}"
        for outcome in ("scanned", "clean", "questions", "outside", "unreadable")
    },
    **{
        f"objection {outcome}": f"/brev/{{{outcome}}}/svar"
        for outcome in ("clean", "questions", "outside", "unreadable")
    },
    **{f"now {outcome}": f"/brev/{{{outcome}}}/hva-na" for outcome in ("clean", "outside", "unreadable")},
    **{f"corrections {outcome}": f"/brev/{{{outcome}}}/rett" for outcome in ("scanned", "unreadable")},
    "dates outside": "/brev/{outside}/datoer",
    "dates unreadable": "/brev/{unreadable}/datoer",
    "checks clean": "/brev/{clean}/kontroller",
    "a missing field": "/brev/{breach}/rett/kid",
    "a question with a date": "/brev/{clean}/sporsmal/objection_date",
    "interest reckoned": "/regn/rente?principal=2180&from=2025-06-15&to=2026-08-12",
    "interest asked wrongly": "/regn/rente?principal=mye&from=2026-08-12&to=2025-06-15",
    "fee reckoned": "/regn/gebyr?stage=light&principal=2180&due=2026-06-15&on=2026-08-12&debtor=consumer&vat=unknown",
    "fee asked wrongly": "/regn/gebyr?stage=light&principal=&due=2026-08-12&on=2026-06-15",
    "heavy day reckoned": "/regn/tungt?deadline=2026-08-26&due=2026-06-15",
    "checks searched": "/sjekker?q=frist",
    "nothing found": "/sjekker?q=finnesikke",
    "batch filtered": "/bunker/{batch}?vis=questions&sorter=contested",
    "batch with nothing": "/bunker/{batch}?vis=waiting",
    "batch in nynorsk": "/bunker/{batch}?lang=nn",
    "letter to decide in English": "/bunker/{batch}/gjennomgang/{asking}?lang=en",
    "result of an organisation": "/brev/{asking}",
    "older batches": "/bunker?etter=2020-01-01T00:00:00%2B00:00",
    "nynorsk": "/brev/{breach}?lang=nn",
    "English": "/brev/{breach}?lang=en",
}
MISSING = {"not found": "/finnes-ikke", "no such letter": "/brev/01ARZ3NDEKTSV4RRFFQ69G5FAV"}
PAGES |= MISSING


def _wrong_file(page: Page) -> None:
    send(page, archive())
    page.locator("#feil").wait_for()


def _chosen(page: Page) -> None:
    page.goto("/")
    page.set_input_files("#filer", [LETTERS / "foto-purring.jpg", LETTERS / "uten-nemnd.pdf"])
    page.locator(".field-warning, .field-good").wait_for()


def _unanswered(page: Page) -> None:
    page.locator("main form button.main").click()
    page.locator("#feil").wait_for()


def _opened(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "wrong file": ("/", _wrong_file),
    "files chosen": ("/", _chosen),
    "a question not answered": ("/brev/{breach}/sporsmal/creditor_vat_registered", _unanswered),
    "everything opened": ("/brev/{breach}", _opened),
    "all checks opened": ("/brev/{breach}/kontroller", _opened),
}


@pytest.fixture(scope="module", params=[*PAGES, *STATES, "waiting"])
def view(request: pytest.FixtureRequest, browser: Browser, home: str, letters: Sent) -> Iterator[Page]:
    """A page in a state, for as long as there are tests of it."""
    name = request.param
    with ExitStack() as stack:
        if name == "waiting":
            slow = request.getfixturevalue("slow_home")
            opened = stack.enter_context(visit(browser, slow))
            send(opened, LETTERS / "skann-betalingsoppfordring.pdf")
            opened.wait_for_url("**/venter")
        else:
            opened = stack.enter_context(visit(browser, home, storage_state=letters.state))
            address, act = STATES.get(name, (PAGES.get(name, ""), None))
            answer = opened.goto(address.format(**letters.ids))
            assert answer is not None
            assert answer.status in ((404,) if name in MISSING else (200, 422))
            if act is not None:
                act(opened)
        yield opened


def test_axe_finds_nothing(view: Page) -> None:
    view.set_viewport_size({"width": 1280, "height": 900})
    assert complaints(view) == []


def test_axe_finds_nothing_on_a_dark_telephone(view: Page) -> None:
    view.set_viewport_size({"width": 360, "height": 740})
    view.emulate_media(color_scheme="dark")
    try:
        assert (
            complaints(view, "color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable") == []
        )
    finally:
        view.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_is_scrolled_sideways(view: Page, width: int) -> None:
    """320 px is a desktop at 400 %, 640 px one at 200 %."""
    view.set_viewport_size({"width": width, "height": 740})
    assert too_wide(view) == []


def test_a_page_has_one_heading_a_title_and_a_language(view: Page) -> None:
    assert view.locator("h1").count() == 1
    assert view.title().strip()
    assert view.locator("html").get_attribute("lang") in ("nb", "nn", "en")


def test_nothing_moves_for_those_who_asked_for_that(view: Page) -> None:
    view.emulate_media(reduced_motion="reduce")
    try:
        moving = view.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll('body *')].filter((one) => {
                const style = getComputedStyle(one);
                return style.scrollBehavior === 'smooth' || style.animationName !== 'none'
                    || style.transitionDuration.split(',').some((time) => parseFloat(time) > 0);
            }).map((one) => one.tagName + '.' + one.className)"""
        )
    finally:
        view.emulate_media(reduced_motion="no-preference")
    assert moving == []
