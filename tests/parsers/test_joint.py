"""Readings decided together: days against each other, and the rate against the interest it makes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from checks.case import GATE
from parsers.fields.joint import DOUBTED
from parsers.model import Letter, Missing, MissingReason, Reading
from parsers.pipeline import understand
from tests.parsers.paper import scanned, typed

LETTER = """
Rypefjell Inkasso AS                                 Org.nr. 330 005 610
Saksnr: 7611798
Dato: {dated}

BETALINGSOPPFORDRING

På vegne av Lynspretten Trening AS krever vi betaling av medlemskap mai 2026.
Inkassovarsel ble sendt {notice} med frist 26.07.2026.
Opprinnelig forfall: {due}

Hovedstol                              2 180,00
Forsinkelsesrente {rate} % fra {start}     {interest}
Inkassosalær                             300,00
Å betale                               {total}

Betalingsfrist: 26.08.2026
"""


def letter(*, dated: str = "12.08.2026", notice: str = "12.07.2026", due: str = "01.07.2026", rate: str = "12,25",
           start: str = "01.07.2026", days: int = 42, is_typed: bool = False, unsure: str = "") -> Letter:  # fmt: skip
    interest = (Decimal(2180) * Decimal("12.25") * days / 36500).quantize(Decimal("0.01"))
    text = LETTER.format(
        dated=dated, notice=notice, due=due, rate=rate, start=start,
        interest=str(interest).replace(".", ","), total=f"{2480 + interest:.2f}".replace(".", ","),
    )  # fmt: skip
    return understand([typed(text) if is_typed else scanned(text, confidence=0.93, unsure={unsure: 0.7})])


def reading(found: Letter, name: str) -> Reading[object]:
    value = found.field(name)
    assert isinstance(value, Reading)
    return value


def test_interest_to_the_oere_bears_out_the_rate_and_its_days() -> None:
    found = letter(unsure="12,25")
    for name in ("interest_rate", "interest_from", "letter_date"):
        assert "interest" in reading(found, name).corroborated
    assert reading(found, "interest_rate").confidence >= 0.95


@pytest.mark.parametrize("read", ["12,75", "17,25", "12,26"])
def test_a_rate_one_digit_beside_the_one_the_interest_was_made_with_is_unsure(read: str) -> None:
    rate = reading(letter(rate=read), "interest_rate")
    assert rate.confidence < GATE
    assert rate.rivals[0].value == Decimal("12.25")


def test_a_row_of_interest_that_is_a_sentence_too_tells_its_rate_once() -> None:
    found = letter(days=55)  # the interest does not agree
    for name in ("interest_rate", "interest_from"):
        assert len(reading(found, name).evidence) == 1
    assert "repeated" not in reading(found, "interest_rate").corroborated


def test_interest_does_not_bear_out_a_rate_when_another_a_figure_away_makes_it_more_naturally() -> None:
    # 12.5 % for 48 days is 12.25 % for the 49 from the one day to the other.
    found = letter(rate="12,5", due="24.06.2026", start="24.06.2026", days=49, unsure="12,5")
    assert "interest" not in reading(found, "interest_rate").corroborated
    assert reading(found, "interest_rate").confidence < GATE
    assert "interest" in reading(letter(due="24.06.2026", start="24.06.2026", days=49), "interest_rate").corroborated


def test_a_rate_in_thousandths_has_a_figure_too_many() -> None:
    assert reading(letter(rate="12,252"), "interest_rate").confidence < GATE
    assert reading(letter(rate="12,252", is_typed=True), "interest_rate").value == Decimal("12.252")


def test_a_day_in_the_row_of_interest_may_be_its_first_though_the_word_before_it_was_misread() -> None:
    text = LETTER.format(
        dated="12.08.2026", notice="12.07.2026", due="26.02026", rate="1225", start="27. juni 2026", interest="30,73",
        total="2 510,73",
    )  # fmt: skip
    found = understand([scanned(text.replace("% fra", "% få"))]).field("interest_from")
    assert isinstance(found, Missing)
    assert found.reason is not MissingReason.ABSENT


def test_a_day_one_digit_beside_the_one_the_interest_was_made_with_is_unsure() -> None:
    day = reading(letter(dated="17.08.2026"), "letter_date")
    assert day.confidence < GATE
    assert dt.date(2026, 8, 12) in {rival.value for rival in day.rivals}


@pytest.mark.parametrize("days", [56, 16])
def test_interest_up_to_another_printed_day_speaks_against_nothing(days: int) -> None:
    found = letter(days=days, start="01.07.2026")  # to the deadline of this letter; to nothing printed
    assert reading(found, "interest_rate").confidence >= GATE
    assert reading(found, "payment_deadline").confidence >= GATE


def test_interest_over_a_half_year_speaks_against_nothing() -> None:
    found = letter(due="15.06.2026", start="15.06.2026", rate="12,75", days=58)
    assert reading(found, "interest_rate").confidence >= GATE


def test_the_due_day_and_the_first_day_of_interest_bear_each_other_out_or_doubt_each_other() -> None:
    assert "repeated" in reading(letter(), "original_due_date").corroborated
    found = letter(due="01.07.2026", start="07.07.2026", days=42)
    assert reading(found, "original_due_date").confidence < GATE
    assert reading(found, "interest_from").confidence < GATE


def test_a_first_day_of_interest_that_the_interest_bears_out_is_sure_though_the_claim_was_due_on_another() -> None:
    found = letter(due="01.07.2026", start="07.07.2026", days=36)
    assert reading(found, "interest_from").confidence >= GATE
    assert reading(found, "original_due_date").confidence < GATE


def test_a_label_whose_day_could_not_be_read_keeps_its_field_from_other_days() -> None:
    found = letter(dated="1Z.9B.2O26").field("letter_date")
    assert isinstance(found, Missing) or found.confidence < GATE
    lost = letter(due="3I.8?.2026").field("original_due_date")
    assert isinstance(lost, Missing)
    assert lost.reason is not MissingReason.ABSENT


def test_first_day_of_interest_that_could_not_be_read_is_not_the_notices_day() -> None:
    found = letter(start="O?.0?.2026").field("interest_from")
    assert isinstance(found, Missing) or found.value != dt.date(2026, 7, 12) or found.confidence < GATE


def test_what_a_text_layer_says_is_left_as_it_is() -> None:
    found = letter(is_typed=True, rate="12,75", start="07.07.2026", days=36)
    assert reading(found, "interest_rate").value == Decimal("12.75")
    assert reading(found, "interest_rate").confidence >= 0.95
    assert reading(found, "original_due_date").confidence >= GATE


def test_a_day_without_a_role_keeps_the_deadline_from_being_absent() -> None:
    text = """
    Er ikke 1 837,00 kroner betalt irnen 15. april, blir det inkassosak av det.
    Fakturabeløp                   1 799,00
    Purregebyr                        38,00
    Til sammen                     1 837,00
    """
    read = understand([scanned(text, confidence=0.95)]).field("payment_deadline")
    assert isinstance(read, Reading) or read.reason is not MissingReason.ABSENT


def test_a_misread_word_before_its_day_hides_no_first_day_of_interest() -> None:
    lines = LETTER.replace("% fra", "% tra")
    text = lines.format(dated="12.08.2026", notice="12.07.2026", due="01.07.2026", rate="12,25", start="01.07.2026",
                        interest="30,73", total="2 510,73")  # fmt: skip
    assert reading(understand([scanned(text, confidence=0.95)]), "interest_from").value == dt.date(2026, 7, 1)


def test_the_day_under_the_better_label_is_not_passed_over_because_it_was_read_worse() -> None:
    text = LETTER.replace("Dato: {dated}", "Dato: 1208.2026").replace("sendt {notice}", "Sendt: 12.07.2026")
    text = text.format(due="01.07.2026", rate="12,25", start="01.07.2026", interest="30,73", total="2 510,73")
    found = understand([scanned(text, confidence=0.93, unsure={"1208.2026": 0.7})]).field("letter_date")
    assert isinstance(found, Missing) or found.value == dt.date(2026, 8, 12) or found.confidence < GATE


def test_days_out_of_their_order_are_in_doubt_unless_they_were_read_without_any() -> None:
    text = LETTER.replace("26.07.2026", "26.09.2026").format(
        dated="12.08.2026", notice="12.07.2026", due="01.07.2026", rate="12,25", start="01.07.2026",
        interest="30,99", total="2 510,99",
    )  # fmt: skip
    doubtful = understand([scanned(text, confidence=0.92)])
    clear = understand([scanned(text, confidence=0.97)])
    assert reading(doubtful, "notice_deadline").value == dt.date(2026, 9, 26)
    assert reading(doubtful, "notice_deadline").confidence < GATE
    assert reading(clear, "notice_deadline").confidence > DOUBTED


def test_while_a_day_has_a_doubtful_role_the_first_day_of_interest_is_not_absent() -> None:
    text = LETTER.replace("fra {start}", "").format(
        dated="12.08.2026", notice="12.07.2026", due="{due}", rate="12,25", interest="30,99", total="2 510,99"
    )  # fmt: skip
    lost = understand([scanned(text.format(due="12.08.2026"), confidence=0.95)]).field("interest_from")
    sound = understand([scanned(text.format(due="01.07.2026"), confidence=0.95)]).field("interest_from")
    assert isinstance(lost, Missing)
    assert lost.reason is MissingReason.UNREADABLE
    assert isinstance(sound, Missing)


def test_a_day_years_after_the_letter_has_a_misread_year() -> None:
    start = reading(letter(start="01.07.2076"), "interest_from")
    assert start.value == dt.date(2076, 7, 1)
    assert start.confidence <= DOUBTED


def test_when_most_days_lie_years_after_the_letter_its_own_year_was_misread() -> None:
    assert reading(letter(dated="12.08.2020"), "letter_date").confidence <= DOUBTED


def test_while_the_letters_own_day_is_doubtful_its_deadline_is_not_absent() -> None:
    text = """
Mellomlandet Håndballklubb
Ekorntunet 73, 0184 OSLO
Oslo 25/102026

INKASSOVARSEL

Vi savner kr 1 933,50 fra deg for faktura 67478. Ordner du det nnen 8. november 2026, er alt i orden.
"""
    found = understand([scanned(text, confidence=0.9)])
    assert letter_day_is_doubtful(found)
    deadline = found.field("payment_deadline")
    assert not isinstance(deadline, Missing) or deadline.reason is not MissingReason.ABSENT


def letter_day_is_doubtful(found: Letter) -> bool:
    own = found.field("letter_date")
    return isinstance(own, Missing) or own.confidence < GATE


def test_a_due_day_without_a_name_of_its_own_gives_way_to_the_day_the_interest_was_reckoned_from() -> None:
    found = letter(due="01.07.2026")
    assert reading(found, "original_due_date").value == dt.date(2026, 7, 1)
    text = LETTER.replace("Opprinnelig forfall: {due}\n", "Kravet skulle vært betalt, det forfalt {due}.\n").format(
        dated="12.08.2026", notice="12.07.2026", due="07.07.2026", rate="12,25", start="01.07.2026", interest="30,73",
        total="2 510,73",
    )  # fmt: skip
    assert reading(understand([typed(text)]), "original_due_date").confidence >= GATE
    assert reading(understand([scanned(text)]), "original_due_date").confidence < GATE
