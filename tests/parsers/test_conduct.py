"""Threats and pressure in running text: what must be found, what must not, and what misread letters may do.

``conduct_tuned.yaml`` is what the patterns were written against; ``conduct_heldout.yaml`` and ``conduct_fresh.yaml``
were never tuned on and alone say how good they are.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.case import GATE
from parsers.fields.statements import read_statements, statements_in
from parsers.layout import build_sheet
from parsers.model import Box, Page, PageQuality, StatementId, Word, WordSource
from parsers.statement_patterns import load
from tests.parsers.test_statements import misread

HERE = Path(__file__).parent
IDS = tuple(rule.id for rule in load().rules.values() if rule.accuses)
TUNED, HELD_OUT, FRESH = (
    yaml.safe_load((HERE / f"conduct_{name}.yaml").read_text(encoding="utf-8"))
    for name in ("tuned", "heldout", "fresh")
)


def rows(data: dict[str, Any], strength: str, *ids: StatementId) -> list[tuple[StatementId, str]]:
    found = ((id_, data.get(id_.value, {}).get(strength, {})) for id_ in ids or IDS)
    return [(id_, text) for id_, languages in found for texts in languages.values() for text in texts]


def strength_in(text: str, id_: StatementId, *, misread: bool = True) -> str:
    hit = statements_in(text, misread=misread).get(id_)
    return "none" if hit is None else hit.strength


@pytest.mark.parametrize("id_", IDS, ids=str)
@pytest.mark.parametrize("strength", ["clear", "none"])
def test_every_statement_is_tried_in_many_wordings_a_third_of_them_never_tuned_on(
    id_: StatementId, strength: str
) -> None:
    tuned, held_out = ({lang: len(t) for lang, t in d[id_.value][strength].items()} for d in (TUNED, HELD_OUT))
    assert tuned["nb"] + held_out["nb"] >= 12
    assert tuned["nn"] + held_out["nn"] >= 6
    apart = sum(held_out.values()) + len(rows(FRESH, strength, id_))
    assert 3 * apart >= sum(tuned.values()) + apart


@pytest.mark.parametrize(("id_", "text"), rows(TUNED, "clear"))
def test_threat_is_found(id_: StatementId, text: str) -> None:
    assert strength_in(text, id_) == "clear"


@pytest.mark.parametrize(("id_", "text"), rows(TUNED, "none") + rows(HELD_OUT, "none") + rows(FRESH, "none"))
@pytest.mark.parametrize("optical", [True, False], ids=["optical", "text"])
def test_lawful_sentence_close_to_a_threat_is_no_threat(id_: StatementId, text: str, optical: bool) -> None:
    assert strength_in(text, id_, misread=optical) != "clear"


@pytest.mark.parametrize("id_", IDS, ids=str)
def test_threats_never_tuned_on_are_found(id_: StatementId) -> None:
    texts = rows(HELD_OUT, "clear", id_)
    missed = [text for _, text in texts if strength_in(text, id_) != "clear"]
    assert len(missed) <= 0.2 * len(texts), missed


def test_threats_in_wordings_of_another_hour_are_mostly_found() -> None:
    texts = rows(FRESH, "clear")
    found = sum(strength_in(text, id_) == "clear" for id_, text in texts)
    assert found >= 0.55 * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "Du skriver: «Dere er tyver og burde skamme dere.» Det er vi ikke enige i.",
        'Du skrev "du er en tyv" til vår medarbeider.',
        "Avsenderen skriver “betal innen 24 timer”, men det er ikke oss.",
        "Brevet du fikk, sier «du kan fengsles for gjeld». Det er falskt.",
    ],
)
def test_words_of_somebody_else_are_no_threat(text: str) -> None:
    assert [id_.value for id_ in IDS if strength_in(text, id_) == "clear"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Svindlere misbruker navnet vårt. Dette brevet er fra oss. Du kan fengsles for gjeld.",
        "Vær på vakt mot svindlere. Vi tar kontakt med arbeidsgiveren din hvis du ikke betaler.",
        "Du kan fengsles for gjeld. Det er svindel å la være å gjøre opp for seg.",
        "Betal innen 24 timer. Purring er ikke nødvendig.",
        "Me kontaktar naboane dine. Det gjer me ikkje berre for moro skuld.",
    ],
)
def test_a_threat_beside_a_word_on_fraud_or_a_denial_of_something_else_is_a_threat(text: str) -> None:
    assert [id_.value for id_ in IDS if strength_in(text, id_) == "clear"] != []


@pytest.mark.parametrize(
    "text",
    [
        "Da kommer noen og henter bilen din, sier de som ringer. Det er svindel.",
        "Vær på vakt mot svindel. De som ringer, krever betaling innen 24 timer.",
        "Nokon utgir seg for å vere oss. Då høyrer du at pengane må vere på konto innan 24 timar.",
        "You may be told that you will go to prison. This is a scam.",
    ],
)
def test_a_warning_is_known_by_the_sentence_before_or_after_it(text: str) -> None:
    assert [id_.value for id_ in IDS if strength_in(text, id_) == "clear"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Vi kan ikke ta imot innsigelser på telefon.",
        "Klager over SMS blir ikke besvart.",
        "Objections cannot be considered by phone.",
        "Innsigelser tas bare imot av butikken.",
    ],
)
def test_the_form_or_the_place_of_an_objection_is_not_its_denial(text: str) -> None:
    assert strength_in(text, StatementId.OBJECTION_DENIED) == "weak"


def test_quotation_marks_elsewhere_hide_no_threat() -> None:
    text = "Kravet gjelder «Polar Gym». Du kan fengsles for gjeld. Se «Om kravet»."
    assert strength_in(text, StatementId.UNTRUE_CONSEQUENCE) == "clear"


def test_lawful_sentences_make_no_other_threat_either() -> None:
    texts = {text for data in (TUNED, HELD_OUT, FRESH) for _, text in rows(data, "none")}
    wrong = [(text, id_.value) for text in texts for id_ in IDS if strength_in(text, id_) == "clear"]
    assert wrong == []


@pytest.mark.parametrize("optical", [True, False], ids=["optical", "text"])
def test_lawful_sentences_near_a_threat_make_none(optical: bool) -> None:
    texts = yaml.safe_load((HERE / "conduct_lawful.yaml").read_text(encoding="utf-8"))
    wrong = [(text, id_.value) for text in texts for id_ in IDS if strength_in(text, id_, misread=optical) == "clear"]
    assert wrong == []


def test_one_wrong_letter_in_forty_hides_few_threats() -> None:
    rng = random.Random(20261122)  # noqa: S311 - reading errors, no secrets
    texts = [row for row in rows(TUNED, "clear") + rows(HELD_OUT, "clear") for _ in range(4)]
    found = [strength_in(misread(text, rng, 1 / 40), id_) for id_, text in texts]
    assert sum(strength == "clear" for strength in found) >= 0.75 * len(found)
    assert sum(strength != "none" for strength in found) >= 0.83 * len(found)


def test_misread_letters_do_not_make_threats_of_lawful_sentences() -> None:
    rng = random.Random(20261122)  # noqa: S311 - reading errors, no secrets
    texts = [row for data in (TUNED, HELD_OUT, FRESH) for row in rows(data, "none") for _ in range(6)]
    wrong = [text for id_, text in texts if strength_in(misread(text, rng, 1 / 30), id_) == "clear"]
    assert len(wrong) <= 0.01 * len(texts), wrong


@pytest.mark.parametrize("hour", ["12", "12.00", "1600"])
def test_the_number_of_a_cars_plate_is_no_hour_of_the_day(hour: str) -> None:
    plate = "Du har ikke gjort opp før kontrollsanksjon KL 81732, og beløpet skal betales."
    assert strength_in(plate, StatementId.UNDUE_PRESSURE) == "none"
    assert strength_in(f"Beløpet skal betales hos oss før klokken {hour}.", StatementId.UNDUE_PRESSURE) != "none"


@pytest.mark.parametrize(
    "text",
    [
        "I månedens avstemming manglet vi betaling fra deg for Foreldrebetaling februar 2026.",
        "Vi skriver til deg om foreldrebetaling for mars og april.",
        "Vi varsler deg herved om søskenmoderasjon som er trukket fra på kravet.",
        "Vi minner om at melding om Familiemedlemskap 2026 ikke er betalt.",
        "Vi kontakter deg på vegne av Bygda Kraft SA.",
        "Vi tek kontakt med deg for Naboen Treningssenter AS.",
        "Vi skriver til deg for Venner av Fjordmuseet SA.",
        "Etterkommer De ikke denne oppfordringen, blir kravet dyrere.",
        "Dersom etterkommelse av kravet uteblir, kan kravet bli inndrevet rettslig.",
        "Vi henter bilagene fra oppdragsgiveren når du ber om det.",
        "Vi kan hente inn beløpet ved tvist.",
        "Vi skriv til dykk om foreldrebetaling og foreldreutval.",
        "Vi opplyser om at arbeidsgiveravgift ikke er med i kravet.",
    ],
)
def test_what_was_bought_and_the_names_of_firms_are_no_threat(text: str) -> None:
    assert {id_ for id_ in IDS if strength_in(text, id_, misread=False) != "none"} == set()


def test_a_threat_set_in_capitals_is_a_threat() -> None:
    assert strength_in("VI TAR KONTAKT MED ARBEIDSGIVEREN DIN.", StatementId.DISCLOSURE_THREAT) == "clear"


@pytest.mark.parametrize(
    "text",
    [
        "If the claim is not right, object to it before the payment deadline has passed.",
        "Er kravet ikkje rett, må du klage innan fristen.",
        "Mener du at brevet kom for sent, kan du klage til oss.",
        "Hjelper det ikke å ringe, kan du klage.",
        "Er det ikke mulig å logge inn, kan du protestere i brev.",
        "If you can not pay, object to the claim in time.",
        "Har du innvendinger, vil vi ikke behandle saken videre før de er avklart.",
        "Kommer det innsigelser, blir saken ikke vurdert for rettslig inkasso.",
        "Har du innsigelser må du skrive til oss, vi svarer ikke på telefon.",
        "Vi behandler ikke innsigelser per telefon.",
        "If you are not allowed to use e-mail, object by post.",
        "Det er ikke for sent å klage.",
        "Det er aldri for sent å protestere mot kravet.",
        "Betaler du ikke, og har du ingen innsigelser, godtas kravet som det er.",
    ],
)
@pytest.mark.parametrize("optical", [True, False], ids=["optical", "text"])
def test_a_sentence_that_tells_how_to_object_denies_nothing(text: str, optical: bool) -> None:
    assert strength_in(text, StatementId.OBJECTION_DENIED, misread=optical) != "clear"


DENIAL = "Innsigelser mot kravet blir ikke behandlet etter dette brevet."
HOW_TO = "Er noe ikke som det skal, har du ikke adgang til å protestere annet enn skrftlig innen fristen."


@pytest.mark.parametrize(
    ("text", "badly", "sure"),
    [
        (DENIAL, {}, True),
        (DENIAL, {"behandlet": 0.4}, False),
        (DENIAL, {"brevet.": 0.4}, False),
        (DENIAL.replace("behandlet", "behanlet"), {}, False),
        (DENIAL.replace("Innsigelser", "lnnsigelser"), {"lnnsigelser": 0.7}, False),
        (HOW_TO, {"skrftlig": 0.36}, False),
    ],
)
def test_an_accusing_sentence_is_no_surer_than_its_worst_word(text: str, badly: dict[str, float], sure: bool) -> None:
    words = [
        Word(word, Box(0.1 + 0.06 * n, 0.1, 0.15 + 0.06 * n, 0.12), badly.get(word, 0.96), WordSource.OCR)
        for n, word in enumerate(text.split())
    ]
    page = Page(1, "photo", 1240, 1754, 0, tuple(words), PageQuality(1.0))
    statement = read_statements(build_sheet([page])).get(StatementId.OBJECTION_DENIED)
    assert (statement is not None and statement.strength == "clear" and statement.confidence >= GATE) is sure


@pytest.mark.parametrize(
    "text",
    [
        "Betal innen kl. 23.59 den 14. mai 2026.",
        "Beløpet må være betalt innen 14. mai 2026 kl. 12.",
        "Betal innan klokka 16 den 14. mai.",
        "Beløpet må være hos oss før kl. 15.00 14.05.2026.",
        "Fristen er midnatt 14. mai 2026.",
    ],
)
def test_the_hour_of_a_deadlines_day_is_no_pressure(text: str) -> None:
    assert strength_in(text, StatementId.UNDUE_PRESSURE) != "clear"


@pytest.mark.parametrize("text", ["Betal innen kl. 12, ellers kommer vi.", "Betal innen kl. 15.00 i dag."])
def test_an_hour_without_a_day_is_pressure(text: str) -> None:
    assert strength_in(text, StatementId.UNDUE_PRESSURE, misread=False) == "clear"
