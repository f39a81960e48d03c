"""An amount row: every printed amount together with the words that name it.

The type that `parsers.fields.tables` and `parsers.fields.said` make and the rest of `parsers.fields` weighs. What a
row means for the demand is decided in `parsers.fields.claim`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from parsers.candidates import Amount
from parsers.patterns import RowLabel

Setting = Literal["table", "card", "across", "prose"]
"""Label beside the amount, label over it, a strip of labels over a strip of amounts, or running text."""

_TIMEOUT = 0.1
_CURRENCY = regex.compile(r"[\s.:]*\b(?:kr|nok)\b[\s.:=]*$", regex.IGNORECASE)
_BETTER = regex.compile(
    r"\b(?:rest\w*|gjenst\w*|utestande|sum|total\w*|belop|a betale|skyldig|saldo|amount|due|kr|nok)\b"
)
_WORSE = regex.compile(
    r"\b(?:opp?rin\w*|innbetalt|betalt|pris|antall|sats|grunnlag|rabatt|mva|eks|stk|tidligere|dager|dagar|rente|"
    r"enhet\w*|a-?pris|original|paid)\b"
)


def trimmed(label: str) -> str:
    """The label without currency, leaders and punctuation at its ends."""
    return _CURRENCY.sub("", label).strip(" .:…·_-–|=*+\u2022\t")


@dataclass(frozen=True, slots=True)
class AmountRow:
    """A label and its amounts, from the left. ``header`` names each amount's column ("" when none).

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

    @property
    def main(self) -> int:
        """Which of the amounts is the row's own: the rightmost one, sooner one with øre or currency than a
        bare number, unless the headers say better.
        """
        if len(self.amounts) == 1:
            return 0
        scores = []
        for i, header in enumerate(self.headers):
            score = 0.1 * i
            if _BETTER.search(header, timeout=_TIMEOUT):
                score += 1
            if _WORSE.search(header, timeout=_TIMEOUT):
                score -= 1
            if self.amounts[i].bare and not all(a.bare for a in self.amounts):
                score -= 1
            scores.append(score)
        return max(range(len(scores)), key=lambda i: scores[i])
