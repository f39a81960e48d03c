"""A scanned page that somebody else's OCR has read: when its words are kept, and when the page is read anew."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from parsers import text_layer
from parsers.borrowed import borrowed_page
from parsers.errors import OcrFailed
from parsers.image.decode import from_grey
from parsers.intake import InputFile
from parsers.model import Box, Page, Word, WordSource
from parsers.ocr import SPARSE, OcrWord, TesseractEngine
from parsers.pages import read_pages
from parsers.pipeline import read_letter, read_letters
from parsers.scanned import Seen
from parsers.second_look import reads_the_same
from parsers.two_readings import ONE_BLOCK
from samples.capture.writing import LayerWord, PicturePage, jpeg, picture_pdf
from tests.parsers.fakes.engines import FakeEngine
from tests.parsers.test_second_look import HEIGHT, ROWS, WIDTH, printed

POINTS = (595, 842)
TEXT = (
    "Vi har fått i oppdrag av Bølgen Bad AS å kreve inn et forfalt krav som ikke er betalt innen fristen i brevet "
    "fra 12.03.2026 til deg . Beløpet på 2.345,00 kr må være på konto 1503 45 67899 innen 26.08.2026 , ellers kan "
    "saken sendes til forliksrådet uten at du får et nytt brev fra oss om det ."
)
PROSE = TEXT.split()


def words_of(texts: Sequence[str]) -> list[Word]:
    return [Word(text, Box(0.1, 0.1, 0.2, 0.11), 1.0, WordSource.TEXT_LAYER) for text in texts]


def scanned_pdf(
    picture: npt.NDArray[np.uint8], words: Sequence[OcrWord], *, mistaken: dict[str, str] | None = None
) -> bytes:
    """The picture as a page of a PDF with the words as invisible text where they are printed."""
    across, down = POINTS[0] / WIDTH, POINTS[1] / HEIGHT
    layer = tuple(
        LayerWord(
            (mistaken or {}).get(w.text, w.text),
            w.box[0] * across,
            w.box[1] * down,
            w.box[2] * across,
            w.box[3] * down,
        )
        for w in words
    )
    return picture_pdf([PicturePage(jpeg(picture, quality=90), *POINTS, layer)])


class Same(FakeEngine):
    """Reads every strip as the layer does, by saying what stands where; and counts what it was shown whole."""

    def __init__(self, words: Sequence[OcrWord]) -> None:
        super().__init__()
        self.all_words = tuple(words)
        self.whole = 0

    def read(self, picture: npt.NDArray[np.uint8], *, key: str = "", mode: int = SPARSE) -> tuple[OcrWord, ...]:
        if key.endswith(("again", "reduced")):
            raise OcrFailed("no second look in this test")
        if key.endswith("tried"):
            raise self.error or OcrFailed("nothing is tried in this test")
        self.whole += 1
        height, width = picture.shape
        x, y = width / WIDTH, height / HEIGHT
        return tuple(
            OcrWord(w.text, (round(w.box[0] * x), round(w.box[1] * y), round(w.box[2] * x), round(w.box[3] * y)), 0.97)
            for w in self.all_words
        )


# ------------------------------------------------------------------ the text alone


def test_a_text_without_visible_mistakes_may_be_right() -> None:
    assert text_layer.may_be_right(words_of(PROSE))
    assert text_layer.may_be_right(words_of([*PROSE, "NO9386011117947", "12a", "1.juni", "A4", "MVA", "kr500", "0,5G"]))


@pytest.mark.parametrize(
    "mistaken",
    ["2.345,O0", "l2.03.2026", "1O,00", "be1øp", "inkass0", "beIøp", "26.O8.2026", "S45,00", "¦"],
)
def test_a_text_with_letters_among_figures_or_figures_among_letters_is_not(mistaken: str) -> None:
    assert not text_layer.may_be_right(words_of([*PROSE, mistaken]))


def test_a_text_too_short_to_judge_is_not() -> None:
    assert not text_layer.may_be_right(words_of(PROSE[:20]))


# ------------------------------------------------------------------ the text and the picture


def on_page(words: Sequence[OcrWord]) -> list[Word]:
    return [
        Word(
            w.text,
            Box(w.box[0] / WIDTH, w.box[1] / HEIGHT, w.box[2] / WIDTH, w.box[3] / HEIGHT),
            0.9,
            WordSource.FOREIGN_OCR,
        )
        for w in words
    ]


def kept(picture: npt.NDArray[np.uint8], words: Sequence[OcrWord], seen: list[Seen] | None = None) -> Page | None:
    return borrowed_page(from_grey(picture), on_page(words), key="a", number=3, picture=b"p", seen=seen)


def test_words_that_stand_on_all_the_print_are_kept_with_what_they_stand_on() -> None:
    picture, words = printed()
    seen: list[Seen] = []
    page = kept(picture, words, seen)
    assert page is not None
    assert (page.number, page.source, page.picture) == (3, "scan", b"p")
    assert [word.text for word in page.words] == [word.text for word in words]
    (one,) = seen
    assert one.picture.shape == (page.height, page.width)
    assert [word.text for word in one.words] == [word.text for word in words]


def test_a_page_with_print_under_no_word_is_not_kept() -> None:
    picture, words = printed()
    assert kept(picture, words[:-14]) is None


def test_words_beside_the_print_are_not_kept() -> None:
    picture, words = printed()
    aside = [OcrWord(w.text, (w.box[0], w.box[1] + 1100, w.box[2], w.box[3] + 1100), 0.9) for w in words]
    assert kept(picture, aside) is None


# ------------------------------------------------------------------ our own reading of a part


class Part(FakeEngine):
    """Reads in a part of the page what is printed there, but for the words ``mistaken``."""

    def __init__(self, words: Sequence[OcrWord], top: int, *, mistaken: Sequence[str] = ()) -> None:
        read = [OcrWord(w.text, (w.box[0], w.box[1] - top, w.box[2], w.box[3] - top), 0.95) for w in words]
        super().__init__([replace(w, text="xyz") if w.text in mistaken else w for w in read])


@pytest.mark.parametrize(
    ("mistaken", "same"), [((), True), (("oppdrag",), True), (("oppdrag", "forfalt"), False), (("Vi", "krav."), False)]
)
def test_a_reading_is_believed_when_ours_of_a_part_differs_in_no_more_than_a_word(
    mistaken: tuple[str, ...], same: bool
) -> None:
    picture, words = printed()
    seen = Seen(1, "a", picture, tuple(words))
    prose = [w for w in words if 440 < w.box[1] < 680]
    top = prose[0].box[1] - round(0.5 * statistics.median(w.box[3] - w.box[1] for w in prose))
    assert reads_the_same(seen, Part(words, top, mistaken=mistaken)) is same


def test_a_reading_is_not_believed_when_nothing_can_be_tried() -> None:
    picture, words = printed()
    assert not reads_the_same(Seen(1, "a", picture, tuple(words)), FakeEngine())
    assert not reads_the_same(Seen(1, "a", picture, tuple(words)), FakeEngine(error=OcrFailed("x")))
    assert not reads_the_same(Seen(1, "a", picture, tuple(words[:12])), FakeEngine(words[:12]))


# ------------------------------------------------------------------ the letter


def test_a_layer_is_borrowed_only_when_asked_for() -> None:
    picture, words = printed()
    data = scanned_pdf(picture, words)
    (page,) = read_pages([InputFile("a", data)], ocr=Same(words), borrow=True)
    assert {word.source for word in page.words} == {WordSource.FOREIGN_OCR}
    assert page.picture.startswith(b"\xff\xd8")
    (page,) = read_pages([InputFile("a", data)], ocr=Same(words), pictures=False)
    assert {word.source for word in page.words} == {WordSource.OCR}


def test_a_layer_whose_figures_nobody_saw_again_is_not_believed() -> None:
    picture, words = printed()
    engine = Same(words)
    file = InputFile("a", scanned_pdf(picture, words))
    letter = read_letter([file], pictures=False, ocr=engine)
    assert engine.whole == 1
    assert {word.source for word in letter.pages[0].words} == {WordSource.OCR}
    assert read_letters([file], pictures=False, ocr=Same(words)) == ((letter, (1,)),)


def test_a_layer_that_makes_a_letter_with_another_sum_is_read_anew() -> None:
    picture, words = printed()
    engine = Same(words)
    data = scanned_pdf(picture, words, mistaken={"44,86": "94,86"})
    letter = read_letter([InputFile("a", data)], pictures=False, ocr=engine)
    assert engine.whole == 1
    assert "44,86" in letter.transcript.text


@pytest.mark.live
def test_a_good_layer_spares_the_reading_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    # The font that is always there has no å.
    plain = str.maketrans("åøæÅ", "aoeA")
    rows = tuple(tuple((x, t.replace("Å betale", "Til betaling").translate(plain)) for x, t in row) for row in ROWS)
    monkeypatch.setattr("tests.parsers.test_second_look.ROWS", rows)
    picture, words = printed()
    modes: list[int] = []
    real = TesseractEngine.read

    def read(
        self: TesseractEngine, picture: npt.NDArray[np.uint8], *, key: str = "", mode: int = SPARSE
    ) -> tuple[OcrWord, ...]:
        modes.append(mode)
        return real(self, picture, key=key, mode=mode)

    monkeypatch.setattr(TesseractEngine, "read", read)
    file = InputFile("a", scanned_pdf(picture, words))
    letter = read_letter([file], pictures=False)
    assert modes == [SPARSE, ONE_BLOCK]  # a part of the page, and its figures
    assert read_letters([file], pictures=False) == ((letter, (1,)),)
    assert modes == [SPARSE, ONE_BLOCK] * 2
    assert [str(line.amount) for line in letter.lines] == ["2345.00", "44.86", "300.00"]
    assert all(line.confidence >= 0.85 for line in letter.lines)
