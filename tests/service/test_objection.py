"""The draft of an objection: only what failed is disputed, in the debtor's voice, in every language and file type."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
import yaml

from checks.engine import audit
from checks.law import Language
from samples.facts import known_from_facts, letter_from_facts
from service.reports.objection import Choices, Draft, draft_of, items_of, may_pay_rest, to_docx, to_pdf, to_text
from service.reports.objection.draft import MOST_OWN_WORDS, words
from service.reports.objection.voice import first_person
from service.reports.report import Report, build_report

Audited = Callable[..., tuple[Report, Any]]
TODAY = dt.date(2026, 8, 17)
CASES = Path(__file__).parents[1] / "checks" / "cases"
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
TO_THE_READER = {
    "nb": r"\b(du|deg|din|ditt|dine|vi|oss)\b",
    "nn": r"\b(du|deg|din|ditt|dine|vi|oss)\b",
    "en": r"\b(we|us)\b|you (owe|are|may|do|have|should|paid|were)\b",
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def written(draft: Draft) -> str:
    return re.sub(r"\s+", " ", plain(to_text(draft)))


def failing_cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        seen: set[str] = set()
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            variant = row["expect"].get("variant", "")
            if row["expect"]["status"] == "fail" and variant not in seen:
                seen.add(variant)
                yield pytest.param(path.stem, row, id=f"{path.stem}: {row['name']}")


def report_of(row: dict[str, Any], lang: Language) -> Report:
    letter = letter_from_facts(row["letter"])
    previous = tuple(letter_from_facts(facts) for facts in row.get("previous", ()))
    result = audit(letter, known=known_from_facts(row.get("known", {})), previous=previous)
    now = dt.datetime(2026, 8, 17, tzinfo=dt.UTC)
    return build_report(result, data=[b""], filename="brev.pdf", created_at=now, lang=lang)


@pytest.mark.parametrize(("check_id", "row"), list(failing_cases()))
def test_a_failed_check_is_disputed_once_in_the_debtors_own_voice(check_id: str, row: dict[str, Any]) -> None:
    for lang in LANGUAGES:
        report = report_of(row, lang)
        check = next(c for c in report.checks if c.id == check_id)
        if check.status != "fail" or check.severity == "advice":
            continue
        text = written(draft_of(report, today=TODAY))
        own = words(lang)["checks"].get(check_id, {})
        rule = own.get("rule") or first_person(check.rule, lang=lang)
        assert text.count(plain(rule).rstrip(".")) == 1
        rest = text.replace(words(lang)["board"], "")
        assert not (spoken := re.search(TO_THE_READER[lang], rest, re.IGNORECASE)), (lang, spoken, rest)


def test_the_draft_names_the_case_the_kroner_the_section_and_the_arithmetic(audited: Audited) -> None:
    report, _ = audited({"creditor_vat_registered": "no"})
    text = written(draft_of(report, today=TODAY))
    assert text.startswith("Rypefjell Inkasso AS Kopi: Lynspretten Trening AS 17. august 2026")
    assert "Jeg viser til betalingsoppfordringen datert 12. august 2026." in text
    assert "1. Inkassosalæret er minst 375 kroner for høyt" in text
    assert "(inkassoforskriften § 2-1, § 2-2, § 2-3" in text
    assert "0,4 ganger inkassosatsen: 0,4 × 750 kroner = 300 kroner." in text
    assert "Brevet krever 750 kroner. Det er 750 kroner − 375 kroner = 375 kroner over grensen." in text
    assert "Jeg ber dere sette ned kravet med 375 kroner." in text


def test_what_is_only_likely_is_put_as_a_question_and_passes_are_not_mentioned(audited: Audited) -> None:
    report, _ = audited()
    text = written(draft_of(report, today=TODAY))
    assert "Dette ser ikke ut til å være i orden." in text
    assert "Jeg ber dere vise grunnlaget." in text
    for check in report.checks:
        if check.status in {"pass", "not_applicable"}:
            assert plain(check.headline) not in text


def test_no_position_is_taken_on_the_rest_unless_the_user_does(audited: Audited) -> None:
    report, _ = audited()
    assert "Jeg tar her ikke stilling til resten" in written(draft_of(report, today=TODAY))
    assert "betaler" not in written(draft_of(report, today=TODAY))
    pays = draft_of(report, Choices(stance="pay_rest"), today=TODAY)
    assert "Resten av kravet betaler jeg innen fristen." in written(pays)
    disputes = written(draft_of(report, Choices(stance="all"), today=TODAY))
    assert "Jeg er uenig i hele kravet." in disputes
    assert "resten" not in disputes


def test_paying_the_rest_cannot_be_offered_while_the_claim_may_be_too_old(audited: Audited) -> None:
    fields = {"letter_date": "2026-08-12", "payment_deadline": "2026-08-26", "original_due_date": "2019-01-10"}
    report, _ = audited(fields=fields)
    if not any(c.id == "limit-three-years" for c in report.checks):
        pytest.fail("the check of limitation is gone: what guards the promise to pay?")
    assert not may_pay_rest(report)
    with pytest.raises(ValueError, match="time-barred"):
        draft_of(report, Choices(stance="pay_rest"), today=TODAY)


def test_the_user_chooses_the_points_and_adds_own_words(audited: Audited) -> None:
    report, _ = audited()
    first, second, *_ = items_of(report)
    draft = draft_of(report, Choices(include=frozenset({second.id}), own_words="Jeg sa opp i mai."), today=TODAY)
    text = written(draft)
    assert plain(first.headline) not in text
    assert plain(second.headline) in text
    assert "Jeg sa opp i mai." in text


def test_choices_that_cannot_be_are_refused(audited: Audited) -> None:
    report, _ = audited()
    with pytest.raises(ValueError, match="no such finding"):
        draft_of(report, Choices(include=frozenset({"sum-of-everything"})), today=TODAY)
    with pytest.raises(ValueError, match="own words"):
        draft_of(report, Choices(own_words="x" * (MOST_OWN_WORDS + 1)), today=TODAY)


def test_without_findings_the_draft_asks_for_documents(audited: Audited) -> None:
    lines = [{"type": "principal", "label": "Hovedstol", "amount": "3025.00"}]
    report, _ = audited(lines=lines)
    text = written(draft_of(report, Choices(include=frozenset()), today=TODAY))
    assert "Før jeg tar stilling til kravet" in text
    assert "kopi av den opprinnelige regningen" in text
    assert "uenig" not in text


def test_the_board_is_named_for_consumers_and_licensed_firms_alone(audited: Audited) -> None:
    def steps(**changes: Any) -> str:
        draft = draft_of(audited(**changes)[0], today=TODAY)
        return " ".join(draft.next_step) + written(draft)

    assert "Finansklagenemnda Inkasso" in steps()
    assert "klage til Finansklagenemnda" not in steps(debtor="business")
    assert "Advokattilsynet" in steps(sender_role="lawyer")
    assert "klage til Finansklagenemnda" not in steps(sender_role="lawyer")
    assert "forliksrådet" in steps(sender_role="creditor")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_files_say_what_the_text_says(audited: Audited, lang: Language) -> None:
    report, _ = audited(lang=lang)
    draft = draft_of(report, Choices(own_words="Æ <b>& Ø"), today=TODAY)
    document = docx.Document(io.BytesIO(to_docx(draft)))
    in_word = " ".join(p.text for p in document.paragraphs)
    with pdfplumber.open(io.BytesIO(to_pdf(draft))) as pdf:
        in_pdf = " ".join(page.extract_text() for page in pdf.pages)
    for text in (in_word, in_pdf):
        flat = re.sub(r"[\s•]+", " ", plain(text))
        assert plain(draft.subject) in flat
        assert "Æ <b>& Ø" in flat
        for paragraph in draft.paragraphs:
            assert re.sub(r"\s+", " ", plain(paragraph.text)) in flat
            assert re.sub(r"\s+", " ", plain(paragraph.heading)) in flat
    assert document.core_properties.author == ""


def test_every_language_has_the_same_keys() -> None:
    def keys(value: Any, path: str = "") -> set[str]:
        if isinstance(value, dict):
            return {k for name, part in value.items() for k in keys(part, f"{path}.{name}")}
        return {path}

    general = {lang: {k for k in keys(words(lang)) if not k.startswith(".checks")} for lang in LANGUAGES}
    assert general["nb"] == general["nn"] == general["en"]


@pytest.mark.parametrize(
    ("lang", "told", "said"),
    [
        ("nb", "Du betalte i tide, og salæret kan falle bort", "Jeg betalte i tide, og salæret kan falle bort"),
        (
            "nb",
            "Er du uenig, skal de svare deg på innsigelsen din",
            "Er jeg uenig, skal de svare meg på innsigelsen min",
        ),
        ("nn", "Brevet truar med å hengje deg ut", "Brevet truar med å hengje meg ut"),
        ("en", "You were under 18, and they called you", "I was under 18, and they called me"),
        (
            "en",
            "The letter does not say what to do if you disagree",
            "The letter does not say what to do if I disagree",
        ),
        ("nb", "Dette er individuelt", "Dette er individuelt"),
    ],
)
def test_what_is_told_to_the_reader_becomes_what_the_reader_says(lang: Language, told: str, said: str) -> None:
    assert first_person(told, lang=lang) == said
