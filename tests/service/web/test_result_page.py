"""The result and what leads on from it: all checks, the letter enlarged, questions, corrections and deletion."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from weasyprint import HTML

from service.clock import ZONE
from service.context import Services
from service.i18n import LANGUAGES
from service.reports.report import Report
from service.store.audits import now
from service.web import letters, result
from tests.service.houses import LETTERS, TEXT_LETTER, DoneAtOnce
from tests.service.web.reading import Look, Page, Sent, look, sent

__all__ = ["look", "sent"]

CLEAN = (LETTERS / "lovlig-inkassovarsel.pdf").read_bytes()
OTHER_PAPER = (LETTERS / "timebrev.pdf").read_bytes()
EVERY_PAGE = (
    "",
    "/stort",
    "/kontroller",
    "/sporsmal/creditor_vat_registered",
    "/sporsmal/payment_date",
    "/sporsmal/kind",
    "/rett",
    "/rett/collection_fee",
    "/rett/letter_date",
    "/slett",
)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets what day it is."""

    def fix(day: dt.date) -> None:
        monkeypatch.setattr(result, "today", lambda: day)
        monkeypatch.setattr(letters, "today", lambda: day)

    return fix


def status_lines(page: Page) -> list[str]:
    return [values.get("id", "") for _, values in page.tags if values.get("role") == "status"]


# ------------------------------------------------------------------ the result


def test_the_verdict_comes_first_then_the_deadline_then_one_thing_to_do(sent: Sent, look: Look, on: Any) -> None:
    on(dt.date(2026, 6, 21))
    page = look(f"/brev/{sent()}")
    order = [
        "Brevet krever minst 450 kroner mer enn loven tillater",
        "Frist: tirsdag 30. juni",
        "Om 9 dager.",
        "Svar på 1 spørsmål",
        "Over det loven tillater",
        "Dette fant vi",
        "Inkassosalæret er minst 450 kroner for høyt",
        "Brevet ditt",
        "Hva passer for deg?",
        "Post for post",
        "Alle kontrollene",
    ]
    places = [page.text.index(text, 100) for text in order]
    assert places == sorted(places), dict(zip(order, places, strict=True))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (dt.date(2026, 6, 29), "I morgen."),
        (dt.date(2026, 6, 30), "I dag."),
        (dt.date(2026, 7, 1), "Fristen var tirsdag 30. juni."),
    ],
)
def test_the_deadline_is_told_by_the_days_left(sent: Sent, look: Look, on: Any, day: dt.date, told: str) -> None:
    on(day)
    assert told in look(f"/brev/{sent()}").text.replace("  ", " ")


def test_a_finding_leads_to_its_mark_to_the_law_and_to_its_correction(sent: Sent, look: Look) -> None:
    id_ = sent()
    page = look(f"/brev/{id_}")
    assert "#merke-1" in page.links
    assert "#funn-1" in page.links, "and the mark leads back"
    assert f"/brev/{id_}/rett/collection_fee" in page.links
    assert any("lovdata.no" in link for link in page.links)
    assert not any(tag == "details" and "open" in values for tag, values in page.tags), "the arithmetic is closed"


def test_every_link_on_the_page_leads_to_something_on_it(sent: Sent, look: Look) -> None:
    id_ = sent()
    for path in EVERY_PAGE:
        page = look(f"/brev/{id_}{path}")
        here = {link[1:] for link in page.links if link.startswith("#")}
        assert here <= set(page.ids), path
        assert len(page.ids) == len(set(page.ids)), f"{path}: an id stands twice"
        assert set(page.refers) <= set(page.ids), path


def test_pages_lead_only_to_pages_that_are_there(sent: Sent, look: Look, client: FlaskClient) -> None:
    id_ = sent()
    found = {link.partition("#")[0] for path in EVERY_PAGE for link in look(f"/brev/{id_}{path}").links}
    own = {link for link in found if link.startswith(f"/brev/{id_}")}
    assert len(own) > 10
    assert {link: client.get(link).status_code for link in own if client.get(link).status_code not in (200, 303)} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("data", [TEXT_LETTER, CLEAN, OTHER_PAPER], ids=["demand", "clean", "other paper"])
def test_every_page_is_whole_in_every_language(
    client: FlaskClient, sent: Sent, look: Look, lang: str, data: bytes
) -> None:
    id_ = sent(data, lang=lang)
    for path in ("", "/stort", "/kontroller", "/rett", "/slett", "/sporsmal/kind", "/rett/total"):
        page = look(f"/brev/{id_}{path}?lang={lang}")
        headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
        assert headings.count(1) == 1, path
        assert all(deeper <= above + 1 for above, deeper in pairwise(headings)), (path, headings)
        html = next(values for tag, values in page.tags if tag == "html")
        assert html["lang"] == lang
        assert not re.search(r"<style|style=|<script>|\son\w+=\"", page.markup), path
        assert len(client.get(f"/brev/{id_}{path}").data) < 110_000, path


def test_a_clean_letter_says_what_that_does_not_mean(sent: Sent, look: Look) -> None:
    page = look(f"/brev/{sent(CLEAN)}")
    verdict = page.text.index("Vi fant ingen feil i dette brevet", 100)
    assert page.text.index("Det betyr ikke at du skylder pengene") - verdict < 50, "at once"
    assert "Dette kan vi ikke se" in page.text
    assert "Jeg er enig og kan betale" in page.text


def test_another_paper_is_not_judged(sent: Sent, look: Look) -> None:
    id_ = sent(OTHER_PAPER)
    page = look(f"/brev/{id_}")
    assert f"/brev/{id_}/sporsmal/kind" in page.links, "the reader may know better"
    assert "Post for post" not in page.text
    assert "Hva passer for deg?" not in page.text
    assert "blir slettet" in page.text


def test_each_row_of_the_claim_leads_to_its_correction(sent: Sent, look: Look) -> None:
    id_ = sent()
    page = look(f"/brev/{id_}")
    assert {f"/brev/{id_}/rett/{name}" for name in ("principal", "interest", "collection_fee")} <= set(page.links)
    assert "caption" in {tag for tag, _ in page.tags}


def test_when_the_letter_is_deleted_is_told_in_local_time(sent: Sent, look: Look, house: Services, on: Any) -> None:
    id_ = sent()
    at = house.store.audits.row(id_).expires_at.astimezone(ZONE)
    on(at.date() - dt.timedelta(days=1))
    assert f"Brev og resultat blir slettet i morgen kl. {at:%H.%M}." in look(f"/brev/{id_}").text
    on(at.date())
    assert f"deleted today at {at:%H:%M}." in look(f"/brev/{id_}?lang=en").text
    on(at.date() - dt.timedelta(days=9))
    assert f"{at.day}. " in look(f"/brev/{id_}?lang=nb").text


def test_the_result_is_kept_as_one_file(sent: Sent, client: FlaskClient) -> None:
    answer = client.get(f"/brev/{sent()}/resultat.html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "data:image/" in answer.text
    assert "450 kroner" in answer.text.replace("\u00a0", " ")


def test_the_counts_are_those_of_the_list(sent: Sent, look: Look) -> None:
    id_ = sent()
    counted = re.findall(r"(\d+) (feil|trenger svar|i orden|gjelder ikke)\b", look(f"/brev/{id_}").text)
    listed = look(f"/brev/{id_}/kontroller")
    headings = dict(re.findall(r"(Feil|Trenger svar fra deg|I orden|Gjelder ikke dette brevet) \((\d+)\)", listed.text))
    names = {
        "feil": "Feil",
        "trenger svar": "Trenger svar fra deg",
        "i orden": "I orden",
        "gjelder ikke": "Gjelder ikke dette brevet",
    }
    assert counted
    assert {names[word]: number for number, word in counted} == headings


# ------------------------------------------------------------------ questions


def test_a_question_is_asked_without_a_leaning(sent: Sent, look: Look) -> None:
    id_ = sent()
    page = look(f"/brev/{id_}/sporsmal/creditor_vat_registered")
    radios = [values for tag, values in page.tags if tag == "input" and values.get("type") == "radio"]
    assert [radio["value"] for radio in radios] == ["yes", "no", "unknown"]
    assert not any("checked" in radio for radio in radios)
    assert "Spørsmål 1 av 1" in page.text


def test_an_answer_changes_the_sum_and_says_so(client: FlaskClient, sent: Sent, look: Look, house: Services) -> None:
    id_ = sent()
    answer = client.post(f"/brev/{id_}/sporsmal/creditor_vat_registered", data={"svar": "yes"})
    assert answer.location.endswith("?fra=2834.48#nytt")
    page = look(answer.location)
    assert "Resten er nå 2 684,48 kroner (150 kroner mindre)." in page.text
    assert "nytt" in status_lines(page)
    assert "Svar på 1 spørsmål" not in page.text
    assert house.store.audits.known(id_) == {"creditor_vat_registered": "yes"}
    # The language link keeps the news.
    assert any("lang=en" in link and "fra=2834.48" in link for link in page.links)
    again = look(f"/brev/{id_}/sporsmal/creditor_vat_registered")
    assert "Dette har du svart: Ja" in again.text
    assert client.post(f"/brev/{id_}/sporsmal/creditor_vat_registered", data={"gjor": "angre"}).status_code == 303
    assert house.store.audits.known(id_) == {}


def test_what_was_answered_can_be_changed(client: FlaskClient, sent: Sent, look: Look) -> None:
    id_ = sent()
    client.post(f"/brev/{id_}/sporsmal/creditor_vat_registered", data={"svar": "unknown"})
    page = look(f"/brev/{id_}/sporsmal/payment_date")
    assert "Dette har du svart" in page.text
    assert f"/brev/{id_}/sporsmal/creditor_vat_registered" in page.links


@pytest.mark.parametrize(
    ("key", "fields", "told"),
    [
        ("creditor_vat_registered", {}, "Velg et svar, eller hopp over spørsmålet"),
        ("creditor_vat_registered", {"svar": "kanskje"}, "Velg et svar, eller hopp over spørsmålet"),
        ("payment_date", {"svar": "verdi", "verdi": "i fjor"}, "Dato: 12.08.2026"),
        ("payment_date", {"svar": "verdi", "verdi": ""}, "Dato: 12.08.2026"),
    ],
)
def test_an_answer_that_is_none_is_told_at_the_question(
    sent: Sent, look: Look, key: str, fields: Mapping[str, str], told: str
) -> None:
    page = look(f"/brev/{sent()}/sporsmal/{key}", dict(fields), status=422)
    assert page.text.count(told) == 2, "on top and at the field"
    assert "Feil: " in page.text
    if fields.get("verdi"):
        assert page.fields["verdi"] == ["i fjor"], "what was typed stays"


def test_a_date_is_answered_as_people_write_it(client: FlaskClient, sent: Sent, look: Look, house: Services) -> None:
    id_ = sent()
    client.post(f"/brev/{id_}/sporsmal/payment_date", data={"verdi": "3. mai 2026"})
    assert house.store.audits.known(id_)["payment_date"] == "3. mai 2026"
    assert "Dette har du svart: 3. mai 2026" in look(f"/brev/{id_}/sporsmal/payment_date").text


def test_a_skipped_question_stays_open(client: FlaskClient, sent: Sent, look: Look) -> None:
    id_ = sent()
    answer = client.get(f"/brev/{id_}/sporsmal/creditor_vat_registered/hopp")
    assert answer.location == f"/brev/{id_}"
    assert "Svar på 1 spørsmål" in look(answer.location).text
    assert client.get(f"/brev/{id_}/sporsmal").location == f"/brev/{id_}/sporsmal/creditor_vat_registered"


def test_a_question_that_is_not_raised_is_not_there(client: FlaskClient, sent: Sent) -> None:
    id_ = sent()
    assert client.get(f"/brev/{id_}/sporsmal/finnes_ikke").status_code == 404
    assert client.post(f"/brev/{id_}/sporsmal/finnes_ikke", data={"svar": "yes"}).status_code == 404


# ------------------------------------------------------------------ corrections


def test_everything_that_was_read_is_listed_with_its_picture(sent: Sent, look: Look) -> None:
    id_ = sent()
    page = look(f"/brev/{id_}/rett")
    for told in (
        "Inkassosalæret",
        "1 200,00",
        "Brevdatoen",
        "16. juni 2026",
        "lest i brevet",
        "slik vi forstår brevet",
    ):
        assert told in page.text
    assert f"/brev/{id_}/sporsmal/kind" in page.links
    assert sum(tag == "svg" and values.get("viewbox", "").count(" ") == 3 for tag, values in page.tags) > 5


def test_a_correction_judges_the_letter_anew_and_can_be_taken_back(
    client: FlaskClient, sent: Sent, look: Look, house: Services
) -> None:
    id_ = sent()
    answer = client.post(f"/brev/{id_}/rett/collection_fee", data={"annet": "600,00"})
    page = look(answer.location)
    assert "Rettet: inkassosalæret. Resten er nå" in page.text
    assert "rettet av deg" in page.text
    assert "mer enn loven tillater" not in look(f"/brev/{id_}").text
    shown = look(f"/brev/{id_}/rett/collection_fee")
    assert "Bruk det vi leste" in shown.text
    assert "1 200,00" in shown.text, "what was read is offered again"
    undone = client.post(f"/brev/{id_}/rett/collection_fee", data={"gjor": "angre"})
    assert "Vi bruker det vi leste: inkassosalæret." in look(undone.location).text
    assert house.store.audits.known(id_) == {}


@pytest.mark.parametrize(("written", "kept"), [("1 234,56", "1 234,56"), ("1.234,56", "1.234,56"), ("1234", "1234")])
def test_an_amount_is_taken_as_people_write_it(
    client: FlaskClient, sent: Sent, house: Services, look: Look, written: str, kept: str
) -> None:
    id_ = sent()
    assert client.post(f"/brev/{id_}/rett/principal", data={"annet": written}).status_code == 303
    assert house.store.audits.known(id_) == {"principal": kept}
    assert re.search(r"1 234,(56|00)", look(f"/brev/{id_}/rett").text)


@pytest.mark.parametrize(
    ("name", "fields", "told"),
    [
        ("collection_fee", {"annet": "mye"}, "Skriv beløp slik"),
        ("letter_date", {"annet": "31.02.2026"}, "Dato: 12.08.2026"),
        ("collection_fee", {"annet": ""}, "Velg eller skriv det som står i brevet"),
    ],
)
def test_a_correction_that_cannot_be_is_told_at_the_field(
    sent: Sent, look: Look, house: Services, name: str, fields: dict[str, object], told: str
) -> None:
    id_ = sent()
    page = look(f"/brev/{id_}/rett/{name}", fields, status=422)
    assert page.text.count(told) == 2
    assert page.fields["annet"] == [fields["annet"]] or not fields["annet"]
    assert house.store.audits.known(id_) == {}


def test_a_field_that_no_letter_has_is_not_there(client: FlaskClient, sent: Sent) -> None:
    id_ = sent()
    assert client.get(f"/brev/{id_}/rett/skostorrelse").status_code == 404
    assert client.post(f"/brev/{id_}/rett/skostorrelse", data={"annet": "44"}).status_code == 404


def test_what_was_not_found_can_be_filled_in(client: FlaskClient, sent: Sent, look: Look) -> None:
    id_ = sent(OTHER_PAPER)
    assert f"/brev/{id_}/rett/collection_fee" in look(f"/brev/{id_}/rett").links
    assert client.post(f"/brev/{id_}/rett/collection_fee", data={"annet": "300"}).status_code == 303
    assert "300,00" in look(f"/brev/{id_}/rett").text


def test_what_a_letter_is_can_be_corrected(client: FlaskClient, sent: Sent, look: Look, house: Services) -> None:
    id_ = sent()
    assert client.post(f"/brev/{id_}/sporsmal/sender_role", data={"svar": "lawyer"}).status_code == 303
    assert house.store.audits.known(id_) == {"sender_role": "lawyer"}
    assert "En advokat rettet av deg" in look(f"/brev/{id_}/rett").text


# ------------------------------------------------------------------ deletion and strangers


def test_deleting_asks_first_and_leaves_nothing(client: FlaskClient, sent: Sent, look: Look, house: Services) -> None:
    id_ = sent()
    assert "Slett brevet nå?" in look(f"/brev/{id_}/slett").text
    assert house.store.audits.row(id_).status == "done"
    answer = client.post(f"/brev/{id_}/slett")
    assert "Alt er slettet" in look(answer.location).text
    assert not house.store.audits.owned_files()


def test_deleted_and_expired_letters_are_told_alike(client: FlaskClient, sent: Sent, house: Services) -> None:
    deleted, never = sent(), "0" * 26
    client.post(f"/brev/{deleted}/slett")
    told = [client.get(f"/brev/{id_}", headers={"Accept": "text/html"}) for id_ in (deleted, never)]
    assert [answer.status_code for answer in told] == [404, 404]
    texts = [re.sub(r"referansen \S+|[0-9A-Z]{26}", "", answer.text) for answer in told]
    assert texts[0] == texts[1]


def test_no_page_of_a_letter_is_shown_to_another_browser(client: FlaskClient, sent: Sent) -> None:
    id_ = sent()
    other = client.application.test_client()
    for path in (*EVERY_PAGE, "/side/1", "/resultat.html", "/venter", "/sider"):
        assert other.get(f"/brev/{id_}{path}").status_code == 404, path
    for path in ("/slett", "/rett/total", "/sporsmal/kind", "/sider"):
        assert other.post(f"/brev/{id_}{path}", data={"annet": "1", "svar": "purring"}).status_code == 404, path
    assert client.get(f"/brev/{id_}").status_code == 200


def test_pages_beside_a_result_wait_until_it_is_there(
    client: FlaskClient, sent: Sent, jobs: DoneAtOnce, house: Services
) -> None:
    jobs.is_held = True
    id_ = sent()
    for path in EVERY_PAGE:
        if path != "/slett":
            assert client.get(f"/brev/{id_}{path}").location == f"/brev/{id_}/venter", path
    assert client.post(f"/brev/{id_}/slett").status_code == 303
    assert house.store.audits.expired(now() + dt.timedelta(days=2)) == []


# ------------------------------------------------------------------ what was not read


def test_advice_follows_the_deadline_and_nothing_left_is_spoken_of_when_nothing_falls_away(
    sent: Sent, look: Look, on: Any
) -> None:
    id_, clean = sent(), sent(CLEAN)
    on(dt.date(2026, 7, 1))
    late = look(f"/brev/{id_}").text
    assert "Skriv til inkassoselskapet så snart du kan." in late
    assert "før fristen" not in late
    assert "Vi vet ikke om du skylder resten." in late
    assert "Vi vet ikke om du skylder pengene." in look(f"/brev/{clean}").text


def test_missing_and_unread_pages_are_named(app: Any) -> None:
    report = Report.model_construct(warnings=["page_missing:2", "page_unreadable:1", "sum_differs"])
    with app.test_request_context("/brev/x?lang=nb"):
        assert result.gaps(report) == ("Side 2 mangler. Side 1 kunne vi ikke lese. Noe kan stå der som endrer svaret.")
        assert result.gaps(Report.model_construct(warnings=["sum_differs"])) == ""


def test_checks_that_could_not_be_run_are_told(app: Any) -> None:
    with app.test_request_context("/brev/x?lang=nb"):
        assert result.crashed(Report.model_construct(warnings=["a: crashed"])).startswith("Én kontroll")
        assert result.crashed(Report.model_construct(warnings=["a: crashed", "b: crashed"])).startswith("2 kontroller")
        assert result.crashed(Report.model_construct(warnings=[])) == ""


def test_a_letter_of_which_a_page_is_missing_is_said_to_be_so(sent: Sent, look: Look) -> None:
    html = """<p>Fjellreven Inkasso AS</p><p>Dato 12.03.2026</p><h1>Betalingsoppfordring</h1>
    <p>Kreditor: Eksempel Trening AS</p><p>Hovedstol 1 000,00</p><p>Inkassosalær 300,00</p>
    <p>Å betale 1 300,00</p><p>Betalingsfrist 26.03.2026</p><p>Side 1 av 2</p>"""
    page = look(f"/brev/{sent(HTML(string=html).write_pdf())}")
    assert "Side 2 mangler." in page.text
    filled = [values["href"] for tag, values in page.tags if tag == "a" and "main" in values.get("class", "").split()]
    assert filled == ["/"]
    assert "Send hele brevet på nytt" in page.text


def test_a_picture_that_was_hard_to_read_is_said_to_be_so(
    sent: Sent, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = sent()
    monkeypatch.setattr(result, "_HARD", 1.1)
    assert "Side 1 var vanskelig å lese." in look(f"/brev/{id_}").text
    monkeypatch.setattr(result, "_HARD", 0.0)
    assert "vanskelig å lese" not in look(f"/brev/{id_}").text
