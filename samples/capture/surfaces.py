"""What letters lie on when they are photographed: tables, cloths, keyboards, other papers.

For: the ground of photos, as a picture of a level plane `SPAN` millimetres wide with `UNIT` pixels a millimetre. Not
for: light and perspective. Each surface is drawn anew for a random generator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[Any]
SPAN, UNIT = 620, 4
_SIZE = SPAN * UNIT
_PROSE = (  # without æ, ø and å, which the font that comes with Pillow does not have
    "Hei og takk for sist i sommer, da vi var ute ved vannet og barna lekte i sanden hele dagen mens det ble varmere "
    "enn noen hadde ventet. Her sender jeg noen ord om turen og venter dere igjen til vinteren, med ski og mye sol."
)
_WORDS = tuple(_PROSE.split())


def surface(kind: str, rng: np.random.Generator) -> Picture:
    """A uint8 RGB picture of the surface. Raises KeyError for a kind that is not in SURFACES."""
    return np.clip(SURFACES[kind](rng), 0, 255).astype(np.uint8)


def _soft(rng: np.random.Generator, cells: tuple[int, int]) -> Picture:
    coarse = rng.random(cells).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (_SIZE, _SIZE), interpolation=cv2.INTER_CUBIC))


def _toned(level: Picture, tone: tuple[float, float, float]) -> Picture:
    return np.asarray(level[..., None] * np.array(tone, np.float32))


def _white_table(rng: np.random.Generator) -> Picture:
    level = rng.uniform(0.84, 0.97) + 0.03 * _soft(rng, (5, 6)) + 0.015 * _soft(rng, (300, 280))
    return _toned(level, (240, 239, float(rng.uniform(226, 240))))


def _wood(rng: np.random.Generator, tone: tuple[float, float, float], *, contrast: float) -> Picture:
    """Planks with year rings along x, each plank with a tone of its own."""
    level = np.empty((_SIZE, _SIZE), np.float32)
    wave = cv2.resize(rng.random((9, 4)).astype(np.float32), (_SIZE, _SIZE), interpolation=cv2.INTER_CUBIC)
    rows = np.arange(_SIZE, dtype=np.float32)[:, None]
    rings = np.sin((rows / UNIT + 55 * wave) * rng.uniform(0.5, 1.1) + 9 * _soft(rng, (40, 4)))
    pores = _soft(rng, (1200, 26))
    level[:] = 0.85 + contrast * (0.10 * rings + 0.22 * pores)
    at = 0
    while at < _SIZE:
        plank = int(rng.uniform(70, 160) * UNIT)
        level[at : at + plank] *= rng.uniform(0.88, 1.08)
        level[at : at + 3] *= 0.6
        at += plank
    return _toned(level, tone)


def _light_wood(rng: np.random.Generator) -> Picture:
    return _wood(rng, (222, 194, 152), contrast=0.6)


def _dark_wood(rng: np.random.Generator) -> Picture:
    return _wood(rng, (96, 62, 40), contrast=1.3)


def _gingham(rng: np.random.Generator) -> Picture:
    """A checked tablecloth with its weave and soft wrinkles."""
    check = int(rng.uniform(8, 22) * UNIT)
    index = (np.arange(_SIZE) // check % 2).astype(np.float32)
    tone = np.array(rng.choice([[178, 34, 40], [40, 74, 140], [44, 110, 70], [90, 90, 96]]), np.float32)
    amount = (index[:, None] + index[None, :]) / 2
    weave = 1 + 0.05 * np.sin(np.arange(_SIZE) * 2.1)[:, None] * np.sin(np.arange(_SIZE) * 2.3)[None, :]
    cloth = (238 * (1 - amount))[..., None] + amount[..., None] * tone
    return np.asarray(cloth * (weave * (0.9 + 0.16 * _soft(rng, (8, 9))))[..., None], np.float32)


def _flowers(rng: np.random.Generator) -> Picture:
    """An oilcloth with a printed pattern of leaves and blossoms."""
    ground = tuple(int(v) for v in rng.choice([[236, 228, 208], [196, 214, 222], [70, 84, 76]]))
    cloth = np.full((_SIZE, _SIZE, 3), ground, np.uint8)
    for _ in range(170):
        centre = np.array(rng.integers(0, _SIZE, 2))
        tone = tuple(int(v) for v in rng.choice([[186, 60, 70], [214, 150, 50], [92, 120, 170], [150, 80, 140]]))
        size = rng.uniform(4, 11) * UNIT
        for petal in range(6):
            angle = petal * 60 + float(rng.uniform(0, 20))
            off = size * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
            at = (int(centre[0] + off[0]), int(centre[1] + off[1]))
            cv2.ellipse(cloth, at, (int(size * 0.75), int(size * 0.4)), angle, 0, 360, tone, -1, cv2.LINE_AA)
        at = (int(centre[0]), int(centre[1]))
        cv2.circle(cloth, at, int(size * 0.35), (226, 196, 80), -1, cv2.LINE_AA)
        leaf = (int(centre[0] + 2 * size), int(centre[1] + size))
        cv2.ellipse(cloth, leaf, (int(size), int(size * 0.35)), float(rng.uniform(0, 180)), 0, 360, (86, 128, 74), -1)
    return cloth.astype(np.float32) * (0.9 + 0.12 * _soft(rng, (6, 6)))[..., None]


def _linen(rng: np.random.Generator) -> Picture:
    """White bed linen: soft folds, hardly any edge against paper."""
    folds = cv2.GaussianBlur(_soft(rng, (9, 11)), (0, 0), 3 * UNIT)
    slope = cv2.GaussianBlur(np.gradient(folds, axis=1) + np.gradient(folds, axis=0), (0, 0), UNIT)
    weave = 0.02 * np.sin(np.arange(_SIZE) * 1.9)[:, None] * np.sin(np.arange(_SIZE) * 2.0)[None, :]
    return _toned(0.88 + 28 * slope + weave, (242, 240, 236))


def _counter(rng: np.random.Generator) -> Picture:
    """A kitchen counter of grey or dark speckled stone."""
    base = float(rng.choice([52, 96, 150, 196]))
    level = base * (0.92 + 0.16 * _soft(rng, (14, 12))) + 34 * (_soft(rng, (700, 720)) - 0.5)
    level += 70 * (_soft(rng, (420, 440)) > 0.93)
    return _toned(level / 255, (255, 252, 246))


def _keyboard(rng: np.random.Generator) -> Picture:
    """A laptop: metal, black keys in staggered rows with their letters, a touchpad below."""
    body = Image.new("RGB", (_SIZE, _SIZE), tuple(int(v) for v in rng.choice([[186, 188, 192], [72, 74, 80]])))
    draw = ImageDraw.Draw(body)
    pitch, top, font = 19 * UNIT, int(rng.uniform(60, 200)) * UNIT, ImageFont.load_default(5 * UNIT)
    for row, keys in enumerate(("1234567890+", "QWERTYUIOP", "ASDFGHJKL", "<ZXCVBNM,.-")):
        left = (150 + 5 * row) * UNIT
        for place, key in enumerate(keys):
            x, y = left + place * pitch, top + row * pitch
            draw.rounded_rectangle((x, y, x + 16 * UNIT, y + 16 * UNIT), 2 * UNIT, fill=(26, 26, 28))
            draw.text((x + 3 * UNIT, y + 2 * UNIT), key, fill=(214, 214, 214), font=font)
    draw.rounded_rectangle((250 * UNIT, top + 90 * UNIT, 360 * UNIT, top + 160 * UNIT), 3 * UNIT, outline=(120,) * 3)
    return np.asarray(body, dtype=np.float32)


def _papers(rng: np.random.Generator) -> Picture:
    """Other letters in a heap below: white sheets with print, at angles of their own, on a table."""
    heap = Image.fromarray(np.clip(_light_wood(rng), 0, 255).astype(np.uint8))
    for _ in range(4):
        sheet = Image.new("RGBA", (210 * UNIT, 297 * UNIT), (int(rng.integers(228, 250)),) * 3 + (255,))
        draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(float(rng.uniform(3.2, 4.2)) * UNIT)
        for line in range(int(rng.integers(18, 42))):
            words = " ".join(str(word) for word in rng.choice(_WORDS, int(rng.integers(3, 12))))
            draw.text((22 * UNIT, (24 + 6 * line) * UNIT), words, fill=(34, 34, 38), font=font)
        draw.rectangle((0, 0, 210 * UNIT - 1, 297 * UNIT - 1), outline=(150, 150, 150))
        turned = sheet.rotate(float(rng.normal(0, 14)), expand=True, resample=Image.Resampling.BICUBIC)
        at = (int(rng.uniform(0.0, 0.65) * _SIZE - 60 * UNIT), int(rng.uniform(0.0, 0.5) * _SIZE - 60 * UNIT))
        heap.paste(turned, at, turned)
    return np.asarray(heap, dtype=np.float32)


def _floor(rng: np.random.Generator) -> Picture:
    """A room behind a letter held in the hand: parquet, the edge of a rug, something dark."""
    room = _wood(rng, (150, 108, 72), contrast=0.8)
    rug = int(rng.uniform(0.2, 0.8) * _SIZE)
    room[:, rug:] = np.array(rng.choice([[120, 40, 46], [60, 66, 92], [150, 146, 138]]), np.float32)
    x, y = (int(v) for v in rng.integers(0, _SIZE, 2))
    cv2.circle(room, (x, y), int(rng.uniform(40, 90) * UNIT), (36.0, 36.0, 40.0), -1)
    return room


SURFACES: Mapping[str, Callable[[np.random.Generator], Picture]] = {
    "white table": _white_table,
    "light wood": _light_wood,
    "dark wood": _dark_wood,
    "gingham": _gingham,
    "flowers": _flowers,
    "linen": _linen,
    "counter": _counter,
    "keyboard": _keyboard,
    "papers": _papers,
    "floor": _floor,
}
