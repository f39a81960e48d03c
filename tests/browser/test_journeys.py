"""Whole journeys of people with a letter, in a real browser against a real server: from the file to the answer."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import LETTERS, archive, letter_of, send, send_pages, too_wide, until_result
from tests.browser.conftest import Sent


def _heading(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\u00a0", " ")


def _rest(page: Page) -> str:
    return page.locator(".sums tr").last.locator(".kr").inner_text().replace("\u00a0", " ")


def test_a_text_pdf_leads_to_the_sum_that_is_too_much(page: Page) -> None:
    send(page, LETTERS / "oppfolging-for-hoyt.pdf")
    until_result(page)
    assert re.search(r"\d+ kroner mer enn loven tillater", _heading(page))
    expect(page.locator("article.card.breach").first).to_be_visible()
    expect(page.locator(".deadline")).to_be_visible()


def test_a_scan_is_read_while_the_page_tells_how_far_it_is(page: Page) -> None:
    send(page, LETTERS / "skann-betalingsoppfordring.pdf")
    until_result(page)
    assert page.locator("svg.letter .frame").count() > 0
    picture = page.locator("svg.letter image").first.get_attribute("href") or ""
    assert page.request.get(picture).headers["content-type"].startswith("image/")


def test_a_photo_is_looked_at_before_it_is_sent_and_read_after(page: Page, photos: dict[str, Path]) -> None:
    page.goto("/")
    page.set_input_files("#filer", photos["photo"])
    expect(page.locator(".chosen .sheet")).to_have_count(1)
    expect(page.locator(".chosen .field-good")).to_be_visible()
    page.locator("#brev button[type=submit]").click()
    page.wait_for_url("**/sider")
    expect(page.locator(".sheet .status.pass")).to_have_count(1)
    send_pages(page)
    assert page.locator("article.card").count() > 0
    assert too_wide(page) == []


def test_two_photos_are_put_in_order_and_read_as_one_letter(page: Page, photos: dict[str, Path]) -> None:
    send(page, photos["second"], photos["first"])
    page.wait_for_url("**/sider")
    before = page.locator(".thumb img").first.screenshot()
    page.get_by_role("button", name="Flytt opp side 2").click()
    expect(page.get_by_role("status")).to_have_text("Side 2 er flyttet opp.")
    expect(page.get_by_role("status")).to_be_focused()
    assert page.locator(".thumb img").last.screenshot() == before
    send_pages(page)
    expect(page.locator("svg.letter")).to_have_count(2)
    assert "Vi klarte ikke" not in _heading(page)


def test_a_page_is_taken_away_and_another_added(page: Page, photos: dict[str, Path]) -> None:
    send(page, photos["first"], photos["second"])
    page.wait_for_url("**/sider")
    page.get_by_role("button", name="Fjern side 1").click()
    expect(page.locator(".sheet")).to_have_count(1)
    page.set_input_files("#flere", photos["photo"])
    expect(page.locator(".sheet")).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("Lagt til fra side 2.")


def test_a_poor_picture_is_told_of_and_may_be_used_all_the_same(sent_page: Page, letters: Sent) -> None:
    sent_page.goto(f"/brev/{letters.ids['draft']}/sider")
    expect(sent_page.locator(".sheet.poor .status.likely_breach").first).to_be_visible()
    sent_page.get_by_role("button", name="Bruk bildet likevel side 1").click()
    expect(sent_page.locator(".sheet.poor")).to_have_count(0)
    expect(sent_page.get_by_role("status")).to_have_text("Side 1 blir brukt som den er.")


def test_a_heic_photo_of_a_telephone_is_read(page: Page, photos: dict[str, Path]) -> None:
    send(page, photos["heic"])
    page.wait_for_url("**/sider")
    send_pages(page)
    assert "Vi klarte ikke" not in _heading(page)


def test_a_wrong_file_is_named_with_what_to_do_and_the_others_stay(page: Page) -> None:
    send(page, archive())
    expect(page).to_have_title(re.compile("^Feil: "))
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("brev.docx: Filen må være JPG, PNG, HEIC eller PDF")
    expect(page.locator("#filer")).to_have_attribute("aria-invalid", "true")
    send(page, LETTERS / "uten-nemnd.pdf", archive())
    expect(page.get_by_role("alert")).to_contain_text("brev.docx")
    expect(page.locator(".sheet")).to_have_count(1)
    send_pages(page)


def test_no_file_at_all_is_answered_with_what_to_choose(page: Page) -> None:
    page.goto("/")
    page.locator("#brev button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("Velg et bilde eller en PDF")


def test_an_answer_changes_the_sum_and_can_be_taken_back(page: Page) -> None:
    send(page, LETTERS / "oppfolging-for-hoyt.pdf")
    id_ = until_result(page)
    before = _rest(page)
    page.locator("a.main").first.click()
    page.get_by_role("radio", name="Ja", exact=False).first.check()
    page.get_by_role("button", name="Fortsett").click()
    expect(page.locator("#nytt")).to_contain_text("Resten er nå")
    expect(page.locator("#nytt")).to_be_focused()
    page.goto(f"/brev/{id_}")
    assert _rest(page) != before
    page.goto(f"/brev/{id_}/sporsmal/creditor_vat_registered")
    page.get_by_role("button", name="Slett svaret").click()
    page.goto(f"/brev/{id_}")
    assert _rest(page) == before


def test_a_wrong_reading_is_corrected_and_the_sum_follows(page: Page) -> None:
    send(page, LETTERS / "oppfolging-for-hoyt.pdf")
    id_ = until_result(page)
    before = _rest(page)
    page.locator("article.card").first.get_by_role("link", name="Har vi lest feil tall?").click()
    page.wait_for_url("**/rett/**")
    expect(page.locator(".enlarged .cutout")).to_be_visible()
    page.goto(f"/brev/{id_}/rett/collection_fee")
    page.locator("#annet").fill("ikke et tall")
    page.get_by_role("button", name="Lagre og regn på nytt").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.locator("#annet").fill("1 234,56")
    page.get_by_role("button", name="Lagre og regn på nytt").click()
    expect(page.get_by_role("status")).to_contain_text("Rettet:")
    page.goto(f"/brev/{id_}")
    assert _rest(page) != before
    page.goto(f"/brev/{id_}/rett/collection_fee")
    page.get_by_role("button", name="Bruk det vi leste").click()
    page.goto(f"/brev/{id_}")
    assert _rest(page) == before


def test_a_letter_is_deleted_at_once(page: Page) -> None:
    send(page, LETTERS / "uten-nemnd.pdf")
    id_ = until_result(page)
    page.get_by_role("link", name="Slett nå").click()
    page.get_by_role("button", name="Slett alt").click()
    assert _heading(page) == "Alt er slettet"
    for path in ("", "/rett", "/side/1", "/svar"):
        answer = page.request.get(f"/brev/{id_}{path}")
        assert answer.status == 404, path


def test_somebody_elses_browser_does_not_see_the_letter(page: Page, letters: Sent) -> None:
    answer = page.goto(f"/brev/{letters.ids['breach']}")
    assert answer is not None
    assert answer.status == 404


def test_changing_the_language_keeps_the_page_and_what_was_told(sent_page: Page, letters: Sent) -> None:
    sent_page.goto(f"/brev/{letters.ids['clean']}/sporsmal/objection_date")
    asked = _heading(sent_page)
    sent_page.get_by_role("link", name="English").click()
    assert sent_page.locator("html").get_attribute("lang") == "en"
    assert "/sporsmal/objection_date" in sent_page.url
    assert _heading(sent_page) != asked
    sent_page.get_by_role("link", name="Nynorsk").click()
    sent_page.goto(f"/brev/{letters.ids['clean']}")
    assert sent_page.locator("html").get_attribute("lang") == "nn"
    assert "Vi fann ingen" in _heading(sent_page)


def test_a_mark_leads_to_its_finding_and_the_finding_to_its_mark(sent_page: Page, letters: Sent) -> None:
    sent_page.goto(f"/brev/{letters.ids['breach']}")
    sent_page.locator("svg.letter a").first.click()
    expect(sent_page.locator("article.card:focus")).to_have_count(1)
    card = sent_page.locator("article.card:focus")
    number = (card.get_attribute("id") or "").removeprefix("funn-")
    card.get_by_role("link", name=re.compile(rf"\({number}\)")).last.click()
    expect(sent_page.locator(f"#merke-{number}")).to_be_focused()


def test_the_reply_follows_what_is_ticked_and_is_taken_along(page: Page) -> None:
    send(page, LETTERS / "uten-nemnd.pdf")
    id_ = until_result(page)
    page.goto(f"/brev/{id_}/svar")
    text = page.locator("#text").input_value()
    page.locator("input[name=include]:checked").first.uncheck()
    page.locator("button[value=update]").click()
    assert page.locator("#text").input_value() != text
    for kind in ("docx", "pdf", "txt"):
        with page.expect_download() as loading:
            page.locator(f"button[name=do][value={kind}]").click()
        assert loading.value.suggested_filename.endswith(f".{kind}")
        assert loading.value.path().stat().st_size > 100
        page.goto(f"/brev/{id_}/svar")


@pytest.mark.parametrize(("width", "filled"), [(360, "Kopier teksten"), (1280, "Last ned Word")])
def test_a_reply_is_copied_from_a_telephone_and_opened_as_a_file_elsewhere(
    sent_page: Page, letters: Sent, width: int, filled: str
) -> None:
    sent_page.set_viewport_size({"width": width, "height": 740})
    sent_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sent_page.goto(f"/brev/{letters.ids['breach']}/svar")
    expect(sent_page.locator("button.main")).to_have_text(filled)
    sent_page.get_by_role("button", name="Kopier teksten").click()
    expect(sent_page.locator("#kopiert")).to_have_text("Teksten er kopiert.")
    assert sent_page.evaluate("navigator.clipboard.readText()") == sent_page.locator("#text").input_value()


def test_earlier_letters_that_are_chosen_are_named(sent_page: Page, letters: Sent) -> None:
    sent_page.goto(f"/brev/{letters.ids['breach']}/datoer")
    sent_page.set_input_files("#filer", [LETTERS / "uten-nemnd.pdf", LETTERS / "timebrev.pdf"])
    expect(sent_page.locator(".names")).to_have_text("uten-nemnd.pdf, timebrev.pdf")


def test_more_checks_than_questions_are_accounted_for(sent_page: Page, letters: Sent) -> None:
    sent_page.goto(f"/brev/{letters.ids['breach']}")
    expect(sent_page.get_by_role("link", name="Svar på 1 spørsmål")).to_be_visible()
    expect(sent_page.locator("section[aria-labelledby=kontroller]")).to_contain_text(
        "Knappen øverst gir spørsmålene som gjelder de fleste."
    )


def test_a_deadline_to_come_is_had_as_a_calendar_file(page: Page) -> None:
    send(page, LETTERS / "oppfolging-for-hoyt.pdf")
    id_ = until_result(page)
    page.goto(f"/brev/{id_}/rett/payment_deadline")
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)
    page.locator("#annet").fill(f"{day:%d.%m.%Y}")
    page.get_by_role("button", name="Lagre og regn på nytt").click()
    expect(page.get_by_role("status")).to_contain_text("Rettet:")
    page.goto(f"/brev/{id_}/datoer")
    with page.expect_download() as loading:
        page.locator("a[download]").first.click()
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}".encode() in loading.value.path().read_bytes()


def test_an_example_is_shown_to_those_without_a_letter(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Se hele eksempelet").click()
    until_result(page)
    expect(page.get_by_text("Dette er et eksempel.")).to_be_visible()


def test_a_page_weighs_little_before_the_letter_itself(sent_page: Page, letters: Sent) -> None:
    weights: list[int] = []
    sent_page.on("response", lambda answer: weights.append(0 if "/side/" in answer.url else len(answer.body())))
    sent_page.goto(f"/brev/{letters.ids['breach']}", wait_until="networkidle")
    assert 0 < sum(weights) <= 150_000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_differ_and_the_letter_stays_paper(sent_page: Page, letters: Sent, theme: str) -> None:
    sent_page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    sent_page.goto(f"/brev/{letters.ids['breach']}")
    red, *_ = map(int, re.findall(r"\d+", sent_page.evaluate("getComputedStyle(document.body).backgroundColor")))
    assert (red < 100) == (theme == "dark")
    assert sent_page.evaluate("getComputedStyle(document.querySelector('.letter .sheet')).fill") == "rgb(255, 255, 255)"


def test_one_can_leave_while_a_letter_is_read_and_come_back_by_the_link(page: Page, photos: dict[str, Path]) -> None:
    send(page, photos["photo"])
    page.wait_for_url("**/sider")
    id_ = letter_of(page)
    page.locator("button[value=send]").click(no_wait_after=True)
    page.wait_for_timeout(300)
    page.goto("/")
    page.goto(f"/brev/{id_}")
    until_result(page)
