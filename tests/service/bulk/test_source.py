"""Folders, archives and lists: what is found in them, and what hostile ones can not do."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pytest

from parsers.errors import DamagedFile, FileTooLarge, NoFiles, UnsupportedFileType
from parsers.limits import DEFAULT_LIMITS
from service.bulk.grouping import Grouping
from service.bulk.runner import small_last
from service.bulk.source import SourceFile, SourceLetter, letters_of_zip, open_source
from service.problems import Problem
from tests.service.bulk.batches import folder_of, zip_of


def opened(data: bytes) -> dict[str, bytes | str]:
    """The letters of an archive: the content of the first file of each, or the code of what is wrong with it."""
    found: dict[str, bytes | str] = {}
    for letter in letters_of_zip(io.BytesIO(data), size=len(data)):
        try:
            found[letter.name] = letter.load()[0].data
        except (DamagedFile, FileTooLarge, UnsupportedFileType, Problem) as error:
            found[letter.name] = error.code
    return found


def test_a_folder_is_read_with_all_below_it_in_the_order_of_names(tmp_path: Path) -> None:
    top = folder_of(
        tmp_path, {"b/2.pdf": b"2", "b/10.pdf": b"10", "a.pdf": b"a", ".skjult/x.pdf": b"x", "Thumbs.db": b""}
    )
    assert [letter.name for letter in open_source(top)] == ["a.pdf", "b/2.pdf", "b/10.pdf"]


def test_the_folder_of_the_results_is_no_part_of_the_source(tmp_path: Path) -> None:
    top = folder_of(tmp_path, {"a.pdf": b"a", "svar/results.csv": b"x"})
    assert [letter.name for letter in open_source(top, leave_out=top / "svar")] == ["a.pdf"]


def test_links_that_lead_round_are_not_followed(tmp_path: Path) -> None:
    top = folder_of(tmp_path / "top", {"a.pdf": b"a"})
    (top / "round").symlink_to(top)
    assert [letter.name for letter in open_source(top)] == ["a.pdf"]


def test_a_pipe_among_the_files_holds_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (letter,) = open_source(tmp_path)
    with pytest.raises(Problem, match="file_unavailable"):
        letter.load()


def test_a_list_names_letters_and_pages(tmp_path: Path) -> None:
    folder_of(tmp_path, {"b.pdf": b"b", "x/1.jpg": b"1", "x/2.jpg": b"2", "y-side1.jpg": b"3", "y-side2.jpg": b"4"})
    (tmp_path / "liste.txt").write_text(
        "# brevene\nb.pdf\n\nx/2.jpg\tx/1.jpg\ny-side2.jpg\ny-side1.jpg\nmangler.pdf\n", encoding="utf-8"
    )
    letters = open_source(tmp_path / "liste.txt")
    assert [(letter.by.value, [file.name for file in letter.files]) for letter in letters] == [
        ("alone", ["b.pdf"]),
        ("list", ["x/2.jpg", "x/1.jpg"]),
        ("pages", ["y-side1.jpg", "y-side2.jpg"]),
        ("alone", ["mangler.pdf"]),
    ]
    assert [file.data for file in letters[1].load()] == [b"2", b"1"]
    with pytest.raises(Problem, match="file_unavailable"):
        letters[3].load()


def test_the_same_line_twice_is_two_letters(tmp_path: Path) -> None:
    folder_of(tmp_path, {"b.pdf": b"b"})
    (tmp_path / "liste.txt").write_text("b.pdf\nb.pdf\n", encoding="utf-8")
    letters = open_source(tmp_path / "liste.txt")
    assert len({letter.key for letter in letters}) == 2


def test_files_can_be_kept_apart(tmp_path: Path) -> None:
    top = folder_of(tmp_path, {"a-side1.jpg": b"1", "a-side2.jpg": b"2"})
    assert len(open_source(top)) == 1
    assert len(open_source(top, together=False)) == 2


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("tom.zip", zip_of({}), NoFiles),
        ("ødelagt.zip", b"PK\3\4 og ikke mer", DamagedFile),
        ("brev.pdf", b"%PDF-1.4\n\0\xff", UnsupportedFileType),
    ],
)
def test_a_source_that_is_none_is_told_at_once(tmp_path: Path, name: str, data: bytes, error: type[Exception]) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        open_source(tmp_path / name)


def test_an_empty_folder_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(NoFiles):
        open_source(tmp_path)


# ------------------------------------------------------------------ archives


def test_names_in_an_archive_lead_nowhere() -> None:
    found = opened(zip_of({"../../etc/passwd": b"a", "/abs/b.pdf": b"b", "c\\..\\d.pdf": b"c", "e\n\u202e.pdf": b"d"}))
    assert list(found) == ["abs/b.pdf", "c/d.pdf", "e??.pdf", "etc/passwd"]


def test_two_entries_of_one_name_are_two_letters() -> None:
    data = zip_of({"a.pdf": b"1", "b.pdf": b"2"}).replace(b"b.pdf", b"a.pdf")
    assert opened(data) == {"a.pdf": b"1", "a.pdf (2)": b"2"}


def test_an_entry_that_swells_is_refused_and_the_others_are_read() -> None:
    swelling = b"\0" * (DEFAULT_LIMITS.total_bytes + 1)
    assert opened(zip_of({"a.pdf": b"a", "bombe.pdf": swelling})) == {"a.pdf": b"a", "bombe.pdf": "file_too_large"}


def test_an_entry_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zip_of({"bombe.pdf": b"\0" * (DEFAULT_LIMITS.total_bytes + 1)}))
    central = data.rindex(b"PK\1\2")
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    assert opened(bytes(data))["bombe.pdf"] in ("file_too_large", "damaged_file")


def test_entries_that_share_their_bytes_are_refused() -> None:
    data = bytearray(zip_of({"a.pdf": os.urandom(500), "b.pdf": b"b"}))
    central = data.index(b"PK\1\2")
    data[data.rindex(b"PK\1\2") + 20 : data.rindex(b"PK\1\2") + 24] = data[central + 20 : central + 24]
    with pytest.raises(DamagedFile):
        opened(bytes(data))


def test_a_password_on_one_entry_is_told_of_that_entry_and_on_all_of_the_archive() -> None:
    data = bytearray(zip_of({"a.pdf": b"a", "hemmelig.pdf": b"b"}))
    second = data.rindex(b"PK\1\2")
    data[second + 8] |= 1
    assert opened(bytes(data)) == {"a.pdf": b"a", "hemmelig.pdf": "encrypted_archive"}
    data[data.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(Problem, match="encrypted_archive"):
        opened(bytes(data))


def test_a_torn_entry_is_a_damaged_file() -> None:
    data = bytearray(zip_of({"a.pdf": b"innhold" * 50, "b.pdf": b"b"}))
    data[45] ^= 0xFF
    found = opened(bytes(data))
    assert found == {"a.pdf": "damaged_file", "b.pdf": b"b"}


def test_names_in_utf_8_are_read_right_even_if_the_archive_does_not_say_so() -> None:
    data = zip_of({"purring på brød.pdf": b"a"})
    assert list(opened(data.replace(b"\x00\x08", b"\x00\x00"))) == ["purring på brød.pdf"]


def test_what_systems_leave_in_archives_is_no_letter() -> None:
    assert list(opened(zip_of({"__MACOSX/._a.pdf": b"x", "a.pdf": b"a", ".DS_Store": b"x"}))) == ["a.pdf"]


def test_an_archive_in_an_archive_is_not_opened() -> None:
    inner = zip_of({"a.pdf": b"a"})
    assert opened(zip_of({"inni.zip": inner})) == {"inni.zip": inner}


def test_the_smallest_letters_come_last_so_that_no_worker_is_left_alone_with_a_large_one() -> None:
    sizes = [5, 1, 9, 2, 2, 7, 3, 8, 6, 4, 9]
    letters = [
        SourceLetter(f"{n}", Grouping.ALONE, (SourceFile(f"{n}", "", bytes, size),)) for n, size in enumerate(sizes)
    ]
    assert [letter.key for letter in small_last(letters, 1)] == [f"{n}" for n in range(11)]
    ordered = small_last(letters, 2)
    assert [letter.size for letter in ordered] == [9, 8, 9, 7, 6, 5, 4, 3, 2, 2, 1]
    twins = [letter.key for letter in ordered if letter.size == 2]
    assert twins == ["3", "4"]
    assert [letter.size for letter in small_last(letters[:3], 2)] == [9, 5, 1]


def test_a_source_tells_how_large_its_letters_are(tmp_path: Path) -> None:
    folder_of(tmp_path / "brev", {"a.pdf": b"12345", "b.pdf": b"1"})
    (tmp_path / "liste.txt").write_text("brev/a.pdf\tbrev/b.pdf\nborte.pdf\n", encoding="utf-8")
    packed = tmp_path / "brev.zip"
    packed.write_bytes(zip_of({"a.pdf": b"12345", "b.pdf": b"1"}))
    assert [letter.size for letter in open_source(tmp_path / "brev", together=False)] == [5, 1]
    assert [letter.size for letter in open_source(packed, together=False)] == [5, 1]
    assert [letter.size for letter in open_source(tmp_path / "liste.txt", together=False)] == [6, 0]
