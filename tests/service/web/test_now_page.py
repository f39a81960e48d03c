"""What to do: three situations, no more than three steps, and never a step that admits a debt which may have lapsed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from apiflask import APIFlask

from service.reports.report import Report
from service.web import now
from service.web.shell import words
from tests.service.houses import TEXT_LETTER
from tests.service.web.reading import Look, Sent

Audited = Callable[..., tuple[Report, Any]]
SAY = words("nb")["now"]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def situations(app: APIFlask, report: Report) -> list[now.Situation]:
    with app.test_request_context():
        return list(now._situations("A" * 26, report, SAY))


def test_three_situations_with_at_most_three_steps_each(sent: Sent, look: Look) -> None:
    page = look(f"/brev/{sent()}/hva-na")
    assert {"noe", "ikke", "klarer-ikke"} <= set(page.ids)
    assert page.markup.count('<section class="box" id=') == 3
    for part in page.markup.split('<section class="box" id=')[1:]:
        assert 1 <= part.split("</section>")[0].count("<li>") <= 3
    for link in ("tel:+4755553339", "https://www.finkn.no", "https://www.forbrukerradet.no"):
        assert link in page.links
    assert [link for link in page.links if link.endswith("/svar")]


@pytest.mark.parametrize("day", [dt.date(2026, 8, 20), dt.date(2026, 9, 1)])
def test_steps_name_the_deadline_while_it_lasts(
    audited: Audited, app: APIFlask, monkeypatch: pytest.MonkeyPatch, day: dt.date
) -> None:
    monkeypatch.setattr(now, "today", lambda: day)
    first = plain(situations(app, audited()[0])[0].steps[0].text)
    assert ("innen onsdag 26. august" in first) == (day < dt.date(2026, 8, 26))


def test_a_claim_that_may_have_lapsed_is_not_to_be_paid_or_promised(audited: Audited, app: APIFlask) -> None:
    fields = {
        "letter_date": "2026-08-12",
        "payment_deadline": "2026-08-26",
        "original_due_date": "2020-06-15",
        "creditor": "Lynspretten Trening AS",
        "collector": "Rypefjell Inkasso AS",
        "total": "3025.00",
    }
    report, _ = audited(fields=fields)
    assert next(c for c in report.checks if c.id == "limit-three-years").status in ("unsure", "fail")
    steps = [step.text for situation in situations(app, report) for step in situation.steps]
    assert steps.count(SAY["old"]) == 2
    assert not [step for step in steps if "kan du betale" in step or "senere eller i deler" in step]


def test_what_is_left_is_never_called_owed(audited: Audited, app: APIFlask) -> None:
    report, _ = audited({"creditor_vat_registered": "no"})
    rest = situations(app, report)[0].steps[1].text
    assert "Bare du vet om du skylder det" in rest


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"kind": "namsmann"}, "Dette er et brev fra retten eller namsmannen"),
        ({"kind": "forliksklage"}, "Dette er et brev fra retten eller namsmannen"),
        ({"sender_role": "lawyer"}, "Brevet er fra en advokat"),
    ],
)
def test_papers_of_courts_and_lawyers_have_their_own_text(
    audited: Audited, changes: dict[str, Any], title: str
) -> None:
    report, _ = audited(**changes)
    assert title in [aside[0] for aside in now._asides(report, SAY)]


def test_only_consumers_are_sent_to_the_board_and_only_against_collectors(audited: Audited) -> None:
    def places(**changes: Any) -> list[str]:
        return [step.address for step in now._complaints(audited(**changes)[0], SAY) if step.address]

    assert places() == ["https://www.finkn.no"]
    assert places(debtor="business") == []
    assert places(sender_role="lawyer") == ["https://www.advokattilsynet.no"]
    assert places(kind="namsmann") == []


def test_a_letter_without_findings_has_steps_too(sent: Sent, look: Look) -> None:
    page = look(f"/brev/{sent(TEXT_LETTER)}/hva-na")
    assert "Jeg mener at noe er feil" in page.text
