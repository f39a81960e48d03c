"""Image files to pixels: grey at full size and a small colour copy, turned as their EXIF orientation says.

JPEG goes through OpenCV (grey straight from the luma plane, the colour copy from the coarse coefficients: a third of
the time of a full decode); everything else through Pillow. A JPEG that breaks off near its end is read as far as it
goes. Pixels that are not square, as a fax has them (204 dots an inch across and 98 lines an inch down, ITU-T T.4), are
made square. Sizes were checked by `parsers.intake`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from parsers.errors import DamagedFile

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

Grey = npt.NDArray[np.uint8]
Colour = npt.NDArray[np.uint8]

SMALL_SIDE = 700
"""Least long side of the small colour copy, unless the image itself is smaller."""

_LOST_SHARE = 0.05
_SQUARE, _MOST_STRETCHED = 1.15, 4.2  # how much longer than wide a pixel is at most that is left so, or believed
_FAX_WIDTHS = (1728, 2048, 2432)  # dots a line of ITU-T T.4: A4, B4, A3
_FAX_LINES = 204 / 98
_SQUEEZED = 1.05  # width over height of the letters of a standard fax shown with square pixels: 1.3 to 1.6, else 0.8
_FEWEST_LETTERS = 50
_ORIENTATION = 0x0112
_CAMERA_TAGS = (0x010F, 0x0110)  # Make, Model
_EXPOSURE_IFD, _EXPOSURE_TIME, _F_NUMBER = 0x8769, 0x829A, 0x829D
_SCANNER_WORDS = ("scan", "mfp", "laserjet", "officejet", "workcentre", "imagerunner", "bizhub", "ecosys", "mfc-")


@dataclass(frozen=True, slots=True)
class Raster:
    """An image as a viewer shows it. ``grey``: height x width; ``small``: the same in colour (BGR), smaller.

    ``is_camera``: its EXIF data speak of a camera. ``is_cut_short``: the end of the file is missing.
    """

    grey: Grey
    small: Colour
    is_camera: bool = False
    is_cut_short: bool = False


def from_grey(grey: Grey) -> Raster:
    """A raster of a grey picture, such as a drawn PDF page."""
    small = shrink(halved_to(grey, 2 * SMALL_SIDE), SMALL_SIDE)
    return Raster(grey=grey, small=np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), np.uint8))


def shrink(picture: Grey, side: int) -> Grey:
    """The picture with its long side at most ``side`` pixels, averaged."""
    factor = side / max(picture.shape[:2])
    if factor >= 1:
        return picture
    height, width = picture.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def halved(picture: Grey) -> Grey:
    """Every two by two pixels averaged to one; an odd last row or column is left out. A sixteenth of the time that
    averaging over other areas takes.
    """
    return reduced(picture, 2)


def halved_to(picture: Grey, side: int) -> Grey:
    """The picture halved as often as its long side stays at least ``side`` pixels."""
    while max(picture.shape[:2]) >= 2 * side and min(picture.shape[:2]) > 1:
        picture = halved(picture)
    return picture


def reduced(picture: Grey, times: int) -> Grey:
    """So many times as many pixels averaged to one, across and down; what is left over at the end is left out."""
    height, width = picture.shape[0] // times, picture.shape[1] // times
    whole = picture[: height * times, : width * times]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def decode_jpeg(data: bytes) -> Raster:
    """Pixels of a JPEG. Raises DamagedFile when they cannot be decoded or more than 5 % of the rows are missing."""
    from PIL.JpegImagePlugin import JpegImageFile

    try:
        header = JpegImageFile(io.BytesIO(data))
        exif = header.getexif()
        orientation, is_camera = int(exif.get(_ORIENTATION) or 1), _speaks_of_camera(exif)
    except Exception as fault:  # noqa: BLE001 - broken EXIF raises whatever it likes; the picture may still be fine
        header, orientation, is_camera = None, 1, False
        reason = str(fault)
    if header is None:
        raise DamagedFile(f"JPEG header: {reason}")
    is_cut_short = not _has_end(data)
    if header.layers not in (1, 3):
        return _from_pillow(header, orientation=orientation, is_camera=is_camera)
    if is_cut_short:
        data += b"\xff\xd9"
    bytes_ = np.frombuffer(data, np.uint8)
    factor = max(header.size) // SMALL_SIDE
    reduced = (
        cv2.IMREAD_REDUCED_COLOR_8
        if factor >= 8
        else cv2.IMREAD_REDUCED_COLOR_4
        if factor >= 4
        else cv2.IMREAD_REDUCED_COLOR_2
        if factor >= 2
        else cv2.IMREAD_COLOR
    )
    try:
        grey = cv2.imdecode(bytes_, cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
        small = cv2.imdecode(bytes_, reduced | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as fault:
        raise DamagedFile(f"JPEG: {fault}") from fault
    if grey is None or small is None:
        raise DamagedFile("JPEG: the picture cannot be decoded")
    if is_cut_short and _blank_rows(np.asarray(grey, np.uint8)) > _LOST_SHARE * grey.shape[0]:
        raise DamagedFile(
            "the JPEG breaks off", message="Bildet er ikke helt. Last det ned på nytt, eller ta et nytt bilde"
        )
    return Raster(
        grey=_exif_turned(np.asarray(grey, np.uint8), orientation),
        small=_exif_turned(np.asarray(small, np.uint8), orientation),
        is_camera=is_camera,
        is_cut_short=is_cut_short,
    )


def decode_bare_jpeg(data: bytes, *, most: int) -> Grey | None:
    """Grey pixels of a JPEG that lies in a PDF, whose own turns (EXIF) do not count there. ``None`` when it is broken,
    has more than ``most`` pixels or is neither grey nor three colours: the PDF library decides about those.
    """
    from PIL.JpegImagePlugin import JpegImageFile

    try:
        header = JpegImageFile(io.BytesIO(data))
        width, height = header.size
        if header.layers not in (1, 3) or width * height > most or not _has_end(data):
            return None
        grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
    except Exception:  # noqa: BLE001 - whatever a broken header raises, the page can still be drawn
        return None
    return None if grey is None else np.asarray(grey, np.uint8)


def _has_end(data: bytes) -> bool:
    """Whether the end marker follows the picture's first scan (earlier ones belong to a thumbnail)."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xDA:
            return data.find(b"\xff\xd9", position) >= 0
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return False


def _blank_rows(grey: Grey) -> int:
    """Rows at the bottom that the decoder filled with mid-grey because there was nothing more to decode."""
    empty = (grey >= 126) & (grey <= 130)
    kept = np.flatnonzero(empty.mean(axis=1) < 0.9)
    return int(grey.shape[0] - 1 - kept[-1]) if kept.size else int(grey.shape[0])


def decode_heic(data: bytes) -> Raster:
    """Pixels of the primary image of a HEIC file (its own turns and mirrors applied). Raises DamagedFile."""
    import pillow_heif

    try:
        picture = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True).to_pillow()
        exif = picture.getexif()
        orientation, is_camera = int(exif.get(_ORIENTATION) or 1), _speaks_of_camera(exif)
    except Exception as fault:
        raise DamagedFile(f"HEIC: {fault}") from fault
    return _from_pillow(picture, orientation=orientation, is_camera=is_camera)


def decode_other(data: bytes, *, frame: int = 0) -> Raster:
    """Pixels of a PNG or WebP, or of one frame (from 0) of a TIFF. Raises DamagedFile."""
    from PIL import ImageFile, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

    # A library that draws PDFs lets Pillow fill up what a file lacks, in the whole process: never in a letter.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    stream = io.BytesIO(data)
    try:
        picture: Image
        if data.startswith(b"\x89PNG"):
            picture = PngImagePlugin.PngImageFile(stream)
        elif data.startswith(b"RIFF"):
            picture = WebPImagePlugin.WebPImageFile(stream)
        else:
            picture = TiffImagePlugin.TiffImageFile(stream)
            picture.seek(frame)
        exif = picture.getexif()
        # Pillow turns a TIFF itself while loading.
        is_tiff = isinstance(picture, TiffImagePlugin.TiffImageFile)
        told = int(exif.get(_ORIENTATION) or 1)
        across, down = _resolution(picture)
        pixel = down / across if is_tiff and told >= 5 else across / down
        orientation = 1 if is_tiff else told
        return _from_pillow(picture, orientation=orientation, is_camera=_speaks_of_camera(exif), pixel=pixel)
    except DamagedFile:
        raise
    except Exception as fault:
        raise DamagedFile(f"image: {fault}") from fault


def _resolution(picture: Image) -> tuple[float, float]:
    """Dots an inch across and down as the file tells them, or dots in whatever unit; equal where it tells none."""
    told = picture.info.get("dpi") or picture.info.get("resolution")
    try:
        across, down = (float(value) for value in told or (1, 1))
    except (TypeError, ValueError, ZeroDivisionError):
        return 1.0, 1.0
    return (across, down) if across > 0 and down > 0 else (1.0, 1.0)


def _with_square_pixels(picture: Grey, pixel: float) -> Grey:
    """The picture enlarged along one axis; ``pixel`` is how many times as high as wide its pixels are to be shown."""
    stretch = max(pixel, 1 / pixel)
    if not _SQUARE < stretch <= _MOST_STRETCHED:
        return picture
    height, width = picture.shape[:2]
    size = (width, round(height * stretch)) if pixel > 1 else (round(width * stretch), height)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _is_squeezed_fax(grey: Grey) -> bool:
    """Whether a picture of two levels is a fax of standard resolution: half as many lines as dots."""
    if grey.shape[1] not in _FAX_WIDTHS:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats((grey < 128).astype(np.uint8), connectivity=8)
    _, _, wide, high, area = stats[1:].T
    is_letter = (high >= 5) & (wide >= 5) & (high < 80) & (wide < 160) & (area < 0.85 * wide * high)
    return int(is_letter.sum()) >= _FEWEST_LETTERS and float(np.median((wide / high)[is_letter])) > _SQUEEZED


def _from_pillow(picture: Image, *, orientation: int, is_camera: bool, pixel: float = 1.0) -> Raster:
    try:
        picture.load()
        if picture.mode in ("1", "L"):
            grey = np.asarray(picture.convert("L"), np.uint8)
            if picture.mode == "1" and max(pixel, 1 / pixel) < _SQUARE and _is_squeezed_fax(grey):
                pixel = _FAX_LINES
            grey = _with_square_pixels(grey, pixel)
            colour = cv2.cvtColor(shrink(grey, SMALL_SIDE), cv2.COLOR_GRAY2BGR)
        elif picture.mode.startswith("I") or picture.mode == "F":
            values = np.asarray(picture, np.float32)
            top = 65535.0 if values.max(initial=0) > 255 else 255.0
            grey = _with_square_pixels(np.clip(values * (255 / top), 0, 255).astype(np.uint8), pixel)
            colour = cv2.cvtColor(shrink(grey, SMALL_SIDE), cv2.COLOR_GRAY2BGR)
        else:
            if picture.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in picture.info:
                from PIL import Image as PillowImage

                layer = picture.convert("RGBA")
                sheet = PillowImage.new("RGBA", layer.size, "white")
                picture = PillowImage.alpha_composite(sheet, layer)
            pixels = _with_square_pixels(np.asarray(picture.convert("RGB"), np.uint8), pixel)
            grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
            colour = cv2.cvtColor(shrink(pixels, SMALL_SIDE), cv2.COLOR_RGB2BGR)
    except Exception as fault:
        raise DamagedFile(f"image: {fault}") from fault
    return Raster(
        grey=_exif_turned(np.asarray(grey, np.uint8), orientation),
        small=_exif_turned(np.asarray(colour, np.uint8), orientation),
        is_camera=is_camera,
    )


def _speaks_of_camera(exif: Exif) -> bool:
    maker = " ".join(str(exif.get(tag) or "") for tag in _CAMERA_TAGS).lower()
    if any(word in maker for word in _SCANNER_WORDS):
        return False
    details = exif.get_ifd(_EXPOSURE_IFD)
    return _EXPOSURE_TIME in details or _F_NUMBER in details


def _exif_turned(picture: Grey, orientation: int) -> Grey:
    """The picture as its EXIF orientation (1-8) wants it shown."""
    if orientation in (2, 4, 5, 7):
        picture = np.asarray(cv2.flip(picture, 0 if orientation == 4 else 1), np.uint8)
    turn = {
        3: cv2.ROTATE_180,
        5: cv2.ROTATE_90_COUNTERCLOCKWISE,
        6: cv2.ROTATE_90_CLOCKWISE,
        7: cv2.ROTATE_90_CLOCKWISE,
        8: cv2.ROTATE_90_COUNTERCLOCKWISE,
    }.get(orientation)
    return picture if turn is None else np.asarray(cv2.rotate(picture, turn), np.uint8)
