"""A calculation told in whole sentences, with the figures in place of the words of the formula: "Taket er 0,8 ganger
inkassosatsen: 0,8 × 750 kroner = 600 kroner."

For those who never saw such a table: the draft of an objection. The arithmetic is that of the report's steps and is
only told, never done anew: a sentence that shows how a result came about is used where the figures make that result,
else the result stands alone. Lines without a sentence of their own (``words/working``) get one by what they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from checks.law import Language
from checks.messages.files import load_texts
from parsers.money import format_kroner_prose, format_percent
from service.reports.figures import figure
from service.reports.report import StepReport
from service.reports.text import arithmetic

_WORDS = Path(__file__).parent / "words" / "working"
_FRACTION = re.compile(r"\d+/\d+")
_RATE = re.compile(r"(?<=× )[^\W\d][^×]*(?= ×)")
"""The name of the rate between the sum and the days: "2 180,00 × rentesats × 12 dager / 365"."""
_HALF_ORE = Decimal("0.005")
"""Results are told as the steps have them, some of them to the øre."""


@dataclass(slots=True)
class _Standing:
    """What earlier lines gave: the last result, the last figure that only was put in, and the interest so far."""

    before: Decimal | None = None
    base: Decimal | None = None
    interest: Decimal | None = None


@cache
def words(lang: Language) -> Mapping[str, Any]:
    """The sentences in a language: ``steps`` for lines of their own, ``general`` by what a line does."""
    return dict(load_texts(_WORDS / f"{lang}.yaml"))


def told(steps: Sequence[StepReport], *, lang: Language) -> tuple[str, ...]:
    """A sentence or two for each step, in order."""
    return tuple(_told(steps, lang))


def _told(steps: Sequence[StepReport], lang: Language) -> Iterator[str]:
    own = {said["label"]: said for said in words(lang)["steps"].values()}
    standing = _Standing()
    for step in steps:
        yield _sentence(step, standing, own.get(step.label, {}), lang)
        if step.result is not None:
            standing.before = Decimal(step.result)
            if _RATE.search(step.formula):
                standing.interest = (standing.interest or 0) + standing.before
        elif step.unit == "kr" and step.value is not None:
            standing.base = Decimal(step.value)


def _sentence(step: StepReport, standing: _Standing, own: Mapping[str, str], lang: Language) -> str:
    kind, figures = _done(step, standing, lang)
    pattern = own.get(kind) or words(lang)["general"].get(kind)
    if pattern is None:
        return arithmetic(step, lang=lang)
    label = step.label[:1].upper() + step.label[1:]
    return str(pattern.format(label=label, **figures))


def _done(step: StepReport, standing: _Standing, lang: Language) -> tuple[str, dict[str, str]]:
    """What a step does ("given", "times" …), and the figures to tell it with."""
    value = None if step.value is None else Decimal(step.value)
    result = None if step.result is None else Decimal(step.result)
    figures = {
        name: format_kroner_prose(amount, lang=lang)
        for name, amount in (("result", result), ("before", standing.before), ("base", standing.base))
        if amount is not None
    }
    if value is None:
        return ("came", figures) if result is not None else ("", figures)
    if step.unit == "kr":
        return _kroner(value, result, step, standing, figures, lang)
    if step.unit == "percent":
        return _percent(value, result, step, standing, figures, lang)
    if step.unit == "days" and result is None:
        return "given", {**figures, "value": figure(step.value or "", "days", lang=lang)}
    if step.unit in ("times", "share") and result is not None:
        of = next((f for f in (standing.base, standing.before) if f is not None and _same(value * f, result)), None)
        fraction = _FRACTION.search(step.formula)
        if of is None or (step.unit == "share" and fraction is None):
            return "", figures
        plain = f"{value.normalize():f}"
        figures["value"] = fraction[0] if fraction else plain if lang == "en" else plain.replace(".", ",")
        return step.unit, {**figures, "of": format_kroner_prose(of, lang=lang)}
    return "", figures


def _kroner(
    value: Decimal,
    result: Decimal | None,
    step: StepReport,
    standing: _Standing,
    figures: dict[str, str],
    lang: Language,
) -> tuple[str, dict[str, str]]:
    figures["value"] = format_kroner_prose(value, lang=lang)
    before = standing.before
    if result is None or (value == result and (before is None or not step.formula)):
        return "given", figures
    for limit in (before, standing.interest):
        if limit is not None and _same(value - limit, result):
            return "over", {**figures, "before": format_kroner_prose(limit, lang=lang)}
    if _same(value + (before or 0), result):
        return "added", figures
    if before is not None and _same(before - value, result):
        return "taken", figures
    return ("part" if "−" in step.formula and result <= value else ""), figures


def _percent(
    value: Decimal,
    result: Decimal | None,
    step: StepReport,
    standing: _Standing,
    figures: dict[str, str],
    lang: Language,
) -> tuple[str, dict[str, str]]:
    figures["value"] = format_percent(Decimal(f"{value.normalize():f}"), lang=lang)
    before = standing.before
    if result is None:
        return "given", figures
    if before is not None and _same(before * (100 + value) / 100, result):
        return "percent", {**figures, "more": format_kroner_prose(result - before, lang=lang)}
    if _RATE.search(step.formula):
        return "interest", {**figures, "formula": _RATE.sub(figures["value"], step.formula)}
    if not step.formula:
        return "printed", figures
    return "", figures


def _same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _HALF_ORE
