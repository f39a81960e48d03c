"""Phone photos of letters: what is in the picture, how it is taken, and what becomes of the file.

For: the `photo-` qualities of the package; one `Scene` each, with ranges that were set by looking at the pictures. Not
for: the parts, which have modules of their own. Pictures are upright here; how the file is turned is decided last.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image

from samples.capture import fingers, lens, light, sheet, surfaces
from samples.capture.lens import Lens
from samples.capture.light import Light
from samples.capture.sheet import Bends

Picture = NDArray[Any]
Range = tuple[float, float]
SIZES = ((3000, 4000), (3024, 4032), (2448, 3264), (3468, 4624))
"""Upright pictures of common main cameras (width, height)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a kind of photo is drawn from."""

    surfaces: tuple[str, ...] = ("light wood", "white table", "counter")
    fill: Range = (0.80, 0.95)  # height of the sheet as a share of the picture's
    tilt: Range = (0.0, 7.0)
    roll: float = 2.5  # standard deviation in degrees
    off: float = 0.03  # how far from the middle, as a share of the sheet
    folds: tuple[str, ...] = ("none", "letter", "half")
    slope: Range = (1.0, 5.0)
    curl: Range = (0.0, 6.0)
    pinch: Range = (0.0, 0.5)
    crumple: Range = (0.0, 0.0)
    wear: Range = (0.0, 0.3)
    held: float = 0.0  # chance that the letter is held in the hand over the floor
    fingers: float = 0.1  # chance of fingers holding the paper down
    light: Light = field(default_factory=Light)
    lens: Lens = field(default_factory=Lens)
    jpeg: tuple[int, int] = (78, 94)


EVERYDAY = Scene()
CLUTTER = Scene(
    surfaces=("white table", "linen", "papers", "keyboard", "gingham", "flowers", "dark wood", "light wood"),
    fill=(0.72, 1.06),
    tilt=(1.0, 14.0),
    roll=5.0,
    off=0.09,
)
FOLD = Scene(
    surfaces=("light wood", "dark wood", "counter", "gingham", "white table"),
    fill=(0.78, 0.98),
    tilt=(1.0, 12.0),
    folds=("letter", "letter", "quarter", "pocket", "half"),
    slope=(5.0, 17.0),
    curl=(0.0, 22.0),
    pinch=(0.3, 3.0),
    crumple=(0.0, 2.2),
    wear=(0.1, 0.8),
    held=0.3,
    fingers=0.35,
    light=Light(warm=(0.0, 0.6), shadow=0.4),
)
GLARE = Scene(
    tilt=(0.0, 10.0),
    surfaces=("light wood", "dark wood", "white table", "counter", "flowers"),
    light=Light(
        warm=(0.3, 1.0),
        unevenness=(0.1, 0.6),
        near=(280.0, 900.0),
        shadow=0.65,
        depth=(0.3, 0.75),
        glare=0.5,
        flare=(0.15, 0.9),
        bands=0.25,
    ),
    lens=Lens(
        defocus=(0.5, 1.5),
        shake=(0.5, 4.0),
        electrons=(90.0, 900.0),
        paper=(0.22, 0.7),
        balance=(0.3, 0.9),
        smear=(0.3, 1.0),
        sharpen=(0.4, 1.3),
    ),
)


@dataclass(frozen=True, slots=True)
class Shot:
    """An upright uint8 RGB photo and where the corners of the sheet are in it, clockwise from upper left."""

    picture: Picture
    corners: Picture


def settled(scene: Scene, rng: np.random.Generator) -> Scene:
    """The scene with what the photos of one letter share: the surface, and whether the pages are held."""
    return replace(scene, surfaces=(str(rng.choice(scene.surfaces)),), held=float(rng.random() < scene.held))


def shoot(page: Picture, scene: Scene, rng: np.random.Generator, *, size: tuple[int, int] | None = None) -> Shot:
    """One photo of a page (uint8 RGB) in a scene; `size` is (width, height), None draws one of SIZES."""
    if size is None:
        size = SIZES[int(rng.integers(len(SIZES)))]
    bends = Bends(
        folds=str(rng.choice(scene.folds)),
        slope=rng.uniform(*scene.slope),
        curl=rng.uniform(*scene.curl),
        pinch=rng.uniform(*scene.pinch),
        crumple=rng.uniform(*scene.crumple) if rng.random() < 0.5 else 0.0,
        wear=rng.uniform(*scene.wear),
    )
    view = sheet.look(
        rng,
        size=size,
        fill=rng.uniform(*scene.fill),
        tilt=rng.uniform(*scene.tilt),
        roll=rng.normal(0, scene.roll),
        off=scene.off,
    )
    held = rng.random() < scene.held
    found = sheet.seen(sheet.bent(rng, bends), view)
    laid = _laid(sheet.worn(page, rng, bends), found, _ground(rng, view, scene=scene, held=held), shadowed=not held)
    unit = view.focal / float(view.place[2])
    if held or rng.random() < scene.fingers:
        count = int(rng.integers(1, 4)) if held else int(rng.integers(1, 3))
        laid = fingers.held(laid, found.corners, rng, unit=unit, count=count, over=(2, 17))
    gain, veil = light.fall(view, rng, scene.light)
    shade = found.mask * (found.shade - 1) + 1
    taking = lens.Taking.draw(rng, scene.lens)
    return Shot(lens.taken(laid, gain, veil, rng, taking=taking, shade=shade.astype(np.float32)), found.corners)


def photo(page: Picture, scene: Scene, rng: np.random.Generator, *, size: tuple[int, int] | None = None) -> bytes:
    """A photo as the phone keeps it: JPEG with an EXIF turn; one in eight lies, as phones do when held level."""
    shot = shoot(page, scene, rng, size=size)
    orientation = int(rng.choice([1, 6, 6, 8, 3]))
    pixels = _stored(shot.picture, orientation)
    told = 1 if rng.random() < 0.125 else orientation
    quality = int(rng.integers(*scene.jpeg))
    return _file(pixels, "JPEG", orientation=told, quality=quality, subsampling=2)


def chat(page: Picture, scene: Scene, rng: np.random.Generator, *, size: tuple[int, int] | None = None) -> bytes:
    """A photo that came through a messaging app: made small, compressed twice, its EXIF gone, at times sideways."""
    picture = shoot(page, replace(scene, fill=(0.82, 0.97)), rng, size=size).picture
    once = _file(picture, "JPEG", orientation=1, quality=int(rng.integers(*scene.jpeg)), subsampling=2)
    with Image.open(io.BytesIO(once)) as image:
        again = np.asarray(image.convert("RGB"))
    long_side = int(rng.choice([1280, 1280, 1600, 1440]))
    factor = min(1.0, long_side / max(again.shape[:2]))
    small = np.asarray(cv2.resize(again, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    turned = _stored(small, int(rng.choice([1, 1, 1, 6, 8])))
    return _file(turned, "JPEG", orientation=None, quality=int(rng.integers(60, 76)), subsampling=2)


def heic(
    page: Picture, scene: Scene, rng: np.random.Generator, *, orientation: int, size: tuple[int, int] | None = None
) -> bytes:
    """A photo as HEIC whose pixels are stored in one of EXIF's eight orientations (mirrored ones are rare and real)."""
    picture = shoot(page, scene, rng, size=size).picture
    pillow_heif.register_heif_opener()
    return _file(_stored(picture, orientation), "HEIF", orientation=orientation, quality=int(rng.integers(40, 60)))


def _ground(rng: np.random.Generator, view: sheet.View, *, scene: Scene, held: bool) -> Picture:
    """The surface below the sheet in the picture; for a held letter the floor far below, out of focus."""
    kind = "floor" if held else str(rng.choice(scene.surfaces))
    texture = surfaces.surface(kind, rng)
    large = 3.0 if held else 1.0
    angle = rng.uniform(0, 2 * np.pi) if kind != "keyboard" else rng.normal(0, 0.2)
    middle, unit = surfaces.SPAN / 2, surfaces.UNIT
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    scale = np.array([[large / unit, 0, -large * middle], [0, large / unit, -large * middle], [0, 0, 1]])
    if held:
        texture = cv2.GaussianBlur(texture, (0, 0), 2.2 * unit)
    to_picture = view.plane(-700.0 if held else 0.0) @ turn @ scale
    seen = cv2.warpPerspective(texture, to_picture, view.size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(seen)


def _laid(page: Picture, found: sheet.Seen, ground: Picture, *, shadowed: bool) -> Picture:
    """The sheet over the ground, with the narrow shadow it casts when it lies there."""
    unit = page.shape[1] / sheet.WIDTH
    paper = np.array([0.965, 0.965, 0.955], np.float32)
    x = (found.across * np.float32(unit) - np.float32(0.5)).astype(np.float32)
    y = (found.down * np.float32(unit) - np.float32(0.5)).astype(np.float32)
    seen: Picture = cv2.remap(page, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    seen *= paper * found.mask[..., None]
    below: Picture = 1 - found.mask
    if shadowed:
        height, width = found.mask.shape
        small = cv2.resize(found.mask, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
        cast = np.roll(cv2.GaussianBlur(small, (0, 0), width / 1000), (width // 600, width // 700), (0, 1))
        below *= 1 - np.float32(0.4) * cv2.resize(cast, (width, height), interpolation=cv2.INTER_LINEAR)
    seen += ground * below[..., None]
    return np.clip(seen, 0, 255, out=seen).astype(np.uint8)


def _stored(picture: Picture, orientation: int) -> Picture:
    """The pixels that a viewer makes upright again by the EXIF orientation 1-8."""
    ways = {
        1: lambda p: p,
        2: lambda p: p[:, ::-1],
        3: lambda p: p[::-1, ::-1],
        4: lambda p: p[::-1],
        5: lambda p: p.swapaxes(0, 1),
        6: lambda p: np.rot90(p, 1),
        7: lambda p: np.rot90(p, 2).swapaxes(0, 1),
        8: lambda p: np.rot90(p, -1),
    }
    return np.ascontiguousarray(ways[orientation](picture))


def _file(picture: Picture, kind: str, *, orientation: int | None, **options: int) -> bytes:
    exif = Image.Exif()
    if orientation is not None:
        exif[0x010F], exif[0x0110], exif[0x0112] = "Lysfang", "L9", orientation
    out = io.BytesIO()
    Image.fromarray(picture).save(out, kind, exif=exif.tobytes() if orientation is not None else b"", **options)
    return out.getvalue()
