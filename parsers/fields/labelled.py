"""Labels beside values: which printed words name a reference number, a party or a date, and where its value stands.

A label stands before its value in one cell ("Saksnr. 1234"), left of it, or over it; a row of labels stands over a row
of values. This module finds labels of its dictionary and the place of their values; what a value may look like is
asked of the caller, so that a date label never takes a telephone number. Labels of amounts and payment are elsewhere
(`parsers.patterns`); here they only tell that a cell is no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from parsers.fields.columns import LIST_HEADS, heads_told, is_item_head
from parsers.fields.label_dictionary import LABELS, OF_A_TRADE, OTHER_LABELS
from parsers.fields.label_lines import ENDS_SENTENCE, Label, between_values, by_part, first_detail, in_a_row, in_details
from parsers.fields.names import has_company_form
from parsers.fields.stems import MOST_WORDS, field_of, label_before
from parsers.layout import Cell, Sheet, once
from parsers.money import find_amounts
from parsers.spelling import mend_word
from parsers.views import fold

Place = Literal["inline", "right", "below"]

_REST_OF_LINE = 6
_YEAR = re.compile(r"(?:19|20)\d\d")
_SEPARATORS = frozenset("–—-|·•/,;")
_LEADER = re.compile(r"\s*:\s*|\s*(?:[._…·]\s?){3,}:?\s*|\s*(?:[._…·]\s?){2}:\s*")
"""What leads from a label to its value: a colon, or a row of dots."""
_LED_TO = re.compile(r"\s?:|\s*(?:[._…·]\s?){3,}")
_WITH_WHOM = re.compile(r"\s+(?:hos|i|at|with)\s+[A-ZÆØÅ].*$")
"""With whom a case or a customer is: "Din sak hos Solvik Inkasso AS"."""
_REMARK = re.compile(
    r"(?i:(?:må |skal |bes |alltid |please )*(?:oppgis|oppgi|oppgje|oppgjevast|oppgitt|bruk|brukes|quote|quoted)\b)"
    r"[^\d:]*$"
)
"""A remark on how to use the number, behind its label: "Vårt saksnummer – oppgis ved alle henvendelser"."""
_BOX_NUMBER = re.compile(r"\d{1,3}[.)]?")
"""The number of a form's box before its label: "2 Saksnr.", "10 SAKSNR ......: 2026-40801"."""
_BOXED = re.compile(r"\d{1,3}[.)]?\s+(?=[^\W\d_])")
_ASIDE = re.compile(r"\([^()]*\)[\s:._…·]*")
"""A remark in brackets behind a label."""
_ALONE = frozenset({"hva", "kva", "behandling", "for", "fra", "re", "art", "om", "spesifikasjon", "tekst"})
"""Labels that are common words too."""
_ENDS_OPEN = re.compile(r" (?:for|om|av|gjelder|gjeld|ang\w*|vedr\w*|concerns?|relates to)\W*$")
_MAX_WORDS = 5
_THING_WORDS = 3
"""Words of the shortest description that a word in it may make look like a label."""
_NAMES_OTHER = re.compile(
    r"(?:bank|giro)?konto(?:nr|nummer)?\b|kid\b|iban|bic|swift|sum\b|bel[oø]p|saldo|tlf|telefon\b|e-?post|org\b|orgn|"
    r"rente|[aå] betale|inn?betal|betal(?:es|er)?\b|betalings(?:frist|info|opplys|mottak)|sats|post\b|postn|adresse|"
    r"dato\b|frist|forfall|side\b|referanse|v[aå]r ref|deres ref"
)
"""How a cell begins that names something else than what a claim is for, however many words follow."""
_OF_A_COLUMN = 0.8
"""Strength from which a label that may be a value too is known for the head of a column."""
_LEAST_HEADS = 3
_OF_AMOUNTS = re.compile(r"\W*(?:belop|sum|kroner|kronar|kr|nok|amount|total)(?:\W+(?:i\W+|in\W+)?(?:kr\w*|nok))?\W*")
"""What heads a column of amounts."""
_A_SENTENCE = 5
"""Words of the shortest line that is taken for a sentence's."""
_SAME_EDGE = 0.006
"""How far apart, in page widths, the left edges of one column may be."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value beside its label. ``[start, end)`` of the value in the transcript's text; ``strength`` 0-1."""

    field: str
    strength: float
    label: Label
    start: int
    end: int
    place: Place
    cell: Cell


@cache
def _dictionary() -> dict[tuple[str, ...], tuple[str, float]]:
    table: dict[tuple[str, ...], tuple[str, float]] = {}
    for field, rows in LABELS.items():
        for words, strength in rows:
            table[tuple(_plain(w) for w in words.split())] = (field, strength)
    for words in OTHER_LABELS.split(";"):
        table.setdefault(tuple(_plain(w) for w in words.split()), ("other", 0.9))
    return table


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    return re.sub(r"[^\w/-]|(?<=\w)[./](?=\w)", "", fold(word)).strip("-")


@once
def labels_in(sheet: Sheet) -> tuple[Label, ...]:
    """Every label of the dictionary in the letter, in reading order; ``field`` is "other" for labels of no field."""
    table = _dictionary()
    found: list[Label] = []
    for cell in sheet.cells:
        known = list(_labels_of(sheet, cell, table))
        if not known or (known[0].rest[1] > known[0].rest[0] and not known[0].colon):
            told = list(_by_stem(sheet, cell)) or list(first_detail(cell))
            if told and (not known or _says_more(told[0], known[0])):
                known = [*told, *(label for label in known if told[0].apart and label.start >= told[0].rest[1])]
        known = [*known, *by_part(cell, known)]
        known.extend(between_values(cell, known))
        found.extend(known)
        found.extend(in_a_row(cell, known))
    return tuple(in_details(_with_heads(sheet, _with_wrapped(sheet, found, table))))


def _with_heads(sheet: Sheet, labels: list[Label]) -> list[Label]:
    """The labels, with the heads of lists of posts that only their columns tell."""
    plain = {label.cell.index: label for label in labels if label.whole}
    known = {index: label.field for index, label in plain.items()}
    heading = LIST_HEADS | {"claim_description"}
    rows = {sheet.same_row(label.cell)[0].index for label in labels if label.whole and label.field in heading}
    told: dict[int, Label] = {}
    rows |= {sheet.same_row(cell)[0].index for cell in sheet.cells if is_item_head(cell)}
    for first in rows:
        for index, meant in heads_told(sheet, known, sheet.cells[first]).items():
            cell, own = sheet.cells[index], plain.get(index)
            if own is not None and own.field == meant[0] and own.strength >= meant[1]:
                continue
            told[index] = Label(
                *meant, cell.text, cell, cell.start, cell.end, (cell.end, cell.end), whole=True, colon=False
            )
    kept = [label for label in labels if label.cell.index not in told]
    return sorted([*kept, *told.values()], key=lambda label: label.start)


def _with_wrapped(sheet: Sheet, labels: list[Label], table: Mapping[tuple[str, ...], tuple[str, float]]) -> list[Label]:
    """The labels, with those that run over two lines of a narrow column put together: "Opprinnelig | faktura". The
    value stands right of one of the two lines, and nothing right of the other.
    """
    own = {label.cell.index: label for label in labels}
    joined: dict[int, Label] = {}
    gone: set[int] = set()
    for cell in sheet.cells:
        if cell.index in gone or not 1 <= len(cell.words) <= 4 or cell.text[-1] in ":.?!":
            continue
        under = sheet.below(cell, max_drop=1.8)
        if under is None or len(under.words) > 3 or abs(under.box.x0 - cell.box.x0) > 0.006:
            continue
        if not (cell.text[0].isupper() and under.text[0].islower()):
            continue
        right, lower = sheet.right_of(cell, max_gap=0.4), sheet.right_of(under, max_gap=0.4)
        if right is not None and (lower is None or lower.box.x0 > right.box.x1 + 0.01):
            anchor, other = cell, under
        elif right is None and lower is not None:
            anchor, other = under, cell
        elif right is not None:
            anchor, other = cell, under  # the value runs over two lines too
        else:
            anchor, other = cell, under  # the value stands under both
        first, second = own.get(cell.index), own.get(under.index)
        if (first is not None and first.colon) or (second is not None and not second.whole):
            continue
        text = _run_together(cell, under)
        told = table.get(tuple(p for p in (_plain(w) for w in text.split()) if p)) or field_of(fold(text))
        if told is None or (first is not None and second is None and first.field == told[0]):
            continue
        gone.add(other.index)
        joined[anchor.index] = Label(
            *told, text, anchor, anchor.start, anchor.end, (anchor.end, anchor.end), whole=True, colon=False
        )
    kept = [label for label in labels if label.cell.index not in gone and label.cell.index not in joined]
    return sorted([*kept, *joined.values()], key=lambda label: label.start)


def _run_together(cell: Cell, under: Cell) -> str:
    """Two lines of one label as one: "Opprinnelig", "faktura"; "Kunde-", "nummer"."""
    return f"{cell.text[:-1]}{under.text}" if cell.text.endswith("-") else f"{cell.text} {under.text}"


def _says_more(told: Label, known: Label) -> bool:
    """Whether a label told by its words goes on where the dictionary's ends: "Dato | på fakturaen". "Gjelder kjøp" is
    rather a label and its value.
    """
    ends = _ENDS_OPEN.search(fold(told.text)) or told.text.rstrip().endswith("?")
    same = told.field == known.field == "claim_description" and not ends
    return known.start == told.start and told.end > known.end and not same


def _by_stem(sheet: Sheet, cell: Cell) -> Iterator[Label]:
    """A cell that no dictionary knows but that its words' stems tell for a label, whole or up to its colon."""
    text = cell.text
    boxed = _BOXED.match(text)
    begins = boxed.end() if boxed is not None else 0
    leader = _LEADER.search(text, begins)
    split = label_before(text) if leader is None and not begins else None
    if split is not None:
        at, start = split[0], cell.start
        yield Label(*split[1:], text[:at], cell, start, start + at, (start + at, cell.end), whole=False, colon=False)
        return
    colon = leader.start() if leader else -1
    end = len(text) if leader is None or leader.end() == len(text) else colon
    if not 3 <= end <= 70 or len(cell.words) > 3 * MOST_WORDS or ENDS_SENTENCE.search(text[:end]):
        return
    bare = _WITH_WHOM.sub("", text[begins:end])
    known = field_of(cell.folded if bare == text else fold(bare))
    if known is None:
        return
    start = cell.start
    rest = (cell.end, cell.end)
    if end < len(text):
        rest = (start + (leader.end() if leader else end), cell.end)
    elif sheet.is_prose(cell) and cell.box.x1 - cell.box.x0 > 0.4 and not text.rstrip().endswith((":", "?")):
        return
    yield Label(
        *known, text[begins:end], cell, start, start + end, rest, end == len(text), end < len(text) or colon >= 0
    )


def _labels_of(sheet: Sheet, cell: Cell, table: Mapping[tuple[str, ...], tuple[str, float]]) -> Iterator[Label]:
    spans, plain = _words_of(sheet, cell)
    text = sheet.transcript.text
    hits: list[tuple[int, int, str, float]] = []
    numbered = len(spans) > 1 and _BOX_NUMBER.fullmatch(text[slice(*spans[0])]) is not None
    position = int(numbered)
    while position < len(spans):
        opens = position == int(numbered) or plain[position - 1] == "" or _ends_value(text, spans, position)
        step = 1
        if opens:
            for length in range(min(_MAX_WORDS, len(spans) - position), 0, -1):
                known = table.get(tuple(p for p in plain[position : position + length] if p))
                if known is not None and all(plain[position + k] for k in (0, length - 1)):
                    if plain[position] in _ALONE and not _stands_alone(spans, position, length, text):
                        continue
                    if plain[position] in OF_A_TRADE and not _heads_its_row(sheet, cell, spans, position, length):
                        continue
                    hits.append((position, position + length, *known))
                    step = length
                    break
        position += step
    for number, (first, last, field, strength) in enumerate(hits):
        named = spans[first][0]
        whole = last == len(spans)
        if numbered and first == 1 and (whole or ":" in text[spans[last - 1][0] : cell.end]):
            first = 0  # the number of a form's box belongs to its label
        start, end = spans[first][0], spans[last - 1][1]
        stop = spans[hits[number + 1][0] - 1][1] if number + 1 < len(hits) else cell.end
        colon = text[start:end].endswith(":") or _LED_TO.match(text, end, cell.end) is not None
        while last < len(spans) and not plain[last]:
            last += 1  # dots that lead from a label to its value
            colon = colon or _LEADER.fullmatch(text[slice(*spans[last - 1])]) is not None
        rest = (spans[last][0], max(stop, spans[last][0])) if last < len(spans) else (cell.end, cell.end)
        if rest[1] == cell.end and _REMARK.match(text, *rest):
            rest, last = (cell.end, cell.end), len(spans)
        aside = _ASIDE.match(text, *rest)
        if aside:
            rest, colon = (aside.end(), rest[1]), colon or aside.group().rstrip().endswith(":")
            last = len(spans) if rest[0] == cell.end else last
        parted = first > 0 and not plain[first - 1]
        if rest[1] > rest[0] and not colon and first > 0 and not parted:
            continue
        if rest[1] == rest[0] and not colon and first > 0 and sheet.is_prose(cell):
            continue  # a sentence goes on in the next line
        yield Label(field, strength, text[named:end], cell, start, end, rest, last == len(spans), colon)


def _stands_alone(spans: list[tuple[int, int]], position: int, length: int, text: str) -> bool:
    """Whether a label that is also a common word fills its cell or ends in a colon."""
    filled = position == 0 and length == len(spans) and text[spans[0][0]].isupper()
    return filled or text[spans[position + length - 1][1] - 1] == ":"


def _heads_its_row(sheet: Sheet, cell: Cell, spans: list[tuple[int, int]], position: int, length: int) -> bool:
    """Whether a label that may be a value too begins its row and has something beside it, or ends in a colon."""
    if sheet.text[spans[position + length - 1][1] - 1] == ":":
        return position == 0
    filled = position == 0 and length == len(spans) and cell.text[0].isupper()
    left = sheet.left_of(cell)
    return filled and (left is None or sheet.is_prose(left)) and sheet.right_of(cell) is not None


def _words_of(sheet: Sheet, cell: Cell) -> tuple[list[tuple[int, int]], list[str]]:
    """The cell's words as spans and plain forms; a separator is "" and "Saksnr:123" is parted at its colon."""
    spans: list[tuple[int, int]] = []
    plain: list[str] = []
    for index in cell.words:
        start, end = sheet.transcript.word_spans[index]
        word = sheet.transcript.text[start:end]
        glued = re.match(r"([^\W\d_][\w./-]*:)(?=\S)", word)
        pieces = [(start, start + glued.end()), (start + glued.end(), end)] if glued else [(start, end)]
        for a, b in pieces:
            piece = sheet.transcript.text[a:b]
            spans.append((a, b))
            simple = "" if piece in _SEPARATORS or not any(c.isalnum() for c in piece) else _plain(piece)
            simple = piece if simple == "vare" and piece[1] in "åÅ" else simple  # "Våre", no goods
            plain.append(mend_word(simple) if sheet.is_optical and simple else simple)
    return spans, plain


def _ends_value(text: str, spans: list[tuple[int, int]], position: int) -> bool:
    """Whether the word before could end a value, so that a new label may open here: "Saksnr. 12 Dato: 3.4.26"."""
    before = text[slice(*spans[position - 1])]
    return before.endswith((",", ";")) or any(c.isdigit() for c in before)


def labelled_values(
    sheet: Sheet, fits: Callable[[str, str], bool], *, labels: Sequence[Label] | None = None
) -> list[Labelled]:
    """The values of all labels, in reading order of the labels.

    ``fits(field, text)`` says whether a text can be the field's value. Where the value of a whole-cell label stands is
    tried to the right, then below; a value that another label holds already is left to it.
    """
    known = labels_in(sheet) if labels is None else labels
    starting = {label.cell.index: label.field for label in known if label.start == label.cell.start}
    found: list[Labelled] = []
    for label in known:
        if label.field == "other":
            continue
        if label.rest[1] > label.rest[0]:
            rest = sheet.transcript.text[slice(*label.rest)]
            if fits(label.field, rest):
                found.append(Labelled(label.field, label.strength, label, *label.rest, "inline", label.cell))
            continue
        if label.whole:
            found.extend(_beside(sheet, label, fits, starting))
        elif label.colon and label.rest[0] == label.cell.end:
            found.extend(_on_next_line(sheet, label, fits, starting))
    return found


def _on_next_line(
    sheet: Sheet, label: Label, fits: Callable[[str, str], bool], starting: Mapping[int, str]
) -> Iterator[Labelled]:
    """The value of a line's last label that had no room there: "Faktura: 20418. Forfalt:", "03.05.2026"."""
    under = sheet.below(label.cell, max_drop=1.9)
    if under is None or under.index in starting or abs(under.box.x0 - label.cell.box.x0) > _SAME_EDGE:
        return
    if fits(label.field, under.text):
        yield Labelled(label.field, label.strength * 0.95, label, under.start, under.end, "below", under)


def rest_below(sheet: Sheet, value: Labelled) -> str | None:
    """What goes on of a value of words in the line under it, in a narrow column: at its edge, in small letters or the
    year alone, with nothing beside it in the labels' column.
    """
    under = sheet.below(value.cell, max_drop=1.8)
    if under is None or abs(under.box.x0 - value.cell.box.x0) > _SAME_EDGE or len(under.words) > _REST_OF_LINE:
        return None
    text = under.text.strip()
    goes_on = text[0].islower() and text[-1] not in ".:?" and not find_amounts(text) and field_of(under.folded) is None
    if not goes_on and not _YEAR.fullmatch(text):
        return None
    beside = sheet.left_of(under) if value.place == "right" else None
    return None if beside is not None and beside.box.x1 > value.label.cell.box.x0 else text


def _goes_on(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is the end of a sentence in another column rather than a label's value."""
    over = sheet.above(cell, max_drop=2.0)
    if over is None or abs(over.box.x0 - cell.box.x0) > 0.006 or not sheet.is_prose(over):
        return False
    return len(over.words) >= 4 and over.text[-1] not in ".:!?" and cell.text[-1] == "."


def _is_rest_of(cell: Cell, under: Cell) -> bool:
    """Whether a label goes on in the line under it, in small letters at the same edge."""
    small = under.text[0].islower() and len(under.words) <= 4 and not any(c.isdigit() for c in under.text)
    return small and abs(under.box.x0 - cell.box.x0) < 0.006 and cell.text[-1] not in ".:?!"


def _heads_text(sheet: Sheet, label: Label) -> bool:
    """Whether a label is the heading of the text under it: then what stands right of it heads another column."""
    under = sheet.below(label.cell, max_drop=2.6)
    if under is None or label.colon or abs(under.box.x0 - label.cell.box.x0) > _SAME_EDGE:
        return False
    return sheet.is_prose(under) and len(under.words) >= _A_SENTENCE


def _heads_table(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is one of three or more heads of a table whose last column is of amounts."""
    row = sheet.same_row(cell)
    plain = not any(c.isdigit() for head in row for c in head.text)
    return len(row) >= _LEAST_HEADS and plain and _OF_AMOUNTS.fullmatch(row[-1].folded) is not None


def _is_one_of_heads(sheet: Sheet, cell: Cell, right: Cell, starting: Mapping[int, str]) -> bool:
    """Whether a label and what stands right of it head two columns ("Fra   Detaljer"): under both, on one line, stands
    more, at their own edges, and under the label no other one.
    """
    if len(right.words) > 2 or any(c.isdigit() for c in right.text) or has_company_form(right.text):
        return False
    under, beside = sheet.below(cell, max_drop=2.6), sheet.below(right, max_drop=2.6)
    if under is None or beside is None or under.line != beside.line or under.index in starting:
        return False
    if abs(under.box.x0 - cell.box.x0) > _SAME_EDGE or abs(beside.box.x0 - right.box.x0) > _SAME_EDGE:
        return False
    return has_company_form(under.text) or (len(under.words) >= 2 and beside.index in starting)


def _reads_down(sheet: Sheet, label: Label, fits: Callable[[str, str], bool], starting: Mapping[int, str]) -> bool:
    """Whether a label whose value may stand right of it or under it stands in a column of labels over their values:
    then what is right of it belongs to a table beside that column.
    """
    under = sheet.below(label.cell, max_drop=1.9)
    if under is None or under.index in starting or abs(under.box.x0 - label.cell.box.x0) > _SAME_EDGE:
        return False
    if not fits(label.field, under.text):
        return False
    down = across = 0
    for cell in sheet.page_cells(label.cell.page):
        field = starting.get(cell.index, "other")
        beside_it = cell.line == label.cell.line
        if (
            cell is label.cell
            or field == "other"
            or not (beside_it or abs(cell.box.x0 - label.cell.box.x0) <= _SAME_EDGE)
        ):
            continue
        right, below = sheet.right_of(cell), sheet.below(cell, max_drop=1.9)
        beside = right is not None and right.index not in starting and fits(field, right.text)
        lower = below is not None and below.index not in starting and fits(field, below.text)
        down += lower and not beside
        across += beside and not lower
    return down > across


def _is_label(label: Label, cell: Cell, starting: Mapping[int, str]) -> bool:
    """Whether a cell beside a label is a label itself. What a claim is for may hold a word that names something else
    elsewhere: "Gjelder: varer levert på konto".
    """
    field = starting.get(cell.index)
    may_be_thing = label.field == "claim_description" and field == "other" and len(cell.words) >= _THING_WORDS
    named = _NAMES_OTHER.match(cell.folded) is not None or cell.text[-1] == ":"
    return field is not None and (named or not may_be_thing)


def _beside(
    sheet: Sheet, label: Label, fits: Callable[[str, str], bool], starting: Mapping[int, str]
) -> Iterator[Labelled]:
    cell = label.cell
    right = sheet.right_of(cell)
    free = right is not None and not _is_label(label, right, starting) and not _goes_on(sheet, right)
    if right is not None and sheet.heads_text(cell) and sheet.heads_text(right):
        return  # two headings over two columns
    free = free and not (
        label.field == "claim_description" and (_heads_text(sheet, label) or _heads_table(sheet, cell))
    )
    free = free and not (right is not None and _is_one_of_heads(sheet, cell, right, starting))
    if free and right is not None and fits(label.field, right.text) and not _reads_down(sheet, label, fits, starting):
        yield Labelled(label.field, label.strength, label, right.start, right.end, "right", right)
        return
    if cell.folded in OF_A_TRADE and label.strength < _OF_A_COLUMN:
        return
    over = cell
    below = sheet.below(cell, max_drop=1.9)
    if below is not None and below.index not in starting and _is_rest_of(cell, below):
        joined = field_of(fold(_run_together(cell, below)))
        over = below if joined is not None or not fits(label.field, below.text) else cell
    for _ in range(12):
        under = sheet.below(over, max_drop=3.2 if over in (cell, below) else 2.6)
        if under is None or _is_label(label, under, starting) or not fits(label.field, under.text):
            return
        yield Labelled(label.field, label.strength * 0.98, label, under.start, under.end, "below", under)
        if label.field not in {"due_date", "original_due_date", "invoice_date", "invoice_number", "claim_description"}:
            return
        over = under
