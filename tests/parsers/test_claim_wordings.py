"""Amounts under wordings and settings that letters use beside the classic table: sentences, boxes, strips, columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.fields.claim import ClaimReading, of_no_demand, read_claim
from parsers.fields.payment import read_payment
from parsers.layout import build_sheet
from parsers.model import Page, Reading
from tests.parsers.paper import scanned, typed

SURE = 0.85


def claim_of(*pages: Page) -> ClaimReading:
    sheet = build_sheet(pages)
    return read_claim(sheet, slip_totals=read_payment(sheet).slip_totals)


def rows_of(claim: ClaimReading) -> dict[str, str]:
    sums: dict[str, Decimal] = {}
    for line in claim.lines:
        if line.included:
            sums[line.type.value] = sums.get(line.type.value, Decimal(0)) + line.amount
    return {name: str(amount) for name, amount in sums.items()}


def value(claim: ClaimReading, name: str) -> str:
    reading = claim.fields[name]
    assert isinstance(reading, Reading)
    return str(reading.value)


LETTERS = {
    "a board's plain words": (
        """
        I bankutskriften savner vi innbetaling av felleskostnadene for mars, 3 850 kroner, som skulle
        vært inne 1. mars 2026. Vi har lagt til et purregebyr på 38 kroner. Det betyr at du nå skylder
        sameiet 3 888 kroner. Sett beløpet inn på konto 1234 56 78903 innen 20. mars 2026.
        """,
        {"principal": "3850.00", "reminder_fee": "38.00"},
        "3888.00",
    ),
    "a lawyer's prose": (
        """
        Min klient har et tilgodehavende hos Dem stort kr 12 400,00, som forfalt 3. mars 2026. I tillegg
        kreves forsinkelsesrente, 12,00 prosent årlig fra 3. mars 2026, foreløpig beregnet til kr 203,84,
        samt utenrettslige inndrivingskostnader med kr 1 200,00. Samlet krav beløper seg dermed til
        kr 13 803,84. Beløpet må være innkommet på klientkonto 1234.56.78903 senest 4. juni 2026.
        """,
        {"principal": "12400.00", "interest": "203.84", "collection_fee": "1200.00"},
        "13803.84",
    ),
    "a craftsman's letter": (
        """
        Den 17. april 2026 sende vi deg faktura nr. 66805 for reparasjon. Ho lydde på kr 4 934,50 og
        skulle vore betalt 27. april 2026. Til beløpet legg vi purregebyr med kr 38,–. Vi vil ha
        kr 4 972,50 inn på kontonummer 1234.56.78903 seinast 1. juni 2026.
        """,
        {"principal": "4934.50", "reminder_fee": "38.00"},
        "4972.50",
    ),
    "what was paid, said in passing": (
        """
        Hovedstolen er på kr. 1.727,-. Den forfalt 9. september 2026. Mitt salær er etter inkassoforskriften
        kr. 300,-. Fra dette går kr. 500,-, som De har betalt. Det gir et samlet beløp på kr. 1.527,-, som De
        bes betale til min klientkonto 1234.56.78903, senest 11. november 2026.
        """,
        {"principal": "1727.00", "collection_fee": "300.00", "paid": "500.00"},
        "1527.00",
    ),
    "a claim that is called a cost": (
        """
        Transportkostnad                                 4 820,50
        Renter fra 26.07.2026                               43,70
        Inkassosalær                                       600,00
        Beløp å betale                                   5 464,20
        """,
        {"principal": "4820.50", "interest": "43.70", "collection_fee": "600.00"},
        "5464.20",
    ),
    "what treatment cost": (
        """
        Behandlingskostnad                               1 820,50
        Inkassosalær                                       300,00
        Beløp å betale                                   2 120,50
        """,
        {"principal": "1820.50", "collection_fee": "300.00"},
        "2120.50",
    ),
    "interest for late payment is no threat": (
        """
        Hovedstol                                        6.490,00
        Lovbestemt rente ved forsinket betaling            106,73
        Standardkompensasjon ved forsinket betaling        430,00
        Gebyr for fordringshavers egen betalingsoppfordring 38,00
        Samlet krav til betaling                         7.064,73
        """,
        {"principal": "6490.00", "interest": "106.73", "compensation": "430.00", "own_demand_fee": "38.00"},
        "7064.73",
    ),
    "a subject far from its amount": (
        """
        Selve fordringen lyder på kr. 1.479,01 og skulle vært gjort opp 17. februar 2024. Det er løpt
        forsinkelsesrente siden 17. februar 2024. Renten, som for tiden er 12,50 % pro anno, beløper seg
        ved dette brevs avsendelse til kr. 63,82. Mitt salær er kr. 560,-.
        Gjør opp med 2.102,83 kroner innen 6. juli 2024, så er saken ute av verden.
        """,
        {"principal": "1479.01", "interest": "63.82", "collection_fee": "560.00"},
        "2102.83",
    ),
    "what the claim comes to, to be transferred": (
        """
        Hovedkravet er kr 2 600,50 og forfalt 16.03.2026. Til dette kommer forsinkelsesrente med
        12,00 % p.a. regnet fra 16.03.2026: kr 48,47 og salær: kr 600,00. Kravet utgjør etter dette
        kr 3 248,97, som bes overført til vår klientkonto 1234.56.78903 innen 25.05.2026.
        """,
        {"principal": "2600.50", "interest": "48.47", "collection_fee": "600.00"},
        "3248.97",
    ),
    "VAT of a fee in a sentence": (
        """
        Regning nr. 95320 på kr 3 000,00 skulle vært betalt 31. august 2026, men er ikke kommet inn.
        I tillegg kommer gebyr kr 38,00 og mva av gebyret kr 9,50.
        Vi ber om at kr 3 047,50 blir betalt senest 5. oktober 2026.
        """,
        {"principal": "3000.00", "reminder_fee": "38.00", "vat": "9.50"},
        "3047.50",
    ),
    "one sentence of English": (
        """
        Invoice 7781 of NOK 2,350.00 fell due on 4 March 2026 and remains unpaid. Late payment interest at
        12.00 % p.a. from 4 March 2026 comes to NOK 32.45, and our collection fee is NOK 300.00. In total
        you owe NOK 2,682.45, which we must receive by 1 June 2026.
        """,
        {"principal": "2350.00", "interest": "32.45", "collection_fee": "300.00"},
        "2682.45",
    ),
    "amounts left of what they are for": (
        """
        kr 640,00   Kontingent 2026
        kr  38,00   Gebyr for dette varselet
        kr 678,00   Å betale innen 1. juli 2026
        """,
        {"principal": "640.00", "reminder_fee": "38.00"},
        "678.00",
    ),
    "questions beside the table": (
        """
        Hvor mye?
        2 766,05 kr
        Hvilken konto?              Hovedstol                                  2 000,00 kr
        1234 56 78903               Morarenter 12,25 % fra 17. juli 2026          66,05 kr
                                    Inkassosalær                                 600,00 kr
                                    Mva                                          100,00 kr
        Husleie juli 2026           Sum                                        2 766,05 kr
        """,
        {"principal": "2000.00", "interest": "66.05", "collection_fee": "600.00", "vat": "100.00"},
        "2766.05",
    ),
    "a ground in a column of its own": (
        """
        Post               Grunnlag                               Kr
        Hovedkrav          Kontrollsanksjon SZ 35800        7.569,50
        Våre omkostninger  inkassoforskriften kap. 2          600,00
        Beløp å innbetale                                   8.169,50
        """,
        {"principal": "7569.50", "collection_fee": "600.00"},
        "8169.50",
    ),
    "a box over the parts": (
        """
        Kravet                 Frist                Konto
        kr 1 748,50            12.06.2026           1234 56 78903

        Hovedstol                        kr 1 400,00
        Renter fra 04.03.2026            kr    10,50
        Inkassosalær                     kr   300,00
        Gebyr for varsel                 kr    38,00
        """,
        {"principal": "1400.00", "interest": "10.50", "collection_fee": "300.00", "reminder_fee": "38.00"},
        "1748.50",
    ),
    "a strip of payment details ends in the total": (
        """
        Invoice no   Item                       Invoice date    Due          Qty    Amount NOK
        94564655     Rørleggerarbeid mai 2026   19-05-26        02-06-26       1       4120.00

        Account        KID          Due date      Sum NOK
        12345678903    140726419    06-06-26      4120.00
        """,
        {"principal": "4120.00"},
        "4120.00",
    ),
    "one row with a column per kind": (
        """
                        Utestående      Rente     Salær      Mva     Innbetalt     Skyldig nå
        Faktura 3391     2 100,00       14,20    300,00    75,00        200,00       2 289,20
        """,
        {"principal": "2100.00", "interest": "14.20", "collection_fee": "300.00", "vat": "75.00", "paid": "200.00"},
        "2289.20",
    ),
    "what was, what is paid, what is left": (
        """
        Post                     Opphavleg      Innbetalt       Uteståande
        Kapital                  40 172,00       2 000,00        38 172,00
        Inndrivingskostnader      1 200,00                        1 200,00
        Å betale                                                 39 372,00
        """,
        {"principal": "40172.00", "paid": "2000.00", "collection_fee": "1200.00"},
        "39372.00",
    ),
    "a threat of more": (
        """
        Faktura 5512 på kr 2 085,79 skulle vært betalt 24. september 2026.
        I tillegg kommer gebyr kr 38,00. Ny frist for å betale kr 2 123,79 er 29. oktober 2026.
        Går saken til inkasso, må du uansett betale 1 400 kroner ekstra.
        """,
        {"principal": "2085.79", "reminder_fee": "38.00"},
        "2123.79",
    ),
    "a price for paying later": (
        """
        Betaler du innen 12. mai 2026:                  kr 1 038,00
        Betaler du etter 12. mai 2026, påløper salær:   kr 1 338,00
        Faktura 8812                                    kr 1 000,00
        Purregebyr                                      kr    38,00
        """,
        {"principal": "1000.00", "reminder_fee": "38.00"},
        "1038.00",
    ),
}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("paper", [typed, scanned], ids=["text", "scan"])
def test_the_claim_is_read_from_other_settings(name: str, paper: object) -> None:
    text, rows, total = LETTERS[name]
    claim = claim_of(typed(text) if paper is typed else scanned(text))
    assert rows_of(claim) == rows
    assert value(claim, "total") == total


@pytest.mark.parametrize(
    "threat",
    ["Går saken til inkasso, må du betale 1 400 kroner.", "Du må uansett betale 1 400 kroner ekstra."],
)
def test_a_sum_that_would_come_is_no_second_total(threat: str) -> None:
    claim = claim_of(
        typed(
            f"""
            Hovedstol            1 000,00
            Purregebyr              38,00
            Å betale             1 038,00

            Vi har ikke mottatt betaling fra deg for fakturaen som er nevnt i dette brevet.
            {threat}
            """
        )
    )
    sure = {str(m.value) for m in claim.mentions["total"] if m.confidence >= SURE}
    assert sure == {"1038.00"}


def test_no_sure_row_comes_of_an_account_statement() -> None:
    claim = claim_of(
        typed(
            """
            Dato      Forklaring               Ut           Inn          Saldo
            05.09.    Varekjøp             384,50                     9 111,50
            07.09.    Strøm              1 219,00                     7 892,50
            09.09.    Lønn                          28 712,00        36 604,50
            17.09.    Purregebyr mobil      38,00                    36 566,50
            19.09.    Renter                            12,75        36 579,25
            """
        )
    )
    assert [line.label for line in claim.lines if line.included and line.confidence >= SURE] == []


def test_the_purchases_of_an_account_statement_are_no_rows_at_all() -> None:
    claim = of_no_demand(
        claim_of(
            typed(
                """
                Dato      Tekst                      Ut           Inn          Saldo
                03.02.    Kortkjøp Kafé Solkroken    212,00                    4 788,00
                05.02.    Lønn                                  18 400,00     23 188,00
                08.02.    Purregebyr TV              35,00                    23 153,00
                """
            )
        )
    )
    assert "other_fee" not in claim.fields
    assert {line.type.value for line in claim.lines} <= {"reminder_fee"}


def test_a_paper_that_demands_nothing_has_unsure_amounts() -> None:
    claim = of_no_demand(claim_of(typed("Abonnement juni      500,00\nPurregebyr  38,00\nÅ betale             538,00")))
    assert claim.lines
    assert all(line.confidence < SURE for line in claim.lines)
    assert all(r.confidence < SURE for r in claim.fields.values() if isinstance(r, Reading))


def test_the_day_of_interest_may_go_on_under_its_beginning() -> None:
    claim = claim_of(
        typed(
            """
            Hovedstol                                              1 712,00
            Morarenter 12,25 % regnet fra 14. september               28,15
            2026
            Sum                                                    1 740,15
            """
        )
    )
    assert value(claim, "interest_from") == "2026-09-14"


def test_a_lost_thousand_is_doubted_when_the_total_may_have_lost_it_too() -> None:
    claim = claim_of(
        scanned(
            """
            Utestående beløp                3 856,00
            Gebyr for inkassovarsel            70,00
            Å betale                          926,00
            """,
            unsure={"3": 0.27, "856,00": 0.27, "926,00": 0.02},
        )
    )
    total = claim.fields["total"]
    assert isinstance(total, Reading)
    assert str(total.value) == "3926.00" or total.confidence < SURE


def test_a_figure_read_badly_is_the_one_that_lost_its_thousand() -> None:
    claim = claim_of(
        scanned(
            """
            Hovedkrav                          160,00
            Renter 12,00 % f.o.m. 03.02.26      42,71
            Salær                              600,00
            SUM                              1 802,71
            """,
            unsure={"160,00": 0.0},
        )
    )
    assert rows_of(claim) == {"principal": "1160.00", "interest": "42.71", "collection_fee": "600.00"}


@pytest.mark.parametrize(
    ("sum_line", "sure"),
    [
        ("Å betale                    1 948,00", False),  # the fee may stand in the claim already
        ("Å betale                    2 124,00", True),  # nothing printed makes up the difference
    ],
)
def test_rows_that_do_not_add_up_are_sure_only_when_no_other_reading_would_close_them(
    sum_line: str, sure: bool
) -> None:
    claim = claim_of(
        typed(
            f"""
            Hovedstol                   1 500,00
            Renter                         48,00
            Inkassosalær                  400,00
            Purregebyr                     38,00
            {sum_line}
            """
        )
    )
    confidences = [line.confidence for line in claim.lines] + [
        r.confidence for n, r in claim.fields.items() if n == "total" and isinstance(r, Reading)
    ]
    assert (min(confidences) >= SURE) is sure


@pytest.mark.parametrize("number", ["2026", "03042026", "020326"])
def test_a_year_or_a_day_is_no_kid(number: str) -> None:
    fields = read_payment(build_sheet([typed(f"KID   {number}")])).fields
    assert "kid" not in fields


def test_of_two_numbers_near_its_label_the_kid_is_the_one_whose_check_digit_fits() -> None:
    page = typed(
        """
        Med hvilken KID?                     881204
        84671611473175704186
        """
    )
    kid = read_payment(build_sheet([page])).fields["kid"]
    assert isinstance(kid, Reading)
    assert kid.value == "84671611473175704186"


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        (
            "Vi kan ikke se at du har betalt kr 1 200,00 for medlemskap. Purregebyr er kr 38,00.",
            {"principal": "1200.00", "reminder_fee": "38.00"},
        ),
        (
            "Me har ikkje sett at de har betalt kr 1 200,00 for medlemskap. Purregebyr er kr 38,00.",
            {"principal": "1200.00", "reminder_fee": "38.00"},
        ),
        (
            "You have still not paid NOK 1 200,00 for membership. A reminder fee of NOK 38,00 is added.",
            {"principal": "1200.00", "reminder_fee": "38.00"},
        ),
        (
            "Hovedkrav: kr 1 500,00. I tillegg kommer salær kr 300,00. Du har allerede betalt kr 562,00.",
            {"principal": "1500.00", "collection_fee": "300.00", "paid": "562.00"},
        ),
        (
            "Hovudstol: kr 1 500,00, og attåt kjem salær på kr 300,00. De har alt betalt kr 562,00.",
            {"principal": "1500.00", "collection_fee": "300.00", "paid": "562.00"},
        ),
    ],
)
def test_what_was_not_paid_is_the_claim_and_what_the_next_sentence_says_is_of_its_own(
    said: str, rows: dict[str, str]
) -> None:
    claim = claim_of(typed(f"{said}\nI alt skal du betale kr 1 238,00 innen 10. mai 2026."))
    assert rows_of(claim) == rows


@pytest.mark.parametrize(
    "taken", ["Det er trukket fra kr 562,00.", "Frå dette er trekt ifrå kr 562,00 som er innbetalt."]
)
def test_what_was_taken_off_in_a_sentence_was_paid(taken: str) -> None:
    said = f"Hovedstolen er kr 1 500,00, og salæret er kr 300,00. {taken} I alt skal du betale kr 1 238,00."
    assert rows_of(claim_of(typed(said))) == {"principal": "1500.00", "collection_fee": "300.00", "paid": "562.00"}


def test_a_request_above_a_list_names_no_amount_in_it() -> None:
    claim = claim_of(
        typed(
            """
            Please pay the amount below by 26 May 2026. If you have paid already, please disregard this letter.
            Invoice amount                                  NOK 1 200,00
            Reminder fee                                       NOK 38,00
            Total to pay                                    NOK 1 238,00
            """
        )
    )
    assert rows_of(claim) == {"principal": "1200.00", "reminder_fee": "38.00"}
    assert value(claim, "total") == "1238.00"
