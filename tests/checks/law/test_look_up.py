"""Looking a figure up: the figure of exactly that day, or an error that says what is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.errors import UnknownFigure
from checks.law import Figure, Gap, Law, default_law, load_law
from checks.law.lookup import walk_figures

LAW = default_law()
NEW = load_law(new_act_in_force=dt.date(2026, 12, 15))
D = dt.date


def test_figures_change_on_the_first_day_of_the_row() -> None:
    assert LAW.inkassosats(D(2025, 12, 31)).value == 700
    assert LAW.inkassosats(D(2026, 1, 1)).value == 750
    assert (
        LAW.notice_fee_shares(D(2020, 9, 30)).value.reminder * 2
        == LAW.notice_fee_shares(D(2020, 9, 30)).value.own_demand
        - LAW.notice_fee_shares(D(2020, 9, 30)).value.inkassovarsel
    )
    assert LAW.salaer_table(D(2020, 9, 30)).value.id == "salaer_2010"
    assert LAW.salaer_table(D(2020, 10, 1)).value.id == "salaer_2020"


def test_a_figure_carries_its_days_source_and_verification() -> None:
    figure = LAW.inkassosats(D(2026, 3, 12))
    assert (figure.valid_from, figure.valid_to) == (D(2026, 1, 1), None)
    assert figure.instrument == "FOR-2025-12-19-2709"
    assert figure.verified == "confirmed"
    assert "FT-OV" in [citation.key for citation in figure.citation]
    assert figure.origin == "inkassoforskriften § 1-1 og § 2-1"


def test_every_row_has_a_source_or_is_a_labelled_gap() -> None:
    rows = list(walk_figures(LAW))
    assert len(rows) > 150
    for row in rows:
        if isinstance(row, Gap):
            assert row.note
        else:
            assert row.citation
            assert row.legal_basis
            assert row.verified != "not_found"


def test_every_source_is_used() -> None:
    used = {citation.key for row in walk_figures(LAW) for citation in row.citation}
    used |= {citation.key for regime in NEW.regimes.regimes for citation in regime.citation}
    assert used == set(LAW.sources)


def test_the_gaps_are_these() -> None:
    gaps = {(row.name, row.valid_from, row.valid_to) for row in walk_figures(LAW) if isinstance(row, Gap)}
    assert gaps == {
        ("inkassosats", D(2003, 1, 1), D(2004, 12, 31)),
        ("inkassosats", D(2014, 1, 1), D(2014, 12, 31)),
        ("standard_compensation", D(2013, 3, 16), D(2013, 12, 31)),
        ("utlegg_fee", D(2006, 1, 1), D(2015, 12, 31)),
        ("vat_rate", D(2001, 1, 1), D(2004, 12, 31)),
    }


Look = Callable[[Law, dt.date], Figure[Any]]
YEARLY: list[Look] = [
    Law.inkassosats,
    Law.late_interest,
    Law.standard_compensation,
    Law.court_fee,
    Law.vat_rate,
]
STANDING: list[Look] = [
    Law.notice_fee_shares,
    Law.notice_fee_rounding,
    Law.salaer_table,
    Law.instalment_supplement,
    Law.lawyer_led,
    lambda law, day: law.court_fee_multiple("utlegg_fee", day),
]


@pytest.mark.parametrize("look", YEARLY)
def test_what_is_set_anew_each_year_is_not_known_in_2027(look: Look) -> None:
    assert not look(LAW, D(2026, 12, 31)).past_check
    with pytest.raises(UnknownFigure) as caught:
        look(LAW, D(2027, 1, 1))
    assert caught.value.known_until == D(2026, 12, 31)
    assert str(caught.value).endswith("er kjent til og med 31.12.2026")


@pytest.mark.parametrize("look", STANDING)
def test_what_only_an_amendment_changes_is_given_in_2027_with_a_mark(look: Look) -> None:
    assert look(LAW, D(2027, 1, 1)).past_check
    assert look(LAW, D(2027, 1, 1)).value == look(LAW, D(2026, 12, 31)).value


@pytest.mark.parametrize("look", YEARLY + STANDING)
def test_long_ago_is_not_known(look: Look) -> None:
    with pytest.raises(UnknownFigure) as caught:
        look(LAW, D(1989, 12, 31))
    assert "er kjent fra og med" in str(caught.value)


@pytest.mark.parametrize("day", [D(2003, 1, 1), D(2004, 12, 31), D(2014, 1, 1), D(2014, 12, 31)])
def test_a_year_whose_figure_was_not_found_raises(day: dt.date) -> None:
    with pytest.raises(UnknownFigure) as caught:
        LAW.inkassosats(day)
    assert caught.value.gap is not None
    assert "er ikke kjent fra og med" in str(caught.value)


def test_an_error_without_known_days_still_names_the_day() -> None:
    assert str(UnknownFigure("x", name="Satser", on=D(2026, 2, 1))) == "Satser er ikke kjent for 01.02.2026"


def test_the_highest_over_a_span() -> None:
    assert LAW.highest_inkassosats(D(2025, 12, 1), D(2026, 1, 31)).value == 750
    assert LAW.highest_inkassosats(D(2013, 12, 1), D(2015, 1, 1)).value == 650
    assert LAW.highest_late_interest(D(2009, 1, 1), D(2010, 12, 31)).value == 10


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (D(2014, 3, 1), D(2014, 4, 1)),
        (D(2013, 12, 1), D(2014, 1, 1)),
        (D(2004, 12, 1), D(2005, 1, 31)),
        (D(2026, 12, 1), D(2027, 1, 1)),
        (D(2002, 2, 1), D(2002, 3, 1)),
    ],
)
def test_a_span_with_a_day_that_could_be_higher_has_no_highest(first: dt.date, last: dt.date) -> None:
    with pytest.raises(UnknownFigure):
        LAW.highest_inkassosats(first, last)


@given(st.dates(min_value=D(1900, 1, 1), max_value=D(2100, 1, 1)))
def test_every_day_has_the_figure_of_that_day_or_an_error(day: dt.date) -> None:
    for listing in LAW.enumerate(day):
        if listing.figure is None:
            assert listing.note
        else:
            assert listing.figure.valid_from <= day
            assert listing.figure.valid_to is None or day <= listing.figure.valid_to


def test_the_list_of_a_day_holds_every_figure() -> None:
    listings = LAW.enumerate(D(2026, 11, 22))
    assert [listing.key for listing in listings] == list(LAW.series)
    assert all(listing.figure is not None for listing in listings)
    values = {listing.key: listing.figure.value for listing in listings if listing.figure}
    assert (values["inkassosats"], values["late_interest"], values["court_fee"]) == (750, Decimal("12.25"), 1345)


def test_a_list_of_2027_says_what_is_not_known() -> None:
    unknown = {listing.key for listing in LAW.enumerate(D(2027, 1, 1)) if listing.figure is None}
    assert unknown == {"inkassosats", "late_interest", "standard_compensation", "court_fee", "vat_rate"}


def test_heavy_is_twice_light_in_every_table() -> None:
    for figure in LAW.series["salaer_table"].entries:
        assert isinstance(figure, Figure)
        assert all(band.heavy == 2 * band.light for band in figure.value.bands)


def test_lawyer_led_collection_uses_the_table_and_factor_of_the_same_claims() -> None:
    for figure in LAW.series["lawyer_led"].entries:
        assert isinstance(figure, Figure)
        table = LAW.salaer_table(figure.valid_from)
        assert (table.value.id, table.value.business_factor, table.valid_to) == (
            figure.value.table,
            figure.value.business_factor,
            figure.valid_to,
        )
        assert LAW.salaer_table_named(figure.value.table) == table


def test_unknown_words_are_key_errors() -> None:
    with pytest.raises(KeyError):
        LAW.salaer_table_named("salaer_1995")
    with pytest.raises(KeyError):
        LAW.court_fee_multiple("inkassosats", D(2026, 1, 1))
    with pytest.raises(KeyError):
        LAW.reference("lov/1900-01-01-1", "§ 1")


class TestVersion:
    def test_it_is_twelve_hex_digits_and_the_same_each_time(self) -> None:
        assert len(LAW.version) == 12
        assert int(LAW.version, 16) >= 0
        assert load_law().version == LAW.version

    def test_the_commencement_of_the_new_act_is_part_of_it(self) -> None:
        assert NEW.version != LAW.version

    def test_the_data_states_its_own_age(self) -> None:
        assert LAW.law_as_of == D(2026, 7, 2)
        assert LAW.newest_source <= LAW.cut_off
        assert LAW.tolerance == 1


class TestRegimes:
    def test_the_act_of_1988_governs_until_the_new_one_is_configured(self) -> None:
        assert LAW.new_act_in_force is None
        assert LAW.regime(D(1989, 10, 1)).id == LAW.regime(D(2060, 1, 1)).id == "inkl-1988"
        with pytest.raises(UnknownFigure):
            LAW.regime(D(1989, 9, 30))

    def test_the_new_act_takes_over_on_its_day(self) -> None:
        assert NEW.regime(D(2026, 12, 14)).id == "inkl-1988"
        assert NEW.regime(D(2026, 12, 15)).id == "inkl-2026"

    def test_the_amounts_of_1988_end_with_the_act(self) -> None:
        assert NEW.inkassosats(D(2026, 12, 14)).value == 750
        for look in (Law.inkassosats, Law.salaer_table, Law.notice_fee_shares, Law.instalment_supplement):
            with pytest.raises(UnknownFigure) as caught:
                look(NEW, D(2026, 12, 15))
            assert "for så trer den nye inkassoloven i kraft" in str(caught.value)

    def test_interest_and_court_fees_do_not_depend_on_the_act(self) -> None:
        assert NEW.late_interest(D(2026, 12, 15)).value == LAW.late_interest(D(2026, 12, 15)).value
        assert NEW.court_fee(D(2026, 12, 15)).value == 1345

    def test_a_cited_section_is_followed_into_the_new_act(self) -> None:
        practice = NEW.reference("lov/1988-05-13-26", "§ 8")
        before, after = D(2026, 12, 14), D(2026, 12, 15)
        assert NEW.regimes.cited_on(practice, before) == practice
        successor = NEW.regimes.cited_on(practice, after)
        assert successor is not None
        assert (successor.act.id, successor.section) == ("lov/2026-05-22-19", "§ 14")
        assert NEW.regimes.cited_on(NEW.reference("lov/1988-05-13-26", "§ 11"), after) is None
        interest = NEW.reference("lov/1976-12-17-100", "§ 3")
        assert NEW.regimes.cited_on(interest, after) == interest


class TestReferences:
    @pytest.mark.parametrize(
        ("language", "label"),
        [
            ("nb", "inkassoloven § 10 andre ledd bokstav c"),
            ("nn", "inkassolova § 10 andre ledd bokstav c"),
            ("en", "Debt Collection Act (1988) § 10 second paragraph letter c"),
        ],
    )
    def test_a_place_is_named_in_every_language(self, language: Any, label: str) -> None:
        place = LAW.reference("lov/1988-05-13-26", "§ 10", paragraph="second", letter="c")
        assert place.label(language) == label

    def test_a_numbered_paragraph_keeps_its_number(self) -> None:
        place = LAW.reference("lov/1979-05-18-18", "§ 3", paragraph="no. 1")
        assert place.label() == "foreldelsesloven § 3 nr. 1"
        assert place.label("en") == "Limitation Act § 3 no. 1"

    @pytest.mark.parametrize(
        ("act", "section", "url"),
        [
            ("forskrift/1989-07-14-562", "§ 2-2", "https://lovdata.no/forskrift/1989-07-14-562/§2-2"),
            ("lov/1976-12-17-100", "§ 3 a", "https://lovdata.no/lov/1976-12-17-100/§3a"),
            ("lov/1988-05-13-26", "§§ 11, 14", "https://lovdata.no/lov/1988-05-13-26"),
        ],
    )
    def test_a_place_has_an_address(self, act: str, section: str, url: str) -> None:
        assert LAW.reference(act, section).url == url
