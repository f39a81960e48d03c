"""A sheet of A4 in space, and the phone that looks at it.

For: the geometry of photos. The sheet is a height field over the paper (curl, folds of an envelope or of a pocket,
pinched creases, crumples), shortened where it rises, lit by its slopes, and seen through a pinhole camera with the
field of view of a phone's main lens. Not for: colours and light of the scene. Lengths are millimetres, the origin is
the middle of the sheet, x to the right, y down the page, z up towards the camera; angles are degrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
WIDTH, HEIGHT = 210.0, 297.0
FOCAL = 0.75
"""Focal length of a 26-mm lens (35-mm equivalent) as a share of the long side of a 4:3 picture."""
_STEP = 1.5
_COARSE = 4


@dataclass(frozen=True, slots=True)
class Bends:
    """How the sheet differs from a flat one."""

    folds: str = "none"  # none, letter (two across), half (one across), quarter (one across, one along), pocket (all)
    slope: float = 0.0  # degrees between a panel and the table
    curl: float = 0.0  # mm that an edge is lifted
    pinch: float = 0.0  # mm that a crease stands up
    crumple: float = 0.0  # mm of the dents
    wear: float = 0.0  # 0-1, how much print has come off in the creases


@dataclass(frozen=True, slots=True)
class Shape:
    """The sheet in space: its points (rows, columns, xyz) on a grid of the paper and the light on them (1 is flat)."""

    points: Picture
    shade: Picture


@dataclass(frozen=True, slots=True)
class View:
    """A camera: picture size (width, height), focal length in pixels, its place, its axes (right, down, ahead)."""

    size: tuple[int, int]
    focal: float
    place: Picture
    axes: Picture

    def project(self, points: Picture) -> Picture:
        """Where points in space are in the picture, in pixels."""
        seen = (points - self.place) @ self.axes.T
        middle = np.array(self.size) / 2
        return np.asarray(seen[..., :2] / seen[..., 2:] * self.focal + middle)

    def plane(self, height: float = 0.0) -> Picture:
        """The homography from a level plane (millimetres) to the picture (pixels)."""
        inner = np.array([[self.focal, 0, self.size[0] / 2], [0, self.focal, self.size[1] / 2], [0, 0, 1]])
        outer = np.column_stack([[1, 0, 0], [0, 1, 0], np.array([0, 0, height]) - self.place])
        return np.asarray(inner @ self.axes @ outer)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sheet as seen: where on the paper each pixel looks (mm from its upper left corner), how much of the pixel is
    sheet (0-1), the light of its slopes, and the four corners in the picture.
    """

    across: Picture
    down: Picture
    mask: Picture
    shade: Picture
    corners: Picture


def look(rng: np.random.Generator, *, size: tuple[int, int], fill: float, tilt: float, roll: float, off: float) -> View:
    """A phone over the sheet: `fill` is the sheet's height as a share of the picture's, `off` how far the middle of the
    sheet may be from the middle of the picture, as a share of the sheet.
    """
    focal = FOCAL * max(size)
    distance = focal * HEIGHT / (fill * size[1])
    lean, way = math.radians(tilt), rng.uniform(0, 2 * math.pi)
    target = np.array([rng.uniform(-off, off) * WIDTH, rng.uniform(-off, off) * HEIGHT, 0])
    place = target + distance * np.array(
        [math.sin(lean) * math.cos(way), math.sin(lean) * math.sin(way), math.cos(lean)]
    )
    ahead = (target - place) / distance
    down = np.array([0.0, 1.0, 0.0]) - ahead[1] * ahead
    down /= np.linalg.norm(down)
    right = np.cross(ahead, down)
    angle = math.radians(roll)
    turned = math.cos(angle) * right + math.sin(angle) * down, math.cos(angle) * down - math.sin(angle) * right
    return View(size, focal, place, np.array([*turned, ahead]))


def bent(rng: np.random.Generator, bends: Bends) -> Shape:
    """The sheet with its bends; light falls from a random side at half height."""
    columns, rows = round(WIDTH / _STEP) + 1, round(HEIGHT / _STEP) + 1
    x, y = np.meshgrid(np.linspace(-WIDTH / 2, WIDTH / 2, columns), np.linspace(-HEIGHT / 2, HEIGHT / 2, rows))
    z = _curled(x, y, rng, lift=bends.curl)
    for position, along in fold_places(bends.folds):
        distance = (x - position) if along else (y - position)
        rise = math.tan(math.radians(bends.slope * rng.uniform(0.4, 1) * rng.choice([-1, 1])))
        z += rise * (np.sqrt(distance**2 + 1.2) - 0.5 * np.abs(position))  # a crease is about a millimetre round
        z += bends.pinch * rng.uniform(0.3, 1) * np.exp(-np.abs(distance) / rng.uniform(2.5, 6))
    for _ in range(int(rng.integers(14, 30)) if bends.crumple else 0):
        z += _dent(x, y, rng) * bends.crumple
    slope_down, slope_across = np.gradient(z, y[:, 0], x[0])
    z -= z.min()
    shorter_x = np.cumsum(1 / np.sqrt(1 + slope_across**2), axis=1) * _width_step(columns)
    shorter_y = np.cumsum(1 / np.sqrt(1 + slope_down**2), axis=0) * _height_step(rows)
    shorter_x -= shorter_x[:, columns // 2][:, None]
    shorter_y -= shorter_y[rows // 2][None, :]
    way, height = rng.uniform(0, 2 * math.pi), rng.uniform(0.5, 1.2)
    toward = np.array([math.cos(way), math.sin(way), height])
    normal = np.stack([-slope_across, -slope_down, np.ones_like(z)]) / np.sqrt(1 + slope_across**2 + slope_down**2)
    direct = np.clip(np.tensordot(toward, normal, axes=1) / height, 0, 2)
    shade = 0.55 + 0.45 * direct  # the rest of the light comes from the whole room
    return Shape(np.stack([shorter_x, shorter_y, z], axis=-1), shade.astype(np.float32))


def fold_places(folds: str) -> list[tuple[float, bool]]:
    """(position in mm from the middle, whether the crease runs along the page) of each crease."""
    across, along = [(-HEIGHT / 6, False), (HEIGHT / 6, False)], [(0.0, True)]
    return {
        "none": [],
        "letter": across,
        "half": [(0.0, False)],
        "quarter": [(0.0, False), *along],
        "pocket": [*across, *along],
    }[folds]


def worn(page: Picture, rng: np.random.Generator, bends: Bends) -> Picture:
    """The page with its print partly gone along the creases, as toner flakes off."""
    result: Picture = page.copy()
    unit = page.shape[1] / WIDTH
    for position, along in fold_places(bends.folds):
        lines = result.swapaxes(0, 1) if along else result
        middle = (position + (WIDTH if along else HEIGHT) / 2) * unit
        half = rng.uniform(0.25, 0.6) * unit
        first, last = max(0, int(middle - 3 * half)), int(middle + 3 * half) + 1
        band = lines[first:last].astype(np.float32)
        near = np.exp(-(((np.arange(first, last) - middle) / half) ** 2)).astype(np.float32)[: len(band), None]
        flakes = cv2.GaussianBlur(rng.random(band.shape[:2], dtype=np.float32), (0, 0), 0.12 * unit + 0.3)
        flakes = np.clip((flakes - 0.5) * 6 + bends.wear, 0, 1) * bends.wear * near
        lines[first:last] = (band + (235 - band) * flakes[..., None]).astype(np.uint8)
    return result


def seen(shape: Shape, view: View) -> Seen:
    """The sheet in the picture. Found backwards: from a pixel to the plane, then to the paper by repeated guesses."""
    width, height = view.size
    plane = view.plane()
    back = np.linalg.inv(plane)
    grid_x, grid_y = np.meshgrid(
        np.arange(-1, width // _COARSE + 1, dtype=np.float64), np.arange(-1, height // _COARSE + 1, dtype=np.float64)
    )
    pixels = np.stack([(grid_x + 0.5) * _COARSE - 0.5, (grid_y + 0.5) * _COARSE - 0.5], axis=-1)
    flat = _moved(pixels, back)
    paper = _moved(view.project(shape.points), back)  # where on the plane each point of the paper seems to be
    rows, columns = shape.shade.shape
    rest_x, rest_y = np.meshgrid(
        np.linspace(-WIDTH / 2, WIDTH / 2, columns), np.linspace(-HEIGHT / 2, HEIGHT / 2, rows)
    )
    away = (paper - np.stack([rest_x, rest_y], axis=-1)).astype(np.float32)
    at = flat.astype(np.float32)
    target = at.copy()
    for _ in range(9):
        at = target - _sampled(away, at)
    shade = _sampled(shape.shade, at)
    large = (width + 2 * _COARSE, height + 2 * _COARSE)
    inner = np.s_[_COARSE : height + _COARSE, _COARSE : width + _COARSE]
    across = cv2.resize(at[..., 0], large, interpolation=cv2.INTER_LINEAR)[inner] + np.float32(WIDTH / 2)
    down = cv2.resize(at[..., 1], large, interpolation=cv2.INTER_LINEAR)[inner] + np.float32(HEIGHT / 2)
    inside = np.minimum(np.minimum(across, WIDTH - across), np.minimum(down, HEIGHT - down))
    unit = view.focal / float(view.place[2])
    mask = np.clip(inside * unit + 0.5, 0, 1).astype(np.float32)
    light = cv2.resize(shade, large, interpolation=cv2.INTER_LINEAR)[inner]
    corners = view.project(shape.points[[0, 0, -1, -1], [0, -1, -1, 0]])
    return Seen(np.ascontiguousarray(across), np.ascontiguousarray(down), mask, light, corners)


def _moved(points: Picture, by: Picture) -> Picture:
    flat = cv2.perspectiveTransform(points.reshape(1, -1, 2).astype(np.float64), by)
    return np.asarray(flat.reshape(points.shape))


def _sampled(field: Picture, at: Picture) -> Picture:
    """A field over the paper's grid at places in mm from the middle."""
    rows, columns = field.shape[:2]
    x = (at[..., 0] + np.float32(WIDTH / 2)) * np.float32((columns - 1) / WIDTH)
    y = (at[..., 1] + np.float32(HEIGHT / 2)) * np.float32((rows - 1) / HEIGHT)
    return np.asarray(cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _width_step(columns: int) -> float:
    return WIDTH / (columns - 1)


def _height_step(rows: int) -> float:
    return HEIGHT / (rows - 1)


def _curled(x: Picture, y: Picture, rng: np.random.Generator, *, lift: float) -> Picture:
    """A sheet that was rolled, or whose edge does not lie down: one bow over the page and one lifted corner."""
    way = rng.choice([0.0, math.pi / 2]) + rng.normal(0, 0.25)
    along = (x * math.cos(way) + y * math.sin(way)) / (HEIGHT / 2)
    bow = along**2 if rng.random() < 0.7 else np.cos(along * math.pi * rng.uniform(0.6, 1.1))
    corner = (x * rng.choice([-1, 1]) / WIDTH + y * rng.choice([-1, 1]) / HEIGHT - 0.35).clip(0)
    return np.asarray(lift * (rng.uniform(0.3, 1) * bow + rng.uniform(0, 2.5) * corner**2))


def _dent(x: Picture, y: Picture, rng: np.random.Generator) -> Picture:
    """A short crease of crumpled paper: sharp across, fading along and away."""
    way = rng.uniform(0, math.pi)
    from_x, from_y = x - rng.uniform(-WIDTH, WIDTH) / 2, y - rng.uniform(-HEIGHT, HEIGHT) / 2
    across = from_x * math.cos(way) + from_y * math.sin(way)
    along = from_y * math.cos(way) - from_x * math.sin(way)
    reach = rng.uniform(12, 45)
    fade = np.exp(-((along / rng.uniform(25, 90)) ** 2))
    return np.asarray(rng.choice([-1, 1]) * rng.uniform(0.3, 1) * np.exp(-np.abs(across) / reach) * fade)
