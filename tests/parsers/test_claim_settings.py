"""Amounts: columns, boxes, cards and ledgers, and which of their figures belong to the demand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from checks.case import GATE
from parsers.model import Origin, Reading
from tests.parsers.claims import claim_of, rows_of, value
from tests.parsers.paper import scanned, typed


def test_the_column_that_adds_up_is_chosen() -> None:
    claim = claim_of(
        typed(
            """
            Faktura        Opprinnelig      Innbetalt           Rest
            Faktura 71       1 000,00          400,00         600,00
            Faktura 72         500,00            0,00         500,00
            Purregebyr                                         38,00
            Å betale                                        1 138,00
            """
        )
    )
    assert value(claim, "principal") == Decimal("1100.00")
    assert value(claim, "total") == Decimal("1138.00")


def test_price_table_on_the_back_is_left_out() -> None:
    front = typed(
        """
        Hovedstol                        2 000,00
        Inkassosalær                       300,00
        Å betale                         2 300,00
        """
    )
    back = typed(
        """
        Gjeldende satser
        Ordforklaring
        Inkassosalær krav til kr 500               187,50
        Inkassosalær krav til kr 1 000             262,50
        Inkassosalær krav til kr 2 500             300,00
        """,
        number=2,
    )
    assert rows_of(claim_of(front, back)) == [("principal", "2000.00"), ("collection_fee", "300.00")]


def test_an_amount_repeated_in_a_box_and_in_a_sentence_is_mentioned_each_time() -> None:
    claim = claim_of(
        typed(
            """
            Beløp å betale
            kr 2 300,00

            Hovedstol                        2 000,00
            Inkassosalær                       300,00
            Sum å betale                     2 300,00

            Betal kr 2 300,00 innen 10.09.2026 for å unngå nye kostnader i saken.
            """
        )
    )
    assert [m.value for m in claim.mentions["total"]] == [Decimal("2300.00")] * 3
    total = claim.fields["total"]
    assert isinstance(total, Reading)
    assert {"sum", "repeated"} <= total.corroborated


def test_kroner_and_oere_in_columns_of_their_own_are_one_amount() -> None:
    claim = claim_of(
        typed(
            """
                                                  Kroner   Øre
            Hovedkrav                              1 234    00
            Renter                                    12    30
            Varselgebyr                               38    00
            Sum                                    1 284    30
            """
        )
    )
    assert rows_of(claim) == [("principal", "1234.00"), ("interest", "12.30"), ("reminder_fee", "38.00")]
    assert value(claim, "total") == Decimal("1284.30")


def test_a_total_in_a_box_beside_the_table_is_no_second_column() -> None:
    claim = claim_of(
        typed(
            """
            Fakturabeløp              1 234,00        Å betale
            Morarenter                   12,30        kr 1 284,30
            Purregebyr                   38,00        Frist 12.09.2026
            """
        )
    )
    assert rows_of(claim) == [("principal", "1234.00"), ("interest", "12.30"), ("reminder_fee", "38.00")]
    assert value(claim, "total") == Decimal("1284.30")


def test_an_overview_with_a_column_per_kind_is_read_by_its_headers() -> None:
    claim = claim_of(
        typed(
            """
            Saksnr     Kreditor          Hovedstol    Renter    Gebyr    Salær       Sum
            5512       Bølgen Bad AS      1 000,00     12,00    38,00   300,00   1 350,00
            5513       Trygg Hund AS        500,00      6,00    38,00   187,50     731,50
            Totalt                        1 500,00     18,00    76,00   487,50   2 081,50
            """
        )
    )
    assert value(claim, "total") == Decimal("2081.50")
    assert [value(claim, n) for n in ("principal", "interest", "reminder_fee", "collection_fee")] == [
        Decimal("1500.00"),
        Decimal("18.00"),
        Decimal("76.00"),
        Decimal("487.50"),
    ]


def test_a_label_on_two_lines_keeps_its_amount() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                            4 000,00
            Forsinkelsesrente 12,25 % fra
            16.06.2026 til 27.07.2026               55,00
            Salær etter inkassoforskriften
            § 2-2                                  300,00
            Til betaling                         4 355,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "4000.00"), ("interest", "55.00"), ("collection_fee", "300.00")]
    assert value(claim, "interest_from") == dt.date(2026, 6, 16)


def test_a_card_label_on_two_lines_is_read_whole() -> None:
    claim = claim_of(
        typed(
            """
            Samlet krav inkludert renter og    Frist
            salær                              12.09.2026
            40 882,02 kr
            """
        )
    )
    assert value(claim, "total") == Decimal("40882.02")
    assert claim.lines == ()


def test_a_ledger_with_a_running_balance_is_read_by_what_adds_up() -> None:
    claim = claim_of(
        typed(
            """
            Dato          Tekst                    Debet       Kredit       Saldo
            01.03.2026    Faktura 5512          2 345,00                 2 345,00
            16.06.2026    Innbetaling                          500,00    1 845,00
            27.07.2026    Forsinkelsesrenter       33,07                 1 878,07
            27.07.2026    Inkassosalær            300,00                 2 178,07
                          Saldo                                          2 178,07
            """
        )
    )
    assert [amount for _, amount in rows_of(claim)] == ["2345.00", "500.00", "33.07", "300.00"]
    assert value(claim, "total") == Decimal("2178.07")


def test_a_ledger_that_does_not_come_to_the_stated_balance_is_still_read_by_its_movements() -> None:
    claim = claim_of(
        typed(
            """
            Tekst                                        Debet       Kredit       Saldo
            Krav                                      1 966,95                 1 966,95
            Rente 12,25 % beregnet fra 11.06.2026        32,07                 1 999,02
            Inkassosalær                                300,00                 2 299,02
            Saldo per 30.07.26                                                 2 399,02
            """
        )
    )
    assert [amount for _, amount in rows_of(claim)] == ["1966.95", "32.07", "300.00"]


def test_a_balance_that_was_misread_is_no_cost() -> None:
    claim = claim_of(
        typed(
            """
            Post                     Beløp        Saldo
            Hovedstol             1 966,95     1 966,95
            Forsinkelsesrente        32,07     1 990,02
            Inkassosalær            300,00     2 289,02
            Å betale                           2 299,02
            """
        )
    )
    assert [amount for _, amount in rows_of(claim)] == ["1966.95", "32.07", "300.00"]


def test_the_balance_of_a_bill_is_what_is_left_of_it() -> None:
    claim = claim_of(
        typed(
            """
            Faktura       Beløp     Innbetalt      Saldo
            Faktura 4411  900,00       400,00     500,00
            Purregebyr     38,00                   38,00
            Å betale                              538,00
            """
        )
    )
    assert value(claim, "total") == Decimal("538.00")
    assert rows_of(claim) == [("principal", "500.00"), ("reminder_fee", "38.00")]


def test_a_currency_between_label_and_amount_is_no_part_of_the_label() -> None:
    claim = claim_of(
        typed(
            """
            Kapital                               kr 1 234,-
            Purring                               kr    38,-
            Salær                                 kr   300,-
            Tilsammen                             kr 1 572,-
            """
        )
    )
    assert rows_of(claim) == [("principal", "1234.00"), ("reminder_fee", "38.00"), ("collection_fee", "300.00")]


def test_columns_of_amount_and_interest_are_kept_apart() -> None:
    claim = claim_of(
        typed(
            """
            Beskrivelse                 Beløp     Renter       Sum
            Faktura 5512             1 000,00      10,00  1 010,00
            Faktura 5513               234,00       2,30    236,30
            Purregebyr                  38,00               38,00
            Å betale                                     1 284,30
            """
        )
    )
    assert value(claim, "principal") == Decimal("1234.00")
    assert value(claim, "interest") == Decimal("12.30")
    assert value(claim, "reminder_fee") == Decimal("38.00")


def test_amounts_may_stand_before_their_labels() -> None:
    claim = claim_of(
        typed(
            """
            kr 2 345,00    Hovedstol
            kr    33,07    Renter
            kr   300,00    Salær
            kr 2 678,07    Å betale
            """
        )
    )
    assert rows_of(claim) == [("principal", "2345.00"), ("interest", "33.07"), ("collection_fee", "300.00")]
    assert value(claim, "total") == Decimal("2678.07")


def test_a_long_number_in_a_column_beside_the_rows_is_no_amount() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                        2 000,00          998877665
            Inkassosalær                       300,00          4471
            Til saman                        2 300,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "2000.00"), ("collection_fee", "300.00")]
    assert value(claim, "total") == Decimal("2300.00")


def test_interest_pieces_between_days_with_strokes_count_once() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                                             9 600,00
            Forsinkelsesrente i alt                                  82,41
            16/6-2026 – 30/6-2026: 15 dager à 12,00% = 39,45
            1/7-2026 – 16/7-2026: 16 dager à 12,25% = 42,96
            Å betale                                              9 682,41
            """
        )
    )
    assert rows_of(claim) == [("principal", "9600.00"), ("interest", "82.41")]


def test_an_amount_under_the_name_of_a_total_is_no_fee_of_the_heading_over_it() -> None:
    claim = claim_of(
        typed(
            """
            Betalingsoppfordring fra oss

            Samlet krav inkludert renter og salær    Kravet er ikke betalt. Før dette fikk du et varsel
            1 966,97 kr                              om inkasso i september, der fristen er ute.
            """
        )
    )
    assert rows_of(claim) == []
    assert value(claim, "total") == Decimal("1966.97")


def test_the_amount_of_a_payment_strip_is_no_row_though_the_rows_do_not_add_up() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                           2 024,50
            Inkassosalær                          300,00
            Saldo                               2 424,50

            Kontonr.          KID                 Siste betalingsdag    Kroner
            1503.40.12345     000020417           1.8.2026              2 424,50
            """
        )
    )
    assert rows_of(claim) == [("principal", "2024.50"), ("collection_fee", "300.00")]
    assert str(value(claim, "total")) == "2424.50"


def test_a_claim_called_what_is_owed_is_the_claim_over_its_costs() -> None:
    claim = claim_of(
        typed(
            """
            Skyldig beløp                       3 989,65
            Purregebyr                             70,00
            Sum                                 4 059,65
            """
        )
    )
    assert rows_of(claim) == [("principal", "3989.65"), ("reminder_fee", "70.00")]
    assert str(value(claim, "total")) == "4059.65"


def test_a_label_beside_another_columns_value_keeps_its_name() -> None:
    claim = claim_of(
        typed(
            """
            Kundenummer   562176        Ubetalt beløp     3 970,50 kr
            Faktura       76915605      Mva av gebyr          9,50 kr
            Gjelder       Bredbånd      Purregebyr           38,00 kr
                                        Sum               4 018,00 kr
            """
        )
    )
    assert rows_of(claim) == [("principal", "3970.50"), ("vat", "9.50"), ("reminder_fee", "38.00")]


def test_interest_for_late_payment_is_no_payment() -> None:
    claim = claim_of(
        typed(
            """
            Rekning                                                     8 463,10
            Rente for sein betaling, 12,25 % frå 9. september 2026        119,29
            Purregebyr                                                     38,00
            Sum                                                         8 620,39
            """
        )
    )
    assert rows_of(claim) == [("principal", "8463.10"), ("interest", "119.29"), ("reminder_fee", "38.00")]


def test_a_total_in_a_box_level_with_what_the_claim_is_for_is_the_total() -> None:
    claim = claim_of(
        typed(
            """
            Kravet gjelder                              Å BETALE
            Trappevask i mai, faktura 20418             2 752,36
            Forfalt 10.06.2026                          innen 28.08.2026

            Hovedstol                    2 400,00       Konto
            Forsinkelsesrente               52,36       1503.40.12345
            Inkassosalær                   300,00       KID
            """
        )
    )
    assert rows_of(claim) == [("principal", "2400.00"), ("interest", "52.36"), ("collection_fee", "300.00")]
    assert str(value(claim, "total")) == "2752.36"


def test_labels_astride_their_amounts_keep_them_though_remarks_stand_between() -> None:
    claim = claim_of(
        typed(
            """
            Post i kravet                 Merknad                           Kroner
            Opprinnelig fakturabeløp
                                                                          6.121,32
            (hovedstol)

            Inkassosalær etter
                                          Inkassoforskriften kapittel 2     600,00
            gjeldende forskrift

            Sum av postene ovenfor
                                                                          6.721,32
            som skal betales
            """,
            height=1.2,
        )
    )
    assert rows_of(claim) == [("principal", "6121.32"), ("collection_fee", "600.00")]
    assert value(claim, "total") == Decimal("6721.32")


def test_the_one_amount_of_a_letter_is_what_it_demands() -> None:
    claim = claim_of(
        typed(
            """
            Vi kan ikke se å ha mottatt betaling for faktura 3307.

            Fakturabeløp: 8 937,50 kr
            Ny frist: 05.11.2026

            Blir kravet sendt til inkasso, kan det påløpe kr 262,50 i salær.
            """
        )
    )
    total = claim.fields["total"]
    assert isinstance(total, Reading)
    assert (total.value, total.origin) == (Decimal("8937.50"), Origin.DERIVED)
    assert total.confidence <= 0.85


def test_an_amount_beside_the_claim_leaves_the_total_open() -> None:
    claim = claim_of(
        typed(
            """
            Fakturabeløp: 8 937,50 kr
            Vi har fått kr 1 000,00 av deg tidligere.
            """
        )
    )
    assert "total" not in claim.fields


def test_the_one_amount_of_a_picture_is_less_surely_all_that_is_demanded() -> None:
    total = claim_of(scanned("Fakturabeløp: 8 937,50 kr", confidence=0.95)).fields["total"]
    assert isinstance(total, Reading)
    assert total.value == Decimal("8937.50")
    assert total.confidence <= 0.8


def with_a_head(head: str, first: str, paid: str, claim: str, fee: str, total: str, please: str) -> str:
    rows = [(first, "6 250,00"), (paid, "-1 000,00"), (claim, "5 250,00"), (fee, "38,00"), (total, "5 288,00")]
    table = "\n".join(f"{label:<40}{amount:>12}" for label, amount in rows)
    return f"{head:>52}\n{table}\n\n{please} 5 288,00 4.11.2026"


def test_the_total_repeated_behind_the_rows_under_an_unknown_name_is_no_claim() -> None:
    drawing = with_a_head(
        "Amount (NOK)", "Invoice total", "Paid", "Principal outstanding", "Reminder fee", "Amount due", "Kindly remit"
    )
    claim = claim_of(typed(drawing))
    assert value(claim, "principal") == Decimal("5250.00")
    assert value(claim, "total") == Decimal("5288.00")


def test_a_row_s_own_name_comes_before_the_head_over_its_column() -> None:
    drawing = with_a_head(
        "Beløp (NOK)", "Fakturabeløp", "Betalt", "Utestående hovedstol", "Purregebyr", "Å betale", "Betal"
    )
    principal = claim_of(typed(drawing)).fields["principal"]
    assert isinstance(principal, Reading)
    assert principal.value == Decimal("5250.00")
    assert principal.confidence >= GATE


def test_a_column_is_named_by_both_lines_of_its_head() -> None:
    claim = claim_of(
        typed(
            """
            REGNING     FORFALT      KRAV         RENTE-      INNKREVINGS-    MVA AV        SUM TIL
                                                  BELØP       KOSTNAD         KOSTNAD       BETALING
            5512        02.03.2026   1 480,00     31,20       240,00          60,00         1 811,20
            """
        )
    )
    assert rows_of(claim) == [
        ("principal", "1480.00"),
        ("interest", "31.20"),
        ("collection_fee", "240.00"),
        ("vat", "60.00"),
    ]
    assert value(claim, "total") == Decimal("1811.20")
