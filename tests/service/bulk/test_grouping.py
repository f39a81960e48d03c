"""Which files are one letter: what names say, and nothing else."""

from __future__ import annotations

import pytest

from service.bulk.grouping import Grouping, grouped, is_camera_name, natural, page_of

TABLE = [
    (["brev1-side1.jpg", "brev1-side2.jpg"], [("pages", ["brev1-side1.jpg", "brev1-side2.jpg"])]),
    (["Brev1_Side 2.JPG", "brev1_side 1.jpg"], [("pages", ["brev1_side 1.jpg", "Brev1_Side 2.JPG"])]),
    (["sak 7 page 10.png", "sak 7 page 9.png"], [("pages", ["sak 7 page 9.png", "sak 7 page 10.png"])]),
    (["a/side1.jpg", "a/side2.jpg", "b/side1.jpg"],
     [("pages", ["a/side1.jpg", "a/side2.jpg"]), ("alone", ["b/side1.jpg"])]),
    (["purring forside.jpg", "purring bakside.jpg"], [("pages", ["purring forside.jpg", "purring bakside.jpg"])]),
    (["brev1.jpg", "brev2.jpg"], [("alone", ["brev1.jpg"]), ("alone", ["brev2.jpg"])]),
    (["IMG_0001.jpg", "IMG_0002.jpg"], [("alone", ["IMG_0001.jpg"]), ("alone", ["IMG_0002.jpg"])]),
    (["sak/IMG_0010.jpg", "sak/IMG_0009.jpg"], [("folder", ["sak/IMG_0009.jpg", "sak/IMG_0010.jpg"])]),
    (["sak/2.heic", "sak/10.heic"], [("folder", ["sak/2.heic", "sak/10.heic"])]),
    (["sak/IMG_1.jpg", "sak/brev.pdf"], [("alone", ["sak/brev.pdf"]), ("alone", ["sak/IMG_1.jpg"])]),
    (["sak/IMG_1.jpg", "sak/purring.jpg"], [("alone", ["sak/IMG_1.jpg"]), ("alone", ["sak/purring.jpg"])]),
    (
        ["sak/IMG_1.jpg", "sak/IMG_2.jpg", "sak/mer/IMG_3.jpg"],
        [("alone", ["sak/IMG_1.jpg"]), ("alone", ["sak/IMG_2.jpg"]), ("alone", ["sak/mer/IMG_3.jpg"])],
    ),
    (["brev-side1.jpg", "brev-side1.png"], [("alone", ["brev-side1.jpg"]), ("alone", ["brev-side1.png"])]),
    (["baksideavkjole.jpg", "innside1.jpg", "innside2.jpg"],
     [("alone", ["baksideavkjole.jpg"]), ("alone", ["innside1.jpg"]), ("alone", ["innside2.jpg"])]),
]  # fmt: skip


@pytest.mark.parametrize(("names", "letters"), TABLE)
def test_files_are_put_together_by_their_names_alone(names: list[str], letters: list[tuple[str, list[str]]]) -> None:
    assert [(group.by.value, list(group.names)) for group in grouped(names)] == letters


def test_more_pictures_than_a_letter_has_pages_are_letters_of_their_own() -> None:
    names = [f"mars/IMG_{number:04}.jpg" for number in range(11)]
    assert {group.by for group in grouped(names)} == {Grouping.ALONE}
    assert {group.by for group in grouped(names[:10])} == {Grouping.FOLDER}


@pytest.mark.parametrize(
    "name",
    ["IMG_0012.JPG", "PXL_20260812_101500123.jpg", "20260812_101500.heic", "Scan 3.png", "2.jpg", "IMG_2231~2.jpg",
     "WhatsApp Image 2026-08-12 at 10.15.00.jpeg", "P1010023.JPG", "image (2).png", "skann_17.tiff"],
)  # fmt: skip
def test_names_that_cameras_give_are_known(name: str) -> None:
    assert is_camera_name(name)


@pytest.mark.parametrize(
    "name", ["brev7.jpg", "purring 2.jpg", "img.jpg", "2.pdf", "sak12-3.png", "IMG_12_purring.jpg"]
)
def test_names_that_people_give_are_not(name: str) -> None:
    assert not is_camera_name(name)


def test_the_page_word_stands_last() -> None:
    assert page_of("x/brev 3, side 2.jpg") == ("brev 3,", 2)
    assert page_of("side 2 av brevet.jpg") is None


def test_people_count_numbers_as_numbers() -> None:
    assert sorted(["b10", "B9", "a"], key=natural) == ["a", "B9", "b10"]
