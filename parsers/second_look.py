"""A second look at single places of a page, where the first reading left print unread or a value in doubt.

Two kinds of places are looked at again. Print that no word accounts for (`parsers.image.unread`): the OCR engine drops
a label or the rest of a word here and there, most often where a rule, a frame or a larger type stands near. And the
words of values that are unsure, or that contradict: a sum that does not close, a check digit that does not fit. The
strips of the page around them are stacked into one small picture, with room between them, and read enlarged in one
further run.

What comes of it: words nobody had read; certainty for a value that is read the same twice; and where two readings
differ, a third one decides, or the value is said to be unsure. A word that was read surely gives
way only if the letter then holds together better: more sums that close, more check digits that fit.

Not here: the first run (`parsers.scanned`), reading strips (`parsers.strips`), what the words mean (`parsers.fields`).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import regex

from parsers.corroborate import CHECKED
from parsers.errors import OcrFailed
from parsers.image.decode import Grey
from parsers.image.unread import PixelBox, unread_light_print, unread_print
from parsers.model import Box, Evidence, Letter, Page, Reading
from parsers.ocr import OcrEngine, OcrWord
from parsers.scanned import Seen, as_words
from parsers.strips import ENLARGED, REDUCED, read_strips, strips_around
from parsers.two_readings import SAME_PLACE, same_places, share

SURE = 0.85
"""Confidence of a word from which its value is not looked at again while nothing contradicts it."""

SURE_IF_CONTRADICTED = 0.96
"""The same where a sum does not close or a check digit does not fit: nearly everything is looked at again then."""

UNEXPLAINED = 0.8
"""Confidence of a word with figures from which it is not looked at again although no value rests on it."""

AGREED = 0.87
"""Confidence of a word that was read the same twice."""

OUTVOTED = 0.78
"""Confidence of a word that two readings of three agree on."""

DISPUTED = 0.5
"""The most confidence of a word that every reading reads otherwise."""

_TRIED = 0.11
"""Share (0-1) of a page's height in which somebody else's reading is tried."""

_LEAST_TRIED = 20
"""How many words must stand in it."""

_MOST_OTHERWISE = 1
"""How many of them may be read otherwise: our own reading errs too."""

_LEAST_READ = 0.6
"""Share (0-1) of them that we must have read at all."""

_LEGIBLE = 0.3  # a word read with less confidence accounts for no ink
_WORDS_TO_JUDGE = 12
_GOOD_PAGE = 0.86  # mean confidence under which a page is too poor for two readings to be right because they agree
_MARGIN = 0.5  # over and under what is tried, in heights of a letter
_MOST_AREA = 0.2  # share of the page that may be read twice
_MOST_PAGES = 8
_TIMEOUT = 0.1
_SWOLLEN = 2.4
"""A word so many times as high as others, and not read surely, is a frame or several lines taken for one word."""

_FRAME = 2
"""How many letters a frame is taken for."""

_LEAST_LETTERS = 3
"""Words of fewer letters are not looked at again for their own sake."""

_CUT = regex.compile(r"(?<!\d)\d{1,3},\d?$")  # an amount whose end may be lost
_LOST_END = 1.8  # how wide such an end is, in heights
_DARK, _LEAST_DARK = 140, 0.08  # grey of its ink, and the least share (0-1) of its place that is so dark
_VALUE = regex.compile(r"\d{3}|\d[.,]\d\d|\d\.$")  # of an amount, a date or a number; no opening hours
_ADDRESS = regex.compile(r"@|\p{L}{5,}\.\p{L}{2,}|www\.")
_BELIEVED = 0.5
_UNSURE = 0.6


@dataclass(frozen=True, slots=True)
class Place:
    """One place that was read twice: the words of the first reading there, and those of the second."""

    before: tuple[OcrWord, ...]
    after: tuple[OcrWord, ...]

    @property
    def agrees(self) -> bool:
        """Whether both say the same, however they cut it into words."""
        return _text(self.before) == _text(self.after)

    @property
    def box(self) -> PixelBox:
        """The pixels around both."""
        boxes = [word.box for word in self.before + self.after]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def look_again(
    pages: Sequence[Page], letter: Letter, seen: Sequence[Seen], *, engine: OcrEngine, understand: Callable[..., Letter]
) -> tuple[tuple[Page, ...], Letter]:
    """The pages with what a second look at their unread and unsure places gave, and the letter they then make up; the
    same two where there is no such place. ``letter`` is what ``understand`` made of ``pages``; ``seen`` what the engine
    was shown. An engine that fails leaves the first reading as it is.
    """
    plain: dict[int, tuple[OcrWord, ...]] = {}
    bold: dict[int, tuple[OcrWord, ...]] = {}
    for one in seen[:_MOST_PAGES]:
        words, bolder = _page_again(one, doubtful_places(letter, one.number), engine)
        if words != one.words or bolder != one.words:
            plain[one.number] = words
        if bolder != words:
            bold[one.number] = bolder
    if not plain:
        return tuple(pages), letter
    again = _with_words(pages, plain)
    understood = understand(again)
    if bold:
        bolder_pages = _with_words(pages, {**plain, **bold})
        bolder_letter = understand(bolder_pages)
        if held_together(bolder_letter) > held_together(understood):
            return bolder_pages, bolder_letter
    return again, understood


def reads_the_same(seen: Seen, engine: OcrEngine) -> bool:
    """Whether our own reading of the densest part of a page says what ``seen`` says of it, but for a word: so somebody
    else's reading is tried. False where there is too little to try, or the engine fails.
    """
    height = seen.picture.shape[0]
    wide = round(_TRIED * height)
    words = sorted((word for word in seen.words if _says(word)), key=lambda word: word.box[1])
    bands = [[w for w in words[n:] if w.box[3] <= first.box[1] + wide] for n, first in enumerate(words)]
    tried = max(bands, key=len, default=[])
    if len(tried) < _LEAST_TRIED:
        return False
    margin = round(_MARGIN * statistics.median(word.box[3] - word.box[1] for word in tried))
    top = max(0, tried[0].box[1] - margin)
    try:
        read = engine.read(seen.picture[top : tried[0].box[1] + wide + margin], key=f"{seen.key}-tried")
    except OcrFailed:
        return False
    found = [replace(w, box=(w.box[0], w.box[1] + top, w.box[2], w.box[3] + top)) for w in read]
    places = _places(tried, found)
    otherwise = [p for p in places if _plain(_text(p.before)) != _plain(_text(p.after))]
    return len(otherwise) <= _MOST_OTHERWISE and sum(len(p.before) for p in places) >= _LEAST_READ * len(tried)


def held_together(letter: Letter) -> int:
    """How many readings of a letter agree with something else in it (a sum, a check digit, another place); none where
    one had to be read otherwise than it stands to make them agree.
    """
    fields = [reading for reading in letter.fields.values() if isinstance(reading, Reading)]
    if any(reading.repaired for reading in fields) or any(line.repaired for line in letter.lines):
        return 0
    return sum(len(reading.corroborated) for reading in fields) + sum(len(line.corroborated) for line in letter.lines)


def _with_words(pages: Sequence[Page], words: Mapping[int, Sequence[OcrWord]]) -> tuple[Page, ...]:
    return tuple(
        replace(page, words=tuple(as_words(words[page.number], page.width, page.height)))
        if page.number in words
        else page
        for page in pages
    )


# ------------------------------------------------------------------ where to look


def doubtful_places(letter: Letter, number: int) -> tuple[tuple[Box, float], ...]:
    """The boxes on page ``number`` of figures a value rests on, each with the word confidence from which a word in it
    is sure enough (0 where the value is sure whatever its words are).
    """
    fields = {name: reading for name, reading in letter.fields.items() if isinstance(reading, Reading)}
    total = fields.get("total")
    is_open = total is not None and len(letter.lines) > 1 and "sum" not in total.corroborated
    found: list[tuple[Iterable[Evidence], float]] = []
    for name, reading in fields.items():
        contradicted = (name == "total" and is_open) or (name in CHECKED and "check_digit" not in reading.corroborated)
        if contradicted:
            found.append((reading.evidence, SURE_IF_CONTRADICTED))
        else:
            found.append((reading.evidence, SURE if reading.confidence < SURE else 0.0))
    found += [(line.evidence, _enough(line.confidence, is_open=is_open)) for line in letter.lines]
    return tuple(
        (box, enough)
        for evidence, enough in found
        for piece in evidence
        if piece.page == number and any(c.isdigit() for c in piece.quote)
        for box in piece.boxes
    )


def _enough(confidence: float, *, is_open: bool) -> float:
    if is_open:
        return SURE_IF_CONTRADICTED
    return SURE if confidence < SURE else 0.0


def _page_again(
    seen: Seen, doubtful: Sequence[tuple[Box, float]], engine: OcrEngine
) -> tuple[tuple[OcrWord, ...], tuple[OcrWord, ...]]:
    """The words of a page after a second look, and the same where sure words give way too."""
    words = seen.words
    legible = [word for word in words if word.confidence >= _LEGIBLE and _says(word)]
    if len(legible) < _WORDS_TO_JUDGE or statistics.fmean(word.confidence for word in words) < _GOOD_PAGE:
        return words, words
    height, width = seen.picture.shape
    glyph = float(statistics.median(word.box[3] - word.box[1] for word in legible))
    legible = [word for word in legible if not _is_swollen(word, glyph)]
    is_legible = {id(word) for word in legible}
    accounted = [w for w in words if id(w) in is_legible or _needs_no_look(w, doubtful, width, height)]
    hardly = [word for word in words if _is_hardly_read(word) or (_is_swollen(word, glyph) and _says(word))]
    known = [word.box for word in accounted]
    unread = (
        *unread_print(seen.picture, known, glyph=glyph),
        *unread_light_print(seen.picture, known, glyph=glyph),
    )
    cut = [end for word in legible if (end := _lost_end(word, legible, seen.picture, glyph)) is not None]
    unsure = [word for word in words if _is_doubted(word, doubtful, width, height)]
    pieces = (*unread, *(word.box for word in hardly), *cut)
    boxes = strips_around([*pieces, *(word.box for word in unsure)], legible, glyph, width, height)
    if not boxes or sum((b[2] - b[0]) * (b[3] - b[1]) for b in boxes) > _MOST_AREA * seen.picture.size:
        return words, words
    found = read_strips(seen, boxes, engine, glyph, ENLARGED)
    if found is None:
        return words, words
    kept = _without_frames(_filled(words, found, pieces, glyph), found, glyph)
    places = _places(kept, found)
    differing = [p for p in places if not p.agrees and any(word in unsure for word in p.before)]
    third: Sequence[OcrWord] = ()
    if differing:
        wide = strips_around([place.box for place in differing], legible, glyph, width, height)
        third = read_strips(seen, wide, engine, glyph, REDUCED) or ()
    changes: dict[OcrWord, tuple[OcrWord, ...]] = {}
    bold: dict[OcrWord, tuple[OcrWord, ...]] = {}
    for place in [p for p in places if p.agrees] + differing:
        _settle(place, third, changes, bold)
    return _changed(kept, changes), _changed(kept, {**changes, **bold})


def _lost_end(word: OcrWord, words: Sequence[OcrWord], picture: Grey, glyph: float) -> PixelBox | None:
    """The place of an amount and of its øre, when they are printed behind its comma and were not read."""
    if not _CUT.search(word.text, timeout=_TIMEOUT):
        return None
    x0, y0, x1, y1 = word.box
    end = (x1 + 1, y0, x1 + round(_LOST_END * glyph), y1)
    piece = picture[y0:y1, end[0] : end[2]]
    if not piece.size or np.count_nonzero(piece < _DARK) < _LEAST_DARK * piece.size:
        return None
    return None if any(share(end, other.box) > 0 for other in words if other is not word) else (x0, y0, end[2], y1)


def _is_hardly_read(word: OcrWord) -> bool:
    """Whether a word of letters was read with so little confidence that it hardly ever is what it looks like."""
    letters = sum(c.isalpha() for c in word.text)
    return word.confidence < _UNSURE and letters >= _LEAST_LETTERS and not _ADDRESS.search(word.text, timeout=_TIMEOUT)


def _without_frames(words: Sequence[OcrWord], found: Sequence[OcrWord], glyph: float) -> tuple[OcrWord, ...]:
    """The words without the sides of frames that were read as a letter, where the second reading saw nothing."""
    return tuple(
        word
        for word in words
        if len(word.text) > _FRAME
        or not _is_swollen(word, glyph)
        or any(share(word.box, f.box) > SAME_PLACE for f in found)
    )


def _is_swollen(word: OcrWord, glyph: float) -> bool:
    return word.confidence < SURE and word.box[3] - word.box[1] > _SWOLLEN * glyph


def _says(word: OcrWord) -> bool:
    return any(c.isalnum() for c in word.text)


def _is_doubted(word: OcrWord, doubtful: Sequence[tuple[Box, float]], width: int, height: int) -> bool:
    """Whether a word with figures is less sure than the values that rest on it need; or hardly read, and no value
    rests on it: then it may be why one was not found.
    """
    if not any(c.isdigit() for c in word.text):
        return False
    enough = _sure_enough(word, doubtful, width, height)
    if enough is None:
        return word.confidence < UNEXPLAINED and bool(_VALUE.search(word.text, timeout=_TIMEOUT))
    return word.confidence < enough


def _sure_enough(word: OcrWord, doubtful: Sequence[tuple[Box, float]], width: int, height: int) -> float | None:
    """The confidence that the values resting on a word ask of it; ``None`` when none rests on it."""
    x, y = (word.box[0] + word.box[2]) / 2 / width, (word.box[1] + word.box[3]) / 2 / height
    return max(
        (least for box, least in doubtful if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1),
        default=None,
    )


def _needs_no_look(word: OcrWord, doubtful: Sequence[tuple[Box, float]], width: int, height: int) -> bool:
    """Whether a word that was hardly read is no loss: a value that is sure without it, or an address on the net, which
    the engine seldom reads.
    """
    return _sure_enough(word, doubtful, width, height) == 0.0 or bool(_ADDRESS.search(word.text, timeout=_TIMEOUT))


# ------------------------------------------------------------------ putting it into the page


def _filled(
    words: Sequence[OcrWord], found: Sequence[OcrWord], pieces: Sequence[PixelBox], glyph: float
) -> tuple[OcrWord, ...]:
    """The first reading with what the second found in the unread ``pieces``: alone where nothing was read before, in
    place of words that are a part of it or were hardly read.
    """
    kept = list(words)
    added: list[OcrWord] = []  # of one reading, whose words do not push one another out
    for word in found:
        if word.confidence < _BELIEVED or not _says(word):
            continue
        before = [w for w in kept if share(w.box, word.box) > SAME_PLACE]
        if not any(share(p, word.box) > 0.2 for p in pieces) and (
            word.confidence < SURE or any(share(w.box, word.box) > 0.2 for w in kept)
        ):
            continue
        if any(w.line != word.line and share(w.box, word.box) > SAME_PLACE for w in added):
            continue  # two strips show the same print
        if all(_is_swollen(w, glyph) or _gives_way(w, word, before) for w in before):
            kept = [w for w in kept if w not in before]
            added.append(word)
    return (*kept, *added)


def _gives_way(old: OcrWord, new: OcrWord, before: Sequence[OcrWord]) -> bool:
    """Whether a word of the first reading is a part of the new one, or was hardly read."""
    whole = _text(w for w in before if w.confidence >= _LEGIBLE)
    if old.text in new.text.split() or whole == _text([new]):
        return False  # the same again: that is agreement, and settled there
    if old.confidence < _LEGIBLE or not _says(old) or (whole and _plain(whole) in _plain(new.text)):
        return True
    if any(c.isdigit() for c in whole):
        return False
    return old.confidence < _UNSURE < new.confidence or (
        new.confidence >= SURE and 2 * len(_plain(whole)) <= len(_plain(new.text))
    )


def _places(words: Sequence[OcrWord], found: Sequence[OcrWord]) -> list[Place]:
    """Words of the two readings that stand at the same places, however each of them cut the print into words."""
    told = same_places([word for word in words if _says(word)], [word for word in found if _says(word)])
    return [Place(tuple(before), tuple(after)) for before, after in told if before and after]


def _settle(
    place: Place,
    third: Sequence[OcrWord],
    changes: dict[OcrWord, tuple[OcrWord, ...]],
    bold: dict[OcrWord, tuple[OcrWord, ...]],
) -> None:
    """What becomes of the words of one place: ``changes`` in any case, ``bold`` only if the letter is better for it."""
    deciding = "" if place.agrees else _text(new for new in third if share(new.box, place.box) > SAME_PLACE)
    if place.agrees or deciding == _text(place.before):
        surest = max(word.confidence for word in (*place.before, *place.after))
        agreed = AGREED if surest >= _BELIEVED else DISPUTED  # what cannot be made out is misread alike twice
        for word in place.before:
            if word.confidence < agreed:
                changes[word] = (replace(word, confidence=agreed),)
        return
    others = tuple(replace(word, confidence=min(OUTVOTED, word.confidence)) for word in place.after)
    is_weak = min(word.confidence for word in place.before) < SURE
    if is_weak and deciding == _text(place.after):
        _replace(place.before, others, changes)
        return
    _replace(place.before, others, bold)
    for word in place.before:
        if word.confidence > DISPUTED and is_weak:
            changes[word] = (replace(word, confidence=DISPUTED),)


def _replace(
    before: Sequence[OcrWord], after: tuple[OcrWord, ...], changes: dict[OcrWord, tuple[OcrWord, ...]]
) -> None:
    for word in before:
        changes[word] = ()
    changes[before[0]] = after


def _changed(words: Sequence[OcrWord], changes: Mapping[OcrWord, tuple[OcrWord, ...]]) -> tuple[OcrWord, ...]:
    return tuple(new for word in words for new in changes.get(word, (word,)))


def _text(words: Iterable[OcrWord]) -> str:
    return "".join(word.text for word in sorted(words, key=lambda w: w.box[0]))


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
