"""Geometry: neighbours, paragraphs, headings, the payment slip and the small print."""

from __future__ import annotations

from parsers.layout import Cell, Sheet, build_sheet
from parsers.model import Box, Page, PageQuality, Word, WordSource
from tests.parsers.paper import typed


def cell(sheet: Sheet, text: str) -> Cell:
    return next(c for c in sheet.cells if c.text == text)


def test_neighbours_beside_above_and_below() -> None:
    sheet = build_sheet(
        [
            typed(
                """
                Saksnr       Kundenr
                4471         8812

                Frist        01.09.2026
                """
            )
        ]
    )
    below = sheet.below(cell(sheet, "Kundenr"))
    above = sheet.above(cell(sheet, "4471"))
    right = sheet.right_of(cell(sheet, "Frist"))
    left = sheet.left_of(cell(sheet, "01.09.2026"))
    assert below is not None
    assert above is not None
    assert right is not None
    assert left is not None
    assert (below.text, above.text, right.text, left.text) == ("8812", "Saksnr", "01.09.2026", "Frist")
    assert sheet.right_of(cell(sheet, "8812")) is None
    assert sheet.above(cell(sheet, "Saksnr")) is None


def test_a_match_leads_to_its_cell() -> None:
    sheet = build_sheet([typed("Saksnr       4471\nKID          0012")])
    at = sheet.text.index("0012")
    found = sheet.cell_at(at)
    assert found is not None
    assert found.text == "0012"
    assert [c.text for c in sheet.cells_in(0, at)] == ["Saksnr", "4471", "KID"]


def test_paragraphs_are_prose_and_tables_are_not() -> None:
    sheet = build_sheet(
        [
            typed(
                """
                Vi har fått i oppdrag å kreve inn dette beløpet for oppdragsgiveren vår og ber deg
                betale innen fristen.

                Forsinkelsesrente for hele den tiden som er gått     33,07
                """
            )
        ]
    )
    assert [p.lines for p in sheet.paragraphs] == [(0, 1)]
    assert not sheet.is_prose(cell(sheet, "33,07"))


def test_large_capitals_stand_like_a_heading() -> None:
    page = typed("Kari Nordvik\nVi ber deg betale det du skylder innen fristen som står her")
    big = Word("BETALINGSOPPFORDRING", Box(0.1, 0.2, 0.7, 0.23), 1.0, WordSource.TEXT_LAYER)
    sheet = build_sheet([Page(1, "text", 1240, 1754, 0, (*page.words, big), PageQuality(1.0))])
    assert sheet.headings[0].cell.text == "BETALINGSOPPFORDRING"
    assert sheet.headings[0].size > 1.5


def test_the_slip_starts_at_its_first_box() -> None:
    body = "\n".join(["Brevet begynner her med litt tekst om kravet."] + [""] * 45)
    sheet = build_sheet(
        [
            typed(
                f"{body}\nKvittering      Beløp\nInnbetalt til konto    488,00\n\n"
                "Betalt av       Betalt til\nA               B"
            )
        ]
    )
    assert sheet.in_slip(cell(sheet, "488,00"))
    assert not sheet.in_slip(sheet.cells[0])


def test_a_price_list_page_is_back_side() -> None:
    sheet = build_sheet([typed("Betal innen fristen"), typed("Ordforklaring\n\nPersonvern\n\nNoe tekst", number=2)])
    assert (sheet.page_role(1), sheet.page_role(2)) == ("front", "back")


def test_a_second_page_with_the_claim_goes_on() -> None:
    sheet = build_sheet([typed("Betal innen fristen"), typed("Hovedstol     100,00\nÅ betale      100,00", number=2)])
    assert sheet.page_role(2) == "continuation"
