"""The reply: ticked, edited and taken along as a file, without anything of it being kept."""

from __future__ import annotations

import io

import docx
import pdfplumber
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from service.context import Services
from service.reports.objection.edited import LONGEST
from tests.service.houses import TEXT_LETTER
from tests.service.web.reading import Look, Page, Sent


def one(page: Page, name: str) -> str:
    (value,) = page.fields[name]
    return value


def test_the_draft_is_there_with_what_failed_ticked_and_no_position_on_the_rest(sent: Sent, look: Look) -> None:
    page = look(f"/brev/{sent()}/svar")
    assert page.fields["include"]
    assert page.fields["stance"] == ["none"]
    assert "ikke stilling til resten" in one(page, "text")
    assert page.text.count("Send e-post eller brev til") == 1


def test_a_letter_without_findings_can_be_answered_too(sent: Sent, look: Look) -> None:
    page = look(f"/brev/{sent(TEXT_LETTER)}/svar")
    assert "include" not in page.fields
    assert "Med vennlig hilsen" in one(page, "text")


def test_what_is_unticked_leaves_the_text_and_own_words_enter_it(sent: Sent, look: Look) -> None:
    path = f"/brev/{sent()}/svar"
    before = look(path)
    fields = {"stance": "all", "own": "Varen kom aldri.", "text": one(before, "text"), "made": one(before, "made")}
    after = look(path, fields)
    assert "Varen kom aldri." in one(after, "text")
    assert "uenig i hele kravet" in one(after, "text")
    assert "\n1. " in one(before, "text")
    assert "\n1. " not in one(after, "text")
    assert after.fields["stance"] == ["all"]
    assert "Utkastet er oppdatert." in after.text


def test_an_edited_text_is_not_replaced_unasked(sent: Sent, look: Look) -> None:
    path = f"/brev/{sent()}/svar"
    before = look(path)
    mine = "Hei.\n\nJeg har betalt.\n"
    fields = {"stance": "none", "text": mine, "made": one(before, "made")}
    kept = look(path, {**fields, "do": "update"})
    assert one(kept, "text") == mine
    assert "Den står som du skrev den." in kept.text
    again = look(path, {"stance": "none", "text": mine, "made": one(kept, "made"), "do": "update"})
    assert one(again, "text") == mine
    anew = look(path, {"stance": "none", "text": mine, "made": one(kept, "made"), "do": "replace"})
    assert "Med vennlig hilsen" in one(anew, "text")


@pytest.mark.parametrize("kind", ["docx", "pdf", "txt"])
def test_files_hold_the_text_as_it_was_edited(sent: Sent, client: FlaskClient, kind: str) -> None:
    id_ = sent()
    text = "Til dem\r\n\r\n1. Salæret\r\nDet er for høyt & <b>feil</b>.\r\n- 300,00\r\n\r\nHilsen meg"
    answer = client.post(f"/brev/{id_}/svar", data={"text": text, "do": kind})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="svar.{kind}"'
    assert answer.headers["Cache-Control"] == "no-store"
    found = read(kind, answer.data)
    for line in ("Til dem", "1. Salæret", "Det er for høyt & <b>feil</b>.", "300,00", "Hilsen meg"):
        assert line in found
    assert "Med vennlig hilsen" not in found


def read(kind: str, data: bytes) -> str:
    if kind == "docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    if kind == "pdf":
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    return data.decode("utf-8-sig")


@pytest.mark.parametrize(("field", "length"), [("text", LONGEST + 1), ("own", 4_001)])
def test_too_long_a_text_is_a_form_error_and_stays(sent: Sent, look: Look, field: str, length: int) -> None:
    page = look(f"/brev/{sent()}/svar", {"text": "x", "own": "", field: "a" * length}, status=422)
    assert one(page, field).count("a") == length
    assert f"#{field}" in page.links
    assert {f"{field}-feil"} <= set(page.ids) & set(page.refers)


def test_nothing_of_the_reply_is_kept(sent: Sent, look: Look, house: Services) -> None:
    id_ = sent()
    report, version = house.store.audits.report(id_), house.store.audits.row(id_).version
    files = sorted(path.name for path in house.settings.data_dir.rglob("*") if path.is_file())
    look(f"/brev/{id_}/svar", {"stance": "all", "own": "Hemmelig", "text": "Hemmelig"})
    assert house.store.audits.report(id_) == report
    assert house.store.audits.row(id_).version == version
    assert sorted(path.name for path in house.settings.data_dir.rglob("*") if path.is_file()) == files


def test_the_page_asks_for_no_name_or_address(sent: Sent, look: Look) -> None:
    page = look(f"/brev/{sent()}/svar")
    assert set(page.fields) <= {"include", "stance", "own", "text", "made"}


def test_another_browser_does_not_see_it(sent: Sent, app: APIFlask) -> None:
    stranger = app.test_client()
    assert stranger.get(f"/brev/{sent()}/svar").status_code == 404


@pytest.mark.parametrize(("lang", "words"), [("nn", "Utkast til svar"), ("en", "Draft reply")])
def test_the_draft_speaks_the_language_of_the_page(sent: Sent, look: Look, lang: str, words: str) -> None:
    page = look(f"/brev/{sent()}/svar?lang={lang}")
    assert f"<h1>{words}</h1>" in page.markup
    assert f'<html lang="{lang}">' in page.markup
    assert {"nn": "Med venleg helsing", "en": "Yours faithfully"}[lang].lower() in one(page, "text").lower()


def test_what_is_written_stays_text_on_the_page(sent: Sent, client: FlaskClient) -> None:
    id_ = sent()
    for field in ("own", "text"):
        answer = client.post(f"/brev/{id_}/svar", data={"text": "x", field: "</textarea><script>alert(1)</script>"})
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert" in answer.text
