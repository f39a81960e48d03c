"""From words with boxes to the one text that is searched.

What happens here: words are grouped into printed rows (each word joins the row of its nearest left neighbour, so a
leaning or curved page does no harm), rows are cut into cells where a column gap stands, lines of running prose are
recognised because their next word would not have fitted, and everything is put in reading order so that a reference
box at the right never stands inside a sentence. National identity numbers are masked before anything else sees them.

Not here: what the words mean. Geometry for look-ups (right of, below, tables) is in `parsers.layout`; normalised
views of the text are in `parsers.views`.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import replace

import regex

from parsers.identifiers import mask_fodselsnummer
from parsers.model import Box, Page, TextLine, Transcript, Word
from parsers.side_columns import at_the_left, at_the_right
from parsers.wrapping import LETTERS, RowPiece, is_amount, next_line, wrapped

COLUMN_GAP = "   "
"""What stands in the text between two cells of one row."""

ROW_TOLERANCE = 0.45
"""Largest distance of two centres on one row, as a share of their mean height."""

GAP_IN_CHARACTERS = 1.8
"""A blank wider than this many average characters parts two cells (a word space is about half a character, a
stretched one in justified text about one and a half)."""

_TIMEOUT = 0.25
_ELEVEN = regex.compile(r"(?<!\d)\d{11}(?!\d)")
_PAYMENT_LABEL = regex.compile(r"konto|\bkid\b|kundeid|\bmerk\b|referanse", regex.IGNORECASE)


def build_transcript(pages: Sequence[Page]) -> Transcript:
    """The transcript of the pages in the order given. Empty pages give an empty text; never raises."""
    text: list[str] = []
    position = 0
    words: list[Word] = []
    spans: list[tuple[int, int]] = []
    word_pages: list[int] = []
    lines: list[TextLine] = []
    for number, page in enumerate(pages):
        if number:
            text.append("\f")
            position += 1
        page_words = [replace(w, text=" ".join(w.text.split())) for w in page.words if w.text.strip()]
        for printed in reading_order(page_words, aspect=page.width / page.height if page.height else 0.707):
            start = position
            indices: list[int] = []
            for piece_number, piece in enumerate(printed):
                if piece_number:
                    text.append(COLUMN_GAP)
                    position += len(COLUMN_GAP)
                for word_number, index in enumerate(piece.words):
                    if word_number:
                        text.append(" ")
                        position += 1
                    word = page_words[index]
                    indices.append(len(words))
                    words.append(word)
                    word_pages.append(page.number)
                    spans.append((position, position + len(word.text)))
                    text.append(word.text)
                    position += len(word.text)
            lines.append(TextLine(page=page.number, start=start, end=position, words=tuple(indices)))
            text.append("\n")
            position += 1
    joined = "".join(text)
    whole, _ = mask_fodselsnummer(joined, accounts=_labelled_numbers(joined, lines))
    masked_words = tuple(
        word if whole[s:e] == word.text else replace(word, text=whole[s:e])
        for word, (s, e) in zip(words, spans, strict=True)
    )
    return Transcript(
        text=whole,
        words=masked_words,
        word_spans=tuple(spans),
        word_pages=tuple(word_pages),
        lines=tuple(lines),
    )


def _labelled_numbers(text: str, lines: Sequence[TextLine]) -> set[str]:
    """Numbers of eleven digits that their own line, or the line of labels above, calls account or KID."""
    found: set[str] = set()
    above = ""
    for line in lines:
        printed = text[line.start : line.end]
        for match in _ELEVEN.finditer(printed):
            if _PAYMENT_LABEL.search(above + " " + printed[: match.start()], timeout=_TIMEOUT):
                found.add(match.group())
        above = printed
    return found


# ------------------------------------------------------------------ rows and cells


def rows_of(words: Sequence[Word]) -> list[list[int]]:
    """Indices of the words, row by row from the top, each row from the left.

    A word joins the row whose last word (its nearest left neighbour) has its centre within `ROW_TOLERANCE` of the
    mean height, after following the slope that row has shown so far, or that the page's long rows show.
    """
    rows = _joined(words, 0.0)
    long = [row for row in rows if len(row) >= 5 and words[row[-1]].box.x1 - words[row[0]].box.x0 > 0.25]
    lean = [_slope([words[i].box.centre for i in row]) for row in long]
    if len(lean) >= 3 and abs(statistics.median(lean)) > 0.003:
        rows = _joined(words, statistics.median(lean))
    return rows


def _joined(words: Sequence[Word], lean: float) -> list[list[int]]:
    order = sorted(range(len(words)), key=lambda i: (words[i].box.x0, words[i].box.y0))
    if not order:
        return []
    heights = sorted(words[i].box.height for i in order)
    usual = heights[len(heights) // 2] or 0.01
    band = usual * 2
    centres = [word.box.centre for word in words]
    buckets: dict[int, list[int]] = {}
    rows: list[list[int]] = []
    slopes: list[float] = []
    for index in order:
        box = words[index].box
        x, y = centres[index]
        height = max(box.height, usual * 0.6)
        best, best_distance = -1, 1.0
        key = int(y / band)
        for nearby in (key - 1, key, key + 1):
            for row in buckets.get(nearby, ()):
                at = rows[row][-1]
                last = words[at].box
                if box.x0 < last.x1 - 0.5 * min(box.width, last.width):
                    continue
                last_x, last_y = centres[at]
                expected = last_y + slopes[row] * (x - last_x)
                mean = (height + max(last.height, usual * 0.6)) / 2
                distance = abs(y - expected) / mean
                if distance < best_distance:
                    best, best_distance = row, distance
        if best >= 0 and best_distance <= ROW_TOLERANCE:
            rows[best].append(index)
            if len(rows[best]) >= 4:
                slopes[best] = _slope([centres[i] for i in rows[best][-8:]], otherwise=lean)
        else:
            best = len(rows)
            rows.append([index])
            slopes.append(lean)
        homes = buckets.setdefault(key, [])
        if best not in homes:
            homes.append(best)
    rows.sort(key=lambda row: sum(centres[i][1] for i in row) / len(row))
    return rows


def _slope(tail: Sequence[tuple[float, float]], *, otherwise: float = 0.0) -> float:
    """Slope of the end of a row by its words' centres, damped; `otherwise` until it is long enough to tell."""
    if len(tail) < 4 or tail[-1][0] - tail[0][0] < 0.12:
        return otherwise
    half = len(tail) // 2
    left_x, left_y = _middle(tail[:half])
    right_x, right_y = _middle(tail[half:])
    slope = (right_y - left_y) / (right_x - left_x) if right_x > left_x else otherwise
    return max(-0.05, min(0.05, 0.8 * slope + 0.2 * otherwise))


def _middle(centres: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in centres) / len(centres), sum(y for _, y in centres) / len(centres)


def pieces_of(words: Sequence[Word]) -> list[RowPiece]:
    """The rows cut into pieces at column gaps, rows from the top, pieces from the left. A colon in a column of its own
    belongs to the label before it.
    """
    widths = [w.box.width / len(w.text) for w in words if len(w.text) >= 3]
    usual = statistics.median(widths) if widths else 0.01
    pieces: list[RowPiece] = []
    for number, row in enumerate(rows_of(words)):
        current = [row[0]]
        if _is_justified(words, row, usual):
            pieces.append(_piece(words, list(row), number))
            continue
        for left, right in itertools.pairwise(row):
            a, b = words[left], words[right]
            character = max(0.7 * usual, (_character(a, usual) + _character(b, usual)) / 2)
            if b.box.x0 - a.box.x1 > GAP_IN_CHARACTERS * character and b.text != ":":
                pieces.append(_piece(words, current, number))
                current = []
            current.append(right)
        pieces.append(_piece(words, current, number))
    return _with_stretched(words, pieces, usual)


def _with_stretched(words: Sequence[Word], pieces: list[RowPiece], usual: float) -> list[RowPiece]:
    """The pieces, put together where they are one line of justified text that is as wide as others of its column."""
    lines = [p for p in pieces if len(p.words) >= 5]
    gone: set[int] = set()
    made: dict[int, RowPiece] = {}
    for _, row in itertools.groupby(range(len(pieces)), key=lambda i: pieces[i].row):
        members = list(row)
        for first, last in itertools.combinations(members, 2):
            if gone & {*members[first - members[0] : last - members[0] + 1]}:
                continue
            run = pieces[first : last + 1]
            whole = [i for p in run for i in p.words]
            if len(whole) < 4 or not _is_stretched(words, whole, usual):
                continue
            box = Box.around(words[i].box for i in whole)
            if _is_flush_with(box, [line.box for line in lines if line.row != run[0].row]):
                made[first] = _piece(words, whole, run[0].row)
                gone.update(range(first, last + 1))
    return [made.get(i, p) for i, p in enumerate(pieces) if i in made or i not in gone]


def _is_stretched(words: Sequence[Word], row: Sequence[int], usual: float) -> bool:
    """Whether words rather than figures make up a row and stand evenly, no farther apart than print is stretched."""
    gaps = [words[b].box.x0 - words[a].box.x1 for a, b in itertools.pairwise(row)]
    worded = 3 * sum(any(c.isalpha() for c in words[i].text) for i in row) >= 2 * len(row)
    return worded and min(gaps) > 0 and max(gaps) <= 1.3 * min(gaps) and max(gaps) <= 6 * usual


def _is_flush_with(box: Box, lines: Sequence[Box]) -> bool:
    """Whether a line is as wide as the next line of its column, or as several a little farther off."""
    same = [b for b in lines if abs(box.x0 - b.x0) < 0.004 and abs(box.x1 - b.x1) < 0.006 and b.height]
    drops = [abs(box.centre[1] - b.centre[1]) / b.height for b in same]
    return any(d < 2.2 for d in drops) or sum(d < 12 for d in drops) >= 2


def _is_justified(words: Sequence[Word], row: Sequence[int], usual: float) -> bool:
    """Whether a row is a line of running text spread over the full width: all its blanks are as wide, and most of its
    words begin small.
    """
    if len(row) < 6:
        return False
    gaps = [words[b].box.x0 - words[a].box.x1 for a, b in itertools.pairwise(row)]
    if min(gaps) <= 0.8 * usual or max(gaps) > 1.7 * min(gaps) or max(gaps) > 6 * usual:
        return False
    small = sum(words[i].text[0].islower() for i in row)
    return small >= 0.6 * len(row) and sum(c.isdigit() for i in row for c in words[i].text) <= 8


def _character(word: Word, usual: float) -> float:
    return word.box.width / len(word.text) if len(word.text) >= 3 else usual


def _piece(words: Sequence[Word], indices: list[int], row: int) -> RowPiece:
    return RowPiece(tuple(indices), Box.around(words[i].box for i in indices), row)


# ------------------------------------------------------------------ reading order

Unit = tuple[Box, list[tuple[RowPiece, ...]], bool]
"""What is read in one go: its box, its printed lines, and whether it is a block of prose."""


def reading_order(words: Sequence[Word], *, aspect: float = 0.707) -> list[tuple[RowPiece, ...]]:
    """The printed lines of a page in reading order, each as its pieces from the left.

    Running prose is kept together: a block of wrapped lines comes out whole, and what stands beside it (a reference
    box, a second column) comes after it when it is to the right and before it when it is to the left. Elsewhere a
    line is a whole row. `aspect` is the page's width divided by its height.
    """
    pieces = pieces_of(words)
    margin = at_the_left(words, pieces)
    taken = {id(piece) for piece in margin}
    pieces = [piece for piece in pieces if id(piece) not in taken]
    blocks = _prose_blocks(words, pieces, aspect)
    beside = at_the_right(words, pieces, blocks)
    taken = {id(piece) for piece in beside}
    blocks = [block for block in blocks if not any(id(piece) in taken for piece in block)]
    in_block = taken | {id(piece) for block in blocks for piece in block}
    rows: dict[int, list[RowPiece]] = {}
    for piece in pieces:
        if id(piece) not in in_block:
            rows.setdefault(piece.row, []).append(piece)
    prose: list[Unit] = [(Box.around(p.box for p in block), [(p,) for p in block], True) for block in blocks]
    barriers = [box for box, _, _ in prose]
    loose: list[Unit] = [
        (Box.around(p.box for p in run), [tuple(run)], False)
        for row in rows.values()
        for run in _split_around(row, barriers)
    ]
    ordered = _ordered(prose + loose)
    if beside:
        column = [tuple(run) for _, run in itertools.groupby(beside, key=lambda p: p.row)]
        foot = max(p.box.centre[1] for p in beside)
        tops = [min(p.box.centre[1] for line in unit for p in line) for unit in ordered]
        after = max((i + 1 for i, top in enumerate(tops) if top <= foot), default=0)
        ordered.insert(after, column)
    if margin:
        column = [tuple(run) for _, run in itertools.groupby(margin, key=lambda p: p.row)]
        head = min(p.box.y0 for p in margin)
        tops = [min(p.box.centre[1] for line in unit for p in line) for unit in ordered]
        ordered.insert(next((i for i, top in enumerate(tops) if top >= head), len(ordered)), column)
    return [line for unit in ordered for line in unit]


def _split_around(row: list[RowPiece], barriers: Sequence[Box]) -> list[list[RowPiece]]:
    """The row's pieces, parted where a block of prose stands between them."""
    runs: list[list[RowPiece]] = [[row[0]]]
    for left, right in itertools.pairwise(row):
        middle = (left.box.centre[1] + right.box.centre[1]) / 2
        parted = any(
            b.y0 < middle < b.y1 and left.box.x1 <= b.x0 + 0.01 and right.box.x0 >= b.x1 - 0.01 for b in barriers
        )
        if parted:
            runs.append([])
        runs[-1].append(right)
    return runs


def _ordered(units: list[Unit]) -> list[list[tuple[RowPiece, ...]]]:
    """Units from the top; a unit beside a block of prose waits for the block when it stands to its right."""
    units = sorted(units, key=lambda unit: (unit[0].centre[1] if not unit[2] else unit[0].y0, unit[0].x0))
    done: list[list[tuple[RowPiece, ...]]] = []
    emitted = [False] * len(units)
    blocks = [i for i, unit in enumerate(units) if unit[2]]

    def emit(i: int, depth: int) -> None:
        if emitted[i]:
            return
        emitted[i] = True
        box, lines, _ = units[i]
        middle = box.centre[1]
        if depth < 20:
            for j in blocks:
                other = units[j][0]
                if not emitted[j] and other.x1 <= box.x0 + 0.01 and other.y0 < middle < other.y1:
                    emit(j, depth + 1)
        done.append(lines)

    for i, unit in enumerate(units):
        if unit[2] and not emitted[i]:
            box = unit[0]
            for j, other in enumerate(units):
                inside = box.y0 < other[0].centre[1] < box.y1
                if not emitted[j] and not other[2] and inside and other[0].x1 <= box.x0 + 0.01:
                    emit(j, 1)
        emit(i, 0)
    return done


def _prose_blocks(words: Sequence[Word], pieces: Sequence[RowPiece], aspect: float) -> list[list[RowPiece]]:
    """Chains of pieces that are lines of one wrapped paragraph, only where something else stands beside them.

    A line wraps into the next when the next line's first word would not have fitted: that, and not a fixed width,
    tells prose from a column of labels.
    """
    wordy = [p for p in pieces if len(p.words) >= 3 and sum(bool(LETTERS.search(words[i].text)) for i in p.words) >= 3]
    by_row: dict[int, list[RowPiece]] = {}
    for piece in pieces:
        by_row.setdefault(piece.row, []).append(piece)
    follower: dict[int, RowPiece] = {}
    has_leader: set[int] = set()
    starts = sorted(pieces, key=lambda p: p.box.y0)
    for piece in wordy:
        following = next_line(piece, starts, aspect)
        if following is None or id(following) in has_leader or len(following.words) < 1:
            continue
        follower[id(piece)] = following
        has_leader.add(id(following))
    blocks: list[list[RowPiece]] = []
    for piece in wordy:
        if id(piece) in has_leader or id(piece) not in follower:
            continue
        chain = [piece]
        while id(chain[-1]) in follower:
            chain.append(follower[id(chain[-1])])
        blocks.extend(wrapped(words, chain))
    blocks = [_without_head(words, b, by_row) for b in blocks]
    blocks = [b for b in blocks if len(b) > 1 and not _labels_amounts(words, b, by_row) and not _is_values(b, by_row)]
    return [b for b in blocks if _has_company(b, by_row, pieces)]


def _without_head(words: Sequence[Word], block: list[RowPiece], by_row: dict[int, list[RowPiece]]) -> list[RowPiece]:
    """The block without its last line where that is the first of a row of heads, under a line with none beside it."""
    row = [p for p in by_row[block[-1].row] if p.box.x0 >= block[-1].box.x0]
    headed = all(len(p.words) <= 3 and words[p.words[0]].text[0].isupper() for p in row) and len(row[0].words) <= 2
    headed &= not any(p.box.x0 > block[-2].box.x1 for p in by_row[block[-2].row])
    return block[:-1] if headed and sum(_is_name(words, p) for p in row) >= 3 else block


def _is_values(block: list[RowPiece], by_row: dict[int, list[RowPiece]]) -> bool:
    """Whether the block is a list's: short lines, of which most have a label left of them or all a value right."""
    if sum(len(p.words) for p in block) > 5 * len(block):
        return False
    left = [[p for p in by_row[piece.row] if p.box.x1 < piece.box.x0] for piece in block]
    labelled = sum(bool(p) and len(p[-1].words) <= 5 for p in left)
    right = [[p for p in by_row[piece.row] if p.box.x0 > piece.box.x1] for piece in block]
    edges = [p[0].box.x0 for p in right if p]
    heads = len(edges) == len(block) and max(edges) - min(edges) < 0.006  # labels, each with its value beside it
    return heads or (bool(left[0]) and labelled >= 2 and 2 * labelled > len(block))


def _labels_amounts(words: Sequence[Word], block: list[RowPiece], by_row: dict[int, list[RowPiece]]) -> bool:
    """Whether the block is labels of an amount table: amounts stand right beside at least half of its lines. An
    amount with a name of its own between it and the line is that name's.
    """
    beside = 0
    for piece in block:
        right = [p for p in by_row[piece.row] if p.box.x0 > piece.box.x1]
        found = next((i for i, p in enumerate(right) if is_amount(words, p)), None)
        beside += found is not None and not any(_is_name(words, p) for p in right[:found])
    return 2 * beside >= len(block) or (len(block) == 2 and beside == 1)


def _is_name(words: Sequence[Word], piece: RowPiece) -> bool:
    """Whether a piece is written out in letters and begins like a label: no date, unit or number."""
    text = " ".join(words[i].text for i in piece.words)
    return text[0].isupper() and sum(c.isalpha() for c in text) >= 3 and not any(c.isdigit() for c in text)


def _has_company(block: list[RowPiece], by_row: dict[int, list[RowPiece]], pieces: Sequence[RowPiece]) -> bool:
    """Whether anything stands beside the block (otherwise rows are already in order)."""
    mine = {id(p) for p in block}
    if any(id(p) not in mine for piece in block for p in by_row[piece.row]):
        return True
    box = Box.around(p.box for p in block)
    return any(id(p) not in mine and box.y0 < p.box.centre[1] < box.y1 for p in pieces)
