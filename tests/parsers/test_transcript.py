"""Words to text: rows, columns, reading order, masking, and the way back from every view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.model import Box, Page, PageQuality, Word, WordSource
from parsers.transcript import build_transcript
from parsers.views import flowing, fold, folded
from tests.parsers.paper import scanned, typed


def test_columns_of_a_row_stay_on_one_line_with_their_gap() -> None:
    text = build_transcript([typed("Hovedstol          2 000,00\nRenter                12,00")]).text
    assert text == "Hovedstol   2 000,00\nRenter   12,00\n"


def test_a_line_spread_over_the_full_width_is_one_piece() -> None:
    spread = "Velforeningen   har   overlatt   til   oss   å   kreve   inn   det   nedenfor   oppførte"
    text = build_transcript([typed(f"{spread}\nbeløp, som De ikke har betalt til tross for varsel om inkasso")]).text
    assert text.split("\n")[0] == " ".join(spread.split())


def test_one_word_columns_with_even_gaps_stay_columns() -> None:
    text = build_transcript([typed("Dato       Forfall       Beløp       Rest       Sats       Kode")]).text
    assert text == "Dato   Forfall   Beløp   Rest   Sats   Kode\n"


@pytest.mark.parametrize("lean", [-0.02, 0.02])
def test_rows_hold_on_a_leaning_page(lean: float) -> None:
    lines = [f"Dette er linje nummer {n} av et brev som lener seg ganske mye og slutter med {n}" for n in range(12)]
    assert build_transcript([scanned("\n".join(lines), lean=lean)]).text.split("\n")[:12] == lines


def test_a_box_beside_a_paragraph_is_not_read_into_it() -> None:
    text = build_transcript(
        [
            typed(
                """
                Kravet er ikke betalt selv om du har fått varsel           Saksnr
                om inkasso, og vi ber deg derfor om å gjøre opp            77120
                hele beløpet innen fristen som står på brevet, for         Å betale
                ellers kan saken gå til forliksrådet.                      kr 1 200,00
                """
            )
        ]
    ).text
    prose = text.split("Saksnr")[0]
    assert " ".join(prose.split()).endswith("for ellers kan saken gå til forliksrådet.")


def test_a_box_on_other_baselines_is_not_read_into_the_paragraph() -> None:
    left = typed(
        """
        Kravet er ikke betalt selv om du har fått varsel
        om inkasso, og vi ber deg derfor om å gjøre opp
        hele beløpet innen fristen som står på brevet, for
        ellers kan saken gå til forliksrådet.
        """
    )
    right = [
        Word(t, Box(0.7, 0.036 + i * 0.0143, 0.8, 0.046 + i * 0.0143), 1.0, WordSource.TEXT_LAYER)
        for i, t in enumerate(("Saksnr", "77120", "Frist"))
    ]
    page = Page(1, "text", 1240, 1754, 0, (*left.words, *right), PageQuality(1.0))
    text = build_transcript([page]).text
    assert " ".join(text.split("Saksnr")[0].split()).endswith("ellers kan saken gå til forliksrådet.")


def test_long_labels_of_an_amount_table_stay_with_their_amounts() -> None:
    text = build_transcript(
        [
            typed(
                """
                Forsinkelsesrente 12,25 % fra 16.06.2026 til 27.07.2026          33,07
                Inkassosalær for enkel sak etter forskriftens regler            300,00
                Gebyr for skriftlig inkassovarsel sendt i juni måned             38,00
                """
            )
        ]
    ).text
    assert [line.rsplit("   ", 1)[1] for line in text.splitlines()] == ["33,07", "300,00", "38,00"]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    text = build_transcript(
        [
            typed(
                """
                Salæret skal dekke arbeidet med å få          Opplysninger om deg lagres så lenge
                inn kravet og følger av forskriften           saken er åpen og slettes etter den
                som gjelder på dagen det kreves inn.          tiden som loven om bokføring krever.
                """
            )
        ]
    ).text
    assert " ".join(text.split()).startswith(
        "Salæret skal dekke arbeidet med å få inn kravet og følger av forskriften som gjelder på dagen det kreves inn."
    )


def test_identity_numbers_are_masked_in_text_and_words() -> None:
    transcript = build_transcript([typed("Fødselsnummer: 010190 12345\nSkyldner Kari")])
    assert "12345" not in transcript.text
    assert not any("12345" in word.text for word in transcript.words)
    assert "Kari" in transcript.text


def test_every_word_is_where_its_span_says() -> None:
    transcript = build_transcript([typed("En to   tre\nfire"), typed("fem  seks", number=2)])
    assert [transcript.text[s:e] for s, e in transcript.word_spans] == [w.text for w in transcript.words]
    assert "\f" in transcript.text
    assert transcript.word_pages[-1] == 2


def test_an_empty_letter_has_an_empty_text() -> None:
    assert build_transcript([]).text == ""
    assert build_transcript([typed("")]).text == ""


# ------------------------------------------------------------------ views


@pytest.mark.parametrize("spelling", ["Inkassosalær", "INKASSOSALÆR", "inkassosalaer", "Inkassosalar"])
def test_spellings_fold_to_one(spelling: str) -> None:
    assert fold(spelling) == "inkassosalar"


@pytest.mark.parametrize("spelling", ["Utestående", "Utestaaende", "UTESTÅENDE", "Utestaende"])
def test_spellings_of_aa_fold_to_one(spelling: str) -> None:
    assert fold(spelling) == fold("utestående")


def test_hyphenated_words_are_joined_and_lead_back() -> None:
    text = "Det løper forsinkel-\nsesrente og gebyr"
    view = flowing(text)
    at = view.text.index("forsinkelsesrente")
    start, end = view.span(at, at + len("forsinkelsesrente"))
    assert text[start:end] == "forsinkel-\nsesrente"


def test_a_hyphen_before_and_is_kept() -> None:
    assert "purre- og" in flowing("purre-\nog inkassogebyr").text


@given(st.text(alphabet="abæøåÆØÅaeo -\n\u00a0éÄ.,1", max_size=80))
def test_views_lead_back_into_the_text(text: str) -> None:
    for view in (flowing(text), folded(text)):
        assert len(view.starts) == len(view.ends) == len(view.text)
        for i in range(len(view.text)):
            start, end = view.span(i, i + 1)
            assert 0 <= start < end <= len(text)
        assert list(view.starts) == sorted(view.starts)


@given(st.text(alphabet="abæøåÆØÅaeo \u00a0éÄ.,1", max_size=60))
def test_the_folded_view_of_one_line_is_the_folding(text: str) -> None:
    assert folded(text).text == fold(text)


def test_a_summing_column_at_the_right_is_read_on_its_own() -> None:
    text = build_transcript(
        [
            typed(
                """
                Solgry Barnehage har bedt oss hjelpe til med å få inn       Å betale
                pengene du skylder. Vi varslet deg i et brev av             kr 1 326,00
                2. juli 2026, og fristen der gikk ut 16. juli.              Fakturaen         kr 1 000,00
                                                                            Renter               kr 26,00
                Er du uenig, må du skrive til oss før fristen er            regnet fra
                ute, og forklare hva du mener at vi har gjort feil.         10. juni 2026
                                                                            Salær               kr 300,00
                Betaler du ikke, kan vi be namsmannen om utlegg i           Sum               kr 1 326,00
                noe av det du eier, og det blir dyrere for deg.             Referanse
                                                                            77120
                """
            )
        ]
    ).text
    prose, column = text.split("Å betale")
    assert "2. juli 2026, og fristen der gikk ut 16. juli.\nEr du uenig" in prose
    assert "Renter   kr 26,00\nregnet fra\n10. juni 2026\nSalær   kr 300,00" in column


def test_a_table_under_prose_keeps_its_amounts_beside_its_labels() -> None:
    text = build_transcript(
        [
            typed(
                """
                Vi har ikke fått betaling for fakturaen som er nevnt       Beløp
                nedenfor, og ber deg om å gjøre opp innen fristen.         i kroner
                Hovedstol etter faktura 4711 for levert strøm i juni    1 000,00
                Forsinkelsesrente av hovedstolen fra forfall til nå        26,00
                Salær for betalingsoppfordring etter forskriften          300,00
                Det beløpet som skal betales innen fristen er            1 326,00
                Er du uenig, må du skrive til oss før fristen er
                ute, og forklare hva du mener at vi har gjort feil.
                """
            )
        ]
    ).text
    assert "strøm i juni   1 000,00\n" in text
    assert "forskriften   300,00\n" in text
