"""The same without script: pages are complete before any script makes them better."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import LETTERS, archive, send, send_pages, too_wide, until_result, visit


@pytest.fixture
def plain(browser: Browser, home: str) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    with visit(browser, home, java_script_enabled=False, viewport={"width": 360, "height": 740}) as opened:
        yield opened


def test_a_letter_is_sent_answered_corrected_and_deleted(plain: Page) -> None:
    send(plain, LETTERS / "oppfolging-for-hoyt.pdf")
    id_ = until_result(plain)
    assert "mer enn loven tillater" in plain.locator("h1").inner_text()
    assert too_wide(plain) == []
    plain.locator("a.main").first.click()
    plain.locator("input[type=radio]").first.check()
    plain.get_by_role("button", name="Fortsett").click()
    expect(plain.locator("#nytt")).to_contain_text("Resten er nå")
    plain.goto(f"/brev/{id_}/rett/collection_fee")
    plain.locator("#annet").fill("1.234,56")
    plain.get_by_role("button", name="Lagre og regn på nytt").click()
    expect(plain.get_by_role("status")).to_contain_text("Rettet:")
    plain.goto(f"/brev/{id_}/svar")
    plain.locator("#own").fill("Jeg har klaget på varen.")
    plain.locator("button[value=update]").click()
    assert "Jeg har klaget på varen." in plain.locator("#text").input_value()
    plain.goto(f"/brev/{id_}/slett")
    plain.get_by_role("button", name="Slett alt").click()
    assert plain.locator("h1").inner_text() == "Alt er slettet"


def test_pages_are_looked_at_put_in_order_and_sent(plain: Page) -> None:
    send(plain, LETTERS / "foto-to-sider-side2.jpg", LETTERS / "uten-nemnd.pdf", archive())
    expect(plain.get_by_role("alert")).to_contain_text("brev.docx")
    plain.get_by_role("button", name="Flytt ned side 1").click()
    expect(plain.get_by_role("status")).to_have_text("Side 1 er flyttet ned.")
    plain.get_by_role("button", name="Fjern side 2").click()
    send_pages(plain)
    assert "kroner" in plain.locator("h1").inner_text()


def test_waiting_is_a_link_to_look_again(browser: Browser, slow_home: str) -> None:
    with visit(browser, slow_home, java_script_enabled=False) as plain:
        send(plain, LETTERS / "skann-betalingsoppfordring.pdf")
        plain.wait_for_url("**/venter")
        assert plain.locator("meta[http-equiv=refresh]").count() == 0
        assert re.search(r"/brev/[0-9A-Z]{26}$", plain.get_by_label("Lenken til brevet ditt").input_value())
        expect(plain.get_by_role("button", name="Kopier lenken")).to_be_hidden()
        plain.get_by_role("link", name="Se om svaret er klart").click()
        expect(plain.locator("#steg")).to_have_text(re.compile(r"Leser side 1 av 1|Åpner brevet|Regner etter"))
