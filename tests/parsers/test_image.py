"""Photos and scans to upright pages: decoding, outline, light, turns, bends, and the way back to the upload."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageFile

from parsers.errors import DamagedFile
from parsers.image import decode, textlines
from parsers.image.illumination import evened, grain, quietened, unevenness
from parsers.image.outline import find_outline
from parsers.image.straighten import straighten
from parsers.intake import InputFile
from parsers.ocr import OcrWord
from parsers.pages import read_pages
from parsers.scanned import read_image
from tests.parsers.fakes import drawn
from tests.parsers.fakes.drawn import raster
from tests.parsers.fakes.engines import FakeEngine

PAGE = drawn.letter(width=1240)
PHOTO, TO_PHOTO = drawn.photographed(drawn.letter(width=1800))


def moved(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), matrix).reshape(-1, 2)


# ------------------------------------------------------------------ decoding


def arrow() -> np.ndarray:
    """A picture that looks different after each of the eight turns and mirrors."""
    picture = np.full((400, 300), 255, np.uint8)
    picture[20:200, 30:60] = 0
    picture[20:50, 30:200] = 0
    return picture


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_exif_orientation_is_followed_as_a_viewer_does(orientation: int, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = drawn.encoded(arrow(), kind, exif=exif)
    with Image.open(io.BytesIO(data)) as image:
        from PIL import ImageOps

        wanted = np.asarray(ImageOps.exif_transpose(image).convert("L"))
    read = decode.decode_jpeg(data) if kind == "JPEG" else decode.decode_other(data)
    assert read.grey.shape == wanted.shape
    assert np.abs(read.grey.astype(int) - wanted).mean() < 3
    assert abs(read.small.shape[0] / read.small.shape[1] - wanted.shape[0] / wanted.shape[1]) < 0.02


def test_heic_is_decoded() -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(arrow()).convert("RGB")).save(out, quality=90)
    assert np.abs(decode.decode_heic(out.getvalue()).grey.astype(int) - arrow()).mean() < 4


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "CMYK"])
def test_every_kind_of_pixel_becomes_dark_on_light(mode: str) -> None:
    if mode == "I;16":
        picture = Image.fromarray(arrow().astype(np.uint16) * 257)
    else:
        picture = Image.fromarray(arrow()).convert("RGB").convert(mode)
    out = io.BytesIO()
    picture.save(out, "TIFF" if mode in ("CMYK", "I;16") else "PNG")
    assert np.abs(decode.decode_other(out.getvalue()).grey.astype(int) - arrow()).mean() < 6


def test_a_cmyk_jpeg_is_dark_on_light() -> None:
    out = io.BytesIO()
    Image.fromarray(arrow()).convert("CMYK").save(out, "JPEG")
    assert np.abs(decode.decode_jpeg(out.getvalue()).grey.astype(int) - arrow()).mean() < 8


def test_see_through_paper_is_white() -> None:
    layer = np.zeros((400, 300, 4), np.uint8)
    layer[:, :, 3] = 255 - arrow()
    out = io.BytesIO()
    Image.fromarray(layer).save(out, "PNG")
    assert np.abs(decode.decode_other(out.getvalue()).grey.astype(int) - arrow()).mean() < 1


def test_a_jpeg_that_lacks_its_last_bytes_is_read_and_told() -> None:
    data = drawn.encoded(PAGE, quality=85)
    whole, short = decode.decode_jpeg(data), decode.decode_jpeg(data[:-200])
    assert (whole.is_cut_short, short.is_cut_short) == (False, True)
    assert short.grey.shape == whole.grey.shape


def test_a_jpeg_that_lacks_a_part_is_damaged() -> None:
    photo = drawn.encoded(PHOTO[::4, ::4].copy(), quality=85)
    with pytest.raises(DamagedFile, match="breaks off"):
        decode.decode_jpeg(photo[: int(0.7 * len(photo))])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_file_that_is_mostly_missing_is_damaged(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = drawn.encoded(PAGE, kind)[:600]
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as other libraries of the process leave it
    with pytest.raises(DamagedFile):
        read_pages([InputFile("a", data)], ocr=FakeEngine())


def test_a_thumbnail_does_not_pass_for_the_end_of_the_picture() -> None:
    exif = Image.Exif()
    exif[0x010E] = "text with an end marker \u00ff\u00d9 inside"
    data = drawn.encoded(PAGE, exif=exif)
    assert decode.decode_jpeg(data[:-100]).is_cut_short


def faxed(**options: object) -> tuple[np.ndarray, bytes]:
    """A letter on 1728 dots a line, and the same with half the lines as a TIFF of two levels."""
    page = drawn.letter(width=1728)
    lines = round(page.shape[0] * 98 / 204)
    small = Image.fromarray(cv2.resize(page, (1728, lines), interpolation=cv2.INTER_AREA))
    out = io.BytesIO()
    small.convert("1", dither=Image.Dither.NONE).save(out, "TIFF", **options)
    return page, out.getvalue()


@pytest.mark.parametrize("told", [{"dpi": (204, 98)}, {"dpi": (200, 200)}, {}], ids=["told", "told wrong", "not told"])
def test_a_fax_of_half_the_lines_gets_its_shape_back(told: dict[str, object]) -> None:
    page, data = faxed(compression="group4", **told)
    read = decode.decode_other(data)
    assert read.grey.shape == pytest.approx(page.shape, abs=3)
    assert read.small.shape[0] / read.small.shape[1] == pytest.approx(297 / 210, abs=0.02)
    assert textlines.find_glyphs(read.grey).height == pytest.approx(textlines.find_glyphs(page).height, abs=2)


def test_resolution_told_across_is_down_in_a_fax_that_lies() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    page, data = faxed(dpi=(204, 98), exif=exif)
    assert decode.decode_other(data).grey.shape == pytest.approx(page.shape[::-1], abs=3)


@pytest.mark.parametrize("dpi", [(204, 196), (300, 300), (1, 600), (0, 0)])
def test_pixels_that_are_square_enough_or_told_beyond_belief_are_left_alone(dpi: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.fromarray(PAGE).save(out, "TIFF", dpi=dpi)
    assert decode.decode_other(out.getvalue()).grey.shape == PAGE.shape


def test_half_a_sheet_faxed_fine_is_not_stretched() -> None:
    page = drawn.letter(width=1728)[:1200]
    out = io.BytesIO()
    Image.fromarray(page).convert("1", dither=Image.Dither.NONE).save(out, "TIFF")
    assert decode.decode_other(out.getvalue()).grey.shape == page.shape


# ------------------------------------------------------------------ the sheet


def test_the_sheet_is_found_to_a_few_pixels() -> None:
    found = find_outline(raster(PHOTO).small)
    assert found is not None
    corners = found.corners * np.array([PHOTO.shape[1], PHOTO.shape[0]])
    wanted = moved(TO_PHOTO, np.array([[0, 0], [1800, 0], [1800, 2546], [0, 2546]]))
    assert np.hypot(*(corners - wanted).T).max() < 0.01 * PHOTO.shape[0]
    assert found.ratio == pytest.approx(297 / 210)


@pytest.mark.parametrize("light", [0.25, 0.5])
def test_the_sheet_is_found_in_the_dark(light: float) -> None:
    photo, _ = drawn.photographed(drawn.letter(width=1800), light=light)
    assert find_outline(raster(photo).small) is not None


def test_a_scan_has_no_outline() -> None:
    assert find_outline(raster(PAGE).small) is None


def test_a_sheet_whose_sides_lie_outside_the_picture_has_no_outline() -> None:
    height, width = PHOTO.shape[:2]
    close_up = PHOTO[int(0.3 * height) : int(0.7 * height), int(0.3 * width) : int(0.7 * width)]
    assert find_outline(raster(close_up.copy()).small) is None


SHEET = np.array([[0, 0], [1800, 0], [1800, 2546], [0, 2546]])


@pytest.mark.parametrize("side", ["top", "bottom", "left", "right"])
def test_a_sheet_of_which_one_side_lies_outside_the_picture_is_found(side: str) -> None:
    height, width = PHOTO.shape[:2]
    corners = moved(TO_PHOTO, SHEET)
    low, high = corners.min(axis=0), corners.max(axis=0)
    inset = 0.05 * height
    box = [0, 0, width, height]
    place = ["left", "top", "right", "bottom"].index(side)
    box[place] = round((*(low + inset + 90), *(high - inset - 90))[place])
    found = find_outline(raster(PHOTO[box[1] : box[3], box[0] : box[2]].copy()).small)
    assert found is not None
    told = found.corners * np.array([box[2] - box[0], box[3] - box[1]]) + np.array(box[:2])
    assert np.hypot(*(told - corners).T).max() < 0.03 * height
    assert found.beyond < 0.2


@pytest.mark.parametrize("side", ["top", "bottom", "left", "right"])
def test_a_sheet_that_just_touches_the_border_of_the_picture_is_found(side: str) -> None:
    height, width = PHOTO.shape[:2]
    low, high = moved(TO_PHOTO, SHEET).min(axis=0), moved(TO_PHOTO, SHEET).max(axis=0)
    box = [0, 0, width, height]
    place = ["left", "top", "right", "bottom"].index(side)
    box[place] = round((*(low + 0.05 * height), *(high - 0.05 * height))[place])
    found = find_outline(raster(PHOTO[box[1] : box[3], box[0] : box[2]].copy()).small)
    assert found is not None
    told = found.corners * np.array([box[2] - box[0], box[3] - box[1]]) + np.array(box[:2])
    assert np.hypot(*(told - moved(TO_PHOTO, SHEET)).T).max() < 0.04 * height


def test_a_corner_outside_the_picture_does_not_hide_the_sheet() -> None:
    photo, matrix = drawn.photographed(drawn.letter(width=1800), tilt=9.0)
    corners = moved(matrix, SHEET)
    top = round(float(corners[0, 1]) + 120)  # the upper left corner of the sheet is cut off, the others are not
    found = find_outline(raster(photo[top:].copy()).small)
    assert found is not None
    told = found.corners * np.array([photo.shape[1], photo.shape[0] - top]) + np.array([0, top])
    assert np.hypot(*(told - corners).T).max() < 0.02 * photo.shape[0]


def test_boards_that_run_on_beyond_the_sheet_do_not_hide_its_edge() -> None:
    """The joints of the table go on where the sides of the sheet end."""
    photo = PHOTO.copy()
    corners = moved(TO_PHOTO, SHEET)
    for top, bottom in ((0, 3), (1, 2)):
        delta = corners[bottom] - corners[top]
        start, end = corners[bottom], corners[bottom] + delta
        cv2.line(photo, start.astype(int).tolist(), end.astype(int).tolist(), (8, 12, 18), 30)
    found = find_outline(raster(photo).small)
    assert found is not None
    told = found.corners * np.array([photo.shape[1], photo.shape[0]])
    assert np.hypot(*(told - corners).T).max() < 0.01 * photo.shape[0]


def test_what_lies_outside_the_picture_is_blank() -> None:
    corners = moved(TO_PHOTO, SHEET)
    left = round(float(corners[:, 0].min()) + 400)  # into the print
    upright = straighten(raster(PHOTO[:, left:].copy()))
    assert upright.outline is not None
    assert upright.outline.beyond > 0.05
    inverse = np.linalg.inv(upright.transform)
    edge = moved(inverse, np.array([[0.0, 0.0], [0.0, PHOTO.shape[0]]]))[:, 0].min()
    assert edge > 20
    assert upright.page[:, : int(edge) - 3].min() == 255


@pytest.mark.parametrize("place", [0.3, 0.7])
def test_a_fold_is_no_side_of_the_sheet(place: float) -> None:
    folded = drawn.letter(width=1800)
    fold = round(place * folded.shape[0])
    folded[fold:] = (folded[fold:] * 0.82).astype(np.uint8)
    photo, matrix = drawn.photographed(folded)
    found = find_outline(raster(photo).small)
    assert found is not None
    told = found.corners * np.array([photo.shape[1], photo.shape[0]])
    assert np.hypot(*(told - moved(matrix, SHEET)).T).max() < 0.01 * photo.shape[0]


def test_a_sheet_whose_payment_slip_ends_on_ground_of_its_colour_is_not_cut_off_above_the_slip() -> None:
    photo, matrix = drawn.photographed(drawn.letter(width=1800), tilt=0)
    parts = np.zeros((2900, 1800), np.float32)
    parts[1700:2546] = parts[2546:, 100:1700] = 1
    slip = cv2.warpPerspective(parts, matrix, (photo.shape[1], photo.shape[0]), flags=cv2.INTER_AREA)[..., None]
    yellow = np.array([150.0, 215.0, 225.0]) * np.linspace(1.0, 0.65, photo.shape[1])[None, :, None]
    found = find_outline(raster((photo * (1 - slip) + yellow * slip).astype(np.uint8)).small)
    if found is not None:
        told = found.corners * np.array([photo.shape[1], photo.shape[0]])
        assert np.hypot(*(told - moved(matrix, SHEET)).T).max() < 0.02 * photo.shape[0]


def test_a_coloured_payment_slip_is_not_taken_for_the_sheet() -> None:
    scan = np.dstack([PAGE] * 3)
    top = int(0.7 * scan.shape[0])
    scan[top:-40, 40:-40] = (scan[top:-40, 40:-40] * np.array([0.5, 0.9, 0.95])).astype(np.uint8)
    upright = straighten(raster(scan))
    assert upright.outline is None
    assert upright.page.shape[0] / upright.page.shape[1] == pytest.approx(1.414, abs=0.02)


# ------------------------------------------------------------------ light


def test_a_shadow_is_evened_out_and_print_stays_dark() -> None:
    shade = np.linspace(1.0, 0.3, PAGE.shape[1])[None, :]
    even = evened((PAGE * shade).astype(np.uint8))
    paper, ink = even[PAGE == 255], even[PAGE < 40]
    assert np.percentile(paper, 10) > 240
    assert np.percentile(ink, 90) < 90


def test_unevenness_tells_a_shadow_from_a_scan() -> None:
    shade = np.linspace(1.0, 0.3, PAGE.shape[1])[None, :]
    assert unevenness(PAGE) < 0.05 < 0.3 < unevenness((PAGE * shade).astype(np.uint8))


def test_pale_print_is_drawn_down_to_black() -> None:
    page, _ = quietened(drawn.letter(width=1240, ink=190))
    assert page.min() < 80
    assert np.percentile(page, 90) > 250


def test_grain_is_measured_and_smoothed_away() -> None:
    rng = np.random.default_rng(3)
    noisy = np.clip(PAGE * 0.8 + rng.normal(0, 9, PAGE.shape), 0, 255).astype(np.uint8)
    smooth, told = quietened(noisy)
    assert grain(evened(PAGE)) < 1 < 5 < told < 16
    assert grain(smooth) < told / 2


# ------------------------------------------------------------------ text lines and turns


def test_glyph_height_is_about_the_x_height() -> None:
    small, large = (textlines.find_glyphs(evened(drawn.letter(width=w))).height for w in (1240, 2480))
    assert 9 <= small <= 16
    assert large == pytest.approx(2 * small, rel=0.15)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_quarter_turns_and_upside_down_are_told_from_print_alone(turn: int) -> None:
    lying = np.ascontiguousarray(np.rot90(PAGE, turn // 90))
    upright = straighten(raster(lying))
    assert (upright.rotation, upright.is_oriented) == (turn, True)


@pytest.mark.parametrize("degrees", [-7.0, -2.0, 1.0, 5.0])
def test_a_leaning_scan_is_levelled(degrees: float) -> None:
    height, width = PAGE.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    leaning = cv2.warpAffine(PAGE, turn, (width, height), borderValue=255)
    upright = straighten(raster(leaning))
    glyphs = textlines.find_glyphs(upright.page)
    assert abs(textlines.skew(textlines.find_lines(glyphs.boxes, glyphs.height))) < 0.003


def test_a_straight_scan_of_good_size_is_not_resampled() -> None:
    page = drawn.letter(width=1800)
    upright = straighten(raster(page))
    assert not upright.is_resampled
    assert upright.page.shape == page.shape
    assert np.allclose(upright.transform, np.eye(3))


@pytest.mark.parametrize("turn", [0, 90, 180])
def test_a_straight_scan_of_large_print_is_only_made_smaller(turn: int) -> None:
    page = drawn.letter(width=2480)
    mark = np.array([300.0, 500.0])
    page[480:520, 280:320] = 0
    shown = np.ascontiguousarray(np.rot90(page, -turn // 90))
    upright = straighten(raster(shown))
    assert upright.rotation == (360 - turn) % 360
    assert upright.page.size < 0.8 * page.size
    factor = upright.page.shape[1] / page.shape[1]
    x, y = (round(v) for v in (mark + 0.5) * factor - 0.5)
    assert upright.page[y - 8 : y + 9, x - 8 : x + 9].max() < 60
    (back,) = moved(upright.transform, np.array([[x, y]]))
    assert shown[round(back[1]) - 12 : round(back[1]) + 13, round(back[0]) - 12 : round(back[0]) + 13].max() == 0


@pytest.mark.parametrize("width", [800, 3600])
def test_small_and_large_scans_come_to_the_same_size(width: int) -> None:
    upright = straighten(raster(drawn.letter(width=width)))
    glyph = textlines.find_glyphs(upright.page).height
    assert 17 <= glyph <= 25


def test_a_curled_page_is_flattened() -> None:
    page = drawn.letter(width=1700)
    height, width = page.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = (0.008 * height * np.sin(x / width * np.pi * 1.3)).astype(np.float32)
    curled = cv2.remap(page, x, y + wave, cv2.INTER_LINEAR, borderValue=255)

    def roughness(picture: np.ndarray) -> float:
        glyphs = textlines.find_glyphs(evened(picture))
        lines = [n for n in textlines.find_lines(glyphs.boxes, glyphs.height) if n.length > 0.4 * picture.shape[1]]
        offs = [n.boxes[:, 3] - np.polyval(np.polyfit(n.boxes[:, 0], n.boxes[:, 3], 1), n.boxes[:, 0]) for n in lines]
        return float(np.median([np.percentile(np.abs(o), 80) for o in offs])) / glyphs.height

    before, after = roughness(curled), roughness(straighten(raster(curled)).page)
    assert after < 0.5 * before


# ------------------------------------------------------------------ whole pages


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_transform_leads_from_the_upright_page_back_to_the_photo(turn: int) -> None:
    lying = np.ascontiguousarray(np.rot90(PHOTO, turn // 90))
    upright = straighten(raster(lying))
    height, width = upright.page.shape
    # Where a blot on the page lands, found in the upright page, against where the transform says it lay.
    spots = np.array([[0.3, 0.2], [0.7, 0.5], [0.2, 0.8]])
    on_sheet = spots * np.array([1800, 2546])
    in_photo = moved(TO_PHOTO, on_sheet)
    side_y, side_x = PHOTO.shape[:2]
    for _ in range(turn // 90):
        in_photo = np.column_stack([in_photo[:, 1], side_x - 1 - in_photo[:, 0]])
        side_x, side_y = side_y, side_x
    told = moved(upright.transform, spots * np.array([width, height]))
    assert np.hypot(*(told - in_photo).T).max() < 0.015 * max(PHOTO.shape)


@pytest.mark.parametrize("side", ["left", "bottom"])
def test_the_transform_leads_back_to_a_photo_that_shows_the_sheet_in_part(side: str) -> None:
    page = drawn.letter(width=1800)
    mark = np.array([900.0, 1800.0])
    page[1780:1821, 880:921] = 0
    photo, matrix = drawn.photographed(page)
    corners = moved(matrix, SHEET)
    left = round(float(corners[:, 0].min()) + 290) if side == "left" else 0
    bottom = round(float(corners[:, 1].max()) - 290) if side == "bottom" else photo.shape[0]
    part = photo[:bottom, left:].copy()
    upright = straighten(raster(part))
    assert upright.outline is not None
    wanted = moved(matrix, mark)[0] - np.array([left, 0])
    (x, y) = moved(np.linalg.inv(upright.transform), wanted)[0].round().astype(int)
    reach = upright.page.shape[1] // 200
    assert upright.page[y - reach : y + reach + 1, x - reach : x + reach + 1].mean() < 60, "the mark is where it was"


def test_a_photo_becomes_an_upright_page_with_words_as_fractions() -> None:
    engine = FakeEngine([OcrWord("2345,00", (100, 200, 300, 230), 0.96)])
    (page,) = read_pages([InputFile("a.jpg", drawn.encoded(PHOTO, quality=85))], ocr=engine)
    assert (page.source, page.rotation, page.number) == ("photo", 0, 1)
    assert page.words[0].box.x0 == pytest.approx(100 / page.width)
    assert page.height / page.width == pytest.approx(297 / 210, abs=0.01)
    assert page.picture.startswith(b"\xff\xd8")
    assert engine.calls == [((page.height, page.width), "a.jpg-1", 11)]


def test_frames_and_files_are_pages_in_the_order_given() -> None:
    out = io.BytesIO()
    Image.fromarray(PAGE).save(out, "TIFF", save_all=True, append_images=[Image.fromarray(PAGE)])
    told: list[tuple[str, int, int]] = []
    engine = FakeEngine()
    pages = read_pages(
        [InputFile("fax", out.getvalue()), InputFile("b", drawn.encoded(PAGE, "PNG"))],
        ocr=engine,
        pictures=False,
        progress=lambda *step: told.append(step),
    )
    assert [page.number for page in pages] == [1, 2, 3]
    assert [key for _, key, _ in engine.calls] == ["fax-1", "fax-2", "b-1"]
    assert told == [("ocr", 1, 3), ("ocr", 2, 3), ("ocr", 3, 3)]


def test_a_blank_page_is_not_sent_to_the_engine() -> None:
    engine = FakeEngine(error=AssertionError("a blank page was read"))
    page = read_image(decode.from_grey(np.full((1754, 1240), 250, np.uint8)), key="a", number=1, ocr=engine)
    assert page.words == ()


def test_doubtful_ways_up_are_settled_by_reading() -> None:
    """Capitals and digits tell no up from down; the reading that is sure of itself wins."""

    class Fussy(FakeEngine):
        def read(self, picture: np.ndarray, *, key: str = "", mode: int = 0) -> tuple[OcrWord, ...]:
            super().read(picture, key=key, mode=mode)
            height = picture.shape[0]
            is_upright = (picture[: height // 2] < 128).sum() > (picture[height // 2 :] < 128).sum()
            return (OcrWord("INKASSOVARSEL", (10, 10, 90, 30), 0.95 if is_upright else 0.3),)

    capitals = tuple("INKASSOVARSEL 15034567899 HHHH EEEE" for _ in range(7))
    page = np.ascontiguousarray(np.rot90(drawn.letter(width=1240, rows=capitals), 2))
    engine = Fussy()
    read = read_image(decode.from_grey(page), key="a", number=1, pictures=False, ocr=engine)
    assert read.rotation == 180
    assert len(engine.calls) == 2
