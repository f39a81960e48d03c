"""The light on a photographed letter: lamps, windows, the shadow of phone and arms, glare.

For: two coarse maps of a picture, the light that falls on it (by colour) and the glare that lies over it. Light is
linear, 1 is what the camera would expose for. Not for: how the camera answers (`lens.py`). Places are millimetres on
the table, from the middle of the sheet.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.capture.sheet import View

Picture = NDArray[Any]
Range = tuple[float, float]
CELL = 16
"""Pixels of the picture to one cell of a map, across and down."""

LAMP = np.array([1.0, 0.68, 0.36])  # 2700 K beside daylight, in linear light
WINDOW = np.array([0.86, 0.95, 1.0])


@dataclass(frozen=True, slots=True)
class Light:
    """Ranges to draw a scene's light from; chances and strengths are 0-1."""

    warm: Range = (0.0, 0.3)  # share of the light that comes from a warm lamp
    unevenness: Range = (0.0, 0.25)
    near: Range = (700.0, 1500.0)  # mm from the lamp to the paper: near lamps fall off
    shadow: float = 0.3  # chance of the phone's and the arms' shadow
    depth: Range = (0.2, 0.5)  # of that shadow
    glare: float = 0.0  # chance of a glossy reflection of the lamp on the paper
    flare: Range = (0.2, 0.7)  # strength of that reflection; above about 0.5 print under it is gone
    bands: float = 0.0  # chance of dark bands from a flickering lamp and a rolling shutter


def fall(view: View, rng: np.random.Generator, light: Light) -> tuple[Picture, Picture]:
    """(light, glare) maps of (height, width, 3) cells for the picture of a view."""
    width, height = view.size[0] // CELL, view.size[1] // CELL
    x, y = _ground(view, width, height)
    lamp = _lamp(x, y, rng, light) * (1 - _shadow(x, y, rng, light))[..., None] * LAMP
    way = rng.uniform(0, 2 * math.pi)
    ramp = (x * math.cos(way) + y * math.sin(way)) / 300
    window = (1 - rng.uniform(*light.unevenness) * (0.5 + 0.5 * np.clip(ramp, -1, 1)))[..., None] * WINDOW
    if rng.random() < light.shadow * 0.7:
        window = window * (1 - 0.6 * _shadow(x, y, rng, light, certain=True))[..., None]
    share = rng.uniform(*light.warm)
    gain = share * lamp + (1 - share) * window
    if rng.random() < light.bands:
        rows = np.arange(height) * CELL
        wave = np.sin(2 * math.pi * rows / rng.uniform(260, 900) + rng.uniform(0, 6))
        gain = gain * (1 - rng.uniform(0.02, 0.10) * wave)[:, None, None]
    return gain.astype(np.float32), _glare(x, y, rng, light).astype(np.float32)


def enlarged(cells: Picture, size: tuple[int, int]) -> Picture:
    """A map at the size of the picture (width, height)."""
    return np.asarray(cv2.resize(cells, size, interpolation=cv2.INTER_LINEAR))


def _ground(view: View, width: int, height: int) -> tuple[Picture, Picture]:
    columns, rows = np.meshgrid(np.arange(width) * CELL + CELL / 2, np.arange(height) * CELL + CELL / 2)
    pixels = np.stack([columns, rows], axis=-1).reshape(1, -1, 2).astype(np.float64)
    places = cv2.perspectiveTransform(pixels, np.linalg.inv(view.plane())).reshape(height, width, 2)
    return places[..., 0], places[..., 1]


def _lamp(x: Picture, y: Picture, rng: np.random.Generator, light: Light) -> Picture:
    """A lamp over the table: inverse square and the slant of its light, 1 at the middle of the sheet."""
    high, way = rng.uniform(*light.near), rng.uniform(0, 2 * math.pi)
    out = high * rng.uniform(0.2, 0.9)
    distance = np.sqrt((x - out * math.cos(way)) ** 2 + (y - out * math.sin(way)) ** 2 + high**2)
    middle = math.hypot(out, high)
    return np.asarray(((middle / distance) ** 3)[..., None])


def _shadow(x: Picture, y: Picture, rng: np.random.Generator, light: Light, *, certain: bool = False) -> Picture:
    """The phone (75 x 155 mm, thrown larger by a near lamp) and the two arms that hold it, with a soft edge."""
    if not certain and rng.random() >= light.shadow:
        return np.zeros_like(x)
    large, soft = rng.uniform(1.1, 1.9), rng.uniform(5, 40)
    middle_x, middle_y = rng.normal(0, 70), rng.uniform(-40, 160)
    turn = rng.normal(0, 0.25)
    across = (x - middle_x) * math.cos(turn) + (y - middle_y) * math.sin(turn)
    down = (y - middle_y) * math.cos(turn) - (x - middle_x) * math.sin(turn)
    phone = np.maximum(np.abs(across) - 78 * large, np.abs(down) - 38 * large)
    arms = np.maximum(np.abs(np.abs(across) - 95 * large - 0.25 * down) - 38 * large, -down)
    depth: Picture = rng.uniform(*light.depth) / (1 + np.exp(np.minimum(phone, arms) / soft * 2))
    return depth


def _glare(x: Picture, y: Picture, rng: np.random.Generator, light: Light) -> Picture:
    """The lamp mirrored in smooth paper or a plastic sleeve: a bright core, a wide veil around it."""
    veil = np.zeros((*x.shape, 3))
    if rng.random() >= light.glare:
        return veil
    for _ in range(int(rng.integers(1, 3))):
        middle_x, middle_y = rng.uniform(-90, 90), rng.uniform(-130, 130)
        long, wide, way = rng.uniform(18, 55), rng.uniform(10, 26), rng.uniform(0, math.pi)
        across = ((x - middle_x) * math.cos(way) + (y - middle_y) * math.sin(way)) / long
        down = ((y - middle_y) * math.cos(way) - (x - middle_x) * math.sin(way)) / wide
        distance = across**2 + down**2
        core = 1 / (1 + np.exp((np.sqrt(distance) - 1) * rng.uniform(3, 8)))
        strength = rng.uniform(*light.flare)
        colour = 0.35 * LAMP / LAMP.mean() + 0.65
        veil += strength * (0.9 * core + 0.25 * np.exp(-distance / 9))[..., None] * colour
    return veil
