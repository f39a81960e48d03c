"""The answers of `kravvakt interest` and `kravvakt fee`: JSON of the contract, and the working line by line.

All arithmetic is that of `checks.interest` and `checks.fees`; here it is only asked for and shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from checks.computation import Computation
from checks.fees import Debtor, collection_fee_caps, notice_fee
from checks.interest import InterestResult, Payment
from checks.law import Language, Law
from parsers.dates import format_date
from parsers.errors import InvalidValue
from parsers.money import format_amount
from service.reports.law import law_words
from service.reports.report import StepReport, steps_of
from service.reports.text import step_text, wrap

FeeStage = Literal["light", "heavy", "reminder", "notice", "own-demand"]

_READ = "lest i brevet"
"""How the engine names a fact of the letter; in a calculator somebody typed it."""


@dataclass(frozen=True, slots=True)
class FeeAnswer:
    """The limit of one fee. ``with_vat`` is there when it is not known whether the bill was with VAT."""

    stage: FeeStage
    limit: Computation
    with_vat: Computation | None
    multiple: Decimal
    inkassosats: Decimal


def fee_limit(
    law: Law,
    *,
    stage: FeeStage,
    due: dt.date,
    on: dt.date,
    principal: Decimal | None = None,
    debtor: Debtor = "consumer",
    creditor_vat_registered: bool | None = None,
    lang: Language = "nb",
) -> FeeAnswer:
    """The most that may be charged on ``on`` for a claim due on ``due``.

    ``principal`` in kroner is needed for the collector's fee (light, heavy) and has no effect on the others, nor has
    ``debtor`` or VAT. Raises ``UnknownFigure`` and ``InvalidValue``.
    """
    say = law_words(lang)["fee"]
    if on < due:
        days = {"on": format_date(on, lang=lang), "due": format_date(due, lang=lang)}
        raise InvalidValue(message=say["order"].format(**days))
    if stage != "light" and stage != "heavy":
        fee = notice_fee(law, stage=stage, due=due, sent=on)
        share = next(step.value for step in fee.steps if step.unit == "share" and step.value is not None)
        return FeeAnswer(stage, fee, None, share, law.inkassosats(on).value)
    if principal is None:
        raise InvalidValue(message=say["principal"])
    caps = collection_fee_caps(
        law,
        basis=principal,
        letter_date=on,
        due=due,
        stage=stage,
        debtor=debtor,
        vat_supplement=None if creditor_vat_registered is None else not creditor_vat_registered,
    )
    higher = caps.high if creditor_vat_registered is None else None
    return FeeAnswer(stage, caps.low, higher, caps.low.multiple, caps.low.inkassosats)


def fee_as_dict(answer: FeeAnswer, *, lang: Language = "nb") -> dict[str, Any]:
    """The JSON of the contract; ``limit_with_vat`` and its steps only when VAT was left open."""
    said: dict[str, Any] = {
        "limit": str(answer.limit.in_ore),
        "multiple": _plain(answer.multiple),
        "inkassosats": _plain(answer.inkassosats),
        "steps": [step.model_dump() for step in fee_steps(answer.limit, lang=lang)],
    }
    if answer.with_vat is not None:
        said["limit_with_vat"] = str(answer.with_vat.in_ore)
        said["steps_with_vat"] = [step.model_dump() for step in fee_steps(answer.with_vat, lang=lang)]
    return said


def render_fee(answer: FeeAnswer, *, lang: Language = "nb") -> str:
    """The limit, then how it was reckoned."""
    return "\n".join(_fee(answer, lang)) + "\n"


def _fee(answer: FeeAnswer, lang: Language) -> Iterator[str]:
    say = law_words(lang)["fee"]
    yield from wrap(say["title"][answer.stage].format(amount=format_amount(answer.limit.in_ore, lang=lang)))
    if answer.with_vat is not None:
        yield from wrap(say["with_vat"].format(amount=format_amount(answer.with_vat.in_ore, lang=lang)))
        yield from wrap(say["vat_hint"])
    yield ""
    yield from _working(say["working"], answer.limit, lang)
    if answer.with_vat is not None:
        yield ""
        yield from _working(say["working_vat"], answer.with_vat, lang)
    yield ""
    yield from wrap(say["may"])


def _working(title: str, computation: Computation, lang: Language) -> Iterator[str]:
    yield f"{title}:"
    for step in fee_steps(computation, lang=lang):
        yield from wrap(step_text(step, lang=lang), "  ")


def fee_steps(computation: Computation, *, lang: Language = "nb") -> list[StepReport]:
    """The lines of a calculation in a language; what the engine calls read, somebody gave."""
    given = law_words(lang)["fee"]["given"]
    return [
        said.model_copy(update={"origin": given}) if step.origin == _READ else said
        for step, said in zip(computation.steps, steps_of(computation, lang=lang), strict=True)
    ]


def render_interest(
    result: InterestResult,
    *,
    principal: Decimal,
    first_day: dt.date,
    last_day: dt.date,
    agreed: bool,
    lang: Language = "nb",
) -> str:
    """The sum, then one line for each span of days with one rate on one principal."""
    return "\n".join(_interest(result, principal, first_day, last_day, agreed, lang)) + "\n"


def _interest(
    result: InterestResult, principal: Decimal, first_day: dt.date, last_day: dt.date, agreed: bool, lang: Language
) -> Iterator[str]:
    say = law_words(lang)["interest"]
    yield from wrap(say["agreed" if agreed else "title"].format(amount=format_amount(result.rounded, lang=lang)))
    days = {"first": format_date(first_day, lang=lang), "last": format_date(last_day, lang=lang)}
    yield from wrap(say["span"].format(principal=format_amount(principal, lang=lang), **days))
    yield ""
    yield from _working(law_words(lang)["fee"]["working"], result.computation, lang)
    if len(result.periods) > 1:
        yield ""
        yield from wrap(say["rounded"])


def require_order(first_day: dt.date, last_day: dt.date, *, lang: Language = "nb") -> None:
    """Raises ``InvalidValue`` when the last day comes before the first: then they were most likely swapped."""
    if last_day < first_day:
        order = law_words(lang)["interest"]["order"]
        days = {"first": format_date(first_day, lang=lang), "last": format_date(last_day, lang=lang)}
        raise InvalidValue(message=order.format(**days))


def require_paid_in_span(payments: Sequence[Payment], last_day: dt.date, *, lang: Language = "nb") -> None:
    """Raises ``InvalidValue`` for a payment after the last day: it could not count, and is most likely a slip."""
    for day, _ in payments:
        if day > last_day:
            late = law_words(lang)["interest"]["paid_late"]
            days = {"day": format_date(day, lang=lang), "last": format_date(last_day, lang=lang)}
            raise InvalidValue(message=late.format(**days))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
