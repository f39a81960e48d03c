"""The form, the pages of a letter before it is read, and waiting: without script, as any browser sends them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from service.context import Services
from tests.service.houses import PHOTO as LARGE_PHOTO
from tests.service.houses import TEXT_LETTER, DoneAtOnce, form

PEOPLE = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


def file(name: str, data: bytes) -> FileStorage:
    return FileStorage(io.BytesIO(data), name)


def sent(client: FlaskClient, *files: FileStorage, to: str = "/brev", **fields: str) -> TestResponse:
    return client.post(to, **form(files=list(files), **fields), headers=PEOPLE)


def drafted(client: FlaskClient, *files: FileStorage) -> str:
    """The address of the pages of a letter that was sent."""
    answer = sent(client, *files)
    assert answer.status_code == 303, answer.text
    assert re.fullmatch(r"/brev/\w{26}/sider", answer.location), answer.location
    return answer.location


def pressed(client: FlaskClient, address: str, button: str, **fields: object) -> TestResponse:
    answer = client.post(address, **form(gjor=button, **fields), headers=PEOPLE)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location, headers=PEOPLE)


def changed(change: Callable[[Image.Image], Image.Image]) -> bytes:
    with Image.open(io.BytesIO(LARGE_PHOTO)) as image:
        out = io.BytesIO()
        change(image.resize((image.width // 2, image.height // 2))).save(out, "JPEG", quality=80)
    return out.getvalue()


PHOTO = changed(lambda image: image)


@cache
def dark() -> bytes:
    """The photo, taken in a dark room."""
    return changed(lambda image: image.point(lambda value: value // 5))


@pytest.fixture
def held(jobs: DoneAtOnce) -> DoneAtOnce:
    """Letters stay in the queue, so that nothing is read."""
    jobs.is_held = True
    return jobs


def test_a_pdf_goes_straight_to_its_result(client: FlaskClient) -> None:
    answer = sent(client, file("brev.pdf", TEXT_LETTER))
    assert answer.location.endswith("/venter")
    shown = client.get(answer.location, headers=PEOPLE)
    assert shown.status_code == 303
    assert client.get(shown.location, headers=PEOPLE).status_code == 200


def test_photos_are_looked_at_before_anything_is_read(client: FlaskClient, house: Services, jobs: DoneAtOnce) -> None:
    address = drafted(client, file("side.jpg", PHOTO))
    page = client.get(address, headers=PEOPLE).text
    assert "Sidene i brevet" in page
    assert "God nok å lese" in page
    assert not jobs.endings
    picture = client.get(f"{address}/1", headers=PEOPLE)
    with Image.open(io.BytesIO(picture.data)) as image:
        assert max(image.size) == 480
    assert client.get(f"{address}/2", headers=PEOPLE).status_code == 404


def test_a_poor_picture_is_named_with_its_remedy_and_may_be_used_all_the_same(
    client: FlaskClient, held: DoneAtOnce
) -> None:
    address = drafted(client, file("a.jpg", PHOTO), file("b.jpg", dark()))
    page = client.get(address, headers=PEOPLE).text
    assert "Side 2 bør du ta på nytt" in page
    assert "For mørkt" in page
    used = pressed(client, address, "likevel-2")
    assert "bør du ta på nytt" not in used.text
    assert "Du bruker bildet likevel" in used.text
    # The choice follows the picture when it is moved.
    moved = pressed(client, address, "opp-2", likevel="2")
    assert moved.request.args.getlist("likevel") == ["1"]
    assert "bør du ta på nytt" not in moved.text


def test_a_poor_picture_is_taken_anew_in_its_place(client: FlaskClient, house: Services, held: DoneAtOnce) -> None:
    address = drafted(client, file("a.jpg", dark()), file("b.jpg", PHOTO))
    page = pressed(client, address, "om-1", **{"side-1": file("ny.jpg", PHOTO)})
    assert "For mørkt" not in page.text
    id_ = address.split("/")[2]
    assert [one.name for one in house.store.audits.inputs(id_, "upload")] == ["ny.jpg", "b.jpg"]


def test_pages_are_moved_removed_and_added(client: FlaskClient, house: Services, held: DoneAtOnce) -> None:
    address = drafted(client, file("a.jpg", PHOTO), file("b.jpg", dark()))
    id_ = address.split("/")[2]

    def names() -> list[str]:
        return [name for name, _ in house.store.audits.looks(id_)]

    page = pressed(client, address, "ned-1")
    assert names() == ["b.jpg", "a.jpg"]
    assert 'role="status"' in page.text
    assert "Side 1 bør du ta på nytt" in page.text, "what is wrong with a picture goes along with it"
    pressed(client, address, "fjern-1")
    assert names() == ["a.jpg"]
    pressed(client, address, "nye", files=[file("c.pdf", TEXT_LETTER)])
    assert names() == ["a.jpg", "c.pdf"]
    pressed(client, address, "fjern-1")
    gone = pressed(client, address, "fjern-1")
    assert gone.request.path == "/", "a letter without pages is begun anew"


def test_the_letter_is_read_in_the_order_of_the_pages(client: FlaskClient, house: Services, held: DoneAtOnce) -> None:
    address = drafted(client, file("a.jpg", PHOTO), file("b.jpg", PHOTO))
    id_ = address.split("/")[2]
    pressed(client, address, "opp-2")
    waiting = pressed(client, address, "send")
    assert waiting.request.path == f"/brev/{id_}/venter"
    assert "Brevet ditt står i kø" in waiting.text
    assert [one.name for one in house.store.audits.inputs(id_, "upload")] == ["b.jpg", "a.jpg"]
    assert client.get(address, headers=PEOPLE).status_code == 303, "its pages are settled"
    assert client.post(address, **form(gjor="fjern-1"), headers=PEOPLE).status_code == 303


def test_a_draft_is_not_read_before_it_is_sent_off(client: FlaskClient, house: Services, jobs: DoneAtOnce) -> None:
    address = drafted(client, file("a.jpg", PHOTO))
    jobs.notify()
    assert not jobs.endings
    assert client.get(address.replace("/sider", ""), headers=PEOPLE).status_code == 303


def test_a_refused_file_is_named_and_the_others_stay(client: FlaskClient, held: DoneAtOnce) -> None:
    answer = sent(client, file("side.jpg", PHOTO), file("notat.txt", b"hei"), file("tom.png", b""))
    assert answer.status_code == 422
    assert "<title>Feil: Sidene i brevet" in answer.text
    assert "notat.txt: Filen må være JPG, PNG, HEIC eller PDF" in answer.text
    assert "tom.png: Filen er tom" in answer.text
    assert 'id="side-1"' in answer.text
    assert 'id="side-2"' not in answer.text
    english = re.search(r'href="(/brev/\w+/sider\?lang=en)"', answer.text)
    assert english, "the language links lead to the pages that are kept"
    assert "The pages of the letter" in client.get(english[1], headers=PEOPLE).text


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "Velg et bilde eller en PDF"),
        ([("notat.txt", b"hei")], "notat.txt: Filen må være JPG"),
        ([("brev.pdf", b"%PDF-1.4 nothing")], "brev.pdf: Filen kan ikke åpnes"),
    ],
)
def test_nothing_that_can_be_read_leads_back_to_the_form(
    client: FlaskClient, files: list[tuple[str, bytes]], told: str
) -> None:
    answer = sent(client, *(file(name, data) for name, data in files))
    assert answer.status_code == 422
    assert answer.text.count(told) == 2, "once on top, once at the field"
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_more_pages_than_are_read_are_refused_by_name(client: FlaskClient, held: DoneAtOnce) -> None:
    address = drafted(client, *(file(f"{number}.jpg", PHOTO) for number in range(1, 11)))
    answer = client.post(address, **form(gjor="nye", files=[file("11.jpg", PHOTO)]), headers=PEOPLE)
    assert answer.status_code == 422
    assert "11.jpg: Over 10 sider" in answer.text
    assert 'id="side-10"' in answer.text


@pytest.mark.parametrize("button", ["", "opp-1", "ned-1", "opp-2", "fjern-7", "likevel-x", "annet-1"])
def test_a_button_that_is_not_there_does_nothing(
    client: FlaskClient, house: Services, held: DoneAtOnce, button: str
) -> None:
    address = drafted(client, file("a.jpg", PHOTO))
    assert client.post(address, **form(gjor=button), headers=PEOPLE).status_code == 422
    assert len(house.store.audits.looks(address.split("/")[2])) == 1


def test_another_browser_does_not_see_the_pages(app: object, client: FlaskClient, held: DoneAtOnce) -> None:
    address = drafted(client, file("a.jpg", PHOTO))
    other = client.application.test_client()
    for path in (address, f"{address}/1", address.replace("/sider", "/venter")):
        assert other.get(path, headers=PEOPLE).status_code == 404


def test_the_waiting_page_tells_the_script_what_is_being_done(client: FlaskClient, held: DoneAtOnce) -> None:
    waiting = sent(client, file("brev.pdf", TEXT_LETTER)).location
    assert "Se om svaret er klart" in client.get(waiting, headers=PEOPLE).text
    state = client.get(f"{waiting}/steg", headers=PEOPLE)
    assert state.json == {"text": "Brevet ditt står i kø.", "ready": False}
    held.is_held = False
    held.notify()
    assert client.get(f"{waiting}/steg", headers=PEOPLE).json == {"text": "Brevet ditt står i kø.", "ready": True}


def test_the_example_is_a_letter_like_any_other_and_sent_once(client: FlaskClient, jobs: DoneAtOnce) -> None:
    first = client.get("/eksempel", headers=PEOPLE)
    second = client.get("/eksempel", headers=PEOPLE)
    assert first.location == second.location
    assert len(jobs.endings) == 1
    shown = client.get(client.get(first.location, headers=PEOPLE).location, headers=PEOPLE)
    assert "mer enn loven tillater" in shown.text


def test_pages_ask_nobody_else_for_anything_and_are_light(client: FlaskClient) -> None:
    page = client.get("/", headers=PEOPLE)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)
    assert not re.search(r"<style|style=|<script>|\son\w+=", page.text)
    own = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    size = len(page.data)
    for path in set(own):
        with client.get(path) as answer:
            size += len(answer.data)
    assert size < 150_000
