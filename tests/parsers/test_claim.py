"""Amounts: the attested orders of claim tables, and joint choice of rows and total."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from parsers.model import LineType, Reading
from tests.parsers.claims import claim_of, rows_of, value
from tests.parsers.paper import scanned, typed

ORDERS = {
    "self-service": (
        """
        Hovedstol                                    4 120,00
        Renter                                          61,20
        Omkostninger                                     0,00
        Salær                                          600,00
        Innbetalt                                    1 000,00
        Saldo                                        3 781,20
        """,
        "3781.20",
        {"principal": "4120.00", "interest": "61.20", "collection_fee": "600.00", "paid": "1000.00"},
    ),
    "own collection": (
        """
        Hovedstol
        Faktura nr 20771                               990,00
        12,25 % rente fra 04.07.2026 til 01.08.2026      9,30
        Purregebyr                                      38,00
        Innbetalt                                     -100,00
        Å betale                                       937,30
        """,
        "937.30",
        {"principal": "990.00", "interest": "9.30", "reminder_fee": "38.00", "paid": "100.00"},
    ),
    "statement": (
        """
        Rest hovedstol                  12 001,10
        Renter                             402,15
        Gebyrer                             76,00
        Inkassosalær / Omkostninger      1 500,00
        Renter av omkostninger              11,05
        Totalbeløp                      13 990,30
        """,
        "13990.30",
        {"principal": "12001.10", "interest": "402.15", "reminder_fee": "76.00", "collection_fee": "1500.00",
         "interest_on_costs": "11.05"},
    ),
    "interest in pieces": (
        """
        Utestående beløp                                                   8 000,00 kr
        Forsinkelsesrente                                                     82,41 kr
        16.06.2026 - 30.06.2026     12,00 %     15 dager                      39,45 kr
        01.07.2026 - 16.07.2026     12,25 %     16 dager                      42,96 kr
        Purregebyr                                                            38,00 kr
        Å betale                                                           8 120,41 kr
        """,
        "8120.41",
        {"principal": "8000.00", "interest": "82.41", "reminder_fee": "38.00"},
    ),
    "dunning mail": (
        """
        Utestående: kr 450,00
        Purregebyr: kr 38,00
        Å betale: kr 488,00
        Ny betalingsfrist: 01.09.2026
        """,
        "488.00",
        {"principal": "450.00", "reminder_fee": "38.00"},
    ),
    "bureau": (
        """
        Hovedkrav                                kr   2 345,00
        Forsinkelsesrente                        kr      33,07
        Purregebyr                               kr      38,00
        Inkassosalær                             kr     375,00
        Mva                                      kr      93,75
        Innbetalt                                kr    -200,00
        Sum å betale                             kr   2 684,82
        """,
        "2684.82",
        {"principal": "2345.00", "interest": "33.07", "reminder_fee": "38.00", "collection_fee": "375.00",
         "vat": "93.75", "paid": "200.00"},
    ),
    "invoice list and strip": (
        """
        Fakturanummer   Beskrivelse        Fakturadato   Forfallsdato      Total
        88120           Leie av henger     02.03.2026    16.03.2026       700,00
        88155           Leie av henger     02.04.2026    16.04.2026       300,00

        Purregebyr      Betalt beløp      Brutto
        76,00           250,00            826,00
        """,
        "826.00",
        {"principal": "1000.00", "reminder_fee": "76.00", "paid": "250.00"},
    ),
    "invoice-like": (
        """
        Kode   Navn               Antall     Pris     Rabatt    MVA       Total
        12     Vask av vindu      2,00       400,00   0,00      200,00    1 000,00
        15     Oppmøte            1,00       120,00   0,00       30,00      150,00

        Gebyr      Å betale
        38,00      1 188,00
        """,
        "1188.00",
        {"principal": "1150.00", "reminder_fee": "38.00"},
    ),
    "court": (
        """
        Hovedstol faktura                                  5 600,00
        Renter: 12,25 % fra 02.05.2026 til 02.06.2026         58,26
        Purregebyr                                            38,00
        Skriving av denne begjæring                          657,00
        Rettsgebyr                                         1 314,00
        Total                                              7 667,26
        """,
        "7667.26",
        {"principal": "5600.00", "interest": "58.26", "reminder_fee": "38.00", "legal_costs": "1971.00"},
    ),
    "nynorsk": (
        """
        Hovudstol                        1 200,00
        Forseinkingsrente                   14,50
        Purregebyr                          38,00
        Å betale                         1 252,50
        """,
        "1252.50",
        {"principal": "1200.00", "interest": "14.50", "reminder_fee": "38.00"},
    ),
    "english": (
        """
        Principal                        NOK 1,200.00
        Late interest                       NOK 14.50
        Reminder fee                        NOK 38.00
        Total amount due                 NOK 1,252.50
        """,
        "1252.50",
        {"principal": "1200.00", "interest": "14.50", "reminder_fee": "38.00"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("read", ["typed", "scanned", "leaning"])
def test_attested_orders_are_read(order: str, read: str) -> None:
    text, total, fields = ORDERS[order]
    page = typed(text) if read == "typed" else scanned(text, lean=0.006 if read == "leaning" else 0.0)
    claim = claim_of(page)
    found = {name: str(value(claim, name)) for name in claim.fields if name in {t.value for t in LineType}}
    found.pop("total")
    assert {k: v for k, v in found.items() if v != "0.00"} == fields
    assert str(value(claim, "total")) == total
    reading = claim.fields["total"]
    assert isinstance(reading, Reading)
    assert "sum" in reading.corroborated
    assert reading.confidence >= 0.95


def test_interest_pieces_are_segments_and_count_once() -> None:
    claim = claim_of(typed(ORDERS["interest in pieces"][0]))
    rated = [s for s in claim.interest_segments if s.rate is not None]
    assert [(s.rate, s.first_day, s.last_day, s.amount) for s in rated] == [
        (Decimal("12.00"), dt.date(2026, 6, 16), dt.date(2026, 6, 30), Decimal("39.45")),
        (Decimal("12.25"), dt.date(2026, 7, 1), dt.date(2026, 7, 16), Decimal("42.96")),
    ]
    assert value(claim, "interest_rate") == Decimal("12.25")
    assert value(claim, "interest_from") == dt.date(2026, 6, 16)


def test_invoices_of_a_list_are_claims_of_their_own() -> None:
    claim = claim_of(typed(ORDERS["invoice list and strip"][0]))
    told = [(c.number.need(), c.due.need(), c.amount.need()) for c in claim.claims]
    assert told == [
        ("88120", dt.date(2026, 3, 16), Decimal("700.00")),
        ("88155", dt.date(2026, 4, 16), Decimal("300.00")),
    ]


def test_invoices_under_their_sum_count_once() -> None:
    claim = claim_of(
        typed(
            """
            Fakturanr    Fakturadato    Forfall        Beløp
            5501         01.02.2026     15.02.2026     810,00
            5502         01.03.2026     15.03.2026     190,00
            Hovedstol                                1 000,00
            Inkassosalær                               300,00
            Å betale                                 1 300,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "1000.00"), ("collection_fee", "300.00")]
    assert len(claim.claims) == 2


def test_invoice_rows_without_a_sum_are_principal_rows_with_their_number() -> None:
    claim = claim_of(
        typed(
            """
            Faktura 10443 av 03.02.2026          810,00
            Faktura 10599 av 03.03.2026          190,00
            Varslingsgebyr inkassovarsel          38,00
            Til betaling                       1 038,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "810.00"), ("principal", "190.00"), ("reminder_fee", "38.00")]
    assert [line.relates_to for line in claim.lines] == ["10443", "10599", None]


def test_vat_inside_the_fee_is_shown_but_not_counted() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                        2 000,00
            Inkassosalær inkl. mva             750,00
            herav mva 25 %                     150,00
            Å betale                         2 750,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "2000.00"), ("collection_fee", "750.00")]
    vat = [line for line in claim.lines if line.type is LineType.VAT]
    assert [(line.amount, line.included) for line in vat] == [(Decimal("150.00"), False)]


def test_prices_for_later_are_not_counted() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                                        2 000,00
            Inkassosalær                                       300,00
            Å betale                                         2 300,00

            Salær ved betaling etter fristen                   600,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "2000.00"), ("collection_fee", "300.00")]


def test_two_fees_in_one_row_are_counted() -> None:
    claim = claim_of(
        typed(
            """
            Krav                               500,00
            Purregebyr 2 x 38,00                76,00
            Sum                                576,00
            """
        )
    )
    assert [(line.type, line.amount, line.count) for line in claim.lines] == [
        (LineType.PRINCIPAL, Decimal("500.00"), 1),
        (LineType.REMINDER_FEE, Decimal("76.00"), 2),
    ]


def test_amounts_in_sentences_make_the_claim_when_there_is_no_table() -> None:
    claim = claim_of(
        typed(
            """
            Vi har ikke mottatt betaling for regning 5571 på kr 1 250,00 som forfalt i vår, og
            varsler nå inkasso. Purregebyret på kr 38,00 kommer i tillegg. Du må betale totalt
            kr 1 288,00 innen 26.08.2026 for å unngå at kravet sendes videre til inkasso.
            """
        )
    )
    assert rows_of(claim) == [("principal", "1250.00"), ("reminder_fee", "38.00")]
    assert value(claim, "total") == Decimal("1288.00")


def test_a_letter_without_amounts_has_no_rows_and_no_total() -> None:
    claim = claim_of(typed("Takk for hyggelig samtale i går. Vi ses igjen til høsten en gang."))
    assert claim.lines == ()
    assert "total" not in claim.fields


def test_an_empty_page_is_read_as_nothing() -> None:
    claim = claim_of(typed(""))
    assert (claim.lines, dict(claim.fields)) == ((), {})


def test_instalments_are_no_rows_of_the_demand() -> None:
    claim = claim_of(
        typed(
            """
            Restgjeld                            4 000,00
            Avdragssalær                           600,00
            Totalt                               4 600,00

            1. avdrag 15.09.2026                   460,00
            2. avdrag 15.10.2026                   460,00
            """
        )
    )
    assert rows_of(claim) == [("principal", "4000.00"), ("instalment_fee", "600.00")]


def test_labels_at_the_left_of_boxes_name_the_amounts_at_their_right() -> None:
    boxes = """
        Betal 2 572,55 kroner innen 5. oktober 2026.

        Hovedkrav          Renter          Salær           Mva. av salær
               2 162,00          35,55          300,00                75,00

        Du kan klage.
    """
    assert rows_of(claim_of(scanned(boxes))) == [
        ("principal", "2162.00"),
        ("interest", "35.55"),
        ("collection_fee", "300.00"),
        ("vat", "75.00"),
    ]


def test_two_amounts_under_one_label_are_not_named_by_it() -> None:
    boxes = """
        Betal 2 661,55 kroner innen 5. oktober 2026.

        Hovedkrav             Renter
               2 162,00          35,55          464,00

        Du kan klage.
    """
    claim = claim_of(scanned(boxes))
    assert [row for row in rows_of(claim) if row[0] == "interest"] != [("interest", "35.55"), ("interest", "464.00")]


PARTS = {
    "a sum of some rows is not the total of all": (
        """
        Faktura 83549, hekkplanter                   2 663,27
        Sum forfalte poster                          2 663,27
        Purregebyr                                      70,00
        Totalt                                       2 733,27
        """,
        "2733.27",
        [("principal", "2663.27"), ("reminder_fee", "70.00")],
    ),
    "what is not paid is the claim": (
        """
        Beløp du ikke har betalt                     3 194,00
        Purregebyr                                      38,00
        Du må betale                                 3 232,00
        """,
        "3232.00",
        [("principal", "3194.00"), ("reminder_fee", "38.00")],
    ),
    "a code before its row": (
        """
        010   Hovedstol                              7 921,00
        040   Inkassosalær                           1 200,00
        045   Mva. salær                               300,00
              Sum krav                               9 421,00
        """,
        "9421.00",
        [("principal", "7921.00"), ("collection_fee", "1200.00"), ("vat", "300.00")],
    ),
    "a key word in the margin": (
        """
        Hvor mye      Det fakturaen lød på           4 891,33
                      Inkassosalær                     600,00
                      Å betale                       5 491,33
        """,
        "5491.33",
        [("principal", "4891.33"), ("collection_fee", "600.00")],
    ),
    "a level of reminding is no fee": (
        """
        Purrenivå                                           2
        Hovedstol                                    5 924,92
        Purregebyr                                      70,00
        Å betale                                     5 994,92
        """,
        "5994.92",
        [("principal", "5924.92"), ("reminder_fee", "70.00")],
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_what_the_rows_are_parts_of(name: str) -> None:
    text, total, rows = PARTS[name]
    claim = claim_of(typed(text))
    total_reading = claim.fields["total"]
    assert isinstance(total_reading, Reading)
    assert (str(total_reading.value), rows_of(claim)) == (total, rows)
    assert total_reading.confidence >= 0.95
