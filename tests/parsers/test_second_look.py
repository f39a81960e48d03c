"""The second look: print nobody read, values in doubt, and readings that disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.errors import OcrFailed
from parsers.image.unread import stacked, unread_light_print, unread_print
from parsers.model import Letter, Page, PageQuality, Reading
from parsers.ocr import Grey, OcrEngine, OcrWord
from parsers.pipeline import understand
from parsers.scanned import Seen, as_words
from parsers.second_look import AGREED, SURE, look_again

WIDTH, HEIGHT = 1654, 2339
ROWS = (
    ((150, "Fjordgløtt Inkasso AS"), (1000, "Saksnr:"), (1250, "55120/26")),
    ((150, "Postboks 12, 0101 OSLO"), (1000, "Dato:"), (1250, "12.08.2026")),
    ((150, "BETALINGSOPPFORDRING"),),
    ((150, "Vi har fått i oppdrag av Bølgen Bad AS å kreve inn et forfalt krav."),),
    ((150, "Fakturaen forfalt 16. juni 2026 og er ikke betalt selv om vi har sendt inkassovarsel."),),
    ((150, "Hovedstol"), (1250, "2345,00")),
    ((150, "Forsinkelsesrente"), (1250, "44,86")),
    ((150, "Inkassosalær"), (1250, "300,00")),
    ((150, "Å betale"), (1250, "2689,86")),
    ((150, "Betalingsfrist:"), (400, "26.08.2026"), (700, "Kontonummer:"), (1000, "15034567899")),
    ((150, "Har du innsigelser mot kravet, må du sende dem skriftlig til oss innen samme frist."),),
)


def printed() -> tuple[Grey, list[OcrWord]]:
    """A drawn letter, and all its words with their boxes, read with confidence 0.95."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    words = []
    for number, row in enumerate(ROWS):
        y = 200 + 90 * number
        for start, text in row:
            x = float(start)
            for word in text.split():
                pen.text((x, y), word, fill=20, font=font)
                box = tuple(round(v) for v in pen.textbbox((x, y), word, font=font))
                words.append(OcrWord(word, (box[0], box[1], box[2], box[3]), 0.95))
                x += font.getlength(word + " ")
    return np.asarray(page, np.uint8).copy(), words


class LineEngine:
    """Reads a picture of stacked lines: the first line says the first of ``texts``, and so on."""

    def __init__(self, again: Sequence[str], reduced: Sequence[str] = (), *, confidence: float = 0.9) -> None:
        self.texts = {"again": tuple(again), "reduced": tuple(reduced)}
        self.confidence = confidence
        self.keys: list[str] = []

    def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
        self.keys.append(key)
        texts = self.texts[key.rsplit("-", 1)[1]]
        inked = np.flatnonzero((picture < 128).any(axis=1))
        runs = np.split(inked, np.flatnonzero(np.diff(inked) > 8) + 1)
        assert len(runs) == len(texts), "as many lines as there are texts for"
        found = []
        for run, text in zip(runs, texts, strict=True):
            columns = np.flatnonzero((picture[run[0] : run[-1] + 1] < 128).any(axis=0))
            box = (int(columns[0]), int(run[0]), int(columns[-1]) + 1, int(run[-1]) + 1)
            found.append(OcrWord(text, box, self.confidence))
        return tuple(found)


class NoEngine:
    """Must not be asked."""

    def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
        raise AssertionError(f"{key} {mode} {picture.shape}")


def page_of(words: Iterable[OcrWord]) -> Page:
    return Page(1, "scan", WIDTH, HEIGHT, 0, tuple(as_words(words, WIDTH, HEIGHT)), PageQuality(0.9))


def looked(change: Callable[[OcrWord], OcrWord | None], engine: OcrEngine) -> tuple[Letter, Letter, dict[str, float]]:
    """The letter before and after a second look, when the first reading made of each word what ``change`` says; and
    the words of the page then, with their confidence.
    """
    picture, words = printed()
    read = tuple(new for new in map(change, words) if new is not None)
    letter = understand([page_of(read)])
    pages, again = look_again(
        [page_of(read)], letter, [Seen(1, "brev-1", picture, read)], engine=engine, understand=understand
    )
    return letter, again, {word.text: word.confidence for word in pages[0].words}


def value(letter: Letter, name: str) -> object:
    reading = letter.field(name)
    return reading.value if isinstance(reading, Reading) else None


def test_a_page_whose_print_is_all_read_is_not_looked_at_again() -> None:
    before, after, _ = looked(lambda word: word, NoEngine())
    assert before is after
    assert value(after, "total") == Decimal("2689.86")


def test_a_label_that_was_dropped_is_read() -> None:
    before, after, words = looked(lambda word: None if word.text == "Saksnr:" else word, LineEngine(["Saksnr:"]))
    assert value(before, "case_number") is None
    assert value(after, "case_number") == "55120/26"
    assert words["Saksnr:"] == 0.9


def test_the_rest_of_a_word_is_put_to_it() -> None:
    def cut(word: OcrWord) -> OcrWord:
        x0, y0, _, y1 = word.box
        return replace(word, text="Hoved", box=(x0, y0, x0 + 90, y1)) if word.text == "Hovedstol" else word

    _, _, words = looked(cut, LineEngine(["Hovedstol"]))
    assert "Hovedstol" in words
    assert "Hoved" not in words


def unsure(text: str, confidence: float, *, read: str = "") -> Callable[[OcrWord], OcrWord]:
    """The first reading reads ``text`` with this confidence, perhaps as something else."""
    return lambda word: replace(word, text=read or text, confidence=confidence) if word.text == text else word


def test_a_value_read_twice_the_same_is_sure() -> None:
    before, after, words = looked(unsure("26.08.2026", 0.4), LineEngine(["26.08.2026"]))
    assert words["26.08.2026"] == AGREED >= SURE
    deadline, earlier = after.field("payment_deadline"), before.field("payment_deadline")
    assert isinstance(deadline, Reading)
    assert isinstance(earlier, Reading)
    assert deadline.confidence > SURE > earlier.confidence


def test_an_amount_that_the_sum_bears_out_is_not_looked_at_again() -> None:
    before, after, _ = looked(unsure("300,00", 0.4), NoEngine())
    assert before is after


def test_two_of_three_readings_outvote_an_unsure_one() -> None:
    engine = LineEngine(["26.08.2026"], ["26.08.2026"])
    _, after, words = looked(unsure("26.08.2026", 0.6, read="286.08.2026"), engine)
    assert engine.keys == ["brev-1-again", "brev-1-reduced"]
    assert words["26.08.2026"] < SURE
    assert str(value(after, "payment_deadline")) == "2026-08-26"


def test_three_different_readings_make_a_value_unsure() -> None:
    misread = unsure("26.08.2026", 0.75, read="25.08.2026")
    _, _, words = looked(misread, LineEngine(["26.08.2026"], ["28.08.2026"]))
    assert words["25.08.2026"] == 0.5


def test_a_sure_reading_gives_way_only_where_the_sum_closes() -> None:
    misread = unsure("2689,86", 0.95, read="2889,86")
    closes = LineEngine(["2345,00", "44,86", "300,00", "2689,86"], ["2689,86"])
    _, after, words = looked(misread, closes)
    assert value(after, "total") == Decimal("2689.86")
    assert "2889,86" not in words
    worse = LineEngine(["2345,00", "44,86", "300,00", "7689,86"], ["7689,86"])
    _, after, words = looked(misread, worse)
    assert words["2889,86"] == pytest.approx(0.95)
    assert value(after, "total") != Decimal("7689.86")


def test_a_label_that_was_hardly_read_is_read_again() -> None:
    misread = unsure("Inkassosalær", 0.34, read="Poe")
    before, after, words = looked(misread, LineEngine(["Inkassosalær"]))
    assert value(before, "collection_fee") is None
    assert value(after, "collection_fee") == Decimal("300.00")
    assert "Poe" not in words


def test_the_end_of_an_amount_that_was_lost_is_read() -> None:
    def cut(word: OcrWord) -> OcrWord:
        x0, y0, x1, y1 = word.box
        return replace(word, text="300,", box=(x0, y0, x1 - 32, y1)) if word.text == "300,00" else word

    _, after, words = looked(cut, LineEngine(["2345,00", "44,86", "300,00", "2689,86"]))
    assert value(after, "collection_fee") == Decimal("300.00")
    assert "300," not in words


def test_a_comma_with_nothing_behind_it_is_no_reason_to_look() -> None:
    before, after, _ = looked(unsure("12,", 0.95), NoEngine())
    assert before is after


def test_a_frame_read_as_a_letter_goes_and_what_stands_in_it_stays() -> None:
    picture, words = printed()
    label = next(word for word in words if word.text == "Hovedstol")
    x0, y0, x1, y1 = label.box
    read = (*words, OcrWord("L", (x0 - 20, y0 - 40, x1 + 20, y1 + 40), 0.5))
    letter = understand([page_of(read)])
    pages, _ = look_again(
        [page_of(read)],
        letter,
        [Seen(1, "brev-1", picture, read)],
        engine=AwayEngine(),
        understand=understand,
    )
    texts = [word.text for word in pages[0].words]
    assert "L" not in texts
    assert "Hovedstol" in texts


class AwayEngine:
    """Reads nothing at all."""

    def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
        return ()


def test_words_of_one_reading_do_not_push_one_another_out() -> None:
    class Splits:
        """Reads "Saksnr: 55120/26" as one word over all of it, and then its parts."""

        def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
            rows, columns = np.nonzero(picture < 128)
            box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
            half = (box[0] + box[2]) // 2
            parts = (OcrWord("Saks", (box[0], box[1], box[2] - 4, box[3]), 0.7), OcrWord("nr:", (half, *box[1:]), 0.6))
            return parts if key.endswith("again") else ()

    _, _, words = looked(lambda word: None if word.text == "Saksnr:" else word, Splits())
    assert {"Saks", "nr:"} <= set(words)


def test_a_lost_address_or_opening_hour_is_no_reason_to_look() -> None:
    garbled = lambda word: (  # noqa: E731
        replace(word, text="posttfjordgloett.example", confidence=0.1) if word.text == "Fjordgløtt" else word
    )
    before, after, _ = looked(garbled, NoEngine())
    assert before is after
    before, after, _ = looked(unsure("AS", 0.5, read="09-15"), NoEngine())
    assert before is after


def test_an_engine_that_fails_leaves_the_first_reading() -> None:
    class Broken:
        def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
            raise OcrFailed("no")

    picture, words = printed()
    read = tuple(word for word in words if word.text != "Saksnr:")
    letter = understand([page_of(read)])
    _, after = look_again(
        [page_of(read)], letter, [Seen(1, "a", picture, read)], engine=Broken(), understand=understand
    )
    assert after is letter


def test_a_poor_page_is_not_looked_at_again() -> None:
    before, after, _ = looked(
        lambda word: None if word.text == "Saksnr:" else replace(word, confidence=0.6), NoEngine()
    )
    assert before is after


# ------------------------------------------------------------------ unread print


def test_rules_dots_frames_and_blots_are_no_print() -> None:
    page = np.full((1000, 1000), 255, np.uint8)
    page[100:103, 50:950] = 0
    page[200:600, 300:303] = 0
    page[200:203, 300:800] = 0
    page[700:704, 100:900:14] = 0
    page[800:860, 100:400] = 0
    assert unread_print(page, [], glyph=30) == ()


def test_unread_words_are_found_where_they_stand() -> None:
    picture, words = printed()
    boxes = [word.box for word in words if word.text not in ("Saksnr:", "300,00")]
    left_out = [word.box for word in words if word.text in ("Saksnr:", "300,00")]
    found = unread_print(picture, boxes, glyph=30)
    assert len(found) == 2
    for box, wanted in zip(found, left_out, strict=True):
        assert box == pytest.approx(wanted, abs=14)


def test_boxes_in_a_stacked_picture_lead_back_to_the_page() -> None:
    page = np.full((400, 600), 255, np.uint8)
    page[110:130, 220:260] = 0
    picture, (first, second) = stacked(page, [(10, 20, 90, 50), (200, 100, 300, 140)], gap=20, factor=1.5)
    dark = np.argwhere(picture < 128)
    (top, left), (foot, right) = dark.min(axis=0), dark.max(axis=0) + 1
    assert first.foot <= second.top <= top < foot <= second.foot
    assert second.on_page((int(left), int(top), int(right), int(foot))) == pytest.approx((220, 110, 260, 130), abs=1)


def test_light_print_on_a_dark_panel_is_unread_print_and_is_read_as_dark_on_light() -> None:
    page = Image.new("L", (1600, 2000), 250)
    pen = ImageDraw.Draw(page)
    pen.rectangle((500, 300, 800, 420), fill=60)
    pen.text((540, 340), "Sum 2572,55", fill=255, font=ImageFont.load_default(size=30))
    picture = np.asarray(page, np.uint8).copy()
    assert unread_print(picture, [], glyph=26) == ()
    (panel,) = unread_light_print(picture, [], glyph=26)
    assert panel == pytest.approx((500, 300, 800, 420), abs=15)
    assert unread_light_print(picture, [(530, 330, 740, 380)], glyph=26) == ()
    shown, (strip,) = stacked(picture, [(510, 310, 790, 410)], gap=20)
    assert np.median(shown) > 200
    assert (shown[round(strip.top) : round(strip.foot)] < 80).any()


def test_a_group_of_two_digits_between_two_unread_ones_is_read_with_them() -> None:
    class Account:
        keys: tuple[str, ...] = ()

        def read(self, picture: Grey, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
            self.keys = (*self.keys, key)
            rows, columns = np.nonzero(picture < 128)
            x0, x1, box = int(columns.min()), int(columns.max()) + 1, (int(rows.min()), int(rows.max()) + 1)
            cuts = (x0, x0 + (x1 - x0) // 3, x0 + 2 * (x1 - x0) // 3, x1)
            return tuple(
                OcrWord(text, (cuts[n], box[0], cuts[n + 1] - 6, box[1]), 0.95)
                for n, text in enumerate(("1503", "45", "67899"))
            )

    engine = Account()
    _, after, _ = looked(lambda word: None if word.text == "15034567899" else word, engine)
    assert value(after, "account_number") == "15034567899"
    assert engine.keys == ("brev-1-again",)
