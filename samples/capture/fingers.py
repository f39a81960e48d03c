"""Thumbs and fingers over the edges of a letter that is held, or held down.

For: photos. A finger is a tapered capsule with the shading of a cylinder, a nail and a soft shadow on the paper.
Not for: hands as such. Lengths are millimetres; `unit` is pixels a millimetre.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
_SKINS = ((233, 190, 165), (222, 172, 142), (200, 148, 116), (160, 108, 80), (108, 72, 54), (240, 204, 186))


def held(
    picture: Picture, corners: Picture, rng: np.random.Generator, *, unit: float, count: int, over: tuple[float, float]
) -> Picture:
    """The picture with `count` fingers over the sheet whose corners (clockwise from upper left, pixels) are given; each
    reaches `over` millimetres in from the left, right or lower edge.
    """
    skin = np.array(_SKINS[int(rng.integers(len(_SKINS)))], np.float32)
    result = picture
    for _ in range(count):
        edge = int(rng.choice([1, 3, 3, 1, 2]))
        first, second = corners[edge], corners[(edge + 1) % 4]
        at = first + (second - first) * rng.uniform(0.25, 0.85)
        inward = corners.mean(axis=0) - (first + second) / 2
        inward = inward / np.linalg.norm(inward)
        angle = math.atan2(inward[1], inward[0]) + rng.normal(0, 0.4)
        way = np.array([math.cos(angle), math.sin(angle)])
        tip = at + way * rng.uniform(*over) * unit
        result = _finger(result, tip, way, rng, skin=skin, unit=unit)
    return result


def _finger(
    picture: Picture, tip: Picture, way: Picture, rng: np.random.Generator, *, skin: Picture, unit: float
) -> Picture:
    radius = rng.uniform(8.0, 10.5) * unit
    length = 75 * unit
    x0, y0 = (int(v) for v in np.maximum(np.minimum(tip, tip - way * length) - 2 * radius, 0))
    x1, y1 = (int(v) for v in np.maximum(tip, tip - way * length) + 2 * radius)
    part = picture[y0:y1, x0:x1]
    if not part.size:
        return picture
    rows, columns = part.shape[:2]
    x, y = np.meshgrid(
        np.arange(columns, dtype=np.float32) + np.float32(x0 - tip[0]),
        np.arange(rows, dtype=np.float32) + np.float32(y0 - tip[1]),
    )
    along = -(x * way[0] + y * way[1])  # 0 at the tip, growing towards the hand
    across = x * -way[1] + y * way[0]
    wide = radius * (0.93 + 0.16 * np.clip(along / length, 0, 1) + 0.05 * np.cos(along / (13 * unit)))
    beyond = np.maximum(radius - along, 0)
    off = np.sqrt(across**2 + (beyond * 1.0) ** 2)
    mask = np.clip(wide - off + 0.5, 0, 1).astype(np.float32)
    round_ = np.sqrt(np.clip(1 - (off / np.maximum(wide, 1)) ** 2, 0, 1))
    lit = 0.42 + 0.5 * round_ + 0.13 * across / radius
    lines = (
        1
        - 0.10 * np.exp(-(((along - 27 * unit) / (1.1 * unit)) ** 2))
        - 0.07 * np.exp(-(((along - 30 * unit) / (0.9 * unit)) ** 2))
    )
    coarse = cv2.resize(rng.random((24, 24)).astype(np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    tone = (lit * lines * (0.94 + 0.12 * coarse))[..., None] * skin
    nail = np.clip((1 - np.sqrt((across / (0.66 * radius)) ** 2 + ((along - 9 * unit) / (7.5 * unit)) ** 2)) * 9, 0, 1)
    tone += nail[..., None] * (np.array([250, 214, 204], np.float32) * (0.55 + 0.5 * round_)[..., None] - tone) * 0.6
    gloss = np.exp(-(((across + 0.2 * radius) / (0.16 * radius)) ** 2 + ((along - 8 * unit) / (4 * unit)) ** 2))
    tone += 40 * (gloss * nail)[..., None]
    aside = np.array([[1, 0, -1.2 * unit], [0, 1, 1.5 * unit]])
    shadow = cv2.GaussianBlur(cv2.warpAffine(mask, aside, (columns, rows)), (0, 0), 2.2 * unit)
    ground = part * (1 - 0.55 * shadow * (1 - mask))[..., None]
    mixed = ground * (1 - mask)[..., None] + tone * mask[..., None]
    result = picture.copy()
    result[y0:y1, x0:x1] = np.clip(mixed, 0, 255).astype(np.uint8)
    return result
