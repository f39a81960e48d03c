"""The subject line: the line at a letter's heading that says what it is about.

It stands in the heading behind what the letter is ("Inkassovarsel – husleie for mai"), or right under it, alone on its
line: "Gjelder: husleie for mai", "Solvik Utleie AS – husleie for mai", "Faktura 20418: husleie for mai". A line further
down that tells a bill is as good: "Husleie for mai (faktura 20418, forfalt 3. mai 2026)". What is left of such a line
without names, numbers, days and the words that lead to them says what the claim is for.

Not here: labels beside values (`parsers.fields.labelled`) and what sentences tell (`parsers.fields.descriptions`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from parsers.dates import find_dates
from parsers.fields.descriptions import may_describe
from parsers.fields.names import has_company_form, same_name
from parsers.fields.stems import field_of
from parsers.fields.titles import find_titles, kinds_of
from parsers.layout import Cell, Sheet
from parsers.views import fold

LED = 0.86
"""How surely a line says it that begins with a word for it ("Gjelder")."""

BARE = 0.76
"""How surely a line says it that only stands where a subject stands."""

LONE = 0.72
"""How surely one word in the heading says it that is called like a thing paid for."""

_OF_GOODS = re.compile(
    r"(?:avgift|leie|leige|betaling|premie|abonnement|medlemskap|kontingent|forsikring|behandling|undersokelse|undersoking|"
    r"strom|straum|konsultasjon|kontrollsanksjon|reparasjon|barnehage|skolepenger|skulepengar|kostnader|kostnadar|levering|"
    r"leveranse|subscription|membership|rent|insurance)$"
)
"""How words for things paid for end, in folded text."""

_LINES = 3
_REACH = 4.0
"""How far under the heading, or the line before, a subject may stand, in heights of its print."""
_MOST_WORDS = 18
_PARTED = re.compile(r"\s+[–—|•·-]\s+|:\s+|,\s+(?=\D)|\s+/\s+|\s+\(|\)\s*")
_LEAD = re.compile(
    r"(?:(?:gjelder|gjeld|vedr(?:ørende|ørande)?|angående|angåande|ang|angår|re|regarding|concerning|subject|emne|sak|saka|"
    r"saken|ubetalt|ubetalte|utestående|utestående beløp|manglende betaling|manglande betaling|betaling|krav|kravet|"
    r"fordring|regning|rekning|faktura|inkasso|i\s?h\s?t|iht|i henhold til|if[øo]lge|jf|med|forfall|forfalt|"
    r"første|fyrste|opprinnelig|opphavleg|opprinneleg|"
    r"forfallsdato|datert|dagsett|due|dated)\b\.?[ :]*)+(?:(?:for|av|på|om|of|on|den)\s+)?",
    re.IGNORECASE,
)
_SAID = re.compile(r"(?:gjelder|gjeld|vedr|ang|re\b|regarding|concerning|subject|emne)", re.IGNORECASE)
_FROM = re.compile(r"(?:\.?/\.\s*|(?:fra|frå|from|til|mot|på vegne av|på vegner av|on behalf of)\s+)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?i)\b(?:faktura|regning|rekning|invoice|saks?|kunde|avtale|medlem|bilag|krav|vår ref|deres ref|ref|kid|konto)\w*"
    r"\.?\s*(?:nr\.?|nummer|no\.?|number)?\s*:?\s*[\w/-]*\d[\w/-]*"
)
_BILL = re.compile(
    r"(?i)\b(?:faktura|regning|rekning|invoice|bilag)\w*\.?\s*(?:nr\.?|nummer|no\.?)?\s*:?\s*[\w/-]*\d{3}"
)
_SENTENCE = re.compile(
    r"(?i)\b(?:er|har|ble|blei|vart|må|skal|vil|kan|ber|ikke|ikkje|du|deg|dere|dykk|vi|oss|is|has|was|must|not|you|we)\b"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the line says the claim is for: its span in the transcript's text, and how surely (0-1)."""

    start: int
    end: int
    sure: float


def subject_of(sheet: Sheet, *, names: Collection[str]) -> Subject | None:
    """The subject that the letter's heading, or a line right under it, tells; ``None`` where none does. `names` are
    the parties', which a subject line may hold too.
    """
    if sheet.is_optical:
        return None
    titles = find_titles(sheet)
    title = titles[0].cell if titles else None
    for cell in (title, *_under(sheet, title)) if title is not None else ():
        found = _said_in(cell, names, is_title=cell is title)
        if found is not None:
            return found
    for cell in sheet.cells:
        alone = len(sheet.line_cells(cell.line)) == 1 and len(cell.words) <= _MOST_WORDS
        if alone and _BILL.search(cell.text) and sheet.page_role(cell.page) != "back":
            found = _said_in(cell, names, is_title=False)
            if found is not None:
                return found
    return None


def _under(sheet: Sheet, title: Cell) -> Iterator[Cell]:
    """The lines right under the heading that stand alone, at its left edge or under its middle."""
    over = title
    for _ in range(_LINES):
        under = sheet.below(over, max_drop=_REACH)
        if under is None or len(sheet.same_row(under)) > 1 or len(under.words) > _MOST_WORDS:
            return
        yield under
        over = under


def _said_in(cell: Cell, names: Collection[str], *, is_title: bool) -> Subject | None:
    text = cell.text
    if (text[-1] in ".!?:," and not text.endswith(("nr.", "mnd."))) or (not is_title and _SENTENCE.search(text)):
        return None
    parts = [(m.start(), m.end()) for m in _PARTED.finditer(text)]
    spans = list(zip([0, *(end for _, end in parts)], [*(start for start, _ in parts), len(text)], strict=True))
    if is_title:
        spans = spans[1:]
    led = False
    left: list[tuple[int, int, bool]] = []
    for start, end in spans:
        told = bool(_SAID.match(text, start, end))
        inner = _without_leads(text, start, end, names)
        if inner is None:
            led = led or told
            continue
        left.append((*inner, led or told))
        led = False
    if len(left) > 1 and left[0][1] + 2 >= left[1][0] and text[left[0][1]] == ",":
        left = [(left[0][0], left[-1][1], left[0][2])]  # "husleie, mai og juni"
    if len(left) != 1:
        return None
    start, end, said = left[0]
    value = text[start:end]
    if sum(c.isalpha() for c in value) < 5 or not may_describe(value) or _SENTENCE.search(value):
        return None
    words = value.split()
    if not said and len(words) == 1 and is_title and _OF_GOODS.search(fold(value)):
        return Subject(cell.start + start, cell.start + end, LONE)
    if not said and (len(words) == 1 or (all(w[0].isupper() for w in words) and not any(c.isdigit() for c in value))):
        return None  # a lone word at the heading may be anything, and capitals somebody's name
    return Subject(cell.start + start, cell.start + end, LED if said else BARE)


def _without_leads(text: str, start: int, end: int, names: Collection[str]) -> tuple[int, int] | None:
    """What a part of the line says beside names, numbers and the words that lead to them; ``None`` if nothing."""
    while True:
        numbered = _NUMBERED.match(text, start, end)
        day = next((d for d in find_dates(text[start:end]) if d.start == 0), None)
        lead = None if numbered else (_LEAD.match(text, start, end) or _FROM.match(text, start, end))
        if day is not None:
            start += day.end
        elif numbered is not None:
            start = numbered.end()
        elif lead is not None and lead.end() > start:
            start = lead.end()
        else:
            named = next((n for n in names if text[start:end].startswith(n)), None)
            if named is None:
                break
            start += len(named)
        while start < end and text[start] in " ,:.()–-":
            start += 1
        if text[start:end].startswith(("for ", "av ", "of ")):
            start = text.index(" ", start) + 1
    rest = text[start:end].rstrip(" ,.;:()")
    if len(rest) < 4 or any(same_name(rest, n) for n in names) or has_company_form(rest):
        return None
    told = field_of(fold(rest))
    if told is not None or kinds_of(rest) is not None or not any(c.isalpha() for c in rest):
        return None
    return start, start + len(rest)
