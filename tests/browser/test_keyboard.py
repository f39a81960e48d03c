"""By keyboard alone: from the file to the result, from a mark to its finding and back, through a question."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import LETTERS, until_result
from tests.browser.conftest import Sent

PATIENCE = 60
"""Twentieths of a second."""
MOST = 120
"""So many times nobody presses Tab."""


def _tab_to(page: Page, selector: str) -> None:
    """Presses Tab until something that fits has the focus, and is seen to have it."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def _is_marked(page: Page) -> bool:
    """Whether it can be seen where the focus is: on the element or, for a hidden file field, on its button."""
    marked: bool = page.evaluate(
        """() => {
            const here = document.activeElement;
            const shown = here.classList.contains('hidden') ? here.nextElementSibling : here;
            const style = getComputedStyle(shown);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        }"""
    )
    return marked


def test_the_first_tab_leads_past_the_head_of_the_page(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_from_the_file_to_the_mark_its_finding_and_back(page: Page) -> None:
    page.goto("/")
    _tab_to(page, "input[type=file]")
    assert _is_marked(page)
    page.set_input_files("#filer", LETTERS / "oppfolging-for-hoyt.pdf")
    _tab_to(page, "#brev button[type=submit]")
    assert _is_marked(page)
    page.keyboard.press("Enter")
    until_result(page)
    _tab_to(page, "svg.letter a")
    assert _is_marked(page)
    page.keyboard.press("Enter")
    expect(page.locator("article.card:focus")).to_have_count(1)
    number = (page.locator("article.card:focus").get_attribute("id") or "").removeprefix("funn-")
    _tab_to(page, f"a[href='#merke-{number}']")
    page.keyboard.press("Enter")
    expect(page.locator(f"#merke-{number}")).to_be_focused()


def test_a_question_is_answered_with_arrows_and_enter(page: Page) -> None:
    page.goto("/eksempel")
    until_result(page)
    _tab_to(page, "a.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sporsmal/**")
    _tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#nytt")).to_be_focused()


def test_the_large_letter_is_moved_with_arrows(sent_page: Page, letters: Sent) -> None:
    sent_page.goto(f"/brev/{letters.ids['breach']}/stort")
    _tab_to(sent_page, ".scroll.large")
    assert _is_marked(sent_page)
    sent_page.keyboard.press("ArrowRight")
    for _ in range(PATIENCE):  # scrolling is smooth, and the page's policy forbids the browser to evaluate a condition
        if sent_page.evaluate("document.activeElement.scrollLeft") > 0:
            break
        sent_page.wait_for_timeout(50)
    assert sent_page.evaluate("document.activeElement.scrollLeft") > 0


def test_everything_that_can_be_reached_can_be_seen_to_have_the_focus(sent_page: Page, letters: Sent) -> None:
    sent_page.goto(f"/brev/{letters.ids['breach']}")
    seen = set()
    for _ in range(MOST):
        sent_page.keyboard.press("Tab")
        here = sent_page.evaluate("document.activeElement === document.body ? '' : document.activeElement.outerHTML")
        if not here or here in seen:
            break
        assert _is_marked(sent_page), here[:200]
        seen.add(here)
    assert len(seen) > 20


def test_marks_have_a_text_that_says_the_same(sent_page: Page, letters: Sent) -> None:
    sent_page.goto(f"/brev/{letters.ids['breach']}")
    marks = sent_page.locator("svg.letter a").count()
    said = sent_page.locator("details:has(ol) li")
    assert said.count() >= marks > 0
    assert all(re.search(r"side \d", text) for text in said.all_text_contents())
