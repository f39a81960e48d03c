"""Statements of the running text: every pattern's examples, wordings kept apart, reading errors, line breaks, speed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from parsers.fields.statements import statements_in
from parsers.model import StatementId
from parsers.statement_patterns import load

HELD_OUT = yaml.safe_load((Path(__file__).parent / "statements_heldout.yaml").read_text(encoding="utf-8"))
RULES = load().rules


def examples(strength: str) -> list[tuple[StatementId, str]]:
    return [(rule.id, text) for rule in RULES.values() for text in rule.examples[strength]]


def held_out(strength: str) -> list[tuple[StatementId, str]]:
    return [(StatementId(name), text) for name, rows in HELD_OUT.items() for text in rows.get(strength, ())]


def strength_in(text: str, id_: StatementId) -> str:
    hit = statements_in(text).get(id_)
    return "none" if hit is None else hit.strength


def test_every_statement_has_patterns_and_examples_that_match_and_that_do_not() -> None:
    assert set(RULES) == set(StatementId)
    for rule in RULES.values():
        assert rule.clear, rule.id
        assert rule.examples["clear"], rule.id
        assert rule.examples["none"], rule.id


@pytest.mark.parametrize(("id_", "text"), examples("clear"))
def test_example_is_clear(id_: StatementId, text: str) -> None:
    assert strength_in(text, id_) == "clear"


@pytest.mark.parametrize(("id_", "text"), examples("weak"))
def test_example_is_only_a_hint(id_: StatementId, text: str) -> None:
    assert strength_in(text, id_) == "weak"


@pytest.mark.parametrize(("id_", "text"), examples("none"))
def test_example_says_no_such_thing(id_: StatementId, text: str) -> None:
    assert strength_in(text, id_) != "clear"


MAIN = ("collection_follows", "further_costs", "legal_collection", "objection_invited", "board_right")


@pytest.mark.parametrize("name", MAIN)
def test_main_statements_are_tried_in_many_wordings(name: str) -> None:
    wordings = [*RULES[StatementId(name)].examples["clear"], *HELD_OUT[name]["clear"]]
    assert len(set(wordings)) >= 33


@pytest.mark.parametrize("name", MAIN)
def test_wordings_never_tuned_on_are_found(name: str) -> None:
    rows = HELD_OUT[name]["clear"]
    missed = [text for text in rows if strength_in(text, StatementId(name)) != "clear"]
    assert len(missed) <= 1, missed


def test_wordings_never_tuned_on_are_found_for_all_statements_together() -> None:
    rows = held_out("clear")
    found = sum(strength_in(text, id_) == "clear" for id_, text in rows)
    assert found >= 0.95 * len(rows)


@pytest.mark.parametrize(("id_", "text"), held_out("none"))
def test_texts_never_tuned_on_are_not_taken_for_the_statement(id_: StatementId, text: str) -> None:
    assert strength_in(text, id_) != "clear"


LOOK_ALIKES = {"l": "i1t", "i": "lk", "f": "t", "n": "r", "m": "n", "o": "e", "t": "fl", "e": "co", "a": "o",
               "s": "5", "r": "n", "u": "v", "å": "a", "ø": "o", "g": "q"}  # fmt: skip


def misread(text: str, rng: random.Random, rate: float) -> str:
    """The text with letters lost or taken for look-alikes."""
    out = []
    for character in text:
        if character.isalpha() and rng.random() < rate:
            if rng.random() < 0.65:
                out.append(rng.choice(LOOK_ALIKES.get(character.lower(), "e")))
        else:
            out.append(character)
    return "".join(out)


def test_one_wrong_letter_in_forty_leaves_most_statements_found() -> None:
    rng = random.Random(20261122)  # noqa: S311 - reading errors, no secrets
    rows = [row for row in examples("clear") + held_out("clear") for _ in range(3)]
    found = sum(strength_in(misread(text, rng, 1 / 40), id_) == "clear" for id_, text in rows)
    assert found >= 0.9 * len(rows)


def test_misread_letters_do_not_make_statements_that_are_not_there() -> None:
    rng = random.Random(20261122)  # noqa: S311 - reading errors, no secrets
    rows = [row for row in examples("none") + held_out("none") for _ in range(5)]
    wrong = sum(strength_in(misread(text, rng, 1 / 30), id_) == "clear" for id_, text in rows)
    assert wrong <= 0.03 * len(rows)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Har du inn-\nsigelser mot kravet, må du gi\nbeskjed innen fristen.", "objection_invited"),
        ("Betales ikke kravet, vil\nsaken bli sendt til in-\nkasso.", "collection_follows"),
        ("Dersom du ikke betaler, kan det medføre:\n- økte kostnader\n- rettslig inndriving", "further_costs"),
        ("Dersom du ikke betaler, kan det medføre:\n- økte kostnader\n- rettslig inndriving", "legal_collection"),
        ("Klage\nDu kan klage på vår behandling til Finans-\nklagenemnda.", "board_right"),
        ("Innsigelser?\nSend oss en begrunnelse før fristen er ute.", "objection_invited"),
        ("INNSIGELSER MOT KRAVET MÅ FREMSETTES SKRIFTLIG INNEN FRISTEN", "objection_invited"),
        ("Vi ber om at 1 234,50 betales innen 12. juni 2026. Ellers sendes kravet til inkasso.", "collection_follows"),
    ],
)
def test_line_ends_lists_and_capitals_do_not_hide_a_statement(text: str, id_: str) -> None:
    assert strength_in(text, StatementId(id_)) == "clear"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Betal innen fjorten dager fra brevets dato.", 14),
        ("Betalingsfristen er to uker fra brevet ble sendt.", 14),
        ("Beløpet må betales innen 10 dager.", 10),
        ("Betal innan tre veker frå datoen på brevet.", 21),
        ("Please pay within 14 calendar days of the date of this letter.", 14),
        ("Please pay within 10 working days of the date of this letter.", None),
    ],
)
def test_deadline_in_days_gives_the_number(text: str, days: int | None) -> None:
    assert statements_in(text)[StatementId.DEADLINE_DAYS].value == days


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("Inkassovarsel ble sendt 04.03.2024.", "inkassovarsel"),
        ("Til tross for purring er kravet ubetalt.", "purring"),
        ("Vi varslet deg om inkasso 3. mai 2026.", "inkassovarsel"),
    ],
)
def test_earlier_notice_tells_which_letter_it_was(text: str, detail: str) -> None:
    assert statements_in(text)[StatementId.EARLIER_NOTICE].detail == detail


def test_evidence_of_a_statement_is_its_sentence() -> None:
    text = "Kravet gjelder strøm. Betales det ikke, går saken til inkasso. Med hilsen"
    hit = statements_in(text)[StatementId.COLLECTION_FOLLOWS]
    assert text[slice(*hit.span)] == "Betales det ikke, går saken til inkasso"


def test_a_word_that_was_read_surely_is_not_taken_for_another() -> None:
    text = "Vi er en liten klubb og liker det dårlig, men er ikke pengene betalt da, må vi sende kravet til inkasso."
    found = statements_in(text, is_read=lambda _token: True)
    assert found[StatementId.COLLECTION_FOLLOWS].strength == "clear"
    assert StatementId.BOARD_RIGHT not in found


def test_a_long_word_is_known_with_a_letter_that_looks_alike_however_surely_it_was_read() -> None:
    text = "Betaler du ikke innen fristen, overfører vi saken til inkassobehandIing."
    found = statements_in(text, is_read=lambda _token: True)
    assert found[StatementId.COLLECTION_FOLLOWS].strength == "clear"


def test_a_full_stop_that_was_lost_at_a_line_end_hides_no_sentence() -> None:
    text = (
        "Dersom du bestrider en eller flere av regningene, må du melde fra til oss med begrunnelse innen "
        "betalingsfristen\nKlager på inkassobehandlingen kan sendes Finansklagenemnda."
    )
    found = statements_in(text)
    assert found[StatementId.OBJECTION_INVITED].strength == "clear"
    assert found[StatementId.BOARD_RIGHT].strength == "clear"


def test_a_notice_that_calls_itself_so_outweighs_the_request_it_announces() -> None:
    text = "Betaler du ikke innen to uker, begjærer vi utlegg. Brevet er varsel etter tvangsfullbyrdelsesloven § 4-18."
    announced, _, _ = text.partition(" Brevet")
    assert statements_in(announced)[StatementId.ENFORCEMENT_NOTICE].detail == "announced"
    assert statements_in(text)[StatementId.ENFORCEMENT_NOTICE].detail == "named"


def test_what_takes_one_group_of_patterns_back_leaves_the_others() -> None:
    text = "Dette er varsel etter tvangsfullbyrdelsesloven § 4-18 om at vi kan begjære utlegg når to uker er gått."
    assert statements_in(text)[StatementId.ENFORCEMENT_NOTICE].strength == "clear"
    assert StatementId.ENFORCEMENT_NOTICE not in statements_in("Betaler du ikke innen to uker, kan vi begjære utlegg.")


@pytest.mark.parametrize("end", ["kunden vår", "kreditoren deres", "saka no", "nettsidene våre"])
def test_a_sentence_may_end_with_what_is_an_abbreviation_elsewhere(end: str) -> None:
    said = f"Send oss innsigelsen innen fristen, så ser vi på den med {end}. Finansklagenemnda ser på klager over oss."
    assert strength_in(said, StatementId.OBJECTION_INVITED) == "clear"


@pytest.mark.parametrize(
    "text",
    [
        "Fakturaen er ikke betalt selv om det er sendt inkassovarsel 2. juli 2026.",
        "Sjølv om du har fått inkassovarsel, er rekninga ikkje betalt.",
        "Kravet står ubetalt, enda vi har sendt varsel om inkasso og nye kostnader.",
    ],
)
def test_a_notice_that_did_not_help_was_sent(text: str) -> None:
    assert strength_in(text, StatementId.EARLIER_NOTICE) == "clear"


@pytest.mark.parametrize(
    "text", ["Hvis du ikke har fått inkassovarsel, ring oss.", "Om du har fått varsel, se bort fra det."]
)
def test_a_notice_that_is_only_supposed_was_not_sent(text: str) -> None:
    assert strength_in(text, StatementId.EARLIER_NOTICE) != "clear"
