"""The quick look at a picture: the same judgement as after straightening the whole page, at a fraction of the time."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from parsers import quality
from parsers.capture import THUMBNAIL_SIDE, look, sight
from parsers.errors import DamagedFile, EmptyFile, UnsupportedFileType
from parsers.image.decode import Raster, shrink
from parsers.image.straighten import straighten
from parsers.intake import InputFile
from tests.parsers.fakes import drawn

PHOTO, _ = drawn.photographed(drawn.letter(width=2000))


def jpeg(picture: np.ndarray, *, quality_: int = 88) -> InputFile:
    return InputFile("bilde.jpg", cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality_])[1].tobytes())


def whole(picture: np.ndarray) -> float:
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    return quality.assess(straighten(Raster(grey, shrink(picture, 700)))).score


def test_a_good_photo_is_good_and_its_size_is_told() -> None:
    found = look(jpeg(PHOTO))
    assert found.quality.score > 0.85
    assert found.quality.issues == ()
    assert (found.height, found.width) == PHOTO.shape[:2]


@pytest.mark.parametrize("blur", [1.0, 2.0, 4.0])
def test_a_part_of_the_page_tells_what_the_whole_page_does(blur: float) -> None:
    blurred = cv2.GaussianBlur(PHOTO, (0, 0), blur)
    assert look(jpeg(blurred)).quality.score == pytest.approx(whole(blurred), abs=0.12)


def test_heavy_blur_small_print_and_darkness_are_named() -> None:
    dark = (PHOTO * 0.15 + np.random.default_rng(3).normal(0, 6, PHOTO.shape)).clip(0, 255).astype(np.uint8)
    assert "blurry" in look(jpeg(cv2.GaussianBlur(PHOTO, (0, 0), 8))).quality.issues
    assert "low_resolution" in look(jpeg(shrink(PHOTO, 800))).quality.issues
    assert "dark" in look(jpeg(dark)).quality.issues


@pytest.mark.parametrize("size", [(3000, 2200), (1, 1), (1, 4000), (9, 7)])
def test_a_picture_without_print_is_looked_at_too(size: tuple[int, int]) -> None:
    found = look(jpeg(np.full((*size, 3), 200, np.uint8)))
    assert found.width == size[1]
    assert ("low_resolution" in found.quality.issues) == (max(size) < 600)


def test_an_empty_table_shows_no_document() -> None:
    grain = np.random.default_rng(1).normal(0, 2, (3000, 2200, 1))
    table = np.clip(np.full((3000, 2200, 3), 200) + grain, 0, 255).astype(np.uint8)
    assert look(jpeg(table)).quality.issues == ("no_document",)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_which_way_up_is_told_and_is_no_fault(turn: int) -> None:
    lying = np.ascontiguousarray(np.rot90(PHOTO, turn // 90))
    found = look(jpeg(lying))
    assert found.rotation == turn
    assert found.quality.issues == ()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"%PDF-1.4 " + bytes(300), DamagedFile),
        (b"GIF89a" + bytes(100), UnsupportedFileType),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64), DamagedFile),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        look(InputFile("fil", data))


def test_the_small_copy_shows_the_picture_as_a_viewer_does_and_tells_nothing_else() -> None:
    lying = io.BytesIO()
    picture = Image.fromarray(cv2.cvtColor(PHOTO, cv2.COLOR_BGR2RGB))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telefonen til Kari"
    picture.rotate(90, expand=True).save(lying, "JPEG", exif=exif)
    found = sight(InputFile("liggende.jpg", lying.getvalue()))
    with Image.open(io.BytesIO(found.thumbnail)) as small:
        assert max(small.size) == THUMBNAIL_SIDE
        assert small.height > small.width, "turned upright"
        assert not small.getexif()
        wanted = picture.resize(small.size).convert("L")
        difference = np.abs(np.asarray(small.convert("L"), float) - np.asarray(wanted, float))
    assert float(difference.mean()) < 12
    assert found.look == look(InputFile("liggende.jpg", lying.getvalue()))


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (9, 7)])
def test_the_smallest_pictures_have_small_copies_too(size: tuple[int, int]) -> None:
    found = sight(jpeg(np.full((*size, 3), 200, np.uint8)))
    with Image.open(io.BytesIO(found.thumbnail)) as small:
        assert max(small.size) <= THUMBNAIL_SIDE
