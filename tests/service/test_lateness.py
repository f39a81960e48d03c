"""Once the deadline has passed, nobody is told to write before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from checks import messages
from checks.law import Language
from checks.messages.files import load_texts
from service.reports.cards import words
from service.reports.lateness import timely, without_deadline
from service.reports.objection import Choices, draft_of
from service.reports.report import Report
from service.reports.text import render_text
from service.reports.timeline import timeline_words
from tests.service.test_objection import LANGUAGES, written

Audited = Callable[..., tuple[Report, Any]]
BEFORE: dict[Language, str] = {
    "nb": r"\b(skriv|si fra|spør|svar|betal|gjør det)\b[^.()]*\b(før|innen) fristen(?! hvis)",
    "nn": r"\b(skriv|sei frå|spør|svar|betal|gjer det)\b[^.()]*\b(før|innan) fristen(?! om)",
    "en": r"\b(write|tell|say so|ask|answer|pay|do so)\b[^.()]*\b(before|within) the deadline(?! when)",
}
SOON: dict[Language, str] = {"nb": "så snart du kan", "nn": "så snart du kan", "en": "as soon as you can"}
PASSED = dt.date(2026, 11, 22)


def advice(lang: Language) -> Iterator[str]:
    """What every message that can be shown with an error tells people to do."""
    for path in sorted((messages._FOLDER / lang).glob("*.yaml")):
        if path.stem != "scope":  # Courts and others set deadlines that are theirs to tell.
            yield from _told(load_texts(path))
    yield from timeline_words(lang)["notes"].values()


def _told(texts: Any) -> Iterator[str]:
    if isinstance(texts, dict):
        for key, value in texts.items():
            if key == "what_to_do" and isinstance(value, str):
                yield value
            else:
                yield from _told(value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_advice_of_any_message_is_to_act_before_a_deadline_that_has_passed(lang: Language) -> None:
    texts = [text for text in advice(lang) if re.search(BEFORE[lang], text, re.IGNORECASE)]
    assert len(texts) > 20
    for text in texts:
        late = without_deadline(text, lang=lang)
        assert not re.search(BEFORE[lang], late, re.IGNORECASE), late
        assert SOON[lang] in late


@pytest.mark.parametrize("lang", LANGUAGES)
def test_advice_follows_the_day_it_is_read_on(audited: Audited, lang: Language) -> None:
    report, _ = audited(lang=lang)
    in_time = [check.what_to_do for check in report.checks if check.status == "fail"]
    assert any(re.search(BEFORE[lang], text, re.IGNORECASE) for text in in_time)
    deadline = dt.date.fromisoformat(str(report.letter.fields["payment_deadline"].value))
    assert timely(report, today=deadline) == report
    late = [c.what_to_do for c in timely(report, today=deadline + dt.timedelta(days=1)).checks if c.status == "fail"]
    assert not any(re.search(BEFORE[lang], text, re.IGNORECASE) for text in late)
    assert len(late) == len(in_time)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_and_the_draft_promise_nothing_within_a_deadline_that_has_passed(
    audited: Audited, lang: Language
) -> None:
    report, _ = audited(lang=lang)
    in_time = [words(lang)["now"]["owe_nothing"], *(c.what_to_do for c in report.checks if c.status == "fail")]
    spoken = [text for text in in_time if without_deadline(text, lang=lang) != text]
    assert len(spoken) > 1
    assert _all_said(spoken, render_text(report, today=dt.date(2026, 8, 17)))
    late = render_text(report, today=PASSED)
    assert _all_said([without_deadline(text, lang=lang) for text in spoken], late)
    assert not _all_said(spoken[:1], late)
    pays = written(draft_of(report, Choices(stance="pay_rest"), today=PASSED))
    assert not re.search(r"(innen|innan) fristen\.|within the deadline\.", pays)


def _all_said(texts: list[str], text: str) -> bool:
    flat = re.sub(r"\s+", " ", text)
    return all(re.sub(r"\s+", " ", one) in flat for one in texts)
