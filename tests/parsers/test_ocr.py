"""The OCR engine: found, checked, run, killed; its failures one by one; recorded readings."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from parsers.errors import OcrFailed, TesseractLanguageMissing, TesseractMissing
from parsers.image.decode import from_grey
from parsers.intake import InputFile
from parsers.model import WordSource
from parsers.ocr import (
    OcrTimeout,
    OcrWord,
    OnceEngine,
    RecordedEngine,
    RecordingEngine,
    TesseractEngine,
    find_tesseract,
    parse_tsv,
    tiff,
)
from parsers.pages import read_pages
from parsers.scanned import as_words, is_noise, level, read_image, without_leaders, without_overlaps
from tests.parsers.fakes import drawn
from tests.parsers.fakes.engines import FakeEngine

PAGE = np.full((60, 80), 255, np.uint8)
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def fake(tmp_path: Path, body: str, *, version: str = "5.3.0", languages: str = "eng nor") -> str:
    """A program that answers as Tesseract does when asked for version and languages, and else does ``body``."""
    listed = "\n".join(languages.split())
    script = tmp_path / "tesseract"
    script.write_text(
        "#!/bin/sh\n"
        f'case "$*" in\n*--version*) echo "tesseract {version}"; exit 0;;\n'
        f'*--list-langs*) echo "List of available languages (2):\n{listed}"; exit 0;;\nesac\n{body}\n'
    )
    script.chmod(0o755)
    return str(script)


def test_a_missing_program_is_told_with_its_remedy() -> None:
    with pytest.raises(TesseractMissing) as caught:
        find_tesseract("no-such-tesseract")
    assert caught.value.exit_status == 1
    assert "tesseract" in caught.value.message.lower()


def test_an_old_version_counts_as_missing(tmp_path: Path) -> None:
    with pytest.raises(TesseractMissing, match=r"4\.1\.1"):
        find_tesseract(fake(tmp_path, "", version="4.1.1"))


def test_missing_norwegian_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(TesseractLanguageMissing) as caught:
        find_tesseract(fake(tmp_path, "", languages="eng osd"))
    assert "nor" in caught.value.message


def test_installing_the_language_helps_at_once(tmp_path: Path) -> None:
    program = fake(tmp_path, "", languages="eng")
    with pytest.raises(TesseractLanguageMissing):
        find_tesseract(program)
    assert find_tesseract(fake(tmp_path, "")) == program


def test_a_crash_is_an_ocr_failure_with_the_programs_last_line(tmp_path: Path) -> None:
    engine = TesseractEngine(command=fake(tmp_path, 'cat > /dev/null; echo "out of memory" >&2; exit 1'))
    with pytest.raises(OcrFailed, match="out of memory"):
        engine.read(PAGE)


def test_a_program_that_does_not_take_the_picture_is_an_ocr_failure(tmp_path: Path) -> None:
    engine = TesseractEngine(command=fake(tmp_path, "exit 3"))
    with pytest.raises(OcrFailed):
        engine.read(np.full((3000, 3000), 255, np.uint8))


@pytest.mark.parametrize("output", ["nothing like a table", ""])
def test_rubbish_output_is_an_ocr_failure(tmp_path: Path, output: str) -> None:
    engine = TesseractEngine(command=fake(tmp_path, f'cat > /dev/null; printf "{output}"'))
    with pytest.raises(OcrFailed, match="no table"):
        engine.read(PAGE)


def test_bad_utf8_does_not_stop_the_reading(tmp_path: Path) -> None:
    row = r"5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\tsal\346r\n"
    body = f"cat > /dev/null; printf 'level\\tx\\n{row}'"
    (word,) = TesseractEngine(command=fake(tmp_path, body)).read(PAGE)
    assert word.text.startswith("sal")


def test_a_run_out_of_time_is_killed_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "still-alive"
    body = f"(sleep 1.5; touch {mark}) & sleep 60"
    start = time.monotonic()
    with pytest.raises(OcrTimeout):
        TesseractEngine(seconds=0.4, command=fake(tmp_path, body)).read(PAGE)
    assert time.monotonic() - start < 5
    time.sleep(1.6)
    assert not mark.exists()


def test_one_thread_norwegian_alone_and_the_picture_in_memory(tmp_path: Path) -> None:
    told, taken = tmp_path / "told", tmp_path / "taken.tif"
    body = f'echo "$OMP_THREAD_LIMIT $*" > {told}; cat "$1" > {taken}; printf "level\\tx\\n"'
    dice = np.random.default_rng(3)
    picture = dice.integers(0, 256, (60, 83), dtype=np.uint8)
    assert TesseractEngine(command=fake(tmp_path, body)).read(picture) == ()
    threads, name, arguments = told.read_text().strip().split(" ", 2)
    assert (threads, arguments) == ("1", "stdout -l nor --psm 11 --oem 1 --dpi 300 tsv")
    assert not Path(name).exists()
    with Image.open(taken) as seen:
        assert np.array_equal(np.asarray(seen), picture)


def test_where_memory_has_no_names_the_picture_goes_by_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: bytes) -> AbstractContextManager[None]:
        return nullcontext()

    monkeypatch.setattr("parsers.ocr.named", none)
    told, taken = tmp_path / "told", tmp_path / "taken.tif"
    body = f'echo "$1" > {told}; cat > {taken}; printf "level\\tx\\n"'
    assert TesseractEngine(command=fake(tmp_path, body)).read(PAGE) == ()
    assert told.read_text() == "stdin\n"
    assert taken.read_bytes() == tiff(PAGE)


def test_a_page_that_keeps_the_engine_busy_comes_back_without_words() -> None:
    busy = FakeEngine(error=OcrTimeout("15 s"))
    page = read_image(from_grey(drawn.letter()), key="a", number=1, pictures=False, ocr=busy)
    assert page.words == ()
    assert page.quality.score < 0.1


# ------------------------------------------------------------------ the table of words


def test_words_of_the_table_keep_box_confidence_and_line() -> None:
    rows = "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t\n5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t96.5\tHovedstol\n"
    rows += "5\t1\t1\t1\t1\t2\t50\t20\t9\t8\t-1\t \n5\t1\t1\t1\t2\t1\t10\t40\t30\t8\t12\tkr\n"
    words = parse_tsv(HEAD + rows)
    assert words == (
        OcrWord("Hovedstol", (10, 20, 40, 28), 0.965, 0),
        OcrWord("kr", (10, 40, 40, 48), 0.12, 1),
    )


def test_a_row_of_the_table_that_makes_no_sense_is_an_ocr_failure() -> None:
    with pytest.raises(OcrFailed):
        parse_tsv(HEAD + "5\t1\t1\t1\t1\t1\tx\t20\t30\t8\t96.5\tHovedstol\n")


def test_dots_and_rules_read_as_letters_are_no_words() -> None:
    page = np.full((200, 900), 255, np.uint8)
    page[60:85, 20:120] = 0  # a word
    page[80:84, 140:600:12] = 0  # leaders
    page[60:85, 700:800] = 0  # its value
    label, value = OcrWord("Forfall", (20, 60, 120, 85), 0.95), OcrWord("31.8.2026", (700, 60, 800, 85), 0.4)
    dots = [OcrWord("eee", (140, 56, 300, 86), 0.2), OcrWord("08", (310, 79, 600, 85), 0.45)]
    dash = OcrWord("-", (620, 70, 640, 73), 0.4)
    assert without_leaders([label, *dots, dash, value], page) == (label, dash, value)
    assert without_leaders(dots, page) == tuple(dots)  # nothing tells how large the print is


def test_a_word_ends_where_the_next_of_its_line_begins() -> None:
    wide, small = OcrWord("Legesenter", (100, 50, 250, 72), 0.96, 3), OcrWord("AS", (226, 45, 252, 78), 0.96, 3)
    below = OcrWord("Hovedstol", (90, 90, 200, 110), 0.96, 4)
    parted = without_overlaps([wide, small, below])
    assert [word.box for word in parted] == [(100, 50, 225, 72), small.box, below.box]
    apart = (OcrWord("Org.nr", (10, 5, 60, 20), 0.9, 1), OcrWord("364", (66, 5, 90, 20), 0.9, 1))
    assert without_overlaps(apart) == apart


def test_a_box_that_takes_in_a_rule_over_its_line_keeps_to_the_line() -> None:
    words = [OcrWord(text, (x, 100, x + 80, 125), 0.9, 2) for text, x in (("kr", 10), ("4", 100), ("per", 200))]
    high = OcrWord("844,59", (300, 70, 400, 128), 0.9, 2)
    levelled = level([*words, high])
    assert levelled[:3] == tuple(words)
    assert levelled[3].box == (300, 94, 400, 128)
    alone = (replace(high, line=3), OcrWord("Sum", (10, 100, 80, 125), 0.9, 3))
    assert level(alone) == alone  # two words do not tell how high a line is


def test_a_letter_that_is_twice_as_high_as_its_line_keeps_its_box() -> None:
    words = [OcrWord(text, (x, 100, x + 80, 125), 0.9, 2) for text, x in (("ikke", 100), ("vent", 200), ("mer", 300))]
    initial = OcrWord("D", (10, 20, 60, 70), 0.9, 2)
    assert level([initial, *words])[0] == initial  # it stands over the line


@pytest.mark.parametrize("text", ["437,50", "7", "3.450,-", "O4", "§", "Å"])
def test_what_could_be_an_amount_or_a_word_is_kept(text: str) -> None:
    assert not is_noise(OcrWord(text, (0, 0, 20, 10), 0.5), 1000)


@pytest.mark.parametrize(
    "word", [OcrWord("|", (0, 0, 2, 40), 0.3), OcrWord("ee", (0, 0, 9, 9), 0.1), OcrWord("IL", (0, 0, 90, 400), 0.9)]
)
def test_frames_specks_and_giants_are_dropped(word: OcrWord) -> None:
    assert is_noise(word, 1000)


def test_a_frames_bar_is_no_word_and_a_one_read_as_a_bar_is() -> None:
    frame, one = OcrWord("|", (100, 80, 106, 140), 0.96), OcrWord("|", (200, 100, 206, 124), 0.8)
    print_ = [OcrWord("Forfall", (10, 100, 90, 124), 0.95), OcrWord("kroner", (110, 102, 190, 124), 0.95)]
    assert [word.text for word in as_words([*print_, frame], 1000, 1400)] == ["Forfall", "kroner"]
    assert [word.text for word in as_words([*print_, one], 1000, 1400)] == ["Forfall", "kroner", "|"]


def test_boxes_become_fractions_within_the_page() -> None:
    (word,) = as_words([OcrWord("kr", (50, 95, 210, 104), 0.9)], 200, 100)
    assert (word.box.x0, word.box.y0, word.box.x1, word.box.y1) == (0.25, 0.95, 1.0, 1.0)
    assert word.source is WordSource.OCR


# ------------------------------------------------------------------ recordings


def test_a_recording_replays_at_any_size_of_the_picture(tmp_path: Path) -> None:
    engine = FakeEngine([OcrWord("Å betale", (8, 6, 40, 12), 0.91, 2)])
    recorded = RecordingEngine(engine, tmp_path).read(PAGE, key="letter-1")
    replayed = RecordedEngine(tmp_path).read(np.full((120, 160), 255, np.uint8), key="letter-1")
    assert recorded[0].box == (8, 6, 40, 12)
    assert replayed == (OcrWord("Å betale", (16, 12, 80, 24), 0.91, 2),)


def test_a_page_without_a_recording_is_an_ocr_failure(tmp_path: Path) -> None:
    with pytest.raises(OcrFailed, match="letter-9"):
        RecordedEngine(tmp_path).read(PAGE, key="letter-9")


def test_no_picture_is_read_twice_and_no_other_is_taken_for_it() -> None:
    engine = FakeEngine([OcrWord("kr", (1, 1, 9, 9), 0.9)])
    once = OnceEngine(engine)
    for _ in range(2):
        assert once.read(PAGE, key="a") == engine.words
    once.read(PAGE, key="b")
    once.read(np.zeros_like(PAGE), key="a")
    once.read(PAGE, key="a", mode=6)
    assert len(engine.calls) == 4


# ------------------------------------------------------------------ for real


@pytest.mark.live
def test_values_of_a_scan_are_read() -> None:
    (page,) = read_pages([InputFile("a.png", drawn.encoded(drawn.letter(width=2480), "PNG"))])
    words = {word.text.strip(".") for word in page.words}
    assert set(drawn.VALUES) <= words
    assert page.source == "scan"
    assert page.picture.startswith(b"\xff\xd8")


@pytest.mark.live
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_values_of_a_tilted_photo_are_read_whichever_way_it_lies(turn: int) -> None:
    photo, _ = drawn.photographed(drawn.letter(width=1800))
    data = drawn.encoded(np.ascontiguousarray(np.rot90(photo, turn)), quality=88)
    (page,) = read_pages([InputFile("a.jpg", data)], pictures=False)
    words = {word.text.strip(".") for word in page.words}
    assert set(drawn.VALUES) <= words
    assert (page.source, page.rotation) == ("photo", 90 * turn)
