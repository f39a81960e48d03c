"""Letters on tables, made up for measuring: the corners of the sheet and what is wrong with the picture are known.

For: `tests.bench.bench_capture`. The grounds, the framing and the defects are drawn here from nothing but dice, and
independently of `samples.degrade`, so that what was tuned on one is measured on the other. Not for: reading.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Field = npt.NDArray[Any]
Points = npt.NDArray[Any]
Dice = np.random.Generator

FRAMINGS = ("whole", "corner out", "side out", "fills")
"""The sheet lies inside the picture; one corner of it lies outside; one side (no print with it); all four sides."""

_SIDE_POINTS = 24


@dataclass(frozen=True, slots=True)
class Scene:
    """A photo of a sheet. ``edge``: the border of the sheet in pixels of the picture, clockwise from the sheet's own
    upper left corner, also where it lies outside; ``turn``: clockwise quarter turn that makes the picture upright.
    """

    picture: Picture
    edge: Points
    turn: int


# ------------------------------------------------------------------ what the letter lies on


def _soft(dice: Dice, width: int, height: int, cells: tuple[int, int]) -> Field:
    """A random field between 0 and 1 with that many cells (across, down)."""
    coarse = dice.random((cells[1], cells[0])).astype(np.float32)
    return np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1).astype(np.float32)


def _toned(level: Field, tone: tuple[float, float, float]) -> Picture:
    return np.asarray(np.clip(level[..., None] * np.array(tone, np.float32), 0, 255), np.uint8)


def _white_table(dice: Dice, width: int, height: int) -> Picture:
    tone = dice.uniform(196, 236)
    level = (
        1 + 0.03 * (_soft(dice, width, height, (5, 4)) - 0.5) + 0.015 * (_soft(dice, width, height, (220, 160)) - 0.5)
    )
    return _toned(level, (tone * dice.uniform(0.93, 1.0), tone * dice.uniform(0.97, 1.0), tone))


def _wood(dice: Dice, width: int, height: int, tone: tuple[float, float, float]) -> Picture:
    level = 0.8 + 0.25 * _soft(dice, width, height, (4, int(dice.integers(60, 140))))
    level += 0.12 * _soft(dice, width, height, (8, 500))
    board = int(dice.integers(height // 6, height // 3))
    for at in range(int(dice.integers(0, board)), height, board):
        level[at : at + max(2, height // 500)] *= 0.6
    return _toned(level, tone)


def _light_wood(dice: Dice, width: int, height: int) -> Picture:
    return _wood(dice, width, height, (135, 185, 215))


def _dark_wood(dice: Dice, width: int, height: int) -> Picture:
    return _wood(dice, width, height, (30, 42, 62))


def _checked_cloth(dice: Dice, width: int, height: int) -> Picture:
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    angle = dice.uniform(-0.5, 0.5)
    step = dice.uniform(0.03, 0.09) * width
    u, v = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
    stripes = ((u // step) % 2 + (v // step) % 2).astype(np.float32)
    weave = 1 + 0.08 * np.sin(u / 2.3) * np.sin(v / 2.6)
    low, high = np.array([60, 60, 190], np.float32), np.array([225, 230, 235], np.float32)
    if dice.random() < 0.5:
        low = np.array([170, 90, 50], np.float32)
    mixed = (high + (low - high) * (stripes / 2)[..., None]) * weave[..., None].astype(np.float32)
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _flowered_cloth(dice: Dice, width: int, height: int) -> Picture:
    cloth = np.full((height, width, 3), dice.uniform(150, 235, 3), np.uint8)
    for _ in range(70):
        centre = (int(dice.integers(0, width)), int(dice.integers(0, height)))
        colour = tuple(float(v) for v in dice.uniform(30, 230, 3))
        for petal in range(5):
            turn = petal * 72 + dice.uniform(0, 20)
            size = dice.uniform(0.008, 0.025) * width
            at = (
                int(centre[0] + size * math.cos(math.radians(turn))),
                int(centre[1] + size * math.sin(math.radians(turn))),
            )
            cv2.ellipse(cloth, at, (int(size), int(size * 0.6)), turn, 0, 360, colour, -1, cv2.LINE_AA)
    return cloth


def _cluttered_desk(dice: Dice, width: int, height: int) -> Picture:
    desk = _light_wood(dice, width, height) if dice.random() < 0.5 else _white_table(dice, width, height)
    for _ in range(16):
        colour = tuple(float(v) for v in dice.uniform(15, 245, 3))
        at = (float(dice.uniform(0, width)), float(dice.uniform(0, height)))
        kind = dice.integers(0, 3)
        if kind == 0:  # books, magazines, a phone
            size = (float(dice.uniform(0.08, 0.4) * width), float(dice.uniform(0.08, 0.4) * width))
            box = cv2.boxPoints((at, size, float(dice.uniform(0, 90)))).astype(np.int32)
            cv2.fillPoly(desk, [box], colour, cv2.LINE_AA)
        elif kind == 1:  # a cup
            cv2.circle(desk, (int(at[0]), int(at[1])), int(dice.uniform(0.04, 0.1) * width), colour, -1, cv2.LINE_AA)
        else:  # pens, cables
            to = (int(at[0] + dice.uniform(-0.4, 0.4) * width), int(at[1] + dice.uniform(-0.4, 0.4) * width))
            cv2.line(desk, (int(at[0]), int(at[1])), to, colour, max(2, int(0.008 * width)), cv2.LINE_AA)
    return desk


def _stone(dice: Dice, width: int, height: int) -> Picture:
    level = 0.55 + 0.5 * _soft(dice, width, height, (60, 45)) + 0.25 * _soft(dice, width, height, (600, 450))
    red, green, blue = (float(v) for v in dice.uniform(60, 130, 3))
    return _toned(level, (red, green, blue))


def _tiles(dice: Dice, width: int, height: int) -> Picture:
    floor = _toned(0.9 + 0.15 * _soft(dice, width, height, (9, 7)), (150, 160, 165))
    step = int(dice.uniform(0.12, 0.3) * width)
    for at in range(int(dice.integers(0, step)), max(width, height), step):
        floor[at : at + max(3, width // 200)] = 205
        floor[:, at : at + max(3, width // 200)] = 205
    return floor


GROUNDS: dict[str, Callable[[Dice, int, int], Picture]] = {
    "white table": _white_table,
    "light wood": _light_wood,
    "dark wood": _dark_wood,
    "checked cloth": _checked_cloth,
    "flowered cloth": _flowered_cloth,
    "cluttered desk": _cluttered_desk,
    "stone": _stone,
    "tiles": _tiles,
}
LETTER_BELOW = "another letter"


def ground(name: str, dice: Dice, width: int, height: int, *, below: Picture | None = None) -> Picture:
    """What lies under the sheet: one of `GROUNDS`, or ``below``, another letter, on one of them."""
    other = name == LETTER_BELOW and below is not None
    drawn = GROUNDS[str(dice.choice(sorted(GROUNDS))) if other else name](dice, width // 2, height // 2)
    table = np.asarray(cv2.resize(drawn, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    if not other or below is None:
        return table
    angle = float(dice.uniform(-14, 14))
    middle = (below.shape[1] / 2, below.shape[0] / 2)
    move = np.asarray(cv2.getRotationMatrix2D(middle, angle, 0.98 * height / below.shape[0]), np.float64)
    move[:, 2] += np.array([width, height]) / 2 - np.array([below.shape[1], below.shape[0]]) / 2
    move[:, 2] += dice.uniform(-0.1, 0.1, 2) * width
    sheet = cv2.warpAffine(below, move, (width, height), flags=cv2.INTER_AREA)
    mask = cv2.warpAffine(np.full(below.shape[:2], 255, np.uint8), move, (width, height))
    table[mask > 127] = sheet[mask > 127]
    return table


# ------------------------------------------------------------------ the sheet


def _corners(dice: Dice, framing: str, width: int, height: int, ratio: float, tilt: float) -> Points:
    """The corners of the sheet in the picture, clockwise from the upper left."""
    if framing == "fills":
        tall = height * dice.uniform(1.01, 1.05)
        if tall / ratio < 1.01 * width:
            tall = 1.01 * width * ratio
    else:
        tall = min(height * dice.uniform(0.72, 0.93), 0.93 * width * ratio)
    half = np.array([tall / ratio / 2, tall / 2])
    corners: Points = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    if framing != "fills":
        far = [0, 1] if dice.random() < 0.7 else [2, 3] if dice.random() < 0.5 else [1, 2]
        corners[far, 0 if far != [1, 2] else 1] *= 1 - tilt * dice.uniform(0.3, 1.5)
        corners += dice.normal(0, tilt * tall / 12, (4, 2))
    angle = math.radians(float(dice.uniform(-1, 1) * (1.0 if framing == "fills" else 2 + 90 * tilt)))
    corners = corners @ np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    frame = np.array([width, height])
    room = np.maximum(0, frame / 2 - np.abs(corners).max(axis=0))
    corners += frame / 2 + (dice.uniform(-0.8, 0.8, 2) * room if framing == "whole" else 0)
    margin = 0.045 * tall  # print begins farther in than this
    if framing == "corner out":
        which = int(dice.integers(0, 4))
        beyond = dice.uniform(0.1, 1.0, 2) * margin
        target = np.where(corners[which] > frame / 2, frame + beyond, -beyond)
        corners += target - corners[which]
        other = (which + 2) % 4
        # The opposite corner stays inside.
        corners[other] = np.clip(corners[other], 0.03 * frame, 0.97 * frame)
    elif framing == "side out":
        axis = int(dice.integers(0, 2))
        low = bool(dice.random() < 0.5)
        by = dice.uniform(0.2, 1.0) * margin
        if low:
            corners[:, axis] -= np.sort(corners[:, axis])[1] + by
        else:
            corners[:, axis] += frame[axis] - np.sort(corners[:, axis])[2] + by
    return corners


def laid(
    page: Picture,
    dice: Dice,
    *,
    below: Picture,
    framing: str = "whole",
    size: tuple[int, int] = (1500, 2000),
    turn: int = 0,
    tilt: float = 0.05,
    curl: float = 0.004,
    folds: bool = True,
) -> Scene:
    """A picture (width x height) of ``page`` (grey or BGR) on ``below`` (a ground of the same size). ``curl`` is the
    bend of its rows as a share of its height; ``turn`` turns the finished picture so that it needs that to be upright.
    """
    width, height = size
    colour = page if page.ndim == 3 else cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
    tall, wide = colour.shape[:2]
    pad = round(3 * curl * tall) + 4
    x = np.arange(wide, dtype=np.float32)
    bend = curl * tall * np.sin(np.pi * (x / wide * dice.uniform(0.6, 1.2) + dice.uniform(0, 0.5)))
    rows = np.arange(-pad, tall + pad, dtype=np.float32)[:, None] - bend[None, :]
    columns = np.broadcast_to(x, rows.shape).copy()
    paper = np.array([dice.uniform(228, 246), dice.uniform(238, 250), dice.uniform(240, 252)]) / 255
    sheet = cv2.remap(colour, columns, rows.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    sheet = sheet.astype(np.float32) * paper.astype(np.float32)
    mask = ((rows >= 0) & (rows <= tall - 1)).astype(np.float32)
    if folds:
        for place in (1 / 3, 2 / 3):
            far = (rows / tall - place - dice.uniform(-0.01, 0.01)) * 24
            sheet *= (1 - 0.08 * np.sign(far) * np.exp(-np.abs(far)) * dice.choice([-1, 1]))[..., None]
    corners = _corners(dice, framing, width, height, tall / wide, tilt)
    flat = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32) + np.array([0, pad], np.float32)
    move = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    seen = cv2.warpPerspective(sheet, move, size, flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(mask, move, size, flags=cv2.INTER_LINEAR)
    shade = np.roll(cv2.GaussianBlur(cover, (0, 0), width / 220), (width // 300, width // 400), axis=(0, 1))
    scene = below.astype(np.float32) * ((1 - dice.uniform(0.15, 0.5) * shade) * (1 - cover))[..., None]
    scene += seen * cover[..., None]
    steps = np.linspace(0, 1, _SIDE_POINTS, endpoint=False)
    border = np.concatenate(
        [
            np.stack([steps * wide, np.zeros_like(steps)], 1),
            np.stack([np.full_like(steps, wide), steps * tall], 1),
            np.stack([(1 - steps) * wide, np.full_like(steps, tall)], 1),
            np.stack([np.zeros_like(steps), (1 - steps) * tall], 1),
        ]
    )
    border[:, 1] += pad + np.interp(border[:, 0], x, bend)
    edge = cv2.perspectiveTransform(border[:, None], move.astype(np.float64)).reshape(-1, 2)
    return _turned(Scene(np.clip(scene, 0, 255).astype(np.uint8), edge, 0), turn)


def _turned(scene: Scene, turn: int) -> Scene:
    """The scene as a camera held another way shows it: it needs ``turn`` degrees clockwise to be upright."""
    picture, edge = scene.picture, scene.edge
    for _ in range((360 - turn) % 360 // 90):  # clockwise, step by step
        height = picture.shape[0]
        picture = np.ascontiguousarray(np.rot90(picture, -1))
        edge = np.column_stack([height - edge[:, 1], edge[:, 0]])
    return Scene(picture, edge, turn)


# ------------------------------------------------------------------ the camera


def seen(
    scene: Scene, dice: Dice, *, light: float = 1.0, fall: float = 0.25, blur: float = 0.6, noise: float = 2.0
) -> Scene:
    """The scene through a camera: uneven warm light of that strength, blur (sigma in pixels), sensor noise."""
    height, width = scene.picture.shape[:2]
    x, y = np.meshgrid(np.linspace(-1, 1, width // 8), np.linspace(-1, 1, height // 8))
    way = dice.uniform(0, 2 * math.pi)
    level = light * (1 - fall * (0.5 + 0.5 * (x * math.cos(way) + y * math.sin(way)) / 1.42))
    lit = cv2.resize(level.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    picture: Any = scene.picture.astype(np.float32)
    picture *= lit[..., None] * np.array([dice.uniform(0.82, 1.0), dice.uniform(0.94, 1.0), 1.0], np.float32)
    if blur > 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    grain: Any = dice.standard_normal((height, width, 1), dtype=np.float32) * np.float32(noise)
    return replace(scene, picture=np.clip(picture + grain, 0, 255).astype(np.uint8))


# ------------------------------------------------------------------ what else can be wrong with a picture


def with_finger(scene: Scene, dice: Dice, *, glove: bool = False) -> Scene:
    """A finger (or a dark glove) reaches over an edge of the sheet and covers print."""
    picture = scene.picture.copy()
    height, width = picture.shape[:2]
    start = scene.edge[int(dice.integers(0, len(scene.edge)))]
    start = np.clip(start, [0.02 * width, 0.02 * height], [0.98 * width, 0.98 * height])
    middle = scene.edge.mean(axis=0)
    inward = (middle - start) / max(1.0, float(np.hypot(*(middle - start))))
    thick = dice.uniform(0.055, 0.085) * max(width, height)
    tip = start + inward * dice.uniform(0.10, 0.20) * max(width, height)
    root = start - inward * 0.6 * max(width, height)
    tones = [(130, 160, 210), (105, 140, 195), (70, 100, 150), (45, 65, 100)]
    tone = np.array((38, 36, 36) if glove else tones[int(dice.integers(0, len(tones)))], np.float32)
    cover = np.zeros((height, width), np.uint8)
    at = [tuple(int(v) for v in point) for point in (root, tip)]
    cv2.line(cover, at[0], at[1], 255, int(thick), cv2.LINE_AA)
    solid = cv2.GaussianBlur(cover, (0, 0), max(1.0, width / 900)).astype(np.float32) / 255
    # Round: darker towards its sides.
    depth = cv2.distanceTransform((cover > 127).astype(np.uint8), cv2.DIST_L2, 3) / (thick / 2)
    round_ = (0.62 + 0.38 * np.sqrt(np.clip(depth, 0, 1))).astype(np.float32)
    skin = tone * round_[..., None] * (0.95 + 0.1 * _soft(dice, width, height, (90, 120)))[..., None]
    shadow = 1 - 0.25 * cv2.GaussianBlur(np.roll(solid, width // 120, axis=1), (0, 0), width / 120)
    mixed = picture * (shadow * (1 - solid))[..., None] + skin * solid[..., None]
    return replace(scene, picture=np.clip(mixed, 0, 255).astype(np.uint8))


def with_glare(scene: Scene, dice: Dice) -> Scene:
    """A lamp mirrored in the sheet burns part of it out."""
    height, width = scene.picture.shape[:2]
    middle = scene.edge.mean(axis=0) + dice.uniform(-0.18, 0.18, 2) * np.array([width, height])
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    across, down = dice.uniform(0.07, 0.14, 2) * max(width, height)
    spot = 420 * np.exp(-(((x - middle[0]) / across) ** 2 + ((y - middle[1]) / down) ** 2))
    return replace(scene, picture=np.clip(scene.picture * 0.85 + spot[..., None], 0, 255).astype(np.uint8))


def no_document(name: str, dice: Dice, *, size: tuple[int, int] = (1500, 2000)) -> Picture:
    """A picture of something else: a table with things on it, or an animal on it."""
    width, height = size
    if name == "animal":
        scene = GROUNDS[str(dice.choice(sorted(GROUNDS)))](dice, width, height)
        tone = dice.uniform(30, 200, 3)
        for _ in range(9):
            at = (int(dice.normal(width / 2, width / 9)), int(dice.normal(height / 2, height / 9)))
            axes = (int(dice.uniform(0.08, 0.3) * width), int(dice.uniform(0.08, 0.3) * width))
            fur = tuple(float(v) for v in np.clip(tone + dice.normal(0, 14, 3), 0, 255))
            cv2.ellipse(scene, at, axes, float(dice.uniform(0, 180)), 0, 360, fur, -1, cv2.LINE_AA)
        for _ in range(900):
            at_ = dice.normal([width / 2, height / 2], [width / 6, height / 6])
            to = at_ + dice.normal(0, width / 60, 2)
            hair = tuple(float(v) for v in np.clip(tone + dice.normal(0, 40, 3), 0, 255))
            cv2.line(scene, tuple(at_.astype(int).tolist()), tuple(to.astype(int).tolist()), hair, 2, cv2.LINE_AA)
    else:
        scene = GROUNDS[name](dice, width, height)
    blank = Scene(scene, np.array([[0, 0], [width, 0], [width, height], [0, height]], float), 0)
    return seen(blank, dice).picture
