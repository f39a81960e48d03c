"""Turns a clean page image into what people send: office scans and photos taken with a phone.

For: samples whose difficulty is known and repeatable (a seed gives the same picture). Not for: reading. The
effects are those met on uploads: skew, grey paper, sensor noise, JPEG; for photos also a table under the page,
perspective, curl, folds, uneven warm light, the phone's own shadow, focus and motion blur, and EXIF turns.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[Any]
SEVERITIES = ("good", "everyday", "hard")
PHOTO_SIZE = (4000, 3000)


@dataclass(frozen=True, slots=True)
class _Strength:
    """How bad a photo is; pixels refer to the 12-megapixel picture."""

    tilt: float  # corner displacement, share of the page height
    turn: float  # degrees
    curl: float  # pixels of bend
    shadow: float  # 0-1, darkness of the phone's shadow
    light: float  # 0-1, fall-off of the light across the picture
    blur: tuple[float, float]
    motion: int  # pixels
    noise: tuple[float, float]
    exposure: tuple[float, float]
    jpeg: tuple[int, int]
    fill: tuple[float, float]  # page height as a share of the picture's long side


_STRENGTH = {
    "good": _Strength(0.012, 1.2, 3, 0.12, 0.12, (0.5, 0.9), 0, (1.5, 3), (0.92, 1.04), (86, 93), (0.90, 0.96)),
    "everyday": _Strength(0.045, 4, 14, 0.35, 0.30, (0.8, 1.7), 3, (3, 7), (0.70, 1.0), (72, 86), (0.82, 0.93)),
    "hard": _Strength(0.09, 9, 34, 0.55, 0.45, (1.6, 2.8), 8, (7, 14), (0.62, 0.95), (45, 70), (0.70, 0.86)),
}


def scan(
    page: Image.Image, *, dpi: int = 300, skew: float = 0.0, noise: float = 2.0, grey: bool = True, seed: int = 0
) -> Image.Image:
    """A flatbed scan of a 300-dpi page: `skew` in degrees, `noise` as standard deviation of 255."""
    rng = np.random.default_rng(seed)
    picture: Picture = np.asarray(page.convert("RGB"))
    if dpi != 300:
        factor = dpi / 300
        picture = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    height, width = picture.shape[:2]
    turn: Picture = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    turn[:, 2] += rng.uniform(-6, 6, 2) * dpi / 300
    paper = int(rng.integers(244, 254))
    picture = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper, paper, paper))
    level: Picture = picture.astype(np.float32) * (paper / 255)
    level = cv2.GaussianBlur(level, (0, 0), 0.45 * dpi / 300 + 0.1)
    ramp = np.linspace(rng.uniform(-5, 0), rng.uniform(-5, 0), width, dtype=np.float32)
    level = level + ramp[None, :, None] + rng.normal(0, noise, picture.shape[:2]).astype(np.float32)[..., None]
    flecks = rng.integers(0, [height, width], (int(noise * 12), 2))
    for y, x in flecks:
        level[y : y + 2, x : x + 2] = rng.uniform(60, 180)
    result = np.clip(level, 0, 255).astype(np.uint8)
    image = Image.fromarray(result)
    return image.convert("L") if grey else image


def photo(
    page: Image.Image,
    *,
    seed: int,
    severity: str = "everyday",
    turned: bool | None = None,
    size: tuple[int, int] = PHOTO_SIZE,
    heic: bool = False,
    limit: int | None = None,
) -> bytes:
    """A phone photo of the page as JPEG (or HEIC). `turned`: sideways pixels with an EXIF turn, None picks by seed.

    `size` is (long side, short side) in pixels; `limit` in bytes lowers the compression quality until it is met.
    Raises KeyError for an unknown severity, ValueError for a limit out of reach.
    """
    strength = _STRENGTH[severity]
    rng = np.random.default_rng(seed)
    long_side, short_side = size
    scale = long_side / 4000
    sheet = _bent(
        np.asarray(page.convert("RGB")), rng, strength=strength, folded=severity != "good" or rng.random() < 0.5
    )
    table = _table(rng, width=short_side, height=long_side)
    picture = _laid(sheet, table, rng, strength=strength)
    picture = _lit(picture, rng, strength=strength)
    sigma = rng.uniform(*strength.blur) * scale
    picture = cv2.GaussianBlur(picture, (0, 0), sigma) if sigma > 0.2 else picture
    if strength.motion and rng.random() < 0.6:
        picture = _moved(
            picture, length=max(2, round(rng.uniform(1, strength.motion) * scale)), angle=rng.uniform(0, 180)
        )
    picture = _grain(picture, rng, level=rng.uniform(*strength.noise))
    if turned is None:
        turned = bool(rng.random() < 0.4)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Kvistfoto", "K12"
    if turned:
        clockwise = bool(rng.random() < 0.7)
        picture = np.ascontiguousarray(np.rot90(picture, 1 if clockwise else -1))
        exif[0x0112] = 6 if clockwise else 8
    else:
        exif[0x0112] = 1
    image, quality = Image.fromarray(picture), int(rng.integers(*strength.jpeg))
    quality -= 40 if heic else 0  # the scales differ: HEIC at 45 looks like JPEG at 85
    content = _encoded(image, exif, quality=quality, heic=heic)
    while limit is not None and len(content) > limit:
        quality -= 6
        if quality < 15:
            raise ValueError(f"no quality brings the photo below {limit} bytes")
        content = _encoded(image, exif, quality=quality, heic=heic)
    return content


def _encoded(image: Image.Image, exif: Image.Exif, *, quality: int, heic: bool) -> bytes:
    out = io.BytesIO()
    if heic:
        import pillow_heif

        pillow_heif.register_heif_opener()
        image.save(out, "HEIF", quality=quality, exif=exif.tobytes())
    else:
        image.save(out, "JPEG", quality=quality, exif=exif.tobytes(), subsampling=2)
    return out.getvalue()


def _smooth_noise(rng: np.random.Generator, *, height: int, width: int, cells: tuple[int, int]) -> Picture:
    """Soft random field between 0 and 1."""
    coarse = rng.random(cells).astype(np.float32)
    field: Picture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return field


def _table(rng: np.random.Generator, *, width: int, height: int) -> Picture:
    """What the letter lies on: wood, cloth, tiles or stone."""
    kind = rng.choice(["wood", "cloth", "tiles", "stone"])
    tone = np.array(rng.choice([[150, 110, 75], [96, 70, 50], [70, 74, 84], [178, 160, 138], [54, 60, 58]]), np.float32)
    if kind == "wood":
        grain = _smooth_noise(rng, height=height, width=width, cells=(int(rng.integers(90, 160)), 5))
        fine = _smooth_noise(rng, height=height, width=width, cells=(700, 9))
        level = 0.72 + 0.4 * grain + 0.16 * fine
        for edge in range(0, height, int(rng.integers(700, 1200))):
            level[edge : edge + 7] *= 0.55
    elif kind == "cloth":
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        level = 0.85 + 0.10 * np.sin(x / 3.1) * np.sin(y / 3.4)
        stripe = int(rng.integers(180, 420))
        level += 0.18 * (((x // stripe) + (y // stripe)) % 2)
    elif kind == "tiles":
        level = 0.9 + 0.15 * _smooth_noise(rng, height=height, width=width, cells=(6, 5))
        step = int(rng.integers(500, 900))
        for at in range(0, max(width, height), step):
            level[at : at + 16, :] *= 1.22
            level[:, at : at + 16] *= 1.22
    else:
        level = 0.8 + 0.4 * _smooth_noise(rng, height=height, width=width, cells=(60, 45))
        level += 0.12 * _smooth_noise(rng, height=height, width=width, cells=(900, 700))
    return np.asarray(np.clip(level[..., None] * tone, 0, 255), dtype=np.float32)


def _bent(page: Picture, rng: np.random.Generator, *, strength: _Strength, folded: bool) -> Picture:
    """The sheet with a slight curl and the two folds of a window envelope, with their light."""
    height, width = page.shape[:2]
    x, y = np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)
    wave = strength.curl * rng.uniform(0.3, 1) * np.sin(np.pi * (x * rng.uniform(0.7, 1.3) + rng.uniform(0, 0.4)))
    bend = np.outer(0.4 + 0.6 * np.abs(y - rng.uniform(0.2, 0.8)), wave).astype(np.float32)
    columns = np.broadcast_to(np.arange(width, dtype=np.float32), (height, width)).copy()
    rows = np.arange(height, dtype=np.float32)[:, None] + bend
    sheet = cv2.remap(page, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = np.zeros(height)
    if folded:
        depth = 6 + 60 * strength.shadow
        for place in (1 / 3, 2 / 3):
            distance = (y - place - rng.uniform(-0.01, 0.01)) * height
            slope = np.where(distance < 0, -1.0, 1.0) * np.exp(-np.abs(distance) / (90 + 60 * rng.random()))
            light += depth * 0.35 * slope * rng.choice([-1, 1]) - depth * np.exp(-(distance**2) / 18)
    paper = np.array([1.0, 0.995, 0.975], np.float32)
    shade = (light[:, None, None] * paper - rng.uniform(2, 9)).astype(np.float32)
    return np.asarray(np.clip(sheet * paper + shade, 0, 255), dtype=np.float32)


def _laid(sheet: Picture, table: Picture, rng: np.random.Generator, *, strength: _Strength) -> Picture:
    """The sheet on the table, seen by the phone: turned, tilted, with its own soft edge shadow."""
    height, width = table.shape[:2]
    tall = rng.uniform(*strength.fill) * height
    if tall * sheet.shape[1] / sheet.shape[0] > 0.97 * width:
        tall = 0.97 * width * sheet.shape[0] / sheet.shape[1]
    half = np.array([tall * sheet.shape[1] / sheet.shape[0] / 2, tall / 2])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    angle = math.radians(rng.normal(0, strength.turn / 2))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    corners = corners @ turn
    narrow = 1 - strength.tilt * rng.uniform(0.2, 1.4)  # the far edge looks shorter
    far = [0, 1] if rng.random() < 0.75 else [2, 3]
    corners[far, 0] *= narrow
    corners += rng.normal(0, strength.tilt * tall / 9, (4, 2))
    room = np.array([width, height]) / 2 - np.abs(corners).max(axis=0)
    centre = np.array([width, height]) / 2 + rng.uniform(-0.7, 0.7, 2) * np.maximum(room, 0)
    corners = (
        corners * min(1.0, float(np.min(np.array([width, height]) * 0.495 / np.abs(corners).max(axis=0)))) + centre
    )
    source = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * np.array([sheet.shape[1], sheet.shape[0]])
    move = cv2.getPerspectiveTransform(source.astype(np.float32), corners.astype(np.float32))
    seen: Picture = cv2.warpPerspective(sheet, move, (width, height), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.ones(sheet.shape[:2], np.float32), move, (width, height), flags=cv2.INTER_LINEAR)
    small = cv2.resize(mask, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    cast = np.roll(cv2.GaussianBlur(small, (0, 0), 3.5), (2, 2), axis=(0, 1))
    cast = cv2.resize(cast, (width, height), interpolation=cv2.INTER_LINEAR)
    ground: Picture = (1 - 0.45 * cast) * (1 - mask)
    seen *= mask[..., None]  # in place: these pictures are 140 MB each
    table *= ground[..., None]
    seen += table
    return np.asarray(seen)


def _lit(picture: Picture, rng: np.random.Generator, *, strength: _Strength) -> Picture:
    """Uneven warm light and the shadow of phone and hand, on a coarse grid."""
    height, width = picture.shape[:2]
    rows, columns = height // 20, width // 20
    x, y = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
    direction = rng.uniform(0, 2 * math.pi)
    light: Picture = 1 - strength.light * (
        0.5 + 0.5 * (x * math.cos(direction) + y * math.sin(direction))
    ) * rng.uniform(0.6, 1)
    light *= 1 - 0.12 * strength.light * (x**2 + y**2)
    if rng.random() < 0.35 + strength.shadow:
        centre_x, centre_y = rng.uniform(-0.6, 0.6), rng.uniform(0.1, 0.9)
        wide, tall = rng.uniform(0.5, 0.9), rng.uniform(0.5, 1.0)
        edge = 1 / (
            1 + np.exp((np.maximum(np.abs(x - centre_x) / wide, np.abs(y - centre_y) / tall) - 1) * rng.uniform(9, 25))
        )
        light *= 1 - strength.shadow * rng.uniform(0.5, 1) * edge
    light = cv2.resize(light.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    warm = np.array([1.0, rng.uniform(0.93, 0.99), rng.uniform(0.80, 0.96)], np.float32)
    picture *= light[..., None] * (warm * np.float32(rng.uniform(*strength.exposure)))
    return np.asarray(np.clip(picture, 0, 255, out=picture))


def _moved(picture: Picture, *, length: int, angle: float) -> Picture:
    """Motion blur along a direction in degrees."""
    kernel = np.zeros((length * 2 + 1, length * 2 + 1), np.float32)
    dx, dy = math.cos(math.radians(angle)) * length / 2, math.sin(math.radians(angle)) * length / 2
    centre = length
    cv2.line(kernel, (round(centre - dx), round(centre - dy)), (round(centre + dx), round(centre + dy)), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()))


def _grain(picture: Picture, rng: np.random.Generator, *, level: float) -> Picture:
    """Sensor noise, stronger in the dark, partly smoothed as phones do."""
    height, width = picture.shape[:2]
    noise = rng.standard_normal((height, width, 1), dtype=np.float32)
    noise = np.float32(0.6 * level) * noise + np.float32(1.2 * level) * cv2.GaussianBlur(noise, (0, 0), 1.0)[..., None]
    picture += noise * (np.float32(1.25) - picture * np.float32(0.5 / 255))
    return np.clip(picture, 0, 255, out=picture).astype(np.uint8)
