"""Amount rows: every printed amount together with the words that name it.

A row is a label with one or more amounts, however the page sets them: label left and amounts right, label over
amount (cards), labels in one line and amounts in the next (summary strips), columns under headers, or a sentence.
What the rows mean for the demand is decided in `parsers.fields.claim`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import regex

from parsers.candidates import Amount
from parsers.layout import Cell, Sheet, is_aligned
from parsers.model import LineType
from parsers.patterns import RowLabel, is_conditional, read_row_label
from parsers.views import fold

Setting = Literal["table", "card", "across", "prose"]

_TIMEOUT = 0.1
_LETTERS = regex.compile(r"[^\W\d_]{2,}")
_SENTENCE_END = regex.compile(r"(?<=[^\W\d]{2}|\d\d\d|[,:.]\d\d|,-|[)\"%])[.!?:;]\s+(?=[^\W\d_a-zæøå])")
_CURRENCY = regex.compile(r"[\s.:]*\b(?:kr|nok)\b[\s.:=]*$", regex.IGNORECASE)
_FIGURE = regex.compile(r"\d[.,](?:\d\d|-)(?!\d)(?!\s?%)")
_AFTER = regex.compile(r"\s*(?:kr\.?\s*)?(?:i|for|som gjelder|er|til|av)\s+(?P<words>(?:[^\s,.;()]+\s*){1,4})")
_PAID_NOW = regex.compile(
    r"\W*(?:(?:ma|skal|bes|blir|vert|mest)\W+)(?:vare\W+|bli\W+|no\W+|na\W+)?(?:inn)?betal(?:es|t|ast)\b|"
    r"\W*(?:inn)?betales\b|\W*er betalt innen\b|\W*(?:must|should) be paid\b"
)
_PLAIN_AMOUNT = regex.compile(r"^\W*(?:rest)?(?:belop|krav|amount)\b")
_BETTER = regex.compile(
    r"\b(?:rest\w*|gjenst\w*|utestande|sum|total\w*|belop|a betale|skyldig|saldo|amount|due|kr|nok)\b"
)
_WORSE = regex.compile(
    r"\b(?:opp?rin\w*|innbetalt|betalt|pris|antall|sats|grunnlag|rabatt|mva|eks|stk|tidligere|dager|dagar|rente|"
    r"enhet\w*|a-?pris|original|paid)\b"
)


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
        """Which of the amounts is the row's own: the rightmost one unless the headers say better."""
        if len(self.amounts) == 1:
            return 0
        scores = []
        for i, header in enumerate(self.headers):
            score = 0.1 * i
            if _BETTER.search(header, timeout=_TIMEOUT):
                score += 1
            if _WORSE.search(header, timeout=_TIMEOUT):
                score -= 1
            scores.append(score)
        return max(range(len(scores)), key=lambda i: scores[i])


def rows_of_sheet(sheet: Sheet, amounts: Mapping[int, Sequence[Amount]]) -> list[AmountRow]:
    """All amount rows in reading order, sentences last within their paragraph."""
    rows: list[AmountRow] = []
    by_line = lines_with_amounts(sheet, amounts)
    for line in sorted(by_line):
        cells = sheet.line_cells(line)
        if any(sheet.is_prose(cell) for cell in by_line[line]) and not _is_tabular(sheet, line, amounts):
            for cell in by_line[line]:
                rows.extend(_in_sentence(sheet, a) for a in amounts[cell.index] if not a.bare)
            continue
        if len(cells) == 1 and _is_sentence(cells[0], amounts):
            rows.extend(_in_sentence(sheet, a) for a in amounts[cells[0].index] if not a.bare)
            continue
        parsed = list(_line_rows(sheet, cells, amounts))
        for row in parsed:
            rows.extend(_placed(sheet, row, by_line))
    return rows


def lines_with_amounts(sheet: Sheet, amounts: Mapping[int, Sequence[Amount]]) -> dict[int, list[Cell]]:
    """The cells that hold amounts, by printed line."""
    by_line: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        if cell.index in amounts:
            by_line.setdefault(cell.line, []).append(cell)
    return by_line


def _is_sentence(cell: Cell, amounts: Mapping[int, Sequence[Amount]]) -> bool:
    """Whether a lone cell is a short sentence: it goes on, or ends with a full stop, after its amount."""
    if len(cell.words) < 5 or len(_LETTERS.findall(cell.text)) < 3:
        return False
    rest = cell.text[amounts[cell.index][-1].end - cell.start :].strip()
    return rest == "." or len(_LETTERS.findall(rest)) >= 3


def _is_tabular(sheet: Sheet, line: int, amounts: Mapping[int, Sequence[Amount]]) -> bool:
    """Whether a prose-looking line is really a row: its label is a known one and its amount ends it."""
    cells = sheet.line_cells(line)
    last = cells[-1]
    if last.index not in amounts:
        return False
    amount = amounts[last.index][-1]
    rest = sheet.text[amount.end : last.end].strip(" .:-kKrR*|")
    if rest:
        return False
    label = sheet.text[cells[0].start : amount.start].strip()
    if not label or (not label[0].isupper() and not label[0].isdigit()):
        return False
    reading = read_row_label(_trimmed(label), optical=amount.optical)
    if reading is None or reading.pattern.strength < 0.85 or len(label.split()) > 12:
        return False
    return _known_row(sheet, line - 1, amounts) or _known_row(sheet, line + 1, amounts) or len(label.split()) <= 6


def _known_row(sheet: Sheet, line: int, amounts: Mapping[int, Sequence[Amount]]) -> bool:
    cells = sheet.line_cells(line)
    return bool(cells) and cells[-1].index in amounts and len(_LETTERS.findall(cells[0].text)) <= 10


def _trimmed(label: str) -> str:
    return _CURRENCY.sub("", label).strip(" .:…·_-–|=*+\u2022\t")


def _line_rows(sheet: Sheet, cells: Sequence[Cell], amounts: Mapping[int, Sequence[Amount]]) -> Iterator[AmountRow]:
    """The rows of one printed line, from the left: labels gather until amounts follow; a label after amounts starts
    the next row.
    """
    labels: list[tuple[int, int]] = []
    taken: list[Amount] = []
    tail = ""

    def row() -> AmountRow:
        label = _trimmed(" ".join(sheet.text[s:e] for s, e in labels))
        if not label and tail and read_row_label(_trimmed(tail), optical=taken[0].optical) is not None:
            label = _trimmed(tail)
        named = bool(_LETTERS.search(label, timeout=_TIMEOUT)) or "%" in label
        start = labels[0][0] if labels else taken[0].start
        optical = taken[0].optical
        return AmountRow(
            label=label,
            reading=read_row_label(label, optical=optical) if named else None,
            amounts=tuple(taken),
            headers=("",) * len(taken),
            setting="table",
            page=taken[0].cell.page,
            span=(min(start, taken[0].start), taken[-1].end),
            tail=tail,
        )

    for i, cell in enumerate(cells):
        here = list(amounts.get(cell.index, ()))
        if here and here[0].bare and not taken and i + 1 < len(cells) and cells[i + 1].index not in amounts:
            here = []  # a number column in front of the words: an invoice number, no amount
        if here and any(a.alone for a in here):
            taken.extend(here)
            continue
        if not here:
            if taken and _LETTERS.search(cell.text, timeout=_TIMEOUT):
                last = i + 1 == len(cells) or cells[i + 1].index not in amounts
                bare = not any(_LETTERS.search(_trimmed(sheet.text[s:e]), timeout=_TIMEOUT) for s, e in labels)
                if bare and last and read_row_label(_trimmed(cell.text)) is not None:
                    labels, tail = [], cell.text  # the amount stands before its label
                    yield row()
                    labels, taken, tail = [], [], ""
                    continue
                yield row()
                labels, taken, tail = [], [], ""
            elif taken:
                continue
            labels.append((cell.start, cell.end))
            continue
        if taken:
            yield row()
            labels, taken, tail = [], [], ""
        follower = cells[i + 1] if i + 1 < len(cells) else None
        if follower is not None and any(a.alone for a in amounts.get(follower.index, ())):
            labels.append((cell.start, cell.end))
            continue
        own = _own_amount(sheet, cell, here)
        labels.append((cell.start, own.start))
        taken.append(own)
        tail = sheet.text[own.end : cell.end].strip()
    if taken:
        yield row()


def _own_amount(sheet: Sheet, cell: Cell, here: Sequence[Amount]) -> Amount:
    """Of several amounts inside one cell, the row's own: the one after "=" or the last that is no unit price."""
    for amount in here:
        if sheet.text[cell.start : amount.start].rstrip().endswith("="):
            return amount
    head = fold(sheet.text[here[-1].end : cell.end])
    if len(here) >= 2 and head.startswith((")", "per", "pr")):
        return here[0]
    return here[-1]


def _placed(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> Iterable[AmountRow]:
    """The row with its label completed from above, its columns named, or split when it is a strip."""
    cell = row.amounts[0].cell
    if not row.label or row.reading is None:
        strip = _strip(sheet, row, by_line) if len(row.amounts) >= 2 and not row.label else None
        if strip:
            return strip
        box = row.amounts[0].evidence.boxes[0] if row.amounts[0].evidence.boxes else None
        above = sheet.above(cell, max_drop=3.6 if len(row.amounts) == 1 else 2.5, box=box)
        if not row.label and len(row.amounts) == 1 and above is not None and above.line not in by_line:
            label = _trimmed(_whole_label(sheet, above, by_line))
            reading = read_row_label(label, optical=row.amounts[0].optical)
            if reading is not None or len(label.split()) <= 4:
                return [replace(row, label=label, reading=reading, setting="card", span=(above.start, row.span[1]))]
        if not row.label:
            row = _with_label_around(sheet, row, by_line)
    if row.label and (row.reading is None or row.label[0].islower()):
        row = _with_line_above(sheet, row, by_line)
    if len(row.amounts) >= 2:
        card = _card_beside(sheet, row.amounts[-1], by_line)
        if card is not None:
            rest = replace(row, amounts=row.amounts[:-1], headers=row.headers[:-1])
            return [*_placed(sheet, replace(rest, span=(row.span[0], rest.amounts[-1].end)), by_line), card]
        headers = tuple(header_over(sheet, a.cell, by_line) for a in row.amounts)
        row = replace(row, headers=headers)
    return [replace(row, tail=f"{row.tail} {_next_lines(sheet, row, by_line)}".strip())]


def _card_beside(sheet: Sheet, amount: Amount, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow | None:
    """A total in a box at the right of a table: its label stands right over it, level with another row."""
    box = amount.evidence.boxes[0] if amount.evidence.boxes else None
    above = sheet.above(amount.cell, max_drop=2.6, box=box)
    if above is None or above.line not in by_line or above in by_line[above.line]:
        return None
    reading = read_row_label(_trimmed(above.text), optical=amount.optical)
    if reading is None or reading.role != "total":
        return None
    return AmountRow(
        label=_trimmed(above.text),
        reading=reading,
        amounts=(amount,),
        headers=("",),
        setting="card",
        page=amount.cell.page,
        span=(amount.start, amount.end),
    )


def _whole_label(sheet: Sheet, last: Cell, by_line: Mapping[int, Sequence[Cell]]) -> str:
    """The label that ends in this cell: a line that begins with a small letter goes on from the line above."""
    text, cell = last.text, last
    for _ in range(2):
        above = sheet.above(cell, max_drop=2.2)
        if not text[:1].islower() or above is None or above.line in by_line:
            break
        text, cell = f"{above.text} {text}", above
    return text


def _with_line_above(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow:
    """A label that began on the line above, where its first half stands alone."""
    first = sheet.cell_at(row.span[0])
    above = sheet.above(first, max_drop=2.0) if first is not None else None
    if above is None or above.line in by_line or abs(above.box.x0 - (first.box.x0 if first else 0)) > 0.02:
        return row
    if len(sheet.line_cells(above.line)) > 1:
        return row
    joined = f"{above.text} {row.label}".replace("- ", "") if above.text.endswith("-") else f"{above.text} {row.label}"
    reading = read_row_label(_trimmed(joined), optical=row.amounts[0].optical)
    if reading is None or reading.pattern.strength < 0.85 or len(joined.split()) > 16:
        return row
    return replace(row, label=_trimmed(joined), reading=reading, span=(above.start, row.span[1]))


def _with_label_around(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow:
    """A label of two lines with its amount set level with the gap between them."""
    cell = row.amounts[0].cell
    around = []
    for line in (cell.line - 1, cell.line + 1):
        cells = [c for c in sheet.line_cells(line) if c.page == cell.page] if line >= 0 else []
        if len(cells) != 1 or line in by_line or cells[0].box.x1 > cell.box.x0 + 0.005:
            continue
        if abs(cells[0].box.centre[1] - cell.box.centre[1]) <= 1.1 * cell.box.height:
            around.append(cells[0])
    if not around:
        return row
    label = _trimmed(" ".join(c.text for c in around))
    reading = read_row_label(label, optical=row.amounts[0].optical)
    if reading is None:
        return row
    start = min(row.span[0], around[0].start)
    return replace(row, label=label, reading=reading, tail=around[-1].text, span=(start, row.span[1]))


def _next_lines(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> str:
    """Up to two lines right under the row's label that have no amount: the rest of a wrapped label."""
    found: list[str] = []
    cell = sheet.cell_at(row.span[0])
    while cell is not None and len(found) < 2:
        following = sheet.below(cell, max_drop=1.9)
        if following is None or following.line in by_line or abs(following.box.x0 - cell.box.x0) > 0.03:
            break
        if read_row_label(_trimmed(following.text)) is not None and not regex.search(r"\d", following.text):
            break
        if following.box.height > 1.3 * cell.box.height:
            break
        found.append(following.text)
        cell = following
    return " ".join(found)


def _strip(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> list[AmountRow] | None:
    """A line of bare amounts under a line of labels: one row per label. ``None`` when the labels name no amounts."""
    top: list[Cell | None] = []
    for amount in row.amounts:
        above = sheet.above(amount.cell, max_drop=3.2)
        top.append(above if above is not None and above.line not in by_line else None)
    if sum(cell is not None for cell in top) < len(row.amounts):
        lines = {c.line for c in top if c is not None}
        if len(lines) == 1:
            labels = sheet.line_cells(next(iter(lines)))
            if len(labels) == len(row.amounts):
                top = list(labels)
    found = []
    for cell, amount in zip(top, row.amounts, strict=True):
        if cell is None:
            continue
        label = _trimmed(cell.text)
        reading = read_row_label(label, optical=amount.optical)
        found.append(
            AmountRow(
                label=label,
                reading=reading,
                amounts=(amount,),
                headers=("",),
                setting="across",
                page=row.page,
                span=(amount.start, amount.end),
            )
        )
    return found if sum(r.reading is not None for r in found) >= 2 else None


def header_over(sheet: Sheet, below: Cell, by_line: Mapping[int, Sequence[Cell]]) -> str:
    """The folded words over a cell's column: the nearest aligned cell above on a line without amounts."""
    cell: Cell | None = below
    for _ in range(40):
        if cell is None:
            return ""
        following = sheet.above(cell, max_drop=5.0)
        if following is None:
            return ""
        if following.line not in by_line:
            if _LETTERS.search(following.text) and len(sheet.line_cells(following.line)) >= 2:
                return following.folded
            if not is_aligned(following.box, below.box):
                return ""
        cell = following
    return ""


def _in_sentence(sheet: Sheet, amount: Amount) -> AmountRow:
    """An amount in running text, labelled by the words just before it, or just after it ("300 kroner i salær")."""
    text = sheet.text
    floor = max(0, amount.start - 140)
    before = text[floor : amount.start]
    cuts = [m.end() for m in _SENTENCE_END.finditer(before, timeout=_TIMEOUT)]
    sentence = before[cuts[-1] :] if cuts else before
    figures = list(_FIGURE.finditer(sentence, timeout=_TIMEOUT))
    own = sentence[figures[-1].end() :] if figures else sentence
    after = text[amount.end : amount.end + 60].replace("\n", " ")
    near = " ".join(own.split()[-7:])
    if _PAID_NOW.match(fold(after), timeout=_TIMEOUT) and not is_conditional(sentence[-110:]):
        return _sentence_row(amount, " ".join(sentence.split()[-7:]), read_row_label("å betale"), after)
    named = _AFTER.match(after, timeout=_TIMEOUT)
    reading = read_row_label(named["words"], optical=amount.optical) if named else None
    label = named["words"].strip() if named and reading is not None else ""
    if reading is None or reading.role != "line":
        reading, label = None, near
        words = near.split()
        for size in range(1, len(words) + 1):
            candidate = read_row_label(" ".join(words[-size:]), optical=amount.optical)
            if candidate is None:
                continue
            if reading is None or candidate.role == "total":
                reading = candidate
            if reading.role == "total" or reading.pattern.strength >= 1 or size >= 4:
                break
    if reading is not None and (is_conditional(sentence[-110:]) or is_conditional(after[:40])):
        reading = replace(reading, conditional=True)
    return _sentence_row(amount, " ".join(label.split()), reading, after)


def _sentence_row(amount: Amount, label: str, reading: RowLabel | None, after: str) -> AmountRow:
    return AmountRow(
        label=label,
        reading=reading,
        amounts=(amount,),
        headers=("",),
        setting="prose",
        page=amount.cell.page,
        span=(amount.start, amount.end),
        tail=after,
    )


def column_types(row: AmountRow) -> tuple[LineType | None, ...]:
    """What each column's header says its amounts are (an overview with a column per kind of amount)."""
    found: list[LineType | None] = []
    for header in row.headers:
        reading = read_row_label(header) if header else None
        found.append(reading.type if reading is not None and reading.role == "line" else None)
    if any(t not in (None, LineType.PRINCIPAL, LineType.VAT, LineType.PAID) for t in found):
        # Beside a column of interest or fees, a column of plain amounts holds the claims themselves.
        found = [
            LineType.PRINCIPAL if t is None and _PLAIN_AMOUNT.search(h, timeout=_TIMEOUT) else t
            for t, h in zip(found, row.headers, strict=True)
        ]
    return tuple(found)
