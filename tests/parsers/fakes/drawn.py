"""Pages drawn in memory with Pillow's own font, and what a camera makes of them: no sample files, no system fonts."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from parsers.image.decode import Raster, shrink

Grey = npt.NDArray[np.uint8]

ROWS = (
    "Betalingsoppfordring",
    "Vi har fått i oppdrag å kreve inn kravet på vegne av Eksempel Tannklinikk AS.",
    "Kravet er tidligere varslet i brev av 02.02.2026, og vi kan ikke se at det er betalt.",
    "Hovedstol                                                   2345,00",
    "Forsinkelsesrente                                           66,07",
    "Inkassosalær                                                437,50",
    "Å betale                                                    2848,57",
    "Beløpet betales til konto 15034567899 innen 26.03.2026 og merkes med KID 0047112807319.",
    "Dersom kravet ikke blir betalt innen fristen, kan det bli krevd inn ved rettslige skritt.",
    "Det kan føre til at du må betale ytterligere kostnader, renter og gebyrer i tillegg.",
    "Har du innsigelser mot kravet, må du sende dem skriftlig til oss innen samme frist.",
    "Du kan også bringe saken inn for Finansklagenemnda Inkasso dersom vi ikke blir enige.",
)
VALUES = ("2345,00", "66,07", "437,50", "2848,57", "15034567899", "26.03.2026", "0047112807319")


def raster(picture: npt.NDArray[Any], *, is_camera: bool = False) -> Raster:
    """A picture, grey or in colour (BGR), as it comes from decoding."""
    colour = picture if picture.ndim == 3 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
    return Raster(np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), np.uint8), shrink(colour, 800), is_camera)


def letter(*, width: int = 1240, rows: tuple[str, ...] = ROWS, ink: int = 20) -> Grey:
    """An upright A4 page (height = width x 1.414), text of 10.5 points."""
    height = round(width * 297 / 210)
    page = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=width / 595 * 10.5)
    for number, row in enumerate(rows):
        pen.text((width * 0.1, height * (0.1 + 0.045 * number)), row, fill=ink, font=font)
    return np.asarray(page, np.uint8).copy()


def photographed(
    page: Grey, *, size: tuple[int, int] = (3000, 4000), tilt: float = 4.0, light: float = 1.0, seed: int = 1
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float64]]:
    """A colour photo (BGR) of the page on a dark wooden table, a little from the side, light falling off to the right;
    with the 3x3 matrix from pixels of the page to pixels of the photo.
    """
    rng = np.random.default_rng(seed)
    width, height = size
    small = (width // 2, height // 2)
    h, w = page.shape
    angle = np.radians(tilt)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    scale = 0.8 * min(small[0] / w, small[1] / h)
    corners = (np.array([[0, 0], [w, 0], [w, h], [0, h]]) - np.array([w, h]) / 2) * scale @ turn.T
    corners = corners * np.array([[0.95, 0.97], [0.98, 1.0], [1.02, 1.0], [1.0, 1.03]]) + np.array(small) / 2
    flat = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    table = np.array([50.0, 75.0, 105.0]) + rng.normal(0, 6, (small[1], small[0], 1))
    sheet = cv2.warpPerspective(page, matrix, small, flags=cv2.INTER_AREA).astype(np.float64)
    covered = cv2.warpPerspective(np.full_like(page, 255), matrix, small)[:, :, None] / 255.0
    scene = table * (1 - covered) + sheet[:, :, None] * covered
    fall = np.linspace(1.0, 0.65, small[0])[None, :, None] * light
    scene = np.clip(scene * fall + rng.normal(0, 1.5, scene.shape), 0, 255).astype(np.uint8)
    photo = cv2.resize(scene, size, interpolation=cv2.INTER_CUBIC)
    grow = np.array([[2.0, 0, 0.5], [0, 2.0, 0.5], [0, 0, 1]])
    return np.asarray(photo, np.uint8), grow @ matrix


def encoded(picture: npt.NDArray[np.uint8], kind: str = "JPEG", **options: object) -> bytes:
    """The picture (grey or BGR) as a file."""
    image = Image.fromarray(picture if picture.ndim == 2 else picture[:, :, ::-1])
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
