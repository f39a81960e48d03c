"""What a phone's camera makes of the light: lens, sensor, and the processing before the file.

For: the order of things in a real camera. Blur comes first, in linear light; then the mosaic of colour filters with
shot and read noise; then demosaicing, white balance, noise reduction that smears what it cannot tell from noise, a
tone curve, and sharpening with its bright rims. Not for: the scene, and files.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.capture import light as lights

Picture = NDArray[Any]
Range = tuple[float, float]
_LEVELS = 4095  # a 12-bit sensor


@dataclass(frozen=True, slots=True)
class Lens:
    """Ranges to draw a picture's taking from. Lengths are pixels of a picture 4000 pixels long."""

    defocus: Range = (0.4, 1.0)  # radius of the disc
    shake: Range = (0.0, 1.5)  # length of the path the picture moves while it is taken
    electrons: Range = (1500.0, 5000.0)  # at full scale: fewer in the dark, more noise
    paper: Range = (0.55, 0.85)  # linear level of the paper after exposure
    balance: Range = (0.7, 1.0)  # how much of the light's colour the white balance takes away
    smear: Range = (0.0, 0.5)  # strength of noise reduction, 0-1
    sharpen: Range = (0.3, 0.9)
    vignette: Range = (0.05, 0.25)  # darker corners


@dataclass(frozen=True, slots=True)
class Taking:
    """How one picture is taken: drawn once, so that the pages of a letter may share it."""

    defocus: float
    shake: float
    electrons: float
    paper: float
    balance: float
    smear: float
    sharpen: float
    vignette: float

    @classmethod
    def draw(cls, rng: np.random.Generator, lens: Lens) -> Taking:
        """A taking within the ranges."""
        return cls(**{name: float(rng.uniform(*getattr(lens, name))) for name in Lens.__slots__})


def taken(
    scene: Picture, gain: Picture, veil: Picture, rng: np.random.Generator, *, taking: Taking, shade: Picture
) -> Picture:
    """The uint8 RGB picture of a scene: its uint8 sRGB reflectance, the light and glare maps of `light.fall`, and
    `shade`, the light of the sheet's own slopes.
    """
    height, width = shade.shape
    scale = max(width, height) / 4000
    linear: Picture = cv2.LUT(scene, _linear_table())
    focused: Picture = cv2.filter2D(
        linear, -1, _spread(rng, defocus=taking.defocus * scale, shake=taking.shake * scale)
    )
    gain = gain * _vignette(gain.shape, taking.vignette)[..., None]
    raw = _mosaic(focused, gain, veil, shade)
    grey = gain.mean(axis=(0, 1))
    exposure = taking.paper / max(float(np.percentile(raw[::16, ::16], 85)), 1e-3)
    raw *= np.float32(exposure)
    noise: Picture = rng.standard_normal(raw.shape, dtype=np.float32)
    noise *= np.sqrt(np.clip(raw, 0, 1) / np.float32(taking.electrons) + np.float32(1.5 / taking.electrons) ** 2)
    raw += noise
    counts = (np.clip(raw, 0, 1, out=raw) * _LEVELS + 0.5).astype(np.uint16)
    colour = cv2.cvtColor(counts, cv2.COLOR_BayerRGGB2RGB_EA)
    balance = (grey[1] / grey) ** taking.balance
    tables = [_tone_table(float(factor)) for factor in balance]
    picture = np.stack([table[colour[..., channel]] for channel, table in enumerate(tables)], axis=-1)
    return _processed(picture, taking=taking, scale=scale)


def _linear_table() -> Picture:
    level = np.arange(256) / 255
    return (np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)).astype(np.float32)


def _tone_table(factor: float) -> Picture:
    """12-bit linear to 8-bit sRGB with a camera's gentle S-curve."""
    level = np.clip(np.arange(_LEVELS + 1) / _LEVELS * factor, 0, 1)
    encoded = np.where(level <= 0.0031308, level * 12.92, 1.055 * level ** (1 / 2.4) - 0.055)
    curved = encoded + 0.10 * np.sin((encoded - 0.5) * 2 * math.pi) / (2 * math.pi) * 2
    return np.asarray(np.clip(curved * 255 + 0.5, 0, 255)).astype(np.uint8)


def _spread(rng: np.random.Generator, *, defocus: float, shake: float) -> Picture:
    """The point spread: a disc from the focus, drawn along the wavering path of a hand."""
    reach = math.ceil(defocus + shake / 2) + 1
    fine = 8
    side = (2 * reach + 1) * fine
    path = np.zeros((side, side), np.float32)
    way, bow = rng.uniform(0, math.pi), rng.normal(0, 0.25)
    for share in np.linspace(-0.5, 0.5, 24):
        along, aside = share * shake, bow * shake * (share**2)
        x, y = along * math.cos(way) - aside * math.sin(way), along * math.sin(way) + aside * math.cos(way)
        middle = np.array([x, y]) * fine + side / 2 - 0.5
        cv2.circle(path, (round(middle[0]), round(middle[1])), max(round(defocus * fine), fine // 2), 1.0, -1)
    soft: Picture = cv2.GaussianBlur(path, (0, 0), 0.35 * fine)  # diffraction and the pixel itself
    kernel = cv2.resize(soft, (2 * reach + 1, 2 * reach + 1), interpolation=cv2.INTER_AREA)
    return np.asarray(kernel / kernel.sum())


def _vignette(shape: tuple[int, ...], strength: float) -> Picture:
    y, x = np.meshgrid(np.linspace(-1, 1, shape[0]), np.linspace(-1, 1, shape[1]), indexing="ij")
    return np.asarray(1 - strength * ((x**2 + y**2) / 2) ** 1.5)


def _mosaic(linear: Picture, gain: Picture, veil: Picture, shade: Picture) -> Picture:
    """What falls on each filter of the sensor (red and green in even rows, green and blue in odd ones)."""
    height, width = shade.shape
    raw = np.empty((height, width), np.float32)
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        place = np.s_[row::2, column::2]
        size = raw[place].shape[::-1]
        lit = lights.enlarged(gain[..., channel], size) * shade[place]
        raw[place] = linear[..., channel][place] * lit + lights.enlarged(veil[..., channel], size)
    return raw


def _processed(picture: Picture, *, taking: Taking, scale: float) -> Picture:
    """Noise reduction, stronger in colour than in light, then sharpening."""
    luma, red, blue = cv2.split(cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb))
    small = (picture.shape[1] // 4, picture.shape[0] // 4)
    red, blue = (
        cv2.resize(
            cv2.GaussianBlur(cv2.resize(plane, small, interpolation=cv2.INTER_AREA), (0, 0), 0.6 + 2.5 * taking.smear),
            picture.shape[1::-1],
            interpolation=cv2.INTER_LINEAR,
        )
        for plane in (red, blue)
    )
    if taking.smear > 0.1:
        spread = 10 + 1400 * taking.smear / math.sqrt(taking.electrons)
        luma = cv2.bilateralFilter(luma, 5 if taking.smear < 0.6 else 7, spread, 1.0 + 2.0 * taking.smear)
    rim = cv2.GaussianBlur(luma, (0, 0), max(0.6, 1.4 * scale))
    luma = cv2.addWeighted(luma, 1 + taking.sharpen, rim, -taking.sharpen, 0)
    return np.asarray(cv2.cvtColor(cv2.merge([luma, red, blue]), cv2.COLOR_YCrCb2RGB))
