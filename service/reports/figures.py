"""How figures are written in the rows of a report: amounts, rates, multiples and days, by language.

Sums in running text are `parsers.money.format_kroner_prose`.
"""

from __future__ import annotations

from decimal import Decimal

from parsers.money import format_amount, format_percent
from service.reports.cards import words


def kroner(amount: Decimal | str, *, lang: str) -> str:
    """An amount with its currency: "750,00 kr", "NOK 750.00"; the minus stands before both."""
    number = Decimal(amount)
    written = words(lang)["kroner"].format(amount=format_amount(abs(number), lang=lang))
    return f"\u2212{written}" if number < 0 else str(written)


def figure(value: str, unit: str, *, lang: str) -> str:
    """A figure of the arithmetic with its unit (`checks.computation.Unit`)."""
    number = Decimal(value)
    if unit == "kr":
        return format_amount(number, lang=lang)
    plain = f"{number.normalize():f}"
    if unit == "percent":
        return format_percent(Decimal(plain), lang=lang)
    if lang != "en":
        plain = plain.replace(".", ",")
    if unit == "days":
        return str(words(lang)["units"]["days"].format(figure=plain))
    return f"× {plain}" if unit == "times" else plain
