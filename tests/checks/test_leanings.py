"""How open facts usually stand: told from ordinary words, silent where words tell nothing, and never more than that."""

from __future__ import annotations

import shutil
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import engine
from checks.case import Case
from checks.engine import audit
from checks.errors import LawDataError
from checks.law import industries
from checks.law.industries import FACTS, evened, load_industries
from checks.leanings import lean, leanings_of
from checks.model import Status
from parsers.corrections import Known
from samples.facts import letter_from_facts

HERE = Path(__file__).parent
KEYS = {"vat": "creditor_vat_registered", "type": "claim_type", "debtor": "debtor"}
Row = dict[str, Any]


@cache
def rows(name: str) -> list[Row]:
    return list(yaml.safe_load((HERE / f"creditors_{name}.yaml").read_text(encoding="utf-8")))


def leaned(row: Row, **facts: Any) -> dict[str, str]:
    """The answers leaned on in a letter about this claim of this creditor, whose debtor is open."""
    fields = {"creditor": row["creditor"]}
    fields |= {"claim_description": row["claim"]} if "claim" in row else {}
    fields |= {"original_creditor": row["original"]} if "original" in row else {}
    letter = letter_from_facts(
        {
            "kind": "betalingsoppfordring",
            "sender_role": row.get("role", "collector"),
            "fields": fields,
            "confidence": {"debtor": 0.5},
            **facts,
        }
    )
    return {fact: leaning.answer for fact, leaning in leanings_of(Case(letter)).items()}


def counted(name: str, key: str) -> Counter[str]:
    """How many rows come out right, unknown though there is an answer, or wrong."""
    found: Counter[str] = Counter()
    for row in rows(name):
        if key in row:
            answer = leaned(row).get(KEYS[key], "unknown")
            found["right" if answer == row[key] else "unknown" if answer == "unknown" else "wrong"] += 1
    return found


def shown(row: Row) -> str:
    return f"{row['creditor']}: {row.get('claim', '')}"


@pytest.mark.parametrize("row", rows("tuned"), ids=shown)
def test_a_creditor_in_ordinary_words_is_told_for_what_it_is(row: Row) -> None:
    expected = {KEYS[key]: row[key] for key in KEYS if key in row}
    answers = leaned(row)
    assert {fact: answers.get(fact, "unknown") for fact in expected} == expected


def test_creditors_kept_out_of_the_tuning_are_mostly_told_and_hardly_ever_wrong() -> None:
    found = counted("heldout", "vat")
    assert len(rows("heldout")) >= 40
    assert found["right"] / found.total() >= 0.85, found
    assert found["wrong"] / found.total() <= 0.03, found


def test_a_third_of_at_least_eighty_creditors_is_kept_out_and_no_row_is_in_both() -> None:
    tuned, kept = ({shown(row) for row in rows(name)} for name in ("tuned", "heldout"))
    assert len(tuned) + len(kept) >= 80
    assert len(kept) >= (len(tuned) + len(kept)) / 3 - 5
    assert tuned & kept == set()


@pytest.mark.parametrize("name", ["tuned", "heldout"])
def test_a_name_that_tells_nothing_leans_nowhere(name: str) -> None:
    silent = [row for row in rows(name) if row["vat"] == "unknown" and row.get("type") == "unknown"]
    assert len(silent) >= 6
    assert [shown(row) for row in silent if "creditor_vat_registered" in leaned(row)] == []


# ------------------------------------------------------------------ which word decides


def answer(claim: str, name: str = "", fact: str = "creditor_vat_registered") -> str | None:
    found = lean(fact, claim=claim, name=name)
    return None if found is None else found.answer


def test_the_claim_goes_before_the_name() -> None:
    assert answer("Innboforsikring", "Fossekallen Kraftlag SA") == "no"
    assert answer("Strømforbruk", "Fossekallen Kraftlag SA") == "yes"


def test_a_weightier_word_goes_before_a_hint() -> None:
    assert answer("Konsultasjon", "Potebo Dyreklinikk") == "yes"
    assert answer("Konsultasjon", "Stuevik Legesenter") == "no"


def test_equally_weighty_words_that_disagree_say_nothing() -> None:
    assert answer("Forsikring og strøm") is None


def test_an_industry_that_leaves_the_fact_open_says_nothing() -> None:
    assert answer("", "Knebøyen Treningssenter AS") is None
    assert answer("", "Tyttebærdal kommune") is None


@pytest.mark.parametrize(
    "word", ["kollegaservice", "Malstrøm Utvikling", "Konkursboet", "Automobilia", "Sandbankvegen 3"]
)
def test_a_word_inside_another_word_is_not_taken_for_it(word: str) -> None:
    assert answer("", word) is None


def test_the_words_of_the_letter_are_evened_before_they_are_compared() -> None:
    assert evened("P-huset  Kvartalet,\nAS ") == " p huset kvartalet as "


# ------------------------------------------------------------------ bought claims, and who owes


def test_a_bought_claim_keeps_its_origin() -> None:
    bought = {"creditor": "Ekkoland Finans AS", "original": "Pratsom Telefoni AS", "role": "purchaser"}
    assert leaned(bought)["creditor_vat_registered"] == "yes"
    assert "creditor_vat_registered" not in leaned({"creditor": "Ekkoland Finans AS", "role": "purchaser"})


def test_who_owes_is_told_from_the_letter_before_the_claim() -> None:
    row = {"creditor": "Ukjent AS", "claim": "Regnskapsføring"}
    assert leaned(row)["debtor"] == "business"
    assert leaned(row, confidence={"debtor": 0.7})["debtor"] == "consumer"
    assert leaned(row, confidence={"debtor": 0.7}, debtor="business")["debtor"] == "business"


def test_standard_compensation_tells_of_a_business() -> None:
    lines = [{"type": "compensation", "label": "Standardkompensasjon", "amount": "430.00"}]
    row = {"creditor": "Ukjent AS"}
    assert leaned(row, lines=lines, confidence={"debtor": 0.7})["debtor"] == "business"


def test_what_the_user_answered_or_the_letter_shows_is_not_leaned_on() -> None:
    letter = letter_from_facts({"kind": "betalingsoppfordring", "fields": {"creditor": "Vinddrag Kraftlag SA"}})
    assert set(leanings_of(Case(letter))) == {"creditor_vat_registered", "claim_type"}
    told = Known(answers={"creditor_vat_registered": "no", "claim_type": "unknown"})
    assert set(leanings_of(Case(letter, told))) == {"claim_type"}


# ------------------------------------------------------------------ in an audit

LETTER: dict[str, Any] = {
    "kind": "betalingsoppfordring",
    "fields": {
        "letter_date": "2026-08-12",
        "payment_deadline": "2026-08-26",
        "original_due_date": "2026-06-15",
        "creditor": "Vinddrag Kraftlag SA",
        "claim_description": "Strømforbruk juli",
        "principal": "2180.00",
        "collection_fee": "375.00",
        "total": "2555.00",
    },
}


def of(creditor: str, claim: str) -> dict[str, Any]:
    return {**LETTER, "fields": {**LETTER["fields"], "creditor": creditor, "claim_description": claim}}


def result_of(facts: dict[str, Any], id_: str = "salaer-over-limit", **known: Any) -> Any:
    audited = audit(letter_from_facts(facts), known=Known(answers=known))
    return next(result for result in audited.results if result.id == id_)


def test_an_open_check_leans_to_what_the_usual_answer_would_give_with_the_kroner() -> None:
    result = result_of(LETTER)
    assert (result.status, result.finding.leaning) == (Status.UNSURE, Status.FAIL)
    assert result.finding.amounts is not None
    assert result.finding.amounts.excess == Decimal("75.00")
    assert result.finding.assumptions == ("creditor_vat_registered=yes",)
    assert [leaning.fact for leaning in result.leans_on] == ["creditor_vat_registered"]


def test_it_leans_to_a_pass_where_the_usual_answer_allows_the_charge() -> None:
    result = result_of(of("Kvistmo Tannlegesenter AS", "Tannbehandling"))
    assert (result.status, result.finding.leaning) == (Status.UNSURE, Status.PASS)


def test_without_a_usual_answer_it_leans_nowhere() -> None:
    result = result_of(of("Blåhaug AS", "Diverse"))
    assert (result.status, result.finding.leaning, result.leans_on) == (Status.UNSURE, None, ())


def test_an_answer_settles_what_only_leaned() -> None:
    assert result_of(LETTER, creditor_vat_registered="yes").status is Status.FAIL
    assert result_of(LETTER, creditor_vat_registered="no").status is Status.PASS
    assert result_of(LETTER, creditor_vat_registered="unknown").finding.leaning is Status.FAIL


def test_a_doubtful_reading_of_the_debtor_tells_why_it_leans() -> None:
    facts = {**LETTER, "fields": {**LETTER["fields"], "compensation": "430.00"}, "confidence": {"debtor": 0.7}}
    audited = audit(letter_from_facts(facts))
    told = [r for r in audited.results if r.finding.question == "debtor" and r.leans_on]
    assert told
    for result in told:
        assert result.status is Status.UNSURE
        assert result.leans_on[0].why.nb == "Standardkompensasjon kan bare kreves mellom bedrifter."


WORDS = sorted({row["creditor"] for name in ("tuned", "heldout") for row in rows(name)})
kroner = st.decimals(Decimal("1.00"), Decimal("9000.00"), places=2)


@settings(max_examples=2000, deadline=None)
@given(
    creditor=st.sampled_from(WORDS),
    kind=st.sampled_from(["purring", "inkassovarsel", "betalingsoppfordring", "oppfolging", "avdragsavtale"]),
    role=st.sampled_from(["creditor", "collector", "purchaser"]),
    debtor=st.sampled_from([0.5, 0.7, 1.0]),
    amounts=st.fixed_dictionaries(
        {"principal": kroner, "collection_fee": kroner, "vat": kroner, "reminder_fee": kroner, "other_fee": kroner}
    ),
)
def test_no_leaning_of_any_rule_ever_becomes_a_finding(
    creditor: str, kind: str, role: str, debtor: float, amounts: dict[str, Decimal]
) -> None:
    """With every usual answer turned round, or none at all, statuses, sums and outcome stay what they were."""
    letter = letter_from_facts(
        {
            "kind": kind,
            "sender_role": role,
            "confidence": {"debtor": debtor},
            "fields": {
                "letter_date": "2026-08-12",
                "payment_deadline": "2026-08-26",
                "original_due_date": "2026-06-15",
                "creditor": creditor,
                "total": sum(amounts.values()),
                **amounts,
            },
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        leaning = audit(letter)
        patch.setattr(engine, "leanings_of", lambda _case: {})
        plain = audit(letter)
    for with_, without in zip(leaning.results, plain.results, strict=True):
        assert with_.status is without.status, with_.id
        assert with_.finding.contests == without.finding.contests
        if with_.leans_on:
            assert with_.status is Status.UNSURE
            assert with_.finding.leaning in (Status.PASS, Status.FAIL)
    assert leaning.totals == plain.totals
    assert leaning.outcome is plain.outcome
    assert [q.id for q in leaning.questions] == [q.id for q in plain.questions]


# ------------------------------------------------------------------ the data


def test_every_row_has_law_sources_and_three_languages() -> None:
    for industry in industries.industries():
        assert industry.legal_basis, industry.id
        assert industry.citation, industry.id
        assert len({industry.why.nb, industry.why.en}) == 2, industry.id
        assert all(len(text.split()) <= 20 for text in (industry.why.nb, industry.why.nn, industry.why.en)), industry.id


def test_every_open_fact_and_both_sides_of_vat_are_spoken_of() -> None:
    said = {(fact, given) for industry in industries.industries() for fact, given in industry.answers.items()}
    assert {fact for fact, _ in said} == set(FACTS)
    for wanted in ("credit", "loan", "rent", "parking", "toll", "public", "goods", "service"):
        assert ("claim_type", wanted) in said
    assert {("creditor_vat_registered", "yes"), ("creditor_vat_registered", "no")} <= said


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('creditor_vat_registered: "no"', 'creditor_vat_registered: "maybe"', "no fact and answer"),
        ("id: health", "id: kindergarten", "stands twice"),
        ('section: "§ 3-2"', 'paragraf: "§ 3-2"', "unknown key"),
        ("sources: [MVAL-3, IF-VAT]", "sources: [NOWHERE]", "NOWHERE"),
        ("sources: [MVAL-3, IF-VAT]", "sources: []", "source"),
        ("      nn: Helsetenester er som regel utan mva.\n", "", "nn is missing"),
        ('"tannlege*"', '"tann*lege"', "no word"),
        ('"tannlege*"', '"Tannlege*"', "no word"),
        ('"tannlege*"', '"t*"', "too short"),
        ("      name:", "      nam:", "unknown key"),
        ("    open: [creditor_vat_registered]", "    open: [weather]", "no open fact"),
        ("    open: [creditor_vat_registered]\n", "", "neither answers nor open"),
        ('      name: ["*osteopat*"', '      name: []\n      sells: ["*osteopat*"', "lists of words"),
    ],
)
def test_a_broken_row_names_file_and_fault(tmp_path: Path, old: str, new: str, problem: str) -> None:
    folder = tmp_path / "leanings"
    shutil.copytree(Path(industries.__file__).parent / "data" / "leanings", folder)
    path = folder / "care.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawDataError, match=problem) as broken:
        load_industries(folder)
    assert broken.value.file in ("care.yaml", "leanings")


def test_a_source_nobody_cites_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "leanings"
    shutil.copytree(Path(industries.__file__).parent / "data" / "leanings", folder)
    with (folder / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("UNREAD:\n  url: null\n  what: A page\n  kind: law\n")
    with pytest.raises(LawDataError, match="UNREAD is used nowhere"):
        load_industries(folder)
