"""Amounts: what optical doubt may do, and what rows that do not add up prove."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checks.case import GATE
from parsers.model import LineType, Missing, Reading
from tests.parsers.claims import claim_of, rows_of, value
from tests.parsers.paper import scanned, typed


def is_doubted(reading: Reading[Any] | Missing) -> bool:
    """Whether a sum was found, and rules will not rest on it."""
    return isinstance(reading, Reading) and reading.confidence < GATE


def test_a_sum_that_does_not_close_in_a_text_layer_is_a_fact_about_the_letter() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                        2 000,00
            Inkassosalær                       300,00
            Å betale                         2 345,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "2000.00"), ("collection_fee", "300.00")]
    assert all(line.confidence >= 0.95 for line in claim.lines)
    total = claim.fields["total"]
    assert isinstance(total, Reading)
    assert total.confidence >= 0.95
    assert "sum" not in total.corroborated


def test_an_unsure_digit_is_repaired_when_only_one_repair_closes_the_sum() -> None:
    text = """
        Hovedstol                        2 131,00
        Forsinkelsesrente                   75,17
        Inkassosalær                       300,00
        Å betale                         2 506,77
        """
    claim = claim_of(scanned(text, unsure={"75,17": 0.7}))
    line = next(line for line in claim.lines if line.type is LineType.INTEREST)
    assert (line.amount, line.repaired) == (Decimal("75.77"), True)
    sure = claim_of(scanned(text, confidence=0.97))
    line = next(line for line in sure.lines if line.type is LineType.INTEREST)
    assert (line.amount, line.repaired) == (Decimal("75.17"), False)
    assert line.confidence < GATE


def test_a_sum_that_several_figures_could_close_bears_out_no_row() -> None:
    # The claim was 9 040,33; 9 000 more in the row of interest or of VAT would make the sum as well.
    claim = claim_of(
        scanned(
            """
            Hovedkrav                 kr     9 0 40,33
            Forsinkelsesrente         kr       338,27
            Salær                     kr     1 200,00
            25 % mva                  kr       300,00
            SUM Å BETALE              kr    10 878,60
            """
        )
    )
    assert all("sum" not in line.corroborated for line in claim.lines)
    assert all(line.confidence < GATE for line in claim.lines if line.type is LineType.PRINCIPAL)


def test_a_total_whose_thousand_may_be_lost_leaves_it_open_which_figure_was_misread() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                 kr     2 500.00
            Forsinkelsesrente         kr        41,11
            Salær                     kr       300,00
            25 % mva                  kr        75,00
            Til sammen                kr       916,11
            """,
            unsure={"500.00": 0.86},
        )
    )
    assert all(line.confidence < GATE for line in claim.lines)
    assert is_doubted(claim.fields["total"])


def test_the_place_of_a_total_that_was_put_right_does_not_surely_say_what_it_looks_like() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                 kr     2 072,81
            Renter                    kr        34,09
            Inkassosalær              kr       750,00
            Å betale                  kr       856,90
            """,
            confidence=0.96,
        )
    )
    assert all(mention.confidence < GATE for mention in claim.mentions.get("total", ()))


def test_a_text_layer_is_never_repaired() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                        2 131,00
            Forsinkelsesrente                   75,17
            Å betale                         2 206,77
            """
        )
    )
    assert not any(line.repaired for line in claim.lines)
    assert value(claim, "interest") == Decimal("75.17")


def test_a_lost_comma_in_an_unsure_total_is_repaired_by_the_rows() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                        1 565,46
            Purregebyr                          38,00
            Å betale                       kr 160346
            """,
            unsure={"160346": 0.7},
        )
    )
    total = claim.fields["total"]
    assert isinstance(total, Reading)
    assert (total.value, total.repaired) == (Decimal("1603.46"), True)


def test_a_lost_first_digit_is_restored_by_the_sum() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                        688,50
            Varselgebyr                       38,00
            Totalbeløp                     5 726,50
            """,
            unsure={"688,50": 0.2},
        )
    )
    line = next(line for line in claim.lines if line.type is LineType.PRINCIPAL)
    assert (line.amount, line.repaired) == (Decimal("5688.50"), True)


def test_a_lost_first_digit_that_was_read_without_doubt_stays_doubtful() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                     41 330,39
            Forsinkelsesrente                434,10
            Å betale                      46 764,49
            """,
            confidence=0.97,
        )
    )
    line = next(line for line in claim.lines if line.type is LineType.INTEREST)
    assert (line.amount, line.repaired) == (Decimal("5434.10"), True)
    assert line.confidence < GATE


def test_a_table_that_can_be_taken_otherwise_proves_no_wrong_sum() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                        2 000,00
            Ymse                                12,00
            Inkassosalær                       300,00
            Å betale                         2 345,00
            """
        )
    )
    assert is_doubted(claim.fields["total"])


@pytest.mark.parametrize("spoilt", ["3 9. ,.6 .0", "39 6O", "12,25 % ."])
def test_rows_that_do_not_add_up_are_unsure_when_the_amount_of_one_could_not_be_read(spoilt: str) -> None:
    claim = claim_of(
        typed(
            f"""
            Hovedstol                                       2 408,00
            Forsinkelsesrente fra 22. august 2026           {spoilt}
            Inkassosalær                                      300,00
            Å betale                                        2 747,60
            """
        )
    )
    assert is_doubted(claim.fields["total"])
    assert all(line.confidence < GATE for line in claim.lines)


def test_a_row_that_lost_a_digit_is_unsure_however_surely_the_rest_was_read() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                        2 469,00
            Purregebyr                          38,00
            Inkassosalær                        30,00
            Å betale                         2 807,00

            Vennligst betal 2 807,00 kroner innen 9. september 2026.
            """,
            confidence=0.97,
        )
    )
    assert value(claim, "total") == Decimal("2807.00")
    assert next(line for line in claim.lines if line.type is LineType.COLLECTION_FEE).confidence < GATE


def test_rows_read_from_a_picture_without_a_total_are_unsure() -> None:
    text = """
        Hovedstol                        2 469,00
        Inkassosalær                       350,00
        """
    assert all(line.confidence < GATE for line in claim_of(scanned(text, confidence=0.97)).lines)
    assert all(line.confidence >= GATE for line in claim_of(typed(text)).lines)


@pytest.mark.parametrize("read", ["kr 4", "30000", "kr 402150"])
def test_an_amount_without_oere_among_others_that_have_them_is_unsure(read: str) -> None:
    claim = claim_of(
        scanned(
            f"""
            Opprinnelig krav                 4 021,50
            Gebyr                               38,00
            Å betale                         {read:>8}
            """,
            confidence=0.97,
        )
    )
    assert "total" not in claim.fields or is_doubted(claim.fields["total"])


def test_a_total_that_lost_its_thousands_elsewhere_is_no_other_total() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                        3 333,07
            Inkassosalær                       300,00
            Å betale                         3 633,07

            Totalt å betale                    633,07
            """,
            confidence=0.97,
        )
    )
    assert value(claim, "total") == Decimal("3633.07")
    others = [m for m in claim.mentions["total"] if m.value != Decimal("3633.07")]
    assert others
    assert all(m.confidence < GATE for m in others)


def test_of_two_totals_that_differ_by_a_digit_the_one_the_rows_make_up_is_right() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                          934,50
            Inkassosalær                       300,00
            Å betale                         7 234,50

            Vennligst betal kr 1 234,50 innen 9. september 2026.
            """,
            confidence=0.97,
        )
    )
    total = claim.fields["total"]
    assert isinstance(total, Reading)
    assert (total.value, total.repaired) == (Decimal("1234.50"), False)
    assert total.confidence >= 0.95


def test_a_row_gives_way_to_the_total_only_if_it_was_read_much_less_surely() -> None:
    # The total was 1 992,34; a claim of 1 067,00 would make the misread one as well.
    text = """
        Varsel om inkasso
        Hovedstol                        1 967,00
        Renter                              25,34
        Å betale                         1 092,34
        """
    claim = claim_of(scanned(text, unsure={"967,00": 0.87, "092,34": 0.91}))
    assert not any(line.repaired for line in claim.lines)
    assert is_doubted(claim.fields["total"])


def test_no_figure_is_repaired_when_a_row_could_not_be_read() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                        1 806,00
            Forsinkelsesrente                   29,09
            Inkassosalær                         ,0o,
            Administrasjonsgebyr               149,00
            Å betale                         2 284,09
            """,
            unsure={"149,00": 0.5},
        )
    )
    assert not any(line.repaired for line in claim.lines)


def test_one_fee_alone_that_equals_the_total_is_rather_the_total_when_read_from_a_picture() -> None:
    text = """
        Gebyr for betalingspåminnelse    2 920,62
        Å betale                         2 920,62
        """
    assert all(line.confidence < GATE for line in claim_of(scanned(text, confidence=0.97)).lines)
    assert all(line.confidence >= GATE for line in claim_of(typed(text)).lines)


def test_no_figure_is_repaired_when_another_is_as_likely_to_be_misread() -> None:
    text = """
        Hovedstol                        1 379,26
        Purregebyr                          76,08
        Inkassosalær                     5 200,00
        Å betale                         6 649,34
        """
    claim = claim_of(scanned(text, unsure={"379,26": 0.8, "76,08": 0.87}))  # 1 373,26 is printed
    assert not any(line.repaired for line in claim.lines)
    assert all(line.confidence < GATE for line in claim.lines if line.amount != Decimal("5200.00"))


def test_a_total_that_nothing_bears_out_is_unsure_in_a_picture() -> None:
    text = """
        Hovedstol                        6 229,71
        Purregebyr                          68,00
        Å betale                           560,41
        """
    total = claim_of(scanned(text, confidence=0.97)).fields["total"]
    assert isinstance(total, Reading)
    assert total.confidence < GATE


def test_rows_beside_a_claim_that_was_not_read_are_unsure_though_the_total_stands_twice() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                        13 90436
            Purregebyr                           8,00
            Inkassosalær                       725,00
            Å betale                        14 709,36

            Vennligst betal kr 14 709,36 innen 9. september 2026.
            """,
            confidence=0.97,
        )
    )
    assert all(line.confidence < GATE for line in claim.lines)


def test_a_total_read_worse_than_a_row_is_not_made_sure_by_that_rows_lost_thousand() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                        1 639,56
            Inkassosalær                       525,07
            Å betale                         7 164,63
            """,
            unsure={"164,63": 0.65},
            confidence=0.97,
        )
    )
    assert is_doubted(claim.fields["total"])


def test_a_sum_that_is_not_what_is_to_be_paid_is_unsure_as_the_total_of_a_picture() -> None:
    claim = claim_of(
        scanned(
            """
            Fakt. 301                        9 800,00
            Fakt. 309                        4 350,00
            Sum                             14 150,00
            Salær                            1 200,00
            Uleselig linje                     361,43
            Å betale                        15 711,44
            """,
            confidence=0.97,
        )
    )
    total = claim.fields["total"]
    assert isinstance(total, Reading)
    assert total.value == Decimal("15711.44") or total.confidence < GATE


def test_no_figure_is_read_otherwise_by_a_sum_that_leaves_out_a_row_of_words() -> None:
    claim = claim_of(
        scanned(
            """
            Den opprinnelige regningen       9 217,00
            Forsinkelsesrente                  151,58
            Innkosaær                           60,00
            Beløp å betale nå                9 968,58
            """,
            unsure={"60,00": 0.2, "151,58": 0.87},
        )
    )
    assert not any(line.repaired for line in claim.lines)
    interest = claim.fields["interest"]
    assert isinstance(interest, Reading)
    assert interest.value == Decimal("151.58")


def test_thousands_before_a_picture_s_amount_that_do_not_fit_it_leave_the_amount_in_doubt() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedstol                        2 420,18
            Inkassosalær                       300,00
            Sum å betale                      2 70,18
            """,
            confidence=0.93,
        )
    )
    assert all(m.confidence < GATE for m in claim.mentions["total"])


def test_a_claim_smaller_than_a_row_without_a_name_may_not_be_the_claim() -> None:
    claim = claim_of(
        typed(
            """
            Hovedkrav                          300,00
            125570                           8 229,00
            Inkassosalær                     1 200,00
            Sum å betale                     9 729,00
            """
        )
    )
    principal = claim.fields["principal"]
    assert isinstance(principal, Reading)
    assert principal.value == Decimal("300.00")
    assert principal.confidence < GATE
