"""The dates of the case: today in place, earlier letters in and out, and a calendar file that says little."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.datastructures import FileStorage

from service.context import Services
from service.reports.calendar import deadline_calendar
from service.reports.report import Report
from service.web import letters, timeline
from tests.service.houses import TEXT_LETTER, form
from tests.service.web.reading import Look, Page, Sent

MADE = dt.datetime(2026, 8, 17, 10, 0, tzinfo=dt.UTC)


def add(client: FlaskClient, id_: str, *data: bytes) -> Page:
    files = [FileStorage(io.BytesIO(one), f"eldre{number}.pdf") for number, one in enumerate(data, start=1)]
    answer = client.post(f"/brev/{id_}/datoer", **form(files=files))
    if answer.status_code == 303:
        answer = client.get(answer.headers["Location"])
    return Page(answer)


def test_the_days_are_listed_with_today_among_them(sent: Sent, look: Look) -> None:
    page = look(f"/brev/{sent()}/datoer")
    states = [values["class"] for tag, values in page.tags if tag == "li" and values.get("class")]
    assert states.count("today") == 1
    assert "past" in states
    assert "<h1>Datoene i saken</h1>" in page.markup


def test_a_gap_leads_to_where_it_is_filled(audited: Callable[..., tuple[Report, Any]], app: APIFlask) -> None:
    fields = {"letter_date": "2026-08-12", "payment_deadline": "2026-08-26", "total": "3025.00"}
    report, _ = audited(fields=fields)
    with app.test_request_context():
        gaps = [(address, key) for row, address, key in timeline._rows("A" * 26, report) if row.state == "gap"]
    assert [key for address, key in gaps if address.endswith("/original_due_date")] == ["fill"]
    assert ("#eldre", "bring") in gaps


def test_an_earlier_letter_is_added_read_and_removed_again(sent: Sent, client: FlaskClient, house: Services) -> None:
    id_ = sent()
    page = add(client, id_, TEXT_LETTER)
    assert page.status == 200
    assert "saken er sjekket på nytt" in page.text
    assert "eldre1.pdf" in page.text
    found = house.store.audits.letter(id_)
    assert found is not None
    assert len(found[1]) == 1
    answer = client.post(f"/brev/{id_}/datoer/fjern/1")
    after = Page(client.get(answer.headers["Location"]))
    assert "eldre1.pdf" not in after.text
    assert "Du har ikke lagt til noen eldre brev." in after.text


@pytest.mark.parametrize(("data", "words"), [(b"hei", "eldre1.pdf: Filen må være"), (b"", "Filen er tom")])
def test_a_file_that_cannot_be_read_is_a_form_error(sent: Sent, client: FlaskClient, data: bytes, words: str) -> None:
    id_ = sent()
    page = add(client, id_, data)
    assert page.status in (415, 422, 400)
    assert words in page.text
    assert "#filer" in page.links


def test_no_file_and_too_many_files_are_form_errors(sent: Sent, client: FlaskClient, house: Services) -> None:
    id_ = sent()
    assert add(client, id_).status >= 400
    page = add(client, id_, *[TEXT_LETTER] * 6)
    assert page.status >= 400
    assert "høyst 5 eldre brev" in page.text
    assert house.store.audits.row(id_).status == "done"


def test_a_calendar_gets_the_deadline_and_the_sender_only(
    sent: Sent, client: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "today", lambda: dt.date(2020, 1, 1))
    id_ = sent()
    page = Page(client.get(f"/brev/{id_}/datoer"))
    assert f"/brev/{id_}/kalender.ics" in page.links
    answer = client.get(f"/brev/{id_}/kalender.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    report = Report.model_validate_json(house.store.audits.report(id_) or b"")
    assert event.decoded("DTSTART") == letters.deadline_of(report)
    assert str(event["SUMMARY"]) == f"Frist: svar til {report.letter.fields['collector'].value}"
    for secret in (id_, str(report.amounts.claimed), str(report.letter.fields["case_number"].value)):
        assert secret not in answer.text


def test_the_calendar_file_is_folded_and_escaped_and_ends_lines_as_the_standard_asks() -> None:
    data = deadline_calendar(
        day=dt.date(2026, 8, 26), summary="Frist: svar; til, Blåbær\\Bær " + "å" * 90, what="x", id_="A", made=MADE
    )
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"svar\\; til\\, Bl" in data
    (alarm,) = Calendar.from_ical(data).walk("VALARM")
    assert alarm.decoded("TRIGGER") == -dt.timedelta(hours=39)


def test_the_same_letter_is_the_same_event_and_its_id_does_not_open_it() -> None:
    made = [deadline_calendar(day=dt.date(2026, 8, 26), summary="x", what="x", id_=id_, made=MADE) for id_ in "AAB"]
    ids = [str(Calendar.from_ical(data).walk("VEVENT")[0]["UID"]) for data in made]
    assert ids[0] == ids[1] != ids[2]


def test_a_deadline_that_has_passed_is_offered_to_no_calendar(
    sent: Sent, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "today", lambda: dt.date(2099, 1, 1))
    assert not [link for link in look(f"/brev/{sent()}/datoer").links if link.endswith(".ics")]
