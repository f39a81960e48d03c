"""An amount row: every printed amount together with the words that name it.

The type that `parsers.fields.tables` and `parsers.fields.said` make and the rest of `parsers.fields` weighs. What a
row means for the demand is decided in `parsers.fields.claim`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from parsers.candidates import Amount
from parsers.model import LineType
from parsers.patterns import RowLabel

Setting = Literal["table", "card", "across", "prose"]
"""Label beside the amount, label over it, a strip of labels over a strip of amounts, or running text."""

_TIMEOUT = 0.1
_CURRENCY = regex.compile(r"[\s.:]*\b(?:kr|nok)\b[\s.:=]*$", regex.IGNORECASE)
_BETTER = regex.compile(
    r"\b(?:rest\w*|gjenst\w*|utestande|sum|total\w*|belop|a betale|skyldig|saldo|amount|due|kr|nok)\b"
)
_BALANCE = regex.compile(r"\b(?:saldo\w*|balanse|balance)\b")
_BOOKED = regex.compile(r"\b(?:debet|debit|kredit|credit|belastet|belasta|godskrevet|godskrive)\b")
_MOVED = regex.compile(r"\b(?:belop|amount)\b")
_WORSE = regex.compile(
    r"\b(?:opp?rin\w*|innbetalt|betalt|pris|antall|sats|grunnlag|rabatt|mva|eks|stk|tidligere|dager|dagar|rente|"
    r"enhet\w*|a-?pris|original|paid)\b"
)

_COSTS = frozenset(LineType) - {LineType.PRINCIPAL, LineType.PAID, LineType.TOTAL}


def trimmed(label: str) -> str:
    """The label without currency, leaders and punctuation at its ends."""
    return _CURRENCY.sub("", label).strip(" .:…·_-–|=*+\u2022\t")


@dataclass(frozen=True, slots=True)
class AmountRow:
    """A label and its amounts, from the left. ``headers`` name each amount's column, folded, and ``heads`` as printed
    ("" when none).

    ``label`` as printed; ``span`` of label and amounts in the transcript's text; ``tail`` what stands after the
    amounts and, for table rows, on the next lines without amounts of their own.
    """

    label: str
    reading: RowLabel | None
    amounts: tuple[Amount, ...]
    headers: tuple[str, ...]
    setting: Setting
    page: int
    span: tuple[int, int]
    tail: str = ""
    heads: tuple[str, ...] = ()

    @property
    def main(self) -> int:
        """Which of the amounts is the row's own: the rightmost one, sooner one with øre or currency than a
        bare number, unless the headers say better.
        """
        if len(self.amounts) == 1:
            return 0
        scores = []
        balance = self._balance()
        for i, header in enumerate(self.headers):
            score = 0.1 * i
            if i == balance:
                score -= 1
            elif _BETTER.search(header, timeout=_TIMEOUT):
                score += 1
            if _WORSE.search(header, timeout=_TIMEOUT):
                score -= 1
            if self.amounts[i].bare and not all(a.bare for a in self.amounts):
                score -= 1
            scores.append(score)
        return max(range(len(scores)), key=lambda i: scores[i])

    def _balance(self) -> int | None:
        """Which of the amounts is what the account stood at after this row: that under "Saldo" beside columns of
        debits and credits, and for a cost also beside a column of amounts. Of a bill the balance is what is left of it.
        """
        balances = [i for i, header in enumerate(self.headers) if _BALANCE.search(header, timeout=_TIMEOUT)]
        others = [header for i, header in enumerate(self.headers) if i not in balances]
        if len(balances) != 1 or not others:
            return None
        is_cost = self.reading is not None and self.reading.role == "line" and self.reading.type in _COSTS
        moved = any(_BOOKED.search(h, timeout=_TIMEOUT) for h in others)
        return balances[0] if moved or (is_cost and any(_MOVED.search(h, timeout=_TIMEOUT) for h in others)) else None
