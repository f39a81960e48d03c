"""What fax machines and office scanners make of a page: two levels, grey at 150 dpi, sheets fed askew.

For: `fax`, `scan-grey150`, `scan-skew` and `scan-spread`. The steps follow the machine: paper (colour, print of the
back side, holes, staple), optics, sensor, then the machine's own processing and compression. Not for: cameras.
Ranges are in millimetres of paper, degrees, and 8-bit grey levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples.capture.writing import PicturePage, fax_tiff, jpeg, picture_pdf

Picture = NDArray[Any]
_WIDTH_MM = 210
_FAX_WIDTH = 1728
_BLACK_BORDER = 14


@dataclass(frozen=True, slots=True)
class Feeding:
    """How a sheet lies on the glass: degrees, millimetres, and the level outside the sheet."""

    skew: float
    shift: tuple[float, float]
    outside: float


def fax(pages: Sequence[Picture], rng: np.random.Generator) -> bytes:
    """A received fax: 204 dots an inch across and 98 (standard) or 196 (fine) down, streaks, lost lines, TIFF G4."""
    down = 196 if rng.random() < 0.65 else 98
    skew = rng.normal(0, 0.5)
    streaks = [(int(rng.integers(40, _FAX_WIDTH - 40)), int(rng.integers(1, 3)), rng.random() < 0.6) for _ in range(3)]
    sheets = []
    for number, page in enumerate(pages, start=1):
        grey = _fed(_grey(page), Feeding(skew + rng.normal(0, 0.15), (rng.normal(0, 1.2), rng.normal(0, 1.2)), 250))
        grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.07, 0.12) * _unit(page))
        size = (_FAX_WIDTH, round(grey.shape[0] / _unit(page) / 25.4 * down))
        small: Picture = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        small += rng.standard_normal(small.shape, dtype=np.float32) * np.float32(rng.uniform(4, 11))
        level = _soft_noise(rng, size=small.shape, cells=(7, 5)) * 16 + rng.uniform(128, 172)
        white = small > level
        for x, wide, dark in streaks[: int(rng.integers(0, 3))]:
            start = int(rng.integers(0, size[1] // 2)) if rng.random() < 0.5 else 0
            white[start:, x : x + wide] = not dark
        if rng.random() < 0.5:
            white = _lines_lost(white, rng)
        sheets.append(_headed(white, rng, number=number, of=len(pages), down=down))
    return fax_tiff(sheets, dpi=(204, down))


def grey150(pages: Sequence[Picture], rng: np.random.Generator) -> bytes:
    """An archive scan in grey at 150 dpi: yellowed paper, print of the back shining through, holes, staple, JPEG."""
    paper, back = rng.uniform(208, 240), rng.uniform(0.03, 0.11)
    holed, stapled = rng.random() < 0.6, rng.random() < 0.5
    quality = int(rng.integers(38, 66))
    out = []
    for place, page in enumerate(pages):
        grey = _grey(page)
        behind = _grey(pages[(place + 1) % len(pages)])[:, ::-1]
        grey *= 1 - back * (1 - cv2.GaussianBlur(behind, (0, 0), rng.uniform(0.25, 0.45) * _unit(page)) / 255)
        mottle = _soft_noise(rng, size=grey.shape, cells=(9, 7)) - 0.5
        grey *= paper / 255 * (1 + 0.05 * mottle)
        if holed:
            _punch(grey, rng)
        if stapled:
            _staple(grey, rng)
        grey = _fed(grey, Feeding(rng.normal(0, 0.45), (rng.normal(0, 1.0), rng.normal(0, 1.0)), paper - 6))
        grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.06, 0.11) * _unit(page))
        small = _sensed(_scaled(grey, 150), rng, noise=rng.uniform(1.5, 4))
        out.append(PicturePage(jpeg(small, quality=quality), *_points(small, 150)))
    return picture_pdf(out)


def skewed(pages: Sequence[Picture], rng: np.random.Generator) -> bytes:
    """The sheet feeder of an office copier: up to 5 degrees askew on black, 200 or 300 dpi, colour or grey."""
    dpi, colour = int(rng.choice([200, 300])), rng.random() < 0.5
    out = []
    for page in pages:
        angle = float(rng.choice([-1, 1])) * rng.uniform(0.8, 5)
        picture = _on_black(_scaled(page, dpi), rng, angle=angle, room=12 / 25.4 * dpi)
        small = _sensed(picture, rng, noise=rng.uniform(1, 3.5))
        shown = small if colour else np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
        out.append(PicturePage(jpeg(shown, quality=int(rng.integers(55, 86))), *_points(shown, dpi)))
    return picture_pdf(out)


def spread(pages: Sequence[Picture], rng: np.random.Generator) -> bytes:
    """Two sheets laid side by side on an A3 glass and scanned as one picture; a lone page lies beside an empty one."""
    dpi, out = 200, []
    for place in range(0, len(pages), 2):
        left = pages[place]
        right = pages[place + 1] if place + 1 < len(pages) else np.full_like(left, 252)
        left, right = _scaled(left, dpi), _scaled(right, dpi)
        gap = np.full((left.shape[0], int(rng.uniform(0, 8) * _unit(left)), 3), rng.uniform(90, 190), np.uint8)
        both = np.concatenate([left, gap, _like(right, left)], axis=1)
        picture = _on_black(both, rng, angle=rng.normal(0, 0.5), room=4 / 25.4 * dpi)
        small = _sensed(picture, rng, noise=rng.uniform(1, 3))
        out.append(PicturePage(jpeg(small, quality=75), *_points(small, dpi)))
    return picture_pdf(out)


def office_scan(page: Picture, rng: np.random.Generator, *, dpi: int) -> Picture:
    """A decent flatbed scan in grey without compression: the picture below the text layers."""
    grey = _fed(_grey(page), Feeding(rng.normal(0, 0.25), (rng.normal(0, 0.8), rng.normal(0, 0.8)), 250))
    grey = cv2.GaussianBlur(grey * rng.uniform(0.95, 0.99), (0, 0), 0.06 * _unit(page))
    return _sensed(_scaled(grey, dpi), rng, noise=rng.uniform(1, 3))


def _grey(page: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dtype=np.float32)


def _scaled(picture: Picture, dpi: int) -> Picture:
    factor = dpi / 25.4 / _unit(picture)
    resized: Picture = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return resized


def _unit(page: Picture) -> float:
    """Pixels a millimetre of a picture that is one A4 sheet wide."""
    return float(page.shape[1] / _WIDTH_MM)


def _points(picture: Picture, dpi: int) -> tuple[float, float]:
    height, width = picture.shape[:2]
    return width * 72 / dpi, height * 72 / dpi


def _like(picture: Picture, model: Picture) -> Picture:
    if picture.shape == model.shape:
        return picture
    return np.asarray(cv2.resize(picture, model.shape[1::-1], interpolation=cv2.INTER_AREA))


def _fed(picture: Picture, feeding: Feeding) -> Picture:
    """The page turned and moved on the glass, in a picture of the same size."""
    height, width = picture.shape[:2]
    turn: Picture = cv2.getRotationMatrix2D((width / 2, height / 2), feeding.skew, 1.0)
    turn[:, 2] += np.array(feeding.shift) * _unit(picture)
    outside = (feeding.outside,) * 3
    return np.asarray(cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=outside))


def _on_black(page: Picture, rng: np.random.Generator, *, angle: float, room: float) -> Picture:
    """A sheet on the black roller of a feeder, `room` pixels of it around, with the sheet's thin shadow."""
    height, width = page.shape[:2]
    room = int(room)
    turn: Picture = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turn[:, 2] += room + rng.uniform(-0.5, 0.5, 2) * room
    size = (width + 2 * room, height + 2 * room)
    sheet = cv2.warpAffine(page, turn, size, flags=cv2.INTER_CUBIC).astype(np.float32)
    mask = cv2.warpAffine(np.ones((height, width), np.float32), turn, size, flags=cv2.INTER_LINEAR)
    edge = 1 - 0.25 * np.exp(-cv2.distanceTransform((mask > 0.5).astype(np.uint8), cv2.DIST_L2, 3) / 6)
    ground = _BLACK_BORDER + 10 * _soft_noise(rng, size=(size[1], size[0]), cells=(4, 9))
    sheet *= (edge * mask * np.float32(rng.uniform(0.92, 0.99)))[..., None]
    sheet += (ground * (1 - mask))[..., None]
    return np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.8))


def _sensed(picture: Picture, rng: np.random.Generator, *, noise: float) -> Picture:
    """Sensor noise, the lamp's uneven light across, dust on the glass as faint lines along the feed, 8 bits."""
    width = picture.shape[1]
    lamp = 1 - rng.uniform(0, 0.03) * np.linspace(-1, 1, width, dtype=np.float32) ** 2
    for x in rng.integers(0, width, int(rng.integers(0, 4))):
        lamp[x : x + int(rng.integers(1, 3))] *= rng.uniform(0.9, 1.04)
    shape = (1, width) + (1,) * (picture.ndim - 2)
    seen: Picture = rng.standard_normal(picture.shape, dtype=np.float32)
    seen *= np.float32(noise)
    seen += picture * lamp.reshape(shape)
    return np.clip(seen, 0, 255, out=seen).astype(np.uint8)


def _soft_noise(rng: np.random.Generator, *, size: tuple[int, ...], cells: tuple[int, int]) -> Picture:
    coarse = rng.random(cells).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC))


def _punch(grey: Picture, rng: np.random.Generator) -> None:
    """Two filing holes of 6 mm, 80 mm apart, 12 mm from the left edge (ISO 838); the lid behind them is dark."""
    unit = _unit(grey)
    middle = grey.shape[0] / 2 + rng.normal(0, 4) * unit
    for side in (-40, 40):
        centre = (int(12 * unit), int(middle + side * unit))
        cv2.circle(grey, centre, int(3 * unit), float(rng.uniform(30, 110)), -1, cv2.LINE_AA)
        cv2.ellipse(grey, centre, (int(3 * unit), int(3 * unit)), 0, 200, 340, 20.0, int(0.3 * unit) + 1, cv2.LINE_AA)


def _staple(grey: Picture, rng: np.random.Generator) -> None:
    """A staple in the upper left corner with its shadow, and the crease of pages turned over it."""
    unit = _unit(grey)
    at = np.array([rng.uniform(8, 16), rng.uniform(7, 13)]) * unit
    angle = rng.uniform(0.3, 1.2)
    half = np.array([np.cos(angle), -np.sin(angle)]) * 6 * unit
    ends = [tuple(int(v) for v in at + sign * half) for sign in (-1, 1)]
    thick, off = round(0.5 * unit) + 1, round(0.45 * unit)
    cv2.line(
        grey, (ends[0][0] + off, ends[0][1] + off), (ends[1][0] + off, ends[1][1] + off), 150.0, thick, cv2.LINE_AA
    )
    cv2.line(grey, ends[0], ends[1], float(rng.uniform(40, 120)), thick, cv2.LINE_AA)
    crease = [tuple(int(v) for v in at * 1.9 + sign * half * 4) for sign in (-1, 1)]
    cv2.line(grey, crease[0], crease[1], float(rng.uniform(150, 190)), thick // 2 + 1, cv2.LINE_AA)


def _lines_lost(white: Picture, rng: np.random.Generator) -> Picture:
    """A bad line: a few scan lines fail and the machine repeats the one before."""
    rows = np.arange(white.shape[0])
    for start in rng.integers(10, white.shape[0] - 12, int(rng.integers(1, 5))):
        rows[start : start + int(rng.integers(1, 5))] = start - 1
    return white[rows]


def _headed(white: Picture, rng: np.random.Generator, *, number: int, of: int, down: int) -> Picture:
    """The line the sending machine prints on top (without its date: a letter's truth knows only its own)."""
    tall = 26
    strip = Image.new("L", (white.shape[1], tall), 255)
    text = f"{int(rng.integers(7, 18)):02}:{int(rng.integers(60)):02}   KOPI & TRYKK   FAKS   SIDE {number:02}/{of:02}"
    ImageDraw.Draw(strip).text((60, 0), text, fill=0, font=ImageFont.load_default(22))
    lines = round(tall * down / 204)
    printed = np.asarray(strip.resize((white.shape[1], lines), Image.Resampling.BOX)) > 140
    result = white.copy()
    result[6 : 6 + lines] = printed
    return result
