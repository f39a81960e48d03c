"""The reports in nynorsk and English: whole, in one language, with that language's way of writing figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from checks.messages import LANGUAGES
from service.cli import main
from service.reports import cards
from service.reports.cards import verdict_of, words
from service.reports.html import render_html
from service.reports.report import Report
from service.reports.text import render_text
from tests.words import leaves, placeholders

Audited = Callable[..., tuple[Report, Any]]
TODAY = dt.date(2026, 8, 17)
ROOT = Path(__file__).resolve().parents[2]
WORDS = Path(cards.__file__).parent / "words"
EVERY_OTHER = pytest.mark.parametrize("lang", ["nn", "en"])
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)

LETTERS: Mapping[str, dict[str, Any]] = {
    "demand": {},
    "whole fee": {"statements": {"further_costs": True}},
    "interest": {
        "fields": {
            "letter_date": "2026-08-12",
            "payment_deadline": "2026-08-26",
            "original_due_date": "2026-06-15",
            "interest_rate": "18.00",
            "interest_from": "2026-05-01",
            "total": "3075.00",
        },
        "lines": [
            {"type": "principal", "label": "Hovedstol", "amount": "2180.00"},
            {"type": "interest", "label": "Renter", "amount": "145.00"},
            {"type": "collection_fee", "label": "Salær", "amount": "750.00"},
        ],
    },
    "notice": {"kind": "inkassovarsel", "sender_role": "creditor", "heading": "Inkassovarsel", "statements": {}},
    "unreadable": {"fields": {}, "lines": [], "fully_read": False},
    "partly read": {"lines": [], "fully_read": False},
    "enforcement": {"kind": "namsmann"},
    "court": {"kind": "forliksklage"},
    "public": {"sender_role": "public"},
    "other": {"kind": "ikke-kravbrev"},
    "unknown figures": {"fields": {"letter_date": "2031-03-03", "payment_deadline": "2031-03-20", "total": "3025.00"}},
}
"""Letters that between them show every part of a report."""


def own_words(lang: str) -> dict[str, str]:
    return dict(leaves(yaml.safe_load((WORDS / f"{lang}.yaml").read_text(encoding="utf-8"))))


class Prose(HTMLParser):
    """The visible text of a page and the language it declares."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.parts: list[str] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang")
        self._hidden += tag == "style"
        self.parts += [str(values[name]) for name in ("aria-label", "title", "alt") if values.get(name)]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


def renderings(audited: Audited, lang: str) -> Iterator[tuple[str, str]]:
    for name, changes in LETTERS.items():
        report, result = audited(lang=lang, **changes)
        yield f"{name}, text", " ".join(render_text(report, today=TODAY).split())
        yield f"{name}, page", Prose(render_html(report, result.letter, today=TODAY)).text


# ------------------------------------------------------------------ the words


@EVERY_OTHER
def test_every_language_has_the_words_of_bokmaal_filled_from_the_same_values(lang: str) -> None:
    nb, own = own_words("nb"), own_words(lang)
    assert set(own) == set(nb)
    assert {key for key in nb if placeholders(nb[key]) != placeholders(own[key])} == set()
    assert [key for key, text in own.items() if not text.strip()] == []


@EVERY_LANGUAGE
def test_words_never_order_promise_or_shout(lang: str) -> None:
    never = (
        r"\b(u?lov(lig|leg)\w*|u?gyldig\w*|garanter\w*|må betale|illegal|valid|guarante\w+|must pay|scam|svindel)\b|!"
    )
    assert {key for key, text in own_words(lang).items() if re.search(never, text, re.IGNORECASE)} == set()


@EVERY_LANGUAGE
def test_sentences_of_the_words_are_short(lang: str) -> None:
    long = [
        sentence
        for text in own_words(lang).values()
        for sentence in re.split(r"(?<=[.?])\s+", text)
        if len(sentence.split()) > 24
    ]
    assert long == []


# ------------------------------------------------------------------ the reports


@EVERY_OTHER
def test_no_report_holds_a_sentence_in_bokmaal(audited: Audited, lang: str) -> None:
    mine = set(own_words(lang).values())
    bokmaal = [text for text in own_words("nb").values() if text not in mine and " " in text and "{" not in text]
    assert len(bokmaal) > 50
    spot = [
        "Trenger svar",
        "Slik regnet vi",
        "krever",
        "ikke ",
        "Brevet sier",
        "lest i brevet",
        " dager",
        "loven ",
    ]
    if lang == "en":
        spot += ["Feil: ", "Brevet ", "Hovedkrav", "inkassolova", "ikkje", "Beløp", " kr ", "kroner"]
    for where, text in renderings(audited, lang):
        assert [said for said in (*bokmaal, *spot) if said in text] == [], where


@EVERY_OTHER
def test_every_place_of_a_text_is_filled(audited: Audited, lang: str) -> None:
    for where, text in renderings(audited, lang):
        assert "{" not in text, where


@EVERY_LANGUAGE
def test_the_page_declares_its_language(audited: Audited, lang: str) -> None:
    report, result = audited(lang=lang)
    assert Prose(render_html(report, result.letter)).language == lang


@pytest.mark.parametrize(
    ("lang", "headline", "deadline", "letter"),
    [
        (
            "nn",
            "Brevet krev minst 375 kroner meir enn lova tillèt",
            "Frist: onsdag 26. august.",
            "Betalingsoppfordring frå Rypefjell Inkasso AS, 12. august",
        ),
        (
            "en",
            "The letter demands at least NOK 375 more than the law allows",
            "Deadline: Wednesday 26 August.",
            "Payment demand (betalingsoppfordring) from Rypefjell Inkasso AS, 12 August",
        ),
    ],
)
def test_the_verdict_in_each_language(audited: Audited, lang: str, headline: str, deadline: str, letter: str) -> None:
    verdict = verdict_of(audited(lang=lang)[0], today=TODAY)
    assert verdict.headline.replace("\u00a0", " ") == headline
    assert verdict.deadline.replace("\u00a0", " ").startswith(deadline)
    assert verdict.letter.replace("\u00a0", " ") == letter


@pytest.mark.parametrize(
    ("lang", "row", "step", "law"),
    [
        ("nb", "−375,00 kr", "Inkassosats 750,00 [inkassoforskriften § 1-1", "× 0,4"),
        ("nn", "−375,00 kr", "Inkassosats 750,00 [inkassoforskrifta § 1-1", "× 0,4"),
        ("en", "−NOK 375.00", "Base rate (inkassosats) 750.00 [Debt Collection Regulations § 1-1", "× 0.4"),
    ],
)
def test_amounts_and_arithmetic_in_each_language(audited: Audited, lang: str, row: str, step: str, law: str) -> None:
    text = " ".join(render_text(audited(lang=lang)[0], today=TODAY).split())
    assert row in text
    assert step in text
    assert law in text


def test_figures_are_the_same_in_every_language(audited: Audited) -> None:
    for changes in LETTERS.values():
        said = [audited(lang=lang, **changes)[0] for lang in LANGUAGES]
        assert len({report.amounts.model_dump_json() for report in said}) == 1
        assert (
            len({tuple((c.id, c.status, str(c.amounts), str(c.contests)) for c in report.checks) for report in said})
            == 1
        )
        assert len({tuple((s.value, s.result, s.unit) for c in r.checks for s in c.computation) for r in said}) == 1


def test_what_the_letter_itself_says_stays_as_it_is(audited: Audited) -> None:
    report, _ = audited(lang="en")
    assert [line.label for line in report.letter.lines] == ["Hovedstol", "Inkassosalær", "Administrasjonsgebyr"]
    assert "“Administrasjonsgebyr” is not among them" in " ".join(render_text(report).split())


@EVERY_LANGUAGE
def test_the_command_answers_in_the_language_asked_for(lang: str, tmp_path: Path) -> None:
    letter = ROOT / "samples" / "letters" / "lovlig-betalingsoppfordring.pdf"
    page = tmp_path / "side.html"
    shown = CliRunner().invoke(main, ["audit", str(letter), "--lang", lang])
    saved = CliRunner().invoke(main, ["audit", str(letter), "--lang", lang, "--html", str(page)])
    assert (shown.exit_code, saved.exit_code) == (0, 0)
    assert words(lang)["headings"]["checks"] in shown.stdout
    assert saved.stdout.strip() == words(lang)["saved"].format(file=page)
    assert f'<html lang="{lang}">' in page.read_text(encoding="utf-8")
    assert "bokmål" not in shown.stderr
