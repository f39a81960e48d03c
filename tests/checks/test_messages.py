"""The texts in every language: complete, alike in what they say, and plain.

Every language has what bokmål has; none has more. The words that are never said, and how long a sentence may be, are
the same rules for all.
"""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks import fees, messages
from checks.computation import Computation, Step
from checks.fees import NoticeStage
from checks.interest import late_interest
from checks.law import Language, default_law
from checks.messages.steps import step_words
from checks.messages.terms import glossary, terms_in
from checks.model import Finding, Percent, Status
from checks.registry import load_rules
from checks.user_facts import LETTER_FACTS, USER_FACTS
from tests.words import leaves, placeholders

CHECKS = Path(messages.__file__).parents[1]
FOLDER = CHECKS / "messages"
OTHERS: tuple[Language, ...] = ("nn", "en")
EVERY_LANGUAGE = pytest.mark.parametrize("lang", messages.LANGUAGES)
EVERY_OTHER = pytest.mark.parametrize("lang", OTHERS)

LONGEST_SENTENCE = 24

NEVER = {
    "nb": r"\b(u?lovlige?|u?gyldige?|garanter\w*|svind\w+|må betale|slipper å betale|alvorlig)\b|!",
    "nn": r"\b(u?lovleg\w*|u?gyldig\w*|garanter\w*|svind\w+|må betale|slepp å betale|alvorleg)\b|!",
    "en": r"\b(il)?legal(ly)? letter|\b(illegal\w*|unlawful\w*|valid|guarante\w+|scam\w*|must pay|need not pay)\b|!",
}
"""What no text says: a verdict on the whole letter, an order to pay, a promise, or a shout."""

BOKMAAL_ONLY = r"\b(ikke|jeg|hva|hvis|noen|fra|kravet ditt|loven|skyldner|hvilken|hvor|også på|være|blitt)\b"
"""Words that no nynorsk text has."""

NORWEGIAN_ONLY = r"\b(ikke|ikkje|kravet|brevet|loven|lova|fristen|salæret|gebyret|eller|som|på)\b"
"""Words that no English text has outside brackets and quotation marks."""

SPAN = "01.01.2026–09.01.2026"


def texts(lang: str) -> Iterator[tuple[str, str]]:
    """Every text of a language by the path of its keys."""
    for path in sorted((FOLDER / lang).glob("*.yaml")):
        if path.stem not in {"steps", "terms"}:
            yield from leaves(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?])\s+", text)


# ------------------------------------------------------------------ complete and alike


@EVERY_OTHER
def test_every_language_has_the_same_files_checks_and_keys_as_bokmaal(lang: str) -> None:
    assert [path for path, _ in texts(lang)] == [path for path, _ in texts("nb")]


@EVERY_OTHER
def test_every_text_is_filled_from_the_same_values_as_in_bokmaal(lang: str) -> None:
    own = dict(texts(lang))
    differ = {
        path: (placeholders(text), placeholders(own[path]))
        for path, text in texts("nb")
        if placeholders(text) != placeholders(own[path])
    }
    assert differ == {}


@EVERY_LANGUAGE
def test_no_text_is_empty_or_something_else_than_a_text(lang: str) -> None:
    assert [path for path, text in texts(lang) if not isinstance(text, str) or not text.strip()] == []


@EVERY_LANGUAGE
def test_every_check_has_its_title_rule_and_messages_in_the_language_itself(lang: str) -> None:
    own = dict(texts(lang))
    groups = {path.split("/")[1]: path.split("/")[0] for path in own}
    for id_ in load_rules():
        assert own[f"{groups[id_]}/{id_}/title"] == messages.title(id_, lang=lang)
        assert own[f"{groups[id_]}/{id_}/rule"] == messages.rule_sentence(id_, lang=lang)
        assert messages.keys_of(id_, lang=lang) == messages.keys_of(id_)


@EVERY_LANGUAGE
def test_every_question_has_a_text_a_reason_and_a_label_for_each_choice(lang: str) -> None:
    for id_, fact in {**USER_FACTS, **LETTER_FACTS}.items():
        asked = messages.question(id_, lang=lang)
        assert asked.text.endswith("?"), id_
        assert asked.why.endswith("."), id_
        assert asked.kind == messages.question(id_).kind, id_
        assert set(asked.choices) == set(messages.question(id_).choices), id_
        assert not fact.choices or set(fact.choices) == set(asked.choices), id_
        assert all(isinstance(label, str) and label for label in asked.choices.values()), id_
        assert len(set(asked.choices.values())) == len(asked.choices), id_


# ------------------------------------------------------------------ plain


@EVERY_LANGUAGE
def test_nothing_is_said_that_we_never_say(lang: str) -> None:
    said = {path: match[0] for path, text in texts(lang) if (match := re.search(NEVER[lang], text, re.IGNORECASE))}
    assert said == {}


@EVERY_LANGUAGE
def test_sentences_are_short(lang: str) -> None:
    too_long = {
        path: (len(sentence.split()), sentence)
        for path, text in texts(lang)
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    }
    assert too_long == {}


@EVERY_LANGUAGE
def test_headings_are_one_statement_without_a_full_stop_and_the_rest_are_sentences(lang: str) -> None:
    wrong = []
    for path, text in texts(lang):
        kind = path.rsplit("/", 1)[1]
        if kind in {"title", "headline"}:
            wrong += [path] if text.endswith(".") or "\n" in text else []
        elif kind in {"explanation", "what_to_do", "rule"}:
            wrong += [] if re.search(r"[.?]$", text) else [path]
    assert wrong == []


@EVERY_LANGUAGE
def test_salaer_is_explained_wherever_the_whole_of_it_is_said_to_fall_away(lang: str) -> None:
    falls = {"nb": "salæret falle bort", "nn": "salæret falle bort", "en": "collection fee (salær) may fall away"}[lang]
    explained = {"nb": "Salæret er det", "nn": "Salæret er det", "en": "charges for its work"}[lang]
    told = [text for path, text in texts(lang) if path.endswith("/explanation") and falls in text]
    assert told
    assert [text for text in told if explained not in text] == []


def test_nynorsk_is_not_bokmaal() -> None:
    left = {path: match[0] for path, text in texts("nn") if (match := re.search(BOKMAAL_ONLY, text, re.IGNORECASE))}
    assert left == {}
    nb = dict(texts("nb"))
    same = [text for path, text in texts("nn") if path.endswith("/explanation") and text == nb[path]]
    assert all(len(sentences(text)) == 1 for text in same), "a whole passage is the same in bokmål and nynorsk"


def test_english_is_english_outside_brackets_and_quotations() -> None:
    bare = {path: re.sub(r"\([^)]*\)|“[^”]*”", "", text) for path, text in texts("en")}
    assert {path: m[0] for path, text in bare.items() if (m := re.search(NORWEGIAN_ONLY, text, re.IGNORECASE))} == {}


# ------------------------------------------------------------------ figures in the texts


@pytest.mark.parametrize(
    ("value", "nb", "nn", "en"),
    [
        (Decimal("375.00"), "375 kroner", "375 kroner", "NOK 375"),
        (Decimal("2062.50"), "2 062,50 kroner", "2 062,50 kroner", "NOK 2,062.50"),
        (dt.date(2026, 3, 12), "12. mars 2026", "12. mars 2026", "12 March 2026"),
        (dt.date(2026, 5, 17), "17. mai 2026", "17. mai 2026", "17 May 2026"),
        (Percent(Decimal("12.25")), "12,25 %", "12,25 %", "12.25%"),
        (Percent(Decimal(9)), "9,00 %", "9,00 %", "9.00%"),
        (14, "14", "14", "14"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value: Any, nb: str, nn: str, en: str) -> None:
    shown = [messages.show(value, lang=lang).replace("\u00a0", " ") for lang in messages.LANGUAGES]
    assert shown == [nb, nn, en]


def test_a_finding_reads_in_each_language() -> None:
    params = {"excess": Decimal("62.50"), "limit": Decimal(375), "charged": Decimal("437.50")}
    finding = Finding(Status.FAIL, params=params)
    headlines = [
        messages.message("salaer-over-limit", finding, lang=lang).headline.replace("\u00a0", " ")
        for lang in ("nb", "nn", "en")
    ]
    assert headlines == [
        "Inkassosalæret er minst 62,50 kroner for høyt",
        "Inkassosalæret er minst 62,50 kroner for høgt",
        "The collection fee is at least NOK 62.50 too high",
    ]


@pytest.mark.parametrize("key", [*default_law().series, "regime"])
def test_a_figure_that_is_not_known_is_named_in_each_language(key: str) -> None:
    finding = Finding(Status.UNSURE, variant="unknown-figure", params={"figure": key, "day": dt.date(2031, 1, 1)})
    said = {lang: messages.message("salaer-over-limit", finding, lang=lang).explanation for lang in ("nb", "nn", "en")}
    assert len(set(said.values())) == 3
    assert all("2031" in text and "{" not in text for text in said.values())
    assert key == "regime" or default_law().series[key].name.en[1:] in said["en"]


# ------------------------------------------------------------------ calculations


def steps_words(lang: str) -> Mapping[str, Mapping[str, str]]:
    return dict(yaml.safe_load((FOLDER / lang / "steps.yaml").read_text(encoding="utf-8")))


def written_in_code() -> Iterator[tuple[str, ast.Call]]:
    """Every place where a step is made."""
    for path in sorted(CHECKS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Step":
                yield path.name, node


def fixed_texts(place: int) -> set[str]:
    """The texts that stand as they are at one place of the steps made anywhere (0 label, 2 origin, 3 formula)."""
    nodes = [node for _, call in written_in_code() for node in ast.walk(ast.Tuple(call.args[place : place + 1]))]
    found = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text.strip() for text in found if re.search(r"[^\W\d_]", text)}


def computations() -> Iterator[Computation]:
    """Calculations of every kind the engine can make."""
    law = default_law()
    due, day = dt.date(2026, 1, 15), dt.date(2026, 3, 12)
    stages: tuple[NoticeStage, ...] = ("reminder", "notice", "own-demand")
    for stage in stages:
        yield fees.notice_fee(law, stage=stage, due=due, sent=day)
        yield fees.notice_fee(law, stage=stage, due=None, sent=day)
    for basis in (Decimal(400), Decimal(10**7)):
        span = fees.collection_fee_caps(law, basis=basis, letter_date=day)
        yield from (span.low, span.high)
        for facts in span.by_fact.values():
            for part in facts.values():
                yield from (part.low, part.high)
    yield fees.collection_fee_cap(
        law,
        basis=Decimal(400),
        due=due,
        on=day,
        stage="heavy",
        debtor="business",
        vat_supplement=True,
        sats=Decimal(700),
    )
    yield fees.instalment_supplement(law, on=day, vat_supplement=True)
    yield fees.instalment_supplement(law, on=day, instalments=3)
    yield fees.lawyer_led_fee(law, basis=Decimal(400), due=due, on=day, debtor="consumer")
    yield fees.standard_compensation(law, on=day)
    for what in fees.legal_cost_kinds(law):
        yield fees.legal_cost(law, what, on=day, vat_supplement=True)
    yield late_interest(law, principal=Decimal("12345.60"), first_day=dt.date(2025, 5, 1), last_day=day).computation
    yield late_interest(law, principal=Decimal(100), first_day=due, last_day=day, rate=Decimal(9)).computation


def test_steps_are_found_in_the_code() -> None:
    assert {"Inkassosats", "Brevet krever", "Rettsgebyr"} <= fixed_texts(0)
    assert {"lest i brevet", "oppgitt"} <= fixed_texts(2)
    assert {"krav − grense", "halve kroner opp"} <= fixed_texts(3)


@EVERY_OTHER
def test_every_label_has_its_translation(lang: Language) -> None:
    labels = steps_words(lang)["labels"]
    in_code = {text for text in fixed_texts(0) if not text.startswith("(")}
    assert {text.removesuffix(":") for text in in_code} - set(labels) == set()
    for stage in ("reminder", "notice", "own-demand"):
        assert {fees._SHARE_LABEL[stage], f"{fees._SHARE_LABEL[stage]} (forfall ukjent, høyeste andel)"} <= set(labels)
    assert set(fees._STAGE_LABEL.values()) <= set(labels)


def test_both_languages_translate_the_same_words() -> None:
    nn, en = steps_words("nn"), steps_words("en")
    assert {part: list(words) for part, words in nn.items()} == {part: list(words) for part, words in en.items()}


def test_calculations_have_no_norwegian_left_in_english() -> None:
    terms = {"inkassosats", "rettsgebyr", "forliksklage", "utlegg"}
    for computation in computations():
        for step in computation.steps:
            said = step_words(step, lang="en")
            for text in (said.label, said.formula, said.origin):
                words = set(re.findall(r"[^\W\d_]+", text.lower())) - terms
                assert not words & {"av", "og", "første", "andre", "ledd", "bokstav", "krav", "dager", "sats", "rente"}
                assert not re.search(r"[æøå]|loven|skriften", " ".join(words)), text


def test_calculations_in_nynorsk_name_the_laws_in_nynorsk() -> None:
    for computation in computations():
        for step in computation.steps:
            said = step_words(step, lang="nn")
            assert not re.search(
                r"loven\b|forskriften\b|\bikke\b|\bdager\b", f"{said.label} {said.formula} {said.origin}"
            )


def test_bokmaal_is_as_the_engine_wrote_it() -> None:
    for computation in computations():
        for step in computation.steps:
            said = step_words(step)
            assert (said.label, said.formula, said.origin) == (step.label, step.formula, step.origin)


@pytest.mark.parametrize(
    ("step", "nn", "en"),
    [
        (
            Step("Lett salær", Decimal("0.4"), "inkassoforskriften § 2-2", "inkassosats × multiplum"),
            ("Lett salær", "inkassosats × multiplum", "inkassoforskrifta § 2-2"),
            ("Light collection fee", "base rate × multiple", "Debt Collection Regulations § 2-2"),
        ),
        (
            Step(SPAN, None, "forsinkelsesrenteloven § 3 første ledd", "2 180,00 × rentesats × 9 dager / 365"),
            (SPAN, "2 180,00 × rentesats × 9 dagar / 365", "forseinkingsrentelova § 3 første ledd"),
            (SPAN, "2,180.00 × interest rate × 9 days / 365", "Late Payment Interest Act § 3 first paragraph"),
        ),
        (
            Step("I brevet: 01.01.2026–30.06.2026", None, "lest i brevet"),
            ("I brevet: 01.01.2026–30.06.2026", "", "lese i brevet"),
            ("In the letter: 01.01.2026–30.06.2026", "", "read in the letter"),
        ),
        (
            Step("Frakt og eksp.gebyr", Decimal(49), "lest i brevet", "legges til"),
            ("Frakt og eksp.gebyr", "blir lagt til", "lese i brevet"),
            ("Frakt og eksp.gebyr", "added", "read in the letter"),
        ),
        (
            Step("Gebyr", None, "inkassoforskriften § 1-1, merverdiavgiftsloven § 5-1 bokstav a og § 2-1"),
            ("Gebyr", "", "inkassoforskrifta § 1-1, meirverdiavgiftslova § 5-1 bokstav a og § 2-1"),
            ("Fee", "", "Debt Collection Regulations § 1-1, VAT Act § 5-1 letter a and § 2-1"),
        ),
    ],
)  # fmt: skip
def test_a_line_of_a_calculation_in_each_language(
    step: Step, nn: tuple[str, str, str], en: tuple[str, str, str]
) -> None:
    expected: dict[Language, tuple[str, str, str]] = {"nn": nn, "en": en}
    for lang, words in expected.items():
        said = step_words(step, lang=lang)
        assert (said.label, said.formula.replace("\u00a0", " "), said.origin) == words


# ------------------------------------------------------------------ terms

TRADE = {
    "nb": "fordringshav kreditor skyldner innsigels forsinkelsesrent rettslig merverdi mva bevilling hovedst hovedkr",
    "nn": "fordringshav kreditor skyldnar motsegn forseinkingsrent rettsleg meirverdi mva løyve hovudst hovudkr",
    "en": "creditor debtor objection licence principal enforce time-barred legal.collection check.digit",
}
IN_EVERY_LANGUAGE = (
    "salær foreld utlegg forlik namsmann namsmenn oppfordring inkassovars inkassosats gjeldsbrev tvangs "
    "standardkompensasjon rettsgeb anmerkning gjenpart kontrollsan kontrollsiff nemnd finanstilsyn purregeb"
)
"""How words of the law and the trade look."""


@EVERY_LANGUAGE
def test_every_term_our_texts_use_is_explained(lang: Language) -> None:
    looks = rf"\b\w*(?:{'|'.join([*TRADE[lang].split(), *IN_EVERY_LANGUAGE.split()])})\w*"
    undefined = set()
    for _, text in texts(lang):
        for match in re.finditer(looks, re.sub(r"\{\w+\}", "", text), re.IGNORECASE):
            if not terms_in([match[0]], lang=lang):
                undefined.add(match[0].lower())
    assert undefined == set()


@EVERY_LANGUAGE
def test_terms_are_explained_in_short_sentences_without_the_term_itself(lang: Language) -> None:
    for term in glossary(lang):
        assert term.means.endswith("."), term
        assert all(len(sentence.split()) <= LONGEST_SENTENCE for sentence in sentences(term.means)), term
        assert term.term.lower() not in term.means.lower(), term


def test_the_glossaries_explain_the_same_terms() -> None:
    assert len({tuple(term.id for term in glossary(lang)) for lang in ("nb", "nn", "en")}) == 1
    assert glossary("nb") != glossary("nn")


def test_a_term_is_found_inside_a_text_and_not_inside_another_word() -> None:
    assert [t.id for t in terms_in(["Inkassosalæret er for høyt"])] == ["salaer"]
    assert terms_in(["Et skidspor i snøen"]) == ()
