"""An organisation in the browser: signing in, a batch, going through letters, with and without script, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.browsing import LETTERS, bundle, complaints, file, send_batch, sign_in, too_wide, visit


@pytest.fixture(scope="module")
def signed_in(browser: Browser, home: str, key: str) -> StorageState:
    """The state of a browser that is signed in. Keys can be tried a few times a minute only."""
    with visit(browser, home) as opened:
        sign_in(opened, key)
        return opened.context.storage_state()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def office(request: pytest.FixtureRequest, browser: Browser, home: str, signed_in: StorageState) -> Iterator[Page]:
    """A page of a telephone's width in a browser that is signed in."""
    phone = {"width": 360, "height": 740}
    with visit(browser, home, storage_state=signed_in, java_script_enabled=request.param, viewport=phone) as opened:
        yield opened


def test_signing_in_asks_once_tells_what_is_wrong_and_ends(browser: Browser, home: str, key: str) -> None:
    with visit(browser, home, viewport={"width": 360, "height": 740}) as page:
        page.goto("/bunker")
        expect(page.locator("h1")).to_have_text("Du trenger en gyldig nøkkel")
        page.get_by_role("link", name="Logg inn for organisasjoner").click()
        assert complaints(page) == []
        page.locator("#nokkel").fill("kv_feil")
        page.keyboard.press("Enter")
        expect(page.locator("#feil")).to_be_focused()
        assert complaints(page) == []
        assert too_wide(page) == []
        assert page.locator("#nokkel").input_value() == ""
        page.locator("#nokkel").fill(key)
        page.keyboard.press("Enter")
        page.wait_for_url("**/bunker")
        assert page.evaluate("document.cookie") == ""
        page.get_by_role("button", name="Logg ut").click()
        expect(page.locator("h1")).to_have_text("Du er logget ut")
        page.goto("/bunker")
        expect(page.locator("h1")).to_have_text("Du trenger en gyldig nøkkel")


def test_a_batch_is_sent_gone_through_and_deleted(office: Page) -> None:
    id_ = send_batch(office, bundle())
    expect(office.locator("main .lead").first).to_have_text("2 brev venter på et menneske. 1 fil kunne ikke sjekkes.")
    assert too_wide(office) == []
    office.get_by_role("link", name=re.compile("^Vis bare: Trenger svar")).click()
    expect(office.locator("tbody tr")).to_have_count(3)
    office.goto(f"/bunker/{id_}")
    office.get_by_label("Sorter").select_option("claimed")
    office.get_by_role("button", name="Vis utvalget").click()
    expect(office.locator("th[aria-sort=descending]")).to_have_count(1)
    office.goto(f"/bunker/{id_}")
    office.get_by_role("link", name="Gå gjennom 2 brev").click()
    office.get_by_role("button", name=re.compile("^Ja")).click()
    expect(office.get_by_role("status")).to_have_text("Det forrige brevet er lagret.")
    assert too_wide(office) == []
    office.get_by_role("button", name="Kan ikke avgjøres").click()
    expect(office.locator("h1")).to_have_text("Ingen flere brev å gå gjennom")
    office.goto(f"/bunker/{id_}/slett")
    office.get_by_role("button", name="Slett alt").click()
    expect(office.locator("h1")).to_have_text("Alt er slettet")


def test_many_files_are_a_batch_too_and_a_wrong_archive_is_told(office: Page) -> None:
    office.goto("/bunker")
    office.set_input_files("#brevene", [file("brev.zip", "application/zip", b"PK\3\4 og ikke mer")])
    office.get_by_role("button", name="Send bunken").click()
    expect(office.get_by_role("alert")).to_contain_text("ZIP-filen kan ikke åpnes.")
    pdf = (LETTERS / "lovlig-inkassovarsel.pdf").read_bytes()
    send_batch(office, file("a.pdf", "application/pdf", pdf), file("b.pdf", "application/pdf", pdf + b"\n%"))
    expect(office.locator("tbody tr")).to_have_count(2)


def test_the_results_of_a_selection_are_downloaded(browser: Browser, home: str, signed_in: StorageState) -> None:
    with visit(browser, home, storage_state=signed_in) as page:
        id_ = send_batch(page, bundle())
        page.goto(f"/bunker/{id_}?vis=questions")
        with page.expect_download() as waited:
            page.get_by_role("link", name="CSV").click()
        text = waited.value.path().read_text(encoding="utf-8")
        assert len(text.splitlines()) == 4
        assert "kjopt-krav.pdf" in text


def test_letters_are_gone_through_with_tab_and_enter_alone(
    browser: Browser, home: str, signed_in: StorageState
) -> None:
    with visit(browser, home, storage_state=signed_in) as page:
        id_ = send_batch(page, bundle())
        page.goto(f"/bunker/{id_}/gjennomgang")
        for wanted, told in (("[name=svar]", "lagret"), ("[value=ikke]", None)):
            for _ in range(60):
                page.keyboard.press("Tab")
                if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
                    break
            else:
                pytest.fail(f"Tab does not lead to {wanted}")
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none"
            page.keyboard.press("Enter")
            if told:
                expect(page.locator("#nytt")).to_be_focused()
        expect(page.locator("h1")).to_have_text("Ingen flere brev å gå gjennom")


def test_two_at_one_letter_do_not_overwrite_each_other(browser: Browser, home: str, signed_in: StorageState) -> None:
    with visit(browser, home, storage_state=signed_in, viewport={"width": 360, "height": 740}) as page:
        id_ = send_batch(page, bundle())
        page.goto(f"/bunker/{id_}/gjennomgang")
        other = page.context.new_page()
        other.goto(page.url)
        other.get_by_role("button", name=re.compile("^Nei")).click()
        expect(other.get_by_role("status")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Ja")).click()
        expect(page.locator("h1")).to_have_text("Noen andre har endret brevet")
        assert complaints(page) == []
        assert too_wide(page) == []
        page.get_by_role("button", name="Behold det som er lagret").click()
        expect(page.locator(".review")).to_contain_text("Nei")
        other.close()
