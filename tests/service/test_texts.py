"""What a person reads: the verdict, the cards, the text and the page tell the same story as the report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from service.reports.cards import cards_of, verdict_of
from service.reports.html import render_html
from service.reports.report import Report
from service.reports.text import WIDTH, render_text

Audited = Callable[..., tuple[Report, Any]]
TODAY = dt.date(2026, 8, 17)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_headline_gives_the_kroner_above_the_limit(audited: Audited) -> None:
    verdict = verdict_of(audited({"creditor_vat_registered": "no", "previous_letters": "yes"})[0], today=TODAY)
    assert re.fullmatch(r"Brevet krever (minst )?375 kroner mer enn loven tillater", plain(verdict.headline))
    assert plain(verdict.deadline).startswith("Frist: onsdag 26. august.")
    assert plain(verdict.letter) == "Betalingsoppfordring fra Rypefjell Inkasso AS, 12. august"


@pytest.mark.parametrize(
    ("changes", "headline"),
    [
        (
            {"statements": {"further_costs": True, "legal_collection": True, "board_right": True}, "lines": []},
            "Brevet bryter en regel, men beløpet er det samme",
        ),
        ({"kind": "ikke-kravbrev"}, "Dette er ikke et inkassobrev"),
        ({"kind": "namsmann"}, "Dette er ikke et inkassobrev: det kommer fra namsmannen"),
        (
            {"sender_role": "public", "document": "state"},
            "Dette er ikke et inkassobrev: det er et krav fra staten",
        ),
        ({"fields": {}, "lines": [], "fully_read": False}, "Vi klarte ikke å lese brevet"),
    ],
)
def test_each_outcome_has_its_headline(audited: Audited, changes: dict[str, Any], headline: str) -> None:
    assert plain(verdict_of(audited(**changes)[0]).headline) == headline


def test_a_missing_invitation_to_object_puts_the_whole_fee_in_question(audited: Audited) -> None:
    lines = [
        {"type": "principal", "label": "Hovedstol", "amount": "2180.00"},
        {"type": "collection_fee", "label": "Inkassosalær", "amount": "300.00"},
    ]
    statements = {"further_costs": True, "legal_collection": True, "board_right": True}
    report, _ = audited({"creditor_vat_registered": "yes"}, lines=lines, statements=statements)
    assert plain(verdict_of(report).headline) == "Inkassosalæret på 300 kroner kan falle bort"


def test_checks_that_strike_the_same_kroner_share_a_card(audited: Audited) -> None:
    statements = {"further_costs": True, "legal_collection": True}
    cards = cards_of(audited(statements=statements)[0])
    breach = [card for card in cards if card.status == "breach"]
    assert len(breach) == 1
    assert {c.id for c in breach[0].checks} >= {
        "salaer-over-limit",
        "bo-calls-to-pay-or-object",
        "bo-f-board-information",
    }


def test_cards_are_numbered_from_one_without_gaps(audited: Audited) -> None:
    cards = cards_of(audited()[0])
    assert [card.number for card in cards] == list(range(1, len(cards) + 1))


def test_the_text_holds_the_findings_and_keeps_its_width(audited: Audited) -> None:
    text = plain(render_text(audited()[0], today=TODAY))
    assert "Inkassosalæret er minst 375 kroner for høyt" in text
    assert "inkassoforskriften § 2-2" in text
    assert "Finansklagenemnda" in text
    assert max(len(line) for line in text.splitlines()) <= WIDTH + 60  # an address is never broken
    assert "{" not in text


def test_the_text_never_says_that_the_rest_is_owed(audited: Audited) -> None:
    text = plain(render_text(audited()[0])).lower()
    for forbidden in ("du må betale", "du slipper å betale", "lovlig brev", "garantert", "svindel", "ulovlig"):
        assert forbidden not in text


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.scripts = 0
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.scripts += tag == "script"
        if values.get("id"):
            self.ids.append(str(values["id"]))
        href = values.get("href") or ""
        if href.startswith("#"):
            self.targets.append(href[1:])
        if tag in {"img", "image", "link", "iframe"} and href.startswith("http"):
            self.outside.append(href)


def test_the_page_leads_from_each_mark_to_its_finding_and_back(audited: Audited) -> None:
    report, result = audited()
    links = Links()
    links.feed(render_html(report, result.letter, today=TODAY))
    assert len(links.ids) == len(set(links.ids))
    assert set(links.targets) <= set(links.ids)
    assert "funn-1" in links.targets
    assert "merke-1" in links.targets


def test_the_page_is_one_file_without_script_or_request(audited: Audited) -> None:
    report, result = audited()
    page = render_html(report, result.letter)
    links = Links()
    links.feed(page)
    assert links.scripts == 0
    assert links.outside == []
    assert 'href="data:image/png;base64,' in page


def test_what_the_letter_says_is_escaped_on_the_page(audited: Audited) -> None:
    lines = [
        {"type": "principal", "label": "<script>alert(1)</script>", "amount": "2180.00"},
        {"type": "other_fee", "label": "Administrasjonsgebyr <b>", "amount": "95.00"},
    ]
    report, result = audited(lines=lines)
    page = render_html(report, result.letter)
    assert "<script>" not in page
    assert "Administrasjonsgebyr <b>" not in page


def test_a_deadline_that_has_passed_still_lets_the_reader_answer(audited: Audited) -> None:
    verdict = verdict_of(audited()[0], today=dt.date(2026, 9, 1))
    assert plain(verdict.deadline) == "Fristen var onsdag 26. august. Du kan fortsatt svare."


def test_an_answer_that_would_raise_a_failed_excess_is_asked(audited: Audited) -> None:
    report, _ = audited()
    asked = {q.id: q for q in report.questions}
    assert asked["creditor_vat_registered"].kroner == "75.00"
    assert plain(verdict_of(report).headline) == "Brevet krever minst 375 kroner mer enn loven tillater"


def test_a_letter_read_in_part_is_not_called_free_of_errors(audited: Audited) -> None:
    lines = [{"type": "principal", "label": "Hovedstol", "amount": "2180.00"}]
    report, _ = audited(lines=lines, fully_read=False)
    assert plain(verdict_of(report).headline) == "Vi fant ingen feil i det vi kunne lese"
    check = next(c for c in report.checks if c.id == "cost-no-other-fees")
    assert check.status == "unsure"


def test_a_creditors_letter_sends_nobody_to_the_board_of_collectors(audited: Audited) -> None:
    report, _ = audited(kind="purring", sender_role="creditor")
    assert "Finansklagenemnda" not in render_text(report)
