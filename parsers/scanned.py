"""One picture of a page to a `Page`: straightening, the OCR run, cleaning of its words, quality and the page's picture.

Not here: files and formats (`parsers.pages`), the steps of straightening (`parsers.image`), Tesseract
(`parsers.ocr`).
"""

from __future__ import annotations

import io
import itertools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parsers import quality
from parsers.errors import OcrFailed
from parsers.image.decode import Grey, Raster, shrink
from parsers.image.illumination import GRAIN, clearer, sharpened
from parsers.image.straighten import Straightened, straighten
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.model import Box, Page, Word, WordSource, quarter_turn
from parsers.ocr import SPARSE, OcrEngine, OcrTimeout, OcrWord, TesseractEngine
from parsers.two_readings import ONE_BLOCK, joined

PICTURE_SIDE = 1600
"""Long side in pixels of the picture of a page that was read from an image."""

_FLAT = 0.4  # height of dots and rules, as a share of a word's
_LEGIBLE = 0.6
_SAMPLE = 50
_NARROWEST = 4  # pixels of a word
_LEAST_INK = 0.0003
_UNREADABLE = 0.05
_RULES = frozenset("|¦[]{}")
_RULE_HEIGHT = 1.25
"""How much taller than print (its median word) a bar is that belongs to a table's frame; a 1 read as a bar is not."""

_MATES = 3
"""Words a line must have to tell how high it is."""

_TALLER, _LEVEL, _MARGIN = 1.45, 0.7, 0.25
"""A box is too high if so many times as high as its line, and keeps to the line if it covers so much of it; then it is
left so much, in heights of the line, over and under it.
"""

_GOOD_CONFIDENCE = 0.75
_POOR, _WELL_READ = 0.88, 0.9
"""Mean word confidences of a page: under the first something ails its picture, and over the second hardly anything."""

_WORDS_TO_TELL = 30
"""How many words a page must have for their confidence to prove that it reads well."""

_BLURRED = 0.28
"""Acuteness (`parsers.quality`) below which print reads better sharpened."""

_DARKENED, _DARKENED_ON_GROUND, _DARKENED_IN_GRAIN = 1.7, 1.4, 1.3
"""Powers of lightness that pale print is darkened by: on smooth paper; where the ground around the sheet is seen, which
is darkened too, at most; and on grainy paper.
"""

_SMOOTH = (1.0, 2.5)
"""Grain of paper (`parsers.image.illumination`) between smooth and grainy."""

_FINE_PRINT = (10.0, 14.0)
"""Heights of print in the picture (pixels) between which darkening begins to do more good than harm: the grey between
letters that are so small is part of them.
"""

_LINES_FOR_AXIS = 5

_HOPELESS, _READ_ONCE = 0.45, 0.92
"""Mean word confidences of a page between which a second run over all of it pays."""

_LEAST_LETTERS = 100
"""A page with fewer is not read again whole: stamps and streaks on an empty back."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the engine was shown of page ``number`` and what it said: for a second look."""

    number: int
    key: str
    picture: Grey
    words: tuple[OcrWord, ...]


def read_image(
    raster: Raster,
    *,
    key: str,
    number: int,
    pictures: bool = True,
    limits: Limits = DEFAULT_LIMITS,
    ocr: OcrEngine | None = None,
    seen: list[Seen] | None = None,
) -> Page:
    """The page in a picture, upright, with its words.

    ``key`` names it for recorded engines (a second try adds how it was turned), ``number`` is its page number. What
    the engine was shown is added to ``seen``. Raises what the engine raises, but a page that keeps the engine busy
    until its time is up comes back without words.
    """
    engine = ocr if ocr is not None else TesseractEngine(seconds=limits.ocr_seconds)
    upright, acute = _clear(straighten(raster))
    words, in_time = _read(engine, upright, key)
    if in_time and not upright.is_oriented and upright.lines:
        # The print did not tell which way is up. If it reads badly, try the other ways.
        turns = (180,) if upright.lines >= _LINES_FOR_AXIS else (180, 90, 270)
        for turn in turns:
            if _reads_well(words):
                break
            other, other_acute = _clear(straighten(raster, turn=quarter_turn(upright.rotation + turn)))
            others, other_in_time = _read(engine, other, f"{key}-turned-{turn}")
            if _legible(others) > _legible(words):
                upright, acute, words, in_time = other, other_acute, others, other_in_time
    words = _read_again(engine, upright, key, words)
    if seen is not None and words:
        seen.append(Seen(number, key, upright.page, words))
    grade = quality.assess(upright, acute=acute)
    if not in_time:
        grade = replace(grade, score=min(grade.score, _UNREADABLE))
    height, width = upright.page.shape
    page = Page(
        number=number,
        source=upright.source,
        width=width,
        height=height,
        rotation=upright.rotation,
        words=tuple(as_words(words, width, height)),
        quality=grade,
        picture=page_picture(upright) if pictures else b"",
        transform=tuple(float(v) for v in upright.transform.ravel()),
    )
    if not page.words:
        return page
    lowered = quality.lowered(grade, page.mean_confidence)
    if page.mean_confidence < _WELL_READ:
        likely = quality.likeliest(upright, is_poor=page.mean_confidence < _POOR)
        more = () if lowered.issues and upright.grain < GRAIN else likely
        lowered = replace(lowered, issues=tuple(dict.fromkeys((*lowered.issues, *more))))
    elif len(page.words) >= _WORDS_TO_TELL:
        lowered = quality.read_well(lowered, page.mean_confidence)
    return replace(page, quality=lowered)


def _clear(upright: Straightened) -> tuple[Straightened, float | None]:
    """The page with tinted rows white and pale print dark, sharpened if its print is blurred; and how acute that was.
    A grainy one was filtered already (`parsers.image.illumination`), and nobody asks.
    """
    if upright.grain >= GRAIN:
        return upright, None
    acute = quality.acuteness(upright.plain)
    page = upright.page if acute is None or acute >= _BLURRED else sharpened(upright.page, upright.grain)
    power = float(np.interp(upright.grain, _SMOOTH, (_DARKENED, _DARKENED_IN_GRAIN)))
    if upright.outline is None and upright.source == "photo":
        power = min(power, _DARKENED_ON_GROUND)
    power = float(np.interp(upright.glyph, _FINE_PRINT, (1.0, power)))
    return replace(upright, page=clearer(page, power=power)), acute


def _read(engine: OcrEngine, upright: Straightened, key: str) -> tuple[tuple[OcrWord, ...], bool]:
    """The words, and whether the engine finished in time. A page that is speckle rather than print is no fault of the
    installation: it is unreadable, and the other pages may tell enough.
    """
    if not has_ink(upright.page):
        return (), True
    try:
        words = engine.read(upright.page, key=key, mode=SPARSE)
    except OcrTimeout:
        return (), False
    return level(without_overlaps(without_leaders(words, upright.page))), True


def _read_again(engine: OcrEngine, upright: Straightened, key: str, words: tuple[OcrWord, ...]) -> tuple[OcrWord, ...]:
    """The words of a page that reads poorly, but reads, joined with those of a second run over all of it."""
    letters = sum(len(word.text) for word in words)
    mean = sum(word.confidence * len(word.text) for word in words) / max(1, letters)
    if letters < _LEAST_LETTERS or not _HOPELESS <= mean < _READ_ONCE:
        return words
    if statistics.fmean(word.confidence for word in words) >= _READ_ONCE:
        return words  # a few long ones alone are unsure: rules and frames that were taken for words
    try:
        again = engine.read(upright.page, key=f"{key}-whole", mode=ONE_BLOCK)
    except OcrFailed:
        return words
    return joined(words, level(without_overlaps(without_leaders(again, upright.page))))


def without_leaders(words: Sequence[OcrWord], page: Grey) -> tuple[OcrWord, ...]:
    """The words without those that are dots or a rule between a label and its value, read as letters: unsure, and
    their ink is far lower than print.
    """
    sure = [w for w in words if w.confidence >= _LEGIBLE and any(c.isalnum() for c in w.text)]
    if not sure:
        return tuple(words)
    least = _FLAT * statistics.median(w.box[3] - w.box[1] for w in sure)
    # Halfway between paper and the print of this page: blurred print is pale.
    darkest = statistics.median(float(np.percentile(_cut(page, w), 5)) for w in sure[:: 1 + len(sure) // _SAMPLE])
    level = (255 + darkest) / 2
    return tuple(
        w
        for w in words
        if w.confidence >= _LEGIBLE
        or not any(c.isalnum() for c in w.text)
        or (_cut(page, w) < level).any(axis=1).sum() >= least
    )


def without_overlaps(words: Sequence[OcrWord]) -> tuple[OcrWord, ...]:
    """The words with boxes that end where the next word of their line begins: the engine now and then gives a word the
    box of two, and the second would then seem to stand on a line of its own.
    """
    parted = list(words)
    for i, (word, following) in enumerate(itertools.pairwise(words)):
        x0, y0, x1, y1 = word.box
        if word.line == following.line and x0 + _NARROWEST < following.box[0] < x1:
            parted[i] = replace(word, box=(x0, y0, following.box[0] - 1, y1))
    return tuple(parted)


def level(words: Sequence[OcrWord]) -> tuple[OcrWord, ...]:
    """The words with boxes no higher than their line's: the engine now and then takes in a rule or a part of the line
    over or under a word, which would then seem to stand on that one.
    """
    lines: dict[int, list[OcrWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    bands = {line: _band(members) for line, members in lines.items() if len(members) >= _MATES}
    levelled: list[OcrWord] = []
    for word in words:
        x0, y0, x1, y1 = word.box
        top, foot = bands.get(word.line, (y0, y1))
        if y1 - y0 > _TALLER * (foot - top) and min(y1, foot) - max(y0, top) >= _LEVEL * (foot - top):
            margin = round(_MARGIN * (foot - top))
            word = replace(word, box=(x0, max(y0, top - margin), x1, min(y1, foot + margin)))
        levelled.append(word)
    return tuple(levelled)


def _band(words: Sequence[OcrWord]) -> tuple[int, int]:
    """Top and foot of a line: what half of its words keep within."""
    return round(statistics.median(w.box[1] for w in words)), round(statistics.median(w.box[3] for w in words))


def _cut(page: Grey, word: OcrWord) -> Grey:
    x0, y0, x1, y1 = word.box
    return page[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]


def _legible(words: Iterable[OcrWord]) -> float:
    """How much was read, each letter or digit counted by its confidence above a guess."""
    return sum(max(0.0, w.confidence - 0.5) * sum(c.isalnum() for c in w.text) for w in words)


def _reads_well(words: Sequence[OcrWord]) -> bool:
    letters = sum(len(w.text) for w in words)
    return letters > 0 and sum(w.confidence * len(w.text) for w in words) > _GOOD_CONFIDENCE * letters


def has_ink(page: Grey) -> bool:
    """Whether there is anything on the evened page that could be print."""
    rows = page[::3]
    return bool(np.count_nonzero(rows < 160) > _LEAST_INK * rows.size)


def as_words(found: Iterable[OcrWord], width: int, height: int) -> Iterable[Word]:
    """The engine's words with boxes as fractions of the page, without what is no print."""
    found = list(found)
    tall = _RULE_HEIGHT * statistics.median([_height(w) for w in found if len(w.text) >= 3] or [height])
    for word in found:
        if is_noise(word, height) or (_RULES.issuperset(word.text) and _height(word) >= tall):
            continue
        x0, y0, x1, y1 = word.box
        box = Box(
            min(1.0, max(0.0, x0 / width)),
            min(1.0, max(0.0, y0 / height)),
            min(1.0, max(0.0, x1 / width)),
            min(1.0, max(0.0, y1 / height)),
        )
        yield Word(text=word.text, box=box, confidence=word.confidence, source=WordSource.OCR)


def _height(word: OcrWord) -> int:
    return word.box[3] - word.box[1]


def is_noise(word: OcrWord, page_height: int) -> bool:
    """Whether a word is dirt, a frame or a logo read as print. Anything with a digit is kept: it could be an amount."""
    text = word.text
    if any(c.isdigit() for c in text):
        return word.confidence < 0.02 and len(text) == 1
    if _height(word) > 0.12 * page_height:
        return True
    letters = sum(c.isalpha() for c in text)
    if not letters:
        return word.confidence < 0.5 and text not in {"<", ">", "-", "§", "%", ":"}
    return word.confidence < 0.15 or (letters < 2 and word.confidence < 0.3)


def page_picture(upright: Straightened) -> bytes:
    """The upright page as a JPEG for people."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(shrink(upright.page, PICTURE_SIDE)).save(out, "JPEG", quality=80)
    return out.getvalue()
