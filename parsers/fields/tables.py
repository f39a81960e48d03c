"""Amount rows: every printed amount together with the words that name it.

A row is a label with one or more amounts, however the page sets them: label left and amounts right, label over
amount (cards), labels in one line and amounts in the next (summary strips), columns under headers, or a sentence.
What the rows mean for the demand is decided in `parsers.fields.claim`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from parsers.candidates import Amount
from parsers.fields.amount_rows import AmountRow, trimmed
from parsers.fields.row_labels import (
    is_noise,
    next_lines,
    whole_label,
    with_label_around,
    with_label_astride,
    with_label_finished,
    with_label_level,
    with_line_above,
)
from parsers.fields.said import in_sentence
from parsers.fields.stems import field_of
from parsers.fields.titles import find_titles
from parsers.layout import Cell, Sheet, is_aligned
from parsers.model import LineType
from parsers.patterns import RowLabel, read_row_label
from parsers.views import fold

_TIMEOUT = 0.1
_OVER, _BOX_REACH = 0.4, 3.2
"""How far over its amount, in heights of it, the label of a box stands."""
_LONGEST_LABEL = 12
"""Words of the longest label over an amount; what is longer is a sentence."""
_FULL_STOPS = frozenset({".", "kr.", "kroner.", ",-."})
_ASKS = regex.compile(r"(?:kr|kroner|kronar|nok)?\W*\?", regex.IGNORECASE)
_LETTERS = regex.compile(r"[^\W\d_]{2,}")
_NEXT_SENTENCE = regex.compile(r"[^\W\d_]{4}[.!?] [A-ZÆØÅ]")
_PAYMENT_HEAD = regex.compile(r"\b(?:kid|konto\w*|\w+konto(?:nummer|nr)?|iban|account|bankgiro)\b")
_BARE_HEAD = regex.compile(r"\W*(?:kroner|kronar|kr|nok|belop|amount)\W*")
_NUMBER = regex.compile(r"\d[\d /-]{2,}")
_PLAIN_AMOUNT = regex.compile(r"^\W*(?:rest)?(?:belop|krav|amount)\b")


def rows_of_sheet(sheet: Sheet, amounts: Mapping[int, Sequence[Amount]]) -> list[AmountRow]:
    """All amount rows in reading order, sentences last within their paragraph."""
    rows: list[AmountRow] = []
    by_line = lines_with_amounts(sheet, amounts)
    for line in sorted(by_line):
        cells = sheet.line_cells(line)
        in_prose = any(sheet.is_prose(cell) for cell in by_line[line])
        if in_prose and not _is_tabular(sheet, line, amounts) and not _is_under_total(sheet, cells, amounts):
            for cell in by_line[line]:
                rows.extend(in_sentence(sheet, a) for a in amounts[cell.index] if not a.bare)
            continue
        if len(cells) == 1 and _ASKS.fullmatch(sheet.text[amounts[cells[0].index][-1].end : cells[0].end].strip()):
            continue  # a heading that asks about the sum: "Hvorfor akkurat 1 567,23 kr?"
        if len(cells) == 1 and _is_sentence(cells[0], amounts):
            rows.extend(in_sentence(sheet, a) for a in amounts[cells[0].index] if not a.bare)
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
    return rest in _FULL_STOPS or len(_LETTERS.findall(rest)) >= 3


def _is_tabular(sheet: Sheet, line: int, amounts: Mapping[int, Sequence[Amount]]) -> bool:
    """Whether a prose-looking line is really a row: its label is a known one and its amount ends it."""
    cells = sheet.line_cells(line)
    last = cells[-1]
    if last.index not in amounts:
        return _begins_with_amount(cells, amounts) and any(
            _begins_with_amount(sheet.line_cells(near), amounts) for near in (line - 1, line + 1)
        )
    amount = amounts[last.index][-1]
    rest = sheet.text[amount.end : last.end].strip(" .:-kKrR*|")
    if rest or amount.end > last.end:
        return False
    label = sheet.text[cells[0].start : amount.start].strip(" •*·-–")
    if not label or (not label[0].isupper() and not label[0].isdigit()) or _NEXT_SENTENCE.search(label):
        return False
    reading = read_row_label(trimmed(label), optical=amount.optical)
    if reading is None or reading.pattern.strength < 0.85 or len(label.split()) > 12:
        return False
    return _known_row(sheet, line - 1, amounts) or _known_row(sheet, line + 1, amounts) or len(label.split()) <= 6


def _begins_with_amount(cells: Sequence[Cell], amounts: Mapping[int, Sequence[Amount]]) -> bool:
    """Whether a line is an amount alone and a row's name right of it."""
    if len(cells) != 2 or cells[0].index not in amounts or not amounts[cells[0].index][0].alone:
        return False
    return cells[1].index not in amounts and read_row_label(trimmed(cells[1].text)) is not None


def _is_under_total(sheet: Sheet, cells: Sequence[Cell], amounts: Mapping[int, Sequence[Amount]]) -> bool:
    """Whether a line is an amount and nothing else, and the line over it is a total's name: a card, though it stands
    between lines of text.
    """
    if len(cells) != 1 or len(amounts[cells[0].index]) != 1 or not amounts[cells[0].index][0].alone:
        return False
    above = sheet.above(cells[0], max_drop=2.2)
    if above is None or above.index in amounts or not above.text[0].isupper() or len(above.words) > 8:
        return False
    reading = read_row_label(trimmed(above.text), optical=amounts[cells[0].index][0].optical)
    return reading is not None and reading.role == "total" and not reading.conditional


def _known_row(sheet: Sheet, line: int, amounts: Mapping[int, Sequence[Amount]]) -> bool:
    cells = sheet.line_cells(line)
    return bool(cells) and cells[-1].index in amounts and len(_LETTERS.findall(cells[0].text)) <= 10


def _line_rows(sheet: Sheet, cells: Sequence[Cell], amounts: Mapping[int, Sequence[Amount]]) -> Iterator[AmountRow]:
    """The rows of one printed line, from the left: labels gather until amounts follow; a label after amounts starts
    the next row.
    """
    labels: list[tuple[int, int]] = []
    taken: list[Amount] = []
    tail = ""

    def row() -> AmountRow:
        label = trimmed(" ".join(sheet.text[s:e] for s, e in labels))
        if not label and tail and read_row_label(trimmed(tail), optical=taken[0].optical) is not None:
            label = trimmed(tail)
        start = labels[0][0] if labels else taken[0].start
        label, reading, start = _named_by(sheet, labels, label, start, optical=taken[0].optical)
        return AmountRow(
            label=label,
            reading=reading,
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
                bare = not any(_LETTERS.search(trimmed(sheet.text[s:e]), timeout=_TIMEOUT) for s, e in labels)
                if bare and last and read_row_label(trimmed(cell.text)) is not None:
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


def _named_by(
    sheet: Sheet, labels: Sequence[tuple[int, int]], label: str, start: int, *, optical: bool
) -> tuple[str, RowLabel | None, int]:
    """What the label cells left of an amount say, as label, its reading and where it starts. Together they say it,
    unless the one nearest to the amount is a name of its own and what stands left of it belongs to another column, or
    the first names a kind of cost and the others only its ground.
    """
    if not _LETTERS.search(label, timeout=_TIMEOUT) and "%" not in label:
        return label, None, start
    reading = read_row_label(label, optical=optical)
    if len(labels) < 2:
        return label, reading, start
    if not _LETTERS.search(sheet.text[slice(*labels[0])], timeout=_TIMEOUT) or _in_margin(sheet, *labels[-2:]):
        words = trimmed(" ".join(sheet.text[s:e] for s, e in labels[1:]))
        _, told, _ = _named_by(sheet, labels[1:], words, start, optical=optical)
        if told is not None:
            return label, told, start  # behind a number or code of its own column, or a key word in the margin
    own = _after_a_value(sheet, labels)
    if own is not None:
        name = trimmed(sheet.text[slice(*own)])
        named = read_row_label(name, optical=optical)
        if named is not None and named.pattern.strength >= 0.85:
            return name, named, own[0]
    first, last = (read_row_label(trimmed(sheet.text[s:e]), optical=optical) for s, e in (labels[0], labels[-1]))
    name, begins = trimmed(sheet.text[labels[-1][0] : labels[-1][1]]), labels[-1][0]
    if last is not None and last.pattern.strength >= 0.85 and _is_of_a_field(sheet.text[slice(*labels[0])]):
        return name, last, begins  # a label of another column, whose value stands elsewhere
    if last is not None and last.role == "total" and (reading is None or reading.role != "total"):
        return name, last, begins
    weaker = reading is None or reading.pattern.strength < (first.pattern.strength if first is not None else 0)
    if first is not None and first.role == "line" and (first.pattern.strength >= 1 or weaker):
        if reading is None or reading.pattern.name != "interest-on-costs":
            return label, first, start
    elif last is not None and last.role == "line" and last.pattern.strength >= 1 and last.pattern.name != "vat":
        return name, last, begins
    return label, reading, start


def _in_margin(sheet: Sheet, key: tuple[int, int], label: tuple[int, int]) -> bool:
    """Whether of the two cells before an amount the left one is a key word in the margin: the table goes on under the
    other one alone.
    """
    left, own = sheet.cell_at(key[0]), sheet.cell_at(label[0])
    under = sheet.below(own, max_drop=2.2) if left is not None and own is not None else None
    if left is None or own is None or under is None or abs(under.box.x0 - own.box.x0) > 0.006:
        return False
    row = sheet.same_row(under)
    return row[0] is under and len(row) >= 2 and under.box.x0 > left.box.x1


def _is_of_a_field(text: str) -> bool:
    """Whether a text is the label of a date, a number or a party."""
    told = field_of(fold(text))
    return told is not None and told[0] not in ("other", "claim_description")


def _after_a_value(sheet: Sheet, labels: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The last label cell, when a label and its figure stand left of it: "Fakturanr  4711  Purregebyr  38,00"."""
    if len(labels) < 3:
        return None
    (s0, e0), (s1, e1) = labels[-3], labels[-2]
    is_number = not _LETTERS.search(sheet.text[s1:e1], timeout=_TIMEOUT)
    return labels[-1] if is_number and _LETTERS.search(sheet.text[s0:e0], timeout=_TIMEOUT) else None


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
    row = with_label_finished(sheet, row, by_line)
    cell = row.amounts[0].cell
    if not row.label or (field_of(fold(row.label)) or ("other",))[0] != "other":
        level = with_label_level(sheet, row, by_line)
        if level is not None:
            return [level]  # the label read beside it is another column's
    if len(row.amounts) == 1 and (row.reading is None or row.reading.pattern.strength < 0.85):
        astride = with_label_astride(sheet, row, by_line)
        if astride is not None:
            return [astride]
    if not row.label or row.reading is None:
        strip = _strip(sheet, row, by_line) if len(row.amounts) >= 2 and not row.label else None
        if strip:
            return strip
        box = row.amounts[0].evidence.boxes[0] if row.amounts[0].evidence.boxes else None
        above = sheet.above(cell, max_drop=3.6 if len(row.amounts) == 1 else 2.5, box=box)
        if above is not None and not row.label and _is_heading(sheet, above):
            return [row]  # the letter's own name is none of an amount's
        if not row.label and len(row.amounts) == 1 and above is not None and above.line not in by_line:
            label = trimmed(whole_label(sheet, above, by_line))
            reading = read_row_label(label, optical=row.amounts[0].optical)
            if reading is not None or len(label.split()) <= 4:
                return [replace(row, label=label, reading=reading, setting="card", span=(above.start, row.span[1]))]
        if len(row.amounts) == 1 and (card := _card_beside(sheet, row.amounts[0], by_line)) is not None:
            return [card]
        if (named := _by_payment_header(sheet, row, by_line)) is not None:
            return [named]
        if not row.label or is_noise(row):
            row = with_label_around(sheet, row, by_line)
    if row.label and (row.reading is None or row.label[0].islower()):
        row = with_line_above(sheet, row, by_line)
    if len(row.amounts) == 1 and (row.reading is None or row.reading.pattern.strength < 1):
        card = _card_beside(sheet, row.amounts[0], by_line)
        if card is not None and card.reading is not None and card.reading.role == "total":
            own = row.reading is not None and row.reading.pattern.strength >= 0.85
            heads = card.reading.pattern.name != "to-pay" and _has_a_column(sheet, row.amounts[0], by_line)
            if not (own and heads):
                return [card]
    if len(row.amounts) >= 2:
        card = _card_beside(sheet, row.amounts[-1], by_line)
        if card is not None:
            rest = replace(row, amounts=row.amounts[:-1], headers=row.headers[:-1])
            return [*_placed(sheet, replace(rest, span=(row.span[0], rest.amounts[-1].end)), by_line), card]
        over = [_head_over(sheet, a.cell, by_line) for a in row.amounts]
        names = [whole_label(sheet, head, by_line) if head is not None else "" for head in over]
        titles = tuple(trimmed(head) if head else "" for head in names)
        row = replace(row, headers=tuple(fold(head) for head in names), heads=titles)
    return [replace(row, tail=f"{row.tail} {next_lines(sheet, row, by_line)}".strip())]


def _is_heading(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is what the letter calls itself, printed louder than anything else: "Inkassovarsel"."""
    return any(title.cell is cell for title in find_titles(sheet)[:1])


def _card_beside(sheet: Sheet, amount: Amount, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow | None:
    """A total in a box at the right of a table: its label stands right over it, level with another row."""
    box = amount.evidence.boxes[0] if amount.evidence.boxes else None
    above = sheet.above(amount.cell, max_drop=2.6, box=box)
    if above is None or above in by_line.get(above.line, ()) or len(above.words) > _LONGEST_LABEL:
        return None
    reading = read_row_label(trimmed(above.text), optical=amount.optical)
    if reading is None or (reading.role != "total" and LineType.TOTAL not in reading.pattern.may_be):
        return None
    level = [c for c in by_line.get(above.line, ()) if not _NUMBER.fullmatch(c.text)]  # other than a number's value
    if not level and len(sheet.line_cells(above.line)) > 1 and _heads_a_column(sheet, amount, by_line):
        return None
    return AmountRow(
        label=trimmed(above.text),
        reading=reading,
        amounts=(amount,),
        headers=("",),
        setting="card",
        page=amount.cell.page,
        span=(amount.start, amount.end),
    )


def _heads_a_column(sheet: Sheet, amount: Amount, by_line: Mapping[int, Sequence[Cell]]) -> bool:
    """Whether what stands over an amount heads a column of them, or a row of one heading each, rather than a box."""
    cells = sheet.line_cells(amount.cell.line)
    if sum(c.index in {x.index for x in by_line.get(amount.cell.line, ())} for c in cells) > 1 or len(cells) != 2:
        return True
    return _has_a_column(sheet, amount, by_line)


def _has_a_column(sheet: Sheet, amount: Amount, by_line: Mapping[int, Sequence[Cell]]) -> bool:
    """Whether another amount stands right under this one."""
    under = sheet.below(amount.cell, max_drop=2.6)
    return under is not None and under.line in by_line and under in by_line[under.line]


def _by_payment_header(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> AmountRow | None:
    """The amount at the end of a strip of payment details (account, KID, deadline), named by its column's head."""
    cell = row.amounts[0].cell
    beside = [c for c in sheet.line_cells(cell.line) if c is not cell]
    if len(row.amounts) != 1 or not beside:
        return None
    head = header_over(sheet, cell, by_line)
    reading = read_row_label("til betaling" if _BARE_HEAD.fullmatch(head, timeout=_TIMEOUT) else head) if head else None
    if reading is None or reading.role != "total":
        return None
    if not any(_PAYMENT_HEAD.search(header_over(sheet, c, by_line), timeout=_TIMEOUT) for c in beside):
        return None
    return replace(row, label=head, reading=reading, setting="across")


def _strip(sheet: Sheet, row: AmountRow, by_line: Mapping[int, Sequence[Cell]]) -> list[AmountRow] | None:
    """A line of bare amounts under a line of labels: one row per label. ``None`` when the labels name no amounts."""
    top: list[Cell | None] = []
    for amount in row.amounts:
        above = sheet.above(amount.cell, max_drop=_BOX_REACH)
        top.append(above if above is not None and above.line not in by_line else None)
    if sum(cell is not None for cell in top) < len(row.amounts):
        lines = {c.line for c in top if c is not None}
        labels = sheet.line_cells(next(iter(lines))) if len(lines) == 1 else ()
        heads = [cell or _head_of_box(sheet, row, n, by_line) for n, cell in enumerate(top)]
        top = list(labels) if len(labels) == len(row.amounts) else heads
        if len({cell.index for cell in top if cell is not None}) < sum(cell is not None for cell in top):
            return None  # one label over two amounts names neither
    found = []
    for cell, amount in zip(top, row.amounts, strict=True):
        if cell is None:
            continue
        label = trimmed(cell.text)
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
    known = [r.reading for r in found if r.reading is not None]
    return found if len(known) >= 2 or any(k.role == "total" for k in known) else None


def _head_of_box(sheet: Sheet, row: AmountRow, place: int, by_line: Mapping[int, Sequence[Cell]]) -> Cell | None:
    """The label at the left of the box at whose right an amount stands: close over it, before its end and behind the
    end of the amount before.
    """
    box = row.amounts[place].cell.box
    start = row.amounts[place - 1].cell.box.x1 if place else -1.0
    over = [
        cell
        for cell in sheet.cells
        if cell.page == row.page
        and start < cell.box.x0 < box.x1
        and _OVER * box.height <= box.centre[1] - cell.box.centre[1] <= _BOX_REACH * box.height
        and cell.line not in by_line
        and _LETTERS.search(cell.text, timeout=_TIMEOUT)
    ]
    return max(over, key=lambda cell: cell.box.centre[1], default=None)


def header_over(sheet: Sheet, below: Cell, by_line: Mapping[int, Sequence[Cell]]) -> str:
    """The folded words over a cell's column ("" when none)."""
    head = _head_over(sheet, below, by_line)
    return head.folded if head is not None else ""


def _head_over(sheet: Sheet, below: Cell, by_line: Mapping[int, Sequence[Cell]]) -> Cell | None:
    """What heads a cell's column: the nearest aligned cell above on a line without amounts."""
    cell: Cell | None = below
    for _ in range(40):
        following = sheet.above(cell, max_drop=5.0) if cell is not None else None
        if following is None:
            return None
        if following.line not in by_line:
            if _LETTERS.search(following.text) and len(sheet.line_cells(following.line)) >= 2:
                return following
            if not is_aligned(following.box, below.box):
                return None
        cell = following
    return None


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
