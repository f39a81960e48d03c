"""Kind, sender's role, debtor, language and heading, on drawn letters of many wordings and on their titles."""

from __future__ import annotations

import pytest

from checks.case import GATE
from parsers.fields.kind import read_kind
from parsers.fields.statements import read_statements, statements_in
from parsers.fields.titles import TITLES, TitlePattern, kinds_of
from parsers.model import DebtorType, LetterKind, LineType, Reading, SenderRole, StatementId, WordSource
from tests.parsers.ascii_letters import sheet_of
from tests.parsers.field_letters import Drawn, drawn_letters

LETTERS = drawn_letters()
NO_ROWS: frozenset[LineType] = frozenset()


def kind_of(drawing: str, line_types: frozenset[LineType] = NO_ROWS) -> Reading[LetterKind]:
    sheet = sheet_of(drawing)
    return read_kind(sheet, statements=read_statements(sheet), line_types=line_types).kind


@pytest.mark.parametrize("title", TITLES, ids=lambda title: title.kinds[0].value)
def test_title_takes_its_examples_and_leaves_the_others(title: TitlePattern) -> None:
    for heading in title.matches:
        known = kinds_of(heading)
        assert known is not None, heading
        assert title.kinds[0] in known[0], heading
    for heading in title.rejects:
        known = kinds_of(heading)
        assert known is None or known[0][0] is not title.kinds[0], heading


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("PURRlNG", LetterKind.PURRING),
        ("lNKASSOVARSEL", LetterKind.INKASSOVARSEL),
        ("Betallngsoppfordring", LetterKind.BETALINGSOPPFORDRING),
        ("BETALlNGSOPPFORDRlNG", LetterKind.BETALINGSOPPFORDRING),
    ],
)
def test_misread_title_is_still_known(heading: str, kind: LetterKind) -> None:
    known = kinds_of(heading)
    assert known is not None
    assert known[0][0] is kind


@pytest.mark.parametrize("drawn", LETTERS, ids=lambda drawn: drawn.id)
def test_kind_role_debtor_language_and_heading_of_a_drawn_letter(drawn: Drawn) -> None:
    letter = drawn.letter
    read = {
        "kind": letter.kind.value.value,
        "role": letter.sender_role.value.value,
        "debtor": letter.debtor.value.value,
        "language": letter.language.value,
        "heading": letter.heading.value if isinstance(letter.heading, Reading) else None,
    }
    assert {name: read[name] for name in drawn.expect} == drawn.expect


@pytest.mark.parametrize("drawn", [d for d in LETTERS if d.expect.get("heading")], ids=lambda drawn: drawn.id)
def test_kind_of_a_letter_with_a_plain_heading_is_sure(drawn: Drawn) -> None:
    assert drawn.letter.kind.confidence >= 0.75


BODY = """
    Nordhav Inkasso AS
    Postboks 77, 5803 Bergen

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN                                     Dato: 02.06.2025

    #{heading}

    {text}

    Hilsen Nordhav Inkasso AS
"""


def test_collectors_reminder_after_its_own_demand_is_a_follow_up_whatever_it_is_called() -> None:
    text = "Vi viser til vår betalingsoppfordring av 02.05.2025. Kravet er ubetalt."
    drawing = BODY.format(heading="PURRING", text=text)
    assert kind_of(drawing, frozenset({LineType.COLLECTION_FEE})).value is LetterKind.OPPFOLGING


def test_collectors_reminder_for_the_creditor_without_its_own_fee_is_a_reminder() -> None:
    text = "På vegne av Polar Gym AS minner vi om fakturaen som forfalt 02.05.2025."
    drawing = BODY.format(heading="PURRING", text=text)
    assert kind_of(drawing, frozenset({LineType.REMINDER_FEE})).value is LetterKind.PURRING


def test_letter_that_could_be_two_kinds_keeps_the_other_as_a_rival() -> None:
    drawing = BODY.format(heading="Krav", text="Vi har fått i oppdrag av Polar Gym AS å kreve inn beløpet.")
    reading = kind_of(drawing, frozenset({LineType.COLLECTION_FEE}))
    assert reading.rivals
    assert reading.confidence < 0.95


def test_firm_named_inkasso_in_the_body_does_not_make_the_creditor_a_collector() -> None:
    sheet = sheet_of("""
    Lyngmo Jernvare AS                                              Dato: 14.05.2025

    Ola Testesen
    Bakkeveien 12
    7052 TRONDHEIM

    #INKASSOVARSEL

    Faktura 20417 er ikke betalt. Betales den ikke innen 28.05.2025, sendes kravet til Nordhav Inkasso AS.

    Hilsen Lyngmo Jernvare AS
    """)
    reading = read_kind(sheet, statements=read_statements(sheet), line_types=NO_ROWS)
    assert reading.sender_role.value is SenderRole.CREDITOR


def test_advice_about_nav_and_the_conciliation_board_does_not_make_the_sender_public() -> None:
    text = "NAV-kontoret i kommunen gir råd. Saken kan bli sendt til forliksrådet eller namsmannen."
    sheet = sheet_of(BODY.format(heading="BETALINGSOPPFORDRING", text=text))
    reading = read_kind(sheet, statements=read_statements(sheet), line_types=frozenset({LineType.COLLECTION_FEE}))
    assert reading.sender_role.value is SenderRole.COLLECTOR


@pytest.mark.parametrize(
    ("name", "debtor"),
    [
        ("Kari Prøvesen", DebtorType.CONSUMER),
        ("Kafé Blåklokke AS", DebtorType.BUSINESS),
        ("Prøvesen Bygg ENK", DebtorType.BUSINESS),
    ],
)
def test_debtor_is_told_by_the_name_in_the_address(name: str, debtor: DebtorType) -> None:
    drawing = BODY.format(heading="BETALINGSOPPFORDRING", text="Vi krever betaling.").replace("Kari Prøvesen", name)
    sheet = sheet_of(drawing)
    reading = read_kind(sheet, statements={}, line_types=NO_ROWS)
    assert reading.debtor.value is debtor
    assert 0.9 <= reading.debtor.confidence < 1


def test_a_collectors_fee_in_a_picture_is_a_creditors_only_if_the_letter_says_whose_claim_it_is() -> None:
    drawing = """
    Skrukketroll Inntordring
    Skjærgårdsallé 5, 8008 BODØ

    Hvordan betaler du?

    Dette brevet kommer fordi   Fjellpip Telekom AS ikke har fått pengene sine.
    Betaler du ikke innen 14 dager, sendes kravet til inkasso.
    Inkassosalær                                     300,00 kr
    """
    sheet = sheet_of(drawing, confidence=0.97, source=WordSource.OCR)
    role = read_kind(
        sheet, statements=read_statements(sheet), line_types=frozenset({LineType.COLLECTION_FEE})
    ).sender_role
    assert role.value is SenderRole.CREDITOR
    assert role.confidence < GATE


@pytest.mark.parametrize("name", ["Humleblomst", "Humleblomst Bygg A5", "Humleblomst Bygg ÅS"])
def test_a_name_that_is_no_persons_leaves_the_debtor_open(name: str) -> None:
    drawing = BODY.format(heading="BETALINGSOPPFORDRING", text="Vi krever betaling.").replace("Kari Prøvesen", name)
    sheet = sheet_of(drawing, confidence=0.95, source=WordSource.OCR)
    reading = read_kind(sheet, statements={}, line_types=NO_ROWS)
    assert reading.debtor.confidence < GATE


def test_a_firms_short_form_set_apart_from_its_name_is_part_of_it() -> None:
    name = "Humleblomst   AS"
    drawing = BODY.format(heading="BETALINGSOPPFORDRING", text="Vi krever betaling.").replace("Kari Prøvesen", name)
    assert read_kind(sheet_of(drawing), statements={}, line_types=NO_ROWS).debtor.value is DebtorType.BUSINESS


def test_uncertain_reading_lowers_the_confidence_of_the_kind() -> None:
    drawing = BODY.format(heading="BETALINGSOPPFORDRING", text="Vi krever betaling for Polar Gym AS.")
    rows = frozenset({LineType.COLLECTION_FEE})
    sure, unsure = (
        read_kind(sheet_of(drawing, confidence=confidence, source=WordSource.OCR), statements={}, line_types=rows)
        for confidence in (0.96, 0.3)
    )
    assert unsure.kind.confidence < sure.kind.confidence


def test_empty_page_is_no_collection_letter() -> None:
    sheet = sheet_of("side 1")
    reading = read_kind(sheet, statements={}, line_types=NO_ROWS)
    assert reading.kind.value is LetterKind.IKKE_KRAVBREV


FOLLOWED = """
Kvernholt Inkasso AS

Ola Oppdiktet
Storgata 1
5003 BERGEN                                                                   27.09.2026

{title}

Vi krever inn dette for Tannlege Smil AS:

Faktura 99131                                  9 197,50
Inkassosalær                                   1 200,00
Å betale                                      10 397,50

{said} Betal senest {deadline}.
"""


@pytest.mark.parametrize(
    ("title", "said", "deadline", "kind"),
    [
        ("Fakturaer til inkasso", "Betalingsoppfordring for saken: 26.07.2026. Frist i den: 09.08.2026.",
         "11.10.2026", LetterKind.OPPFOLGING),
        ("Fakturaer til inkasso", "Betalingsoppfordring etter inkassoloven § 10 gikk ut 26.07.2026, frist 09.08.2026.",
         "11.10.2026", LetterKind.OPPFOLGING),
        ("Kravet vårt mot deg", "26.07.2026: Betalingsoppfordring sendt. 09.08.2026: fristen var ute.",
         "11.10.2026", LetterKind.OPPFOLGING),
        ("Inkassosaken er ikke gjort opp", "26.07.2026 – betalingsoppfordringen ble postlagt.",
         "11.10.2026", LetterKind.OPPFOLGING),
        ("Inkassosaken din", "26.08.2026: inkassovarsel sendt. 27.09.2026: denne betalingsoppfordringen.",
         "11.10.2026", LetterKind.BETALINGSOPPFORDRING),
        ("Inkassokrav", "Inkassovarsel 26.08.2026, frist 09.09.2026. Betalingsoppfordring 27.09.2026.",
         "11.10.2026", LetterKind.BETALINGSOPPFORDRING),
        ("Betalingsoppfordring 27.09.2026", "Inkassovarsel er sendt 26.08.2026, frist 09.09.2026.",
         "11.10.2026", LetterKind.BETALINGSOPPFORDRING),
    ],
)  # fmt: skip
def test_a_demand_with_an_earlier_day_makes_the_letter_one_that_follows_it(
    title: str, said: str, deadline: str, kind: LetterKind
) -> None:
    drawing = FOLLOWED.format(title=title, said=said, deadline=deadline)
    assert kind_of(drawing, frozenset({LineType.PRINCIPAL, LineType.COLLECTION_FEE})).value is kind


def test_the_day_of_what_was_bought_is_no_day_of_the_demand_in_the_heading() -> None:
    read = kind_of(
        """
    SENTRUM KREDITTSERVICE AS                             DATO     : 07.05.2025
    INKASSOBYRÅ MED BEVILLING                             FORFALL  : 21.05.2025

    BETALINGSOPPFORDRING ETTER INKASSOLOVEN § 10

    KRAVET GJELDER TANNBEHANDLING 14.02.2025, REGNING NR 9120
    INKASSOVARSEL SENDT 20.03.2025

    HOVEDKRAV                  4350,00
    SALÆR                       420,00
    INNSIGELSER MÅ FREMSETTES INNEN FRISTEN.
    """,
        frozenset({LineType.COLLECTION_FEE}),
    )
    assert read.value is LetterKind.BETALINGSOPPFORDRING


def test_an_english_letter_that_dates_its_first_demand_follows_it() -> None:
    read = kind_of(
        """
    Harbour Light Inkasso AS

    Unpaid claim - we are still waiting

    Your case is still open. The first demand from us is dated 30 March 2026. Its last day was 13 April 2026.

    Date    1 June 2026              Due date    15 June 2026
    Collection fee                                                       600.00
    You can dispute the claim. You have the right to complain to Finansklagenemnda.
    """,
        frozenset({LineType.COLLECTION_FEE}),
    )
    assert read.value is LetterKind.OPPFOLGING


@pytest.mark.parametrize(
    ("said", "sure"),
    [("Vi krever inn 2 180,00 for varekjøp.", False), ("Kravet gjelder egenandel for tannlege.", True)],
)
def test_a_picture_that_does_not_show_to_whom_it_is_leaves_the_debtor_open(said: str, sure: bool) -> None:
    drawing = f"    BETALINGSOPPFORDRING\n\n    {said}\n    Betal innen 28.05.2025."
    for source, expected in ((WordSource.OCR, sure), (WordSource.TEXT_LAYER, True)):
        sheet = sheet_of(drawing, source=source)
        debtor = read_kind(sheet, statements={}, line_types=NO_ROWS).debtor
        assert debtor.value is DebtorType.CONSUMER
        assert (debtor.confidence >= GATE) is expected


@pytest.mark.parametrize(
    "heading",
    [
        "Varsel om begjæring om utlegg (tvangsfullbyrdelsesloven § 4-18)",
        "Varsel om tvangsfullbyrdelse etter tvangsfullbyrdelsesloven § 4-18",
        "Varsel om forliksklage, jf. tvisteloven § 5-2",
        "Varsel etter tvangsfullbyrdingslova § 4-18",
    ],
)
def test_the_section_of_a_law_takes_nothing_from_a_title(heading: str) -> None:
    text = "Vi viser til betalingsoppfordring av 02.04.2025 (frist 20.04.2025). Vi krever betaling innen 20.06.2025."
    drawing = BODY.format(heading=heading, text=text).replace("#", "")
    reading = kind_of(drawing, frozenset({LineType.COLLECTION_FEE}))
    assert reading.value is LetterKind.RETTSLIG_VARSEL
    assert reading.confidence >= 0.8


OWN = """
    Polar Gym AS

    Kari Prøvesen
    Fjordgata 4
    5003 BERGEN                                     Dato: 02.06.2025

#{heading}

    {text}
"""


@pytest.mark.parametrize(
    "heading",
    ["Varsel: kravet kan gå til inkasso", "Før vi sender saken til inkasso", "Regninga di kan bli sendt til inkasso"],
)
def test_a_heading_that_tells_what_comes_is_a_notice_of_collection(heading: str) -> None:
    text = "Medlemskapet for mai er ikke betalt. Betal kr 438,00 innen 20.06.2025 til konto 1234 56 78903, KID 1234566."
    drawing = OWN.format(heading=heading, text=text)
    assert kind_of(drawing, frozenset({LineType.REMINDER_FEE})).value is LetterKind.INKASSOVARSEL


@pytest.mark.parametrize("heading", ["Endring i vilkårene", "Nye vilkår fra 1. juli", "Prisendring fra 1. juli"])
def test_terms_that_speak_of_collection_ask_for_nothing(heading: str) -> None:
    text = (
        "Fra 1. juli 2025 øker prisen fra kr 399,- til kr 429,- i måneden.\n"
        "    Ubetalte fakturaer kan gå til inkasso, og det koster et purregebyr å bli minnet om dem."
    )
    assert kind_of(OWN.format(heading=heading, text=text)).value is LetterKind.IKKE_KRAVBREV


def test_a_log_of_what_was_sent_makes_a_follow_up() -> None:
    text = "04.04.2025: betalingsoppfordring sendt. 22.04.2025: fristen utløp. Betal innen 20.06.2025."
    drawing = BODY.format(heading="Saken din er fortsatt åpen", text=text)
    assert kind_of(drawing, frozenset({LineType.COLLECTION_FEE})).value is LetterKind.OPPFOLGING


@pytest.mark.parametrize("board", ["som er nemnd nedanfor", "som vart nemnd i varselet", "nemnd ovanfor"])
def test_what_nynorsk_mentions_is_no_board(board: str) -> None:
    assert StatementId.BOARD_RIGHT not in statements_in(f"Fakturaen {board}, er forfallen, og kravet er ikkje betalt.")
    said = statements_in("Kravet som er nemnd over, kan du klage inn for Finansklagenemnda.")
    assert said[StatementId.BOARD_RIGHT].strength == "clear"
