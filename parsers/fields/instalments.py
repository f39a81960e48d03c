"""Instalments, where the letter states them plainly: how many, and of how much.

"6 avdrag à kr 500,00", "12 månedlige terminer på 1 250 kroner", "Antall avdrag: 6", "Terminbeløp 500,00".
"""

from __future__ import annotations

from decimal import Decimal

import regex

from parsers.layout import Sheet
from parsers.model import Missing, Reading
from parsers.money import find_amounts
from parsers.views import fold

_TIMEOUT = 0.3
_NUMBERS = {
    "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "atte": 8, "ni": 9, "ti": 10, "elleve": 11,
    "tolv": 12, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12,
}  # fmt: skip
_WHAT = r"(?:avdrag|terminer|terminar|delbetalinger|delbetalingar|rater|ratar|instalments)"
_COUNTED = regex.compile(
    rf"(?<![§\d]\W?)\b(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})(?!\.)\W+(?:(?:like|manedlige|manadlege|store|stk|monthly|equal)\W+){{0,2}}{_WHAT}\b"
    rf"|\bantall? {_WHAT}\W+(?P<n>\d{{1,2}})\b|\bdel(?:t|es|e opp)? (?:opp )?(?:pa|i) (?P<n>\d{{1,2}}) {_WHAT}"
)
_EACH = regex.compile(
    r"(?:avdrag|terminer|terminar|delbetalinger|rater|instalments)\W+(?:hver )?(?:a|pa|av|of|kvar pa)?\W*(?=kr|nok|\d)|"
    r"\b(?:terminbelop|avdragsbelop|manedsbelop|belop per (?:termin|maned|avdrag))\W*(?=kr|nok|\d)"
)

_FEE = regex.compile(r"(?:sal[ae]r|gebyr|kostnad|omkostning|\bfee)\w*\W*(?:\([^()]*\)?|[^\W\d]+\W+){0,4}$")


def read_instalments(sheet: Sheet) -> dict[str, Reading[object] | Missing]:
    """`instalment_count` and `instalment_amount`, where stated; nothing when the letter only offers a plan."""
    view = sheet.folded
    found: dict[str, Reading[object] | Missing] = {}
    counted = _COUNTED.search(view.text, timeout=_TIMEOUT)
    if counted is None:
        return found
    number = counted["n"]
    count = _NUMBERS.get(number) or int(number)
    if not 2 <= count <= 60:
        return found
    evidence = sheet.evidence(*view.span(counted.start(), counted.end()))
    found["instalment_count"] = Reading(count, round(0.95 * evidence.confidence, 4), (evidence,))
    each = _EACH.search(view.text, timeout=_TIMEOUT)
    if each is not None:
        _, start = view.span(each.start(), each.end())
        start = max(start, view.span(each.end(), each.end() + 1)[0] if each.end() < len(view.text) else start)
        amounts = find_amounts(sheet.text[start : start + 24], tolerant=sheet.is_optical)
        own = fold(sheet.text[sheet.text.rfind("\n", 0, start) + 1 : start])
        if _FEE.search(own, timeout=_TIMEOUT):
            return found  # the fee for the plan, in whose row the plan is told
        if amounts and amounts[0].start <= 2 and amounts[0].amount > Decimal(0):
            place = sheet.evidence(start + amounts[0].start, start + amounts[0].end)
            found["instalment_amount"] = Reading(amounts[0].amount, round(0.93 * place.confidence, 4), (place,))
    return found
