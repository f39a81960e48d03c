"""Fees and caps: the right version, base figure and factor, and never a figure for a day that has none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import fees
from checks.errors import InvalidFact, UnknownFigure
from checks.law import default_law

LAW = default_law()
D = dt.date
DUE = D(2026, 1, 15)
ON = D(2026, 3, 12)

kroner = st.decimals(min_value=0, max_value=2_000_000, places=2)
due_days = st.dates(min_value=D(2002, 3, 1), max_value=D(2026, 11, 22))
debtors = st.sampled_from(["consumer", "business"])


def cap(basis: object, **facts: Any) -> fees.Cap:
    chosen: dict[str, Any] = {
        "due": DUE,
        "on": ON,
        "stage": "light",
        "debtor": "consumer",
        "vat_supplement": False,
        **facts,
    }
    return fees.collection_fee_cap(LAW, basis=Decimal(str(basis)), **chosen)


class TestNoticeFee:
    def test_an_old_claim_keeps_its_share_and_takes_the_inkassosats_of_the_sending_day(self) -> None:
        fee = fees.notice_fee(LAW, stage="reminder", due=D(2020, 9, 15), sent=D(2026, 3, 1))
        assert fee.result == 75

    def test_a_half_krone_goes_up_from_2026(self) -> None:
        fee = fees.notice_fee(LAW, stage="reminder", due=DUE, sent=D(2026, 2, 1))
        assert [step.result for step in fee.steps] == [None, Decimal("37.5"), Decimal(38)]

    def test_nothing_is_rounded_before_2026(self) -> None:
        fee = fees.notice_fee(LAW, stage="own-demand", due=D(2025, 1, 2), sent=D(2025, 12, 31))
        assert (fee.result, len(fee.steps)) == (Decimal(105), 2)

    def test_an_unknown_due_date_gives_the_highest_share(self) -> None:
        fee = fees.notice_fee(LAW, stage="notice", due=None, sent=D(2026, 3, 1))
        assert fee.result == 75
        assert "forfall ukjent" in fee.steps[1].label

    @pytest.mark.parametrize("sent", [D(2014, 5, 1), D(2027, 1, 1), D(2003, 6, 1)])
    def test_a_sending_day_without_a_known_inkassosats_raises(self, sent: dt.date) -> None:
        with pytest.raises(UnknownFigure):
            fees.notice_fee(LAW, stage="reminder", due=D(2003, 1, 1), sent=sent)

    def test_the_highest_fee_over_a_turn_of_the_year_is_the_later_one(self) -> None:
        fee = fees.highest_notice_fee(
            LAW, stage="reminder", due=D(2025, 12, 1), first_day=D(2025, 12, 15), last_day=D(2026, 1, 9)
        )
        assert fee.result == 38

    def test_the_highest_fee_over_2014_is_bounded_by_2015(self) -> None:
        fee = fees.highest_notice_fee(
            LAW, stage="reminder", due=D(2013, 12, 1), first_day=D(2013, 12, 15), last_day=D(2015, 1, 9)
        )
        assert fee.result == 65

    def test_the_highest_fee_of_2014_alone_is_not_known(self) -> None:
        with pytest.raises(UnknownFigure):
            fees.highest_notice_fee(
                LAW, stage="reminder", due=D(2013, 12, 1), first_day=D(2013, 12, 15), last_day=D(2014, 12, 9)
            )

    def test_a_span_that_ends_before_it_starts_is_its_last_day(self) -> None:
        fee = fees.highest_notice_fee(
            LAW, stage="reminder", due=D(2025, 12, 20), first_day=D(2026, 1, 3), last_day=D(2025, 12, 30)
        )
        assert fee.result == 35

    def test_a_claim_due_before_the_first_shares_raises(self) -> None:
        with pytest.raises(UnknownFigure):
            fees.highest_notice_fee(
                LAW, stage="reminder", due=D(2001, 12, 20), first_day=D(2026, 1, 3), last_day=D(2026, 1, 30)
            )

    def test_an_unknown_stage_is_refused(self) -> None:
        no_stage: Any = "invoice"
        with pytest.raises(InvalidFact):
            fees.notice_fee(LAW, stage=no_stage, due=DUE, sent=ON)


class TestCap:
    def test_it_carries_the_figures_it_was_made_of(self) -> None:
        heavy = cap("1248", stage="heavy", debtor="business", vat_supplement=True)
        assert (heavy.multiple, heavy.inkassosats, heavy.band_limit) == (Decimal("0.8"), 750, 2500)
        assert (heavy.table, heavy.business_factor, heavy.vat_rate) == (
            "salaer_2020",
            Decimal("1.5"),
            Decimal("0.25"),
        )
        assert heavy.result == Decimal(750) * Decimal("0.8") * Decimal("1.5") * Decimal("1.25")
        assert heavy.steps[-1].result == heavy.result

    def test_limits_are_inclusive(self) -> None:
        assert cap("500.00").result == Decimal("187.5")
        assert cap("500.01").result == Decimal("262.5")

    def test_the_open_band_says_above_which_limit(self) -> None:
        over = cap("250000.01")
        assert over.band_limit is None
        assert over.steps[1].value == 250000

    def test_the_oldest_table_has_no_factor_for_businesses(self) -> None:
        facts = {"due": D(2009, 12, 31), "on": D(2010, 6, 1)}
        assert cap(1000, debtor="business", **facts).result == cap(1000, **facts).result

    def test_the_inkassosats_can_be_frozen_at_the_day_the_principal_was_paid(self) -> None:
        frozen = cap(1000, sats=Decimal(700))
        assert frozen.result == 245
        assert cap(1000, sats=Decimal(700), on=D(2027, 2, 1)).result == 245

    @pytest.mark.parametrize(
        "facts",
        [
            {"on": D(2027, 1, 1)},
            {"on": D(2014, 5, 1)},
            {"due": D(2002, 2, 28)},
            {"due": D(2003, 1, 1), "on": D(2003, 2, 1), "vat_supplement": True, "sats": Decimal(530)},
        ],
    )
    def test_no_figure_no_cap(self, facts: dict[str, object]) -> None:
        with pytest.raises(UnknownFigure):
            cap(1000, **facts)

    @pytest.mark.parametrize("facts", [{"stage": "medium"}, {"debtor": "friend"}])
    def test_unknown_words_are_refused(self, facts: dict[str, object]) -> None:
        with pytest.raises(InvalidFact):
            cap(1000, **facts)

    def test_a_negative_claim_is_refused(self) -> None:
        with pytest.raises(InvalidFact):
            cap("-0.01")

    @given(basis=kroner, more=kroner, due=due_days, debtor=debtors, vat=st.booleans())
    def test_a_larger_claim_never_has_a_lower_cap(
        self, basis: Decimal, more: Decimal, due: dt.date, debtor: str, vat: bool
    ) -> None:
        facts = {"due": due, "debtor": debtor, "vat_supplement": vat}
        assert cap(basis, **facts).result <= cap(basis + more, **facts).result

    @given(basis=kroner, due=due_days, debtor=debtors, vat=st.booleans())
    def test_heavy_is_twice_light(self, basis: Decimal, due: dt.date, debtor: str, vat: bool) -> None:
        facts = {"due": due, "debtor": debtor, "vat_supplement": vat}
        assert cap(basis, stage="heavy", **facts).result == 2 * cap(basis, **facts).result

    @given(basis=kroner, low=st.integers(1, 2000), more=st.integers(0, 2000))
    def test_a_higher_inkassosats_never_gives_a_lower_cap(self, basis: Decimal, low: int, more: int) -> None:
        assert cap(basis, sats=Decimal(low)).result <= cap(basis, sats=Decimal(low + more)).result


class TestCapRange:
    def test_everything_known_is_one_figure(self) -> None:
        span = fees.collection_fee_caps(
            LAW,
            basis=Decimal(1248),
            letter_date=ON,
            payment_deadline=D(2026, 3, 26),
            due=DUE,
            stage="light",
            debtor="consumer",
            vat_supplement=False,
        )
        assert span.low == span.high
        assert span.by_fact == {}

    def test_each_open_fact_tells_what_its_answers_would_leave(self) -> None:
        span = fees.collection_fee_caps(
            LAW, basis=Decimal(1248), letter_date=ON, due=DUE, stage="light", debtor="consumer"
        )
        assert (span.low.result, span.high.result) == (300, 375)
        by_answer = {answer: found.high.result for answer, found in span.by_fact["creditor_vat_registered"].items()}
        assert by_answer == {"yes": 300, "no": 375}
        assert set(span.by_fact) == {"creditor_vat_registered"}

    def test_the_highest_cap_takes_the_dearest_answer_everywhere(self) -> None:
        span = fees.collection_fee_caps(LAW, basis=Decimal(400), letter_date=ON)
        assert span.high.result == Decimal(750) * 1 * Decimal("1.5") * Decimal("1.25")
        assert span.high.table == "salaer_2010"
        assert span.low.result == Decimal("187.5")
        assert set(span.by_fact) == {"original_due_date", "stage", "debtor", "creditor_vat_registered"}

    def test_a_known_earliest_due_date_rules_older_tables_out(self) -> None:
        span = fees.collection_fee_caps(
            LAW,
            basis=Decimal(400),
            letter_date=ON,
            earliest_due=D(2021, 1, 1),
            stage="light",
            debtor="consumer",
            vat_supplement=False,
        )
        assert span.high.result == Decimal("187.5")

    def test_a_deadline_in_a_year_with_a_higher_inkassosats_raises_the_cap(self) -> None:
        span = fees.collection_fee_caps(
            LAW,
            basis=Decimal(1000),
            letter_date=D(2025, 12, 20),
            payment_deadline=D(2026, 1, 5),
            due=D(2025, 10, 1),
            stage="light",
            debtor="consumer",
            vat_supplement=False,
        )
        assert (span.low.result, span.high.result) == (245, Decimal("262.5"))
        assert set(span.by_fact["sats_date"]) == {"2025-12-20", "2026-01-05"}

    def test_a_deadline_in_2027_is_not_judged_with_the_figure_of_2026(self) -> None:
        with pytest.raises(UnknownFigure) as caught:
            fees.collection_fee_caps(
                LAW, basis=Decimal(1000), letter_date=D(2026, 12, 20), payment_deadline=D(2027, 1, 5), due=DUE
            )
        assert "31.12.2026" in str(caught.value)

    def test_a_letter_of_2014_with_a_deadline_in_2015_is_bounded_by_2015(self) -> None:
        span = fees.collection_fee_caps(
            LAW,
            basis=Decimal(1000),
            letter_date=D(2014, 12, 20),
            payment_deadline=D(2015, 1, 5),
            due=D(2014, 10, 1),
            stage="light",
            debtor="consumer",
            vat_supplement=False,
        )
        assert span.high.result == 325

    def test_a_leap_day_has_a_day_ten_years_before(self) -> None:
        span = fees.collection_fee_caps(LAW, basis=Decimal(1000), letter_date=D(2024, 2, 29))
        assert span.high.result == Decimal(700) * 1 * Decimal("1.5") * Decimal("1.25")

    @given(
        basis=kroner,
        due=st.none() | due_days,
        stage=st.sampled_from([None, "light", "heavy"]),
        debtor=st.sampled_from([None, "consumer", "business"]),
        vat=st.none() | st.booleans(),
    )
    def test_the_range_holds_every_single_cap(
        self,
        basis: Decimal,
        due: dt.date | None,
        stage: fees.Stage | None,
        debtor: fees.Debtor | None,
        vat: bool | None,
    ) -> None:
        letter = D(2026, 11, 23)
        span = fees.collection_fee_caps(
            LAW, basis=basis, letter_date=letter, due=due, stage=stage, debtor=debtor, vat_supplement=vat
        )
        single = cap(
            basis,
            due=due or D(2024, 5, 1),
            on=letter,
            stage=stage or "heavy",
            debtor=debtor or "business",
            vat_supplement=bool(vat),
        )
        assert span.low.result <= single.result <= span.high.result
        for answers in span.by_fact.values():
            assert min(found.low.result for found in answers.values()) == span.low.result
            assert max(found.high.result for found in answers.values()) == span.high.result


class TestSupplementsAndCompensation:
    def test_four_instalments_give_no_supplement(self) -> None:
        assert fees.instalment_supplement(LAW, on=ON, instalments=4).result == 0
        assert fees.instalment_supplement(LAW, on=ON, instalments=5).result == 1125

    def test_lawyer_led_collection_follows_the_light_column_without_vat(self) -> None:
        fee = fees.lawyer_led_fee(LAW, basis=Decimal(1248), due=DUE, on=ON, debtor="business", vat_supplement=True)
        assert fee.result == 450

    def test_lawyer_led_collection_of_the_oldest_claims_may_carry_vat(self) -> None:
        fee = fees.lawyer_led_fee(
            LAW, basis=Decimal(1000), due=D(2009, 1, 1), on=D(2009, 6, 1), debtor="business", vat_supplement=True
        )
        assert fee.result == Decimal(590) * Decimal("0.5") * Decimal("1.25")

    def test_the_highest_compensation_of_a_span(self) -> None:
        highest = fees.highest_standard_compensation(LAW, first_day=D(2024, 6, 1), last_day=D(2026, 10, 1))
        assert highest.result == 470

    def test_compensation_of_2013_is_not_known(self) -> None:
        with pytest.raises(UnknownFigure):
            fees.standard_compensation(LAW, on=D(2013, 8, 1))


class TestLegalCost:
    def test_every_kind_has_an_amount_in_2026(self) -> None:
        for what in fees.legal_cost_kinds(LAW):
            computation = fees.legal_cost(LAW, what, on=ON)
            assert computation.result > 0
            assert computation.steps[-1].result == computation.result

    def test_the_courts_own_fees_carry_no_vat(self) -> None:
        assert fees.legal_cost(LAW, "utlegg_fee", on=ON, vat_supplement=True).result == 928

    def test_work_carries_vat_and_is_not_rounded(self) -> None:
        work = fees.legal_cost(LAW, "utlegg_request_writing", on=ON, vat_supplement=True)
        assert work.in_ore == Decimal("840.63")

    def test_a_forliksklage_alone_has_the_higher_limit(self) -> None:
        assert fees.legal_cost(LAW, "forliksklage_writing", on=ON, with_out_of_court_costs=False).result == 4 * 1345

    def test_the_highest_of_a_span_sees_a_multiple_that_fell_while_the_court_fee_rose(self) -> None:
        highest = fees.highest_legal_cost(LAW, "utlegg_fee", first_day=D(2024, 12, 1), last_day=D(2025, 2, 1))
        assert highest.result == fees.legal_cost(LAW, "utlegg_fee", on=D(2024, 12, 1)).result == 1545

    @pytest.mark.parametrize("on", [D(2015, 6, 1), D(2027, 1, 2)])
    def test_unknown_figures_raise(self, on: dt.date) -> None:
        with pytest.raises(UnknownFigure):
            fees.legal_cost(LAW, "utlegg_fee", on=on)

    def test_unknown_items_are_refused(self) -> None:
        with pytest.raises(InvalidFact):
            fees.legal_cost(LAW, "coffee", on=ON)
