"""Two readings of a whole page made one: at each place the words of the surer reading.

Of a page that reads poorly the engine makes something else each time it cuts the page into lines another way, and errs
at other places. Measured on dark and blurred photos: where both readings say the same they are as often right as the
surer one says; where they differ the surer one is mostly right if it is very sure, and rarely if it is not. So what
differs is never said to be sure.

Not here: when a page is read twice (`parsers.scanned`), and the second look at single places (`parsers.second_look`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.image.unread import PixelBox
from parsers.ocr import OcrWord

ONE_BLOCK = 6
"""Page segmentation "a single uniform block of text": lines under one another, whatever stands beside them."""

SAME_PLACE = 0.5
"""Share (0-1) of the smaller of two boxes that the other covers where both are round the same print."""

_BELIEVED = 0.5
"""Confidence from which what one reading alone saw is print."""

_VERY_SURE = 0.9
"""Confidence of a reading that is mostly right although the other one differs."""

_PREFERRED, _DISPUTED = 0.8, 0.5
"""The most confidence of what the readings differ in: where the better one is very sure, and where it is not."""


def joined(first: Sequence[OcrWord], second: Sequence[OcrWord]) -> tuple[OcrWord, ...]:
    """The words of a page by both readings of it, both in pixels of the same picture."""
    lines = 1 + max((word.line for word in first), default=0)
    second = [replace(word, line=lines + word.line) for word in second]
    kept: list[OcrWord] = []
    for one, other in same_places(first, second):
        if not one:
            kept += [word for word in other if word.confidence >= _BELIEVED and any(c.isalnum() for c in word.text)]
        elif not other:
            kept += one
        elif _text(one) == _text(other):
            kept += _surest(one, other)
        else:
            better = max((one, other), key=_confidence)
            most = _PREFERRED if _confidence(better) >= _VERY_SURE else _DISPUTED
            kept += [replace(word, confidence=min(most, word.confidence)) for word in better]
    return tuple(kept)


def share(one: PixelBox, other: PixelBox) -> float:
    """How much of the smaller of two boxes the other covers, 0-1."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (one, other)]
    return across * down / max(1, min(areas))


def same_places(first: Sequence[OcrWord], second: Sequence[OcrWord]) -> list[tuple[list[OcrWord], list[OcrWord]]]:
    """What each reading has at the same print, however they cut it into words; in the order of the first one. Where
    only one of them has anything, the other's list is empty.
    """
    found: list[tuple[list[OcrWord], list[OcrWord]]] = [([word], []) for word in first]
    for word in second:
        over = [place for place in found if any(share(old.box, word.box) > SAME_PLACE for old in place[0])]
        if not over:
            found.append(([], [word]))
            continue
        whole, *rest = over
        for place in rest:
            whole[0].extend(place[0])
            whole[1].extend(place[1])
        whole[1].append(word)
        found = [place for place in found if not any(place is other for other in rest)]
    return found


def _surest(one: Sequence[OcrWord], other: Sequence[OcrWord]) -> Sequence[OcrWord]:
    """The same words twice: as the surer reading cut them, none less sure than all of the other."""
    better, worse = (one, other) if _confidence(one) >= _confidence(other) else (other, one)
    least = min(word.confidence for word in worse)
    return [replace(word, confidence=max(word.confidence, least)) for word in better]


def _confidence(words: Iterable[OcrWord]) -> float:
    """Mean confidence, weighted by the lengths of the words."""
    found = [(len(word.text), word.confidence) for word in words]
    return sum(length * confidence for length, confidence in found) / max(1, sum(length for length, _ in found))


def _text(words: Iterable[OcrWord]) -> str:
    return "".join(word.text for word in sorted(words, key=lambda word: word.box[0]))
