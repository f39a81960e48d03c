"""The label dictionary holds to its own examples, and to combinations that nobody listed."""

from __future__ import annotations

import pytest

from parsers.label_marks import is_conditional
from parsers.model import LineType
from parsers.patterns import ROW_PATTERNS, Pattern, read_row_label
from parsers.spelling import WORDS, mend
from parsers.views import fold


@pytest.mark.parametrize(
    ("pattern", "label"), [(p, m) for p in ROW_PATTERNS for m in p.matches], ids=lambda v: getattr(v, "name", v)
)
def test_every_pattern_takes_its_examples(pattern: Pattern, label: str) -> None:
    reading = read_row_label(label)
    assert reading is not None
    assert reading.pattern.name == pattern.name


@pytest.mark.parametrize(
    ("pattern", "label"), [(p, m) for p in ROW_PATTERNS for m in p.rejects], ids=lambda v: getattr(v, "name", v)
)
def test_every_pattern_leaves_its_counterexamples(pattern: Pattern, label: str) -> None:
    reading = read_row_label(label)
    assert reading is None or reading.pattern.name != pattern.name


def test_every_pattern_has_examples_and_a_name_of_its_own() -> None:
    assert len({p.name for p in ROW_PATTERNS}) == len(ROW_PATTERNS)
    assert all(p.matches for p in ROW_PATTERNS)


@pytest.mark.parametrize(
    ("label", "type_"),
    [
        ("Purregebyr (2. gang)", LineType.REMINDER_FEE),
        ("Gebyr for betalingspåminnelse", LineType.REMINDER_FEE),
        ("VARSELGEBYR", LineType.REMINDER_FEE),
        ("Purregebyr inkassovarsel 03.02.2026", LineType.REMINDER_FEE),
        ("Inkassosalaer", LineType.COLLECTION_FEE),
        ("INKASSOSALÆR TUNG SAK", LineType.COLLECTION_FEE),
        ("Salær tyngre", LineType.COLLECTION_FEE),
        ("Inkassosalær eks. mva", LineType.COLLECTION_FEE),
        ("Utenrettslige inndrivingskostnader", LineType.COLLECTION_FEE),
        ("Mva 25 % av inkassosalær", LineType.VAT),
        ("Forseinkingsrente frå forfall", LineType.INTEREST),
        ("Rente pr. 12.08.2026", LineType.INTEREST),
        ("Renter av salær og gebyr", LineType.INTEREST_ON_COSTS),
        ("Hovudkrav", LineType.PRINCIPAL),
        ("Restanse hovedstol", LineType.PRINCIPAL),
        ("Innbetalt 04.05.2026", LineType.PAID),
        ("Gebyr for tingrett", LineType.OTHER_FEE),
        ("Rettsgebyr forliksråd", LineType.LEGAL_COSTS),
        ("Avdragsgebyr", LineType.INSTALMENT_FEE),
        ("Å BETALE NÅ", LineType.TOTAL),
        ("Sum å innbetale:", LineType.TOTAL),
        ("Total amount due", LineType.TOTAL),
        ("Gebyr eigen betalingsoppmoding", LineType.OWN_DEMAND_FEE),
    ],
)
def test_unlisted_combinations_are_read_by_their_parts(label: str, type_: LineType) -> None:
    reading = read_row_label(label)
    assert reading is not None
    assert reading.type is type_


@pytest.mark.parametrize("label", ["Saksnummer", "Betalingsfrist", "Telefon", "Kundenr.", "Org.nr.", "Oslo"])
def test_labels_of_other_things_name_no_amount(label: str) -> None:
    assert read_row_label(label) is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("lnkassosalær", "inkassosalær"),
        ("Hovedsto1", "hovedstol"),
        ("Purregebyt", "purregebyr"),
        ("forstnkelsesrente", "forsinkelsesrente"),
        ("Betalingstrist", "betalingsfrist"),
        ("kundeidentitikasjon", "kundeidentifikasjon"),
    ],
)
def test_optical_spelling_is_mended(read: str, meant: str) -> None:
    assert mend(fold(read)) == fold(meant)


@pytest.mark.parametrize("word", ["gebet", "renne", "faktum", "salg", "sum", "varme", "betong", "hovedstad"])
def test_other_words_are_not_mended(word: str) -> None:
    assert mend(fold(word)) == fold(word)


@pytest.mark.parametrize("word", WORDS)
def test_listed_words_stay_as_they_are(word: str) -> None:
    assert mend(word) == word


def test_damaged_labels_are_read_only_when_the_page_was_read_optically() -> None:
    assert read_row_label("lnkassosaiær") is None
    reading = read_row_label("Hovedsto1", optical=True)
    assert reading is not None
    assert reading.mended
    assert reading.type is LineType.PRINCIPAL


def test_a_label_tells_how_many_fees_it_holds() -> None:
    for label, count in (("2 x purregebyr", 2), ("Purregebyr (3)", 3), ("Purregebyr", 1), ("3 stk. varselgebyr", 3)):
        reading = read_row_label(label)
        assert reading is not None
        assert reading.count == count


def test_what_stands_inside_another_amount_is_information() -> None:
    reading = read_row_label("herav mva 25 %")
    assert reading is not None
    assert reading.information


def test_prices_for_later_are_conditional() -> None:
    assert is_conditional("ved manglende betaling kan salaret oke til")
    assert not is_conditional("inkassosalar")
