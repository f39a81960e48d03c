"""Kinds, days and parties told in other firms' words, and what is said nearly so and means something else."""

from __future__ import annotations

import pytest

from checks.case import GATE
from parsers.fields.statements import statements_in
from parsers.model import Letter, LetterKind, Reading, SenderRole, StatementId
from parsers.pipeline import understand
from tests.parsers.ascii_letters import pages_of

BY_COLLECTOR = """
    Lyngrabben Inkasso AS

    Kari Prøvesen                                                          {head}
    Fjordgata 4                                                            Saksnr.        4410/26
    5003 BERGEN

    {title}
    {told}

    Hovedstol                                                                               2 650,00
    Forsinkelsesrente 12,25 % fra 16.06.2026                                                   31,20
    Inkassosalær                                                                              300,00
    Å betale                                                                                2 981,20

    Betalingsfrist: 24.09.2026. Konto 1503.40.12345, KID 000020417.
    Er du uenig i kravet, må du skrive til oss innen fristen. Du kan klage til Finansklagenemnda.
"""


def by_collector(told: str, *, title: str = "", head: str = "Dato           10.09.2026") -> Letter:
    return understand(pages_of(BY_COLLECTOR.format(told=told, title=title, head=head)))


def value(letter: Letter, name: str) -> str:
    reading = letter.field(name)
    return str(reading.value) if isinstance(reading, Reading) else "none"


@pytest.mark.parametrize(
    "said",
    [
        "Vi skreiv til deg 6. august 2026 og bad deg gjere opp innan 20. august 2026.",
        "Vi skrev til deg 6. august 2026 og ba deg betale innen 20. august 2026.",
        "Den 6. august skrev vi til deg 6. august 2026, og fristen var 20. august 2026.",
        "Vi ba deg 6. august 2026 om å betale innen 20. august 2026, men pengene er ikke kommet.",
        "Brevet vårt av 6. august 2026, med frist 20. august 2026, er ikke besvart.",
        "I vårt forrige brev, datert 6. august 2026, fikk du frist til 20. august 2026.",
        "Du fikk brev fra oss 6. august 2026 med frist 20. august 2026.",
        "We wrote to you on 6 August 2026 and asked you to pay by 20 August 2026.",
    ],
)
@pytest.mark.parametrize("title", ["Vi venter på betaling", "Saken er ikke gjort opp"])
def test_a_collector_that_tells_of_its_own_earlier_letter_follows_it_up(said: str, title: str) -> None:
    assert by_collector(said, title=title).kind.value is LetterKind.OPPFOLGING


@pytest.mark.parametrize(
    "said",
    [
        "Vi skrev til deg 6. august 2026 og varslet deg om inkasso, med frist til 20. august 2026.",
        "Oppdragsgiver skrev til deg 6. august 2026 og ba deg betale innen 20. august 2026.",
        "Vi sendte deg inkassovarsel 6. august 2026 med frist 20. august 2026.",
        "Kravshavar sende deg rekning 6. august 2026, og du skulle betale innan 20. august 2026.",
        "Faktura fra Solvik AS av 6. august 2026 er ikke betalt. Varsel er sendt 20. august 2026.",
        "Vi skriver til deg 10.09.2026 fordi fakturaen av 6. august 2026 skulle vært betalt 20. august 2026.",
    ],
)
def test_a_notice_or_a_bill_before_the_first_demand_makes_no_follow_up(said: str) -> None:
    assert by_collector(said, title="Betalingsoppfordring").kind.value is LetterKind.BETALINGSOPPFORDRING
    assert by_collector(said, title="Inkassokrav").kind.value is LetterKind.BETALINGSOPPFORDRING


MAIL = """
    {subject}
    Fra:      Kvern <svar@kvern.example>
    Til:      Kari Prøvesen
    Sendt:    10. september 2026 kl. 08.04

    Dette skal du betale
                                                                              #2 981,20 kr
    {deadline}

    Hei, Kari
    Saken din er overført til oss fra Solvik Hagesenter AS. Et inkassovarsel gikk ut 6. august 2026.

    Det opprinnelige kravet                                                                 2 650,00
    Rente fra 4. juli 2026 (årlig 12,25 %)                                                     31,20
    Inkassosalær                                                                              300,00
    Sum                                                                                     2 981,20

    Er det feil? Skriv til oss innen fristen. Du kan be Finansklagenemnda om å se på saken.
    Kvern Inkasso AS, Lillemyrveien 38, 3715 SKIEN. Org.nr. 974 760 673.
"""


@pytest.mark.parametrize(
    "deadline",
    [
        "Siste frist 24. september 2026",
        "Siste frist: 24.09.2026",
        "Siste frist for betaling 24. september 2026",
        "Siste frist er 24. september 2026",
        "Siste frist for å betale: 24.09.2026",
        "Ny frist 24.09.2026",
    ],
)
@pytest.mark.parametrize(
    "subject",
    [
        "Betalingsoppfordring – kravet ditt er hos oss | Solvik Hagesenter AS",
        "Betalingsoppfordring | Solvik Hagesenter AS",
        "Betalingsoppfordring · Solvik Hagesenter AS",
    ],
)
def test_a_last_day_to_pay_is_no_heading_of_a_later_letter(subject: str, deadline: str) -> None:
    letter = understand(pages_of(MAIL.format(subject=subject, deadline=deadline)))
    assert letter.kind.value is LetterKind.BETALINGSOPPFORDRING
    assert value(letter, "payment_deadline") == "2026-09-24"


def test_a_heading_that_gives_a_last_chance_is_still_one_of_a_later_letter() -> None:
    letter = by_collector("Saken er fortsatt ubetalt.", title="Siste mulighet til å betale")
    assert letter.kind.value is LetterKind.OPPFOLGING


@pytest.mark.parametrize(
    "said",
    [
        "Inkassovarselet er datert 6. juli 2026. Du betalte ikke innen 20. juli 2026, slik varselet krevde.",
        "Inkassovarselet er dagsett 6. juli 2026. Du betalte ikkje innan 20. juli 2026, slik varselet kravde.",
        "Inkassovarsel ble sendt 6. juli 2026. Du har ikke betalt innen 20. juli 2026, som varselet ba om.",
        "Du ble varslet 6. juli 2026. Kravet ble ikke betalt innen 20. juli 2026.",
        "Varsel om inkasso ble sendt 6. juli 2026. Du gjorde ikke opp innen 20. juli 2026.",
        "Du hadde frist til 20. juli 2026 i inkassovarselet du fikk 6. juli 2026.",
        "Saken er hos oss fordi fristen 20. juli 2026 i inkassovarselet fra 6. juli 2026 er passert.",
        "Du fikk frist til 20. juli 2026 i inkassovarselet som ble sendt 6. juli 2026.",
        "Fristen var 20. juli 2026 etter inkassovarselet av 6. juli 2026.",
        "You had until 20 July 2026 in the notice of debt collection sent on 6 July 2026.",
    ],
)
def test_the_days_of_the_notice_in_whichever_order_they_are_told(said: str) -> None:
    letter = by_collector(said, title="Betalingsoppfordring")
    assert (value(letter, "notice_date"), value(letter, "notice_deadline")) == ("2026-07-06", "2026-07-20")
    assert value(letter, "payment_deadline") == "2026-09-24"
    told = letter.field("notice_deadline")
    assert isinstance(told, Reading)
    assert told.confidence >= 0.85


@pytest.mark.parametrize(
    "said",
    [
        "Inkassovarsel ble sendt 6. juli 2026. Har du ikke betalt innen 24. september 2026, går saken videre.",
        "Inkassovarsel ble sendt 6. juli 2026. Dersom du ikke har betalt innen 24. september 2026, går saken videre.",
        "Inkassovarsel ble sendt 6. juli 2026. Betalte du ikke fakturaen, må du nå betale innen 24. september 2026.",
        "Inkassovarsel ble sendt 6. juli 2026. If you have not paid by 24 September 2026, the case goes on.",
    ],
)
def test_what_is_to_be_paid_by_a_later_day_is_no_deadline_of_the_notice(said: str) -> None:
    letter = by_collector(said, title="Betalingsoppfordring")
    assert (value(letter, "notice_deadline"), value(letter, "payment_deadline")) == ("none", "2026-09-24")


@pytest.mark.parametrize("word", ["datert", "dagsett", "sendt", "skrevet"])
@pytest.mark.parametrize("label", ["Dagsett", "Dato", "Skrive"])
def test_a_notices_day_at_the_beginning_of_a_line_is_not_the_letters(word: str, label: str) -> None:
    said = (
        "Fjellpip Telekom AS har sendt ei sak mot deg til oss, og bed oss krevje inn pengane. Inkassovarselet er\n"
        f"    {word} 6. juli 2026. Du betalte ikkje innan 20. juli 2026, slik varselet kravde."
    )
    letter = by_collector(said, title="Betalingsoppfordring i inkassosak", head=f"{label} 10.9.2026")
    assert (value(letter, "letter_date"), value(letter, "notice_date")) == ("2026-09-10", "2026-07-06")
    assert value(letter, "notice_deadline") == "2026-07-20"


NO_HINT = """
    {firm}
    {under}

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN                                                            Bergen, 10. september 2026

#{title}
    {told}

    Vi ber deg betale kr 2 981,20 innen 24. september 2026 til konto 1503.40.12345, KID 000020417.

    Hilsen {firm}
    Org.nr. 974 760 673
"""


@pytest.mark.parametrize(
    ("under", "told"),
    [
        ("Bevilling til inkassovirksomhet", "Solvik Hagesenter AS har et ubetalt krav mot deg for hagemøbler."),
        ("Løyve til å drive inkasso", "Solvik Hagesenter AS har eit ubetalt krav mot deg for hagemøblar."),
        ("", "Solvik Hagesenter AS har et ubetalt krav mot deg, og det er vi som skal kreve det inn."),
        ("", "Vi hjelper Solvik Hagesenter AS med krav som ikke er betalt. Ett av dem er ditt."),
        ("", "Vi hjelper Solvik Hagesenter AS med ubetalte regninger. En av dem er din."),
        ("", "Vi har fått inn en sak fra Solvik Hagesenter AS, som ikke har fått betalt av deg."),
        ("", "Solvik Hagesenter AS har sendt en sak mot deg til oss."),
    ],
)
@pytest.mark.parametrize("firm", ["Lunheim Oppgjør AS", "Sporvind AS"])
def test_who_works_for_another_is_told_by_licence_or_mandate(firm: str, under: str, told: str) -> None:
    letter = understand(pages_of(NO_HINT.format(firm=firm, under=under, told=told, title="Betalingsoppfordring")))
    assert letter.sender_role.value is SenderRole.COLLECTOR
    assert value(letter, "collector") == firm
    assert value(letter, "creditor") == "Solvik Hagesenter AS"


@pytest.mark.parametrize(
    "told",
    [
        "Vi hjelper deg gjerne med regningen hvis du ringer oss. Betaler du ikke, går kravet til inkasso.",
        "Du har sendt en klage på kravet til oss, og den er besvart. Betaler du ikke, går kravet til inkasso.",
        "Betaler du ikke, går kravet til et inkassoforetak. Vi har ikke fått betalt for hagemøblene.",
    ],
)
def test_a_creditor_that_helps_or_was_written_to_is_no_collector(told: str) -> None:
    letter = understand(
        pages_of(NO_HINT.format(firm="Solvik Hagesenter AS", under="", told=told, title="Inkassovarsel"))
    )
    assert letter.sender_role.value is SenderRole.CREDITOR


@pytest.mark.parametrize(
    "said",
    [
        "Vi har fått inn ei sak frå Båtforeningen Skvulpen, som ikkje har fått betalt av deg.",
        "Vi har fått en sak fra Båtforeningen Skvulpen, som mangler betaling fra deg.",
        "Vi har tatt imot en inkassosak fra Båtforeningen Skvulpen.",
        "Vi har mottatt sak mot deg fra Båtforeningen Skvulpen.",
    ],
)
def test_whose_case_came_in_is_the_creditor(said: str) -> None:
    assert value(by_collector(said, title="Betalingsoppfordring"), "creditor") == "Båtforeningen Skvulpen"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Frist for betaling av NOK 1 745,89 er 14 dager etter utsendelsesdatoen.", 14),
        ("Betalingsbetingelse for dette dokumentet: netto 14 dager fra utskriftsdato.", 14),
        ("Betalingsvilkår: netto 7 dagar rekna frå utsendingsdagen.", 7),
        ("Beløpet skal være betalt 14 dager etter brevdatoen.", 14),
        ("Fristen er ti dager regnet fra utskriftsdatoen.", 10),
    ],
)
def test_a_deadline_in_days_counts_from_the_letters_own_day(said: str, days: int) -> None:
    hit = statements_in(said, misread=False)[StatementId.DEADLINE_DAYS]
    assert (hit.strength, hit.value) == ("clear", days)


def test_a_term_that_counts_from_the_bills_day_is_no_deadline_of_the_letter() -> None:
    assert StatementId.DEADLINE_DAYS not in statements_in("Netto 14 dager fra fakturadato.", misread=False)


@pytest.mark.parametrize(
    "said",
    [
        "Salæret påløper automatisk når fristen er passert, og det må betales selv om du har klaget på fakturaen.",
        "Salæret blir lagt på automatisk, og du må betale det også når du har klaget.",
        "Inkassosalæret kommer automatisk på kravet, og skal betales selv om fakturaen er bestridt.",
        "Salæret faller ikke bort om du klager.",
        "Salæret må dekkast når kravet er på inkasso, og det skal betalast sjølv om du er usamd i rekninga.",
        "Collection costs are added automatically and must be paid even if you have complained.",
    ],
)
def test_costs_that_are_said_to_stay_whatever_is_objected(said: str) -> None:
    assert statements_in(said, misread=False)[StatementId.COSTS_UNAVOIDABLE].strength == "clear"


TABLE = """
    Lyngrabben Inkasso AS

    Kari Prøvesen                                                          Dato           10.09.2026
    Fjordgata 4                                                            Saksnr.        4410/26
    5003 BERGEN

#Betalingsoppfordring
    Vi krever inn et beløp for Solvik Hagesenter AS.
    {lines}

    Betalingsfrist: 24.09.2026. Konto 1503.40.12345, KID 000020417.
"""


def lines_of(lines: str) -> list[tuple[str, str]]:
    letter = understand(pages_of(TABLE.format(lines=lines)))
    return [(line.type.value, str(line.amount)) for line in letter.lines if line.included]


@pytest.mark.parametrize(
    "label",
    ["Avdrag mottatt", "Mottatt avdrag", "Motteke avdrag", "Avdrag 12.08.2026 mottatt", "Nedbetalt", "Part payment",
     "Avdrag registrert"],
)  # fmt: skip
def test_an_instalment_that_came_in_is_paid(label: str) -> None:
    rows = f"""
    Hovedkrav                                                                   4 800,00
    Inkassosalær                                                                  600,00
    {label:<74}-1 500,00
    Totalsum                                                                    3 900,00"""
    assert lines_of(rows) == [("principal", "4800.00"), ("collection_fee", "600.00"), ("paid", "1500.00")]


@pytest.mark.parametrize(
    "head", ["Hvorfor akkurat 5 600,00 kr?", "Hva er 5 600,00 kroner for?", "Slik ble det 5 600,00 kr"]
)
def test_a_heading_that_names_the_total_is_no_row_of_it(head: str) -> None:
    rows = f"""
    {head}

    Hovedkrav                                                                   4 800,00
    Inkassosalær                                                                  600,00
    Sum                                                                         5 600,00"""
    assert lines_of(rows) == [("principal", "4800.00"), ("collection_fee", "600.00")]


@pytest.mark.parametrize(
    "post",
    ["930062 28-05-26 Kontingent 2026, forfall 11-06-26", "Faktura 930062, båtplass, forfalt 11.06.2026",
     "28.05.2026 Kontingent og båtplass"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["Restbeløp bilag", "Hovedstol", "Sum fakturaer"])
def test_the_posts_of_a_list_are_spelt_out_by_their_sum(post: str, name: str) -> None:
    rows = f"""
    {post:<74}1 353,89
    {post.replace("062", "890"):<74}1 845,00
    {post.replace("062", "392"):<74}1 368,00

    {name:<74}4 566,89
    Inkassosalær                                                                  600,00
    Sum                                                                         5 166,89"""
    assert lines_of(rows) == [("principal", "4566.89"), ("collection_fee", "600.00")]


def test_the_end_of_a_wrapped_name_beside_the_total_is_no_fee() -> None:
    rows = """
    Samlet krav inkludert renter og salær: kr 33 538,20. Ring oss for en oppstilling av kravet.

    Samlet krav               Konto     1503 40 12345
    inkludert renter og       KID       0000 2041 7
    salær   kr 33 538,20"""
    assert lines_of(rows) == []


@pytest.mark.parametrize(
    "vat", ["Merverdiavgift          25 %", "Mva. av salær           25 %", "Meirverdiavgift   25 %"]
)
def test_the_rate_of_the_tax_in_a_table_with_a_column_of_interest_is_not_the_interests(vat: str) -> None:
    rows = f"""
    Forfalt       Tekst                           Beløp       Rente *         Sum
    19.05.2026    Hovedkrav                    5.964,59        222,45    6.187,04
                  Inkassosalær                 1.200,00                  1.200,00
                  {vat:<29}  300,00                    300,00
                  Totalsum                                               7.687,04
    *) Rentekolonnen: 12,25 % p.a. av hovedstolen, beregnet fra 19.05.2026 til brevdato."""
    assert value(understand(pages_of(TABLE.format(lines=rows))), "interest_rate") == "12.25"


def test_a_term_for_the_interest_is_not_what_the_claim_is_for() -> None:
    said = "Rentene er forsinkelsesrente med den satsen som gjelder nå, 12,00 %."
    assert value(by_collector(said, title="Betalingsoppfordring"), "claim_description") == "none"


@pytest.mark.parametrize("heads", ["TIL                         FRA                          DETALJER",
                                   "Til                         Fra                          Detaljer",
                                   "TIL                         FRA                          OM SAKEN"])  # fmt: skip
def test_a_head_beside_a_head_is_no_name(heads: str) -> None:
    letter = understand(
        pages_of(f"""
    #Purring

    {heads}
    Kari Prøvesen               Solvik Hagesenter AS         Sendt: 5.8.2026
    Fjordgata 4                 Postboks 1724                Kundenr.: 118029
    5003 BERGEN                 3044 DRAMMEN                 Fakturanr.: 25496276

    Det ser ut til at denne fakturaen har blitt glemt. Vi ber deg betale.

    Sum fra faktura                                                  5 914,00 kr
    Påminnelsesgebyr                                                    38,00 kr
    Å betale                                                         5 952,00 kr
    Betalingsfrist 19.8.2026. Konto 1503.40.12345, KID 000020417.
        """)
    )
    assert value(letter, "creditor") == "Solvik Hagesenter AS"


@pytest.mark.parametrize(
    "title", ["Faktura – 1. påminnelse", "Faktura 1. purring", "Faktura 2 av 3", "Regning: 2. gangs purring"]
)
def test_a_figure_that_counts_is_no_bills_number(title: str) -> None:
    assert value(by_collector("", title=title), "invoice_number") == "none"


@pytest.mark.parametrize("label", ["Dokumentnr.", "Dokumentnummer", "Dok.nr.", "Bilagsref.", "Notanr."])
def test_other_names_of_a_bills_number(label: str) -> None:
    assert value(by_collector("", title=f"{label}   203823"), "invoice_number") == "203823"


@pytest.mark.parametrize("label", ["Forf.dato", "Forfall", "Forfallsdato"])
def test_a_due_day_under_the_bills_own_day_is_the_bills_though_it_lies_ahead(label: str) -> None:
    drawing = f"""
    Lyngrabben Hagesenter AS                       Utskriftsdato: 20.05.2026

    Inkassovarsel
    Bilag: 22972743
    Fakturadato: 10.05.2026
    {label}: 30.05.2026
    Ny betalingsfrist: 03.06.2026

    Uteblir betalingen, går kravet til inkasso.
    """
    letter = understand(pages_of(drawing))
    assert value(letter, "original_due_date") == "2026-05-30"
    assert value(letter, "payment_deadline") == "2026-06-03"


def test_a_due_day_under_the_bills_own_day_may_be_the_letters_deadline() -> None:
    drawing = """
    Lyngrabben Hagesenter AS                       Utskriftsdato: 20.05.2026

    Inkassovarsel
    Bilag: 22972743
    Fakturadato: 10.05.2026
    Forfallsdato: 03.06.2026

    Uteblir betalingen, går kravet til inkasso. Betalingsfrist: 03.06.2026
    """
    letter = understand(pages_of(drawing))
    assert value(letter, "original_due_date") == "none"
    assert value(letter, "payment_deadline") == "2026-06-03"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Betalingsfristen en 14 dager fra datoen øverst i brevet.", 14),
        ("Fristen er en uke fra brevets dato.", 7),
        ("Fristen er to hele uker fra brevets dato.", 14),
        ("Du må betale innen 14 kalenderdager etter brevets dato, og ikke en dag senere.", 14),
    ],
)
@pytest.mark.parametrize("optical", [True, False], ids=["optical", "text"])
def test_of_two_counts_before_the_days_the_one_beside_them_counts(said: str, days: int, optical: bool) -> None:
    hit = statements_in(said, misread=optical).get(StatementId.DEADLINE_DAYS)
    assert hit is None or hit.value == days


@pytest.mark.parametrize(
    "said",
    [
        "Du ble varslet om inkasso 17. juli 2026, og varselet hadde frist 1. juli 2026.",
        "Inkassovarsel ble sendt 17.07.2026 med frist 01.07.2026.",
        "Inkassovarsel er datert 17. juli 2026. Fristen i varselet var 1. juli 2026.",
    ],
)
def test_a_deadline_before_its_notice_makes_no_notice_of_it(said: str) -> None:
    letter = by_collector(said, title="Betalingsoppfordring")
    notice = letter.field("notice_date")
    assert not isinstance(notice, Reading) or str(notice.value) == "2026-07-17" or notice.confidence < GATE
    assert value(letter, "notice_deadline") != "2026-07-17"


def test_a_wrong_sum_at_the_end_of_a_row_of_columns_is_none_of_its_columns() -> None:
    rows = """
    Fakturanr.     Forfalt        Beløp faktura     Renter     Salær      Å betale
    44040          18.05.2026     1 612,00          26,03      300,00     2 038,03

    Du betaler 2 038,03 kr til oss senest 24.09.2026."""
    assert lines_of(rows) == [("principal", "1612.00"), ("interest", "26.03"), ("collection_fee", "300.00")]
