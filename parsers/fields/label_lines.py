"""Several labels in one line, each with its value: parted by dots, bars, dashes, semicolons or commas.

"Skrive 22.9.2026 · Kunde 828953", "Bilag 12; Bilagsdato 20/8-2026", "Regning nr. 12 | Pasient nr.: 34". Used by
`parsers.fields.labelled`, which finds the labels of whole cells and the values beside them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.fields.stems import field_of, label_before
from parsers.layout import Cell
from parsers.views import fold

ENDS_SENTENCE = re.compile(
    r"(?<!nr)(?<!ref)(?<!forf)(?<!fakt)(?<!oppr)(?<!vedr)(?<!\bang)(?<!\bno)(?<!\bid)\.\s*$|[,!]\s*$", re.IGNORECASE
)
"""The end of a sentence or phrase, which no label has; "Vår saksref." ends in an abbreviation."""
_PART = re.compile(r"\s[·|•–]\s+(?P<label>[^·|•:\d]{3,40}?)\s*:\s*(?P<rest>[^·|•]+?)(?=\s[·|•–]\s|$)")
"""A label and its value behind a separator."""
_STOPPED = re.compile(
    r"(?:^|(?<=[^\s.]\.)\s+)(?P<label>[^\W\d_][^:\d.]{1,40}\.?)\s?:(?:\s+(?P<rest>[^\n]+?))?(?=\.\s+[^\W\d_][^:\d.]{1,40}\.?\s?:(?:\s|$)|\.?$)"
)
"""A label and its value in a line that full stops part: "Gjelder: leie av bod. Faktura: 20418. Forfalt: 3.5.2026"."""
_AFTER_VALUE = re.compile(r"(?<=\d)\s+(?P<label>[^\W\d_]{2,}\.?(?: [^\W\d_]+\.?){0,2}) ?:\s+")
"""A label with its colon right behind a value that ends in a figure."""
_PARTED = re.compile(r"\s[·•|]\s")
_SEAM = re.compile(r"\s[–—-]\s|\s/\s|;\s")
_COMMA = re.compile(r",\s")
"""What parts the details of a line: "Skrive 22.9.2026 · Kunde 828953"."""
_MOST_A_DETAIL = 6
"""Words of the longest detail with its label."""
_PARTS = re.compile(r"\s?[;|·•]\s+|\s[–—]\s")
"""What parts labels with their values that stand in one line."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a cell: its field, its strength 0-1, its span, and that of what follows it in the cell; `apart` when
    it stands in a line of details.
    """

    field: str
    strength: float
    text: str
    cell: Cell
    start: int
    end: int
    rest: tuple[int, int]
    whole: bool
    colon: bool
    apart: bool = False


def in_details(labels: Sequence[Label]) -> Iterator[Label]:
    """The labels, those marked that stand in a line of details, not in a sentence: "Sendt 25.7.26 – Sak 4433"."""
    starts: dict[int, set[int]] = {}
    for label in labels:
        starts.setdefault(label.cell.index, set()).add(label.start)
    for label in labels:
        yield replace(label, apart=True) if _holds_details(label.cell, starts[label.cell.index]) else label


def _holds_details(cell: Cell, labels: Collection[int]) -> bool:
    """Whether a cell is details, each with its label in front, and parted by dots, bars, dashes or three by commas."""
    if _PARTED.search(cell.text):
        return True
    if ENDS_SENTENCE.search(cell.text) or cell.text[0].islower():
        return False
    for seam, fewest in ((_SEAM, 2), (_COMMA, 3)):
        ends = [m.end() for m in seam.finditer(cell.text)]
        begun = sum(cell.start + at in labels for at in (0, *ends))
        if begun >= fewest and begun == len(ends) + 1 and len(cell.words) <= _MOST_A_DETAIL * begun:
            return True
    return False


def by_part(cell: Cell, known: Sequence[Label]) -> Iterator[Label]:
    """Labels that no dictionary knows behind a separator: "Regning nr. 12 · Pasient nr.: 34"; or in a line of labels
    with colons that full stops part.
    """
    stopped = list(_STOPPED.finditer(cell.text))
    for part in (*_PART.finditer(cell.text), *(stopped if len(stopped) > 1 else ())):
        start, end = cell.start + part.start("label"), cell.start + part.end("label")
        if any(label.start < end and label.end > start for label in known):
            continue
        told = field_of(fold(part["label"]))
        if told is not None and told[0] != "other":
            rest = (cell.start + part.start("rest"), cell.start + part.end("rest"))
            rest = rest if part["rest"] else (cell.end, cell.end)
            yield Label(*told, part["label"], cell, start, end, rest, whole=False, colon=True)


def first_detail(cell: Cell) -> Iterator[Label]:
    """The first label of a line of details, where nothing but a blank parts it from its value: "Dato for varselet
    3.9.2026 | Kundenr. 4410".
    """
    seam = _PARTED.search(cell.text)
    text = cell.text[: seam.start()].rstrip() if seam is not None else ""
    told = label_before(text) if text else None
    if told is not None:
        at, field, strength = told
        start = cell.start
        rest = (start + at, start + len(text))
        yield Label(field, strength, text[:at], cell, start, start + at, rest, whole=False, colon=False, apart=True)


def between_values(cell: Cell, known: Sequence[Label]) -> Iterator[Label]:
    """Labels with a colon that no dictionary knows, in a line of labels with colons and their values that nothing else
    parts: "Datert: 4.9.2026 Mappe: 2026-7731 Debitornr.: 90415".
    """
    colons = [label for label in known if label.colon]
    if not colons:
        return
    found = [m for m in _AFTER_VALUE.finditer(cell.text) if cell.text[m.start("label")].isupper()]
    for position, told in enumerate(found):
        start, end = cell.start + told.start("label"), cell.start + told.end()
        if any(label.start < end and label.end > start for label in known):
            continue
        meant = field_of(fold(told["label"]))
        if meant is None or meant[0] == "other":
            continue
        after = [label.start for label in colons if label.start >= end]
        after += [cell.start + other.start("label") for other in found[position + 1 : position + 2]]
        rest = (end, min(after, default=cell.end))
        if rest[0] < rest[1]:
            yield Label(*meant, told["label"], cell, start, end, rest, whole=False, colon=True)


def in_a_row(cell: Cell, known: Sequence[Label]) -> Iterator[Label]:
    """Labels without a colon behind a semicolon or the like, each with its value: "Bilag 12; Bilagsdato 20/8-2026"."""
    seams = list(_PARTS.finditer(cell.text))
    ends = [*(seam.start() for seam in seams[1:]), len(cell.text)] if seams else []
    for seam, end in zip(seams, ends, strict=True):
        start, text = seam.end(), cell.text[seam.end() : end].rstrip()
        told = label_before(text)
        begins = cell.start + start
        if told is None or any(label.start < begins + told[0] and label.end > begins for label in known):
            continue
        at, field, strength = told
        yield Label(
            field,
            strength,
            text[:at],
            cell,
            begins,
            begins + at,
            (begins + at, begins + len(text)),
            whole=False,
            colon=False,
        )
