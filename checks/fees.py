"""What a creditor or collector may charge: notice fees, collection fees and the costs of the legal stage.

Implements inkassoforskriften (FOR-1989-07-14-562) chapters 1 and 2, forsinkelsesrenteloven § 3 a, rettsgebyrloven
§§ 6 a, 7 and 14, tvisteloven § 6-13 and FOR-2020-10-23-2120 § 2. What it is for: the highest lawful amount for given
facts, as a `Computation` whose steps a reader can follow. What it is not for: deciding whether a fee may be charged
at all on that day or in that letter; those are rules of their own.

Amounts are exact; only what the law rounds is rounded (notice fees sent from 2026-01-01, the court's own fees).
`Computation.in_ore` is the amount with two decimals. Every function raises `UnknownFigure` where the law's figure for
the day is not known, and `InvalidFact` for a negative sum or a word it does not know.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from checks.computation import KRONE, Computation, Step, to_krone
from checks.errors import InvalidFact, UnknownFigure
from checks.law import Figure, Law, NoticeShares, SalaerTable

NoticeStage = Literal["reminder", "notice", "own-demand"]
Stage = Literal["light", "heavy"]
Debtor = Literal["consumer", "business"]

ANSWERS_YEARS_BACK = 10
"""With no due date read, a claim is taken to have fallen due in the ten years before the letter: the longest
ordinary limitation (foreldelsesloven § 4). Older claims need their due date to be judged."""

_SHARE_LABEL: Mapping[NoticeStage, str] = {
    "reminder": "Andel for purring",
    "notice": "Andel for inkassovarsel",
    "own-demand": "Andel for kreditors egen betalingsoppfordring",
}
_SHARE_PARAGRAPH: Mapping[NoticeStage, str] = {"reminder": "first", "notice": "second", "own-demand": "third"}
_STAGE_LABEL: Mapping[Stage, str] = {"light": "Lett salær", "heavy": "Tungt salær"}


def notice_fee(law: Law, *, stage: NoticeStage, due: dt.date | None, sent: dt.date) -> Computation:
    """The highest fee for one notice sent on `sent`, in kroner.

    The share follows the claim's due date (§ 1-2 first to third paragraph), the inkassosats the sending day (fourth
    paragraph). With `due` None the highest share that a claim already due on `sent` can have is used.
    """
    share, shares = _share(law, stage, due=due, sent=sent)
    sats = law.inkassosats(sent)
    exact = sats.value * share.numerator / share.denominator
    steps = [
        Step("Inkassosats den dagen brevet ble sendt", sats.value, sats.origin),
        Step(
            _SHARE_LABEL[stage] + (" (forfall ukjent, høyeste andel)" if due is None else ""),
            Decimal(share.numerator) / share.denominator,
            replace(shares.legal_basis[0], paragraph=_SHARE_PARAGRAPH[stage]).label(),
            f"inkassosats × {share.numerator}/{share.denominator}",
            exact,
            "share",
        ),
    ]
    rounding = law.notice_fee_rounding(sent)
    result = exact
    if rounding.value == "nearest_krone_half_up":
        result = to_krone(exact)
        steps.append(Step("Avrundet til nærmeste krone", None, rounding.origin, "halve kroner opp", result))
    return Computation(tuple(steps), result)


def highest_notice_fee(
    law: Law, *, stage: NoticeStage, due: dt.date | None, first_day: dt.date, last_day: dt.date
) -> Computation:
    """The highest `notice_fee` for any sending day of the span (a span that ends before it starts is its last day)."""
    first_day = min(first_day, last_day)
    law.highest_inkassosats(first_day, last_day)  # raises where a day of the span could be higher and is not known
    days = _days_of_change(law, ("inkassosats", "notice_fee_rounding"), first_day, last_day)
    return max((notice_fee(law, stage=stage, due=due, sent=day) for day in days if _has_sats(law, day)), key=_result)


def _has_sats(law: Law, day: dt.date) -> bool:
    try:
        law.inkassosats(day)
    except UnknownFigure:
        return False
    return True


def _share(
    law: Law, stage: NoticeStage, *, due: dt.date | None, sent: dt.date
) -> tuple[Fraction, Figure[NoticeShares]]:
    if stage not in _SHARE_LABEL:
        raise InvalidFact("stage", f"ukjent trinn: {stage}")
    if due is not None:
        candidates: tuple[Figure[NoticeShares], ...] = (law.notice_fee_shares(due),)
    else:
        candidates = law.notice_fee_shares_between(dt.date.min, sent)
    shares = [(_share_of(figure.value, stage), figure) for figure in candidates]
    return max(shares, key=lambda pair: pair[0])


def _share_of(shares: NoticeShares, stage: NoticeStage) -> Fraction:
    if stage == "reminder":
        return shares.reminder
    return shares.inkassovarsel if stage == "notice" else shares.own_demand


@dataclass(frozen=True, slots=True)
class Cap(Computation):
    """A cap with the figures it was made of. `band_limit` None: the table's open last band."""

    multiple: Decimal
    inkassosats: Decimal
    band_limit: Decimal | None
    table: str
    business_factor: Decimal
    vat_rate: Decimal


@dataclass(frozen=True, slots=True)
class CapSpan:
    """The lowest and the highest cap when some facts are open."""

    low: Cap
    high: Cap


@dataclass(frozen=True, slots=True)
class CapRange(CapSpan):
    """`by_fact[fact][answer]` is the span that is left when one open fact is answered and the others stay open.

    Facts are `debtor` (consumer, business), `creditor_vat_registered` (yes, no), `stage` (light, heavy),
    `original_due_date` (ids of the tables that can apply) and `sats_date` (ISO days with different inkassosats).
    Only open facts that have more than one answer are there.
    """

    by_fact: Mapping[str, Mapping[str, CapSpan]]


def collection_fee_cap(
    law: Law,
    *,
    basis: Decimal,
    due: dt.date,
    on: dt.date,
    stage: Stage,
    debtor: Debtor,
    vat_supplement: bool,
    sats: Decimal | None = None,
) -> Cap:
    """The cap of §§ 2-2 (light) and 2-3 (heavy), in kroner and exact.

    `basis`: principal and interest accrued before the due date. `due` chooses the table. `on` is the day the
    principal is or would be paid; it chooses inkassosats and VAT rate. `sats` goes before the look-up, for a case
    whose principal was paid earlier. `vat_supplement`: at least half of the claim is outside VAT-liable activity.
    """
    return _cap(
        law,
        basis=basis,
        table=law.salaer_table(due),
        on=on,
        stage=stage,
        debtor=debtor,
        vat_supplement=vat_supplement,
        sats=sats,
    )


def collection_fee_caps(
    law: Law,
    *,
    basis: Decimal,
    letter_date: dt.date,
    payment_deadline: dt.date | None = None,
    due: dt.date | None = None,
    earliest_due: dt.date | None = None,
    stage: Stage | None = None,
    debtor: Debtor | None = None,
    vat_supplement: bool | None = None,
    sats: Decimal | None = None,
) -> CapRange:
    """The lowest and highest cap over everything that is open; None leaves a fact open.

    The principal may be paid on the letter's day or up to its deadline, so the inkassosats of both days are tried.
    A day whose inkassosats is not known raises `UnknownFigure`, unless it lies in a gap that is known to be no higher
    than the other day's. With `due` None every table is tried that a claim due from `earliest_due` (else ten
    years before the letter) to the letter's day can have.
    """
    if due is not None:
        tables: tuple[Figure[SalaerTable], ...] = (law.salaer_table(due),)
    else:
        tables = law.salaer_tables_between(earliest_due or _years_before(letter_date), letter_date)
    days = (letter_date,) if sats is not None else _sats_days(law, letter_date, payment_deadline)
    options: dict[str, dict[str, Any]] = {
        "original_due_date": {table.value.id: table for table in tables},
        "sats_date": {day.isoformat(): day for day in days},
        "stage": {name: name for name in (("light", "heavy") if stage is None else (stage,))},
        "debtor": {name: name for name in (("consumer", "business") if debtor is None else (debtor,))},
        "creditor_vat_registered": {
            "no" if vat else "yes": vat for vat in ((False, True) if vat_supplement is None else (vat_supplement,))
        },
    }
    caps: list[tuple[tuple[str, ...], Cap]] = []
    for answers in itertools.product(*options.values()):
        table, day, level, who, vat = (options[fact][answer] for fact, answer in zip(options, answers, strict=True))
        cap = _cap(law, basis=basis, table=table, on=day, stage=level, debtor=who, vat_supplement=vat, sats=sats)
        caps.append((answers, cap))
    everything = _span(cap for _, cap in caps)
    by_fact = {
        fact: MappingProxyType(
            {answer: _span(cap for answers, cap in caps if answers[place] == answer) for answer in options[fact]}
        )
        for place, fact in enumerate(options)
        if len(options[fact]) > 1
    }
    return CapRange(everything.low, everything.high, MappingProxyType(by_fact))


def _cap(
    law: Law,
    *,
    basis: Decimal,
    table: Figure[SalaerTable],
    on: dt.date,
    stage: Stage,
    debtor: Debtor,
    vat_supplement: bool,
    sats: Decimal | None,
) -> Cap:
    if basis < 0:
        raise InvalidFact("principal", "kravet kan ikke være mindre enn null")
    if stage not in _STAGE_LABEL:
        raise InvalidFact("stage", f"ukjent trinn: {stage}")
    if debtor not in ("consumer", "business"):
        raise InvalidFact("debtor", f"ukjent skyldner: {debtor}")
    band = table.value.band(basis)
    multiple = band.light if stage == "light" else band.heavy
    if sats is None:
        figure = law.inkassosats(on)
        base, sats_step = figure.value, Step("Inkassosats", figure.value, figure.origin)
    else:
        base, sats_step = sats, Step("Inkassosats da hovedstolen ble betalt", sats, "oppgitt")
    amount = base * multiple
    section = "§ 2-2" if stage == "light" else "§ 2-3"
    steps = [
        Step("Kravets størrelse", basis, "lest i brevet"),
        _band_step(table, band.up_to),
        sats_step,
        Step(
            _STAGE_LABEL[stage],
            multiple,
            f"{table.legal_basis[0].act.name.nb} {section}",
            "inkassosats × multiplum",
            amount,
            "times",
        ),
    ]
    factor = table.value.business_factor if debtor == "business" else Decimal(1)
    if factor != 1:
        amount *= factor
        steps.append(Step("Skyldneren er ikke forbruker", factor, table.origin, "× faktor", amount, "times"))
    vat_rate = Decimal(0)
    if vat_supplement:
        vat_rate = law.vat_rate(on).value
        amount, step = _with_vat(law, amount, on)
        steps.append(step)
    return Cap(
        tuple(steps),
        amount,
        multiple=multiple,
        inkassosats=base,
        band_limit=band.up_to,
        table=table.value.id,
        business_factor=factor,
        vat_rate=vat_rate,
    )


def _band_step(table: Figure[SalaerTable], limit: Decimal | None) -> Step:
    if limit is not None:
        return Step("Raden gjelder krav til og med", limit, table.origin)
    limits = [band.up_to for band in table.value.bands if band.up_to is not None]
    return Step("Raden gjelder krav over", max(limits, default=Decimal(0)), table.origin)


def _with_vat(law: Law, amount: Decimal, on: dt.date) -> tuple[Decimal, Step]:
    rate = law.vat_rate(on)
    total = amount * (1 + rate.value)
    return total, Step("Tillegg for merverdiavgift", rate.value * 100, rate.origin, "+ mva.", total, "percent")


def _sats_days(law: Law, letter_date: dt.date, payment_deadline: dt.date | None) -> tuple[dt.date, ...]:
    """The days with different inkassosats among the letter's day and its deadline."""
    if payment_deadline is None or payment_deadline <= letter_date:
        return (letter_date,)
    law.highest_inkassosats(letter_date, payment_deadline)
    known: dict[Decimal, dt.date] = {}
    for day in (letter_date, payment_deadline):
        if _has_sats(law, day):  # else a gap that the other day bounds, as the line above made sure
            known.setdefault(law.inkassosats(day).value, day)
    return tuple(known.values())


def _years_before(day: dt.date) -> dt.date:
    year = day.year - ANSWERS_YEARS_BACK
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _span(caps: Iterable[Cap]) -> CapSpan:
    ordered = sorted(caps, key=_result)
    return CapSpan(ordered[0], ordered[-1])


def instalment_supplement(
    law: Law, *, on: dt.date, vat_supplement: bool = False, instalments: int | None = None
) -> Computation:
    """What a plan made on `on` may add to the cap (§ 2-4): nothing for four instalments or fewer.

    With `instalments` None the plan is taken to be long enough. Whether VAT comes on top is unsettled, so the
    figure with `vat_supplement` is an upper bound and not a lawful amount. The factor for businesses does not apply.
    """
    rule = law.instalment_supplement(on)
    if instalments is not None and instalments <= rule.value.more_than_instalments:
        step = Step(
            "Avdrag i avtalen",
            Decimal(instalments),
            rule.origin,
            f"tillegg bare ved flere enn {rule.value.more_than_instalments} avdrag",
            Decimal(0),
            "",
        )
        return Computation((step,), Decimal(0))
    sats = law.inkassosats(on)
    amount = sats.value * rule.value.multiple
    steps = [
        Step("Inkassosats", sats.value, sats.origin),
        Step("Tillegg for avdragsavtale", rule.value.multiple, rule.origin, "inkassosats × multiplum", amount, "times"),
    ]
    if vat_supplement:
        amount, step = _with_vat(law, amount, on)
        steps.append(
            Step(
                "Merverdiavgift på tillegget (omstridt)", step.value, step.origin, step.formula, step.result, step.unit
            )
        )
    return Computation(tuple(steps), amount)


def lawyer_led_fee(
    law: Law, *, basis: Decimal, due: dt.date, on: dt.date, debtor: Debtor, vat_supplement: bool = False
) -> Cap:
    """The highest fee when a lawyer leads the creditor's own collection (§ 1-4), instead of notice fees.

    `vat_supplement` has no effect on claims due from 2010-01-01.
    """
    rule = law.lawyer_led(due)
    table = law.salaer_table_named(rule.value.table)
    stage: Stage = "light" if rule.value.column == "light" else "heavy"
    return _cap(
        law,
        basis=basis,
        table=table,
        on=on,
        stage=stage,
        debtor=debtor,
        vat_supplement=vat_supplement and rule.value.vat_supplement,
        sats=None,
    )


def standard_compensation(law: Law, *, on: dt.date) -> Computation:
    """The compensation between businesses for a delay that starts on `on` (forsinkelsesrenteloven § 3 a)."""
    return _single("Standardkompensasjon", law.standard_compensation(on))


def highest_standard_compensation(law: Law, *, first_day: dt.date, last_day: dt.date) -> Computation:
    """The highest compensation of any half-year in the span."""
    return _single("Standardkompensasjon", law.highest_standard_compensation(first_day, last_day))


def _single(label: str, figure: Figure[Decimal]) -> Computation:
    return Computation((Step(label, figure.value, figure.origin, "", figure.value),), figure.value)


_WRITING = frozenset(
    {
        "forliksklage_writing_with_costs",
        "forliksklage_writing_alone",
        "forliksraad_attendance",
        "utlegg_request_writing",
        "forced_sale_writing",
        "forced_sale_writing_after_decision",
    }
)
"""Work of the creditor's helper: not rounded, VAT may be added. Everything else is the court's own fee."""


def legal_cost_kinds(law: Law) -> tuple[str, ...]:
    """Every word `legal_cost` takes."""
    return ("court_fee", "half_rettsgebyr", "forliksklage_writing", *law.court_fee_multiples())


def legal_cost(
    law: Law, what: str, *, on: dt.date, vat_supplement: bool = False, with_out_of_court_costs: bool = True
) -> Computation:
    """The amount of one item of the legal stage for a case filed on `on`; `what` is one of `legal_cost_kinds`.

    The court's own fees are rounded down to the krone (rettsgebyrloven § 6 a) and carry no VAT, whatever
    `vat_supplement` says; work is not rounded. `with_out_of_court_costs` matters for `forliksklage_writing`: half a
    court fee when collection costs are claimed in the same case, else a limit of four.
    """
    if what == "forliksklage_writing":
        what = "forliksklage_writing_with_costs" if with_out_of_court_costs else "forliksklage_writing_alone"
    if what in ("court_fee", "half_rettsgebyr"):
        base = law.court_fee(on)
        half = what == "half_rettsgebyr"
        amount = base.value / 2 if half else base.value
        return Computation((Step("Rettsgebyr", base.value, base.origin, "× 1/2" if half else "", amount),), amount)
    if what not in law.court_fee_multiples():
        raise InvalidFact("what", f"ukjent omkostning: {what}")
    multiple = law.court_fee_multiple(what, on)
    is_work = what in _WRITING
    computation = court_fee_times(
        law,
        multiple=multiple.value,
        on=on,
        origin=multiple.origin,
        label=law.series[what].name.nb,
        round_down=not is_work,
    )
    if not (is_work and vat_supplement):
        return computation
    amount, step = _with_vat(law, computation.result, on)
    return Computation((*computation.steps, step), amount)


def court_fee_times(
    law: Law,
    *,
    multiple: Decimal,
    on: dt.date,
    origin: str = "rettsgebyrloven",
    label: str = "Gebyr",
    round_down: bool = True,
) -> Computation:
    """A multiple of the court fee of the day, rounded down to the krone unless told otherwise."""
    base = law.court_fee(on)
    amount = base.value * multiple
    steps = [
        Step("Rettsgebyr", base.value, base.origin),
        Step(label, multiple, origin, "rettsgebyr × multiplum", amount, "times"),
    ]
    if round_down:
        amount = amount.quantize(KRONE, rounding=ROUND_DOWN)
        steps.append(Step("Avrundet ned til hele kroner", None, "rettsgebyrloven § 6 a", "", amount))
    return Computation(tuple(steps), amount)


def highest_legal_cost(
    law: Law,
    what: str,
    *,
    first_day: dt.date,
    last_day: dt.date,
    vat_supplement: bool = False,
    with_out_of_court_costs: bool = True,
) -> Computation:
    """The highest `legal_cost` for any filing day of the span."""
    keys = ("court_fee", "vat_rate", *law.court_fee_multiples())
    days = _days_of_change(law, keys, min(first_day, last_day), last_day)
    cost = functools.partial(
        legal_cost, law, what, vat_supplement=vat_supplement, with_out_of_court_costs=with_out_of_court_costs
    )
    return max((cost(on=day) for day in days), key=_result)


def _days_of_change(law: Law, keys: Iterable[str], first: dt.date, last: dt.date) -> list[dt.date]:
    """The first and last day of the span and every day in it on which one of the figures changes."""
    changes = {entry.valid_from for key in keys for entry in law.series[key].entries}
    return sorted({first, last} | {day for day in changes if first < day <= last})


def _result(computation: Computation) -> Decimal:
    return computation.result
