"""The pages of an organisation: signing in with a key, its batches, one batch with filters, order, pages and files."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from http.cookies import SimpleCookie
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.datastructures import FileStorage

from service import desk
from service.bulk import listing
from service.context import Services
from service.reports.rows import Row, row_of
from service.security import SCOPES
from service.store.tables import AuditRow
from service.web import signing
from tests.service.bulk.batches import letter, zip_of
from tests.service.houses import LETTERS, DoneAtOnce, form, make_app
from tests.service.web.reading import Look, Page

FILES = {
    name: (LETTERS / name).read_bytes() for name in ("kjopt-krav.pdf", "oppfolging-for-hoyt.pdf", "statlig-krav.pdf")
}
FILES |= {
    "a<b>.pdf": (LETTERS / "lovlig-inkassovarsel.pdf").read_bytes(),
    "rart.txt": b"hei",
    "kopi.pdf": FILES["kjopt-krav.pdf"],
}


def key_of(house: Services, name: str = "Kontoret", *scopes: str) -> str:
    return house.store.organisations.create_key(name, scopes=scopes or tuple(SCOPES))[1]


def sign_in(client: FlaskClient, house: Services, name: str = "Kontoret", *scopes: str) -> str:
    key = key_of(house, name, *scopes)
    answer = client.post("/logg-inn", data={"nokkel": key})
    assert answer.status_code == 303, answer.text
    return key


def send(client: FlaskClient, files: dict[str, bytes]) -> str:
    stored = [FileStorage(io.BytesIO(data), name) for name, data in files.items()]
    answer = client.post("/bunker", **form(files=stored))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


# ------------------------------------------------------------------ signing in


def test_a_key_opens_the_organisations_pages_and_stands_nowhere(
    client: FlaskClient, house: Services, capfd: Any
) -> None:
    key = key_of(house)
    answer = client.post("/logg-inn", data={"nokkel": f" {key}\n"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/bunker")
    (cookie,) = [SimpleCookie(value)[signing.COOKIE] for value in answer.headers.getlist("Set-Cookie")]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert int(cookie["max-age"]) == signing.IDLE_SECONDS <= 3600
    assert key not in cookie.value
    page = Page(client.get("/bunker"))
    assert "Kontoret" in page.text
    assert "Ingen innlogging" not in page.text
    written = capfd.readouterr()
    assert key not in written.out + written.err + page.markup


def test_behind_tls_the_cookie_is_for_tls_alone(client: FlaskClient, house: Services) -> None:
    answer = client.post("/logg-inn", data={"nokkel": key_of(house)}, base_url="https://kravvakt.example")
    assert SimpleCookie(answer.headers["Set-Cookie"])[signing.COOKIE]["secure"]


@pytest.mark.parametrize("wrong", ["", "kv_feil", "tull", "kv_" + "x" * 5000])
def test_a_wrong_key_is_told_at_the_field_and_not_repeated(client: FlaskClient, wrong: str) -> None:
    page = Page(client.post("/logg-inn", data={"nokkel": wrong}))
    assert page.status == 422
    assert [values["aria-invalid"] for tag, values in page.tags if values.get("name") == "nokkel"] == ["true"]
    assert page.fields["nokkel"] == [""]
    assert client.get("/bunker").status_code == 401


def test_a_key_that_is_revoked_opens_nothing_any_more(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    assert client.get("/bunker").status_code == 200
    (info,) = house.store.organisations.all_keys()
    house.store.organisations.revoke(info.id)
    assert client.get("/bunker").status_code == 401


@pytest.mark.parametrize(("after", "status"), [(3000, 200), (signing.IDLE_SECONDS + 60, 401)])
def test_a_browser_that_is_not_used_is_signed_out(
    client: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch, after: int, status: int
) -> None:
    sign_in(client, house)
    later = time.time() + after
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert client.get("/bunker").status_code == status


def test_use_keeps_a_browser_signed_in_but_not_for_ever(
    client: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, house)
    began = time.time()
    for minutes in range(40, 600, 40):
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda now=began + minutes * 60: now)
        monkeypatch.setattr("service.web.signing.time.time", lambda now=began + minutes * 60: now)
        assert client.get("/bunker").status_code == 200, minutes
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: began + 605 * 60)
    monkeypatch.setattr("service.web.signing.time.time", lambda: began + 605 * 60)
    assert client.get("/bunker").status_code == 401


def test_a_cookie_that_was_tampered_with_is_none(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    found = client.get_cookie(signing.COOKIE)
    assert found is not None
    # not the last character, some of whose bits say nothing
    other = "a" if found.value[-5] != "a" else "b"
    client.set_cookie(signing.COOKIE, f"{found.value[:-5]}{other}{found.value[-4:]}")
    assert client.get("/bunker").status_code == 401


def test_signing_out_forgets_who_it_was(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    assert client.post("/logg-ut").headers["Location"] == "/logget-ut"
    assert client.get("/bunker").status_code == 401


def test_signing_in_leads_back_to_the_page_that_asked_for_it_and_nowhere_else(
    client: FlaskClient, house: Services
) -> None:
    asked = Page(client.get("/bunker?sorter=letter", headers={"Accept": "text/html"}))
    assert "/logg-inn?til=/bunker?sorter%3Dletter" in asked.links
    key = key_of(house)
    for then, place in (
        ("/bunker/ABC?vis=clean", "/bunker/ABC?vis=clean"),
        ("https://andre.example/", "/bunker"),
        ("//andre.example/bunker", "/bunker"),
        ("/bunker/../..//andre.example", "/bunker"),
        ("/bunker\\andre", "/bunker"),
    ):
        assert client.post("/logg-inn", data={"nokkel": key, "til": then}).headers["Location"] == place


def test_keys_cannot_be_tried_without_end(client: FlaskClient) -> None:
    found = [client.post("/logg-inn", data={"nokkel": f"kv_{n}"}).status_code for n in range(12)]
    assert found[0] == 422
    assert found[-1] == 429


def test_the_cookie_opens_pages_and_not_the_api(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    place = send(client, {"a.pdf": letter(1)})
    assert client.get(place).status_code == 200
    assert client.get(place.replace("/bunker", "/api/v1/batches")).status_code == 401


def test_changes_that_another_site_makes_are_refused(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    place = send(client, {"a.pdf": letter(1)})
    for origin in ({"Origin": "https://andre.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(f"{place}/slett", headers=origin).status_code == 403
        assert client.post("/logg-ut", headers=origin).status_code == 403
    assert client.get(place).status_code == 200


def test_a_page_is_good_for_what_the_key_is(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    place = send(client, {"a.pdf": letter(1)})
    sign_in(client, house, "Kontoret", "batches:read")
    assert Page(client.get("/bunker")).fields.get("files") is None
    page = Page(client.get(place))
    assert f"{place}/slett" not in page.links
    assert not [link for link in page.links if link.startswith("/brev/")]
    assert client.get(f"{place}/slett").status_code == 403
    assert client.post("/bunker", **form(files=letter(2))).status_code == 403
    sign_in(client, house, "En annen")
    assert client.get(place).status_code == 404
    assert place not in Page(client.get("/bunker")).links


def test_privacy_tells_of_the_cookie_and_how_long_it_lasts(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    assert sorted(cookie.key for cookie in (client._cookies or {}).values()) == [signing.COOKIE]
    assert signing.MOST_SECONDS == 10 * 3600
    assert "i høyst ti timer" in Page(client.get("/personvern?lang=nb")).text


# ------------------------------------------------------------------ batches


def test_a_letter_of_an_organisation_is_promised_its_own_time(client: FlaskClient, house: Services) -> None:
    assert "slettet etter 24 timer" in Page(client.get("/")).text
    sign_in(client, house)
    assert "slettet etter 720 timer" in Page(client.get("/")).text


def test_a_letter_leads_back_to_its_batch(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    place = send(client, {"a.pdf": letter(1)})
    (one,) = [link for link in Page(client.get(place)).links if link.startswith("/brev/")]
    assert place in Page(client.get(one)).links


def test_a_batch_is_sent_listed_and_shown(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    assert "Dere har ingen bunker" in Page(client.get("/bunker")).text
    place = send(client, {"brev.zip": zip_of(FILES)})
    overview = Page(client.get("/bunker"))
    assert place in overview.links
    assert "6 brev" in overview.text
    page = Page(client.get(place))
    assert "1 brev venter på et menneske." in page.text
    assert "1 fil kunne ikke sjekkes." in page.text
    assert page.text.index("rart.txt") < page.text.index("Resultat")  # what failed stands on top, with its remedy
    assert "Filen må være JPG, PNG, HEIC eller PDF" in page.text
    assert "a<b>.pdf" in page.text
    assert "%" not in page.text
    assert page.links.count(f"{place}?vis=clean#brevene") == 1


def test_a_form_that_is_sent_twice_is_one_batch_unless_other_files_were_chosen(
    client: FlaskClient, house: Services
) -> None:
    sign_in(client, house)
    (once,) = Page(client.get("/bunker")).fields["en-gang"]
    places = [
        client.post(
            "/bunker", **form(**{"en-gang": once, "files": FileStorage(io.BytesIO(letter(n)), "a.pdf")})
        ).location
        for n in (1, 1, 2)
    ]
    assert places[0] == places[1] != places[2]
    assert Page(client.get("/bunker")).fields["en-gang"] != [once]


@pytest.mark.parametrize(
    ("files", "status", "told"),
    [
        ({}, 422, "Velg en ZIP-fil eller flere brev."),
        ({"brev.zip": b"PK\3\4 og ikke mer"}, 422, "ZIP-filen kan ikke åpnes."),
        ({f"{n}.pdf": b"x" for n in range(4)}, 413, "Bunken har over 3 brev."),
        ({f"{n}.pdf": b"x" * 11_000_000 for n in range(2)}, 413, "Bunken er over 20 MB."),
    ],
)
def test_what_is_wrong_with_a_batch_is_told_at_the_form(
    tmp_path: Any, files: dict[str, bytes], status: int, told: str
) -> None:
    app = make_app(tmp_path / "small", batch_letters=3, batch_megabytes=20)
    house: Services = app.extensions["kravvakt"]
    client = app.test_client()
    sign_in(client, house)
    page = Page(client.post("/bunker", **form(files=[FileStorage(io.BytesIO(d), n) for n, d in files.items()])))
    assert page.status == status
    assert told in page.text
    assert house.store.queue.depths() == {}
    house.store.close()


def shown(page: Page) -> list[str]:
    """The names of the letters on the page, in order."""
    rows = page.markup.split('<tr role="row">')[2:]
    return [re.sub(r"<[^>]+>", "", re.split("</th>|<br>", row)[0]).strip() for row in rows]


def test_filters_and_order_stand_in_the_address_and_files_repeat_them(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    place = send(client, FILES)
    everything = shown(Page(client.get(place)))
    assert len(everything) == len(set(everything)) == len(FILES)
    page = Page(client.get(f"{place}?vis=questions&sorter=letter"))
    assert shown(page) == ["kjopt-krav.pdf", "kopi.pdf"]
    (sorted_,) = [values for tag, values in page.tags if tag == "th" and "aria-sort" in values]
    assert sorted_["aria-sort"] == "ascending"
    for ending in ("csv", "xlsx", "jsonl"):
        assert f"{place}/resultater.{ending}?vis=questions&sorter=letter" in page.links
    table = client.get(f"{place}/resultater.csv?vis=questions&sorter=letter")
    assert [row["file"] for row in csv.DictReader(io.StringIO(table.text))] == ["kjopt-krav.pdf", "kopi.pdf"]
    found = client.get(f"{place}/resultater.jsonl?vis=failed").data.split(b"\n")[:-1]
    assert [json.loads(line)["batch"]["name"] for line in found] == ["rart.txt"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{place}/resultater.xlsx").data))
    assert book.active.max_row == 7
    assert client.get(f"{place}/resultater.pdf").status_code == 404
    assert shown(Page(client.get(f"{place}?vis=review"))) == ["kjopt-krav.pdf"]
    claimed = Page(client.get(f"{place}?sorter=claimed"))
    assert shown(claimed)[:2] == ["kjopt-krav.pdf", "kopi.pdf"]


@pytest.mark.parametrize("query", ["vis=tull&sorter=tull&etter=tull", "vis=&sorter=&etter=", "etter=%00"])
def test_an_address_that_says_nothing_shows_everything(client: FlaskClient, house: Services, query: str) -> None:
    sign_in(client, house)
    place = send(client, {"a.pdf": letter(1), "b.pdf": letter(2)})
    assert len(shown(Page(client.get(f"{place}?{query}")))) == 2


def test_a_long_batch_is_shown_page_by_page(
    client: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    sign_in(client, house)
    place = send(client, {f"{n}.txt": b"hei" for n in range(8)})
    page, seen = Page(client.get(f"{place}?sorter=letter")), []
    while True:
        seen.append(shown(page))
        further = re.search(r'href="([^"]+)">Neste side', page.markup)
        if further is None:
            break
        page = Page(client.get(further[1]))
    assert seen == [["0.txt", "1.txt", "2.txt"], ["3.txt", "4.txt", "5.txt"], ["6.txt", "7.txt"]]
    assert "Viser 7 til 8 av 8" in page.text
    before = re.search(r'href="([^"]+)">Forrige side', page.markup)
    assert before is not None
    assert shown(Page(client.get(before[1]))) == seen[1]


def test_a_batch_that_is_being_read_says_how_far_it_is_and_shows_what_is_done(
    client: FlaskClient, house: Services, jobs: DoneAtOnce
) -> None:
    from service.jobs.tasks import run_audit

    sign_in(client, house)
    jobs.is_held = True
    place = send(client, {"a.pdf": letter(1), "b.pdf": letter(2), "c.txt": b"hei"})
    lease = house.store.queue.take()
    assert lease is not None
    run_audit(house.store, lease, sandbox=False)
    page = Page(client.get(place))
    assert "1 av 3 lest." in page.text
    assert "Ingen krav er brutt" not in page.text
    assert f"/brev/{lease.audit_id}" in page.links
    assert client.get(f"{place}/steg").json == {"text": "1 av 3 lest.", "ready": False}
    jobs.is_held = False
    jobs.notify()
    assert client.get(f"{place}/steg").json == {"text": "", "ready": True}
    assert 'id="steg"' not in Page(client.get(place)).markup


def test_a_list_is_made_of_each_report_once(
    client: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, house)
    place = send(client, {"a.pdf": letter(1), "b.pdf": letter(2)})
    made: list[str] = []

    def noted(line: dict[str, Any]) -> Row:
        made.append(line["id"])
        return row_of(line)

    monkeypatch.setattr("service.bulk.listing.row_of", noted)
    first = Page(client.get(place)).text
    assert made == []  # it was made when the letter was finished
    ids = re.findall(r"/brev/(\w{26})", Page(client.get(place)).markup)
    desk.tell(house, house.store.audits.row(ids[0]), {"collection_fee": "900"})
    for _ in range(2):
        assert Page(client.get(place)).text != first
        assert made == [ids[0]]
    with house.store.database.writing() as session:
        session.execute(update(AuditRow).values(digest=None, digest_version=None))
    for _ in range(2):
        assert Page(client.get(place)).text != first
        assert sorted(made) == sorted([ids[0], *ids])


def test_a_batch_is_deleted_from_its_page(client: FlaskClient, house: Services) -> None:
    sign_in(client, house)
    place = send(client, {"a.pdf": letter(1)})
    assert "1 brev blir borte" in Page(client.get(f"{place}/slett")).text
    assert client.post(f"{place}/slett").headers["Location"] == "/slettet"
    assert client.get(place).status_code == 404
    assert list(house.store.files.all()) == []


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_pages_are_whole_in_every_language(client: FlaskClient, house: Services, look: Look, lang: str) -> None:
    sign_in(client, house)
    place = send(client, FILES)
    for path in ("/bunker", place, f"{place}/slett", f"{place}?vis=waiting", "/logget-ut"):
        page = look(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert [tag for tag, _ in page.tags].count("h1") == 1
        assert len(page.ids) == len(set(page.ids))
        assert set(page.refers) <= set(page.ids)
        assert not re.findall(r"\{[a-z_]+\}", page.text)
        assert not [values for _, values in page.tags if "style" in values or "onclick" in values]
