"""Characters of a PDF page, each with its place, to words with boxes.

A character is what pdfplumber calls one: a mapping with ``text``, ``x0``, ``x1``, ``top``, ``bottom`` (points, origin
top-left), ``size`` and ``matrix``. Characters may stand on their side, be printed twice for bold, lie on leaders or be
spread out letter by letter.

Not here: where characters come from and whether they can be trusted (`parsers.pdf`), lines (`parsers.transcript`).
"""

from __future__ import annotations

import itertools
import math
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from pdfplumber.utils.text import extract_words

from parsers.model import Box, QuarterTurn, Word, WordSource, quarter_turn

Glyph = dict[str, Any]

_WORD_GAP = 0.15  # em; a thin space is about .17, tight letter-spacing below .1
_LEADERS = frozenset("._·…")
_LEADER_LENGTH = 6
"""How many such marks in a row are leaders between a label and its amount, and no end of a sentence."""

_LINE_SHIFT = 2.0  # points
_CELL = 2.0
"""Side in points of the cells in which a character's first print is looked for: smaller than two letters together."""


def direction_of(char: Glyph) -> QuarterTurn:
    """How far the character must be turned to stand upright."""
    a, b = char["matrix"][:2]
    if b == 0 and a > 0:
        return 0
    return quarter_turn(round(math.degrees(math.atan2(b, a)) / 90) * 90)


def _turned(box: tuple[float, float, float, float], width: float, height: float, turn: int) -> tuple[float, ...]:
    """A box of a page ``width`` x ``height`` (origin top-left) after the page is turned clockwise by ``turn``."""
    x0, y0, x1, y1 = box
    if turn == 90:
        return height - y1, x0, height - y0, x1
    if turn == 180:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 270:
        return y0, width - x1, y1, width - x0
    return box


def words_of(chars: Sequence[Glyph], frame: tuple[float, ...], *, direction: int, turn: int) -> Iterator[Word]:
    """Words of the characters that stand upright after a turn of ``direction``; boxes as fractions of the page turned
    by ``turn``.
    """
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    upright = []
    left, top = frame[:2]
    for char in chars:
        printed = (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
        x0, y0, x1, y1 = _turned(printed, width, height, direction) if direction else printed
        upright.append(
            {
                "text": char["text"],
                "x0": x0,
                "x1": x1,
                "top": y0,
                "bottom": y1,
                "doctop": y0,
                "upright": True,
                "size": char["size"],
            }
        )
    lines = extract_words(upright, x_tolerance_ratio=_WORD_GAP, y_tolerance=_LINE_SHIFT, keep_blank_chars=False)
    if direction in (90, 270):
        width, height = height, width
    back = (turn - direction) % 360
    final_width, final_height = (height, width) if back in (90, 270) else (width, height)
    for word in _without_letter_spacing(lines):
        text = unicodedata.normalize("NFC", word["text"]).replace("\u00ad", "").replace("\0", "").strip()
        if not text:
            continue
        x0, y0, x1, y1 = _turned((word["x0"], word["top"], word["x1"], word["bottom"]), width, height, back)
        box = Box(
            _fraction(x0 / final_width),
            _fraction(y0 / final_height),
            _fraction(x1 / final_width),
            _fraction(y1 / final_height),
        )
        yield Word(text=text, box=box, confidence=1.0, source=WordSource.TEXT_LAYER)


def without_overlaid_leaders(chars: Sequence[Glyph]) -> list[Glyph]:
    """Characters without the leaders (". . . . .") on which other text is printed: read from the left their dots would
    come between the figures of the amount that stands on them.
    """
    runs: list[list[int]] = [[]]
    for n, char in enumerate(chars):
        if char["text"] in _LEADERS or (runs[-1] and char["text"].isspace()):
            runs[-1].append(n)
        elif runs[-1]:
            runs.append([])
    dropped: set[int] = set()
    for run in runs:
        marks = [chars[n] for n in run if not chars[n]["text"].isspace()]
        if len(marks) < _LEADER_LENGTH:
            continue
        top, size = marks[0]["top"], marks[0]["bottom"] - marks[0]["top"]
        ends = [m["x1"] for m in marks if abs(m["top"] - top) < 0.5 * size]
        left, right = marks[0]["x0"], max(ends)
        if any(
            abs(c["top"] - top) < 0.5 * size and left < (c["x0"] + c["x1"]) / 2 < right
            for n, c in enumerate(chars)
            if not run[0] <= n <= run[-1] and not c["text"].isspace() and c["text"] not in _LEADERS
        ):
            dropped.update(run)
    return [char for n, char in enumerate(chars) if n not in dropped]


def _fraction(value: float) -> float:
    return min(1.0, max(0.0, value))


def without_doubles(chars: Sequence[Glyph]) -> list[Glyph]:
    """Characters without the second print of a "bold" that is made by printing twice, a fraction of a point apart."""
    seen: dict[tuple[str, int, int], tuple[float, float]] = {}
    kept = []
    for char in chars:
        x, y = char["x0"], char["top"]
        text, near = char["text"], 0.12 * char["size"]
        reach = min(_CELL, near)
        double = False
        # The cells that a first print so near may lie in: most often one alone.
        low, high = int((y - reach) / _CELL), int((y + reach) / _CELL)
        for i in range(int((x - reach) / _CELL), int((x + reach) / _CELL) + 1):
            for j in range(low, high + 1):
                other = seen.get((text, i, j))
                if other is not None and abs(other[0] - x) <= near and abs(other[1] - y) <= near:
                    double = True
        if not double or text.isspace():
            seen[(text, int(x / _CELL), int(y / _CELL))] = (x, y)
            kept.append(char)
    return kept


def _without_letter_spacing(words: Sequence[Glyph]) -> Iterator[Glyph]:
    """Letter-spaced headings and digits in boxes joined again: single letters, or single digits, at even and narrow
    distances are one word. In capitals a kerned pair may cling together.
    """
    run: list[Glyph] = []
    for word in words:
        if run and not _continues(run, word):
            yield from _joined(run)
            run = []
        run.append(word)
    yield from _joined(run)


def _continues(run: Sequence[Glyph], word: Glyph) -> bool:
    last = run[-1]
    if not _is_piece(last["text"]) or not _is_piece(word["text"]) or last["text"].isdigit() != word["text"].isdigit():
        return False
    gap = word["x0"] - last["x1"]
    if abs(last["top"] - word["top"]) > _LINE_SHIFT or not 0 <= gap <= 1.2 * word["height"]:
        return False
    if len(run) == 1:
        return True
    usual = statistics.median(b["x0"] - a["x1"] for a, b in itertools.pairwise(run))
    return bool(abs(gap - usual) <= max(0.6 * usual, 0.1 * word["height"]))


def _is_piece(text: str) -> bool:
    """A letter or digit by itself, or two capitals."""
    return (len(text) == 1 and text.isalnum()) or (len(text) == 2 and text.isalpha() and text.isupper())


def _joined(run: list[Glyph]) -> Iterator[Glyph]:
    whole = "".join(word["text"] for word in run)
    singles = sum(len(word["text"]) == 1 for word in run)
    is_spaced = singles >= 4 and singles >= 0.6 * len(run) if whole.isupper() else singles == len(run) >= 5
    if not is_spaced:
        yield from run
        return
    yield {
        **run[0],
        "text": whole,
        "x1": run[-1]["x1"],
        "top": min(word["top"] for word in run),
        "bottom": max(word["bottom"] for word in run),
    }
