"""What scanner apps and screens make of a letter: a cropped and cleaned photo, and pictures of a phone's screen.

For: `scan-app`, `screenshot` and `screenshot-parts`. Not for: photos as the camera leaves them (`photos.py`). Names of
apps, senders and files on the screens are invented; the clock and the battery are drawn by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples.capture import photos
from samples.capture.light import Light
from samples.capture.writing import PicturePage, jpeg, picture_pdf, png

Picture = NDArray[Any]
_HAND_HELD = replace(
    photos.EVERYDAY,
    surfaces=("light wood", "dark wood", "counter", "gingham", "white table"),
    fill=(0.74, 0.92),
    tilt=(0.0, 12.0),
    light=Light(warm=(0.0, 0.7), unevenness=(0.05, 0.4), shadow=0.6, depth=(0.2, 0.55)),
)
_SCREENS = ((1080, 2340), (1080, 2400), (1170, 2532), (1179, 2556), (1440, 3120), (828, 1792))
_SHORT_SCREENS = ((1080, 1920), (750, 1334), (1440, 2560))


@dataclass(frozen=True, slots=True)
class Colours:
    """Of an app: bars, what is around the page, and writing."""

    bar: tuple[int, int, int]
    around: tuple[int, int, int]
    ink: tuple[int, int, int]


_LIGHT = Colours((250, 250, 250), (226, 228, 232), (32, 33, 36))
_DARK = Colours((24, 25, 28), (8, 9, 10), (232, 234, 237))


def scan_app(
    pages: Sequence[Picture], rng: np.random.Generator, *, size: tuple[int, int] | None = None
) -> list[tuple[str, bytes]]:
    """Photos that an app has cropped (a little off), straightened and cleaned: black and white, "magic" colour or grey;
    as one PDF or as JPEG files.
    """
    mode = str(rng.choice(["two levels", "magic", "magic", "grey"]))
    width = int(rng.choice([1240, 1654, 2100]))
    scans, place = [], photos.settled(_HAND_HELD, rng)
    for page in pages:
        shot = photos.shoot(page, place, rng, size=size)
        cropped = _cropped(shot, rng, width=width)
        scans.append(_cleaned(cropped, rng, mode=mode))
    quality = int(rng.integers(62, 90))
    files = [jpeg(scan, quality=quality) for scan in scans]
    if rng.random() < 0.6:
        return [(".pdf", picture_pdf([PicturePage(content, 595.3, 841.9) for content in files]))]
    marks = [""] if len(files) == 1 else [f"-{number}" for number in range(1, len(files) + 1)]
    return [(f"{mark}.jpg", content) for mark, content in zip(marks, files, strict=True)]


def screenshots(pages: Sequence[Picture], rng: np.random.Generator, *, parts: bool) -> list[bytes]:
    """PNG pictures of a phone that shows the letter in a PDF viewer or a mail, in reading order.

    Without `parts` each page fits on the screen. With `parts` the screen is a short one and the page is zoomed to its
    text's width, so that two or three pictures that overlap are needed for a page.
    """
    screens = _SHORT_SCREENS if parts else _SCREENS
    size = screens[int(rng.integers(len(screens)))]
    dark, inverted = rng.random() < 0.35, rng.random() < 0.12
    colours = _DARK if dark or inverted else _LIGHT
    mail = rng.random() < 0.4
    clock = f"{int(rng.integers(6, 24)):02}:{int(rng.integers(60)):02}"
    battery = float(rng.uniform(0.1, 1))
    result = []
    for number, page in enumerate(pages, start=1):
        shown = 255 - page if inverted else page
        for view in _views(shown, rng, size=size, parts=parts, mail=mail):
            canvas = Image.new("RGB", size, colours.around)
            top = _bars(canvas, colours, clock=clock, battery=battery, mail=mail, page=(number, len(pages)))
            canvas.paste(Image.fromarray(view), ((size[0] - view.shape[1]) // 2, top))
            _foot(canvas, colours, page=(number, len(pages)))
            result.append(png(np.asarray(canvas)))
    return result


def _cropped(shot: photos.Shot, rng: np.random.Generator, *, width: int) -> Picture:
    height = round(width * 297 / 210)
    corners = shot.corners + rng.normal(0, 0.004 * shot.picture.shape[0], (4, 2))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    move = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    edge = cv2.BORDER_REPLICATE
    return np.asarray(cv2.warpPerspective(shot.picture, move, (width, height), flags=cv2.INTER_AREA, borderMode=edge))


def _cleaned(picture: Picture, rng: np.random.Generator, *, mode: str) -> Picture:
    """Paper made white by dividing by the brightest things around; what remains of shadows turns grey or blotchy."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (width // 6, height // 6), interpolation=cv2.INTER_AREA)
    around = cv2.blur(cv2.dilate(small, np.ones((9, 9), np.uint8)), (31, 31))
    paper = cv2.resize(around, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    even = np.clip(picture.astype(np.float32) / np.maximum(paper, 8), 0, 1.2)
    if mode == "grey":
        grey: Picture = 0.6 * even + 0.4 * picture / 255.0
        return np.asarray(cv2.cvtColor((np.clip(grey, 0, 1) * 255).astype(np.uint8), cv2.COLOR_RGB2GRAY))
    if mode == "two levels":
        grey = np.asarray(cv2.cvtColor((np.clip(even, 0, 1) * 255).astype(np.uint8), cv2.COLOR_RGB2GRAY))
        level = cv2.GaussianBlur(grey, (0, 0), width / 70).astype(np.float32) - rng.uniform(14, 34)
        return np.where(grey > level, 255, 0).astype(np.uint8)
    stretched = np.clip((even - rng.uniform(0.15, 0.32)) / rng.uniform(0.55, 0.66), 0, 1)
    grey = stretched.mean(axis=2, keepdims=True)
    vivid = np.clip(grey + (stretched - grey) * rng.uniform(1.2, 1.9), 0, 1) * 255
    blurred = cv2.GaussianBlur(vivid, (0, 0), 1.2)
    return np.asarray(np.clip(vivid * 1.6 - blurred * 0.6, 0, 255), dtype=np.uint8)


def _views(page: Picture, rng: np.random.Generator, *, size: tuple[int, int], parts: bool, mail: bool) -> list[Picture]:
    """What of the page is on the screen: all of it, or overlapping parts from top to bottom."""
    width, height = size
    room = int(height * (0.74 if mail else 0.82))
    if not parts:
        factor = min((width - int(0.02 * width)) / page.shape[1], room / page.shape[0])
        return [_resized(page, factor)]
    printed = np.flatnonzero(np.ptp(page, axis=(0, 2)) > 60)
    spare = int(page.shape[1] * rng.uniform(0.01, 0.03))
    cut = page[:, max(printed[0] - spare, 0) : printed[-1] + spare] if printed.size else page
    shown = _resized(cut, width / cut.shape[1])
    count = int(np.ceil(shown.shape[0] / (0.85 * room)))
    starts = np.linspace(0, max(shown.shape[0] - room, 0), count).astype(int)
    return [shown[start : start + room] for start in starts]


def _resized(picture: Picture, factor: float) -> Picture:
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way))


def _bars(
    canvas: Image.Image, colours: Colours, *, clock: str, battery: float, mail: bool, page: tuple[int, int]
) -> int:
    """Status bar and title bar; returns where the page begins."""
    width, height = canvas.size
    unit = width / 100
    draw = ImageDraw.Draw(canvas)
    status, title = round(height * 0.042), round(height * 0.062)
    draw.rectangle((0, 0, width, status + title), fill=colours.bar)
    draw.text((6 * unit, status * 0.3), clock, fill=colours.ink, font=ImageFont.load_default(3.7 * unit))
    draw.text((76 * unit, status * 0.3), "5G", fill=colours.ink, font=ImageFont.load_default(3.2 * unit))
    left, mid = 85 * unit, status * 0.55
    outline = (left, mid - 1.6 * unit, left + 7 * unit, mid + 1.6 * unit)
    draw.rounded_rectangle(outline, unit, outline=colours.ink, width=3)
    inner = (left + 0.6 * unit, mid - unit, left + (0.6 + 5.8 * battery) * unit, mid + unit)
    draw.rectangle(inner, fill=colours.ink)
    for bar in range(4):
        x = (68 + 1.6 * bar) * unit
        draw.rectangle((x, mid + 1.5 * unit - (bar + 1) * 0.8 * unit, x + unit, mid + 1.5 * unit), fill=colours.ink)
    middle = status + title / 2
    draw.line((5 * unit, middle, 8 * unit, middle - 3 * unit), fill=colours.ink, width=5)
    draw.line((5 * unit, middle, 8 * unit, middle + 3 * unit), fill=colours.ink, width=5)
    name = "Innboks" if mail else "dokument.pdf"
    draw.text((14 * unit, middle - 2.8 * unit), name, fill=colours.ink, font=ImageFont.load_default(4.6 * unit))
    for dot in (-1, 0, 1):
        at = middle + dot * 1.7 * unit
        draw.ellipse((93 * unit, at - 0.5 * unit, 94 * unit, at + 0.5 * unit), fill=colours.ink)
    if not mail:
        return status + title + round(0.012 * height)
    below = round(height * 0.085)
    draw.rectangle((0, status + title, width, status + title + below), fill=colours.bar)
    draw.ellipse((5 * unit, status + title + unit, 14 * unit, status + title + 10 * unit), fill=(120, 90, 170))
    lines = ("Kundesenter", f"til meg · vedlegg {page[0]} av {page[1]}")
    for place, line in enumerate(lines):
        at = status + title + (1.5 + 5 * place) * unit
        draw.text((17 * unit, at), line, fill=colours.ink, font=ImageFont.load_default((4.0 - 0.6 * place) * unit))
    return status + title + below


def _foot(canvas: Image.Image, colours: Colours, *, page: tuple[int, int]) -> None:
    """The page counter of the viewer and the phone's own bar at the foot."""
    width, height = canvas.size
    unit = width / 100
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, round(height * 0.952), width, height), fill=colours.bar)
    draw.rounded_rectangle((34 * unit, height - 2.6 * unit, 66 * unit, height - 1.6 * unit), unit, fill=colours.ink)
    text = f"{page[0]} / {page[1]}"
    draw.text((46 * unit, height * 0.957), text, fill=colours.ink, font=ImageFont.load_default(3.4 * unit))
