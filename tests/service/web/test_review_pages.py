"""Going through letters: who waits, what is asked, what is saved and logged, and what a later saver sees."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from flask.testing import FlaskClient

from parsers.model import LineType, Reading
from service import desk
from service.context import Services
from service.store.letters import pack
from service.store.tables import AuditRow
from tests.service.houses import LETTERS, WRONG_LETTER
from tests.service.web.reading import Page
from tests.service.web.test_organisation_pages import send, sign_in

ASKS = (LETTERS / "kjopt-krav.pdf").read_bytes()
CLEAN = (LETTERS / "lovlig-inkassovarsel.pdf").read_bytes()
QUESTION = "creditor_vat_registered"


@pytest.fixture
def batch(client: FlaskClient, house: Services) -> str:
    """The address of a batch with two letters that ask the same, and one that does not ask."""
    sign_in(client, house)
    return send(client, {"a.pdf": ASKS, "b.pdf": ASKS + b"\n%b", "rent.pdf": CLEAN, "feil.pdf": WRONG_LETTER})


def first(client: FlaskClient, batch: str) -> str:
    """The address of the first letter that waits."""
    answer = client.get(f"{batch}/gjennomgang")
    assert answer.status_code == 303
    return re.sub(r"\?.*", "", answer.headers["Location"])


def version(page: Page) -> str:
    return page.fields["versjon"][0]


def known(house: Services, address: str) -> dict[str, str]:
    return house.store.audits.known(address.rsplit("/", 1)[1])


def in_doubt(house: Services, id_: str, amount: str, rival: str) -> None:
    """Makes the collection fee of a letter one that may also be read otherwise."""
    found = house.store.audits.letter(id_)
    assert found is not None
    letter, _ = found
    fee = Decimal(rival)
    fields = dict(letter.fields)
    reading = fields["collection_fee"]
    assert isinstance(reading, Reading)
    fields["collection_fee"] = replace(
        reading, value=Decimal(amount), confidence=0.6, rivals=(Reading(fee, 0.3),), corroborated=frozenset()
    )
    lines = tuple(
        replace(line, amount=Decimal(amount), confidence=0.6, corroborated=frozenset())
        if line.type is LineType.COLLECTION_FEE
        else line
        for line in letter.lines
    )
    letter = replace(letter, fields=MappingProxyType(fields), lines=lines)
    with house.store.database.writing() as session:
        row = session.get(AuditRow, id_)
        assert row is not None
        row.letter = house.store.audits._seal(row).close(pack([letter]), "letter", deflate=True)
    audit = house.store.audits.row(id_)
    report = desk.built(house, audit, lang="nb").to_json().encode()
    assert house.store.audits.rejudge(id_, known={}, lang="nb", report=report, version=audit.version)


def test_only_letters_that_need_a_person_wait_nearest_deadline_first(client: FlaskClient, batch: str) -> None:
    address = first(client, batch)
    page = Page(client.get(address))
    assert "2 brev venter" in page.text
    assert "a.pdf" in page.text
    assert "Sto det mva på den opprinnelige regningen?" in page.text
    buttons = [values["value"] for tag, values in page.tags if tag == "button" and values.get("name") == "svar"]
    assert buttons == [f"{QUESTION}={answer}" for answer in ("yes", "no", "unknown")]
    further = Page(client.get(client.get(f"{address}/neste").headers["Location"]))
    assert "b.pdf" in further.text


def test_an_answer_is_saved_judged_logged_and_leads_on(client: FlaskClient, batch: str, house: Services) -> None:
    address = first(client, batch)
    page = Page(client.get(address))
    answer = client.post(address, data={"versjon": version(page), "svar": f"{QUESTION}=yes"})
    assert answer.status_code == 303
    assert known(house, address) == {QUESTION: "yes"}
    onward = Page(client.get(answer.headers["Location"]))
    assert "Det forrige brevet er lagret." in onward.text
    assert "1 brev venter" in onward.text
    again = Page(client.get(address))
    assert "Dette er svart" in again.text
    assert "Gjennomgått" in again.text
    (info,) = house.store.organisations.all_keys()
    assert f"nøkkel {info.id}" in again.text
    assert re.search(r"regningen\? – → Ja", again.text)
    assert "Gjennomgått" in Page(client.get(batch)).text


def test_what_cannot_be_decided_leaves_the_queue_and_changes_nothing(
    client: FlaskClient, batch: str, house: Services
) -> None:
    for left in (1, 0):
        address = first(client, batch)
        before = house.store.audits.row(address.rsplit("/", 1)[1]).version
        page = Page(client.get(address))
        answer = client.post(address, data={"versjon": version(page), "gjor": "ikke"})
        assert answer.status_code == 303
        assert house.store.audits.row(address.rsplit("/", 1)[1]).version == before
        assert Page(client.get(batch)).text.count("Kan ikke avgjøres") == 2 - left
    assert "Ingen flere brev å gå gjennom" in Page(client.get(f"{batch}/gjennomgang")).text
    assert "Ingen brev venter på deg." in Page(client.get(batch)).text


def test_next_saves_nothing_and_save_is_done_with_the_letter(client: FlaskClient, batch: str, house: Services) -> None:
    address = first(client, batch)
    client.get(f"{address}/neste")
    assert first(client, batch) == address
    page = Page(client.get(address))
    client.post(address, data={"versjon": version(page), "gjor": "lagre"})
    assert known(house, address) == {}
    assert first(client, batch) != address


def test_the_last_that_waits_is_said_to_be_the_last(client: FlaskClient, batch: str) -> None:
    address = first(client, batch)
    client.post(address, data={"versjon": version(Page(client.get(address))), "gjor": "ikke"})
    last = first(client, batch)
    page = Page(client.get(client.get(f"{last}/neste").headers["Location"]))
    assert "Dette er det siste brevet som venter." in page.text


def test_a_reading_in_doubt_is_asked_with_its_rival_first_where_it_turns_the_outcome(
    client: FlaskClient, house: Services
) -> None:
    sign_in(client, house)
    batch = send(client, {"feil.pdf": WRONG_LETTER})
    (id_,) = re.findall(r"/brev/(\w{26})", Page(client.get(batch)).markup)
    reading = desk.built(house, house.store.audits.row(id_), lang="nb").letter.fields["collection_fee"]
    in_doubt(house, id_, str(reading.value), "10.00")
    address = f"{batch}/gjennomgang/{id_}"
    page = Page(client.get(address))
    buttons = [values["value"] for tag, values in page.tags if tag == "button" and values.get("name") == "svar"]
    assert buttons[:2] == ["collection_fee=10.00", f"collection_fee={reading.value}"]
    assert "30 % sikker" in page.text
    assert "60 % sikker" in page.text
    before = Page(client.get(batch)).text
    client.post(address, data={"versjon": version(page), "svar": f"collection_fee={reading.value}"})
    assert known(house, address) == {"collection_fee": str(reading.value)}
    assert Page(client.get(batch)).text != before
    in_doubt(house, id_, str(reading.value), str(reading.value))
    same = Page(client.get(address))
    assert "collection_fee=" not in same.markup  # a rival that turns nothing is not asked about


def test_a_value_is_typed_as_people_type_it_and_a_wrong_one_is_told(
    client: FlaskClient, batch: str, house: Services
) -> None:
    address = first(client, batch)
    page = Page(client.get(address))
    wrong = client.post(address, data={"versjon": version(page), "verdi-collection_fee": "mye", "gjor": "lagre"})
    assert wrong.status_code == 422
    assert known(house, address) == {}
    client.post(address, data={"versjon": version(page), "verdi-collection_fee": "1.234,50", "gjor": "lagre"})
    assert known(house, address) == {"collection_fee": "1.234,50"}


def test_an_answer_is_taken_back(client: FlaskClient, batch: str, house: Services) -> None:
    address = first(client, batch)
    client.post(address, data={"versjon": version(Page(client.get(address))), "svar": f"{QUESTION}=yes"})
    page = Page(client.get(address))
    client.post(address, data={"versjon": version(page), "angre": QUESTION})
    assert known(house, address) == {}
    assert re.search(r"regningen\? Ja → –", Page(client.get(address)).text)


def test_a_later_saver_sees_the_difference_before_anything_is_saved(
    client: FlaskClient, batch: str, house: Services
) -> None:
    address = first(client, batch)
    opened = version(Page(client.get(address)))
    client.post(address, data={"versjon": opened, "svar": f"{QUESTION}=yes"})
    answer = client.post(address, data={"versjon": opened, "svar": f"{QUESTION}=no"})
    page = Page(answer)
    assert page.status == 409
    assert "Noen andre har endret brevet" in page.text
    assert re.search(r"Dette er endret siden du åpnet brevet .*regningen\? – → Ja", page.text)
    assert re.search(r"Dette ville du lagre .*regningen\? Nei", page.text)
    assert known(house, address) == {QUESTION: "yes"}
    fields = {name: values[0] for name, values in page.fields.items()}
    client.post(address, data={**fields, "gjor": "behold"})
    assert known(house, address) == {QUESTION: "yes"}
    client.post(address, data={**fields, "gjor": "lagre"})
    assert known(house, address) == {QUESTION: "no"}


def test_two_who_save_at_the_very_same_time_do_not_both_win(
    client: FlaskClient, batch: str, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = first(client, batch)
    id_ = address.rsplit("/", 1)[1]
    opened = version(Page(client.get(address)))
    real = house.store.audits.rejudge
    others: list[int] = []

    def later(*arguments: Any, **named: Any) -> bool:
        if not others:
            others.append(1)
            audit = house.store.audits.row(id_)
            report = desk.built(house, audit, lang="nb", known={QUESTION: "no"}).to_json().encode()
            assert real(id_, known={QUESTION: "no"}, lang="nb", report=report, version=audit.version)
        return real(*arguments, **named)

    monkeypatch.setattr(house.store.audits, "rejudge", later)
    assert client.post(address, data={"versjon": opened, "svar": f"{QUESTION}=yes"}).status_code == 409
    assert known(house, address) == {QUESTION: "no"}


def test_what_is_told_elsewhere_is_in_the_log_too(client: FlaskClient, batch: str, house: Services) -> None:
    address = first(client, batch)
    id_ = address.rsplit("/", 1)[1]
    client.post(f"/brev/{id_}/rett/collection_fee", data={"verdi": "", "annet": "600"})
    key = sign_in(client, house)
    client.patch(f"/api/v1/audits/{id_}", json={"known": {QUESTION: "no"}}, headers={"Authorization": f"Bearer {key}"})
    found = house.store.audits.changes(id_)
    assert [[entry for entry, _, _ in change.told] for change in found] == [[QUESTION], ["collection_fee"]]
    assert all(change.key_id for change in found)


def test_the_log_is_sealed_and_goes_with_the_letter(client: FlaskClient, batch: str, house: Services) -> None:
    from sqlalchemy import select

    from service.store.tables import ChangeRow

    address = first(client, batch)
    client.post(address, data={"versjon": version(Page(client.get(address))), "svar": f"{QUESTION}=yes"})
    with house.store.database.reading() as session:
        rows = session.scalars(select(ChangeRow)).all()
    assert rows
    assert not [row for row in rows if QUESTION.encode() in row.told]
    client.post(f"{batch}/slett")
    with house.store.database.reading() as session:
        assert session.scalars(select(ChangeRow)).all() == []


def test_a_letter_of_another_batch_or_organisation_is_not_there(
    client: FlaskClient, batch: str, house: Services
) -> None:
    address = first(client, batch)
    other = send(client, {"c.pdf": ASKS + b"\n%c"})
    assert client.get(f"{other}/gjennomgang/{address.rsplit('/', 1)[1]}").status_code == 404
    sign_in(client, house, "En annen")
    for path in (f"{batch}/gjennomgang", address, f"{address}/neste"):
        assert client.get(path).status_code == 404
    assert client.post(address, data={"versjon": "1", "gjor": "ikke"}).status_code == 404


def test_reading_alone_is_not_enough_to_save(client: FlaskClient, batch: str, house: Services) -> None:
    address = first(client, batch)
    sign_in(client, house, "Kontoret", "batches:read", "audits:read")
    assert client.post(address, data={"versjon": "1", "gjor": "ikke"}).status_code == 403
    assert f"{batch}/gjennomgang" not in Page(client.get(batch)).links


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_pages_are_whole_in_every_language(client: FlaskClient, batch: str, lang: str) -> None:
    address = first(client, batch)
    opened = version(Page(client.get(address)))
    client.post(address, data={"versjon": opened, "svar": f"{QUESTION}=yes"})
    changed = Page(client.post(f"{address}?lang={lang}", data={"versjon": opened, "svar": f"{QUESTION}=no"}))
    for page in (changed, Page(client.get(f"{address}?lang={lang}"))):
        assert [tag for tag, _ in page.tags].count("h1") == 1
        assert len(page.ids) == len(set(page.ids))
        assert set(page.refers) <= set(page.ids)
        assert not re.findall(r"\{[a-z_]+\}", page.text)
        assert not [values for _, values in page.tags if "style" in values or "onclick" in values]
